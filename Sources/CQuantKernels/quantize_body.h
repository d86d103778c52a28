//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// The kernels of quantize_kernels.h, included once for each instruction set.
//
// Written with vectors of sixteen columns, which the compiler maps to the registers there are, so that
// all sets share one text and give the same bits. The includer defines KERNEL(name), which gives a name
// its suffix, and KERNEL_HAS_HALF_CONVERSION, 1 where the processor converts binary16.

#include <float.h>
#include <string.h>

// A fused multiplication and addition would round once where the scheme rounds twice.
#pragma STDC FP_CONTRACT OFF

enum { group_size = 16 };

typedef float f32x16 __attribute__((vector_size(64)));
typedef double f64x16 __attribute__((vector_size(128)));
typedef int32_t i32x16 __attribute__((vector_size(64)));
typedef uint32_t u32x16 __attribute__((vector_size(64)));
typedef int16_t i16x32 __attribute__((vector_size(64)));
typedef uint16_t u16x16 __attribute__((vector_size(32)));
typedef int8_t i8x16 __attribute__((vector_size(16)));
typedef uint8_t u8x16 __attribute__((vector_size(16)));
typedef uint8_t u8x8 __attribute__((vector_size(8)));
#if KERNEL_HAS_HALF_CONVERSION
typedef _Float16 f16x16 __attribute__((vector_size(32)));
#endif

// Vectors go through pointers: by value their passing would depend on the instruction set.
#define INLINE static inline __attribute__((always_inline))

static const int32_t magnitude_mask = 0x7FFFFFFF;

// MARK: - Conversion

/// Sixteen finite weights as floats; exact.
INLINE void KERNEL(widen)(cquantkit_format format, const unsigned char *source, f32x16 *weights) {
    switch (format) {
    case cquantkit_format_binary16: {
#if KERNEL_HAS_HALF_CONVERSION
        f16x16 halves;
        memcpy(&halves, source, sizeof halves);
        *weights = __builtin_convertvector(halves, f32x16);
#else
        u16x16 patterns;
        memcpy(&patterns, source, sizeof patterns);
        const u32x16 wide = __builtin_convertvector(patterns, u32x16);
        // Exponent and significand fall into place but for the bias; the product sets that right, also
        // for subnormal numbers.
        const f32x16 magnitude = (f32x16)((wide & 0x7FFF) << 13) * 0x1p112f;
        *weights = (f32x16)((u32x16)magnitude | (wide & 0x8000) << 16);
#endif
        break;
    }
    case cquantkit_format_bfloat16: {
        u16x16 patterns;
        memcpy(&patterns, source, sizeof patterns);
        *weights = (f32x16)(__builtin_convertvector(patterns, u32x16) << 16);
        break;
    }
    case cquantkit_format_binary32:
        memcpy(weights, source, sizeof *weights);
        break;
    }
}

/// Sixteen floats within the range of a format as its values, ties to even.
INLINE void KERNEL(narrow)(cquantkit_format format, const f32x16 *weights, unsigned char *target) {
    const u32x16 bits = (u32x16)*weights;
    switch (format) {
    case cquantkit_format_binary16: {
#if KERNEL_HAS_HALF_CONVERSION
        const f16x16 halves = __builtin_convertvector(*weights, f16x16);
        memcpy(target, &halves, sizeof halves);
#else
        const u32x16 magnitude = bits & 0x7FFFFFFF;
        const u32x16 normal = (magnitude + 0xFFF + (magnitude >> 13 & 1)) >> 13;
        // Subnormal halves are multiples of 2^-24, as are the floats from 0.5 to 1: the sum's last bits
        // are the half's.
        const f32x16 shifted = (f32x16)magnitude + 0.5f;
        const u32x16 is_small = (u32x16)((i32x16)magnitude < 0x38800000);  // 2^-14
        const u32x16 halves = ((normal - (112 << 10)) & ~is_small)
            | (((u32x16)shifted - 0x3F000000) & is_small) | (bits >> 16 & 0x8000);
        const u16x16 patterns = __builtin_convertvector(halves, u16x16);
        memcpy(target, &patterns, sizeof patterns);
#endif
        break;
    }
    case cquantkit_format_bfloat16: {
        const u32x16 halves = (bits + 0x7FFF + (bits >> 16 & 1)) >> 16;
        const u16x16 patterns = __builtin_convertvector(halves, u16x16);
        memcpy(target, &patterns, sizeof patterns);
        break;
    }
    case cquantkit_format_binary32:
        memcpy(target, weights, sizeof *weights);
        break;
    }
}

// MARK: - Magnitude

