"""What an HTTP client sees: health, metrics, FHIR, and every refusal in its protocol's own terms."""

import http.client
import json
import socket
import time

import pytest

from mllp import Client
from synthetic import claim, dft

VALIDATE = "/fhir/Claim/$validate"


def assert_outcome(resource, severity=None):
    assert resource["resourceType"] == "OperationOutcome"
    assert resource["issue"], "an OperationOutcome has at least one issue"
    for issue in resource["issue"]:
        assert issue["severity"] in ("fatal", "error", "warning", "information")
        assert issue["code"]
        assert issue.get("details", {}).get("text") or issue.get("diagnostics"), issue
    if severity:
        assert severity in [issue["severity"] for issue in resource["issue"]]


def issues_of(resource, rule):
    return [
        issue
        for issue in resource["issue"]
        if rule in [coding.get("code") for coding in issue.get("details", {}).get("coding", [])]
    ]


def test_health(service):
    status, headers, body = service.request("GET", "/health/live")
    assert status == 200 and headers.get_content_type() == "application/json" and json.loads(body)
    status, _, body = service.request("GET", "/health/ready")
    assert status == 200 and json.loads(body)["status"] == "ready"


def test_ready_turns_false_when_the_state_file_is_gone(start):
    service = start()
    assert service.request("GET", "/health/ready")[0] == 200
    (service.folder / "state.db").rename(service.folder / "moved.db")
    assert service.request("GET", "/health/ready")[0] == 503
    assert service.request("GET", "/health/live")[0] == 200
    (service.folder / "moved.db").rename(service.folder / "state.db")
    assert service.request("GET", "/health/ready")[0] == 200


def test_metrics_are_prometheus_text_and_count(service):
    before = service.metrics()
    with Client(service.mllp_port) as client:
        client.send(dft("METRICS1"))
    assert service.fhir(VALIDATE, claim())[0] == 200
    after = service.metrics()

    def grew(name):
        def total(samples):
            return sum(value for (sample, _), value in samples.items() if sample == name)

        return total(after) - total(before)

    assert grew("chargelint_mllp_frames_total") == 1
    assert grew("chargelint_mllp_answers_total") == 1
    assert grew("chargelint_state_records_total") == 1
    assert grew("chargelint_state_commits_total") == 1
    assert any(name == "chargelint_reference_info" for name, _ in after)
    for name, labels in after:
        if name.endswith("_bucket"):
            assert 'le="' in labels


def test_no_metric_is_given_twice(service):
    samples = [line.rsplit(" ", 1)[0] for line in service.metrics_text().splitlines() if not line.startswith("#")]
    assert sorted(samples) == sorted(set(samples)), "Prometheus takes a sample once for a name and its labels"


def test_metadata_is_a_capability_statement_that_names_validate(service):
    status, headers, body = service.request("GET", "/fhir/metadata")
    assert status == 200 and headers.get_content_type() == "application/fhir+json"
    statement = json.loads(body)
    assert statement["resourceType"] == "CapabilityStatement"
    assert statement["fhirVersion"].startswith("4.") and statement["status"] and statement["kind"] == "instance"
    resources = {resource["type"]: resource for resource in statement["rest"][0]["resource"]}
    for name in ("Claim", "Procedure"):
        assert "validate" in [operation["name"] for operation in resources[name]["operation"]]


def test_validate_answers_one_issue_a_finding(service):
    status, outcome = service.fhir(VALIDATE, claim())
    assert status == 200
    assert_outcome(outcome, "error")
    (pair,) = issues_of(outcome, "NCCI-PTP-001")
    assert "45385" in pair["details"]["text"] and pair["diagnostics"]
    assert pair["expression"][0].startswith("Claim.item[1]")


def test_validate_takes_the_resource_in_parameters_too(service):
    body = {"resourceType": "Parameters", "parameter": [{"name": "resource", "resource": claim()}]}
    status, outcome = service.fhir(VALIDATE, body)
    assert status == 200 and issues_of(outcome, "NCCI-PTP-001")


def test_validate_of_a_clean_claim_is_one_information(service):
    status, outcome = service.fhir(VALIDATE, claim(["99213"]))
    assert status == 200
    assert_outcome(outcome)
    assert {issue["severity"] for issue in outcome["issue"]} == {"information"}


