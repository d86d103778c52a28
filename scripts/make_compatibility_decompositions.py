#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Writes Sources/QuantKit/Tokenizer/CompatibilityDecompositions.swift from Python's unicodedata.

    python3 scripts/make_compatibility_decompositions.py     (the file at hand: Python 3.11, Unicode 14)
"""

import pathlib
import textwrap
import unicodedata

FILE = pathlib.Path(__file__).resolve().parent.parent / "Sources/QuantKit/Tokenizer/CompatibilityDecompositions.swift"
SOURCE = '''//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The compatibility decompositions of Unicode {version}, which come on top of the canonical ones.
///
/// Made by `scripts/make_compatibility_decompositions.py`.
enum CompatibilityDecompositions {{
  /// What a character decomposes to in one step.
  static let parts: [Unicode.Scalar: [Unicode.Scalar]] = {{
    var parts: [Unicode.Scalar: [Unicode.Scalar]] = [:]
    var value: UInt32 = 0
    for word in text.split(whereSeparator: \\.isWhitespace) {{
      if word.first == "@" {{
        value = UInt32(word.dropFirst(), radix: 16) ?? 0
        continue
      }}
      if let scalar = Unicode.Scalar(value),
        scalar.isAssigned(in: NormalizationForm.unicodeVersion)
      {{
        parts[scalar] = word.split(separator: "+")
          .compactMap {{ UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }}
      }}
      value += 1
    }}
    return parts
  }}()

  /// In hexadecimal: `@` and the first character of a run, then what it and those after it
  /// decompose to.
  private static let text = """
{text}
    """
}}
'''


def main():
    words, following = [], None
    for value in range(0x110000):
        decomposition = unicodedata.decomposition(chr(value))
        if decomposition.startswith("<"):
            if value != following:
                words.append(f"@{value:X}")
            words.append("+".join(f"{int(part, 16):X}" for part in decomposition.split()[1:]))
            following = value + 1
    text = textwrap.fill(" ".join(words), 100, initial_indent="    ", subsequent_indent="    ",
                         break_long_words=False, break_on_hyphens=False)
    FILE.write_text(SOURCE.format(version=unicodedata.unidata_version, text=text))


if __name__ == "__main__":
    main()
