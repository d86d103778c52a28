#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Compares the built programs with numpy, torch and transformers on a checkpoint folder.

    python3 -m venv .venv && .venv/bin/pip install numpy torch transformers sentencepiece jinja2
    swift build -c release --product quantize     (inspect and run likewise)
    .venv/bin/python scripts/compare_transformers.py CHECKPOINT [--text FILE] [--only codes,logits,...]

What it checks; each part can be left out with --only:

    codes       `quantize`, `inspect unpack`: codes and scales of every quantized tensor against the formulas of
                Formats.md section 2 in numpy, bit for bit; the error figures of `quantize --json`; the
                dequantized checkpoint: types, shapes, elements, side files
    logits      `run logits --arithmetic exact` of the folder against the model in binary64, and of the .qkit
                files against the model with codes x scales as its weights
    greedy      `run --greedy` against generate(do_sample=False)
    tokenize    `run tokenize`: ids, ids with --special, --decode against tokenizers or sentencepiece; --messages
                against apply_chat_template where there is a template
    perplexity  `run perplexity` of the folder against the same windows in torch
    divergence  `run divergence` of the int8 and int4 files from the folder against the same windows in torch; of the
                folder from itself, which is 0

logits, greedy, perplexity and divergence need an architecture that transformers has. Files go to a temporary folder, a few
times the size of the checkpoint. Exits with 1 when anything differs.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

LOGIT_TOLERANCE = 1e-3  # float32 against binary64; torch's own float32 is about as far from it
PERPLEXITY_TOLERANCE = 1e-4  # relative
DIVERGENCE_TOLERANCE = 1e-2  # relative; those of int8 are as small as float32 makes them uncertain
STATISTICS_TOLERANCE = 1e-9  # relative: sums in binary64 in another order

TYPES = {"F16": np.float16, "F32": np.float32, "I8": np.int8, "I32": np.int32}
PROMPTS = ["The capital of France is", "def fibonacci(n):\n", "Once upon a time, in a land far away,"]
TEXTS = [
    "Hello, world!", "  two  spaces\tand\ttabs \n\n new lines\r\n", "1234567890 3.14 2²", "don't I'LL we've",
    "中文字符，混合 English。", "émigré naïve Ångström ﬁ ½ e\u0301", "👩‍👩‍👧‍👦 🇫🇷 😀", "<|im_start|>user\nHi<|im_end|> <s> </s>",
    "\u0000\u0001\u007f\u200b\ufeff", "नमस्ते สวัสดี 안녕 שלום مرحبا", " ", "", "a" * 300,
]
MESSAGES = [
    [{"role": "user", "content": "What is the capital of France?"}],
    [{"role": "system", "content": "Be brief."}, {"role": "user", "content": " Hi\n"},
     {"role": "assistant", "content": "Hello!"}, {"role": "user", "content": "中文 <|im_end|>"}],
    [{"role": "user", "content": ""}, {"role": "assistant", "content": " and then\t"}],
]
failures = []


def report(name, is_good, detail=""):
    print(f"{'ok  ' if is_good else 'FAIL'} {name}{': ' + detail if detail else ''}", flush=True)
    if not is_good:
        failures.append(name)


class Safetensors:
    """The arrays of one safetensors file; BF16 as its bits."""

    def __init__(self, path):
        with open(path, "rb") as file:
            size = int.from_bytes(file.read(8), "little")
            self.header = json.loads(file.read(size))
        self.header.pop("__metadata__", None)
        self.data = np.memmap(path, np.uint8, "r", 8 + size)

    def __getitem__(self, name):
        entry = self.header[name]
        begin, end = entry["data_offsets"]
        return self.data[begin:end].view(TYPES.get(entry["dtype"], np.uint16)).reshape(entry["shape"])


class Weights:
    """The tensors of a checkpoint folder: name -> (type, elements as they are stored)."""

    def __init__(self, folder):
        index = folder / "model.safetensors.index.json"
        names = (set(json.loads(index.read_text())["weight_map"].values())
                 if index.exists() else ["model.safetensors"])
        self.files = {}
        for name in names:
            file = Safetensors(folder / name)
            self.files |= dict.fromkeys(file.header, file)

    def type(self, name):
        return self.files[name].header[name]["dtype"]

    def __getitem__(self, name):
        return self.files[name][name]


