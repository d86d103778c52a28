//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser

/// A size as a person writes it: `4.5GB`, `700 MiB`, `1048576`.
struct ByteSize: ExpressibleByArgument {
  private static let units: [(name: String, byteCount: Double)] = [
    ("", 1), ("b", 1), ("kb", 1e3), ("mb", 1e6), ("gb", 1e9), ("tb", 1e12),
    ("kib", 0x1p10), ("mib", 0x1p20), ("gib", 0x1p30), ("tib", 0x1p40),
  ]

  let byteCount: Int

  init?(argument: String) {
    let number = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unitName = argument.dropFirst(number.count).drop { $0 == " " }.lowercased()
    guard let value = Double(number), let unit = Self.units.first(where: { $0.name == unitName }),
      let byteCount = Int(exactly: (value * unit.byteCount).rounded()), byteCount > 0
    else { return nil }
    self.byteCount = byteCount
  }
}
