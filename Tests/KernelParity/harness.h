//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// What the parity tests share: seeded data, memory that ends where it may not be read, results.

#ifndef PARITY_HARNESS_H
#define PARITY_HARNESS_H

#include "CQuantKernels.h"

/// The instruction set under test.
extern cquantkit_isa parity_isa;

// MARK: Data, the same on every machine

uint64_t random_bits(void);
/// A number from 0 to limit - 1.
size_t random_below(size_t limit);
/// A multiple of 2^-23 from -1 up to 1.
float random_float(void);

/// Memory that ends at a page that can be neither read nor written, filled with 0xA5; stays until
/// `release_memory`.
void *guarded(size_t byte_count);
void release_memory(void);

float *random_floats(size_t count);

// MARK: Results

/// Begins the results of a kernel.
void begin(const char *kernel);
/// Ends them: prints the kernel's name, the number of comparisons and the checksum of its results.
void end(void);

/// Adds results to the checksum; every NaN counts as the same.
void add_bytes(const void *bytes, size_t byte_count);
void add_floats(const float *values, size_t count);

/// Counts a comparison; when it fails, prints what and ends the program.
void expect(int holds, const char *format, ...) __attribute__((format(printf, 2, 3)));
/// Expects a number no further from another than a tolerance; NaN and infinities must be equal.
void expect_near(float found, double expected, double tolerance, const char *what, size_t index);
/// Expects the same bits; every NaN counts as the same.
void expect_same(float found, float expected, const char *what, size_t index);

// MARK: Tests

void test_matmul(void);
void test_activations(void);
void test_rows(void);
void test_elementwise(void);
void test_attention(void);
void test_memory(void);

/// The value of a binary16 pattern, without the help of a processor.
float value_of_half(uint16_t pattern);

#endif
