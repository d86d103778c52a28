//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// Attention, part of transformer_template.h. A row is a query of one head: the heads of a position come
// one after the other, then those of the next. The target says
//   QUERY_TILE     how many rows are computed at once, so that what is read of the cache serves them all
//   TILE_LANES     how many lanes_f32 of sums fit in its registers beside what they are made of

#include "cache_template.h"

enum { block_lanes = cquantkit_cache_block / lane_count };

/// How many lanes_f32 of sums a tile has for each row: 1, 2 or 4.
INLINE int lanes_per_row(const int count) {
    const int most = TILE_LANES / count;
    return most >= 4 ? 4 : most >= 2 ? 2 : 1;
}

/// What is known of a row's softmax after some positions; a sum of 0 says that it has seen none.
struct softmax {
    float largest;  // score so far
    float sum;      // of exp(score - largest)
    float weighted[];  // sum of exp(score - largest) * value
};

INLINE struct softmax *softmax_at(float *states, size_t width, size_t row) {
    return (struct softmax *)(states + row * (2 + width));
}

/// Rows that are computed together.
struct tile {
    const cquantkit_attention *attention;
    size_t width;
    size_t first_seen[QUERY_TILE];  // position
    size_t last_seen[QUERY_TILE];   // its own
    float slopes[QUERY_TILE];
    float queries[QUERY_TILE * cquantkit_head_limit];  // [dimension, row]
};

INLINE size_t row_position(const cquantkit_attention *a, size_t row) {
    return a->first_position + row / a->group;
}

INLINE size_t first_seen_position(const cquantkit_attention *a, size_t position) {
    return a->window == 0 || position < a->window ? 0 : position - a->window + 1;
}

INLINE void tile_init(
    struct tile *tile, const int count, const cquantkit_attention *a, size_t first_row
) {
    tile->attention = a;
    tile->width = padded(a->dimension);
    EACH(q, count) {
        const size_t row = first_row + q, head = row % a->group;
        const float *query = a->queries + row / a->group * a->query_stride + head * a->dimension;
        tile->last_seen[q] = row_position(a, row);
        tile->first_seen[q] = first_seen_position(a, tile->last_seen[q]);
        tile->slopes[q] = a->slopes[head];
        for (size_t d = 0; d < a->dimension; d++) tile->queries[d * count + q] = query[d];
    }
}

/// The scores of one block; -infinity at positions that a row does not see.
INLINE void score_block(
    const int format, const int count, const struct tile *tile, size_t block,
    float scores[QUERY_TILE][cquantkit_cache_block]
) {
    const cquantkit_attention *a = tile->attention;
    const uint8_t *bytes = a->blocks[block];
    const lanes_f32 steps = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const float reach = a->window == 0 ? __builtin_inff() : (float)a->window;
    const int lanes = lanes_per_row(count);
    for (int first = 0; first < block_lanes; first += lanes) {
        lanes_f32 dots[QUERY_TILE][block_lanes];
        EACH(q, count) EACH(l, lanes) dots[q][l] = (lanes_f32){0};
        for (size_t d = 0; d < a->dimension; d++) {
            const size_t row = d * cquantkit_cache_block + first * lane_count;
            EACH(l, lanes) {
                lanes_f32 k = cache_load(format, bytes + a->head.keys, row + l * lane_count);
                EACH(q, count) dots[q][l] = k * tile->queries[d * count + q] + dots[q][l];
            }
        }
        EACH(l, lanes) {
            const size_t place = (first + l) * lane_count;
            const ptrdiff_t position = (ptrdiff_t)(block * cquantkit_cache_block + place);
            lanes_f32 scale = lanes_splat(a->scale);
            if (format == cquantkit_cache_int8) {
                scale *= lanes_load((const float *)(bytes + a->head.scales) + place);
            }
            EACH(q, count) {
                lanes_f32 distances = steps + (float)(position - (ptrdiff_t)tile->last_seen[q]);
                lanes_f32 score = dots[q][l] * scale;
                score = distances * tile->slopes[q] + score;
                lanes_i32 is_seen = (distances <= 0.0f) & (distances > -reach);
                score = lanes_select(is_seen, score, lanes_splat(-__builtin_inff()));
                lanes_store(score, scores[q] + place);
            }
        }
    }
}

