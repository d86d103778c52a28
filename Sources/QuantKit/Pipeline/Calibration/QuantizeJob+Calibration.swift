//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension QuantizeJob {
  /// Tensors that are written together.
  struct Part {
    /// Their places in the file.
    let tensors: Range<Int>
    /// The layer that they are in; nil for none, or where it does not matter.
    let layer: Int?

    fileprivate var phase: QuantizeProgress.Phase { layer == nil ? .quantizing : .calibrating }
  }

  /// All tensors at once, or layer by layer where each layer's codes depend on those before it.
  var parts: [Part] {
    guard options.calibration != nil else {
      return [Part(tensors: plan.entries.indices, layer: nil)]
    }
    let layers = plan.entries.map { LayerPlace.index(inTensorNamed: $0.info.name) }
    var parts: [Part] = []
    var start = 0
    while start < layers.count {
      let end = layers[start...].firstIndex { $0 != layers[start] } ?? layers.count
      parts.append(Part(tensors: start..<end, layer: layers[start]))
      start = end
    }
    return parts
  }

  /// About how much memory calibrating takes, in bytes.
  var calibrationByteCount: Int {
    get throws {
      guard let calibration = options.calibration else { return 0 }
      let layerByteCount = parts.filter { $0.layer != nil }
        .map { plan.sourceByteCount(of: $0.tensors) }.max()
      return LayerCalibrator.byteCount(
        configuration: try ModelConfiguration(
          configuration: checkpoint.configuration,
          path: checkpoint.path
        ),
        layerByteCount: layerByteCount ?? 0,
        tokenCount: calibration.tokenCount
      )
    }
  }

  /// How far the parts of each phase are.
  struct ProgressMeters {
    private let plan: QuantizePlan
    private let totals: [QuantizeProgress.Phase: Int]
    private var done: [QuantizeProgress.Phase: Int] = [:]

    init(parts: [Part], plan: QuantizePlan) {
      self.plan = plan
      totals = Dictionary(
        parts.map { ($0.phase, plan.sourceByteCount(of: $0.tensors)) },
        uniquingKeysWith: +
      )
    }

    /// The progress when so many bytes of a part are done.
    func progress(_ part: Part, byteCount: Int) -> QuantizeProgress {
      QuantizeProgress(
        phase: part.phase,
        byteCount: done[part.phase, default: 0] + byteCount,
        totalByteCount: totals[part.phase, default: 0]
      )
    }

    /// The progress when a share of a part is done.
    func progress(_ part: Part, share: Double) -> QuantizeProgress {
      progress(part, byteCount: Int(share * Double(plan.sourceByteCount(of: part.tensors))))
    }

    /// Counts a part as done.
    mutating func finish(_ part: Part) {
      done[part.phase, default: 0] += plan.sourceByteCount(of: part.tensors)
    }
  }

  /// What rounds the matrices of the layers; nil where nothing is calibrated.
  func calibrator(on pool: ThreadPool) throws -> Calibrator? {
    guard let calibration = options.calibration else { return nil }
    let windows = try calibration.windows(for: checkpoint)
    return Calibrator(
      layers: try LayerCalibrator(
        checkpoint: checkpoint,
        windows: windows,
        kernels: Kernels(instructionSet: options.instructionSet, pool: pool)
      ),
      plan: plan
    )
  }

  /// Rounds the matrices of a plan.
  struct Calibrator {
    let layers: LayerCalibrator
    let plan: QuantizePlan

    /// Rounds the matrices among some tensors; parts come in their order.
    ///
    /// - Parameters:
    ///   - part: The tensors.
    ///   - output: What they are written to. A layer that it has already is not rounded again; the layers
    ///     after it get what it gives.
    ///   - cancellation: Looked at between pieces of work.
    ///   - progress: Called with the share of the part that is done.
    /// - Returns: The rounded matrices, by name.
    /// - Throws: As `LayerCalibrator.calibrate` does.
    func rounded(
      _ part: Part,
      of output: ResumableContainer,
      cancellation: Cancellation,
      progress: (Double) -> Void
    ) throws -> [String: RoundedMatrix] {
      guard let layer = part.layer, layer < layers.layerCount else { return [:] }
      if part.tensors.upperBound <= output.adoptedTensorCount {
        try layers.pass(
          layer: layer,
          matrices: matrices(part.tensors, in: output),
          cancellation: cancellation
        )
        return [:]
      }
      return try layers.calibrate(
        layer: layer,
        decisions: Dictionary(
          uniqueKeysWithValues: plan.entries[part.tensors]
            .filter(\.rounding.isCalibrated).map { ($0.info.name, $0.decision) }
        ),
        cancellation: cancellation,
        progress: progress
      )
    }

    /// The rounded matrices among tensors that an interrupted run wrote.
    private func matrices(
      _ tensors: Range<Int>,
      in output: ResumableContainer
    ) throws -> [String: WeightMatrix] {
      var matrices: [String: WeightMatrix] = [:]
      for record in output.writer.tensors[tensors] where record.rounding.isCalibrated {
        guard let scheme = record.scheme, let codes = record.content, record.parts.count == 2 else {
          continue
        }
        matrices[record.info.name] = WeightMatrix(
          codes: try output.writer.content(of: codes),
          scales: scheme.scaleFormat.values(in: try output.writer.content(of: record.parts[1])),
          columns: record.info.shape.dimensions[1],
          scheme: scheme
        )
      }
      return matrices
    }
  }
}
