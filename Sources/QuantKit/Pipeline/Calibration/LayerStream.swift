//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A model of which one layer is in memory at a time, through which windows of tokens are fed.
final class LayerStream {
  let configuration: ModelConfiguration
  let kernels: Kernels
  let source: CheckpointWeightSource
  let workspace: Workspace
  private let architecture: any Architecture.Type
  private let rotaryAngles: RotaryAngles?
  private let places: [LayerPlace]
  /// Keys and values of one layer.
  private let cache: KeyValueBlocks

  /// Opens a model.
  ///
  /// - Parameters:
  ///   - checkpoint: The model.
  ///   - windowLength: The most tokens of a window.
  ///   - arithmetic: How codes are multiplied.
  ///   - kernels: What to compute on.
  /// - Throws: `ModelError` for a model that cannot be run.
  init(
    checkpoint: Checkpoint,
    windowLength: Int,
    arithmetic: Arithmetic,
    kernels: Kernels
  ) throws {
    source = CheckpointWeightSource(checkpoint: checkpoint)
    configuration = try ModelConfiguration(
      configuration: checkpoint.configuration,
      path: checkpoint.path
    )
    architecture = try ArchitectureList.architecture(for: configuration)
    self.kernels = kernels
    rotaryAngles = RotaryAngles(configuration)
    places = LayerPlace.all(of: configuration)
    workspace = Workspace(
      configuration: configuration,
      arithmetic: arithmetic,
      rowCapacity: windowLength
    )
    cache = KeyValueBlocks(
      layout: KeyValueBlocks.Layout(
        layers: 1,
        heads: configuration.keyValueHeadCount,
        dimension: configuration.headDimension,
        format: .f32
      )
    )
    cache.reserve(positions: windowLength)
  }

  /// The number of layers.
  var layerCount: Int { places.count }

  /// Loads a layer.
  ///
  /// - Parameters:
  ///   - index: The layer.
  ///   - weights: Where its tensors come from.
  /// - Returns: The layer.
  /// - Throws: `ModelError`, what reading throws.
  func layer(_ index: Int, from weights: any WeightSource) throws -> DecoderLayer {
    let loader = WeightLoader(source: weights, configuration: configuration, pool: nil)
    return try architecture.layer(places[index], from: loader)
  }

  /// The hidden states with which windows enter the first layer, [tokens, hidden] each.
  ///
  /// - Throws: `ModelError` for a token outside the vocabulary; what reading throws.
  func embed(_ windows: [[Int]], from weights: any WeightSource) throws -> [ActivationMatrix] {
    let loader = WeightLoader(source: weights, configuration: configuration, pool: kernels.pool)
    let embedding = try loader.tokenEmbedding()
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
  ///
  /// - Parameters:
  ///   - states: The window's hidden states, [tokens, hidden].
  ///   - layer: The layer.
  ///   - observer: Who looks at what its matrices get.
  func feed(
    _ states: ActivationMatrix,
    through layer: DecoderLayer,
    observer: (any ProjectionObserver)? = nil
  ) {
    workspace.hidden.copyRows(of: states, count: states.rowCapacity)
    let pass = pass(tokenCount: states.rowCapacity, observer: observer)
    rotaryAngles?.prepare(pass)
    layer(pass, index: 0)
  }

  /// Replaces a window's hidden states by what a layer makes of them.
  func advance(_ states: ActivationMatrix, through layer: DecoderLayer) {
    feed(states, through: layer)
    states.copyRows(of: workspace.hidden, count: states.rowCapacity)
  }

  private func pass(tokenCount: Int, observer: (any ProjectionObserver)? = nil) -> ForwardPass {
    var pass = ForwardPass(
      kernels: kernels,
      workspace: workspace,
      segments: [
        ForwardPass.Segment(
          cache: cache,
          rows: 0..<tokenCount,
          firstPosition: 0,
          sequenceLength: tokenCount
        )
      ]
    )
    pass.observer = observer
    return pass
  }

  /// What turns hidden states into logits.
  struct Output {
    fileprivate let norm: RMSNorm
    fileprivate let head: Projection
  }

  /// Loads what turns hidden states into logits.
  ///
  /// - Throws: `ModelError`, what reading throws.
  func output(from weights: any WeightSource) throws -> Output {
    let loader = WeightLoader(source: weights, configuration: configuration, pool: kernels.pool)
    return Output(
      norm: try loader.finalNorm(),
      head: try loader.untiedHead() ?? Decoder.tiedHead(loader.tokenEmbedding())
    )
  }

  /// The logits of some of a window's tokens.
  ///
  /// - Parameters:
  ///   - states: The window's hidden states after the last layer.
  ///   - rows: The tokens, at most `Workspace.logitsRowLimit`.
  ///   - output: What to compute them with.
  /// - Returns: [rows, vocabulary].
  func logits(_ states: ActivationMatrix, rows: Range<Int>, output: Output) -> [Float] {
    let pass = pass(tokenCount: rows.count)
    output.norm(
      states.slice.dropping(rows: rows.lowerBound),
      into: workspace.normalized.slice,
      tokenCount: rows.count,
      in: pass
    )
    output.head(
      workspace.normalized.slice,
      into: workspace.logits.slice,
      tokenCount: rows.count,
      in: pass
    )
    return workspace.logits.values(inRows: 0..<rows.count)
  }
}

/// The weights of one source with some matrices replaced.
struct ReplacedWeights: WeightSource {
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
