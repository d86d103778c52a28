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
    /// One signed byte for each code.
    case int8
    /// Words of 32 bits with eight codes each.
    ///
    /// Element 8k + n of a row is in bits 4n to 4n + 3 of its word k, two's complement. The last word
    /// is filled up with zeros.
    case int4

    /// Whether elements are codes that a scale turns into weights.
    var isCoded: Bool { self == .int8 || self == .int4 }

    /// The size of a row in bytes, or nil when it leaves `Int`.
    func rowByteCount(columns: Int) -> Int? {
      switch self {
      case .float32: [columns, 4].checkedProduct()
      case .float16, .bfloat16: [columns, 2].checkedProduct()
      case .int8: columns
      case .int4: columns.dividedRoundingUp(by: 8) * 4
      }
    }
  }

  /// What turns codes into weights.
  enum Scales: Sendable {
    /// Nothing: elements are no codes.
    case none
    /// One for each row, [rows].
    case rows([Float])
    /// One for each group of contiguous columns of a row, [rows, groups], binary16; three more behind them, which
    /// kernels read and do not use.
    case groups([UInt16], length: Int)

    /// The memory that they take up, in bytes.
    var byteCount: Int {
      switch self {
      case .none: 0
      case .rows(let scales): scales.count * MemoryLayout<Float>.stride
      case .groups(let scales, _): scales.count * MemoryLayout<UInt16>.stride
      }
    }

    /// Whether there are as many as a matrix has.
    fileprivate func fit(rows: Int, columns: Int, format: Format) -> Bool {
      switch self {
      case .none: !format.isCoded
      case .rows(let scales): format.isCoded && scales.count == rows
      case .groups(let scales, let length):
        format.isCoded && scales.count == rows * columns.dividedRoundingUp(by: length) + 3
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
  /// What turns codes into weights.
  let scales: Scales
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
  ///   - scales: What turns codes into weights.
  ///   - arena: Where the memory comes from; nil for memory of its own.
  ///   - fill: Receives rows x `rowByteCount` undefined bytes and initializes all, in any order and on
  ///     any threads; row r begins at r x `rowByteCount`.
  /// - Throws: What `fill` throws.
  init<Failure: Error>(
    rows: Int,
    columns: Int,
    format: Format,
    scales: Scales = .none,
    in arena: MemoryArena? = nil,
    filledBy fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    guard let rowByteCount = format.rowByteCount(columns: columns),
      let byteCount = [rows, rowByteCount].checkedProduct()
    else { preconditionFailure("a matrix that does not fit in memory") }
    precondition(
      scales.fit(rows: rows, columns: columns, format: format),
      "one scale for each row or group of codes"
    )
    self.rows = rows
    self.columns = columns
    self.format = format
    self.scales = scales
    self.rowByteCount = rowByteCount
    storage = try unsafe MemoryRegion(byteCount: byteCount, in: arena, filledBy: fill)
  }

  /// The memory that elements and scales take up.
  var byteCount: Int { storage.byteCount + scales.byteCount }
}
