//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Cuts a text at the matches of a pattern.
struct TextSplitter: Sendable {
  /// What becomes of a match.
  enum Behavior: String, Sendable {
    case removed = "Removed"
    /// A part of its own.
    case isolated = "Isolated"
    /// Belongs to what is before it.
    case mergedWithPrevious = "MergedWithPrevious"
    /// Belongs to what is behind it.
    case mergedWithNext = "MergedWithNext"
    /// One part with the matches around it.
    case contiguous = "Contiguous"
  }

  let pattern: Pattern
  let behavior: Behavior
  /// Whether what lies between the matches is taken for the matches.
  var isInverted = false

  /// Calls `body` with the parts in order; none is empty.
  ///
  /// - Complexity: O(bytes), for any pattern.
  func forEachPart(of text: [UInt8], in range: Range<Int>, _ body: (Range<Int>) -> Void) {
    var matcher = PatternMatcher(pattern)
    var pending: Range<Int>?
    var previousIsMatch = false
    matcher.forEachPart(of: text, in: range) { part, isMatch in
      let isMatch = isMatch != isInverted
      defer { previousIsMatch = isMatch }
      switch behavior {
      case .isolated: return body(part)
      case .removed:
        if !isMatch { body(part) }
        return
      case .contiguous where isMatch == previousIsMatch,
        .mergedWithPrevious where isMatch && !previousIsMatch,
        .mergedWithNext where !isMatch && previousIsMatch:
        pending = (pending?.lowerBound ?? part.lowerBound)..<part.upperBound
      case .contiguous, .mergedWithPrevious, .mergedWithNext:
        if let pending { body(pending) }
        pending = part
      }
    }
    if let pending { body(pending) }
  }
}
