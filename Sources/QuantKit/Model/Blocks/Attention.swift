//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The normalizations of queries and keys, head by head.
struct HeadNorms: Sendable {
  /// [head dimension], of every query head.
  let query: RMSNorm
  /// [head dimension], of every key head.
  let key: RMSNorm

  var byteCount: Int { query.byteCount + key.byteCount }
}

/// Causal self-attention; with fewer key-value heads than query heads, each serves a group of them.
struct Attention: Sendable {
  /// All queries, then all keys, then all values.
  let queryKeyValue: Projection
  /// What normalizes each head of the queries and keys before they are rotated, if anything does.
  let headNorms: HeadNorms?
  let output: Projection
  let headDimension: Int
  let queryWidth: Int
  let keyValueWidth: Int
  let isRotary: Bool
  /// How many tokens each token sees, itself included; nil for all before it.
  let window: Int?
  /// For each head what a step of distance takes off a score.
  let slopes: [Float]

  init(
    configuration: ModelConfiguration,
    layer: ModelConfiguration.Layer,
    queryKeyValue: Projection,
    headNorms: HeadNorms?,
    output: Projection
  ) {
    self.queryKeyValue = queryKeyValue
    self.headNorms = headNorms
    self.output = output
    headDimension = configuration.headDimension
    queryWidth = configuration.queryWidth
    keyValueWidth = configuration.keyValueWidth
    isRotary = layer.isRotary
    window = layer.window
    slopes =
      configuration.positionEncoding == .alibi
      ? ALiBi.slopes(headCount: configuration.headCount)
      : [Float](repeating: 0, count: configuration.headCount)
  }

  /// Turns `normalized` into `branch`, and adds the tokens to the cache.
  func callAsFunction(_ pass: ForwardPass, layer: Int) {
    let workspace = pass.workspace
    let keysEnd = queryWidth + keyValueWidth
    let queries = workspace.queryKeyValue.slice(columns: 0..<queryWidth)
    let keys = workspace.queryKeyValue.slice(columns: queryWidth..<keysEnd)
    let values = workspace.queryKeyValue.slice(columns: keysEnd..<keysEnd + keyValueWidth)
    queryKeyValue(
      workspace.normalized.slice,
      into: workspace.queryKeyValue.slice,
      tokenCount: pass.tokenCount,
      in: pass
    )
    if let headNorms {
      headNorms.query(queries, into: queries, tokenCount: pass.tokenCount, in: pass)
      headNorms.key(keys, into: keys, tokenCount: pass.tokenCount, in: pass)
    }
    if isRotary {
      pass.kernels.rotate(
        workspace.queryKeyValue.slice(columns: 0..<keysEnd),
        dimension: headDimension,
        cosines: workspace.cosines.slice,
        sines: workspace.sines.slice,
        tokenCount: pass.tokenCount
      )
      pass.monitor?.inspect(workspace.queryKeyValue.slice(columns: 0..<keysEnd), of: "the rotation")
    }
    pass.kernels.attend(
      pass.segments.map { segment in
        let first = segment.rows.lowerBound
        return Kernels.AttentionInput(
          queries: queries.dropping(rows: first),
          keys: keys.dropping(rows: first),
          values: values.dropping(rows: first),
          firstPosition: segment.firstPosition,
          tokenCount: segment.rows.count,
          cache: segment.cache,
          output: workspace.attended.slice.dropping(rows: first)
        )
      },
      layer: layer,
      scale: 1 / Float(headDimension).squareRoot(),
      slopes: slopes,
      window: window
    )
    pass.monitor?.inspect(workspace.attended.slice, of: ActivationMonitor.attention)
    output(
      workspace.attended.slice,
      into: workspace.branch.slice,
      tokenCount: pass.tokenCount,
      in: pass
    )
  }

  var byteCount: Int {
    queryKeyValue.byteCount + (headNorms?.byteCount ?? 0) + output.byteCount
  }
}
