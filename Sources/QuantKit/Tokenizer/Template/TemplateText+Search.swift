//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension TemplateText {
  /// Where a text that is not empty occurs, from left to right without overlap.
  static func ranges(of text: String, in other: String) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    forEachRange(of: text, in: other) { range in
      ranges.append(range)
      return true
    }
    return ranges
  }

  /// Whether a text occurs; an empty one always does.
  static func contains(_ text: String, in other: String) -> Bool {
    var isFound = text.isEmpty
    forEachRange(of: text, in: other) { _ in
      isFound = true
      return false
    }
    return isFound
  }

  /// How many cuts `split` makes at a separator, where nothing limits them; at most one more for space.
  static func count(of separator: String?, in text: String) -> Int {
    var count = 0
    guard let separator else {
      var isInPart = false
      for scalar in text.unicodeScalars {
        let isPart = !isSpace(scalar)
        if isPart && !isInPart { count += 1 }
        isInPart = isPart
      }
      return count
    }
    forEachRange(of: separator, in: text) { _ in
      count += 1
      return true
    }
    return count
  }

  /// Calls `body` with the places of a text, while it returns true; not at all for an empty text.
  ///
  /// By the method of Knuth, Morris and Pratt, since whoever wrote the template chose both texts.
  ///
  /// - Complexity: O(bytes of both).
  private static func forEachRange(
    of text: String,
    in other: String,
    _ body: (Range<Int>) -> Bool
  ) {
    let pattern = Array(text.utf8)
    guard !pattern.isEmpty, pattern.count <= other.utf8.count else { return }
    // For each count of bytes that fit: how many of them fit again at their own end.
    var overlaps = [0, 0]
    overlaps.reserveCapacity(pattern.count + 1)
    for byte in pattern.dropFirst() {
      var overlap = overlaps[overlaps.count - 1]
      while overlap > 0, pattern[overlap] != byte { overlap = overlaps[overlap] }
      overlaps.append(pattern[overlap] == byte ? overlap + 1 : 0)
    }
    var fitCount = 0
    for (position, byte) in other.utf8.enumerated() {
      while fitCount > 0, pattern[fitCount] != byte { fitCount = overlaps[fitCount] }
      if pattern[fitCount] == byte { fitCount += 1 }
      guard fitCount == pattern.count else { continue }
      if !body(position + 1 - fitCount..<position + 1) { return }
      fitCount = 0
    }
  }
}