static uint32_t KERNEL(magnitude)(
    cquantkit_format format, const void *weights, size_t column_count) {
    const unsigned char *source = weights;
    const size_t size = cquantkit_format_size(format);
    const size_t vector_byte_count = column_count * size / 64 * 64;
    uint32_t largest = 0;
    if (size == 2) {
        i16x32 maxima = {0};
        for (size_t offset = 0; offset < vector_byte_count; offset += 64) {
            i16x32 patterns;
            memcpy(&patterns, source + offset, sizeof patterns);
            maxima = __builtin_elementwise_max(maxima, patterns & 0x7FFF);
        }
        largest = (uint32_t)__builtin_reduce_max(maxima);
    } else {
        i32x16 maxima = {0};
        for (size_t offset = 0; offset < vector_byte_count; offset += 64) {
            i32x16 patterns;
            memcpy(&patterns, source + offset, sizeof patterns);
            maxima = __builtin_elementwise_max(maxima, patterns & magnitude_mask);
        }
        largest = (uint32_t)__builtin_reduce_max(maxima);
    }
    const uint32_t mask = size == 2 ? 0x7FFF : 0x7FFFFFFF;
    for (size_t offset = vector_byte_count; offset < column_count * size; offset += size) {
        uint32_t pattern = 0;
        memcpy(&pattern, source + offset, size);
        if ((pattern & mask) > largest) { largest = pattern & mask; }
    }
    return largest;
}

// MARK: - Encoding

/// The running sums of a row.
typedef struct row_sums {
    f64x16 squares;
    f64x16 squared_errors;
    i32x16 largest_error;  // bit patterns, which order as the magnitudes do
} row_sums;

/// Adds sixteen squares. Each is exact in double, so fusing changes no bit.
INLINE void KERNEL(add_squares)(f64x16 *sums, const f32x16 *values) {
#pragma STDC FP_CONTRACT ON
    const f64x16 wide = __builtin_convertvector(*values, f64x16);
    *sums += wide * wide;
}

INLINE void KERNEL(encode_group)(
    cquantkit_format format, const unsigned char *source, float scale, row_sums *sums, u8x16 *codes) {
    f32x16 weights;
    KERNEL(widen)(format, source, &weights);
    // Adding 1.5 * 2^23 leaves no bits for a fraction: the sum is rounded to a whole number, ties to even,
    // and its low byte is the code in two's complement.
    const float shift = 0x1.8p23f;
    const f32x16 shifted = weights / scale + shift;
    *codes = __builtin_convertvector((u32x16)shifted, u8x16);

    // Weight and code have one sign, so the error's magnitude is the difference of the magnitudes.
    const i32x16 product = (i32x16)((shifted - shift) * scale) & magnitude_mask;
    const i32x16 finite = __builtin_elementwise_min(product, (i32x16){0} + 0x7F7FFFFF);  // FLT_MAX
    const f32x16 errors = (f32x16)((i32x16)weights & magnitude_mask) - (f32x16)finite;
    sums->largest_error =
        __builtin_elementwise_max(sums->largest_error, (i32x16)errors & magnitude_mask);
    KERNEL(add_squares)(&sums->squares, &weights);
    KERNEL(add_squares)(&sums->squared_errors, &errors);
}

/// Two codes a byte, the first in the low half.
INLINE void KERNEL(pack_nibbles)(const u8x16 *codes, u8x8 *packed) {
    const u8x8 even = __builtin_shufflevector(*codes, *codes, 0, 2, 4, 6, 8, 10, 12, 14);
    const u8x8 odd = __builtin_shufflevector(*codes, *codes, 1, 3, 5, 7, 9, 11, 13, 15);
    *packed = (even & 0xF) | odd << 4;
}

/// Counts eight bytes.
INLINE void KERNEL(count_word)(uint64_t *byte_counts, const unsigned char *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    for (int byte = 0; byte < 8; byte++) {
        const int table = byte % cquantkit_byte_table_count;
        byte_counts[table * cquantkit_byte_table_size + (word >> (8 * byte) & 0xFF)]++;
    }
}

INLINE double KERNEL(sum_by_halves)(const f64x16 *lanes) {
    double sums[group_size];
    memcpy(sums, lanes, sizeof sums);
    for (int half = group_size / 2; half > 0; half /= 2) {
        for (int lane = 0; lane < half; lane++) { sums[lane] += sums[lane + half]; }
    }
    return sums[0];
}

static double KERNEL(sum_of_squares)(
    cquantkit_format format, const void *weights, size_t column_count) {
    const unsigned char *source = weights;
    const size_t size = cquantkit_format_size(format);
    f64x16 sums = {0};
    f32x16 values;
    for (size_t i = 0; i < column_count / group_size; i++) {
        KERNEL(widen)(format, source, &values);
        KERNEL(add_squares)(&sums, &values);
        source += group_size * size;
    }
    const size_t rest = column_count % group_size;
    if (rest > 0) {
        unsigned char padded[group_size * sizeof(float)] = {0};
        memcpy(padded, source, rest * size);
        KERNEL(widen)(format, padded, &values);
        KERNEL(add_squares)(&sums, &values);
    }
    return KERNEL(sum_by_halves)(&sums);
}

