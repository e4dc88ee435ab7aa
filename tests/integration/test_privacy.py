"""No identifier of a patient leaves by a log, a metric, an error or the state file."""

import json

from mllp import Client, END, START
from synthetic import claim, dft

# In every place where a message may hold an identifier of a patient.
MARKERS = {
    "patient": "ZQPATIENTZQ",
    "visit": "ZQVISITZQ",
    "family": "ZQFAMILYZQ",
    "street": "ZQSTREETZQ",
    "phone": "ZQ5550100ZQ",
    "policy": "ZQPOLICYZQ",
    "account": "ZQACCOUNTZQ",
}


def marked(control_id, lines=("45385", "45380"), **members):
    message = dft(control_id, lines, patient=MARKERS["patient"], visit=MARKERS["visit"],
                  name=f"{MARKERS['family']}^SYLVIA", **members)  # fmt: skip
    segments = message.decode().rstrip("\r").split("\r")
    identity = segments[2].split("|")
    identity += [""] * (19 - len(identity))
    identity[11] = f"1 {MARKERS['street']}^^SPRINGFIELD^IL^62701"
    identity[13] = MARKERS["phone"]
    identity[18] = MARKERS["account"]
    segments[2] = "|".join(identity)
    segments.append(f"GT1|1||{MARKERS['family']}^GUARANTOR")
    segments.append("IN1|1|MEDICARE|1001|MEDICARE||||||||||||" + f"{MARKERS['family']}^SYLVIA" + "|" * 20 + MARKERS["policy"])
    return ("\r".join(segments) + "\r").encode()


def found_in(content):
    if isinstance(content, str):
        content = content.encode()
    return sorted(name for name, marker in MARKERS.items() if marker.encode() in content)


def test_nothing_identifying_is_logged_or_stored_in_the_clear(start):
    service = start(log_level="debug")
    kept = []
    with Client(service.mllp_port) as client:
        kept.append(("answer", client.send(marked("PRIVATE1"))))
        kept.append(("replayed", client.send(marked("PRIVATE1"))))
        kept.append(("conflict", client.send(marked("PRIVATE1", lines=["99213"]))))
        kept.append(("old", client.send(marked("PRIVATE2", version="2.3"))))
        kept.append(("type", client.send(marked("PRIVATE3").replace(b"DFT^P03^DFT_P03", b"ADT^A01^ADT_A01"))))
        kept.append(("no id", client.send(marked(""))))
        kept.append(("no charge", client.send(b"\r".join(s for s in marked("P4").split(b"\r") if not s.startswith(b"FT1")))))
        kept.append(("no date", client.send(marked("P5").replace(b"|20260513|", b"|NODATE|"))))
        kept.append(("cut", client.send(marked("P6")[:250])))
        client.write(START + marked("P7")[:300] + END)
        kept.append(("cut later", client.read()))
    # Codes put where they do not belong, and identifiers where codes do, are the sender's doing; names are not.
    resource = claim()
    resource["patient"] = {"reference": f"Patient/{MARKERS['patient']}", "display": MARKERS["family"]}
    resource["identifier"] = [{"system": "urn:test", "value": MARKERS["account"]}]
    resource["contained"] = [
        {
            "resourceType": "Patient",
            "id": "p",
            "name": [{"family": MARKERS["family"]}],
            "identifier": [{"value": MARKERS["patient"]}],
            "address": [{"line": [MARKERS["street"]]}],
            "telecom": [{"value": MARKERS["phone"]}],
        }
    ]
    body = json.dumps(resource)
    kept.append(("outcome", service.request("POST", "/fhir/Claim/$validate", body, {"Content-Type": "application/fhir+json"})[2]))
    for name, broken in (("bad JSON", body[:-30]), ("bad type", body.replace('"Claim"', '"Coverage"', 1))):
        kept.append((name, service.request("POST", "/fhir/Claim/$validate", broken, {"Content-Type": "application/fhir+json"})[2]))
    status, _, answer = service.request("POST", "/hl7", marked("PRIVATE4"), {"Content-Type": "application/hl7-v2"})
    assert status == 200
    kept.append(("hl7 over http", answer))
    kept.append(("unknown path", service.request("GET", f"/fhir/Patient/{MARKERS['patient']}")[2]))
    kept.append(("metrics", service.request("GET", "/metrics")[2]))

    names = [row[0] for row in service.rows("SELECT control_id FROM message")]
    assert {"PRIVATE1", "PRIVATE2", "PRIVATE4"} <= set(names)
    for suffix in ("", "-wal", "-shm"):
        kept.append((f"state.db{suffix}", (service.folder / f"state.db{suffix}").read_bytes()))
    assert any(b"PRIVATE1" in content for name, content in kept if name.startswith("state.db")), "not the right files"
    assert service.stop() == 0
    kept.append(("state.db after the end", (service.folder / "state.db").read_bytes()))
    kept.append(("stdout", service.stdout()))
    kept.append(("stderr", service.stderr()))
    assert service.stderr(), "nothing was logged: nothing was proven"
    shown = {name: found_in(content) for name, content in kept if found_in(content)}
    assert not shown, shown


def test_check_shows_no_patient(run, tmp_path):
    (tmp_path / "input.hl7").write_bytes(marked("PRIVATE5"))
    (tmp_path / "cut.hl7").write_bytes(marked("PRIVATE5")[:250])
    for form in ("text", "json", "fhir", "hl7"):
        for name in ("input.hl7", "cut.hl7"):
            done = run("check", "--format", form, tmp_path / name)
            # The claim's own number is what a biller looks for: the visit or, without one, the account.
            shown = [marker for marker in found_in(done.stdout + done.stderr) if marker not in ("visit", "account")]
            assert not shown, (form, name, shown)
    shown = found_in(run("read", "--format", "text", tmp_path / "input.hl7").stdout)
    assert [marker for marker in shown if marker != "visit"] == []
