"""reference status, verify, diff, export, and what was known when."""

import csv
import datetime
import io
import json
import sqlite3
import subprocess
import time

import pytest

from conftest import clean_environment
from reference_files import copy_store, digest_of, import_files, mue, mue_name, ptp, snapshot_of
from synthetic import dft

SECOND = mue([("62324", 1), ("64450", 10), ("11042", 1)])
THIRD = mue([("62324", 9), ("64450", 10), ("20610", 2)])
PAIRS2 = ptp([("20610", "11719", "20200101", "*", "1"), ("20610", "11730", "20200101", "*", "1")])
PAIRS3 = ptp(
    [
        ("20610", "11719", "20200101", "20260630", "1"),
        ("20610", "11730", "20200101", "*", "0"),
        ("20610", "11740", "20260701", "*", "1"),
    ]
)


def moment():
    """Now, as --known takes it; a little later the next import is another moment."""
    now = datetime.datetime.now(datetime.timezone.utc)
    time.sleep(0.02)
    return now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03}Z"


class Store:
    """A store of two quarters, and the moment between the two imports."""

    def __init__(self, binary, reference, folder):
        self._binary = binary
        self.folder = folder
        self.path = copy_store(reference, folder / "store")
        self.files = {}
        for quarter, limits, pairs in ((2, SECOND, PAIRS2), (3, THIRD, PAIRS3)):
            place = folder / f"2026q{quarter}"
            place.mkdir()
            (place / mue_name(2026, quarter)).write_text(limits, newline="")
            (place / f"ccipra-2026q{quarter}-f1.TXT").write_text(pairs, newline="")
            self.files[quarter] = place
        self.start = moment()
        import_files(binary, self.path, self.files[2], "--complete")
        self.between = moment()
        import_files(binary, self.path, self.files[3], "--complete")

    def run(self, *arguments, code=0, stdin=b"", **settings):
        if "--reference" not in arguments:
            arguments += ("--reference", self.path)
        done = subprocess.run(
            [self._binary, *map(str, arguments)],
            input=stdin,
            capture_output=True,
            timeout=120,
            cwd=self.folder,
            env=clean_environment(**settings),
        )
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        return done.stdout.decode()


@pytest.fixture(scope="module")
def store(binary, reference, tmp_path_factory):
    return Store(binary, reference, tmp_path_factory.mktemp("quarters"))


def changes(text):
    """{(source, change, key)} of diff --format json"""
    report = json.loads(text)
    found = set()
    for source in report["sources"]:
        rows = {"added": 0, "ended": 0, "changed": 0}
        for row in source["rows"]:
            rows[row["change"]] += 1
            key = " ".join(value for value in row["key"].values() if value)
            found.add((source["source"], row["change"], key))
        assert rows == {name: source[name] for name in rows}
    return found


EXPECTED = {
    ("ncci-ptp-practitioner", "ended", "20610 11719"),
    ("ncci-ptp-practitioner", "changed", "20610 11730"),
    ("ncci-ptp-practitioner", "added", "20610 11740"),
    ("ncci-mue-practitioner", "ended", "11042"),
    ("ncci-mue-practitioner", "changed", "62324"),
    ("ncci-mue-practitioner", "added", "20610"),
}


def test_diff_of_two_days_of_knowledge_of_two_folders_and_of_a_store_and_a_folder(store):
    assert changes(store.run("reference", "diff", store.between, moment(), "--format", "json")) == EXPECTED
    assert changes(store.run("reference", "diff", store.files[2], store.files[3], "--format", "json")) == EXPECTED
    assert changes(store.run("reference", "diff", store.between, store.files[3], "--format", "json")) == EXPECTED
    assert changes(store.run("reference", "diff", store.path, moment(), "--format", "json")) == set()


def test_diff_of_two_releases_is_what_is_in_force_on_their_first_days(store):
    found = changes(store.run("reference", "diff", "2026Q2", "2026Q3", "--format", "json"))
    # The pair whose indicator changed has one row in the newest release, which speaks for every date.
    assert found == EXPECTED - {("ncci-ptp-practitioner", "changed", "20610 11730")}
    only = store.run("reference", "diff", "ncci-mue-practitioner:2026Q2", "2026Q3", "--format", "json")
    assert {source for source, _, _ in changes(only)} == {"ncci-mue-practitioner"}


def test_diff_narrows_to_codes_and_sources_and_names_what_changed(store):
    text = store.run("reference", "diff", store.files[2], store.files[3], "--code", "62324", "--format", "json")
    assert changes(text) == {("ncci-mue-practitioner", "changed", "62324")}
    row = next(source for source in json.loads(text)["sources"] if source["rows"])["rows"][0]
    assert row["columns"] == ["units"] and (row["old"]["units"], row["new"]["units"]) == ("1", "9")
    found = changes(
        store.run("reference", "diff", store.files[2], store.files[3], "--source", "ncci-ptp", "--format", "json")
    )
    assert {source for source, _, _ in found} == {"ncci-ptp-practitioner"}
    shown = store.run("reference", "diff", store.files[2], store.files[3])
    assert "~ 62324  units 1 -> 9" in shown and "- 20610 11719  valid_to none -> 2026-06-30" in shown, shown
    assert "2 added, 2 ended, 2 changed" in shown
    rows = list(csv.DictReader(io.StringIO(store.run("reference", "diff", store.files[2], store.files[3], "--format", "csv"))))
    assert len(rows) == 6 and {row["change"] for row in rows} == {"added", "ended", "changed"}


