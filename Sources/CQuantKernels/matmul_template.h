//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// The matrix products, written once. A file that includes this defines the target and
//   KERNEL(name)                     the name with the target's suffix
//   TILE_ROWS, TILE_TOKENS           how many rows and tokens a tile of the prefill keeps in registers
//   SCALED_ROWS, SCALED_TOKENS       the same where groups of columns have scales
//   FLOAT_TILE_TOKENS                how many tokens with float32 activations
//   STREAM_ROWS, STREAM_TOKENS       the tile with float32 activations where few tokens share the weights
//   VECTOR_ROWS                      how many rows are taken at once for a single token
//   codes_load, operand_load, codes_dot, lanes_offset
//                                    64 codes in registers, their dot products with activations, and what
//                                    is added to each code to make it unsigned
// or, with OWN_GROUP_KERNEL defined, instead of the last
//   add_group, add_scaled_group      the products of a tile with one group, whose weights have a scale for
//                                    each row, or for each group of columns
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

/// The bytes that `count` elements take up, for a count that ends a row.
INLINE size_t element_bytes(const int format, size_t count) {
    switch (format) {
    case cquantkit_weight_f32: return count * 4;
    case cquantkit_weight_f16:
    case cquantkit_weight_bf16: return count * 2;
    case cquantkit_weight_i8: return count;
    default: return (count + 7) / 8 * 4;
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

/// The number of scales that a row has where groups of columns have scales.
INLINE size_t scales_per_row(const cquantkit_matrix *matrix) {
    return (matrix->column_count + matrix->group_length - 1) / matrix->group_length;
}

/// The sixteen elements of a row from `column`, a multiple of 16, on, times the scale of their group.
INLINE lanes_f32 scaled(
    const int has_groups, lanes_f32 elements, const cquantkit_matrix *matrix, size_t row, size_t column
) {
    if (!has_groups) return elements;
    const uint16_t *scales = matrix->group_scales + row * scales_per_row(matrix);
    const uint16_t bits = scales[column / matrix->group_length];
    return elements * lanes_from_f16((lanes_u16){0} + bits);
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
    for (size_t column = 0; column + lane_count <= columns; column += lane_count) {
        lanes_f32 weights[tile_limit];
        EACH(r, row_count) {
            const uint8_t *row = first + r * matrix->row_byte_count;
            if (is_streaming) __builtin_prefetch(row + element_bytes(format, column) + ahead);
            weights[r] = scaled(
                has_groups, load_weights(format, row, column), matrix, first_row + r, column);
        }
        EACH(t, token_count) {
            lanes_f32 x = lanes_load(activations + t * stride + column);
            EACH(r, row_count) sums[r][t] = weights[r] * x + sums[r][t];
        }
    }
    if (tail > 0) {
        size_t column = columns - tail;
        EACH(r, row_count) {
            const uint8_t *row = first + r * matrix->row_byte_count;
            lanes_f32 weights = scaled(
                has_groups, load_last_weights(format, row, column, tail), matrix, first_row + r,
                column);
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

/// Adds to the sums of a tile the products with one group, of which each row has `byte_count` bytes.
INLINE void add_group(
    const int format, const int row_count, const int token_count, const int is_streaming,
    struct group group, lanes_f32 sums[tile_limit][tile_limit]
) {
    lanes_i32 dots[tile_limit][tile_limit];
    EACH(t, token_count) {
        lanes_i32 start;
        memcpy(&start, group.code_sums + t * group.sum_stride, sizeof start);
        start *= -lanes_offset(format);
        EACH(r, row_count) dots[r][t] = start;
    }
    const uint8_t *rows = group.rows;
    const int8_t *codes = group.codes;
    size_t rest = group.byte_count;
    for (; rest >= unit_bytes; rest -= unit_bytes) {
        if (is_streaming) {
            EACH(r, row_count) __builtin_prefetch(rows + r * group.row_stride + group.lookahead);
        }
        add_unit(
            format, row_count, token_count, rows, group.row_stride, unit_bytes, codes,
            group.code_stride, dots);
        rows += unit_bytes;
        codes += vectors_per_unit(format) * cquantkit_activation_vector;
    }
    if (rest > 0) {
        add_unit(
            format, row_count, token_count, rows, group.row_stride, rest, codes, group.code_stride,
            dots);
    }
    EACH(t, token_count) {
        lanes_f32 scale = lanes_load(group.scales + t * group.lane_stride);
        EACH(r, row_count) {
            sums[r][t] = __builtin_convertvector(dots[r][t], lanes_f32) * scale + sums[r][t];
        }
    }
}

/// The same where groups of columns have scales.
INLINE void add_scaled_group(
    const int format, const int row_count, const int token_count, const int is_streaming,
    struct group group, lanes_f32 sums[tile_limit][tile_limit]
) {
    const uint8_t *rows = group.rows;
    const int8_t *codes = group.codes;
    size_t rest = group.byte_count;
    for (size_t unit = 0; rest > 0; unit++) {
        if (is_streaming) {
            EACH(r, row_count) __builtin_prefetch(rows + r * group.row_stride + group.lookahead);
        }
        lanes_i32 dots[tile_limit][tile_limit];
        EACH(t, token_count) {
            lanes_i32 start;
            memcpy(
                &start,
                group.code_sums + t * group.sum_stride + unit * cquantkit_activation_lanes,
                sizeof start);
            start *= -lanes_offset(format);
            EACH(r, row_count) dots[r][t] = start;
        }
        const size_t count = rest < unit_bytes ? rest : unit_bytes;
        add_unit(
            format, row_count, token_count, rows, group.row_stride, count, codes, group.code_stride,
            dots);
        EACH(r, row_count) {
            const lanes_f32 weight_scales = unit_scales(format, &group, r, unit);
            EACH(t, token_count) {
                const lanes_f32 scale =
                    lanes_load(group.scales + t * group.lane_stride) * weight_scales;
                sums[r][t] = __builtin_convertvector(dots[r][t], lanes_f32) * scale + sums[r][t];
            }
        }
        rest -= count;
        rows += unit_bytes;
        codes += vectors_per_unit(format) * cquantkit_activation_vector;
    }
}

#endif

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
    const size_t sum_step =
        cquantkit_activation_lanes
        * (has_groups ? cquantkit_activation_group / columns_per_unit(format) : 1);
    struct group group = {
        .rows = row_start(matrix, first_row),
        .row_stride = matrix->row_byte_count,
        .lookahead = lookahead(row_count * matrix->row_byte_count),
        .codes = activations->codes + first_token * code_stride,
        .code_stride = code_stride,
        .scales = activations->scales + first_token * lane_stride,
        .lane_stride = lane_stride,
        .code_sums = activations->sums + first_token * activations->group_count * sum_step,
        .sum_stride = activations->group_count * sum_step,
    };
    if (has_groups) {
        group.weight_group_length = matrix->group_length;
        group.weight_scale_stride = scales_per_row(matrix);
        group.weight_scales = matrix->group_scales + first_row * group.weight_scale_stride;
    }
    const size_t group_bytes = element_bytes(format, cquantkit_activation_group);
    size_t rest = element_bytes(format, matrix->column_count);
    while (rest > 0) {
        group.byte_count = rest < group_bytes ? rest : group_bytes;
        if (has_groups) {
            add_scaled_group(format, row_count, token_count, is_streaming, group, sums);
            group.weight_scales += cquantkit_activation_group / group.weight_group_length;
        } else {
            add_group(format, row_count, token_count, is_streaming, group, sums);
        }
        rest -= group.byte_count;
        group.rows += group.byte_count;
        group.codes += cquantkit_activation_group;
        group.scales += cquantkit_activation_lanes;
        group.code_sums += sum_step;
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
    COVER(TILE_ROWS, FLOAT_TILE_TOKENS, STREAM_ROWS, STREAM_TOKENS, TILE)
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
    if (has_groups) {
        COVER(SCALED_ROWS, SCALED_TOKENS, SCALED_ROWS, SCALED_TOKENS, TILE)
    } else {
        COVER(TILE_ROWS, TILE_TOKENS, TILE_ROWS, TILE_TOKENS, TILE)
    }
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

/// The values of a group in the order of its codes, zeros past the columns.
INLINE void load_group(
    cquantkit_activation_order order, const float *activations, size_t count,
    float values[cquantkit_activation_group]
) {
    float copy[cquantkit_activation_group];
    if (count < cquantkit_activation_group) {
        memset(copy, 0, sizeof copy);
        memcpy(copy, activations, count * sizeof(float));
        activations = copy;
    }
    if (order == cquantkit_activation_plain) {
        memcpy(values, activations, sizeof copy);
        return;
    }
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

void KERNEL(quantize_activations)(
    cquantkit_activation_order order, cquantkit_activation_sums kind, const float *activations,
    size_t column_count, int8_t *codes, float *scales, int32_t *sums
) {
    enum { vectors = cquantkit_activation_group / cquantkit_activation_vector };
    // The vectors whose codes are added up in one sum.
    const int vectors_per_sum =
        kind == cquantkit_activation_sums_groups ? vectors : order == cquantkit_activation_plain ? 1 : 2;
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
                if ((v + 1) % vectors_per_sum != 0) continue;
                int32_t *lanes =
                    sums + v / vectors_per_sum * cquantkit_activation_lanes + 4 * quarter;
                for (int lane = 0; lane < 4; lane++) {
                    lanes[lane] =
                        sum[4 * lane] + sum[4 * lane + 1] + sum[4 * lane + 2] + sum[4 * lane + 3];
                }
                sum = (lanes_i32){0};
            }
            for (int lane = 0; lane < 4; lane++) scales[4 * quarter + lane] = scale[4 * lane];
        }
        codes += cquantkit_activation_group;
        scales += cquantkit_activation_lanes;
        sums += vectors / vectors_per_sum * cquantkit_activation_lanes;
    }
}

void KERNEL(widen_row)(const cquantkit_matrix *matrix, size_t row, float *output) {
    const uint8_t *first = row_start(matrix, row);
    const float scale = row_scale(matrix, row);
    const size_t columns = matrix->column_count, tail = columns % lane_count;
#define CASE(format, has_groups) \
    case KIND(format, has_groups): \
        for (size_t column = 0; column + lane_count <= columns; column += lane_count) { \
            const lanes_f32 weights = load_weights(format, first, column); \
            lanes_store( \
                scaled(has_groups, weights, matrix, row, column) * scale, output + column); \
        } \
        if (tail > 0) { \
            const lanes_f32 last = load_last_weights(format, first, columns - tail, tail); \
            lanes_store_part( \
                scaled(has_groups, last, matrix, row, columns - tail) * scale, \
                output + columns - tail, tail); \
        } \
        break;
    switch (kind_of(matrix)) {
        CASES_OF_FLOATS
        CASES_OF_CODES
    }
#undef CASE
}
