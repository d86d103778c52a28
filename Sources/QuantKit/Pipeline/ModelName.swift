//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What to call a model when it speaks.
public struct ModelName: Sendable, Equatable {
  /// The name, a short text without anything that a terminal would act on.
  public let text: String
  /// Whether the model is one of the Baichuan family, which has a Chinese name too.
  public let isBaichuan: Bool

  /// The most characters of a name.
  private static let lengthLimit = 40

  /// Takes the name from a config.json: Baichuan for models of its classes, else the last part of
  /// `_name_or_path`, else the class without `ForCausalLM`.
  ///
  /// - Parameter configuration: The content of config.json.
  init(configuration: JSON) {
    let suffix = "ForCausalLM"
    let className = configuration["architectures"]?.elements?.first?.string ?? ""
    isBaichuan = className.lowercased() == "baichuanforcausallm"
    let path = configuration["_name_or_path"]?.string ?? ""
    let last = Path.lastComponent(of: path)
    let family = className.hasSuffix(suffix) ? String(className.dropLast(suffix.count)) : className
    let name =
      if isBaichuan { "Baichuan" } else if Path.isPlainName(last) { last } else { family }
    text = name.isEmpty ? "Model" : String(name.printable.prefix(Self.lengthLimit))
  }
}

extension RunSession {
  /// What to call the model.
  ///
  /// - Throws: What reading its config.json throws.
  public func modelName() throws -> ModelName {
    ModelName(configuration: try source.configuration())
  }
}