def widened(array, kind):
    return (array.astype(np.uint32) << 16).view(np.float32) if kind == "BF16" else array.astype(np.float32)


def rounded(array, kind):
    """float32 -> the bits of a type, to nearest, ties to even; past the range its largest finite value."""
    if kind == "F32":
        return array
    if kind == "F16":
        return np.clip(array, -65504, 65504).astype(np.float16)
    limit = np.uint32(0x7F7F0000).view(np.float32)
    bits = np.clip(array, -limit, limit).view(np.uint32)
    return ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16).astype(np.uint16)


def quantized(weights, kind, bits):
    """Formats.md, section 2: codes and scales of float32 weights that were stored as `kind`."""
    qmax = np.float32(2 ** (bits - 1) - 1)
    amax = np.abs(weights).max(axis=1)
    exact = amax / qmax
    scales = widened(rounded(exact, kind), kind)
    upward = np.where(exact.astype(np.float64) * qmax < amax, np.nextafter(exact, np.float32(np.inf)), exact)

    def codes(scales):
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(scales[:, None] > 0, np.rint(weights / scales[:, None]), 0)

    def misfits(scales):
        found = codes(scales)
        return (amax > 0) & ((scales == 0) | (found < -qmax - 1).any(axis=1) | (found > qmax).any(axis=1))

    for candidate in (exact, upward):
        scales = np.where(misfits(scales), candidate, scales)
    return codes(scales).astype(np.int8), scales


def unpacked(words, columns):
    """I32 words -> codes of four bits."""
    nibbles = words.view(np.uint32)[..., None] >> np.arange(0, 32, 4, dtype=np.uint32) & 15
    return ((nibbles.astype(np.int8) ^ 8) - 8).reshape(len(words), -1)[:, :columns]


def stored_codes(file, name, columns):
    return file[f"{name}.codes"] if f"{name}.codes" in file.header else unpacked(file[f"{name}.packed"], columns)


def statistics(weights, codes, scales):
    product = codes.astype(np.float32) * scales[:, None]
    errors = (weights - np.nan_to_num(product, posinf=np.finfo(np.float32).max,
                                      neginf=np.finfo(np.float32).min)).astype(np.float64)
    squares, signal = (errors ** 2).sum(), (weights.astype(np.float64) ** 2).sum()
    shares = np.unique(codes, return_counts=True)[1] / codes.size
    return {"weights": codes.size, "rmse": np.sqrt(squares / codes.size),
            "sqnr_db": 10 * np.log10(signal / squares) if squares > 0 and signal > 0 else None,
            "max_abs_error": np.abs(errors).max(), "zero_share": (codes == 0).mean(),
            "entropy_bits": -(shares * np.log2(shares)).sum()}


