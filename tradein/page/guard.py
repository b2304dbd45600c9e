"""Decides who may ask the local page for something: the page itself, and nobody else.

Any site that is open in the same browser can send requests to this machine.  Host, Origin and
Sec-Fetch-Site tell where a request comes from, and a token that only the page knows is asked
for wherever something of the user is read or written.
"""

from collections.abc import Iterable
from hmac import compare_digest
from typing import NamedTuple

HEADER = "X-Tradein-Token"
"""The header that holds the token."""

BODY_LIMIT = 4_000_000
"""The most bytes of a request: a text of the longest file, as JSON, fits."""


class Request(NamedTuple):
    """What a request says of itself; `headers` are pairs, in order, as they came."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]

    def named(self, name: str) -> list[str]:
        """Give every value of a header."""
        return [value.strip() for known, value in self.headers if known.lower() == name.lower()]


class Refusal(NamedTuple):
    """Why a request is not answered: the status, and words."""

    status: int
    words: str


class Door(NamedTuple):
    """What is served to whom: the port, the token, and what may be got and asked."""

    port: int
    token: str
    files: Iterable[str]
    questions: Iterable[str]

    @property
    def host(self) -> str:
        """Give the only name by which the page may be called."""
        return f"127.0.0.1:{self.port}"


def refusal(request: Request, door: Door) -> Refusal | None:
    """Say why a request is refused; None if it is answered."""
    return (
        _of_a_stranger(request, door)
        or _of_a_method(request, door)
        or _of_a_question(request, door)
    )


def _of_a_stranger(request: Request, door: Door) -> Refusal | None:
    """Refuse what does not come from the page, or from a person who typed its address."""
    if request.named("Host") != [door.host]:
        return Refusal(403, f"the address of the page is http://{door.host}")
    if any(origin != f"http://{door.host}" for origin in request.named("Origin")):
        return Refusal(403, "another page may not ask")
    if any(site not in ("same-origin", "none") for site in request.named("Sec-Fetch-Site")):
        return Refusal(403, "another page may not ask")
    return None


def _of_a_method(request: Request, door: Door) -> Refusal | None:
    """Refuse what is not there, and another method than the one that belongs to it."""
    known = {**dict.fromkeys(door.files, "GET"), **dict.fromkeys(door.questions, "POST")}
    method = known.get(request.target)
    if method is None:
        return Refusal(404, "nothing is here")
    if request.method != method:
        return Refusal(405, f"the method is {method}")
    return None


def _of_a_question(request: Request, door: Door) -> Refusal | None:
    """Refuse a body where there is none, and a question without the token or a good body."""
    lengths = request.named("Content-Length")
    if request.named("Transfer-Encoding"):
        return Refusal(411, "a body needs a Content-Length")
    if request.method == "GET":
        return Refusal(400, "a body is not expected") if lengths not in ([], ["0"]) else None
    if not _same(request.named(HEADER), door.token):
        return Refusal(403, "open the page by the whole address that the command printed")
    if [kind.partition(";")[0].strip().lower() for kind in request.named("Content-Type")] != [
        "application/json"
    ]:
        return Refusal(415, "a question is JSON")
    if len(lengths) != 1 or not (lengths[0].isascii() and lengths[0].isdigit()):
        return Refusal(411, "a body needs one Content-Length")
    if len(lengths[0]) > len(str(BODY_LIMIT)) or int(lengths[0]) > BODY_LIMIT:
        return Refusal(413, f"the limit is {BODY_LIMIT:,} bytes")
    return None


def _same(tokens: list[str], token: str) -> bool:
    """Compare tokens in a time that tells nothing of where they differ."""
    return len(tokens) == 1 and compare_digest(tokens[0].encode(), token.encode())
