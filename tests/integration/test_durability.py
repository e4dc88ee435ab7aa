"""kill -9 in the middle of a stream: nothing that was answered is lost, nothing is doubled."""

import random
import threading
import time

from mllp import Ack, Client, framed
from synthetic import dft

ROUNDS = 20
CONNECTIONS = 6
WINDOW = 4  # messages a connection sends ahead of its answers


class Sender(threading.Thread):
    """Sends numbered messages until the connection breaks, and notes what was answered."""

    def __init__(self, port, name):
        super().__init__()
        self.client = Client(port, timeout=20)
        self.prefix = name
        self.sent, self.answers = [], {}
        self.wrong = None

    def run(self):
        number = 0
        try:
            while True:
                while len(self.sent) - len(self.answers) < WINDOW:
                    control_id = f"{self.prefix}-{number}"
                    number += 1
                    self.sent.append(control_id)
                    self.client.write(framed(message_of(control_id)))
                answer = self.client.read()
                if not answer:
                    return
                ack = Ack(answer)
                expected = self.sent[len(self.answers)]
                if (ack.code, ack.control_id) != ("AA", expected):
                    self.wrong = (expected, answer)
                    return
                self.answers[ack.control_id] = answer
        except (OSError, AssertionError) as problem:  # an answer that was cut off is no answer
            if not isinstance(problem, OSError) and "closed within" not in str(problem):
                self.wrong = problem
        finally:
            self.client.close()


def message_of(control_id):
    number = int(control_id.rsplit("-", 1)[1])
    return dft(control_id, lines=["62324", "77003", "99214"][: 1 + number % 3], patient=f"TEST{number:05}")


def count_by_control_id(service):
    return dict(service.rows("SELECT control_id, count(*) FROM message GROUP BY control_id"))


def test_nothing_answered_is_lost_and_nothing_is_doubled(start):
    chance = random.Random(20260514)
    answered_before = {}
    started = time.monotonic()
    answered_in_all = resent_in_all = rounds = 0
    for number in range(ROUNDS):
        service = start()
        before = count_by_control_id(service)
        assert set(answered_before) <= set(before), "answered before the restart, and lost"

        senders = [Sender(service.mllp_port, f"R{number}C{connection}") for connection in range(CONNECTIONS)]
        for sender in senders:
            sender.start()
        time.sleep(chance.uniform(0.05, 0.8))
        service.process.kill()
        for sender in senders:
            sender.join(30)
            assert not sender.is_alive()
            assert sender.wrong is None, sender.wrong
        service.wait()

        service = start()
        kept = count_by_control_id(service)
        answered = {control_id: answer for sender in senders for control_id, answer in sender.answers.items()}
        unanswered = [control_id for sender in senders for control_id in sender.sent if control_id not in sender.answers]
        lost = [control_id for control_id in answered if control_id not in kept]
        assert not lost, f"round {number}: answered and lost: {lost}"

        # A sender that got no answer sends again; one that did may, and then gets the same answer.
        with Client(service.mllp_port) as client:
            for control_id in unanswered:
                ack = Ack(client.send(message_of(control_id)))
                assert (ack.code, ack.control_id) == ("AA", control_id)
            for control_id in chance.sample(sorted(answered), min(5, len(answered))):
                assert client.send(message_of(control_id)) == answered[control_id]
        after = count_by_control_id(service)
        doubled = {control_id: count for control_id, count in after.items() if count != 1}
        assert not doubled, f"round {number}: {doubled}"
        assert set(answered) | set(unanswered) | set(before) == set(after)
        without_charges = service.rows("SELECT count(*) FROM message WHERE id NOT IN (SELECT message_id FROM charge)")
        assert without_charges == [(0,)]
        assert service.rows("PRAGMA integrity_check") == [("ok",)]
        service.kill()

        answered_before.update(answered)
        answered_in_all += len(answered)
        resent_in_all += len(unanswered)
        rounds += 1
    seconds = time.monotonic() - started
    print(f"{rounds} rounds in {seconds:.0f} s: {answered_in_all} answered, {resent_in_all} sent again")
    assert answered_in_all > 20 * ROUNDS, "the stream was too thin to prove anything"
    assert resent_in_all > ROUNDS, "no round was killed in the middle of its work"
