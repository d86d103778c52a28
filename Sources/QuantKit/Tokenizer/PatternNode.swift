//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A regular expression as it is written, taken apart.
///
/// The syntax is the part of Oniguruma's (Ruby's) that the patterns of published tokenizers use.
indirect enum PatternNode {
  /// How a repetition goes about what it may take.
  enum Mode {
    /// As much as possible first.
    case greedy
    /// As little as possible first.
    case lazy
    /// As much as possible, and none of it is given back.
    case possessive
  }

  /// One character of a set.
  case character(CharacterSet.Expression)
  case sequence([PatternNode])
  /// The first that leads to a match.
  case choice([PatternNode])
  /// `maximum` is nil where there is none.
  case repetition(PatternNode, minimum: Int, maximum: Int?, Mode)
  /// Whether the next character is in a set; the end of the text is in none.
  case lookAhead(CharacterSet.Expression, isMember: Bool)
  /// The end of the text, or a line feed follows.
  case lineEnd
  /// The beginning of the text, or after a line feed.
  case lineStart

  /// The set where this is one character of it, in whatever way that is written.
  var characterSet: CharacterSet.Expression? {
    switch self {
    case .character(let set): set
    case .sequence(let parts) where parts.count == 1: parts[0].characterSet
    case .choice(let parts):
      parts.allSatisfy { $0.characterSet != nil } ? .union(parts.compactMap(\.characterSet)) : nil
    default: nil
    }
  }

  /// Whether this matches the empty text as well.
  var canBeEmpty: Bool {
    switch self {
    case .character: false
    case .sequence(let parts): parts.allSatisfy(\.canBeEmpty)
    case .choice(let parts): parts.contains(where: \.canBeEmpty)
    case .repetition(let body, let minimum, _, _): minimum == 0 || body.canBeEmpty
    case .lookAhead, .lineEnd, .lineStart: true
    }
  }

  /// What the text that this matches can begin with.
  var leads: LeadBytes {
    switch self {
    case .character(let set): CharacterSet(set).leadBytes
    case .sequence(let parts): parts.reduce(.empty) { $0.followed(by: $1.leads) }
    case .choice(let parts): parts.reduce(.none) { $0.or($1.leads) }
    case .repetition(let body, let minimum, _, _): minimum == 0 ? body.leads.or(.empty) : body.leads
    case .lookAhead, .lineEnd, .lineStart: .empty
    }
  }
}

/// Why a pattern is not accepted, as the end of a sentence.
struct PatternError: Error {
  let problem: String
}
