//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "CQuantKernels.h"

int cquantkit_isa_supported(cquantkit_isa isa) {
    switch (isa) {
    case cquantkit_isa_generic:
        return 1;
#if defined(__x86_64__)
    case cquantkit_isa_avx2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
            && __builtin_cpu_supports("f16c");
    case cquantkit_isa_avx512:
        return cquantkit_isa_supported(cquantkit_isa_avx2) && __builtin_cpu_supports("avx512f")
            && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
            && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni");
#endif
    default:
        return 0;
    }
}
