//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A tensor name in which `*` stands for any text, also for none.
struct NamePattern: Hashable, Sendable {
  let text: String

  /// Whether it describes one name only.
  var isName: Bool { !text.utf8.contains(UInt8(ascii: "*")) }

  /// Whether the pattern describes the whole name; names are compared byte by byte.
  ///
  /// - Complexity: O(name × pattern).
  func matches(_ name: String) -> Bool {
    let (pattern, name) = (Array(text.utf8), Array(name.utf8))
    let star = UInt8(ascii: "*")
    var (position, matched) = (0, 0)  // In the name and in the pattern.
    var retry: (position: Int, matched: Int)?  // What the last star gives way to.
    while position < name.count {
      if matched < pattern.count, pattern[matched] == star {
        retry = (position, matched + 1)
        matched += 1
      } else if matched < pattern.count, pattern[matched] == name[position] {
        matched += 1
        position += 1
      } else if let last = retry {
        // The star takes one byte more, and what follows it is tried again from there.
        retry = (last.position + 1, last.matched)
        (position, matched) = (last.position + 1, last.matched)
      } else {
        return false
      }
    }
    return pattern[matched...].allSatisfy { $0 == star }
  }
}
