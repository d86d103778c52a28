#!/usr/bin/env python3
"""Counts the instructions of the generic and AVX2 kernels with Valgrind's Callgrind.

Wall time on a shared machine differs from run to run; these counts do not, so they show a kernel that
became slower for more work. They say nothing of memory, and Valgrind has no AVX-512. With --check the
counts are compared with those of a table written before, and more of any than the tolerance allows is an
error; with another compiler than the table's, differences are no more than a hint.
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
KERNELS = HERE.parent / "Sources" / "CQuantKernels"
TABLE = HERE / "results" / "instruction-counts.md"
SETS = ("generic", "avx2")
# Counts repeat exactly with one compiler; patch versions move a few instructions.
TOLERANCE = 0.02
ROW = re.compile(r"^\| ([^|]+?) \| ([0-9.]+) \| ([0-9.]+) \|", re.M)


def require_valgrind():
    if shutil.which("valgrind") and pathlib.Path("/usr/include/valgrind/callgrind.h").exists():
        return
    if not shutil.which("apt-get"):
        sys.exit("error: install valgrind with this system's package manager and run this again")
    elevate = ["sudo"] if shutil.which("sudo") else []
    subprocess.run([*elevate, "apt-get", "update"], check=True)
    subprocess.run([*elevate, "apt-get", "install", "-y", "valgrind"], check=True)


def count():
    """{kernel: {instruction set: instructions for each operation}}, in the order of the program."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        sources = [*sorted(KERNELS.glob("*.c")), HERE / "instruction_counts.c"]
        objects = []
        for source in sources:
            objects.append(folder / f"{source.stem}-{len(objects)}.o")
            # The flags of the package's release build.
            subprocess.run(["clang", "-O2", f"-I{KERNELS / 'include'}", "-c", source, "-o", objects[-1]],
                           check=True)
        program = folder / "count"
        subprocess.run(["clang", *objects, "-lm", "-o", program], check=True)
        run = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder / 'out'}", program],
            capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit(f"error: counting failed with status {run.returncode}:\n{run.stderr}")
        counts = {}
        for number, line in enumerate(run.stdout.splitlines(), 1):
            instruction_set, operations, kernel = line.split("\t")
            dump = (folder / f"out.{number}").read_text()
            if f"Client Request: {kernel}\n" not in dump:
                sys.exit(f"error: part {number} of Callgrind's output is not that of '{kernel}'")
            instructions = int(re.search(r"^(?:totals|summary): (\d+)", dump, re.M).group(1))
            counts.setdefault(kernel, {})[instruction_set] = instructions / int(operations)
        return counts


def first_line(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]


def rendered(counts):
    compiler, valgrind = first_line("clang", "--version"), first_line("valgrind", "--version")
    # The repository's address and hash say nothing to a reader.
    compiler = re.sub(r" \(.*", "", compiler)
    lines = [
        "# Instructions of the kernels",
        "",
        f"{compiler}, -O2, x86-64; {valgrind}, Callgrind. Written by `Benchmarks/instruction_counts.py`, checked",
        f"by it with `--check`, within {TOLERANCE:.0%}.",
        "",
        "Instructions for each weight (matrix x vector, quantize rows), each multiplication and addition (matrix x",
        "matrix, attention) or each activation: 128 rows of 2,048 columns, 24 tokens; attention of one head of 64",
        "elements at 1,024 positions. One call of the kernel, everything in it counted.",
        "",
        "| kernel | generic | AVX2 | generic / AVX2 |",
        "|---|---:|---:|---:|",
    ]
    for kernel, by_set in counts.items():
        generic, avx2 = (by_set[name] for name in SETS)
        lines.append(f"| {kernel} | {generic:.4f} | {avx2:.4f} | {generic / avx2:.1f} |")
    return "\n".join(lines) + "\n"


def check(counts, table, tolerance):
    expected = {kernel: dict(zip(SETS, map(float, numbers))) for kernel, *numbers in ROW.findall(table)}
    if expected.keys() != counts.keys():
        return [f"the table lacks or has too many kernels: {sorted(expected.keys() ^ counts.keys())}"]
    problems = []
    for kernel, by_set in counts.items():
        for name in SETS:
            before, now = expected[kernel][name], by_set[name]
            if now > before * (1 + tolerance):
                problems.append(f"{kernel}, {name}: {now:.4f} instructions, {before:.4f} in the table")
            elif now < before * (1 - tolerance):
                print(f"fewer: {kernel}, {name}: {now:.4f}, {before:.4f} in the table; write the table again")
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the table, write nothing")
    parser.add_argument("--table", type=pathlib.Path, default=TABLE, help="the table (default: %(default)s)")
    parser.add_argument("--tolerance", type=float, default=TOLERANCE, help="default: %(default)s")
    arguments = parser.parse_args()
    require_valgrind()
    counts = count()
    if not arguments.check:
        arguments.table.write_text(rendered(counts))
        return print(f"{len(counts)} kernels: {arguments.table}")
    problems = check(counts, arguments.table.read_text(), arguments.tolerance)
    if problems:
        sys.exit("error: more instructions than before\n" + "\n".join(problems))
    print(f"{len(counts)} kernels within {arguments.tolerance:.0%} of {arguments.table}, or better")


main()
