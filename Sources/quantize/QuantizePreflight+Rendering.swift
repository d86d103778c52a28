//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Terminal

extension QuantizePreflight {
  /// What is known of the file's size.
  var size: String {
    let largest = "at most \(Quantities.bytes(largestByteCount))"
    guard let sample else { return largest }
    return "about \(Quantities.bytes(sample.expectedByteCount)), at least "
      + "\(Quantities.bytes(sample.leastByteCount)), \(largest)"
  }
}

extension QuantizePlan {
  /// What is about to be done, in a line.
  func summary(with preflight: QuantizePreflight) -> String {
    let free = preflight.freeByteCount.map { ", \(Quantities.bytes($0)) free" } ?? ""
    return
      "\(quantizedTensorCount) of \(Quantities.counted(entries.count, "tensor")) to \(widths) bits: "
      + "\(Quantities.bytes(sourceByteCount)) become \(preflight.size)\(free); "
      + "about \(Quantities.bytes(preflight.memoryByteCount)) of memory"
  }

  /// The plan and what it needs under stable keys.
  func json(with preflight: QuantizePreflight) -> JSON {
    let members: [JSON.Member] = [
      .init(key: "largest_bytes", value: .integer(preflight.largestByteCount)),
      .init(
        key: "expected_bytes",
        value: preflight.sample.map { .integer($0.expectedByteCount) } ?? .null
      ),
      .init(
        key: "least_bytes",
        value: preflight.sample.map { .integer($0.leastByteCount) } ?? .null
      ),
      .init(key: "free_bytes", value: preflight.freeByteCount.map(JSON.integer) ?? .null),
      .init(key: "memory_bytes", value: .integer(preflight.memoryByteCount)),
    ]
    return .object((json.members ?? []) + members)
  }
}
