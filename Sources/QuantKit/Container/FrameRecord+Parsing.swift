//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension FrameRecord {
  /// Reads `[offset, stored size, content size, checksum]`.
  init(parsing json: JSONText) throws(IndexFault) {
    // Elements past the fourth are for versions to come.
    guard let fields = json.elements.map({ Array($0.prefix(4)) }), fields.count == 4 else {
      throw IndexFault("a frame must be an array of four fields")
    }
    offset = try fields[0].integer(named: "offset", in: 0...ContainerFormat.integerLimit)
    contentByteCount = try fields[2].integer(
      named: "content size",
      in: 1...ContainerFormat.blockByteCountLimit
    )
    storedByteCount = try fields[1].integer(
      named: "stored size",
      in: 1...ContainerFormat.storedByteCountLimit(contentByteCount: contentByteCount)
    )
    guard let text = fields[3].string, let checksum = Checksum(text: text) else {
      throw IndexFault("'checksum' must be 16 lower-case hexadecimal digits")
    }
    self.checksum = checksum
  }

  /// Reads the member `frames`.
  static func parseAll(_ json: JSONText) throws(IndexFault) -> [FrameRecord] {
    // Their number is bounded by the size of the index.
    let elements = try json.requiredArray("frames", limit: .max)
    var frames: [FrameRecord] = []
    frames.reserveCapacity(elements.count)
    for (number, element) in elements.enumerated() {
      frames.append(
        try IndexFault.locating("frame \(number)") { () throws(IndexFault) in
          try FrameRecord(parsing: element)
        }
      )
    }
    return frames
  }
}
