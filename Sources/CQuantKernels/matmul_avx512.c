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
#include "matmul_tile.h"

enum { TILE_ROWS = 4, TILE_TOKENS = 6, FLOAT_TILE_TOKENS = 6, VECTOR_ROWS = 8 };
enum { STREAM_ROWS = 4, STREAM_TOKENS = 4 };

// The instruction multiplies unsigned with signed bytes. Codes become unsigned by an offset, and the
// offset times the sum of the activations is where the sums start: all in integers, so exact.

struct codes { __m512i shifted; };

struct operand { __m512i codes; };

INLINE int32_t lanes_offset(const int format) { return format == cquantkit_weight_i8 ? 128 : 8; }

INLINE struct codes codes_load(
    const int format, const int part, const uint8_t *source, size_t byte_count
) {
    const __mmask64 readable = byte_count < 64 ? ((__mmask64)1 << byte_count) - 1 : ~(__mmask64)0;
    __m512i bytes = _mm512_maskz_loadu_epi8(readable, source);
    if (format == cquantkit_weight_i8) {
        return (struct codes){_mm512_xor_si512(bytes, _mm512_set1_epi8(-128))};
    }
    if (part == 1) bytes = _mm512_srli_epi16(bytes, 4);
    bytes = _mm512_xor_si512(bytes, _mm512_set1_epi8(8));
    return (struct codes){_mm512_and_si512(bytes, _mm512_set1_epi8(0x0F))};
}

INLINE struct operand operand_load(const int8_t *source) {
    return (struct operand){_mm512_loadu_si512(source)};
}

INLINE lanes_i32 codes_dot(
    const int format, lanes_i32 sums, struct codes weights, struct operand x
) {
    (void)format;
    return (lanes_i32)_mm512_dpbusd_epi32((__m512i)sums, weights.shifted, x.codes);
}

#include "matmul_template.h"

#pragma clang attribute pop

#endif
