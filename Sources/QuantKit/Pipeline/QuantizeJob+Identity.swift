//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension QuantizeJob {
  /// What must be the same for an interrupted quantization to be gone on with.
  var identity: JournalIdentity {
    let calibration = options.calibration.map { calibration -> [JSON.Member] in
      [
        .init(
          key: "calibration text",
          value: .string(Checksum(of: Array(calibration.text.utf8)).description)
        ),
        .init(key: "number of calibration tokens", value: .integer(calibration.tokenCount)),
        // The kernels add in other orders.
        .init(key: "set of kernels", value: .string(options.instructionSet.rawValue)),
      ]
    }
    let scales: [JSON.Member] =
      options.scales == .absmax
      ? [] : [.init(key: "choice of scales", value: .string(options.scales.rawValue))]
    return JournalIdentity(
      options: [
        .init(key: "version of quantize", value: .string(ToolVersion.text)),
        .init(key: "version of zstd", value: .string(Zstd.version)),
        .init(key: "recipe", value: .string(options.recipe.name)),
        .init(key: "number of bits", value: .integer(options.width.rawValue)),
        .init(key: "zstd level", value: .integer(options.compressionLevel)),
      ] + scales + plannedMembers + (calibration ?? []),
      sources: checkpoint.weightFileIdentities + checkpoint.sideFiles.map(\.identity)
    )
  }
}

extension QuantizeJob {
  /// What decides over tensors beside the recipe.
  private var plannedMembers: [JSON.Member] {
    guard options.recipe.isOverridden else { return [] }
    let text = Array(PlanFile.text(for: plan).utf8)
    return [.init(key: "plan", value: .string(Checksum(of: text).description))]
  }
}

extension Checkpoint {
  /// The files of weights with what tells whether they changed: size, time, and what their headers say.
  fileprivate var weightFileIdentities: [JSON.Member] {
    var listings = [[UInt8]](repeating: [], count: files.count)
    for tensor in tensors { listings[tensor.fileIndex] += tensor.listing }
    return zip(files, listings).map { file, listing in
      JSON.Member(
        key: Path.lastComponent(of: file.path),
        value: file.stamp.json(and: [
          .init(key: "tensors", value: .string(Checksum(of: listing).description))
        ])
      )
    }
  }
}

extension CheckpointTensor {
  /// What the header of its file says of it, as a line.
  fileprivate var listing: [UInt8] {
    let axes = layout.axes.map { "\($0.count)*\($0.step)" }.joined(separator: ",")
    let fields = [
      info.name, info.elementType.rawValue, info.shape.description, String(layout.offset), axes,
    ]
    return Array((fields.joined(separator: "\t") + "\n").utf8)
  }
}

extension SideFile {
  fileprivate var identity: JSON.Member { JSON.Member(key: name, value: file.stamp.json(and: [])) }
}

extension FileStamp {
  fileprivate func json(and more: [JSON.Member]) -> JSON {
    // Nanoseconds are more than a JSON number holds exactly everywhere.
    .object(
      [
        .init(key: "size", value: .integer(byteCount)),
        .init(key: "modified", value: .string(String(modificationTime))),
      ] + more
    )
  }
}
