//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The weights of a quantized file, codes as they are stored.
struct ContainerWeightSource: WeightSource {
  let file: QuantizedFile
  /// Where the matrices stand.
  private let arena = MemoryArena()

  init(file: QuantizedFile) { self.file = file }

  var path: String { file.path }

  func info(of name: String) -> TensorInfo? { file.index.tensor(named: name)?.info }

  func hasNormalizedRows(_ name: String) -> Bool {
    file.index.tensor(named: name)?.scheme?.normalizesRows == true
  }

  func matrix(named name: String, pool: ThreadPool?) throws -> WeightMatrix {
    let tensor = try file.tensor(named: name)
    let dimensions = tensor.info.shape.dimensions
    guard dimensions.count == 2 else {
      throw ModelError.wrongShape(
        of: name,
        found: tensor.info.shape,
        expected: "two dimensions",
        path: path
      )
    }
    guard let format = try format(of: tensor), let content = tensor.content else {
      throw ModelError.wrongType(of: name, found: tensor.info.elementType, path: path)
    }
    return try unsafe WeightMatrix(
      rows: dimensions[0],
      columns: dimensions[1],
      format: format,
      scales: try file.scales(of: tensor),
      in: arena
    ) { buffer in
      // The frames' sizes add up to the matrix's, which opening the file has checked.
      try ThreadPool.forEach(below: content.frames.count, on: pool) { block in
        try unsafe file.readBlock(
          block,
          of: tensor,
          into: UnsafeMutableRawBufferPointer(
            rebasing: buffer[content.contentRange(ofBlock: block)]
          )
        )
      }
    }
  }

  func vector(named name: String) throws -> [Float] {
    let tensor = try file.tensor(named: name)
    guard tensor.encoding == .raw, let format = tensor.info.elementType.floatFormat else {
      throw ModelError.wrongType(of: name, found: tensor.info.elementType, path: path)
    }
    var values: [Float] = []
    for block in 0..<(tensor.content?.frames.count ?? 0) {
      values += format.values(in: try file.block(block, of: tensor))
    }
    return values
  }

  /// The format in memory; nil for a type that has no weights.
  ///
  /// - Throws: `ContainerError.unsupportedFeature` for a scheme that this version does not know.
  private func format(of tensor: TensorRecord) throws(ContainerError) -> WeightMatrix.Format? {
    switch (tensor.encoding, tensor.scheme) {
    case (.raw, _): return tensor.info.elementType.matrixFormat
    case (_, .int8Row), (_, .int8RowNormalized): return .int8Row
    case (_, .int4Row): return .int4Row
    case (.quantized, _): throw .unknownScheme(path: path, tensor: tensor)
    }
  }
}
