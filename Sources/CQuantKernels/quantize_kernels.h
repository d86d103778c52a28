//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// What quantize.c and the kernels of each instruction set share. Not API.

#ifndef CQUANTKERNELS_QUANTIZE_KERNELS_H
#define CQUANTKERNELS_QUANTIZE_KERNELS_H

#include "CQuantKernels.h"

/// The work on a row that is written once and compiled for each instruction set.
typedef struct cquantkit_row_kernels {
    /// The largest bit pattern of the weights, their signs cleared. Patterns order as magnitudes do, those
    /// of infinity and NaN last.
    uint32_t (*magnitude)(cquantkit_format format, const void *weights, size_t column_count);

    /// The sum of the squares of finite weights, in the order of the summary's sums.
    double (*sum_of_squares)(cquantkit_format format, const void *weights, size_t column_count);

    /// Writes and counts the codes of a row for a scale above 0 that keeps every code in its range, and
    /// sets the sums and the error of the summary.
    void (*encode)(
        cquantkit_format format, int bits, const void *weights, size_t column_count, float scale,
        void *codes, uint64_t *byte_counts, cquantkit_row_summary *summary);

    /// Writes the weights of a row.
    void (*decode)(
        cquantkit_format format, int bits, const void *codes, float scale, size_t column_count,
        void *weights);
} cquantkit_row_kernels;

extern const cquantkit_row_kernels cquantkit_row_kernels_generic;
#if defined(__x86_64__)
extern const cquantkit_row_kernels cquantkit_row_kernels_avx2;
extern const cquantkit_row_kernels cquantkit_row_kernels_avx512;
#elif defined(__aarch64__)
extern const cquantkit_row_kernels cquantkit_row_kernels_neon;
#endif

static inline size_t cquantkit_format_size(cquantkit_format format) {
    return format == cquantkit_format_binary32 ? 4 : 2;
}

/// The bytes of the codes of a row.
static inline size_t cquantkit_code_size(int bits, size_t column_count) {
    return bits == 8 ? column_count : (column_count / 8 + (column_count % 8 != 0)) * 4;
}

#endif
