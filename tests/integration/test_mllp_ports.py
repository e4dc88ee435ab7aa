"""Several MLLP ports: plain, TLS, mutual TLS, release 2; the sequence number protocol; no room to store."""

import re
import resource
import subprocess

import pytest

from conftest import clean_environment
from mllp import Ack, Client, END, START, framed
from synthetic import dft


def certificate(folder, name, authority=None):
    """A key and a certificate for 127.0.0.1, self-signed or by an authority."""
    signed = [] if authority is None else ["-CA", f"{authority}.pem", "-CAkey", f"{authority}.key"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", f"{folder / name}.key",
         "-out", f"{folder / name}.pem", *signed],
        check=True, capture_output=True, timeout=30,
    )
    return folder / name


@pytest.fixture
def ports(start, tmp_path):
    """A service with a plain, a TLS and a mutual TLS port."""
    server, partner = certificate(tmp_path, "server"), certificate(tmp_path, "partner")
    (tmp_path / "chargelint.yaml").write_text(
        "mllp:\n"
        "  - { port: 0 }\n"
        f"  - {{ port: 0, tls: {{ certificate: {server}.pem, key: {server}.key }} }}\n"
        f"  - {{ port: 0, tls: {{ certificate: {server}.pem, key: {server}.key, client_ca: {partner}.pem }} }}\n"
    )
    service = start()
    found = re.findall(r"^mllps://127\.0\.0\.1:(\d+)$", service.stdout(), re.M)
    return service, server, partner, [int(port) for port in found]


def send(binary, port, *options):
    return subprocess.run(
        [binary, "send", "-", "--to", f"127.0.0.1:{port}", "--timeout", "5", *map(str, options)],
        input=dft(f"TLS{port}", lines=["99213"]), capture_output=True, timeout=60, env=clean_environment(),
    )


def test_tls_ports_take_those_they_should(binary, ports):
    service, server, partner, (tls, mutual) = ports
    with Client(service.mllp_port) as client:
        assert Ack(client.send(dft("PLAIN1", lines=["99213"]))).code == "AA"
    trust = ("--ca", f"{server}.pem")
    own = ("--certificate", f"{partner}.pem", "--key", f"{partner}.key")
    done = send(binary, tls, *trust)
    assert done.returncode == 0, done.stdout + done.stderr
    done = send(binary, mutual, *trust, *own)
    assert done.returncode == 0, done.stdout + done.stderr
    assert send(binary, mutual, *trust).returncode == 3, "without a certificate"
    assert send(binary, tls).returncode == 3, "an authority that is not trusted"
    assert send(binary, tls, "--insecure").returncode == 0
    with Client(tls, timeout=10) as plain:
        plain.write(framed(dft("PLAINONTLS1")))
        with pytest.raises((AssertionError, ConnectionError)):
            assert plain.read(), "closed"


def test_release_2_says_first_that_the_message_is_kept(start):
    service = start(mllp_release=2)
    with Client(service.mllp_port) as client:
        assert client.send(dft("REL2A", lines=["99213"])) == b"\x06"
        assert Ack(client.read()).control_id == "REL2A"
        client.write(START + b"\x06" + END)
        assert client.send(dft("REL2B", lines=["99213"])) == b"\x06"


def test_the_sequence_number_protocol(start):
    service = start(mllp_sequence_numbers="true")

    def numbered(control_id, number):
        return dft(control_id, lines=["99213"]).replace(b"|P|2.5.1\r", b"|P|2.5.1|%d\r" % number, 1)

    with Client(service.mllp_port) as client:
        for control_id, number, code, expected in [
            ("SEQ0", 0, "AA", "-1"), ("SEQ1", 7, "AA", "8"), ("SEQ2", 8, "AA", "9"), ("SEQ2", 8, "AA", "9"),
            ("SEQ3", 11, "AE", "9"), ("SEQ4", 7, "AE", "9"), ("SEQ5", 9, "AA", "10"), ("SEQ6", -1, "AA", "-1"),
            ("SEQ7", 3, "AA", "4"),
        ]:
            ack = Ack(client.send(numbered(control_id, number)))
            assert (ack.code, ack.control_id, str(ack.msa[4])) == (code, control_id, expected)
    kept = service.rows("SELECT control_id FROM message ORDER BY id")
    assert kept == [("SEQ1",), ("SEQ2",), ("SEQ5",), ("SEQ7",)]


def test_where_nothing_can_be_written_nothing_positive_is_answered(start):
    """A file may grow no more, as on a full disk; once it may again, the same message is accepted."""
    service = start()
    with Client(service.mllp_port) as client:
        assert Ack(client.send(dft("ROOM1", lines=["99213"]))).code == "AA"
    before = resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    for number in range(3):
        with Client(service.mllp_port) as client:
            assert client.send(dft(f"NOROOM{number}", lines=["99213"])) == b"", "the connection closes"
    status, _, _ = service.request("POST", "/hl7", dft("NOROOM9"), {"Content-Type": "application/hl7-v2"})
    assert status == 503
    resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, before)
    with Client(service.mllp_port) as client:
        assert Ack(client.send(dft("NOROOM0", lines=["99213"]))).code == "AA"
    assert service.rows("SELECT control_id FROM message ORDER BY id") == [("ROOM1",), ("NOROOM0",)]
