"""What an MLLP client sees."""

import threading

import pytest

from mllp import Ack, Client, END, START, framed, until
from synthetic import dft


def stored(service, control_id):
    return service.rows("SELECT count(*) FROM message WHERE control_id = ?", (control_id,))[0][0]


def test_a_charge_with_findings_is_accepted_and_each_finding_is_told(service):
    with Client(service.mllp_port) as client:
        ack = Ack(client.send(dft("FINDINGS1")))
    assert (ack.code, ack.control_id) == ("AA", "FINDINGS1")
    header = ack.message.segment("MSH")
    assert [str(header[field]) for field in (3, 4, 5, 6)] == ["CHARGELINT", "HUB", "TESTEHR", "TESTSITE"]
    assert str(header[11]) == "P" and str(header[12]) == "2.5.1" and str(header[10])
    pair = ack.error("NCCI-PTP-001")
    assert pair.severity == "W", "an error finding of an accepted message is a warning"
    assert pair.location[:3] == ["FT1", "2", "25"]
    assert "45385" in pair.sentence and "45380" in pair.sentence
    assert len(ack.errors) <= 20 and len(ack.bytes) < 4096
    until(lambda: stored(service, "FINDINGS1") == 1)


def test_a_clean_charge_is_accepted_without_warnings(service):
    with Client(service.mllp_port) as client:
        ack = Ack(client.send(dft("CLEAN1", lines=["99213"], patient="CLEAN0001")))
    assert (ack.code, ack.control_id) == ("AA", "CLEAN1")
    assert [error for error in ack.errors if error.severity != "I"] == []


def test_a_unit_finding_names_its_field(service):
    with Client(service.mllp_port) as client:
        ack = Ack(client.send(dft("UNITS1", lines=["62324"], units={1: 2})))
    error = ack.error("NCCI-MUE-003")
    assert error.location[0] == "FT1" and error.location[1] == "1" and error.location[2] == "10"
    assert "62324" in error.sentence


def test_a_resend_gets_the_same_answer_and_is_stored_once(service):
    with Client(service.mllp_port) as client:
        first = client.send(dft("RESEND1"))
        again = client.send(dft("RESEND1"))
        # A sender stamps a resend with a new MSH-7.
        later = client.send(dft("RESEND1", time="20260514160000").replace(b"EVN|P03|20260514160000", b"EVN|P03|20260514153012"))
    assert Ack(first).code == "AA"
    assert again == first
    assert later == first
    assert stored(service, "RESEND1") == 1
    assert service.rows(
        "SELECT count(*) FROM charge JOIN message ON message.id = message_id WHERE control_id = 'RESEND1'"
    ) == [(2,)]


def test_the_same_control_id_with_other_content_is_refused_with_205(service):
    with Client(service.mllp_port) as client:
        first = client.send(dft("CONFLICT1"))
        other = Ack(client.send(dft("CONFLICT1", lines=["99213"])))
        assert (other.code, other.control_id) == ("AE", "CONFLICT1")
        assert other.errors[0].code == "205" and other.errors[0].severity == "E"
        assert client.send(dft("CONFLICT1")) == first
    assert stored(service, "CONFLICT1") == 1


def test_the_same_control_id_of_another_sender_is_another_message(service):
    with Client(service.mllp_port) as client:
        assert Ack(client.send(dft("SHARED1"))).code == "AA"
        assert Ack(client.send(dft("SHARED1", lines=["99213"], sender="OTHEREHR"))).code == "AA"
    assert stored(service, "SHARED1") == 2


