#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Kills `quantize` at random moments, and lets disks fill up under it, and checks that nothing is lost.

    swift build -c release --product quantize     (inspect likewise)
    scripts/prove_interruption.py [--runs 100] [--seed N] [--checkpoint Models/demo/checkpoint]

kill        A run to a new output and one over an older output are killed with SIGKILL, each after a random
            share of the time that a whole run takes. After each, what stands under the output's name is
            what was there, or a file that `inspect verify` finds sound and that has the bytes of an
            uninterrupted run; `--resume` then gives those bytes, also when it is itself killed in between.
interrupt   The same with SIGINT: the run says how to go on and ends with status 130.
disk full   The file size is limited (RLIMIT_FSIZE) at as many points, and, where a tmpfs can be mounted,
            another writer fills the disk after the preflight. Each run ends with status 1 and an error that
            names the file, nothing stands under the output's name, an older output is unchanged, and
            `--resume` on a roomy disk completes the file.

Exits with 1 at the first failure; the seed is printed so that a run can be repeated.
"""

import argparse
import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OLDER = b"an older output"


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Proof:
    def __init__(self, programs, checkpoint, folder, options):
        self.quantize = programs / "quantize"
        self.inspect = programs / "inspect"
        self.checkpoint = checkpoint
        self.folder = folder
        self.options = options
        whole = folder / "whole.qkit"
        start = time.monotonic()
        self.run("-o", whole)
        self.duration = time.monotonic() - start
        self.sum = sha256(whole)
        self.byte_count = whole.stat().st_size

    def command(self, *arguments):
        return [self.quantize, self.checkpoint, "-q", *self.options, *map(str, arguments)]

    def run(self, *arguments):
        result = subprocess.run(self.command(*arguments), capture_output=True, text=True)
        if result.returncode != 0:
            fail(f"{' '.join(map(str, result.args))}: status {result.returncode}, {result.stderr}")

    def check_output(self, output, older):
        """What stands under the name is the older file, or nothing, or the whole new file."""
        if older and output.exists() and output.read_bytes() == OLDER:
            return "older"
        if not output.exists():
            if older:
                fail("the older output is gone")
            return "nothing"
        verified = subprocess.run([self.inspect, "verify", output], capture_output=True, text=True)
        if verified.returncode != 0 or sha256(output) != self.sum:
            fail(f"a file that is not sound stands under the name: {verified.stderr}")
        return "whole"

    def clean(self, output, older):
        for path in output.parent.glob(output.name + "*"):
            path.unlink()
        if older:
            output.write_bytes(OLDER)

    def resume(self, output, older, kills=0):
        force = ["--force"] if older or output.exists() else []
        for _ in range(kills):
            self.stop_at(random.random() * self.duration, signal.SIGKILL, "-o", output, "--resume", *force)
            if output.exists() and not force:
                force = ["--force"]
        self.run("-o", output, "--resume", *force)
        if sha256(output) != self.sum:
            fail("a resumed run gives other bytes than an uninterrupted one")
        left = [path.name for path in output.parent.glob(output.name + ".*")]
        if left:
            fail(f"{left} are left behind")

    def stop_at(self, delay, number, *arguments):
        # A shell that starts this script in the background has Ctrl-C ignored, and children inherit that.
        process = subprocess.Popen(self.command(*arguments), stderr=subprocess.PIPE, text=True,
                                   preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        time.sleep(delay)
        process.send_signal(number)
        return process, process.communicate()[1]

    def prove_stops(self, runs, number):
        found = {"older": 0, "nothing": 0, "whole": 0}
        resumed = 0
        for index in range(runs):
            older = index % 2 == 1
            output = self.folder / "out.qkit"
            self.clean(output, older)
            force = ["--force"] if older else []
            process, errors = self.stop_at(random.random() * self.duration * 1.1, number, "-o", output, *force)
            if number == signal.SIGINT and process.returncode not in (0, 130, -signal.SIGINT):
                fail(f"status {process.returncode} after an interruption: {errors}")
            found[self.check_output(output, older)] += 1
            partial = output.with_name(output.name + ".partial")
            if number == signal.SIGINT and process.returncode == 130 and partial.exists() and "--resume" not in errors:
                fail(f"an interrupted run does not say how to go on: {errors!r}")
            resumed += partial.exists()
            self.resume(output, older, kills=index % 3)
        print(f"{signal.Signals(number).name}: {runs} runs, under the name afterwards: {found}; "
              f"{resumed} left work to go on with; every --resume gave {self.sum[:16]}", flush=True)

    def prove_limits(self, runs):
        for index in range(runs):
            older = index % 2 == 1
            output = self.folder / "out.qkit"
            self.clean(output, older)
            # Every point of the file, its first and last bytes more often than others.
            limit = random.choice([random.randrange(self.byte_count), random.randrange(200),
                                   self.byte_count - 1 - random.randrange(200)])

            def limited():
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

            result = subprocess.run(self.command("-o", output, *(["--force"] if older else [])),
                                    capture_output=True, text=True, preexec_fn=limited)
            if result.returncode != 1 or "out.qkit" not in result.stderr:
                fail(f"limit {limit}: status {result.returncode}, {result.stderr!r}")
            if self.check_output(output, older) == "whole":
                fail(f"limit {limit}: a file of {self.byte_count} bytes cannot be there")
            self.resume(output, older)
        print(f"file size limit: {runs} limits, each an error that names the file; every --resume completed it",
              flush=True)

    def prove_full_disks(self, runs):
        disk = self.folder / "disk"
        disk.mkdir()
        room = self.byte_count * 2
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room + (1 << 20)}", "tmpfs", disk],
                                 capture_output=True)
        if mounted.returncode != 0:
            print("full disk: no tmpfs can be mounted here, which needs root; the limits above stand alone")
            return
        try:
            failed = 0
            for index in range(runs):
                older = index % 2 == 1
                output = disk / "out.qkit"
                self.clean(output, older)
                process = subprocess.Popen(self.command("-o", output, *(["--force"] if older else [])),
                                           stderr=subprocess.PIPE, text=True)
                time.sleep(random.random() * self.duration)
                filler = disk / "filler"
                with open(filler, "wb", buffering=0) as file:
                    try:
                        while process.poll() is None:
                            file.write(bytes(1 << 16))
                    except OSError:
                        pass
                errors = process.communicate()[1]
                if process.returncode == 1:
                    failed += 1
                    if "out.qkit" not in errors or not ("no space" in errors or "free" in errors):
                        fail(f"the error of a full disk is {errors!r}")
                    if self.check_output(output, older) == "whole":
                        fail("a run that failed has published its output")
                elif process.returncode == 0:
                    self.check_output(output, older)
                else:
                    fail(f"full disk: status {process.returncode}, {errors!r}")
                filler.unlink()
                self.resume(output, older)
            print(f"full disk: {runs} runs beside a writer that fills it, {failed} met the full disk; "
                  "every --resume completed the file", flush=True)
        finally:
            subprocess.run(["umount", disk], check=True)


def fail(message):
    sys.exit(f"FAILED: {message}")


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--checkpoint", type=Path, default=root / "Models/demo/checkpoint")
    parser.add_argument("--programs", type=Path, default=root / ".build/release")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    random.seed(arguments.seed)
    with tempfile.TemporaryDirectory() as folder:
        # A level that makes a run long enough to be met anywhere.
        proof = Proof(arguments.programs, arguments.checkpoint, Path(folder), ["--level", "9"])
        print(f"a whole run takes {proof.duration:.2f} s", flush=True)
        proof.prove_stops(arguments.runs, signal.SIGKILL)
        proof.prove_stops(arguments.runs, signal.SIGINT)
        proof.prove_limits(arguments.runs)
        proof.prove_full_disks(arguments.runs)


main()
