"""Stored charges judged with another reference: whose verdict appears, goes, changes."""

import csv
import io
import json
import subprocess

import pytest

from conftest import clean_environment
from mllp import Client, framed
from reference_files import bytes_of, copy_store, import_files, mue, mue_name
from synthetic import dft

MRN = "TEST0001"


@pytest.fixture(scope="module")
def world(binary, reference, tmp_path_factory):
    """A folder with two stores (62324 once a day; nine times), and a `replay` over the charges of a service."""
    folder = tmp_path_factory.mktemp("replay")
    stores = {}
    for units in (1, 9):
        stores[units] = copy_store(reference, folder / f"store{units}")
        path = folder / f"limit{units}" / mue_name()
        path.parent.mkdir()
        path.write_text(mue([("62324", units), ("77003", 1)]), newline="")
        import_files(binary, stores[units], path, "--complete")
    return folder, stores


def charge(control_id, units, amount=b"450.00", patient=None, modifiers=()):
    patient = patient or MRN + control_id  # patients of their own: no charge is another's history
    message = dft(control_id, lines=[("62324", modifiers)], units={1: units}, visit=f"VISIT{control_id}", patient=patient)
    plain = b"|||%d||||||||O|" % units
    assert plain in message
    return message.replace(plain, b"|||%d|%s|||||||O|" % (units, amount))


@pytest.fixture
def served(binary, start, world):
    """A service that has stored five charges: three with two units, two with one."""
    folder, stores = world
    service = start(reference=stores[1])
    with Client(service.mllp_port) as client:
        for number in range(5):
            client.write(framed(charge(f"R{number}", 2 if number < 3 else 1)))
            client.read()

    def replay(*arguments, code, reference=stores[1]):
        done = subprocess.run(
            [binary, "replay", *map(str, arguments), "--reference", str(reference)],
            capture_output=True,
            timeout=60,
            cwd=folder,
            env=clean_environment(state=service.state, key_file=service.folder / "key"),
        )
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        assert MRN.encode() not in done.stdout + done.stderr and b"VISITR" not in done.stdout + done.stderr
        return done.stdout.decode(), done.stderr.decode()

    return service, stores, replay


def test_what_goes_with_another_store_by_claim_rule_code_and_amount(served):
    service, stores, replay = served
    text, _ = replay("--since", "2020-01-01", "--against", stores[9], "--format", "json", code=1)
    report = json.loads(text)
    assert report["claims"] == 5 and report["unreadable"] == 0
    assert len(report["changed"]) == 3 and report["unchanged"] == 2
    gone = {(row["change"], row["rule"]) for one in report["changed"] for row in one["findings"]}
    assert ("goes", "NCCI-MUE-003") in gone
    assert all(one["visit_ref"] and one["amount"] == "450.00" for one in report["changed"])
    assert len({one["visit_ref"] for one in report["changed"]}) == 3
    rule = next(row for row in report["by_rule"] if row["rule"] == "NCCI-MUE-003")
    assert (rule["appears"], rule["goes"]) == (0, 3) and rule["amount"]["goes"] == "1350.00"
    code = next(row for row in report["by_code"] if row["code"] == "62324")
    assert code["goes"] >= 3
    assert report["before"]["digest"] != report["after"]["digest"]


def test_what_appears_the_other_way_round_and_nothing_against_itself(served):
    service, stores, replay = served
    text, _ = replay("--since", "2020-01-01", "--against", stores[1], "--format", "json", code=1, reference=stores[9])
    rule = next(row for row in json.loads(text)["by_rule"] if row["rule"] == "NCCI-MUE-003")
    assert (rule["appears"], rule["goes"]) == (3, 0)
    text, _ = replay("--since", "2020-01-01", "--against", stores[1], "--format", "json", code=0)
    assert json.loads(text)["changed"] == []


