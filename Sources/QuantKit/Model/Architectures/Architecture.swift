//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A family of models: the names of its tensors and how they form a decoder.
protocol Architecture {
  /// The classes that `architectures` in config.json may name.
  static var classNames: [String] { get }

  /// Loads a decoder.
  ///
  /// - Throws: `ModelError` for tensors that do not fit the architecture; the source's errors.
  static func decoder(from weights: WeightLoader) throws -> Decoder
}

/// The architectures that can be run.
enum ArchitectureList {
  private static var all: [any Architecture.Type] { [Baichuan.self, Llama.self] }

  /// The classes of all architectures.
  static var classNames: [String] { all.flatMap { $0.classNames } }

  /// The architecture of a class of models.
  ///
  /// - Throws: `ModelError` `.unsupportedArchitecture`.
  static func architecture(
    named name: String,
    path: String
  ) throws(ModelError) -> any Architecture.Type {
    guard let architecture = all.first(where: { $0.classNames.contains(name) }) else {
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
    guard !configuration.normalizesHead else { throw .normalizedHead(path: configuration.path) }
    if let setting = configuration.unsupportedSettings.first {
      throw .unsupportedSetting(
        key: setting.key,
        found: setting.valueText,
        path: configuration.path
      )
    }
    return architecture
  }
}
