//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "matmul.h"

#define KERNEL(name) cquantkit_##name##_avx2

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)

#define LANES_HAVE_F16
#include "lanes.h"

enum { TILE_ROWS = 2, TILE_TOKENS = 2, VECTOR_ROWS = 4 };

// The instruction multiplies unsigned with signed bytes, so the sign of each code moves over to the
// activation. Its 16-bit sums of two products do not saturate: 2 * 128 * 127 < 32768.

struct codes { __m256i low, high; };

struct operand { __m256i low, high; };

INLINE struct codes codes_load_i8(const uint8_t *source) {
    return (struct codes){
        _mm256_loadu_si256((const __m256i *)source),
        _mm256_loadu_si256((const __m256i *)(source + 32)),
    };
}

/// 32 codes in order, with their signs.
INLINE __m256i nibbles_load(const uint8_t *source) {
    __m256i wide = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)source));
    wide = _mm256_or_si256(wide, _mm256_slli_epi16(wide, 4));
    wide = _mm256_and_si256(wide, _mm256_set1_epi8(0x0F));
    const __m256i eight = _mm256_set1_epi8(8);
    return _mm256_sub_epi8(_mm256_xor_si256(wide, eight), eight);
}

INLINE struct codes codes_load_i4(const uint8_t *source) {
    return (struct codes){nibbles_load(source), nibbles_load(source + 16)};
}

INLINE struct operand operand_load(const int8_t *source, const int format) {
    (void)format;
    return (struct operand){
        _mm256_loadu_si256((const __m256i *)source),
        _mm256_loadu_si256((const __m256i *)(source + 32)),
    };
}

INLINE __m256i dot_of_fours(__m256i weights, __m256i x) {
    __m256i pairs = _mm256_maddubs_epi16(_mm256_abs_epi8(weights), _mm256_sign_epi8(x, weights));
    return _mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
}

INLINE lanes_i32 codes_dot(struct codes weights, struct operand x) {
    typedef int32_t eight __attribute__((vector_size(32)));
    eight low = (eight)dot_of_fours(weights.low, x.low);
    eight high = (eight)dot_of_fours(weights.high, x.high);
    return __builtin_shufflevector(
        low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

#include "matmul_template.h"

#pragma clang attribute pop

#endif
