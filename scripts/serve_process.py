# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""A started `serve`, for the scripts beside this one."""

import subprocess
import tempfile
import urllib.request


class Server:
    """Runs while the `with` statement does; listens on a free port of 127.0.0.1."""

    def __init__(self, program, *arguments, key=None):
        self.command = [str(program), *map(str, arguments), "--port", "0"]
        if key:
            self.command += ["--api-key", key]
        self.key = key

    def __enter__(self):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            self.process.kill()
            self.process.wait()
            raise SystemExit("the server did not start: " + line + self.errors())
        self.address = line.split()[-1]
        self.port = int(self.address.rsplit(":", 1)[1])
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def errors(self):
        self.log.seek(0)
        return self.log.read().decode()

    def metric(self, name, label=""):
        """The sum of a metric's values whose labels have a text in them."""
        request = urllib.request.Request(self.address + "/metrics")
        if self.key:
            request.add_header("Authorization", "Bearer " + self.key)
        with urllib.request.urlopen(request, timeout=60) as answer:
            lines = answer.read().decode().splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.startswith(name) and label in line)
