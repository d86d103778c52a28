//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// Kernels behind QuantKit's Numerics folder. Not API: names and signatures change without notice.
//
// Every function takes the instruction set to use. The caller asks `cquantkit_isa_supported`
// first; passing an unsupported set is undefined. No function allocates or keeps state, and none
// needs an alignment beyond its element type's.

#ifndef CQUANTKERNELS_H
#define CQUANTKERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Instruction sets, those of one processor in the order of preference.
typedef enum __attribute__((enum_extensibility(closed))) cquantkit_isa {
    cquantkit_isa_generic = 0,
    cquantkit_isa_avx2 = 1,    // AVX2, FMA, F16C
    cquantkit_isa_avx512 = 2,  // AVX-512 F, BW, VL, DQ and VNNI
    cquantkit_isa_neon = 3,    // NEON of 64-bit ARM with dot products (DotProd)
} cquantkit_isa;

/// 1 when this processor and operating system can run the set, otherwise 0.
int cquantkit_isa_supported(cquantkit_isa isa);

#include "allocator.h"
#include "matmul.h"
#include "memory.h"
#include "quantize.h"
#include "transformer.h"

#endif
