//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension Checkpoint {
  /// Opens every file that was read to open the checkpoint, or will be to quantize it: weights, the list of
  /// shards where there is one, side files.
  ///
  /// Weights are the files that are open already.
  ///
  /// - Throws: `FileError` when a file cannot be opened.
  func openSources() throws(FileError) -> [(name: String, file: InputFile)] {
    var sources = files.map { (name: Path.lastComponent(of: $0.path), file: $0) }
    var others = sideFiles.map(\.name)
    if sources.map(\.name) != [format.singleFileName] { others.insert(format.indexFileName, at: 0) }
    for name in others {
      sources.append((name, try InputFile(path: Path.join(path, name))))
    }
    return sources
  }
}
