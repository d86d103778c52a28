//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Unicode's normalization forms.
///
/// The standard library has two of them only as an underscored detail and Foundation is not used
/// here, so the algorithm is written out: decompose every character, order combining marks by their
/// class, and for the composed forms compose again what may be composed.
enum NormalizationForm: String, Sendable {
  case composed = "NFC"
  case decomposed = "NFD"
  case compatibilityComposed = "NFKC"
  case compatibilityDecomposed = "NFKD"

  /// The version of Unicode whose characters decompose: that of the library whose ids are to come
  /// out.
  static let unicodeVersion: Unicode.Version = (11, 0)

  private var composes: Bool { self == .composed || self == .compatibilityComposed }
  private var isCompatible: Bool {
    self == .compatibilityComposed || self == .compatibilityDecomposed
  }

  /// The text in this form.
  ///
  /// - Parameter text: Valid UTF-8.
  /// - Returns: Valid UTF-8, equivalent.
  /// - Complexity: O(bytes), with O(marks × log marks) for every run of combining marks.
  func normalize(_ text: [UInt8]) -> [UInt8] {
    if isObviouslyNormalized(text) { return text }
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(text.count)
    var position = 0
    while position < text.count {
      let (scalar, end) = UTF8Text.scalar(in: text, from: position)
      appendDecomposition(of: scalar, to: &scalars)
      position = end
    }
    Self.orderMarks(in: &scalars)
    if composes { Self.compose(&scalars) }
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    for scalar in scalars { output.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
    return output
  }

  /// Whether all characters come from blocks in which nothing decomposes further and nothing
  /// combines.
  private func isObviouslyNormalized(_ text: [UInt8]) -> Bool {
    guard self == .composed else { return text.allSatisfy { $0 < 0x80 } }
    var position = 0
    while position < text.count {
      let (scalar, end) = UTF8Text.scalar(in: text, from: position)
      switch scalar.value {
      case 0..<0x300, 0x3000...0x3029, 0x3400...0x9FFF, 0xFF00...0xFFEF: position = end
      default: return false
      }
    }
    return true
  }

  private static func combiningClass(_ scalar: Unicode.Scalar) -> UInt8 {
    guard scalar.value >= 0x300, scalar.isAssigned(in: unicodeVersion) else { return 0 }
    return scalar.properties.canonicalCombiningClass.rawValue
  }

  private func appendDecomposition(
    of scalar: Unicode.Scalar,
    to output: inout [Unicode.Scalar]
  ) {
    if scalar.value < 0xA0 {
      output.append(scalar)
    } else if let syllable = HangulSyllable(scalar) {
      output.append(contentsOf: syllable.letters)
    } else if let parts = CanonicalDecompositions.parts[scalar] {
      for part in parts { appendDecomposition(of: part, to: &output) }
    } else if isCompatible, let parts = CompatibilityDecompositions.parts[scalar] {
      for part in parts { appendDecomposition(of: part, to: &output) }
    } else {
      output.append(scalar)
    }
  }

  /// Sorts every run of marks by combining class; marks of one class keep their order.
  private static func orderMarks(in scalars: inout [Unicode.Scalar]) {
    var start = 0
    while start < scalars.count {
      guard combiningClass(scalars[start]) != 0 else {
        start += 1
        continue
      }
      var end = start + 1
      while end < scalars.count, combiningClass(scalars[end]) != 0 { end += 1 }
      if end - start > 1 {
        let sorted = scalars[start..<end].enumerated().sorted {
          (combiningClass($0.element), $0.offset) < (combiningClass($1.element), $1.offset)
        }
        scalars.replaceSubrange(start..<end, with: sorted.map(\.element))
      }
      start = end
    }
  }

  /// Joins every mark to the last starter before it, unless a mark between them blocks it.
  private static func compose(_ scalars: inout [Unicode.Scalar]) {
    var starter: Int?
    var lastClass: UInt8 = 0
    var count = 0
    for scalar in scalars {
      let combiningClass = combiningClass(scalar)
      if let place = starter {
        let isBlocked = count > place + 1 && (lastClass == 0 || lastClass >= combiningClass)
        if !isBlocked, let composite = composite(of: scalars[place], scalar) {
          scalars[place] = composite
          continue
        }
      }
      if combiningClass == 0 { starter = count }
      lastClass = combiningClass
      scalars[count] = scalar
      count += 1
    }
    scalars.removeSubrange(count...)
  }

  private static func composite(
    of first: Unicode.Scalar,
    _ second: Unicode.Scalar
  ) -> Unicode.Scalar? {
    HangulSyllable.composite(of: first, second)
      ?? CanonicalDecompositions.composites[.init(first: first, second: second)]
  }
}

/// A Hangul syllable, whose decomposition follows from its number.
private struct HangulSyllable {
  private static let first: UInt32 = 0xAC00
  private static let leading: UInt32 = 0x1100
  private static let vowel: UInt32 = 0x1161
  private static let trailing: UInt32 = 0x11A7  // stands for no trailing consonant
  private static let leadingCount: UInt32 = 19
  private static let vowelCount: UInt32 = 21
  private static let trailingCount: UInt32 = 28

  private let index: UInt32

  init?(_ scalar: Unicode.Scalar) {
    let count = Self.leadingCount * Self.vowelCount * Self.trailingCount
    guard (Self.first..<Self.first + count).contains(scalar.value) else { return nil }
    index = scalar.value - Self.first
  }

  var letters: [Unicode.Scalar] {
    let syllable = index / Self.trailingCount
    var values = [
      Self.leading + syllable / Self.vowelCount, Self.vowel + syllable % Self.vowelCount,
    ]
    let last = index % Self.trailingCount
    if last > 0 { values.append(Self.trailing + last) }
    return values.compactMap(Unicode.Scalar.init)
  }

  static func composite(
    of left: Unicode.Scalar,
    _ right: Unicode.Scalar
  ) -> Unicode.Scalar? {
    if (leading..<leading + leadingCount).contains(left.value),
      (vowel..<vowel + vowelCount).contains(right.value)
    {
      let syllable = (left.value - leading) * vowelCount + right.value - vowel
      return Unicode.Scalar(first + syllable * trailingCount)
    }
    if let syllable = HangulSyllable(left), syllable.index % trailingCount == 0,
      (trailing + 1..<trailing + trailingCount).contains(right.value)
    {
      return Unicode.Scalar(left.value + right.value - trailing)
    }
    return nil
  }
}
