//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "transformer.h"

#define KERNEL(name) cquantkit_##name##_neon

#if defined(__aarch64__)

#define LANES_HAVE_F16

enum { QUERY_TILE = 1 };

#include "transformer_template.h"

#endif
