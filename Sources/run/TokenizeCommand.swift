//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit
import Terminal

/// `run tokenize MODEL`.
struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run tokenize",
    abstract: "Shows the token ids and pieces of a text, or the text of ids.",
    discussion: """
      Needs only the tokenizer's files. Special strings in the text are plain text with a \
      tokenizer.model and match added tokens with a tokenizer.json, as their own libraries have it.
      """
  )

  @Argument(help: ArgumentHelp("A .qkit file, or a checkpoint folder.", valueName: "model"))
  var model: String

  @Argument(help: ArgumentHelp("The text (default: standard input).", valueName: "text"))
  var text: String?

  @Option(help: ArgumentHelp("A UTF-8 file that holds the text.", valueName: "file"))
  var file: String?

  @Option(
    help: ArgumentHelp(
      "A file with one JSON string a line; prints one JSON array of ids a line.",
      valueName: "file"
    )
  )
  var jsonl: String?

  @Option(
    help: ArgumentHelp(
      #"A JSON file [{"role": …, "content": …}]; prints the prompt in the model's chat format."#,
      valueName: "file"
    )
  )
  var messages: String?

  @OptionGroup var template: ChatTemplateOptions

  @Option(
    help: ArgumentHelp("Token ids, separated by commas, to turn back into text.", valueName: "ids")
  )
  var decode: TokenList?

  @Flag(help: "Add the begin and end ids that the tokenizer's configuration asks for.")
  var special = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    let sources = [text, file, jsonl, messages].compactMap { $0 }.count + (decode == nil ? 0 : 1)
    if template.isGiven, messages == nil {
      throw ValidationError("--thinking, --no-thinking and --date need --messages")
    }
    guard sources <= 1 else {
      throw ValidationError("a text, --file, --jsonl, --messages and --decode exclude each other")
    }
  }

  func run() throws {
    let session = try TokenizerSession(path: model)
    if let decode {
      let text = try session.decode(decode.tokens)
      return try StandardOutput.write(
        json ? JSON.object([.init(key: "text", value: .string(text))]).line : text + "\n"
      )
    }
    if let jsonl {
      return try session.encodeLines(ofFile: jsonl, addingSpecialTokens: special) {
        try StandardOutput.write($0.line)
      }
    }
    try show(try tokens(using: session), session: session)
  }

  private func tokens(using session: TokenizerSession) throws -> [Int] {
    if let messages { return try session.encodeChat(ofFile: messages, options: template.options) }
    let text =
      if let text { text } else if let file { try TextInput.file(file) } else {
        try TextInput.standardInput()
      }
    return session.tokenizer.encode(text, addingSpecialTokens: special)
  }

  private func show(_ tokens: [Int], session: TokenizerSession) throws {
    let pieces = tokens.map { session.tokenizer.piece(of: $0) ?? "" }
    if json {
      let document: JSON = [
        "ids": .array(tokens.map(JSON.integer)), "pieces": .array(pieces.map(JSON.string)),
      ]
      return try StandardOutput.write(document.line)
    }
    for (token, piece) in zip(tokens, pieces) {
      try StandardOutput.write("\(token)\t\(piece.printable)\n")
    }
  }
}

extension JSON {
  /// The compact text with a line break.
  fileprivate var line: String { String(decoding: serialized(), as: UTF8.self) + "\n" }
}
