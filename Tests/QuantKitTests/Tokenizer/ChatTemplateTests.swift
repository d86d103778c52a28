//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// Compared with what Jinja makes of the same templates; see Fixtures/README.md.
@Suite struct ChatTemplateTests {
  private func messages(_ json: JSON?) throws -> TemplateValue {
    .list(
      try #require(json?.elements).map { message in
        .dictionary([
          .init(key: "role", value: .string(message["role"]?.string ?? "")),
          .init(key: "content", value: .string(message["content"]?.string ?? "")),
        ])
      }
    )
  }

  private func render(_ template: String, _ variables: [String: TemplateValue] = [:]) throws
    -> String
  {
    try ChatTemplate(template).render(variables)
  }

  @Test func syntaxIsThatOfTheOriginal() throws {
    let fixture = try #require(Fixtures.json("chat/template-cases.json")["syntax"])
    let messages = try messages(fixture["messages"])
    let cases = try #require(fixture["cases"]?.elements)
    #expect(cases.count > 45)
    for item in cases {
      let template = try #require(item["template"]?.string)
      if let expected = item["text"]?.string {
        let text = try render(template, ["messages": messages])
        expectEqualBytes(text, expected, "\(template)")
      } else {
        #expect(throws: TemplateError.self, "\(template)") {
          try render(template, ["messages": messages])
        }
      }
    }
  }

  /// What is not known is named, with its line.
  @Test(arguments: [
    ("{% macro x() %}{% endmacro %}", 1, "the statement 'macro'"),
    ("\n\n{% include 'x' %}", 3, "the statement 'include'"),
    ("{% raw %}{{ x }}{% endraw %}", 1, "the statement 'raw'"),
    ("a\n{{ 'x' | xmlattr }}", 2, "the filter 'xmlattr'"),
    ("{{ [1] | tojson }}", 1, "the filter 'tojson' of a list"),
    ("{{ 'x' | tojson(indent=4) }}", 1, "the argument 'indent' of the filter 'tojson'"),
    ("{% for x in [1] %}{{ loop.previtem }}{% endfor %}", 1, "'loop.previtem'"),
    ("{{ [[1], 2] }}", 1, "a list in a list"),
    ("{{ 'x' is upper }}", 1, "the test 'upper'"),
    ("{{ 'x'.format(1) }}", 1, "the method 'format' of a string"),
    ("{{ lipsum() }}", 1, "the function 'lipsum'"),
    ("{{ strftime_now('%d') }}", 1, "the function 'strftime_now'"),
    ("{{ ''.__class__.__mro__ }}", 1, "'__mro__' of '__class__'"),
    ("{{ ''.join.__globals__ }}", 1, "'__globals__' of 'join'"),
    ("{{ {'a': 1} }}", 1, "a dictionary written out"),
    ("{{ 1.5 }}", 1, "the number '1.'"), ("{{ 1 / 2 }}", 1, "the operator '/'"),
    ("{{ [1] }}", 1, "a list as text"), ("{{ 'é' | upper }}", 1, "letters beyond ASCII"),
    ("{% set x = [1] | reverse %}", 1, "'set' of a sequence"),
    ("{% break %}", 1, "the statement 'break'"), ("{{ '\\N{DIGIT ONE}' }}", 1, "an escape"),
    ("{{ 99999999999999999999 }}", 1, "the number '99999999999999999999'"),
    ("{{ 9223372036854775807 + 1 }}", 1, "too large"), ("{{ \u{1F600} }}", 1, "stands in a tag"),
    ("{{ 'a' | trim(chars='x') }}", 1, "the argument 'chars' of the filter 'trim'"),
    ("{{ 'a' | replace('a') }}", 1, "the filter 'replace' with 1 arguments"),
  ])
  func namesWhatItDoesNotKnow(template: String, line: Int, construct: String) throws {
    let error = try #require(throws: TemplateError.self) { try render(template) }
    #expect(error.line == line)
    #expect(error.problem.contains(construct), "\(error.problem)")
    guard case .unknown = error.kind else {
      Issue.record("\(template) raises")
      return
    }
  }

  /// What is never reached does no harm.
  @Test func unknownFiltersMatterOnlyWhereTheyRun() throws {
    #expect(try render("{% if tools %}{{ tools | nonsense }}{% endif %}x") == "x")
  }

  @Test(arguments: [
    ("{{ ", "(", "x", ")", " }}"), ("{{ ", "[", "x", "]", " }}"), ("{{ ", "not ", "x", "", " }}"),
    ("{{ ", "- ", "x", "", " }}"), ("{{ x", " + x", "", "", " }}"), ("{{ x", ".x", "", "", " }}"),
    ("{{ x", "[0]", "", "", " }}"), ("{{ x", " | trim", "", "", " }}"),
    ("{{ x", " if x else x", "", "", " }}"), ("{{ x", " is none", "", "", " }}"),
    ("", "{% if 1 %}", "", "{% endif %}", ""), ("", String(repeating: " ", count: 20), "", "", ""),
  ])
  func nestingIsBounded(head: String, left: String, middle: String, right: String, tail: String)
    throws
  {
    let count = 100_000
    let opening = head + String(repeating: left, count: count)
    let text = opening + middle + String(repeating: right, count: count) + tail
    let error = try #require(throws: TemplateError.self) { try render(text, ["x": .integer(1)]) }
    #expect(error.problem.contains("more than"), "\(error.problem)")
  }

  /// Makes a text of 2^18 bytes, with an eighth of the work that the next test allows.
  private static let longText =
    "{% set n = namespace(s='a') %}{% for a in range(18) %}{% set n.s = n.s + n.s %}{% endfor %}"

  @Test(arguments: [
    "{% for a in range(99999999) %}{% endfor %}", "{{ range(9223372036854775807) }}",
    "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
    "{% set n = namespace(s='ab') %}{% for a in range(99) %}{% set n.s = n.s + n.s %}{% endfor %}",
    "{% set n = namespace(s='a') %}{% for a in range(99) %}{% set n.s = n.s.replace('a', 'aa') %}{% endfor %}",
    "{% set n = namespace(s=[1]) %}{% for a in range(99) %}{% set n.s = n.s + n.s %}{% endfor %}",
    longText + "{% for a in range(99) %}{% if n.s is eq(n.s) %}{% endif %}{% endfor %}",
    longText + "{% for a in range(99) %}{% if n.s is ne(n.s) %}{% endif %}{% endfor %}",
    longText + "{% for a in range(99) %}{% if n.s == n.s %}{% endif %}{% endfor %}",
    longText + "{% for a in range(99) %}{% if 'b' in n.s %}{% endif %}{% endfor %}",
    longText + "{% set x = n.s.split('a') %}",
  ])
  func workIsBounded(template: String) throws {
    let error = try #require(throws: TemplateError.self) {
      try ChatTemplate(template).render([:], workLimit: 1 << 22)
    }
    #expect(error.problem.contains("does too much"), "\(error.problem)")
  }

  /// Some searches for a text take a time that grows with the product of both lengths.
  @Test(.timeLimit(.minutes(1)))
  func searchingIsLinear() throws {
    let part = String(repeating: "a", count: 50_000)
    let text = String(repeating: "a", count: 1_000_000)
    #expect(!TemplateText.contains(part + "b", in: text))
    #expect(TemplateText.ranges(of: part, in: text).count == 20)
    #expect(TemplateText.count(of: part + "b", in: text + "b") == 1)
  }

  @Test func findsTextsAsPythonDoes() {
    #expect(TemplateText.ranges(of: "aba", in: "ababababa") == [0..<3, 4..<7])
    #expect(TemplateText.ranges(of: "aab", in: "aaab aaaab") == [1..<4, 7..<10])
    #expect(TemplateText.ranges(of: "", in: "ab").isEmpty)
    #expect(TemplateText.ranges(of: "abc", in: "ab").isEmpty)
    #expect(TemplateText.contains("", in: ""))
    #expect(TemplateText.contains("é", in: "cafés"))
    #expect(!TemplateText.contains("\u{301}x", in: "e\u{301}"))
    for (separator, count) in [("b", 2), (nil, 3)] as [(String?, Int)] {
      #expect(TemplateText.count(of: separator, in: " ab b  c") == count)
    }
  }

  @Test func datesAreThoseOfTheCalendar() throws {
    let date = try #require(CalendarDate("2026-03-05"))
    let template = try ChatTemplate("{{ strftime_now('%d %b %Y, %A %a %B %m %y %%') }}")
    #expect(try template.render([:], date: date) == "05 Mar 2026, Thursday Thu March 03 26 %")
    #expect(CalendarDate("2024-02-29")?.formatted("%a") == "Thu")
    #expect(date.formatted("%H") == nil && date.formatted("%") == nil)
    for text in [
      "2023-02-29", "2026-13-01", "2026-00-01", "2026-1-01", "0000-01-01", "", "2026-03-05 ",
      "+026-03-05",
    ] {
      #expect(CalendarDate(text) == nil, "\(text)")
    }
  }
}
