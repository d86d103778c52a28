//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Measures how far a model's predictions move when groups of its matrices are quantized, one group at a time.
///
/// One layer is in memory at a time, and through it go the hidden states of the model itself and of every
/// variant that differs from it by then. So a variant costs only the layers from its first quantized matrix
/// on, and memory grows with the groups and tokens, not with the model.
struct SensitivityMeter {
  /// Tokens for which the divergence is measured, about.
  static let tokenCount = 1024

  /// The step that matrices are quantized with: large enough that its effect stands out of the noise, small
  /// enough that the effects of groups add up.
  static let step = UniformStep(0.25)

  private let stream: LayerStream
  private let windows: [[Int]]

  /// Opens a model.
  ///
  /// - Parameters:
  ///   - checkpoint: The model.
  ///   - windows: At least two tokens each, each fed to an empty context.
  ///   - kernels: What to compute on.
  /// - Throws: `ModelError` for a model that cannot be run.
  init(checkpoint: Checkpoint, windows: [[Int]], kernels: Kernels) throws {
    stream = try LayerStream(
      checkpoint: checkpoint,
      windowLength: windows.map(\.count).max() ?? 1,
      // What is measured is the error of the weights alone.
      arithmetic: .exact,
      kernels: kernels
    )
    self.windows = windows
  }

  /// About how much memory measuring takes, in bytes: the hidden states of all variants; two layers, as they
  /// are and quantized, and a matrix as float32 while it is; embedding and head, likewise.
  static func byteCount(
    configuration: ModelConfiguration,
    layerByteCount: Int,
    groupCount: Int
  ) -> Int {
    let hidden = configuration.hiddenSize
    let vocabulary = configuration.vocabularySize * hidden * (configuration.tiesEmbeddings ? 1 : 2)
    return (groupCount + 1) * tokenCount * hidden * 4
      + 2 * max(layerByteCount, MemoryArena.chunkByteCount)
      + 4 * hidden * configuration.intermediateSize + 6 * vocabulary
  }

  /// Measures groups.
  ///
  /// - Parameters:
  ///   - groups: The names of the matrices of each group.
  ///   - cancellation: Looked at between windows.
  ///   - progress: Called with the share of the work that is done, about.
  /// - Returns: For each group the mean divergence KL(model ‖ variant) of the predictions, in nats.
  /// - Throws: `ModelError`, `QuantizationError` for a weight that is not finite, what reading throws,
  ///   `CancellationError`.
  func divergences(
    of groups: [Set<String>],
    cancellation: Cancellation,
    progress: (Double) -> Void
  ) throws -> [Double] {
    let names = groups.reduce(into: Set<String>()) { $0.formUnion($1) }
    let outside = names.filter { LayerPlace.index(inTensorNamed: $0) == nil }
    let shared = SharedWeights(stream.source)
    let replaced = ReplacedWeights(source: shared, matrices: try quantized(outside, of: shared))
    let base = try stream.embed(windows, from: shared)
    var variants = try groups.map { group in
      let isEmbedded = group.contains(WeightLoader.tokenEmbeddingName)
      return Variant(
        names: group,
        states: isEmbedded ? try stream.embed(windows, from: replaced) : nil
      )
    }
    for index in 0..<stream.layerCount {
      try advance(base, and: &variants, throughLayer: index, cancellation: cancellation)
      progress(0.8 * Double(index + 1) / Double(stream.layerCount))
    }
    return try compare(
      variants,
      with: base,
      outputs: (base: stream.output(from: shared), replaced: stream.output(from: replaced)),
      cancellation: cancellation,
      progress: { progress(0.8 + 0.2 * $0) }
    )
  }

  /// The model with a group quantized.
  private struct Variant {
    let names: Set<String>
    /// The hidden states of each window; nil as long as they are those of the model itself.
    var states: [ActivationMatrix]?
  }

