//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// Rows of weights to codes and scales, and back.
//
// The arithmetic is that of IEEE 754 in the environment a process starts with: rounding to nearest,
// ties to even, subnormal numbers kept. Under it all instruction sets give the same bits.

#ifndef CQUANTKERNELS_QUANTIZE_H
#define CQUANTKERNELS_QUANTIZE_H

/// Formats of stored weights, little-endian.
typedef enum __attribute__((enum_extensibility(closed))) cquantkit_format {
    cquantkit_format_binary16 = 0,
    cquantkit_format_bfloat16 = 1,
    cquantkit_format_binary32 = 2,
} cquantkit_format;

/// The sums of a row. The error of a weight is weight - code * scale in float, the product at most
/// FLT_MAX in magnitude. Squares are exact in double; that of column j is added in lane j mod 16, and
/// lanes are added by halves: 16 to 8 to 4 to 2 to 1.
typedef struct cquantkit_row_summary {
    double sum_of_squares;
    double sum_of_squared_errors;
    float scale;
    float maximum_absolute_error;
} cquantkit_row_summary;

enum {
    /// `cquantkit_quantize_row` counts bytes in this many tables, so that equal neighbours do not wait
    /// for one another; only their sum means anything.
    cquantkit_byte_table_count = 4,
    cquantkit_byte_table_size = 256,
};

/// What decides the scale of a row.
typedef struct cquantkit_scale_rule {
    /// 0 for the largest weight; otherwise the scale is step times the root mean square of the row, rounded to
    /// bfloat16, where all codes fit then.
    double step;
    /// Whether the scale is a value of binary16 with which all codes fit, whatever the format of the weights.
    int is_binary16;
} cquantkit_scale_rule;

typedef enum __attribute__((enum_extensibility(closed))) cquantkit_row_outcome {
    cquantkit_row_quantized = 0,
    cquantkit_row_not_finite = 1,
    cquantkit_row_scale_too_large = 2,  // for binary16
} cquantkit_row_outcome;

/// Quantizes a row, or a group of columns, with one scale. Nothing is written unless it is quantized.
///
/// bits: 8 or 4. weights: [column_count], aligned or not. codes: [column_count] for 8 bits,
/// [4 * ceil(column_count / 8)] for 4 bits, the rest of the last word zero. byte_counts:
/// [cquantkit_byte_table_count][cquantkit_byte_table_size], incremented for each byte of codes.
cquantkit_row_outcome cquantkit_quantize_row(
    cquantkit_isa isa, cquantkit_format format, int bits, cquantkit_scale_rule rule,
    const void *weights, size_t column_count, void *codes, uint64_t *byte_counts,
    cquantkit_row_summary *summary);

/// Writes code * scale, rounded to the format, at most its largest finite value in magnitude.
///
/// bits, codes and weights as for `cquantkit_quantize_row`.
void cquantkit_dequantize_row(
    cquantkit_isa isa, cquantkit_format format, int bits, const void *codes, float scale,
    size_t column_count, void *weights);

#endif
