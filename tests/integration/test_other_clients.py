"""Clients that no one here wrote get their answers right."""

import json
import os
import pathlib
import shutil
import subprocess

import pytest
from hl7.client import MLLPClient

from mllp import Ack, Client, END, START, framed
from synthetic import dft

FOLDER = pathlib.Path(__file__).resolve().parent / "clients"


@pytest.fixture(scope="session")
def modules(tmp_path_factory):
    """The npm packages, installed apart from the sources."""
    folder = tmp_path_factory.mktemp("clients")
    shutil.copy(FOLDER / "package.json", folder)
    done = subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return folder / "node_modules"


def messages(prefix):
    """Control id, message, code that is expected."""
    return [
        (f"{prefix}1", dft(f"{prefix}1", lines=["99213"]), "AA"),
        (f"{prefix}2", dft(f"{prefix}2"), "AA"),
        (f"{prefix}3", dft(f"{prefix}3").replace(b"DFT^P03^DFT_P03", b"ADT^A01^ADT_A01"), "AR"),
        (f"{prefix}4", dft(f"{prefix}4", version="2.3"), "AA"),
        (f"{prefix}5", dft(f"{prefix}5", lines=["62324", "77003", "99214"]), "AA"),
    ]


def expect(answers, expected):
    assert len(answers) == len(expected)
    for answer, (control_id, _, code) in zip(answers, expected):
        ack = Ack("\r".join(answer).encode())
        assert (ack.code, ack.control_id) == (code, control_id)


@pytest.mark.parametrize("name", ["simple-hl7", "node-hl7-client", "@medplum/hl7"])
def test_a_client_from_npm_gets_its_answers(service, modules, name):
    expected = messages("NPM" + "".join(filter(str.isalnum, name))[:9])
    done = subprocess.run(
        ["node", str(FOLDER / "send_with.js"), name, str(service.mllp_port)],
        input=json.dumps([message.decode() for _, message, _ in expected]),
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "NODE_PATH": str(modules)},
    )
    assert done.returncode == 0, done.stderr
    expect(json.loads(done.stdout), expected)


def test_python_hl7_reads_each_answer_in_one_piece(service):
    expected = messages("PYHL7")
    answers = []
    with MLLPClient("127.0.0.1", service.mllp_port) as client:
        for _, message, _ in expected:
            # It takes what one recv of 4,096 bytes gives for the answer.
            answer = client.send_message(message)
            assert answer.startswith(START) and answer.endswith(END)
            answers.append(answer[1:-2].decode().split("\r"))
    expect(answers, expected)


def test_two_frames_in_one_segment_and_one_in_two_are_answered_in_order(service):
    first, second, third = (framed(dft(f"SEG{number}", lines=["99213"])) for number in (1, 2, 3))
    with Client(service.mllp_port) as client:
        client.write(first + second + third[:400])
        assert [Ack(client.read()).control_id for _ in range(2)] == ["SEG1", "SEG2"]
        client.write(third[400:-1])  # the end block and its carriage return come apart
        client.write(third[-1:])
        assert Ack(client.read()).control_id == "SEG3"


def test_a_reader_that_takes_its_time_holds_up_no_one_else(service):
    """Answers that are not read fill the sender's buffers: the server stops reading from it, and from it alone."""
    import socket

    slow = socket.socket()
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    slow.connect(("127.0.0.1", service.mllp_port))
    slow.settimeout(0.5)
    ids = [f"SLOWREAD{number}" for number in range(400)]
    data = b"".join(framed(dft(control_id)) for control_id in ids)
    written = 0
    try:
        while written < len(data):
            written += slow.send(data[written : written + 16384])
    except TimeoutError:
        pass
    with Client(service.mllp_port) as client:
        assert Ack(client.send(dft("BESIDESLOW", lines=["99213"]))).code == "AA"
    slow.settimeout(30)
    received = b""
    answered = []
    slow_rest = data[written:]
    while len(answered) < len(ids):
        if slow_rest:
            sent = slow.send(slow_rest[:2000])
            slow_rest = slow_rest[sent:]
        received += slow.recv(65536)
        while END in received:
            answer, received = received.split(END, 1)
            answered.append(Ack(answer[1:]).control_id)
    slow.close()
    assert answered == ids
