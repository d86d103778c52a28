//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Ends a text before the first stop string in it, and holds back what may be the beginning of one.
///
/// The first is the one that is complete first, of several complete at once the longest, so that it does
/// not matter in which pieces the text comes.
struct StopFilter {
  private let stops: [[UInt8]]
  /// Text that one or more stop strings begin with.
  private var held: [UInt8] = []
  /// Whether a stop string was found; then no more text comes.
  private(set) var isStopped = false

  /// - Parameter stops: The stop strings; an empty one stops nothing.
  init(_ stops: [String]) {
    self.stops = stops.map { Array($0.utf8) }.filter { !$0.isEmpty }
  }

  /// The text that cannot belong to a stop string any more.
  ///
  /// - Parameter text: What comes next, whole characters.
  /// - Returns: Whole characters, since stop strings consist of them.
  mutating func append(_ text: String) -> String {
    for byte in text.utf8 where !isStopped {
      held.append(byte)
      let found = stops.filter { held.suffix($0.count).elementsEqual($0) }
      guard let longest = found.map(\.count).max() else { continue }
      held.removeLast(longest)
      isStopped = true
    }
    if isStopped { return finish() }
    let start = held.indices.first { start in
      stops.contains { $0.starts(with: held[start...]) }
    }
    let end = start ?? held.count
    defer { held.removeFirst(end) }
    return String(decoding: held[..<end], as: UTF8.self)
  }

  /// What was held back when the text ends by itself.
  mutating func finish() -> String {
    defer { held = [] }
    return String(decoding: held, as: UTF8.self)
  }
}
