//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct ContainerJournalTests {
  private let folder: TemporaryFolder
  private let identity = JournalIdentity(
    options: [.init(key: "recipe", value: "reference")],
    sources: [.init(key: "a.safetensors", value: ["size": 5])]
  )

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder.path("example.qkit") }

  /// The records of the worked example.
  private func records() throws -> [TensorRecord] {
    _ = try ExampleContainer.bytes(in: folder)
    return try QuantizedFile(path: path).index.tensors
  }

  private func write(_ records: [TensorRecord]) throws {
    let journal = try ContainerJournal(outputPath: path, identity: identity, goingOnWith: nil)
    for record in records { try journal.append(record) }
  }

  @Test func linesComeBack() throws {
    let records = try records()
    try write(records)
    #expect(try folder.names() == ["example.qkit", "example.qkit.journal"])
    let lines = try #require(ContainerJournal.Lines(outputPath: path))
    #expect(lines.identity == identity)
    #expect(lines.tensors.map { $0.json } == records.map { $0.json })
    #expect(lines.byteCount == (try folder.contents("example.qkit.journal").count))
  }

  /// However a journal is cut, what is read of it is a beginning of what was written.
  @Test func everyCutLeavesWholeLines() throws {
    let records = try records()
    try write(records)
    let text = try folder.contents("example.qkit.journal")
    var counts: Set<Int> = []
    for length in 0..<text.count {
      try folder.write(Array(text[..<length]), to: "example.qkit.journal")
      guard let lines = ContainerJournal.Lines(outputPath: path) else {
        #expect(!text[..<length].contains(UInt8(ascii: "\n")))
        continue
      }
      counts.insert(lines.tensors.count)
      #expect(lines.tensors.map { $0.json } == records.prefix(lines.tensors.count).map { $0.json })
      #expect(lines.byteCount <= length)
    }
    #expect(counts == [0, 1, 2])
  }

  @Test func goingOnCutsTheRest() throws {
    let records = try records()
    try write(records)
    let text = try folder.contents("example.qkit.journal")
    var lines = try #require(ContainerJournal.Lines(outputPath: path))
    lines.keep(first: 1)
    let journal = try ContainerJournal(outputPath: path, identity: identity, goingOnWith: lines)
    for record in records.dropFirst() { try journal.append(record) }
    #expect(try folder.contents("example.qkit.journal") == text)
    journal.remove()
    #expect(try folder.names() == ["example.qkit"])
  }

  @Test func differencesAreNamed() {
    let same = identity.difference(from: identity)
    #expect(same == nil)
    let option = JournalIdentity(
      options: [.init(key: "recipe", value: "compact")],
      sources: identity.sources
    )
    #expect(identity.difference(from: option)?.contains("recipe was compact") == true)
    let changed = JournalIdentity(
      options: identity.options,
      sources: [.init(key: "a.safetensors", value: ["size": 6])]
    )
    #expect(identity.difference(from: changed)?.contains("'a.safetensors'") == true)
    let more = JournalIdentity(
      options: identity.options,
      sources: identity.sources + [.init(key: "b", value: ["size": 6])]
    )
    #expect(identity.difference(from: more)?.contains("'b' is not read any more") == true)
    #expect(more.difference(from: identity)?.contains("'b'") == true)
  }
}
