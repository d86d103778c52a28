//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// Rows of weights to codes and back, and the reading of memory.

#include "harness.h"

#include <float.h>
#include <math.h>
#include <string.h>

static const size_t column_counts[] = {0, 1, 7, 8, 15, 16, 17, 31, 33, 100, 255, 257, 1000};

static size_t weight_size(cquantkit_format format) {
    return format == cquantkit_format_binary32 ? 4 : 2;
}

static size_t code_size(int bits, size_t columns) {
    return bits == 8 ? columns : (columns + 7) / 8 * 4;
}

static float weight(cquantkit_format format, const uint8_t *weights, size_t column) {
    uint16_t half;
    uint32_t bits;
    float value;
    memcpy(&half, weights + column * 2 * (format != cquantkit_format_binary32), sizeof half);
    if (format == cquantkit_format_binary16) return value_of_half(half);
    if (format == cquantkit_format_bfloat16) bits = (uint32_t)half << 16;
    else memcpy(&bits, weights + column * 4, sizeof bits);
    memcpy(&value, &bits, sizeof value);
    return value;
}

static int code(int bits, const uint8_t *codes, size_t column) {
    if (bits == 8) return (int8_t)codes[column];
    const int nibble = codes[column / 2] >> (4 * (column % 2)) & 15;
    return nibble < 8 ? nibble : nibble - 16;
}

/// Rows of bit patterns that are finite, some all zero, some tiny; now and then one that is not finite.
static void fill_row(cquantkit_format format, uint8_t *weights, size_t columns) {
    const size_t size = weight_size(format);
    const uint32_t exponent_mask = format == cquantkit_format_binary16 ? 0x7C00
        : format == cquantkit_format_bfloat16                          ? 0x7F80
                                                                       : 0x7F800000;
    const size_t kind = random_below(8);
    const uint32_t lowest_exponent_bit = exponent_mask & -exponent_mask;
    for (size_t i = 0; i < columns; i++) {
        uint32_t pattern = (uint32_t)random_bits();
        if (kind == 0) pattern = 0;
        if (kind == 1) pattern &= ~exponent_mask | lowest_exponent_bit;
        if (kind != 2 && (pattern & exponent_mask) == exponent_mask) pattern ^= lowest_exponent_bit;
        memcpy(weights + i * size, &pattern, size);
    }
}

