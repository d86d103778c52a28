//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "matmul.h"

#include "dispatch.h"
#include "word_order.h"

#include <string.h>

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
    (cquantkit_activation_order order, const float *activations, size_t column_count, int8_t *codes,
     float *scales, int32_t *sums),
    (order, activations, column_count, codes, scales, sums))

DISPATCH(
    widen_row,
    (const cquantkit_matrix *matrix, size_t row, float *output), (matrix, row, output))

void cquantkit_transpose_codes(cquantkit_weight_format format, void *row, size_t column_count) {
    uint32_t copy[cquantkit_activation_group / 4];
    uint8_t *words = row;
    for (size_t column = 0; column < column_count; column += cquantkit_activation_group) {
        const struct block block = block_of((int)format, column_count - column);
        memcpy(copy, words, 4 * block.words);
        for (size_t word = 0; word < block.words; word++) {
            memcpy(words + 4 * word_place(block, word), copy + word, 4);
        }
        words += 4 * block.words;
    }
}
