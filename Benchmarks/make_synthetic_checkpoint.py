#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Writes an fp16 checkpoint with the shapes of a published Baichuan model and random weights.

    make_synthetic_checkpoint.py baichuan-7b|baichuan-13b FOLDER [--layers N] [--seed N]
                                 [--shard-size 5.0]

The weights mean nothing: the model speaks noise. They are there to measure time and memory of a size that
cannot be downloaded everywhere. All of baichuan-13b is 26.5 GB, all of baichuan-7b 14.0 GB.

Every matrix is Gaussian with a standard deviation of 0.02, the norms are ones. Drawing 13 billion numbers
would take longer than writing them, so 2^26 are drawn once, and every 2^21 weights are a stretch of these
that begins at a random place, with all signs turned or not. A stretch is longer than what a .qkit file
compresses together, so a compressor finds in the codes what it finds in Gaussian codes: no repetition,
only their uneven frequencies. Real weights have heavier tails, so theirs compress rather better.

The same arguments give the same bytes with the same version of numpy. Takes 200 MB of memory beside the
file cache, and no longer than the disk takes. Needs Python 3.9 and numpy. There is no tokenizer: use
`run bench` and `run logits`.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy

MODELS = {
    "baichuan-7b": {
        "architectures": ["BaiChuanForCausalLM"],
        "hidden_size": 4096,
        "intermediate_size": 11008,
        "num_attention_heads": 32,
        "num_hidden_layers": 32,
        "max_position_embeddings": 4096,
    },
    "baichuan-13b": {
        "architectures": ["BaichuanForCausalLM"],
        "hidden_size": 5120,
        "intermediate_size": 13696,
        "num_attention_heads": 40,
        "num_hidden_layers": 40,
        "model_max_length": 4096,
    },
}
COMMON = {
    "model_type": "baichuan",
    "vocab_size": 64000,
    "hidden_act": "silu",
    "rms_norm_eps": 1e-06,
    "initializer_range": 0.02,
    "pad_token_id": 0,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "tie_word_embeddings": False,
    "use_cache": True,
    "torch_dtype": "float16",
}
ELEMENT_SIZE = 2
POOL_LENGTH = 1 << 26
STRETCH_LENGTH = 1 << 21
DEVIATION = 0.02


def tensors(config):
    """Names and shapes in the order of the model."""
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    yield "model.embed_tokens.weight", (config["vocab_size"], hidden)
    for index in range(config["num_hidden_layers"]):
        layer = f"model.layers.{index}."
        yield layer + "self_attn.W_pack.weight", (3 * hidden, hidden)
        yield layer + "self_attn.o_proj.weight", (hidden, hidden)
        yield layer + "mlp.gate_proj.weight", (inner, hidden)
        yield layer + "mlp.down_proj.weight", (hidden, inner)
        yield layer + "mlp.up_proj.weight", (inner, hidden)
        yield layer + "input_layernorm.weight", (hidden,)
        yield layer + "post_attention_layernorm.weight", (hidden,)
    yield "model.norm.weight", (hidden,)
    yield "lm_head.weight", (config["vocab_size"], hidden)


def byte_count(shape):
    count = ELEMENT_SIZE
    for extent in shape:
        count *= extent
    return count


def shards(entries, limit):
    """Tensors in lists of at most `limit` bytes each; one that is larger has a list of its own."""
    result, size = [[]], 0
    for name, shape in entries:
        if result[-1] and size + byte_count(shape) > limit:
            result.append([])
            size = 0
        result[-1].append((name, shape))
        size += byte_count(shape)
    return result


class Noise:
    """Gaussian fp16 numbers, faster than they can be drawn."""

    def __init__(self, seed):
        self.generator = numpy.random.Generator(numpy.random.PCG64(seed))
        self.pool = numpy.empty(POOL_LENGTH, dtype="<u2")
        for start in range(0, POOL_LENGTH, STRETCH_LENGTH):
            drawn = self.generator.standard_normal(STRETCH_LENGTH, dtype=numpy.float32)
            values = (drawn * numpy.float32(DEVIATION)).astype("<f2")
            self.pool[start:start + STRETCH_LENGTH] = values.view("<u2")

    def write(self, count, file):
        """Writes `count` numbers."""
        while count > 0:
            length = min(count, STRETCH_LENGTH)
            start = int(self.generator.integers(POOL_LENGTH - length + 1))
            stretch = self.pool[start:start + length]
            if self.generator.integers(2):
                stretch = stretch ^ numpy.uint16(0x8000)
            file.write(stretch.data)
            count -= length


def write_shard(path, entries, noise):
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, shape in entries:
        end = offset + byte_count(shape)
        header[name] = {"dtype": "F16", "shape": list(shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb", buffering=0) as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for name, shape in entries:
            if len(shape) == 1:
                file.write(numpy.ones(shape, dtype="<f2").data)
            else:
                noise.write(shape[0] * shape[1], file)


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", choices=sorted(MODELS))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--layers", type=int, help="fewer layers than the model has")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shard-size", type=float, default=5.0, help="at most so many GB a file")
    arguments = parser.parse_args()

    config = {**MODELS[arguments.model], **COMMON}
    if arguments.layers is not None:
        if not 1 <= arguments.layers <= config["num_hidden_layers"]:
            parser.error(f"--layers must be between 1 and {config['num_hidden_layers']}")
        config["num_hidden_layers"] = arguments.layers
    if arguments.shard_size <= 0:
        parser.error("--shard-size must be positive")
    folder = arguments.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        parser.error(f"'{folder}' exists and is not an empty folder")
    folder.mkdir(parents=True, exist_ok=True)

    plan = shards(tensors(config), arguments.shard_size * 1e9)
    total = sum(byte_count(shape) for entries in plan for _, shape in entries)
    free = shutil.disk_usage(folder).free
    if total > free:
        parser.error(f"{total / 1e9:.1f} GB are needed and {free / 1e9:.1f} GB are free; use --layers")

    noise, places = Noise(arguments.seed), {}
    for index, entries in enumerate(plan, start=1):
        name = f"model-{index:05d}-of-{len(plan):05d}.safetensors"
        print(f"{name}: {len(entries)} tensors", file=sys.stderr, flush=True)
        write_shard(folder / name, entries, noise)
        places.update((tensor, name) for tensor, _ in entries)
    write_json(folder / "model.safetensors.index.json",
               {"metadata": {"total_size": total}, "weight_map": places})
    write_json(folder / "generation_config.json",
               {key: COMMON[key] for key in ("pad_token_id", "bos_token_id", "eos_token_id")})
    # Last, so that an unfinished folder is no checkpoint.
    write_json(folder / "config.json", config)
    print(f"{folder}: {len(places)} tensors, {total / 1e9:.2f} GB in {len(plan)} files")


if __name__ == "__main__":
    main()
