//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// The matrix products, written once. A file that includes this defines the target and
//   KERNEL(name)                     the name with the target's suffix
//   TILE_ROWS, TILE_TOKENS           how many rows and tokens a tile of the prefill keeps in registers
//   FLOAT_TILE_TOKENS                how many tokens with float32 activations
//   STREAM_ROWS, STREAM_TOKENS       the tile with float32 activations where few tokens share the weights
//   VECTOR_ROWS                      how many rows are taken at once for a single token
//   codes_load, operand_load, codes_dot, lanes_offset
//                                    64 codes in registers, their dot products with activations, and what
//                                    is added to each code to make it unsigned
// or, with OWN_GROUP_KERNEL defined, instead of the last
//   add_group                        the products of a tile with one group
// The types that these need are in matmul_tile.h. `format`, `has_groups`, whether groups of columns have
// scales, `row_count`, `token_count` and `is_streaming`, whether weights are fetched ahead, are constants wherever
// INLINE functions take them.

#include "matmul_tile.h"

/// The element of a row at `column`, a multiple of 16, and the fifteen after it, as float32.
INLINE lanes_f32 load_weights(const int format, const uint8_t *row, size_t column) {
    switch (format) {
    case cquantkit_weight_f32: {
        lanes_f32 lanes;
        memcpy(&lanes, row + column * 4, sizeof lanes);
        return lanes;
    }
    case cquantkit_weight_f16:
    case cquantkit_weight_bf16: {
        lanes_u16 bits;
        memcpy(&bits, row + column * 2, sizeof bits);
        return format == cquantkit_weight_f16 ? lanes_from_f16(bits) : lanes_from_bf16(bits);
    }
    case cquantkit_weight_i8: {
        lanes_i8 codes;
        memcpy(&codes, row + column, sizeof codes);
        return __builtin_convertvector(__builtin_convertvector(codes, lanes_i32), lanes_f32);
    }
    default: {
        uint32_t words[2];
        memcpy(words, row + column / 2, sizeof words);
        uint32_t a = words[0], b = words[1];
        lanes_u32 repeated = {a, a, a, a, a, a, a, a, b, b, b, b, b, b, b, b};
        const lanes_u32 shifts = {28, 24, 20, 16, 12, 8, 4, 0, 28, 24, 20, 16, 12, 8, 4, 0};
        // The nibble goes to the top, then back down with its sign.
        return __builtin_convertvector((lanes_i32)(repeated << shifts) >> 28, lanes_f32);
    }
    }
}

/// The last `count` < 16 elements of a row, zeros after them.
INLINE lanes_f32 load_last_weights(const int format, const uint8_t *row, size_t column, size_t count) {
    uint8_t copy[64] = {0};
    memcpy(copy, row + element_bytes(format, column), element_bytes(format, count));
    return load_weights(format, copy, 0);
}

INLINE const uint8_t *row_start(const cquantkit_matrix *matrix, size_t row) {
    return (const uint8_t *)matrix->elements + row * matrix->row_byte_count;
}

INLINE float row_scale(const cquantkit_matrix *matrix, size_t row) {
    return matrix->scales ? matrix->scales[row] : 1.0f;
}

/// The group of a column where groups of columns, a power of two, have scales.
INLINE size_t group_of(const cquantkit_matrix *matrix, size_t column) {
    return column >> __builtin_ctzl(matrix->group_length);
}

/// The number of scales that a row has where groups of columns have scales.
INLINE size_t scales_per_row(const cquantkit_matrix *matrix) {
    return group_of(matrix, matrix->column_count + matrix->group_length - 1);
}

typedef uint32_t four_words __attribute__((vector_size(16)));

/// The scale of the group of a column where groups of columns have scales.
INLINE lanes_f32 group_scale(const cquantkit_matrix *matrix, size_t row, size_t column) {
    const uint16_t *scales = matrix->group_scales + row * scales_per_row(matrix);
    return lanes_from_f16((lanes_u16){0} + scales[group_of(matrix, column)]);
}

