"""Start, reload, stop."""

import json
import shutil
import signal
import socket
import sqlite3
import subprocess
import time

from conftest import clean_environment
from mllp import Ack, Client, END, START, framed, until
from synthetic import claim, dft


def test_the_addresses_come_before_ready(start):
    service = start()
    lines = service.stdout().splitlines()
    assert lines[-1] == "ready" and len(lines) == 3
    assert {line.split(":")[0] for line in lines[:-1]} == {"http", "mllp"}


def test_the_key_and_the_state_file_are_for_their_owner_alone(start):
    service = start()
    for name in ("key", "state.db"):
        assert (service.folder / name).stat().st_mode & 0o777 == 0o600, name


def test_sigterm_ends_it_with_0_at_once_when_nothing_is_under_way(start):
    service = start()
    with Client(service.mllp_port) as idle, socket.create_connection(("127.0.0.1", service.http_port)) as silent:
        started = time.monotonic()
        assert service.stop() == 0
        assert time.monotonic() - started < 5, "idle connections must not hold it up"
        idle.socket.settimeout(5)
        silent.settimeout(5)
        assert idle.socket.recv(1) == b"" and silent.recv(1) == b""


def test_sigterm_answers_what_was_sent_before(start):
    service = start()
    clients = [Client(service.mllp_port) for _ in range(8)]
    for number, client in enumerate(clients):
        client.write(b"".join(framed(dft(f"DRAIN{number}-{message}")) for message in range(20)))
    # The first answer shows that the frames of a connection have arrived.
    answered = [[Ack(client.read()).control_id] for client in clients]
    service.signal(signal.SIGTERM)
    for client, ids in zip(clients, answered):
        while answer := client.read():
            ids.append(Ack(answer).control_id)
        client.close()
    assert service.wait() == 0
    stored = {control_id for (control_id,) in service.rows("SELECT control_id FROM message")}
    for number, ids in enumerate(answered):
        assert ids == [f"DRAIN{number}-{message}" for message in range(len(ids))], "answers left out"
        assert set(ids) <= stored
    # What was stored was answered: a drain does not leave a sender in the dark.
    assert stored == {control_id for ids in answered for control_id in ids}


def test_sigterm_lets_a_request_under_way_finish(start):
    service = start()
    body = json.dumps(claim()).encode()
    with socket.create_connection(("127.0.0.1", service.http_port), timeout=10) as connection:
        connection.sendall(
            b"POST /fhir/Claim/$validate HTTP/1.1\r\nHost: t\r\nContent-Type: application/fhir+json\r\n"
            + f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body[:100]
        )
        until(lambda: service.metrics()["chargelint_http_open_connections", ""] >= 2)
        service.signal(signal.SIGTERM)

        def refused():
            try:
                socket.create_connection(("127.0.0.1", service.http_port), timeout=1).close()
                return False
            except OSError:
                return True

        until(refused, what="the port closes")
        connection.sendall(body[100:])
        answer = b""
        while received := connection.recv(65536):
            answer += received
        assert answer.startswith(b"HTTP/1.1 200") and b"OperationOutcome" in answer
    assert service.wait() == 0


def test_sigint_ends_it_too(start):
    service = start()
    service.signal(signal.SIGINT)
    assert service.wait() == 0


def test_a_message_of_the_former_run_is_answered_as_before(start):
    service = start()
    with Client(service.mllp_port) as client:
        first = client.send(dft("RESTART1"))
    assert service.stop() == 0
    service = start()
    with Client(service.mllp_port) as client:
        assert client.send(dft("RESTART1")) == first
    assert service.rows("SELECT count(*) FROM message") == [(1,)]


