"""The program against a second, naive reading of the same tables: random claims over the real releases."""

import datetime
import json
import random
import subprocess

import pytest

from conftest import SOURCE, clean_environment
from naive_rules import Naive, read_add_ons, read_fees, read_limits, read_pairs

DATE = datetime.date(2026, 5, 4)
CLAIMS = 20_000
COMPARED = {
    "NCCI-PTP-001", "NCCI-PTP-002", "NCCI-MUE-001", "NCCI-MUE-002", "NCCI-MUE-003", "NCCI-MUE-004", "NCCI-MUE-005",
    "NCCI-AOC-001", "NCCI-AOC-002", "NCCI-AOC-003", "NCCI-AOC-004", "MPFS-BIL-001", "MPFS-BIL-002", "MPFS-BIL-003",
    "MPFS-PCTC-001", "MPFS-ASST-001", "MPFS-CO-001", "MPFS-TEAM-001",
}  # fmt: skip
# What speaks in place of a pair edit or of a missing primary, and is not read a second time here.
TELLING = ("CODE-FAM", "EM-", "GLB-", "NCCI-PTP-010", "DUP-001")
MODIFIERS = ["59", "XS", "XU", "58", "79", "LT", "RT", "50", "26", "TC", "80", "AS", "62", "66", "51"]


def release_files():
    folder = SOURCE.parent / "shared" / "reference-data"
    return {
        "pairs": [folder / "ncci" / f"ccipra-2024q2-rebuilt-f{part}.TXT.gz" for part in range(1, 5)],
        "limits": folder / "ncci" / "MCR_MUE_PractitionerServices_Eff_04-01-2026.rebuilt.csv.gz",
        "add_ons": folder / "ncci" / "AOC_V2026Q2-F-MCR.rebuilt.txt.gz",
        "fees": folder / "mpfs" / "PPRRVU2025_Oct.csv.gz",
    }


def usual_code(code, fee):
    """A procedure that is paid as a code; visits have rules of their own."""
    return code.isdigit() and fee["status"] == "A" and not code.startswith(("99", "98", "9200", "9201"))


class Claims:
    def __init__(self, seed, codes, pairs, add_ons, limits):
        self.random = random.Random(seed)
        self.codes, self.pairs, self.limits = codes, pairs, limits
        self.add_ons = [
            (add_on, edit[1]) for add_on, edits in add_ons.items() for edit in edits if add_on in codes and edit[1] in codes
        ]

    def modifiers(self):
        if self.random.random() < 0.6:
            return []
        return sorted(set(self.random.choices(MODIFIERS, k=self.random.choice([1, 1, 1, 2]))))

    def next(self):
        choose = self.random
        codes = []
        if choose.random() < 0.8:
            codes += choose.choice(self.pairs)
        if choose.random() < 0.4:
            add_on, primary = choose.choice(self.add_ons)
            codes += [add_on, primary] if choose.random() < 0.5 else [add_on]
        codes += choose.choices(self.codes, k=choose.choice([1, 1, 2, 3]))
        if choose.random() < 0.3:
            codes.append(choose.choice(codes))
        choose.shuffle(codes)
        lines, seen = [], set()
        for code in codes:
            modifiers = self.modifiers()
            if (code, tuple(modifiers)) in seen:
                continue
            seen.add((code, tuple(modifiers)))
            limit, indicator = self.limits.get(code, (1, 0))
            most = limit + 2 if indicator == 1 else max(2, min(limit + 2, 8))
            units = 1 if choose.random() < 0.7 else choose.choice([most, choose.randint(1, most)])
            lines.append((code, modifiers, units))
        return lines


def as_claim(number, lines):
    return {
        "resourceType": "Claim",
        "id": f"random-{number}",
        "status": "active",
        "use": "claim",
        "type": {"coding": [{"code": "professional"}]},
        "patient": {"reference": "Patient/1"},
        "created": "2026-05-06",
        "provider": {"identifier": {"system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893"}},
        "priority": {"coding": [{"code": "normal"}]},
        "insurance": [{"sequence": 1, "focal": True, "coverage": {"reference": "Coverage/1"}}],
        "diagnosis": [
            {
                "sequence": 1,
                "diagnosisCodeableConcept": {
                    "coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M54.12"}]
                },
            }
        ],
        "item": [
            {
                "sequence": at,
                "diagnosisSequence": [1],
                "productOrService": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": code}]},
                "modifier": [{"coding": [{"code": modifier}]} for modifier in modifiers],
                "servicedDate": DATE.isoformat(),
                "locationCodeableConcept": {"coding": [{"code": "11"}]},
                "quantity": {"value": units},
            }
            for at, (code, modifiers, units) in enumerate(lines, 1)
        ],
    }


