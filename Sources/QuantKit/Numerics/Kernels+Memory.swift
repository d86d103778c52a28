//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CQuantKernels
internal import Synchronization

extension Kernels {
  /// The piece that regions are read in, in bytes.
  static let readUnit = 512

  /// Reads all of a region on all threads.
  ///
  /// - Parameter region: Its size is a multiple of `readUnit`.
  /// - Returns: The sum of the content as 64-bit numbers, which depends on every byte.
  func readAll(of region: MemoryRegion) -> UInt64 {
    precondition(region.byteCount % Self.readUnit == 0, "a region of whole units")
    let total = Atomic<UInt64>(0)
    unsafe region.withUnsafeBytes { bytes in
      pool.forEachPart(of: bytes.count, multiple: Self.readUnit) { part in
        let piece = unsafe UnsafeRawBufferPointer(rebasing: bytes[part])
        let sum = unsafe cquantkit_read(instructionSet.isa, piece.baseAddress, piece.count)
        total.wrappingAdd(sum, ordering: .relaxed)
      }
    }
    return total.load(ordering: .relaxed)
  }
}