class Comparison:
    def __init__(self, options, folder):
        self.checkpoint, self.options, self.folder = Path(options.checkpoint), options, folder
        self.torch_model = None

    def program(self, name, *arguments, check=True):
        result = subprocess.run([str(Path(self.options.programs) / name), *map(str, arguments)],
                                capture_output=True, stdin=subprocess.DEVNULL)
        if check and result.returncode:
            raise SystemExit(f"{name} {' '.join(map(str, arguments))}: {result.stderr.decode()}")
        return result.stdout.decode()

    def qkit(self, bits, recipe):
        """A quantized file, the folder it is unpacked to and the error figures; made once."""
        name = f"int{bits}-{recipe}"
        path = self.folder / f"{name}.qkit"
        if not path.exists():
            printed = self.program("quantize", self.checkpoint, "-o", path, "--bits", bits, "--recipe", recipe, "--json")
            (self.folder / f"{name}.json").write_text(printed)
            self.program("inspect", "unpack", path, self.folder / name, "--dequantized", "-q")
            self.program("inspect", "unpack", path, self.folder / name, "-q")
        errors = json.loads((self.folder / f"{name}.json").read_text())["errors"]
        return path, self.folder / name, {entry["name"]: entry["statistics"] for entry in errors}

    # Codes

    def codes(self):
        for bits in (8, 4):
            for recipe in ("reference", "compact"):
                self.codes_of(bits, recipe)

    def codes_of(self, bits, recipe):
        title = f"int{bits}, {recipe}"
        path, dequantized, errors = self.qkit(bits, recipe)
        found = Safetensors(dequantized / "codes.safetensors")
        source, output = Weights(self.checkpoint), Weights(dequantized)
        report(f"{title}: tensors of the dequantized checkpoint", source.files.keys() == output.files.keys())
        bad = {"codes": [], "scales": [], "figures": [], "dequantized": []}
        count = 0
        for name in source.files:
            kind = source.type(name)
            if output.type(name) != kind or output[name].shape != source[name].shape:
                bad["dequantized"].append(name)
                continue
            if f"{name}.scale" not in found.header:
                if not np.array_equal(output[name].view(np.uint8), source[name].view(np.uint8)):
                    bad["dequantized"].append(name)
                continue
            count += 1
            weights = widened(source[name], kind)
            is_packed = f"{name}.packed" in found.header
            codes, scales = quantized(weights, kind, 4 if is_packed else 8)
            stored = stored_codes(found, name, weights.shape[1])
            if not np.array_equal(stored, codes):
                bad["codes"].append(name)
            if not np.array_equal(found[f"{name}.scale"], scales):
                bad["scales"].append(name)
            for key, value in statistics(weights, codes, scales).items():
                printed = errors[name][key]
                if (value is None) != (printed is None) or value is not None and not np.isclose(
                        printed, value, STATISTICS_TOLERANCE, 1e-15):
                    bad["figures"].append(f"{name} {key} {printed} instead of {value}")
            expected = rounded(codes.astype(np.float32) * scales[:, None], kind)
            if not np.array_equal(output[name].view(np.uint8), expected.view(np.uint8)):
                bad["dequantized"].append(name)
        for what, names in bad.items():
            report(f"{title}: {what} of {count} tensors", count > 0 and not names, ", ".join(names[:3]))
        inspected = json.loads(self.program("inspect", path, "--tensors", "--json"))["tensors"]
        report(f"{title}: figures of inspect",
               {t["name"]: t["statistics"] for t in inspected if t["statistics"]} == errors)
        side_files = [file.name for file in dequantized.iterdir() if file.suffix != ".safetensors"]
        report(f"{title}: side files", bool(side_files) and all(
            (dequantized / name).read_bytes() == (self.checkpoint / name).read_bytes() for name in side_files),
            ", ".join(sorted(side_files)))

    # Model

    def model(self):
        import torch
        from transformers import AutoModelForCausalLM
        if self.torch_model is None:
            self.torch_model = AutoModelForCausalLM.from_pretrained(self.checkpoint, dtype=torch.float32).eval()
        return self.torch_model

    def dequantized_model(self, folder):
        """The model that transformers loads; from an unpacked folder with weights that are not rounded to their type."""
        import torch
        from transformers import AutoModelForCausalLM
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
        if not (folder / "codes.safetensors").exists():
            return model
        codes, parameters = Safetensors(folder / "codes.safetensors"), dict(model.named_parameters())
        for name in [key[:-len(".scale")] for key in codes.header if key.endswith(".scale")]:
            if name in parameters:  # A tied head is not.
                columns = parameters[name].shape[1]
                weights = stored_codes(codes, name, columns).astype(np.float32) * codes[f"{name}.scale"][:, None]
                parameters[name].data.copy_(torch.from_numpy(weights))
        return model

    def encoder(self):
        """Functions text, special -> ids and ids -> text of the tokenizer's own library."""
        file = self.checkpoint / "tokenizer.json"
        if file.exists():
            # Not AutoTokenizer: for some classes it makes the pre-tokenizer anew, without what the file says.
            from tokenizers import Tokenizer
            library = Tokenizer.from_file(str(file))
            return (lambda text, special=False: library.encode(text, add_special_tokens=special).ids,
                    lambda ids: library.decode(ids, skip_special_tokens=False))
        from sentencepiece import SentencePieceProcessor
        library = SentencePieceProcessor(model_file=str(self.checkpoint / "tokenizer.model"))
        options = json.loads((self.checkpoint / "tokenizer_config.json").read_text())
        return (lambda text, special=False: library.encode(
            text, add_bos=special and options.get("add_bos_token", True),
            add_eos=special and options.get("add_eos_token", False)), library.decode)

    def logits(self):
        import torch
        vocabulary = json.loads((self.checkpoint / "config.json").read_text())["vocab_size"]
        generator = random.Random(1)
        lists = [[generator.randrange(vocabulary) for _ in range(n)] for n in (1, 2, 17, 64, 65, 129, 300)]
        lists += [encode(text) for encode in [self.encoder()[0]] for text in (*PROMPTS, __doc__) if encode(text)]
        models = [("checkpoint", self.checkpoint, None)]
        for bits in (8, 4):
            for recipe in ("reference", "compact"):
                path, folder, _ = self.qkit(bits, recipe)
                models.append((path.name, path, folder))
        for title, path, folder in models:
            model = self.dequantized_model(folder or self.checkpoint).double()
            worst = 0.0
            for ids in lists:
                output = self.folder / "logits.safetensors"
                self.program("run", "logits", path, "--ids", ",".join(map(str, ids)), "-o", output,
                             "--arithmetic", "exact", "--force")
                with torch.no_grad():
                    expected = model(torch.tensor([ids])).logits[0].numpy()
                worst = max(worst, np.abs(Safetensors(output)["logits"] - expected).max())
            report(f"logits of {title}", worst <= LOGIT_TOLERANCE, f"largest difference {worst:.2e}")

    def greedy(self):
        import torch
        encode, decode = self.encoder()
        for prompt in PROMPTS:
            ids = encode(prompt, True)
            with torch.no_grad():
                output = self.model().generate(torch.tensor([ids]), do_sample=False, max_new_tokens=48,
                                               repetition_penalty=1.0)[0].tolist()
            if output[-1] in np.atleast_1d(self.model().generation_config.eos_token_id):
                output.pop()
            expected = decode(output)[len(decode(ids)):]  # what the new tokens add to the text
            found = self.program("run", self.checkpoint, "--prompt", prompt, "--greedy", "--max-tokens", 48,
                                 "--arithmetic", "exact")
            report(f"greedy text after {prompt!r}", found == expected + "\n",
                   "" if found == expected + "\n" else f"{found!r} instead of {expected!r}")

    def tokenize(self):
        encode, decode = self.encoder()
        generator = random.Random(2)
        planes = [(0x20, 0x7F), (0, 0x250), (0x300, 0x370), (0x400, 0x530), (0x900, 0xE80), (0x1100, 0x1200),
                  (0x2000, 0x2FFF), (0x3000, 0xA000), (0xAC00, 0xD7A4), (0xF900, 0x10000), (0x1F300, 0x1FAFF)]
        texts = TEXTS + ["".join(chr(generator.randrange(*generator.choice(planes)))
                                 if generator.random() < 0.8 else generator.choice("  \n\ta1'")
                                 for _ in range(generator.randrange(1, 40))) for _ in range(3000)]
        lines = self.folder / "texts.jsonl"
        lines.write_text("".join(json.dumps(text) + "\n" for text in texts))
        for option in ((), ("--special",)):
            printed = self.program("run", "tokenize", self.checkpoint, "--jsonl", lines, *option).split("\n")
            wrong = [text for text, line in zip(texts, printed[:-1], strict=True)
                     if json.loads(line) != encode(text, bool(option))]
            report(f"ids of {len(texts)} texts {' '.join(option)}", not wrong, f"{wrong[:2]!r}" if wrong else "")
        ids = [ids for ids in map(encode, texts[:100]) if ids]
        wrong = [i for i in ids if json.loads(self.program(
            "run", "tokenize", self.checkpoint, "--decode", ",".join(map(str, i)), "--json"))["text"] != decode(i)]
        report(f"texts of {len(ids)} lists of ids", not wrong, f"{wrong[:2]!r}" if wrong else "")

        options = json.loads((self.checkpoint / "tokenizer_config.json").read_text())
        if "chat_template" not in options or not (self.checkpoint / "tokenizer.json").exists():
            return
        from transformers import PreTrainedTokenizerFast
        template = PreTrainedTokenizerFast(tokenizer_file=str(self.checkpoint / "tokenizer.json"),
                                           chat_template=options["chat_template"])
        for messages in MESSAGES:
            file = self.folder / "messages.json"
            file.write_text(json.dumps(messages))
            found = json.loads(self.program("run", "tokenize", self.checkpoint, "--messages", file, "--json"))["ids"]
            expected = encode(template.apply_chat_template(messages, add_generation_prompt=True, tokenize=False))
            report(f"chat prompt of {len(messages)} messages", found == expected)

    def perplexity(self):
        import torch
        text = Path(self.options.text).read_text() if self.options.text else __doc__
        file = self.folder / "text.txt"
        file.write_text(text)
        ids = self.encoder()[0](text)
        for window in (64, 512):
            total, scored = 0.0, 0
            for start in range(0, len(ids), window):
                part = torch.tensor(ids[start:start + window])
                if len(part) > 1:
                    with torch.no_grad():
                        logits = self.model()(part[None]).logits[0, :-1].double()
                    total += torch.nn.functional.cross_entropy(logits, part[1:], reduction="sum").item()
                    scored += len(part) - 1
            expected = np.exp(total / scored)
            found = json.loads(self.program("run", "perplexity", self.checkpoint, file, "--window", window,
                                            "--arithmetic", "exact", "--json"))
            difference = abs(found["perplexity"] / expected - 1)
            report(f"perplexity, window {window}", found["tokens"] == len(ids) and found["scored"] == scored
                   and difference <= PERPLEXITY_TOLERANCE,
                   f"{found['perplexity']:.6f}, transformers {expected:.6f}, {scored} tokens")

    def divergence(self):
        import torch
        text = Path(self.options.text).read_text() if self.options.text else __doc__
        file = self.folder / "text.txt"
        file.write_text(text)
        window, windows = 256, 4
        ids = self.encoder()[0](text)[:window * windows]

        def found(model):
            return json.loads(self.program(
                "run", "divergence", self.checkpoint, model, file, "--window", window, "--windows", windows,
                "--arithmetic", "exact", "--json"))["divergence"]

        itself = found(self.checkpoint)
        report("divergence of the checkpoint from itself", itself["mean_kld"] == itself["max_kld"] == 0)
        for bits in (8, 4):
            path, folder, _ = self.qkit(bits, "compact")
            other, divergences = self.dequantized_model(folder), []
            for start in range(0, len(ids) - 1, window):
                part = torch.tensor([ids[start:start + window]])
                with torch.no_grad():
                    p, q = (torch.log_softmax(model(part).logits[0, :-1].double(), -1)
                            for model in (self.model(), other))
                divergences += (p.exp() * (p - q)).sum(-1).tolist()
            expected, measured = np.mean(divergences), found(path)
            report(f"divergence of int{bits}", measured["positions"] == len(divergences)
                   and abs(measured["mean_kld"] / expected - 1) <= DIVERGENCE_TOLERANCE,
                   f"{measured['mean_kld']:.6f}, transformers {expected:.6f}, {len(divergences)} positions")


def main():
    parts = ["codes", "logits", "greedy", "tokenize", "perplexity", "divergence"]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("--programs", default=".build/release", help="the folder of the programs")
    parser.add_argument("--only", default=",".join(parts), help="parts, separated by commas")
    parser.add_argument("--text", help="the text for perplexity and divergence (default: this help)")
    options = parser.parse_args()
    wanted = options.only.split(",")
    if unknown := set(wanted) - set(parts):
        parser.error(f"unknown part {', '.join(sorted(unknown))}; known are {', '.join(parts)}")
    with tempfile.TemporaryDirectory() as folder:
        comparison = Comparison(options, Path(folder))
        for part in parts:
            if part in wanted:
                getattr(comparison, part)()
    print(f"{len(failures)} differences" if failures else "all equal")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
