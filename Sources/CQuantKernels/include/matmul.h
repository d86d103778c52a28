//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// Products of weight matrices with activations. A matrix is [rows, columns], row-major; activations are
// [tokens, columns] and outputs [tokens, rows], both with a stride between tokens.
//
// Each output element is summed in an order that depends on the number of columns only: not on how many
// rows or tokens a call covers. All instruction sets add in the same order, and all but the generic one on
// x86, which has no fused multiplication and addition, with the same roundings.

#ifndef CQUANTKERNELS_MATMUL_H
#define CQUANTKERNELS_MATMUL_H

#include "CQuantKernels.h"

/// How the elements of a matrix are stored.
typedef enum __attribute__((enum_extensibility(closed))) cquantkit_weight_format {
    cquantkit_weight_f32 = 0,
    cquantkit_weight_f16 = 1,
    cquantkit_weight_bf16 = 2,
    cquantkit_weight_i8 = 3,  // one byte for each code
    cquantkit_weight_i4 = 4,  // 32-bit words of 8 codes, the first in the lowest bits
} cquantkit_weight_format;

/// Codes have a scale for each row, or one for each group of columns of a row.
///
/// Rows of the second kind are filled up with zeros to whole words of 32 bits, and within each block of 256
/// columns the words are transposed: a block of w words consists of u units, u the least of 1, 2 and 4 with
/// w <= 16 u; unit 0 holds the words 0, u, 2u ..., unit 1 the words 1, u + 1 ..., and one unit follows the other.
/// So the words in the same place of the units, which the kernels add up in one lane, have columns that follow
/// each other, and one scale. `cquantkit_transpose_codes` makes such rows.
///
/// Behind the last row `cquantkit_row_slack` bytes more are read, and behind the last of the groups' scales
/// `cquantkit_scale_padding` more scales, though none is used: any bytes, and finite numbers.
typedef struct cquantkit_matrix {
    cquantkit_weight_format format;
    const void *elements;
    size_t row_byte_count;
    size_t column_count;
    const float *scales;           // [rows]; NULL for the floating-point formats and for groups
    const uint16_t *group_scales;  // [rows, ceil(column_count / group_length)], binary16; otherwise NULL
    size_t group_length;           // 32, 64 or 128; otherwise 0
} cquantkit_matrix;

/// What is read behind rows whose groups of columns have scales, in bytes, and behind these scales.
enum { cquantkit_row_slack = 60, cquantkit_scale_padding = 7 };

/// The rows of a matrix that a product covers.
typedef struct cquantkit_row_range {
    size_t first;
    size_t count;
} cquantkit_row_range;

/// Quantized activations come in groups of 256 columns: four vectors of 64 codes, in which lane l is the
/// four codes from 4l on. The sixteen codes that lane l has in the four vectors share a scale, so that their
/// products are summed in integers and turned into float32 once a group. A group of 512 is some 5 % faster
/// and more than doubles the divergence from exact arithmetic.
enum {
    cquantkit_activation_group = 256,
    cquantkit_activation_vector = 64,
    cquantkit_activation_lanes = 16,
};

/// Which column of a group a code belongs to: the order in which a matrix's codes unpack.
typedef enum __attribute__((enum_extensibility(closed))) cquantkit_activation_order {
    // vector v, byte b: column 64v + b; for cquantkit_weight_i8
    cquantkit_activation_plain = 0,
    // vector 2p + h, byte b: column 128p + 2b + h; for cquantkit_weight_i4
    cquantkit_activation_split = 1,
    // The same where the words of a block are transposed and it has u units:
    // vector v, byte 4l + b: column 4 (u l + v) + b; for cquantkit_weight_i8
    cquantkit_activation_transposed = 2,
    // vector 2p + h, byte 4l + b: column 8 (u l + p) + 2b + h; for cquantkit_weight_i4
    cquantkit_activation_transposed_split = 3,
} cquantkit_activation_order;

/// Activations quantized to 8 bits: element = code * scale of its lane. Filled up to whole groups with
/// zeros.
typedef struct cquantkit_quantized_activations {
    const int8_t *codes;   // [tokens, group_count * cquantkit_activation_group]
    const float *scales;   // [tokens, group_count * cquantkit_activation_lanes]
    const int32_t *sums;   // the sums of the codes that share a scale, likewise
    size_t group_count;    // for each token
} cquantkit_quantized_activations;

/// Where a product goes: of the rows that are computed, number `index` for a token goes to
/// elements[token * stride + index].
typedef struct cquantkit_product {
    float *elements;
    size_t stride;
} cquantkit_product;

/// output[token, row] = scale[row] * sum over columns of weight[row, column] * activation[token, column],
/// in float32, for the rows of the range; the first of them is number 0 of the output. Where groups have
/// scales, each weight is multiplied by its group's first.
void cquantkit_multiply(
    cquantkit_isa isa, const cquantkit_matrix *matrix, cquantkit_row_range rows,
    const float *activations, size_t activation_stride, size_t token_count,
    cquantkit_product output);

/// The same for a matrix of codes and activations quantized in its order: each lane's products are summed
/// in integers, groups and lanes in float32.
void cquantkit_multiply_quantized(
    cquantkit_isa isa, const cquantkit_matrix *matrix, cquantkit_row_range rows,
    const cquantkit_quantized_activations *activations, size_t token_count,
    cquantkit_product output);

/// Quantizes one token's activations: scale = largest magnitude / 127 of each lane of a group, code = the
/// nearest integer to activation / scale. A lane with a NaN or an infinity gets codes 0 and scale NaN.
void cquantkit_quantize_activations(
    cquantkit_isa isa, cquantkit_activation_order order, const float *activations,
    size_t column_count, int8_t *codes, float *scales, int32_t *sums);

/// Transposes, in place, the words of a row of codes whose groups of columns have scales: see
/// `cquantkit_matrix`. The row takes up a whole number of words.
void cquantkit_transpose_codes(cquantkit_weight_format format, void *row, size_t column_count);

/// Writes one row of a matrix as float32, scaled.
void cquantkit_widen_row(
    cquantkit_isa isa, const cquantkit_matrix *matrix, size_t row, float *output);

#endif
