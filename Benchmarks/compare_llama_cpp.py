#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Measures QuantKit and llama.cpp in turn on one machine and prints medians and ratios.

    compare_llama_cpp.py CHECKPOINT GGUF [--pairs 5] [--threads 2] [--only speed|quantize]
                         [--output Benchmarks/results/NAME.md] ...

CHECKPOINT is an fp16 checkpoint and GGUF the same model for llama.cpp, in any type (see
make_smollm2_checkpoint.py). Run it with the Python that has llama-cpp-python. "mixed" are int4 and int8 as
`quantize --target-memory-bits 5.4` chooses them.

Every measurement is a process of its own, ours and theirs in turn, so that whatever slows the machine down
meanwhile slows both. A ratio is taken within each round, and the median of the rounds is the result; the
spread beside it says what it is worth. Both sides feed the same token ids, compute the logits of the last
token only, and repeat everything in a process, the first time not counting.

With --output the report is written as Markdown, and every single figure as JSON beside it.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

import machine
import report

HERE = Path(__file__).resolve().parent

# One round, in this order: what is compared stands next to each other.
OURS = {"int8 exact": ("int8", "exact"), "int8 fast": ("int8", "fast"), "mixed fast": ("mixed", "fast"),
        "int4 fast": ("int4", "fast")}
OPTIONS = {"int8": ["--bits", "8"], "int4": ["--bits", "4"], "mixed": ["--target-memory-bits", "5.4"]}
SPEED_ROUND = ["F16", "int8 exact", "Q8_0", "int8 fast", "mixed fast", "Q4_K_M", "int4 fast", "Q4_0"]
PEERS = [name for name in SPEED_ROUND if name not in OURS]
DECODE_RATIOS = [("int8 fast", "Q8_0"), ("int4 fast", "Q4_0"), ("int4 fast", "Q4_K_M"),
                 ("mixed fast", "Q4_K_M"), ("int8 exact", "Q8_0")]
QUANTIZE_ROUND = ["int8", "Q8_0", "int4", "Q4_0"]
QUANTIZE_RATIOS = [("int8", "Q8_0"), ("int4", "Q4_0")]


class Comparison:
    def __init__(self, arguments):
        self.arguments = arguments
        self.work = Path(arguments.work)
        self.work.mkdir(parents=True, exist_ok=True)

    def peer(self, *words):
        return report.run_json([sys.executable, HERE / "llama_cpp_peer.py", *words])

    def ours_file(self, kind):
        return self.work / f"compact-{kind}.qkit"

    def peer_file(self, kind):
        return self.work / f"{Path(self.arguments.gguf).stem}.{kind}.gguf"

    def quantize_ours(self, kind, output):
        command = [report.program(self.arguments.programs, "quantize"), self.arguments.checkpoint,
                   "--recipe", "compact", *OPTIONS[kind], "--threads", self.arguments.threads,
                   "--force", "--quiet", "--json", "-o", output]
        start = time.perf_counter()
        result = report.run_json(command)
        process_seconds = time.perf_counter() - start
        sync_seconds = result["stages"]["sync_seconds"]
        verify_seconds = result["stages"]["verify_seconds"]
        return {
            "seconds": result["wall_seconds"] - sync_seconds - verify_seconds,
            "process_seconds": process_seconds - sync_seconds - verify_seconds,
            "sync_seconds": sync_seconds,
            "verify_seconds": verify_seconds,
            "stages": result["stages"],
            "output_bytes": result["output_bytes"],
            "peak_memory_bytes": result["peak_memory_bytes"],
        }

    def quantize_peer(self, source, kind, output):
        result = self.peer("quantize", source, output, kind, "--threads", self.arguments.threads)
        result["seconds"] = result["wall_seconds"]
        return result

    def prepare(self):
        """The files that both sides run; llama.cpp's types are made from its own F16."""
        if not self.peer_file("F16").exists():
            report.note("llama.cpp: F16")
            self.quantize_peer(self.arguments.gguf, "F16", self.peer_file("F16"))
        if self.arguments.only == "quantize":
            return
        for kind in OPTIONS:
            report.note(f"quantize: {kind}")
            self.quantize_ours(kind, self.ours_file(kind))
        for kind in PEERS:
            if not self.peer_file(kind).exists():
                report.note(f"llama.cpp: {kind}")
                self.quantize_peer(self.peer_file("F16"), kind, self.peer_file(kind))

    def speed(self, name):
        lengths = ["--threads", self.arguments.threads, "--prompt", self.arguments.prompt,
                   "--generate", self.arguments.generate, "--depth", self.arguments.depth,
                   "--repeat", self.arguments.repeat]
        if name not in OURS:
            result = self.peer("speed", self.peer_file(name), *lengths,
                               "--flash-attention", self.arguments.flash_attention)
            return {**result, "prefill": statistics.median(result["prefill"]),
                    "decode": statistics.median(result["decode"])}
        kind, arithmetic = OURS[name]
        result = report.run_json(
            [report.program(self.arguments.programs, "run"), "bench", self.ours_file(kind), *lengths,
             "--arithmetic", arithmetic, "--json"])
        decode = result["decode"][0]
        return {
            "prefill": result["prefill"][0]["tokens_per_second"]["median"],
            "decode": decode["tokens_per_second"]["median"],
            "load_seconds": result["load_seconds"],
            "peak_memory_bytes": result["peak_memory_bytes"],
            "bandwidth_share": decode["bandwidth_share"],
            "read_bandwidth_bytes_per_second": result["read_bandwidth_bytes_per_second"]["median"],
            "kernels": result["kernels"],
        }

    def quantize(self, name):
        """From the file cache; the output of the time before is removed and on the disk."""
        output = self.work / f"measured-{name}"
        output.unlink(missing_ok=True)
        os.sync()
        if name in PEERS:
            self.read(self.peer_file("F16"))
            result = self.quantize_peer(self.peer_file("F16"), name, output)
        else:
            for path in Path(self.arguments.checkpoint).iterdir():
                self.read(path)
            result = self.quantize_ours(name, output)
        output.unlink()
        return result

    @staticmethod
    def read(path):
        if path.is_file():
            with open(path, "rb", buffering=0) as file:
                while file.read(1 << 24):
                    pass

    def rounds(self, label, names, measure, warm_up=False):
        """One list of results for each name, one result for each round."""
        results = {name: [] for name in names}
        for index in range(0 if warm_up else 1, self.arguments.pairs + 1):
            for name in names:
                counting = f"{label} {index}/{self.arguments.pairs}" if index else f"{label} warm-up"
                report.note(f"{counting}: {name}")
                result = measure(name)
                if index:
                    results[name].append(result)
        return results


