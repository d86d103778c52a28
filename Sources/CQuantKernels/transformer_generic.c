//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "transformer.h"

#define KERNEL(name) cquantkit_##name##_generic

enum { QUERY_TILE = 1 };

#include "transformer_template.h"
