"""Waits for and asserts tracking events in tests, with eventpit."""

from ._errors import EventpitError, ExpectationError
from ._server import Eventpit, connect, start
from ._session import ArmedFault, Session

__all__ = [
    "ArmedFault",
    "Eventpit",
    "EventpitError",
    "ExpectationError",
    "Session",
    "connect",
    "start",
]
