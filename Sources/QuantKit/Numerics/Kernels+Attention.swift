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

  /// How many tokens' queries a thread takes at a time.
  private static let queriesPerJob = 24

  /// With fewer heads for each thread than this, threads also share the positions of a token.
  private static let headsPerThread = 4

  /// Stores keys and values in the cache, then attends to everything up to each token's position.
  ///
  /// - Parameters:
  ///   - input: Queries, keys and values; each key-value head serves equally many query heads.
  ///   - layer: Which layer of the cache.
  ///   - cache: Has a place for every position.
  ///   - scale: The factor of the dot products.
  ///   - slopes: For each head the ALiBi slope; zero where there is none.
  ///   - window: How many positions a token sees, its own included; nil for all.
  ///   - output: [tokens, heads x dimension].
  func attend(
    _ input: AttentionInput,
    layer: Int,
    cache: KeyValueBlocks,
    scale: Float,
    slopes: [Float],
    window: Int? = nil,
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
          <= (unsafe cache.blocks.count) * KeyValueBlocks.blockLength
        && window ?? 1 > 0,
      "shapes that do not match"
    )
    store(input, layer: layer, cache: cache)

    let group = slopes.count / layout.heads
    let blocks = unsafe cache.blocks.map { unsafe UnsafeRawPointer?($0) }
    unsafe blocks.withUnsafeBufferPointer { blocks in
      unsafe slopes.withUnsafeBufferPointer { slopes in
        func attention(head: Int, queries: Range<Int>) -> cquantkit_attention {
          let first = queries.lowerBound
          let column = head * group * layout.dimension
          return unsafe cquantkit_attention(
            format: layout.format.code,
            blocks: blocks.baseAddress,
            head: layout.place(layer: layer, head: head),
            dimension: layout.dimension,
            group: group,
            first_position: input.firstPosition + first,
            window: window ?? 0,
            query_count: queries.count,
            queries: input.queries.pointer(row: first) + column,
            query_stride: input.queries.stride,
            scale: scale,
            slopes: slopes.baseAddress.map { unsafe $0 + head * group },
            output: output.pointer(row: first) + column,
            output_stride: output.stride
          )
        }
        let parts = Self.parts(upTo: input.firstPosition, window: window)
        if input.tokenCount == 1, parts.count > 1,
          layout.heads < Self.headsPerThread * pool.threadCount
        {
          unsafe attendInParts(parts, headCount: layout.heads) { head in
            unsafe attention(head: head, queries: 0..<1)
          }
        } else {
          let jobsPerHead = input.tokenCount.dividedRoundingUp(by: Self.queriesPerJob)
          // Later queries see more and take longer, so they go first.
          pool.forEach(below: jobsPerHead * layout.heads) { job in
            let first = (jobsPerHead - 1 - job / layout.heads) * Self.queriesPerJob
            let queries = first..<min(first + Self.queriesPerJob, input.tokenCount)
            var attention = unsafe attention(head: job % layout.heads, queries: queries)
            unsafe cquantkit_attend(instructionSet.isa, &attention)
          }
        }
      }
    }
  }

  /// The parts of the positions that the token at `position` sees.
  private static func parts(upTo position: Int, window: Int?) -> Range<Int> {
    let length = Int(cquantkit_attention_part)
    let first = window.map { max(0, position - $0 + 1) } ?? 0
    return first / length..<position / length + 1
  }

  /// Attends to the positions that one token sees, parts on any thread, then merged in order.
  private func attendInParts(
    _ parts: Range<Int>,
    headCount: Int,
    _ attention: (_ head: Int) -> cquantkit_attention
  ) {
    let first = unsafe attention(0)
    let stateLength = unsafe cquantkit_attention_state_size(first.dimension) * first.group
    unsafe withUnsafeTemporaryAllocation(
      of: Float.self,
      capacity: headCount * parts.count * stateLength
    ) { memory in
      guard let states = memory.baseAddress else { return }
      pool.forEach(below: headCount * parts.count) { job in
        var attention = unsafe attention(job / parts.count)
        unsafe cquantkit_attend_part(
          instructionSet.isa,
          &attention,
          parts.lowerBound + job % parts.count,
          states + job * stateLength
        )
      }
      // Little work, and the next product waits for all of it anyway.
      for head in 0..<headCount {
        var attention = unsafe attention(head)
        unsafe cquantkit_attend_merge(
          instructionSet.isa,
          &attention,
          parts.count,
          states + head * parts.count * stateLength
        )
      }
    }
  }

  private func store(_ input: AttentionInput, layer: Int, cache: KeyValueBlocks) {
    let layout = cache.layout
    forEachPart(ofTokens: input.tokenCount) { tokens in
      for token in tokens {
        let position = input.firstPosition + token
        for head in 0..<layout.heads {
          unsafe cquantkit_cache_store(
            instructionSet.isa,
            layout.format.code,
            input.keys.pointer(row: token) + head * layout.dimension,
            input.values.pointer(row: token) + head * layout.dimension,
            layout.dimension,
            position % KeyValueBlocks.blockLength,
            layout.place(layer: layer, head: head),
            cache.blocks[position / KeyValueBlocks.blockLength]
          )
        }
      }
    }
  }
}

extension KeyValueFormat {
  /// The kernels' name for it.
  fileprivate var code: cquantkit_cache_format {
    switch self {
    case .f32: .f32
    case .f16: .f16
    case .int8: .int8
    }
  }
}

extension KeyValueBlocks.Layout {
  /// Where the kernels find a head in a block.
  fileprivate func place(layer: Int, head: Int) -> cquantkit_cache_head {
    let offsets = offsets(layer: layer, head: head)
    return cquantkit_cache_head(
      keys: offsets.keys,
      values: offsets.values,
      scales: offsets.scales
    )
  }
}
