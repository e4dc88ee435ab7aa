"""The commands: what they print, and what they tell the shell."""

import json

import pytest

from synthetic import claim, dft


def one_line(error):
    lines = error.decode().splitlines()
    assert len(lines) == 1, f"expected one line on stderr: {lines}"
    return lines[0]


@pytest.fixture
def files(tmp_path):
    """Inputs by name."""
    contents = {
        "findings.hl7": dft("CLI1"),
        "clean.hl7": dft("CLI2", lines=["99213"]),
        "two.hl7": dft("CLI3") + dft("CLI4", lines=["99213"]),
        "claim.json": json.dumps(claim(), indent=2).encode(),
        "clean.json": json.dumps(claim(["99213"])).encode(),
        "claims.ndjson": b"\n".join(json.dumps(claim([code])).encode() for code in ("99213", "62324", "99214")) + b"\n",
        "empty.hl7": b"",
        "binary.bin": bytes(range(256)) * 16,
        "truncated.hl7": b"MSH|^~\\&|EHR|SITE",
        "text.txt": b"This is a letter, not a message.\n",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("findings.hl7", 1),
        ("clean.hl7", 0),
        ("two.hl7", 1),
        ("claim.json", 1),
        ("clean.json", 0),
        ("empty.hl7", 2),
        ("binary.bin", 2),
        ("text.txt", 2),
        ("missing.hl7", 2),
    ],
)
def test_the_exit_code_tells_what_was_found(run, files, name, code):
    done = run("check", files / name)
    assert done.returncode == code, (done.stdout, done.stderr)
    if code == 2:
        assert name in one_line(done.stderr) and done.stdout == b""
    else:
        assert done.stderr == b"" and done.stdout


def test_a_truncated_header_is_told(run, files):
    done = run("check", files / "truncated.hl7")
    told = done.stdout.decode() if done.returncode == 1 else one_line(done.stderr)
    assert done.returncode in (1, 2) and "MSH" in told


def test_a_folder_is_no_file(run, files):
    done = run("check", files)
    assert done.returncode == 2 and str(files) in one_line(done.stderr)


def test_a_bad_file_does_not_keep_the_others_from_being_checked(run, files):
    done = run("check", "--format", "json", files / "empty.hl7", files / "findings.hl7")
    assert done.returncode == 2
    assert json.loads(done.stdout)["claim"] == "TESTVISIT1"
    assert "empty.hl7" in one_line(done.stderr)


FINDING_KEYS = {
    "rule", "severity", "lines", "codes", "modifiers", "diagnoses", "message", "detail", "location", "citation",
    "evidence", "fixes",
}  # fmt: skip
EDITS = {
    "add-modifier", "remove-modifier", "set-units", "replace-code", "remove-line", "add-diagnosis",
    "reorder-diagnoses", "split-line", "merge-lines",
}  # fmt: skip


def assert_verdict(verdict):
    keys = {"input", "claim", "patient_ref", "reference_release", "status", "findings", "not_evaluated"}
    assert keys <= set(verdict), keys - set(verdict)
    assert verdict["status"] in ("error", "warning", "info", "clean")
    worst = {finding["severity"] for finding in verdict["findings"]}
    assert verdict["status"] == next((name for name in ("error", "warning", "info") if name in worst), "clean")
    order = ["error", "warning", "info"]
    places = [
        (order.index(finding["severity"]), min(finding["lines"], default=0), finding["rule"])
        for finding in verdict["findings"]
    ]
    assert places == sorted(places), "severity, then line, then rule"
    for finding in verdict["findings"]:
        assert FINDING_KEYS <= set(finding), FINDING_KEYS - set(finding)
        assert finding["severity"] in order
        assert all(isinstance(line, int) and line >= 1 for line in finding["lines"])
        for name in ("codes", "modifiers", "diagnoses"):
            assert all(isinstance(code, str) for code in finding[name])
        assert 0 < len(finding["message"]) < 140 and finding["detail"]
        assert finding["location"] is None or set(finding["location"]) <= {"hl7", "fhir"}
        assert set(finding["citation"]) == {"title", "section"} and finding["citation"]["title"]
        if finding["evidence"] is not None:
            assert set(finding["evidence"]) == {"source", "release", "row"}
            assert isinstance(finding["evidence"]["row"], dict) and finding["evidence"]["row"]
        for fix in finding["fixes"]:
            assert fix["title"] and isinstance(fix["verified"], bool)
            for edit in fix["edits"]:
                assert {"op", "line", "value"} <= set(edit) and edit["op"] in EDITS
    for gap in verdict["not_evaluated"]:
        assert set(gap) == {"module", "reason"} and gap["module"] and gap["reason"]


@pytest.mark.parametrize("name", ["findings.hl7", "clean.hl7", "two.hl7", "claim.json", "clean.json", "claims.ndjson"])
def test_json_has_the_shape_of_the_contract(run, files, name):
    done = run("check", "--format", "json", files / name)
    verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(verdicts) == {"two.hl7": 2, "claims.ndjson": 3}.get(name, 1)
    for verdict in verdicts:
        assert_verdict(verdict)
        assert verdict["input"].endswith(name)


