//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension InputFile {
  /// Reads elements of an array, row-major, wherever they lie.
  ///
  /// Elements without gaps are read in place. Others are gathered: pieces of the file that they fill well
  /// are read as a whole, up to `StridedReader.spanByteLimit` at a time.
  ///
  /// - Parameters:
  ///   - elements: Which elements, counted row-major; they are within the array.
  ///   - layout: Where the array lies in this file.
  ///   - buffer: Where to; its size is exactly that of the elements.
  /// - Throws: `FileError`: `.truncated` when the file ends first, `.failed` when reading fails.
  func read(
    _ elements: Range<Int>,
    of layout: StridedLayout,
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileError) {
    precondition(buffer.count == elements.count * layout.elementByteCount)
    guard !layout.isContiguous else {
      return try unsafe read(
        at: layout.offset + elements.lowerBound * layout.elementByteCount,
        into: buffer
      )
    }
    var reader = unsafe StridedReader(file: self, layout: layout, destination: buffer)
    try reader.read(elements)
  }
}

extension InputFile {
  /// Elements of an array, row-major, wherever they lie.
  ///
  /// - Throws: `FileError`: `.truncated` when the file ends first, `.failed` when reading fails.
  func bytes(_ elements: Range<Int>, of layout: StridedLayout) throws(FileError) -> [UInt8] {
    let byteCount = elements.count * layout.elementByteCount
    guard !layout.isContiguous else {
      return try bytes(
        at: layout.offset + elements.lowerBound * layout.elementByteCount,
        byteCount: byteCount
      )
    }
    return try unsafe [UInt8].filled(byteCount: byteCount) { buffer throws(FileError) in
      try unsafe read(elements, of: layout, into: buffer)
    }
  }
}

/// Gathers elements that lie apart.
@safe
private struct StridedReader {
  /// The largest piece of the file that is read at a time, in bytes.
  private static let spanByteLimit = 1 << 20
  /// A piece no larger than this is read whole however few of its bytes are wanted: the system reads pages.
  private static let pageByteCount = 4 << 10
  /// A larger piece is read whole when at least one byte in so many is wanted.
  private static let sparsityLimit = 4

  /// A dimension of a box: how many elements, and how far apart in the file and in memory, in bytes.
  private struct Axis {
    var count: Int
    let step: Int
    let destinationStep: Int
  }

  /// Elements that form an array of their own.
  private struct Box {
    var offset: Int
    var destination: Int
    var axes: [Axis]
  }

  private let file: InputFile
  private let layout: StridedLayout
  private let destination: UnsafeMutableRawBufferPointer
  /// How many elements one step along each axis passes.
  private let elementsPerStep: [Int]
  private var span: [UInt8] = []

  init(file: InputFile, layout: StridedLayout, destination: UnsafeMutableRawBufferPointer) {
    self.file = file
    self.layout = layout
    unsafe self.destination = destination
    var product = 1
    var elementsPerStep: [Int] = []
    for axis in layout.axes.reversed() {
      elementsPerStep.append(product)
      product *= axis.count
    }
    self.elementsPerStep = elementsPerStep.reversed()
  }

  mutating func read(_ elements: Range<Int>) throws(FileError) {
    try read(elements, axis: 0, offset: layout.offset, destination: 0)
  }

