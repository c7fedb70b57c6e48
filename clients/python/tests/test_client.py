"""The client and the plugin against the real program, which EVENTPIT_BIN names or which is on the PATH."""

import http.server
import json
import re
import threading
import urllib.error
import urllib.request

import pytest

from eventpit import EventpitError, ExpectationError, connect, start

pytest_plugins = ["pytester"]


def track(session, event, **properties):
    body = json.dumps({"event": event, "anonymousId": "a1", "properties": properties}).encode()
    headers = {"Content-Type": "application/json", "X-Write-Key": "demo:secret"}
    try:
        with urllib.request.urlopen(urllib.request.Request(session.url_of("jitsu") + "/api/s/track", body, headers)) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def test_what_is_expected_holds(eventpit):
    since = eventpit.now()
    track(eventpit, "add_to_cart")
    track(eventpit, "purchase", value=12.5)
    [purchase] = eventpit.wait("name:purchase", since=since, timeout=60)
    assert purchase["session"] == eventpit.name
    assert [it["name"] for it in eventpit.assert_(count=2)] == ["add_to_cart", "purchase"]
    assert len(eventpit.assert_("status:200", requests=True, count={"min": 2})) == 2
    assert [it["name"] for it in eventpit.sequence(["name:add_to_cart", "name:purchase"])] == ["add_to_cart", "purchase"]
    first, last = eventpit.sequence(["status:200", "status:200"], requests=True)
    assert last["id"] == purchase["request_id"] != first["id"]
    eventpit.none(since=purchase, quiet=0.05)
    eventpit.plan(since=purchase)
    assert [it["name"] for it in eventpit.events(since=since)] == ["add_to_cart", "purchase"]
    assert eventpit.events(since=purchase) == eventpit.events(since="now") == []
    assert [it["status"] for it in eventpit.requests(limit=1)] == [200]


def test_what_does_not_hold_is_told_as_a_person_reads_it(eventpit):
    track(eventpit, "purchase", value=9.5)
    with pytest.raises(ExpectationError) as failed:
        eventpit.wait("name:purchase properties.value=12.5", timeout=0.01)
    first, *rest = str(failed.value).splitlines()
    assert first == "wait name:purchase properties.value=12.5: no event matches (waited 10 ms)"
    assert "    expected  properties.value=12.5   got  9.5" in rest
    assert rest[-1] == f"  look at   {failed.value.inspector}"
    assert isinstance(failed.value, AssertionError)
    with pytest.raises(ExpectationError, match="1 event matches; expected none"):
        eventpit.none("name:purchase")


def test_a_fault_and_a_reset_are_of_the_session_alone(eventpit, eventpit_server):
    other = eventpit_server.session()
    fault = eventpit.fault(kind="status", status=503)
    assert (track(eventpit, "a"), track(other, "a")) == (503, 200)
    fault.disarm()
    assert track(eventpit, "b") == 200
    eventpit.reset()
    assert eventpit.events() == []
    assert len(other.events()) == 1


def test_what_is_wrong_is_said(eventpit, eventpit_server, monkeypatch):
    with pytest.raises(EventpitError, match="most likely platform: is meant") as wrong:
        eventpit.wait("plattform:jitsu")
    assert wrong.value.code == "query-unknown-word"
    with pytest.raises(EventpitError) as later:
        eventpit.events("name:a plattform:jitsu")
    assert later.value.position == 7
    assert str(later.value).splitlines()[1:3] == ["  name:a plattform:jitsu", "         ^^^^^^^^^"]
    with pytest.raises(EventpitError, match="is no name of a session"):
        eventpit_server.session("a b")
    monkeypatch.delenv("EVENTPIT_URL", raising=False)
    with pytest.raises(EventpitError, match="no eventpit is named"):
        connect()
    assert connect(eventpit_server.url + "/").health()["status"] == "ok"
    with pytest.raises(EventpitError, match="cannot start /nowhere/eventpit"):
        start("/nowhere/eventpit")
    with pytest.raises(EventpitError, match=re.compile(r"ended instead of listening \(exit code 12\):\n.*/nowhere", re.S)):
        start(workspace="/nowhere")
    stopped = start()
    stopped.stop()
    with pytest.raises(EventpitError, match="no eventpit answers at http://localhost:"):
        stopped.health()


class Other(http.server.BaseHTTPRequestHandler):
    """A server that is no eventpit."""

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"ok":true}')

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


def test_what_is_no_eventpit_says_nothing_of_what_was_recorded():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        session = connect(f"http://127.0.0.1:{other.server_port}").session()
        for ask in (session.wait, session.assert_, session.none, session.plan, session.events, session.now, session.reset):
            with pytest.raises(EventpitError, match="answered 200, which is not what an eventpit answers"):
                ask()
        other.shutdown()


def test_a_failed_test_shows_what_came(pytester, eventpit_server, monkeypatch, pytestconfig):
    monkeypatch.setenv("EVENTPIT_URL", eventpit_server.url)
    pytester.makepyfile(
        """
        import json, urllib.request

        def test_it(eventpit):
            body = json.dumps({"event": "seen", "anonymousId": "a1"}).encode()
            headers = {"Content-Type": "application/json", "X-Write-Key": "demo:secret"}
            urllib.request.urlopen(urllib.request.Request(eventpit.url_of("jitsu") + "/api/s/track", body, headers)).close()
            eventpit.assert_("name:purchase")
        """
    )
    is_installed = pytestconfig.pluginmanager.hasplugin("eventpit")
    result = pytester.runpytest_inprocess(*([] if is_installed else ["-p", "eventpit.pytest_plugin"]))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*assert name:purchase: no event matches*", "*what came to eventpit in test-it-*", "event *accepted*jitsu*'seen'*"])
