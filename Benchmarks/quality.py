#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Measures what each way to quantize costs in bits and in divergence from the original, beside llama.cpp.

    quality.py CHECKPOINT TEXT [--gguf MODEL.gguf] [--window 512] [--windows 12]
               [--output Benchmarks/results/NAME.md] ...

CHECKPOINT is an fp16 checkpoint, TEXT a text that nothing was calibrated or tuned on. MODEL.gguf is the
same model for llama.cpp, in any type (see make_smollm2_checkpoint.py); with it, a file is made for the size of each
of llama.cpp's. Run it with the Python that has llama-cpp-python.

Bits are those of the whole file, tokenizer and all, divided by the number of weights. The divergence is
the mean of KL(original || quantized) over the positions of the windows: ours from the checkpoint, llama.cpp's from its
own F16. What the folder of --work has already is neither made nor measured again: keep one for each text.

With --output the report is written as Markdown, the figures as JSON and the plot as SVG beside it.
"""

import argparse
import json
import math
import sys
from pathlib import Path

import machine
import report

HERE = Path(__file__).resolve().parent
PEERS = ["Q8_0", "Q5_K_M", "Q4_K_M", "Q4_0"]
SCHEMES = {
    "int8": [],
    "int4": ["--bits", "4"],
    "int4, scales mse": ["--bits", "4", "--scales", "mse"],
    "int4, calibrated": ["--bits", "4", "--calibrate"],
    "int4, groups of 32": ["--bits", "4", "--group-size", "32"],
    "int4, groups of 32, calibrated": ["--bits", "4", "--group-size", "32", "--calibrate"],
    "int4, groups of 128, calibrated": ["--bits", "4", "--group-size", "128", "--calibrate"],
    "5.4 bits in memory, calibrated": ["--target-memory-bits", "5.4", "--calibrate"],
    "one step, 0.1": ["--step", "0.1"],
    "one step, 0.2": ["--step", "0.2"],
    "one step, 0.2, calibrated": ["--step", "0.2", "--calibrate"],
}
BITS = [3.5, 4, 4.5, 5, 5.5, 6]


class Quality:
    def __init__(self, arguments):
        self.arguments = arguments
        self.work = Path(arguments.work)
        self.work.mkdir(parents=True, exist_ok=True)
        self.rows = []

    def add(self, name, kind, file, measure):
        """A row for a file: what a run before measured, or what `measure` gives."""
        report.note(name)
        kept = self.work / f"{label(name)}.json"
        if not kept.exists():
            divergence = measure()
            kept.write_text(json.dumps({
                "name": name, "kind": kind, "bytes": file.stat().st_size, "kld": divergence["mean_kld"],
                "error": divergence["standard_error"], "same_top": divergence["same_top"],
                "perplexity": divergence["perplexity"],
            }), encoding="utf-8")
        self.rows.append(json.loads(kept.read_text(encoding="utf-8")))

    def ours(self, name, options, kind):
        """Quantizes with the recipe `compact` and measures."""
        file = self.work / f"{label(name)}.qkit"

        def measure():
            if not file.exists():
                report.run([report.program(self.arguments.programs, "quantize"), self.arguments.checkpoint,
                            "--recipe", "compact", *options, "--quiet", "-o", file])
            return report.run_json(
                [report.program(self.arguments.programs, "run"), "divergence", self.arguments.checkpoint, file,
                 self.arguments.text, "--window", self.arguments.window, "--windows", self.arguments.windows,
                 "--json"])["divergence"]

        self.add(name, kind, file, measure)

    def peer(self, *words):
        return report.run_json([sys.executable, HERE / "llama_cpp_peer.py", *words])

    def peer_file(self, kind):
        """llama.cpp's file of a type, made from its own F16."""
        file = self.work / f"{Path(self.arguments.gguf).stem}.{kind}.gguf"
        if not file.exists():
            source = self.arguments.gguf if kind == "F16" else self.peer_file("F16")
            self.peer("quantize", source, file, kind)
        return file

    def theirs(self, kind):
        """A type of llama.cpp's, compared with its own F16; returns the size of the file."""
        file = self.peer_file(kind)
        self.add(f"llama.cpp {kind}", "llama.cpp", file, lambda: self.peer(
            "divergence", self.peer_file("F16"), file, self.arguments.text, "--window", self.arguments.window,
            "--windows", self.arguments.windows))
        return file.stat().st_size

    def measure(self):
        for kind in PEERS if self.arguments.gguf else []:
            size = self.theirs(kind)
            self.ours(f"the size of {kind}", ["--target-size", str(size), "--calibrate"], "steps, calibrated")
        for bits in [] if self.arguments.gguf else BITS:
            self.ours(f"{bits} bits", ["--target-bits", str(bits)], "steps")
            self.ours(f"{bits} bits, calibrated", ["--target-bits", str(bits), "--calibrate"],
                      "steps, calibrated")
        for name, options in SCHEMES.items():
            kind = "one step" if "step" in name else "int8 and int4"
            self.ours(name, options, kind)


