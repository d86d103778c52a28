//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CQuantKernels

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
    /// One for each group of contiguous columns of a row, [rows, groups], binary16; then `padding` more, any
    /// finite numbers.
    case groups([UInt16], length: Int)

    /// How many scales the kernels read behind those of groups, and do not use.
    static let padding = Int(cquantkit_scale_padding)

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
        format.isCoded
          && scales.count == rows * columns.dividedRoundingUp(by: length) + Self.padding
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
  ///
  /// Where groups of columns have scales, the words of a row stand as `cquantkit_matrix` describes, and bytes that
  /// the kernels read and do not use follow the last row.
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
  ///   - fill: Receives undefined bytes for all rows as `Format` describes them, one behind the other, and
  ///     initializes all, in any order and on any threads.
  /// - Throws: What `fill` throws.
  init<Failure: Error>(
    rows: Int,
    columns: Int,
    format: Format,
    scales: Scales = .none,
    in arena: MemoryArena? = nil,
    filledBy fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    let hasGroups = if case .groups = scales { true } else { false }
    guard let givenLength = format.rowByteCount(columns: columns),
      let rowByteCount = hasGroups ? Self.wordByteCount(holding: givenLength) : givenLength,
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
    storage = try unsafe MemoryRegion(
      byteCount: byteCount + (hasGroups ? Self.slack : 0),
      in: arena
    ) { (bytes: UnsafeMutableRawBufferPointer) throws(Failure) in
      try unsafe fill(UnsafeMutableRawBufferPointer(rebasing: bytes[..<(rows * givenLength)]))
      guard hasGroups else { return }
      unsafe bytes[byteCount...].initializeMemory(as: UInt8.self, repeating: 0)
      unsafe Self.transposeCodes(
        in: bytes,
        rows: rows,
        columns: columns,
        format: format,
        givenLength: givenLength,
        length: rowByteCount
      )
    }
  }

  /// The bytes that the kernels read behind rows whose groups of columns have scales.
  private static let slack = Int(cquantkit_row_slack)

  /// The size of the words of 32 bits that hold so many bytes.
  private static func wordByteCount(holding byteCount: Int) -> Int? {
    [byteCount.dividedRoundingUp(by: 4), 4].checkedProduct()
  }

  /// Brings rows of codes, each `givenLength` bytes behind the one before, into the order of words that kernels want
  /// where groups of columns have scales, `length` bytes behind each other.
  private static func transposeCodes(
    in bytes: UnsafeMutableRawBufferPointer,
    rows: Int,
    columns: Int,
    format: Format,
    givenLength: Int,
    length: Int
  ) {
    // From the last row on, so that none is overwritten before it has moved.
    for row in (0..<rows).reversed() {
      let words = unsafe UnsafeMutableRawBufferPointer(
        rebasing: bytes[row * length..<(row + 1) * length]
      )
      if length > givenLength {
        let given = row * givenLength..<(row + 1) * givenLength
        unsafe words.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[given]))
        unsafe words[givenLength...].initializeMemory(as: UInt8.self, repeating: 0)
      }
      unsafe cquantkit_transpose_codes(format.code, words.baseAddress, columns)
    }
  }

  /// The memory that elements and scales take up.
  var byteCount: Int { storage.byteCount + scales.byteCount }
}
