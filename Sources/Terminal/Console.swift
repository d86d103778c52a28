//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import QuantKit

/// What a program says beside its result.
package enum Console {
  /// Writes to standard error; a reader that went away is no reason to stop.
  package static func report(_ text: String) { try? StandardError.write(text) }
}
