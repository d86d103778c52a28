//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "matmul.h"

#define KERNEL(name) cquantkit_##name##_avx512

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512vl,avx512dq,avx512vnni"))), \
    apply_to = function)

#define LANES_HAVE_F16
#include "lanes.h"

enum { TILE_ROWS = 4, TILE_TOKENS = 6, VECTOR_ROWS = 8 };

// The instruction multiplies unsigned with signed bytes. Codes become unsigned by an offset, and the
// offset times the sum of the activations is subtracted again: all in integers, so exact.

struct codes { __m512i shifted; };

struct operand { __m512i codes, correction; };

INLINE struct codes codes_load_i8(const uint8_t *source) {
    return (struct codes){_mm512_xor_si512(_mm512_loadu_si512(source), _mm512_set1_epi8(-128))};
}

INLINE struct codes codes_load_i4(const uint8_t *source) {
    __m256i pairs = _mm256_loadu_si256((const __m256i *)source);
    pairs = _mm256_xor_si256(pairs, _mm256_set1_epi8((char)0x88));
    __m512i wide = _mm512_cvtepu8_epi16(pairs);
    wide = _mm512_or_si512(wide, _mm512_slli_epi16(wide, 4));
    return (struct codes){_mm512_and_si512(wide, _mm512_set1_epi8(0x0F))};
}

INLINE struct operand operand_load(const int8_t *source, const int format) {
    __m512i codes = _mm512_loadu_si512(source);
    __m512i offset = _mm512_set1_epi8(format == cquantkit_weight_i8 ? -128 : 8);
    __m512i sums = _mm512_dpbusd_epi32(_mm512_setzero_si512(), offset, codes);
    return (struct operand){codes, _mm512_sub_epi32(_mm512_setzero_si512(), sums)};
}

INLINE lanes_i32 codes_dot(struct codes weights, struct operand x) {
    return (lanes_i32)_mm512_dpbusd_epi32(x.correction, weights.shifted, x.codes);
}

#include "matmul_template.h"

#pragma clang attribute pop

#endif
