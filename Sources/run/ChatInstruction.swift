//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a line asks for.
enum ChatInstruction: Equatable {
  /// To be answered by the model.
  case message(String)
  /// An empty line.
  case nothing
  case help, clear, stream, exit, regenerate, undo, statistics
  /// Edits a message, which begins with a text, in an editor.
  case edit(String)
  case save(path: String, isForced: Bool)
  case load(path: String)
  /// Sets the system message; nil asks for it, an empty one is none.
  case system(String?)
  /// Changes a setting; nil for its value asks for all of them or, with a name, sets what the model has.
  case set(name: String?, value: String?)
  /// A command that does not exist, or lacks what it needs.
  case unknown(String)
  case incomplete(String)

  /// Reads a line.
  ///
  /// A line with a slash is a command when its first word has letters alone, so that paths can be talked
  /// about; after a space anything is a message.
  init(_ line: String) {
    let trimmed = Self.trimmed(line)
    switch trimmed {
    case "": self = .nothing
    case "clear": self = .clear
    case "stream": self = .stream
    case "exit", "quit": self = .exit
    default:
      let word = line.prefix { !$0.isWhitespace }
      let name = word.dropFirst()
      guard word.first == "/", !name.isEmpty, name.allSatisfy({ $0.isASCII && $0.isLetter }) else {
        self = .message(line)
        return
      }
      self.init(command: String(name), argument: Self.trimmed(line.dropFirst(word.count)))
    }
  }

  private init(command: String, argument: String) {
    let given = argument.isEmpty ? nil : argument
    switch command {
    case "help": self = .help
    case "clear": self = .clear
    case "stream": self = .stream
    case "exit", "quit": self = .exit
    case "regen": self = .regenerate
    case "undo": self = .undo
    case "stats": self = .statistics
    case "edit": self = .edit(argument)
    case "system": self = .system(given.map { $0 == "\"\"" ? "" : $0 })
    case "load": self = given.map { .load(path: $0) } ?? .incomplete("/load FILE")
    case "save":
      let isForced = argument == "-f" || argument.hasPrefix("-f ")
      let path = isForced ? Self.trimmed(argument.dropFirst(2)) : argument
      self = path.isEmpty ? .incomplete("/save FILE") : .save(path: path, isForced: isForced)
    case "set":
      let name = argument.prefix { !$0.isWhitespace && $0 != "=" }
      let rest = argument.dropFirst(name.count).drop { $0.isWhitespace || $0 == "=" }
      self = .set(
        name: name.isEmpty ? nil : String(name),
        value: rest.isEmpty ? nil : String(rest)
      )
    default: self = .unknown("/" + command)
    }
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
