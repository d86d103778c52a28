//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// The key-value cache and attention.

#include "harness.h"

#include <float.h>
#include <math.h>
#include <string.h>

static size_t padded(size_t dimension) {
    return (dimension + cquantkit_value_padding - 1) / cquantkit_value_padding
        * cquantkit_value_padding;
}

/// The nearest binary16 value, ties to even.
static float as_half(float value) {
    if (!isfinite(value) || value == 0) return value;
    int exponent;
    frexpf(value, &exponent);
    const double step = ldexp(1, (exponent < -13 ? -13 : exponent) - 11);
    const double rounded = rint((double)value / step) * step;
    return fabs(rounded) >= 65520 ? copysignf(INFINITY, value) : (float)rounded;
}

/// Room for more than one part of positions.
enum { block_limit = 10, group_limit = 3 };

/// Keys and values as the cache holds them, [position, dimension], and the blocks.
struct cache {
    cquantkit_cache_head head;
    const void *blocks[block_limit];
    float *keys, *values;
};

/// What an element of `count` numbers becomes in the cache: rounded to its format.
static void round_to_format(cquantkit_cache_format format, float *row, size_t count) {
    if (format == cquantkit_cache_f16) {
        for (size_t d = 0; d < count; d++) row[d] = as_half(row[d]);
    } else if (format == cquantkit_cache_int8) {
        float largest = 0;
        for (size_t d = 0; d < count; d++) largest = fmaxf(largest, fabsf(row[d]));
        const float scale = largest / 127;
        for (size_t d = 0; d < count; d++) {
            row[d] = scale == 0 ? 0 : rintf(row[d] / scale) * scale;
        }
    }
}

/// The element of a row at `index`, `scale` that of the row in int8.
static float element(
    cquantkit_cache_format format, const uint8_t *elements, size_t index, float scale
) {
    float value;
    uint16_t half;
    switch (format) {
    case cquantkit_cache_f32: memcpy(&value, elements + index * sizeof value, sizeof value); break;
    case cquantkit_cache_f16:
        memcpy(&half, elements + index * sizeof half, sizeof half);
        value = value_of_half(half);
        break;
    case cquantkit_cache_int8: value = (float)(int8_t)elements[index] * scale; break;
    }
    return value;
}

/// Compares with an element that was rounded: in int8 a quotient near a tie may round to the other side.
static void expect_element(
    cquantkit_cache_format format, float found, float expected, float scale, const char *what,
    size_t index
) {
    if (format == cquantkit_cache_int8) {
        expect_near(found, (double)expected, (double)scale * 1.001, what, index);
    } else {
        expect_same(found, expected, what, index);
    }
}

static struct cache filled_cache(
    cquantkit_cache_format format, size_t dimension, size_t position_count
) {
    const size_t size = format == cquantkit_cache_f32 ? 4 : format == cquantkit_cache_f16 ? 2 : 1;
    const size_t width = padded(dimension);
    const size_t value_offset = cquantkit_cache_block * dimension * size;
    const size_t scale_offset = value_offset + cquantkit_cache_block * width * size;
    const size_t scale_count = format == cquantkit_cache_int8 ? 2 * cquantkit_cache_block : 0;
    struct cache cache = {
        .head = {.keys = 0, .values = value_offset, .scales = scale_offset},
        .keys = random_floats(position_count * dimension),
        .values = random_floats(position_count * dimension),
    };
    for (size_t position = 0; position < position_count; position++) {
        const size_t in_block = position % cquantkit_cache_block;
        const size_t block = position / cquantkit_cache_block;
        if (in_block == 0) {
            // Positions that nothing is stored at hold 0: they are read, but their weight is 0.
            const size_t byte_count = scale_offset + scale_count * sizeof(float);
            cache.blocks[block] = memset(guarded(byte_count), 0, byte_count);
        }
        uint8_t *bytes = (uint8_t *)cache.blocks[block];
        float *key = cache.keys + position * dimension, *value = cache.values + position * dimension;
        if (dimension > 2 && position % 7 == 3 && format != cquantkit_cache_int8) {
            key[0] *= 0x1p-16f;    // subnormal in binary16
            value[1] *= 0x1p-14f;
            value[2] *= 60000;
        }
        cquantkit_cache_store(
            parity_isa, format, key, value, dimension, in_block, cache.head, bytes);
        float scales[2] = {0, 0};
        if (format == cquantkit_cache_int8) {
            for (size_t i = 0; i < 2; i++) {
                const size_t index = i * cquantkit_cache_block + in_block;
                memcpy(&scales[i], bytes + scale_offset + index * sizeof(float), sizeof(float));
            }
        }
        round_to_format(format, key, dimension);
        round_to_format(format, value, dimension);
        for (size_t d = 0; d < width; d++) {
            const float found =
                element(format, bytes + value_offset, in_block * width + d, scales[1]);
            const float expected = d < dimension ? value[d] : 0;
            expect_element(format, found, expected, d < dimension ? scales[1] : 0, "value", d);
            if (d >= dimension) continue;
            // What attention is compared with is what the cache holds.
            value[d] = found;
            const float found_key =
                element(format, bytes, d * cquantkit_cache_block + in_block, scales[0]);
            expect_element(format, found_key, key[d], scales[0], "key", d);
            key[d] = found_key;
        }
    }
    return cache;
}

