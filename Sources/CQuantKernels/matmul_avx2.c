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
#include "matmul_tile.h"

enum { TILE_ROWS = 2, TILE_TOKENS = 4, FLOAT_TILE_TOKENS = 2, VECTOR_ROWS = 1 };
enum { STREAM_ROWS = 1, STREAM_TOKENS = 4 };

// The instruction multiplies unsigned with signed bytes and adds pairs in 16 bits. Of 8-bit codes the sign
// moves over to the activation, and a pair is at most 2 * 128 * 127 < 32768. 4-bit codes become unsigned by an
// offset of 8; the pairs of a whole group, 4 * 2 * 15 * 127 < 32768, are added before they are widened, and the
// offset times the sum of the activations is taken off again.

#define OWN_GROUP_KERNEL

/// 32 bytes at `offset` of a unit, of which only `byte_count` bytes may be read; zeros past them.
INLINE __m256i load_half_unit(const uint8_t *unit, size_t offset, size_t byte_count) {
    if (byte_count >= offset + 32) return _mm256_loadu_si256((const __m256i *)(unit + offset));
    uint8_t copy[32] = {0};
    if (byte_count > offset) memcpy(copy, unit + offset, byte_count - offset);
    return _mm256_loadu_si256((const __m256i *)copy);
}

INLINE __m256i load_activations(const int8_t *codes) {
    return _mm256_loadu_si256((const __m256i *)codes);
}

/// Adds to a tile's sums the products of half a unit, bytes `offset` to `offset` + 31 of each row: as pairs
/// of 16 bits for 4-bit codes, as sums of 32 bits for 8-bit codes. All rows' codes stay in registers while the
/// activations pass by.
INLINE void add_half_unit(
    const int format, const int row_count, const int token_count, const struct group *group,
    const uint8_t *rows, size_t offset, size_t byte_count, const int8_t *codes,
    __m256i dots[tile_limit][tile_limit]
) {
    // The codes and their magnitudes; of 4-bit codes those in the low and in the high half of a byte.
    __m256i a[tile_limit], b[tile_limit];
    EACH(r, row_count) {
        const __m256i bytes = load_half_unit(rows + r * group->row_stride, offset, byte_count);
        if (format == cquantkit_weight_i8) {
            a[r] = bytes;
            b[r] = _mm256_abs_epi8(bytes);
        } else {
            const __m256i mask = _mm256_set1_epi8(0x0F);
            const __m256i shifted = _mm256_xor_si256(bytes, _mm256_set1_epi8((char)0x88));
            a[r] = _mm256_and_si256(shifted, mask);
            b[r] = _mm256_and_si256(_mm256_srli_epi16(shifted, 4), mask);
        }
    }
    EACH(t, token_count) {
        const int8_t *x = codes + t * group->code_stride + offset;
        if (format == cquantkit_weight_i8) {
            const __m256i activations = load_activations(x);
            EACH(r, row_count) {
                __m256i pairs = _mm256_maddubs_epi16(b[r], _mm256_sign_epi8(activations, a[r]));
                dots[r][t] = _mm256_add_epi32(
                    dots[r][t], _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
            }
        } else {
            const __m256i first = load_activations(x);
            const __m256i second = load_activations(x + cquantkit_activation_vector);
            EACH(r, row_count) {
                dots[r][t] = _mm256_add_epi16(dots[r][t], _mm256_maddubs_epi16(a[r], first));
                dots[r][t] = _mm256_add_epi16(dots[r][t], _mm256_maddubs_epi16(b[r], second));
            }
        }
    }
}

/// The dot products of eight lanes from what `add_half_unit` gives, and the sums of their activations.
INLINE __m256i finished(const int format, __m256i dot, __m256i code_sum) {
    if (format == cquantkit_weight_i8) return dot;
    dot = _mm256_madd_epi16(dot, _mm256_set1_epi16(1));
    return _mm256_sub_epi32(dot, _mm256_slli_epi32(code_sum, 3));
}

typedef float eight __attribute__((vector_size(32)));

/// Adds the products with one group. The dot products of several tokens fit in the registers for half of the
/// lanes only, so the halves come one after the other; for a single token they come together, so that memory is
/// read once from front to back.
INLINE void add_group(
    const int format, const int has_groups, const int is_whole, const int row_count,
    const int token_count, const int is_streaming, struct group group,
    lanes_f32 sums[tile_limit][tile_limit]
) {
    const int halves = token_count == 1 ? 2 : 1;
    const size_t units = unit_count(format, has_groups, is_whole, &group);
    const size_t rest = rest_of_units(format, has_groups, is_whole, &group);
    EACH(pass, 2 / halves) {
        __m256i dots[2][tile_limit][tile_limit];
        EACH(h, halves) EACH(r, row_count) EACH(t, token_count) {
            dots[h][r][t] = _mm256_setzero_si256();
        }
        const int8_t *codes = group.codes;
        for (size_t unit = 0; unit < units; unit++) {
            const uint8_t *rows = group.rows + unit_offset(has_groups, is_whole, &group, unit);
            if (is_streaming) {
                EACH(r, row_count) __builtin_prefetch(rows + r * group.row_stride + group.lookahead);
            }
            EACH(h, halves) {
                add_half_unit(
                    format, row_count, token_count, &group, rows, 32 * (size_t)(pass + h),
                    unit_bytes, codes, dots[h]);
            }
            codes += columns_per_unit(format);
        }
        if (rest > 0) {
            const uint8_t *rows = group.rows + unit_bytes * units;
            EACH(h, halves) {
                add_half_unit(
                    format, row_count, token_count, &group, rows, 32 * (size_t)(pass + h),
                    rest, codes, dots[h]);
            }
        }
        lanes_f32 row_scales[tile_limit];
        if (has_groups) EACH(r, row_count) row_scales[r] = weight_scales(&group, r);
        EACH(h, halves) EACH(t, token_count) {
            const size_t lane = 8 * (size_t)(pass + h);
            const eight scale = _mm256_loadu_ps(group.scales + t * group.lane_stride + lane);
            const __m256i code_sum =
                _mm256_loadu_si256((const __m256i *)(group.code_sums + t * group.lane_stride + lane));
            EACH(r, row_count) {
                const eight dot = _mm256_cvtepi32_ps(finished(format, dots[h][r][t], code_sum));
                eight factor = scale;
                if (has_groups) factor *= *((const eight *)&row_scales[r] + pass + h);
                eight *sum = (eight *)&sums[r][t] + pass + h;
                *sum = _mm256_fmadd_ps(dot, factor, *sum);
            }
        }
    }
}

#include "matmul_template.h"

#pragma clang attribute pop

#endif
