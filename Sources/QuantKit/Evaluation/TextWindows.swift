//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The tokens of a text in windows that do not overlap, as models are measured on them.
///
/// A window begins with an empty context, and its first token is not scored. A last window of one token is
/// left out.
struct TextWindows: Sequence {
  /// The whole text.
  let tokens: [Int]
  /// The number of tokens of a window, at least 2.
  let length: Int
  /// The most windows; nil for all of the text.
  var limit: Int?

  /// The windows in the order of the text, each with at least two tokens.
  func makeIterator() -> some IteratorProtocol<[Int]> {
    precondition(length >= 2, "a window scores its second token at the earliest")
    return stride(from: 0, to: tokens.count - 1, by: length).lazy
      .map { Array(tokens[$0..<Swift.min($0 + length, tokens.count)]) }
      .prefix(limit ?? .max).makeIterator()
  }

  /// The number of tokens in all windows.
  var tokenCount: Int { reduce(0) { $0 + $1.count } }
}

extension LanguageModel {
  /// Tokens fed at a time, so that the logits of a window need not stand in memory whole.
  private static let windowBatchLength = 64

  /// Computes the logits of all positions of a window that have a token after them.
  ///
  /// - Parameters:
  ///   - window: At least two tokens, fed to an empty context.
  ///   - cancellation: Looked at between batches of tokens.
  ///   - receive: Takes the positions of a batch and their logits, [positions, vocabulary].
  /// - Throws: What the model and `receive` throw; `CancellationError`.
  func predict(
    _ window: [Int],
    cancellation: Cancellation,
    receive: (_ positions: Range<Int>, _ logits: [Float]) throws -> Void
  ) throws {
    let cache = makeCache(capacity: window.count)
    for start in stride(from: 0, to: window.count - 1, by: Self.windowBatchLength) {
      try cancellation.check()
      let end = min(start + Self.windowBatchLength, window.count - 1)
      let logits = try forward(
        Array(window[start..<end]),
        cache: cache,
        logits: .all,
        sequenceLength: window.count
      )
      try receive(start..<end, logits)
    }
  }
}