static void expect_attention(
    const cquantkit_attention *a, const struct cache *cache, const float *output
) {
    const size_t dimension = a->dimension;
    for (size_t row = 0; row < a->query_count * a->group; row++) {
        const size_t q = row / a->group, head = row % a->group, own = a->first_position + q;
        const float *query = a->queries + q * a->query_stride + head * dimension;
        const float *found = output + q * a->output_stride + head * dimension;
        const size_t first = a->window > 0 && own + 1 > a->window ? own + 1 - a->window : 0;
        double scores[block_limit * cquantkit_cache_block], largest = -INFINITY, sum = 0;
        for (size_t p = first; p <= own; p++) {
            double dot = 0;
            for (size_t d = 0; d < dimension; d++) {
                dot += (double)query[d] * (double)cache->keys[p * dimension + d];
            }
            scores[p] = dot * (double)a->scale - (double)a->slopes[head] * (double)(own - p);
            largest = fmax(largest, scores[p]);
        }
        for (size_t p = first; p <= own; p++) sum += scores[p] = exp(scores[p] - largest);
        for (size_t d = 0; d < dimension; d++) {
            double expected = 0, magnitude = 0;
            for (size_t p = first; p <= own; p++) {
                const double term = scores[p] / sum * (double)cache->values[p * dimension + d];
                expected += term;
                magnitude += fabs(term);
            }
            // The scores' own rounding, at most 2^-16, is what matters in exp.
            expect_near(found[d], expected, magnitude * 0x1p-14, "attention", d);
        }
    }
}

/// The parts one by one and merged give the bits that one call gives.
static void expect_same_in_parts(const cquantkit_attention *attention) {
    const size_t row_count = attention->query_count * attention->group;
    const size_t last = attention->first_position + attention->query_count - 1;
    const size_t part_count = last / cquantkit_attention_part + 1;
    const size_t size = row_count * cquantkit_attention_state_size(attention->dimension);
    float *states = guarded(part_count * size * sizeof(float));
    cquantkit_attention apart = *attention;
    apart.output = guarded(row_count * attention->dimension * sizeof(float));
    for (size_t part = 0; part < part_count; part++) {
        cquantkit_attend_part(parity_isa, attention, part, states + part * size);
    }
    cquantkit_attend_merge(parity_isa, &apart, part_count, states);
    for (size_t i = 0; i < row_count * attention->dimension; i++) {
        expect_same(apart.output[i], attention->output[i], "merged parts", i);
    }
}

static void test_format(cquantkit_cache_format format) {
    static const size_t dimensions[] = {1, 5, 16, 20, 64, 72, 128};
    static const struct { size_t first, queries, group, window; } extents[] = {
        {0, 1, 1, 0}, {0, 5, 3, 0}, {63, 2, 1, 0}, {61, 7, 2, 20}, {130, 1, 3, 0},
        {100, 28, 1, 70}, {255, 1, 3, 100}, {520, 3, 3, 0}, {530, 1, 2, 0},
    };
    for (size_t i = 0; i < sizeof dimensions / sizeof *dimensions; i++) {
        for (size_t e = 0; e < sizeof extents / sizeof *extents; e++) {
            const size_t dimension = dimensions[i], queries = extents[e].queries;
            const size_t width = extents[e].group * dimension;
            const struct cache cache =
                filled_cache(format, dimension, extents[e].first + queries);
            const size_t stride = width + 3;
            float *slopes = guarded(extents[e].group * sizeof(float));
            for (size_t g = 0; g < extents[e].group; g++) slopes[g] = e % 2 ? 0.05f / (float)(g + 1) : 0;
            cquantkit_attention attention = {
                .format = format, .blocks = cache.blocks, .head = cache.head,
                .dimension = dimension, .group = extents[e].group,
                .first_position = extents[e].first, .window = extents[e].window,
                .query_count = queries,
                .queries = random_floats((queries - 1) * stride + width),
                .query_stride = stride, .scale = 0.7f, .slopes = slopes,
                .output = guarded(queries * width * sizeof(float)), .output_stride = width,
            };
            cquantkit_attend(parity_isa, &attention);
            expect_attention(&attention, &cache, attention.output);
            if (extents[e].window == 0) expect_same_in_parts(&attention);
            add_floats(attention.output, queries * width);
            release_memory();
        }
    }
}

void test_attention(void) {
    begin("attention f32");
    test_format(cquantkit_cache_f32);
    end();
    begin("attention f16");
    test_format(cquantkit_cache_f16);
    end();
    begin("attention int8");
    test_format(cquantkit_cache_int8);
    end();
}
