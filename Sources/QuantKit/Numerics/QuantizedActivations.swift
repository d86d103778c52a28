//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CQuantKernels

/// Working memory for activations quantized to 8 bits.
///
/// Columns come in groups of 256, and the sixteen columns of a group that one lane of the kernels holds share
/// a scale. `CQuantKernels` defines which these are.
@safe
final class QuantizedActivations {
  /// Columns in a group.
  static let groupLength = Int(cquantkit_activation_group)
  /// Scales in a group.
  static let lanesPerGroup = Int(cquantkit_activation_lanes)

  /// The groups of a token when so many columns are in use.
  static func groupCount(columns: Int) -> Int { columns.dividedRoundingUp(by: groupLength) }

  /// The number of tokens that fit.
  let rowCapacity: Int
  /// The largest number of columns that fits.
  let columnCapacity: Int
  /// The codes, packed for the number of columns in use; valid as long as this object.
  let codes: UnsafeMutablePointer<Int8>
  /// The scales, likewise.
  let scales: UnsafeMutablePointer<Float>
  /// The sums of the codes that share a scale, likewise.
  let sums: UnsafeMutablePointer<Int32>

  init(rowCapacity: Int, columnCapacity: Int) {
    let groupCount = [rowCapacity, Self.groupCount(columns: columnCapacity)].checkedProduct()
    guard let groupCount, let codeCount = [groupCount, Self.groupLength].checkedProduct() else {
      preconditionFailure("activations that do not fit in memory")
    }
    unsafe codes = .allocate(capacity: codeCount)
    unsafe scales = .allocate(capacity: groupCount * Self.lanesPerGroup)
    unsafe sums = .allocate(capacity: groupCount * Self.lanesPerGroup)
    self.rowCapacity = rowCapacity
    self.columnCapacity = columnCapacity
  }

  deinit {
    unsafe codes.deallocate()
    unsafe scales.deallocate()
    unsafe sums.deallocate()
  }
}
