//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A folder with the weights of a model as published: config.json, files of weights, tokenizer.
///
/// Opening reads and checks configuration and headers only. Elements are read piece by piece into memory
/// that the caller provides, so memory does not grow with the model. The files stay open.
public struct Checkpoint: Sendable {
  /// The largest config.json that is accepted, in bytes.
  static let configurationByteLimit = 2 << 20

  /// The folder as it was given.
  public let path: String
  /// What the weights come in.
  public var format: WeightFormat { weights.format }
  /// config.json, which is an object.
  public let configuration: JSON
  /// The tensors: files by name, tensors in the order of their bytes within a file.
  public var tensors: [CheckpointTensor] { weights.tensors }
  /// The files beside the weights that are there, in a fixed order.
  public let sideFiles: [SideFile]
  /// Remarks for the user on what is missing or not used, one sentence each.
  public let notes: [String]

  /// The open files of weights.
  var files: [InputFile] { weights.files }
  private let weights: CheckpointWeights

  init(
    path: String,
    configuration: JSON,
    weights: CheckpointWeights,
    sideFiles: [SideFile],
    notes: [String]
  ) {
    self.path = path
    self.configuration = configuration
    self.sideFiles = sideFiles
    self.notes = notes
    self.weights = weights
  }

  /// The paths of all files that the checkpoint consists of.
  var filePaths: [String] {
    files.map(\.path) + sideFiles.map(\.path) + [Path.join(path, format.indexFileName)]
  }

  /// Checks that nobody wrote to the files of weights since they were opened.
  ///
  /// - Throws: `FileError.changed`, or what the system reports.
  func checkUnchanged() throws(FileError) {
    for file in files { try file.checkUnchanged() }
  }

  /// The tensor of a name, or nil when there is none.
  ///
  /// - Complexity: O(1).
  public func tensor(named name: String) -> CheckpointTensor? {
    weights.position(of: name).map { tensors[$0] }
  }

  /// Reads elements of a tensor as they are stored, row-major and least significant byte first.
  ///
  /// Any number of threads may read at a time.
  ///
  /// - Parameters:
  ///   - tensor: A tensor of this checkpoint.
  ///   - elements: Which of its elements.
  ///   - buffer: Where to; its size is exactly that of the elements.
  /// - Throws: `FileError` when the file cannot be read or has become shorter.
  /// - Precondition: The elements are within the tensor and `buffer` has their size.
  func read(
    _ tensor: CheckpointTensor,
    elements: Range<Int>,
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileError) {
    let size = tensor.info.elementType.byteCount
    precondition(
      elements.lowerBound >= 0 && elements.upperBound <= tensor.info.shape.elementCount,
      "elements outside the tensor"
    )
    precondition(buffer.count == elements.count * size, "a buffer of another size")
    try unsafe files[tensor.fileIndex].read(elements, of: tensor.layout, into: buffer)
  }

  /// How far ahead of what is read the file is fetched, in bytes.
  private static let prefetchDistance = 64 << 20

  /// Lets the system fetch what stands some way behind elements in their file, for those who read a
  /// checkpoint from front to back: a disk then works while the processors do.
  func prefetch(beyond tensor: CheckpointTensor, elements: Range<Int>) {
    let size = tensor.info.elementType.byteCount
    let offset = tensor.layout.offset + elements.lowerBound * size + Self.prefetchDistance
    files[tensor.fileIndex].prefetch(at: offset, byteCount: elements.count * size)
  }

  /// Elements of a tensor as they are stored, row-major and least significant byte first.
  ///
  /// - Throws: `FileError` when the file cannot be read or has become shorter.
  /// - Precondition: The elements are within the tensor.
  func bytes(of tensor: CheckpointTensor, elements: Range<Int>) throws(FileError) -> [UInt8] {
    precondition(
      elements.lowerBound >= 0 && elements.upperBound <= tensor.info.shape.elementCount,
      "elements outside the tensor"
    )
    return try files[tensor.fileIndex].bytes(elements, of: tensor.layout)
  }

  /// The elements of a tensor as they are stored, for tensors known to be small.
  ///
  /// - Throws: `FileError` when the file cannot be read or has become shorter.
  func bytes(of tensor: CheckpointTensor) throws(FileError) -> [UInt8] {
    try bytes(of: tensor, elements: 0..<tensor.info.shape.elementCount)
  }
}
