//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// The matrix products and what prepares them.

#include "harness.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const size_t column_counts[] =
    {0, 1, 3, 7, 8, 9, 15, 16, 17, 31, 63, 64, 65, 127, 130, 256, 300, 511, 512, 513, 1000};

/// Counts of rows and tokens: whole tiles, parts of tiles, nothing.
static const struct { size_t rows, tokens; } extents[] =
    {{0, 1}, {1, 0}, {1, 1}, {2, 2}, {3, 1}, {5, 3}, {9, 7}, {67, 13}};

#define EACH_OF(index, array) for (size_t index = 0; index < sizeof array / sizeof *array; index++)

static const char *const format_names[] = {"f32", "f16", "bf16", "i8", "i4"};

static size_t row_byte_count(cquantkit_weight_format format, size_t columns) {
    static const size_t sizes[] = {4, 2, 2, 1};
    return format == cquantkit_weight_i4 ? (columns + 7) / 8 * 4 : columns * sizes[format];
}

static size_t codes_per_word(cquantkit_weight_format format) {
    return format == cquantkit_weight_i4 ? 8 : 4;
}

/// The units of the block of 256 columns that `column` of so many is in.
static size_t unit_count(cquantkit_weight_format format, size_t columns, size_t column) {
    const size_t left = columns - column / 256 * 256;
    const size_t words = ((left < 256 ? left : 256) + codes_per_word(format) - 1) / codes_per_word(format);
    return words <= 16 ? 1 : words <= 32 ? 2 : 4;
}

/// Where the word stands that has `column` of a row whose groups have scales: the units of its block and their
/// words are counted up to it.
static size_t word_index(cquantkit_weight_format format, size_t columns, size_t column) {
    const size_t length = codes_per_word(format), units = unit_count(format, columns, column);
    const size_t block = column / 256 * 256, wanted = (column - block) / length;
    const size_t left = columns - block < 256 ? columns - block : 256;
    size_t index = block / length;
    for (size_t unit = 0; unit < units; unit++) {
        for (size_t word = unit; word * length < left; word += units, index++) {
            if (word == wanted) return index;
        }
    }
    return SIZE_MAX;
}

/// What a matrix holds.
enum fill { fill_random, fill_lowest, fill_highest, fill_count };

static void fill_elements(cquantkit_weight_format format, enum fill fill, uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) bytes[i] = (uint8_t)random_bits();
    if (format == cquantkit_weight_i8 && fill != fill_random) {
        memset(bytes, fill == fill_lowest ? 0x80 : 0x7F, count);
    } else if (format == cquantkit_weight_i4 && fill != fill_random) {
        memset(bytes, fill == fill_lowest ? 0x88 : 0x77, count);
    }
    if (format == cquantkit_weight_f32 || format == cquantkit_weight_bf16) {
        // A tail of a byte or three cannot occur: all counts are of whole elements.
        for (size_t i = 0; i < count / row_byte_count(format, 1); i++) {
            const float value = random_float();
            uint32_t bits;
            memcpy(&bits, &value, sizeof bits);
            if (format == cquantkit_weight_bf16) bits >>= 16;
            memcpy(bytes + i * row_byte_count(format, 1), &bits, row_byte_count(format, 1));
        }
    }
    if (format == cquantkit_weight_f16) {
        // Every pattern but infinities and NaN, subnormal numbers among them.
        for (size_t i = 1; i < count; i += 2) if ((bytes[i] & 0x7C) == 0x7C) bytes[i] ^= 0x40;
    }
}

static uint16_t *random_scales(size_t count) {
    uint16_t *scales = guarded(count * sizeof(uint16_t));
    // Every pattern but infinities, NaN and negative numbers, subnormal numbers among them.
    for (size_t i = 0; i < count; i++) scales[i] = (uint16_t)random_below(0x7C00);
    return scales;
}

