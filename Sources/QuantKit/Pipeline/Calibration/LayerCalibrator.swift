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

  private let configuration: ModelConfiguration
  private let architecture: any Architecture.Type
  private let source: CheckpointWeightSource
  private let kernels: Kernels
  private let rotaryAngles: RotaryAngles?
  private let places: [LayerPlace]
  private let workspace: Workspace
  /// Keys and values of one layer.
  private let cache: KeyValueBlocks
  /// What the next layer gets: [tokens, hidden] for each window.
  private var hiddenStates: [ActivationMatrix] = []

  /// Opens a model and embeds the tokens.
  ///
  /// - Parameters:
  ///   - checkpoint: The model.
  ///   - windows: At least one token each, each fed to an empty context.
  ///   - kernels: What to compute on.
  /// - Throws: `ModelError` for a model that cannot be run or a token outside its vocabulary; what
  ///   reading throws.
  init(checkpoint: Checkpoint, windows: [[Int]], kernels: Kernels) throws {
    source = CheckpointWeightSource(checkpoint: checkpoint)
    configuration = try ModelConfiguration(
      configuration: checkpoint.configuration,
      path: checkpoint.path
    )
    architecture = try ArchitectureList.architecture(for: configuration)
    self.kernels = kernels
    rotaryAngles = RotaryAngles(configuration)
    places = LayerPlace.all(of: configuration)
    let length = windows.map(\.count).max() ?? 1
    workspace = Workspace(configuration: configuration, arithmetic: .fast, rowCapacity: length)
    cache = KeyValueBlocks(
      layout: KeyValueBlocks.Layout(
        layers: 1,
        heads: configuration.keyValueHeadCount,
        dimension: configuration.headDimension,
        format: .f32
      )
    )
    cache.reserve(positions: length)
    hiddenStates = try embedded(windows)
  }

  /// About how much memory calibrating a model takes, in bytes.
  ///
  /// With h, q and m the widths of the hidden states, of the queries and of the MLP, and n the largest of
  /// these, in float32: h for each token; the second moments of four inputs, 2h² + q² + m²; their factor and
  /// its inverse, 2n²; the largest matrix four times, 4hm; the activations of a window. And the layer twice:
  /// as it is in the checkpoint, and rounded, which is no less than two chunks of weights.
  static func byteCount(
    configuration: ModelConfiguration,
    layerByteCount: Int,
    tokenCount: Int
  ) -> Int {
    let hidden = configuration.hiddenSize
    let query = configuration.queryWidth
    let inner = configuration.intermediateSize
    let largest = max(hidden, query, inner)
    let moments = 2 * hidden * hidden + query * query + inner * inner
    let perToken = 4 * hidden + 2 * query + 2 * configuration.keyValueWidth + 2 * inner + largest
    let window = CalibrationOptions.windowLength * perToken
    return 2 * max(layerByteCount, MemoryArena.chunkByteCount)
      + 4
      * (tokenCount * hidden + moments + 2 * largest * largest + 4 * hidden * inner + window)
  }

  /// The number of layers.
  var layerCount: Int { places.count }

  /// What the names of a layer's tensors begin with.
  func prefix(ofLayer index: Int) -> String { places[index].name + "." }

  /// Rounds matrices of a layer and feeds the windows through the layer as it then is.
  ///
  /// To be called for every layer in turn.
  ///
  /// - Parameters:
  ///   - index: The layer.
  ///   - schemes: How to store its matrices, by name; others stay as they are.
  ///   - cancellation: Looked at between windows and matrices.
  ///   - progress: Called with the share of the work that is done, about.
  /// - Returns: The rounded matrices, by name.
  /// - Throws: `ModelError`, `QuantizationError` for a weight that is not finite, what reading throws,
  ///   `CancellationError`.
  func calibrate(
    layer index: Int,
    schemes: [String: QuantizationScheme],
    cancellation: Cancellation,
    progress: (Double) -> Void = { _ in }
  ) throws -> [String: RoundedMatrix] {
    let shared = SharedWeights(source)
    let original = try layer(index, from: shared)
    let collector = MomentCollector(kernels: kernels, tokenLimit: workspace.rowCapacity)
    for window in hiddenStates.indices {
      try cancellation.check()
      feed(window, through: original, observer: collector)
      progress(Self.feedingShare * Double(window + 1) / Double(hiddenStates.count))
    }
    var rounded: [String: RoundedMatrix] = [:]
    while let input = collector.takeInput() {
      let names = schemes.keys.filter { name in
        input.operations.contains { name.hasSuffix(".\($0).weight") }
      }
      guard !names.isEmpty else { continue }
      let rounding = CalibratedRounding(moments: input.moments, kernels: kernels)
      for name in names.sorted() {
        try cancellation.check()
        guard let scheme = schemes[name] else { continue }
        let matrix = try shared.matrix(named: name, pool: nil)
        rounded[name] = rounding.round(try widened(matrix, named: name), scheme: scheme)
        let done = Double(rounded.count) / Double(schemes.count)
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
    try pass(layer: index, matrices: matrices, source: source, cancellation: cancellation)
  }

  private func pass(
    layer index: Int,
    matrices: [String: WeightMatrix],
    source: any WeightSource,
    cancellation: Cancellation
  ) throws {
    let result = try layer(index, from: ReplacedWeights(source: source, matrices: matrices))
    for window in hiddenStates.indices {
      try cancellation.check()
      feed(window, through: result)
      keepHiddenStates(of: window)
    }
  }

  private func layer(_ index: Int, from weights: any WeightSource) throws -> DecoderLayer {
    let loader = WeightLoader(source: weights, configuration: configuration, pool: nil)
    return try architecture.layer(places[index], from: loader)
  }

  private func embedded(_ windows: [[Int]]) throws -> [ActivationMatrix] {
    let loader = WeightLoader(source: source, configuration: configuration, pool: kernels.pool)
    let embedding = try loader.embedding("model.embed_tokens")
    return try windows.map { window in
      let states = ActivationMatrix(
        rowCapacity: window.count,
        columns: configuration.hiddenSize
      )
      for (row, token) in window.enumerated() {
        guard 0..<configuration.vocabularySize ~= token else {
          throw ModelError.tokenOutOfRange(
            token,
            vocabularySize: configuration.vocabularySize,
            path: configuration.path
          )
        }
        kernels.widen(row: token, of: embedding, into: states.slice, at: row)
      }
      return states
    }
  }

  /// Leaves in the workspace what a layer makes of a window.
  private func feed(
    _ window: Int,
    through layer: DecoderLayer,
    observer: (any ProjectionObserver)? = nil
  ) {
    let states = hiddenStates[window]
    for row in 0..<states.rowCapacity {
      workspace.hidden.setRow(row, to: states.values(inRows: row..<row + 1))
    }
    var pass = ForwardPass(
      kernels: kernels,
      workspace: workspace,
      segments: [
        ForwardPass.Segment(
          cache: cache,
          rows: 0..<states.rowCapacity,
          firstPosition: 0,
          sequenceLength: states.rowCapacity
        )
      ]
    )
    pass.observer = observer
    rotaryAngles?.prepare(pass)
    layer(pass, index: 0)
  }

  private func keepHiddenStates(of window: Int) {
    let states = hiddenStates[window]
    for row in 0..<states.rowCapacity {
      states.setRow(row, to: workspace.hidden.values(inRows: row..<row + 1))
    }
  }

  /// A matrix in float32.
  private func widened(_ matrix: WeightMatrix, named name: String) throws -> ActivationMatrix {
    let result = ActivationMatrix(rowCapacity: matrix.rows, columns: matrix.columns)
    for row in 0..<matrix.rows {
      kernels.widen(row: row, of: matrix, into: result.slice, at: row)
      let values = result.values(inRows: row..<row + 1)
      if let column = values.firstIndex(where: { !$0.isFinite }) {
        throw QuantizationError.nonFiniteWeight(values[column], row: row, column: column)
          .located(path: source.path, tensor: name)
      }
    }
    return result
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

/// The weights of a layer with some of its matrices replaced.
private struct ReplacedWeights: WeightSource {
  let source: any WeightSource
  let matrices: [String: WeightMatrix]

  var path: String { source.path }

  func info(of name: String) -> TensorInfo? { source.info(of: name) }

  func hasNormalizedRows(_ name: String) -> Bool { source.hasNormalizedRows(name) }

  func matrix(named name: String, pool: ThreadPool?) throws -> WeightMatrix {
    try matrices[name] ?? source.matrix(named: name, pool: pool)
  }

  func vector(named name: String) throws -> [Float] { try source.vector(named: name) }
}

extension RoundedMatrix {
  /// The matrix as it is in memory when a model runs.
  fileprivate func weightMatrix() -> WeightMatrix {
    WeightMatrix(
      codes: scales.indices.flatMap { packedRow($0) },
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
      rows: scales.count,
      columns: columns,
      format: scheme.bitsPerCode == 8 ? .int8Row : .int4Row,
      scales: scales
    ) { buffer in
      unsafe buffer.copyBytes(from: codes)
    }
  }
}
