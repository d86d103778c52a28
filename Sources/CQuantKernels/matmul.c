//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "matmul.h"

#include "dispatch.h"

DISPATCH(
    multiply,
    (const cquantkit_matrix *matrix, cquantkit_row_range rows, const float *activations,
     size_t activation_stride, size_t token_count, cquantkit_product output),
    (matrix, rows, activations, activation_stride, token_count, output))

DISPATCH(
    multiply_quantized,
    (const cquantkit_matrix *matrix, cquantkit_row_range rows,
     const cquantkit_quantized_activations *activations, size_t token_count,
     cquantkit_product output),
    (matrix, rows, activations, token_count, output))

DISPATCH(
    quantize_activations,
    (cquantkit_activation_order order, cquantkit_activation_sums kind, const float *activations,
     size_t column_count, int8_t *codes, float *scales, int32_t *sums),
    (order, kind, activations, column_count, codes, scales, sums))

DISPATCH(
    widen_row,
    (const cquantkit_matrix *matrix, size_t row, float *output), (matrix, row, output))
