//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension SourceFileRecord {
  /// Reads a record.
  init(parsing json: JSONText) throws(IndexFault) {
    name = try json.requiredString("name", where: ContainerNames.isSideFileName)
    byteCount = try json.requiredInteger("size")
    guard let text = try json.required("sha256").string, let hash = ContentHash(text: text) else {
      throw IndexFault("'sha256' must be 64 lower-case hexadecimal digits")
    }
    self.hash = hash
  }

  /// Reads the optional member `provenance`; no records when it is absent.
  static func parseAll(_ json: JSONText) throws(IndexFault) -> [SourceFileRecord] {
    guard let provenance = json["provenance"] else { return [] }
    let elements = try provenance.requiredArray(
      "sources",
      limit: ContainerFormat.sourceFileCountLimit
    )
    var names: Set<String.UTF8Key> = []
    var records: [SourceFileRecord] = []
    for (number, element) in elements.enumerated() {
      records.append(
        try IndexFault.locating("source \(number)") { () throws(IndexFault) in
          let record = try SourceFileRecord(parsing: element)
          guard names.insert(String.UTF8Key(record.name)).inserted else {
            throw IndexFault("the file \(record.name.quoted) is listed twice")
          }
          return record
        }
      )
    }
    return records
  }
}
