//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "transformer.h"

#define KERNEL(name) cquantkit_##name##_avx512

#if defined(__x86_64__)

#pragma clang attribute push( \
    __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512vl,avx512dq"))), \
    apply_to = function)

#define LANES_HAVE_F16

// 32 registers of 16 lanes: the sums of a tile and what they are made of stay in them.
enum { QUERY_TILE = 6, TILE_LANES = 24 };

#include "transformer_template.h"

#pragma clang attribute pop

#endif