static void test_row(cquantkit_format format, int bits, cquantkit_scale_rule rule, size_t columns) {
    const size_t row_bytes = columns * weight_size(format);
    uint8_t *weights = guarded(row_bytes);
    fill_row(format, weights, columns);
    uint8_t *codes = guarded(code_size(bits, columns));
    uint64_t counts[cquantkit_byte_table_count * cquantkit_byte_table_size] = {0};
    cquantkit_row_summary summary = {0};
    const cquantkit_row_outcome outcome = cquantkit_quantize_row(
        parity_isa, format, bits, rule, weights, columns, codes, counts, &summary);
    cquantkit_row_outcome expected_outcome = cquantkit_row_quantized;
    float largest = 0;
    for (size_t i = 0; i < columns; i++) {
        if (!isfinite(weight(format, weights, i))) expected_outcome = cquantkit_row_not_finite;
        largest = fmaxf(largest, fabsf(weight(format, weights, i)));
    }
    const float quotient = largest / (bits == 8 ? 127 : 7);
    if (expected_outcome == cquantkit_row_quantized && rule.is_binary16 && quotient >= 65520) {
        expected_outcome = cquantkit_row_scale_too_large;
    }
    expect(outcome == expected_outcome, "outcome: %d found, %d expected", outcome, expected_outcome);
    if (outcome != cquantkit_row_quantized) return;
    if (rule.is_binary16) {
        // Not below the quotient by more than rounding, not above it by more than two steps of binary16.
        const double step = fmax(ldexp(1, -24), ldexp((double)quotient, -10));
        expect(
            largest == 0 ? summary.scale == 0
                         : fabs((double)summary.scale - (double)quotient) <= 2 * step,
            "scale %a for %a", (double)summary.scale, (double)quotient);
    }

    double squares[16] = {0}, squared_errors[16] = {0};
    float largest_error = 0;
    for (size_t i = 0; i < columns; i++) {
        const float value = weight(format, weights, i);
        const int expected = summary.scale == 0 ? 0 : (int)rintf(value / summary.scale);
        const int found = code(bits, codes, i);
        expect(found == expected, "code %d found, %d expected, column %zu", found, expected, i);
        const float product = (float)found * summary.scale;
        const float error = value - fmaxf(-FLT_MAX, fminf(product, FLT_MAX));
        squares[i % 16] += (double)value * (double)value;
        squared_errors[i % 16] += (double)error * (double)error;
        largest_error = fmaxf(largest_error, fabsf(error));
    }
    for (int half = 8; half > 0; half /= 2) {
        for (int i = 0; i < half; i++) {
            squares[i] += squares[i + half];
            squared_errors[i] += squared_errors[i + half];
        }
    }
    expect(summary.sum_of_squares == squares[0], "sum of squares");
    expect(summary.sum_of_squared_errors == squared_errors[0], "sum of squared errors");
    expect_same(summary.maximum_absolute_error, largest_error, "largest error", 0);
    uint64_t expected_counts[cquantkit_byte_table_size] = {0};
    for (size_t i = 0; i < code_size(bits, columns); i++) expected_counts[codes[i]]++;
    for (size_t i = 0; i < cquantkit_byte_table_size; i++) {
        uint64_t count = 0;
        for (size_t table = 0; table < cquantkit_byte_table_count; table++) {
            count += counts[table * cquantkit_byte_table_size + i];
        }
        expect(count == expected_counts[i], "count of byte %zu", i);
    }

    uint8_t *restored = guarded(row_bytes);
    cquantkit_dequantize_row(parity_isa, format, bits, codes, summary.scale, columns, restored);
    for (size_t i = 0; i < columns; i++) {
        // Half a unit in the last place of the format, or of its subnormal numbers.
        const double exact = (double)code(bits, codes, i) * (double)summary.scale;
        const double limit = format == cquantkit_format_binary16 ? 65504
            : format == cquantkit_format_bfloat16                ? 0x1.FEp127
                                                                 : (double)FLT_MAX;
        const double expected = fmax(-limit, fmin(exact, limit));
        const double unit = format == cquantkit_format_binary16 ? 0x1p-11
            : format == cquantkit_format_bfloat16               ? 0x1p-8
                                                                : 0x1p-24;
        const double smallest = format == cquantkit_format_binary16 ? 0x1p-25
            : format == cquantkit_format_bfloat16                   ? 0x1p-134
                                                                    : 0x1p-150;
        // A product that is rounded to float32 first may be off by that too.
        const double tolerance = fmax(fabs(expected) * (unit + 0x1p-24), smallest);
        expect_near(weight(format, restored, i), expected, tolerance, "restored", i);
    }
    add_bytes(codes, code_size(bits, columns));
    add_bytes(&summary, sizeof summary);
    add_bytes(restored, row_bytes);
}

void test_rows(void) {
    static const char *const names[][2] = {
        {"rows f16 int8", "rows f16 int4"},
        {"rows bf16 int8", "rows bf16 int4"},
        {"rows f32 int8", "rows f32 int4"},
    };
    for (int format = 0; format < 3; format++) {
        for (int bits = 8; bits >= 4; bits -= 4) {
            begin(names[format][bits == 4]);
            for (size_t c = 0; c < sizeof column_counts / sizeof *column_counts; c++) {
                for (int round = 0; round < 24; round++) {
                    const cquantkit_scale_rule rules[] = {{0, 0}, {0.25, 0}, {0, 1}};
                    test_row(format, bits, rules[round % 3], column_counts[c]);
                    release_memory();
                }
            }
            end();
        }
    }
}

void test_memory(void) {
    begin("read");
    for (size_t words = 0; words <= 5 * 64; words += 64) {
        uint64_t *bytes = guarded(words * sizeof *bytes), sum = 0;
        for (size_t i = 0; i < words; i++) sum += bytes[i] = random_bits();
        const uint64_t found = cquantkit_read(parity_isa, bytes, words * sizeof *bytes);
        expect(found == sum, "sum of %zu words", words);
        add_bytes(&found, sizeof found);
    }
    end();
}