def test_validate_answers_the_same_bytes_for_the_same_claim(service):
    body = json.dumps(claim())
    headers = {"Content-Type": "application/fhir+json"}
    answers = {service.request("POST", VALIDATE, body, headers)[2] for _ in range(5)}
    assert len(answers) == 1


def test_validate_of_a_procedure(service):
    procedure = {
        "resourceType": "Procedure",
        "status": "completed",
        "subject": {"reference": "Patient/TEST0001"},
        "performedDateTime": "2026-05-13",
        "code": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "62324"}]},
    }
    status, outcome = service.fhir("/fhir/Procedure/$validate", procedure)
    assert status == 200
    assert_outcome(outcome)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"   ", 400),
        (b"{", 400),
        (b'{"resourceType":"Claim",}', 400),
        (b"[1,2]", 400),
        (b"null", 400),
        (b'"Claim"', 400),
        (b"\xff\xfe\x00", 400),
        (b'{"resourceType":"Claim","id":"\xff"}', 400),
        (b'{"resourceType":"Claim","resourceType":"Claim"}', 400),
        (b'{"resourceType":"Patient"}', 422),
        (b'{"id":"no type"}', (400, 422)),
        (b'{"resourceType":"Parameters"}', (400, 422)),
    ],
    ids=repr,
)
def test_what_is_no_claim_is_refused_with_an_outcome(service, body, status):
    answered, outcome = service.fhir(VALIDATE, body)
    assert answered in (status if isinstance(status, tuple) else (status,)), outcome
    assert_outcome(outcome)
    assert {issue["severity"] for issue in outcome["issue"]} <= {"error", "fatal"}


def test_a_claim_without_items_is_told_so(service):
    status, outcome = service.fhir(VALIDATE, claim([]))
    assert status in (200, 400, 422)
    assert_outcome(outcome)
    assert {issue["severity"] for issue in outcome["issue"]} != {"information"}, "nothing was checked: that is not clean"
    resource = claim()
    del resource["item"]
    status, outcome = service.fhir(VALIDATE, resource)
    assert status in (200, 422)
    assert {issue["severity"] for issue in outcome["issue"]} != {"information"}, "nothing was checked: that is not clean"


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("GET", VALIDATE, {}, None, 405),
        ("PUT", VALIDATE, {"Content-Type": "application/fhir+json"}, b"{}", 405),
        ("DELETE", "/fhir/metadata", {}, None, 405),
        ("POST", "/fhir/metadata", {"Content-Type": "application/fhir+json"}, b"{}", 405),
        ("GET", "/fhir/Nothing", {}, None, 404),
        ("POST", "/fhir/Claim/$nothing", {"Content-Type": "application/fhir+json"}, b"{}", 404),
        ("POST", VALIDATE, {"Content-Type": "text/html"}, b"{}", 415),
        ("POST", VALIDATE, {"Content-Type": "application/fhir+json", "Content-Length": "99999999999"}, None, 413),
    ],
    ids=str,
)
def test_refusals_below_fhir_are_outcomes(service, method, path, headers, body, status):
    answered, given, content = service.request(method, path, body, headers)
    assert answered == status
    assert given.get_content_type() == "application/fhir+json"
    assert_outcome(json.loads(content))
    if status == 405:
        assert given["Allow"], "405 says what is allowed"


def test_refusals_elsewhere(service):
    assert service.request("GET", "/nothing")[0] == 404
    assert service.request("POST", "/health/live", b"")[0] == 405
    assert service.request("GET", "/hl7")[0] == 405
    assert service.request("POST", "/hl7", b"x", {"Content-Type": "application/json"})[0] == 415
    assert service.request("POST", "/hl7", b"", {"Content-Type": "application/hl7-v2"})[0] == 400


