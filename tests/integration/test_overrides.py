"""Overriding a finding with a reason (GOV-004): the same facts are silent, changed facts speak; over every way in."""

import json

import pytest
from mllp import Ack, Client
from synthetic import claim, dft

RULE = "NCCI-PTP-001"
VISIT = "VISITOVERRIDE"
DECISION = {"reason": "separate-site", "text": "two polyps, see the report of Dr Example", "user": "jdoe", "role": "biller"}


def charge(control_id, units=1, visit=VISIT, patient="PATIENTOVERRIDE"):
    return dft(control_id, visit=visit, patient=patient, units={2: units})


def api(service, method, path, body=None, code=None):
    headers = {} if body is None else {"Content-Type": "application/json"}
    text = body if body is None or isinstance(body, str) else json.dumps(body)
    status, answer, content = service.request(method, path, text, headers)
    assert code is None or status == code, (status, content)
    assert b"PATIENTOVERRIDE" not in content
    return json.loads(content) if content else None


def number_of(service, rule=RULE, visit=VISIT):
    page = api(service, "GET", f"/api/v1/claims/{visit}", code=200)
    return next(one["n"] for one in page["findings"] if one["finding"]["rule"] == rule)


@pytest.fixture
def overridden(start):
    """A service, a client, and the override of the pair of one stored visit."""
    service = start()
    with Client(service.mllp_port) as client:
        assert RULE in Ack(client.send(charge("O1"))).rules()
        path = f"/api/v1/claims/{VISIT}/findings/{number_of(service)}/override"
        made = api(service, "POST", path, DECISION, code=201)
        yield service, client, path, made


def test_the_same_facts_are_silent_and_changed_facts_speak(overridden):
    service, client, path, made = overridden
    assert made["state"] == "active" and made["rule"] == RULE and made["codes"] == "45385 45380"
    again = Ack(client.send(charge("O2")))
    assert RULE not in again.rules() and b"override" not in again.bytes
    assert service.metrics()["chargelint_overridden_findings_total", ""] == 1
    status, _, answer = service.request("POST", "/hl7", charge("O3"), {"Content-Type": "application/hl7-v2"})
    assert status == 200 and RULE.encode() not in answer
    changed = Ack(client.send(charge("O4", units=2)))
    assert RULE in changed.rules()
    assert b"An earlier override (separate-site, " in changed.bytes and b"no longer applies" in changed.bytes
    other = Ack(client.send(charge("O5", visit="VISITOTHER", patient="PATIENTOTHER")))
    assert RULE in other.rules() and b"earlier override" not in other.bytes
    api(service, "GET", path, code=404)  # of the newest message, whose facts are others


def test_it_is_durable_audited_listed_and_ended(overridden, start):
    service, client, path, made = overridden
    assert api(service, "GET", path, code=200) == made
    service.stop()
    again = start()
    with Client(again.mllp_port) as client:
        assert RULE not in Ack(client.send(charge("D1"))).rules()
        listed = api(again, "GET", "/api/v1/overrides", code=200)
        assert listed["overrides"] == [made]
        assert "documentation-on-file" in [reason["code"] for reason in listed["reasons"]]
        api(again, "DELETE", f"/api/v1/overrides/{made['id']}", code=422)  # by whom?
        api(again, "DELETE", f"/api/v1/overrides/{made['id']}?user=lead", code=204)
        api(again, "DELETE", f"/api/v1/overrides/{made['id']}?user=lead", code=404)
        assert RULE in Ack(client.send(charge("D2"))).rules()
    assert api(again, "GET", "/api/v1/overrides", code=200)["overrides"] == []
    [ended] = api(again, "GET", "/api/v1/overrides?all=true", code=200)["overrides"]
    assert ended["state"] == "ended"
    assert again.rows("SELECT action, user_name FROM override_audit ORDER BY id") == [("made", "jdoe"), ("ended", "lead")]
    again.stop()
    for secret in (VISIT, "PATIENTOVERRIDE", "Dr Example"):
        assert secret not in again.stderr()
        assert secret.encode() not in (again.folder / "state.db").read_bytes()


