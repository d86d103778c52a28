"""Makes the folder variants/: settings of config.json that the other models here leave out.

A few sets of random weights, each used with several config.json; for each of those the logits of two prompts,
one longer than every window and every original context, and a greedy continuation through the cache.
Expected values come from transformers in float32, attention computed eagerly:

    pip install torch transformers safetensors     # made with torch 2.15.0, transformers 5.24.0
    python make_variants.py
"""

import json
import os
import tempfile

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModelForCausalLM
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "variants")
HIDDEN, HEADS, KV_HEADS, HEAD, LAYERS, MLP, VOCABULARY = 32, 4, 2, 8, 4, 40, 40
PROMPT_LENGTHS, NEW_TOKENS = [11, 40], 8
SEED = 5  # of the prompts, such that the first two choices of no greedy step are close

SHAPE = {
    "hidden_size": HIDDEN, "intermediate_size": MLP, "num_attention_heads": HEADS, "num_key_value_heads": KV_HEADS,
    "num_hidden_layers": LAYERS, "vocab_size": VOCABULARY, "rms_norm_eps": 1e-5, "hidden_act": "silu",
    "bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0,
}
OLD = {"torch_dtype": "float16", "transformers_version": "4.45.0"}
NEW = {"dtype": "float16", "transformers_version": "5.24.0"}
LLAMA = {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "tie_word_embeddings": False, **SHAPE}
MISTRAL = {"architectures": ["MistralForCausalLM"], "model_type": "mistral", "tie_word_embeddings": False, **SHAPE}
QWEN2 = {"architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "tie_word_embeddings": False, **SHAPE}
QWEN3 = {"architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "tie_word_embeddings": False, "head_dim": HEAD,
         **SHAPE}
SMOLLM3 = {"architectures": ["SmolLM3ForCausalLM"], "model_type": "smollm3", **SHAPE}

# name: (weights, config.json)
VARIANTS = {
    "rope-linear": ("plain", {
        **LLAMA, **OLD, "max_position_embeddings": 64, "rope_theta": 10000.0,
        "rope_scaling": {"type": "linear", "factor": 4.0}}),
    "rope-dynamic": ("plain", {
        **LLAMA, **OLD, "max_position_embeddings": 16, "rope_theta": 10000.0,
        "rope_scaling": {"type": "dynamic", "factor": 2.0}}),
    "rope-dynamic-parameters": ("plain", {
        **LLAMA, **NEW, "max_position_embeddings": 16,
        "rope_parameters": {"rope_type": "dynamic", "factor": 4, "rope_theta": 500.0}}),
    "rope-yarn": ("plain", {
        **LLAMA, **OLD, "max_position_embeddings": 64, "rope_theta": 10000.0,
        "rope_scaling": {"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16}}),
    "rope-yarn-parameters": ("plain", {
        **LLAMA, **NEW, "max_position_embeddings": 64, "rope_parameters": {
            "rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16, "rope_theta": 500.0,
            "beta_fast": 4, "beta_slow": 0.5, "mscale": 2.0, "mscale_all_dim": 0.5, "truncate": False}}),
    "rope-yarn-attention": ("plain", {
        **LLAMA, **NEW, "max_position_embeddings": 64, "original_max_position_embeddings": 32, "rope_parameters": {
            "rope_type": "yarn", "factor": 2.0, "rope_theta": 10000.0, "attention_factor": 1.25}}),
    "rope-llama3-parameters": ("plain", {
        **LLAMA, **NEW, "max_position_embeddings": 64, "rope_parameters": {
            "rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
            "original_max_position_embeddings": 32, "rope_theta": 5000.0}}),
    "rope-default-parameters": ("plain", {
        **LLAMA, **NEW, "max_position_embeddings": 64, "rope_theta": 7.0,
        "rope_parameters": {"rope_type": "default", "rope_theta": 200.0}}),
    "llama-biases": ("biases", {
        **LLAMA, **OLD, "max_position_embeddings": 64, "attention_bias": True, "mlp_bias": True}),
    "mistral-window": ("plain", {
        **MISTRAL, **OLD, "max_position_embeddings": 64, "rope_theta": 10000.0, "sliding_window": 8}),
    "qwen2-window": ("qkv-biases", {
        **QWEN2, **OLD, "max_position_embeddings": 64, "rope_theta": 10000.0, "sliding_window": 7,
        "use_sliding_window": True, "max_window_layers": 2}),
    "qwen2-layer-types": ("qkv-biases", {
        **QWEN2, **NEW, "max_position_embeddings": 64, "rope_parameters": {"rope_type": "default", "rope_theta": 1e6},
        "sliding_window": 5, "use_sliding_window": True, "max_window_layers": 4, "layer_types": [
            "sliding_attention", "full_attention", "full_attention", "sliding_attention"]}),
    "qwen3-window": ("norms", {
        **QWEN3, **OLD, "max_position_embeddings": 64, "rope_theta": 10000.0, "sliding_window": 9,
        "use_sliding_window": True, "max_window_layers": 1}),
    # Left out: what decides the tied head, the base of the angles and the layers that are not rotated.
    "smollm3": ("plain", {**SMOLLM3, **OLD, "max_position_embeddings": 64}),
    "smollm3-window": ("plain", {
        **SMOLLM3, **NEW, "max_position_embeddings": 64, "tie_word_embeddings": False, "use_sliding_window": True,
        "sliding_window": 6, "no_rope_layers": [1, 0, 1, 0], "rope_parameters": {"rope_theta": 1000.0}}),
}

# Of the sizes that are published: what the tiny models cannot show of heads of 128 and bases of a million.
FREQUENCIES = [
    {"head_dim": 128, "max_position_embeddings": 4096, "rope_theta": 10000.0},
    {"head_dim": 128, "max_position_embeddings": 16384, "rope_theta": 10000.0,
     "rope_scaling": {"type": "linear", "factor": 4.0}},
    {"head_dim": 128, "max_position_embeddings": 131072, "rope_theta": 500000.0, "rope_scaling": {
        "rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
        "original_max_position_embeddings": 8192}},
    {"head_dim": 64, "max_position_embeddings": 131072, "rope_theta": 500000.0, "rope_scaling": {
        "rope_type": "llama3", "factor": 32.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
        "original_max_position_embeddings": 8192}},
    {"head_dim": 128, "max_position_embeddings": 32768, "rope_theta": 1000000.0, "rope_scaling": {
        "type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32768}},
    {"head_dim": 64, "max_position_embeddings": 163840, "rope_theta": 10000, "rope_scaling": {
        "type": "yarn", "factor": 40, "original_max_position_embeddings": 4096, "beta_fast": 32, "beta_slow": 1,
        "mscale": 1.0, "mscale_all_dim": 0.707}},
    {"head_dim": 128, "max_position_embeddings": 4096, "rope_theta": 10000.0, "sequence_length": 10000,
     "rope_scaling": {"type": "dynamic", "factor": 2.0}},
]


def frequencies():
    results = []
    for settings in FREQUENCIES:
        given = {**LLAMA, **OLD, "hidden_size": settings["head_dim"] * HEADS, **settings}
        length = given.pop("sequence_length", None)
        config = AutoConfig.for_model(**given)
        rotary = LlamaRotaryEmbedding(config)
        if length:
            rotary(torch.zeros(1), torch.arange(length)[None])
        results.append({
            "config": given, "sequence_length": length or 0, "attention_factor": rotary.attention_scaling,
            "frequencies": rotary.inv_freq.double().tolist(),
        })
    return results


def normalized_head():
    """The head of a Baichuan2, normalized as its own code does it, then quantized with one scale a row."""
    head = load_file(os.path.join(HERE, "../baichuan2-7b-tiny/model.safetensors"))["lm_head.weight"]
    head = torch.nn.functional.normalize(head.float())
    scales = head.abs().amax(dim=1) / 127
    return {"codes": torch.round(head / scales[:, None]).to(torch.int8), "scales": scales}


def weights(kind, seed):
    source = torch.Generator().manual_seed(seed)

    def normal(*shape, deviation):
        return (torch.randn(*shape, generator=source) * deviation).to(torch.float16)

    def linear(rows, columns, gain=1.0):
        return normal(rows, columns, deviation=gain / columns**0.5)

    def norm(width):
        return (1 + torch.randn(width, generator=source) * 0.2).to(torch.float16)

    tensors = {
        "model.embed_tokens.weight": normal(VOCABULARY, HIDDEN, deviation=1.0),
        "model.norm.weight": norm(HIDDEN),
        "lm_head.weight": linear(VOCABULARY, HIDDEN, gain=3.0),
    }
    for layer in range(LAYERS):
        prefix = f"model.layers.{layer}."
        rows = {"q": HEADS * HEAD, "k": KV_HEADS * HEAD, "v": KV_HEADS * HEAD}
        for name, count in rows.items():
            tensors[f"{prefix}self_attn.{name}_proj.weight"] = linear(count, HIDDEN, gain=1.5)
            if kind in ("biases", "qkv-biases"):
                tensors[f"{prefix}self_attn.{name}_proj.bias"] = normal(count, deviation=0.5)
        tensors[prefix + "self_attn.o_proj.weight"] = linear(HIDDEN, HEADS * HEAD)
        tensors[prefix + "mlp.gate_proj.weight"] = linear(MLP, HIDDEN)
        tensors[prefix + "mlp.up_proj.weight"] = linear(MLP, HIDDEN)
        tensors[prefix + "mlp.down_proj.weight"] = linear(HIDDEN, MLP)
        if kind == "biases":
            tensors[prefix + "self_attn.o_proj.bias"] = normal(HIDDEN, deviation=0.5)
            tensors[prefix + "mlp.gate_proj.bias"] = normal(MLP, deviation=0.5)
            tensors[prefix + "mlp.up_proj.bias"] = normal(MLP, deviation=0.5)
            tensors[prefix + "mlp.down_proj.bias"] = normal(HIDDEN, deviation=0.5)
        if kind == "norms":
            tensors[prefix + "self_attn.q_norm.weight"] = norm(HEAD)
            tensors[prefix + "self_attn.k_norm.weight"] = norm(HEAD)
        tensors[prefix + "input_layernorm.weight"] = norm(HIDDEN)
        tensors[prefix + "post_attention_layernorm.weight"] = norm(HIDDEN)
    return tensors


def load(kind, config, dtype):
    """A fresh model: dynamic RoPE remembers the longest sequence that a model has seen."""
    with tempfile.TemporaryDirectory() as folder:
        tensors = load_file(os.path.join(HERE, kind + ".safetensors"))
        if config.get("tie_word_embeddings", config["model_type"] == "smollm3"):
            # Beside another head transformers 5 does not tie, whatever config.json says.
            del tensors["lm_head.weight"]
        save_file(tensors, os.path.join(folder, "model.safetensors"), metadata={"format": "pt"})
        with open(os.path.join(folder, "config.json"), "w", encoding="ascii") as file:
            json.dump(config, file)
        model, info = AutoModelForCausalLM.from_pretrained(
            folder, dtype=dtype, attn_implementation="eager", output_loading_info=True)
    assert not info["missing_keys"] and not info["unexpected_keys"], info
    return model.eval()


def run(kind, config, ids, dtype):
    """Logits of every position; the greedy continuation; the smallest gap between its first two choices."""
    with torch.no_grad():
        logits = load(kind, config, dtype)(torch.tensor([ids]), use_cache=False).logits[0]
        out = load(kind, config, dtype).generate(
            torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long), do_sample=False,
            max_new_tokens=NEW_TOKENS, eos_token_id=[], output_logits=True, return_dict_in_generate=True)
    steps = torch.cat(out.logits)
    best = steps.topk(2, dim=-1).values
    gap = (best[:, 0] - best[:, 1]).min().item()
    return logits, out.sequences[0][len(ids):], gap


def main():
    os.makedirs(HERE, exist_ok=True)
    for seed, kind in enumerate(["plain", "biases", "qkv-biases", "norms"]):
        save_file(weights(kind, seed + 7), os.path.join(HERE, kind + ".safetensors"), metadata={"format": "pt"})
    source = torch.Generator().manual_seed(SEED)
    prompts = [torch.randint(3, VOCABULARY, (length,), generator=source).tolist() for length in PROMPT_LENGTHS]
    expected, variants = {}, {}
    for number, ids in enumerate(prompts):
        expected[f"prompt{number}.input_ids"] = torch.tensor(ids, dtype=torch.int32)
    for name, (kind, config) in VARIANTS.items():
        noise, gaps, size = 0.0, [], 0.0
        for number, ids in enumerate(prompts):
            logits, greedy, gap = run(kind, config, ids, torch.float32)
            exact, exact_greedy, _ = run(kind, config, ids, torch.float64)
            assert torch.equal(greedy, exact_greedy), name
            noise = max(noise, (logits - exact).abs().max().item())
            size = max(size, logits.abs().max().item())
            gaps.append(gap)
            expected[f"{name}.prompt{number}.logits"] = logits.float().contiguous()
            expected[f"{name}.prompt{number}.greedy"] = greedy.to(torch.int32).contiguous()
        variants[name] = {"weights": kind + ".safetensors", "config": config}
        print(f"{name}: largest logit {size:.1f}, noise {noise:.1e}, gap {min(gaps):.3f}")
        assert noise < 5e-5 and min(gaps) > 2e-3, name
    save_file(expected, os.path.join(HERE, "expected.safetensors"))
    save_file(normalized_head(), os.path.join(HERE, "normalized-head.safetensors"))
    with open(os.path.join(HERE, "frequencies.json"), "w", encoding="ascii") as file:
        file.write("[\n" + ",\n".join(f" {json.dumps(result)}" for result in frequencies()) + "\n]\n")
    with open(os.path.join(HERE, "variants.json"), "w", encoding="ascii") as file:
        file.write("{\n" + ",\n".join(
            f" {json.dumps(name)}: {json.dumps(variant)}" for name, variant in variants.items()) + "\n}\n")


if __name__ == "__main__":
    main()
