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
  package var quoted: String {
    let isLong = unicodeScalars.count > Self.quotedLengthLimit
    let text = isLong ? String(unicodeScalars.prefix(Self.quotedLengthLimit)) + "…" : self
    return "'" + text.printable + "'"
  }

  /// The most characters of a message.
  private static let messageLengthLimit = 2_000

  /// The text as a message, whatever files had a word in it: nothing in it acts on a terminal, and what is
  /// long is cut.
  var message: String {
    let isLong = utf8.count > Self.messageLengthLimit
    return isLong
      ? String(unicodeScalars.prefix(Self.messageLengthLimit)).printable + "…" : printable
  }

  /// The text with everything that a terminal would act on shown by its number.
  package var printable: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      default:
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
