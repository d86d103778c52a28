//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A family of models: what its config.json means, the names of its tensors and how they form a decoder.
protocol Architecture {
  /// The classes that `architectures` in config.json may name.
  static var classNames: [String] { get }

  /// What the class makes of a configuration, where it is not what a plain decoder would.
  ///
  /// - Throws: `ModelError` `.badConfiguration`.
  static func traits(in configuration: ConfigurationReader) throws(ModelError) -> ModelTraits

  /// Whether the rows of `lm_head.weight` are divided by their lengths before use.
  ///
  /// Apart from `traits`, since quantizing needs to know it of configurations that cannot be run too.
  static func normalizesHead(_ configuration: JSON) -> Bool

  /// Loads a layer of a decoder.
  ///
  /// - Throws: `ModelError` for tensors that do not fit the architecture; the source's errors.
  static func layer(_ layer: LayerPlace, from weights: WeightLoader) throws -> DecoderLayer
}

extension Architecture {
  static func traits(in configuration: ConfigurationReader) throws(ModelError) -> ModelTraits {
    ModelTraits()
  }

  static func normalizesHead(_ configuration: JSON) -> Bool { false }

  /// Loads a decoder.
  ///
  /// - Throws: As loading a layer does.
  static func decoder(from weights: WeightLoader) throws -> Decoder {
    try weights.decoder { try layer($1, from: $0) }
  }
}

/// The architectures that can be run.
enum ArchitectureList {
  private static var all: [any Architecture.Type] {
    [Baichuan.self, Llama.self, Mistral.self, Qwen2.self, Qwen3.self, SmolLM3.self]
  }

  /// The classes of all architectures.
  static var classNames: [String] { all.flatMap { $0.classNames } }

  private static func architecture(ofClass name: String?) -> (any Architecture.Type)? {
    guard let name else { return nil }
    return all.first { $0.classNames.contains(name) }
  }

  /// The architecture of a class of models.
  ///
  /// - Throws: `ModelError` `.unsupportedArchitecture`.
  static func architecture(
    named name: String,
    path: String
  ) throws(ModelError) -> any Architecture.Type {
    guard let architecture = architecture(ofClass: name) else {
      throw .unsupportedArchitecture(name, supported: classNames, path: path)
    }
    return architecture
  }

  /// The architecture of a configuration.
  ///
  /// - Throws: `ModelError` `.unsupportedArchitecture`, or `.unsupportedSetting` when the
  ///   configuration asks for something that the architectures here do not compute.
  static func architecture(
    for configuration: ModelConfiguration
  ) throws(ModelError) -> any Architecture.Type {
    let architecture = try architecture(
      named: configuration.architecture,
      path: configuration.path
    )
    if let setting = configuration.unsupportedSettings.first {
      throw .unsupportedSetting(
        key: setting.key,
        found: setting.valueText,
        path: configuration.path
      )
    }
    return architecture
  }

  /// What a class makes of a configuration; one that cannot be run is read as a plain decoder.
  ///
  /// - Throws: `ModelError` `.badConfiguration`.
  static func traits(
    ofClass name: String,
    in configuration: ConfigurationReader
  ) throws(ModelError) -> ModelTraits {
    try architecture(ofClass: name)?.traits(in: configuration) ?? ModelTraits()
  }

  /// Whether the rows of a model's `lm_head.weight` are divided by their lengths before use.
  static func normalizesHead(_ configuration: JSON) -> Bool {
    let name = configuration["architectures"]?.elements?.first?.string
    return architecture(ofClass: name)?.normalizesHead(configuration) ?? false
  }
}
