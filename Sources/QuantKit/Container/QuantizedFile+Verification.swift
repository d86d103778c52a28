//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import Synchronization

/// One frame of a container that is not what it was when it was written.
public struct Damage: Hashable, Sendable {
  /// What the frame belongs to.
  public let place: ContainerPlace
  /// The position of the frame's first byte in the file.
  public let offset: Int
  /// The size of the frame in the file, in bytes.
  public let byteCount: Int
  /// One sentence for a person: where the damage is and what was found.
  public let message: String
}

extension QuantizedFile {
  /// Reads and checks every frame of the file: checksum, decompression, sizes, the values of scales, and
  /// that codes occur as often as the statistics of their tensor say.
  ///
  /// Opening the file has checked header, index and footer and that frames lie side by side, so that
  /// together no byte goes unchecked. Tensors of unknown schemes are checked too. Memory is bounded by the
  /// number of threads and the size of a block, whatever the size of the file.
  ///
  /// - Parameters:
  ///   - pool: The threads that work.
  ///   - damageLimit: How many damages are enough; then what is left of the file is not read.
  ///   - cancellation: Looked at between frames.
  ///   - progress: Called after each frame with its stored size, on any of the threads.
  /// - Returns: The damaged frames in the order of the file; empty when all is well.
  /// - Throws: `CancellationError` when asked to stop.
  public func verify(
    using pool: ThreadPool,
    damageLimit: Int = .max,
    cancellation: Cancellation = Cancellation(),
    progress: @Sendable (_ storedByteCount: Int) -> Void = { _ in }
  ) throws -> [Damage] {
    let frames = PlacedFrames(index)
    let damages = Mutex<[Damage]>([])
    let census = Mutex(CodeCensus())
    pool.forEach(below: frames.count) { index in
      guard !cancellation.isCancelled, damages.withLock({ $0.count < damageLimit }) else { return }
      let frame = frames[index]
      var counts: [Int]?
      switch check(frame) {
      case .success(let found): counts = found
      case .failure(let fault): damages.withLock { $0.append(fault.damage) }
      }
      if case .codes(let tensorIndex, _) = frame.content {
        let tensor = self.index.tensors[tensorIndex]
        let sums = census.withLock { $0.add(counts, of: tensor, at: tensorIndex) }
        if let sums, let statistics = tensor.statistics, statistics.codeCounts != sums {
          damages.withLock { $0.append(miscounted(tensor)) }
        }
      }
      progress(frame.record.storedByteCount)
    }
    try cancellation.check()
    return damages.withLock { $0.sorted { $0.offset < $1.offset } }
  }

  private struct Fault: Error { let damage: Damage }

  private func miscounted(_ tensor: TensorRecord) -> Damage {
    let frames = tensor.content?.frames ?? []
    return Damage(
      place: .tensor(tensor.info.name, part: PartLayout.codesName, block: 0),
      offset: frames.first?.offset ?? 0,
      byteCount: frames.reduce(0) { $0 + $1.storedByteCount },
      message: ContainerError.malformed(
        path: path,
        place: "tensor \(tensor.info.name.quoted)",
        tensor: tensor.info.name,
        offset: frames.first?.offset,
        problem: "its codes do not occur as often as its statistics say; quantize it again"
      ).message
    )
  }

  /// Checks a frame; of codes it returns how often each occurs.
  private func check(_ placed: PlacedFrame) -> Result<[Int]?, Fault> {
    let (frame, place) = (placed.record, placed.place)
    do {
      let bytes = try reader.contents(of: frame, in: place)
      switch placed.content {
      case .bytes: return .success(nil)
      case .scales(let tensorIndex):
        let tensor = index.tensors[tensorIndex]
        _ = try decodeScales(bytes, of: tensor, from: frame, place: place)
        return .success(nil)
      case .codes(let tensorIndex, let scheme):
        let columnCount = index.tensors[tensorIndex].info.shape.dimensions[1]
        return .success(scheme.codeCounts(inRows: bytes, columnCount: columnCount))
      }
    } catch {
      // What the disk cannot read is damage too.
      let message =
        (error as? ContainerError)?.message
        ?? "\(place) cannot be read at offset \(frame.offset): \(error)"
      return .failure(
        Fault(
          damage: Damage(
            place: place,
            offset: frame.offset,
            byteCount: frame.storedByteCount,
            message: message
          )
        )
      )
    }
  }
}

/// Adds up the codes of tensors whose blocks come in any order, and forgets each that is complete: as many
/// are remembered as there are threads.
private struct CodeCensus {
  private struct Entry {
    /// Nil once a block could not be counted.
    var sums: [Int]?
    var missingBlockCount: Int
  }
  private var entries: [Int: Entry] = [:]

  /// Adds the counts of a block, nil for one that is damaged.
  ///
  /// - Returns: The sums when this was the last block and none was damaged.
  mutating func add(_ counts: [Int]?, of tensor: TensorRecord, at index: Int) -> [Int]? {
    guard var entry = entries.removeValue(forKey: index) else {
      let blockCount = tensor.content?.frames.count ?? 0
      if blockCount > 1 { entries[index] = Entry(sums: counts, missingBlockCount: blockCount - 1) }
      return blockCount > 1 ? nil : counts
    }
    entry.sums = entry.sums.flatMap { sums in counts.map { zip(sums, $0).map(+) } }
    entry.missingBlockCount -= 1
    guard entry.missingBlockCount > 0 else { return entry.sums }
    entries[index] = entry
    return nil
  }
}
