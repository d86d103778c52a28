//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What this process has at hand and has used.
package enum ProcessUsage {
  /// The largest resident size so far, in bytes.
  package static var peakResidentByteCount: Int { SystemCalls.peakResidentByteCount }

  /// The resident size now, in bytes; nil where the system does not tell.
  package static var residentByteCount: Int? { SystemCalls.residentByteCount }

  /// The number of processors that are online.
  package static var processorCount: Int { SystemCalls.processorCount }
}
