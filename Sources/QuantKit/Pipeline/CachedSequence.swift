//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A KV cache and the tokens that are in it, for prompts that begin as the last one did.
struct CachedSequence {
  let cache: KeyValueCache
  /// The tokens whose keys and values the cache holds.
  private(set) var tokens: [Int] = []
  /// The length above which keys are rotated by the length of the text; nil for none.
  private let lengthLimit: Int?

  /// An empty cache of a model.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - capacity: The largest number of tokens.
  init(model: LanguageModel, capacity: Int) {
    let configuration = model.configuration
    cache = model.makeCache(capacity: capacity)
    lengthLimit = configuration.rotary.dependsOnLength ? configuration.contextLength : nil
  }

  /// How many tokens of a prompt need not go through the model again.
  func reusableCount(for prompt: [Int]) -> Int {
    Self.reusableCount(of: tokens, for: prompt, lengthLimit: lengthLimit)
  }

  /// Leaves in the cache what a prompt begins with.
  ///
  /// - Parameter prompt: The new prompt, at least one token.
  /// - Returns: How many of its tokens the cache holds.
  mutating func keepCommonBeginning(with prompt: [Int]) -> Int {
    let count = reusableCount(for: prompt)
    cache.truncate(to: count)
    tokens = Array(prompt[..<count])
    return count
  }

  /// Says which tokens were fed since.
  ///
  /// - Parameter tokens: All tokens of the sequence, at least as many as the cache holds.
  mutating func record(_ tokens: [Int]) { self.tokens = Array(tokens.prefix(cache.count)) }

  /// How many of the tokens whose keys and values are there need not go through the model again.
  ///
  /// The last token of a prompt goes through it in any case, for its logits.
  ///
  /// - Parameters:
  ///   - cached: Those tokens.
  ///   - prompt: The new prompt, at least one token.
  ///   - lengthLimit: The length above which keys are rotated by the length of the text, so that those of
  ///     another length are of no use; nil for none.
  /// - Returns: A number below that of the prompt's tokens.
  static func reusableCount(of cached: [Int], for prompt: [Int], lengthLimit: Int?) -> Int {
    if let lengthLimit, max(cached.count, prompt.count) > lengthLimit { return 0 }
    return zip(cached, prompt.dropLast()).prefix { $0 == $1 }.count
  }
}
