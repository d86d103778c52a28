//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What is in a container and where.
public struct ContainerIndex: Sendable {
  /// How the file came about.
  public let metadata: ContainerMetadata
  /// The files that travel with the weights, in the order of the file.
  public let sideFiles: [SideFileRecord]
  /// The tensors, in the order of the file.
  public let tensors: [TensorRecord]
  private let names: NameTable

  /// An index of records whose names are known to differ; of equal ones the first is found.
  init(metadata: ContainerMetadata, sideFiles: [SideFileRecord], tensors: [TensorRecord]) {
    self.metadata = metadata
    self.sideFiles = sideFiles
    self.tensors = tensors
    var names = NameTable()
    for tensor in tensors { _ = names.append(tensor.info.name) { tensors[$0].info.name } }
    self.names = names
  }

  /// The tensor of a name.
  ///
  /// - Complexity: O(1).
  public func tensor(named name: String) -> TensorRecord? {
    names.position(of: name, name: { tensors[$0].info.name }).map { tensors[$0] }
  }

  /// The side file of a name.
  public func sideFile(named name: String) -> SideFileRecord? {
    sideFiles.first { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// The size that all tensors take in the file, in bytes.
  package var storedByteCount: Int { tensors.reduce(0) { $0 + $1.storedByteCount } }
  /// The size of all tensors before compression, in bytes.
  package var contentByteCount: Int { tensors.reduce(0) { $0 + $1.contentByteCount } }
  /// How many times smaller compression made the tensors; 1 when there are none.
  package var compressionRatio: Double {
    storedByteCount == 0 ? 1 : Double(contentByteCount) / Double(storedByteCount)
  }
}