static cquantkit_matrix random_matrix(
    cquantkit_weight_format format, size_t group_length, enum fill fill, size_t rows, size_t columns
) {
    // Whole words for groups, and what is read behind the last row.
    const size_t row_bytes = group_length > 0
        ? (columns + codes_per_word(format) - 1) / codes_per_word(format) * 4
        : row_byte_count(format, columns);
    uint8_t *elements = guarded(rows * row_bytes + (group_length > 0 ? cquantkit_row_slack : 0));
    fill_elements(format, fill, elements, rows * row_bytes);
    const int has_scales = format == cquantkit_weight_i8 || format == cquantkit_weight_i4;
    cquantkit_matrix matrix = {
        .format = format, .elements = elements, .row_byte_count = row_bytes, .column_count = columns,
        .group_length = group_length,
    };
    if (group_length > 0) {
        const size_t count = rows * ((columns + group_length - 1) / group_length);
        matrix.group_scales = random_scales(count + cquantkit_scale_padding);
    } else if (has_scales) {
        matrix.scales = random_floats(rows);
    }
    return matrix;
}

static float element(const cquantkit_matrix *matrix, size_t row, size_t column) {
    const uint8_t *bytes = (const uint8_t *)matrix->elements + row * matrix->row_byte_count;
    if (matrix->group_length > 0) {
        bytes += 4 * word_index(matrix->format, matrix->column_count, column);
        column %= codes_per_word(matrix->format);
    }
    uint16_t half;
    float value;
    switch (matrix->format) {
    case cquantkit_weight_f32:
        memcpy(&value, bytes + column * 4, sizeof value);
        return value;
    case cquantkit_weight_f16:
        memcpy(&half, bytes + column * 2, sizeof half);
        return value_of_half(half);
    case cquantkit_weight_bf16:
        memcpy(&half, bytes + column * 2, sizeof half);
        const uint32_t bits = (uint32_t)half << 16;
        memcpy(&value, &bits, sizeof value);
        return value;
    case cquantkit_weight_i8:
        return (int8_t)bytes[column];
    case cquantkit_weight_i4: {
        const int nibble = bytes[column / 2] >> (4 * (column % 2)) & 15;
        return (float)(nibble < 8 ? nibble : nibble - 16);
    }
    }
}

static float weight(const cquantkit_matrix *matrix, size_t row, size_t column) {
    const float value = element(matrix, row, column);
    if (matrix->group_scales == NULL) return value;
    const size_t length = matrix->group_length, count = (matrix->column_count + length - 1) / length;
    return value * value_of_half(matrix->group_scales[row * count + column / length]);
}

static float scale_of(const cquantkit_matrix *matrix, size_t row) {
    return matrix->scales ? matrix->scales[row] : 1;
}

/// Compares a product [tokens, rows] with sums in double of weights times `activations` [tokens, columns].
static void expect_product(
    const cquantkit_matrix *matrix, size_t rows, size_t tokens, const double *activations,
    const float *output
) {
    const size_t columns = matrix->column_count;
    // Each lane adds a sixteenth of the products; then come four sums, the scales and, in quantized
    // activations, a group's scale.
    const double rounding = (double)(columns / 16 + 10) * FLT_EPSILON;
    for (size_t row = 0; row < rows; row++) {
        double weights[1024];
        for (size_t i = 0; i < columns; i++) weights[i] = weight(matrix, row, i);
        for (size_t token = 0; token < tokens; token++) {
            double sum = 0, magnitude = 0;
            for (size_t i = 0; i < columns; i++) {
                const double product = weights[i] * activations[token * columns + i];
                sum += product;
                magnitude += fabs(product);
            }
            const double scale = scale_of(matrix, row);
            expect_near(
                output[token * rows + row], sum * scale, magnitude * fabs(scale) * rounding,
                format_names[matrix->format], token * rows + row);
        }
    }
}

