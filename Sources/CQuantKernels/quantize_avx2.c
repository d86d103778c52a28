//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "quantize_kernels.h"

#if defined(__x86_64__)
#define KERNEL(name) name##_avx2
#define KERNEL_HAS_HALF_CONVERSION 1
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#include "quantize_body.h"
#pragma clang attribute pop
#endif
