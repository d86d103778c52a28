#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Quantizes and runs a checkpoint that is larger than memory, and sets the time against reading it.

    large_model.py CHECKPOINT OUT.qkit [--bits 4] [--recipe compact] [--rounds 1] [--delete] ...

In each round, with a cold file cache before both: `cat SHARDS > /dev/null`, then `quantize`. After the
last, `run bench` and `run logits` on the result. The cache is emptied through /proc/sys/vm/drop_caches,
which only root may write to; otherwise the report says that the cache was warm. Peak memory is what
/usr/bin/time -v (Debian package `time`) reports of each process. --delete removes OUT.qkit in the end, never
the checkpoint.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import machine
import report

HERE = Path(__file__).resolve().parent
DROP_CACHES = "/proc/sys/vm/drop_caches"
TIME = "/usr/bin/time"
# What `run` may take beside weights and KV cache.
ALLOWANCE = 300_000_000


def empty_cache():
    """Whether the file cache could be emptied."""
    os.sync()
    try:
        Path(DROP_CACHES).write_text("3\n")
    except OSError:
        return False
    return True


def timed(command, parse_json=False):
    """Runs a program under /usr/bin/time -v: its JSON, its seconds, its peak memory in bytes."""
    if not Path(TIME).is_file():
        raise report.Failed(f"'{TIME}' is missing; install the package 'time'")
    with tempfile.NamedTemporaryFile("r") as figures:
        start = time.perf_counter()
        wrapped = [TIME, "-v", "-o", figures.name, *command]
        result = report.run_json(wrapped) if parse_json else report.run(wrapped)
        seconds = time.perf_counter() - start
        for line in figures.read().splitlines():
            label, _, value = line.partition("(kbytes):")
            if label.strip() == "Maximum resident set size":
                return result, seconds, int(value) * 1024
    raise report.Failed(f"'{TIME}' does not report memory; GNU time is needed")


