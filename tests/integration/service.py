"""A `chargelint serve` process: where it listens, what it printed, how it is ended."""

import http.client
import json
import re
import signal
import sqlite3
import subprocess
import time
import urllib.parse


class Service:
    def __init__(self, binary, folder, environment):
        self.folder = folder
        self.state = environment["CHARGELINT_STATE"]
        self._out = open(folder / "stdout.log", "ab")
        self._err = open(folder / "stderr.log", "ab")
        self._out_start = self._out.tell()
        self.process = subprocess.Popen(
            [binary, "serve"], stdin=subprocess.DEVNULL, stdout=self._out, stderr=self._err, cwd=folder, env=environment
        )
        self.http_port = self.mllp_port = 0

    def wait_until_ready(self, seconds=30):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            lines = self.stdout()[self._out_start :].splitlines()
            if "ready" in lines:
                self.http_port = self._port(lines, "http")
                self.mllp_port = self._port(lines, "mllp")
                return
            assert self.process.poll() is None, f"serve ended with {self.process.returncode}: {self.stderr()}"
            time.sleep(0.005)
        raise AssertionError(f"not ready after {seconds} s: {self.stdout()} {self.stderr()}")

    @staticmethod
    def _port(lines, scheme):
        for line in lines:
            found = re.match(rf"{scheme}://127\.0\.0\.1:(\d+)$", line)
            if found:
                return int(found[1])
        raise AssertionError(f"no {scheme} address among {lines}")

    def stdout(self):
        return (self.folder / "stdout.log").read_text(errors="replace")

    def stderr(self):
        return (self.folder / "stderr.log").read_text(errors="replace")

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self, seconds=30):
        code = self.process.wait(seconds)
        self._out.close()
        self._err.close()
        return code

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.wait()

    def stop(self):
        self.signal(signal.SIGTERM)
        return self.wait()

    def resident_kb(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1])
        raise AssertionError("no VmHWM")

    def request(self, method, path, body=None, headers=None, timeout=30):
        """One request on a connection of its own: (status, headers, body)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=timeout)
        try:
            connection.request(method, urllib.parse.quote(path, safe="/$?=&%"), body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def fhir(self, path, body, content_type="application/fhir+json"):
        """POST below /fhir: (status, the answer's resource)."""
        if not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        status, headers, content = self.request("POST", path, body, {"Content-Type": content_type})
        assert headers.get_content_type() == "application/fhir+json", (status, headers.get_content_type(), content)
        return status, json.loads(content)

    def metrics(self):
        """The Prometheus samples by name and labels."""
        return parse_prometheus(self.metrics_text())

    def metrics_text(self):
        status, headers, body = self.request("GET", "/metrics")
        assert status == 200
        assert headers["Content-Type"].startswith("text/plain; version=0.0.4"), headers["Content-Type"]
        return body.decode()

    def rows(self, query, parameters=()):
        """Rows of the state store, as another process sees them."""
        connection = sqlite3.connect(f"file:{self.state}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(query, parameters).fetchall()
        finally:
            connection.close()


NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"'
SAMPLE = re.compile(rf"({NAME})(?:\{{((?:{LABEL}(?:,{LABEL})*)?,?)\}})? (\S+)$")


def parse_prometheus(text):
    """A strict reading of the text format; fails on what a scraper can not read."""
    assert text.endswith("\n")
    samples, types = {}, {}
    for line in text.splitlines():
        if line.startswith("# HELP "):
            continue
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name not in types, f"second TYPE of {name}"
            assert kind in ("counter", "gauge", "histogram", "summary", "untyped"), line
            types[name] = kind
            continue
        found = SAMPLE.match(line)
        assert found, f"not a sample: {line!r}"
        name, labels, value = found[1], found[2] or "", float(found[3])
        family = re.sub(r"_(bucket|sum|count)$", "", name)
        assert types.get(name) or types.get(family) in ("histogram", "summary"), f"no TYPE before {name}"
        samples[name, labels] = value
    return samples
