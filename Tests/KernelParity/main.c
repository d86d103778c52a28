//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// Runs every kernel of one instruction set over odd shapes and extreme values, and compares the results
// with scalar references written here. Prints a checksum of each kernel's results, by which sets that this
// processor cannot run together compare: `scripts/check-neon` does so with NEON and AVX2.
//
//     kernel-parity SET        status 0, or 1 when a kernel is wrong, or 3 when the processor lacks the set

#include "harness.h"

#include <stdio.h>
#include <string.h>

int main(int argument_count, char **arguments) {
    static const struct { const char *name; cquantkit_isa isa; } sets[] = {
        {"generic", cquantkit_isa_generic},
        {"avx2", cquantkit_isa_avx2},
        {"avx512", cquantkit_isa_avx512},
        {"neon", cquantkit_isa_neon},
    };
    for (size_t i = 0; argument_count == 2 && i < sizeof sets / sizeof *sets; i++) {
        if (strcmp(arguments[1], sets[i].name) != 0) continue;
        parity_isa = sets[i].isa;
        if (!cquantkit_isa_supported(parity_isa)) {
            fprintf(stderr, "this processor does not support %s\n", sets[i].name);
            return 3;
        }
        test_matmul();
        test_activations();
        test_rows();
        test_elementwise();
        test_attention();
        test_memory();
        return 0;
    }
    fprintf(stderr, "usage: kernel-parity generic|avx2|avx512|neon\n");
    return 2;
}
