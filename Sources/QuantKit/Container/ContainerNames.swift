//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Which texts may serve as names in a container.
enum ContainerNames {
  /// Whether the text can name a tensor or say how the file came about: 1 to 1024 bytes without control
  /// characters.
  static func isLabel(_ text: String) -> Bool {
    isPrintable(text, byteCountLimit: ContainerFormat.nameByteCountLimit)
  }

  /// Whether the text can name a side file: a file name, without folder, of at most 255 bytes and without
  /// control characters, so that it can be written into any folder and nowhere else.
  static func isSideFileName(_ text: String) -> Bool {
    Path.isPlainName(text)
      && isPrintable(text, byteCountLimit: ContainerFormat.sideFileNameByteCountLimit)
      && !text.utf8.contains(UInt8(ascii: "\\"))
  }

  /// Whether the text can name a scheme, a part or a type: 1 to 64 ASCII letters, digits, `-`, `_`, `.`.
  static func isIdentifier(_ text: String) -> Bool {
    (1...ContainerFormat.identifierByteCountLimit).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
          UInt8(ascii: "."):
          true
        default: false
        }
      }
  }

  private static func isPrintable(_ text: String, byteCountLimit: Int) -> Bool {
    (1...byteCountLimit).contains(text.utf8.count)
      && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }
}
