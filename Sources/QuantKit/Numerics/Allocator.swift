//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CQuantKernels

/// The memory allocator of the process.
package enum Allocator {
  /// Lets all threads allocate from few pools, since for each the allocator reserves 64 MiB of address space.
  ///
  /// Does something with glibc only, whose Swift module lacks the call. To be called before threads start.
  package static func limitReservations() { cquantkit_limit_arenas() }
}
