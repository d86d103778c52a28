//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "transformer.h"

#include "dispatch.h"

DISPATCH(
    rms_norm,
    (const float *input, const float *weight, size_t count, float epsilon, float *output),
    (input, weight, count, epsilon, output))

DISPATCH(
    silu_multiply, (const float *gate, const float *up, size_t count, float *output),
    (gate, up, count, output))

DISPATCH(add, (const float *addend, size_t count, float *accumulator), (addend, count, accumulator))

DISPATCH(scale, (const float *factors, size_t count, float *product), (factors, count, product))

DISPATCH(exp, (const float *input, size_t count, float *output), (input, count, output))

DISPATCH(
    rotate, (float *head, size_t dimension, const float *cosines, const float *sines),
    (head, dimension, cosines, sines))

DISPATCH(
    cache_store,
    (cquantkit_cache_format format, const float *key, const float *value, size_t dimension,
     size_t position_in_block, cquantkit_cache_head head, void *block),
    (format, key, value, dimension, position_in_block, head, block))

DISPATCH(attend, (const cquantkit_attention *attention), (attention))

DISPATCH(
    attend_part, (const cquantkit_attention *attention, size_t part, float *states),
    (attention, part, states))

DISPATCH(
    attend_merge, (const cquantkit_attention *attention, size_t part_count, float *states),
    (attention, part_count, states))

size_t cquantkit_attention_state_size(size_t dimension) {
    const size_t padding = cquantkit_value_padding;
    return 2 + (dimension + padding - 1) / padding * padding;
}
