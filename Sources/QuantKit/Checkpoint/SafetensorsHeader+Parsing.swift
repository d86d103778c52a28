//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension SafetensorsHeader {
  /// The size of the header's text, from the first bytes of a file.
  static func textByteCount(
    prefix: [UInt8],
    fileByteCount: Int,
    path: String
  ) throws(CheckpointError) -> Int {
    var reader = ByteReader(prefix)
    guard let announced = try? reader.readInteger(UInt64.self) else {
      throw .tooShortForHeader(path: path, found: fileByteCount)
    }
    guard announced <= UInt64(byteLimit) else {
      throw prefix.elementsEqual("version ".utf8)
        ? .pointerFile(path: path)
        : .headerTooLarge(path: path, found: announced, limit: byteLimit)
    }
    let end = prefixByteCount + Int(announced)
    guard end <= fileByteCount else {
      throw .headerPastEnd(path: path, expected: end, found: fileByteCount)
    }
    return Int(announced)
  }

  /// Reads the header's text.
  ///
  /// The checks are those of the format's own library, in its order: UTF-8, JSON, each tensor by itself,
  /// and that the tensors cover the data without overlap and gap.
  ///
  /// - Parameters:
  ///   - text: The header without the length before it.
  ///   - fileByteCount: The size of the whole file.
  ///   - path: The file, for errors.
  /// - Throws: `CheckpointError` that names the first tensor at fault.
  init(parsing text: [UInt8], fileByteCount: Int, path: String) throws(CheckpointError) {
    let members = try Self.members(of: text, path: path)
    let tensorCount = members.reduce(0) { $0 + ($1.key == Self.metadataKey ? 0 : 1) }
    guard tensorCount <= Self.tensorLimit else {
      throw .tooMany("tensors", limit: Self.tensorLimit, path: path)
    }
    let dataStart = Self.prefixByteCount + text.count
    var entries: [Entry] = []
    entries.reserveCapacity(tensorCount)
    for member in members {
      if member.key == Self.metadataKey {
        try Self.checkMetadata(member.value, path: path)
        continue
      }
      entries.append(
        try Entry(parsing: member.value, name: member.key, position: entries.count, path: path)
      )
    }
    entries.sort()
    try Self.checkLayout(entries, dataByteCount: fileByteCount - dataStart, path: path)
    for index in entries.indices { entries[index].move(by: dataStart) }
    self.entries = entries
  }

  private static func members(
    of text: [UInt8],
    path: String
  ) throws(CheckpointError) -> JSONText.Members {
    guard text[...].isUTF8 else {
      throw .invalidHeader(path: path, problem: "it is not UTF-8")
    }
    guard text.first == UInt8(ascii: "{") else {
      throw .invalidHeader(path: path, problem: "it does not begin with '{'")
    }
    do throws(JSONError) {
      if let members = try JSONText(checking: text).members { return members }
      preconditionFailure("what begins with '{' is an object")
    } catch {
      if let key = error.duplicateKey, key.depth == 1 {
        throw .listedTwice(tensor: key.text, path: path)
      }
      throw .invalidHeader(path: path, problem: error.description)
    }
  }

  private static func checkMetadata(_ value: JSONText, path: String) throws(CheckpointError) {
    guard let members = value.members, members.allSatisfy({ $0.value.isString }) else {
      throw .invalidHeader(path: path, problem: "\(metadataKey) does not map strings to strings")
    }
  }

  /// Checks that the tensors, in the order of their bytes, cover the data exactly.
  private static func checkLayout(
    _ entries: [Entry],
    dataByteCount: Int,
    path: String
  ) throws(CheckpointError) {
    var end = 0
    for tensor in entries {
      try tensor.checkPlace(after: end, dataByteCount: dataByteCount, path: path)
      end = tensor.end
    }
    if end > dataByteCount, let cut = entries.first(where: { $0.end > dataByteCount }) {
      throw .dataPastEnd(tensor: cut.info.name, path: path, expected: end, found: dataByteCount)
    }
    guard end == dataByteCount else {
      throw .trailingBytes(path: path, expected: end, found: dataByteCount)
    }
  }
}

