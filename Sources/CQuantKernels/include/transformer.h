//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// The parts of a transformer block between its matrix products.

#ifndef CQUANTKERNELS_TRANSFORMER_H
#define CQUANTKERNELS_TRANSFORMER_H

#include "CQuantKernels.h"

/// output = input / sqrt(mean(input^2) + epsilon) * weight
void cquantkit_rms_norm(
    cquantkit_isa isa, const float *input, const float *weight, size_t count, float epsilon,
    float *output);

/// output = gate / (1 + exp(-gate)) * up; `output` may be `gate` or `up`.
void cquantkit_silu_multiply(
    cquantkit_isa isa, const float *gate, const float *up, size_t count, float *output);

/// accumulator += addend
void cquantkit_add(cquantkit_isa isa, const float *addend, size_t count, float *accumulator);

/// product *= factors
void cquantkit_scale(cquantkit_isa isa, const float *factors, size_t count, float *product);

/// output = exp(input), within 2 units in the last place; 0 below -104, infinite above 88.72.
void cquantkit_exp(cquantkit_isa isa, const float *input, size_t count, float *output);

/// Rotates the two halves of a head against each other by the angles whose cosines and sines are given
/// ([dimension / 2] each).
void cquantkit_rotate(
    cquantkit_isa isa, float *head, size_t dimension, const float *cosines, const float *sines);

/// How the key-value cache stores its elements.
typedef enum __attribute__((enum_extensibility(closed))) cquantkit_cache_format {
    cquantkit_cache_f32 = 0,
    cquantkit_cache_f16 = 1,
} cquantkit_cache_format;

/// The cache keeps positions in blocks of this many. In a block a head's keys are stored
/// [dimension, position], its values [position, dimension rounded up to cquantkit_value_padding].
enum { cquantkit_cache_block = 64, cquantkit_value_padding = 16, cquantkit_head_limit = 1024 };

/// Stores one position of one head; what is past `dimension` in the value's row becomes zero.
void cquantkit_cache_store(
    cquantkit_isa isa, cquantkit_cache_format format, const float *key, const float *value,
    size_t dimension, size_t position_in_block, void *keys, void *values);

/// The attention of one head for consecutive positions.
typedef struct cquantkit_attention {
    cquantkit_cache_format format;
    const void *const *blocks;  // first byte of each cache block
    size_t key_offset;          // from there to the head's keys, in bytes
    size_t value_offset;        // and to its values
    size_t dimension;           // at most cquantkit_head_limit
    size_t first_position;      // of query 0; query i sees the positions up to first_position + i
    size_t query_count;
    const float *queries;       // [query_count, dimension] with query_stride
    size_t query_stride;
    float scale;                // of the dot products
    float slope;                // ALiBi: slope * (position of key - position of query) is added
    float *output;              // [query_count, dimension] with output_stride
    size_t output_stride;
} cquantkit_attention;

/// output = softmax(scale * query . keys + slope * distance) . values, one pass over the blocks.
/// Each query's result does not depend on how many queries a call covers.
void cquantkit_attend(cquantkit_isa isa, const cquantkit_attention *attention);

#endif