INLINE void KERNEL(encode_row)(
    cquantkit_format format, int bits, const unsigned char *weights, size_t column_count, float scale,
    unsigned char *codes, uint64_t *byte_counts, cquantkit_row_summary *summary) {
    const size_t size = cquantkit_format_size(format);
    const size_t group_code_size = cquantkit_code_size(bits, group_size);
    row_sums sums = {{0}, {0}, {0}};
    u8x16 group;
    u8x8 packed;
    const size_t group_count = column_count / group_size;
    for (size_t i = 0; i < group_count; i++) {
        KERNEL(encode_group)(format, weights, scale, &sums, &group);
        if (bits == 4) {
            KERNEL(pack_nibbles)(&group, &packed);
            memcpy(codes, &packed, sizeof packed);
        } else {
            memcpy(codes, &group, sizeof group);
            KERNEL(count_word)(byte_counts, codes + 8);
        }
        KERNEL(count_word)(byte_counts, codes);
        weights += group_size * size;
        codes += group_code_size;
    }

    const size_t rest = column_count % group_size;
    if (rest > 0) {
        // Zero has code and error 0, so the padding shows in neither sums nor codes.
        unsigned char padded[group_size * sizeof(float)] = {0};
        memcpy(padded, weights, rest * size);
        KERNEL(encode_group)(format, padded, scale, &sums, &group);
        KERNEL(pack_nibbles)(&group, &packed);
        const size_t code_size = cquantkit_code_size(bits, rest);
        memcpy(codes, bits == 4 ? (const void *)&packed : (const void *)&group, code_size);
        for (size_t i = 0; i < code_size; i++) { byte_counts[codes[i]]++; }
    }

    summary->sum_of_squares = KERNEL(sum_by_halves)(&sums.squares);
    summary->sum_of_squared_errors = KERNEL(sum_by_halves)(&sums.squared_errors);
    const int32_t largest_error = __builtin_reduce_max(sums.largest_error);
    memcpy(&summary->maximum_absolute_error, &largest_error, sizeof largest_error);
}

static void KERNEL(encode)(
    cquantkit_format format, int bits, const void *weights, size_t column_count, float scale,
    void *codes, uint64_t *byte_counts, cquantkit_row_summary *summary) {
// Constants for format and bits, so that each inlined copy is made for one pair.
#define ENCODE(format, bits) \
    KERNEL(encode_row)( \
        format, bits, weights, column_count, scale, codes, byte_counts, summary)
    switch (format) {
    case cquantkit_format_binary16:
        if (bits == 8) { ENCODE(cquantkit_format_binary16, 8); }
        else { ENCODE(cquantkit_format_binary16, 4); }
        break;
    case cquantkit_format_bfloat16:
        if (bits == 8) { ENCODE(cquantkit_format_bfloat16, 8); }
        else { ENCODE(cquantkit_format_bfloat16, 4); }
        break;
    case cquantkit_format_binary32:
        if (bits == 8) { ENCODE(cquantkit_format_binary32, 8); }
        else { ENCODE(cquantkit_format_binary32, 4); }
        break;
    }
#undef ENCODE
}

// MARK: - Decoding

INLINE void KERNEL(decode_group)(
    cquantkit_format format, int bits, const unsigned char *codes, float scale,
    unsigned char *target) {
    i8x16 values;
    if (bits == 4) {
        u8x8 packed;
        memcpy(&packed, codes, sizeof packed);
        const i8x16 pairs = (i8x16)__builtin_shufflevector(
            packed, packed, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
        // The low half of even bytes goes to the top; the shift back keeps the sign.
        const i8x16 is_even = {-1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0};
        values = ((pairs << 4 & is_even) | (pairs & ~is_even)) >> 4;
    } else {
        memcpy(&values, codes, sizeof values);
    }
    const int32_t limit = format == cquantkit_format_binary16 ? 0x477FE000  // 65504
        : format == cquantkit_format_bfloat16                 ? 0x7F7F0000
                                                              : 0x7F7FFFFF;
    const i32x16 product = (i32x16)(__builtin_convertvector(values, f32x16) * scale);
    const i32x16 magnitude =
        __builtin_elementwise_min(product & magnitude_mask, (i32x16){0} + limit);
    const f32x16 weights = (f32x16)(magnitude | (product & ~magnitude_mask));
    KERNEL(narrow)(format, &weights, target);
}

static void KERNEL(decode)(
    cquantkit_format format, int bits, const void *codes, float scale, size_t column_count,
    void *weights) {
    const size_t size = cquantkit_format_size(format);
    const size_t group_code_size = cquantkit_code_size(bits, group_size);
    const unsigned char *source = codes;
    unsigned char *target = weights;
    for (size_t i = 0; i < column_count / group_size; i++) {
        KERNEL(decode_group)(format, bits, source, scale, target);
        source += group_code_size;
        target += group_size * size;
    }
    const size_t rest = column_count % group_size;
    if (rest > 0) {
        unsigned char padded_codes[group_size] = {0};
        unsigned char padded_weights[group_size * sizeof(float)];
        memcpy(padded_codes, source, cquantkit_code_size(bits, rest));
        KERNEL(decode_group)(format, bits, padded_codes, scale, padded_weights);
        memcpy(target, padded_weights, rest * size);
    }
}

const cquantkit_row_kernels KERNEL(cquantkit_row_kernels) = {
    KERNEL(magnitude),
    KERNEL(sum_of_squares),
    KERNEL(encode),
    KERNEL(decode),
};

#undef INLINE
