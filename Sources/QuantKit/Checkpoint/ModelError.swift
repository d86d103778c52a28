//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Why a model cannot be described, loaded or fed.
public struct ModelError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure; new kinds may be added.
  public struct Code: Hashable, Sendable {
    private enum Value: Hashable {
      case badConfiguration, unsupportedArchitecture, unsupportedSetting, missingTensor, wrongShape
      case wrongType, unsupportedTensor, tokenOutOfRange, contextFull, notFinite
    }
    private let value: Value

    /// The configuration lacks a value or has one of the wrong kind or out of range.
    public static let badConfiguration = Code(value: .badConfiguration)
    /// The model is of a kind that cannot be run.
    public static let unsupportedArchitecture = Code(value: .unsupportedArchitecture)
    /// The configuration asks for a computation that is not implemented.
    public static let unsupportedSetting = Code(value: .unsupportedSetting)
    /// A tensor that the architecture needs is not there.
    public static let missingTensor = Code(value: .missingTensor)
    /// A tensor has another shape than the configuration says.
    public static let wrongShape = Code(value: .wrongShape)
    /// A tensor's elements are of a type that is no weight type.
    public static let wrongType = Code(value: .wrongType)
    /// A tensor belongs to a computation that is not implemented.
    public static let unsupportedTensor = Code(value: .unsupportedTensor)
    /// A token id is negative or beyond the vocabulary.
    public static let tokenOutOfRange = Code(value: .tokenOutOfRange)
    /// There are more tokens than the context has room for.
    public static let contextFull = Code(value: .contextFull)
    /// A computation gave NaN or an infinity.
    public static let notFinite = Code(value: .notFinite)
  }

  /// The kind of failure.
  public let code: Code
  /// The file or folder concerned; nil where no file is at fault.
  public let path: String?
  /// The tensor concerned, if one is.
  public let tensorName: String?
  /// The key of the configuration concerned, if one is.
  public let key: String?
  /// One sentence for a person: what failed, where, why and what to do.
  public let message: String

  init(
    code: Code,
    path: String? = nil,
    tensorName: String? = nil,
    key: String? = nil,
    message: String
  ) {
    self.code = code
    self.path = path
    self.tensorName = tensorName
    self.key = key
    self.message = message.message
  }

  /// The same as `message`.
  public var description: String { message }
}

extension ModelError {
  /// `found` is the value's text, `expected` a description of what may stand there.
  static func badValue(key: String, found: String, expected: String, path: String) -> ModelError {
    ModelError(
      code: .badConfiguration,
      path: path,
      key: key,
      message: "config.json of '\(path)' has \(key) \(found), expected \(expected)"
    )
  }

  static func missingKey(_ key: String, expected: String, path: String) -> ModelError {
    ModelError(
      code: .badConfiguration,
      path: path,
      key: key,
      message: "config.json of '\(path)' lacks \(key), expected \(expected)"
    )
  }

  static func noConfiguration(found: String, path: String) -> ModelError {
    ModelError(
      code: .badConfiguration,
      path: path,
      message: "'\(path)' holds \(found), expected an object that describes a model"
    )
  }

  static func unsupportedArchitecture(
    _ name: String,
    supported: [String],
    path: String
  ) -> ModelError {
    ModelError(
      code: .unsupportedArchitecture,
      path: path,
      key: "architectures",
      message: """
        '\(path)' describes a model of architecture \(name), which cannot be run; supported are \
        \(supported.joined(separator: ", "))
        """
    )
  }

  static func unsupportedSetting(key: String, found: String, path: String) -> ModelError {
    ModelError(
      code: .unsupportedSetting,
      path: path,
      key: key,
      message: "'\(path)' has \(key) \(found), which is not supported for running the model"
    )
  }

  static func normalizedRows(of name: String, path: String) -> ModelError {
    ModelError(
      code: .unsupportedTensor,
      path: path,
      tensorName: name,
      message: """
        the tensor '\(name)' in '\(path)' is stored with normalized rows, which its architecture does not \
        use; quantize the model again
        """
    )
  }

  static func missingTensor(_ name: String, path: String) -> ModelError {
    ModelError(
      code: .missingTensor,
      path: path,
      tensorName: name,
      message: "'\(path)' lacks the tensor '\(name)' that its architecture needs"
    )
  }

  static func wrongShape(
    of name: String,
    found: TensorShape,
    expected: String,
    path: String
  ) -> ModelError {
    ModelError(
      code: .wrongShape,
      path: path,
      tensorName: name,
      message: """
        the tensor '\(name)' in '\(path)' has the shape \(found), expected \(expected) as the \
        model's configuration says
        """
    )
  }

  static func wrongType(of name: String, found: ElementType, path: String) -> ModelError {
    ModelError(
      code: .wrongType,
      path: path,
      tensorName: name,
      message: """
        the tensor '\(name)' in '\(path)' has the type \(found.rawValue), expected F16, BF16 or F32
        """
    )
  }

  static func unsupportedTensor(_ name: String, path: String) -> ModelError {
    ModelError(
      code: .unsupportedTensor,
      path: path,
      tensorName: name,
      message:
        "'\(path)' has the tensor '\(name)', which its architecture as supported does not use"
    )
  }

  static func tokenOutOfRange(_ token: Int, vocabularySize: Int, path: String) -> ModelError {
    ModelError(
      code: .tokenOutOfRange,
      path: path,
      message: "token id \(token) is outside the vocabulary of '\(path)', "
        + "which has ids 0 to \(vocabularySize - 1)"
    )
  }

  static func contextFull(capacity: Int, needed: Int) -> ModelError {
    ModelError(
      code: .contextFull,
      message: """
        \(needed) tokens do not fit in the context of \(capacity); shorten the input or ask for a \
        larger context
        """
    )
  }
}