def test_what_is_no_decision_is_refused_and_says_why(overridden):
    service, client, path, made = overridden
    for change, code, words in [
        ({"reason": "because"}, 422, "separate-site"),
        ({"reason": "other", "text": ""}, 422, "text"),
        ({"user": ""}, 422, "who decides"),
        ({"until": "2020-01-01"}, 422, "past"),
        ({"until": "soon"}, 422, "2026-12-31"),
        ({"raeson": "other"}, 400, "nearest known one is reason"),
        ({"text": 7}, 400, "expected a text"),
        ({}, 409, "already"),
    ]:
        answer = api(service, "POST", path, {**DECISION, **change}, code=code)
        assert words in answer["detail"], answer
    api(service, "POST", path, "{", code=400)
    api(service, "POST", path, "[1]", code=400)
    missing = api(service, "POST", "/api/v1/claims/VISITABSENT/findings/1/override", DECISION, code=404)
    assert "VISITABSENT" not in missing["detail"]
    api(service, "POST", f"/api/v1/claims/{VISIT}/findings/99/override", DECISION, code=404)
    api(service, "POST", f"/api/v1/claims/{VISIT}/findings/0/override", DECISION, code=404)


def test_an_end_date_is_kept(start):
    service = start()
    with Client(service.mllp_port) as client:
        client.send(charge("E1"))
    path = f"/api/v1/claims/msg-1/findings/{number_of(service)}/override"
    made = api(service, "POST", path, {**DECISION, "until": "2099-12-31"}, code=201)
    assert made["until"] == "2099-12-31"


def test_validate_is_silenced_by_the_facts_of_its_own_answer(start, run):
    service = start()

    def resource(patient):
        return claim(["45385", "45380"], patient={"identifier": {"value": patient}})

    def told(patient):
        status, outcome = service.fhir("/fhir/Claim/$validate", resource(patient))
        assert status == 200
        return RULE in json.dumps(outcome)

    checked = run("check", "--format", "json", "-", stdin=json.dumps(resource("PATIENTONE")).encode())
    [facts] = [one["facts"] for one in json.loads(checked.stdout)["findings"] if one["rule"] == RULE]
    assert told("PATIENTONE")
    body = {**DECISION, "patient": "PATIENTONE", "rule": RULE, "facts": facts}
    api(service, "POST", "/api/v1/overrides", {**body, "rule": "NCCI-PTP-999"}, code=422)
    api(service, "POST", "/api/v1/overrides", {**body, "facts": "12"}, code=422)
    api(service, "POST", "/api/v1/overrides", {**body, "patient": ""}, code=422)
    api(service, "POST", "/api/v1/overrides", body, code=201)
    assert not told("PATIENTONE")
    assert told("PATIENTTWO"), "another patient's is another matter"


def test_the_command_line_sets_lists_and_ends_beside_the_service(start, run, monkeypatch):
    service = start()
    monkeypatch.setenv("CHARGELINT_STATE", "unused")

    def command(*arguments, code=0):
        config = service.folder / "cli.yaml"
        config.write_text(f"state: {service.state}\nkey_file: {service.folder / 'key'}\n")
        done = run("override", *arguments, "--config", config)
        assert done.returncode == code, (done.stdout, done.stderr)
        assert len(done.stderr.splitlines()) == (0 if code == 0 else 1)
        return done.stdout.decode()

    with Client(service.mllp_port) as client:
        assert RULE in Ack(client.send(charge("C1"))).rules()
        finding = number_of(service)
        said = ["--claim", VISIT, "--finding", finding, "--reason", "payer-allows"]
        command("add", *said, code=2)  # by whom?
        command("add", "--claim", "VISITABSENT", "--finding", 1, "--reason", "other", "--user", "jdoe", code=2)
        assert RULE in command("add", *said, "--user", "jdoe")
        assert RULE not in Ack(client.send(charge("C2"))).rules(), "the service sees it at once"
        [one] = [json.loads(line) for line in command("list", "--format", "json").splitlines()]
        assert one["reason"] == "payer-allows"
        assert "separate-session" in command("list")
        command("end", one["id"], "--user", "lead")
        command("end", one["id"], "--user", "lead", code=2)
        assert RULE in Ack(client.send(charge("C3"))).rules()