extension SafetensorsHeader.Entry: Comparable {
  /// Reads a tensor as the header describes it, its offsets from the start of the data not checked yet.
  fileprivate init(
    parsing value: JSONText,
    name: String,
    position: Int,
    path: String
  ) throws(CheckpointError) {
    guard name.utf8.count <= SafetensorsHeader.nameByteLimit else {
      throw .nameTooLong(name, limit: SafetensorsHeader.nameByteLimit, path: path)
    }
    func invalid(_ problem: String) -> CheckpointError {
      .invalidHeader(path: path, tensor: name, problem: problem)
    }
    guard value.members != nil else {
      throw invalid("an object is needed, found \(value.kindText)")
    }
    guard let type = value["dtype"]?.string else { throw invalid("dtype is no string") }
    guard let elementType = ElementType(rawValue: type) else {
      throw .unknownElementType(type, tensor: name, path: path)
    }
    let shape = try Self.shape(value["shape"], tensor: name, path: path)
    let offsets = Self.integers(value["data_offsets"])
    guard let offsets, offsets.count == 2 else {
      throw invalid("data_offsets are not two whole numbers")
    }
    info = TensorInfo(name: name, elementType: elementType, shape: shape)
    begin = offsets[0]
    end = offsets[1]
    self.position = position
  }

  private static func integers(_ value: JSONText?) -> [Int]? {
    guard let elements = value?.elements else { return nil }
    var integers: [Int] = []
    for element in elements {
      guard let integer = element.integer else { return nil }
      integers.append(integer)
    }
    return integers
  }

  private static func shape(
    _ value: JSONText?,
    tensor: String,
    path: String
  ) throws(CheckpointError) -> TensorShape {
    guard let dimensions = integers(value) else {
      throw .invalidHeader(path: path, tensor: tensor, problem: "shape is no list of whole numbers")
    }
    guard dimensions.count <= TensorShape.rankLimit else {
      throw .invalidShape(
        tensor: tensor,
        path: path,
        problem: "\(dimensions.count) dimensions, at most \(TensorShape.rankLimit) are accepted"
      )
    }
    guard let shape = TensorShape(dimensions) else {
      throw .invalidShape(
        tensor: tensor,
        path: path,
        problem: dimensions.contains { $0 < 0 } ? "an extent is negative" : "too many elements"
      )
    }
    return shape
  }

  static func < (left: Self, right: Self) -> Bool {
    (left.begin, left.end, left.position) < (right.begin, right.end, right.position)
  }

  static func == (left: Self, right: Self) -> Bool { left.position == right.position }

  /// Checks that the bytes follow those of the tensor before and are as many as type and shape need.
  fileprivate func checkPlace(
    after previousEnd: Int,
    dataByteCount: Int,
    path: String
  ) throws(CheckpointError) {
    guard begin >= 0, begin <= end else { throw outOfRange(dataByteCount, path: path) }
    guard begin >= previousEnd else {
      throw .overlap(tensor: info.name, path: path, begin: begin, previousEnd: previousEnd)
    }
    guard begin == previousEnd else {
      throw begin > dataByteCount
        ? outOfRange(dataByteCount, path: path)
        : .hole(tensor: info.name, path: path, begin: begin, previousEnd: previousEnd)
    }
    guard let expected = info.byteCount else {
      throw .invalidShape(tensor: info.name, path: path, problem: "too many bytes")
    }
    guard end - begin == expected else {
      throw .sizeMismatch(info, path: path, expected: expected, found: end - begin)
    }
  }

  private func outOfRange(_ dataByteCount: Int, path: String) -> CheckpointError {
    .invalidOffsets(
      tensor: info.name,
      path: path,
      begin: begin,
      end: end,
      dataByteCount: dataByteCount
    )
  }
}
