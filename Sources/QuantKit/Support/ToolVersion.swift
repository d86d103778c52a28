//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The version of this library and its programs, after Semantic Versioning.
public enum ToolVersion {
  /// Major, minor and patch number, separated by dots.
  public static let text = "0.1.0"
}
