"""One clear answer to each bad input, and a service that goes on."""

import json
import socket

import pytest

from mllp import Ack, Client, END, START, framed
from synthetic import claim, dft

VALIDATE = "/fhir/Claim/$validate"


def alive(service):
    with Client(service.mllp_port) as client:
        assert Ack(client.send(dft("ALIVE", lines=["99213"]))).code == "AA"
    assert service.request("GET", "/health/ready")[0] == 200


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 100,
        bytes(range(256)).replace(END, b""),
        b"MSH",
        b"MSH|",
        b"MSH|^~\\&",
        b"MSH|^~\\&|EHR|SITE",
        b"PID|1||TEST\r",
        b'{"resourceType":"Claim"}',
        b"x" * 100_000,
        b"MSH|^~\\&|" + b"|" * 50_000,
        dft("BADUTF8", lines=["99213"], name="\x80").replace("\x80".encode(), b"\xff\xfe\x80"),
        dft("NUL", lines=["99213"]).replace(b"SYLVIA", b"SYL\0VIA"),
    ],
    ids=["empty", "zeros", "all bytes", "MSH", "MSH|", "no fields", "truncated", "no MSH", "FHIR", "text", "bars",
         "invalid UTF-8", "NUL"],
)  # fmt: skip
def test_a_bad_frame_gets_one_answer_or_none_and_the_connection_or_the_next_one_works(service, content):
    with Client(service.mllp_port, timeout=5) as client:
        client.write(framed(content))
        client.write(framed(dft("NEXT", lines=["99213"])))
        answers = []
        try:
            while answer := client.read():
                assert len(answer) < 10_000, f"{len(answer)} bytes of answer to {len(content)} bytes of nonsense"
                answers.append(Ack(answer))
                if answers[-1].control_id == "NEXT":
                    break
        except (TimeoutError, ConnectionResetError):
            pass
    others = [answer for answer in answers if answer.control_id != "NEXT"]
    assert len(others) <= 1, "more than one answer to one frame"
    assert answers, "neither the bad frame nor the good one was answered"
    for answer in others:
        assert answer.code in ("AR", "AE") or answer.control_id in ("BADUTF8", "NUL"), answer.bytes
    alive(service)


def test_a_message_without_a_control_id_is_refused(service):
    with Client(service.mllp_port) as client:
        ack = Ack(client.send(dft("", lines=["99213"])))
    assert ack.code in ("AR", "AE") and ack.control_id == "", ack.bytes


def test_a_frame_that_never_ends_and_a_client_that_leaves(service):
    for data in (START, START + dft("HALF1")[:100], START + dft("HALF2") + b"\x1c", b"\xff" * 5000):
        client = Client(service.mllp_port)
        client.write(data)
        client.close()
    client = Client(service.mllp_port)
    client.write(framed(dft("GONE1")))
    client.close()  # before the answer
    alive(service)


def test_200_mb_over_http_are_refused_and_never_held(start):
    service = start()
    alive(service)
    before = service.resident_kb()
    sent = 0
    block = b" " * (1024 * 1024)
    for header in (f"Content-Length: {200 * len(block)}\r\n", "Transfer-Encoding: chunked\r\n"):
        with socket.create_connection(("127.0.0.1", service.http_port), timeout=30) as connection:
            connection.sendall(
                f"POST {VALIDATE} HTTP/1.1\r\nHost: t\r\nContent-Type: application/fhir+json\r\n{header}\r\n".encode()
            )
            answer = b""
            try:
                for _ in range(200):
                    if header.startswith("Transfer"):
                        connection.sendall(f"{len(block):x}\r\n".encode() + block + b"\r\n")
                    else:
                        connection.sendall(block)
                    sent += 1
            except OSError:
                pass  # the service has closed: as it should
            try:
                answer = connection.recv(65536)
            except OSError:
                pass
            assert answer.startswith(b"HTTP/1.1 413"), (header, answer[:100])
            assert b"OperationOutcome" in answer or b"application/fhir+json" in answer
    grown = service.resident_kb() - before
    assert grown < 64 * 1024, f"grew by {grown} kB after {sent} MB"
    alive(service)


@pytest.mark.parametrize("deep", [100, 1_000, 100_000, 900_000])
@pytest.mark.parametrize("shape", ["array", "object", "extension"])
def test_very_deep_json_is_refused(service, deep, shape):
    if shape == "array":
        body = b'{"resourceType":"Claim","item":' + b"[" * deep + b"]" * deep + b"}"
    elif shape == "object":
        body = b'{"a":' * (deep // 6 + 70) + b"1" + b"}" * (deep // 6 + 70)
    else:
        count = deep // 20 + 70
        body = b'{"resourceType":"Claim",' + b'"extension":[{"a":1,' * count + b'"b":2' + b"}]" * count + b"}"
    status, outcome = service.fhir(VALIDATE, body)
    assert status in (400, 413, 422), status
    assert outcome["issue"][0]["severity"] in ("error", "fatal")
    alive(service)


@pytest.mark.parametrize(
    "change",
    [
        {"item": "no list"},
        {"item": [1, None, "x", []]},
        {"item": [{}]},
        {"item": [{"sequence": -1, "productOrService": {"coding": []}}]},
        {"item": [{"sequence": 1e300, "productOrService": {"coding": [{"code": 62324}]}}]},
        {"diagnosis": {"sequence": 1}},
        {"created": "yesterday"},
        {"created": 20260514},
        {"type": []},
        {"insurance": None},
        {"patient": "Patient/1"},
        {"resourceType": ["Claim"]},
        {"status": "\ud800"},
    ],
    ids=str,
)
def test_a_claim_of_wrong_types_is_answered(service, change):
    status, outcome = service.fhir(VALIDATE, json.dumps(claim(**change)))
    assert status in (200, 400, 422), outcome
    assert outcome["resourceType"] == "OperationOutcome" and outcome["issue"]
    alive(service)


def test_a_claim_with_very_many_lines_is_judged(service):
    status, outcome = service.fhir(VALIDATE, claim(["99213"] * 900))
    assert status == 200 and outcome["issue"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", 2),
        (b"\n\n", 2),
        (bytes(range(256)) * 100, 2),
        (b"{", 2),
        (b'{"resourceType":"Claim"', 2),
        (b'{"resourceType":"Claim","id":"\xff\xfe"}', 2),
        (b"[" * 1_000_000, 2),
        (b"<Claim/>", 2),
        (b"\x0b" + dft("FRAMED") + b"\x1c\r", 1),
        (b"\xef\xbb\xbf" + dft("MARKED"), 1),
        (dft("LF").replace(b"\r", b"\n"), 1),
        (dft("CRLF").replace(b"\r", b"\r\n"), 1),
    ],
    ids=["empty", "blank", "binary", "brace", "truncated JSON", "invalid UTF-8", "deep", "XML", "framed",
         "byte-order mark", "LF", "CRLF"],
)  # fmt: skip
def test_check_answers_bad_files_with_one_line(run, tmp_path, content, code):
    (tmp_path / "input").write_bytes(content)
    done = run("check", tmp_path / "input")
    assert done.returncode == code, (done.stdout[-300:], done.stderr)
    if code == 2:
        assert len(done.stderr.splitlines()) == 1 and b"input" in done.stderr
        assert len(done.stderr) < 400
