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

// The instruction multiplies unsigned with signed bytes. Of 8-bit codes the sign moves over to the
// activation; 4-bit codes become unsigned by an offset. The 16-bit sums of two products do not saturate:
// 2 * 128 * 127 < 32768.

struct codes { __m256i low, high; };

struct operand { __m256i low, high; };

INLINE int32_t lanes_offset(const int format) { return format == cquantkit_weight_i8 ? 0 : 8; }

INLINE struct codes codes_load(
    const int format, const int part, const uint8_t *source, size_t byte_count
) {
    uint8_t copy[64] = {0};
    if (byte_count < sizeof copy) source = memcpy(copy, source, byte_count);
    __m256i low = _mm256_loadu_si256((const __m256i *)source);
    __m256i high = _mm256_loadu_si256((const __m256i *)(source + 32));
    if (format == cquantkit_weight_i4) {
        if (part == 1) {
            low = _mm256_srli_epi16(low, 4);
            high = _mm256_srli_epi16(high, 4);
        }
        const __m256i eight = _mm256_set1_epi8(8), mask = _mm256_set1_epi8(0x0F);
        low = _mm256_and_si256(_mm256_xor_si256(low, eight), mask);
        high = _mm256_and_si256(_mm256_xor_si256(high, eight), mask);
    }
    return (struct codes){low, high};
}

INLINE struct operand operand_load(const int8_t *source) {
    return (struct operand){
        _mm256_loadu_si256((const __m256i *)source),
        _mm256_loadu_si256((const __m256i *)(source + 32)),
    };
}

INLINE __m256i dot_of_fours(const int format, __m256i weights, __m256i x) {
    __m256i pairs = format == cquantkit_weight_i8
        ? _mm256_maddubs_epi16(_mm256_abs_epi8(weights), _mm256_sign_epi8(x, weights))
        : _mm256_maddubs_epi16(weights, x);
    return _mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
}

INLINE lanes_i32 codes_dot(
    const int format, lanes_i32 sums, struct codes weights, struct operand x
) {
    typedef int32_t eight __attribute__((vector_size(32)));
    eight low = (eight)dot_of_fours(format, weights.low, x.low);
    eight high = (eight)dot_of_fours(format, weights.high, x.high);
    return sums + __builtin_shufflevector(
        low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

#include "matmul_template.h"

#pragma clang attribute pop

#endif
