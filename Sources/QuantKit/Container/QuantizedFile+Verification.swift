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
  /// Reads and checks every frame of the file: checksum, decompression, sizes, and the values of scales.
  ///
  /// Opening the file has checked header, index and footer and that frames lie side by side, so that
  /// together no byte goes unchecked. Tensors of unknown schemes are checked too. Memory is bounded by the
  /// number of threads and the size of a block, whatever the size of the file.
  ///
  /// - Parameters:
  ///   - pool: The threads that work.
  ///   - cancellation: Looked at between frames.
  ///   - progress: Called after each frame with its stored size, on any of the threads.
  /// - Returns: The damaged frames in the order of the file; empty when all is well.
  /// - Throws: `CancellationError` when asked to stop.
  public func verify(
    using pool: ThreadPool,
    cancellation: Cancellation = Cancellation(),
    progress: @Sendable (_ storedByteCount: Int) -> Void = { _ in }
  ) throws -> [Damage] {
    let frames = placedFrames
    let damages = Mutex<[Damage]>([])
    pool.forEach(below: frames.count) { index in
      guard !cancellation.isCancelled else { return }
      let (frame, place, holdsScales) = frames[index]
      if let damage = check(frame, in: place, holdsScales: holdsScales) {
        damages.withLock { $0.append(damage) }
      }
      progress(frame.storedByteCount)
    }
    try cancellation.check()
    return damages.withLock { $0.sorted { $0.offset < $1.offset } }
  }

  /// All frames but header, index and footer, in the order of the file.
  private var placedFrames: [(frame: FrameRecord, place: ContainerPlace, holdsScales: Bool)] {
    var frames = index.sideFiles.flatMap { file in
      let place = ContainerPlace.sideFile(file.name)
      return file.frames.map { (frame: $0, place: place, holdsScales: false) }
    }
    for tensor in index.tensors {
      for part in tensor.parts {
        let holdsScales = tensor.scheme != nil && part.name == PartLayout.scalesName
        for (block, frame) in part.frames.enumerated() {
          let place = ContainerPlace.tensor(tensor.info.name, part: part.name, block: block)
          frames.append((frame, place, holdsScales))
        }
      }
    }
    return frames
  }

  private func check(
    _ frame: FrameRecord,
    in place: ContainerPlace,
    holdsScales: Bool
  ) -> Damage? {
    do {
      let bytes = try reader.contents(of: frame, in: place)
      if holdsScales { _ = try decodeScales(bytes, from: frame, place: place) }
      return nil
    } catch {
      // What the disk cannot read is damage too.
      let message =
        (error as? ContainerError)?.message
        ?? "\(place) cannot be read at offset \(frame.offset): \(error)"
      return Damage(
        place: place,
        offset: frame.offset,
        byteCount: frame.storedByteCount,
        message: message
      )
    }
  }
}
