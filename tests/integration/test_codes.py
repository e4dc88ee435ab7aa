"""The code page: the same facts on the command line and over HTTP, for every kind of code of the starter set."""

import json
import re

import pytest

# What the first issue lists for 62324, as (section, attribute) of the page.
LISTED = [
    ("fee_schedule", "status"),
    ("fee_schedule", "global_days"),
    ("fee_schedule", "pc_tc"),
    ("fee_schedule", "multiple_procedure"),
    ("fee_schedule", "bilateral"),
    ("fee_schedule", "supervision"),
    ("fee_schedule", "assistant"),
    ("fee_schedule", "co_surgeon"),
    ("fee_schedule", "team"),
    ("fee_schedule", "imaging_family"),
    ("opps", "opps_status"),
    ("asc", "asc_indicator"),
    ("classification", "type_of_service"),
    ("classification", "betos"),
    ("mue", "practitioner"),
    ("mue", "practitioner_mai"),
    ("mue", "practitioner_rationale"),
    ("life", "added"),
]


def page_of(run, code, *options):
    done = run("code", code, "--format", "json", *options)
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    return json.loads(done.stdout)


def test_each_listed_attribute_of_62324_is_shown_with_its_source(run):
    page = page_of(run, "62324", "--on", "2026-05-04")
    assert page["code"] == "62324" and page["kind"] == "procedure" and page["active"] is True
    assert page["words"]
    for section, name in LISTED:
        attribute = page[section][name]
        assert attribute["value"] not in ("", None), (section, name)
        assert attribute["source"] and attribute["release"], (section, name, attribute)
        assert attribute["label"]
    for section, name in LISTED[:14]:
        assert page[section][name].get("meaning"), f"{name} is shown with its meaning, not only its number"
    rvus = page["fee_schedule"]["rvus"]["rows"]
    assert rvus[0]["modifier"] == "none" and rvus[0]["work"] > 0 and rvus[0]["nonfacility_total"] > 0
    assert page["add_on"]["children"]["rows"], "0777T may be added to it"
    child = {row["code"]: row for row in page["add_on"]["children"]["rows"]}["0777T"]
    assert child["status"] == "C" and child["opps_status"] == "N"
    assert [row["code"] for row in page["crosswalks"]["imaging_family"]["rows"]] == ["62325"]
    modifiers = page["modifiers"]
    assert modifiers["do_not_apply"]["rows"] and modifiers["conditional"]["rows"]
    for table in modifiers.values():
        if isinstance(table, dict):
            for row in table["rows"]:
                assert row["why"] and row["definition"], row


def test_our_own_tables_are_on_the_page_of_the_code_that_they_name(run):
    numbers = page_of(run, "99213", "--on", "2026-05-04")["numbers"]
    assert numbers["visit_minutes"]["value"] == "20" and numbers["visit_minutes"]["source"] == "chargelint-sets"
    assert page_of(run, "J1885", "--on", "2026-05-04")["numbers"]["drug_dose"]["value"] == "15 mg"
    assert page_of(run, "47562", "--on", "2026-05-04")["numbers"]["organ"]["value"] == "gallbladder"
    crosswalks = page_of(run, "99203", "--on", "2026-05-04")["crosswalks"]
    assert [row["code"] for row in crosswalks["new_to_established"]["rows"]] == ["99213"]
    links = page_of(run, "E11.22", "--on", "2026-05-04")["links"]["links"]["rows"]
    assert ("Not complete without", "N18") in [(row["link"], row["code"]) for row in links]
    pairs = page_of(run, "LT", "--on", "2026-05-04", "--kind", "modifier")["pairs"]["modifiers"]["rows"]
    assert pairs and all(row["modifier"] and row["severity"] in ("info", "warning", "error") for row in pairs)
    assert page_of(run, "21", "--on", "2026-05-04", "--kind", "place")["groups"]["group"]["value"]
    text = run("code", "99213", "--on", "2026-05-04").stdout.decode()
    assert "Visit by time" in text and "For a new patient it is" in text


def test_the_text_says_the_same_for_a_person(run):
    done = run("code", "62324", "--on", "2026-05-04")
    assert done.returncode == 0
    text = done.stdout.decode()
    for word in (
        "Status", "Global days", "PC/TC", "Multiple procedures", "Bilateral", "Supervision", "Assistant", "Co-surgeon",
        "Team", "Imaging family", "APC status", "ASC indicator", "Type of service", "BETOS", "MUE", "RVU", "Add-on",
        "Modifiers", "NCCI pairs", "0777T", "62325", "mpfs", "ncci-mue-practitioner",
    ):
        assert word in text, word
    assert max(len(line) for line in text.splitlines()) <= 140
    assert not re.search(r"[ \t]$", text, re.M)


