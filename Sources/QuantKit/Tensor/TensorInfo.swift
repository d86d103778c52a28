//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a tensor is, apart from its elements.
public struct TensorInfo: Hashable, Sendable {
  /// The name in its checkpoint.
  public let name: String
  /// The type that the elements are stored as.
  public let elementType: ElementType
  /// The extents.
  public let shape: TensorShape

  /// A tensor's description.
  public init(name: String, elementType: ElementType, shape: TensorShape) {
    self.name = name
    self.elementType = elementType
    self.shape = shape
  }

  /// The size of the elements in bytes, or nil when it leaves `Int`.
  public var byteCount: Int? { [shape.elementCount, elementType.byteCount].checkedProduct() }
}
