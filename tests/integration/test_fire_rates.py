"""deploy/tools/claim-mix and fire-rates: the mix is the same for a seed, mostly right, and measured rule by rule."""

import collections
import json
import pathlib
import subprocess

import pytest

TOOLS = pathlib.Path(__file__).resolve().parents[2] / "deploy/tools"
CLAIMS = 1200


def mix(*arguments):
    return subprocess.run([TOOLS / "claim-mix", "--claims", str(CLAIMS), *arguments], check=True, stdout=subprocess.PIPE).stdout


@pytest.fixture(scope="module")
def claims():
    return [json.loads(line) for line in mix("--seed", "7").splitlines()]


def test_the_same_seed_gives_the_same_bytes_and_another_other_claims():
    first = mix("--seed", "7")
    assert first == mix("--seed", "7")
    assert first != mix("--seed", "8")


def test_the_parts_together_are_the_whole(claims):
    parts = [mix("--seed", "7", "--part", part).splitlines() for part in ("main", "asc", "dme")]
    assert sorted(json.loads(line)["id"] for part in parts for line in part) == sorted(claim["id"] for claim in claims)
    assert all(parts)


def test_most_claims_are_right_and_the_rest_say_what_is_wrong(claims):
    faults = collections.Counter(claim["id"].split("-", 2)[2] for claim in claims)
    assert 0.8 < faults["clean"] / len(claims) < 0.95
    assert len(faults) > 30
    assert faults["visit-without-25"] >= 10


def test_claims_are_of_many_kinds_and_in_the_order_of_their_dates(claims):
    taxonomies = {member["qualification"]["coding"][0]["code"] for claim in claims for member in claim["careTeam"]}
    payers = {claim["contained"][1]["type"]["coding"][0]["code"] for claim in claims}
    days = [claim["item"][0]["servicedDate"] for claim in claims]
    assert len(taxonomies) > 20 and len(payers) == 4 and days == sorted(days)
    assert len({claim["contained"][0]["identifier"][0]["value"] for claim in claims}) < 0.8 * len(claims)


def rules_of(binary):
    return json.loads(subprocess.run([binary, "rules", "--format", "json"], check=True, stdout=subprocess.PIPE).stdout)


def test_rates_are_measured_for_every_rule(binary, reference, tmp_path):
    table = tmp_path / "fire_rates.tsv"
    done = subprocess.run(
        [TOOLS / "fire-rates", "--claims", "600", "--reference", reference, "--out", table, "--binary", binary],
        check=True, stdout=subprocess.PIPE, text=True,
    ).stdout
    assert done.startswith("600 claims, ")
    rows = [line.split("\t") for line in table.read_text().splitlines() if not line.startswith("#")]
    rates = {row[0]: [int(cell) for cell in row[1:]] for row in rows[3:]}
    assert sorted(rates) == sorted(rule["id"] for rule in rules_of(binary))
    assert sum(claims for claims, _, _ in rates.values()) > 30
    assert all(claims <= findings and right <= claims for claims, findings, right in rates.values())


def test_the_list_of_rules_tells_the_rate_of_each(binary):
    for rule in rules_of(binary):
        rate = rule["fire_rate"]
        assert rate["claims"] <= rate["mix_claims"] and rate["mix_claims"] >= 100000 and rate["mix"], rule["id"]
        assert rate["per_100k"] == pytest.approx(rate["claims"] * 100000 / rate["mix_claims"], abs=0.06)
