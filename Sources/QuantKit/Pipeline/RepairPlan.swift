//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What becomes of each frame of a damaged file.
struct RepairPlan: Sendable {
  /// One frame.
  struct Step: Sendable {
    /// Where its content comes from.
    enum Kind: Sendable {
      /// The damaged file; everything that it belongs to is sound.
      case copy
      /// Bytes of a file of the checkpoint.
      case sideFile(String, Range<Int>)
      /// Elements or codes of a tensor of the checkpoint.
      case block(TensorRecord, Int)
      /// Scales of the rows of such a tensor.
      case scales(TensorRecord, Int)
    }

    let kind: Kind
    let frame: FrameRecord
    let place: ContainerPlace
    let isDamaged: Bool
  }

  /// The frames between header and index, in the order of the file.
  let steps: [Step]
  /// The names of tensors with a damaged frame.
  let damagedTensors: Set<String.UTF8Key>

  /// A plan to repair damages of frames between header and index.
  init(index: ContainerIndex, damages: [Damage]) {
    let offsets = Set(damages.map(\.offset))
    func isDamaged(_ frames: [FrameRecord]) -> Bool {
      frames.contains { offsets.contains($0.offset) }
    }
    var steps: [Step] = []
    func append(_ kind: Step.Kind, _ frame: FrameRecord, _ place: ContainerPlace) {
      steps.append(
        Step(kind: kind, frame: frame, place: place, isDamaged: offsets.contains(frame.offset))
      )
    }
    for file in index.sideFiles {
      let isRead = isDamaged(file.frames)
      var start = 0
      for frame in file.frames {
        let range = start..<start + frame.contentByteCount
        append(isRead ? .sideFile(file.name, range) : .copy, frame, .sideFile(file.name))
        start = range.upperBound
      }
    }
    var damagedTensors: Set<String.UTF8Key> = []
    for tensor in index.tensors {
      let isComputed = tensor.parts.contains { isDamaged($0.frames) }
      if isComputed { damagedTensors.insert(String.UTF8Key(tensor.info.name)) }
      for part in tensor.parts {
        for (block, frame) in part.frames.enumerated() {
          let kind: Step.Kind =
            !isComputed
            ? .copy
            : part.name == PartLayout.scalesName ? .scales(tensor, block) : .block(tensor, block)
          append(kind, frame, .tensor(tensor.info.name, part: part.name, block: block))
        }
      }
    }
    self.steps = steps
    self.damagedTensors = damagedTensors
  }
}
