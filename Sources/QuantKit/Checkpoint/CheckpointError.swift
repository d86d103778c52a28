//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What is wrong with a checkpoint folder or a file in it.
public struct CheckpointError: Error, Sendable, CustomStringConvertible {
  /// The kind of fault; new kinds may be added.
  public struct Code: Hashable, Sendable {
    private enum Value: Hashable {
      case notACheckpoint, unsupportedFormat, missingWeights, invalidConfiguration, invalidIndex
      case missingShard, indexMismatch, duplicateTensor, truncated, headerTooLarge, invalidHeader
      case unknownElementType, invalidShape, invalidOffsets, overlap, sizeMismatch, uncoveredBytes
      case limitExceeded, noSuchTensor, invalidArchive, invalidPickle, forbiddenGlobals
    }
    private let value: Value

    /// The path leads to no folder with a config.json.
    public static let notACheckpoint = Code(value: .notACheckpoint)
    /// The folder holds weights in a format that is not read.
    public static let unsupportedFormat = Code(value: .unsupportedFormat)
    /// The folder has a config.json and no weights, or files of weights without a single tensor.
    public static let missingWeights = Code(value: .missingWeights)
    /// config.json is no JSON object.
    public static let invalidConfiguration = Code(value: .invalidConfiguration)
    /// The list of shards is not what such a list has to be.
    public static let invalidIndex = Code(value: .invalidIndex)
    /// The list of shards names a file that is not there.
    public static let missingShard = Code(value: .missingShard)
    /// The list of shards and a shard disagree on where a tensor is.
    public static let indexMismatch = Code(value: .indexMismatch)
    /// A tensor is listed twice.
    public static let duplicateTensor = Code(value: .duplicateTensor)
    /// The file ends before the bytes that its header announces.
    public static let truncated = Code(value: .truncated)
    /// The length of the header is beyond what the format allows.
    public static let headerTooLarge = Code(value: .headerTooLarge)
    /// The header is no JSON object of tensor descriptions.
    public static let invalidHeader = Code(value: .invalidHeader)
    /// A tensor has a type that is not known.
    public static let unknownElementType = Code(value: .unknownElementType)
    /// A tensor has a negative extent, too many dimensions or too many elements.
    public static let invalidShape = Code(value: .invalidShape)
    /// A tensor's offsets are no range of bytes in the file.
    public static let invalidOffsets = Code(value: .invalidOffsets)
    /// Two tensors share bytes.
    public static let overlap = Code(value: .overlap)
    /// A tensor's bytes are more or fewer than its type and shape need.
    public static let sizeMismatch = Code(value: .sizeMismatch)
    /// The file has bytes that belong to no tensor.
    public static let uncoveredBytes = Code(value: .uncoveredBytes)
    /// There are more tensors or shards, or longer names, than are accepted.
    public static let limitExceeded = Code(value: .limitExceeded)
    /// The checkpoint has no tensor of the name that was asked for.
    public static let noSuchTensor = Code(value: .noSuchTensor)
    /// A zip archive contradicts itself or has what is not read.
    public static let invalidArchive = Code(value: .invalidArchive)
    /// A pickle contradicts itself or has what is not read.
    public static let invalidPickle = Code(value: .invalidPickle)
    /// A pickle asks for Python objects beyond tensors.
    public static let forbiddenGlobals = Code(value: .forbiddenGlobals)
  }

  /// The kind of fault.
  public let code: Code
  /// The file or folder concerned.
  public let path: String
  /// The tensor concerned, where it is one.
  public let tensorName: String?
  /// One sentence for a person: what is wrong, where, and what to do.
  public let message: String

  /// The same as `message`.
  public var description: String { message }

  init(_ code: Code, path: String, tensor: String? = nil, _ message: String) {
    self.code = code
    self.path = path
    self.tensorName = tensor
    self.message = message
  }
}
