//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// The matrix products, written once. A file that includes this defines the target and
//   KERNEL(name)                     the name with the target's suffix
//   TILE_ROWS, TILE_TOKENS           how many rows and tokens a tile of the prefill keeps in registers
//   VECTOR_ROWS                      how many rows are taken at once for a single token
//   struct codes, codes_load_i8, codes_load_i4
//                                    64 codes of a matrix in registers
//   struct operand, operand_load     64 codes of activations
//   codes_dot                        their products, summed by fours into 16 lanes
// `format`, `row_count` and `token_count` are constants wherever INLINE functions take them.

#include "lanes.h"

enum { tile_limit = 8 };

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

/// A tile of the product with float32 activations.
INLINE void multiply_tile(
    const int format, const int row_count, const int token_count, const cquantkit_matrix *matrix,
    size_t first_row, const float *activations, size_t stride, float *output, size_t output_stride
) {
    lanes_f32 sums[tile_limit][tile_limit];
    EACH(r, row_count) EACH(t, token_count) sums[r][t] = (lanes_f32){0};

    const uint8_t *first = row_start(matrix, first_row);
    const size_t columns = matrix->column_count, tail = columns % lane_count;
    for (size_t column = 0; column + lane_count <= columns; column += lane_count) {
        lanes_f32 weights[tile_limit];
        EACH(r, row_count) {
            weights[r] = load_weights(format, first + r * matrix->row_byte_count, column);
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
            lanes_f32 weights = load_last_weights(format, row, column, tail);
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

enum { scales_per_chunk = cquantkit_activation_chunk / cquantkit_activation_block };

/// The scales of a chunk's blocks, each for the lanes that hold the sums of its products.
INLINE lanes_f32 chunk_scale(const float *scales) {
    _Static_assert(scales_per_chunk == 2, "two blocks fill the lanes");
    return __builtin_shufflevector(
        lanes_splat(scales[0]), lanes_splat(scales[1]),
        0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
}

/// A tile of the product of codes with quantized activations.
INLINE void multiply_quantized_tile(
    const int format, const int row_count, const int token_count, const cquantkit_matrix *matrix,
    size_t first_row, const cquantkit_quantized_activations *activations, size_t first_token,
    float *output, size_t output_stride
) {
    lanes_f32 sums[tile_limit][tile_limit];
    EACH(r, row_count) EACH(t, token_count) sums[r][t] = (lanes_f32){0};

    const size_t chunks = activations->chunk_count, columns = matrix->column_count;
    const size_t code_stride = chunks * cquantkit_activation_chunk;
    const size_t scale_stride = chunks * scales_per_chunk;
    const uint8_t *first = row_start(matrix, first_row);
    const int8_t *token_codes = activations->codes + first_token * code_stride;
    const float *token_scales = activations->scales + first_token * scale_stride;
    for (size_t chunk = 0; chunk < chunks; chunk++) {
        struct codes weights[tile_limit];
        const size_t column = chunk * cquantkit_activation_chunk;
        const size_t rest = columns - column;
        EACH(r, row_count) {
            const uint8_t *codes =
                first + r * matrix->row_byte_count + element_bytes(format, column);
            uint8_t copy[cquantkit_activation_chunk] = {0};
            if (rest < cquantkit_activation_chunk) {
                memcpy(copy, codes, element_bytes(format, rest));
                codes = copy;
            }
            weights[r] = format == cquantkit_weight_i8 ? codes_load_i8(codes) : codes_load_i4(codes);
        }
        EACH(t, token_count) {
            struct operand x = operand_load(token_codes + t * code_stride + column, format);
            lanes_f32 scale =
                chunk_scale(token_scales + t * scale_stride + chunk * scales_per_chunk);
            EACH(r, row_count) {
                lanes_i32 dot = codes_dot(weights[r], x);
                sums[r][t] = __builtin_convertvector(dot, lanes_f32) * scale + sums[r][t];
            }
        }
    }
    EACH(r, row_count) EACH(t, token_count) {
        output[t * output_stride + r] = lanes_sum(sums[r][t]) * row_scale(matrix, first_row + r);
    }
}

/// Rows that stay in the second-level cache while the tokens pass by.
enum { row_block = 64 };

/// Covers rows and tokens with tiles; `TILE(row_count, token_count, row, token)` computes one.
#define COVER(rows, tokens, TILE) \
    for (size_t block = 0; block < (rows); block += row_block) { \
        const size_t end = block + row_block < (rows) ? block + row_block : (rows); \
        size_t token = 0; \
        for (; token + TILE_TOKENS <= (tokens); token += TILE_TOKENS) { \
            size_t row = block; \
            for (; row + TILE_ROWS <= end; row += TILE_ROWS) TILE(TILE_ROWS, TILE_TOKENS, row, token); \
            for (; row < end; row++) TILE(1, TILE_TOKENS, row, token); \
        } \
        for (; token < (tokens); token++) { \
            size_t row = block; \
            for (; row + VECTOR_ROWS <= end; row += VECTOR_ROWS) TILE(VECTOR_ROWS, 1, row, token); \
            for (; row < end; row++) TILE(1, 1, row, token); \
        } \
    }

INLINE void multiply(
    const int format, const cquantkit_matrix *matrix, cquantkit_row_range rows,
    const float *activations, size_t stride, size_t token_count, cquantkit_product output
) {
#define TILE(tile_rows, tile_tokens, row, token) \
    multiply_tile( \
        format, tile_rows, tile_tokens, matrix, rows.first + (row), activations + (token) * stride, \
        stride, output.elements + (token) * output.stride + (row), output.stride)
    COVER(rows.count, token_count, TILE)
#undef TILE
}

INLINE void multiply_quantized(
    const int format, const cquantkit_matrix *matrix, cquantkit_row_range rows,
    const cquantkit_quantized_activations *activations, size_t token_count, cquantkit_product output
) {
#define TILE(tile_rows, tile_tokens, row, token) \
    multiply_quantized_tile( \
        format, tile_rows, tile_tokens, matrix, rows.first + (row), activations, token, \
        output.elements + (token) * output.stride + (row), output.stride)
    COVER(rows.count, token_count, TILE)
#undef TILE
}

void KERNEL(multiply)(
    const cquantkit_matrix *matrix, cquantkit_row_range rows, const float *activations,
    size_t stride, size_t token_count, cquantkit_product output
) {
#define CASE(format) \
    case format: \
        multiply(format, matrix, rows, activations, stride, token_count, output); \
        break;
    switch (matrix->format) {
        CASE(cquantkit_weight_f32)
        CASE(cquantkit_weight_f16)
        CASE(cquantkit_weight_bf16)
        CASE(cquantkit_weight_i8)
        CASE(cquantkit_weight_i4)
    }
#undef CASE
}

void KERNEL(multiply_quantized)(
    const cquantkit_matrix *matrix, cquantkit_row_range rows,
    const cquantkit_quantized_activations *activations, size_t token_count, cquantkit_product output
) {
    if (matrix->format == cquantkit_weight_i8) {
        multiply_quantized(
            cquantkit_weight_i8, matrix, rows, activations, token_count, output);
    } else {
        multiply_quantized(
            cquantkit_weight_i4, matrix, rows, activations, token_count, output);
    }
}

void KERNEL(quantize_activations)(
    const float *activations, size_t column_count, int8_t *codes, float *scales
) {
    const size_t chunk = cquantkit_activation_chunk;
    const size_t padded_count = (column_count + chunk - 1) / chunk * chunk;
    for (size_t column = 0; column < padded_count; column += cquantkit_activation_block) {
        float values[cquantkit_activation_block] = {0};
        const size_t rest = column < column_count ? column_count - column : 0;
        const size_t count = rest < cquantkit_activation_block ? rest : cquantkit_activation_block;
        memcpy(values, activations + column, count * sizeof(float));

        // Magnitudes compare like their bits, and NaN above infinity above all numbers.
        int32_t largest_bits = 0;
        for (int i = 0; i < cquantkit_activation_block; i++) {
            int32_t bits;
            memcpy(&bits, values + i, sizeof bits);
            bits &= 0x7FFFFFFF;
            largest_bits = bits > largest_bits ? bits : largest_bits;
        }
        float largest;
        memcpy(&largest, &largest_bits, sizeof largest);
        const int is_finite = largest_bits < 0x7F800000;
        *scales++ = is_finite ? largest / 127 : __builtin_nanf("");
        // Below 2^-119 the reciprocal would overflow, and the codes carry nothing anyway.
        const float inverse = is_finite && largest > 0x1p-119f ? 127 / largest : 0;
        for (int i = 0; i < cquantkit_activation_block; i += lane_count) {
            lanes_f32 scaled = is_finite ? lanes_load(values + i) * inverse : (lanes_f32){0};
            lanes_i8 rounded = __builtin_convertvector(lanes_round(scaled), lanes_i8);
            memcpy(codes, &rounded, sizeof rounded);
            codes += lane_count;
        }
    }
}

void KERNEL(widen_row)(const cquantkit_matrix *matrix, size_t row, float *output) {
    const uint8_t *first = row_start(matrix, row);
    const float scale = row_scale(matrix, row);
    const size_t columns = matrix->column_count, tail = columns % lane_count;
#define CASE(format) \
    case format: \
        for (size_t column = 0; column + lane_count <= columns; column += lane_count) { \
            lanes_store(load_weights(format, first, column) * scale, output + column); \
        } \
        if (tail > 0) { \
            lanes_f32 last = load_last_weights(format, first, columns - tail, tail) * scale; \
            lanes_store_part(last, output + columns - tail, tail); \
        } \
        break;
    switch (matrix->format) {
        CASE(cquantkit_weight_f32)
        CASE(cquantkit_weight_f16)
        CASE(cquantkit_weight_bf16)
        CASE(cquantkit_weight_i8)
        CASE(cquantkit_weight_i4)
    }
#undef CASE
}
