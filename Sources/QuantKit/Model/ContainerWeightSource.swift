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
      scales: try tensor.scheme.map {
        WeightMatrix.Scales(try file.scales(of: tensor), scheme: $0)
      } ?? .none,
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
    guard tensor.encoding != .raw else { return tensor.info.elementType.matrixFormat }
    guard let scheme = tensor.scheme else { throw .unknownScheme(path: path, tensor: tensor) }
    return WeightMatrix.Format(scheme)
  }
}

extension WeightMatrix.Format {
  /// How a scheme's codes stand in memory, which is as in files.
  init(_ scheme: QuantizationScheme) { self = scheme.bitsPerCode == 8 ? .int8 : .int4 }
}

extension WeightMatrix.Scales {
  /// The scales of a scheme, [rows] or [rows, groups].
  init(_ scales: [Float], scheme: QuantizationScheme) {
    guard let groupLength = scheme.groupLength else {
      self = .rows(scales)
      return
    }
    let padding = [UInt16](repeating: 0, count: Self.padding)
    let halves = scales.map { Float16($0).bitPattern } + padding
    self = .groups(halves, length: groupLength)
  }
}
