#!/usr/bin/env python3
"""Writes the checkpoint that `tiny-llama` was quantized from; needs nothing but Python.

    python3 make_tiny.py CHECKPOINT && quantize CHECKPOINT --bits 4 -o tiny-llama.qkit
"""
import json
import pathlib
import random
import struct
import sys

WIDTH, INNER, HEADS, VOCABULARY = 16, 24, 2, 40

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
(folder / "config.json").write_text(json.dumps({
    "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": WIDTH,
    "intermediate_size": INNER, "num_attention_heads": HEADS, "num_key_value_heads": 1,
    "num_hidden_layers": 1, "vocab_size": VOCABULARY, "max_position_embeddings": 64,
}))
shapes = {"model.embed_tokens.weight": (VOCABULARY, WIDTH), "model.norm.weight": (WIDTH,),
          "lm_head.weight": (VOCABULARY, WIDTH)}
for name, shape in {
    "input_layernorm": (WIDTH,), "post_attention_layernorm": (WIDTH,),
    "self_attn.q_proj": (WIDTH, WIDTH), "self_attn.k_proj": (WIDTH // HEADS, WIDTH),
    "self_attn.v_proj": (WIDTH // HEADS, WIDTH), "self_attn.o_proj": (WIDTH, WIDTH),
    "mlp.gate_proj": (INNER, WIDTH), "mlp.up_proj": (INNER, WIDTH), "mlp.down_proj": (WIDTH, INNER),
}.items():
    shapes[f"model.layers.0.{name}.weight"] = shape

weights = random.Random(5)
header, data = {}, b""
for name, shape in shapes.items():
    count = shape[0] * (shape[1] if len(shape) > 1 else 1)
    values = struct.pack(f"<{count}e", *(weights.gauss(0, 0.2) for _ in range(count)))
    header[name] = {"dtype": "F16", "shape": shape, "data_offsets": [len(data), len(data) + len(values)]}
    data += values
text = json.dumps(header).encode()
(folder / "model.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
