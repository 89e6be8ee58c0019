"""The part `operations`: requests that schemathesis makes from the service's own description."""

from __future__ import annotations

import json
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis
import requests
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis.errors import HypothesisException

from tests.fuzz.description import Description
from tests.fuzz.exchange import PATIENCE_S, Reply
from tests.fuzz.findings import Report
from tests.fuzz.service import Service

# In turns, so that each operation gets its share of the time.
_EXAMPLES = 25


def fuzz(report: Report, seed: int) -> None:
    """Ask what the description allows, and what it does not, until the time is up."""
    with ExitStack() as stack:
        with report.preparing():
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            service = stack.enter_context(Service(Path(folder)))
        document = requests.get(f"{service.url}/openapi.json", timeout=PATIENCE_S).json()
        # What may be sent as any picture is sent as one.
        body = document["paths"]["/v1/identify"]["post"]["requestBody"]["content"]
        body["image/jpeg"] = body.pop("image/*")
        schema = schemathesis.openapi.from_dict(json.loads(json.dumps(document)))
        operations = [found.ok() for found in schema.get_all_operations()]  # pyright: ignore[reportAttributeAccessIssue]
        description, session = Description(document), requests.Session()
        turn = 0
        while not report.is_over:
            for operation in operations:
                for mode in schemathesis.GenerationMode:
                    if not report.is_over:
                        _ask(operation, mode, service, session, description, report, seed + turn)
            turn += 1
            for record in service.said():
                if record.wrong:
                    report.find(record.wrong, record.text.encode(), log=record.text)
            if not service.alive:
                report.find(f"the service ended with {service.process.returncode}", b"")
                service.start()
        service.stop()


def _ask(
    operation: Any,
    mode: Any,
    service: Service,
    session: requests.Session,
    description: Description,
    report: Report,
    seed: int,
) -> None:
    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=_EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),  # pyright: ignore[reportArgumentType]
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        if report.is_over:
            return
        given = f"{case.method} {case.formatted_path} {case.query} {case.headers} {case.body!r}"
        data = given.encode("utf-8", "surrogateescape")
        try:
            came = case.call(base_url=service.url, session=session, timeout=PATIENCE_S)
        except requests.RequestException as error:
            report.find(f"no answer: {type(error).__name__}", data, error=error)
            return
        report.came(operation.label, str(came.status_code))
        headers = {name.lower(): ", ".join(texts) for name, texts in came.headers.items()}
        reply = Reply(came.status_code, headers, came.content)
        for problem in description.problems(case.method, case.formatted_path, reply):
            report.find(problem, data, body=came.content[:500])

    try:
        ask()
    except HypothesisException:
        report.came(operation.label, "nothing to ask")  # what has no inputs has no wrong ones
