//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A quantized file or checkpoint opened for looking at.
public struct Inspection: Sendable {
  let source: ModelSource

  /// Opens a model; reads headers only.
  ///
  /// - Parameter path: A `.qkit` file or a checkpoint folder.
  /// - Throws: `FileError`, `ContainerError` or `CheckpointError`.
  public init(path: String) throws { source = try ModelSource(path: path) }

  /// What is in the model, without reading its weights.
  public func report() throws -> InspectionReport {
    switch source {
    case .quantizedFile(let file): try InspectionReport(file)
    case .checkpoint(let checkpoint): InspectionReport(checkpoint)
    }
  }

  /// What running the model takes in memory.
  ///
  /// - Parameter contextLength: The tokens of the KV cache; nil for the model's own context length.
  /// - Returns: The figures for the file as it is and for other widths.
  /// - Throws: `ContainerError` when config.json cannot be read, `QuantizationError` when a recipe
  ///   cannot take a tensor.
  public func memory(contextLength: Int? = nil) throws -> MemoryReport {
    let report = try report()
    // An architecture that cannot be run has weights all the same.
    let configuration = try? ModelConfiguration(
      configuration: source.configuration(),
      path: source.path
    )
    let context = contextLength ?? configuration?.contextLength ?? Self.defaultContextLength
    return try MemoryReport(
      tensors: report.tensors.map(\.info),
      storedByteCount: report.memoryByteCount,
      contextLength: context,
      keyValueByteCounts: KeyValueFormat.allCases.map { format in
        let byteCount = configuration.flatMap {
          KeyValueCache.byteCount(configuration: $0, format: format, positions: context)
        }
        return (format, byteCount)
      }
    )
  }

  private static let defaultContextLength = 4096
}

extension InspectionReport {
  init(_ file: QuantizedFile) throws {
    let metadata = file.index.metadata
    path = file.path
    isQuantizedFile = true
    architecture = metadata.architectures.first
    provenance = [
      ("format", "format", "version \(ContainerFormat.version)"),
      ("tool", "written by", "\(metadata.toolName) \(metadata.toolVersion)"),
      ("recipe", "recipe", metadata.recipe),
      ("bits", "bits", String(metadata.bits)),
      (
        "compression", "compression",
        "zstd \(metadata.compressorVersion), level \(metadata.compressionLevel)"
      ),
    ]
    sources = metadata.sources
    tensors = file.index.tensors.map { record in
      Tensor(
        info: record.info,
        storage: record.encoding == .raw
          ? record.info.elementType.rawValue : record.encoding.schemeName,
        storedByteCount: record.storedByteCount,
        memoryByteCount: record.contentByteCount,
        packedStatistics: record.packedStatistics
      )
    }
    sideFiles = file.index.sideFiles.map { ($0.name, $0.byteCount) }
    totalByteCount = file.byteCount
    let unknown = file.index.tensors.filter { $0.encoding != .raw && $0.scheme == nil }
    notes =
      unknown.first.map { tensor in
        let more = unknown.count > 1 ? "; so have \(unknown.count - 1) more tensors" : ""
        return [
          "tensor \(tensor.info.name.quoted) has the scheme \(tensor.encoding.schemeName.quoted), which this "
            + "version does not know" + more
        ]
      } ?? []
  }

  init(_ checkpoint: Checkpoint) {
    path = checkpoint.path
    isQuantizedFile = false
    architecture = checkpoint.configuration["architectures"]?.elements?.first?.string
    provenance = [("format", "format", checkpoint.format.rawValue)]
    sources = []
    tensors = checkpoint.tensors.map { tensor in
      Tensor(
        info: tensor.info,
        storage: tensor.info.elementType.rawValue,
        storedByteCount: tensor.byteCount,
        memoryByteCount: tensor.byteCount,
        packedStatistics: nil
      )
    }
    sideFiles = checkpoint.sideFiles.map { ($0.name, $0.byteCount) }
    totalByteCount =
      tensors.reduce(0) { $0 + $1.storedByteCount } + sideFiles.reduce(0) { $0 + $1.byteCount }
    notes = checkpoint.notes
  }
}
