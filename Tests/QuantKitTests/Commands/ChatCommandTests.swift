//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

/// `run chat` as programs use it; `scripts/try_chat.py` does the same on a terminal.
@Suite struct ChatCommandTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")
  private static let capital = "The capital of France is Paris.\n"

  init() throws { folder = try TemporaryFolder() }

  private func chat(_ input: String, _ options: String...) throws -> BuiltProgram.Outcome {
    let arguments = ["chat", demo, "--greedy", "--max-tokens", "40"] + options
    return try BuiltProgram.run.start(arguments, in: folder.path, input: Array(input.utf8))
      .outcome()
  }

  @Test func repliesAloneGoToAPipe() throws {
    let result = try chat("What is the capital of France?\r\n\n法国的首都是哪里？")
    #expect(result.status == 0)
    #expect(result.output == Self.capital + "法国的首都是巴黎。\n")
    #expect(result.errors == "")
  }

  @Test func theSecondTurnFeedsOnlyWhatIsNew() throws {
    let result = try chat("What is the capital of France?\n/stats\nWhat is 23 plus 45?\n/stats\n")
    #expect(result.output == Self.capital + "23 + 45 = 68.\n")
    func figures(_ label: String) -> [Int] {
      result.errors.split(separator: "\n").filter { $0.hasPrefix(label) }
        .compactMap { Int($0.split(separator: " ")[1]) }
    }
    let (prompt, reused, prefilled) = (figures("prompt"), figures("reused"), figures("prefilled"))
    let generated = figures("generated")
    try #require([prompt, reused, prefilled, generated].allSatisfy { $0.count == 2 })
    #expect(reused == [0, prompt[0] + generated[0]])
    #expect(prefilled == [prompt[0], prompt[1] - reused[1]])
    #expect(result.errors.contains("of 512 tokens"))
  }

  @Test func speedsFollowEachReply() throws {
    let result = try chat("What is the capital of France?\n", "--stats")
    #expect(result.output == Self.capital)
    #expect(result.errors.contains("tokens/s; prompt"), "\(result.errors)")
  }

  @Test func messagesCanHaveSeveralLines() throws {
    let result = try chat("\"\"\"\nWhat is the capital\nof France?\n\"\"\"\n/save one.json\n")
    #expect(result.status == 0)
    let saved = try JSON(parsing: folder.contents("one.json"))
    #expect(saved.elements?[0]["content"] == "What is the capital\nof France?")
    // One that never ends is answered at the end of the input.
    #expect(try chat("\"\"\"What is the capital\nof France?").output == result.output)
  }

  @Test func commandsChangeTheConversation() throws {
    let result = try chat(
      """
      /regen
      What is the capital of France?
      /undo
      What is 23 plus 45?
      /regen
      /system Be brief.
      /save chat.json
      /save chat.json
      clear
      /load chat.json
      /set temperature 0
      /set top-p 2
      /set nonsense 1
      stream
      /nonsense
      /stats now
      What is the capital of France?
      /save -f chat.json
      exit
      never read
      """
    )
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output == Self.capital + "23 + 45 = 68.\n23 + 45 = 68.\n" + Self.capital)
    for part in [
      "(there is no message yet)", "(taken back: What is the capital of France?)",
      "(system message: Be brief.)", "(3 messages saved to chat.json)",
      "'chat.json' exists already; /save -f chat.json replaces it", "(3 messages loaded)",
      "(temperature 0.0, max-tokens 40)", "--top-p must be between 0 and 1, not 2.0",
      "there is no setting 'nonsense'", "(streaming is off)", "there is no command /nonsense",
      "(5 messages saved to chat.json)",
    ] {
      #expect(result.errors.contains(part), "\(part) is missing in\n\(result.errors)")
    }
    let saved = try JSON(parsing: folder.contents("chat.json"))
    #expect(
      saved.elements?.compactMap { $0["role"]?.string } == [
        "system", "user", "assistant", "user", "assistant",
      ]
    )
    let ids = try BuiltProgram.run("tokenize", demo, "--messages", folder.path("chat.json"))
    #expect(ids.status == 0)
  }

  @Test func pathsAreNoCommands() throws {
    #expect(try chat("/etc/hosts\n").errors == "")
    #expect(try chat("/foo\n").errors.contains("there is no command /foo"))
  }

  @Test func theLocaleChoosesTheLanguage() throws {
    let result = try BuiltProgram.run.inShell(
      #"printf 'stream\nclear\n' | LC_ALL=zh_CN.UTF-8 "$@""#,
      "chat",
      demo
    )
    #expect(result.errors == "（关闭流式生成）\n", "\(result.errors)")
  }

  @Test func failuresEndAProgramThatNobodySees() throws {
    let missing = try chat("/load nothing.json\nWhat is the capital of France?\n")
    #expect(missing.status == 1 && missing.output.isEmpty)
    #expect(missing.errors.contains("nothing.json"))
  }

  @Test func aReaderThatGoesAwayEndsIt() throws {
    let result = try BuiltProgram.run.inShell(
      #"{ printf 'What is the capital of France?\n%.0s' 1 2 3; sleep 1; } | { "$@"; echo $? >status; } | :"#,
      "chat",
      demo,
      in: folder.path
    )
    #expect(result.status == 0)
    #expect(try folder.contents("status") == Array("141\n".utf8))
  }

  @Test func aModelWithoutAChatFormatIsRefused() throws {
    let result = try BuiltProgram.run("chat", Fixtures.path("models/llama-tiny"))
    #expect(result.status == 1)
    #expect(!result.errors.isEmpty)
  }

  @Test(.enabled(if: PythonProgram.isThere))
  func worksOnATerminal() throws {
    let outcome = try PythonProgram.run(
      Fixtures.script("try_chat.py"),
      "--program",
      BuiltProgram.run.path
    )
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }
}
