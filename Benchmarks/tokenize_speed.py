#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Measures how fast `run tokenize` encodes a text, in MB/s on one core.

    tokenize_speed.py MODEL TEXT... [--rounds 5] [--peer]

MODEL is a folder with a tokenizer. The texts, joined and repeated to 4 and to 12 MB, go through
`run tokenize --jsonl` in lines of about 64 KB. The speed is that of the 8 MB between the two, so the start of the
program does not count, but reading the JSON and printing the ids do; the best and the median of the rounds.
--peer measures the `tokenizers` package in the same way, in one thread and without printing (needs
`pip install tokenizers`).
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

RUN = Path(__file__).resolve().parent.parent / ".build/release/run"
LINE = 1 << 16
SIZES = (4 << 20, 12 << 20)


def lines(text, size):
    text = text * (size // len(text.encode()) + 1)
    return [text[start:start + LINE] for start in range(0, size, LINE)]


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def report(name, sizes, works, rounds):
    speeds = []
    for _ in range(rounds):
        short, long = (timed(work) for work in works)
        speeds.append((sizes[1] - sizes[0]) / 1e6 / (long - short))
    print(f"{name}: {statistics.median(speeds):.1f} MB/s (best {max(speeds):.1f}) of {rounds} rounds")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    text = "".join(path.read_text() for path in options.texts)
    batches = [lines(text, size) for size in SIZES]
    sizes = [sum(len(line.encode()) for line in batch) for batch in batches]
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{index}.jsonl" for index in range(2)]
        for file, batch in zip(files, batches):
            file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in batch))
        report("run tokenize", sizes, [
            lambda file=file: subprocess.run([RUN, "tokenize", options.model, "--jsonl", file], check=True,
                                             stdout=subprocess.DEVNULL) for file in files], options.rounds)
    if options.peer:
        os.environ["TOKENIZERS_PARALLELISM"] = "false"
        from tokenizers import Tokenizer
        tokenizer = Tokenizer.from_file(str(options.model / "tokenizer.json"))
        report("tokenizers", sizes, [
            lambda batch=batch: [tokenizer.encode(line).ids for line in batch] for batch in batches], options.rounds)


if __name__ == "__main__":
    main()
