//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The time of day, for what others read.
package enum WallClock {
  /// Whole seconds since the beginning of 1970, in universal time.
  package static var secondsSince1970: Int { SystemCalls.secondsSince1970 }
}
