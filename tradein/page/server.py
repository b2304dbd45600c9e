"""Serves the local page: HTTP on the loopback of this machine, one request a connection.

The address has a token behind `#`, which no browser sends on; the page puts it into a header of
each question.  No path of a request reaches the file system: what may be got is in memory.
"""

import json
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from secrets import token_urlsafe
from typing import Any, NamedTuple

from tradein.page import guard
from tradein.page.guard import Door, Refusal, Request

SECONDS = 10
"""How long a request may take to arrive."""

CONNECTIONS = 64
"""The most connections at a time; the oldest is closed for one more."""

Answer = Callable[[dict[str, Any]], dict[str, Any]]
"""Answers one question: takes and gives what JSON can say; raises BadQuestion."""

_ALWAYS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class BadQuestion(ValueError):
    """A question that lacks something, or has something else in its place; the message says it."""


class File(NamedTuple):
    """What the browser may get: its kind, and its text; `{{nonce}}` in a page is replaced."""

    kind: str
    text: str


class Server(socketserver.ThreadingTCPServer):
    """The server of one page; `address` is what a person opens."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, files: Mapping[str, File], answers: Mapping[str, Answer], port: int = 0
    ) -> None:
        """Listen on a port of the loopback, 0 for any free one; raises OSError."""
        self.files, self.answers = files, answers
        self.one_at_a_time = threading.Lock()
        self._opened, self._counting = dict[socket.socket, None](), threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)
        self.door = Door(self.server_address[1], token_urlsafe(32), files, answers)

    @property
    def address(self) -> str:
        """Give the address of the page, with its token."""
        return f"http://{self.door.host}/#{self.door.token}"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread; close the oldest connection where there are too many."""
        with self._counting:
            self._opened[request] = None
            oldest = next(iter(self._opened)) if len(self._opened) > CONNECTIONS else None
            if oldest is not None:
                del self._opened[oldest]
        if oldest is not None:
            _hang_up(oldest)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget a connection and close it."""
        with self._counting:
            self._opened.pop(request, None)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a connection that broke: nobody is there to read it."""


def answered(answer: Answer, question: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Answer one question: give a status of HTTP, and the answer or why there is none."""
    try:
        return 200, answer(question)
    except BadQuestion as bad:
        return 400, {"error": str(bad)}
    except Exception as failed:  # noqa: BLE001 - the page hears of it, whatever it is
        what = f"{type(failed).__name__}: {failed}"
        return 500, {"error": f"the program failed, please report this: {what}"}


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):  # it may be closed already
        connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    """Reads one request and answers it."""

    server: Server
    timeout = SECONDS

    def handle_one_request(self) -> None:
        """Read a request and answer it, or refuse it in words."""
        self.close_connection = True
        self._until = time.monotonic() + SECONDS
        with suppress(OSError):  # the request does not come to its end, or the browser has left
            self._answer_one()

    def _answer_one(self) -> None:
        self.raw_requestline = self.rfile.readline(65_537)
        if len(self.raw_requestline) > 65_536:
            self.requestline, self.request_version, self.command = "", "", ""
            self._send_json(414, {"error": "the address is too long"})
            return
        if not self.raw_requestline or not self.parse_request():
            return
        refused = guard.refusal(
            Request(self.command, self.path, tuple(self.headers.items())), self.server.door
        )
        if refused is not None:
            self._refuse(refused)
        elif self.command == "GET":
            self._send_file(self.server.files[self.path])
        else:
            self._ask()

    def _ask(self) -> None:
        """Answer a question; one is answered at a time."""
        try:
            question = json.loads(self._body(int(self.headers["Content-Length"])))
        except (ValueError, RecursionError):
            self._refuse(Refusal(400, "a question is JSON"))
            return
        if not isinstance(question, dict):
            self._refuse(Refusal(400, "a question is a JSON object"))
            return
        with self.server.one_at_a_time:
            status, answer = answered(self.server.answers[self.path], question)
        self._send_json(status, answer)

    def _body(self, length: int) -> bytes:
        """Read the body; raises TimeoutError if it does not come in time, ValueError if cut off."""
        data = bytearray()
        while len(data) < length:
            if time.monotonic() > self._until:
                raise TimeoutError
            part = self.rfile.read1(min(65_536, length - len(data)))
            if not part:
                raise ValueError
            data += part
        return bytes(data)

    def _refuse(self, refused: Refusal) -> None:
        self._send_json(refused.status, {"error": refused.words})

    def _send_file(self, file: File) -> None:
        """Send what the browser may get; a page gets a nonce of its own."""
        nonce = token_urlsafe(16)
        policy = (
            f"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
            "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        text = file.text.replace("{{nonce}}", nonce) if file.kind == "text/html" else file.text
        self._send(200, file.kind, text, {"Content-Security-Policy": policy})

    def _send_json(self, status: int, answer: dict[str, Any]) -> None:
        text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        closed = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}
        self._send(status, "application/json", text, closed)

    def _send(self, status: int, kind: str, text: str, headers: dict[str, str]) -> None:
        data = text.encode("utf-8", "backslashreplace")
        self.request_version = self.protocol_version  # the oldest requests get a whole answer too
        self.send_response(status)
        for name, value in {**_ALWAYS, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def version_string(self) -> str:
        """Tell the name of the program alone."""
        return "tradein"

    def send_error(self, code: int, message: str | None = None, _: str | None = None) -> None:
        """Say in JSON, and never in a page, what is wrong with a request as such."""
        self.command = getattr(self, "command", None) or ""
        self._send_json(code, {"error": message or "this is not understood"})

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Write no log: the terminal is the user's."""
