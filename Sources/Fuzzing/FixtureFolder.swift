//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

@testable import QuantKit

/// The golden files of the tests, which are the seeds.
struct FixtureFolder {
  let path: String

  private static let byteLimit = 1 << 20

  /// The content of a file.
  func bytes(_ name: String) throws(FileError) -> [UInt8] {
    try InputFile.contents(of: Path.join(path, name), limit: Self.byteLimit)
  }

  /// The contents of a file of the same name in several folders.
  func bytes(_ name: String, in folders: [String]) throws(FileError) -> [[UInt8]] {
    var contents: [[UInt8]] = []
    for folder in folders { contents.append(try bytes(Path.join(folder, name))) }
    return contents
  }

  /// The contents of all files in a folder whose names end so.
  func all(in folder: String, suffix: String = "") throws(FileError) -> [[UInt8]] {
    var contents: [[UInt8]] = []
    for name in try FileSystem.names(inFolder: Path.join(path, folder)) where name.hasSuffix(suffix)
    {
      contents.append(try bytes(Path.join(folder, name)))
    }
    return contents
  }
}
