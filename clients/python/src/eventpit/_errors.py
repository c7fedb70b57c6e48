from __future__ import annotations

from typing import Any


class EventpitError(Exception):
    """eventpit could not be started or asked, or refuses a question."""

    def __init__(self, message: str, code: str | None = None, position: int | None = None) -> None:
        super().__init__(message)
        #: The API's stable code, if it is the API that refuses.
        self.code = code
        #: Of a query that cannot be read: where that begins, in characters from 0.
        self.position = position


class ExpectationError(EventpitError, AssertionError):
    """Something that was expected does not hold: the message says what came instead, and where to look."""

    def __init__(self, question: str, answer: dict[str, Any]) -> None:
        super().__init__(f"{question}: {answer['text'].rstrip()}", answer["code"])
        #: All that the API says of it.
        self.answer = answer
        #: The page of the inspector that shows it.
        self.inspector: str = answer["inspector"]
