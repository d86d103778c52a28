#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Describes the machine of a measurement: processor, memory, kernel, compilers, commit.

    machine.py        prints the description as a Markdown table
"""

import datetime
import os
import platform
import subprocess
from pathlib import Path

import report

ROOT = Path(__file__).resolve().parent.parent

# What decides which kernels run, ours and theirs.
FEATURES = ["avx2", "fma", "f16c", "avx512f", "avx512bw", "avx512vl", "avx512_vnni", "avx_vnni",
            "amx_tile", "amx_int8", "asimddp", "i8mm"]


def describe():
    """What a reader needs to judge a figure, as (name, value) rows; no name of the machine."""
    processor = fields("/proc/cpuinfo")
    memory = fields("/proc/meminfo").get("MemTotal", "").split()
    flags = (processor.get("flags") or processor.get("Features") or "").split()
    rows = [
        ("date", datetime.date.today().isoformat()),
        ("processor", processor.get("model name") or platform.processor() or platform.machine()),
        ("features", " ".join(name for name in FEATURES if name in flags) or "unknown"),
        ("processors", str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity")
                           else os.cpu_count())),
        ("memory", f"{int(memory[0]) / 2**20:.1f} GiB" if memory else "unknown"),
        ("kernel", f"{platform.system()} {platform.release()}"),
        ("Swift", first_line("swift", "--version")),
        ("Clang", first_line("clang", "--version")),
        ("Python", platform.python_version()),
        ("commit", commit()),
        ("load before", f"{os.getloadavg()[0]:.2f}"),
    ]
    return rows


def commit():
    """The commit that is checked out; says so when the work tree differs from it."""
    name = first_line("git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD")
    changes = first_line("git", "-C", str(ROOT), "status", "--porcelain", "--untracked-files=no")
    return name if changes in ("", "unknown") else name + " with changes"


def fields(path):
    """The first value of each 'key: value' line of a file of the kernel."""
    result = {}
    try:
        for line in Path(path).read_text().splitlines():
            key, colon, value = line.partition(":")
            if colon:
                result.setdefault(key.strip(), value.strip())
    except OSError:
        pass
    return result


def first_line(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return next(iter(done.stdout.splitlines()), "")


if __name__ == "__main__":
    print(report.table(["", "machine"], describe()))
