//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// How much address space the allocator reserves.

#ifndef CQUANTKERNELS_ALLOCATOR_H
#define CQUANTKERNELS_ALLOCATOR_H

// Says which C library this is.
#include <stdlib.h>

/// Limits the arenas of glibc, each of which reserves 64 MiB, to two; does nothing with other C libraries.
void cquantkit_limit_arenas(void);

#endif
