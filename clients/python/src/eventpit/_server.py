from __future__ import annotations

import atexit
import json
import os
import re
import subprocess
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any, Mapping, Sequence

from ._api import ask
from ._errors import EventpitError
from ._session import Session

# What a shell has set for a server of its own must not take this one's port or recording.
_OF_OTHER_SERVERS = {
    f"EVENTPIT_{name}"
    for name in ("LISTEN", "INSPECTOR_LISTEN", "INSPECTOR_TOKEN", "TLS", "TLS_LISTEN", "DATA", "EPHEMERAL", "READY_FILE", "LOG_FORMAT")
}


class Eventpit:
    """A server, and how to ask it."""

    def __init__(self, url: str, ready: Mapping[str, Any] | None = None) -> None:
        ready = ready or {}
        #: Where clients send to.
        self.url = url
        self.inspector_url: str = ready.get("inspector_url", f"{url}/inspector")
        #: The certificate of the local CA, if it was started with `tls`.
        self.ca_file: str | None = ready.get("ca_file")

    def session(self, name: str | None = None) -> Session:
        """A part of the recording with this name (letters, digits, - and _, 64 at most), or a new one."""
        name = name or f"t-{uuid.uuid4().hex[:13]}"
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name):
            raise EventpitError(f"{name!r} is no name of a session: letters, digits, - and _, 64 at most")
        return Session(self.url, name)

    def health(self) -> dict[str, Any]:
        """How the server is, and where its recording stands."""
        return ask(self.url, "/health")

    def stop(self) -> None:
        """Stops the server, if this process has started it."""


class _Started(Eventpit):
    def __init__(self, ready: Mapping[str, Any], process: subprocess.Popen[bytes], folder: Any) -> None:
        super().__init__(ready["ingest_urls"][0], ready)
        self._process, self._folder = process, folder

    def stop(self) -> None:
        _end(self._process)
        self._folder.cleanup()


def connect(url: str | None = None) -> Eventpit:
    """A server that runs: the one at `url`, or in EVENTPIT_URL."""
    url = url or os.environ.get("EVENTPIT_URL")
    if not url:
        raise EventpitError("no eventpit is named\n  hint: set EVENTPIT_URL, pass url, or start one with start()")
    return Eventpit(url.rstrip("/"))


def start(
    binary: str | None = None,
    *,
    workspace: str | os.PathLike[str] | None = None,
    data: str | os.PathLike[str] | None = None,
    tls: bool = False,
    args: Sequence[str] = (),
    timeout: float = 60,
) -> Eventpit:
    """Starts a server on a free port, and waits until it listens. It ends with stop(), or with this process.

    The program is `binary`, EVENTPIT_BIN, or eventpit on the PATH. Without `data` the recording is
    deleted at the end.
    """
    program = binary or os.environ.get("EVENTPIT_BIN") or "eventpit"
    folder = tempfile.TemporaryDirectory(prefix="eventpit-python-")
    ready_file, log = Path(folder.name, "ready.json"), Path(folder.name, "log")
    command = [program, "serve", "--listen", "0", "--ready-file", str(ready_file)]
    command += ["--data", os.fspath(data)] if data else ["--ephemeral"]
    command += ["--workspace", os.fspath(workspace)] if workspace else []
    command += ["--tls-listen", "0"] if tls else []
    env = {name: value for name, value in os.environ.items() if name not in _OF_OTHER_SERVERS}
    with log.open("wb") as errors:
        try:
            process = subprocess.Popen(
                [*command, *args], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors
            )
        except OSError as cause:
            folder.cleanup()
            hint = "name the program in EVENTPIT_BIN, or put eventpit on the PATH"
            raise EventpitError(f"cannot start {program}: {cause}\n  hint: {hint}") from cause
    atexit.register(_end, process)
    until = time.monotonic() + timeout
    # The file is written all at once.
    while not ready_file.exists():
        code = process.poll()
        if code is not None or time.monotonic() > until:
            _end(process)
            why = f"does not listen after {timeout} s" if code is None else f"ended instead of listening (exit code {code})"
            told = log.read_text("utf-8", "replace").rstrip()
            folder.cleanup()
            raise EventpitError(f"{program} {why}:\n{told}")
        time.sleep(0.02)
    return _Started(json.loads(ready_file.read_text("utf-8")), process, folder)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            # It first answers what is under way.
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