def test_diff_of_a_file_that_is_none_is_one_line(store):
    letter = store.folder / "letter.txt"
    letter.write_text("Dear reader,\n")
    assert store.run("reference", "diff", "2026Q2", letter, code=2) == ""
    assert store.run("reference", "diff", "2026Q2", "2031Q1", code=2) == ""
    assert store.run("reference", "diff", "2026Q2", "no/such.db", code=2) == ""


def test_verify_says_ok_and_then_what_is_wrong(store, tmp_path):
    report = json.loads(store.run("reference", "verify", "--format", "json", "--on", "2026-08-01"))
    assert report["ok"] is True and "snapshot" in report["checks"]
    assert not [problem for problem in report["problems"] if problem["severity"] == "error"]
    stale = json.loads(store.run("reference", "verify", "--format", "json", "--on", "2027-08-01"))
    assert [problem for problem in stale["problems"] if "stale" in problem["message"]] and stale["ok"] is True

    damaged = copy_store(store.path, tmp_path / "damaged")
    connection = sqlite3.connect(damaged)
    connection.execute("DELETE FROM mue_limit WHERE code = '62324' AND superseded_ms IS NULL")
    connection.commit()
    connection.close()
    text = store.run("reference", "verify", "--reference", damaged, code=1)
    assert "error: ncci-mue-practitioner: release 2026Q3 of mue_limit holds 2 rows; 3 were imported" in text, text
    assert "error: the snapshot" in text


def test_status_marks_what_is_stale_partial_and_not_loaded(store):
    report = json.loads(store.run("reference", "status", "--format", "json", "--on", "2026-08-01"))
    by_source = {source["source"]: source for source in report["sources"]}
    limits = by_source["ncci-mue-practitioner"]
    assert (limits["partial"], limits["stale"]) == (False, False)
    assert {release["release"] for release in limits["releases"]} >= {"2026Q2", "2026Q3"}
    assert not set(by_source) & set(report["not_loaded"])
    text = store.run("reference", "status", "--on", "2027-08-01")
    assert "stale: 2026Q3 was for dates until 2026-09-30" in text, text


def test_export_writes_what_is_in_force(store, tmp_path):
    store.run("reference", "export", "--to", tmp_path / "now", "--on", "2026-08-01", "--source", "ncci-mue,ncci-ptp")
    with open(tmp_path / "now" / "ncci-mue-practitioner.mue_limit.csv", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert set(rows) == {"62324", "64450", "20610"}
    assert (rows["62324"]["units"], rows["62324"]["valid_from"], rows["62324"]["release"]) == ("9", "2026-07-01", "2026Q3")
    with open(tmp_path / "now" / "ncci-ptp-practitioner.ptp_edit.csv", newline="") as file:
        assert [row["column2"] for row in csv.DictReader(file)] == ["11730", "11740"]
    store.run("reference", "export", "--to", tmp_path / "then", "--known", store.between, "--source", "ncci-mue")
    with open(tmp_path / "then" / "ncci-mue-practitioner.mue_limit.csv", newline="") as file:
        assert {row["code"]: row["units"] for row in csv.DictReader(file)}["62324"] == "1"


def test_check_judges_by_what_was_known(store):
    message = dft("KNOWN1", lines=["62324"], units={1: 2}, time="20260714153012").replace(b"20260513|20260514", b"20260713|20260714")

    def rules(*arguments):
        verdict = json.loads(store.run("check", "--format", "json", *arguments, "-", stdin=message))
        return {finding["rule"] for finding in verdict["findings"]}

    now = rules()
    then = rules("--known", store.between)
    assert "NCCI-MUE-003" in then and "NCCI-MUE-003" not in now
    assert rules("--known", "2099-01-01") == now
    past = [path for path in store.path.parent.glob(snapshot_of(store.path).name + ".*") if path.suffix[1:].isdigit()]
    assert len(past) == 1, "compiled once, kept beside the store"
    before = past[0].read_bytes()
    rules("--known", store.between)
    assert past[0].read_bytes() == before
    store.run("check", "--known", "2001-01-01", "-", stdin=message, code=2)


def test_a_code_page_shows_what_was_known(store):
    def units(*arguments):
        return store.run("code", "62324", "--on", "2026-07-14", "--format", "json", *arguments)

    assert "2026Q3" in units() and "2026Q3" not in units("--known", store.between)


def test_the_search_knows_what_was_known(store):
    def codes(*arguments):
        return json.loads(store.run("search", "11042", "--format", "json", *arguments))["hits"]

    # Its only loaded row came with the first import.
    assert [hit["code"] for hit in codes("--known", store.between)] == ["11042"]
    assert codes() == codes("--known", "2099-01-01")
    store.run("search", "11042", "--known", "2001-01-01", code=2)


def test_the_service_shows_what_was_known(store, start):
    service = start(reference=store.path)

    def page(query):
        return service.request("GET", f"/api/v1/codes/62324?on=2026-07-14{query}")

    status, now, body = page("")
    assert status == 200 and b"2026Q3" in body
    status, then, body = page(f"&known={store.between}")
    assert status == 200 and b"2026Q3" not in body
    assert then["X-Reference-Digest"] != now["X-Reference-Digest"] and then["ETag"] != now["ETag"]
    assert page("&known=2001-01-01")[0] == 400
    assert page("&known=yesterday")[0] == 400


def test_the_same_imports_give_the_same_snapshot_on_another_node(binary, store, tmp_path):
    other = tmp_path / "other.db"
    import_files(binary, other, store.files[3], "--complete")
    import_files(binary, other, store.files[2], "--complete")
    assert digest_of(other) == digest_of(store.path)
    assert snapshot_of(other).read_bytes() == snapshot_of(store.path).read_bytes()
