//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "matmul.h"

#define KERNEL(name) cquantkit_##name##_generic

#include "lanes.h"

enum { TILE_ROWS = 1, TILE_TOKENS = 2, VECTOR_ROWS = 2 };

struct codes { int8_t codes[cquantkit_activation_chunk]; };

struct operand { const int8_t *codes; };

INLINE struct codes codes_load_i8(const uint8_t *source) {
    struct codes result;
    memcpy(result.codes, source, sizeof result.codes);
    return result;
}

INLINE struct codes codes_load_i4(const uint8_t *source) {
    struct codes result;
    for (int i = 0; i < cquantkit_activation_chunk / 2; i++) {
        result.codes[2 * i] = (int8_t)(((source[i] & 15) ^ 8) - 8);
        result.codes[2 * i + 1] = (int8_t)(((source[i] >> 4) ^ 8) - 8);
    }
    return result;
}

INLINE struct operand operand_load(const int8_t *source, const int format) {
    (void)format;
    return (struct operand){source};
}

INLINE lanes_i32 codes_dot(struct codes weights, struct operand x) {
    lanes_i32 sums;
    for (int lane = 0; lane < lane_count; lane++) {
        int32_t sum = 0;
        for (int i = 4 * lane; i < 4 * lane + 4; i++) sum += weights.codes[i] * x.codes[i];
        sums[lane] = sum;
    }
    return sums;
}

#include "matmul_template.h"
