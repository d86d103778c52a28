//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// One batch of tokens on its way through the layers: where they stand and where the work is done.
///
/// The tokens of several sequences can go together: they share the products with the weights, which then are
/// read once, and attend each to its own sequence.
struct ForwardPass {
  /// The tokens of one sequence, which follow those in its cache.
  struct Segment {
    let cache: KeyValueBlocks
    /// Which rows of the workspace the tokens have.
    let rows: Range<Int>
    /// The position of the first token.
    let firstPosition: Int
    /// The number of tokens that the sequence is known to have; at least those up to the last of these.
    let sequenceLength: Int
  }

  let kernels: Kernels
  let workspace: Workspace
  /// The sequences, their rows one behind the other from row 0 on.
  let segments: [Segment]
  /// Who looks at the results of the operations; nil for nobody.
  var monitor: ActivationMonitor?
  /// Who looks at what the linear layers get; nil for nobody.
  var observer: (any ProjectionObserver)?

  /// The number of tokens; at most the workspace's rows.
  var tokenCount: Int { segments.last?.rows.upperBound ?? 0 }
}

/// Looks at what linear layers get to multiply.
protocol ProjectionObserver {
  /// Called before a layer multiplies the first `tokenCount` rows of its input.
  func observe(_ input: ActivationSlice, of projection: Projection, tokenCount: Int)
}

/// Keeps the memory for activations from one batch to the next.
final class WorkspaceStore {
  private let configuration: ModelConfiguration
  private let arithmetic: Arithmetic
  private var workspace: Workspace?

  init(configuration: ModelConfiguration, arithmetic: Arithmetic) {
    self.configuration = configuration
    self.arithmetic = arithmetic
  }

  /// Memory for a number of tokens; what it held before is undefined.
  func workspace(rows: Int) -> Workspace {
    if let workspace, workspace.rowCapacity >= rows { return workspace }
    let larger = Workspace(configuration: configuration, arithmetic: arithmetic, rowCapacity: rows)
    workspace = larger
    return larger
  }
}

/// The memory for the activations of a batch of tokens, which every layer uses anew.
final class Workspace {
  /// The number of tokens that fit.
  let rowCapacity: Int
  /// [tokens, hidden]: what the layers add to.
  let hidden: ActivationMatrix
  /// [tokens, hidden]: the input of a block.
  let normalized: ActivationMatrix
  /// [tokens, hidden]: what a block adds.
  let branch: ActivationMatrix
  /// [tokens, query heads + key heads + value heads].
  let queryKeyValue: ActivationMatrix
  /// [tokens, query heads].
  let attended: ActivationMatrix
  /// [tokens, gate + up].
  let gateUp: ActivationMatrix
  /// [tokens, head dimension / 2].
  let cosines: ActivationMatrix
  /// [tokens, head dimension / 2].
  let sines: ActivationMatrix
  /// [head batch, vocabulary].
  let logits: ActivationMatrix
  /// The input of a product when it is quantized; nil in exact arithmetic.
  let quantized: QuantizedActivations?

  /// How many tokens' logits are computed at a time.
  static let logitsRowLimit = 16

  init(configuration: ModelConfiguration, arithmetic: Arithmetic, rowCapacity: Int) {
    func rows(_ columns: Int) -> ActivationMatrix {
      ActivationMatrix(rowCapacity: rowCapacity, columns: columns)
    }
    let queryWidth = configuration.queryWidth
    self.rowCapacity = rowCapacity
    hidden = rows(configuration.hiddenSize)
    normalized = rows(configuration.hiddenSize)
    branch = rows(configuration.hiddenSize)
    queryKeyValue = rows(queryWidth + 2 * configuration.keyValueWidth)
    attended = rows(queryWidth)
    gateUp = rows(2 * configuration.intermediateSize)
    cosines = rows(configuration.headDimension / 2)
    sines = rows(configuration.headDimension / 2)
    logits = ActivationMatrix(
      rowCapacity: min(rowCapacity, Self.logitsRowLimit),
      columns: configuration.vocabularySize
    )
    quantized =
      arithmetic == .exact
      ? nil
      : QuantizedActivations(
        rowCapacity: rowCapacity,
        columnCapacity: max(configuration.hiddenSize, queryWidth, configuration.intermediateSize)
      )
  }
}
