"""A reload under load: no error, and every verdict is that of the reference which the answer names."""

import itertools
import json
import signal
import socket
import threading
import time

import pytest

from reference_files import copy_store, digest_of, import_files, mue, mue_name
from service import parse_prometheus
from synthetic import claim

THREADS = 4
RATE = 500  # requests a second and thread
SECONDS = 5


class Connection:
    """One keep-alive connection that sends the same request again and again."""

    def __init__(self, port, path, body, content_type):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = f"POST {path} HTTP/1.1\r\nHost: test\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
        self._request = head.encode() + body
        self._buffer = b""

    def ask(self):
        """(status, headers in lower case, body)"""
        self._socket.sendall(self._request)
        while b"\r\n\r\n" not in self._buffer:
            self._fill()
        head, _, rest = self._buffer.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:])
        size = int(headers["content-length"])
        self._buffer = rest
        while len(self._buffer) < size:
            self._fill()
        body, self._buffer = self._buffer[:size], self._buffer[size:]
        return int(lines[0].split()[1]), headers, body

    def _fill(self):
        chunk = self._socket.recv(65536)
        assert chunk, "the service closed the connection"
        self._buffer += chunk

    def close(self):
        self._socket.close()


class Load(threading.Thread):
    """Asks at a steady rate and keeps what was answered: digest -> {verdict}, and whatever went wrong."""

    def __init__(self, port, body):
        super().__init__()
        self._connection = Connection(port, "/fhir/Claim/$validate", body, "application/fhir+json")
        self.verdicts = {}
        self.problem = None
        self.count = 0

    def run(self):
        try:
            begin = time.monotonic()
            for number in range(RATE * SECONDS):
                wait = begin + number / RATE - time.monotonic()
                if wait > 0:
                    time.sleep(wait)
                status, headers, body = self._connection.ask()
                assert status == 200, (status, body)
                self.verdicts.setdefault(headers["x-reference-digest"], set()).add(body)
                self.count += 1
        except Exception as problem:  # told by the test
            self.problem = problem
        finally:
            self._connection.close()


def rules_of(body):
    issues = json.loads(body)["issue"]
    return {coding["code"] for issue in issues for coding in issue.get("details", {}).get("coding", ())}


@pytest.fixture
def two_quarters(binary, reference, tmp_path):
    """A store, and two files of one release that replace one another: 62324 once a day, or nine times."""
    store = copy_store(reference, tmp_path / "store")
    files = []
    for units in (1, 9):
        folder = tmp_path / str(units)
        folder.mkdir()
        (folder / mue_name()).write_text(mue([("62324", units), ("64450", 10)]), newline="")
        files.append(folder / mue_name())
    digests = []
    for path in (files[1], files[0]):
        import_files(binary, store, path, "--complete")
        digests.append(digest_of(store))
    assert digests[0] != digests[1]
    return store, files, {digests[1]: True, digests[0]: False}  # whether two units are too many


def test_every_answer_is_of_one_reference(binary, start, two_quarters):
    store, files, too_many = two_quarters
    service = start(reference=store)
    resource = claim(["62324"])
    resource["item"][0]["quantity"]["value"] = 2
    loads = [Load(service.http_port, json.dumps(resource).encode()) for _ in range(THREADS)]
    for load in loads:
        load.start()
    swaps = 0
    for path in itertools.cycle((files[1], files[0])):
        if not any(load.is_alive() for load in loads):
            break
        import_files(binary, store, path, "--complete")
        assert digest_of(store) in too_many, "the same releases give the same bytes"
        for _ in range(3):
            service.signal(signal.SIGHUP)
            time.sleep(0.02)
        swaps += 1
    seen = {}
    for load in loads:
        load.join()
        assert load.problem is None, load.problem
        assert load.count == RATE * SECONDS
        for digest, bodies in load.verdicts.items():
            seen.setdefault(digest, set()).update(bodies)
    assert set(seen) == set(too_many), f"after {swaps} reloads"
    for digest, bodies in seen.items():
        for body in bodies:
            found = any(rule.startswith("NCCI-MUE-") for rule in rules_of(body))
            assert found == too_many[digest], (digest, rules_of(body))
    metrics = parse_prometheus(service.metrics_text())
    assert sum(value for (name, _), value in metrics.items() if name == "chargelint_http_requests_total") > 0


def test_the_service_finds_a_new_snapshot_by_itself_when_told_to_look(binary, start, two_quarters):
    store, files, too_many = two_quarters
    service = start(reference=store, reference_reload_seconds=1)
    connection = Connection(service.http_port, "/fhir/Claim/$validate", json.dumps(claim(["62324"])).encode(),
                            "application/fhir+json")  # fmt: skip
    before = connection.ask()[1]["x-reference-digest"]
    import_files(binary, store, files[1], "--complete")
    after = digest_of(store)
    assert before != after and {before, after} == set(too_many)
    deadline = time.monotonic() + 20
    while connection.ask()[1]["x-reference-digest"] != after:
        assert time.monotonic() < deadline, "not taken within 20 s"
        time.sleep(0.05)
    connection.close()
