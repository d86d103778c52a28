//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension String {
  /// The most characters of a text that a message repeats.
  private static let quotedLengthLimit = 200

  /// The text in single quotes, fit for a message whoever wrote it.
  ///
  /// Names in files can hold anything: line breaks, terminal commands and marks that turn the direction
  /// of writing are shown by their numbers, and long texts are cut.
  var quoted: String {
    var result = "'"
    for (count, scalar) in unicodeScalars.enumerated() {
      guard count < Self.quotedLengthLimit else {
        result += "…"
        break
      }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      default:
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "'"
  }
}
