//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// The parts of a transformer block between its matrix products, written once. A file that includes this
// defines the target and
//   KERNEL(name)   the name with the target's suffix
//   QUERY_TILE     how many queries attention takes at once

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
    const float factor = 1.0f / __builtin_sqrtf(mean + epsilon);
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

// MARK: Cache

/// The nearest binary16 value, ties to even, as bits.
INLINE uint16_t f16_bits(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    const uint32_t sign = bits >> 16 & 0x8000, magnitude = bits & 0x7FFFFFFF;
    if (magnitude > 0x7F800000) return (uint16_t)(sign | 0x7E00);
    if (magnitude >= 0x477FF000) return (uint16_t)(sign | 0x7C00);  // 65520 and above
    if (magnitude < 0x38800000) {
        // Below 2^-14 the step is 2^-24: adding 0.5 rounds to it, the step of floats from 0.5 on.
        float shifted;
        memcpy(&shifted, &magnitude, sizeof shifted);
        shifted += 0.5f;
        memcpy(&bits, &shifted, sizeof bits);
        return (uint16_t)(sign | (bits - 0x3F000000));
    }
    return (uint16_t)(sign | (magnitude - 0x38000000 + 0x0FFF + (magnitude >> 13 & 1)) >> 13);
}

INLINE size_t cache_element_size(const int format) {
    return format == cquantkit_cache_f32 ? sizeof(float) : sizeof(uint16_t);
}

INLINE void cache_set(const int format, void *elements, size_t index, float value) {
    if (format == cquantkit_cache_f32) {
        ((float *)elements)[index] = value;
    } else {
        ((uint16_t *)elements)[index] = f16_bits(value);
    }
}

INLINE lanes_f32 cache_load(const int format, const void *elements, size_t index) {
    if (format == cquantkit_cache_f32) return lanes_load((const float *)elements + index);
    lanes_u16 bits;
    memcpy(&bits, (const uint16_t *)elements + index, sizeof bits);
    return lanes_from_f16(bits);
}

INLINE size_t padded(size_t dimension) {
    return (dimension + cquantkit_value_padding - 1) / cquantkit_value_padding
        * cquantkit_value_padding;
}

INLINE void cache_store(
    const int format, const float *key, const float *value, size_t dimension, size_t position,
    void *keys, void *values
) {
    const size_t width = padded(dimension);
    for (size_t d = 0; d < dimension; d++) {
        cache_set(format, keys, d * cquantkit_cache_block + position, key[d]);
        cache_set(format, values, position * width + d, value[d]);
    }
    for (size_t d = dimension; d < width; d++) cache_set(format, values, position * width + d, 0);
}

void KERNEL(cache_store)(
    cquantkit_cache_format format, const float *key, const float *value, size_t dimension,
    size_t position_in_block, void *keys, void *values
) {
    if (format == cquantkit_cache_f32) {
        cache_store(cquantkit_cache_f32, key, value, dimension, position_in_block, keys, values);
    } else {
        cache_store(cquantkit_cache_f16, key, value, dimension, position_in_block, keys, values);
    }
}

// MARK: Attention

enum { block_lanes = cquantkit_cache_block / lane_count, query_limit = 4 };

/// What is known of a query's softmax after some blocks.
struct softmax {
    float largest;  // score so far
    float sum;      // of exp(score - largest)
    float weighted[cquantkit_head_limit];  // sum of exp(score - largest) * value
};

/// The scores of one block; -infinity at positions that the query does not see.
INLINE void score_block(
    const int format, const int query_count, const cquantkit_attention *a, size_t first_query,
    size_t block, float scores[query_limit][cquantkit_cache_block]
) {
    const void *keys = (const uint8_t *)a->blocks[block] + a->key_offset;
    const float *queries = a->queries + first_query * a->query_stride;
    lanes_f32 dots[query_limit][block_lanes];
    EACH(q, query_count) EACH(l, block_lanes) dots[q][l] = (lanes_f32){0};
    for (size_t d = 0; d < a->dimension; d++) {
        EACH(l, block_lanes) {
            lanes_f32 k = cache_load(format, keys, d * cquantkit_cache_block + l * lane_count);
            EACH(q, query_count) dots[q][l] = k * queries[q * a->query_stride + d] + dots[q][l];
        }
    }
    const lanes_f32 steps = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const size_t first_position = block * cquantkit_cache_block;
    EACH(q, query_count) EACH(l, block_lanes) {
        const size_t own_position = a->first_position + first_query + q;
        const float start =
            (float)((ptrdiff_t)(first_position + l * lane_count) - (ptrdiff_t)own_position);
        lanes_f32 distances = steps + start;
        lanes_f32 score = dots[q][l] * a->scale;
        score = distances * a->slope + score;
        score = lanes_select(distances <= 0.0f, score, lanes_splat(-__builtin_inff()));
        lanes_store(score, scores[q] + l * lane_count);
    }
}

