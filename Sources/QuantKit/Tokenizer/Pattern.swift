//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A regular expression of the kind that tokenizers cut text with, ready to be matched.
///
/// Of all that begins at one place, the match is the one that a backtracking matcher finds first.
/// A pattern that would match the empty text is refused, since it cuts nothing.
final class Pattern: Sendable {
  /// One step of a match; numbers name places in `instructions`, `sets` and `ways`.
  enum Instruction: Sendable {
    /// One character of a set.
    case character(Int)
    /// One character of a set where there is one; it is not given back.
    case optionalCharacter(Int)
    /// All characters of a set; they are given back one by one unless `isKept`.
    case run(set: Int, isKept: Bool, mark: Int)
    /// All characters of a set, with which the match ends.
    case lastRun(Int)
    /// Two ways to be tried in this order, where the next byte allows both.
    case choice(first: Int, second: Int, mark: Int, ways: Int)
    case jump(Int)
    case lookAhead(set: Int, isMember: Bool)
    case lineEnd
    case lineStart
    case match
  }

  /// Where a choice leads.
  enum Way: Sendable {
    case nowhere
    /// To this instruction only.
    case only(Int)
    /// To what this choice has first, or else to what it has second.
    case both(first: Int, second: Int, mark: Int)
  }

  let text: String
  let instructions: [Instruction]
  let sets: [CharacterSet]
  /// Which way a choice goes at once, by what comes next; choices right behind each other are
  /// passed through in one go.
  let ways: [[Way]]  // [choices, LeadBytes.classCount]
  /// How many instructions remember where they were tried.
  let markCount: Int
  /// What a match can begin with.
  let firstLeads: LeadBytes

  /// Compiles a regular expression.
  convenience init(_ text: String) throws(PatternError) {
    try self.init(PatternParser.parse(text), text: text)
  }

  /// A pattern that matches one text.
  convenience init(literal text: String) throws(PatternError) {
    let node = PatternNode.sequence(text.unicodeScalars.map { .character(.character($0)) })
    try self.init(node, text: text)
  }

  private init(_ node: PatternNode, text: String) throws(PatternError) {
    firstLeads = node.leads
    guard !firstLeads.canBeEmpty else { throw PatternError(problem: "it matches the empty text") }
    let compiler = try PatternCompiler(node)
    self.text = text
    instructions = compiler.instructions
    sets = compiler.sets
    ways = compiler.ways
    markCount = compiler.markCount
  }
}
