//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// Runs each kernel once, for `instruction_counts.py`, under Valgrind's Callgrind, which it tells where a
// kernel begins and ends. Prints for each: instruction set, operations, name.

#include "CQuantKernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <valgrind/callgrind.h>

/// Shapes of a small model's layer; the columns are whole groups of activations.
enum {
    row_count = 128, column_count = 2048, token_count = 24,
    dimension = 64, position_count = 1024, query_count = 32,
};

static uint32_t random_state = 1;

static void *random_bytes(size_t byte_count, uint8_t mask) {
    uint8_t *bytes = malloc(byte_count);
    for (size_t i = 0; i < byte_count; i++) {
        random_state = random_state * 1664525 + 1013904223;
        bytes[i] = (uint8_t)(random_state >> 24) & mask;
    }
    return bytes;
}

static float *random_floats(size_t count) {
    float *values = malloc(count * sizeof(float));
    for (size_t i = 0; i < count; i++) {
        random_state = random_state * 1664525 + 1013904223;
        values[i] = (float)(int32_t)random_state * 0x1p-31f;
    }
    return values;
}

/// Counts the instructions of a call.
#define COUNT(set, operations, name, call) do { \
    printf("%s\t%llu\t%s\n", set_names[set], (unsigned long long)(operations), name); \
    fflush(stdout); \
    CALLGRIND_ZERO_STATS; \
    call; \
    CALLGRIND_DUMP_STATS_AT(name); \
} while (0)

static const char *const set_names[] = {"generic", "avx2"};

/// A kind of matrix; `order` is that of its activations.
static const struct {
    cquantkit_weight_format format;
    size_t bits, group_length;
    cquantkit_activation_order order;
    const char *exact_vector, *exact_matrix, *activations, *vector, *matrix;
} kinds[] = {
    {
        cquantkit_weight_f16, 16, 0, cquantkit_activation_plain,
        "matrix x vector, F16, exact", "matrix x matrix, F16, exact", NULL, NULL, NULL,
    },
    {
        cquantkit_weight_i8, 8, 0, cquantkit_activation_plain,
        "matrix x vector, int8, exact", "matrix x matrix, int8, exact", "activations for int8",
        "matrix x vector, int8, fast", "matrix x matrix, int8, fast",
    },
    {
        cquantkit_weight_i4, 4, 0, cquantkit_activation_split,
        "matrix x vector, int4, exact", "matrix x matrix, int4, exact", "activations for int4",
        "matrix x vector, int4, fast", "matrix x matrix, int4, fast",
    },
    {
        cquantkit_weight_i8, 8, 32, cquantkit_activation_transposed,
        "matrix x vector, int8, groups of 32, exact", "matrix x matrix, int8, groups of 32, exact",
        "activations for int8, groups of 32",
        "matrix x vector, int8, groups of 32, fast", "matrix x matrix, int8, groups of 32, fast",
    },
    {
        cquantkit_weight_i4, 4, 32, cquantkit_activation_transposed_split,
        "matrix x vector, int4, groups of 32, exact", "matrix x matrix, int4, groups of 32, exact",
        "activations for int4, groups of 32",
        "matrix x vector, int4, groups of 32, fast", "matrix x matrix, int4, groups of 32, fast",
    },
};

