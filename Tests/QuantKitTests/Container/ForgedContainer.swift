//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// A container taken apart, so that a test can break one rule and keep all others, checksums included.
struct ForgedContainer {
  var header = ContainerHeader()
  /// The frames between the header and the index.
  var body: [UInt8]
  /// The index as it will be stored, before compression.
  var index: [UInt8]
  /// The index frame, where it is not simply the compressed index.
  var indexFrame: [UInt8]?
  /// Changes the footer that belongs to the rest.
  var editFooter: (inout ContainerFooter) -> Void = { _ in }

  /// The parts of a sound container.
  init(_ bytes: [UInt8]) throws {
    var reader = ByteReader(
      try SealedFrame.opening(Array(bytes.suffix(ContainerFormat.footerByteCount)))
    )
    let footer = try ContainerFooter(parsing: &reader)
    let indexOffset = Int(footer.indexOffset)
    body = Array(bytes[ContainerFormat.headerByteCount..<indexOffset])
    index = try ZstdDecompressor().decompress(
      Array(bytes[indexOffset..<indexOffset + Int(footer.indexStoredByteCount)]),
      contentByteCount: Int(footer.indexContentByteCount)
    )
  }

  /// The container, with the checksums and sizes that belong to its parts.
  func bytes() throws -> [UInt8] {
    let indexFrame = try indexFrame ?? ZstdCompressor(level: 1).compress(index[...]).bytes
    let start = header.serialized() + body
    var footer = ContainerFooter(
      indexOffset: UInt64(start.count),
      indexStoredByteCount: UInt64(indexFrame.count),
      indexContentByteCount: UInt64(index.count),
      indexChecksum: Checksum(of: indexFrame).value,
      fileByteCount: UInt64(start.count + indexFrame.count + ContainerFormat.footerByteCount)
    )
    editFooter(&footer)
    return start + indexFrame + footer.serialized()
  }

  /// Replaces the value at a path of keys and positions in the index.
  mutating func set(_ path: JSONStep..., to value: JSON?) throws { try set(path, to: value) }

  /// Replaces the value at a path of keys and positions in the index.
  mutating func set(_ path: [JSONStep], to value: JSON?) throws {
    index = try JSON(parsing: index).setting(path[...], to: value).serialized()
  }

  /// The value at a path of keys and positions in the index.
  func value(_ path: JSONStep...) throws -> JSON {
    try path.reduce(JSON(parsing: index)) { json, step in
      switch step {
      case .key(let key): try #require(json[key])
      case .position(let position): try #require(json.elements)[position]
      }
    }
  }
}

/// One step into a JSON value.
enum JSONStep: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  case key(String)
  case position(Int)

  init(stringLiteral value: String) { self = .key(value) }
  init(integerLiteral value: Int) { self = .position(value) }
}

extension JSON {
  /// The value with a part replaced, or removed for nil; a key that is not there is added.
  fileprivate func setting(_ path: ArraySlice<JSONStep>, to value: JSON?) throws -> JSON {
    guard let step = path.first else { return try #require(value) }
    let rest = path.dropFirst()
    switch step {
    case .key(let key):
      var members = try #require(members)
      let position = members.firstIndex { $0.key == key } ?? members.endIndex
      let old = position < members.endIndex ? members.remove(at: position).value : .null
      if rest.isEmpty, value == nil { return .object(members) }
      members.insert(Member(key: key, value: try old.setting(rest, to: value)), at: position)
      return .object(members)
    case .position(let position):
      var elements = try #require(elements)
      if rest.isEmpty, value == nil {
        elements.remove(at: position)
      } else if position == elements.count {
        elements.append(try #require(value))
      } else {
        elements[position] = try elements[position].setting(rest, to: value)
      }
      return .array(elements)
    }
  }
}
