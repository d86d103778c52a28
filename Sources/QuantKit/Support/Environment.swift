//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The variables that the process was started with.
package enum Environment {
  /// The value of a variable, or nil when it is not set.
  package static func value(_ name: String) -> String? { SystemCalls.environmentValue(name) }
}
