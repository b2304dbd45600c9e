"""Reads the conditions of `--fail-if`, and ends the run where one of them holds."""

import re
from typing import NoReturn

from tradein.analysis.conditions import FIGURES, LTV, SIGNS, Condition
from tradein.analysis.measures import MonthEnd
from tradein.analysis.results import Results
from tradein.cli import HOLDS, USAGE, CommandError, streams
from tradein.cli.arguments import near, shown
from tradein.diagnostic import Diagnostic, Place
from tradein.finance import money
from tradein.scenario import scalars
from tradein.scenario.reader import Reading
from tradein.scenario.scalars import ValueFormatError
from tradein.scenario.yaml_source import Scalar, Source, render

OPTION = "--fail-if"
_SHARE = scalars.rate(money.SHARE_LIMIT_PPM)
_SIGN = re.compile("|".join(SIGNS))
_MONTH = re.compile(r"\s+at\s+month\b\s*")
_LIKE = "write it like `gap > $5,000` or `ltv > 125% at month 12`"


def conditions(written: list[str]) -> list[tuple[str, Condition]]:
    """Read conditions; raises CommandError that shows where one of them is wrong."""
    return [(text, _condition(text)) for text in written]


def check(several: list[tuple[str, Condition]], played: list[tuple[Reading, Results]]) -> None:
    """End the run with its exit code if a condition holds in any chain, and say where."""
    told = False
    for reading, results in played:
        for text, condition in several:
            if condition.month is not None and condition.month > results.summary.months:
                last = results.summary.months
                message = f"month {condition.month} is after the end of {reading.source.name}"
                raise CommandError(f"{OPTION}: {message}, month {last}", USAGE)
            row = condition.first(results.rows)
            if row is not None:
                place = _place(results, row)
                message = f"{' '.join(text.split())} holds {place}: {_figure(condition, row)}"
                streams.tell(f"tradein: {reading.source.name}: {message}")
                told = True
    if told:
        raise SystemExit(HOLDS)


def _place(results: Results, row: MonthEnd) -> str:
    """Say in which month a row is, and of which purchase."""
    day = f", {row.date}" if row.date else ""
    if row.sold:
        return f"in month {row.month}{day}, without a vehicle"
    vehicle = results.ledger.contracts[row.purchase - 1].vehicle
    return f"in month {row.month}{day}, purchase {row.purchase}, {vehicle}"


def _figure(condition: Condition, row: MonthEnd) -> str:
    """Write the figure of a row that a condition is about."""
    if condition.figure != LTV:
        return money.dollars(getattr(row, condition.figure))
    basis_points = money.basis_points(row.balance, row.value)
    if basis_points is None:
        return f"{money.dollars(row.balance)} on a value of nothing"
    return money.percent(100 * basis_points)


def _condition(text: str) -> Condition:
    """Read one condition: a figure, a sign, a limit, and perhaps the only month."""
    if not text.isprintable():
        raise CommandError(f"{OPTION} {shown(text)}: it has a control character; {_LIKE}", USAGE)
    sign = _SIGN.search(text)
    if sign is None:
        _refuse(text, 0, text, f"no condition, {scalars.quote(text)}; {_LIKE}")
    name = text[: sign.start()]
    if name.strip() not in FIGURES:
        known = near(name.strip(), [*FIGURES])
        _refuse(text, 0, name, f"no figure is called {scalars.quote(name.strip())}{known}")
    at = _MONTH.search(text, sign.end())
    limit = text[sign.end() : at.start() if at else None]
    month = None if at is None else _month(text, at.end())
    return Condition(name.strip(), sign[0], _limit(text, name.strip(), sign.end(), limit), month)


def _limit(text: str, figure: str, start: int, written: str) -> int:
    """Read what a figure is compared with; an amount may be below zero."""
    kind, bare = (_SHARE if figure == LTV else scalars.MONEY), written.strip()
    below = figure != LTV and bare.startswith("-")
    try:
        limit: int = kind.read(Scalar(bare.removeprefix("-") if below else bare, Place(1, 1), True))
    except ValueFormatError as wrong:
        _refuse(text, start, written, str(wrong))
    return -limit if below else limit


def _month(text: str, start: int) -> int:
    written = text[start:].strip()
    if not (written.isascii() and written.isdigit()) or len(written) > 5:
        message = f"no month, {scalars.quote(written)}; write a whole number, like `at month 12`"
        _refuse(text, start, text[start:], message)
    return int(written)


def _refuse(text: str, start: int, part: str, message: str) -> NoReturn:
    """End the run with a message at the place of a part of the argument."""
    stripped = part.strip()
    column = start + len(part) - len(part.lstrip()) + 1 if stripped else start + 1
    problem = Diagnostic(message, Place(1, column, max(len(stripped), 1)))
    streams.tell(render(Source(OPTION, text.encode()), OPTION, [problem]))
    raise SystemExit(USAGE)
