#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""One measurement of llama.cpp in a process of its own; compare_llama_cpp.py and quality.py start it.

    llama_cpp_peer.py quantize SOURCE.gguf OUT.gguf TYPE [--threads 2]
    llama_cpp_peer.py speed FILE.gguf [--threads 2] [--prompt 512] [--generate 128] [--depth 0]
                      [--repeat 3] [--flash-attention auto|on|off]
    llama_cpp_peer.py divergence BASE.gguf FILE.gguf TEXT [--threads 2] [--window 512] [--windows 12]

Needs the PyPI package llama-cpp-python. It calls the C interface without the package's own loop, so that
no time of Python's is counted but two calls per step. Prints one line of JSON.
"""

import argparse
import ctypes
import json
import os
import resource
import sys
import time

import llama_cpp
import numpy

TYPES = {
    "F16": llama_cpp.LLAMA_FTYPE_MOSTLY_F16,
    "Q8_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0,
    "Q4_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_0,
    "Q4_K_M": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_K_M,
    "Q5_K_M": llama_cpp.LLAMA_FTYPE_MOSTLY_Q5_K_M,
}
FLASH_ATTENTION = {
    "auto": llama_cpp.LLAMA_FLASH_ATTN_TYPE_AUTO,
    "on": llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED,
    "off": llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED,
}


def quantize(arguments):
    """Seconds that llama.cpp takes from opening the source to closing the output; it does not sync."""
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = TYPES[arguments.type]
    parameters.nthread = arguments.threads
    parameters.allow_requantize = True
    start = time.perf_counter()
    status = llama_cpp.llama_model_quantize(
        os.fsencode(arguments.source), os.fsencode(arguments.output), ctypes.byref(parameters))
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"llama.cpp cannot quantize '{arguments.source}' to {arguments.type}")
    return {"wall_seconds": seconds, "output_bytes": os.path.getsize(arguments.output)}


class Session:
    """A model with a context that holds `positions` tokens."""

    def __init__(self, arguments, positions):
        parameters = llama_cpp.llama_model_default_params()
        parameters.n_gpu_layers = 0
        self.model = llama_cpp.llama_model_load_from_file(os.fsencode(arguments.file), parameters)
        if not self.model:
            sys.exit(f"llama.cpp cannot load '{arguments.file}'")
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = positions
        # A prompt goes in as one batch, computed 512 tokens at a time, as llama.cpp's programs do.
        self.batch_length = parameters.n_batch = max(512, arguments.prompt)
        parameters.n_ubatch = 512
        parameters.n_threads = parameters.n_threads_batch = arguments.threads
        parameters.flash_attn_type = FLASH_ATTENTION[arguments.flash_attention]
        self.context = llama_cpp.llama_init_from_model(self.model, parameters)
        if not self.context:
            sys.exit(f"llama.cpp cannot make a context of {positions} tokens")
        self.memory = llama_cpp.llama_get_memory(self.context)
        vocabulary = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(self.model))
        # The tokens that `run bench` feeds: spread over the vocabulary.
        self.tokens = [index * 7919 % vocabulary for index in range(positions)]

    def clear(self):
        llama_cpp.llama_memory_clear(self.memory, False)

    def array(self, start, count):
        return (llama_cpp.llama_token * count)(*self.tokens[start:start + count])

    def feed(self, tokens):
        """Computes a batch, with the logits of its last token, and waits for them."""
        batch = llama_cpp.llama_batch_get_one(tokens, len(tokens))
        if llama_cpp.llama_decode(self.context, batch) != 0:
            sys.exit("llama.cpp cannot decode")
        llama_cpp.llama_synchronize(self.context)

    def fill(self, depth):
        """An empty context with `depth` tokens put in."""
        self.clear()
        for start in range(0, depth, self.batch_length):
            self.feed(self.array(start, min(self.batch_length, depth - start)))


def speed(arguments):
    """Tokens per second of each repetition, after one that does not count."""
    depth = arguments.depth
    start = time.perf_counter()
    session = Session(arguments, depth + max(arguments.prompt, arguments.generate))
    load_seconds = time.perf_counter() - start
    prompt = session.array(depth, arguments.prompt)
    steps = [session.array(depth + index, 1) for index in range(arguments.generate)]
    prefill, decode = [], []
    for _ in range(arguments.repeat + 1):
        session.fill(depth)
        start = time.perf_counter()
        session.feed(prompt)
        prefill.append(len(prompt) / (time.perf_counter() - start))
    for _ in range(arguments.repeat + 1):
        session.fill(depth)
        start = time.perf_counter()
        for step in steps:
            session.feed(step)
        decode.append(len(steps) / (time.perf_counter() - start))
    return {"load_seconds": load_seconds, "prefill": prefill[1:], "decode": decode[1:],
            "system": llama_cpp.llama_print_system_info().decode("utf-8", "replace").strip()}


class Predictions:
    """The log probabilities that a model gives the tokens of a window, fed to an empty context."""

    def __init__(self, path, arguments):
        self.model = llama_cpp.Llama(path, n_ctx=arguments.window, n_batch=arguments.window, logits_all=True,
                                     n_threads=arguments.threads, n_threads_batch=arguments.threads,
                                     verbose=False)

    def __call__(self, window):
        self.model.reset()
        self.model.eval(window)
        logits = numpy.asarray(self.model.scores[:len(window)], dtype=numpy.float64)
        logits -= logits.max(axis=1, keepdims=True)
        return logits - numpy.log(numpy.exp(logits).sum(axis=1, keepdims=True))


def divergence(arguments):
    """The mean of KL(base || file) over all positions that a token follows, as `run divergence` has it."""
    base, other = Predictions(arguments.base, arguments), Predictions(arguments.file, arguments)
    with open(arguments.text, "rb") as file:
        tokens = base.model.tokenize(file.read(), add_bos=False)[:arguments.window * arguments.windows]
    divergences, losses, same = [], [], 0
    for start in range(0, len(tokens) - 1, arguments.window):
        window = tokens[start:start + arguments.window]
        expected, found = base(window)[:-1], other(window)[:-1]
        divergences += list((numpy.exp(expected) * (expected - found)).sum(axis=1))
        losses += list(-found[numpy.arange(len(window) - 1), window[1:]])
        same += int((expected.argmax(axis=1) == found.argmax(axis=1)).sum())
    count = len(divergences)
    return {"positions": count, "mean_kld": float(numpy.mean(divergences)),
            "standard_error": float(numpy.std(divergences, ddof=1) / count ** 0.5), "same_top": same / count,
            "perplexity": float(numpy.exp(numpy.mean(losses)))}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("quantize")
    command.add_argument("source")
    command.add_argument("output")
    command.add_argument("type", choices=sorted(TYPES))
    command.add_argument("--threads", type=int, default=2)
    command = commands.add_parser("speed")
    command.add_argument("file")
    command.add_argument("--threads", type=int, default=2)
    command.add_argument("--prompt", type=int, default=512)
    command.add_argument("--generate", type=int, default=128)
    command.add_argument("--depth", type=int, default=0)
    command.add_argument("--repeat", type=int, default=3)
    command.add_argument("--flash-attention", choices=sorted(FLASH_ATTENTION), default="auto")
    command = commands.add_parser("divergence")
    command.add_argument("base")
    command.add_argument("file")
    command.add_argument("text")
    command.add_argument("--threads", type=int, default=2)
    command.add_argument("--window", type=int, default=512)
    command.add_argument("--windows", type=int, default=12)
    arguments = parser.parse_args()
    llama_cpp.llama_backend_init()
    result = {"quantize": quantize, "speed": speed, "divergence": divergence}[arguments.command](arguments)
    # Kilobytes on Linux; includes the interpreter.
    result["peak_memory_bytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(result))


if __name__ == "__main__":
    main()
