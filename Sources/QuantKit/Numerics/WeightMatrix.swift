//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A weight matrix as it stays in memory: packed, never widened as a whole.
struct WeightMatrix: Sendable {
  /// How elements are stored.
  enum Format: CaseIterable, Sendable {
    /// Little-endian floating-point numbers.
    case float32, float16, bfloat16
    /// One signed byte for each code and one scale for each row.
    case int8Row
    /// Words of 32 bits with eight codes each and one scale for each row.
    ///
    /// Element 8k + n of a row is in bits 4n to 4n + 3 of its word k, two's complement. The last word
    /// is filled up with zeros.
    case int4Row

    /// Whether elements are codes that a scale turns into weights.
    var isCoded: Bool { self == .int8Row || self == .int4Row }

    /// The size of a row in bytes, or nil when it leaves `Int`.
    func rowByteCount(columns: Int) -> Int? {
      switch self {
      case .float32: [columns, 4].checkedProduct()
      case .float16, .bfloat16: [columns, 2].checkedProduct()
      case .int8Row: columns
      case .int4Row: columns.dividedRoundingUp(by: 8) * 4
      }
    }
  }

  /// The number of outputs.
  let rows: Int
  /// The number of inputs.
  let columns: Int
  /// How elements are stored.
  let format: Format
  /// The elements, [rows, columns], row-major; rows begin at multiples of `rowByteCount`.
  let storage: MemoryRegion
  /// The scale of each row, [rows]; empty where elements are no codes.
  let scales: [Float]
  /// The size of a row in bytes.
  let rowByteCount: Int

  /// A matrix whose elements `fill` writes.
  ///
  /// The number of bytes must fit in `Int`, and scales be given for codes and for nothing else.
  ///
  /// - Parameters:
  ///   - rows: The number of outputs.
  ///   - columns: The number of inputs.
  ///   - format: How elements are stored.
  ///   - scales: The scale of each row where elements are codes, otherwise empty.
  ///   - arena: Where the memory comes from; nil for memory of its own.
  ///   - fill: Receives rows x `rowByteCount` undefined bytes and initializes all, in any order and on
  ///     any threads; row r begins at r x `rowByteCount`.
  /// - Throws: What `fill` throws.
  init<Failure: Error>(
    rows: Int,
    columns: Int,
    format: Format,
    scales: [Float] = [],
    in arena: MemoryArena? = nil,
    filledBy fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    guard let rowByteCount = format.rowByteCount(columns: columns),
      let byteCount = [rows, rowByteCount].checkedProduct()
    else { preconditionFailure("a matrix that does not fit in memory") }
    precondition(scales.count == (format.isCoded ? rows : 0), "one scale for each row of codes")
    self.rows = rows
    self.columns = columns
    self.format = format
    self.scales = scales
    self.rowByteCount = rowByteCount
    storage = try unsafe MemoryRegion(byteCount: byteCount, in: arena, filledBy: fill)
  }

  /// The memory that elements and scales take up.
  var byteCount: Int { storage.byteCount + scales.count * MemoryLayout<Float>.stride }
}