def test_the_same_message_on_many_connections_at_once_is_stored_once(service):
    answers = []

    def send():
        with Client(service.mllp_port) as client:
            answers.append(client.send(dft("RACE1")))

    senders = [threading.Thread(target=send) for _ in range(12)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(answers) == 12 and len(set(answers)) == 1
    assert Ack(answers[0]).code == "AA"
    assert stored(service, "RACE1") == 1


def test_pipelined_messages_are_answered_in_order(service):
    ids = [f"PIPE{number}" for number in range(50)]
    with Client(service.mllp_port) as client:
        client.write(b"".join(framed(dft(control_id, lines=["99213"])) for control_id in ids))
        assert [Ack(client.read()).control_id for _ in ids] == ids


def test_a_message_may_come_byte_by_byte_and_with_noise_between_frames(service):
    with Client(service.mllp_port) as client:
        client.write(b"\r\n\0 ")
        message = framed(dft("SLOW1", lines=["99213"]))
        for start in range(0, len(message), 37):
            client.write(message[start : start + 37])
        assert Ack(client.read()).control_id == "SLOW1"
        client.write(b"\n" + framed(dft("SLOW2", lines=["99213"])))
        assert Ack(client.read()).control_id == "SLOW2"


@pytest.mark.parametrize(
    ("change", "code", "hl7_code"),
    [
        (lambda message: message.replace(b"DFT^P03^DFT_P03", b"ADT^A01^ADT_A01"), "AR", "200"),
        (lambda message: message.replace(b"|P|2.5.1", b"|P|9.9"), "AR", "203"),
        (lambda message: message[: message.index(b"FT1|")] + b"DG1|1||M54.12^^I10|||F\r", None, None),
    ],
    ids=["type", "version", "no FT1"],
)
def test_what_cannot_be_processed_is_refused_with_the_reason(service, change, code, hl7_code):
    with Client(service.mllp_port) as client:
        ack = Ack(client.send(change(dft("REFUSED1"))))
        assert ack.control_id == "REFUSED1"
        assert ack.code == (code or ack.code) and ack.code in ("AE", "AR")
        if hl7_code:
            assert hl7_code in [error.code for error in ack.errors]
        assert ack.errors and all(error.sentence for error in ack.errors)
        assert Ack(client.send(dft("AFTER-REFUSED", lines=["99213"]))).code == "AA"


def test_an_acknowledgement_is_never_answered(service):
    with Client(service.mllp_port) as client:
        client.write(framed(b"MSH|^~\\&|A|B|C|D|20260514||ACK^P03^ACK|X1|P|2.5.1\rMSA|AA|Y1\r"))
        client.write(framed(dft("AFTERACK1", lines=["99213"])))
        assert Ack(client.read()).control_id == "AFTERACK1"


def test_before_2_5_the_first_finding_is_in_msa_3(service):
    with Client(service.mllp_port) as client:
        ack = Ack(client.send(dft("OLD1", version="2.3")))
    assert (ack.code, ack.control_id) == ("AA", "OLD1")
    assert str(ack.message.segment("MSH")[12]) == "2.3"
    assert str(ack.msa[3]), "the findings are told in MSA-3"


def test_hl7_over_http_answers_as_mllp_does(service):
    status, headers, body = service.request("POST", "/hl7", dft("HTTP1"), {"Content-Type": "application/hl7-v2"})
    assert status == 200 and headers.get_content_type() == "application/hl7-v2"
    ack = Ack(body)
    assert (ack.code, ack.control_id) == ("AA", "HTTP1") and "NCCI-PTP-001" in ack.rules()
    with Client(service.mllp_port) as client:
        assert client.send(dft("HTTP1")) == body, "a resend by the other way is a resend"
    assert stored(service, "HTTP1") == 1


def test_a_frame_over_the_limit_is_refused_and_the_next_connection_works(start):
    service = start(mllp_max_message="64K")
    with Client(service.mllp_port) as client:
        try:
            client.write(START + dft("LARGE1") + b"NTE|1||" + b"x" * 200_000 + END)
            answer = client.read()
        except (BrokenPipeError, ConnectionResetError):
            answer = b""
        if answer:
            assert Ack(answer).code == "AR"
    with Client(service.mllp_port) as client:
        assert Ack(client.send(dft("SMALL1", lines=["99213"]))).code == "AA"
    assert stored(service, "LARGE1") == 0
