//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "matmul.h"

#define KERNEL(name) cquantkit_##name##_neon

#if defined(__aarch64__)

#include <arm_neon.h>

#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)

#define LANES_HAVE_F16
#include "lanes.h"

enum { TILE_ROWS = 2, TILE_TOKENS = 2, FLOAT_TILE_TOKENS = 2, VECTOR_ROWS = 4 };
enum { STREAM_ROWS = 1, STREAM_TOKENS = 4 };

// The instruction multiplies signed bytes, so codes stay as they are and need no offset.

struct codes { int8x16_t quarters[4]; };

struct operand { int8x16_t quarters[4]; };

INLINE int32_t lanes_offset(const int format) { return (void)format, 0; }

INLINE struct codes codes_load(
    const int format, const int part, const uint8_t *source, size_t byte_count
) {
    uint8_t copy[64] = {0};
    if (byte_count < sizeof copy) source = memcpy(copy, source, byte_count);
    struct codes codes;
    EACH(i, 4) {
        int8x16_t bytes = vld1q_s8((const int8_t *)source + 16 * i);
        if (format == cquantkit_weight_i4) {
            // The nibble goes to the top, then back down with its sign.
            if (part == 0) bytes = vshlq_n_s8(bytes, 4);
            bytes = vshrq_n_s8(bytes, 4);
        }
        codes.quarters[i] = bytes;
    }
    return codes;
}

INLINE struct operand operand_load(const int8_t *source) {
    struct operand operand;
    EACH(i, 4) operand.quarters[i] = vld1q_s8(source + 16 * i);
    return operand;
}

INLINE lanes_i32 codes_dot(
    const int format, lanes_i32 sums, struct codes weights, struct operand x
) {
    (void)format;
    int32x4_t quarters[4];
    memcpy(quarters, &sums, sizeof sums);
    EACH(i, 4) quarters[i] = vdotq_s32(quarters[i], weights.quarters[i], x.quarters[i]);
    memcpy(&sums, quarters, sizeof sums);
    return sums;
}

#include "matmul_template.h"

#pragma clang attribute pop

#endif
