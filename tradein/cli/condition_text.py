"""Reads a condition of the command line: a figure, a sign, a limit, and perhaps the only month."""

import re
from typing import NamedTuple, NoReturn

from tradein.analysis.conditions import BREAK_EVEN, FIGURES, LTV, OF_CHAIN, SIGNS, Condition
from tradein.cli import USAGE, CommandError, streams
from tradein.cli.arguments import near, shown
from tradein.diagnostic import Diagnostic, Place
from tradein.finance import money
from tradein.scenario import events, model, scalars
from tradein.scenario.scalars import ValueFormatError
from tradein.scenario.yaml_source import Scalar, Source, render

_SIGN = re.compile("|".join(SIGNS))
_MONTH = re.compile(r"\s+at\s+month\b\s*")
_SHARE = scalars.rate(money.SHARE_LIMIT_PPM)
_LENGTH = scalars.length(0, model.PURCHASES * model.KEEP_MONTHS[1], bare=True)


class Text(NamedTuple):
    """An argument of an option that is read as a condition, and how one is written there."""

    option: str
    text: str
    like: str
    figures: tuple[str, ...]

    def refuse(self, start: int, part: str, message: str) -> NoReturn:
        """End the run with a message at the place of a part of the argument."""
        stripped = part.strip()
        column = start + len(part) - len(part.lstrip()) + 1 if stripped else start + 1
        refuse(self.option, self.text, Place(1, column, max(len(stripped), 1)), message)


def refuse(option: str, text: str, place: Place, message: str) -> NoReturn:
    """End the run with a message at its place in the argument of an option."""
    source = Source(option, text.encode("utf-8", "replace"))
    streams.tell(render(source, option, [Diagnostic(message, place)]))
    raise SystemExit(USAGE)


SO_THAT = "--so-that"
"""The option of a target."""

_LIKE = "write it like `gap <= 0 at month 24` or `ltv <= 125%`"


def target(written: str) -> Condition:
    """Read the target; ends the run with a message at the place of what is wrong."""
    words = Text(SO_THAT, written, _LIKE, (*FIGURES, *OF_CHAIN))
    wanted = condition(words)
    at = written.index(wanted.sign)
    if wanted.sign in ("=", "=="):
        message = "an exact figure is rarely reached to the cent; write <= or >="
        words.refuse(at, wanted.sign, message)
    if wanted.figure == BREAK_EVEN and wanted.month is not None:
        limit, *_ = _MONTH.split(written)
        words.refuse(len(limit), written[len(limit) :], "break-even is a month itself; remove this")
    if (wanted.month or 0) > events.LAST_MONTH:
        month = written.rindex(str(wanted.month))
        message = f"a month too far away; it is at most {events.LAST_MONTH:,}"
        words.refuse(month, written[month:], message)
    return wanted


def condition(written: Text) -> Condition:
    """Read a condition; ends the run with a message at the place of what is wrong."""
    option, text = written.option, written.text
    if not text.isprintable():
        raise CommandError(
            f"{option} {shown(text)}: it has a control character; {written.like}", USAGE
        )
    sign = _SIGN.search(text)
    if sign is None:
        written.refuse(0, text, f"no condition, {scalars.quote(text)}; {written.like}")
    name = " ".join(text[: sign.start()].split())
    if name not in written.figures:
        known = near(name, [*written.figures])
        part = text[: sign.start()]
        written.refuse(0, part, f"no figure is called {scalars.quote(name)}{known}")
    at = _MONTH.search(text, sign.end())
    limit = text[sign.end() : at.start() if at else None]
    month = None if at is None else _month(written, at.end())
    return Condition(name, sign[0], _limit(written, name, sign.end(), limit), month)


def _limit(written: Text, figure: str, start: int, limit: str) -> int:
    """Read what a figure is compared with; an amount may be below zero."""
    kind, bare = {LTV: _SHARE, BREAK_EVEN: _LENGTH}.get(figure, scalars.MONEY), limit.strip()
    below = kind is scalars.MONEY and figure not in OF_CHAIN and bare.startswith("-")
    try:
        number: int = kind.read(
            Scalar(bare.removeprefix("-") if below else bare, Place(1, 1), True)
        )
    except ValueFormatError as wrong:
        written.refuse(start, limit, str(wrong))
    return -number if below else number


def _month(written: Text, start: int) -> int:
    month = written.text[start:].strip()
    if not (month.isascii() and month.isdigit()) or len(month) > 5:
        message = f"no month, {scalars.quote(month)}; write a whole number, like `at month 12`"
        written.refuse(start, written.text[start:], message)
    return int(month)
