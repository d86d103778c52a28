//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct PatternTests {
  private func parts(_ text: String, _ pattern: Pattern) -> [[UInt8]] {
    let bytes = Array(text.utf8)
    var parts: [[UInt8]] = []
    var matcher = PatternMatcher(pattern)
    matcher.forEachPart(of: bytes, in: bytes.indices) { part, _ in parts.append(Array(bytes[part]))
    }
    return parts
  }

  @Test func cutsAsTheOriginal() throws {
    let patterns = try #require(Fixtures.json("tokenizer/patterns.json").elements)
    #expect(patterns.count > 25)
    for item in patterns {
      let text = try #require(item["pattern"]?.string)
      let pattern = try Pattern(text)
      for item in try #require(item["cases"]?.elements) {
        let found = parts(try #require(item["text"]?.string), pattern)
        let expected = try #require(item["parts"]?.elements).map { Array(($0.string ?? "").utf8) }
        #expect(found == expected, "\(text)")
      }
    }
  }

  @Test(arguments: [
    ("", "matches the empty text"), ("a*", "matches the empty text"), ("a|", "the empty text"),
    ("(?!a)", "the empty text"), ("$", "the empty text"), ("(a", "a group is not closed"),
    ("a)", "closes no group"), ("(?<n>a)", "(?<n>"), ("(?>a)", "(?>a)"), ("(?=ab)c", "looks ahead"),
    ("*a", "repeats nothing"), ("(a*)*b", "repeats what can be empty"), ("(ab)++", "possessively"),
    ("[a", "ends too early"), ("[]a]", "a set is empty"), ("[b-a]", "no end above"),
    ("[a-\\s]", "no end above"), ("[a&&b]", "intersections"), ("[[:alpha:]]", "named sets"),
    ("\\bx", "'\\b' is not known"), ("\\1", "'\\1' is not known"), ("\\", "ends too early"),
    ("\\p{Han}", "'\\p{Han}' is not known"), ("\\p{}", "is not known"), ("\\pL", "no property"),
    ("\\p{L", "is not known"), ("a{101}", "repetitions up to 100"), ("a{2,1}", "repetitions"),
    ("a{99999999999999999999}", "repetitions"), ("a{x}", "repetitions"), ("a{", "repetitions"),
    ("\\x{110000}", "no character"), ("\\xZZ", "no character"), ("\\x{}", "no character"),
    ("\\x{41", "ends too early"), ("a|\\x{1", "ends too early"),
    ("(?i:é)", "case of characters beyond ASCII"), ("(?i:\\p{Lu})", "beyond ASCII"),
    (String(repeating: "(", count: 40) + "a", "nests deeper than 32"),
    (String(repeating: "[", count: 40), "nests deeper than 32"),
    (String(repeating: "a", count: 5000), "more than 4096 characters"),
    ("((a{100}){100}){100}", "more than 1024 steps"),
  ])
  func refusesWhatItDoesNotKnow(text: String, problem: String) throws {
    let error = try #require(throws: PatternError.self) { try Pattern(text) }
    #expect(error.problem.contains(problem), "\(error)")
  }

  /// Each of these takes a backtracking matcher without memory a time that grows with the square of
  /// the length or worse.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      #"\s*x|\s"#, #"(?:a|a)+b|a"#, #"(?:a+)+b|a"#, #"a*a*a*b|a"#, #"a++b|a"#, #"a+?b|a"#,
      #"(?:a{1,9}){1,9}b|a"#, #"\S*\s\S*x|."#,
    ]
  )
  func hostilePatternsAreFast(text: String) throws {
    let pattern = try Pattern(text)
    for character in ["a", " ", "é"] {
      let text = String(repeating: character, count: 4_000)
      #expect(parts(text, pattern).joined().elementsEqual(text.utf8))
    }
  }

  /// Each of these once made the compiler look at every part for every other part.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      Array(repeating: "a", count: 2_000).joined(separator: "|"),
      "(?:[" + String(repeating: "bd-f", count: 900) + "]?x){100}{2}{2}",
      "([" + String(repeating: "bd-f", count: 500) + "])" + String(repeating: "{1}", count: 600),
      String(repeating: "((", count: 15)
        + Array(repeating: "[a-c]", count: 600).joined(separator: "|")
        + String(repeating: "))", count: 15),
    ]
  )
  func hostilePatternsAreReadFast(text: String) {
    let duration = ContinuousClock().measure { _ = try? Pattern(text) }
    #expect(duration < .seconds(10), "\(text.prefix(40))")
  }

  @Test func setsHaveTheMembersOfTheirDefinition() throws {
    let sets: [CharacterSet.Expression] = [
      .range(0...0), .range(63...64), .range(0...127), .range(65...127), .range(100...0x10FFFF),
      .kinds(where: \.isWhitespace), .kinds(where: \.isAlphabetic), .union([]),
      .complement(.union([])), .complement(.range(97...122)),
      .union([.kinds { $0.categoryName == "Nd" }, .range(64...64), .complement(.range(5...200))]),
      .complement(.union([.kinds(where: \.isAlphabetic), .character("_")])),
    ]
    let characters = (UInt32(0)...0x3FF).compactMap(Unicode.Scalar.init) + ["好", "😀", "\u{2003}"]
    for set in sets {
      for character in characters {
        let isMember = set.contains(character.value, kind: CharacterKind(character))
        let text = Array(String(character).utf8)
        let end = CharacterSet(set).endOfMember(in: text, at: 0)
        #expect(end == (isMember ? text.count : nil), "\(set): \(character.value)")
        #expect(!isMember || CharacterSet(set).leadBytes.allows(LeadBytes.byteClass(text[0])))
      }
    }
  }

  /// All ways to match in the order of their priority, without any memory.
  private func ends(_ node: PatternNode, _ text: [UInt8], _ start: Int) -> [Int] {
    switch node {
    case .character(let set):
      guard start < text.count else { return [] }
      return CharacterSet(set).endOfMember(in: text, at: start).map { [$0] } ?? []
    case .sequence(let nodes):
      return nodes.reduce([start]) { starts, node in starts.flatMap { ends(node, text, $0) } }
    case .choice(let nodes): return nodes.flatMap { ends($0, text, start) }
    case .repetition(let body, let minimum, let maximum, let mode):
      guard maximum != 0 else { return [start] }
      let more = PatternNode.repetition(
        body,
        minimum: max(0, minimum - 1),
        maximum: maximum.map { $0 - 1 },
        mode
      )
      let longer = ends(body, text, start).flatMap { ends(more, text, $0) }
      if minimum > 0 { return longer }
      switch mode {
      case .greedy: return longer + [start]
      case .lazy: return [start] + longer
      case .possessive: return Array((longer + [start]).prefix(1))
      }
    case .lookAhead(let set, let isMember):
      let isThere =
        start < text.count && CharacterSet(set).endOfMember(in: text, at: start) != nil
      return isThere == isMember ? [start] : []
    case .lineEnd: return start == text.count || text[start] == 10 ? [start] : []
    case .lineStart: return start == 0 || text[start - 1] == 10 ? [start] : []
    }
  }

  private func parts(_ text: [UInt8], by node: PatternNode) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var gap: [UInt8] = []
    var start = 0
    while start < text.count {
      if let end = ends(node, text, start).first {
        parts += gap.isEmpty ? [] : [gap]
        parts.append(Array(text[start..<end]))
        gap = []
        start = end
      } else {
        gap.append(text[start])
        start += 1
      }
    }
    return parts + (gap.isEmpty ? [] : [gap])
  }

  /// Random patterns over a few letters against the definition.
  @Test func matchesAsTheDefinitionSays() throws {
    var random = SplitMix64(seed: 8)
    func pattern(depth: Int) -> String {
      let atoms = ["a", "b", "[ab]", "[^a]", ".", "c", "(?!a)b", "a$", "^b", "b(?=c)", "\\n"]
      let suffixes = ["", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?"]
      guard depth > 0 else { return atoms.randomElement(using: &random) ?? "" }
      switch Int.random(in: 0..<6, using: &random) {
      case 0: return "(?:\(pattern(depth: depth - 1))|\(pattern(depth: depth - 1)))"
      case 1, 2: return pattern(depth: depth - 1) + pattern(depth: depth - 1)
      case 3:
        return "(\(pattern(depth: depth - 1)))" + (suffixes.randomElement(using: &random) ?? "")
      case 4: return "[abc]" + (["*+", "++", "?+"].randomElement(using: &random) ?? "")
      default: return "[ab]" + (suffixes.randomElement(using: &random) ?? "")
      }
    }
    var matchedCount = 0
    for _ in 0..<4000 {
      let text = pattern(depth: 3)
      guard let compiled = try? Pattern(text) else { continue }
      let node = try PatternParser.parse(text)
      let letters: [UInt8] = [97, 97, 98, 98, 99, 10]
      let input = (0..<10).map { _ in letters.randomElement(using: &random) ?? 97 }
      let expected = parts(input, by: node)
      let found = parts(String(decoding: input, as: UTF8.self), compiled)
      #expect(found == expected, "\(text) in \(input)")
      if expected.count > 1 { matchedCount += 1 }
    }
    #expect(matchedCount > 1000)
  }

  @Test func marksAreForgottenOnTheWay() throws {
    let pattern = try Pattern(#"a+b|\w+c| +x|[^x]"#)
    let text = String(repeating: "aab aac  x a ", count: 5_000)
    let once = parts("aab aac  x a ", pattern)
    #expect(parts(text, pattern).count == 5_000 * once.count)
  }
}
