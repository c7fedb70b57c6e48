from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from ._errors import EventpitError, ExpectationError

# The server is on this machine, whatever proxy the environment names.
_OPENER = build_opener(ProxyHandler({}))


def ask(base: str, path: str, method: str = "GET", body: Any = None, question: str | None = None) -> Any:
    """Asks the API of the server at `base`; `question` is how errors name what was asked."""
    url = f"{base}/inspector/api/v1{path}"
    data = None if body is None else json.dumps(body).encode()
    headers = {} if body is None else {"Content-Type": "application/json"}
    try:
        with _OPENER.open(Request(url, data, headers, method=method)) as response:
            status, text = response.status, response.read()
    except HTTPError as refused:
        with refused:
            status, text = refused.code, refused.read()
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
