"""The page answers itself and nobody else: each request here comes over a real connection."""

import json
import socket
import threading
import time
from contextlib import closing, suppress

import pytest

from tradein.page import guard, server
from tradein.page.server import BadQuestion, File, Server

PAGE = '<!doctype html><meta name="nonce" content="{{nonce}}">'
SECRET = "what only the owner may read"


def _read(question):
    if question.get("fail"):
        raise ZeroDivisionError("by the test")
    if "text" not in question:
        raise BadQuestion("`text` is a text")
    return {"text": question["text"], "secret": SECRET}


@pytest.fixture
def page():
    """A server of one page, one script and one question."""
    files = {"/": File("text/html", PAGE), "/page.js": File("text/javascript", "{{nonce}};")}
    with Server(files, {"/read": _read}) as served:
        thread = threading.Thread(target=served.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield served
        served.shutdown()
        thread.join()


def raw(served, data, until_closed=True):
    """Send bytes and give what comes back: the status, the headers and the body."""
    with closing(socket.create_connection(served.server_address, timeout=20)) as connection:
        with suppress(OSError):
            connection.sendall(data)
        if not until_closed:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        with suppress(OSError):
            while part := connection.recv(65_536):
                answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return int(first.split()[1]) if first else None, headers, body.decode()


def ask(served, target="/read", body=b'{"text": "x"}', method="POST", **changed):
    """Ask as the page does, but for some headers; None leaves one out, a list repeats it."""
    headers = {
        "Host": served.door.host,
        "Origin": f"http://{served.door.host}",
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/json",
        "X-Tradein-Token": served.door.token,
        "Content-Length": str(len(body)),
    } | {name.replace("_", "-"): value for name, value in changed.items()}
    lines = [f"{method} {target} HTTP/1.1"]
    for name, value in headers.items():
        several = value if isinstance(value, list) else [value]
        lines += [f"{name}: {text}" for text in several if text is not None]
    return raw(served, "\r\n".join([*lines, "", ""]).encode("latin-1") + body)


def get(served, target="/", **changed):
    """Get as a browser does."""
    nothing = dict.fromkeys(["Content-Type", "X-Tradein-Token", "Content-Length", "Origin"])
    return ask(served, target, b"", "GET", **{**nothing, **changed})


def test_the_page_itself_is_answered(page):
    status, headers, body = ask(page)
    assert (status, json.loads(body)) == (200, {"text": "x", "secret": SECRET})
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Server"] == "tradein"
    assert not [name for name in headers if name.startswith("Access-Control")]


def test_the_page_may_run_its_own_files_and_nothing_else(page):
    status, headers, body = get(page, Sec_Fetch_Site="none")
    nonce = body.split('content="')[1].split('"')[0]
    assert status == 200
    assert len(nonce) >= 20
    assert headers["Content-Security-Policy"] == (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert nonce not in get(page)[2]
    assert get(page, "/page.js")[2] == "{{nonce}};"
    assert page.door.token not in body


PORT = "{port}"
STRANGERS = {
    "another name": {"Host": "evil.example"},
    "another name with the port": {"Host": f"evil.example:{PORT}"},
    "localhost": {"Host": f"localhost:{PORT}"},
    "the address in another form": {"Host": f"127.1:{PORT}"},
    "no port": {"Host": "127.0.0.1"},
    "another port": {"Host": "127.0.0.1:1"},
    "no host": {"Host": None},
    "an empty host": {"Host": ""},
    "two hosts": {"Host": [f"127.0.0.1:{PORT}", "evil.example"]},
    "another site": {"Origin": "https://evil.example"},
    "a page of no origin": {"Origin": "null"},
    "an origin that only begins so": {"Origin": f"http://127.0.0.1:{PORT}.evil.example"},
    "the secure twin": {"Origin": f"https://127.0.0.1:{PORT}"},
    "two origins": {"Origin": [f"http://127.0.0.1:{PORT}", "https://evil.example"]},
    "a fetch from another site": {"Sec-Fetch-Site": "cross-site"},
    "a fetch from another port": {"Sec-Fetch-Site": "same-site"},
}


@pytest.mark.parametrize("changed", STRANGERS.values(), ids=STRANGERS)
@pytest.mark.parametrize("what", [ask, get])
def test_a_stranger_gets_nothing(page, changed, what):
    def here(value):
        if isinstance(value, list):
            return [here(item) for item in value]
        return value and value.replace(PORT, str(page.door.port))

    status, _, body = what(page, **{name: here(value) for name, value in changed.items()})
    assert status == 403
    assert SECRET not in body
    assert list(json.loads(body)) == ["error"]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"X-Tradein-Token": None}, 403),
        ({"X-Tradein-Token": ""}, 403),
        ({"X-Tradein-Token": "x" * 43}, 403),
        ({"X-Tradein-Token": "é"}, 403),
        ({"Content-Type": None}, 415),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": ["application/json", "text/plain"]}, 415),
        ({"Content-Length": None}, 411),
        ({"Content-Length": "-1"}, 411),
        ({"Content-Length": "+13"}, 411),
        ({"Content-Length": "1e3"}, 411),
        ({"Content-Length": "²"}, 411),
        ({"Content-Length": ["13", "14"]}, 411),
        ({"Content-Length": "4000001"}, 413),
        ({"Content-Length": "9" * 5000}, 413),
        ({"Transfer-Encoding": "chunked"}, 411),
        ({"Transfer-Encoding": "chunked", "Content-Length": None}, 411),
        ({"body": b"{"}, 400),
        ({"body": b"[]"}, 400),
        ({"body": b"null"}, 400),
        ({"body": b"\xff"}, 400),
        ({"body": b"[" * 100_000}, 400),
        ({"body": b"{}"}, 400),
        ({"body": b'{"fail": true}'}, 500),
        ({"method": "GET"}, 405),
        ({"method": "PUT"}, 405),
        ({"method": "OPTIONS"}, 405),
        ({"method": "HEAD"}, 405),
        ({"target": "/read?x=1"}, 404),
        ({"target": "/"}, 405),
        ({"target": "http://127.0.0.1/read"}, 404),
    ],
    ids=str,
)
def test_a_question_that_is_not_in_order_is_refused(page, changed, status):
    answered, _, body = ask(page, **changed)
    assert answered == status
    assert SECRET not in body


