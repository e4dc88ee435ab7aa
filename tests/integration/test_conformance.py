"""The public conformance suite: generated from the rule cases, judged by a command of any maker, here by our own."""
import json
import os
import subprocess
import sys

import pytest
from conftest import SOURCE

SUITE = SOURCE / "tests/conformance"


@pytest.fixture(scope="module")
def suite():
    return subprocess.run([SUITE / "generate"], capture_output=True, text=True, check=True).stdout


def judge(suite, *command, options=()):
    return subprocess.run([SUITE / "run", *options, "--", *map(str, command)], input=suite, capture_output=True, text=True,
                          check=False, env=dict(os.environ))


def test_every_case_is_a_claim_with_its_expectation(suite):
    cases = [json.loads(line) for line in suite.splitlines()]
    assert len(cases) > 500 and len({case["id"] for case in cases}) == len(cases)
    for case in cases:
        assert case["claim"]["resourceType"] == "Claim" and case["claim"]["item"] is not None
        assert case["must_fire"] or case["must_not_fire"]
        assert not set(case["must_fire"]) & set(case["must_not_fire"])
    assert sum(not case["requires"] for case in cases) > len(cases) / 2, "most of them are plain FHIR"


def test_our_own_program_passes_what_it_can_be_given(suite, binary, monkeypatch):
    monkeypatch.setenv("CHARGELINT_BINARY", binary)
    done = judge(suite, SUITE / "chargelint-engine", "{reference}", "{kind}", "{payer}", "{stage}",
                 options=("--rules", "NCCI,MPFS"))
    assert done.returncode == 0, done.stdout + done.stderr
    held = int(done.stdout.splitlines()[-1].split()[0])
    assert held > 200, done.stdout


def test_an_engine_that_says_nothing_fails_it(suite):
    echo = "import sys\nfor line in sys.stdin: print('{\"findings\": []}')"
    done = judge(suite, sys.executable, "-c", echo, options=("--rules", "MPFS-BIL"))
    assert done.returncode == 1 and "FAILED" in done.stdout and "did not fire" in done.stdout


def test_an_engine_that_cannot_is_not_counted_as_passing(suite):
    done = judge(suite, sys.executable, "-c", "raise SystemExit(77)", options=("--rules", "MPFS-BIL"))
    assert done.returncode == 2 and done.stdout.startswith("0 held, 0 failed")
