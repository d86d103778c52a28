//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "matmul.h"

#define KERNEL(name) cquantkit_##name##_generic

#include "matmul_tile.h"

enum { TILE_ROWS = 1, TILE_TOKENS = 2, FLOAT_TILE_TOKENS = 2, VECTOR_ROWS = 2 };
enum { STREAM_ROWS = 1, STREAM_TOKENS = 2 };

struct codes { int8_t codes[cquantkit_activation_vector]; };

struct operand { const int8_t *codes; };

INLINE int32_t lanes_offset(const int format) { return (void)format, 0; }

INLINE struct codes codes_load(
    const int format, const int part, const uint8_t *source, size_t byte_count
) {
    struct codes result = {{0}};
    memcpy(result.codes, source, byte_count);
    if (format == cquantkit_weight_i4) {
        for (int i = 0; i < cquantkit_activation_vector; i++) {
            const int nibble = (uint8_t)result.codes[i] >> (4 * part) & 15;
            result.codes[i] = (int8_t)((nibble ^ 8) - 8);
        }
    }
    return result;
}

INLINE struct operand operand_load(const int8_t *source) { return (struct operand){source}; }

INLINE lanes_i32 codes_dot(
    const int format, lanes_i32 sums, struct codes weights, struct operand x
) {
    (void)format;
    for (int lane = 0; lane < lane_count; lane++) {
        int32_t sum = 0;
        for (int i = 4 * lane; i < 4 * lane + 4; i++) sum += weights.codes[i] * x.codes[i];
        sums[lane] += sum;
    }
    return sums;
}

#include "matmul_template.h"