@pytest.mark.parametrize(
    "target",
    [
        *(
            "/../../etc/passwd",
            "/..%2f..%2fetc/passwd",
            "//etc/passwd",
            "/page.js/..",
            "/%70age.js",
        ),
        *("/page.js%00.html", "/page.js?x", "/PAGE.JS", "page.js", "*", "/.git/config", "/read"),
    ],
)
def test_no_path_reaches_a_file(page, target):
    status, _, body = get(page, target)
    assert status == (405 if target == "/read" else 404)
    assert "root:" not in body


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n",
        b"",
    ],
    ids=lambda data: repr(data[:30]),
)
def test_what_is_no_request_is_refused(page, data):
    status, headers, body = raw(page, data, until_closed=False)
    assert status is None or status >= 400
    assert "html" not in headers.get("Content-Type", "")
    assert PAGE[:9] not in body
    assert ask(page)[0] == 200


def test_a_body_that_is_cut_off_is_refused(page):
    head = (
        f"POST /read HTTP/1.1\r\nHost: {page.door.host}\r\nContent-Type: application/json\r\n"
        f"X-Tradein-Token: {page.door.token}\r\nContent-Length: 90\r\n\r\n"
    )
    assert raw(page, head.encode() + b'{"text": "x"}', until_closed=False)[0] == 400


def test_a_request_that_does_not_come_to_its_end_is_given_up(page, monkeypatch):
    monkeypatch.setattr(server, "SECONDS", 0.2)
    monkeypatch.setattr(server._Handler, "timeout", 0.2)
    head = (
        f"POST /read HTTP/1.1\r\nHost: {page.door.host}\r\nContent-Type: application/json\r\n"
        f"X-Tradein-Token: {page.door.token}\r\nContent-Length: 90\r\n\r\n"
    )
    assert raw(page, b"GET / HT") == (None, {}, "")
    assert raw(page, head.encode() + b'{"tex') == (None, {}, "")
    with closing(socket.create_connection(page.server_address, timeout=20)) as slow:
        slow.sendall(head.encode())
        with suppress(OSError):  # one byte after another
            for _ in range(20):
                slow.sendall(b" ")
                time.sleep(0.05)
        assert closed(slow)
    assert ask(page)[0] == 200


def closed(connection):
    """Say whether the other side has ended a connection, and has answered nothing."""
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


def test_five_hundred_connections_keep_nobody_out(page):
    idle = [socket.create_connection(page.server_address, timeout=20) for _ in range(500)]
    try:
        assert ask(page)[0] == 200
        assert threading.active_count() < 200
    finally:
        for connection in idle:
            connection.close()
    assert get(page)[0] == 200


def test_each_page_has_a_token_of_its_own(page):
    with Server({}, {}) as other:
        assert other.door.token != page.door.token
        assert len(other.door.token) >= 40
        assert other.address == f"http://127.0.0.1:{other.server_address[1]}/#{other.door.token}"


def test_only_this_machine_is_listened_to(page):
    assert page.server_address[0] == "127.0.0.1"


def test_a_token_is_compared_as_a_whole(monkeypatch):
    compared = []
    monkeypatch.setattr(
        guard, "compare_digest", lambda given, expected: compared.append((given, expected))
    )
    guard._same(["abc"], "token")
    assert compared == [(b"abc", b"token")]