/// The same where groups of columns have scales: sixteen codes, or the last of them and others after them,
/// times the scale of their group.
INLINE lanes_f32 load_scaled_weights(
    const int format, const cquantkit_matrix *matrix, size_t row, size_t column
) {
    const size_t start = column / cquantkit_activation_group * cquantkit_activation_group;
    const struct block block = block_of(format, matrix->column_count - start);
    const uint8_t *words = row_start(matrix, row) + element_bytes(format, start);
    const size_t first = (column - start) / codes_per_word(format);
    four_words codes = {0};
    EACH(i, (int)(lane_count / codes_per_word(format))) {
        uint32_t bits;
        memcpy(&bits, words + 4 * word_place(block, first + i), sizeof bits);
        codes[i] = bits;
    }
    return load_weights(format, (const uint8_t *)&codes, 0) * group_scale(matrix, row, column);
}

/// The columns that `load_stretch` takes.
enum { stretch_length = 64 };

/// The codes of a whole block, the words from `words` on, that belong to the 64 columns from a multiple of 64 on,
/// in their order.
INLINE void load_stretch(
    const int format, const uint8_t *words, size_t column, four_words codes[4]
) {
    // The first unit's; the others' are in the same lanes.
    const uint8_t *first = words + 4 * (column / lane_count);
    four_words a, b, c, d;
    memcpy(&a, first, sizeof a);
    memcpy(&b, first + unit_bytes, sizeof b);
    const four_words low = __builtin_shufflevector(a, b, 0, 4, 1, 5);
    const four_words high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    if (format == cquantkit_weight_i4) {
        codes[0] = low;
        codes[1] = high;
        return;
    }
    memcpy(&c, first + 2 * unit_bytes, sizeof c);
    memcpy(&d, first + 3 * unit_bytes, sizeof d);
    const four_words other_low = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    const four_words other_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    codes[0] = __builtin_shufflevector(low, other_low, 0, 1, 4, 5);
    codes[1] = __builtin_shufflevector(low, other_low, 2, 3, 6, 7);
    codes[2] = __builtin_shufflevector(high, other_high, 0, 1, 4, 5);
    codes[3] = __builtin_shufflevector(high, other_high, 2, 3, 6, 7);
}

/// Adds to the sums of a tile the products of its whole blocks where groups of columns have scales.
INLINE void add_whole_blocks(
    const int format, const int row_count, const int token_count, const int is_streaming,
    const cquantkit_matrix *matrix, size_t first_row, const float *activations, size_t stride,
    lanes_f32 sums[tile_limit][tile_limit]
) {
    const size_t ahead = lookahead(row_count * matrix->row_byte_count);
    const size_t columns =
        matrix->column_count / cquantkit_activation_group * cquantkit_activation_group;
    for (size_t column = 0; column < columns; column += stretch_length) {
        const size_t start = column / cquantkit_activation_group * cquantkit_activation_group;
        four_words codes[tile_limit][4];
        EACH(r, row_count) {
            const uint8_t *words = row_start(matrix, first_row + r) + element_bytes(format, start);
            if (is_streaming) {
                __builtin_prefetch(words + element_bytes(format, column - start) + ahead);
            }
            load_stretch(format, words, column - start, codes[r]);
        }
        EACH(half, 2) {
            const size_t middle = column + half * (stretch_length / 2);
            lanes_f32 scales[tile_limit];
            EACH(r, row_count) scales[r] = group_scale(matrix, first_row + r, middle);
            EACH(part, 2) {
                const size_t bytes = element_bytes(format, lane_count) * (2 * half + part);
                lanes_f32 weights[tile_limit];
                EACH(r, row_count) {
                    const uint8_t *source = (const uint8_t *)codes[r] + bytes;
                    weights[r] = load_weights(format, source, 0) * scales[r];
                }
                EACH(t, token_count) {
                    lanes_f32 x =
                        lanes_load(activations + t * stride + middle + part * lane_count);
                    EACH(r, row_count) sums[r][t] = weights[r] * x + sums[r][t];
                }
            }
        }
    }
}

