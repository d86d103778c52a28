//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// One batch of tokens on its way through the layers: where they stand and where the work is done.
struct ForwardPass {
  let kernels: Kernels
  let workspace: Workspace
  let cache: KeyValueBlocks
  /// The position of the first token.
  let firstPosition: Int
  /// The number of tokens that the sequence is known to have; at least those up to the end of the batch.
  let sequenceLength: Int
  /// The number of tokens; at most the workspace's rows.
  let tokenCount: Int
  /// Who looks at the results of the operations; nil for nobody.
  var monitor: ActivationMonitor?
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
