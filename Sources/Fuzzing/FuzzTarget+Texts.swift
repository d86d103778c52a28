//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

@testable import QuantKit

extension FuzzTarget {
  /// Chat templates: lexer, parser and evaluator.
  static func templateTargets(_ fixtures: FixtureFolder) throws -> [FuzzTarget] {
    let model = try fixtures.bytes("chat/tokenizer.model")
    let tokenizer = try Tokenizer(
      files: TokenizerFiles(path: "x", files: ["tokenizer.model": model])
    )
    let conversations = [
      [ChatMessage(role: "user", content: "Hello <|im_end|> wörld")],
      [
        ("system", "Be brief."), ("user", " a\n"), ("assistant", "<think>x</think>b"),
        ("user", "c"),
      ].map {
        ChatMessage(role: $0.0, content: $0.1)
      },
    ]
    let cases = try JSON(parsing: fixtures.bytes("chat/template-cases.json"))
    return [
      FuzzTarget(
        name: "template",
        seeds: try fixtures.all(in: "chat/templates", suffix: ".jinja")
          + cases.strings(under: "template"),
        tokens: [
          "{{", "}}", "{%", "%}", "{%-", "-%}", "{#", "#}", "{% for m in messages %}",
          "{% endfor %}", "{% if ", "{% endif %}",
          "{% set x = ", "namespace(a=1)", "range(1000000)", "loop.index", "messages[0]['content']",
          "[::-1]", "|trim", "|length",
          "| replace('a', 'aaaa')", ".split('')", "| map(attribute='role')", " is defined", " not ",
          " ~ ", " // ", " % ", "(((((((",
          "-9223372036854775808", "[::9223372036854775807]", "x + x", "{% break %}",
          "{% generation %}", "raise_exception('x')",
        ]
      ) { bytes in
        let files = TokenizerFiles(path: "x", files: ["chat_template.jinja": bytes])
        let format = try ChatFormat(files: files, tokenizer: tokenizer)
        let date = CalendarDate(year: 2024, month: 2, day: 29)
        for messages in conversations {
          for options in [ChatOptions(), ChatOptions(isThinking: false, date: date)] {
            _ = try? format.encode(messages, tokenizer: tokenizer, options: options)
          }
        }
      }
    ]
  }

  /// Texts and ids that meet tokenizers that are as they should be, and patterns.
  static func textTargets(_ fixtures: FixtureFolder) throws -> [FuzzTarget] {
    let tokenizers = try fixtures.bytes(
      "tokenizer.json",
      in: jsonFolders.filter { !$0.hasSuffix("t5") }
    ).map {
      try Tokenizer(files: TokenizerFiles(path: "x", files: ["tokenizer.json": $0]))
    }
    let cases = try JSON(parsing: fixtures.bytes("tokenizer/patterns.json"))
    let texts = cases.strings(under: "text")
    let samples =
      texts.prefix(40) + [
        Array(repeating: UInt8(ascii: "a"), count: 2000), Array("  \n\r\n x1 é".utf8),
      ]
    return [
      FuzzTarget(
        name: "text",
        seeds: Array(texts.prefix(500)),
        tokens: ["<s>", "<|im_end|>", "▁", "<0x0A>", "\u{301}"]
      ) {
        bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        let tokenizer = tokenizers[bytes.count % tokenizers.count]
        _ = tokenizer.decode(tokenizer.encode(text))
        var stream = TextStream(tokenizer: tokenizer)
        for byte in bytes { _ = stream.append(Int(byte) * 7 % (tokenizer.vocabularySize + 1)) }
        _ = stream.finish()
      },
      FuzzTarget(
        name: "pattern",
        seeds: cases.strings(under: "pattern"),
        tokens: [
          "(", ")", "(?:", "(?i:", "(?=", "(?!", "[", "]", "[^", "{2,5}", "{100}", "{,3}", "*?",
          "++", "|", "\\p{L}", "\\p{^Lu}",
          "\\x{10FFFF}", "\\u0041", "\\s", "&&", "-", "\\", "(a*)*", "(a|a)*b", ".",
        ]
      ) { bytes in
        let pattern = try Pattern(String(decoding: bytes, as: UTF8.self))
        for text in samples {
          var matcher = PatternMatcher(pattern)
          var end = 0
          matcher.forEachPart(of: text, in: text.indices) { part, _ in
            precondition(part.lowerBound == end && !part.isEmpty, "parts cover the text")
            end = part.upperBound
          }
          precondition(end == text.count, "parts cover the text")
        }
      },
    ]
  }
}

extension JSON {
  /// All strings that stand under a key, at any depth.
  fileprivate func strings(under key: String) -> [[UInt8]] {
    switch self {
    case .array(let elements): elements.flatMap { $0.strings(under: key) }
    case .object(let members):
      members.flatMap { member in
        member.key == key && member.value.string != nil
          ? [Array((member.value.string ?? "").utf8)] : member.value.strings(under: key)
      }
    default: []
    }
  }
}
