//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CQuantKernels

extension Kernels {
  /// The queries, keys and values of some tokens and where they stand.
  struct AttentionInput {
    /// [tokens, heads x dimension].
    let queries: ActivationSlice
    /// [tokens, key-value heads x dimension].
    let keys: ActivationSlice
    /// [tokens, key-value heads x dimension].
    let values: ActivationSlice
    /// The position of the first token.
    let firstPosition: Int
    let tokenCount: Int
  }

  /// How many queries of one head a thread takes at a time.
  private static let queriesPerJob = 32

  /// Stores keys and values in the cache, then attends to everything up to each token's position.
  ///
  /// - Parameters:
  ///   - input: Queries, keys and values; each key-value head serves equally many query heads.
  ///   - layer: Which layer of the cache.
  ///   - cache: Has a place for every position.
  ///   - scale: The factor of the dot products.
  ///   - slopes: For each head the ALiBi slope; zero where there is none.
  ///   - output: [tokens, heads x dimension].
  func attend(
    _ input: AttentionInput,
    layer: Int,
    cache: KeyValueBlocks,
    scale: Float,
    slopes: [Float],
    into output: ActivationSlice
  ) {
    let layout = cache.layout
    precondition(
      input.keys.columns.count == layout.heads * layout.dimension
        && input.values.columns.count == input.keys.columns.count
        && input.queries.columns.count == slopes.count * layout.dimension
        && output.columns.count == input.queries.columns.count
        && slopes.count % layout.heads == 0 && layer < layout.layers
        && input.firstPosition + input.tokenCount
          <= (unsafe cache.blocks.count) * KeyValueBlocks.blockLength,
      "shapes that do not match"
    )
    store(input, layer: layer, cache: cache)

    let jobsPerHead = input.tokenCount.dividedRoundingUp(by: Self.queriesPerJob)
    unsafe cache.blocks.map { unsafe UnsafeRawPointer?($0) }.withUnsafeBufferPointer { blocks in
      // Later queries see more and take longer, so they go first.
      pool.forEach(below: jobsPerHead * slopes.count) { job in
        let head = job % slopes.count
        let firstQuery = (jobsPerHead - 1 - job / slopes.count) * Self.queriesPerJob
        let offsets = layout.offsets(layer: layer, head: head / (slopes.count / layout.heads))
        var attention = unsafe cquantkit_attention(
          format: layout.format.code,
          blocks: blocks.baseAddress,
          key_offset: offsets.keys,
          value_offset: offsets.values,
          dimension: layout.dimension,
          first_position: input.firstPosition + firstQuery,
          query_count: min(Self.queriesPerJob, input.tokenCount - firstQuery),
          queries: input.queries.pointer(row: firstQuery) + head * layout.dimension,
          query_stride: input.queries.stride,
          scale: scale,
          slope: slopes[head],
          output: output.pointer(row: firstQuery) + head * layout.dimension,
          output_stride: output.stride
        )
        unsafe cquantkit_attend(instructionSet.isa, &attention)
      }
    }
  }

  private func store(_ input: AttentionInput, layer: Int, cache: KeyValueBlocks) {
    let layout = cache.layout
    forEachPart(ofTokens: input.tokenCount) { tokens in
      for token in tokens {
        let position = input.firstPosition + token
        let block = unsafe cache.blocks[position / KeyValueBlocks.blockLength]
        for head in 0..<layout.heads {
          let offsets = layout.offsets(layer: layer, head: head)
          unsafe cquantkit_cache_store(
            instructionSet.isa,
            layout.format.code,
            input.keys.pointer(row: token) + head * layout.dimension,
            input.values.pointer(row: token) + head * layout.dimension,
            layout.dimension,
            position % KeyValueBlocks.blockLength,
            block + offsets.keys,
            block + offsets.values
          )
        }
      }
    }
  }
}

extension KeyValueBlocks.Format {
  /// The kernels' name for it.
  fileprivate var code: cquantkit_cache_format { self == .float32 ? .f32 : .f16 }
}
