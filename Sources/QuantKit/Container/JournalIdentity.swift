//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What must be the same for interrupted work to be gone on with: the options that show in the bytes, and
/// the files that are read.
struct JournalIdentity: Sendable, Equatable {
  /// The options with their values.
  let options: [JSON.Member]
  /// The names of the files with what tells whether they changed.
  let sources: [JSON.Member]

  /// What is another than in work that was begun before, as the end of a sentence; nil when nothing is.
  func difference(from begun: JournalIdentity) -> String? {
    for option in options {
      let value = begun.options.first { $0.key == option.key }?.value
      if value != option.value {
        let then = value.map(\.text) ?? "unknown"
        return "the \(option.key) was \(then) then and is \(option.value.text) now"
      }
    }
    for source in sources {
      let value = begun.sources.first { $0.key == source.key }?.value
      if value != source.value { return "\(source.key.quoted) is not the file that it was then" }
    }
    let names = Set(sources.map { String.UTF8Key($0.key) })
    let missing = begun.sources.first { !names.contains(String.UTF8Key($0.key)) }
    return missing.map { "\($0.key.quoted) is not read any more" }
  }
}

extension JournalIdentity {
  /// The identity as it is written.
  var json: JSON { ["options": .object(options), "sources": .object(sources)] }

  /// Reads what `json` made, or nil when it is something else.
  init?(parsing json: JSON) {
    guard let options = json["options"]?.members, let sources = json["sources"]?.members else {
      return nil
    }
    self.init(options: options, sources: sources)
  }
}

extension JSON {
  /// A value of an option, for messages.
  fileprivate var text: String { string ?? String(decoding: serialized(), as: UTF8.self) }
}