  private func advance(
    _ base: [ActivationMatrix],
    and variants: inout [Variant],
    throughLayer index: Int,
    cancellation: Cancellation
  ) throws {
    let shared = SharedWeights(stream.source)
    let original = try stream.layer(index, from: shared)
    let names = variants.reduce(into: Set<String>()) { $0.formUnion($1.names) }
      .filter { LayerPlace.index(inTensorNamed: $0) == index }
    let matrices = try quantized(names, of: shared)
    for number in variants.indices {
      let replaced = matrices.filter { variants[number].names.contains($0.key) }
      guard variants[number].states != nil || !replaced.isEmpty else { continue }
      let layer = try stream.layer(
        index,
        from: ReplacedWeights(source: shared, matrices: replaced)
      )
      let states = variants[number].states ?? base.map(\.copy)
      for window in states {
        try cancellation.check()
        stream.advance(window, through: layer)
      }
      variants[number].states = states
    }
    for window in base { stream.advance(window, through: original) }
  }

  private func compare(
    _ variants: [Variant],
    with base: [ActivationMatrix],
    outputs: (base: LayerStream.Output, replaced: LayerStream.Output),
    cancellation: Cancellation,
    progress: (Double) -> Void
  ) throws -> [Double] {
    let head =
      stream.configuration.tiesEmbeddings
      ? WeightLoader.tokenEmbeddingName : WeightLoader.headName
    var sums = [Double](repeating: 0, count: variants.count)
    var count = 0
    for (number, window) in windows.enumerated() {
      let states = base[number]
      for first in stride(from: 0, to: window.count - 1, by: Workspace.logitsRowLimit) {
        try cancellation.check()
        let rows = first..<min(first + Workspace.logitsRowLimit, window.count - 1)
        let expected = stream.logits(states, rows: rows, output: outputs.base)
        for (index, variant) in variants.enumerated() {
          let hasOwnHead = variant.names.contains(head)
          guard variant.states != nil || hasOwnHead else { continue }
          let logits = stream.logits(
            variant.states?[number] ?? states,
            rows: rows,
            output: hasOwnHead ? outputs.replaced : outputs.base
          )
          sums[index] += try divergence(
            logits,
            from: expected,
            nextTokens: window[rows.lowerBound + 1..<rows.upperBound + 1]
          )
        }
        count += rows.count
      }
      progress(Double(number + 1) / Double(windows.count))
    }
    return sums.map { $0 / Double(max(count, 1)) }
  }

  /// The sum of the divergences of positions that a token each follows.
  private func divergence(
    _ logits: [Float],
    from expected: [Float],
    nextTokens: ArraySlice<Int>
  ) throws -> Double {
    let vocabularySize = stream.configuration.vocabularySize
    var sum = 0.0
    try stream.kernels.pool.inOrder(count: nextTokens.count) { index in
      let row = index * vocabularySize..<(index + 1) * vocabularySize
      return PositionComparison(
        logits: logits[row],
        reference: expected[row],
        nextToken: nextTokens[nextTokens.startIndex + index]
      ).divergence
    } consume: { _, divergence in
      sum += divergence
    }
    return sum
  }

  /// Matrices quantized with the step, each weight to its nearest code.
  private func quantized(
    _ names: Set<String>,
    of source: any WeightSource
  ) throws -> [String: WeightMatrix] {
    var matrices: [String: WeightMatrix] = [:]
    for name in names.sorted() {
      let matrix = try source.matrix(named: name, pool: nil)
      guard let elementType = source.info(of: name)?.elementType else { continue }
      let quantizer = RowQuantizer(
        scheme: .int8Row,
        step: Self.step,
        elementType: elementType,
        columnCount: matrix.columns
      )
      do throws(QuantizationError) {
        let bytes = unsafe matrix.storage.withUnsafeBytes { unsafe Array($0) }
        let rows = try quantizer.quantize(bytes, rowCount: matrix.rows)
        matrices[name] = WeightMatrix(
          codes: rows.codes,
          scales: rows.scales,
          columns: matrix.columns,
          scheme: .int8Row
        )
      } catch {
        throw error.located(path: source.path, tensor: name)
      }
    }
    return matrices
  }
}