def read_files(paths):
    """Seconds that cat takes."""
    start = time.perf_counter()
    subprocess.run(["cat", *map(str, paths)], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def quantize_rounds(arguments, shards):
    results = []
    for index in range(1, arguments.rounds + 1):
        arguments.qkit.unlink(missing_ok=True)
        is_cold = empty_cache()
        report.note(f"round {index}: reading{'' if is_cold else ', cache not emptied'}")
        read_seconds = read_files(shards)
        is_cold = empty_cache() and is_cold
        report.note(f"round {index}: quantizing")
        result, seconds, peak = timed(
            [report.program(arguments.programs, "quantize"), arguments.checkpoint, "--recipe",
             arguments.recipe, "--bits", arguments.bits, "--threads", arguments.threads, "--quiet",
             "--no-verify", "--json", "-o", arguments.qkit], parse_json=True)
        results.append({
            "cold": is_cold,
            "read_seconds": read_seconds,
            "quantize_seconds": seconds,
            "sync_seconds": result["stages"]["sync_seconds"],
            "stages": result["stages"],
            "peak_memory_bytes": peak,
            "output_bytes": result["output_bytes"],
        })
    return results


def run_result(arguments):
    """Tokens per second, and the peak memory against what it may be."""
    run = report.program(arguments.programs, "run")
    options = ["--threads", arguments.threads, "--arithmetic", arguments.arithmetic]
    report.note("run bench")
    bench = report.run_json(
        [run, "bench", arguments.qkit, "--prompt", arguments.prompt, "--generate",
         arguments.generate, "--depth", "0", "--repeat", arguments.repeat, "--json", *options])
    report.note("run logits")
    ids = ",".join(str(index * 7919 % 1000) for index in range(arguments.prompt))
    with tempfile.TemporaryDirectory() as folder:
        _, seconds, peak = timed(
            [run, "logits", arguments.qkit, "--ids", ids, "-o", Path(folder) / "logits.safetensors",
             *options])
    cache = report.run_json(
        [report.program(arguments.programs, "inspect"), arguments.qkit, "--memory", "--context",
         max(arguments.prompt, arguments.generate), "--json"])["kv_cache_bytes"]
    return {"bench": bench, "logits_seconds": seconds, "logits_peak_memory_bytes": peak,
            "kv_cache_bytes": cache}


def quantize_rows(results):
    def spread(key, digits=1):
        return report.spread([result[key] for result in results], digits)

    size = results[0]["output_bytes"]
    return [
        ("file cache", "emptied before each" if all(result["cold"] for result in results)
         else "WARM: it could not be emptied (not root)"),
        ("reading alone, s", spread("read_seconds")),
        ("quantize, s", spread("quantize_seconds")),
        ("of it the final sync, s", spread("sync_seconds")),
        ("quantize / reading", report.spread(
            [result["quantize_seconds"] / result["read_seconds"] for result in results], 2)),
        ("without the sync", report.spread(
            [(result["quantize_seconds"] - result["sync_seconds"]) / result["read_seconds"]
             for result in results], 2)),
        ("peak memory of quantize, MiB", report.spread(
            [result["peak_memory_bytes"] / 2**20 for result in results])),
        ("file, GB", f"{size / 1e9:.2f}"),
    ]


def run_rows(result):
    bench = result["bench"]
    prefill, decode = bench["prefill"][0], bench["decode"][0]
    allowed = bench["weight_bytes"] + result["kv_cache_bytes"] + ALLOWANCE
    return [
        ("weights in memory, GB", f"{bench['weight_bytes'] / 1e9:.3f}"),
        ("load, s", f"{bench['load_seconds']:.2f}"),
        (f"prefill of {bench['prompt']}, tokens/s", f"{prefill['tokens_per_second']['median']:.2f}"),
        (f"decode of {bench['generate']}, tokens/s", f"{decode['tokens_per_second']['median']:.2f}"),
        ("decode, GB/s", f"{decode['bytes_per_second'] / 1e9:.2f}"),
        ("read bandwidth, GB/s", f"{bench['read_bandwidth_bytes_per_second']['median'] / 1e9:.2f}"),
        ("decode / bandwidth", f"{100 * decode['bandwidth_share']:.1f} %"),
        ("peak memory of run bench, GB", f"{bench['peak_memory_bytes'] / 1e9:.3f}"),
        (f"peak memory of run logits ({bench['prompt']} ids), GB",
         f"{result['logits_peak_memory_bytes'] / 1e9:.3f}"),
        ("weights + KV cache + 300 MB, GB", f"{allowed / 1e9:.3f}"),
        ("arithmetic", f"{bench['arithmetic']}, {bench['kernels']}, {bench['threads']} threads"),
    ]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("qkit", type=Path, help="the file to write; must not exist")
    parser.add_argument("--bits", type=int, choices=[4, 8], default=4)
    parser.add_argument("--recipe", default="compact")
    parser.add_argument("--arithmetic", choices=["fast", "exact"], default="fast")
    parser.add_argument("--rounds", type=int, default=1, help="reading and quantizing in turn")
    parser.add_argument("--prompt", type=int, default=128)
    parser.add_argument("--generate", type=int, default=32)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--skip-run", action="store_true", help="quantize only")
    parser.add_argument("--delete", action="store_true", help="remove the .qkit file in the end")
    parser.add_argument("--programs", default=HERE.parent / ".build/release",
                        help="the folder of quantize, inspect and run")
    parser.add_argument("--output", type=report.markdown_path,
                        help="write NAME.md and NAME.json")
    arguments = parser.parse_args()
    if arguments.rounds < 1:
        parser.error("--rounds must be at least 1")
    if arguments.qkit.exists():
        parser.error(f"'{arguments.qkit}' exists")
    shards = sorted(arguments.checkpoint.glob("*.safetensors"))
    size = sum(path.stat().st_size for path in shards)
    if not shards:
        parser.error(f"'{arguments.checkpoint}' has no .safetensors files")
    # Codes of 8 bits take half of what fp16 weights do; `reference` keeps embedding and head.
    free = shutil.disk_usage(arguments.qkit.resolve().parent).free
    if free < size * 0.6:
        report.note(f"note: {free / 1e9:.1f} GB are free, up to {size * 0.6 / 1e9:.1f} GB may be needed")

    description = machine.describe()
    name = arguments.checkpoint.resolve().name
    try:
        rounds = quantize_rounds(arguments, shards)
        result = None if arguments.skip_run else run_result(arguments)
    finally:
        if arguments.delete:
            arguments.qkit.unlink(missing_ok=True)
    sections = [
        f"# A large model: {name}", report.table(["", "machine"], description),
        f"{size / 1e9:.2f} GB in {len(shards)} files, to {arguments.bits} bits with the recipe "
        f"{arguments.recipe}, {arguments.threads} threads.",
        report.table(["quantize", "median (smallest to largest)"], quantize_rows(rounds)),
    ]
    if result is not None:
        sections.append(report.table(["run", ""], run_rows(result)))
    report.publish("\n\n".join(sections), {
        "schema": 1, "machine": dict(description), "checkpoint": name, "checkpoint_bytes": size,
        "bits": arguments.bits, "recipe": arguments.recipe, "rounds": rounds, "run": result,
    }, arguments.output)


if __name__ == "__main__":
    try:
        main()
    except report.Failed as error:
        sys.exit(f"large_model.py: {error}")