def values(results, name, key):
    return [result[key] for result in results[name]]


def ratios(results, pair, key, inverse=False):
    """Ours over theirs in each round; for times theirs over ours, so that more is better."""
    ours, theirs = (values(results, name, key) for name in pair)
    return [b / a if inverse else a / b for a, b in zip(ours, theirs)]


def megabytes(results, name, key):
    return f"{statistics.median(values(results, name, key)) / 1e6:.1f}"


def speed_section(results, arguments):
    rows = [
        (f"{'QuantKit' if name in OURS else 'llama.cpp'} {name}",
         report.spread(values(results, name, "prefill")), report.spread(values(results, name, "decode")),
         f"{100 * statistics.median(values(results, name, 'bandwidth_share')):.0f} %"
         if name in OURS else "-",
         f"{statistics.median(values(results, name, 'load_seconds')):.2f}")
        for name in sorted(results, key=lambda name: name in OURS)
    ]
    best = max(PEERS, key=lambda name: statistics.median(values(results, name, "prefill")))
    compared = [("decode", *pair, ratios(results, pair, "decode"))
                for pair in DECODE_RATIOS if pair[0] in results]
    compared += [("prefill", name, best, ratios(results, (name, best), "prefill"))
                 for name in ("int8 fast", "int4 fast")]
    depth = f" after {arguments.depth} tokens" if arguments.depth else ""
    return "\n\n".join([
        "## Tokens per second",
        f"Prefill of {arguments.prompt} tokens and decode of {arguments.generate}{depth}; "
        f"{arguments.threads} threads. Median of {arguments.pairs} processes (smallest to largest), "
        f"each the median of {arguments.repeat} repetitions. Flash attention in llama.cpp: "
        f"{arguments.flash_attention}. {best} has llama.cpp's fastest prefill.",
        report.table(["", "prefill", "decode", "of read bandwidth", "load s"], rows),
        report.table(["ratio", "QuantKit", "llama.cpp", "times as fast"],
                     [(what, ours, theirs, report.spread(list_, 2))
                      for what, ours, theirs, list_ in compared]),
    ])


