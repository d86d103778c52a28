//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// What the fuzzer needs of the process: the memory that one input takes, and its last words when an
// input ends it. For one thread that runs inputs; others may allocate meanwhile.

#ifndef CFUZZING_H
#define CFUZZING_H

#include <stddef.h>
#include <stdint.h>

/// Counts allocations from now on; 1 where the address sanitizer is there to count, otherwise 0.
int cfuzzing_count_allocations(void);

/// Begins an input: what is allocated from here on counts as its own.
void cfuzzing_begin_allocations(void);

/// The most bytes that were allocated at a time since then, 0 where nothing counts.
size_t cfuzzing_peak_allocation(void);

/// Makes a signal that ends the process first write the input that runs to `path` and print `note`.
///
/// A process that takes more than `second_limit` seconds for an input ends too. Both texts are kept by
/// reference and stay valid for as long as the process runs.
void cfuzzing_catch_crashes(const char *path, const char *note, unsigned second_limit);

/// The input that runs, kept by reference until the next call; null for none.
void cfuzzing_set_input(const uint8_t *bytes, size_t count);

/// Runs libFuzzer with its own arguments, the first of which is the program's name; the input it makes go
/// to `run`, which returns 0. Returns its status, or -1 in a process without it.
int cfuzzing_run_guided(int argument_count, char **arguments, int (*run)(const uint8_t *, size_t));

#endif
