"""The values that a setting is to go through: a range `12..60 by 6`, or a list `4.9% | 6.9%`.

A range goes by whole units of its setting: cents, millionths of a percent's hundred, months.
Each value is the text that would stand in the file, so that the reader reads it as always.
"""

import re
from typing import NamedTuple, NoReturn

from tradein.diagnostic import Place
from tradein.finance import money
from tradein.scenario import containers, kinds, paths, scalars
from tradein.scenario.paths import Setting
from tradein.scenario.yaml_source import Unreadable

OPTION = "--vary"
LIMIT = 10_000
"""The most values of one setting."""

_RANGE_LIMIT = 200
"""The most characters of a range; the time to read one grows with their square."""

_RANGE = re.compile(r"(.*?)\.\.(.*?)(?:(?<=\s)by(?=\s|$)(.*))?")
_PART = re.compile(
    r"(\$?)(0|[1-9][0-9]{0,8}|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]{1,4}))?"
    r"(?:(%)| (month|year|day)s?)?"
)
_LIKE = "write a range like 12..60 by 6, or a list like 4.9% | 6.9%"
_DOLLARS, _PERCENT, _MONTHS, _YEARS, _DAYS = "$", "%", "month", "year", "day"
_PLACES = {_DOLLARS: 2, _PERCENT: 4}
"""The decimals of a unit; one that is not here has none."""

_UNIT_OF = {
    "money": _DOLLARS,
    "amount": _DOLLARS,
    "money or share": _DOLLARS,
    "length": _MONTHS,
    "days": _DAYS,
    "days or a date": _DAYS,
    "whole number": "",
}
"""The unit of a number without one, by the kind of its setting."""

_NO_RANGE = ("date", "yes or no", "text", "choice", "code")
"""The kinds of settings whose values can only be listed."""


class Value(NamedTuple):
    """A value as it would stand in the file, and where it stands in the argument, from 0."""

    text: str
    at: int


class Varied(NamedTuple):
    """A setting and the values that it goes through, in order."""

    setting: Setting
    values: tuple[Value, ...]


class _Part(NamedTuple):
    """A number of a range: its digits before and after the point, its unit if written, its place."""

    whole: str
    decimals: str
    unit: str
    place: Place


def varied(argument: str, option: str = OPTION, line: int = 1) -> Varied:
    """Read `path=values`; raises Unreadable with the place in the argument, on a line."""
    setting = paths.setting(argument, option, line)
    try:
        return Varied(setting, _values(setting))
    except Unreadable as wrong:
        message, place = wrong.problem[:2]
        raise Unreadable(message, place and place._replace(line=line)) from None


def _values(setting: Setting) -> tuple[Value, ...]:
    """Read the values behind a path; raises Unreadable with the place on line 1."""
    argument = setting.argument
    written = argument[setting.at :]
    if not written.strip():
        _refuse(f"no values; {_LIKE}", setting.at, 1)
    short = "|" not in written and len(written) <= _RANGE_LIMIT
    if short and (match := _RANGE.fullmatch(written.rstrip())):
        return _counted(setting, match)
    return _listed(setting, written)


def _refuse(message: str, at: int, width: int) -> NoReturn:
    raise Unreadable(message, Place(1, at + 1, max(width, 1)))


def _listed(setting: Setting, written: str) -> tuple[Value, ...]:
    """Read values that are separated by bars."""
    values, at = [], setting.at
    for part in written.split("|"):
        text = part.strip()
        if not text:
            _refuse(f"no value between two bars; {_LIKE}", at, len(part))
        values.append(Value(_with_unit(setting, text), at + len(part) - len(part.lstrip())))
        at += len(part) + 1
    if len(values) == 1:
        _refuse(f"one value, {scalars.quote(values[0].text)}; {_LIKE}", values[0].at, len(text))
    if len(values) > LIMIT:
        _refuse(f"{len(values):,} values; at most {LIMIT:,}", setting.at, len(written))
    return tuple(values)


