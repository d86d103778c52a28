//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import Synchronization

/// Hands out memory in the order it is asked for, from chunks that the system backs with huge pages.
///
/// The matrices of a small model are smaller than a huge page, and reading them through small pages spends
/// much of the time on looking the pages up. What is handed out comes back when all regions of its chunk are
/// gone; what is not handed out of a chunk takes up no memory.
final class MemoryArena: Sendable {
  /// The usual size of a chunk, in bytes.
  static let chunkByteCount = 64 << 20

  fileprivate struct State {
    var chunk: MemoryChunk?
    var usedByteCount = 0
  }

  private let state = Mutex(State())

  /// A place of so many bytes that nobody else gets, aligned as regions are.
  func place(byteCount: Int) -> (chunk: MemoryChunk, offset: Int) {
    state.withLock { state in
      if let chunk = state.chunk, byteCount <= chunk.byteCount - state.usedByteCount {
        let offset = state.usedByteCount
        state.advance(by: byteCount)
        return (chunk, offset)
      }
      let chunk = MemoryChunk(byteCount: max(byteCount, Self.chunkByteCount))
      // A chunk that one region fills leaves what remains of the one before for the next.
      if byteCount < Self.chunkByteCount {
        state.chunk = chunk
        state.usedByteCount = 0
        state.advance(by: byteCount)
      }
      return (chunk, 0)
    }
  }
}

extension MemoryArena.State {
  mutating func advance(by byteCount: Int) {
    let alignment = MemoryRegion.alignment
    let end = usedByteCount + byteCount.dividedRoundingUp(by: alignment) * alignment
    usedByteCount = min(end, chunk?.byteCount ?? end)
  }
}

/// Memory of the process, given back when nothing refers to it any more.
@safe
final class MemoryChunk: Sendable {
  /// The first byte; valid as long as this object.
  ///
  /// Who writes where is up to those who share it.
  nonisolated(unsafe) let base: UnsafeMutableRawPointer
  /// The size in bytes.
  let byteCount: Int

  /// The size of the pages that large chunks ask for, in bytes.
  private static let hugePageByteCount = 2 << 20

  /// Memory with undefined content; from the size of a huge page on it asks for huge pages.
  init(byteCount: Int) {
    let isLarge = byteCount >= Self.hugePageByteCount
    unsafe base = .allocate(
      byteCount: max(byteCount, 1),
      alignment: isLarge ? Self.hugePageByteCount : MemoryRegion.alignment
    )
    self.byteCount = byteCount
    if isLarge {
      unsafe SystemCalls.adviseHugePages(UnsafeRawBufferPointer(start: base, count: byteCount))
    }
  }

  deinit { unsafe base.deallocate() }
}