/// A tile of the product with float32 activations.
INLINE void multiply_tile(
    const int format, const int has_groups, const int row_count, const int token_count,
    const int is_streaming, const cquantkit_matrix *matrix, size_t first_row, const float *activations, size_t stride,
    float *output, size_t output_stride
) {
    lanes_f32 sums[tile_limit][tile_limit];
    EACH(r, row_count) EACH(t, token_count) sums[r][t] = (lanes_f32){0};

    const uint8_t *first = row_start(matrix, first_row);
    const size_t columns = matrix->column_count, tail = columns % lane_count;
    const size_t ahead = lookahead(row_count * matrix->row_byte_count);
    const size_t begin =
        has_groups ? columns / cquantkit_activation_group * cquantkit_activation_group : 0;
    if (has_groups) {
        add_whole_blocks(
            format, row_count, token_count, is_streaming, matrix, first_row, activations, stride,
            sums);
    }
    for (size_t column = begin; column + lane_count <= columns; column += lane_count) {
        lanes_f32 weights[tile_limit];
        EACH(r, row_count) {
            const uint8_t *row = first + r * matrix->row_byte_count;
            if (is_streaming) __builtin_prefetch(row + element_bytes(format, column) + ahead);
            weights[r] = has_groups ? load_scaled_weights(format, matrix, first_row + r, column)
                                    : load_weights(format, row, column);
        }
        EACH(t, token_count) {
            lanes_f32 x = lanes_load(activations + t * stride + column);
            EACH(r, row_count) sums[r][t] = weights[r] * x + sums[r][t];
        }
    }
    if (tail > 0) {
        const size_t column = columns - tail;
        EACH(r, row_count) {
            const uint8_t *row = first + r * matrix->row_byte_count;
            lanes_f32 weights = has_groups
                ? load_scaled_weights(format, matrix, first_row + r, column)
                : load_last_weights(format, row, column, tail);
            EACH(t, token_count) {
                lanes_f32 x = lanes_load_part(activations + t * stride + column, tail);
                sums[r][t] = weights * x + sums[r][t];
            }
        }
    }
    EACH(r, row_count) EACH(t, token_count) {
        output[t * output_stride + r] = lanes_sum(sums[r][t]) * row_scale(matrix, first_row + r);
    }
}

#ifndef OWN_GROUP_KERNEL

/// Adds to the dot products of a tile those with one unit of each row's codes, of which only `byte_count`
/// bytes may be read.
INLINE void add_unit(
    const int format, const int row_count, const int token_count, const uint8_t *rows,
    size_t row_stride, size_t byte_count, const int8_t *codes, size_t code_stride,
    lanes_i32 dots[tile_limit][tile_limit]
) {
    EACH(part, vectors_per_unit(format)) {
        struct codes weights[tile_limit];
        EACH(r, row_count) {
            weights[r] = codes_load(format, part, rows + r * row_stride, byte_count);
        }
        EACH(t, token_count) {
            const int8_t *x = codes + t * code_stride + part * cquantkit_activation_vector;
            struct operand operand = operand_load(x);
            EACH(r, row_count) {
                dots[r][t] = codes_dot(format, dots[r][t], weights[r], operand);
            }
        }
    }
}

