//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// Elements of the key-value cache, part of transformer_template.h.

#include "lanes.h"

INLINE size_t padded(size_t dimension) {
    return (dimension + cquantkit_value_padding - 1) / cquantkit_value_padding
        * cquantkit_value_padding;
}

INLINE size_t cache_element_size(const int format) {
    switch (format) {
    case cquantkit_cache_f32: return sizeof(float);
    case cquantkit_cache_f16: return sizeof(uint16_t);
    default: return sizeof(int8_t);
    }
}

/// Sixteen elements; with int8 without their scale.
INLINE lanes_f32 cache_load(const int format, const void *elements, size_t index) {
    if (format == cquantkit_cache_f32) return lanes_load((const float *)elements + index);
    if (format == cquantkit_cache_f16) {
        lanes_u16 bits;
        memcpy(&bits, (const uint16_t *)elements + index, sizeof bits);
        return lanes_from_f16(bits);
    }
    lanes_i8 codes;
    memcpy(&codes, (const int8_t *)elements + index, sizeof codes);
    return __builtin_convertvector(__builtin_convertvector(codes, lanes_i32), lanes_f32);
}

/// Sixteen elements as they are stored.
INLINE void cache_encode(const int format, lanes_f32 lanes, float scale, void *elements) {
    if (format == cquantkit_cache_f32) {
        memcpy(elements, &lanes, sizeof lanes);
    } else if (format == cquantkit_cache_f16) {
        lanes_u16 bits = lanes_to_f16(lanes);
        memcpy(elements, &bits, sizeof bits);
    } else {
        lanes_f32 quotients = scale > 0 ? lanes / scale : lanes;
        // A subnormal scale may be rounded far down, and NaN needs some code.
        quotients = lanes_select(quotients < 127.0f, quotients, lanes_splat(127));
        quotients = lanes_select(quotients > -127.0f, quotients, lanes_splat(-127));
        lanes_i8 codes = __builtin_convertvector(lanes_round(quotients), lanes_i8);
        memcpy(elements, &codes, sizeof codes);
    }
}

/// The scale of one head's key or value in int8.
///
/// One for each position, not for each channel over positions, so that a position is written once
/// when it comes; and one for each head, since heads differ more than the parts of a head do.
INLINE float cache_scale(const float *values, size_t dimension) {
    lanes_f32 largest = {0}, zero = {0};
    for (size_t d = 0; d < dimension; d += lane_count) {
        const size_t rest = dimension - d;
        lanes_f32 lanes = lanes_load_part(values + d, rest < lane_count ? rest : lane_count);
        largest = lanes_max(lanes_max(lanes, -lanes), largest);
        zero += lanes - lanes;  // NaN for infinity and NaN
    }
    return lanes_largest(largest) / 127 + lanes_sum(zero);
}

INLINE void cache_store(
    const int format, const float *key, const float *value, size_t dimension, size_t position,
    cquantkit_cache_head head, uint8_t *block
) {
    const size_t size = cache_element_size(format), width = padded(dimension);
    float key_scale = 1, value_scale = 1;
    if (format == cquantkit_cache_int8) {
        float *scales = (float *)(block + head.scales);
        scales[position] = key_scale = cache_scale(key, dimension);
        scales[cquantkit_cache_block + position] = value_scale = cache_scale(value, dimension);
    }
    uint8_t *keys = block + head.keys + position * size;
    uint8_t *values = block + head.values + position * width * size;
    for (size_t d = 0; d < width; d += lane_count) {
        const size_t rest = dimension - d, count = rest < lane_count ? rest : lane_count;
        uint8_t column[lane_count * sizeof(float)];
        cache_encode(format, lanes_load_part(key + d, count), key_scale, column);
        for (size_t i = 0; i < count; i++) {
            memcpy(keys + (d + i) * cquantkit_cache_block * size, column + i * size, size);
        }
        cache_encode(format, lanes_load_part(value + d, count), value_scale, values + d * size);
    }
}

void KERNEL(cache_store)(
    cquantkit_cache_format format, const float *key, const float *value, size_t dimension,
    size_t position_in_block, cquantkit_cache_head head, void *block
) {
    switch (format) {
    case cquantkit_cache_f32:
        return cache_store(
            cquantkit_cache_f32, key, value, dimension, position_in_block, head, block);
    case cquantkit_cache_f16:
        return cache_store(
            cquantkit_cache_f16, key, value, dimension, position_in_block, head, block);
    case cquantkit_cache_int8:
        return cache_store(
            cquantkit_cache_int8, key, value, dimension, position_in_block, head, block);
    }
}
