//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// A file of golden tensors.
struct GoldenTensors {
  /// A row of a tensor.
  struct Row: Hashable {
    let tensor: String
    let row: Int
  }

  /// The tensors' names in the order of the file.
  let names: [String]
  private let infos: [String: JSON]
  private let data: ArraySlice<UInt8>

  init(_ name: String) throws {
    let file = try InputFile.contents(of: Fixtures.path("quant/" + name), limit: 1 << 20)
    var reader = ByteReader(file)
    let headerByteCount = try Int(reader.readInteger(UInt64.self))
    let header = try JSON(parsing: Array(reader.read(byteCount: headerByteCount)))
    let members = try #require(header.members).filter { $0.key != "__metadata__" }
    names = members.map(\.key)
    infos = Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })
    data = file[(8 + headerByteCount)...]
  }

  /// The rows on which the original gives no usable answer.
  static func illDefinedRows(bits: Int) throws -> Set<Row> {
    let path = Fixtures.path("quant/illdefined.json")
    let json = try JSON(parsing: InputFile.contents(of: path, limit: 1 << 20))
    var rows: Set<Row> = []
    for entry in try #require(json["rows"]?.elements)
    where entry["bits"]?.integer == bits && entry["compare_codes"]?.bool == false {
      let tensor = try #require(entry["tensor"]?.string)
      rows.insert(Row(tensor: tensor, row: try #require(entry["row"]?.integer)))
    }
    return rows
  }

  /// The bytes of a tensor, or nil when there is none.
  func bytes(_ name: String) throws -> [UInt8]? {
    guard let info = infos[name] else { return nil }
    let offsets = try #require(info["data_offsets"]?.elements).compactMap(\.integer)
    return Array(data[(data.startIndex + offsets[0])..<(data.startIndex + offsets[1])])
  }

  /// The elements of an F32 tensor, or nil when there is none.
  func floats(_ name: String) throws -> [Float]? {
    try bytes(name).map { FloatFormat.binary32.values(in: $0) }
  }

  /// A matrix of weights.
  func matrix(_ name: String) throws -> StoredMatrix {
    let info = try #require(infos[name])
    let shape = try #require(info["shape"]?.elements).compactMap(\.integer)
    return StoredMatrix(
      elementType: try #require(info["dtype"]?.string.flatMap(ElementType.init(rawValue:))),
      rowCount: shape[0],
      columnCount: shape[1],
      bytes: try #require(try bytes(name))
    )
  }
}
