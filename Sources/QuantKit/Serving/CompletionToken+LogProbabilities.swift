//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension CompletionToken {
  /// A token that was chosen.
  ///
  /// - Parameters:
  ///   - id: The token.
  ///   - logits: What it was chosen from, [vocabulary], before temperature and penalties.
  ///   - alternativeCount: How many of the most probable tokens to list; nil to compute no probabilities.
  ///   - tokenizer: Whose ids these are.
  /// - Complexity: O(vocabulary) where probabilities are asked for.
  init(_ id: Int, logits: [Float], alternativeCount: Int?, tokenizer: Tokenizer) {
    self.id = id
    guard let alternativeCount else {
      chosen = nil
      alternatives = []
      return
    }
    let logSum = logits.logSumExp
    func candidate(_ id: Int) -> Candidate {
      Candidate(
        id: id,
        bytes: tokenizer.bytes(of: id),
        logProbability: Double(logits[id]) - logSum
      )
    }
    chosen = candidate(id)
    alternatives = Self.largest(alternativeCount, of: logits).map(candidate)
  }

  /// The positions of the largest values in falling order, of equal ones the first.
  private static func largest(_ count: Int, of values: [Float]) -> [Int] {
    guard count > 0 else { return [] }
    var best: [Int] = []
    for (index, value) in values.enumerated() {
      if best.count == count, let last = best.last, values[last] >= value { continue }
      let place = best.firstIndex { values[$0] < value } ?? best.endIndex
      best.insert(index, at: place)
      if best.count > count { best.removeLast() }
    }
    return best
  }
}
