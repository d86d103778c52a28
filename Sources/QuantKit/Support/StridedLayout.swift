//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Where the elements of an array lie: a first one, and a fixed distance for every step along a
/// dimension.
///
/// An array that lies row-major without gaps is the common case; views of larger arrays, transposed and
/// expanded ones are the others.
struct StridedLayout: Hashable, Sendable {
  /// A dimension: how many elements, and how far apart, in bytes.
  struct Axis: Hashable, Sendable {
    let count: Int
    let step: Int
  }

  /// Where the first element begins, in bytes.
  let offset: Int
  /// The size of an element in bytes.
  let elementByteCount: Int
  /// The axes of elements that do not lie row-major without gaps; else none, which saves memory where
  /// there are many tensors.
  private let spreadAxes: [Axis]
  /// Where the last element in memory ends, in bytes; `offset` without elements.
  let end: Int

  /// Elements that lie row-major without gaps.
  ///
  /// - Precondition: The elements end within `Int`.
  init(contiguousAt offset: Int, elementByteCount: Int, elementCount: Int) {
    self.offset = offset
    self.elementByteCount = elementByteCount
    spreadAxes = []
    end = offset + elementCount * elementByteCount
  }

  /// Elements that lie `strides` elements apart along each dimension of `shape`.
  ///
  /// Nil when an extent, a stride or the offset is negative, there are not as many strides as dimensions,
  /// or the count of elements or the place of one leaves `Int`.
  init?(offset: Int, elementByteCount: Int, shape: [Int], strides: [Int]) {
    guard offset >= 0, strides.count == shape.count, let elementCount = shape.checkedProduct()
    else {
      return nil
    }
    var axes: [Axis] = []
    var end = offset
    for (count, stride) in zip(shape, strides) where count != 1 && elementCount > 0 {
      guard let step = [stride, elementByteCount].checkedProduct(),
        let reach = [count - 1, step].checkedProduct()
      else { return nil }
      let (sum, overflow) = end.addingReportingOverflow(reach)
      guard !overflow else { return nil }
      end = sum
      if let outer = axes.last, step.multipliedReportingOverflow(by: count) == (outer.step, false) {
        axes[axes.count - 1] = Axis(count: outer.count * count, step: step)
      } else {
        axes.append(Axis(count: count, step: step))
      }
    }
    if elementCount > 0 {
      let (sum, overflow) = end.addingReportingOverflow(elementByteCount)
      guard !overflow else { return nil }
      end = sum
    }
    self.offset = offset
    self.elementByteCount = elementByteCount
    let isContiguous = axes.isEmpty || axes.count == 1 && axes[0].step == elementByteCount
    spreadAxes = isContiguous ? [] : axes
    self.end = end
  }

  /// Whether the elements lie row-major without gaps.
  var isContiguous: Bool { spreadAxes.isEmpty }

  /// The dimensions, outermost first.
  ///
  /// None has one element, and two that act as one are merged, so that the same places always give the
  /// same axes; there are none at all for one element or no elements.
  var axes: [Axis] {
    guard spreadAxes.isEmpty else { return spreadAxes }
    let elementCount = (end - offset) / elementByteCount
    return elementCount > 1 ? [Axis(count: elementCount, step: elementByteCount)] : []
  }
}
