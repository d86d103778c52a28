//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension InspectionReport {
  /// The report under stable keys, without the list of tensors.
  ///
  /// An object with `"schema": 1`.
  public var json: JSON { .object(members) }

  /// Writes the report under stable keys, with the list of tensors, piece by piece: it can be long.
  ///
  /// - Parameter write: Receives the pieces of the indented text.
  /// - Throws: What `write` throws.
  public func writeJSONWithTensors<Failure: Error>(
    to write: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    try JSON.prettyPrint(members, endingWith: "tensors", tensors.lazy.map(\.json), to: write)
  }

  private var members: [JSON.Member] {
    [
      .init(key: "schema", value: 1),
      .init(key: "path", value: .string(path)),
      .init(key: "kind", value: isQuantizedFile ? "quantized file" : "checkpoint"),
      .init(key: "architecture", value: architecture.map(JSON.string) ?? .null),
      .init(key: "provenance", value: provenanceObject),
      .init(key: "weights", value: .integer(weightCount)),
      .init(key: "source_bytes", value: .integer(sourceByteCount)),
      .init(key: "stored_bytes", value: .integer(storedByteCount)),
      .init(key: "memory_bytes", value: .integer(memoryByteCount)),
      .init(key: "total_bytes", value: .integer(totalByteCount)),
      .init(key: "bits_per_weight", value: .number(bitsPerWeight)),
      .init(key: "storage", value: .array(groups.map(\.json))),
      .init(
        key: "side_files",
        value: .array(
          sideFiles.map { ["name": .string($0.name), "bytes": .integer($0.byteCount)] }
        )
      ),
      .init(key: "notes", value: .array(notes.map(JSON.string))),
      .init(key: "tensor_count", value: .integer(tensors.count)),
    ]
  }

  /// How the file was made and what from, under stable keys.
  ///
  /// An object with `"schema": 1`; `sources` is null where the file does not say what it was made from.
  public var provenanceJSON: JSON {
    [
      "schema": 1,
      "path": .string(path),
      "provenance": provenanceObject,
      "sources": sources.isEmpty ? .null : .array(sources.map(\.json)),
    ]
  }

  private var provenanceObject: JSON {
    .object(provenance.map { .init(key: $0.key, value: .string($0.how)) })
  }
}

extension InspectionReport.Group {
  fileprivate var json: JSON {
    [
      "scheme": .string(storage), "tensors": .integer(tensorCount),
      "weights": .integer(weightCount), "stored_bytes": .integer(storedByteCount),
      "memory_bytes": .integer(memoryByteCount),
    ]
  }
}

extension InspectionReport.Tensor {
  fileprivate var json: JSON {
    [
      "name": .string(info.name),
      "type": .string(info.elementType.rawValue),
      "shape": .array(info.shape.dimensions.map(JSON.integer)),
      "scheme": .string(storage),
      "stored_bytes": .integer(storedByteCount),
      "memory_bytes": .integer(memoryByteCount),
      "bits_per_weight": .number(bitsPerWeight),
      "statistics": statistics?.report ?? .null,
    ]
  }
}
