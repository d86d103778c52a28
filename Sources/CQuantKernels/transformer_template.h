//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// The parts of a transformer block between its matrix products, written once. A file that includes this
// defines the target and
//   KERNEL(name)   the name with the target's suffix
//   QUERY_TILE, TILE_LANES    see attention_template.h

#include "attention_template.h"
#include "lanes.h"

void KERNEL(rms_norm)(
    const float *input, const float *weight, size_t count, float epsilon, float *output
) {
    const size_t tail = count % lane_count, whole = count - tail;
    lanes_f32 squares = {0};
    for (size_t i = 0; i < whole; i += lane_count) {
        lanes_f32 x = lanes_load(input + i);
        squares = x * x + squares;
    }
    lanes_f32 last = lanes_load_part(input + whole, tail);
    squares = last * last + squares;
    const float mean = lanes_sum(squares) / (float)count;
    // Squares past the range would make everything zero, which looks sound: rather NaN.
    const float factor = 1.0f / __builtin_sqrtf(mean + epsilon) + (mean - mean);
    for (size_t i = 0; i < count; i++) output[i] = input[i] * factor * weight[i];
}

INLINE lanes_f32 silu_multiply(lanes_f32 gate, lanes_f32 up) {
    return gate / (lanes_exp(-gate) + 1.0f) * up;
}

void KERNEL(silu_multiply)(const float *gate, const float *up, size_t count, float *output) {
    const size_t tail = count % lane_count, whole = count - tail;
    for (size_t i = 0; i < whole; i += lane_count) {
        lanes_store(silu_multiply(lanes_load(gate + i), lanes_load(up + i)), output + i);
    }
    lanes_f32 last = silu_multiply(
        lanes_load_part(gate + whole, tail), lanes_load_part(up + whole, tail));
    lanes_store_part(last, output + whole, tail);
}

void KERNEL(add)(const float *addend, size_t count, float *accumulator) {
    for (size_t i = 0; i < count; i++) accumulator[i] += addend[i];
}

void KERNEL(scale)(const float *factors, size_t count, float *product) {
    for (size_t i = 0; i < count; i++) product[i] *= factors[i];
}

void KERNEL(exp)(const float *input, size_t count, float *output) {
    const size_t tail = count % lane_count, whole = count - tail;
    for (size_t i = 0; i < whole; i += lane_count) {
        lanes_store(lanes_exp(lanes_load(input + i)), output + i);
    }
    lanes_store_part(lanes_exp(lanes_load_part(input + whole, tail)), output + whole, tail);
}

void KERNEL(rotate)(float *head, size_t dimension, const float *cosines, const float *sines) {
    const size_t half = dimension / 2;
    for (size_t i = 0; i < half; i++) {
        const float a = head[i], b = head[half + i];
        head[i] = a * cosines[i] - b * sines[i];
        head[half + i] = b * cosines[i] + a * sines[i];
    }
}
