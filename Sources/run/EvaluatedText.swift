//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit

/// The text that predictions are measured on, and how it is cut.
struct EvaluatedText: ParsableArguments {
  @Argument(help: ArgumentHelp("A UTF-8 text.", valueName: "text-file"))
  var textFile: String

  @Option(
    help: ArgumentHelp(
      "Tokens in a window (default: 512, or the model's context where that is shorter).",
      valueName: "tokens"
    )
  )
  var window: Int?

  func validate() throws {
    if let window, window < 2 {
      throw ValidationError("--window must be at least 2, not \(window)")
    }
  }

  /// The text itself.
  func content() throws -> String { try TextInput.file(textFile) }
}
