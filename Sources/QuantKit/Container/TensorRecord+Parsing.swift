//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension TensorRecord {
  /// Reads a record and checks its parts against what its scheme, if known, asks for.
  init(parsing json: JSONText, name: String) throws(IndexFault) {
    let typeName = try json.requiredString("type", where: ContainerNames.isIdentifier)
    guard let elementType = ElementType(rawValue: typeName) else {
      throw IndexFault("its type \(typeName.quoted) is unknown")
    }
    let info = TensorInfo(
      name: name,
      elementType: elementType,
      shape: try TensorShape(parsing: json)
    )
    let scheme = try json.required("scheme")
    let encoding = TensorEncoding(
      schemeName: try scheme.requiredString("name", where: ContainerNames.isIdentifier)
    )
    let rounding = TensorRounding(
      name: try scheme["rounding"].map { value throws(IndexFault) in
        try value.string(named: "rounding", where: ContainerNames.isIdentifier)
      },
      step: try scheme["step"].map { _ throws(IndexFault) in try scheme.requiredStep() }
    )
    let parts = try PartRecord.parseAll(json, of: info.shape)
    var statistics: QuantizationStatistics?
    // What an unknown scheme asks for is unknown, and what its statistics mean is too.
    if let layout = try TensorLayout.expected(for: info, encoding: encoding) {
      try layout.check(parts)
      if let scheme = layout.scheme, let recorded = json["statistics"] {
        statistics = try IndexFault.locating("statistics") { () throws(IndexFault) in
          try QuantizationStatistics(parsing: recorded, scheme: scheme, info: layout.info)
        }
      }
    }
    self.init(
      info: info,
      encoding: encoding,
      rounding: rounding,
      parts: parts,
      statistics: statistics
    )
  }

  /// Reads the member `tensors`.
  static func parseAll(_ json: JSONText) throws(IndexFault) -> [TensorRecord] {
    var names = NameTable()
    var tensors: [TensorRecord] = []
    let elements = try json.requiredArray("tensors", limit: ContainerFormat.tensorCountLimit)
    tensors.reserveCapacity(elements.count)
    for (number, element) in elements.enumerated() {
      let name = try IndexFault.locating("tensor \(number)") { () throws(IndexFault) in
        try element.requiredString("name")
      }
      tensors.append(
        try IndexFault.locating("tensor \(name.quoted)", tensor: name) { () throws(IndexFault) in
          guard names.append(name, name: { tensors[$0].info.name }) == nil else {
            throw IndexFault("it is listed twice")
          }
          return try TensorRecord(parsing: element, name: name)
        }
      )
    }
    return tensors
  }
}

extension TensorLayout {
  /// Checks that recorded parts are the ones that this layout has.
  fileprivate func check(_ records: [PartRecord]) throws(IndexFault) {
    let expectedNames = parts.map(\.name)
    guard records.map(\.name) == expectedNames else {
      throw IndexFault(
        "the scheme \(encoding.schemeName.quoted) has the parts \(expectedNames), not"
          + " \(records.map(\.name))"
      )
    }
    for (record, part) in zip(records, parts) {
      guard record.elementType == part.elementType, record.shape == part.shape else {
        throw IndexFault(
          "\(part.name): \(part.elementType.rawValue) \(part.shape) expected,"
            + " \(record.typeName) \(record.shape) found"
        )
      }
      guard record.blockByteCount % part.unitByteCount == 0 else {
        throw IndexFault(
          "\(part.name): a block of \(record.blockByteCount) bytes cuts a piece of"
            + " \(part.unitByteCount) bytes"
        )
      }
    }
  }
}

extension JSONText {
  fileprivate func requiredStep() throws(IndexFault) -> Double {
    let step = try requiredNumber("step")
    guard UniformStep.range.contains(step) else {
      throw IndexFault("'step' is \(step), a number from \(UniformStep.rangeText) expected")
    }
    return step
  }
}

extension QuantizationStatistics {
  fileprivate init(
    parsing json: JSONText,
    scheme: QuantizationScheme,
    info: TensorInfo
  ) throws(IndexFault) {
    var counts: [Int] = []
    for count in try json.requiredArray("code_counts", limit: 1 << scheme.bitsPerCode) {
      counts.append(
        try count.integer(named: "code_counts", in: 0...ContainerFormat.integerLimit)
      )
    }
    let maximum = Float(try json.requiredNumber("max_abs_error"))
    guard
      let statistics = QuantizationStatistics(
        scheme: scheme,
        sumOfSquares: try json.requiredNumber("sum_of_squares"),
        sumOfSquaredErrors: try json.requiredNumber("sum_of_squared_errors"),
        maximumAbsoluteError: maximum,
        codeCounts: counts
      ),
      statistics.weightCount == info.shape.elementCount
    else { throw IndexFault("no weights of this shape can have these figures") }
    self = statistics
  }
}
