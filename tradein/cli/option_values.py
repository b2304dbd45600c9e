"""Reads the amounts and dates of the command line, as they are written in scenario files."""

from datetime import date
from typing import Any

from tradein.cli import USAGE, CommandError
from tradein.cli.arguments import shown
from tradein.diagnostic import Place
from tradein.scenario import scalars
from tradein.scenario.scalars import ScalarType, ValueFormatError
from tradein.scenario.yaml_source import Scalar


def cents(option: str, text: str) -> int:
    """Read an amount of money, in cents, zero or more."""
    amount: int = _read(option, scalars.MONEY, text)
    return amount


def day(option: str, text: str) -> date:
    """Read a date."""
    on: date = _read(option, scalars.DATE, text)
    return on


def month_or_day(option: str, text: str) -> int | date:
    """Read a month of the chain, or a date."""
    if text.isascii() and text.isdigit() and len(text) <= 5:
        return int(text)
    if "-" in text.strip("-"):
        return day(option, text)
    message = f"{shown(text)} is not a month or a date; write it like 12 or 2027-03-18"
    raise CommandError(f"{option}: {message}", USAGE)


def months(option: str, text: str, longest: int) -> int:
    """Read a number of months, at least one."""
    number: int = _read(option, scalars.length(1, longest, bare=True), text)
    return number


def annual_rate(option: str, text: str, highest: int) -> int:
    """Read a yearly rate, in millionths."""
    ppm: int = _read(option, scalars.rate(highest, annual=True), text)
    return ppm


def days_or_day(option: str, text: str, longest: int) -> int | date:
    """Read a number of days up to a limit, or a date."""
    until: int | date = _read(option, scalars.days_or_date(longest), text)
    return until


def _read(option: str, kind: ScalarType, text: str) -> Any:
    """Read a value of a `kind`."""
    try:
        return kind.read(Scalar(text, Place(1, 1), True))
    except ValueFormatError as wrong:
        raise CommandError(f"{option}: {wrong}", USAGE) from None
