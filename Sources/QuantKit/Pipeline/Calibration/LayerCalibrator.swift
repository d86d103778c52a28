//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Rounds a model's matrices layer by layer, each for the inputs that the rounded layers before it give.
///
/// One layer of the model is in memory at a time, and the hidden states of all windows.
final class LayerCalibrator {
  // What takes how much of a layer's time, about; the rest is feeding what is rounded.
  private static let feedingShare = 0.5
  private static let roundingShare = 0.2

  /// The most rows of a matrix that are rounded together, which bounds the memory.
  private static let rowsTogether = 1024

  private let stream: LayerStream
  /// What the next layer gets: [tokens, hidden] for each window.
  private let hiddenStates: [ActivationMatrix]

  /// Opens a model and embeds the tokens.
  ///
  /// - Parameters:
  ///   - checkpoint: The model.
  ///   - windows: At least one token each, each fed to an empty context.
  ///   - kernels: What to compute on.
  /// - Throws: `ModelError` for a model that cannot be run or a token outside its vocabulary; what
  ///   reading throws.
  init(checkpoint: Checkpoint, windows: [[Int]], kernels: Kernels) throws {
    stream = try LayerStream(
      checkpoint: checkpoint,
      windowLength: windows.map(\.count).max() ?? 1,
      arithmetic: .fast,
      kernels: kernels
    )
    hiddenStates = try stream.embed(windows, from: stream.source)
  }

  /// About how much memory calibrating a model takes, in bytes.
  ///
  /// With h, q and m the widths of the hidden states, of the queries and of the MLP, in float32: h for each
  /// token; the second moments of the inputs that are not rounded yet, of widths h, q, h, m in this order, and the
  /// factor of those of the first and its inverse; 1024 rows of a matrix three times; the activations of a window. And
  /// the layer as it is in the checkpoint, whose matrices give way to codes of no more than half their size, but no
  /// less than two chunks of weights.
  static func byteCount(
    configuration: ModelConfiguration,
    layerByteCount: Int,
    tokenCount: Int
  ) -> Int {
    let hidden = configuration.hiddenSize
    let query = configuration.queryWidth
    let inner = configuration.intermediateSize
    let largest = max(hidden, query, inner)
    let widths = [hidden, query, hidden, inner]
    let moments = widths.indices.map { index in
      widths[index...].reduce(2 * widths[index] * widths[index]) { $0 + $1 * $1 }
    }
    let perToken = 4 * hidden + 2 * query + 2 * configuration.keyValueWidth + 2 * inner + largest
    let window = CalibrationOptions.windowLength * perToken
    let rows = 3 * rowsTogether * largest
    return max(layerByteCount, 2 * MemoryArena.chunkByteCount)
      + 4 * (tokenCount * hidden + (moments.max() ?? 0) + rows + window)
  }

  /// The number of layers.
  var layerCount: Int { stream.layerCount }

  /// Rounds matrices of a layer and feeds the windows through the layer as it then is.
  ///
  /// To be called for every layer in turn.
  ///
  /// - Parameters:
  ///   - index: The layer.
  ///   - decisions: How to store its matrices, by name; others stay as they are.
  ///   - cancellation: Looked at between windows and matrices.
  ///   - progress: Called with the share of the work that is done, about.
  /// - Returns: The rounded matrices, by name.
  /// - Throws: `ModelError`, `QuantizationError` for a weight that is not finite, what reading throws,
  ///   `CancellationError`.
  func calibrate(
    layer index: Int,
    decisions: [String: Recipe.Decision],
    cancellation: Cancellation,
    progress: (Double) -> Void = { _ in }
  ) throws -> [String: RoundedMatrix] {
    let shared = SharedWeights(stream.source)
    let collector = try moments(ofLayer: index, from: shared, cancellation: cancellation) {
      progress(Self.feedingShare * $0)
    }
    var rounded: [String: RoundedMatrix] = [:]
    while let input = collector.takeInput() {
      let names = decisions.keys.filter { name in
        input.operations.contains { name.hasSuffix(".\($0).weight") }
      }
      guard !names.isEmpty else { continue }
      let rounding = CalibratedRounding(moments: input.moments, kernels: stream.kernels)
      for name in names.sorted() {
        try cancellation.check()
        guard let decision = decisions[name], let scheme = decision.scheme else { continue }
        rounded[name] = try round(
          try shared.matrix(named: name, pool: nil),
          named: name,
          rounding: rounding,
          scheme: scheme,
          step: decision.step.map(UniformStep.init)
        )
        shared.forget(name)
        let done = Double(rounded.count) / Double(decisions.count)
        progress(Self.feedingShare + Self.roundingShare * done)
      }
    }
    try pass(
      layer: index,
      matrices: rounded.mapValues { $0.weightMatrix() },
      source: shared,
      cancellation: cancellation
    )
    return rounded
  }

  /// The second moments of what the matrices of a layer get that is not rounded.
  private func moments(
    ofLayer index: Int,
    from weights: any WeightSource,
    cancellation: Cancellation,
    progress: (Double) -> Void
  ) throws -> MomentCollector {
    let layer = try stream.layer(index, from: weights)
    let collector = MomentCollector(
      kernels: stream.kernels,
      tokenLimit: stream.workspace.rowCapacity
    )
    for window in hiddenStates.indices {
      try cancellation.check()
      stream.feed(hiddenStates[window], through: layer, observer: collector)
      progress(Double(window + 1) / Double(hiddenStates.count))
    }
    return collector
  }