/// Expects the product of the rows in two parts and of each token alone to have the same bits.
#define EXPECT_PARTS_SAME(rows, tokens, output, MULTIPLY) do { \
    float *again = guarded((rows) * (tokens) * sizeof(float)); \
    const size_t cut = (rows) / 3; \
    MULTIPLY(0, cut, 0, tokens, again); \
    for (size_t token = 0; token < (tokens); token++) MULTIPLY(cut, (rows) - cut, token, 1, again); \
    expect( \
        memcmp(again, output, (rows) * (tokens) * sizeof(float)) == 0, \
        "the product in parts is another one"); \
} while (0)

static void test_float_products(cquantkit_weight_format format, size_t group_length) {
    EACH_OF(c, column_counts) EACH_OF(e, extents) {
        const size_t columns = column_counts[c], rows = extents[e].rows, tokens = extents[e].tokens;
        const cquantkit_matrix matrix = random_matrix(
            format, group_length, random_below(fill_count), rows, columns);
        const size_t stride = columns + random_below(3);
        // The last token's activations end at the guard.
        float *activations = random_floats(tokens == 0 ? 0 : (tokens - 1) * stride + columns);
        double *wide = guarded(tokens * columns * sizeof(double));
        for (size_t i = 0; i < tokens * columns; i++) {
            wide[i] = activations[i / columns * stride + i % columns];
        }
        float *output = guarded(rows * tokens * sizeof(float));
#define MULTIPLY(first, count, token, token_count, target) \
    cquantkit_multiply( \
        parity_isa, &matrix, (cquantkit_row_range){first, count}, activations + (token) * stride, \
        stride, token_count, (cquantkit_product){(target) + (token) * rows + (first), rows})
        MULTIPLY(0, rows, 0, tokens, output);
        expect_product(&matrix, rows, tokens, wide, output);
        EXPECT_PARTS_SAME(rows, tokens, output, MULTIPLY);
#undef MULTIPLY
        add_floats(output, rows * tokens);
        release_memory();
    }
}

static size_t group_count(size_t columns) {
    return (columns + cquantkit_activation_group - 1) / cquantkit_activation_group;
}

static cquantkit_activation_order order_of(cquantkit_weight_format format, size_t group_length) {
    if (group_length > 0) {
        return format == cquantkit_weight_i8 ? cquantkit_activation_transposed
                                             : cquantkit_activation_transposed_split;
    }
    return format == cquantkit_weight_i8 ? cquantkit_activation_plain : cquantkit_activation_split;
}

/// Where the code of a column stands among a token's codes.
static size_t code_index(cquantkit_activation_order order, size_t columns, size_t column) {
    const size_t block = column / 256 * 256, rest = column % 256;
    switch (order) {
    case cquantkit_activation_plain: return column;
    case cquantkit_activation_split: return column / 128 * 128 + column % 2 * 64 + column % 128 / 2;
    case cquantkit_activation_transposed: {
        const size_t units = unit_count(cquantkit_weight_i8, columns, column), word = rest / 4;
        return block + word % units * 64 + word / units * 4 + rest % 4;
    }
    case cquantkit_activation_transposed_split: {
        const size_t units = unit_count(cquantkit_weight_i4, columns, column), word = rest / 8;
        return block + word % units * 128 + rest % 2 * 64 + word / units * 4 + rest % 8 / 2;
    }
    }
}

/// The lane's scale that a code has.
static size_t scale_index(size_t code) { return code / cquantkit_activation_group * 16 + code % 64 / 4; }