def test_the_pair_is_found_with_its_row_and_a_fix(run, files):
    done = run("check", "--format", "json", files / "findings.hl7")
    (pair,) = [finding for finding in json.loads(done.stdout)["findings"] if finding["rule"] == "NCCI-PTP-001"]
    assert pair["severity"] == "error" and pair["lines"] == [1, 2] and pair["codes"] == ["45385", "45380"]
    assert pair["location"] == {"hl7": "FT1[2]-25.1"} or pair["location"] == {"hl7": "FT1[2]-25"}
    assert pair["evidence"]["source"] == "ncci-ptp-practitioner"
    row = pair["evidence"]["row"]
    assert (row["column1"], row["column2"], row["modifier_indicator"]) == ("45385", "45380", "1")
    assert any(fix["verified"] for fix in pair["fixes"])
    for fix in pair["fixes"]:
        for edit in fix["edits"]:
            if edit["op"] == "add-modifier" and edit["value"] in ("59", "XE", "XS", "XP", "XU", "25"):
                assert not fix["verified"], "a bypass modifier is never a one-click fix"


def test_the_same_input_gives_the_same_bytes(run, files):
    for form in ("text", "json", "fhir", "hl7"):
        outputs = {run("check", "--format", form, files / "findings.hl7").stdout for _ in range(3)}
        assert len(outputs) == 1 and outputs != {b""}, form
    many = [files / name for name in ("findings.hl7", "two.hl7", "claim.json", "claims.ndjson")]
    assert run("check", "--format", "json", *many).stdout == run("check", "--format", "json", "--jobs", 4, *many).stdout


def test_standard_input_is_a_file_too(run, files):
    from_file = json.loads(run("check", "--format", "json", files / "findings.hl7").stdout)
    done = run("check", "--format", "json", "-", stdin=dft("CLI1"))
    assert done.returncode == 1
    piped = json.loads(done.stdout)
    assert piped.pop("input") == "-" and from_file.pop("input")
    assert piped == from_file
    done = run("check", "-", stdin=b"")
    assert done.returncode == 2 and one_line(done.stderr).startswith("-: ")


def test_the_formats_of_the_other_protocols(run, files):
    outcome = json.loads(run("check", "--format", "fhir", files / "claim.json").stdout)
    assert outcome["resourceType"] == "OperationOutcome" and outcome["issue"]
    ack = run("check", "--format", "hl7", files / "findings.hl7").stdout
    assert ack.startswith(b"MSH|") and b"\rMSA|AA|CLI1" in ack and b"\rERR|" in ack
    text = run("check", files / "findings.hl7").stdout.decode()
    assert "NCCI-PTP-001" in text and "45385" in text and "\x1b[" not in text, "no colours into a pipe"


