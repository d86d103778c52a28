#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Asks `serve` with the client of OpenAI, and checks what comes back.

    swift build -c release --product serve --product run
    python3 -m venv .venv && .venv/bin/pip install openai
    .venv/bin/python scripts/try_openai.py [--serve .build/release/serve] [--run .build/release/run]

Chats and texts, whole and as streams; a wrong key, an unknown model, a prompt that is too long, a parameter
that is not supported, a full queue, and a client that goes away in the middle of a stream. Needs the package
`openai` of PyPI; without it, it says so and exits with 77, which stands for a test that was left out. Exits
with 1 at the first failure.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from serve_process import Server

try:
    import openai
except ImportError:
    print("left out: the package 'openai' is not installed (pip install openai)")
    sys.exit(77)

KEY = "key-of-this-test"
HELLO = [{"role": "user", "content": "Hello"}]
# Tokens at random: a reply that goes on until it is stopped.
LONG = {"temperature": 1000, "seed": 1, "max_tokens": 480, "extra_body": {"top_k": 0}}


def check(condition, what):
    if not condition:
        print("FAILED:", what)
        sys.exit(1)
    print("ok:", what)


def refused(kind, what, call):
    """Calls, and returns the error of the kind that the client must make of the answer."""
    try:
        call()
    except kind as error:
        print("ok:", what)
        return error
    except Exception as error:  # noqa: BLE001: whatever else it is, it is the wrong one
        check(False, f"{what}: {error!r}")
    check(False, what)


def greedy(program, model, prompt, count):
    """What `run` answers."""
    output = subprocess.run(
        [program, model, "--chat-prompt", "--prompt", prompt, "--max-tokens", str(count),
         "--temperature", "0"], capture_output=True, text=True, check=True).stdout
    return output[:-1]


def wait_until(condition, patience=30):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def try_replies(client, model, expected):
    reply = client.chat.completions.create(model=model, messages=HELLO, temperature=0, max_tokens=24)
    check(reply.choices[0].message.content == expected, "a chat gets the reply of run")
    check(reply.usage.total_tokens == reply.usage.prompt_tokens + reply.usage.completion_tokens, "usage adds up")
    stream = client.chat.completions.create(model=model, messages=HELLO, temperature=0, max_tokens=24, stream=True,
                                            stream_options={"include_usage": True})
    chunks = list(stream)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    check(text == expected, "a stream has the same text")
    check(chunks[-1].usage.completion_tokens == reply.usage.completion_tokens, "a stream ends with usage")
    check(chunks[-2].choices[0].finish_reason == reply.choices[0].finish_reason, "and the same reason before")
    reply = client.chat.completions.create(model=model, messages=HELLO, temperature=0, max_tokens=4, logprobs=True,
                                           top_logprobs=3)
    tokens = reply.choices[0].logprobs.content
    check(len(tokens) == reply.usage.completion_tokens and all(len(token.top_logprobs) == 3 for token in tokens),
          "every token has its probability and three alternatives")
    check(bytes(byte for token in tokens for byte in token.bytes).decode() == reply.choices[0].message.content,
          "the bytes of the tokens are the text")
    texts = [client.completions.create(model=model, prompt=prompt, temperature=0, max_tokens=8, logprobs=2)
             for prompt in ("Once upon", ["Once upon"])]
    check(texts[0].choices[0].text == texts[1].choices[0].text != "", "a text is continued")
    check(len(texts[0].choices[0].logprobs.tokens) == texts[0].usage.completion_tokens, "with its probabilities")
    pieces = client.completions.create(model=model, prompt="Once upon", temperature=0, max_tokens=8, stream=True)
    check("".join(piece.choices[0].text for piece in pieces) == texts[0].choices[0].text, "and as a stream")
    stopped = client.chat.completions.create(model=model, messages=HELLO, temperature=0, stop=[expected[5:9]])
    check(stopped.choices[0].message.content == expected[:5], "a stop string ends the text before it")
    seeded = [client.chat.completions.create(model=model, messages=HELLO, temperature=1, seed=5, max_tokens=12)
              for _ in range(2)]
    check(seeded[0].choices[0].message.content == seeded[1].choices[0].message.content, "a seed repeats a reply")


def try_refusals(client, model):
    ask = client.chat.completions.create
    error = refused(openai.AuthenticationError, "a wrong key",
                    lambda: client.with_options(api_key="wrong").models.list())
    check(error.code == "invalid_api_key", "has its code")
    error = refused(openai.NotFoundError, "an unknown model", lambda: ask(model="gpt-4o", messages=HELLO))
    check(error.code == "model_not_found" and error.param == "model", "has its code")
    refused(openai.NotFoundError, "an unknown model's card", lambda: client.models.retrieve("gpt-4o"))
    long = [{"role": "user", "content": "word " * 2000}]
    error = refused(openai.BadRequestError, "a prompt that is too long", lambda: ask(model=model, messages=long))
    check(error.code == "context_length_exceeded", "has its code")
    for name, value in (("n", 2), ("tools", [{"type": "function", "function": {"name": "f"}}]),
                        ("response_format", {"type": "json_object"}), ("logit_bias", {"5": 1}), ("temperature", -1)):
        error = refused(openai.BadRequestError, f"the parameter {name}={value}",
                        lambda: ask(model=model, messages=HELLO, **{name: value}))
        check(error.param == name, "is named")


def try_disconnect(server, client, model):
    stream = client.chat.completions.create(model=model, messages=HELLO, stream=True, **LONG)
    next(iter(stream))
    stream.close()
    check(wait_until(lambda: server.metric("quantkit_replies_total", 'outcome="disconnect"') == 1),
          "a client that goes away is noticed")
    check(server.metric("quantkit_requests_running") == 0, "its place is free")
    count = server.metric("quantkit_generated_tokens_total")
    time.sleep(0.5)
    check(server.metric("quantkit_generated_tokens_total") == count, "no more tokens are generated")


def try_full_queue(server, client, model):
    first = client.chat.completions.create(model=model, messages=HELLO, stream=True, **LONG)
    check(wait_until(lambda: server.metric("quantkit_requests_running") == 1), "a place is taken")
    refused(openai.RateLimitError, "a full queue",
            lambda: client.chat.completions.create(model=model, messages=HELLO))
    first.close()
    wait_until(lambda: server.metric("quantkit_requests_running") == 0)
    client.chat.completions.create(model=model, messages=HELLO, max_tokens=1)
    print("ok: the place is free again")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    root = Path(__file__).resolve().parent.parent
    parser.add_argument("--serve", default=root / ".build/release/serve")
    parser.add_argument("--run", default=root / ".build/release/run")
    parser.add_argument("--model", default=root / "Models/demo/checkpoint")
    arguments = parser.parse_args()
    expected = greedy(arguments.run, arguments.model, "Hello", 24)
    # The slowest kernels, so that a reply can be caught in the middle.
    slow = ["--kernels", "generic", "--threads", 1]

    def client(server):
        return openai.OpenAI(base_url=server.address + "/v1", api_key=KEY, max_retries=0, timeout=120)

    with Server(arguments.serve, arguments.model, key=KEY) as server:
        model = client(server).models.list().data[0].id
        check(client(server).models.retrieve(model).id == model, "the model is listed")
        try_replies(client(server), model, expected)
        try_refusals(client(server), model)
    with Server(arguments.serve, arguments.model, *slow, "--parallel", 1, "--max-queue", 0, key=KEY) as server:
        try_disconnect(server, client(server), model)
        try_full_queue(server, client(server), model)
    print("all of it works with openai", openai.__version__)


main()
