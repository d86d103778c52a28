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
    /// code * scale with a code from -127 to 127 and a scale for each key and each value of a head.
    cquantkit_cache_int8 = 2,
} cquantkit_cache_format;

/// The cache keeps positions in blocks of this many. In a block a head's keys are stored
/// [dimension, position], its values [position, dimension rounded up to cquantkit_value_padding].
enum { cquantkit_cache_block = 64, cquantkit_value_padding = 16, cquantkit_head_limit = 1024 };

/// Where a head is in a block, in bytes from the block's first.
typedef struct cquantkit_cache_head {
    size_t keys;
    size_t values;
    size_t scales;  // with int8: float32 [2, position], those of the keys, then those of the values
} cquantkit_cache_head;

/// Stores one position of one head; what is past `dimension` in the value's row becomes zero.
///
/// The int8 scale is the largest magnitude / 127, a code the quotient rounded to the nearest, ties to
/// even. What holds infinity or NaN gets the scale NaN, so that it does not pass for a number.
void cquantkit_cache_store(
    cquantkit_isa isa, cquantkit_cache_format format, const float *key, const float *value,
    size_t dimension, size_t position_in_block, cquantkit_cache_head head, void *block);

/// The attention of the query heads that share one key-value head, for consecutive positions.
typedef struct cquantkit_attention {
    cquantkit_cache_format format;
    const void *const *blocks;  // first byte of each cache block
    cquantkit_cache_head head;  // in each of them
    size_t dimension;           // at most cquantkit_head_limit
    size_t group;               // the number of query heads
    size_t first_position;      // of query 0; query i sees the positions up to first_position + i
    size_t window;              // and of these the last so many; 0: all
    size_t query_count;
    const float *queries;       // [query_count, group, dimension], query_stride from query to query
    size_t query_stride;
    float scale;                // of the dot products
    const float *slopes;        // [group], ALiBi: slope * (position of key - position of query) is added
    float *output;              // [query_count, group, dimension] with output_stride
    size_t output_stride;
} cquantkit_attention;

/// Positions are attended to in parts of so many, each with a softmax of its own, and the parts are
/// merged in order: whoever computes them, one call or several, the sums are the same.
enum { cquantkit_attention_part = 512 };

/// output = softmax(scale * query . keys + slope * distance) . values, one pass over the blocks.
/// Each query's result does not depend on how many queries a call covers.
void cquantkit_attend(cquantkit_isa isa, const cquantkit_attention *attention);

/// The floats that describe a softmax after a part.
size_t cquantkit_attention_state_size(size_t dimension);

/// Attends to the positions of one part only: position / cquantkit_attention_part == part.
/// `states` receives [query_count, group] of cquantkit_attention_state_size(dimension) floats.
void cquantkit_attend_part(
    cquantkit_isa isa, const cquantkit_attention *attention, size_t part, float *states);

/// The output from the states of the parts that the queries see, in order, as cquantkit_attend makes it.
/// `states` is [part_count, query_count, group] and is used up.
void cquantkit_attend_merge(
    cquantkit_isa isa, const cquantkit_attention *attention, size_t part_count, float *states);

#endif
