//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension ContainerIndex {
  /// The index as it is stored, before compression: the same bytes for the same records.
  func serialized() -> [UInt8] { json.serialized() }

  /// The index as a value, its members in the order of Formats.md.
  var json: JSON {
    var members: [JSON.Member] = [
      .init(key: "format", value: .string(ContainerFormat.name)),
      .init(key: "version", value: .integer(Int(ContainerFormat.version))),
      .init(
        key: "tool",
        value: ["name": .string(metadata.toolName), "version": .string(metadata.toolVersion)]
      ),
      .init(
        key: "recipe",
        value: ["name": .string(metadata.recipe), "bits": .integer(metadata.bits)]
      ),
      .init(
        key: "compression",
        value: [
          "name": "zstd", "version": .string(metadata.compressorVersion),
          "level": .integer(metadata.compressionLevel),
        ]
      ),
      .init(key: "model", value: metadata.modelJSON),
    ]
    if !metadata.sources.isEmpty {
      let sources = JSON.array(metadata.sources.map(\.json))
      members.append(.init(key: "provenance", value: ["sources": sources]))
    }
    members += [
      .init(key: "side_files", value: .array(sideFiles.map(\.json))),
      .init(key: "tensors", value: .array(tensors.map(\.json))),
    ]
    return .object(members)
  }
}

extension ContainerMetadata {
  fileprivate var modelJSON: JSON {
    var members = [
      JSON.Member(key: "architectures", value: .array(architectures.map { .string($0) }))
    ]
    if let modelType { members.append(.init(key: "model_type", value: .string(modelType))) }
    return .object(members)
  }
}

extension SourceFileRecord {
  /// The record as the index has it.
  var json: JSON {
    [
      "name": .string(name), "size": .integer(byteCount), "sha256": .string(hash.description),
    ]
  }
}

extension FrameRecord {
  /// The record as the index has it.
  var json: JSON {
    [
      .integer(offset), .integer(storedByteCount), .integer(contentByteCount),
      .string(checksum.description),
    ]
  }
}

extension SideFileRecord {
  fileprivate var json: JSON {
    [
      "name": .string(name), "size": .integer(byteCount), "frames": .array(frames.map(\.json)),
    ]
  }
}

extension PartRecord {
  fileprivate var json: JSON {
    [
      "name": .string(name), "type": .string(typeName), "shape": shape.json,
      "block_size": .integer(blockByteCount), "frames": .array(frames.map(\.json)),
    ]
  }
}

extension TensorRecord {
  private var schemeJSON: JSON {
    var members = [JSON.Member(key: "name", value: .string(encoding.schemeName))]
    if let name = rounding.name { members.append(.init(key: "rounding", value: .string(name))) }
    if let step = rounding.step { members.append(.init(key: "step", value: .number(step))) }
    return .object(members)
  }

  /// The record as it stands in the index.
  var json: JSON {
    var members: [JSON.Member] = [
      .init(key: "name", value: .string(info.name)),
      .init(key: "type", value: .string(info.elementType.rawValue)),
      .init(key: "shape", value: info.shape.json),
      .init(key: "scheme", value: schemeJSON),
    ]
    if let statistics { members.append(.init(key: "statistics", value: statistics.json)) }
    members.append(.init(key: "parts", value: .array(parts.map(\.json))))
    return .object(members)
  }
}

extension TensorShape {
  fileprivate var json: JSON { .array(dimensions.map { .integer($0) }) }
}

extension QuantizationStatistics {
  fileprivate var json: JSON {
    [
      "sum_of_squares": .number(sumOfSquares),
      "sum_of_squared_errors": .number(sumOfSquaredErrors),
      "max_abs_error": .number(Double(maximumAbsoluteError)),
      "code_counts": .array(codeCounts.map { .integer($0) }),
    ]
  }
}
