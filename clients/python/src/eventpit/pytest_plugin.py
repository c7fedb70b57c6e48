"""The fixture `eventpit`: each test has its own session, and what came is shown when it fails."""

from __future__ import annotations

import os
import re
import uuid
from typing import Any, Iterator

import pytest

from ._errors import EventpitError
from ._server import Eventpit, connect, start
from ._session import Session


@pytest.fixture(scope="session")
def eventpit_options() -> dict[str, Any]:
    """How the server is started: the arguments of `eventpit.start`. Meant to be overridden."""
    return {}


@pytest.fixture(scope="session")
def eventpit_server(eventpit_options: dict[str, Any]) -> Iterator[Eventpit]:
    """The server: the one in EVENTPIT_URL, else one that is started for the run."""
    server = connect() if os.environ.get("EVENTPIT_URL") else start(**eventpit_options)
    yield server
    server.stop()


@pytest.fixture
def eventpit(eventpit_server: Eventpit, request: pytest.FixtureRequest) -> Session:
    """The test's own session."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", request.node.name).strip("-")[:50]
    return eventpit_server.session(f"{words or 'test'}-{uuid.uuid4().hex[:8]}")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome: Any = yield
    report = outcome.get_result()
    session = getattr(item, "funcargs", {}).get("eventpit")
    if report.when == "call" and report.failed and isinstance(session, Session):
        report.sections.append((f"what came to eventpit in {session.name}", _came(session)))


def _came(session: Session) -> str:
    try:
        events, requests = session.events(), session.requests()
    except EventpitError as error:
        return str(error)
    # Captured text comes from strangers: its repr steers no terminal.
    lines = [f"request {it['id']}  {it['outcome']}  {it['method']} {it['path']!r}  {it['status']}" for it in requests]
    for event in events:
        name = event["name"] or event["canonical_name"]
        lines.append(f"event {event['id']}  {event['outcome']}  {event['platform']}  {name!r}")
    return "\n".join(lines) or "nothing"
