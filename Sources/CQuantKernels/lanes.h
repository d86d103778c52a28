//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// Sixteen lanes of float32, the unit that the portable kernels compute in. The compiler maps them to
// one AVX-512, two AVX2 or four SSE or NEON registers, so one source serves every instruction set and adds in
// the same order on all of them. For inclusion in a file that sets the target with a pragma.

#ifndef CQUANTKERNELS_LANES_H
#define CQUANTKERNELS_LANES_H

#include "CQuantKernels.h"

#include <string.h>

// The vectors never cross a real call, so how a call would pass them does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))

/// A loop whose count is a constant after inlining, written out.
#define EACH(index, count) \
    _Pragma("clang loop unroll(full)") for (int index = 0; index < (count); index++)

enum { lane_count = 16 };

typedef float lanes_f32 __attribute__((vector_size(64)));
typedef int32_t lanes_i32 __attribute__((vector_size(64)));
typedef uint32_t lanes_u32 __attribute__((vector_size(64)));
typedef uint16_t lanes_u16 __attribute__((vector_size(32)));
typedef int8_t lanes_i8 __attribute__((vector_size(16)));

// Casts between vectors of one size keep the bits.

INLINE lanes_f32 lanes_splat(float value) { return value - (lanes_f32){0}; }

INLINE lanes_f32 lanes_load(const float *source) {
    lanes_f32 lanes;
    memcpy(&lanes, source, sizeof lanes);
    return lanes;
}

INLINE void lanes_store(lanes_f32 lanes, float *target) { memcpy(target, &lanes, sizeof lanes); }

INLINE lanes_f32 lanes_load_part(const float *source, size_t count) {
    lanes_f32 lanes = {0};
    memcpy(&lanes, source, count * sizeof(float));
    return lanes;
}

INLINE void lanes_store_part(lanes_f32 lanes, float *target, size_t count) {
    memcpy(target, &lanes, count * sizeof(float));
}

/// `mask` has all bits set or none in each lane.
INLINE lanes_f32 lanes_select(lanes_i32 mask, lanes_f32 yes, lanes_f32 no) {
    return (lanes_f32)(((lanes_i32)yes & mask) | ((lanes_i32)no & ~mask));
}

/// The sum in a fixed order: halves onto each other.
INLINE float lanes_sum(lanes_f32 lanes) {
    typedef float eight __attribute__((vector_size(32)));
    typedef float four __attribute__((vector_size(16)));
    eight a = __builtin_shufflevector(lanes, lanes, 0, 1, 2, 3, 4, 5, 6, 7)
        + __builtin_shufflevector(lanes, lanes, 8, 9, 10, 11, 12, 13, 14, 15);
    four b = __builtin_shufflevector(a, a, 0, 1, 2, 3) + __builtin_shufflevector(a, a, 4, 5, 6, 7);
    return (b[0] + b[2]) + (b[1] + b[3]);
}

INLINE lanes_f32 lanes_max(lanes_f32 a, lanes_f32 b) { return lanes_select(a > b, a, b); }