  /// Cuts a range of elements into boxes: steps along an axis that are whole, and those at both ends that
  /// are not.
  private mutating func read(
    _ elements: Range<Int>,
    axis: Int,
    offset: Int,
    destination: Int
  ) throws(FileError) {
    guard !elements.isEmpty else { return }
    // Along the last axis every step is whole, so this never goes past it.
    let size = elementsPerStep[axis]
    let step = layout.axes[axis].step
    let wholeSteps =
      elements.lowerBound.dividedRoundingUp(
        by: size
      )..<max(
        elements.upperBound / size,
        elements.lowerBound.dividedRoundingUp(by: size)
      )
    // The part before the first whole step, which may be all there is.
    let headEnd = min(wholeSteps.lowerBound * size, elements.upperBound)
    if elements.lowerBound < headEnd {
      let index = elements.lowerBound / size
      try read(
        elements.lowerBound - index * size..<headEnd - index * size,
        axis: axis + 1,
        offset: offset + index * step,
        destination: destination
      )
    }
    func place(of element: Int) -> Int {
      destination + (element - elements.lowerBound) * layout.elementByteCount
    }
    if !wholeSteps.isEmpty {
      var axes = [
        Axis(
          count: wholeSteps.count,
          step: step,
          destinationStep: size * layout.elementByteCount
        )
      ]
      for inner in layout.axes.indices.dropFirst(axis + 1) {
        axes.append(
          Axis(
            count: layout.axes[inner].count,
            step: layout.axes[inner].step,
            destinationStep: elementsPerStep[inner] * layout.elementByteCount
          )
        )
      }
      try gather(
        Box(
          offset: offset + wholeSteps.lowerBound * step,
          destination: place(of: wholeSteps.lowerBound * size),
          axes: axes.filter { $0.count > 1 }
        )
      )
    }
    let tailStart = max(wholeSteps.upperBound * size, headEnd)
    if tailStart < elements.upperBound {
      let index = tailStart / size
      try read(
        0..<elements.upperBound - tailStart,
        axis: axis + 1,
        offset: offset + index * step,
        destination: place(of: tailStart)
      )
    }
  }

  /// Reads a box as one piece of the file, or halves it along its longest axis until that is worth it.
  private mutating func gather(_ box: Box) throws(FileError) {
    var spanByteCount = layout.elementByteCount
    var wantedByteCount = layout.elementByteCount
    for axis in box.axes {
      spanByteCount += (axis.count - 1) * axis.step
      if axis.step > 0 { wantedByteCount *= axis.count }
    }
    let isDense =
      spanByteCount <= Self.pageByteCount
      || spanByteCount <= Self.spanByteLimit
        && spanByteCount / Self.sparsityLimit <= wantedByteCount
    guard !isDense else {
      span = try file.bytes(at: box.offset, byteCount: spanByteCount)
      return scatter(box.axes[...], from: 0, to: box.destination)
    }
    // A box of one element is dense, so there is an axis, and it has two elements or more.
    let longest =
      box.axes.indices.max {
        (box.axes[$0].count - 1) * box.axes[$0].step < (box.axes[$1].count - 1) * box.axes[$1].step
      } ?? 0
    let axis = box.axes[longest]
    let half = axis.count / 2
    var (first, second) = (box, box)
    first.axes[longest].count = half
    second.axes[longest].count = axis.count - half
    second.offset += half * axis.step
    second.destination += half * axis.destinationStep
    first.axes.removeAll { $0.count == 1 }
    second.axes.removeAll { $0.count == 1 }
    try gather(first)
    try gather(second)
  }

  /// Copies the elements of a box from the piece just read.
  private func scatter(_ axes: ArraySlice<Axis>, from source: Int, to target: Int) {
    let size = layout.elementByteCount
    guard let axis = axes.first else { return copy(size, from: source, to: target) }
    if axes.count == 1, axis.step == size, axis.destinationStep == size {
      return copy(axis.count * size, from: source, to: target)
    }
    for index in 0..<axis.count {
      scatter(
        axes.dropFirst(),
        from: source + index * axis.step,
        to: target + index * axis.destinationStep
      )
    }
  }

  private func copy(_ byteCount: Int, from source: Int, to target: Int) {
    // Within both buffers: the piece spans the whole box, and the destination holds all elements that
    // the boxes are cut from.
    unsafe span.withUnsafeBytes { bytes in
      let piece = unsafe UnsafeRawBufferPointer(rebasing: bytes[source..<source + byteCount])
      unsafe UnsafeMutableRawBufferPointer(
        rebasing: destination[target..<target + byteCount]
      ).copyMemory(from: piece)
    }
  }
}