static void test_quantized_products(cquantkit_weight_format format, size_t group_length) {
    const cquantkit_activation_order order = order_of(format, group_length);
    EACH_OF(c, column_counts) EACH_OF(e, extents) for (int fill = 0; fill < fill_count; fill++) {
        const size_t columns = column_counts[c], rows = extents[e].rows, tokens = extents[e].tokens;
        const cquantkit_matrix matrix = random_matrix(format, group_length, fill, rows, columns);
        const size_t groups = group_count(columns);
        const size_t code_count = groups * cquantkit_activation_group;
        const size_t lane_count = groups * cquantkit_activation_lanes;
        int8_t *codes = guarded(tokens * code_count);
        float *scales = guarded(tokens * lane_count * sizeof(float));
        int32_t *sums = guarded(tokens * lane_count * sizeof(int32_t));
        memset(codes, 0, tokens * code_count);
        memset(sums, 0, tokens * lane_count * sizeof(int32_t));
        for (size_t i = 0; i < tokens * lane_count; i++) scales[i] = random_float();
        double *wide = guarded(tokens * columns * sizeof(double));
        // Extreme weights meet extreme activations of one sign, so that the largest sums occur.
        const int extreme = random_bits() & 1 ? 127 : -127;
        for (size_t token = 0; token < tokens; token++) {
            for (size_t i = 0; i < columns; i++) {
                const int code = fill == fill_random ? (int)random_below(255) - 127 : extreme;
                const size_t index = token * code_count + code_index(order, columns, i);
                codes[index] = (int8_t)code;
                sums[scale_index(index)] += code;
                wide[token * columns + i] = (double)code * (double)scales[scale_index(index)];
            }
        }
        float *output = guarded(rows * tokens * sizeof(float));
#define MULTIPLY(first, count, token, token_count, target) \
    cquantkit_multiply_quantized( \
        parity_isa, &matrix, (cquantkit_row_range){first, count}, \
        &(cquantkit_quantized_activations){ \
            codes + (token) * code_count, scales + (token) * lane_count, \
            sums + (token) * lane_count, groups}, \
        token_count, (cquantkit_product){(target) + (token) * rows + (first), rows})
        MULTIPLY(0, rows, 0, tokens, output);
        expect_product(&matrix, rows, tokens, wide, output);
        EXPECT_PARTS_SAME(rows, tokens, output, MULTIPLY);
#undef MULTIPLY
        add_floats(output, rows * tokens);
        release_memory();
    }
}

static void test_widening(cquantkit_weight_format format, size_t group_length) {
    EACH_OF(c, column_counts) {
        const size_t columns = column_counts[c];
        const cquantkit_matrix matrix = random_matrix(format, group_length, fill_random, 3, columns);
        for (size_t row = 0; row < 3; row++) {
            float *output = guarded(columns * sizeof(float));
            cquantkit_widen_row(parity_isa, &matrix, row, output);
            for (size_t i = 0; i < columns; i++) {
                const float expected = weight(&matrix, row, i) * scale_of(&matrix, row);
                expect_same(output[i], expected, format_names[format], i);
            }
            add_floats(output, columns);
        }
        release_memory();
    }
}

static void test_format(const char *name, cquantkit_weight_format format, size_t group_length) {
    char title[64];
    snprintf(title, sizeof title, "multiply %s", name);
    begin(title);
    test_float_products(format, group_length);
    end();
    if (format >= cquantkit_weight_i8) {
        snprintf(title, sizeof title, "multiply quantized %s", name);
        begin(title);
        test_quantized_products(format, group_length);
        end();
    }
    snprintf(title, sizeof title, "widen %s", name);
    begin(title);
    test_widening(format, group_length);
    end();
}

/// Every word must go where the definition of the layout has it.
static void test_transposition(cquantkit_weight_format format) {
    EACH_OF(c, column_counts) {
        const size_t columns = column_counts[c], length = codes_per_word(format);
        const size_t words = (columns + length - 1) / length;
        uint32_t *row = guarded(words * sizeof(uint32_t));
        for (size_t i = 0; i < words; i++) row[i] = (uint32_t)i;
        cquantkit_transpose_codes(format, row, columns);
        for (size_t i = 0; i < words; i++) {
            const uint32_t found = row[word_index(format, columns, i * length)];
            expect(found == i, "word %u found in the place of word %zu", found, i);
        }
        add_bytes((const uint8_t *)row, words * sizeof(uint32_t));
        release_memory();
    }
}

