//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// Defines a public kernel that passes on to the variant for an instruction set.

#ifndef CQUANTKERNELS_DISPATCH_H
#define CQUANTKERNELS_DISPATCH_H

#include "CQuantKernels.h"

/// The arguments of a parameter list in parentheses.
#define DISPATCH_UNWRAP(...) __VA_ARGS__

#if defined(__x86_64__)
#define DISPATCH_DECLARE(name, parameters) \
    void cquantkit_##name##_avx512 parameters; \
    void cquantkit_##name##_avx2 parameters; \
    void cquantkit_##name##_generic parameters;
#define DISPATCH_CASES(name, arguments) \
    case cquantkit_isa_avx512: cquantkit_##name##_avx512 arguments; break; \
    case cquantkit_isa_avx2: cquantkit_##name##_avx2 arguments; break;
#elif defined(__aarch64__)
#define DISPATCH_DECLARE(name, parameters) \
    void cquantkit_##name##_neon parameters; \
    void cquantkit_##name##_generic parameters;
#define DISPATCH_CASES(name, arguments) \
    case cquantkit_isa_neon: cquantkit_##name##_neon arguments; break;
#else
#define DISPATCH_DECLARE(name, parameters) void cquantkit_##name##_generic parameters;
#define DISPATCH_CASES(name, arguments)
#endif

#define DISPATCH(name, parameters, arguments) \
    DISPATCH_DECLARE(name, parameters) \
    void cquantkit_##name(cquantkit_isa isa, DISPATCH_UNWRAP parameters) { \
        switch (isa) { \
            DISPATCH_CASES(name, arguments) \
        default: cquantkit_##name##_generic arguments; \
        } \
    }

#endif
