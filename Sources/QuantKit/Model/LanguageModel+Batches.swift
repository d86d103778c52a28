//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import Synchronization

/// Tokens of one sequence that go through a model together with those of others.
struct SequenceStep {
  /// At least one, below the size of the vocabulary; they follow those in the cache.
  let tokens: ArraySlice<Int>
  /// A cache of the model with room for them, of no other step of the batch.
  let cache: KeyValueCache
  /// The number of tokens that the sequence is known to have, these included.
  let sequenceLength: Int
  /// Which logits to compute.
  let logits: LanguageModel.LogitsRequest
}

extension LanguageModel {
  /// Feeds tokens of several sequences in one pass, which reads the weights once.
  ///
  /// What a sequence gets does not depend on which others go with it.
  ///
  /// - Parameters:
  ///   - steps: At most `batchLimit` tokens in all.
  ///   - workspaces: The memory for the activations, which nothing else uses meanwhile.
  /// - Returns: For each step its logits, [tokens asked for, vocabulary], or `ModelError` `.notFinite`
  ///   where a result is NaN or infinite; then its cache is as it was.
  func forward(
    _ steps: [SequenceStep],
    workspaces: WorkspaceStore
  ) -> [Result<[Float], ModelError>] {
    let tokenCount = steps.reduce(0) { $0 + $1.tokens.count }
    precondition(tokenCount <= Self.batchLimit, "more tokens than a batch holds")
    var firstRow = 0
    let segments = steps.map { step in
      defer { firstRow += step.tokens.count }
      step.cache.reserve(tokenCount: step.tokens.count)
      return ForwardPass.Segment(
        cache: step.cache.blocks,
        rows: firstRow..<firstRow + step.tokens.count,
        firstPosition: step.cache.count,
        sequenceLength: step.sequenceLength
      )
    }
    return turn.withLock { _ in
      let pass = ForwardPass(
        kernels: kernels,
        workspace: workspaces.workspace(rows: tokenCount),
        segments: segments
      )
      return compute(steps, in: pass)
    }
  }

  private func compute(
    _ steps: [SequenceStep],
    in pass: ForwardPass
  ) -> [Result<[Float], ModelError>] {
    decoder.feed(steps.lazy.flatMap(\.tokens), in: pass)
    let rows = zip(steps, pass.segments).map { step, segment in
      switch step.logits {
      case .all: segment.rows
      case .last: segment.rows.suffix(1)
      case .none: segment.rows.prefix(0)
      }
    }
    let logits = decoder.logits(ofRows: rows.flatMap { $0 }, in: pass)
    var start = 0
    let parts = rows.map { rows in
      let end = start + rows.count * configuration.vocabularySize
      defer { start = end }
      return rows.count * configuration.vocabularySize == logits.count
        ? logits : Array(logits[start..<end])
    }
    // Looked at before any diagnosis, which writes over the workspace.
    let failedRows = zip(pass.segments, zip(rows, parts)).map { segment, part in
      firstRowNotFinite(of: segment, logits: part.1, ofRows: part.0, in: pass)
    }
    return steps.indices.map { index in
      guard let row = failedRows[index] else {
        steps[index].cache.advance(by: steps[index].tokens.count)
        return .success(parts[index])
      }
      return .failure(
        diagnosis(of: steps[index], segment: pass.segments[index], fromRow: row, in: pass)
      )
    }
  }

  /// The first row of a segment whose hidden state or logits are not finite.
  ///
  /// What is not finite anywhere in a token's layers reaches its hidden state.
  private func firstRowNotFinite(
    of segment: ForwardPass.Segment,
    logits: [Float],
    ofRows rows: Range<Int>,
    in pass: ForwardPass
  ) -> Int? {
    let hidden = pass.workspace.hidden.slice.dropping(rows: segment.rows.lowerBound)
    if let row = hidden.firstRowNotFinite(tokenCount: segment.rows.count) {
      return segment.rows.lowerBound + row
    }
    if logits.isFinite { return nil }
    let index = logits.firstIndex { !$0.isFinite } ?? 0
    return rows.lowerBound + index / configuration.vocabularySize
  }

  /// Says which operation fails at which token, by feeding those from a row on once more, each operation
  /// watched.
  ///
  /// One by one: in a batch the values of a token, though weighted by zero, touch the few before it.
  private func diagnosis(
    of step: SequenceStep,
    segment: ForwardPass.Segment,
    fromRow firstRow: Int,
    in pass: ForwardPass
  ) -> ModelError {
    let monitor = ActivationMonitor()
    for (offset, token) in step.tokens.enumerated().dropFirst(firstRow - segment.rows.lowerBound) {
      let position = segment.firstPosition + offset
      let single = ForwardPass(
        kernels: kernels,
        workspace: pass.workspace,
        segments: [
          ForwardPass.Segment(
            cache: segment.cache,
            rows: 0..<1,
            firstPosition: position,
            sequenceLength: segment.sequenceLength
          )
        ],
        monitor: monitor
      )
      decoder.feed([token], in: single)
      _ = decoder.logits(ofRows: [0], in: single)
      if let finding = monitor.finding {
        return .notFinite(
          finding,
          position: position,
          keyValueFormat: keyValueFormat,
          path: configuration.path
        )
      }
    }
    return .notRepeatable(path: configuration.path)
  }
}
