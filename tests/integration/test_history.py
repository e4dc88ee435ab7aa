"""A patient's earlier services, as the service stored them or as files tell them."""

import json

import pytest

from mllp import Ack, Client
from synthetic import NPI, claim, dft


def injection(control_id, visit, patient="HIST0001", **changes):
    return dft(control_id, lines=["62324"], visit=visit, patient=patient, **changes)


def duplicate_rules(output):
    rules = [finding["rule"] for line in output.splitlines() for finding in json.loads(line)["findings"]]
    return [rule for rule in rules if rule == "DUP-001"]


def test_a_charge_of_another_visit_counts_until_a_credit_takes_it_back(start):
    service = start()
    stored = "SELECT count(*) FROM finding JOIN message ON message.id = message_id WHERE control_id = ? AND rule LIKE 'DUP-001'"
    with Client(service.mllp_port) as client:
        def send(message):
            assert Ack(client.send(message)).code == "AA"

        send(injection("H1", "V1"))
        assert service.rows(stored, ("H1",)) == [(0,)], "the first"
        send(injection("H2", "V2"))
        assert service.rows(stored, ("H2",)) == [(1,)], "the second looks like the first"
        send(injection("H3", "V3", patient="HIST0002"))
        assert service.rows(stored, ("H3",)) == [(0,)], "another patient"
        send(injection("H4", "V1").replace(b"|CG|", b"|CD|"))
        send(injection("H5", "V2").replace(b"|CG|", b"|CD|"))
        send(injection("H6", "V6"))
        assert service.rows(stored, ("H6",)) == [(0,)], "both were taken back"


def test_history_outlives_a_restart_and_no_identifier_is_stored_in_clear(start, tmp_path):
    service = start()
    with Client(service.mllp_port) as client:
        client.send(injection("R1", "VISITONE"))
    service.stop()
    again = start()
    with Client(again.mllp_port) as client:
        client.send(injection("R2", "VISITTWO"))
    assert again.rows("SELECT count(*) FROM finding WHERE rule LIKE 'DUP-001'") == [(1,)]
    again.stop()
    content = (tmp_path / "state.db").read_bytes()
    assert b"HIST0001" not in content and b"VISITONE" not in content


def test_validate_looks_at_what_was_stored(start):
    service = start()

    def told(patient):
        resource = claim(["62324"], id="OTHERCLAIM", patient={"identifier": {"value": patient}})
        status, outcome = service.fhir("/fhir/Claim/$validate", resource)
        assert status == 200
        return [issue for issue in outcome["issue"] if "DUP-001" in json.dumps(issue)]

    with Client(service.mllp_port) as client:
        client.send(injection("F1", "V1"))
    assert len(told("HIST0001")) == 1
    assert told("HIST0002") == []


def dated(message, day):
    return message.replace(b"20260513|20260514|", b"%s|%s|" % (day, day))


@pytest.mark.parametrize("modifier, told", [((), True), (("24",), False)])
def test_a_visit_in_the_after_care_of_a_stored_operation_is_told_over_mllp(start, modifier, told):
    service = start()
    time = "20260601120000"
    with Client(service.mllp_port) as client:
        surgery = Ack(client.send(dated(dft("G1", lines=["27447"], visit="V1", time=time), b"20260504")))
        assert surgery.code == "AA" and "GLB-003" not in surgery.rules()
        visit = dft("G2", lines=[("99213", modifier)], visit="V2", time=time)
        answer = Ack(client.send(dated(visit, b"20260518")))
        assert answer.code == "AA" and ("GLB-003" in answer.rules()) == told, answer.bytes
        if told:
            assert "27447" in answer.error("GLB-003").sentence
        other = dft("G3", lines=["99213"], visit="V3", time=time, patient="HIST0009")
        assert "GLB-003" not in Ack(client.send(dated(other, b"20260518"))).rules(), "another patient"


def test_a_visit_in_the_after_care_of_a_stored_operation_is_told_by_validate(start):
    service = start()

    def told(modifiers):
        resource = claim(["99213"], patient={"identifier": {"value": "HIST0001"}}, created="2026-06-01")
        item = resource["item"][0]
        item["servicedDate"] = "2026-05-18"
        item["modifier"] = [{"coding": [{"code": modifier}]} for modifier in modifiers]
        if not modifiers:
            del item["modifier"]
        resource["provider"] = {"identifier": {"system": "http://hl7.org/fhir/sid/us-npi", "value": NPI}}
        status, outcome = service.fhir("/fhir/Claim/$validate", resource)
        assert status == 200
        return [issue for issue in outcome["issue"] if "GLB-003" in json.dumps(issue)]

    with Client(service.mllp_port) as client:
        surgery = dft("G4", lines=["27447"], visit="V1", patient="HIST0001", time="20260601120000")
        assert Ack(client.send(dated(surgery, b"20260504"))).code == "AA"
    [issue] = told([])
    assert "27447" in issue["details"]["text"]
    assert told(["24"]) == []


def test_check_with_a_history_file(run, tmp_path):
    (tmp_path / "before.hl7").write_bytes(injection("B1", "V1"))
    (tmp_path / "now.hl7").write_bytes(injection("N1", "V2"))
    alone = run("check", "--format", "json", "now.hl7")
    assert duplicate_rules(alone.stdout) == []
    both = run("check", "--format", "json", "--history", "before.hl7", "now.hl7")
    assert len(duplicate_rules(both.stdout)) == 1, both.stdout
    again = run("check", "--format", "json", "--history", "now.hl7", "now.hl7")
    assert duplicate_rules(again.stdout) == [], "a message is not its own history"
    missing = run("check", "--history", "absent.hl7", "now.hl7")
    assert missing.returncode == 2 and b"absent.hl7" in missing.stderr


def test_check_accumulates_in_the_order_of_the_input(run, tmp_path):
    (tmp_path / "all.hl7").write_bytes(
        injection("A1", "V1") + injection("A2", "V2") + injection("A1", "V1") + injection("A3", "V3", patient="HIST0009")
    )
    done = run("check", "--format", "json", "--accumulate", "all.hl7")
    per_message = [
        len([finding for finding in json.loads(line)["findings"] if finding["rule"] == "DUP-001"])
        for line in done.stdout.splitlines()
    ]
    assert per_message == [0, 1, 1, 0], "the third comes again after the second"
    refused = run("check", "--accumulate", "--jobs", "2", "all.hl7")
    assert refused.returncode == 2 and b"--accumulate" in refused.stderr


@pytest.mark.parametrize("since", [None, "2020-01-01", "2026-05-01"])
def test_a_history_file_is_some_history_whatever_is_said_of_its_completeness(run, tmp_path, since):
    (tmp_path / "before.hl7").write_bytes(injection("B1", "V1"))
    (tmp_path / "now.hl7").write_bytes(injection("N1", "V2"))
    (tmp_path / "c.yaml").write_text("history:\n  complete_since: %s\n" % since if since else "{}\n")
    done = run("check", "--config", "c.yaml", "--format", "json", "--history", "before.hl7", "now.hl7")
    assert done.returncode in (0, 1), done.stderr
    record = json.loads(done.stdout.splitlines()[0])
    gaps = [gap for gap in record["not_evaluated"] if "no claim history" in gap.get("reason", "")]
    assert gaps == []
