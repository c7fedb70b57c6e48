from __future__ import annotations

from typing import Any, Mapping, Sequence, Union
from urllib.parse import quote, urlencode

from ._api import ask

Row = dict[str, Any]
#: A place in the recording: a cursor, an event or a request, the id of one, or "now". Only what came after it counts.
Place = Union[int, str, Row, None]
#: How many: exactly so many, or a range such as {"min": 1, "max": 3}.
Count = Union[int, Mapping[str, int], None]


class ArmedFault:
    """A fault that is armed."""

    def __init__(self, base: str, state: Row) -> None:
        self._base = base
        self.id: str = state["id"]
        #: What the API says of it.
        self.state = state

    def disarm(self) -> None:
        """Disarms it."""
        ask(self._base, f"/faults/{self.id}", "DELETE")


class Session:
    """One test's part of the recording: what it sends, it alone sees. Times are in seconds."""

    def __init__(self, base: str, name: str) -> None:
        self.base = base
        self.name = name
        #: Where to point clients, so that what they send belongs to this session.
        self.url = f"{base}/~{name}"
        #: The page of the inspector that shows it.
        self.inspector_url = f"{base}/inspector/events?session={name}"

    def url_of(self, platform: str) -> str:
        """Where to point a client of one platform: jentis, jitsu, commanders-act or datafly."""
        return f"{self.url}/{platform}"

    def wait(
        self, query: str = "", *, count: Count = None, timeout: float = 5, since: Place = None, requests: bool = False
    ) -> list[Row]:
        """Waits until matching events are there, those that came before included; gives them, oldest first."""
        question = self._question(query, since, requests, count=_range(count), timeout_ms=_millis(timeout))
        return _rows(self._expect("/wait", question, f"wait {query}"))

    def assert_(self, query: str = "", *, count: Count = None, since: Place = None, requests: bool = False) -> list[Row]:
        """Whether matching events are there now; gives them, oldest first."""
        question = self._question(query, since, requests, count=_range(count))
        return _rows(self._expect("/assert", question, f"assert {query}"))

    def none(self, query: str = "", *, quiet: float = 0, since: Place = None, requests: bool = False) -> None:
        """That none is there, nor comes for a while."""
        question = self._question(query, since, requests, quiet_ms=_millis(quiet))
        self._expect("/assert/none", question, f"none {query}")

    def sequence(self, steps: Sequence[str], *, since: Place = None, requests: bool = False) -> list[Row]:
        """That events, or requests, came one after another; others may have come between. Gives one for each step."""
        question = {"steps": list(steps), "since": _place(since), "list": "requests" if requests else "events"}
        answer = self._expect("/assert/sequence", question, f"sequence {', '.join(steps)}")
        return [step["request" if requests else "event"] for step in answer["steps"]]

    def plan(
        self, plan: str | None = None, *, severity: str | None = None, complete: bool = False, since: Place = None
    ) -> None:
        """That what came is as the workspace's tracking plans have it."""
        question = {"plan": plan, "severity": severity, "complete": complete, "since": _place(since)}
        self._expect("/assert/plan", question, "plan")

    def events(self, query: str = "", *, since: Place = None, limit: int = 100) -> list[Row]:
        """The newest events, oldest first."""
        return self._list("/events", query, since, limit)

    def requests(self, query: str = "", *, since: Place = None, limit: int = 100) -> list[Row]:
        """The newest requests, with what was answered, oldest first."""
        return self._list("/requests", query, since, limit)

    def now(self) -> int:
        """Where the recording stands now: pass it as `since`."""
        return ask(self.base, "/health")["head"]

    def deliveries(self, event: Row | str) -> list[Row]:
        """What each destination of the event's source would have been sent. Nothing is ever sent."""
        event_id = event if isinstance(event, str) else event["id"]
        return ask(self.base, f"/events/{quote(event_id)}/deliveries")["deliveries"]

    def reset(self) -> None:
        """Clears the session, as if nothing had come."""
        ask(self.base, f"/sessions/{self.name}/reset", "POST")

    def fault(self, **fault: Any) -> ArmedFault:
        """Arms a fault (docs/FAULTS.md) for the requests of this session: fault(kind="status", status=503)."""
        return ArmedFault(self.base, ask(self.base, "/faults", "POST", {**fault, "session": self.name}, "fault"))

    @staticmethod
    def _question(query: str, since: Place, requests: bool, **more: Any) -> Row:
        return {"q": query, "since": _place(since), "list": "requests" if requests else "events", **more}

    def _expect(self, path: str, question: Row, name: str) -> Row:
        given = {key: value for key, value in question.items() if value is not None}
        return ask(self.base, path, "POST", {**given, "session": self.name}, name)

    def _list(self, path: str, query: str, since: Place, limit: int) -> list[Row]:
        now = self.now()
        asked = {"q": query, "session": self.name, "limit": limit, "at_least": now}
        if since is not None:
            asked["after"] = now if since == "now" else _place(since)
        return ask(self.base, f"{path}?{urlencode(asked)}", question=path[1:])["items"][::-1]


def _place(since: Place) -> int | str | None:
    return since["id"] if isinstance(since, dict) else since


def _range(count: Count) -> Mapping[str, int] | None:
    return {"min": count, "max": count} if isinstance(count, int) else count


def _millis(seconds: float) -> int:
    return round(seconds * 1000)


def _rows(verdict: Row) -> list[Row]:
    return verdict["events"] if "events" in verdict else verdict["requests"]
