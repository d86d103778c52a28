//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "memory.h"

#include <string.h>

typedef uint64_t words __attribute__((vector_size(64)));

#define READ(bytes, byte_count) \
    words sums[8] = {{0}}; \
    for (const uint8_t *at = (bytes), *end = at + (byte_count); at < end; at += sizeof sums) { \
        for (int i = 0; i < 8; i++) { \
            words w; \
            memcpy(&w, at + i * sizeof w, sizeof w); \
            sums[i] += w; \
        } \
    } \
    words sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) \
        + ((sums[4] + sums[5]) + (sums[6] + sums[7])); \
    return sum[0] + sum[1] + sum[2] + sum[3] + sum[4] + sum[5] + sum[6] + sum[7];

// On 64-bit ARM the compiler makes NEON of this.
static uint64_t read_generic(const uint8_t *bytes, size_t byte_count) { READ(bytes, byte_count) }

#if defined(__x86_64__)
__attribute__((target("avx2")))
static uint64_t read_avx2(const uint8_t *bytes, size_t byte_count) { READ(bytes, byte_count) }

__attribute__((target("avx512f")))
static uint64_t read_avx512(const uint8_t *bytes, size_t byte_count) { READ(bytes, byte_count) }
#endif

uint64_t cquantkit_read(cquantkit_isa isa, const void *bytes, size_t byte_count) {
    switch (isa) {
#if defined(__x86_64__)
    case cquantkit_isa_avx512: return read_avx512(bytes, byte_count);
    case cquantkit_isa_avx2: return read_avx2(bytes, byte_count);
#endif
    default: return read_generic(bytes, byte_count);
    }
}
