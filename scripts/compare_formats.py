#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Saves a checkpoint in every format that `quantize` reads and checks that the codes are the same.

    python3 -m venv .venv && .venv/bin/pip install numpy safetensors torch
    swift build -c release --product quantize     (inspect likewise)
    .venv/bin/python scripts/compare_formats.py CHECKPOINT

CHECKPOINT is a folder with an fp16 model.safetensors, such as Benchmarks/make_smollm2_checkpoint.py makes.
Its weights are written as F16, BF16 and F32, as safetensors and by torch.save in the zip and the legacy
format, each as one file and as 5 shards, one variant after the other in a temporary folder of twice the
size of the checkpoint in F32. For F16 a PyTorch file more: all matrices are stored transposed and handed
over as views. All are quantized to 8 and 4 bits with the recipe compact. Per type, every variant must give
the codes, scales and kept tensors of the first, bit for bit. (F16, BF16 and F32 differ from each other:
a scale is rounded to the type of its matrix.) Exits with 1 when anything differs.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
from safetensors.torch import load_file, safe_open, save_file

SHARD_COUNT = 5
TYPES = {"F16": torch.float16, "BF16": torch.bfloat16, "F32": torch.float32}
PYTORCH = {"zip": True, "legacy": False}


def shards(tensors, count):
    """Parts of about the same number of tensors, in order."""
    names = list(tensors)
    cuts = [len(names) * part // count for part in range(count + 1)]
    return [{name: tensors[name] for name in names[a:b]} for a, b in zip(cuts, cuts[1:])]


def write(folder, tensors, kind, count):
    """One variant of a checkpoint's weights."""
    stem, suffix = ("model", "safetensors") if kind == "safetensors" else ("pytorch_model", "bin")
    weight_map = {}
    for number, part in enumerate(shards(tensors, count), 1):
        name = f"{stem}.{suffix}" if count == 1 else f"{stem}-{number:05}-of-{count:05}.{suffix}"
        if kind == "safetensors":
            save_file(part, folder / name, metadata={"format": "pt"})
        else:
            torch.save(part, folder / name, _use_new_zipfile_serialization=PYTORCH[kind])
        weight_map |= dict.fromkeys(part, name)
    if count > 1:
        index = {"metadata": {}, "weight_map": weight_map}
        (folder / f"{stem}.{suffix}.index.json").write_text(json.dumps(index))


def digests(path):
    """Tensor -> the hash of its bytes."""
    with safe_open(path, "pt") as file:
        return {name: hashlib.sha256(file.get_tensor(name).contiguous().view(torch.uint8).numpy().tobytes()
                                     if file.get_tensor(name).dim() else b"").hexdigest()
                for name in file.keys()}


def quantized(programs, source, folder, bits):
    """The hashes of everything in the quantized file, and what the run printed."""
    output, unpacked = folder / "out.qkit", folder / "unpacked"
    printed = subprocess.run(
        [str(programs / "quantize"), str(source), "-o", str(output), "--bits", str(bits), "--recipe", "compact",
         "--json", "--force"], capture_output=True, text=True, check=True).stdout
    shutil.rmtree(unpacked, ignore_errors=True)
    for options in ([], ["--dequantized"]):
        subprocess.run([str(programs / "inspect"), "unpack", str(output), str(unpacked), "-q", *options], check=True)
    result = {**digests(unpacked / "codes.safetensors"), **digests(unpacked / "model.safetensors")}
    return result, json.loads(printed)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--programs", type=Path, default=Path(".build/release"), help="the folder of the programs")
    parser.add_argument("--types", default=",".join(TYPES), help="separated by commas")
    options = parser.parse_args()
    source = load_file(options.checkpoint / "model.safetensors")
    is_good = True
    for kind in options.types.split(","):
        tensors = {name: tensor.to(TYPES[kind]) for name, tensor in source.items()}
        variants = [(form, count) for count in (1, SHARD_COUNT) for form in ("safetensors", *PYTORCH)]
        variants += [("zip, transposed", 1)] if kind == "F16" else []
        expected = {}
        for form, count in variants:
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name) / "checkpoint"
                folder.mkdir()
                for file in options.checkpoint.glob("*.json"):
                    shutil.copy(file, folder)
                is_transposed = form.endswith("transposed")
                saved = {key: tensor.t().contiguous().t() if tensor.dim() == 2 else tensor
                         for key, tensor in tensors.items()} if is_transposed else tensors
                write(folder, saved, form.split(",")[0], count)
                del saved
                for bits in (8, 4):
                    found, summary = quantized(options.programs, folder, Path(name), bits)
                    is_same = expected.setdefault(bits, found) == found
                    is_good &= is_same
                    print(f"{'ok  ' if is_same else 'FAIL'} {kind}, {form}, {count} file{'s' if count > 1 else ''}, "
                          f"int{bits}: {len(found)} arrays, {summary['quantized_tensors']} of "
                          f"{summary['tensors']} tensors quantized, {summary['wall_seconds']:.2f} s", flush=True)
    print("all equal" if is_good else "differences")
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
