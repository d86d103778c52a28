//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "CQuantKernels.h"

#if defined(__aarch64__) && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

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
#elif defined(__ARM_FEATURE_DOTPROD)
    // So on every Mac: what the compiler may use needs no question.
    case cquantkit_isa_neon:
        return 1;
#elif defined(__aarch64__) && defined(__linux__)
    case cquantkit_isa_neon:
        return (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0;
#endif
    default:
        return 0;
    }
}