def test_a_body_over_the_limit_is_413_before_it_is_read(service):
    """The fixture's limit is 1 MB."""
    with socket.create_connection(("127.0.0.1", service.http_port), timeout=10) as connection:
        connection.sendall(
            f"POST {VALIDATE} HTTP/1.1\r\nHost: test\r\nContent-Type: application/fhir+json\r\n"
            f"Content-Length: {2 * 1024 * 1024}\r\n\r\n".encode()
        )
        assert connection.recv(1024).startswith(b"HTTP/1.1 413")
    # Without a length that is told beforehand.
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    with socket.create_connection(("127.0.0.1", service.http_port), timeout=10) as connection:
        connection.sendall(
            f"POST {VALIDATE} HTTP/1.1\r\nHost: test\r\nContent-Type: application/fhir+json\r\n"
            "Transfer-Encoding: chunked\r\n\r\n".encode()
        )
        try:
            for _ in range(32):
                connection.sendall(chunk)
        except OSError:
            pass  # closed while we write
        try:
            answer = connection.recv(1024)
        except ConnectionResetError:
            answer = b""
        assert answer.startswith(b"HTTP/1.1 413"), answer
    assert service.fhir(VALIDATE, claim())[0] == 200


def test_a_body_just_below_the_limit_is_judged(service):
    resource = claim(["99213"])
    resource["text"] = {"status": "generated", "div": "x" * (1024 * 1024 - 3000)}
    assert service.fhir(VALIDATE, resource)[0] == 200


def test_a_client_that_drips_is_cut_off_at_the_deadline(service):
    """The fixture's deadline is 3 s for a whole request, however busy the client looks."""
    with socket.create_connection(("127.0.0.1", service.http_port), timeout=15) as connection:
        started = time.monotonic()
        connection.sendall(
            f"POST {VALIDATE} HTTP/1.1\r\nHost: test\r\nContent-Type: application/fhir+json\r\n"
            "Content-Length: 1000\r\n\r\n".encode()
        )
        connection.settimeout(0.2)
        closed = False
        while not closed and time.monotonic() - started < 12:
            try:
                connection.sendall(b" ")
                received = connection.recv(1024)
                closed = received == b"" or received.startswith(b"HTTP/1.1 408")
            except TimeoutError:
                continue
            except OSError:
                closed = True
        assert closed, "the client dripped for 12 s"
        assert 2 <= time.monotonic() - started <= 8
    assert service.request("GET", "/health/live")[0] == 200


def test_drippers_do_not_keep_others_out(service):
    drippers = [socket.create_connection(("127.0.0.1", service.http_port), timeout=10) for _ in range(100)]
    try:
        for dripper in drippers:
            dripper.sendall(b"POST /fhir/Claim/$validate HTTP/1.1\r\nHost: t")
        started = time.monotonic()
        assert service.fhir(VALIDATE, claim())[0] == 200
        assert time.monotonic() - started < 2
    finally:
        for dripper in drippers:
            dripper.close()


def test_many_requests_on_one_connection(service):
    connection = http.client.HTTPConnection("127.0.0.1", service.http_port, timeout=10)
    try:
        port = None
        for _ in range(20):
            connection.request("POST", VALIDATE, json.dumps(claim()), {"Content-Type": "application/fhir+json"})
            answer = connection.getresponse()
            assert answer.status == 200 and answer.read()
            port = port or connection.sock.getsockname()[1]
            assert connection.sock.getsockname()[1] == port, "the connection was not kept"
    finally:
        connection.close()


def test_a_request_id_is_kept_or_made(service):
    status, headers, _ = service.request("GET", "/health/live", headers={"X-Request-Id": "mine-1"})
    assert status == 200 and headers["X-Request-Id"] == "mine-1"
    _, headers, _ = service.request("GET", "/health/live")
    assert headers["X-Request-Id"]


@pytest.mark.parametrize(
    "bytes_sent",
    [b"NONSENSE\r\n\r\n", b"GET /health/live HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", b"GET /" + b"a" * 70000],
    ids=["nonsense", "version", "TLS hello", "long path"],
)
def test_what_is_no_http_is_answered_or_closed(service, bytes_sent):
    with socket.create_connection(("127.0.0.1", service.http_port), timeout=10) as connection:
        try:
            connection.sendall(bytes_sent)
            answer = connection.recv(4096)
        except ConnectionResetError:
            answer = b""
        assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer
    assert service.request("GET", "/health/live")[0] == 200