def test_pairs_are_counted_filtered_and_paged(run):
    table = page_of(run, "62324", "--on", "2026-05-04")["pairs"]["practitioner"]
    assert table["in_force"] == table["column1"] + table["column2"] == table["never"] + table["with_modifier"]
    assert table["total"] == table["in_force"] and len(table["rows"]) == 10
    seen = []
    size = 50
    for number in range(1, table["total"] // size + 2):
        rows = page_of(run, "62324", "--on", "2026-05-04", "--pairs-size", size, "--pairs-page", number)
        seen += [(row["column"], row["code"]) for row in rows["pairs"]["practitioner"]["rows"]]
    assert len(seen) == table["total"] == len(set(seen))
    filtered = page_of(run, "62324", "--on", "2026-05-04", "--pairs", "992", "--pairs-size", 500)
    rows = filtered["pairs"]["practitioner"]["rows"]
    assert {row["code"] for row in rows} == {code for _, code in seen if code.startswith("992")}
    for row in rows:
        assert row["indicator"] in ("0", "1") and row["meaning"] and row["rationale"]


@pytest.mark.parametrize(
    ("code", "kind", "shown"),
    [
        ("62324", "procedure", "62324"),
        ("0777T", "procedure", "0777T"),
        ("M54.12", "diagnosis", "M54.12"),
        ("m5412", "diagnosis", "M54.12"),
        ("M54", "diagnosis", "M54"),
        ("25", "modifier", "25"),
        ("xs", "modifier", "XS"),
    ],
)
def test_a_code_is_known_by_its_text(run, code, kind, shown):
    page = page_of(run, code, "--on", "2026-05-04")
    assert (page["kind"], page["code"]) == (kind, shown)


def test_an_ambiguous_text_is_a_modifier_unless_told(run):
    assert page_of(run, "24")["kind"] == "modifier"
    assert "place" in page_of(run, "24")["also"]
    assert page_of(run, "24", "--kind", "place")["kind"] == "place"


def test_a_header_is_told_from_a_code(run):
    page = page_of(run, "M54.5", "--on", "2026-05-04")
    assert page["active"] is False and page["life"]["billable"]["value"] == "no"
    assert {"M54.50", "M54.51", "M54.59"} <= {row["code"] for row in page["hierarchy"]["children"]["rows"]}


@pytest.mark.parametrize("code", ["62342", "ZZ", "M54.99", "??", "", "\u00e9"])
def test_an_unknown_code_is_refused_in_one_line(run, code):
    done = run("code", code)
    assert done.returncode == 2 and done.stdout == b""
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1 and "do not hold" in lines[0]


def test_an_unknown_code_has_neighbours(run):
    assert "did you mean 62324" in run("code", "62342").stderr.decode()


@pytest.mark.parametrize(
    "arguments",
    [["--on", "May"], ["--kind", "x"], ["--pairs-page", "0"], ["--pairs-size", "x"], ["--format", "xml"]],
)
def test_bad_options_are_refused(run, arguments):
    done = run("code", "62324", *arguments)
    assert done.returncode == 2 and len(done.stderr.decode().splitlines()) == 1


def test_http_and_command_line_give_the_same_page(run, service):
    for code in ("62324", "M54.12", "25", "0777T"):
        status, headers, body = service.request("GET", f"/api/v1/codes/{code}?on=2026-05-04")
        assert status == 200 and headers.get_content_type() == "application/json"
        page = json.loads(body)
        assert page == page_of(run, code, "--on", "2026-05-04")
        assert headers["X-Reference-Digest"] == page["reference_digest"]


def test_a_page_is_fetched_once(service):
    path = "/api/v1/codes/62324?on=2026-05-04"
    status, headers, body = service.request("GET", path)
    tag = headers["ETag"]
    assert status == 200 and tag
    status, headers, body = service.request("GET", path, headers={"If-None-Match": tag})
    assert status == 304 and body == b"" and headers["ETag"] == tag
    assert service.request("GET", path + "&pairs_page=2", headers={"If-None-Match": tag})[0] == 200
    status, headers, body = service.request("HEAD", path)
    assert status == 200 and body == b"" and headers["ETag"] == tag
    status, headers, _ = service.request("DELETE", path)
    assert status == 405 and headers["Allow"] == "GET, HEAD, OPTIONS"


def test_an_unknown_code_is_a_problem(service):
    status, headers, body = service.request("GET", "/api/v1/codes/62342?on=2026-05-04")
    assert status == 404 and headers.get_content_type() == "application/problem+json"
    problem = json.loads(body)
    assert problem["status"] == 404 and problem["detail"]
    assert "62324" in [suggestion["code"] for suggestion in problem["did_you_mean"]]
    for query in ("on=x", "system=http://example.org", "pairs_page=x", "pairs_size=0"):
        assert service.request("GET", f"/api/v1/codes/62324?{query}")[0] == 400, query
    system = "http://hl7.org/fhir/sid/icd-10-cm"
    assert service.request("GET", f"/api/v1/codes/M54.12?system={system}")[0] == 200
    assert service.request("GET", f"/api/v1/codes/62324?system={system}")[0] == 404


def test_the_reference_tells_what_is_loaded(service):
    status, headers, body = service.request("GET", "/api/v1/reference/status")
    assert status == 200
    answer = json.loads(body)
    assert answer["digest"] == headers["X-Reference-Digest"]
    sources = {source["source"]: source["releases"] for source in answer["sources"]}
    assert "mpfs" in sources and "icd-10-cm" in sources
    for releases in sources.values():
        for release in releases:
            assert {"release", "complete", "from", "to", "sha256"} <= set(release)


def test_requests_are_counted_by_pattern(service):
    service.request("GET", "/api/v1/codes/62324")
    service.request("GET", "/api/v1/codes/M54.12")
    routes = {labels for name, labels in service.metrics() if name == "chargelint_http_requests_total"}
    assert any("/api/v1/codes/{code}" in labels for labels in routes)
    assert not any("62324" in labels for labels in routes)
