//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// The key-value cache and attention.

#include "harness.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { block_limit = 4 };

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

static float element(cquantkit_cache_format format, const uint8_t *elements, size_t index) {
    float value;
    uint16_t half;
    if (format == cquantkit_cache_f32) {
        memcpy(&value, elements + index * sizeof value, sizeof value);
        return value;
    }
    memcpy(&half, elements + index * sizeof half, sizeof half);
    return value_of_half(half);
}

/// A cache of one head; keys and values are [positions, dimension] as the cache holds them.
struct cache {
    size_t value_offset;
    const void *blocks[block_limit];
    float *keys, *values;
};

static struct cache filled_cache(
    cquantkit_cache_format format, size_t dimension, size_t position_count
) {
    const size_t size = format == cquantkit_cache_f32 ? 4 : 2;
    const size_t width = padded(dimension);
    struct cache cache = {
        .value_offset = cquantkit_cache_block * dimension * size,
        .keys = random_floats(position_count * dimension),
        .values = random_floats(position_count * dimension),
    };
    for (size_t position = 0; position < position_count; position++) {
        const size_t in_block = position % cquantkit_cache_block;
        const size_t block = position / cquantkit_cache_block;
        if (in_block == 0) {
            // Positions that nothing is stored at hold 0: they are read, but their weight is 0.
            const size_t byte_count = cquantkit_cache_block * (dimension + width) * size;
            cache.blocks[block] = memset(guarded(byte_count), 0, byte_count);
        }
        uint8_t *keys = (uint8_t *)cache.blocks[block];
        uint8_t *values = keys + cache.value_offset;
        float *key = cache.keys + position * dimension, *value = cache.values + position * dimension;
        if (dimension > 2 && position % 7 == 3) {
            key[0] *= 0x1p-16f;    // subnormal in binary16
            value[1] *= 0x1p-14f;
            value[2] *= 60000;
        }
        cquantkit_cache_store(parity_isa, format, key, value, dimension, in_block, keys, values);
        for (size_t d = 0; d < width; d++) {
            if (d < dimension && format == cquantkit_cache_f16) {
                key[d] = as_half(key[d]);
                value[d] = as_half(value[d]);
            }
            const float expected = d < dimension ? value[d] : 0;
            expect_same(element(format, values, in_block * width + d), expected, "value", d);
            if (d >= dimension) continue;
            const size_t index = d * cquantkit_cache_block + in_block;
            expect_same(element(format, keys, index), key[d], "key", d);
        }
    }
    return cache;
}

static void expect_attention(
    const cquantkit_attention *a, const struct cache *cache, const float *output
) {
    const size_t dimension = a->dimension;
    for (size_t q = 0; q < a->query_count; q++) {
        const size_t own = a->first_position + q;
        double scores[block_limit * cquantkit_cache_block], largest = -INFINITY, sum = 0;
        for (size_t p = 0; p <= own; p++) {
            double dot = 0;
            for (size_t d = 0; d < dimension; d++) {
                dot += (double)a->queries[q * a->query_stride + d]
                    * (double)cache->keys[p * dimension + d];
            }
            scores[p] = dot * (double)a->scale - (double)a->slope * (double)(own - p);
            largest = fmax(largest, scores[p]);
        }
        for (size_t p = 0; p <= own; p++) sum += scores[p] = exp(scores[p] - largest);
        for (size_t d = 0; d < dimension; d++) {
            double expected = 0, magnitude = 0;
            for (size_t p = 0; p <= own; p++) {
                const double term = scores[p] / sum * (double)cache->values[p * dimension + d];
                expected += term;
                magnitude += fabs(term);
            }
            // The scores' own rounding, at most 2^-16, is what matters in exp.
            expect_near(
                output[q * a->output_stride + d], expected, magnitude * 0x1p-14, "attention", d);
        }
    }
}

static void test_format(cquantkit_cache_format format) {
    static const size_t dimensions[] = {1, 5, 16, 20, 64, 72, 128};
    static const struct { size_t first, queries; } extents[] =
        {{0, 1}, {0, 5}, {63, 2}, {61, 7}, {130, 1}, {100, 28}, {255, 1}};
    for (size_t i = 0; i < sizeof dimensions / sizeof *dimensions; i++) {
        for (size_t e = 0; e < sizeof extents / sizeof *extents; e++) {
            const size_t dimension = dimensions[i], queries = extents[e].queries;
            const struct cache cache =
                filled_cache(format, dimension, extents[e].first + queries);
            const size_t stride = dimension + 3;
            cquantkit_attention attention = {
                .format = format, .blocks = cache.blocks, .key_offset = 0,
                .value_offset = cache.value_offset, .dimension = dimension,
                .first_position = extents[e].first, .query_count = queries,
                .queries = random_floats((queries - 1) * stride + dimension),
                .query_stride = stride, .scale = 0.7f, .slope = e % 2 ? 0.05f : 0,
                .output = guarded(queries * dimension * sizeof(float)),
                .output_stride = dimension,
            };
            cquantkit_attend(parity_isa, &attention);
            expect_attention(&attention, &cache, attention.output);
            add_floats(attention.output, queries * dimension);
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
}