static void count_products(cquantkit_isa isa) {
    const size_t weight_count = (size_t)row_count * column_count;
    const cquantkit_row_range rows = {0, row_count};
    const float *activations = random_floats(token_count * column_count);
    const float *scales = random_floats(row_count);
    // Finite numbers all, and what is read behind the last row.
    const void *elements = random_bytes(weight_count * 2 + cquantkit_row_slack, 0x77);
    const void *group_scales =
        random_bytes((weight_count / 32 + cquantkit_scale_padding) * sizeof(uint16_t), 0x77);
    const cquantkit_product output = {random_floats(token_count * row_count), row_count};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        cquantkit_matrix matrix = {
            .format = kinds[i].format, .elements = elements,
            .row_byte_count = column_count * kinds[i].bits / 8, .column_count = column_count,
        };
        if (kinds[i].group_length > 0) {
            matrix.group_scales = group_scales;
            matrix.group_length = kinds[i].group_length;
        } else if (kinds[i].bits < 16) {
            matrix.scales = scales;
        }
        COUNT(isa, weight_count, kinds[i].exact_vector,
            cquantkit_multiply(isa, &matrix, rows, activations, column_count, 1, output));
        COUNT(isa, weight_count * token_count, kinds[i].exact_matrix,
            cquantkit_multiply(isa, &matrix, rows, activations, column_count, token_count, output));
        if (kinds[i].vector == NULL) continue;
        const size_t groups = column_count / cquantkit_activation_group;
        int8_t *codes = malloc(token_count * column_count);
        float *lane_scales = malloc(token_count * groups * cquantkit_activation_lanes * sizeof(float));
        int32_t *sums = malloc(token_count * groups * cquantkit_activation_lanes * sizeof(int32_t));
        const cquantkit_quantized_activations quantized = {codes, lane_scales, sums, groups};
        COUNT(isa, token_count * column_count, kinds[i].activations,
            for (size_t token = 0; token < token_count; token++) {
                cquantkit_quantize_activations(
                    isa, kinds[i].order, activations + token * column_count, column_count,
                    codes + token * column_count,
                    lane_scales + token * groups * cquantkit_activation_lanes,
                    sums + token * groups * cquantkit_activation_lanes);
            });
        COUNT(isa, weight_count, kinds[i].vector,
            cquantkit_multiply_quantized(isa, &matrix, rows, &quantized, 1, output));
        COUNT(isa, weight_count * token_count, kinds[i].matrix,
            cquantkit_multiply_quantized(isa, &matrix, rows, &quantized, token_count, output));
    }
}

static void count_rows(cquantkit_isa isa) {
    const void *weights = random_bytes((size_t)row_count * column_count * 2, 0xBB);  // all finite
    uint64_t *byte_counts =
        calloc(cquantkit_byte_table_count * cquantkit_byte_table_size, sizeof(uint64_t));
    uint8_t *codes = malloc(column_count);
    cquantkit_row_summary summary;
    for (int bits = 8; bits >= 4; bits -= 4) {
        COUNT(isa, row_count * column_count,
            bits == 8 ? "quantize rows, F16 to int8" : "quantize rows, F16 to int4",
            for (size_t row = 0; row < row_count; row++) {
                cquantkit_quantize_row(
                    isa, cquantkit_format_binary16, bits, (cquantkit_scale_rule){0, 0},
                    (const uint8_t *)weights + row * column_count * 2, column_count, codes,
                    byte_counts, &summary);
            });
    }
}

static void count_attention(cquantkit_isa isa) {
    enum { block_count = position_count / cquantkit_cache_block };
    const size_t value_offset = cquantkit_cache_block * dimension * sizeof(uint16_t);
    const float slope = 0;
    const void *blocks[block_count];
    for (int i = 0; i < block_count; i++) blocks[i] = random_bytes(2 * value_offset, 0xBB);
    cquantkit_attention attention = {
        .format = cquantkit_cache_f16, .blocks = blocks, .head = {.values = value_offset},
        .dimension = dimension, .group = 1, .first_position = position_count - 1, .query_count = 1,
        .queries = random_floats(query_count * dimension), .query_stride = dimension,
        .scale = 0.125f, .slopes = &slope, .output = random_floats(query_count * dimension),
        .output_stride = dimension,
    };
    COUNT(isa, 2 * dimension * position_count, "attention, 1 query, F16 cache",
        cquantkit_attend(isa, &attention));
    attention.first_position = position_count - query_count;
    attention.query_count = query_count;
    const size_t seen = query_count * position_count - query_count * (query_count - 1) / 2;
    COUNT(isa, 2 * dimension * seen, "attention, 32 queries, F16 cache",
        cquantkit_attend(isa, &attention));
}

int main(void) {
    for (cquantkit_isa isa = cquantkit_isa_generic; isa <= cquantkit_isa_avx2; isa++) {
        if (!cquantkit_isa_supported(isa)) {
            fprintf(stderr, "the processor does not support %s\n", set_names[isa]);
            return 1;
        }
        random_state = 1;
        count_products(isa);
        count_rows(isa);
        count_attention(isa);
    }
    return 0;
}
