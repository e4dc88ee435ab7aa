"""Site rules end to end: `rules test`, check, the rule list, the service with SIGHUP and its counters."""
import json
import signal
import time

import pytest
from conftest import SOURCE

RULES = """\
rules:
  - id: SITE-A-001
    title: Of the site
    owner: billing
    reason: Policy 12
    severity: warning
    when: {{ code: "{code}" }}
    biller: "Line {{line}}: {{code}} is looked at here."
    tests:
      - "+ it fires :: :: {code}"
      - "- it does not :: :: 99999"
"""


def claim(*codes):
    return json.dumps({
        "resourceType": "Claim", "status": "active", "use": "claim", "created": "2026-05-11",
        "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/claim-type", "code": "professional"}]},
        "patient": {"reference": "Patient/1"}, "provider": {"reference": "Organization/1"},
        "priority": {"coding": [{"code": "normal"}]},
        "insurance": [{"sequence": 1, "focal": True, "coverage": {"reference": "Coverage/1"}}],
        "diagnosis": [{"sequence": 1, "diagnosisCodeableConcept": {
            "coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M54.12"}]}}],
        "item": [{"sequence": index + 1, "diagnosisSequence": [1], "servicedDate": "2026-05-04",
                  "productOrService": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": code}]},
                  "quantity": {"value": 1}}
                 for index, code in enumerate(codes)]})


@pytest.fixture
def rules_file(tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text(RULES.format(code="99213"))
    return path


def test_the_example_that_ships_holds(run, rules_file):
    done = run("rules", "test", SOURCE / "deploy/rules.yaml")
    assert done.returncode == 0, done.stderr
    assert b"0 failed" in done.stdout.splitlines()[-1]


def test_cases_that_fail_and_files_with_faults(run, rules_file):
    assert run("rules", "test").returncode == 0
    rules_file.write_text(RULES.format(code="99213").replace("+ it fires :: :: 99213", "+ it fires :: :: 99214"))
    failed = run("rules", "test")
    assert failed.returncode == 1 and f"{rules_file}:10: FAILED  SITE-A-001" in failed.stdout.decode()
    rules_file.write_text(RULES.format(code="99213").replace("biller:", "biler:"))
    refused = run("rules", "test")
    assert refused.returncode == 2
    assert f'{rules_file}:8: unknown key "biler" of a rule; the nearest known one is "biller"' in refused.stderr.decode()
    assert run("check", "-", stdin=claim("99213").encode()).returncode == 2
    assert run("rules", "test", "nowhere.yaml").returncode == 2


def test_check_speaks_the_sites_rules(run, rules_file):
    done = run("check", "--format", "json", "-", stdin=claim("99213", "99214").encode())
    [finding] = [found for found in json.loads(done.stdout)["findings"] if found["rule"] == "SITE-A-001"]
    assert finding["lines"] == [1] and finding["severity"] == "warning"
    assert finding["detail"] == "Line 1: 99213 is looked at here."
    assert len(finding["facts"]) == 16 and int(finding["facts"], 16) > 0
    only = run("check", "--format", "json", "--rules", "SITE", "-", stdin=claim("99213").encode())
    assert [found["rule"] for found in json.loads(only.stdout)["findings"]] == ["SITE-A-001"]


def test_the_list_marks_them(run, rules_file):
    rules_file.write_text(RULES.format(code="99213") + "settings:\n  - { rule: MOD-*, set: off, where: { payer: "
                          "commercial }, reason: r, author: a, until: 2026-12-31 }\n")
    listed = {rule["id"]: rule for rule in json.loads(run("rules", "--format", "json").stdout)}
    assert listed["SITE-A-001"]["site"] and listed["SITE-A-001"]["owner"] == "billing"
    assert not listed["MOD-VAL-001"]["site"]
    [setting] = listed["MOD-VAL-001"]["settings"]
    assert setting["set"] == "off" and setting["until"] == "2026-12-31" and setting["where"].endswith("rules.yaml:13")
    assert "settings" not in listed["DX-VAL-001"]
    page = run("explain", "SITE-A-001").stdout.decode()
    assert "Policy 12" in page and "billing" in page


def judged(service):
    status, outcome = service.fhir("/fhir/Claim/$validate", claim("99213"))[:2]
    assert status == 200
    return {coding["code"] for issue in outcome["issue"] for coding in issue.get("details", {}).get("coding", [])}


def wait_for(service, words):
    end = time.monotonic() + 10
    while words not in service.stderr():
        assert time.monotonic() < end, service.stderr()
        time.sleep(0.02)


def test_the_service_reloads_and_keeps_the_old_when_the_new_is_bad(start, rules_file):
    service = start()
    assert "SITE-A-001" in judged(service)
    rules_file.write_text(RULES.format(code="99213").replace("code:", "cod:"))
    service.signal(signal.SIGHUP)
    wait_for(service, "site rules not reloaded")
    assert 'unknown field "cod"; the nearest known one is "code"' in service.stderr()
    assert "SITE-A-001" in judged(service), "the former rules stay"
    rules_file.write_text(RULES.format(code="99214") + "shadow: [DX-VAL-001]\n")
    service.signal(signal.SIGHUP)
    wait_for(service, "site rules reloaded")
    assert "SITE-A-001" not in judged(service)


def test_shadow_rules_are_counted_and_shown_to_nobody(start, rules_file):
    rules_file.write_text(RULES.format(code="99213").replace("rules:", "shadow:"))
    service = start()
    assert "SITE-A-001" not in judged(service)
    assert 'chargelint_shadow_findings_total{rule="SITE-A-001"} 1' in service.metrics_text()