/// Adds to the sums of a tile the products with one group.
INLINE void add_group(
    const int format, const int has_groups, const int is_whole, const int row_count,
    const int token_count, const int is_streaming, struct group group,
    lanes_f32 sums[tile_limit][tile_limit]
) {
    lanes_i32 dots[tile_limit][tile_limit];
    EACH(t, token_count) {
        lanes_i32 start;
        memcpy(&start, group.code_sums + t * group.lane_stride, sizeof start);
        start *= -lanes_offset(format);
        EACH(r, row_count) dots[r][t] = start;
    }
    const int8_t *codes = group.codes;
    const size_t units = unit_count(format, has_groups, is_whole, &group);
    for (size_t unit = 0; unit < units; unit++) {
        const uint8_t *rows = group.rows + unit_offset(has_groups, is_whole, &group, unit);
        if (is_streaming) {
            EACH(r, row_count) __builtin_prefetch(rows + r * group.row_stride + group.lookahead);
        }
        add_unit(
            format, row_count, token_count, rows, group.row_stride, unit_bytes, codes,
            group.code_stride, dots);
        codes += columns_per_unit(format);
    }
    const size_t rest = rest_of_units(format, has_groups, is_whole, &group);
    if (rest > 0) {
        add_unit(
            format, row_count, token_count, group.rows + unit_bytes * units, group.row_stride, rest,
            codes, group.code_stride, dots);
    }
    lanes_f32 row_scales[tile_limit];
    if (has_groups) EACH(r, row_count) row_scales[r] = weight_scales(&group, r);
    EACH(t, token_count) {
        const lanes_f32 scale = lanes_load(group.scales + t * group.lane_stride);
        EACH(r, row_count) {
            const lanes_f32 dot = __builtin_convertvector(dots[r][t], lanes_f32);
            sums[r][t] = dot * (has_groups ? scale * row_scales[r] : scale) + sums[r][t];
        }
    }
}

#endif

/// Sets what depends on the columns of a group where groups of columns have scales.
INLINE void set_block(const int format, const cquantkit_matrix *matrix, struct group *group) {
    group->block = block_of(format, group->column_count);
    group->lanes_per_scale = matrix->group_length / codes_per_word(format) >> group->block.shift;
}

/// A tile of the product of codes with quantized activations.
INLINE void multiply_quantized_tile(
    const int format, const int has_groups, const int row_count, const int token_count,
    const int is_streaming, const cquantkit_matrix *matrix, size_t first_row,
    const cquantkit_quantized_activations *activations, size_t first_token, float *output,
    size_t output_stride
) {
    lanes_f32 sums[tile_limit][tile_limit];
    EACH(r, row_count) EACH(t, token_count) sums[r][t] = (lanes_f32){0};

    const size_t lane_stride = activations->group_count * cquantkit_activation_lanes;
    const size_t code_stride = activations->group_count * cquantkit_activation_group;
    struct group group = {
        .rows = row_start(matrix, first_row),
        .row_stride = matrix->row_byte_count,
        .lookahead = lookahead(row_count * matrix->row_byte_count),
        .codes = activations->codes + first_token * code_stride,
        .code_stride = code_stride,
        .scales = activations->scales + first_token * lane_stride,
        .lane_stride = lane_stride,
        .code_sums = activations->sums + first_token * lane_stride,
    };
    if (has_groups) {
        group.weight_scale_stride = scales_per_row(matrix);
        group.weight_scales = matrix->group_scales + first_row * group.weight_scale_stride;
    }
    group.column_count = cquantkit_activation_group;
    if (has_groups) set_block(format, matrix, &group);
    size_t rest = matrix->column_count;
    for (; rest >= cquantkit_activation_group; rest -= cquantkit_activation_group) {
        add_group(format, has_groups, 1, row_count, token_count, is_streaming, group, sums);
        group.rows += element_bytes(format, cquantkit_activation_group);
        group.codes += cquantkit_activation_group;
        group.scales += cquantkit_activation_lanes;
        group.code_sums += cquantkit_activation_lanes;
        if (has_groups) {
            group.weight_scales += group_of(matrix, cquantkit_activation_group);
        }
    }
    if (rest > 0) {
        group.column_count = rest;
        if (has_groups) set_block(format, matrix, &group);
        add_group(format, has_groups, 0, row_count, token_count, is_streaming, group, sums);
    }
    EACH(r, row_count) EACH(t, token_count) {
        output[t * output_stride + r] = lanes_sum(sums[r][t]) * row_scale(matrix, first_row + r);
    }
}