def said_by_program(lines, verdict):
    said = set()
    for one in verdict["findings"]:
        if one["rule"] not in COMPARED:
            continue
        if not one["rule"].startswith("NCCI-PTP"):
            said.add((one["rule"], tuple(one["lines"])))
            continue
        column1, column2 = one["codes"]
        said.update((one["rule"], column1, number) for number in one["lines"] if lines[number - 1][0] == column2)
    return said


def hidden(expected, verdict):
    """What a more telling finding of the same line stands for."""
    telling = {number for one in verdict["findings"] if one["rule"].startswith(TELLING) for number in one["lines"]}
    # A laboratory test given again: whether it was repeated is asked in the place of a limit that may be lifted.
    repeated = {number for one in verdict["findings"] if one["rule"] == "MOD-91-001" for number in one["lines"]}
    return {
        one for one in expected
        if one[0] == "NCCI-PTP-001" and one[2] in telling or one[0] == "NCCI-AOC-001" and set(one[1]) <= telling
        or one[0] == "NCCI-MUE-003" and set(one[1]) <= repeated
    }  # fmt: skip


@pytest.fixture(scope="module")
def store(binary, tmp_path_factory):
    files = release_files()
    missing = [str(path) for path in [*files["pairs"], files["limits"], files["add_ons"], files["fees"]] if not path.exists()]
    if missing:
        pytest.skip(f"the release files are not here: {missing[0]}")
    folder = tmp_path_factory.mktemp("naive")
    done = subprocess.run(
        [binary, "reference", "import", "--reference", str(folder / "r.db")]
        + [str(path) for path in [*files["pairs"], files["limits"], files["add_ons"], files["fees"]]],
        capture_output=True, text=True, timeout=300, cwd=folder, env=clean_environment(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "r.db"


def test_a_naive_reading_of_the_release_files_agrees(binary, store, tmp_path):
    files = release_files()
    fees = read_fees(files["fees"])
    limits = read_limits(files["limits"])
    add_ons = read_add_ons(files["add_ons"])
    usual = sorted(code for code, fee in fees.items() if usual_code(code, fee))
    # A tenth of the codes, so that random claims meet the same ones often; with them every add-on's primaries.
    chosen = set(random.Random(1).sample(usual, len(usual) // 10))
    chosen |= {code for code in add_ons if code in fees and usual_code(code, fees[code])}
    # Few codes have a limit that is judged line by line; nearly all are drugs.
    chosen |= {code for code, (units, indicator) in limits.items() if indicator == 1 and units and code[0] == "J" and code in fees}
    pairs = read_pairs(files["pairs"], chosen)
    assert len(pairs) > 5_000, "too few pairs to say anything"
    naive = Naive(pairs, limits, add_ons, fees, DATE)
    claims = Claims(7, sorted(chosen), sorted(pairs), add_ons, limits)
    lines_of = [claims.next() for _ in range(CLAIMS)]

    source = tmp_path / "claims.ndjson"
    with source.open("w") as file:
        for number, lines in enumerate(lines_of):
            file.write(json.dumps(as_claim(number, lines)) + "\n")
    done = subprocess.run(
        [binary, "check", "--format", "json", "--reference", str(store), str(source)],
        capture_output=True, text=True, timeout=300, cwd=tmp_path, env=clean_environment(),
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(verdicts) == CLAIMS

    fired, differ = {}, []
    for lines, verdict in zip(lines_of, verdicts):
        expected = naive.judge(lines)
        got = said_by_program(lines, verdict)
        for rule, *_ in got:
            fired[rule] = fired.get(rule, 0) + 1
        left = expected - got - hidden(expected, verdict)
        more = got - expected
        if left or more:
            differ.append((lines, sorted(left), sorted(more)))
    assert not differ, f"{len(differ)} claims differ; first (lines, missing, too much): {differ[:5]}"
    assert COMPARED <= set(fired), f"never met: {sorted(COMPARED - set(fired))}"
