//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// Reading memory for the sake of reading it.

#ifndef CQUANTKERNELS_MEMORY_H
#define CQUANTKERNELS_MEMORY_H

#include "CQuantKernels.h"

/// The sum of the bytes taken as 64-bit numbers, modulo 2^64, so that no read can be left out;
/// `byte_count` is a multiple of 512.
uint64_t cquantkit_read(cquantkit_isa isa, const void *bytes, size_t byte_count);

#endif
