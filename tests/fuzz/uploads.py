"""The parts `requests` and `uploads`: odd requests, and broken pictures, to the real service."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from services.samples import SAMPLES, draw
from tests.fuzz.description import Description
from tests.fuzz.exchange import PATIENCE_S, Exchange, exchange
from tests.fuzz.findings import Report
from tests.fuzz.kinds import broken
from tests.fuzz.oddities import odd
from tests.fuzz.oddity import MARK, Oddity, posted, request
from tests.fuzz.service import Service
from tests.pictures.pictures import encoded

# Service and workers, above what they take idle, one request after another.
MOST_MB = 450
# Half a request may wait for the rest; the service's own patience is measured elsewhere.
_SHORT_S = 0.05
_LOOK_EVERY = 25


class Target:
    """The service under test: asked, and what it says and takes looked at.

    Args:
        service: The service.
        report: Where it is counted.
        secret: What the service asks for, if it does; half of the odd requests have it.
    """

    def __init__(self, service: Service, report: Report, secret: str | None = None) -> None:
        self.service = service
        self.report = report
        self._key = f"\r\nAuthorization: Bearer {secret}".encode() if secret else b""
        self.poster = encoded(draw(SAMPLES[0], 182), "JPEG")
        (reply,) = self.say(self._keyed(Oddity("", [request("GET", b"/openapi.json", [])]))).replies
        self.description = Description(json.loads(reply.body))
        self.good()
        service.said()
        self._idle_mb = service.pss_mb()
        self._since: list[bytes] = []

    def say(self, oddity: Oddity) -> Exchange:
        """Send something, and return what came back."""
        return exchange(
            (self.service.host, self.service.port),
            oddity.pieces,
            methods=[oddity.method] * oddity.answers,
            answers=oddity.answers,
            patience_s=PATIENCE_S if oddity.whole else _SHORT_S,
            end=oddity.end,
        )

    def attack(self, oddity: Oddity) -> None:
        """Send something and hold what came back to the description."""
        if len(self._since) % 2:
            oddity = self._keyed(oddity)
        sent = b"".join(oddity.pieces)
        self._since.append(sent)
        facts = {"sort": oddity.sort, "target": oddity.target}
        try:
            came = self.say(oddity)
        except OSError as error:
            self.report.find("no connection", sent, error=error, **facts)
            self.report.came(oddity.sort, "no connection")
            self.look(len(self._since))
            return
        for reply in came.replies:
            self.report.came(oddity.sort, str(reply.status))
            for problem in self.description.problems(oddity.method, oddity.target, reply):
                self.report.find(problem, sent, body=reply.body[:500], **facts)
            told = reply.body + repr(reply.headers).encode()
            if MARK in told or (self._key and self._key[-16:] in told):
                self.report.find(
                    "an answer that quotes the request", sent, body=reply.body, **facts
                )
        if not came.replies:
            self.report.came(oddity.sort, "closed" if came.closed else "no answer yet")
        if oddity.whole and len(came.replies) < oddity.answers and not came.closed:
            self.report.find("neither an answer nor an end", sent, rest=came.rest[:300], **facts)
        if len(self._since) >= _LOOK_EVERY:
            self.look()

    def look(self, last: int = 0) -> None:
        """Look at the log, at memory, and whether a good poster is answered."""
        given = b"\n\n=== next ===\n\n".join(self._since[-last:] if last else self._since)
        self._since.clear()
        for record in self.service.said():
            if record.wrong:
                self.report.find(record.wrong, given, log=record.text)
            if self._key and self._key[-16:].decode() in record.text:
                self.report.find("the secret in the log", given, log=record.text)
        if not self.service.alive:
            code = self.service.process.returncode
            self.report.find(f"the service ended with {code}", given)
            self.service.start()
            return
        above = self.service.pss_mb() - self._idle_mb
        self.report.most("most MB above idle between requests", above)
        if above > MOST_MB:
            self.report.find("memory beyond its bound", given, megabytes=above)
        self.good(given)

    def good(self, given: bytes = b"") -> None:
        """Send a good poster, which has to be answered."""
        poster = Oddity("", [posted("/v1/identify", self.poster, b"image/jpeg")], "POST")
        came = self.say(self._keyed(poster))
        self.report.most("most seconds of a good poster between them", came.seconds)
        if [reply.status for reply in came.replies] != [200]:
            self.report.find("a good poster was not answered", given, replies=came.replies)

    def _keyed(self, oddity: Oddity) -> Oddity:
        """Give a request the secret, where there is one."""
        host, pieces = b"Host: 127.0.0.1", oddity.pieces
        return replace(oddity, pieces=[it.replace(host, host + self._key) for it in pieces])


def fuzz_requests(report: Report, seed: int) -> None:
    """Send odd requests until the time is up, for a quarter of it where a secret is asked for."""
    rng, whole_s = random.Random(seed), report.left_s
    for secret, until_s in (("a-secret-of-nobodys", 0.75 * whole_s), (None, 0)):
        with _started(report, secret) as target:
            while report.left_s > until_s:
                target.attack(odd(rng))


def fuzz_uploads(report: Report, seed: int) -> None:
    """Upload broken pictures until the time is up."""
    rng = random.Random(seed)
    with _started(report) as target:
        while not report.is_over:
            sort, data = broken(rng)
            target.attack(
                Oddity(sort, [posted("/v1/identify", data, b"image/*")], "POST", "/v1/identify")
            )


@contextmanager
def _started(report: Report, secret: str | None = None) -> Iterator[Target]:
    given = {"secret": secret} if secret else {}
    with ExitStack() as stack:
        with report.preparing():
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            service = stack.enter_context(Service(Path(folder), **given))
            target = Target(service, report, secret)
        yield target
        with report.preparing():
            _close(target)


def _close(target: Target) -> None:
    target.look()
    seconds = target.service.stop()
    target.report.most("seconds until the service ended", seconds)
    if target.service.process.returncode != 0:
        code = target.service.process.returncode
        target.report.find(f"the service ended with {code} at SIGTERM", b"")
    for record in target.service.said():
        if record.wrong:
            target.report.find(f"when it ended: {record.wrong}", b"", log=record.text)