def _with_unit(setting: Setting, text: str) -> str:
    """Write a bare number of months or days of a list with its unit, as in a range."""
    unit = _UNIT_OF.get(_kind(setting) or "", "")
    bare = text.isascii() and text.isdecimal()
    return _text(int(text), unit) if bare and unit in (_MONTHS, _DAYS) else text


def _counted(setting: Setting, match: re.Match[str]) -> tuple[Value, ...]:
    """Count from the first number of a range to the last, both included, by its step."""
    kind = _kind(setting)
    at, width = setting.at, len(match[0])
    if kind in _NO_RANGE:
        _refuse("no range of these; list them like a | b | c", at, width)
    if match[3] is None:
        _refuse("a range without its step; write it like 12..60 by 6", at, width)
    parts = [_part(match[n], at + match.start(n)) for n in (1, 2, 3)]
    unit = _unit(parts, kind)
    first, last, step = (_units(part, unit) for part in parts)
    if step == 0:
        _refuse("a step of nothing; write more than 0", *_at(parts[2]))
    if last < first:
        _refuse("a range that ends before it begins; write the lower end first", at, width)
    count = (last - first) // step + 1
    if count > LIMIT:
        _refuse(f"{count:,} values; at most {LIMIT:,}, so take a larger step", *_at(parts[2]))
    return tuple(
        Value(_text(units, unit), parts[0].place.column - 1)
        for units in range(first, last + 1, step)
    )


def _at(part: _Part) -> tuple[int, int]:
    return part.place.column - 1, part.place.width


def _part(written: str, at: int) -> _Part:
    """Read one number of a range."""
    text = written.strip()
    at += len(written) - len(written.lstrip())
    match = _PART.fullmatch(text)
    if match is None:
        what = f"not a number of a range, {scalars.quote(text)}" if text else "no number here"
        _refuse(f"{what}; write it like 12..60 by 6, or $500..$2,000 by $250", at, len(text))
    dollar, whole, decimals, percent, length = match.groups()
    unit = dollar or percent or length or ""
    if dollar and (percent or length):
        _refuse(f"two units, {scalars.quote(text)}; write one", at, len(text))
    return _Part(whole.replace(",", ""), decimals or "", unit, Place(1, at + 1, len(text)))


def _unit(parts: list[_Part], kind: str | None) -> str:
    """Give the unit of a range: that which is written, or that of its setting."""
    first, last, step = parts
    written = {part.unit for part in parts if part.unit}
    if written <= {_MONTHS, _YEARS} and written:
        return _MONTHS if written != {_YEARS} else _YEARS
    if len(written) > 1:
        other = next(
            part for part in (last, step) if part.unit not in ("", first.unit or last.unit)
        )
        _refuse("another unit in the same range; write one for all", *_at(other))
    if not written and kind in ("rate", "share or money"):
        _refuse("a number without its sign; write it with its % or its $", *_at(first))
    return written.pop() if written else _UNIT_OF.get(kind or "", "")


def _units(part: _Part, unit: str) -> int:
    """Give a number of a range in whole units; months where a range has months and years."""
    places = _PLACES.get(unit, 0)
    if len(part.decimals) > places:
        most = f"at most {places} decimals" if places else "a whole number"
        _refuse(f"too many decimals; write {most}", *_at(part))
    number = int(part.whole + part.decimals.ljust(places, "0"))
    return number * 12 if unit == _MONTHS and part.unit == _YEARS else number


def _text(units: int, unit: str) -> str:
    """Write a number of units as in a file."""
    match unit:
        case "$":
            return money.dollars(units).removesuffix(".00")
        case "%":
            return money.percent(units)
        case "":
            return str(units)
    return f"{units} {unit}{'' if units == 1 else 's'}"


def _kind(setting: Setting) -> str | None:
    """Give the name of the kind of a setting by its path; None if the field list has none."""
    try:
        kind = kinds.of(setting.steps)
    except Unreadable:  # the reader says what is wrong
        return None
    if isinstance(kind, containers.Amounts | containers.AmountOr):
        kind = scalars.MONEY
    return kind.name if isinstance(kind, scalars.ScalarType) else None
