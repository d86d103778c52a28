//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a container says about its own making and its model, for people and reports.
public struct ContainerMetadata: Hashable, Sendable {
  /// The program that wrote the file.
  public var toolName: String
  /// The version of that program.
  public var toolVersion: String
  /// The name of the recipe that chose a scheme for each tensor.
  public var recipe: String
  /// The width that the recipe was asked for, in bits a weight.
  public var bits: Int
  /// The zstd level.
  public var compressionLevel: Int
  /// The version of the zstd library that compressed the file.
  public var compressorVersion: String
  /// The classes that the model's configuration names, such as `LlamaForCausalLM`.
  public var architectures: [String]
  /// The kind of model that the configuration names, such as `llama`.
  public var modelType: String?
  /// The files that the container was made from, with their hashes; none where they were not recorded.
  public var sources: [SourceFileRecord]

  /// A description of a container.
  public init(
    toolName: String,
    toolVersion: String,
    recipe: String,
    bits: Int,
    compressionLevel: Int,
    compressorVersion: String,
    architectures: [String] = [],
    modelType: String? = nil,
    sources: [SourceFileRecord] = []
  ) {
    self.toolName = toolName
    self.toolVersion = toolVersion
    self.recipe = recipe
    self.bits = bits
    self.compressionLevel = compressionLevel
    self.compressorVersion = compressorVersion
    self.architectures = architectures
    self.modelType = modelType
    self.sources = sources
  }
}
