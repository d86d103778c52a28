//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// The parts of a transformer block between its matrix products.

#include "harness.h"

#include <float.h>
#include <math.h>
#include <string.h>

static const size_t counts[] = {0, 1, 7, 15, 16, 17, 31, 33, 64, 100, 257};

#define EACH_COUNT(count) \
    for (size_t c = 0, count; c < sizeof counts / sizeof *counts && (count = counts[c], 1); c++)

static void test_rms_norm(void) {
    begin("rms_norm");
    EACH_COUNT(count) {
        float *input = random_floats(count), *factors = random_floats(count);
        float *output = guarded(count * sizeof(float));
        cquantkit_rms_norm(parity_isa, input, factors, count, 1e-6f, output);
        double squares = 0;
        for (size_t i = 0; i < count; i++) squares += (double)input[i] * (double)input[i];
        const double root = sqrt(squares / (double)count + (double)1e-6f);
        for (size_t i = 0; i < count; i++) {
            const double expected = (double)input[i] / root * (double)factors[i];
            const double rounding = (double)(count / 16 + 10) * FLT_EPSILON;
            expect_near(output[i], expected, fabs(expected) * rounding, "normalized", i);
        }
        add_floats(output, count);
        // Squares past the range of float32 show, instead of making zeros.
        if (count > 0) {
            input[random_below(count)] = 1e20f;
            cquantkit_rms_norm(parity_isa, input, factors, count, 1e-6f, output);
            for (size_t i = 0; i < count; i++) expect(isnan(output[i]), "overflow at %zu", i);
        }
        release_memory();
    }
    end();
}

static void test_functions(void) {
    static const float specials[] = {NAN, INFINITY, -INFINITY, 0, 88.7f, 89.5f, -87.5f, -103, -105};
    begin("exp");
    EACH_COUNT(count) {
        float *input = random_floats(count), *output = guarded(count * sizeof(float));
        for (size_t i = 0; i < count; i++) {
            input[i] = i % 5 == 4 ? specials[random_below(9)] : input[i] * 100;
        }
        cquantkit_exp(parity_isa, input, count, output);
        for (size_t i = 0; i < count; i++) {
            const double exact = exp((double)input[i]);
            const double expected = exact > FLT_MAX ? INFINITY : input[i] < -104 ? 0 : exact;
            expect_near(output[i], expected, fmax(exact * 0x1p-22, 0x1p-148), "exp", i);
        }
        add_floats(output, count);
        release_memory();
    }
    end();
    begin("silu_multiply");
    EACH_COUNT(count) {
        float *gate = random_floats(count), *up = random_floats(count);
        for (size_t i = 0; i < count; i++) gate[i] *= i % 3 == 0 ? 120 : 8;
        float *output = guarded(count * sizeof(float));
        cquantkit_silu_multiply(parity_isa, gate, up, count, output);
        for (size_t i = 0; i < count; i++) {
            const double g = (double)gate[i], expected = g / (1 + exp(-g)) * (double)up[i];
            // Below exp(-88) float32 ends and the result is 0.
            expect_near(output[i], expected, fabs(expected) * 0x1p-21 + 0x1p-118, "silu", i);
        }
        add_floats(output, count);
        release_memory();
    }
    end();
}

static void test_add_and_rotate(void) {
    begin("add");
    EACH_COUNT(count) {
        float *addend = random_floats(count), *sum = random_floats(count);
        float *before = guarded(count * sizeof(float));
        memcpy(before, sum, count * sizeof(float));
        cquantkit_add(parity_isa, addend, count, sum);
        for (size_t i = 0; i < count; i++) expect_same(sum[i], before[i] + addend[i], "sum", i);
        add_floats(sum, count);
        release_memory();
    }
    end();
    begin("rotate");
    EACH_COUNT(half) {
        float *head = random_floats(2 * half), *cosines = random_floats(half);
        float *sines = random_floats(half), *before = guarded(2 * half * sizeof(float));
        memcpy(before, head, 2 * half * sizeof(float));
        cquantkit_rotate(parity_isa, head, 2 * half, cosines, sines);
        for (size_t i = 0; i < half; i++) {
            const double a = (double)before[i], b = (double)before[half + i];
            const double x = (double)cosines[i], y = (double)sines[i];
            expect_near(head[i], a * x - b * y, 0x1p-22, "rotated", i);
            expect_near(head[half + i], b * x + a * y, 0x1p-22, "rotated", half + i);
        }
        add_floats(head, 2 * half);
        release_memory();
    }
    end();
}

void test_elementwise(void) {
    test_rms_norm();
    test_functions();
    test_add_and_rotate();
}
