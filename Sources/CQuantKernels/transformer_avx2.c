//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "transformer.h"

#define KERNEL(name) cquantkit_##name##_avx2

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)

#define LANES_HAVE_F16

// 16 registers of 8 lanes: the sums of a tile and what they are made of stay in them.
enum { QUERY_TILE = 6, TILE_LANES = 6 };

#include "transformer_template.h"

#pragma clang attribute pop

#endif
