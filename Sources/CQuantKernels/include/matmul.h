//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// Products of weight matrices with activations. A matrix is [rows, columns], row-major; activations are
// [tokens, columns] and outputs [tokens, rows], both with a stride between tokens.
//
// Each output element is summed in an order that depends on the number of columns only: not on how many
// rows or tokens a call covers. AVX2 and AVX-512 add in the same order with the same roundings.

#ifndef CQUANTKERNELS_MATMUL_H
#define CQUANTKERNELS_MATMUL_H

#include "CQuantKernels.h"

/// How the elements of a matrix are stored.
typedef enum __attribute__((enum_extensibility(closed))) cquantkit_weight_format {
    cquantkit_weight_f32 = 0,
    cquantkit_weight_f16 = 1,
    cquantkit_weight_bf16 = 2,
    cquantkit_weight_i8 = 3,  // one byte for each code, one scale for each row
    cquantkit_weight_i4 = 4,  // 32-bit words of 8 codes, the first in the lowest bits; likewise
} cquantkit_weight_format;

typedef struct cquantkit_matrix {
    cquantkit_weight_format format;
    const void *elements;
    size_t row_byte_count;
    size_t column_count;
    const float *scales;  // [rows]; NULL for the floating-point formats
} cquantkit_matrix;

/// The rows of a matrix that a product covers.
typedef struct cquantkit_row_range {
    size_t first;
    size_t count;
} cquantkit_row_range;

/// How many activations share a scale when they are quantized, and how many go through the kernels at
/// a time.
enum { cquantkit_activation_block = 32, cquantkit_activation_chunk = 64 };

/// Activations quantized to 8 bits: element = code * scale of its block. Filled up to whole chunks with
/// zero codes and scales.
typedef struct cquantkit_quantized_activations {
    const int8_t *codes;   // [tokens, chunk_count * cquantkit_activation_chunk]
    const float *scales;   // [tokens, chunk_count * (chunk / block)]
    size_t chunk_count;    // for each token
} cquantkit_quantized_activations;

/// Where a product goes: element [token, row] at elements[token * stride + row].
typedef struct cquantkit_product {
    float *elements;
    size_t stride;
} cquantkit_product;

/// output[token, row] = scale[row] * sum over columns of weight[row, column] * activation[token, column],
/// in float32. `output.elements` receives the rows of the range from index `rows.first` on.
void cquantkit_multiply(
    cquantkit_isa isa, const cquantkit_matrix *matrix, cquantkit_row_range rows,
    const float *activations, size_t activation_stride, size_t token_count,
    cquantkit_product output);

/// The same for a matrix of codes and quantized activations: each block's products are summed in
/// integers, the blocks in float32.
void cquantkit_multiply_quantized(
    cquantkit_isa isa, const cquantkit_matrix *matrix, cquantkit_row_range rows,
    const cquantkit_quantized_activations *activations, size_t token_count,
    cquantkit_product output);

/// Quantizes one token's activations: scale = largest magnitude / 127 of each block, code = the nearest
/// integer to activation / scale. A block with a NaN or an infinity gets codes 0 and scale NaN.
void cquantkit_quantize_activations(
    cquantkit_isa isa, const float *activations, size_t column_count,
    int8_t *codes, float *scales);

/// Writes one row of a matrix as float32, scaled.
void cquantkit_widen_row(
    cquantkit_isa isa, const cquantkit_matrix *matrix, size_t row, float *output);

#endif