  /// Feeds the windows through a layer whose matrices are rounded already.
  ///
  /// - Parameters:
  ///   - index: The layer.
  ///   - matrices: The rounded matrices, by name.
  ///   - cancellation: Looked at between windows.
  /// - Throws: `ModelError`, what reading throws, `CancellationError`.
  func pass(
    layer index: Int,
    matrices: [String: WeightMatrix],
    cancellation: Cancellation
  ) throws {
    try pass(layer: index, matrices: matrices, source: stream.source, cancellation: cancellation)
  }

  private func pass(
    layer index: Int,
    matrices: [String: WeightMatrix],
    source: any WeightSource,
    cancellation: Cancellation
  ) throws {
    let result = try stream.layer(
      index,
      from: ReplacedWeights(source: source, matrices: matrices)
    )
    for states in hiddenStates {
      try cancellation.check()
      stream.advance(states, through: result)
    }
  }

  /// Rounds a matrix, some rows at a time: a row's codes depend on no other row.
  private func round(
    _ matrix: WeightMatrix,
    named name: String,
    rounding: CalibratedRounding,
    scheme: QuantizationScheme,
    step: UniformStep?
  ) throws -> RoundedMatrix {
    var result = RoundedMatrix(
      codes: [],
      scales: [],
      columnCount: matrix.columns,
      scheme: scheme
    )
    for first in stride(from: 0, to: matrix.rows, by: Self.rowsTogether) {
      let rows = first..<min(first + Self.rowsTogether, matrix.rows)
      do throws(QuantizationError) {
        result.append(
          try rounding.round(
            try finite(stream.kernels.widened(matrix, rows: rows)),
            scheme: scheme,
            step: step,
            format: stream.source.info(of: name)?.elementType.floatFormat ?? .binary32
          )
        )
      } catch {
        throw error.located(path: stream.source.path, tensor: name, firstRow: first)
      }
    }
    return result
  }

  /// The weights, all of which must be finite.
  private func finite(_ weights: ActivationMatrix) throws(QuantizationError) -> ActivationMatrix {
    for row in 0..<weights.rowCapacity {
      let values = weights.values(inRows: row..<row + 1)
      guard let column = values.firstIndex(where: { !$0.isFinite }) else { continue }
      throw .nonFiniteWeight(values[column], row: row, column: column)
    }
    return weights
  }
}

/// Adds up the second moments of what the linear layers of a decoder layer get.
private final class MomentCollector: ProjectionObserver {
  /// An input and who gets it.
  struct Input {
    /// The names of the matrices that it is multiplied by.
    let operations: [String]
    /// [columns, columns].
    let moments: ActivationMatrix
  }

  private(set) var inputs: [Input] = []
  private let kernels: Kernels
  private let tokenLimit: Int
  private var transposed: ActivationMatrix?
  private var scratch: ActivationMatrix?

  init(kernels: Kernels, tokenLimit: Int) {
    self.kernels = kernels
    self.tokenLimit = tokenLimit
  }

  /// The first input, which is forgotten here; nil for none.
  func takeInput() -> Input? {
    guard !inputs.isEmpty else { return nil }
    let input = inputs.removeFirst()
    kernels.mirror(input.moments)
    return input
  }

  func observe(_ input: ActivationSlice, of projection: Projection, tokenCount: Int) {
    let count = input.columns.count
    let known = inputs.first { $0.operations == projection.names }
    let moments = known?.moments ?? ActivationMatrix(rowCapacity: count, columns: count)
    if known == nil { inputs.append(Input(operations: projection.names, moments: moments)) }
    kernels.addSecondMoments(
      of: input,
      rowCount: tokenCount,
      transposed: matrix(&transposed, rows: count, columns: tokenLimit),
      scratch: matrix(&scratch, rows: min(256, count), columns: count),
      to: moments
    )
  }

  private func matrix(
    _ matrix: inout ActivationMatrix?,
    rows: Int,
    columns: Int
  ) -> ActivationMatrix {
    if let matrix, matrix.rowCapacity == rows, matrix.columns == columns { return matrix }
    let new = ActivationMatrix(rowCapacity: rows, columns: columns)
    matrix = new
    return new
  }
}

extension RoundedMatrix {
  /// The matrix as it is in memory when a model runs.
  func weightMatrix() -> WeightMatrix {
    WeightMatrix(
      codes: (0..<rowCount).flatMap { packedRow($0) },
      scales: scales,
      columns: columnCount,
      scheme: scheme
    )
  }
}

extension WeightMatrix {
  /// A matrix of codes as they are stored.
  init(codes: [UInt8], scales: [Float], columns: Int, scheme: QuantizationScheme) {
    self = unsafe WeightMatrix(
      rows: scales.count / max(scheme.scalesPerRow(columnCount: columns), 1),
      columns: columns,
      format: WeightMatrix.Format(scheme),
      scales: WeightMatrix.Scales(scales, scheme: scheme)
    ) { buffer in
      unsafe buffer.copyBytes(from: codes)
    }
  }
}
