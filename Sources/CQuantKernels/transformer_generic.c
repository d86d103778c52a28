//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "transformer.h"

#define KERNEL(name) cquantkit_##name##_generic

// 16 registers of 4 lanes: the sums of a tile and what they are made of stay in them.
enum { QUERY_TILE = 3, TILE_LANES = 3 };

#include "transformer_template.h"
