# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""What the benchmark scripts share: running a program, tables, and where results go."""

import json
import statistics
import subprocess
import sys
from pathlib import Path


class Failed(Exception):
    """A program that was to be measured did not finish, or an input is missing."""


def run(command, **options):
    """Runs a program to its end and returns what it printed.

    Its standard error is kept apart and shown only when it fails.
    """
    command = [str(word) for word in command]
    try:
        done = subprocess.run(command, capture_output=True, text=True, **options)
    except OSError as error:
        raise Failed(f"{command[0]} cannot be started: {error.strerror}") from error
    if done.returncode != 0:
        message = done.stderr.strip()[-2000:]
        raise Failed(f"{' '.join(command)} failed with status {done.returncode}:\n{message}")
    return done.stdout


def run_json(command, **options):
    """Runs a program that prints one JSON document, or one on its last line."""
    text = run(command, **options)
    try:
        return json.loads(text)
    except ValueError:
        return json.loads(text.strip().splitlines()[-1])


def program(folder, name):
    """The path of a built program."""
    path = Path(folder) / name
    if not path.is_file():
        raise Failed(f"'{path}' is missing; run: swift build -c release --product {name}")
    return path


def table(header, rows):
    """A Markdown table; columns after the first are aligned right where every cell is a number."""
    header, *rows = [[str(cell).replace("|", "\\|") for cell in row] for row in (header, *rows)]
    rights = [
        index > 0 and bool(rows)
        and all(row[index][:1].isdigit() or row[index] in ("", "-") for row in rows)
        for index in range(len(header))
    ]
    lines = [header, ["---:" if right else "---" for right in rights]] + rows
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def spread(values, digits=1):
    """'median (min to max)'; one value alone stands for itself."""
    middle = f"{statistics.median(values):.{digits}f}"
    if len(values) == 1:
        return middle
    return f"{middle} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def publish(markdown, data, output):
    """Prints a report and, with an output 'NAME.md', writes it and its figures as 'NAME.json'."""
    print(markdown)
    if output is None:
        return
    path = Path(output)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(markdown + "\n", encoding="utf-8")
    path.with_suffix(".json").write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    print(f"\nwritten: {path} and {path.with_suffix('.json').name}", file=sys.stderr)


def markdown_path(text):
    """The type of --output: a Markdown file, so that the JSON beside it has a name of its own."""
    if not text.endswith(".md"):
        raise ValueError(f"'{text}' does not end in .md")
    return text


def note(text):
    """Progress, on standard error."""
    print(text, file=sys.stderr, flush=True)