/// Turns a row's scores into exp(score - largest), scaling down what is there where a larger score
/// comes. A score that is NaN makes everything NaN.
INLINE void softmax_update(struct softmax *state, size_t width, float *scores) {
    lanes_f32 largest_lanes = lanes_load(scores);
    for (int i = lane_count; i < cquantkit_cache_block; i += lane_count) {
        largest_lanes = lanes_max(lanes_load(scores + i), largest_lanes);
    }
    const float largest = lanes_largest(largest_lanes);
    if (largest > state->largest) {
        const float factor = lanes_exp(lanes_splat(state->largest - largest))[0];
        state->sum *= factor;
        for (size_t d = 0; d < width; d++) state->weighted[d] *= factor;
        state->largest = largest;
    }
    lanes_f32 sum = {0};
    for (int i = 0; i < cquantkit_cache_block; i += lane_count) {
        lanes_f32 weights = lanes_exp(lanes_load(scores + i) - state->largest);
        lanes_store(weights, scores + i);
        sum += weights;
    }
    state->sum += lanes_sum(sum);
}

/// Adds the weighted values of a block's first `position_count` positions, `lanes` columns from `first`.
INLINE void add_values(
    const int format, const int count, const int lanes, const struct tile *tile,
    const void *values, size_t first, size_t position_count,
    float weights[QUERY_TILE][cquantkit_cache_block], float *states
) {
    const size_t width = tile->width;
    lanes_f32 sums[QUERY_TILE][block_lanes];
    EACH(q, count) EACH(l, lanes) {
        sums[q][l] = lanes_load(softmax_at(states, width, q)->weighted + first + l * lane_count);
    }
    for (size_t p = 0; p < position_count; p++) {
        EACH(l, lanes) {
            lanes_f32 v = cache_load(format, values, p * width + first + l * lane_count);
            EACH(q, count) sums[q][l] = v * weights[q][p] + sums[q][l];
        }
    }
    EACH(q, count) EACH(l, lanes) {
        lanes_store(sums[q][l], softmax_at(states, width, q)->weighted + first + l * lane_count);
    }
}

/// The softmax of a tile over the positions of one part.
INLINE void attend_tile(
    const int format, const int count, const cquantkit_attention *a, size_t first_row, size_t part,
    float *states
) {
    struct tile tile;
    tile_init(&tile, count, a, first_row);
    const size_t width = tile.width;
    EACH(q, count) {
        struct softmax *state = softmax_at(states, width, q);
        state->largest = -__builtin_inff();
        state->sum = 0;
        memset(state->weighted, 0, width * sizeof(float));
    }
    size_t first = part * cquantkit_attention_part, end = first + cquantkit_attention_part;
    if (end > tile.last_seen[count - 1] + 1) end = tile.last_seen[count - 1] + 1;
    if (first < tile.first_seen[0]) {
        first = tile.first_seen[0] / cquantkit_cache_block * cquantkit_cache_block;
    }
    for (; first < end; first += cquantkit_cache_block) {
        const size_t block = first / cquantkit_cache_block;
        const size_t position_count =
            end - first < cquantkit_cache_block ? end - first : cquantkit_cache_block;
        const uint8_t *bytes = a->blocks[block];
        float weights[QUERY_TILE][cquantkit_cache_block];
        score_block(format, count, &tile, block, weights);
        EACH(q, count) {
            // A block without a position that the row sees has no largest score.
            if (first > tile.last_seen[q]
                || first + cquantkit_cache_block <= tile.first_seen[q]) {
                memset(weights[q], 0, sizeof weights[q]);
                continue;
            }
            softmax_update(softmax_at(states, width, q), width, weights[q]);
            if (format == cquantkit_cache_int8) {
                const float *scales = (const float *)(bytes + a->head.scales) + cquantkit_cache_block;
                for (int i = 0; i < cquantkit_cache_block; i++) weights[q][i] *= scales[i];
            }
        }
        const void *values = bytes + a->head.values;
        const int lanes = lanes_per_row(count);
        size_t d = 0;
        for (; d + lanes * lane_count <= width; d += lanes * lane_count) {
            add_values(
                format, count, lanes, &tile, values, d, position_count, weights, states);
        }
        for (; d < width; d += lane_count) {
            add_values(format, count, 1, &tile, values, d, position_count, weights, states);
        }
    }
}

