//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension JSON {
  /// An index with other frame records, all of them, in the order of the file; the rest stays, also what
  /// this version does not know.
  func replacingFrames(with frames: [FrameRecord]) -> JSON {
    var rest = frames[...]
    func updated(_ holder: JSON) -> JSON {
      holder.replacing("frames") { list in
        list.mapping { old in
          let new = rest.popFirst()?.json.elements ?? []
          return .array(new + (old.elements ?? []).dropFirst(new.count))
        }
      }
    }
    // Whatever the order of the members, side files come first.
    return replacing("side_files") { $0.mapping(updated) }
      .replacing("tensors") { $0.mapping { $0.replacing("parts") { $0.mapping(updated) } } }
  }

  private func replacing(_ key: String, with transform: (JSON) -> JSON) -> JSON {
    .object(
      (members ?? []).map { member in
        guard member.key.utf8.elementsEqual(key.utf8) else { return member }
        return Member(key: key, value: transform(member.value))
      }
    )
  }

  private func mapping(_ transform: (JSON) -> JSON) -> JSON {
    .array((elements ?? []).map(transform))
  }
}