void test_matmul(void) {
    for (int format = 0; format < 5; format++) test_format(format_names[format], format, 0);
    for (int format = cquantkit_weight_i8; format <= cquantkit_weight_i4; format++) {
        for (size_t length = 32; length <= 128; length *= 2) {
            char name[16];
            snprintf(name, sizeof name, "%s, %zu", format_names[format], length);
            test_format(name, format, length);
        }
        char title[64];
        snprintf(title, sizeof title, "transpose %s", format_names[format]);
        begin(title);
        test_transposition(format);
        end();
    }
}

// MARK: - Activations

/// What the definition of `cquantkit_quantize_activations` gives for the columns of one lane.
static void expect_lane(
    const float *values, const int8_t *found, size_t count, float scale
) {
    float largest = 0;
    int is_finite = 1;
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i])) is_finite = 0;
        largest = fmaxf(largest, fabsf(values[i]));
    }
    expect_same(scale, is_finite ? largest / 127 : (float)NAN, "scale of the lane", 0);
    const float inverse = 127 / largest;
    for (size_t i = 0; i < count; i++) {
        const float quotient = values[i] * inverse;
        const int code = is_finite && largest > 0x1p-119f ? (int)rintf(quotient) : 0;
        expect(
            found[i] == code, "%d found, %d expected for %a, scale %a", found[i], code,
            (double)values[i], (double)scale);
    }
}

void test_activations(void) {
    static const char *const names[] = {
        "activations plain", "activations split", "activations transposed",
        "activations transposed split",
    };
    static const float specials[] =
        {NAN, INFINITY, -INFINITY, 0x1p-126f, 0x1p-140f, FLT_MAX, -FLT_MAX, 0x1p-119f, 0};
    for (int order = 0; order < 4; order++) {
        begin(names[order]);
        EACH_OF(c, column_counts) for (int round = 0; round < 4; round++) {
            const size_t columns = column_counts[c], groups = group_count(columns);
            float *values = random_floats(columns);
            for (size_t i = 0; i < columns; i++) {
                if (round == 1) values[i] = ldexpf(values[i], (int)random_below(250) - 140);
                if (round == 2 && random_below(40) == 0) values[i] = specials[random_below(9)];
                if (round == 3) values[i] = (float)((int)random_below(509) - 254) / 2;
            }
            int8_t *codes = guarded(groups * cquantkit_activation_group);
            float *scales = guarded(groups * cquantkit_activation_lanes * sizeof(float));
            int32_t *sums = guarded(groups * cquantkit_activation_lanes * sizeof(int32_t));
            cquantkit_quantize_activations(
                parity_isa, order, values, columns, codes, scales, sums);
            // Places without a column have the value zero.
            float *ordered = guarded(groups * cquantkit_activation_group * sizeof(float));
            memset(ordered, 0, groups * cquantkit_activation_group * sizeof(float));
            for (size_t column = 0; column < columns; column++) {
                ordered[code_index(order, columns, column)] = values[column];
            }
            for (size_t lane = 0; lane < groups * cquantkit_activation_lanes; lane++) {
                enum { count = cquantkit_activation_group / cquantkit_activation_lanes };
                float lane_values[count];
                int8_t lane_codes[count];
                int32_t sum = 0;
                for (size_t i = 0; i < count; i++) {
                    const size_t index =
                        lane / 16 * cquantkit_activation_group + i / 4 * 64 + lane % 16 * 4 + i % 4;
                    lane_values[i] = ordered[index];
                    lane_codes[i] = codes[index];
                    sum += codes[index];
                }
                expect_lane(lane_values, lane_codes, count, scales[lane]);
                expect(sums[lane] == sum, "sum %d found, %d expected", sums[lane], sum);
            }
            add_bytes(codes, groups * cquantkit_activation_group);
            add_floats(scales, groups * cquantkit_activation_lanes);
            add_bytes(sums, groups * cquantkit_activation_lanes * sizeof(int32_t));
            release_memory();
        }
        end();
    }
}
