//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension ContainerMetadata {
  private static let bitsRange = 1...32
  /// Wider than any zstd level, past and to come.
  private static let levelRange = -1_000_000...1_000_000

  /// Reads the members of the index that say how the file came about.
  init(parsing json: JSONText) throws(IndexFault) {
    let tool = try json.required("tool")
    let recipe = try json.required("recipe")
    let compression = try json.required("compression")
    _ = try compression.requiredString("name")
    let model = try json.required("model")
    let names = try model.requiredArray(
      "architectures",
      limit: ContainerFormat.listCountLimit
    )
    var architectures: [String] = []
    for name in names {
      architectures.append(
        try name.string(named: "architectures", where: ContainerNames.isLabel)
      )
    }
    self.init(
      toolName: try tool.requiredString("name"),
      toolVersion: try tool.requiredString("version"),
      recipe: try recipe.requiredString("name"),
      bits: try recipe.requiredInteger("bits", in: Self.bitsRange),
      compressionLevel: try compression.requiredInteger("level", in: Self.levelRange),
      compressorVersion: try compression.requiredString("version"),
      architectures: architectures,
      modelType: try model["model_type"]?
        .string(named: "model_type", where: ContainerNames.isLabel),
      sources: try IndexFault.locating("provenance") { () throws(IndexFault) in
        try SourceFileRecord.parseAll(json)
      }
    )
  }

  /// Whether a reader accepts it.
  var isValid: Bool {
    let texts = [toolName, toolVersion, recipe, compressorVersion] + architectures
    return (texts + (modelType.map { [$0] } ?? [])).allSatisfy(ContainerNames.isLabel)
      && architectures.count <= ContainerFormat.listCountLimit
      && sources.count <= ContainerFormat.sourceFileCountLimit
      && sources.allSatisfy { ContainerNames.isSideFileName($0.name) }
      && Self.bitsRange.contains(bits) && Self.levelRange.contains(compressionLevel)
  }
}