def label(name):
    return name.replace(", ", "-").replace(" ", "-")


def bits(row, weights):
    return 8 * row["bytes"] / weights


def markdown(rows, weights, description, arguments, plot):
    table = [
        (row["name"], f"{row['bytes'] / 1e6:.2f}", f"{bits(row, weights):.2f}",
         f"{row['kld']:.5f}", f"{row['error']:.5f}", f"{100 * row['same_top']:.1f}",
         f"{row['perplexity']:.3f}")
        for row in sorted(rows, key=lambda row: row["bytes"])
    ]
    parts = [
        f"# Quality per bit: {Path(arguments.checkpoint).name}",
        report.table(["", ""], description),
        f"`{Path(arguments.text).name}`, windows of {arguments.window} tokens, the first {arguments.windows}; recipe "
        "`compact`. Bits are those of the whole file for each of "
        f"{weights:,} weights. The divergence is the mean of KL(original || quantized) in nats, with its standard "
        "error; perplexity is that of the quantized model.",
        report.table(["", "MB", "bits per weight", "mean KLD", "±", "same top-1, %", "perplexity"], table),
    ]
    if plot:
        parts.insert(2, f"![bits per weight against divergence]({plot.name})")
    return "\n\n".join(parts)


class Plot:
    """A scatter plot with a logarithmic vertical axis, as SVG."""

    WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 860, 520, 70, 20, 20, 50
    COLORS = {"llama.cpp": "#d62728", "steps, calibrated": "#1f77b4", "steps": "#7fb2dd", "one step": "#9467bd",
              "int8 and int4": "#2ca02c"}

    def __init__(self, rows, weights):
        self.rows, self.weights = rows, weights
        values = [bits(row, weights) for row in rows]
        self.low, self.high = math.floor(min(values)), math.ceil(max(values))
        divergences = [row["kld"] for row in rows if row["kld"] > 0]
        self.bottom = math.floor(math.log10(min(divergences)))
        self.top = math.ceil(math.log10(max(divergences)))
        # What texts must not cover, as (left, right, top, bottom): the points at first.
        points = [(self.x(bits(row, weights)), self.y(row["kld"])) for row in rows if row["kld"] > 0]
        self.taken = [(x - 5, x + 5, y - 5, y + 5) for x, y in points]

    def x(self, value):
        inner = self.WIDTH - self.LEFT - self.RIGHT
        return self.LEFT + (value - self.low) / (self.high - self.low) * inner

    def y(self, value):
        inner = self.HEIGHT - self.TOP - self.BOTTOM
        return self.TOP + (self.top - math.log10(value)) / (self.top - self.bottom) * inner

    def svg(self):
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.WIDTH} {self.HEIGHT}" '
            'font-family="sans-serif" font-size="12">',
            f'<rect width="{self.WIDTH}" height="{self.HEIGHT}" fill="white"/>',
        ]
        for value in range(self.low, self.high + 1):
            x = self.x(value)
            parts.append(f'<line x1="{x:.1f}" y1="{self.TOP}" x2="{x:.1f}" y2="{self.HEIGHT - self.BOTTOM}" '
                         'stroke="#ddd"/>')
            parts.append(f'<text x="{x:.1f}" y="{self.HEIGHT - self.BOTTOM + 18}" text-anchor="middle">{value}</text>')
        for exponent in range(self.bottom, self.top + 1):
            for digit in (1, 2, 5) if exponent < self.top else (1,):
                value = digit * 10 ** exponent
                y = self.y(value)
                parts.append(f'<line x1="{self.LEFT}" y1="{y:.1f}" x2="{self.WIDTH - self.RIGHT}" y2="{y:.1f}" '
                             'stroke="#ddd"/>')
                parts.append(f'<text x="{self.LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>')
        middle = (self.LEFT + self.WIDTH - self.RIGHT) / 2
        parts.append(f'<text x="{middle}" y="{self.HEIGHT - 10}" text-anchor="middle">'
                     'bits per weight, whole file</text>')
        parts.append(f'<text x="16" y="{self.HEIGHT / 2}" text-anchor="middle" '
                     f'transform="rotate(-90 16 {self.HEIGHT / 2})">mean KL divergence, nats</text>')
        parts += self.series()
        return "\n".join(parts + ["</svg>", ""])

    def label(self, x, y, color, text):
        """A text beside a point: right of it, left of it, or lower, the first place that is free."""
        width = 6.6 * len(text)
        places = [(left, y + 4 + down) for down in range(0, 60, 4) for left in (x + 7, x - 7 - width)]
        left, bottom = next((place for place in places if self.is_free(*place, width)), places[0])
        self.taken.append((left, left + width, bottom - 11, bottom + 2))
        return f'<text x="{left:.1f}" y="{bottom:.1f}" textLength="{width:.0f}" fill="{color}">{text}</text>'

    def is_free(self, left, bottom, width):
        """Whether a text touches no other, no point and not the edges."""
        return left > self.LEFT and left + width < self.WIDTH - self.RIGHT and not any(
            left < other_right and other_left < left + width and bottom - 11 < other_bottom
            and other_top < bottom + 2
            for other_left, other_right, other_top, other_bottom in self.taken)

    def series(self):
        parts, number = [], 0
        for kind, color in self.COLORS.items():
            rows = sorted((row for row in self.rows if row["kind"] == kind and row["kld"] > 0),
                          key=lambda row: row["bytes"])
            if not rows:
                continue
            points = [(self.x(bits(row, self.weights)), self.y(row["kld"])) for row in rows]
            if kind in ("llama.cpp", "steps, calibrated", "steps"):
                path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
                parts.append(f'<polyline points="{path}" fill="none" stroke="{color}"/>')
            for (x, y), row in zip(points, rows):
                parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{color}"><title>{row["name"]}: '
                             f'{bits(row, self.weights):.2f} bits, {row["kld"]:.4f} nats</title></circle>')
                if kind not in ("steps, calibrated", "steps"):
                    name = row["name"].removeprefix("llama.cpp ")
                    parts.append(self.label(x, y, color, name))
            top = self.TOP + 16 + 18 * number
            number += 1
            parts.append(f'<circle cx="{self.WIDTH - 190}" cy="{top - 4}" r="4" fill="{color}"/>')
            parts.append(f'<text x="{self.WIDTH - 180}" y="{top}">{kind}</text>')
        return parts


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("text")
    parser.add_argument("--gguf")
    parser.add_argument("--window", type=int, default=512)
    parser.add_argument("--windows", type=int, default=12)
    parser.add_argument("--programs", default=HERE.parent / ".build/release")
    parser.add_argument("--work", default=HERE.parent / ".build/benchmarks/quality",
                        help="where the files are made and kept")
    parser.add_argument("--output", type=report.markdown_path, metavar="NAME.md",
                        help="the figures go to NAME.json, the plot to NAME.svg")
    arguments = parser.parse_args()
    description = machine.describe()
    try:
        quality = Quality(arguments)
        weights = report.run_json(
            [report.program(arguments.programs, "quantize"), arguments.checkpoint, "--dry-run", "--json",
             "--quiet"])["weights"]
        quality.measure()
    except report.Failed as error:
        sys.exit(str(error))
    plot = Path(arguments.output).with_suffix(".svg") if arguments.output else None
    if plot:
        plot.write_text(Plot(quality.rows, weights).svg())
    report.publish(
        markdown(quality.rows, weights, description, arguments, plot),
        {"schema": 1, "machine": dict(description), "text": Path(arguments.text).name, "window": arguments.window,
         "windows": arguments.windows, "weights": weights, "rows": quality.rows},
        arguments.output)


if __name__ == "__main__":
    main()
