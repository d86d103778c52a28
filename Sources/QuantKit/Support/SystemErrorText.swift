//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The system's words for what goes wrong in other libraries.
package enum SystemErrorText {
  /// The words for an error's number, in lower case as the middle of a sentence.
  package static func text(ofNumber number: Int32) -> String {
    SystemCalls.ErrorNumber(value: number).text
  }
}
