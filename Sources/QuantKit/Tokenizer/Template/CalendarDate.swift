//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A day, for chat templates that tell a model what day it is.
public struct CalendarDate: Sendable, Equatable {
  /// The year, 1 to 9999.
  public let year: Int
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int

  /// A day of the Gregorian calendar.
  ///
  /// - Returns: Nil when there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[month - 1] else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// A day written as `2024-07-26`.
  ///
  /// - Returns: Nil when the text is anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2],
      text.utf8.allSatisfy({ "0123456789-".utf8.contains($0) }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

extension CalendarDate {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  private static let weekdays = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]

  /// The day as C's `strftime` writes it, in English.
  ///
  /// - Parameter format: Text with `%d`, `%m`, `%Y`, `%y`, `%B`, `%b`, `%A`, `%a` and `%%`.
  /// - Returns: Nil for any other conversion, such as those for the time of day.
  func formatted(_ format: String) -> String? {
    var text = String.UnicodeScalarView()
    var rest = format.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "%" else {
        text.append(scalar)
        continue
      }
      switch rest.popFirst() {
      case "d": text.append(contentsOf: Self.padded(day, to: 2))
      case "m": text.append(contentsOf: Self.padded(month, to: 2))
      case "y": text.append(contentsOf: Self.padded(year % 100, to: 2))
      case "Y": text.append(contentsOf: Self.padded(year, to: 4))
      case "B": text.append(contentsOf: Self.months[month - 1].unicodeScalars)
      case "b": text.append(contentsOf: Self.months[month - 1].unicodeScalars.prefix(3))
      case "A": text.append(contentsOf: Self.weekdays[weekday].unicodeScalars)
      case "a": text.append(contentsOf: Self.weekdays[weekday].unicodeScalars.prefix(3))
      case "%": text.append("%")
      default: return nil
      }
    }
    return String(text)
  }

  private static func padded(_ number: Int, to count: Int) -> String.UnicodeScalarView {
    let digits = String(number)
    return (String(repeating: "0", count: max(count - digits.count, 0)) + digits).unicodeScalars
  }

  /// The day of the week, Sunday 0, by Sakamoto's method.
  private var weekday: Int {
    let offsets = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]
    let year = month < 3 ? year - 1 : year
    return (year + year / 4 - year / 100 + year / 400 + offsets[month - 1] + day) % 7
  }
}