def quantize_section(results, arguments):
    rows = []
    for name in results:
        is_peer = name in PEERS
        rows.append((
            f"{'llama.cpp' if is_peer else 'QuantKit compact'} {name}",
            report.spread(values(results, name, "seconds"), 3),
            "-" if is_peer else report.spread(values(results, name, "process_seconds"), 3),
            "-" if is_peer else report.spread(values(results, name, "sync_seconds"), 3),
            "-" if is_peer else report.spread(values(results, name, "verify_seconds"), 3),
            megabytes(results, name, "output_bytes"), megabytes(results, name, "peak_memory_bytes"),
        ))
    return "\n\n".join([
        "## Quantizing",
        f"Seconds from the file cache, {arguments.threads} threads, median of {arguments.pairs} processes "
        "(smallest to largest). Without the final sync and reading the result back, which llama.cpp does not do; "
        "they stand apart. "
        "'Whole process' also counts the program's start and the opening of the checkpoint; "
        "llama.cpp's time is that of its quantizing call, which opens its source, and its memory includes "
        "Python.",
        report.table(["", "seconds", "whole process", "final sync", "reading back", "MB written", "peak MB"], rows),
        report.table(
            ["ratio", "llama.cpp", "times as fast", "whole process"],
            [(ours, theirs, report.spread(ratios(results, (ours, theirs), "seconds", inverse=True), 2),
              report.spread([b["seconds"] / a["process_seconds"]
                             for a, b in zip(results[ours], results[theirs])], 2))
             for ours, theirs in QUANTIZE_RATIOS]),
    ])


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", help="the fp16 checkpoint's folder")
    parser.add_argument("gguf", help="the same model as GGUF")
    parser.add_argument("--pairs", type=int, default=5, help="rounds (default: 5)")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions in a process (default: 3)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--prompt", type=int, default=512)
    parser.add_argument("--generate", type=int, default=128)
    parser.add_argument("--depth", type=int, default=0, help="tokens in the KV cache before")
    parser.add_argument("--flash-attention", choices=["auto", "on", "off"], default="auto",
                        help="llama.cpp's setting (default: auto, its own default)")
    parser.add_argument("--only", choices=["speed", "quantize"])
    parser.add_argument("--programs", default=HERE.parent / ".build/release",
                        help="the folder of quantize and run")
    parser.add_argument("--work", default=HERE.parent / ".build/benchmarks",
                        help="a folder for the files that both sides make; GGUF files there are reused")
    parser.add_argument("--output", type=report.markdown_path, help="write NAME.md and NAME.json")
    arguments = parser.parse_args()
    for name in ("pairs", "repeat", "threads", "prompt", "generate"):
        if getattr(arguments, name) < 1:
            parser.error(f"--{name} must be at least 1")

    description = machine.describe()
    comparison = Comparison(arguments)
    comparison.prepare()
    data = {"schema": 1, "machine": dict(description),
            "options": {name: getattr(arguments, name) for name in (
                "pairs", "repeat", "threads", "prompt", "generate", "depth", "flash_attention")}}
    sections = []
    if arguments.only != "quantize":
        data["speed"] = comparison.rounds("speed", SPEED_ROUND, comparison.speed)
        sections.append(speed_section(data["speed"], arguments))
        description.append(("QuantKit kernels", data["speed"]["int8 fast"][0]["kernels"]))
        description.append(("llama.cpp features", features(data["speed"]["Q8_0"][0]["system"])))
    if arguments.only != "speed":
        data["quantize"] = comparison.rounds(
            "quantize", QUANTIZE_ROUND, comparison.quantize, warm_up=True)
        sections.append(quantize_section(data["quantize"], arguments))
    description.append(("llama-cpp-python", peer_version()))
    data["machine"] = dict(description)
    title = f"# QuantKit and llama.cpp: {Path(arguments.checkpoint).resolve().name}"
    report.publish(
        "\n\n".join([title, report.table(["", "machine"], description), *sections]),
        data, arguments.output)


def features(system):
    """The names that llama.cpp's 'CPU : SSE3 = 1 | ... |' says it was built with."""
    entries = [entry.partition("=") for entry in system.partition(":")[2].split("|")]
    return " ".join(name.strip() for name, _, value in entries if value.strip() == "1")


def peer_version():
    from importlib import metadata
    try:
        return metadata.version("llama-cpp-python")
    except metadata.PackageNotFoundError:
        return "unknown"


if __name__ == "__main__":
    try:
        main()
    except report.Failed as error:
        sys.exit(f"compare_llama_cpp.py: {error}")
