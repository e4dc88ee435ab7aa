"""`chargelint send` and `chargelint listen`: against the service, and against each other."""

import json
import re
import signal
import socket
import subprocess

import pytest

from conftest import clean_environment
from mllp import Ack, Client, framed
from synthetic import dft


@pytest.fixture
def send(binary, tmp_path):
    def run(port, *files, options=(), stdin=b""):
        return subprocess.run(
            [binary, "send", *map(str, files), "--to", f"127.0.0.1:{port}", *map(str, options)],
            input=stdin,
            capture_output=True,
            timeout=60,
            cwd=tmp_path,
            env=clean_environment(),
        )

    return run


@pytest.fixture
def listen(binary, tmp_path):
    running = []

    def run(*options):
        process = subprocess.Popen(
            [binary, "listen", "--port", "0", *map(str, options)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env=clean_environment(),
        )
        running.append(process)
        line = process.stderr.readline().decode()
        found = re.search(r":(\d+)$", line.strip())
        assert found, line
        return process, int(found[1])

    yield run
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_the_answer_is_printed_and_the_exit_code_tells_it(service, send):
    done = send(service.mllp_port, "-", stdin=dft("SEND1"))
    assert done.returncode == 0, done.stderr
    assert b"AA (" in done.stdout and b"MSA|AA|SEND1" in done.stdout and b"NCCI-PTP-001" in done.stdout
    refused = send(service.mllp_port, "-", stdin=dft("SEND2").replace(b"DFT^P03^DFT_P03", b"ADT^A01^ADT_A01"))
    assert refused.returncode == 1 and b"MSA|AR|SEND2" in refused.stdout


def test_no_connection_is_exit_3_and_one_line(send):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = send(port, "-", stdin=dft("NOWHERE1"))
    assert done.returncode == 3 and done.stdout == b""
    assert done.stderr.count(b"\n") == 1 and b"can't connect" in done.stderr


@pytest.mark.parametrize(
    ("options", "stdin"),
    [(["--rate", "none"], dft("BAD1")), ([], b"{}"), ([], b"not a message")],
    ids=["rate", "fhir", "nothing"],
)
def test_bad_input_is_exit_2_and_one_line(send, options, stdin):
    done = send(1, "-", options=options, stdin=stdin)
    assert done.returncode == 2 and done.stdout == b""
    assert done.stderr.startswith(b"chargelint: ") and done.stderr.count(b"\n") == 1


def test_files_in_every_form_become_the_frames_they_hold(listen, send, tmp_path):
    one, two = dft("FORM1", lines=["99213"]), dft("FORM2", lines=["99213"])
    (tmp_path / "edited.hl7").write_bytes(one.replace(b"\r", b"\n"))
    (tmp_path / "many.hl7").write_bytes(one + two)
    (tmp_path / "framed.hl7").write_bytes(framed(one) + framed(two))
    batch = b"BHS|^~\\&|A|B|C|D|20260514||||B1\r" + one + two + b"BTS|2\r"
    (tmp_path / "batch.hl7").write_bytes(batch)
    process, port = listen("--format", "json", "--count", 6)
    files = ["edited.hl7", "many.hl7", "framed.hl7", "batch.hl7"]
    done = send(port, *files, options=["--format", "json"])
    assert done.returncode == 0, done.stderr
    out, _ = process.communicate(timeout=20)
    came = [json.loads(line)["content"].encode() for line in out.splitlines()]
    assert came == [one, one, two, one, two, batch]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["code"] for line in lines[:-1]] == ["AA"] * 6
    assert lines[-1]["sent"] == 6 and lines[-1]["positive"] == 6
    assert lines[-2]["answers"][0].startswith("BHS|")


def test_connections_repeats_and_ids_of_their_own(service, send):
    done = send(
        service.mllp_port,
        "-",
        options=["--connections", 4, "--repeat", 60, "--new-ids", "--quiet"],
        stdin=dft("MANY1", lines=["99213"], sender="SENDMANY"),
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith(b"60 sent: 60 accepted, 0 refused, 0 without an answer")
    assert service.rows("SELECT count(DISTINCT control_id) FROM message WHERE sender LIKE 'SENDMANY%'") == [(60,)]


def test_a_rate_is_kept(listen, send):
    _, port = listen()
    done = send(port, "-", options=["--rate", 20, "--repeat", 11, "--quiet", "--format", "json"], stdin=dft("RATE1"))
    assert 0.5 <= json.loads(done.stdout)["seconds"] < 10


@pytest.mark.parametrize(("answer", "code"), [("AE", 1), ("AR", 1), ("none", 3)])
def test_listen_answers_as_it_is_told(listen, send, answer, code):
    process, port = listen("--answer", answer)
    done = send(port, "-", options=["--timeout", 1], stdin=dft("TOLD1"))
    assert done.returncode == code
    assert (f"MSA|{answer}|TOLD1".encode() in done.stdout) == (answer != "none")
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == 0 and b"FT1|1|" in out


def test_listen_delays_its_answers_and_answers_no_acknowledgement(listen):
    _, port = listen("--delay", 300)
    with Client(port) as client:
        client.write(framed(b"MSH|^~\\&|A|B|C|D|20260514||ACK^P03^ACK|X1|P|2.5.1\rMSA|AA|Y1\r"))
        client.write(framed(dft("DELAY1")))
        client.socket.settimeout(0.15)
        with pytest.raises(TimeoutError):
            client.read()
        client.socket.settimeout(10)
        assert Ack(client.read()).control_id == "DELAY1"
