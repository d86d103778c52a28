//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension Recipe.Decision {
  /// The scheme when the tensor is quantized.
  public var scheme: QuantizationScheme? {
    if case .quantize(let scheme, _) = self { scheme } else { nil }
  }

  /// The step when the tensor is quantized with scales that one decides.
  public var step: Double? {
    if case .quantize(_, let step) = self { step } else { nil }
  }

  /// Why the tensor is kept; nil when it is quantized.
  public var reason: String? {
    if case .keep(let reason) = self { reason } else { nil }
  }

  /// The bytes of a tensor's codes and scales, or of its elements when it is kept, before compression.
  ///
  /// - Precondition: The tensor's own size fits in `Int`, which a checkpoint guarantees.
  func byteCount(of tensor: TensorInfo) -> Int {
    guard let scheme, tensor.shape.rank == 2 else { return tensor.byteCount ?? 0 }
    let (rowCount, columnCount) = (tensor.shape.dimensions[0], tensor.shape.dimensions[1])
    return scheme.byteCount(rowCount: rowCount, columnCount: columnCount) ?? 0
  }
}
