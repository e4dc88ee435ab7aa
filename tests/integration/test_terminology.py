"""Terminology over FHIR against a running service with the starter set."""

import json
import urllib.parse

import pytest

CPT = "http://www.ama-assn.org/go/cpt"
HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
PLACE = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"
LOOKUP = "/fhir/CodeSystem/$lookup"
VALIDATE = "/fhir/CodeSystem/$validate-code"
VALIDATE_SET = "/fhir/ValueSet/$validate-code"
EXPAND = "/fhir/ValueSet/$expand"


def ask(service, path, **parameters):
    query = urllib.parse.urlencode(parameters, doseq=True, quote_via=urllib.parse.quote)
    status, headers, body = service.request("GET", f"{path}?{query}")
    assert headers.get_content_type() == "application/fhir+json"
    resource = json.loads(body)
    if status != 200:
        assert resource["resourceType"] == "OperationOutcome"
        assert resource["issue"][0]["severity"] == "error"
    return status, resource


def values(parameters):
    """name -> value of a Parameters resource; properties by their code."""
    assert parameters["resourceType"] == "Parameters"
    found = {}
    for parameter in parameters["parameter"]:
        if "part" in parameter:
            parts = {part["name"]: value_of(part) for part in parameter["part"]}
            key = parts.get("code", parts.get("use", {}).get("code") if isinstance(parts.get("use"), dict) else None)
            found.setdefault(parameter["name"], {}).setdefault(key, []).append(parts["value"])
        else:
            found[parameter["name"]] = value_of(parameter)
    return found


def value_of(parameter):
    (value,) = [value for name, value in parameter.items() if name.startswith("value")]
    return value


def issue_of(resource):
    return resource["issue"][0]["code"]


@pytest.mark.parametrize(
    ("system", "code"),
    [
        (CPT, "62324"),
        ("urn:oid:2.16.840.1.113883.6.12", "62324"),
        (HCPCS, "62324"),
        ("https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "62324"),
        ("https://bluebutton.cms.gov/resources/codesystem/hcpcs", "62324"),
        ("urn:oid:2.16.840.1.113883.6.285", "62324"),
        (CPT, "25"),
        (HCPCS, "XS"),
        (CPT, "99213-25"),
        (ICD, "M54.12"),
        (ICD, "M5412"),
        ("http://hl7.org/fhir/sid/icd-10", "M54.12"),
        ("urn:oid:2.16.840.1.113883.6.90", "M54.12"),
        (PLACE, "11"),
        ("http://terminology.hl7.org/CodeSystem/ex-serviceplace", "11"),
        ("https://bluebutton.cms.gov/resources/variables/line_place_of_srvc_cd", "11"),
    ],
)
def test_lookup_takes_every_spelling(service, system, code):
    status, resource = ask(service, LOOKUP, system=system, code=code)
    assert status == 200, resource
    answer = values(resource)
    assert answer["name"] and answer["display"]
    assert answer["property"]["inactive"] == [False]
    # The same question of the other operation.
    status, resource = ask(service, VALIDATE, url=system, code=code)
    assert status == 200 and values(resource)["result"] is True


def test_an_unknown_system_is_told_apart_from_a_wrong_code(service):
    status, wrong = ask(service, LOOKUP, system=ICD, code="M99.ZZ9")
    assert status == 404 and issue_of(wrong) == "not-found"
    status, unknown = ask(service, LOOKUP, system="http://example.org/codes", code="M54.12")
    assert status == 422 and issue_of(unknown) == "not-supported"
    status, wrong = ask(service, VALIDATE, url=ICD, code="M99.ZZ9")
    assert status == 200 and values(wrong)["result"] is False and values(wrong)["message"]
    status, unknown = ask(service, VALIDATE, url="http://example.org/codes", code="M54.12")
    assert status == 422 and issue_of(unknown) == "not-supported"


def test_the_date_of_service_is_honoured(service):
    """M54.5 was split on 2021-10-01; U07.1 did not exist before 2020-04-01."""
    for day, valid in (("2021-09-30", True), ("2021-10-01", False)):
        answer = values(ask(service, VALIDATE, url=ICD, code="M54.5", date=day)[1])
        assert answer["result"] is valid, (day, answer)
    assert values(ask(service, VALIDATE, url=ICD, code="M54.50", date="2021-09-30")[1])["result"] is False
    assert values(ask(service, VALIDATE, url=ICD, code="M54.50", date="2021-10-01")[1])["result"] is True
    header = values(ask(service, LOOKUP, system=ICD, code="M54.5", date="2026-05-04")[1])
    assert header["property"]["notSelectable"] == [True]


def test_post_takes_parameters(service):
    body = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "coding", "valueCoding": {"system": ICD, "code": "M54.12"}},
            {"name": "property", "valueCode": "parent"},
        ],
    }
    status, resource = service.fhir(LOOKUP, body)
    assert status == 200 and values(resource)["property"]["parent"] == ["M54.1"]
    body = {
        "resourceType": "Parameters",
        "parameter": [
            {
                "name": "codeableConcept",
                "valueCodeableConcept": {
                    "coding": [{"system": "http://example.org", "code": "1"}, {"system": CPT, "code": "62324"}]
                },
            }
        ],
    }
    status, resource = service.fhir(VALIDATE, body)
    assert status == 200 and values(resource)["result"] is True
    for broken in ("{", "[]", '{"resourceType":"Claim"}', ""):
        status, resource = service.fhir(LOOKUP, broken)
        assert status == 400 and resource["resourceType"] == "OperationOutcome", broken


