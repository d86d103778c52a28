#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Measures what --arithmetic fast loses against exact: KL(exact||fast) and both perplexities.

    fast_vs_exact.py TEXT MODEL... [--window 512] [--windows 8] [--output Benchmarks/results/NAME.md]

Each MODEL is a .qkit file or a checkpoint folder with a tokenizer. The perplexities are those of the whole
text, by `run perplexity`. The divergence is the mean over the positions of the first windows, in nats,
from the logits that `run logits` writes; beside it the largest of one position, and how often both put
the same token first. Needs numpy.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy

import machine
import report

HERE = Path(__file__).resolve().parent
MODES = ("exact", "fast")


def log_probabilities(path):
    """The logits of a safetensors file, normalized: float64 [positions, vocabulary]."""
    with open(path, "rb") as file:
        size = int.from_bytes(file.read(8), "little")
        entry = json.loads(file.read(size))["logits"]
        begin, end = entry["data_offsets"]
        file.seek(8 + size + begin)
        logits = numpy.frombuffer(file.read(end - begin), dtype="<f4").astype(numpy.float64)
    logits = logits.reshape(entry["shape"])
    logits -= logits.max(axis=1, keepdims=True)
    logits -= numpy.log(numpy.exp(logits).sum(axis=1, keepdims=True))
    return logits


def divergence(model, ids, arguments, folder):
    """KL(exact||fast) of each position, and whether both modes put the same token first."""
    run = report.program(arguments.programs, "run")
    divergences, agreements = [], []
    for index in range(min(arguments.windows, -(-len(ids) // arguments.window))):
        window = ids[index * arguments.window:(index + 1) * arguments.window]
        report.note(f"{Path(model).name}: window {index + 1}")
        logits = {}
        for mode in MODES:
            path = Path(folder) / f"{mode}.safetensors"
            report.run([run, "logits", model, "--ids", ",".join(map(str, window)), "-o", path, "--force",
                        "--arithmetic", mode, "--threads", arguments.threads])
            logits[mode] = log_probabilities(path)
        exact, fast = logits["exact"], logits["fast"]
        divergences.append((numpy.exp(exact) * (exact - fast)).sum(axis=1))
        agreements.append(exact.argmax(axis=1) == fast.argmax(axis=1))
    return numpy.concatenate(divergences), numpy.concatenate(agreements)


def measure(model, arguments, folder):
    run = report.program(arguments.programs, "run")
    tokens = report.run_json([run, "tokenize", model, "--file", arguments.text, "--json"])
    ids = tokens["ids"]
    result = {"model": Path(model).resolve().name, "tokens": len(ids)}
    for mode in MODES:
        report.note(f"{result['model']}: perplexity, {mode}")
        result[f"perplexity_{mode}"] = report.run_json(
            [run, "perplexity", model, arguments.text, "--window", arguments.window, "--json",
             "--arithmetic", mode, "--threads", arguments.threads])["perplexity"]
    divergences, agreements = divergence(model, ids, arguments, folder)
    return {**result, "positions": len(divergences), "mean_divergence": float(divergences.mean()),
            "largest_divergence": float(divergences.max()), "same_first": float(agreements.mean())}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", help="a UTF-8 file")
    parser.add_argument("model", nargs="+")
    parser.add_argument("--window", type=int, default=512, help="tokens (default: 512)")
    parser.add_argument("--windows", type=int, default=8, help="windows to compare (default: 8)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--programs", default=HERE.parent / ".build/release", help="the folder of run")
    parser.add_argument("--output", type=report.markdown_path, help="write NAME.md and NAME.json")
    arguments = parser.parse_args()
    if arguments.window < 2 or arguments.windows < 1:
        parser.error("--window must be at least 2 and --windows at least 1")

    description = machine.describe()
    with tempfile.TemporaryDirectory() as folder:
        results = [measure(model, arguments, folder) for model in arguments.model]
    text = "\n\n".join([
        f"# fast against exact: {Path(arguments.text).name}",
        report.table(["", "machine"], description),
        f"Windows of {arguments.window} tokens. Divergence in nats over the first {arguments.windows} "
        "windows at most.",
        report.table(
            ["model", "perplexity exact", "fast", "KL(exact‖fast)", "largest", "same first token",
             "positions"],
            [(result["model"], f"{result['perplexity_exact']:.4f}", f"{result['perplexity_fast']:.4f}",
              f"{result['mean_divergence']:.6f}", f"{result['largest_divergence']:.4f}",
              f"{100 * result['same_first']:.2f} %", result["positions"]) for result in results]),
    ])
    report.publish(text, {"schema": 1, "machine": dict(description), "text": Path(arguments.text).name,
                          "window": arguments.window, "results": results}, arguments.output)


if __name__ == "__main__":
    try:
        main()
    except report.Failed as error:
        sys.exit(f"fast_vs_exact.py: {error}")
