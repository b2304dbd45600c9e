"""Finds what is wrong inside brackets or braces, as in JSON: a comment, a missing comma."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple


class Token(NamedTuple):
    """A token of a text in brackets: its sort, its text, its line and column from 1."""

    sort: str
    text: str
    line: int
    column: int


_TOKEN = re.compile(
    r"""(?P<space>\s+|\#.*)
      | (?P<comment>//.*|/\*.*)
      | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')
      | (?P<open>[\[{])
      | (?P<close>[\]}])
      | (?P<comma>,)
      | (?P<colon>:(?=[\s"'\[{\]},]|$))
      | (?P<word>(?:[^\s,\[\]{}:"']|:(?![\s,\]}]|$))[^\s,\[\]{}:]*(?::(?=\S)[^\s,\[\]{}:]*)*)
      | (?P<other>.)""",
    re.VERBOSE,
)
_VALUE = ("string", "word", "close")
_MAXIMUM_TOKENS = 100_000
"""The most pieces that are looked at."""


def slip(lines: list[str], start: tuple[int, int]) -> tuple[str, int, int, int] | None:
    """Find the first comment or missing comma after an opening bracket.

    Give the message and its line, column and width; None if there is none, or if brackets are
    only left open.
    """
    tokens = [*islice(_tokens(lines, start), _MAXIMUM_TOKENS)]
    closed = _closed(tokens)
    before: Token | None = None
    for number, token in enumerate(tokens[: closed + 1] if closed else tokens):
        if token.sort == "comment":
            what = f"'{token.text[:2]}' begins no comment here"
            return f"{what}; remove it, or write # before it", *_place(token)
        if number == closed > 0:
            return None
        if before is not None and _gap(
            before, token, tokens[number + 1 : number + 2], bool(closed)
        ):
            return _missing(before)
        before = token
    return None


def _tokens(lines: list[str], start: tuple[int, int]) -> Iterator[Token]:
    """Split a text into tokens, line by line, from a place on."""
    for number in range(start[0], len(lines) + 1):
        at = start[1] - 1 if number == start[0] else 0
        for match in _TOKEN.finditer(lines[number - 1], at):
            if match.lastgroup and match.lastgroup != "space":
                yield Token(match.lastgroup, match.group(), number, match.start() + 1)


def _closed(tokens: list[Token]) -> int:
    """Count the tokens up to the one that closes the first; 0 if none does."""
    depth = 0
    for number, token in enumerate(tokens, start=1):
        depth += {"open": 1, "close": -1}.get(token.sort, 0)
        if depth == 0:
            return number
    return 0


def _gap(before: Token, token: Token, after: list[Token], closed: bool) -> bool:
    """Say whether a comma is missing between two tokens."""
    if before.sort not in _VALUE or token.sort not in ("string", "word", "open"):
        return False
    named = bool(after) and after[0].sort == "colon"
    if token.sort == "word" or before.sort == "word":
        quoted = token.sort == "string" and before.sort == "word" and before.text[:1] != "'"
        return (named and closed) or quoted or (token.sort == "open" and closed)
    return True


def _missing(before: Token) -> tuple[str, int, int, int]:
    """Report the missing comma after a token, on the token's own line."""
    shown = before.text if len(before.text) <= 30 else before.text[:29] + "…"
    return f"a comma is missing after {shown}; write it", *_place(before)


def _place(token: Token) -> tuple[int, int, int]:
    return token.line, token.column, len(token.text)
