//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "quantize_kernels.h"

#define KERNEL(name) name##_generic
#define KERNEL_HAS_HALF_CONVERSION 0
#include "quantize_body.h"