def test_sighup_takes_the_new_reference_store_and_loses_no_message(start, binary, reference, tmp_path, samples):
    store = tmp_path / "reference.db"
    for path in reference.parent.glob(reference.name + "*"):
        shutil.copy(path, tmp_path / path.name)
    service = start(reference=store)

    def releases():
        return {labels for name, labels in service.metrics() if name == "chargelint_reference_release_info"}

    before = releases()
    excerpt = samples.parent / "reference-data" / "ncci"
    addition = next(iter(excerpt.glob("MCR_MUE_Practitioner*2026.excerpt.csv")), None)
    assert addition is not None, f"no MUE excerpt of 2026 in {excerpt}"
    done = subprocess.run(
        [binary, "reference", "import", str(addition), "--reference", str(store)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=tmp_path,
        env=clean_environment(),
    )
    assert done.returncode == 0, done.stderr
    assert releases() == before, "taken before it was asked to"

    with Client(service.mllp_port) as client:
        for number in range(30):
            client.write(framed(dft(f"RELOAD{number}")))
            if number % 10 == 5:
                service.signal(signal.SIGHUP)
        for number in range(30):
            ack = Ack(client.read())
            assert (ack.code, ack.control_id) == ("AA", f"RELOAD{number}")
    until(lambda: releases() != before, what="the new release shows in the metrics")
    assert before <= releases() | before and service.process.poll() is None


def test_sighup_with_a_broken_store_keeps_the_former_one(start, reference, tmp_path):
    store = tmp_path / "reference.db"
    for path in reference.parent.glob(reference.name + "*"):
        shutil.copy(path, tmp_path / path.name)
    service = start(reference=store)
    for path in tmp_path.glob("reference.db*"):
        path.unlink()
    store.write_bytes(b"this is no store")
    service.signal(signal.SIGHUP)
    until(lambda: "not reloaded" in service.stderr(), what="the log says it")
    with Client(service.mllp_port) as client:
        assert "NCCI-PTP-001" in Ack(client.send(dft("BROKEN1"))).rules()
    assert service.request("GET", "/health/ready")[0] == 200


def failed_start(binary, folder, **settings):
    return subprocess.run(
        [binary, "serve"], capture_output=True, text=True, timeout=30, cwd=folder, env=clean_environment(**settings)
    )


def settings_of(reference, folder, **more):
    return dict(
        reference=reference, state=folder / "state.db", key_file=folder / "key", rules=folder / "rules.yaml",
        http_port=0, mllp_port=0, **more,
    )  # fmt: skip


def test_a_taken_port_is_3_and_named(binary, reference, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for name in ("http_port", "mllp_port"):
            done = failed_start(binary, tmp_path, **{**settings_of(reference, tmp_path), name: port})
            assert done.returncode == 3 and str(port) in done.stderr, done
            assert "ready" not in done.stdout


def test_another_key_than_the_store_was_made_with_is_3(binary, reference, start, tmp_path):
    service = start()
    assert service.stop() == 0
    (tmp_path / "key").unlink()
    done = failed_start(binary, tmp_path, **settings_of(reference, tmp_path))
    assert done.returncode == 3 and "another key" in done.stderr, done


def test_a_key_file_that_others_may_read_is_3(binary, reference, tmp_path):
    (tmp_path / "key").write_text("ab" * 32 + "\n")
    (tmp_path / "key").chmod(0o644)
    done = failed_start(binary, tmp_path, **settings_of(reference, tmp_path))
    assert done.returncode == 3 and "0600" in done.stderr, done


def test_a_key_of_the_wrong_length_in_the_environment_is_refused(binary, reference, tmp_path):
    done = failed_start(binary, tmp_path, **settings_of(reference, tmp_path, key="abc"))
    assert done.returncode in (2, 3) and "CHARGELINT_KEY" in done.stderr and "abc" not in done.stderr, done
    assert not (tmp_path / "state.db").exists()


def test_a_locked_state_store_delays_the_answer_and_a_busy_one_gives_none(start):
    service = start()
    lock = sqlite3.connect(service.state, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    with Client(service.mllp_port, timeout=20) as client:
        client.write(framed(dft("LOCKED1")))
        client.socket.settimeout(1)
        try:
            early = client.read()
        except TimeoutError:
            early = None
        assert early is None, "answered before it was stored"
        lock.execute("ROLLBACK")
        client.socket.settimeout(20)
        assert Ack(client.read()).code == "AA"
    lock.close()


def test_what_could_not_be_stored_is_not_acknowledged_and_can_be_sent_again(start):
    service = start()
    lock = sqlite3.connect(service.state, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    with Client(service.mllp_port, timeout=8) as client:
        client.write(START + dft("UNSTORED1") + END)
        try:
            answer = client.read()
        except (TimeoutError, ConnectionResetError):
            answer = b""
        assert not answer or Ack(answer).code in ("AE", "AR"), answer
    status, _, body = service.request("POST", "/hl7", dft("UNSTORED2"), {"Content-Type": "application/hl7-v2"})
    assert status == 503, body
    lock.execute("ROLLBACK")
    lock.close()
    with Client(service.mllp_port) as client:
        assert Ack(client.send(dft("UNSTORED1"))).code == "AA"
    assert service.rows("SELECT control_id, count(*) FROM message GROUP BY control_id") == [("UNSTORED1", 1)]
