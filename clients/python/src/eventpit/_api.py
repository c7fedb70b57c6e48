from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from ._errors import EventpitError, ExpectationError

# The server is on this machine, whatever proxy the environment names.
_OPENER = build_opener(ProxyHandler({}))


def _exchange(request: Request) -> tuple[int, bytes]:
    try:
        with _OPENER.open(request) as response:
            return response.status, response.read()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read()


def ask(base: str, path: str, method: str = "GET", body: Any = None, question: str | None = None) -> Any:
    """Asks the API of the server at `base`; `question` is how errors name what was asked."""
    url = f"{base}/inspector/api/v1{path}"
    data = None if body is None else json.dumps(body).encode()
    headers = {} if body is None else {"Content-Type": "application/json"}
    try:
        status, text = _exchange(Request(url, data, headers, method=method))
        while status == 408 and not text:
            # A busy machine may be so late with a request's head that the server gives up on it, unread.
            status, text = _exchange(Request(url, data, headers, method=method))
    except (URLError, OSError) as cause:
        why = getattr(cause, "reason", cause)
        raise EventpitError(
            f"no eventpit answers at {base}: {why}\n  hint: start one, or name its address in EVENTPIT_URL"
        ) from cause
    try:
        answer = json.loads(text)
    except ValueError:
        raise EventpitError(f"{url} answered {status}, which is not what an eventpit answers") from None
    if status < 400:
        return answer
    question = question or f"{method} {path}"
    if answer.get("holds") is False:
        raise ExpectationError(question, answer)
    raise EventpitError(f"{question}: {answer['detail']}\n  hint: {answer['hint']}", answer["code"])
