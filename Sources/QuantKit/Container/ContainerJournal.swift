//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The tensors that are finished in a container being written, kept in a file beside it, so that the work
/// can be gone on with when it is interrupted.
///
/// A text of lines, each of them the checksum of the rest (16 hexadecimal digits), a space and a JSON value:
/// in the first line the `JournalIdentity`, in each other one a tensor record as in the index. A line
/// follows the frames that it names, so when the process is killed each line is true; the last may be
/// torn, which its checksum shows.
struct ContainerJournal {
  /// What the name of the journal adds to that of the output.
  static let suffix = ".journal"
  /// The largest journal that is read: an index, and as much again for checksums and the identity.
  static let byteLimit = 2 * ContainerFormat.indexByteCountLimit

  private let file: GrowingFile

  /// Begins a journal, over one that is there, or goes on with it.
  ///
  /// - Parameters:
  ///   - outputPath: The container that is written.
  ///   - identity: What is written.
  ///   - begun: The lines that stay, of a journal of the same identity.
  /// - Throws: `FileError`.
  init(outputPath: String, identity: JournalIdentity, goingOnWith begun: Lines?) throws(FileError) {
    file = try GrowingFile(path: Self.path(forOutput: outputPath))
    try file.truncate(to: begun?.byteCount ?? 0)
    if begun == nil { try append(identity.json) }
  }

  /// Adds a tensor whose frames are all written.
  func append(_ tensor: TensorRecord) throws(FileError) { try append(tensor.json) }

  /// Removes the file; best effort.
  func remove() { FileSystem.removeFile(file.path) }

  /// Where the journal of an output is.
  static func path(forOutput path: String) -> String {
    AtomicOutputFile.siblingPath(of: path, suffix: suffix)
  }

  private func append(_ value: JSON) throws(FileError) {
    let text = value.serialized()
    let sum = Checksum(of: text).description
    try file.append(Array(sum.utf8) + [Self.space] + text + [Self.newline])
  }

  private static let space = UInt8(ascii: " ")
  private static let newline = UInt8(ascii: "\n")
}

extension ContainerJournal {
  /// What is in a journal.
  struct Lines {
    let identity: JournalIdentity
    /// The finished tensors, in the order of the file.
    private(set) var tensors: [TensorRecord] = []
    /// Where the line of each tensor ends.
    private var ends: [Int] = []
    private let firstEnd: Int
  }
}

extension ContainerJournal.Lines {
  /// The size of the lines in bytes.
  var byteCount: Int { ends.last ?? firstEnd }

  /// Reads the journal of an output, as far as its lines are whole.
  ///
  /// Nil when there is none or it does not begin with an identity.
  init?(outputPath: String) {
    let path = ContainerJournal.path(forOutput: outputPath)
    guard
      let text = try? InputFile.contents(of: path, limit: ContainerJournal.byteLimit),
      let first = Self.line(in: text, at: 0),
      let identity = JournalIdentity(parsing: first.value.value)
    else { return nil }
    self.identity = identity
    firstEnd = first.end
    while let line = Self.line(in: text, at: byteCount) {
      guard let name = line.value["name"]?.string,
        let tensor = try? TensorRecord(parsing: line.value, name: name)
      else { break }
      tensors.append(tensor)
      ends.append(line.end)
    }
  }

  /// Leaves out all but the first `count` tensors.
  mutating func keep(first count: Int) {
    tensors.removeSubrange(count...)
    ends.removeSubrange(count...)
  }

  private static func line(in text: [UInt8], at start: Int) -> (value: JSONText, end: Int)? {
    guard let newline = text[start...].firstIndex(of: ContainerJournal.newline) else { return nil }
    let parts = text[start..<newline].split(separator: ContainerJournal.space, maxSplits: 1)
    guard parts.count == 2,
      let sum = Checksum(text: String(decoding: parts[0], as: UTF8.self)),
      sum == Checksum(of: Array(parts[1])),
      let value = try? JSONText(checking: Array(parts[1]))
    else { return nil }
    return (value, newline + 1)
  }
}