/// Rows that stay in the second-level cache while the tokens pass by.
enum { row_block = 64 };

/// With so few tokens the weights come from memory about as slowly as they are used, and fetching them ahead
/// pays; with more it only takes time.
enum { streaming_limit = 8 };

/// Covers the rows of a block for some tokens with tiles of `tile_rows`.
#define COVER_BLOCK(tile_rows, tile_tokens, is_streaming, TILE) \
    for (; token + (tile_tokens) <= tokens; token += (tile_tokens)) { \
        size_t row = block; \
        for (; row + (tile_rows) <= end; row += (tile_rows)) { \
            TILE(tile_rows, tile_tokens, is_streaming, row, token); \
        } \
        for (; row < end; row++) TILE(1, tile_tokens, is_streaming, row, token); \
    }

/// Covers rows and tokens with tiles of rows and tokens, with others where tokens are few;
/// `TILE(row_count, token_count, is_streaming, row, token)` computes one.
#define COVER(tile_rows, tile_tokens, stream_rows, stream_tokens, TILE) \
    for (size_t block = 0; block < rows.count; block += row_block) { \
        const size_t end = block + row_block < rows.count ? block + row_block : rows.count; \
        const size_t tokens = token_count; \
        size_t token = 0; \
        if (tokens > streaming_limit) { \
            COVER_BLOCK(tile_rows, tile_tokens, 0, TILE) \
        } else { \
            COVER_BLOCK(stream_rows, stream_tokens, 1, TILE) \
            COVER_BLOCK(TILE_ROWS, 2, 1, TILE) \
        } \
        COVER_BLOCK(VECTOR_ROWS, 1, 1, TILE) \
    }

INLINE void multiply(
    const int format, const int has_groups, const cquantkit_matrix *matrix, cquantkit_row_range rows,
    const float *activations, size_t stride, size_t token_count, cquantkit_product output
) {
#define TILE(tile_rows, tile_tokens, is_streaming, row, token) \
    multiply_tile( \
        format, has_groups, tile_rows, tile_tokens, is_streaming, matrix, rows.first + (row), \
        activations + (token) * stride, stride, \
        output.elements + (token) * output.stride + (row), output.stride)
    // What takes long to unpack is shared by more tokens.
    if (has_groups || format == cquantkit_weight_i4) {
        COVER(STREAM_ROWS, STREAM_TOKENS, STREAM_ROWS, STREAM_TOKENS, TILE)
    } else {
        COVER(TILE_ROWS, FLOAT_TILE_TOKENS, STREAM_ROWS, STREAM_TOKENS, TILE)
    }
#undef TILE
}

INLINE void multiply_quantized(
    const int format, const int has_groups, const cquantkit_matrix *matrix, cquantkit_row_range rows,
    const cquantkit_quantized_activations *activations, size_t token_count, cquantkit_product output
) {
#define TILE(tile_rows, tile_tokens, is_streaming, row, token) \
    multiply_quantized_tile( \
        format, has_groups, tile_rows, tile_tokens, is_streaming, matrix, rows.first + (row), activations, token, \
        output.elements + (token) * output.stride + (row), output.stride)
    COVER(TILE_ROWS, TILE_TOKENS, TILE_ROWS, TILE_TOKENS, TILE)
#undef TILE
}

/// A format, and whether groups of columns have scales, as one number.
#define KIND(format, has_groups) ((format) * 2 + (has_groups))

INLINE int kind_of(const cquantkit_matrix *matrix) {
    return KIND((int)matrix->format, matrix->group_scales != NULL);
}

// CASE(format, has_groups) for each kind that a matrix can be.
#define CASES_OF_FLOATS \
    CASE(cquantkit_weight_f32, 0) CASE(cquantkit_weight_f16, 0) CASE(cquantkit_weight_bf16, 0)
#define CASES_OF_CODES \
    CASE(cquantkit_weight_i8, 0) CASE(cquantkit_weight_i8, 1) \
    CASE(cquantkit_weight_i4, 0) CASE(cquantkit_weight_i4, 1)

