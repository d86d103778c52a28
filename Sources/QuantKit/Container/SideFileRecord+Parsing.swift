//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension SideFileRecord {
  /// Reads a record and checks that its frames make up its size.
  init(parsing json: JSONText, name: String) throws(IndexFault) {
    self.name = name
    byteCount = try json.requiredInteger("size", in: 0...ContainerFormat.sideFileByteCountLimit)
    frames = try FrameRecord.parseAll(json)
    // No overflow: the index is too small for frames enough.
    let found = frames.reduce(0) { $0 + $1.contentByteCount }
    guard found == byteCount else {
      throw IndexFault("its frames hold \(found) bytes, its size is \(byteCount)")
    }
  }

  /// Reads the member `side_files`.
  static func parseAll(_ json: JSONText) throws(IndexFault) -> [SideFileRecord] {
    var names: Set<String.UTF8Key> = []
    var files: [SideFileRecord] = []
    let elements = try json.requiredArray("side_files", limit: ContainerFormat.sideFileCountLimit)
    for (number, element) in elements.enumerated() {
      let name = try IndexFault.locating("side file \(number)") { () throws(IndexFault) in
        try element.requiredString("name", where: ContainerNames.isSideFileName)
      }
      files.append(
        try IndexFault.locating("side file \(name.quoted)") { () throws(IndexFault) in
          guard names.insert(String.UTF8Key(name)).inserted else {
            throw IndexFault("it is listed twice")
          }
          return try SideFileRecord(parsing: element, name: name)
        }
      )
    }
    return files
  }
}