def test_the_least_severity_and_the_list_of_rules_choose(run, files):
    done = run("check", "--format", "json", "--rules", "NCCI-PTP-001", files / "findings.hl7")
    assert {finding["rule"] for finding in json.loads(done.stdout)["findings"]} == {"NCCI-PTP-001"}
    done = run("check", "--format", "json", "--min-severity", "error", files / "findings.hl7")
    assert {finding["severity"] for finding in json.loads(done.stdout)["findings"]} == {"error"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--formt", "json", "findings.hl7"),
        ("check", "--format", "yaml", "findings.hl7"),
        ("check", "--format"),
        ("check", "--jobs", "many", "findings.hl7"),
        ("check", "--rules", "NO-SUCH-RULE", "findings.hl7"),
        ("check",),
        ("chek", "findings.hl7"),
        ("reference", "imprt"),
        ("explain", "NO-SUCH-RULE"),
        ("serve", "--config", "missing.yaml"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2_with_one_line(run, files, arguments):
    done = run(*arguments)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert one_line(done.stderr) and done.stdout == b""


def test_an_unknown_configuration_key_names_the_nearest(run, files):
    (files / "chargelint.yaml").write_text("htpp:\n  port: 0\n")
    done = run("serve")
    assert done.returncode == 2
    line = one_line(done.stderr)
    assert "chargelint.yaml:1" in line and "htpp" in line and "http" in line.replace("htpp", "")


def test_a_missing_store_is_3_with_one_line(run, files):
    for command in (("check", "findings.hl7"), ("serve",), ("reference", "status")):
        done = run(*command, "--reference", files / "missing.db")
        assert done.returncode == 3, (command, done.stdout, done.stderr)
        assert "missing.db" in one_line(done.stderr)
    assert not (files / "missing.db").exists()


def test_help_and_version(run):
    for arguments in (("--help",), ("check", "--help"), ("serve", "--help"), ("version",)):
        done = run(*arguments)
        assert done.returncode == 0 and done.stdout and done.stderr == b"", arguments


def test_the_rule_list_and_the_explanation_of_each_rule(run):
    rules = json.loads(run("rules", "--format", "json").stdout)
    ids = [rule["rule"] if "rule" in rule else rule["id"] for rule in (rules if isinstance(rules, list) else rules["rules"])]
    assert len(ids) == len(set(ids)) and "NCCI-PTP-001" in ids
    for rule in ids:
        done = run("explain", rule)
        assert done.returncode == 0 and rule in done.stdout.decode()


def test_reference_status(run):
    done = run("reference", "status", "--format", "json")
    assert done.returncode == 0
    sources = {source["source"]: source for source in json.loads(done.stdout)["sources"]}
    assert {"ncci-ptp-practitioner", "mpfs", "icd-10-cm"} <= set(sources)
    for source in sources.values():
        assert source["rows"] > 0 and source["releases"]
        assert all(len(release["sha256"]) == 64 for release in source["releases"])


def test_a_reading_leaves_the_patient_out_unless_asked(run, files):
    plain = run("read", "--format", "json", files / "findings.hl7").stdout
    shown = run("read", "--format", "json", "--show-phi", files / "findings.hl7").stdout
    assert b"TEST0001" not in plain and b"SYLVIA" not in plain and b"TEST0001" in shown
    reading = json.loads(plain)
    assert {"input", "claim", "source", "profile", "kind", "stage", "payer", "diagnoses", "lines", "notes"} <= set(reading)
    line = reading["lines"][0]
    keys = {
        "line", "set", "type", "code", "modifiers", "diagnoses", "units", "from", "through", "charge_code",
        "place_of_service", "revenue_code", "ndc", "rendering_npi", "location",
    }  # fmt: skip
    assert keys <= set(line), keys - set(line)
    assert (line["line"], line["code"], line["units"], line["from"]) == (1, "45385", "1", "2026-05-13")


def compact(date):
    return date.replace("-", "") if date else date


def same_diagnosis(read, expected):
    return read.replace(".", "") == expected.replace(".", "")


def expected_entries(samples):
    return json.loads((samples / "hl7" / "expected.json").read_text())


def test_readings_agree_with_the_hand_written_samples(run, samples):
    compared, wrong = 0, []
    for entry in expected_entries(samples):
        if entry["kind"] != "DFT^P03" or not entry.get("lines"):
            continue
        done = run("read", "--format", "json", samples / "hl7" / entry["file"])
        readings = [json.loads(line) for line in done.stdout.splitlines()]
        lines = [line for reading in readings for line in reading["lines"]]
        # A further procedure of one FT1 stands beside its line in the list, and is a line of its own in the reading.
        also = [code for expected in entry["lines"] for code in expected.get("also", [])]
        if also and [line["code"] for line in lines if line["code"] in also] == also:
            lines = [line for line in lines if line["code"] not in also]
        if len(lines) != len(entry["lines"]):
            wrong.append(f"{entry['file']}: {len(lines)} lines, expected {len(entry['lines'])} {done.stderr.decode()}")
            continue
        compared += 1
        for line, expected in zip(lines, entry["lines"]):
            where = f"{entry['file']} line {line['line']}"
            pairs = {
                "set": (line["set"] and int(line["set"]), expected["set"]) if "set" in expected else (0, 0),
                "type": (line["type"], expected["type"]) if "type" in expected else (0, 0),
                "code": (line["code"], expected["code"]),
                "modifiers": (line["modifiers"], expected["modifiers"]),
                "units": (float(line["units"]), float(expected["qty"] or 1)) if "qty" in expected else (0, 0),
                "date": (compact(line["from"]), expected["date"]) if expected.get("date") else (0, 0),
                "end": (compact(line["through"]), expected["date_end"]) if expected.get("date_end") else (0, 0),
                "charge code": (line["charge_code"], expected["charge_code"]) if expected.get("charge_code") else (0, 0),
            }
            wrong += [f"{where}: {name} {read!r}, expected {right!r}" for name, (read, right) in pairs.items() if read != right]
            if len(line["diagnoses"]) != len(expected["dx"]) or not all(
                map(same_diagnosis, line["diagnoses"], expected["dx"])
            ):
                wrong.append(f"{where}: diagnoses {line['diagnoses']}, expected {expected['dx']}")
    assert compared > 5, "expected.json is not read as it is meant"
    assert not wrong, "\n".join(wrong)


def test_every_sample_gives_findings_or_a_clear_refusal(run, samples):
    paths = sorted((samples / "hl7").glob("*.hl7")) + sorted((samples / "fhir").glob("*.json"))
    assert len(paths) > 50
    crashed = []
    for path in paths:
        for command in ("check", "read"):
            done = run(command, "--format", "json", path)
            if done.returncode not in (0, 1, 2):
                crashed.append(f"{command} {path.name}: {done.returncode} {done.stderr[-300:]!r}")
                continue
            for line in done.stdout.splitlines():
                result = json.loads(line)
                if command == "check":
                    assert_verdict(result)
            if done.returncode == 2 and not done.stderr:
                crashed.append(f"{command} {path.name}: refused without a word")
            if done.returncode != 2 and not done.stdout:
                crashed.append(f"{command} {path.name}: neither findings nor a refusal")
    assert not crashed, "\n".join(crashed)
