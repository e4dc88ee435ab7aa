"""A small MLLP client and HL7 helpers that share nothing with the program; answers are read by python3-hl7."""

import socket
import time

import hl7

START, END = b"\x0b", b"\x1c\r"


def framed(message):
    return START + message + END


class Client:
    """One connection. Answers are split on the end block, whatever the segments they come in."""

    def __init__(self, port, timeout=30):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def write(self, data):
        self.socket.sendall(data)

    def read(self):
        """One answer without its framing; b"" when the other side has closed."""
        while END not in self.buffer:
            received = self.socket.recv(65536)
            if not received:
                assert not self.buffer, f"closed within an answer: {self.buffer!r}"
                return b""
            self.buffer += received
        answer, self.buffer = self.buffer.split(END, 1)
        assert answer.startswith(START), answer[:20]
        return answer[1:]

    def send(self, message):
        self.write(framed(message))
        return self.read()


class Ack:
    """An acknowledgement as python3-hl7 reads it."""

    def __init__(self, answer):
        self.bytes = answer
        # A new MSH-7 and MSH-10 come with each answer; what is compared is the rest.
        self.message = hl7.parse(answer.decode("utf-8"))
        assert str(self.message.segment("MSH")[9]).startswith("ACK"), answer
        self.msa = self.message.segment("MSA")
        self.code, self.control_id = str(self.msa[1]), str(self.msa[2])
        self.errors = [Err(segment) for segment in self.message if str(segment[0]) == "ERR"]

    def rules(self):
        return {error.rule for error in self.errors}

    def error(self, rule):
        for error in self.errors:
            if error.rule == rule:
                return error
        raise AssertionError(f"no ERR of {rule} in {self.bytes!r}")


class Err:
    def __init__(self, segment):
        def field(number):
            return str(segment[number]) if len(segment) > number else ""

        self.location = field(2).split("^")
        self.code = field(3).split("^")[0]
        self.severity = field(4)
        self.rule = field(5).split("^")[0]
        self.sentence = field(8)


def until(condition, seconds=10, what="condition"):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.01)
