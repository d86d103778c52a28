//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What is to become of tensors one by one: a rule for each name or pattern, the first that fits decides.
///
/// Names are looked up, so that a plan may have one for every tensor of a large model.
struct RulePlan: Hashable, Sendable {
  /// A pattern and what to do with the tensors that it fits.
  struct Entry: Hashable, Sendable {
    let pattern: NamePattern
    let action: Recipe.Action
  }

  private(set) var entries: [Entry] = []
  /// The entries whose pattern is a name.
  private var named: [String.UTF8Key: Int] = [:]
  /// The other entries.
  private var patterned: [Int] = []

  /// An empty plan.
  init() {}

  /// A plan; of two entries for one name the first counts.
  init(_ entries: [Entry]) {
    self.entries = entries
    for (index, entry) in entries.enumerated() {
      if entry.pattern.isName {
        let key = String.UTF8Key(entry.pattern.text)
        named[key] = min(index, named[key] ?? index)
      } else {
        patterned.append(index)
      }
    }
  }

  /// This plan, then another.
  func followed(by other: RulePlan) -> RulePlan { RulePlan(entries + other.entries) }

  /// The rules that fit a tensor, in their order.
  ///
  /// - Complexity: O(patterns that are no names).
  func rules(for name: String) -> [Recipe.Rule] {
    let indices =
      patterned.filter { entries[$0].pattern.matches(name) }
      + (named[String.UTF8Key(name)].map { [$0] } ?? [])
    return indices.sorted().map {
      Recipe.Rule(patterns: [entries[$0].pattern], action: entries[$0].action)
    }
  }
}
