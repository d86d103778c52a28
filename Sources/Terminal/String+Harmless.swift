//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import QuantKit

extension String {
  /// The text for a terminal: line breaks and tabs stay, other control characters show their numbers.
  ///
  /// A model can say anything, also what would set the title of the window or answer for the keyboard.
  package var harmless: String {
    guard unicodeScalars.contains(where: Self.isCommand) else { return self }
    var result = ""
    for scalar in unicodeScalars {
      if Self.isCommand(scalar) {
        result += String(Character(scalar)).printable
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func isCommand(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
  }
}