void KERNEL(multiply)(
    const cquantkit_matrix *matrix, cquantkit_row_range rows, const float *activations,
    size_t stride, size_t token_count, cquantkit_product output
) {
#define CASE(format, has_groups) \
    case KIND(format, has_groups): \
        multiply(format, has_groups, matrix, rows, activations, stride, token_count, output); \
        break;
    switch (kind_of(matrix)) {
        CASES_OF_FLOATS
        CASES_OF_CODES
    }
#undef CASE
}

void KERNEL(multiply_quantized)(
    const cquantkit_matrix *matrix, cquantkit_row_range rows,
    const cquantkit_quantized_activations *activations, size_t token_count, cquantkit_product output
) {
#define CASE(format, has_groups) \
    case KIND(format, has_groups): \
        multiply_quantized(format, has_groups, matrix, rows, activations, token_count, output); \
        break;
    switch (kind_of(matrix)) {
        CASES_OF_CODES
    }
#undef CASE
}

/// Every element becomes the largest of the four that stand together from a multiple of four on.
INLINE lanes_i32 largest_of_fours(lanes_i32 x) {
    x = __builtin_elementwise_max(
        x, __builtin_shufflevector(x, x, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));
    return __builtin_elementwise_max(
        x, __builtin_shufflevector(x, x, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));
}

/// The values of a group whose even columns stand apart from the odd ones.
INLINE void split_values(const float *activations, float values[cquantkit_activation_group]) {
    for (int pair = 0; pair < cquantkit_activation_group / 128; pair++) {
        for (int i = 0; i < 4; i++) {
            lanes_f32 a = lanes_load(activations + 128 * pair + 32 * i);
            lanes_f32 b = lanes_load(activations + 128 * pair + 32 * i + 16);
            float *even = values + 128 * pair + 16 * i;
            lanes_store(
                __builtin_shufflevector(
                    a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), even);
            lanes_store(
                __builtin_shufflevector(
                    a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), even + 64);
        }
    }
}

/// The values of a block whose words are transposed.
INLINE void transpose_values(
    const int format, struct block block, const float *activations,
    float values[cquantkit_activation_group]
) {
    typedef float four __attribute__((vector_size(16)));
    for (size_t word = 0; word < (size_t)lane_count << block.shift; word++) {
        float *target = values + unit_of_word(block, word) * columns_per_unit(format)
            + 4 * lane_of_word(block, word);
        four a, b;
        memcpy(&a, activations + word * codes_per_word(format), sizeof a);
        if (format == cquantkit_weight_i8) {
            memcpy(target, &a, sizeof a);
        } else {
            memcpy(&b, activations + word * codes_per_word(format) + 4, sizeof b);
            const four even = __builtin_shufflevector(a, b, 0, 2, 4, 6);
            const four odd = __builtin_shufflevector(a, b, 1, 3, 5, 7);
            memcpy(target, &even, sizeof even);
            memcpy(target + cquantkit_activation_vector, &odd, sizeof odd);
        }
    }
}

/// The values of a group in the order of its codes, zeros past the columns.
INLINE void load_group(
    cquantkit_activation_order order, const float *activations, size_t count,
    float values[cquantkit_activation_group]
) {
    enum { length = cquantkit_activation_group };
    const int i8 = cquantkit_weight_i8, i4 = cquantkit_weight_i4;
    const int is_whole = count == length;
    float copy[length];
    if (!is_whole) {
        memset(copy, 0, sizeof copy);
        memcpy(copy, activations, count * sizeof(float));
        activations = copy;
        memset(values, 0, sizeof copy);
    }
    // Blocks of a constant shape are faster.
    switch (order) {
    case cquantkit_activation_plain: memcpy(values, activations, sizeof copy); break;
    case cquantkit_activation_split: split_values(activations, values); break;
    case cquantkit_activation_transposed:
        if (is_whole) transpose_values(i8, block_of(i8, length), activations, values);
        else transpose_values(i8, block_of(i8, count), activations, values);
        break;
    case cquantkit_activation_transposed_split:
        if (is_whole) transpose_values(i4, block_of(i4, length), activations, values);
        else transpose_values(i4, block_of(i4, count), activations, values);
        break;
    }
}

