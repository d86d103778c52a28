//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a PyTorch file holds and which Python objects it asks for, without loading anything.
public struct PyTorchFileReport: Sendable {
  /// A Python object that the file asks for.
  public struct Global: Sendable {
    /// Module and name.
    public let name: String
    /// Whether it is one of those that describe tensors; a file that asks for another is refused.
    public let isAccepted: Bool
  }

  /// A tensor of the model.
  public struct Tensor: Sendable {
    /// Name, type and shape.
    public let info: TensorInfo
    /// Whether its elements lie row-major without gaps.
    public let isContiguous: Bool
  }

  /// The path as it was given.
  public let path: String
  /// Which of the two formats of `torch.save` it is in.
  public let format: String
  /// The size of the file in bytes.
  public let byteCount: Int
  /// What the file asks for, in the order in which it does.
  public let globals: [Global]
  /// The tensors in the order of their bytes; none when the file is refused.
  public let tensors: [Tensor]
  /// What a person should know.
  public let notes: [String]
  /// Why the file is refused; nil for a file that is read.
  public let refusal: CheckpointError?

  /// Whether a file begins like a PyTorch file; false for what cannot be opened.
  public static func isPyTorchFile(_ path: String) -> Bool {
    guard let file = try? InputFile(path: path) else { return false }
    return (try? PyTorchFile.format(of: file)) != nil
  }

  /// Reads the pickle of a file.
  ///
  /// - Parameter path: A file that `torch.save` wrote.
  /// - Throws: `FileError` or `CheckpointError` when not even the pickle can be read.
  public init(path: String) throws {
    let opened = try PyTorchFile(path: path)
    self.path = path
    format = opened.format.rawValue
    byteCount = opened.file.byteCount
    globals = opened.document.globals.map {
      Global(name: $0.description, isAccepted: $0.meaning != nil)
    }
    do throws(CheckpointError) {
      let weights = try opened.weights()
      tensors = weights.tensors.map { Tensor(info: $0.info, isContiguous: $0.layout.isContiguous) }
      notes = PyTorchFile.notes(onOtherNames: weights.otherNames, path: path)
      refusal = nil
    } catch {
      tensors = []
      notes = []
      refusal = error
    }
  }

  /// The number of weights.
  public var weightCount: Int { tensors.map(\.info.shape.elementCount).saturatingSum() }

  /// The report under stable keys.
  public var json: JSON {
    [
      "schema": 1,
      "path": .string(path),
      "kind": "PyTorch file",
      "format": .string(format),
      "total_bytes": .integer(byteCount),
      "globals": .array(
        globals.map { ["name": .string($0.name), "accepted": .bool($0.isAccepted)] }
      ),
      "refusal": refusal.map { .string($0.message) } ?? .null,
      "notes": .array(notes.map(JSON.string)),
      "weights": .integer(weightCount),
      "tensors": .array(
        tensors.map { tensor in
          [
            "name": .string(tensor.info.name),
            "type": .string(tensor.info.elementType.rawValue),
            "shape": .array(tensor.info.shape.dimensions.map(JSON.integer)),
            "contiguous": .bool(tensor.isContiguous),
          ]
        }
      ),
    ]
  }
}
