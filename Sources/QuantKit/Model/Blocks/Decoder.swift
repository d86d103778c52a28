//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A transformer layer: attention and MLP, each normalizing its input and adding its output.
struct DecoderLayer: Sendable {
  let attentionNorm: RMSNorm
  let attention: Attention
  let mlpNorm: RMSNorm
  let mlp: GatedMLP

  /// Adds to the hidden states what the layer makes of them, and the tokens to its part of the caches.
  ///
  /// - Parameters:
  ///   - pass: The tokens.
  ///   - index: Which layer of the caches it is.
  func callAsFunction(_ pass: ForwardPass, index: Int) {
    addBranch(normalizedBy: attentionNorm, in: pass) { attention(pass, layer: index) }
    addBranch(normalizedBy: mlpNorm, in: pass) { mlp(pass) }
  }

  private func addBranch(
    normalizedBy norm: RMSNorm,
    in pass: ForwardPass,
    block: () -> Void
  ) {
    let workspace = pass.workspace
    norm(
      workspace.hidden.slice,
      into: workspace.normalized.slice,
      tokenCount: pass.tokenCount,
      in: pass
    )
    block()
    pass.kernels.add(
      workspace.branch.slice,
      to: workspace.hidden.slice,
      tokenCount: pass.tokenCount
    )
    pass.monitor?.inspect(workspace.hidden.slice, of: "the residual sum")
  }

  var byteCount: Int {
    attentionNorm.byteCount + attention.byteCount + mlpNorm.byteCount + mlp.byteCount
  }
}

/// A decoder of pre-normalized layers, which all supported architectures are.
struct Decoder: Sendable {
  /// [vocabulary, hidden].
  let embedding: WeightMatrix
  let layers: [DecoderLayer]
  let finalNorm: RMSNorm
  /// What gives the logits; nil where it is the embedding.
  let untiedHead: Projection?
  /// Nil where positions enter through the attention scores.
  let rotaryAngles: RotaryAngles?

  var head: Projection { untiedHead ?? Self.tiedHead(embedding) }

  /// The head of a model without one of its own.
  static func tiedHead(_ embedding: WeightMatrix) -> Projection {
    Projection(embedding, named: "the head, embed_tokens,")
  }

  /// Feeds tokens through the layers: their hidden states are in the workspace, their keys and values in
  /// the caches.
  ///
  /// - Parameters:
  ///   - tokens: Those of all segments, one for each row.
  ///   - pass: Where they stand.
  func feed(_ tokens: some Sequence<Int>, in pass: ForwardPass) {
    let workspace = pass.workspace
    for (row, token) in tokens.enumerated() {
      pass.kernels.widen(row: token, of: embedding, into: workspace.hidden.slice, at: row)
    }
    pass.monitor?.inspect(workspace.hidden.slice, of: "embed_tokens")
    rotaryAngles?.prepare(pass)
    for (index, layer) in layers.enumerated() {
      pass.monitor?.layer = index
      layer(pass, index: index)
    }
  }

  /// The logits of some of the tokens fed last, [rows, vocabulary].
  func logits(ofRows rows: [Int], in pass: ForwardPass) -> [Float] {
    let workspace = pass.workspace
    pass.monitor?.layer = nil
    var logits: [Float] = []
    logits.reserveCapacity(rows.count * workspace.logits.columns)
    let step = workspace.logits.rowCapacity
    for first in stride(from: 0, to: rows.count, by: step) {
      let count = min(step, rows.count - first)
      for (index, row) in rows[first..<first + count].enumerated() {
        finalNorm(
          workspace.hidden.slice.dropping(rows: row),
          into: workspace.normalized.slice.dropping(rows: index),
          tokenCount: 1,
          in: pass
        )
      }
      head(workspace.normalized.slice, into: workspace.logits.slice, tokenCount: count, in: pass)
      logits += workspace.logits.values(inRows: 0..<count)
    }
    return logits
  }

  /// The weights that one token reads, in bytes: of the embedding it is a row, unless that is the head.
  var byteCountPerToken: Int {
    byteCount - (untiedHead == nil ? 0 : embedding.byteCount - embedding.rowByteCount)
  }

  var byteCount: Int {
    embedding.byteCount + (untiedHead?.byteCount ?? 0) + finalNorm.byteCount
      + layers.reduce(0) { $0 + $1.byteCount }
  }
}
