//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension TokenizerDocument {
  /// Reads the `pre_tokenizer`: how text is cut, and whether its words are then taken as bytes.
  static func preTokenizer(
    _ document: ConfigurationObject
  ) throws(TokenizerError) -> (PreTokenizer, isByteLevel: Bool) {
    var steps: [PreTokenizer.Step] = []
    var isByteLevel = false
    for component in try components(document, stage: "pre_tokenizer", list: "pretokenizers") {
      // What comes after it would see the characters that stand for bytes.
      guard !isByteLevel else { throw component.unsupported(" after 'ByteLevel'") }
      isByteLevel = component.type == "ByteLevel"
      steps += try PreTokenizer.steps(component)
    }
    return (PreTokenizer(steps: steps), isByteLevel)
  }
}

extension PreTokenizer {
  /// What GPT-2 cuts text with.
  static let gpt2Pattern =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
  /// `\w+|[^\w\s]+` with `\w` as Unicode defines it, which other patterns do not.
  private static let wordPattern =
    #"[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\x{200C}\x{200D}]+"#
    + #"|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\x{200C}\x{200D}\s]+"#
  /// ASCII's punctuation and symbols, and the punctuation of Unicode 8, which is what the original
  /// knows: `\p{P}` without what came later, and two signs that are no punctuation any more.
  private static let punctuationPattern =
    #"[!-/:-@\[-`{-~\x{166D}\x{111C9}[^\P{P}"#
    + #"\x{61D}\x{9FD}\x{A76}\x{C77}\x{C84}\x{1B4E}-\x{1B4F}\x{1B7D}-\x{1B7F}"#
    + #"\x{2E43}-\x{2E4F}\x{2E52}-\x{2E5D}\x{10D6E}\x{10EAD}\x{10F55}-\x{10F59}"#
    + #"\x{10F86}-\x{10F89}\x{113D4}-\x{113D5}\x{113D7}-\x{113D8}\x{1144B}-\x{1144F}"#
    + #"\x{1145A}-\x{1145B}\x{1145D}\x{11660}-\x{1166C}\x{116B9}\x{1183B}"#
    + #"\x{11944}-\x{11946}\x{119E2}\x{11A3F}-\x{11A46}\x{11A9A}-\x{11A9C}"#
    + #"\x{11A9E}-\x{11AA2}\x{11B00}-\x{11B09}\x{11BE1}\x{11C41}-\x{11C45}"#
    + #"\x{11C70}-\x{11C71}\x{11EF7}-\x{11EF8}\x{11F43}-\x{11F4F}\x{11FFF}"#
    + #"\x{12FF1}-\x{12FF2}\x{16D6D}-\x{16D6F}\x{16E97}-\x{16E9A}\x{16FE2}\x{1E5FF}"#
    + #"\x{1E95E}-\x{1E95F}"#
    + "]]"

  fileprivate static func steps(
    _ component: TokenizerDocument.Component
  ) throws(TokenizerError) -> [Step] {
    let object = component.object
    switch component.type {
    case "Split":
      let behavior = try behavior(component) ?? .isolated
      let isInverted = try object.bool("invert") ?? false
      let pattern = try component.pattern("pattern")
      return [
        .split(TextSplitter(pattern: pattern, behavior: behavior, isInverted: isInverted))
      ]
    case "Digits":
      let isIndividual = try object.bool("individual_digits") ?? false
      return [try split(#"\p{N}"#, isIndividual ? .isolated : .contiguous, component)]
    case "Punctuation":
      return [try split(punctuationPattern, try behavior(component) ?? .isolated, component)]
    case "Whitespace": return [try split(wordPattern, .removed, component, isInverted: true)]
    case "WhitespaceSplit": return [try split(#"\s"#, .removed, component)]
    case "Metaspace": return try metaspace(component)
    case "ByteLevel":
      var steps: [Step] = []
      if try object.bool("add_prefix_space") ?? true { steps.append(.prefixSpace) }
      if try object.bool("use_regex") ?? true {
        steps.append(try split(gpt2Pattern, .isolated, component))
      }
      return steps
    default: throw component.unsupported
    }
  }

  private static func metaspace(
    _ component: TokenizerDocument.Component
  ) throws(TokenizerError) -> [Step] {
    let mark = try component.character("replacement")
    let steps = [Step.markSpaces(mark: mark, try PrefixScheme(component))]
    guard try component.object.bool("split") ?? true else { return steps }
    let pattern = try component.pattern(
      text: String(decoding: mark, as: UTF8.self),
      isLiteral: true
    )
    return steps + [.split(TextSplitter(pattern: pattern, behavior: .mergedWithNext))]
  }

  private static func behavior(
    _ component: TokenizerDocument.Component
  ) throws(TokenizerError) -> TextSplitter.Behavior? {
    guard let name = try component.object.string("behavior") else { return nil }
    guard let behavior = TextSplitter.Behavior(rawValue: name) else {
      throw component.unsupported(" with the behavior '\(name)'")
    }
    return behavior
  }

  private static func split(
    _ pattern: String,
    _ behavior: TextSplitter.Behavior,
    _ component: TokenizerDocument.Component,
    isInverted: Bool = false
  ) throws(TokenizerError) -> Step {
    let pattern = try component.pattern(text: pattern)
    return .split(TextSplitter(pattern: pattern, behavior: behavior, isInverted: isInverted))
  }
}

extension PreTokenizer.PrefixScheme {
  /// Reads the scheme of a `Metaspace`, which older files give as `add_prefix_space`.
  init(_ component: TokenizerDocument.Component) throws(TokenizerError) {
    let object = component.object
    let name = try object.string("prepend_scheme") ?? "always"
    guard let scheme = Self(rawValue: name) else {
      throw component.unsupported(" with the prepend_scheme '\(name)'")
    }
    guard try object.bool("add_prefix_space") != false || scheme == .never else {
      throw .malformed(
        path: object.path,
        problem: "'\(object.prefix)add_prefix_space' contradicts the prepend_scheme '\(name)'"
      )
    }
    self = scheme
  }
}
