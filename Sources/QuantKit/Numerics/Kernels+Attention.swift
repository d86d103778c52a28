//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CQuantKernels

extension Kernels {
  /// Tokens of one sequence and what they attend to.
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
    /// Has a place for every position.
    let cache: KeyValueBlocks
    /// [tokens, heads x dimension].
    let output: ActivationSlice
  }

  /// What a thread does at a time: tokens of a sequence with the query heads of one key-value head.
  private struct AttentionJob {
    let input: Int
    let head: Int
    let tokens: Range<Int>
  }

  /// How many tokens' queries a thread takes at a time.
  private static let queriesPerJob = 24

  /// With fewer heads for each thread than this, threads also share the positions of a token.
  private static let headsPerThread = 4

  /// Stores keys and values in the caches, then attends to everything up to each token's position.
  ///
  /// - Parameters:
  ///   - inputs: Sequences, each with a cache of its own; each key-value head serves equally many query
  ///     heads.
  ///   - layer: Which layer of the caches.
  ///   - scale: The factor of the dot products.
  ///   - slopes: For each head the ALiBi slope; zero where there is none.
  ///   - window: How many positions a token sees, its own included; nil for all.
  func attend(
    _ inputs: [AttentionInput],
    layer: Int,
    scale: Float,
    slopes: [Float],
    window: Int? = nil
  ) {
    precondition(window ?? 1 > 0, "a window that sees nothing")
    for input in inputs {
      precondition(input.matches(headCount: slopes.count, layer: layer), "shapes that do not match")
      store(input, layer: layer)
    }
    // The addresses of all blocks, those of one cache behind those of another.
    let blocks = unsafe inputs.flatMap { input in
      unsafe input.cache.blocks.map { unsafe UnsafeRawPointer?($0) }
    }
    var blockCount = 0
    let firstBlocks = inputs.map { input in
      defer { blockCount += unsafe input.cache.blocks.count }
      return blockCount
    }
    unsafe blocks.withUnsafeBufferPointer { blocks in
      unsafe slopes.withUnsafeBufferPointer { slopes in
        guard let blocks = blocks.baseAddress, let slopes = slopes.baseAddress else { return }
        func attention(_ job: AttentionJob) -> cquantkit_attention {
          let input = inputs[job.input]
          let layout = input.cache.layout
          let group = input.queries.columns.count / (layout.heads * layout.dimension)
          let first = job.tokens.lowerBound
          let column = job.head * group * layout.dimension
          return unsafe cquantkit_attention(
            format: layout.format.code,
            blocks: blocks + firstBlocks[job.input],
            head: layout.place(layer: layer, head: job.head),
            dimension: layout.dimension,
            group: group,
            first_position: input.firstPosition + first,
            window: window ?? 0,
            query_count: job.tokens.count,
            queries: input.queries.pointer(row: first) + column,
            query_stride: input.queries.stride,
            scale: scale,
            slopes: slopes + job.head * group,
            output: input.output.pointer(row: first) + column,
            output_stride: input.output.stride
          )
        }
        let jobs = Self.jobs(of: inputs)
        // A single token of a single sequence may be too few jobs.
        if inputs.count == 1, inputs[0].tokenCount == 1,
          jobs.count < Self.headsPerThread * pool.threadCount,
          case let parts = Self.parts(upTo: inputs[0].firstPosition, window: window),
          parts.count > 1
        {
          unsafe attendInParts(parts, headCount: jobs.count) { unsafe attention(jobs[$0]) }
        } else {
          pool.forEach(below: jobs.count) { index in
            var attention = unsafe attention(jobs[index])
            unsafe cquantkit_attend(instructionSet.isa, &attention)
          }
        }
      }
    }
  }

  /// The jobs for all tokens and heads, the long ones first.
  private static func jobs(of inputs: [AttentionInput]) -> [AttentionJob] {
    var jobs: [AttentionJob] = []
    // Later queries see more and take longer, and so do the tokens of a prompt, which follow single ones.
    for (index, input) in inputs.enumerated().reversed() {
      let heads = 0..<input.cache.layout.heads
      for first in stride(from: 0, to: input.tokenCount, by: queriesPerJob).reversed() {
        let tokens = first..<min(first + queriesPerJob, input.tokenCount)
        jobs += heads.map { AttentionJob(input: index, head: $0, tokens: tokens) }
      }
    }
    return jobs
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

  private func store(_ input: AttentionInput, layer: Int) {
    let layout = input.cache.layout
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
            input.cache.blocks[position / KeyValueBlocks.blockLength]
          )
        }
      }
    }
  }
}

extension Kernels.AttentionInput {
  /// Whether the shapes fit together, and the cache has the layer and a place for every token.
  fileprivate func matches(headCount: Int, layer: Int) -> Bool {
    let layout = cache.layout
    let blockCount = unsafe cache.blocks.count
    return keys.columns.count == layout.heads * layout.dimension
      && values.columns.count == keys.columns.count
      && queries.columns.count == headCount * layout.dimension
      && output.columns.count == queries.columns.count
      && headCount % layout.heads == 0 && layer < layout.layers
      && firstPosition + tokenCount <= blockCount * KeyValueBlocks.blockLength
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
