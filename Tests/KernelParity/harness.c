//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "harness.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

cquantkit_isa parity_isa;

static uint64_t random_state = 0x9E3779B97F4A7C15;

uint64_t random_bits(void) {
    // SplitMix64.
    uint64_t z = random_state += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}

size_t random_below(size_t limit) { return (size_t)(random_bits() % limit); }

float random_float(void) { return (float)((int64_t)(random_bits() >> 40) - 0x800000) * 0x1p-23f; }

static struct { void *start; size_t length; } mappings[256];
static size_t mapping_count = 0;

void *guarded(size_t byte_count) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t used = (byte_count + page - 1) / page * page;
    const int flags = MAP_PRIVATE | MAP_ANONYMOUS;
    uint8_t *start = mmap(NULL, used + page, PROT_READ | PROT_WRITE, flags, -1, 0);
    const size_t limit = sizeof mappings / sizeof *mappings;
    if (start == MAP_FAILED || mapping_count == limit || mprotect(start + used, page, PROT_NONE)) {
        perror("guarded memory");
        exit(2);
    }
    mappings[mapping_count].start = start;
    mappings[mapping_count++].length = used + page;
    memset(start, 0xA5, used);
    return start + used - byte_count;
}

void release_memory(void) {
    while (mapping_count > 0) {
        mapping_count--;
        munmap(mappings[mapping_count].start, mappings[mapping_count].length);
    }
}

float *random_floats(size_t count) {
    float *values = guarded(count * sizeof(float));
    for (size_t i = 0; i < count; i++) values[i] = random_float();
    return values;
}

static const char *current_kernel = "";
static uint64_t checksum;
static size_t comparison_count;

void begin(const char *kernel) {
    current_kernel = kernel;
    checksum = 0xCBF29CE484222325;
    comparison_count = 0;
    // Each kernel's data depends on no other's.
    random_state = 0x9E3779B97F4A7C15;
}

void end(void) {
    printf("%-22s %9zu comparisons  %016llx\n", current_kernel, comparison_count,
        (unsigned long long)checksum);
    release_memory();
}

void add_bytes(const void *bytes, size_t byte_count) {
    // FNV-1a.
    const uint8_t *byte = bytes;
    for (size_t i = 0; i < byte_count; i++) checksum = (checksum ^ byte[i]) * 0x100000001B3;
}

void add_floats(const float *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const float value = isnan(values[i]) ? (float)NAN : values[i];
        add_bytes(&value, sizeof value);
    }
}

void expect(int holds, const char *format, ...) {
    comparison_count++;
    if (holds) return;
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "error: %s: ", current_kernel);
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\n");
    va_end(arguments);
    exit(1);
}

void expect_near(float found, double expected, double tolerance, const char *what, size_t index) {
    const int holds = isnan(expected) ? isnan(found)
        : isinf(expected)             ? found == expected
                                      : fabs(found - expected) <= tolerance;
    expect(
        holds, "%s, element %zu: %.9g found, %.17g expected, tolerance %.3g", what, index,
        (double)found, expected, tolerance);
}

void expect_same(float found, float expected, const char *what, size_t index) {
    const int holds = isnan(expected) ? isnan(found) : memcmp(&found, &expected, 4) == 0;
    expect(
        holds, "%s, element %zu: %a found, %a expected", what, index, (double)found,
        (double)expected);
}

float value_of_half(uint16_t pattern) {
    const int exponent = pattern >> 10 & 31, fraction = pattern & 1023;
    float magnitude = exponent == 0 ? ldexpf((float)fraction, -24)
        : exponent < 31             ? ldexpf((float)(1024 + fraction), exponent - 25)
        : fraction == 0             ? INFINITY
                                    : NAN;
    return pattern & 0x8000 ? -magnitude : magnitude;
}