INLINE void attend_rows(
    const int format, const cquantkit_attention *a, size_t first_row, size_t count, size_t part,
    float *states
) {
    switch (count) {
#define ROWS(n) \
    case n: \
        if (n <= QUERY_TILE) attend_tile(format, n <= QUERY_TILE ? n : 1, a, first_row, part, states); \
        return;
        ROWS(1) ROWS(2) ROWS(3) ROWS(4) ROWS(5) ROWS(6)
#undef ROWS
    }
}

/// The softmax of at most QUERY_TILE rows over the positions of one part.
static void KERNEL(attend_rows)(
    const cquantkit_attention *a, size_t first_row, size_t count, size_t part, float *states
) {
    switch (a->format) {
    case cquantkit_cache_f32:
        return attend_rows(cquantkit_cache_f32, a, first_row, count, part, states);
    case cquantkit_cache_f16:
        return attend_rows(cquantkit_cache_f16, a, first_row, count, part, states);
    case cquantkit_cache_int8:
        return attend_rows(cquantkit_cache_int8, a, first_row, count, part, states);
    }
}

/// Rows of the next tile when so many are left: as many as fit, but tiles of about one size.
INLINE size_t tile_rows(size_t rest) {
    const size_t tiles = (rest + QUERY_TILE - 1) / QUERY_TILE;
    return (rest + tiles - 1) / tiles;
}

/// Adds to each row's softmax what it sees in later positions.
static void KERNEL(softmax_merge)(float *states, float *later_states, size_t width, size_t count) {
    for (size_t row = 0; row < count; row++) {
        struct softmax *state = softmax_at(states, width, row);
        const struct softmax *later = softmax_at(later_states, width, row);
        if (later->sum == 0) continue;
        if (state->sum == 0) {
            memcpy(state, later, (2 + width) * sizeof(float));
            continue;
        }
        const float largest = later->largest > state->largest ? later->largest : state->largest;
        const float factor = lanes_exp(lanes_splat(state->largest - largest))[0];
        const float later_factor = lanes_exp(lanes_splat(later->largest - largest))[0];
        state->largest = largest;
        state->sum = later->sum * later_factor + state->sum * factor;
        for (size_t d = 0; d < width; d++) {
            state->weighted[d] = later->weighted[d] * later_factor + state->weighted[d] * factor;
        }
    }
}

static void KERNEL(softmax_finish)(
    const cquantkit_attention *a, size_t first_row, size_t count, float *states
) {
    for (size_t row = first_row; row < first_row + count; row++) {
        const struct softmax *state = softmax_at(states, padded(a->dimension), row - first_row);
        float *output =
            a->output + row / a->group * a->output_stride + row % a->group * a->dimension;
        for (size_t d = 0; d < a->dimension; d++) output[d] = state->weighted[d] / state->sum;
    }
}

void KERNEL(attend)(const cquantkit_attention *a) {
    float states[QUERY_TILE * (2 + cquantkit_head_limit)];
    float later_states[QUERY_TILE * (2 + cquantkit_head_limit)];
    const size_t row_count = a->query_count * a->group;
    for (size_t row = 0, count; row < row_count; row += count) {
        count = tile_rows(row_count - row);
        size_t part = first_seen_position(a, row_position(a, row)) / cquantkit_attention_part;
        const size_t last_part = row_position(a, row + count - 1) / cquantkit_attention_part;
        KERNEL(attend_rows)(a, row, count, part, states);
        while (part < last_part) {
            KERNEL(attend_rows)(a, row, count, ++part, later_states);
            KERNEL(softmax_merge)(states, later_states, padded(a->dimension), count);
        }
        KERNEL(softmax_finish)(a, row, count, states);
    }
}

void KERNEL(attend_part)(const cquantkit_attention *a, size_t part, float *states) {
    const size_t row_count = a->query_count * a->group;
    for (size_t row = 0, count; row < row_count; row += count) {
        count = tile_rows(row_count - row);
        KERNEL(attend_rows)(
            a, row, count, part, (float *)softmax_at(states, padded(a->dimension), row));
    }
}

void KERNEL(attend_merge)(const cquantkit_attention *a, size_t part_count, float *states) {
    const size_t row_count = a->query_count * a->group, width = padded(a->dimension);
    for (size_t part = 1; part < part_count; part++) {
        float *later = (float *)softmax_at(states, width, part * row_count);
        KERNEL(softmax_merge)(states, later, width, row_count);
    }
    KERNEL(softmax_finish)(a, 0, row_count, states);
}
