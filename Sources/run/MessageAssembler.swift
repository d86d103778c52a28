//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Puts messages of several lines together: from a line that begins with `"""` to one that ends with it.
struct MessageAssembler {
  /// What a line led to.
  enum Outcome: Equatable {
    /// A line of its own.
    case line(String)
    /// A message of several lines.
    case message(String)
    /// More lines belong to it.
    case incomplete
  }

  private static let mark = "\"\"\""
  private var lines: [String] = []

  /// Whether a message has begun and not ended.
  private(set) var isOpen = false

  /// Takes the next line, or the text of an editor with its line breaks.
  mutating func append(_ line: String) -> Outcome {
    var line = line
    if !isOpen {
      // A paste often ends with a line break that nobody means.
      while line.last?.isNewline == true { line.removeLast() }
      guard line.hasPrefix(Self.mark) else {
        return line.contains("\n") ? .message(line) : .line(line)
      }
      line.removeFirst(Self.mark.count)
      isOpen = true
      // The line of the mark counts when something stands on it.
      if line.isEmpty { return .incomplete }
    }
    guard line.hasSuffix(Self.mark) else {
      lines.append(line)
      return .incomplete
    }
    line.removeLast(Self.mark.count)
    if !line.isEmpty { lines.append(line) }
    return .message(finish() ?? "")
  }

  /// Ends a message that is not complete; nil when none has begun.
  mutating func finish() -> String? {
    guard isOpen else { return nil }
    defer { self = MessageAssembler() }
    return lines.joined(separator: "\n")
  }
}