/// The largest lane.
INLINE float lanes_largest(lanes_f32 lanes) {
    lanes = lanes_max(
        lanes, __builtin_shufflevector(
                   lanes, lanes, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
    lanes = lanes_max(
        lanes, __builtin_shufflevector(
                   lanes, lanes, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11));
    const float a = lanes[0] > lanes[1] ? lanes[0] : lanes[1];
    const float b = lanes[2] > lanes[3] ? lanes[2] : lanes[3];
    return a > b ? a : b;
}

INLINE lanes_f32 lanes_from_bf16(lanes_u16 bits) {
    return (lanes_f32)(__builtin_convertvector(bits, lanes_u32) << 16);
}

/// The values of binary16 bit patterns; exact, subnormals, infinities and NaN included.
INLINE lanes_f32 lanes_from_f16(lanes_u16 bits) {
#if defined(LANES_HAVE_F16)
    typedef _Float16 halves __attribute__((vector_size(32)));
    return __builtin_convertvector((halves)bits, lanes_f32);
#else
    lanes_u32 wide = __builtin_convertvector(bits, lanes_u32);
    lanes_u32 magnitude = (wide & 0x7FFF) << 13;
    // Rebiases the exponent by 112; a multiplication normalizes subnormals on the way.
    lanes_u32 finite = (lanes_u32)((lanes_f32)magnitude * 0x1p112f);
    lanes_u32 special = magnitude | 0x7F800000;
    lanes_u32 is_special = (lanes_u32)((wide & 0x7C00) == 0x7C00);
    return (lanes_f32)(((special & is_special) | (finite & ~is_special)) | (wide & 0x8000) << 16);
#endif
}

/// The nearest binary16 value, ties to even, as bits.
INLINE uint16_t f16_bits(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    const uint32_t sign = bits >> 16 & 0x8000, magnitude = bits & 0x7FFFFFFF;
    if (magnitude > 0x7F800000) return (uint16_t)(sign | 0x7E00);
    if (magnitude >= 0x477FF000) return (uint16_t)(sign | 0x7C00);  // 65520 and above
    if (magnitude < 0x38800000) {
        // Below 2^-14 the step is 2^-24: adding 0.5 rounds to it, the step of floats from 0.5 on.
        float shifted;
        memcpy(&shifted, &magnitude, sizeof shifted);
        shifted += 0.5f;
        memcpy(&bits, &shifted, sizeof bits);
        return (uint16_t)(sign | (bits - 0x3F000000));
    }
    return (uint16_t)(sign | (magnitude - 0x38000000 + 0x0FFF + (magnitude >> 13 & 1)) >> 13);
}

/// The nearest binary16 values, ties to even, as bits.
INLINE lanes_u16 lanes_to_f16(lanes_f32 lanes) {
#if defined(LANES_HAVE_F16)
    typedef _Float16 halves __attribute__((vector_size(32)));
    return (lanes_u16)__builtin_convertvector(lanes, halves);
#else
    lanes_u16 bits;
    for (int i = 0; i < lane_count; i++) bits[i] = f16_bits(lanes[i]);
    return bits;
#endif
}

/// The nearest integers, ties to even, of values below 2^22 in magnitude.
INLINE lanes_i32 lanes_round(lanes_f32 lanes) {
    // Adding 1.5 * 2^23 leaves the integer in the low bits of the significand.
    return (lanes_i32)(lanes + 0x1.8p23f) - 0x4B400000;
}

INLINE lanes_f32 lanes_exp(lanes_f32 x) {
    // exp(x) = 2^n * exp(r), n = round(x / ln 2); ln 2 in two parts so that r keeps all its bits.
    lanes_f32 clamped = lanes_select(x < 89.0f, x, lanes_splat(89.0f));
    clamped = lanes_select(clamped > -104.0f, clamped, lanes_splat(-104.0f));
    lanes_i32 n = lanes_round(clamped * 0x1.715476p0f);
    lanes_f32 whole = __builtin_convertvector(n, lanes_f32);
    lanes_f32 r = clamped - whole * 0x1.62E4p-1f;
    r = r - whole * 0x1.7F7D1Cp-20f;
    // Taylor to the seventh power: the first omitted term is below 2^-29 for |r| <= ln 2 / 2.
    lanes_f32 p = r * (1.0f / 5040) + 1.0f / 720;
    p = p * r + 1.0f / 120;
    p = p * r + 1.0f / 24;
    p = p * r + 1.0f / 6;
    p = p * r + 0.5f;
    p = p * (r * r) + r;
    p = p + 1.0f;
    // 2^n in two factors, since 2^128 and 2^-150 are no normal numbers.
    lanes_i32 half = n >> 1;
    lanes_f32 low = (lanes_f32)((half + 127) << 23);
    lanes_f32 high = (lanes_f32)((n - half + 127) << 23);
    lanes_f32 result = p * low * high;
    return lanes_select(x == x, result, x);
}

#endif