def test_properties_are_what_was_asked_for(service):
    usual = values(ask(service, LOOKUP, system=CPT, code="62324")[1])["property"]
    assert "statusIndicator" not in usual
    some = values(ask(service, LOOKUP, system=CPT, code="62324", property=["statusIndicator", "mue"])[1])["property"]
    assert some["statusIndicator"] == ["A"] and some["mue"] == [1] and "workRvu" not in some
    every = values(ask(service, LOOKUP, system=CPT, code="62324", property="*")[1])["property"]
    assert {"globalDays", "pcTc", "oppsStatus", "ascIndicator", "typeOfService", "betos"} <= set(every)


def test_value_sets(service):
    for system, code in ((ICD, "M54.12"), (CPT, "62324"), (PLACE, "11")):
        answer = ask(service, VALIDATE_SET, url=system + "?fhir_vs", code=code, system=system)
        assert answer[0] == 200 and values(answer[1])["result"] is True
    assert values(ask(service, VALIDATE_SET, url=ICD + "?fhir_vs", code="62324", system=CPT)[1])["result"] is False
    assert ask(service, VALIDATE_SET, url="http://example.org/vs", code="1")[0] == 404


def test_expansion_is_paged(service):
    url = ICD + "?fhir_vs"
    status, first = ask(service, EXPAND, url=url, count=5, date="2026-05-04")
    assert status == 200 and first["resourceType"] == "ValueSet"
    expansion = first["expansion"]
    assert expansion["timestamp"] and len(expansion["contains"]) == 5 and expansion["total"] > 5
    _, second = ask(service, EXPAND, url=url, count=5, offset=5, date="2026-05-04")
    assert second["expansion"]["offset"] == 5
    codes = [entry["code"] for entry in expansion["contains"] + second["expansion"]["contains"]]
    assert len(set(codes)) == 10 and codes == sorted(codes, key=lambda code: code.replace(".", ""))
    for entry in expansion["contains"]:
        assert entry["system"] == ICD and entry["display"]


def test_expansion_by_filter_is_a_search(service):
    status, found = ask(service, EXPAND, url=ICD + "?fhir_vs", filter="low back", count=10, date="2026-05-04")
    assert status == 200, found
    codes = [entry["code"] for entry in found["expansion"].get("contains", [])]
    assert any(code.startswith("M54.5") for code in codes), codes


@pytest.mark.parametrize(
    ("path", "parameters", "status"),
    [
        (LOOKUP, {}, 400),
        (LOOKUP, {"system": ICD}, 400),
        (LOOKUP, {"system": ICD, "code": "M54.12", "date": "tomorrow"}, 400),
        (VALIDATE, {"url": ICD}, 400),
        (EXPAND, {}, 400),
        (EXPAND, {"url": "http://example.org/vs"}, 404),
        (EXPAND, {"url": ICD + "?fhir_vs", "count": "-1"}, 400),
        (LOOKUP, {"system": ICD + "|1999", "code": "M54.12"}, 422),
    ],
)
def test_bad_questions_are_outcomes(service, path, parameters, status):
    assert ask(service, path, **parameters)[0] == status


def test_xml_is_not_acceptable(service):
    status, _, _ = service.request("GET", f"{LOOKUP}?system={ICD}&code=M54.12", headers={"Accept": "application/fhir+xml"})
    assert status == 406


def test_metadata_lists_the_operations(service):
    status, statement = ask(service, "/fhir/metadata")
    operations = {
        (resource["type"], operation["name"])
        for resource in statement["rest"][0]["resource"]
        for operation in resource.get("operation", [])
    }
    assert {("CodeSystem", "lookup"), ("CodeSystem", "validate-code"), ("ValueSet", "expand"),
            ("ValueSet", "validate-code")} <= operations  # fmt: skip
    _, terminology = ask(service, "/fhir/metadata", mode="terminology")
    assert terminology["resourceType"] == "TerminologyCapabilities"
    assert {CPT, HCPCS, ICD, PLACE} <= {system["uri"] for system in terminology["codeSystem"]}
    # Each operation named is there.
    for kind, name in operations:
        if kind in ("CodeSystem", "ValueSet"):
            assert service.request("OPTIONS", f"/fhir/{kind}/${name}")[0] == 204
