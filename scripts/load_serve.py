#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Puts `serve` under load and checks that every reply is the right one.

    swift build -c release --product serve
    scripts/load_serve.py [--serve .build/release/serve] [--clients 50] [--seconds 60] [--parallel 4]

First every question is asked alone, greedily, and 1 and 4 clients are compared. Then many clients ask at
random for the given time, all with streams: a reply must be the one that the question got alone, or a refusal
with 429 or 503; a connection that ends without either is lost. Memory must be no larger at the end than after
the first quarter, but for a tenth, unless ASAN_OPTIONS or TSAN_OPTIONS say that it is a sanitizer's. Loopback only, Python's standard library only. Exits with 1 when
a reply was mixed up or lost, or memory grew.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import time
from pathlib import Path

from serve_process import Server

QUESTIONS = ["Hello", "What is the capital of France?", "Who are you?", "你好", "What is the capital of China?",
             "Tell me a story about a duck.", "Thank you!", "中国的首都是哪里？"]
TOKENS = 32


class Refused(Exception):
    """An answer that is not 200."""


async def ask(port, question, tokens=TOKENS):
    """The text of a streamed reply, the time until its first piece, and the number of tokens."""
    body = json.dumps({"messages": [{"role": "user", "content": question}], "temperature": 0, "max_tokens": tokens,
                       "stream": True, "stream_options": {"include_usage": True}}).encode()
    start = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                     b"Content-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()
        status = int((await reader.readline()).split()[1])
        while (await reader.readline()).strip():
            pass
        if status != 200:
            raise Refused(status)
        text, first, count = "", None, None
        while True:
            size = int(await reader.readline(), 16)
            piece = await reader.readexactly(size + 2)
            if size == 0:
                raise ConnectionError("the stream ended before its end")
            for line in piece.decode().splitlines():
                if not line.startswith("data: "):
                    continue
                if line == "data: [DONE]":
                    return text, first, count
                event = json.loads(line[6:])
                if "error" in event:
                    raise ConnectionError(str(event))
                if event.get("usage"):
                    count = event["usage"]["completion_tokens"]
                if event["choices"] and event["choices"][0]["delta"].get("content"):
                    first = first or time.monotonic() - start
                    text += event["choices"][0]["delta"]["content"]
    finally:
        writer.close()


async def throughput(port, clients, seconds):
    """Tokens a second of all clients together."""
    end = time.monotonic() + seconds
    start = time.monotonic()

    async def client(number):
        count = 0
        while time.monotonic() < end:
            # Questions with long answers, so that most of the time goes into text.
            count += (await ask(port, QUESTIONS[5], tokens=128))[2]
        return count

    counts = await asyncio.gather(*(client(number) for number in range(clients)))
    return sum(counts) / (time.monotonic() - start)


async def load(server, expected, clients, seconds):
    """Asks at random, and returns what came of it."""
    end = time.monotonic() + seconds
    result = {"right": 0, "429": 0, "503": 0, "other": 0, "mixed": 0, "lost": 0, "tokens": 0, "first": []}
    memory = []

    async def client(number):
        choice = random.Random(number)
        while time.monotonic() < end:
            question = choice.choice(QUESTIONS)
            try:
                text, first, count = await ask(server.port, question)
            except Refused as refused:
                status = str(refused)
                result[status if status in ("429", "503") else "other"] += 1
                await asyncio.sleep(choice.uniform(0.05, 0.3))
            except (OSError, EOFError, ValueError, IndexError) as error:
                result["lost"] += 1
                print(f"lost: {error!r}", file=sys.stderr)
            else:
                if text == expected[question]:
                    result["right"] += 1
                    result["tokens"] += count
                    result["first"].append(first)
                else:
                    result["mixed"] += 1
                    print(f"mixed up: {question!r} got {text!r}", file=sys.stderr)

    async def watch():
        await asyncio.sleep(seconds / 4)
        memory.append(await asyncio.to_thread(server.metric, "process_resident_memory_bytes"))

    await asyncio.gather(watch(), *(client(number) for number in range(clients)))
    memory.append(await asyncio.to_thread(server.metric, "process_resident_memory_bytes"))
    return result, memory


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


async def measure(server, arguments):
    expected = {question: (await ask(server.port, question))[0] for question in QUESTIONS}
    alone = await throughput(server.port, 1, arguments.seconds / 6)
    four = await throughput(server.port, 4, arguments.seconds / 6)
    print(f"1 client: {alone:.0f} tokens/s; 4 clients: {four:.0f} tokens/s, {four / alone:.2f} times as many")
    start = time.monotonic()
    result, memory = await load(server, expected, arguments.clients, arguments.seconds)
    duration = time.monotonic() - start
    print(f"{arguments.clients} clients, {duration:.0f} s: {result['right']} right replies, {result['429']} refused "
          f"with 429, {result['503']} with 503, {result['other']} with others, {result['mixed']} mixed up, "
          f"{result['lost']} lost")
    print(f"throughput: {result['tokens'] / duration:.0f} tokens/s")
    print("first token: " + ", ".join(f"{name} {percentile(result['first'], share) * 1000:.0f} ms" for name, share in
                                      (("median", 0.5), ("95 %", 0.95), ("99 %", 0.99))))
    print(f"resident memory: {memory[0] / 1e6:.1f} MB after a quarter, {memory[1] / 1e6:.1f} MB at the end")
    # A sanitizer keeps freed memory for a while, and more than the program has.
    is_sanitized = "ASAN_OPTIONS" in os.environ or "TSAN_OPTIONS" in os.environ
    is_flat = is_sanitized or memory[1] <= memory[0] * 1.1
    return result["right"] > 0 and not (result["mixed"] or result["lost"] or result["other"]) and is_flat


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    root = Path(__file__).resolve().parent.parent
    parser.add_argument("--serve", default=root / ".build/release/serve")
    parser.add_argument("--model", default=root / "Models/demo/checkpoint")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--parallel", type=int, default=4)
    parser.add_argument("--max-queue", type=int, default=32)
    arguments = parser.parse_args()
    with Server(arguments.serve, arguments.model, "--parallel", arguments.parallel, "--max-queue",
                arguments.max_queue, "--log-level", "warning") as server:
        if not asyncio.run(measure(server, arguments)):
            sys.exit(1)


main()
