//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "quantize_kernels.h"

#include <math.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

static const cquantkit_row_kernels *row_kernels(cquantkit_isa isa) {
    switch (isa) {
#if defined(__x86_64__)
    case cquantkit_isa_avx2: return &cquantkit_row_kernels_avx2;
    case cquantkit_isa_avx512: return &cquantkit_row_kernels_avx512;
#elif defined(__aarch64__)
    case cquantkit_isa_neon: return &cquantkit_row_kernels_neon;
#endif
    default: return &cquantkit_row_kernels_generic;
    }
}

static float float_of_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint32_t bits_of_float(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/// The pattern of infinity, sign cleared; those of NaN are above it.
static uint32_t infinity_pattern(cquantkit_format format) {
    switch (format) {
    case cquantkit_format_binary16: return 0x7C00;
    case cquantkit_format_bfloat16: return 0x7F80;
    case cquantkit_format_binary32: return 0x7F800000;
    }
}

/// The value of a finite pattern, sign cleared.
static float widened(cquantkit_format format, uint32_t pattern) {
    switch (format) {
    case cquantkit_format_binary16: return float_of_bits(pattern << 13) * 0x1p112f;
    case cquantkit_format_bfloat16: return float_of_bits(pattern << 16);
    case cquantkit_format_binary32: return float_of_bits(pattern);
    }
}

/// The nearest value of a format, ties to even, for a number from 0 to the largest finite value.
static float rounded(cquantkit_format format, float value) {
    const uint32_t bits = bits_of_float(value);
    switch (format) {
    case cquantkit_format_binary16:
        // Below the normal numbers all values are multiples of 2^-24, as are the floats from 0.5 to 1.
        if (value < 0x1p-14f) { return (value + 0.5f) - 0.5f; }
        return float_of_bits((bits + 0xFFF + (bits >> 13 & 1)) & 0xFFFFE000);
    case cquantkit_format_bfloat16:
        return float_of_bits((bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000);
    case cquantkit_format_binary32:
        return value;
    }
}

/// The largest pattern of a weight of one sign, its sign cleared; 0 when there is none.
static uint32_t signed_magnitude(
    cquantkit_format format, const unsigned char *weights, size_t column_count, int negative) {
    const size_t size = cquantkit_format_size(format);
    const uint32_t sign = 1u << (8 * size - 1);
    uint32_t largest = 0;
    for (size_t column = 0; column < column_count; column++) {
        uint32_t pattern = 0;
        memcpy(&pattern, weights + column * size, size);
        const uint32_t magnitude = pattern & ~sign;
        if (((pattern & sign) != 0) == negative && magnitude > largest) { largest = magnitude; }
    }
    return largest;
}

/// Whether the codes of a row stay in -maximum_code - 1 ... maximum_code. Its largest magnitude decides,
/// except where that has one code too many for a positive weight.
static int codes_fit(
    cquantkit_format format, const void *weights, size_t column_count, float amax, float scale,
    float maximum_code) {
    if (scale == 0) { return 0; }
    // The first tie, 127.5 or 7.5, goes to the even neighbour, which is out of range; the second does not.
    if (amax / scale < maximum_code + 0.5f) { return 1; }
    if (amax / scale > maximum_code + 1.5f) { return 0; }
    const uint32_t positive = signed_magnitude(format, weights, column_count, 0);
    return widened(format, positive) / scale < maximum_code + 0.5f;
}

/// The scale of a row whose largest magnitude is amax, which is above 0.
static float row_scale(
    cquantkit_format format, int bits, const void *weights, size_t column_count, float amax) {
    const float maximum_code = (float)((1 << (bits - 1)) - 1);
    const float quotient = amax / maximum_code;
    const float candidates[] = {rounded(format, quotient), quotient};
    for (int i = 0; i < 2; i++) {
        if (codes_fit(format, weights, column_count, amax, candidates[i], maximum_code)) {
            return candidates[i];
        }
    }
    // The quotient is the float nearest to the true one: itself not below it, or else the next float.
    // The product is exact in double.
    const int is_below = (double)quotient * (double)maximum_code < (double)amax;
    return is_below ? float_of_bits(bits_of_float(quotient) + 1) : quotient;
}

/// The scale that a step gives a row, or 0 where some codes would not fit.
static float step_scale(double step, double sum_of_squares, size_t column_count, int bits, float amax) {
    const float maximum_code = (float)((1 << (bits - 1)) - 1);
    const double width = step * sqrt(sum_of_squares / (double)column_count);
    const float scale = rounded(cquantkit_format_bfloat16, (float)width);
    return scale > 0 && scale < HUGE_VALF && amax / scale <= maximum_code ? scale : 0;
}

/// The scale of a group: the quotient as a value of binary16, or the next larger where a code would not fit.
/// Infinity where binary16 has none so large.
static float half_scale(
    cquantkit_format format, int bits, const void *weights, size_t column_count, float amax) {
    const float maximum_code = (float)((1 << (bits - 1)) - 1);
    const float scale = rounded(cquantkit_format_binary16, amax / maximum_code);
    if (scale > 65504) { return HUGE_VALF; }
    if (codes_fit(format, weights, column_count, amax, scale, maximum_code)) { return scale; }
    // Below 2^-14 all values are multiples of 2^-24; above, their last bit is bit 13 of the float.
    const float next = scale < 0x1p-14f ? scale + 0x1p-24f : float_of_bits(bits_of_float(scale) + 0x2000);
    return next > 65504 ? HUGE_VALF : next;
}

cquantkit_row_outcome cquantkit_quantize_row(
    cquantkit_isa isa, cquantkit_format format, int bits, cquantkit_scale_rule rule,
    const void *weights, size_t column_count, void *codes, uint64_t *byte_counts,
    cquantkit_row_summary *summary) {
    const cquantkit_row_kernels *kernels = row_kernels(isa);
    const uint32_t magnitude = kernels->magnitude(format, weights, column_count);
    if (magnitude >= infinity_pattern(format)) { return cquantkit_row_not_finite; }

    *summary = (cquantkit_row_summary){0};
    if (magnitude == 0) {
        const size_t code_size = cquantkit_code_size(bits, column_count);
        if (code_size > 0) { memset(codes, 0, code_size); }
        byte_counts[0] += code_size;
        return cquantkit_row_quantized;
    }
    const float amax = widened(format, magnitude);
    float scale = 0;
    if (rule.is_binary16) {
        scale = half_scale(format, bits, weights, column_count, amax);
        if (scale == HUGE_VALF) { return cquantkit_row_scale_too_large; }
    } else if (rule.step > 0) {
        const double sum_of_squares = kernels->sum_of_squares(format, weights, column_count);
        scale = step_scale(rule.step, sum_of_squares, column_count, bits, amax);
    }
    if (scale == 0) { scale = row_scale(format, bits, weights, column_count, amax); }
    kernels->encode(
        format, bits, weights, column_count, scale, codes, byte_counts, summary);
    summary->scale = scale;
    return cquantkit_row_quantized;
}

void cquantkit_dequantize_row(
    cquantkit_isa isa, cquantkit_format format, int bits, const void *codes, float scale,
    size_t column_count, void *weights) {
    row_kernels(isa)->decode(format, bits, codes, scale, column_count, weights);
}
