"""Senders' profiles, as the person sees them who maps a new sender, and as messages are read by them."""

import json
import re

import pytest

from mllp import Ack, Client
from synthetic import dft

STYLES = {
    "epic-pb": ["syn-epic-pb-62324.hl7"],
    "epic-hb": ["syn-epic-hb-cdm.hl7"],
    "oracle-health": ["syn-cerner-mods-as-components.hl7", "syn-cerner-credit-reversal.hl7"],
    "athenahealth": ["syn-athena-dft.hl7"],
    "eclinicalworks": ["syn-ecw-comma-mods.hl7"],
    "nextgen": ["syn-nextgen-pr1.hl7"],
    "meditech": ["syn-meditech-appended-mods.hl7"],
    "generic-lab": ["pub-flexilab-dft-run-together.hl7"],
    "generic-surgery": ["syn-v28-anesthesia-ndc.hl7"],
}


@pytest.mark.parametrize("profile", STYLES)
def test_each_ready_profile_reads_its_style_as_expected(run, samples, profile):
    expected = {entry["file"]: entry for entry in json.loads((samples / "hl7" / "expected.json").read_text())}
    for name in STYLES[profile]:
        done = run("read", "--format", "json", "--profile", profile, samples / "hl7" / name)
        assert done.returncode == 0, done.stderr
        reading = json.loads(done.stdout)
        assert reading["profile"] == profile
        assert reading["lines"]
        for wanted in expected.get(name, {}).get("lines", []):
            line = next(line for line in reading["lines"] if line["set"] == str(wanted["set"]))
            assert line["code"] == wanted["code"]
            assert line["modifiers"] == wanted["modifiers"]
            assert line["diagnoses"] == wanted["dx"]
            assert float(line["units"]) == float(wanted["qty"])
            assert line["charge_code"] == wanted.get("charge_code")


def test_a_profile_is_tested_beside_the_fields_as_sent(run, tmp_path):
    (tmp_path / "cdm.csv").write_text("charge code,code,modifiers\n36000127,62324,RT\n")
    (tmp_path / "north.yaml").write_text(
        "extends: epic-hb\ncode: [FT1-25, ZCH-2]\ncharge_master: cdm.csv\nplace_of_service: '22'\n"
    )
    message = tmp_path / "message.hl7"
    message.write_bytes(
        b"MSH|^~\\&|EPICHB|NORTH|CL|HUB|20260130||DFT^P03|1|P|2.5\rEVN|P03\rPID|1||MRN77||DOE^JANE\r"
        b"PV1|1|O|||||||||||||||||V1\rFT1|1|T1||20260129||CG|36000127^x^CDM|||1|||3600^OR\rZCH|1|\r"
    )
    done = run("profile", "test", str(tmp_path / "north.yaml"), str(message))
    assert done.returncode == 0, done.stderr
    shown = done.stdout.decode()
    rows = [line.split() for line in shown.splitlines()]
    assert ["code", "62324", "FT1[1]-7.1", "36000127^x^CDM"] in rows
    assert ["modifier", "RT", "FT1[1]-7.1", "36000127^x^CDM"] in rows
    assert ["not", "read", "FT1[1]-13", "3600^OR"] in rows
    assert "segments of the sender's own: ZCH" in shown
    assert "JANE" not in shown and "MRN77" not in shown


@pytest.mark.parametrize(
    "text, line, what",
    [
        ("code: FT1-25\nmodifer: FT1-26\n", 2, 'unknown key "modifer"'),
        ("code: FT1,25\n", 1, '"FT1,25" is no field'),
        ("kind: hospital\n", 1, 'kind "hospital": expected professional'),
        ("charge_master: none.csv\n", 1, 'the file "none.csv" can\'t be read'),
    ],
)
def test_a_mistake_is_one_line(run, tmp_path, text, line, what):
    profile = tmp_path / "site.yaml"
    profile.write_text(text)
    for command in (["profile", "test", str(profile), "x.hl7"], ["read", "--profile", str(profile), "x.hl7"]):
        done = run(*command)
        assert done.returncode == 2 and done.stdout == b""
        error = done.stderr.decode()
        assert error.count("\n") == 1
        assert f"{profile}:{line}: " in error and what in error


def test_an_unknown_profile_is_told_with_the_nearest(run):
    done = run("read", "--profile", "epic-bp", "x.hl7")
    assert done.returncode == 2
    assert 'unknown profile "epic-bp"; the nearest known one is "epic-pb"' in done.stderr.decode()


def test_profiles_are_listed_and_shown(run):
    listed = run("profile", "list").stdout.decode()
    assert len(listed.splitlines()) == 9 and "Oracle Health" in listed
    assert run("profile", "show", "nextgen").stdout.count(b"PR1-3") >= 1


def test_each_port_has_its_profile_and_the_sender_decides_otherwise(start, tmp_path):
    """The charge number 45385 is a code to the usual reading, and none to a sender who says that FT1-7 holds numbers."""
    profiles = tmp_path / "profiles"
    profiles.mkdir()
    (profiles / "ours.yaml").write_text(
        "code: FT1-25\ncharge_code: FT1-7\nsenders: { application: OURS }\nacknowledgement: auto\n"
    )
    (tmp_path / "chargelint.yaml").write_text(
        f"profiles: {profiles}\nmllp:\n  listen:\n    - {{ port: 0 }}\n    - {{ port: 0, profile: epic-hb }}\n"
    )
    service = start()
    ports = [int(port) for port in re.findall(r"mllp://127\.0\.0\.1:(\d+)", service.stdout())]
    assert len(ports) == 2

    def message(control_id, **settings):
        # Two charges whose codes stand in FT1-7 alone: a pair that the usual reading finds.
        return dft(control_id, **settings).replace(b"|||||45385^^C4|", b"||||||").replace(b"|||||45380^^C4|", b"||||||").replace(
            b"^^C4", b""
        )

    def rules(port, bytes_):
        with Client(port) as client:
            return [error.rule for error in Ack(client.send(bytes_)).errors]

    assert "NCCI-PTP-001" in rules(ports[0], message("P1"))
    assert "NCCI-PTP-001" not in rules(ports[1], message("P2"))
    assert "NCCI-PTP-001" not in rules(ports[0], message("P3", sender="OURS"))

    # The sender's profile answers by MSH-15 and MSH-16: the accept answer first, then the application's.
    both = message("P4", sender="OURS").replace(b"|P|2.5.1", b"|P|2.5.1|||AL|AL")
    with Client(ports[0]) as client:
        first, second = Ack(client.send(both)), Ack(client.read())
    assert (first.code, first.control_id) == ("CA", "P4")
    assert (second.code, second.control_id) == ("AA", "P4")
