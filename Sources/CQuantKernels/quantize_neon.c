//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "quantize_kernels.h"

#if defined(__aarch64__)
#define KERNEL(name) name##_neon
#define KERNEL_HAS_HALF_CONVERSION 1
#include "quantize_body.h"
#endif
