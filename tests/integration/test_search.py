"""Search over the starter store: the command, the route, and the index that both look into."""

import json
import shutil
import time

import pytest


def hits(run, *arguments):
    done = run("search", *arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("knee replacement", "27447"),
        ("tka", "27447"),
        ("99213-25", "99213"),
        ("m54.50", "M54.50"),
        ("modifier 59", "59"),
        ("colonscopy with biopsy", "45380"),
        ("heart attack", "I21.9"),
        ("toradol", "J1885"),
        ("pos 11", "11"),
    ],
)
def test_the_right_code_is_first(run, typed, code):
    assert hits(run, *typed.split())["hits"][0]["code"] == code


def test_the_command_prints_a_line_a_hit_and_says_what_it_corrected(run):
    done = run("search", "hypertention", "--kind", "icd10cm", "--limit", "3")
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0 and lines[0] == "Searched for: hypertension"
    assert lines[1].startswith("I10 ") and len(lines) == 4
    nothing = run("search", "xylophone")
    assert nothing.returncode == 0 and nothing.stdout == b""
    assert nothing.stderr == b'chargelint: nothing was found for "xylophone"\n'


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "expected WORDS"),
        (("x", "--kind", "cpt,drg"), 'unknown kind "drg"; expected cpt, hcpcs'),
        (("x", "--on", "soon"), "expected a date such as"),
        (("x", "--limit", "0"), "expected a number from 1"),
    ],
)
def test_wrong_arguments_are_one_sentence(run, arguments, says):
    done = run("search", *arguments)
    assert done.returncode == 2 and done.stdout == b""
    assert says in done.stderr.decode() and done.stderr.count(b"\n") == 1


def test_filters(run):
    everything = hits(run, "epidural", "--limit", "100")["hits"]
    assert {hit["active"] for hit in everything} == {True, False}, "62311 ended in 2016"
    then = {hit["code"] for hit in hits(run, "epidural", "--on", "2016-05-04", "--limit", "100")["hits"]}
    now = {hit["code"] for hit in hits(run, "epidural", "--on", "2026-05-04", "--limit", "100")["hits"]}
    assert "62311" in then - now and "62323" in now - then
    assert {hit["kind"] for hit in hits(run, "knee", "--kind", "cpt", "--limit", "100")["hits"]} == {"cpt"}
    family = hits(run, "knee", "--family", "M17")["hits"]
    assert family and all(hit["code"].startswith("M17") for hit in family)


def get(service, query):
    status, headers, body = service.request("GET", "/api/v1/search" + query)
    return status, {name.lower(): value for name, value in dict(headers).items()}, json.loads(body)


def test_the_route_answers_as_the_command_does(service, run):
    status, headers, page = get(service, "?q=knee%20replacement&limit=5")
    assert status == 200 and headers["content-type"].startswith("application/json")
    assert page == hits(run, "knee", "replacement", "--limit", "5")
    assert headers["x-reference-digest"]
    assert get(service, "?q=hypertention")[2]["corrected"] == "hypertension"
    first = [hit["code"] for hit in get(service, "?q=visit&limit=6")[2]["hits"]]
    paged = []
    for offset in (0, 2, 4):
        paged += [hit["code"] for hit in get(service, f"?q=visit&limit=2&offset={offset}")[2]["hits"]]
    assert paged == first


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "q: expected words"),
        ("?q=x&kind=drg", "kind: unknown kind"),
        ("?q=x&on=2026-13-01", "on: expected a date"),
        ("?q=x&limit=0", "limit: expected a number from 1"),
        ("?q=x&offset=x", "offset: expected a number from 0"),
    ],
)
def test_a_wrong_query_is_a_problem(service, query, says):
    status, headers, problem = get(service, query)
    assert status == 400 and headers["content-type"] == "application/problem+json"
    assert says in problem["detail"]


def test_a_missing_index_is_made_in_the_background(start, reference, tmp_path):
    """The store of an older version has no index beside it."""
    folder = tmp_path / "store"
    folder.mkdir()
    for suffix in ("", ".snapshot"):
        shutil.copy(str(reference) + suffix, str(folder / "reference.db") + suffix)
    service = start(reference=folder / "reference.db")
    deadline = time.monotonic() + 30
    while True:
        status, headers, body = get(service, "?q=tka")
        if status == 200 or time.monotonic() > deadline:
            break
        assert status == 503 and headers["retry-after"] and "being made" in body["detail"]
        time.sleep(0.1)
    assert status == 200 and body["hits"][0]["code"] == "27447"
