#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Makes the default calibration text: English and Chinese prose and verse whose authors died long ago.

    apt-get download r-cran-janeaustenr sword-text-web fortunes-zh; for f in *.deb; do dpkg -x $f root; done
    make_calibration_text.py root Sources/QuantKit/Pipeline/Calibration/CalibrationText.swift

English: passages from Jane Austen's novels and the World English Bible, both in the public domain. Chinese:
classics. Nothing of Models/demo/eval is in it: books and chapters that those texts are from are left out, and
Chinese entries that share 8 characters with them. Needs PyYAML, numpy and sentencepiece, which
Models/demo/training/prepare_corpus.py imports; it reads the packages.
"""
import random
import re
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "Models/demo/training"))
import prepare_corpus  # noqa: E402

# Tokenizers that know little Chinese need one or two tokens a character, those of Chinese models less: passages
# of these lengths give both languages a fair share with either.
ENGLISH_BYTES, ENGLISH_PASSAGE = 150_000, 1_500
CHINESE_BYTES, CHINESE_PASSAGE = 50_000, 500
# What the texts of Models/demo/eval are from.
HELD_BOOKS = ("Jonah", "Phil")
HELD_NOVEL = "PERSUASION"

HEADER = """\
//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// swift-format-ignore-file
// Made by scripts/make_calibration_text.py, which says where the passages are from.

extension CalibrationOptions {
  /// The text that matrices are rounded for where none is given: English and Chinese in turn, in the public
  /// domain.
  public static let defaultText = #\"\"\"
"""


def passages(paragraphs, generator, length_limit, limit):
    """Runs of paragraphs of at least `length_limit` bytes, from random places, `limit` bytes in all."""
    chosen, size, used = [], 0, set()
    while size < limit:
        first = generator.randrange(len(paragraphs))
        run, length = [], 0
        while first < len(paragraphs) and first not in used and length < length_limit:
            used.add(first)
            run.append(paragraphs[first])
            length += len(paragraphs[first].encode())
            first += 1
        if run:
            chosen.append("\n".join(run))
            size += length
    return chosen


def main():
    root, output = sys.argv[1:]
    generator = random.Random(20261125)
    novels = [p for title, paragraphs in prepare_corpus.austen(root)
              if not title.upper().startswith(HELD_NOVEL) for p in paragraphs]
    bible = [p for name, paragraphs in prepare_corpus.world_english_bible(root)
             if name not in HELD_BOOKS for p in paragraphs]
    english = passages(novels, generator, ENGLISH_PASSAGE, ENGLISH_BYTES * 3 // 4)
    english += passages(bible, generator, ENGLISH_PASSAGE, ENGLISH_BYTES // 4)
    generator.shuffle(english)

    def grams(text):
        text = "".join(re.findall("[一-鿿]", text))
        return {text[i:i + 8] for i in range(max(1, len(text) - 7))}

    held = grams((PROJECT / "Models/demo/eval/eval-zh.txt").read_text("utf8"))
    poems, sayings = prepare_corpus.chinese_classics(root)
    entries = [f"《{title}》\n{author}\n{body}" for title, author, body in poems] + sayings
    entries = [entry for entry in entries if not grams(entry) & held]
    generator.shuffle(entries)
    chinese = passages(entries, generator, CHINESE_PASSAGE, CHINESE_BYTES)
    text = []
    for index in range(max(len(english), len(chinese))):
        text += english[index:index + 1] + chinese[index:index + 1]
    body = "\n".join(text)
    assert '"""' not in body
    indented = "\n".join(("    " + line).rstrip() for line in body.split("\n"))
    Path(output).write_text(HEADER + indented + '\n    """#\n}\n', "utf8")
    print(f"{len(body.encode())} bytes, {len(english)} English and {len(chinese)} Chinese passages")


main()
