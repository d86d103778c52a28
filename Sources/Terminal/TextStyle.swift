//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How a text stands out on a terminal.
package enum TextStyle: Sendable {
  /// What the program says about itself.
  case notice
  /// What the person says.
  case user
  /// What the model says: first its name, then its words.
  case modelName, model
  /// What went wrong.
  case error

  /// The command that begins the style.
  package var begin: String {
    switch self {
    case .notice: "\u{1B}[1;33m"
    case .user: "\u{1B}[1;32m"
    case .modelName: "\u{1B}[1;36m"
    case .model: "\u{1B}[36m"
    case .error: "\u{1B}[31m"
    }
  }

  /// The command that ends every style.
  package static let end = "\u{1B}[0m"

  /// The text in this style.
  package func applied(to text: String) -> String { begin + text + Self.end }
}