/// Turns one query's scores into exp(score - largest), scaling down what is there where a larger
/// score comes.
INLINE void softmax_update(struct softmax *state, size_t width, float *scores) {
    float largest = state->largest;
    for (int i = 0; i < cquantkit_cache_block; i++) {
        largest = scores[i] > largest ? scores[i] : largest;
    }
    if (largest > state->largest) {
        const float factor = lanes_exp(lanes_splat(state->largest - largest))[0];
        state->sum *= factor;
        for (size_t d = 0; d < width; d++) state->weighted[d] *= factor;
        state->largest = largest;
    }
    lanes_f32 sum = {0};
    EACH(l, block_lanes) {
        lanes_f32 weights = lanes_exp(lanes_load(scores + l * lane_count) - largest);
        lanes_store(weights, scores + l * lane_count);
        sum += weights;
    }
    state->sum += lanes_sum(sum);
}

/// Adds the weighted values of a block's first `position_count` positions.
INLINE void add_values(
    const int format, const int query_count, const int width_lanes, const void *values,
    size_t width, size_t first, size_t position_count,
    float weights[query_limit][cquantkit_cache_block], struct softmax *states
) {
    lanes_f32 sums[query_limit][block_lanes];
    EACH(q, query_count) EACH(l, width_lanes) {
        sums[q][l] = lanes_load(states[q].weighted + first + l * lane_count);
    }
    for (size_t p = 0; p < position_count; p++) {
        EACH(l, width_lanes) {
            lanes_f32 v = cache_load(format, values, p * width + first + l * lane_count);
            EACH(q, query_count) sums[q][l] = v * weights[q][p] + sums[q][l];
        }
    }
    EACH(q, query_count) EACH(l, width_lanes) {
        lanes_store(sums[q][l], states[q].weighted + first + l * lane_count);
    }
}

INLINE void attend_tile(
    const int format, const int query_count, const cquantkit_attention *a, size_t first_query
) {
    const size_t width = padded(a->dimension);
    const size_t position_count = a->first_position + first_query + query_count;
    struct softmax states[query_limit];
    EACH(q, query_count) {
        states[q].largest = -__builtin_inff();
        states[q].sum = 0;
        memset(states[q].weighted, 0, width * sizeof(float));
    }
    for (size_t first = 0; first < position_count; first += cquantkit_cache_block) {
        const size_t block = first / cquantkit_cache_block;
        const size_t rest = position_count - first;
        const size_t count = rest < cquantkit_cache_block ? rest : cquantkit_cache_block;
        float weights[query_limit][cquantkit_cache_block];
        score_block(format, query_count, a, first_query, block, weights);
        EACH(q, query_count) softmax_update(states + q, width, weights[q]);
        const void *values = (const uint8_t *)a->blocks[block] + a->value_offset;
        size_t d = 0;
        for (; d + block_lanes * lane_count <= width; d += block_lanes * lane_count) {
            add_values(
                format, query_count, block_lanes, values, width, d, count, weights, states);
        }
        for (; d < width; d += lane_count) {
            add_values(format, query_count, 1, values, width, d, count, weights, states);
        }
    }
    EACH(q, query_count) {
        float *output = a->output + (first_query + q) * a->output_stride;
        for (size_t d = 0; d < a->dimension; d++) output[d] = states[q].weighted[d] / states[q].sum;
    }
}

INLINE void attend(const int format, const cquantkit_attention *a) {
    size_t query = 0;
    for (; query + QUERY_TILE <= a->query_count; query += QUERY_TILE) {
        attend_tile(format, QUERY_TILE, a, query);
    }
    for (; query < a->query_count; query++) attend_tile(format, 1, a, query);
}

void KERNEL(attend)(const cquantkit_attention *attention) {
    if (attention->format == cquantkit_cache_f32) {
        attend(cquantkit_cache_f32, attention);
    } else {
        attend(cquantkit_cache_f16, attention);
    }
}
