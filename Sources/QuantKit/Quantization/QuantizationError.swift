//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Why a tensor cannot be quantized.
public struct QuantizationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of failure; new kinds may be added.
  public struct Code: Hashable, Sendable {
    private enum Value: Hashable {
      case nonFiniteWeight, rowTooLong, scaleTooLarge
    }
    private let value: Value

    /// A weight is NaN or infinite.
    public static let nonFiniteWeight = Code(value: .nonFiniteWeight)
    /// A row has more weights than `QuantizationScheme.columnCountLimit`.
    public static let rowTooLong = Code(value: .rowTooLong)
    /// The scale of a group of columns is more than binary16 holds.
    public static let scaleTooLarge = Code(value: .scaleTooLarge)
  }

  /// The kind of failure.
  public let code: Code
  /// The file that holds the tensor, where it is known.
  public private(set) var path: String?
  /// The tensor, where it is known.
  public private(set) var tensor: String?
  /// The row of the weight concerned, from 0.
  public private(set) var row: Int?
  /// The column of the weight concerned, from 0.
  public private(set) var column: Int?
  /// What was found.
  private let finding: String

  /// The error with the place that its thrower cannot know.
  ///
  /// - Parameters:
  ///   - path: The file that holds the tensor.
  ///   - tensor: The tensor's name.
  ///   - firstRow: The row of the tensor with which the quantized block began.
  /// - Returns: The same error, its row counted from the start of the tensor.
  func located(path: String?, tensor: String, firstRow: Int = 0) -> QuantizationError {
    var error = self
    error.path = path
    error.tensor = tensor
    error.row = row.map { $0 + firstRow }
    return error
  }
}

extension QuantizationError {
  /// One sentence for a person: what failed, where, why and what to do.
  public var message: String {
    let name = tensor.map { " \($0.quoted)" } ?? ""
    let file = path.map { " of \($0.quoted)" } ?? ""
    return "cannot quantize tensor\(name)\(file): \(place)\(finding)"
  }

  /// The same as `message`.
  public var description: String { message }

  private var place: String {
    guard let row, let column else { return "" }
    return "row \(row), column \(column) "
  }

  static func nonFiniteWeight(_ value: Float, row: Int, column: Int) -> QuantizationError {
    let kind = value.isNaN ? "NaN" : value > 0 ? "infinity" : "minus infinity"
    return QuantizationError(
      code: .nonFiniteWeight,
      row: row,
      column: column,
      finding: "is \(kind), only finite weights can be quantized; fetch or export the model again"
    )
  }

  static func scaleTooLarge(row: Int, column: Int) -> QuantizationError {
    QuantizationError(
      code: .scaleTooLarge,
      row: row,
      column: column,
      finding: "begins a group of columns whose scale is above 65504, the most that 16 bits hold;"
        + " leave --group-size out, or give the tensor one scale a row with --plan"
    )
  }

  static func rowTooLong(tensor: String, columnCount: Int) -> QuantizationError {
    let limit = QuantizationScheme.columnCountLimit
    return QuantizationError(
      code: .rowTooLong,
      tensor: tensor,
      finding: "its rows have \(columnCount) weights, at most \(limit) can be quantized"
    )
  }
}
