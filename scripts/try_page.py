#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Uses the web chat in a headless Chromium, as a person would, and checks what the page shows.

    scripts/try_page.py [--screenshots FOLDER]
    scripts/try_page.py --serve .build/release/serve --model Models/demo/checkpoint [--compare MODEL]

The page comes from a server of this script, whose replies are slow, hostile, broken or refused as the
checks want them; with --serve, from the real one too. Any violation of the Content-Security-Policy and
any error in the browser's log is a failure. Needs Python's standard library and Debian's packages
`chromium` and `chromium-driver`; ends with 2 where they are missing, with 1 at the first failure.
"""

import argparse
import base64
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "Sources/serve/Page"
PATIENCE = 30
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
          "base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
         ".js": "text/javascript; charset=utf-8"}
ENTER, SHIFT, ESCAPE, TAB = "\ue007", "\ue008", "\ue00c", "\ue004"
BAICHUAN_GREETING = "您好，我是百川大模型，很高兴为您服务🥰"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"

SAMPLE = """\
## 亚历山大的骑兵

他的骑兵强大，**主要**有几个原因，见 [百科](https://example.org/wiki/Companion_(cavalry)) 和 `hetairoi`：

1. **训练有素**：骑术很好，使用长矛作战。
2. 排成楔形队形：
   - 可以迅速转向；
   - 冲进敌人的*空隙*。

| 部队 | 人数 | 武器 |
|:-----|-----:|:----:|
| 伙友骑兵 | 1800 | 长矛 |
| Thessalian cavalry | 1800 | javelins |

```python
def wedge(rows):
    \"\"\"How many riders stand in a wedge of so many rows.\"\"\"
    return sum(2 * row + 1 for row in range(rows))  # a comment that makes this line a long one to scroll
```

> 命运偏爱勇敢的人。
"""

HOSTILE = """\
<script>alert(1); document.title = "broken"</script>
<img src=x onerror="alert(2)"> <b>bold</b> &lt;i&gt;

[click](javascript:alert(3)) [data](data:text/html,<script>alert(4)</script>) [vb](vbscript:x)
[JS](JaVaScRiPt:alert(5)) [tab](java\tscript:alert(6)) ![img](https://example.org/track.png)
<javascript:alert(7)> [relative](/metrics) [fine](https://example.org/?a=1&b="2")

```html" onmouseover="alert(8)
</code></pre><script>alert(9)</script>
```
| <script>alert(10)</script> | b |
|---|---|
| <svg onload=alert(11)> | [x](javascript:alert(12)) |
"""

# What Markdown becomes. `<code-header>` stands for what the page puts over code.
LINK = 'target="_blank" rel="noopener noreferrer nofollow"'


def link(address, text):
    return f'<a href="{address}" title="{address}" {LINK}>{text}</a>'


MARKDOWN = [
    ("", ""),
    ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
    ("# A\n###### B ##\n####### C\n#hash\n# C#", "<h3>A</h3><h6>B</h6><p>####### C<br>#hash</p><h3>C#</h3>"),
    ("*a* **b** ***c*** _d_ __e__ ~~f~~",
     "<p><em>a</em> <strong>b</strong> <strong><em>c</em></strong> <em>d</em> <strong>e</strong> <del>f</del></p>"),
    ("**“引号”**后面的字，**。**也是", "<p><strong>“引号”</strong>后面的字，<strong>。</strong>也是</p>"),
    ("2*3*4 = 24, 2 * 3, a_b_c, 5~10~15, **open", "<p>2*3*4 = 24, 2 * 3, a_b_c, 5~10~15, **open</p>"),
    ("**a *b** c*", "<p><strong>a *b</strong> c*</p>"),
    ("*a **b*", "<p><em>a **b</em></p>"),
    ("`a*b*` `` x`y `` `open \\*no\\* \\[x\\]", "<p><code>a*b*</code> <code>x`y</code> `open *no* \\[x\\]</p>"),
    ("- a\n- b\n  - c\n    1. d\n- e", "<ul><li><p>a</p></li><li><p>b</p><ul><li><p>c</p><ol><li><p>d</p></li></ol>"
     "</li></ul></li><li><p>e</p></li></ul>"),
    ("3. a\n\n   more\n4. b\n\nend", '<ol start="3"><li><p>a</p><p>more</p></li><li><p>b</p></li></ol><p>end</p>'),
    ("in\n1990. was\nit\n- x\nlazy", "<p>in<br>1990. was<br>it</p><ul><li><p>x<br>lazy</p></li></ul>"),
    ("> a\n> > b\nlazy\n\nc", "<blockquote><p>a</p><blockquote><p>b<br>lazy</p></blockquote></blockquote><p>c</p>"),
    ("---\n* * *\n- - x", "<hr><hr><ul><li><ul><li><p>x</p></li></ul></li></ul>"),
    ("```py\na < b\n\n\tc\n```\nx", '<div class="code-block"><code-header>py</code-header><pre><code>a &lt; b\n\n\tc'
     "</code></pre></div><p>x</p>"),
    ("1. a\n   ```\n   code\n     x\n   ```\n2. b", '<ol><li><p>a</p><div class="code-block"><code-header></code-header>'
     "<pre><code>code\n  x</code></pre></div></li><li><p>b</p></li></ol>"),
    ("~~~\nopen", '<div class="code-block"><code-header></code-header><pre><code>open</code></pre></div>'),
    ("| a | b |\n|:-:|--:|\n| 1 \\| 2 | **x** | extra |\n| y |\nz",
     '<div class="table-frame"><table><thead><tr><th class="align-center">a</th><th class="align-right">b</th></tr>'
     '</thead><tbody><tr><td class="align-center">1 | 2</td><td class="align-right"><strong>x</strong></td></tr>'
     '<tr><td class="align-center">y</td></tr></tbody></table></div><p>z</p>'),
    ("[a](https://e.org/x_(y)) [b](mailto:a@b.c \"title\") ![c](http://e.org/i.png)",
     f"<p>{link('https://e.org/x_(y)', 'a')} {link('mailto:a@b.c', 'b')} {link('http://e.org/i.png', 'c')}</p>"),
    ("看https://e.org/a?b=1。<https://e.org> **http://e.org/.** (see https://e.org/)",
     f"<p>看{link('https://e.org/a?b=1', 'https://e.org/a?b=1')}。{link('https://e.org', 'https://e.org')} <strong>"
     f"{link('http://e.org/', 'http://e.org/')}.</strong> (see {link('https://e.org/', 'https://e.org/')})</p>"),
    ("[**a** [b](https://e.org) c](https://f.org)",
     f"<p>[<strong>a</strong> {link('https://e.org', 'b')} c](https://f.org)</p>"
     .replace("](https://f.org)", f"]({link('https://f.org', 'https://f.org')})")),
    ("[x](javascript:alert(1)) [y](data:text/html,z) [z](/a) [w](ftp://e.org) [v](//e.org)",
     "<p>[x](javascript:alert(1)) [y](data:text/html,z) [z](/a) [w](ftp://e.org) [v](//e.org)</p>"),
    ("<b onclick=x>&amp;</b> <!-- c -->", "<p>&lt;b onclick=x&gt;&amp;amp;&lt;/b&gt; &lt;!-- c --&gt;</p>"),
]

# What the end of an unfinished text looks like.
UNFINISHED = [
    ("a **bo", "<p>a <strong>bo</strong></p>"),
    ("a **", "<p>a </p>"),
    ("a **bold*", "<p>a <strong>bold</strong></p>"),
    ("a `co", "<p>a <code>co</code></p>"),
    ("see [this](https://exa", "<p>see this</p>"),
    ("a\n\n#", "<p>a</p>"),
    ("a\n-", "<p>a</p>"),
    ("a\n``", "<p>a</p>"),
    ("| a | b |", '<div class="table-frame"><table><thead><tr><th>a</th><th>b</th></tr></thead></table></div>'),
    ("| a | b |\n|--", '<div class="table-frame"><table><thead><tr><th>a</th><th>b</th></tr></thead></table></div>'),
    ("```js\nx\n-", '<div class="code-block"><code-header>js</code-header><pre><code>x\n-</code></pre></div>'),
    ("```js\nx\n``", '<div class="code-block"><code-header>js</code-header><pre><code>x</code></pre></div>'),
]

# Texts that make careless parsers slow, by the letter they grow from.
SLOW = ["*a ", "**a ", "_a_b", "[", "[a](", "![", "[a](b ", "`", "`` ` ", "> ", "- ", "1. a\n  ", "|", "| a ", "a|b\n-|-\n",
        "<http://", "http://)))", "\\", "# ", "#", "~~~\n", "***", "*_", "(((", "[a](((", "- a\n\n", "\n", " ", "\t", "a\n",
        "[](x \"", "](", "**a** ", "https://e.org/ "]

MARKDOWN_HELPERS = """
const { MarkdownView } = await import("/markdown.js");
const header = (language) => {
  const element = document.createElement("code-header");
  element.textContent = language;
  return element;
};
const view = () => new MarkdownView(document.createElement("div"), header);
const rendered = (text, isComplete = true) => {
  const one = view();
  one.append(text);
  one.render(isComplete);
  return one.element.innerHTML;
};
"""


class MockServer:
    """Serves the page as `serve` does, and replies as the message asks."""

    def __init__(self, models=("demo",), key=None, name="Baichuan", is_baichuan=True):
        self.models, self.key, self.name, self.is_baichuan = list(models), key, name, is_baichuan
        self.requests, self.refusals, self.broken = [], {}, 0
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                server.get(self)

            def do_POST(self):
                server.post(self)

            def log_message(self, *_):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.http.server_port}/"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self):
        self.http.shutdown()
        self.http.server_close()

    @staticmethod
    def answer(handler, status, content, kind="application/json", **headers):
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": len(body), **headers}.items():
            handler.send_header(name.replace("_", "-"), str(value))
        handler.send_header("Content-Security-Policy", POLICY)
        handler.end_headers()
        handler.wfile.write(body)

    def get(self, handler):
        if handler.path == "/chat/settings":
            defaults = {"temperature": 0.3, "top_p": 0.85, "max_tokens": 1024, "seed": None}
            return self.answer(handler, 200, {
                "name": self.name, "models": self.models, "needs_key": self.key is not None, "context": 4096,
                "defaults": defaults, "is_baichuan": self.is_baichuan})
        if handler.path == "/favicon.ico":
            # A browser asks for it where a file is opened by itself; the page has one of its own.
            return self.answer(handler, 200, b"", "image/x-icon")
        path = PAGE / ("chat.html" if handler.path == "/" else handler.path.lstrip("/"))
        if path.parent != PAGE or not path.is_file():
            return self.answer(handler, 404, {})
        self.answer(handler, 200, path.read_bytes(), TYPES[path.suffix])

    def post(self, handler):
        request = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        self.requests.append(request)
        if self.key and handler.headers["Authorization"] != f"Bearer {self.key}":
            return self.refuse(handler, 401, "Incorrect API key provided.", "invalid_api_key")
        said = request["messages"][-1]["content"]
        if said == "busy" and self.refusals.setdefault(said, 2):
            self.refusals[said] -= 1
            return self.refuse(handler, 429, "The queue is full (limit 16).", "queue_full", Retry_After=1)
        if said == "unavailable":
            return self.refuse(handler, 503, "The server is shutting down.", "shutting_down")
        if said == "too long" and request.get("truncation") != "auto":
            return self.refuse(handler, 400, "5000 tokens are more than the context of 4096.",
                               "context_length_exceeded")
        self.stream(handler, request, said)

    def refuse(self, handler, status, message, code, **headers):
        self.answer(handler, status, {"error": {"message": message, "type": "invalid_request_error",
                                                "param": None, "code": code}}, **headers)

    def reply(self, request, said):
        """The pieces of a reply and the seconds before each."""
        if said == "hostile":
            return re.findall(r"(?s).{1,7}", HOSTILE), 0.005
        if said == "sample":
            return re.findall(r"(?s).{1,3}", SAMPLE), 0.004
        if said.startswith("slow"):
            return [f"word{number} " for number in range(400)], 0.04
        if said == "long":
            return [f"Paragraph {number} has **some** words, `code` and a [link](https://example.org/{number}).\n\n"
                    for number in range(1500)], 0
        if said == "break":
            return ["It began ", "well"], 0.05
        if said == "fail":
            return ["So far"], 0
        if said == "nothing":
            return [], 0
        if said == "random":
            return [f"Reply number {len(self.requests)}."], 0
        if said == "compare":
            end = [" Paris", ".", " **Yes**."] if request["model"] == self.models[0] else [" a", " city", "."]
            return ["The", " capital", " of", " France", " is", *end], 0.05
        if said == "compare pieces":
            # 巴 is e5 b7 b4, 左 is e5 b7 a6: the replies part within a character.
            end = "巴黎" if request["model"] == self.models[0] else "左右"
            return ["在", end], 0.02
        if said == "compare prefix":
            return ["Yes"] if request["model"] == self.models[0] else ["Yes", ", of", " course"], 0.02
        return [f"You said: {said}"], 0

    def tokens(self, piece):
        if piece in ("巴黎", "左右"):
            return [{"token": "\ufffd", "bytes": [byte], "logprob": -1, "top_logprobs": []}
                    for byte in piece.encode()]
        return [{"token": piece, "bytes": list(piece.encode()), "logprob": -1, "top_logprobs": []}]

    def stream(self, handler, request, said):
        pieces, pause = self.reply(request, said)
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        try:
            self.send(handler, self.chunk({"role": "assistant", "content": ""}))
            handler.wfile.write(b": still here\n\n")
            for piece in pieces:
                time.sleep(pause)
                chunk = self.chunk({"content": piece})
                if request.get("logprobs"):
                    chunk["choices"][0]["logprobs"] = {"content": self.tokens(piece)}
                self.send(handler, chunk)
            if said == "break":
                return
            if said == "fail":
                return self.send(handler, {"error": {"message": "layer 3: not finite", "type": "server_error"}})
            reason = "length" if said == "cut" else "stop"
            self.send(handler, self.chunk({}, reason))
            last = self.chunk({})
            last["choices"] = []
            last["usage"] = {"prompt_tokens": 20, "completion_tokens": len(pieces), "total_tokens": 20 + len(pieces)}
            last["timings"] = {"prompt_ms": 120.5, "prompt_reused": 8, "decode_ms": 1000, "tokens_per_second": 12.34}
            self.send(handler, last)
            handler.wfile.write(b"data: [DONE]\n\n")
        except (BrokenPipeError, ConnectionResetError):
            self.broken += 1

    @staticmethod
    def chunk(delta, reason=None):
        return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 0, "model": "demo",
                "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}

    @staticmethod
    def send(handler, event):
        data = b"data: " + json.dumps(event, ensure_ascii=False).encode() + b"\n\n"
        # In two parts, so that a character may come in pieces.
        middle = len(data) // 2
        handler.wfile.write(data[:middle])
        handler.wfile.flush()
        handler.wfile.write(data[middle:])
        handler.wfile.flush()


class RealServer:
    """The built program with a model."""

    def __init__(self, program, model, *arguments):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/"
        self.process = subprocess.Popen([program, model, "--port", str(port), *arguments],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(self.address + "chat/settings", timeout=5) as answer:
                    self.settings = json.load(answer)
                return
            except OSError as error:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    self.close()
                    raise AssertionError(f"'{program}' does not serve: {error}") from error
                time.sleep(0.2)

    def close(self):
        self.process.terminate()
        self.process.wait(PATIENCE)


class Browser:
    """Chromium with a profile of its own, driven by the WebDriver protocol."""

    def __init__(self, chromium, driver, folder, language):
        self.process = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True, env={**os.environ, "TMPDIR": str(folder)})
        for line in self.process.stdout:
            if match := re.search(r"started successfully on port (\d+)", line):
                self.address = f"http://127.0.0.1:{match[1]}/session"
                break
        else:
            raise AssertionError(f"'{driver}' did not start")
        # What it prints further must go somewhere.
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        self.downloads = folder / "downloads"
        self.downloads.mkdir(exist_ok=True)
        arguments = ["--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     f"--accept-lang={language}", f"--lang={language}"]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        capabilities = {
            "goog:chromeOptions": {"binary": chromium, "args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
            "unhandledPromptBehavior": "ignore",
        }
        try:
            session = self.call("POST", "", {"capabilities": {"alwaysMatch": capabilities}})["sessionId"]
        except BaseException:
            self.process.terminate()
            raise
        self.address += "/" + session
        self.chrome("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(self.downloads))

    def close(self):
        try:
            self.call("DELETE", "")
        finally:
            self.process.terminate()
            self.process.wait(PATIENCE)

    def call(self, method, path, body=None):
        data = json.dumps(body if body is not None else {}).encode() if method == "POST" else None
        request = urllib.request.Request(self.address + path, data, {"Content-Type": "application/json"},
                                         method=method)
        try:
            with urllib.request.urlopen(request, timeout=4 * PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            message = json.load(error)["value"]["message"]
            raise AssertionError(f"{path}: {message}") from None

    def chrome(self, command, **parameters):
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def run(self, script, *arguments):
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def run_async(self, script, *arguments):
        body = ("const done = arguments[arguments.length - 1]; const given = arguments;"
                f"(async () => {{ {script} }})().then(done, (error) => done('ERROR ' + error + error.stack))")
        result = self.call("POST", "/execute/async", {"script": body, "args": list(arguments)})
        assert not (isinstance(result, str) and result.startswith("ERROR ")), result
        return result

    def open(self, address):
        self.call("POST", "/url", {"url": address})

    def reload(self):
        self.call("POST", "/refresh")

    def find(self, selector):
        return self.call("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.call("POST", f"/element/{self.find(selector)}/click")

    def type(self, selector, text):
        self.call("POST", f"/element/{self.find(selector)}/value", {"text": text})

    def press(self, keys):
        actions = []
        for key in keys:
            actions += [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def wait(self, condition, *arguments, seconds=PATIENCE):
        """Waits until an expression in JavaScript is true, and gives its value."""
        deadline = time.monotonic() + seconds
        while not (value := self.run(f"return {condition}", *arguments)):
            assert time.monotonic() < deadline, f"in vain: {condition}\n{self.run('return document.body.innerText')}"
            time.sleep(0.05)
        return value

    def text(self, selector):
        return self.run("return [...document.querySelectorAll(arguments[0])].map((e) => e.innerText)", selector)

    def log(self):
        return [entry["message"] for entry in self.call("POST", "/se/log", {"type": "browser"})
                if entry["level"] in ("SEVERE", "WARNING")]

    def resize(self, width, height, scale=1, is_phone=False):
        self.chrome("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale,
                    mobile=is_phone)

    def use_theme(self, theme):
        self.chrome("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])

    def screenshot(self, path):
        path.write_bytes(base64.b64decode(self.call("GET", "/screenshot")))


class Trial:
    """What is tried, one after another, in one browser."""

    def __init__(self, browser, screenshots):
        self.browser, self.screenshots = browser, screenshots
        self.width = None

    # Steps.

    def visit(self, server):
        self.server = server
        self.browser.open(server.address)
        self.browser.run("localStorage.clear(); sessionStorage.clear();")
        self.reload()

    def reload(self):
        self.browser.reload()
        self.browser.wait("document.querySelector('.greeting') !== null")

    def say(self, text, finish=True):
        self.browser.type("#input", text + ENTER)
        if finish:
            self.finish()

    def finish(self):
        self.browser.wait("!document.body.classList.contains('running')")

    def last(self):
        return self.browser.text(".turn:last-child .assistant .body")[0]

    def shoot(self, name):
        if self.screenshots:
            self.browser.screenshot(self.screenshots / f"{name}.png")

    def history(self):
        """What the model is told with the next message."""
        self.say("history")
        return [[message["role"], message["content"]] for message in self.server.requests[-1]["messages"]]

    def exported(self):
        path = self.browser.downloads / "conversation.json"
        path.unlink(missing_ok=True)
        self.browser.click("#export")
        deadline = time.monotonic() + PATIENCE
        while not path.exists():
            assert time.monotonic() < deadline, "nothing was downloaded"
            time.sleep(0.1)
        return json.loads(path.read_text())

    def expect_clean_log(self, *allowed):
        messages = [message for message in self.browser.log() if not any(text in message for text in allowed)]
        assert not messages, messages

    def count(self, selector):
        return self.browser.run("return document.querySelectorAll(arguments[0]).length", selector)

    # Checks.

    def markdown(self):
        cases = [(text, html, True) for text, html in MARKDOWN] + [(text, html, False) for text, html in UNFINISHED]
        found = self.browser.run_async(
            MARKDOWN_HELPERS + "return given[0].map(([text, , isComplete]) => rendered(text, isComplete))", cases)
        for (text, expected, _), html in zip(cases, found):
            assert html == expected, f"{text!r}\nexpected {expected}\nfound    {html}"
        # Piece by piece it becomes the same as at once.
        texts = [SAMPLE, HOSTILE, "\n\n".join(text for text, _ in MARKDOWN), "a\n---- b\n\na\n**** c\nd|e\n-|-x\n"]
        different = self.browser.run_async(MARKDOWN_HELPERS + """
            return given[0].filter((text) => [1, 2, 5, 11].some((length) => {
              const one = view();
              for (let start = 0; start < text.length; start += length) {
                one.append(text.slice(start, start + length));
                one.render(false);
              }
              one.render(true);
              return one.element.innerHTML !== rendered(text);
            }));""", texts)
        assert not different, different

    def linear_time(self):
        slow = self.browser.run_async(MARKDOWN_HELPERS + """
            const time = (text, isComplete) => {
              const start = performance.now();
              rendered(text, isComplete);
              return performance.now() - start;
            };
            const results = [];
            for (const part of given[0]) {
              for (const isComplete of [true, false]) {
                const milliseconds = time(part.repeat(100000 / part.length), isComplete);
                if (milliseconds > 1500) results.push([part, milliseconds]);
              }
            }
            return results;""", SLOW)
        assert not slow, slow

    def conversation(self):
        assert self.browser.text("#title") == ["Baichuan"]
        assert self.browser.run("return document.title") == "Baichuan"
        assert self.browser.text(".greeting p")[0] == BAICHUAN_GREETING
        assert self.browser.text(".greeting .avatar") == ["🤖"]
        placeholder = self.browser.run("return document.getElementById('input').placeholder")
        assert placeholder == "Shift + Enter for a new line, Enter to send", placeholder
        self.say("Hello there")
        assert self.last() == "You said: Hello there"
        assert self.browser.text(".user .avatar") == ["🧑‍💻"]
        assert self.browser.text(".statistics")[0] == "1 token · 12 tokens/s", self.browser.text(".statistics")
        assert self.browser.text("#context") == ["Context: 21 / 4096"], self.browser.text("#context")
        self.say("first" + SHIFT + ENTER + SHIFT + "second")
        assert self.last() == "You said: first\nsecond", self.last()
        assert "temperature" not in self.server.requests[-1], "the model's own value counts where none is set"

    def composition(self):
        """Enter chooses a word of an input method and sends nothing."""
        before = len(self.server.requests)
        self.browser.type("#input", "ni hao")
        for properties in ({"isComposing": True}, {"keyCode": 229}):
            prevented = self.browser.run("""
                const event = new KeyboardEvent("keydown",
                  { key: "Enter", bubbles: true, cancelable: true, ...arguments[0] });
                return !document.getElementById("input").dispatchEvent(event);""", properties)
            assert not prevented
        time.sleep(0.2)
        assert len(self.server.requests) == before
        self.browser.press(ENTER)
        self.finish()
        assert self.last() == "You said: ni hao"

    def streaming(self):
        self.say("slow", finish=False)
        self.browser.wait("/word3 /.test(document.querySelector('.turn:last-child .assistant').innerText)")
        assert self.browser.run("return document.getElementById('send').dataset.action") == "stop"
        # What is typed meanwhile stays.
        self.browser.type("#input", "later" + ENTER)
        broken = self.server.broken
        self.browser.click("#send")
        self.finish()
        text = self.last()
        assert "word3" in text and "word399" not in text
        assert self.browser.text(".turn:last-child .end") == ["Stopped"]
        assert "≈" in self.browser.text(".turn:last-child .assistant .statistics")[0]
        deadline = time.monotonic() + PATIENCE
        while self.server.broken == broken:
            assert time.monotonic() < deadline, "the server was not told"
            time.sleep(0.05)
        assert self.browser.run("return document.getElementById('input').value") == "later"
        self.browser.run("document.getElementById('input').value = ''")
        # The keyboard stops too.
        self.say("slow", finish=False)
        self.browser.wait("/word1 /.test(document.querySelector('.turn:last-child .assistant').innerText)")
        self.browser.press(ESCAPE)
        self.finish()
        assert [role for role, _ in self.history()][-3:] == ["user", "assistant", "user"]

    def regeneration(self):
        self.say("random")
        first = self.last()
        turns = self.count(".turn")
        self.browser.click(".turn:last-child [data-action=regenerate]")
        self.browser.wait("document.querySelector('.turn:last-child .assistant .body').innerText != arguments[0]",
                          first)
        self.finish()
        assert self.count(".turn") == turns and self.last().startswith("Reply number")
        assert self.count("[data-action=regenerate]") == 1, "only the last turn is made anew"

    def editing(self):
        self.browser.click("#clear")
        self.say("one")
        self.say("two")
        self.say("three")
        self.browser.click(".turn:nth-child(3) [data-action=edit]")
        assert self.browser.text(".editing .statistics") == ["Sending replaces the turn after it."]
        self.shoot("editing")
        self.browser.press(ESCAPE)
        assert self.browser.text(".user .body") == ["one", "two", "three"]
        self.browser.click(".turn:nth-child(3) [data-action=edit]")
        self.browser.press(" and a half" + ENTER)
        self.finish()
        assert self.browser.text(".user .body") == ["one", "two and a half"], self.browser.text(".user .body")
        assert self.last() == "You said: two and a half"
        assert self.history() == [["user", "one"], ["assistant", "You said: one"], ["user", "two and a half"],
                                  ["assistant", "You said: two and a half"], ["user", "history"]]

    def clearing(self):
        self.browser.click("#clear")
        assert self.count(".turn") == 0 and self.count(".greeting") == 1
        self.browser.click("#notice button")
        assert self.count(".turn") == 3, "taken back"
        self.browser.click("#clear")
        self.reload()
        assert self.count(".turn") == 0
        # In the middle of a reply.
        self.say("slow", finish=False)
        self.browser.wait("/word1 /.test(document.body.innerText)")
        self.browser.click("#clear")
        self.finish()
        assert self.count(".turn") == 0
        assert self.history() == [["user", "history"]]

    def keeping(self):
        self.browser.click("#clear")
        self.say("sample")
        before = self.browser.run("return document.querySelector('.assistant .markdown').innerHTML")
        self.reload()
        after = self.browser.run("return document.querySelector('.assistant .markdown').innerHTML")
        assert after == before and self.browser.text(".user .body") == ["sample"]
        # A reply that is half there.
        self.say("slow", finish=False)
        self.browser.wait("/word9 /.test(document.querySelector('.turn:last-child .assistant').innerText)")
        self.reload()
        assert "word9" in self.last()
        assert self.browser.text(".turn:last-child .end") == ["Interrupted when the page was left"]
        history = self.history()
        assert [role for role, _ in history] == ["user", "assistant"] * 2 + ["user"] and history[1][1] == SAMPLE
        # A browser that keeps nothing says so once, and the chat goes on.
        self.browser.run("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")
        self.say("not kept")
        assert "keeps no data" in self.browser.text("#notice")[0] and self.last() == "You said: not kept"
        # What somebody else wrote to the storage does no harm.
        for content in ("{", "[1, null, {}]", '[{"message": 1, "replies": []}]', '{"a": 1}'):
            # From beside the page, which stores its conversation when it is left.
            self.browser.open(self.server.address + "chat.css")
            self.browser.run("for (const name of Object.keys(localStorage)) localStorage.setItem(name, arguments[0])",
                             content)
            self.browser.open(self.server.address)
            self.browser.wait("document.querySelector('.greeting') !== null")
            assert self.count(".turn") == 0

    def hostility(self):
        self.browser.click("#clear")
        self.say("hostile")
        text = self.last()
        for part in ("<script>alert(1)", '<img src=x onerror="alert(2)">', "[click](javascript:alert(3))",
                     "[JS](JaVaScRiPt:alert(5))", "</code></pre><script>alert(9)</script>", "<svg onload=alert(11)>",
                     "&lt;i&gt;", "[relative](/metrics)"):
            assert part in text, f"{part!r} is not in {text!r}"
        found = self.browser.run("""
            const reply = document.querySelector(".turn .assistant");
            return {
              tags: [...reply.querySelectorAll("script, img, iframe, svg:not(.icon), object, b, i, form")].length,
              links: [...reply.querySelectorAll("a")].map((a) => [a.getAttribute("href"), a.target, a.rel]),
              handlers: [...reply.querySelectorAll("*")].flatMap((e) => e.getAttributeNames())
                .filter((name) => name.startsWith("on") || name === "style"),
              scripts: document.scripts.length,
              title: document.title,
            };""")
        safe = ["_blank", "noopener noreferrer nofollow"]
        assert found == {
            "tags": 0, "handlers": [], "scripts": 1, "title": "Baichuan",
            "links": [["https://example.org/track.png", *safe], ['https://example.org/?a=1&b="2"', *safe]],
        }, found
        self.shoot("hostile")

    def errors(self):
        self.browser.click("#clear")
        self.say("kept")
        self.say("busy", finish=False)
        self.browser.wait("/The server is busy. Trying again in/.test(document.body.innerText)")
        self.finish()
        assert self.last() == "You said: busy"
        expected = [
            ("unavailable", "The server takes no requests now", "The server is shutting down."),
            ("too long", "longer than the model's context of 4096 tokens", ""),
            ("break", "The connection to the server was lost", ""),
            ("fail", "The server failed", "layer 3: not finite"),
        ]
        for message, text, detail in expected:
            self.say(message)
            error = self.browser.text(".turn:last-child .error")[0]
            assert text in error and detail in error, error
            assert self.last() == {"break": "It began well", "fail": "So far"}.get(message, "")
        self.shoot("errors")
        self.browser.click(".turn:last-child .error .button")
        self.finish()
        assert self.count(".turn:last-child .error") == 1
        # A conversation that is too long goes on without its beginning, if one wants that.
        self.browser.click(".turn:nth-last-child(3) .error .button")
        self.finish()
        assert self.browser.text(".turn:nth-last-child(3) .assistant .body") == ["You said: too long"]
        assert "oldest messages are left out" in self.browser.text(".turn:nth-last-child(3) .end")[0]
        self.say("nothing")
        assert self.browser.text(".turn:last-child .end")[0] == "(The model said nothing.)"
        assert self.server.requests[-1]["truncation"] == "auto"
        self.say("cut")
        assert "Cut at the token limit" in self.browser.text(".turn:last-child .end")[0]
        # The turns without an answer are not told.
        said = [content for role, content in self.history() if role == "user"]
        assert said == ["kept", "busy", "too long", "break", "fail", "cut", "history"], said
        # The server is gone, and comes back.
        self.browser.chrome("Network.enable")
        self.set_offline(True)
        self.say("are you there?")
        assert "connection to the server was lost" in self.browser.text(".turn:last-child .error")[0]
        self.set_offline(False)
        self.browser.click(".turn:last-child .error .button")
        self.finish()
        assert self.last() == "You said: are you there?"

    def set_offline(self, is_offline):
        self.browser.chrome("Network.emulateNetworkConditions", offline=is_offline, latency=0,
                            downloadThroughput=-1, uploadThroughput=-1)

    def exporting(self):
        self.browser.click("#clear")
        self.browser.click("#export")
        assert self.browser.text("#notice") == ["There is nothing to export yet"]
        self.say("导出 it")
        messages = self.exported()
        assert messages == [{"role": "user", "content": "导出 it"},
                            {"role": "assistant", "content": "You said: 导出 it"}], messages

    def settings(self):
        self.browser.click("#settings")
        assert self.count("dialog[open]") == 1
        placeholders = self.browser.run("return [...document.querySelectorAll('.field input')].map((e) => e.placeholder)")
        assert placeholders == ["0.3", "0.85", "1024", "random"], placeholders
        for name, value in {"temperature": "0", "top_p": "0.9", "max_tokens": "12", "seed": "7",
                            "system": "Be kind."}.items():
            self.browser.type(f"#setting-{name}", value)
        self.shoot("settings")
        self.browser.click("dialog .primary")
        assert self.count("dialog[open]") == 0
        self.say("with settings")
        request = self.server.requests[-1]
        assert {name: request.get(name) for name in ("temperature", "top_p", "max_tokens", "seed")} == {
            "temperature": 0, "top_p": 0.9, "max_tokens": 12, "seed": 7}, request
        assert request["messages"][0] == {"role": "system", "content": "Be kind."}
        self.browser.click(".turn:last-child [data-action=regenerate]")
        self.browser.wait("document.querySelector('.turn:last-child .end') !== null")
        assert "The same reply again" in self.browser.text(".turn:last-child .end")[0]
        # They stay over a reload; what is out of range does not count; and they can be dropped.
        self.reload()
        self.browser.click("#settings")
        self.browser.type("#setting-temperature", "99")
        self.browser.press(ESCAPE)
        self.say("again")
        request = self.server.requests[-1]
        assert request["seed"] == 7 and "temperature" not in request, request
        self.browser.click("#settings")
        self.browser.click("#use-defaults")
        self.browser.click("dialog .primary")
        self.say("once more")
        assert "seed" not in self.server.requests[-1] and len(self.server.requests[-1]["messages"]) == 7

    def copying(self):
        self.browser.click("#clear")
        self.say("sample")
        self.browser.run("""
            window.copied = [];
            navigator.clipboard.writeText = (text) => Promise.resolve(window.copied.push(text));""")
        self.browser.click(".turn .tools [data-action=copy]")
        self.browser.click(".code-block [data-action=copy]")
        reply, code = self.browser.wait("window.copied.length === 2 && window.copied")
        assert reply == SAMPLE
        assert code.startswith("def wedge(rows):\n    \"\"\"") and code.endswith("scroll"), code
        self.browser.click(".turn .tools [data-action=text]")
        assert self.last() == SAMPLE.rstrip("\n") or self.last() == SAMPLE
        self.browser.click(".turn .tools [data-action=text]")
        assert self.count(".turn .assistant h4") == 1

    def long_reply(self):
        """A long reply does not keep the page from answering, and its end stays in sight."""
        self.browser.click("#clear")
        self.browser.run("""
            window.longest = 0;
            let last = performance.now();
            window.watch = setInterval(() => {
              window.longest = Math.max(window.longest, performance.now() - last);
              last = performance.now();
            }, 10);""")
        self.say("long")
        longest = self.browser.run("clearInterval(window.watch); return window.longest")
        assert longest < 2000, f"the page stood still for {longest:.0f} ms"
        assert self.count(".turn .assistant p") >= 1500
        assert self.distance_to_end() < 5
        # Who reads above is left there.
        self.say("slow", finish=False)
        self.browser.wait("/word1 /.test(document.querySelector('.turn:last-child .assistant').innerText)")
        self.browser.run("document.getElementById('log').scrollTop = 100")
        self.browser.wait("!document.getElementById('to-end').hidden")
        time.sleep(0.5)
        assert self.browser.run("return document.getElementById('log').scrollTop") == 100
        self.browser.click("#to-end")
        assert self.distance_to_end() < 50
        self.browser.press(ESCAPE)
        self.finish()

    def distance_to_end(self):
        return self.browser.run("""
            const log = document.getElementById("log");
            return log.scrollHeight - log.scrollTop - log.clientHeight;""")

    def calm(self):
        """Nothing that was shown moves while a reply grows."""
        self.browser.click("#clear")
        self.browser.type("#input", "sample" + ENTER)
        self.browser.wait("document.querySelector('.turn .assistant .body').children.length > 2")
        shift = self.browser.run_async("""
            let shift = 0;
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) shift += entry.value;
            }).observe({ type: "layout-shift", buffered: false });
            while (document.body.classList.contains("running")) await new Promise((r) => setTimeout(r, 50));
            await new Promise((r) => setTimeout(r, 200));
            return shift;""")
        assert shift < 0.02, f"the layout shifts by {shift}"

    def looks(self, name):
        """Screenshots in light and dark, wide and narrow, and that nothing is cut off."""
        for theme in ("light", "dark"):
            self.browser.use_theme(theme)
            for label, width, height, scale, is_phone in (("wide", 1280, 860, 1, False),
                                                          ("narrow", 390, 844, 2, True)):
                self.browser.resize(width, height, scale, is_phone)
                time.sleep(0.2)
                overflow = self.browser.run("""
                    return [...document.querySelectorAll("html, body, #log, #turns, footer, .message")]
                      .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.id || e.className || e.tagName)""")
                assert not overflow, f"{name} {label}: {overflow} scroll sideways"
                assert self.browser.run("return innerWidth") == width
                small = self.browser.run("""
                    return [...document.querySelectorAll("input, textarea")]
                      .filter((e) => parseFloat(getComputedStyle(e).fontSize) < 16).length""")
                assert small == 0, "a phone zooms into small fields"
                self.shoot(f"{name}-{label}-{theme}")
                self.contrast()
        self.browser.use_theme("light")
        self.browser.resize(1280, 860)

    def contrast(self):
        """Every text has a contrast of 4.5 at least to what is behind it."""
        poor = self.browser.run("""
            const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
            const channels = (color) => {
              canvas.clearRect(0, 0, 1, 1);
              canvas.fillStyle = color;
              canvas.fillRect(0, 0, 1, 1);
              return [...canvas.getImageData(0, 0, 1, 1).data];
            };
            const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255)
              .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
              .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
            const ground = (element) => {
              for (let e = element; e; e = e.parentElement) {
                const color = channels(getComputedStyle(e).backgroundColor);
                if (color[3] === 255) return color;
              }
              return [255, 255, 255];
            };
            const poor = [];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
              const element = walker.currentNode.parentElement;
              if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
              const [a, b] = [channels(getComputedStyle(element).color), ground(element)].map(luminance);
              const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              if (ratio < 4.5 && !element.matches(".avatar")) poor.push([walker.currentNode.data, ratio]);
            }
            return poor;""")
        assert not poor, poor

    def theme_switch(self):
        colors = []
        for _ in range(3):
            self.browser.click("#theme")
            colors.append(self.browser.run("return getComputedStyle(document.body).backgroundColor"))
        assert colors[0] != colors[1] and colors[2] == colors[0], f"light, dark, as the system: {colors}"
        self.browser.click("#theme")
        self.browser.click("#theme")
        self.reload()
        assert self.browser.run("return getComputedStyle(document.body).backgroundColor") == colors[1], "kept"
        self.browser.click("#theme")

    def language_switch(self):
        self.browser.click("#clear")
        self.say("slow", finish=False)
        self.browser.wait("/word2 /.test(document.body.innerText)")
        self.browser.click("#language")
        assert self.browser.text("#clear") == ["清空对话"]
        assert self.browser.run("return document.documentElement.lang") == "zh-CN"
        assert self.browser.text(".greeting p") == [BAICHUAN_GREETING]
        # The reply goes on where it was.
        self.browser.wait("/word1 word2 .*word15 /.test(document.querySelector('.turn .assistant').innerText)")
        self.browser.click("#send")
        self.finish()
        assert self.browser.text(".turn .end") == ["已停止"]
        self.reload()
        assert self.browser.text("#clear") == ["清空对话"], "kept"
        self.browser.click("#language")
        assert self.browser.text("#clear") == ["Clear conversation"]

    def access(self):
        """Everything has a name, and the keyboard reaches it."""
        nameless = self.browser.run("""
            return [...document.querySelectorAll("button, input, textarea, a")].filter((e) =>
              !(e.getAttribute("aria-label") || e.innerText?.trim() || e.labels?.length))
              .map((e) => e.outerHTML)""")
        assert not nameless, nameless
        self.browser.run("document.activeElement.blur()")
        reached = set()
        for _ in range(60):
            self.browser.press(TAB)
            reached.add(self.browser.run("return document.activeElement.id || document.activeElement.dataset.action"))
        for name in ("language", "theme", "export", "settings", "log", "edit", "copy", "regenerate", "input", "clear"):
            assert name in reached, f"the keyboard does not reach {name!r}: {reached}"

    def key(self):
        assert self.browser.text(".greeting p") == ["Hello, I am <b>Tiny</b>. How can I help you?"]
        self.say("secret")
        assert "wants an API key" in self.browser.text(".error")[0]
        self.browser.click(".error .button")
        assert self.browser.run("return document.activeElement.id") == "setting-key"
        self.browser.press("the key" + ENTER)
        self.finish()
        self.browser.wait("document.querySelector('.error') === null")
        self.finish()
        assert self.last() == "You said: secret"
        self.reload()
        self.say("again")
        assert self.last() == "You said: again"
        stored = self.browser.run("return JSON.stringify(localStorage)")
        assert "the key" not in stored, "the key is kept for the tab only"

    def comparison(self):
        first, second = self.server.models
        assert self.count(".replies") == 0
        self.say("compare")
        assert self.browser.text(".model") == [first, second]
        assert self.browser.text(".assistant .markdown") == ["The capital of France is Paris. Yes.",
                                                              "The capital of France is a city."]
        requests = self.server.requests[-2:]
        assert sorted(request["model"] for request in requests) == sorted([first, second])
        assert requests[0]["seed"] == requests[1]["seed"] and all(request["logprobs"] for request in requests)
        assert self.browser.text(".parting .number") == ["Parts at token 6"] * 2
        assert self.browser.text(".parting mark") == ["␣Paris", "␣a"]
        assert self.browser.text(".excerpt")[0].endswith("France is␣Paris"), self.browser.text(".excerpt")
        self.looks("compare")
        for index in (1, 2):
            self.browser.click(f".replies > :nth-child({index}) [data-action=text]")
        assert self.browser.run("return [...document.querySelectorAll('.plain mark')].map((e) => e.textContent)") == [
            " Paris", " a"]
        self.shoot("compare-plain")
        for index in (1, 2):
            self.browser.click(f".replies > :nth-child({index}) [data-action=text]")
        # Within a character: the third token is its last byte.
        self.say("compare pieces")
        assert self.browser.text(".turn:last-child .parting .number") == ["Parts at token 4"] * 2
        assert self.browser.text(".turn:last-child .parting mark") == ["<B4>", "<A6>"]
        self.browser.click(".turn:last-child [data-action=text]")
        assert self.browser.text(".turn:last-child .plain mark") == ["巴"]
        # One ends where the other goes on.
        self.say("compare prefix")
        assert self.browser.text(".turn:last-child .parting mark") == ["end", ", of".replace(" ", "␣")]
        self.say("same")
        assert self.browser.text(".turn:last-child .end") == ["Both replies are the same, token for token."] * 2
        # Each has its own history, over a reload too.
        self.reload()
        assert self.browser.text(".parting mark")[:2] == ["␣Paris", "␣a"]
        self.say("history")
        told = {request["model"]: request["messages"] for request in self.server.requests[-2:]}
        assert told[first][1]["content"] == "The capital of France is Paris. **Yes**."
        assert told[second][1]["content"] == "The capital of France is a city."
        exported = self.exported()
        assert [conversation["model"] for conversation in exported] == [first, second]
        assert exported[1]["messages"][1]["content"] == "The capital of France is a city."

    def chinese(self):
        assert self.browser.run("return navigator.language") == "zh-CN"
        assert self.browser.run("return document.documentElement.lang") == "zh-CN"
        assert self.browser.text("#title") == ["Baichuan"]
        assert self.browser.text(".greeting p") == [BAICHUAN_GREETING]
        placeholder = self.browser.run("return document.getElementById('input').placeholder")
        assert placeholder == "Shift + Enter 换行, Enter 发送", placeholder
        assert self.browser.text("#clear") == ["清空对话"]
        self.say("法国的首都是哪里？")
        assert self.last() == "You said: 法国的首都是哪里？"
        assert self.browser.text(".turn .assistant .statistics") == ["1 个词元 · 12 词元/秒"]
        self.say("sample")
        self.looks("chinese")
        self.browser.click("#settings")
        self.browser.use_theme("dark")
        self.shoot("chinese-settings-dark")
        self.browser.resize(390, 844, 2, True)
        self.shoot("chinese-settings-narrow")
        self.browser.press(ESCAPE)
        self.browser.resize(1280, 860)
        self.browser.use_theme("light")

    def real(self):
        settings = self.server.settings
        assert self.browser.text("#title") == [settings["name"]]
        if settings["is_baichuan"]:
            assert self.browser.text(".greeting p")[0] == BAICHUAN_GREETING
        self.browser.click("#settings")
        self.browser.type("#setting-temperature", "0")
        self.browser.type("#setting-max_tokens", "200")
        self.browser.click("dialog .primary")
        for message in ("What is the capital of France?", "法国的首都是哪里？"):
            self.say(message)
            assert self.last(), "the model said nothing"
            assert self.count(".error") == 0, self.browser.text(".error")
            statistics = self.browser.text(".turn:last-child .assistant .statistics")[0]
            assert re.fullmatch(r"\d+ tokens? · [\d.]+ tokens/s( · seed \d+)?", statistics), statistics
        replies = self.browser.text(".assistant .body")[1:]
        print("    " + " / ".join(text.strip() for text in replies))
        self.reload()
        assert self.browser.text(".assistant .body")[1:] == replies
        self.browser.click(".turn:last-child [data-action=regenerate]")
        self.browser.wait("!document.body.classList.contains('running')")
        self.browser.wait("/The same reply again/.test(document.body.innerText)")
        if len(settings["models"]) > 1:
            assert self.count(".turn:last-child .parting, .turn:last-child .end") >= 1
        self.shoot("real-compare" if len(settings["models"]) > 1 else "real")
        # Longer than the context.
        self.browser.run("""
            const input = document.getElementById("input");
            input.value = "one two three ".repeat(arguments[0]);
            document.getElementById("composer").requestSubmit();""", settings["context"])
        self.finish()
        assert "longer than the model's context" in self.browser.text(".turn:last-child .error")[0]
        for _ in settings["models"]:
            self.browser.click(".turn:last-child .error .button")
            self.finish()
        assert self.count(".error") == 0 and self.last()
        self.browser.click("#clear")

    def watchfulness(self):
        """The log would show a violation: an inline style is one."""
        self.browser.run("document.body.setAttribute('style', 'color: red')")
        assert any("Content Security Policy" in message for message in self.browser.log())


def perform(trial, server, *checks):
    trial.visit(server)
    for check in checks:
        print(f"  {check.__name__.replace('_', ' ')}", flush=True)
        check()


def with_browser(tools, language, folder, screenshots, work):
    browser = Browser(*tools, folder, language)
    try:
        browser.resize(1280, 860)
        browser.use_theme("light")
        work(Trial(browser, screenshots))
    finally:
        browser.close()


# The browser reports every answer that is no success; the checks ask for these.
REFUSALS = ("status of 401", "status of 429", "status of 503", "status of 400", "status of 413",
            "net::ERR_INTERNET_DISCONNECTED", "net::ERR_INCOMPLETE_CHUNKED_ENCODING")


def try_english(trial):
    server = MockServer()
    try:
        print("one model")
        perform(trial, server, trial.markdown, trial.linear_time, trial.conversation, trial.composition,
                trial.streaming, trial.regeneration, trial.editing, trial.clearing, trial.keeping, trial.hostility,
                trial.exporting, trial.settings, trial.copying, trial.long_reply, trial.calm, trial.language_switch,
                trial.theme_switch)
        trial.expect_clean_log()
        perform(trial, server, trial.errors, trial.access)
        trial.expect_clean_log(*REFUSALS)
    finally:
        server.close()
    server = MockServer(key="the key", name="<b>Tiny</b>", is_baichuan=False)
    try:
        print("an API key")
        perform(trial, server, trial.key)
        trial.expect_clean_log(*REFUSALS)
    finally:
        server.close()
    server = MockServer(models=("demo-int8", "demo-int4"))
    try:
        print("two models")
        perform(trial, server, trial.comparison)
        trial.expect_clean_log()
        trial.watchfulness()
    finally:
        server.close()


def try_chinese(trial):
    server = MockServer()
    try:
        print("in Chinese")
        perform(trial, server, trial.chinese)
        trial.expect_clean_log()
    finally:
        server.close()


def try_real(options, trial):
    arguments = [[]] + ([["--compare", options.compare]] if options.compare else [])
    for extra in arguments:
        server = RealServer(options.serve, options.model, *extra)
        try:
            print(" ".join(["serve", options.model, *extra]))
            perform(trial, server, trial.real)
            trial.expect_clean_log(*REFUSALS)
        finally:
            server.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--serve", help="the built program")
    parser.add_argument("--model", help="the model that it serves")
    parser.add_argument("--compare", help="a second one, to compare with")
    parser.add_argument("--screenshots", type=Path, help="a folder for pictures of the page")
    options = parser.parse_args()
    if bool(options.serve) != bool(options.model):
        parser.error("--serve and --model need each other")
    tools = [shutil.which("chromium"), shutil.which("chromedriver")]
    if None in tools:
        print("Chromium or its driver is missing: apt-get install chromium chromium-driver", file=sys.stderr)
        return 2
    if options.screenshots:
        options.screenshots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="try_page-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        try:
            with_browser(tools, "en-US", folder, options.screenshots, try_english)
            with_browser(tools, "zh-CN", folder, options.screenshots, try_chinese)
            if options.serve:
                with_browser(tools, "en-US", folder, options.screenshots, lambda trial: try_real(options, trial))
        except AssertionError as failure:
            place = traceback.extract_tb(failure.__traceback__)[-1]
            print(f"FAILED in line {place.lineno}: {place.line}\n{failure}", file=sys.stderr)
            return 1
    print("all as it should be")
    return 0


if __name__ == "__main__":
    sys.exit(main())