def test_text_csv_limit_and_dates(served):
    service, stores, replay = served
    text, _ = replay("--since", "2020-01-01", "--against", stores[9], "--limit", 1, code=1)
    assert "... and 2 more claims" in text and "5 claims:" in text, text
    rows = list(csv.DictReader(io.StringIO(replay("--since", "2020-01-01", "--against", stores[9], "--format", "csv", code=1)[0])))
    assert {row["rule"] for row in rows} >= {"NCCI-MUE-003"} and len({row["message"] for row in rows}) == 3
    text, _ = replay("--since", "2020-01-01", "--until", "2020-12-31", "--against", stores[9], "--format", "json", code=0)
    assert json.loads(text)["claims"] == 0


def test_it_writes_nothing_and_needs_the_key(served, binary):
    service, stores, replay = served
    messages = service.rows("SELECT count(*), sum(length(message_sealed)) FROM message")
    before = bytes_of(stores[1])
    replay("--since", "2020-01-01", "--against", stores[9], code=1)
    assert service.rows("SELECT count(*), sum(length(message_sealed)) FROM message") == messages
    assert bytes_of(stores[1]) == before
    missing = subprocess.run(
        [binary, "replay", "--since", "2020-01-01", "--against", str(stores[9]), "--reference", str(stores[1])],
        capture_output=True,
        timeout=60,
        cwd=service.folder,
        env=clean_environment(state=service.state, key_file=service.folder / "no-key"),
    )
    assert missing.returncode == 3 and b"key" in missing.stderr and not (service.folder / "no-key").exists()
    _, line = replay("--since", "2020-01-01", "--against", "no/such/store.db", code=2)
    assert len(line.splitlines()) == 1


def test_a_replay_knows_the_history_and_the_overrides_that_each_charge_found_and_the_site_s_rules(binary, start, world):
    folder, stores = world
    service = start(reference=stores[1])
    with Client(service.mllp_port) as client:
        for number, modifiers in enumerate([(), ("XU",), ("XE",)]):
            client.write(framed(charge(f"H{number}", 1, patient=MRN, modifiers=modifiers)))
            client.read()
    found = "SELECT count(*) FROM finding JOIN message ON message.id = message_id WHERE control_id = ? AND rule = 'NCCI-MUE-003'"
    assert [service.rows(found, (f"H{number}",))[0][0] for number in range(3)] == [0, 1, 1]

    def changed(*arguments, code):
        done = subprocess.run(
            [binary, "replay", "--since", "2020-01-01", "--against", str(stores[9]), "--reference", str(stores[1]),
             "--format", "json", "--jobs", "2", *map(str, arguments)],
            capture_output=True,
            timeout=60,
            cwd=folder,
            env=clean_environment(state=service.state, key_file=service.folder / "key"),
        )
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        if code == 2:
            return done.stderr
        return [(one["message"], row["change"], row["rule"]) for one in json.loads(done.stdout)["changed"] for row in one["findings"]
                if row["rule"] == "NCCI-MUE-003"]

    assert changed(code=1) == [(2, "goes", "NCCI-MUE-003"), (3, "goes", "NCCI-MUE-003")], "as they were judged"

    rules = folder / "replay-rules.yaml"
    rules.write_text("settings:\n  - { rule: NCCI-MUE-003, set: off, reason: policy, author: billing }\n")
    assert changed("--rules", rules, code=0) == []
    rules.write_text("settings:\n  - { rule: NCCI-MUE-0033, set: off, reason: policy, author: billing }\n")
    assert b"replay-rules.yaml:2" in changed("--rules", rules, code=2)
    assert b"absent.yaml" in changed("--rules", "absent.yaml", code=2)

    status, _, page = service.request("GET", "/api/v1/claims/VISITH2")
    [number] = [one["n"] for one in json.loads(page)["findings"] if one["finding"]["rule"] == "NCCI-MUE-003"]
    decision = json.dumps({"reason": "documentation-on-file", "user": "jdoe"})
    status, _, _ = service.request("POST", f"/api/v1/claims/VISITH2/findings/{number}/override", decision)
    assert status == 201
    with Client(service.mllp_port) as client:
        client.write(framed(charge("H2", 1, patient=MRN, modifiers=("XE",)).replace(b"|H2|", b"|H3|")))
        client.read()
    assert service.rows(found, ("H3",)) == [(0,)]
    assert len(changed(code=1)) == 2, "the override came after the first two, and before the last"