void KERNEL(quantize_activations)(
    cquantkit_activation_order order, const float *activations, size_t column_count, int8_t *codes,
    float *scales, int32_t *sums
) {
    enum { vectors = cquantkit_activation_group / cquantkit_activation_vector };
    for (size_t column = 0; column < column_count; column += cquantkit_activation_group) {
        float values[cquantkit_activation_group];
        const size_t rest = column_count - column;
        const size_t count = rest < cquantkit_activation_group ? rest : cquantkit_activation_group;
        load_group(order, activations + column, count, values);

        // Sixteen codes of each vector at a time, which are four lanes.
        for (int quarter = 0; quarter < 4; quarter++) {
            // Magnitudes compare like their bits, and NaN above infinity above all numbers.
            lanes_i32 bits = {0};
            for (int v = 0; v < vectors; v++) {
                lanes_i32 x = (lanes_i32)lanes_load(values + 64 * v + 16 * quarter) & 0x7FFFFFFF;
                bits = __builtin_elementwise_max(bits, x);
            }
            bits = largest_of_fours(bits);
            const lanes_f32 largest = (lanes_f32)bits;
            const lanes_i32 is_finite = bits < 0x7F800000;
            const lanes_f32 scale =
                lanes_select(is_finite, largest / 127.0f, lanes_splat(__builtin_nanf("")));
            // Below 2^-119 the reciprocal would overflow, and the codes carry nothing anyway.
            const lanes_i32 has_codes = is_finite & (largest > 0x1p-119f);
            const lanes_f32 inverse = 127.0f / largest;
            lanes_i32 sum = {0};
            for (int v = 0; v < vectors; v++) {
                lanes_f32 x = lanes_load(values + 64 * v + 16 * quarter);
                lanes_i32 rounded =
                    lanes_round(lanes_select(has_codes, x * inverse, lanes_splat(0)));
                lanes_i8 bytes = __builtin_convertvector(rounded, lanes_i8);
                memcpy(codes + 64 * v + 16 * quarter, &bytes, sizeof bytes);
                sum += rounded;
            }
            for (int lane = 0; lane < 4; lane++) {
                scales[4 * quarter + lane] = scale[4 * lane];
                sums[4 * quarter + lane] =
                    sum[4 * lane] + sum[4 * lane + 1] + sum[4 * lane + 2] + sum[4 * lane + 3];
            }
        }
        codes += cquantkit_activation_group;
        scales += cquantkit_activation_lanes;
        sums += cquantkit_activation_lanes;
    }
}

void KERNEL(widen_row)(const cquantkit_matrix *matrix, size_t row, float *output) {
    const uint8_t *first = row_start(matrix, row);
    const float scale = row_scale(matrix, row);
    const size_t columns = matrix->column_count, tail = columns % lane_count;
#define CASE(format, has_groups) \
    case KIND(format, has_groups): \
        for (size_t column = 0; column + lane_count <= columns; column += lane_count) { \
            const lanes_f32 weights = has_groups \
                ? load_scaled_weights(format, matrix, row, column) \
                : load_weights(format, first, column); \
            lanes_store(weights * scale, output + column); \
        } \
        if (tail > 0) { \
            const size_t column = columns - tail; \
            const lanes_f32 last = has_groups ? load_scaled_weights(format, matrix, row, column) \
                                              : load_last_weights(format, first, column, tail); \
            lanes_store_part(last * scale, output + column, tail); \
        } \
        break;
    switch (kind_of(matrix)) {
        CASES_OF_FLOATS
        CASES_OF_CODES
    }
#undef CASE
}
