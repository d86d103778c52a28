#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Talks with `run chat` on a terminal, as a person would, and checks what the terminal shows.

    swift build -c release --product run
    scripts/try_chat.py [--program .build/release/run] [--model Models/demo/checkpoint] [--show]

Every command, an interrupt in the middle of a reply, a conversation in Chinese, a paste of several
lines, windows of 40 and fewer columns, an editor, stops and ends by signals, and output to a pipe; after
each way to end, the terminal must be set as it was. Needs nothing but Python's standard library.
Exits with 1 at the first failure.
"""

import argparse
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unicodedata
from pathlib import Path

PATIENCE = 60
CAPITAL, PARIS = "What is the capital of France?", "The capital of France is Paris."
YELLOW, GREEN, NAME, CYAN = "\x1b[1;33m", "\x1b[1;32m", "\x1b[1;36m", "\x1b[36m"
COMMAND = re.compile(r"\x1b\[[?0-9;]*[A-Za-z]")


class Screen:
    """A small terminal: what stands where after everything that was written."""

    def __init__(self, columns):
        self.columns, self.row, self.column, self.rows = columns, 0, 0, [[]]

    @staticmethod
    def width(character):
        if unicodedata.category(character) in ("Mn", "Me", "Cf"):
            return 0
        return 2 if unicodedata.east_asian_width(character) in "WF" else 1

    def lines(self):
        return ["".join(row).rstrip() for row in self.rows]

    def write(self, text):
        position = 0
        while position < len(text):
            command = COMMAND.match(text, position)
            if command:
                self.obey(command.group()[-1], command.group()[2:-1])
                position = command.end()
                continue
            self.put(text[position])
            position += 1

    def obey(self, name, argument):
        count = int(argument) if argument.isdigit() else 1
        if name == "A":
            self.row = max(0, self.row - count)
        elif name == "C":
            self.column = min(self.columns - 1, self.column + count)
        elif name == "J" and argument == "2":
            self.rows = [[] for _ in self.rows]
        elif name == "J" and argument == "":
            del self.rows[self.row + 1:]
            del self.rows[self.row][self.column:]
        elif name == "H":
            self.row = self.column = 0

    def put(self, character):
        if character == "\r":
            self.column = 0
            return
        width = self.width(character)
        if character == "\n" or self.column + width > self.columns:
            self.row += 1
            if character != "\n":
                self.column = 0
            while len(self.rows) <= self.row:
                self.rows.append([])
            if character == "\n":
                return
        row = self.rows[self.row]
        row += " " * (self.column - len(row))
        if width == 0:
            row[-1] += character
            return
        row[self.column:self.column + width] = [character] + [""] * (width - 1)
        self.column += width


class Chat:
    """The program on a terminal of its own."""

    def __init__(self, command, columns=80, environment=None, output=None, show=False):
        self.master, self.terminal = pty.openpty()
        self.columns, self.show, self.text, self.mark = columns, show, "", 0
        self.resize(columns)
        self.original = termios.tcgetattr(self.terminal)
        variables = {key: value for key, value in os.environ.items()
                     if not key.startswith("LC_") and key not in ("LANG", "NO_COLOR", "COLUMNS")}
        variables.update(environment or {})

        def prepare():
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            for number in (signal.SIGINT, signal.SIGTSTP, signal.SIGQUIT, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)

        self.process = subprocess.Popen(
            command, stdin=self.terminal, stdout=output or self.terminal, stderr=self.terminal,
            env=variables, preexec_fn=prepare)
        self.pending = b""

    def resize(self, columns):
        self.columns = columns
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def read(self, seconds):
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        self.pending += os.read(self.master, 65536)
        # Never a part of a character.
        for cut in range(min(4, len(self.pending) + 1)):
            try:
                text = self.pending[:len(self.pending) - cut].decode()
            except UnicodeDecodeError:
                continue
            self.pending = self.pending[len(self.pending) - cut:]
            self.text += text
            if self.show:
                sys.stdout.write(text)
                sys.stdout.flush()
            return True
        raise AssertionError(f"no text in UTF-8: {self.pending!r}")

    def expect(self, *texts):
        """Waits until the texts come one after another, behind what was expected before."""
        deadline = time.monotonic() + PATIENCE
        for text in texts:
            while (place := self.text.find(text, self.mark)) < 0:
                if time.monotonic() > deadline or (not self.read(0.5) and self.process.poll() is not None):
                    raise AssertionError(f"{text!r} does not come in {self.text[self.mark:]!r}")
            self.mark = place + len(text)

    def send(self, text):
        os.write(self.master, text.encode())

    def say(self, text, *answers):
        """Types a line at the prompt and waits for answers and the next prompt."""
        self.send(text + "\r")
        self.expect(*answers)
        self.prompt()

    def prompt(self):
        self.expect(self.prompt_text)
        # The editor reads keys when it has shown itself.
        while self.read(0.05):
            pass

    prompt_text = GREEN + "You: "

    def settle(self):
        while self.read(0.3):
            pass

    def end(self, status):
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            self.read(0.1)
        while self.read(0):
            pass
        found = self.process.poll()
        assert found == status, f"ended with {found}, not {status}: {self.text[-300:]!r}"
        mode = termios.tcgetattr(self.terminal)
        assert mode == self.original, "the terminal is not set as it was"
        assert self.text.rfind("\x1b[?2004l") > self.text.rfind("\x1b[?2004h"), "pastes stay marked"
        os.close(self.master)
        os.close(self.terminal)


class Trial:
    def __init__(self, options, folder):
        self.program, self.model, self.show = str(options.program), str(options.model), options.show
        self.folder = folder

    def chat(self, *arguments, columns=80, environment=None, output=None, form=("chat",)):
        command = [self.program, *form, self.model, "--greedy", *arguments]
        return Chat(command, columns, environment, output, self.show)

    def path(self, name):
        return str(self.folder / name)

    def saved(self, name):
        return [(message["role"], message["content"])
                for message in json.loads((self.folder / name).read_text())]

    # What is tried, one after another.

    def english(self):
        chat = self.chat("--no-color", "--stats")
        chat.prompt_text = "You: "
        chat.expect("Welcome to Baichuan.")
        chat.prompt()
        chat.say(CAPITAL, "Baichuan: ", PARIS, "tokens/s; prompt 10, reused 0)")
        chat.say("What is 23 plus 45?", "23 + 45 = 68.", "reused 20)")
        chat.say("/stats", "reused      20 tokens", "of 512 tokens")
        assert "\x1b[1;3" not in chat.text and "\x1b[36m" not in chat.text, "colors"
        chat.send("\x04")
        chat.end(0)

    def chinese(self):
        chat = self.chat(environment={"LC_ALL": "zh_CN.UTF-8"})
        chat.prompt_text = GREEN + "用户："
        chat.expect(YELLOW + "欢迎使用百川大模型，输入进行对话，clear 清空历史，CTRL+C 中断生成，"
                    "stream 开关流式生成，exit 结束。")
        chat.prompt()
        chat.send("法国的首都是哪里？\r")
        chat.expect(NAME + "Baichuan：", CYAN + "法")
        chat.settle()
        assert COMMAND.sub("", chat.text).count("法国的首都是巴黎。") == 1
        chat.say("stream", "（关闭流式生成）")
        chat.say("法国的首都是哪里？", CYAN + "法国的首都是巴黎。")
        chat.say("/stream", "（开启流式生成）")
        chat.say("clear", "\x1b[2J", "欢迎使用百川大模型")
        chat.say("/help", "清空对话历史和屏幕")
        chat.send("exit\r")
        chat.end(0)

    def interrupt(self):
        # Slow enough to be interrupted.
        chat = self.chat("--threads", "1", "--kernels", "generic", "--max-tokens", "400")
        chat.prompt()
        for attempt in range(10):
            chat.send("Tell me a long story.\r")
            chat.expect("Baichuan: ", CYAN)
            chat.send("\x03")
            chat.prompt()
            if "(stopped)" in chat.text:
                break
        assert "(stopped)" in chat.text, "the reply was over before the interrupt"
        chat.say(f"/save {self.path('stopped.json')}", "messages saved")
        messages = self.saved("stopped.json")
        assert [role for role, _ in messages[-2:]] == ["user", "assistant"] and messages[-1][1]
        shown = COMMAND.sub("", chat.text).replace("\r\n", "")
        assert messages[-1][1].replace("\n", "") + "(stopped)" in shown, "what was said is not what counts"
        chat.say(CAPITAL, "Baichuan: ")
        # At the prompt it empties the line, or says how to leave.
        chat.send("half a line\x03")
        chat.prompt()
        chat.send("\x03")
        chat.expect("(exit or Ctrl-D ends)")
        chat.prompt()
        chat.send("/exit\r")
        chat.end(0)

    def lines(self):
        chat = self.chat("--max-tokens", "8")
        chat.prompt()
        chat.say("\x1b[200~first line\rsecond 行\n\tthird\n\x1b[201~", "Baichuan: ")
        chat.say("\x1b[200~/stats\n\x1b[201~", "reused ")
        chat.send('"""\r')
        chat.expect("... ")
        chat.send("with\r")
        chat.expect("... ")
        chat.say('marks"""', "Baichuan: ")
        chat.say("Alt\x1b\rEnter", "Baichuan: ")
        chat.say(f"/save {self.path('lines.json')}", "messages saved")
        texts = [text for role, text in self.saved("lines.json") if role == "user"]
        assert texts == ["first line\nsecond 行\n\tthird", "with\nmarks", "Alt\nEnter"], texts
        # A message that is given up.
        chat.send('"""\r')
        chat.expect("... ")
        chat.send("lost\r")
        # The next prompt, not the one before "lost": between two lines the terminal makes a signal of Ctrl-C.
        chat.expect("\n")
        chat.expect("... ")
        chat.send("\x03")
        chat.prompt()
        chat.say("/undo", "(taken back: Alt…)")
        # What was typed comes back: two lines above is /save.
        chat.send("\x1b[A\x1b[A\x1b[A\x1b[A\x15/system " + "Be kind.\r")
        chat.expect("(system message: Be kind.)")
        chat.prompt()
        chat.send("exit\r")
        chat.end(0)

    def narrow(self):
        chat = self.chat(columns=40)
        chat.prompt()
        text = "一个很长的句子 with words of both kinds，用来看四十列的窗口怎样换行 and where the cursor is"
        start = len(chat.text)
        chat.send(text)
        chat.settle()
        chat.send("\x01开头 \x05!\x1b[D\x7f\x7f")
        chat.settle()
        typed = "开头 " + text[:-2] + "!"
        self.compare(chat, start, "You: ", typed, len(typed) - 1)
        # A narrower window, then a wider one: no terminal is emulated that far, so only what comes last.
        for columns in (23, 60):
            chat.settle()
            start = len(chat.text)
            chat.resize(columns)
            chat.settle()
            screen = Screen(columns)
            screen.rows = [[] for _ in range(30)]
            screen.row = 20
            screen.write(chat.text[start:])
            shown = "".join(line for line in screen.lines())
            assert shown.replace(" ", "") == ("You: " + typed).replace(" ", ""), (columns, screen.lines())
        chat.send("\x03")
        chat.prompt()
        chat.send("\x04")
        chat.end(0)

    @staticmethod
    def compare(chat, start, prompt, typed, cursor):
        """What the screen shows behind a prompt that stands there already."""
        found, expected = Screen(chat.columns), Screen(chat.columns)
        found.write(prompt + chat.text[start:])
        expected.write(prompt + typed[:cursor])
        place = (expected.row, expected.column)
        expected.write(typed[cursor:])
        assert found.lines() == expected.lines(), (found.lines(), expected.lines())
        assert (found.row, found.column) == place, ((found.row, found.column), place)

    def commands(self):
        editor = self.folder / "editor"
        editor.write_text("#!/bin/sh\nsed s/planet/capital/ \"$1\" > \"$1.new\" && mv \"$1.new\" \"$1\"\n")
        editor.chmod(0o755)
        chat = self.chat(environment={"EDITOR": str(editor), "TMPDIR": str(self.folder)})
        chat.prompt()
        chat.say("/regen", "(there is no message yet)")
        chat.say("/edit What is the planet of France?", GREEN + "You: " + CAPITAL, "Baichuan: ", "The")
        chat.say("/regen", "(the most probable answer again", "Baichuan: ", "The")
        chat.say("/save " + self.path("one.json"), "(2 messages saved to ")
        chat.say("/save " + self.path("one.json"), "exists already; /save -f ")
        chat.say("/save -f " + self.path("one.json"), "(2 messages saved to ")
        assert self.saved("one.json") == [("user", CAPITAL), ("assistant", PARIS)]
        chat.say("/undo", "(taken back: " + CAPITAL + ")")
        chat.say("/load " + self.path("one.json"), "(2 messages loaded)")
        chat.say("/load " + self.path("none.json"), "none.json")
        chat.say("/system Be brief.", "(system message: Be brief.)")
        chat.say('/system ""', "(no system message)")
        chat.say("/set temperature 0.7", "(temperature 0.7)")
        chat.say("/set temperature -1", "temperature must be at least 0, not -1.0")
        chat.say("/set seed=7", "(temperature 0.7, seed 7)")
        chat.say("/set temperature", "(seed 7)")
        chat.say("/set warmth 1", "there is no setting 'warmth'")
        chat.say("/stats", "prompt ", "reused ", "prefilled ", "generated ", "context ")
        chat.say("/help", "/regen", "/set NAME N")
        chat.say("/nothing", "there is no command /nothing")
        chat.say("/save", "usage: /save FILE")
        leftovers = [path.name for path in self.folder.iterdir() if path.name.startswith("message-")]
        assert not leftovers, leftovers
        chat.send("quit\r")
        chat.end(0)

    def failing_editor(self):
        chat = self.chat(environment={"EDITOR": "false"})
        chat.prompt()
        chat.say("/edit", "the editor 'false' failed")
        chat.send("\x04")
        chat.end(0)

    def signals(self):
        chat = self.chat()
        chat.prompt()
        chat.process.terminate()
        chat.end(-signal.SIGTERM)
        # In the middle of a reply.
        chat = self.chat("--threads", "1", "--kernels", "generic")
        chat.prompt()
        chat.send("Tell me a long story.\r")
        chat.expect("Baichuan: ")
        chat.process.send_signal(signal.SIGHUP)
        chat.end(-signal.SIGHUP)
        # Nobody has an orphan go on, so the kernel does not let Ctrl-Z stop it.
        chat = self.chat()
        chat.prompt()
        chat.send("ab\x1a")
        chat.prompt()
        chat.send("\x7f\x7f")
        chat.say(CAPITAL, "Baichuan: ")
        chat.send("\x04")
        chat.end(0)
        # Before there is a prompt.
        chat = Chat([self.program, "chat", self.path("missing.qkit")], show=self.show)
        chat.expect("missing.qkit")
        chat.text += "\x1b[?2004l"  # Nothing was changed yet.
        assert chat.process.wait(PATIENCE) != 0
        chat.end(chat.process.returncode)

    def outputs(self):
        # `run MODEL` alone talks too; into a pipe it does not, and the replies go there alone.
        chat = self.chat(form=(), environment={"NO_COLOR": "1"})
        chat.prompt_text = "You: "
        chat.expect("Welcome to Baichuan.")
        chat.prompt()
        chat.say(CAPITAL, PARIS)
        assert "\x1b[1;3" not in chat.text
        chat.send("\x04")
        chat.end(0)

        reading, writing = os.pipe()
        chat = self.chat(output=writing)
        os.close(writing)
        chat.expect("You: ")
        chat.send(CAPITAL + "\n")
        chat.expect("You: ")
        chat.send("\x04")
        assert chat.process.wait(PATIENCE) == 0
        with os.fdopen(reading, "rb") as stream:
            assert stream.read() == (PARIS + "\n").encode()
        assert "\x1b[1;3" not in chat.text and "Welcome" not in chat.text

        piped = subprocess.Popen(
            [self.program, "chat", self.model, "--greedy", "--threads", "1", "--kernels", "generic"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        piped.stdin.write(b"Tell me a long story.\n" * 50)
        piped.stdin.flush()
        assert piped.stdout.read(3)
        piped.send_signal(signal.SIGINT)
        output, errors = piped.communicate(timeout=PATIENCE)
        assert piped.returncode in (130, -signal.SIGINT), (piped.returncode, errors)
        assert b"\x1b" not in output


def main():
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=Path, default=root / ".build/release/run")
    parser.add_argument("--model", type=Path, default=root / "Models/demo/checkpoint")
    parser.add_argument("--show", action="store_true", help="show what the terminal receives")
    parser.add_argument("trials", nargs="*", help="only these")
    options = parser.parse_args()
    names = ["english", "chinese", "interrupt", "lines", "narrow", "commands", "failing_editor", "signals",
             "outputs"]
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(options, Path(folder))
        for name in options.trials or names:
            try:
                getattr(trial, name)()
            except (AssertionError, OSError, subprocess.TimeoutExpired) as error:
                sys.exit(f"{name}: {error}")
            print(f"{name}: as it should be", flush=True)


main()
