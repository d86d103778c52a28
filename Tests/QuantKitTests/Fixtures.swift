//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

/// Where the test data lies: in the source tree, so that tests need no copies.
enum Fixtures {
  private static let testFolder = #filePath.split(separator: "/").dropLast()

  /// The path of a file or folder in `Tests/QuantKitTests/Fixtures`.
  static func path(_ name: String) -> String {
    "/" + testFolder.joined(separator: "/") + "/Fixtures/" + name
  }

  /// The path of a file or folder of the demonstration model.
  static func demo(_ name: String) -> String {
    "/" + testFolder.dropLast(2).joined(separator: "/") + "/Models/demo/" + name
  }

  /// The path of a script.
  static func script(_ name: String) -> String {
    "/" + testFolder.dropLast(2).joined(separator: "/") + "/scripts/" + name
  }
}
