//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The three streams that a process is started with.
package enum StandardStreams {
  /// Keeps the streams that the process was started without from becoming files.
  ///
  /// A file that is opened gets the lowest number that is free. Were that the number of standard error,
  /// every message would go into the file, and what is written there is lost. So a closed stream gets
  /// something in its place that fails to be read and written, as the stream itself would. To be called
  /// before anything is opened.
  package static func reserve() { SystemCalls.reserveStandardDescriptors() }
}
