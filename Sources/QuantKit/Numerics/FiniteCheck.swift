//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension UnsafeBufferPointer<Float> {
  /// Whether no element is NaN or infinite.
  ///
  /// - Complexity: O(count), a few elements per cycle.
  var isFinite: Bool {
    // An exponent of ones, and no other, carries into the place of the sign. In integers, since those can be
    // joined in any order, so that the compiler makes vectors of them.
    var carries: UInt32 = 0
    for index in 0..<count {
      carries |= unsafe self[index].bitPattern & 0x7FFF_FFFF &+ 0x0080_0000
    }
    return carries >> 31 == 0
  }
}

extension [Float] {
  /// Whether no element is NaN or infinite.
  var isFinite: Bool { unsafe withUnsafeBufferPointer { unsafe $0.isFinite } }
}

extension ActivationSlice {
  /// The first row below `tokenCount` that holds NaN or an infinity; nil where there is none.
  func firstRowNotFinite(tokenCount: Int) -> Int? {
    (0..<tokenCount).first { row in
      unsafe !UnsafeBufferPointer(start: pointer(row: row), count: columns.count).isFinite
    }
  }
}
