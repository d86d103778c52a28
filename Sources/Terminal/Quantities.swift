//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Numbers as people read them; always the same text for the same number.
package enum Quantities {
  /// Bytes in decimal units, three significant digits: `14.7 MB`.
  package static func bytes(_ count: Int) -> String {
    scaled(Double(count), units: ["B", "kB", "MB", "GB", "TB", "PB"])
  }

  /// Bytes per second.
  package static func rate(_ bytesPerSecond: Double) -> String {
    scaled(bytesPerSecond, units: ["B/s", "kB/s", "MB/s", "GB/s", "TB/s", "PB/s"])
  }

  /// A count in thousands, millions or billions: `7.37 M`.
  package static func count(_ count: Int) -> String {
    scaled(Double(count), units: ["", "k", "M", "B", "T"])
  }

  /// How one size compares with another: `1.80 times smaller`.
  package static func comparison(of size: Int, with original: Int) -> String {
    guard size > 0, original > 0 else { return "no smaller" }
    let ratio = Double(original) / Double(size)
    return ratio >= 1
      ? fixed(ratio, decimals: 2) + " times smaller"
      : fixed(1 / ratio, decimals: 2) + " times larger"
  }

  /// A count of things: `1 row`, `2,048 rows`.
  package static func counted(_ count: Int, _ thing: String) -> String {
    "\(grouped(count)) \(thing)\(count == 1 ? "" : "s")"
  }

  /// A count with its digits in groups of three: `7,367,936`.
  package static func grouped(_ count: Int) -> String {
    let digits = String(count.magnitude)
    var text = ""
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return (count < 0 ? "-" : "") + text
  }

  /// Seconds: `0.42 s`, then `1:05`, then `1:02:03`.
  package static func duration(_ duration: Duration) -> String {
    let seconds = duration.inSeconds
    if seconds < 60 { return fixed(seconds, decimals: seconds < 10 ? 2 : 1) + " s" }
    let whole = Int(seconds.rounded())
    let (minutes, rest) = (whole / 60 % 60, whole % 60)
    let clock = "\(minutes):\(rest < 10 ? "0" : "")\(rest)"
    return whole < 3600 ? clock : "\(whole / 3600):\(minutes < 10 ? "0" : "")" + clock
  }

  /// A number with a fixed count of decimals, rounded half away from zero.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 9e15 else { return value.description }
    let whole = Int(scaled)
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(whole) }
    let digits = String(whole)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// A number with about four significant digits, small and large ones in scientific notation.
  package static func significant(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return value == 0 ? "0" : fixed(value, decimals: 0) }
    var mantissa = value
    var exponent = 0
    while mantissa.magnitude >= 10 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa.magnitude < 1 {
      mantissa *= 10
      exponent -= 1
    }
    if exponent < -4 || exponent > 5 { return fixed(mantissa, decimals: 3) + "e\(exponent)" }
    return fixed(value, decimals: max(0, 3 - exponent))
  }

  /// A share in percent: `12.3 %`.
  package static func percent(_ share: Double) -> String { fixed(share * 100, decimals: 1) + " %" }

  private static func scaled(_ value: Double, units: [String]) -> String {
    var value = value
    var unit = 0
    while value.magnitude >= 999.5, unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    let decimals = unit == 0 ? 0 : value.magnitude < 9.995 ? 2 : value.magnitude < 99.95 ? 1 : 0
    let number = fixed(value, decimals: decimals)
    return units[unit].isEmpty ? number : number + " " + units[unit]
  }
}

extension Duration {
  /// The length in seconds.
  package var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
