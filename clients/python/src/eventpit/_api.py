from __future__ import annotations

import json
import os
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from ._errors import EventpitError, ExpectationError

# The server is on this machine, whatever proxy the environment names.
_OPENER = build_opener(ProxyHandler({}))

_SERVED_BY = "eventpit-version"


def _exchange(request: Request) -> tuple[int, bool, bytes]:
    """The status, whether it is an eventpit that answers, and the body."""
    try:
        with _OPENER.open(request) as response:
            return response.status, _SERVED_BY in response.headers, response.read()
    except HTTPError as refused:
        with refused:
            return refused.code, _SERVED_BY in refused.headers, refused.read()


def ask(base: str, path: str, method: str = "GET", body: Any = None, question: str | None = None) -> Any:
    """Asks the API of the server at `base`; `question` is how errors name what was asked."""
    url = f"{base}/inspector/api/v1{path}"
    data = None if body is None else json.dumps(body).encode()
    headers = {} if body is None else {"Content-Type": "application/json"}
    if token := os.environ.get("EVENTPIT_TOKEN"):
        headers["Authorization"] = f"Bearer {token}"
    try:
        status, served, text = _exchange(Request(url, data, headers, method=method))
        while status == 408 and not text:
            # A busy machine may be so late with a request's head that the server gives up on it, unread.
            status, served, text = _exchange(Request(url, data, headers, method=method))
    except (URLError, OSError) as cause:
        why = getattr(cause, "reason", cause)
        raise EventpitError(
            f"no eventpit answers at {base}: {why}\n  hint: start one, or name its address in EVENTPIT_URL"
        ) from cause
    try:
        answer = json.loads(text)
    except ValueError:
        served = False
    # Any server may answer 200 with JSON: it is no verdict unless an eventpit gives it.
    if not served:
        raise EventpitError(
            f"{url} answered {status}, which is not what an eventpit answers\n"
            "  hint: start one, or name its address in EVENTPIT_URL"
        )
    if status < 400:
        return answer
    question = question or f"{method} {path}"
    if answer.get("holds") is False:
        raise ExpectationError(question, answer)
    query = body.get("q") if isinstance(body, dict) else _query_of(url)
    message = f"{question}: {answer['detail']}{_pointed(query, answer)}\n  hint: {answer['hint']}"
    raise EventpitError(message, answer["code"], answer.get("position"))


def _query_of(url: str) -> str | None:
    given = parse_qs(urlsplit(url).query).get("q")
    return given[0] if given else None


def _pointed(query: str | None, problem: dict[str, Any]) -> str:
    """The place in a query that an error is about, in lines of their own."""
    position = problem.get("position")
    if query is None or position is None:
        return ""
    marks = " " * position + "^" * max(problem.get("length", 1), 1)
    line = "".join(" " if letter.isspace() else letter for letter in query)
    return f"\n  {line}\n  {marks}\n  expected: {problem['expected']}"
