"""How a single value is written: from its text to cents, millionths, months, a date.

Each reader takes the scalar and gives a whole number (or text, or a date), never by way of
a float, or raises ValueFormatError with what is wrong, what was written and the remedy.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from tradein.finance import dates, money, units
from tradein.finance.units import Reach
from tradein.scenario.yaml_source import Scalar, cut
from tradein.visible import EMOJI_PATTERN, first_unseen, visible

NAME_LIMIT, ABOUT_LIMIT = 80, 2_000
"""The most characters of a name, and of a scenario's `about`."""

LISTED = 160
"""The most characters of a list of known names in a message."""

_MONEY = re.compile(r"\$?((?:0|[1-9][0-9]{0,8})|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]{1,2}))?")
_RATE = re.compile(r"(0|[1-9][0-9]{0,8})(?:\.([0-9]{1,4}))?%")
_LENGTH = re.compile(r"(0|[1-9][0-9]{0,8}) (month|year)s?")
_MONTHS = re.compile(r"(0|[1-9][0-9]{0,8})")
_WHOLE = r"(?:0|[1-9][0-9]{0,8})|[1-9][0-9]{0,2}(?:,[0-9]{3})+"
_MONEY_PATTERN = (
    r"^\$?(?:(?:0|[1-9][0-9]{0,6}|[1-9][0-9]{0,2},[0-9]{3}|[1-9],[0-9]{3},[0-9]{3})"
    r"(?:\.[0-9]{1,2})?|10(?:000000|,000,000)(?:\.00?)?)$"
)
_DATE_PATTERN = (
    r"^(?:19[0-9]{2}|[2-6][0-9]{3}|7000)-(?:02-(?:0[1-9]|[12][0-9])|"
    r"(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01]))$"
)
_SEEN = (
    r"[^\u0000-\u001f\u007f-\u009f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u2800\u3164\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0]"
)
"""What a text may hold, in the words of a schema: no control characters, none unseen."""


_COLORED = rf"(?:[{EMOJI_PATTERN}]|[^\u0000-\uffff])\ufe0f"
"""An emoji in color; of the later planes any character, as not every schema can name them."""


class ValueFormatError(ValueError):
    """A value that does not have the format of its kind; the message has the remedy."""


class ScalarType(NamedTuple):
    """A kind of value: its name, its reader, its JSON Schema, and how to write it.

    `lines` says that the value may have several lines.  `reach` is there where the value is a
    whole number of some unit.
    """

    name: str
    read: Callable[[Scalar], Any]
    schema: dict[str, Any]
    written: str
    lines: bool = False
    reach: Reach | None = None


def quote(text: str) -> str:
    """Quote a user's text for a message, cut at sixty characters."""
    return f"'{visible(cut(text))}'"


def _read_money(scalar: Scalar) -> int:
    match = _MONEY.fullmatch(scalar.text)
    if not match:
        raise ValueFormatError(_not_money(scalar.text))
    whole, part = match.groups()
    cents = int(whole.replace(",", "")) * 100 + int((part or "").ljust(2, "0"))
    if cents > money.LIMIT:
        raise ValueFormatError(
            f"an amount over the limit, {quote(scalar.text)}; it is at most $10,000,000"
        )
    return cents


def _not_money(text: str) -> str:
    """Say why a text is not an amount of money."""
    shown = quote(text)
    written = text.removeprefix("$")
    bare = written.replace(",", "")
    if any(c.isdigit() and not c.isascii() for c in text):
        return f"an amount in unusual digits, {shown}; write ordinary digits 0 to 9"
    for slip in _MISWRITTEN:
        if re.fullmatch(slip.pattern, written if slip.commas else bare):
            return f"{slip.what}, {shown}; {_remedied(slip.remedy, written)}"
    return f"not an amount of money, {shown}; {_AMOUNT_LIKE}"


_AMOUNT_LIKE = "write digits, for example 25000.00"


def _remedied(remedy: str, text: str) -> str:
    """Fill in a remedy with the user's text, or ask for digits if that is not an amount either."""
    figures = {name: _FIGURES[name](text) for name in re.findall(r"\{(\w+)\}", remedy)}
    right = all(_is_amount(figure) for figure in figures.values())
    return remedy.format(**figures) if right else _AMOUNT_LIKE


def _is_amount(text: str) -> bool:
    """Say whether a text is a valid amount of money."""
    match = _MONEY.fullmatch(text)
    return match is not None and int(match.group(1).replace(",", "")) * 100 < money.LIMIT


def _digits(text: str) -> str:
    return re.sub("[^0-9.]", "", text)


def _plain(text: str) -> str:
    """Remove leading zeros."""
    return re.sub(r"^0+(?=[0-9])", "", _digits(text)).removesuffix(".")


def _pointed(text: str) -> str:
    """Replace the last comma of an amount by a decimal point."""
    whole, _, part = text.rpartition(",")
    return f"{re.sub('[^0-9]', '', whole)}.{part}"


def _written_out(text: str) -> str:
    """Write an amount with a `k`, or an exponent of ten, in digits."""
    from decimal import Decimal

    short = len(text) <= 12
    power = text.replace("k", "e3").replace("K", "e3")
    exact = short and abs(int(power.lower().partition("e")[2])) < 10
    return f"{Decimal(power).normalize():f}" if exact else ""


def _decoded(text: str) -> str:
    """Write a hexadecimal or binary amount in decimal digits."""
    return str(int(text, 0)) if len(text) <= 30 else ""


_FIGURES: dict[str, Callable[[str], str]] = {
    "digits": _digits,
    "led": lambda text: f"0{_digits(text)}",
    "plain": _plain,
    "whole": lambda text: re.sub("[^0-9]", "", text),
    "pointed": _pointed,
    "written_out": _written_out,
    "decoded": _decoded,
}
"""What a remedy is filled in with: made of the text that was written."""


class _Slip(NamedTuple):
    """A common mistake in an amount: its pattern, its description, and the remedy.

    With `commas` the pattern must match the text including its commas.
    """

    pattern: str
    what: str
    remedy: str
    commas: bool = False


_MISWRITTEN = (
    _Slip(r"[-−].*", "a negative amount", "write zero or more"),
    _Slip(r".*[€£¥].*", "an amount in another currency", "amounts are in dollars"),
    _Slip(
        r"[0-9]{1,3}(?:[. ][0-9]{3})+,[0-9]{1,2}",
        "not an amount as it is written here",
        "write {pointed}",
        commas=True,
    ),
    _Slip(
        r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+),[0-9]{1,2}",
        "an amount with a comma for the decimal point",
        "write {pointed}",
        commas=True,
    ),
    _Slip(
        r"[0-9,]+,[0-9]{2}",
        "an amount with commas out of place",
        "write {digits}, or {pointed} if the last comma is the decimal point",
        commas=True,
    ),
    _Slip(
        r"[1-9][0-9]{0,2}\.[0-9]{3}",
        "an amount with three decimals",
        "write {whole} where thousands are meant, else at most two decimals",
    ),
    _Slip(r"\.[0-9]{1,2}", "an amount without its leading digit", "write {led}"),
    _Slip(r"[0-9]*\.[0-9]{3}", "an amount with three decimals", "write at most two decimals"),
    _Slip(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}", "an amount with points in it", "write {whole}"),
    _Slip(r"[0-9]*\.[0-9]{4,}", "an amount with more than two decimals", "write whole cents"),
    _Slip(r"0[0-9]+(?:\.[0-9]*)?", "an amount with a leading zero", "write {plain}"),
    _Slip(r"[0-9]+\.", "an amount that ends with a point", "write {plain}"),
    _Slip(r"[0-9]{10,}", "an amount over the limit", "it is at most $10,000,000"),
    _Slip(
        r"[0-9]+(?:\.[0-9]+)?[kK]",
        "not an amount",
        "write all digits, {written_out}",
        commas=True,
    ),
    _Slip(
        r"[0-9]+(?:\.[0-9]*)?[eE][-+]?[0-9]+",
        "an amount with an exponent",
        "write all digits, {written_out}",
        commas=True,
    ),
    _Slip(
        r"0[xX][0-9A-Fa-f]+|0[bB][01]+",
        "a hexadecimal or binary amount",
        "write digits, {decoded}",
    ),
    _Slip(
        r"[0-9,]*[0-9][0-9,]*(?:\.[0-9]+)?",
        "an amount with commas out of place",
        "write {digits}",
        commas=True,
    ),
    _Slip(
        r"(?=.* )[0-9. ]+",
        "an amount with a space in it",
        "remove the space: {digits}",
        commas=True,
    ),
)


MONEY = ScalarType(
    "money",
    _read_money,
    {
        "anyOf": [
            {"type": "string", "pattern": _MONEY_PATTERN},
            {"type": "number", "minimum": 0, "maximum": 10_000_000},
        ]
    },
    "money, `$31,400` or `31400.50`",
    reach=Reach(units.MONEY, 0, money.LIMIT),
)


def _read_some_money(scalar: Scalar) -> int:
    cents = _read_money(scalar)
    if cents == 0:
        raise ValueFormatError(f"nothing at all, {quote(scalar.text)}; write more than $0")
    return cents


SOME_MONEY = ScalarType(
    "money",
    _read_some_money,
    {
        "anyOf": [
            {"type": "string", "pattern": r"^(?!\$?0(\.00?)?$)" + _MONEY_PATTERN[1:]},
            {"type": "number", "exclusiveMinimum": 0, "maximum": 10_000_000},
        ]
    },
    "money above $0",
    reach=Reach(units.MONEY, 1, money.LIMIT),
)
"""Money where nothing has no place, as on a line of logarithms."""


def whole(high: int, unit: str, like: str = "18,000") -> ScalarType:
    """Make a kind: a whole number of some unit, up to a limit of whole thousands."""

    def read(scalar: Scalar) -> int:
        if not re.fullmatch(_WHOLE, scalar.text):
            raise ValueFormatError(_not_whole(scalar.text, high, unit, like))
        number = int(scalar.text.replace(",", ""))
        if number > high:
            raise ValueFormatError(
                f"over the limit, {quote(scalar.text)}; it is at most {high:,} {unit}"
            )
        return number

    grouped = rf"(?!0)(?:{_up_to(high // 1_000 - 1)}),[0-9]{{3}}|{high:,}"
    text = {"type": "string", "pattern": rf"^(?:{_up_to(high)}|{grouped})$"}
    number = {"type": "integer", "minimum": 0, "maximum": high}
    forms = dict.fromkeys((like, like.replace(",", "")))
    written = f"0 to {high:,} {unit}, {' or '.join(f'`{form}`' for form in forms)}"
    reach = Reach(unit, 0, high)
    return ScalarType("whole number", read, {"anyOf": [text, number]}, written, reach=reach)


def _not_whole(text: str, high: int, unit: str, like: str) -> str:
    """Say why a text is not a whole number of some unit up to a limit."""
    shown, digits = quote(text), re.sub("[^0-9]", "", text)
    what = f"not a whole number of {unit}, {shown}"
    if re.fullmatch(r"[-−].*", text):
        return f"{what}; write zero or more"
    if match := re.fullmatch(r"([0-9]{1,6})(?:\.([0-9]{1,3}))? ?[kK].*", text):
        number = int(match.group(1) + (match.group(2) or "").ljust(3, "0"))
        remedy = f"write all digits, like {number:,}, in {unit}"
        return f"{what}; {remedy if number <= high else f'it is at most {high:,}'}"
    if re.fullmatch(rf"\$?[0-9][0-9,]*( ?({unit}|mi))?(/yr| a year)?", text):
        fits = len(digits) < 9 and int(digits) <= high
        return f"{what}; write {int(digits):,}" if fits else f"{what}; it is too large"
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", text) and int(digits) <= high:
        return f"{what}; write {int(digits):,} where thousands are meant"
    return f"{what}; write digits, like {like}"


def word_or_money(*words: str) -> ScalarType:
    """Make a kind: an amount, or one of some words."""

    def read(scalar: Scalar) -> int | str:
        if scalar.text in words:
            return scalar.text
        try:
            return _read_money(scalar)
        except ValueFormatError as wrong:
            raise ValueFormatError(f"{wrong}, or {' or '.join(words)}") from None

    schema = {"anyOf": [{"enum": [*words]}, *MONEY.schema["anyOf"]]}
    written = f"{', '.join(f'`{w}`' for w in words)} or money"
    return ScalarType("amount", read, schema, written, reach=MONEY.reach)


class Share(NamedTuple):
    """A share that is written where an amount might be, in millionths."""

    ppm: int


def money_or_share(high_ppm: int) -> ScalarType:
    """Make a kind: an amount, or a share up to a limit in millionths."""
    share = rate(high_ppm, above_zero=True)

    def read(scalar: Scalar) -> int | Share:
        if scalar.text.endswith("%"):
            return Share(share.read(scalar))
        try:
            return int(SOME_MONEY.read(scalar))
        except ValueFormatError as wrong:
            raise ValueFormatError(f"{wrong}, or a share like 5%") from None

    schema = {"anyOf": [share.schema, *SOME_MONEY.schema["anyOf"]]}
    limit = money.percent(high_ppm)
    written = f"money, or a share up to {limit}"
    return ScalarType("money or share", read, schema, written, reach=SOME_MONEY.reach)


def rate(
    high_ppm: int, annual: bool = False, above_zero: bool = False, like: str = "8.9%"
) -> ScalarType:
    """Make a kind: a percentage, read in millionths, up to a limit in millionths."""
    limit = money.percent(high_ppm)

    def read(scalar: Scalar) -> int:
        match = _RATE.fullmatch(scalar.text)
        if not match:
            raise ValueFormatError(
                _not_rate(scalar.text, _Rates(high_ppm, annual, above_zero, like))
            )
        ppm = _ppm(match)
        if ppm > high_ppm:
            raise ValueFormatError(
                f"over the limit, {quote(scalar.text)}; it must be between 0 and {limit}"
            )
        if above_zero and ppm == 0:
            raise ValueFormatError(f"nothing at all, {quote(scalar.text)}; write more than 0%")
        return ppm

    schema = {"type": "string", "pattern": _rate_pattern(high_ppm, above_zero)}
    between = f"above 0%, up to {limit}" if above_zero else f"0% to {limit}"
    reach = Reach(units.RATE, int(above_zero), high_ppm)
    return ScalarType("rate", read, schema, f"a rate, {between}", reach=reach)


class Sum(NamedTuple):
    """An amount in cents, where a share could have been written."""

    cents: int


def share_or_money(high_ppm: int) -> ScalarType:
    """Make a kind: a percentage up to a limit, in millionths, or an amount."""
    share = rate(high_ppm)

    def read(scalar: Scalar) -> int | Sum:
        if scalar.text.startswith("$"):
            return Sum(_read_money(scalar))
        match = _MONEY.fullmatch(scalar.text)
        if match and int(match[1].replace(",", "")) >= _SURELY_DOLLARS:
            raise ValueFormatError(
                f"neither a share nor an amount, {quote(scalar.text)}; write ${scalar.text}, what "
                "the buyer pays, or a share like 112%"
            )
        return int(share.read(scalar))

    dollars = {"type": "string", "pattern": _MONEY_PATTERN.replace(r"\$?", r"\$", 1)}
    schema = {"anyOf": [share.schema, dollars]}
    written = f"{share.written}, or money with its `$`"
    return ScalarType("share or money", read, schema, written, reach=MONEY.reach)


_SURELY_DOLLARS = 1_000
"""From here on a number without a sign is no share."""


def _rate_pattern(high_ppm: int, above_zero: bool) -> str:
    """Give the schema pattern of a rate up to a limit of whole percents."""
    high = high_ppm // 10_000
    some = r"(?!0(?:\.0*)?%)" if above_zero else ""
    below, maximum = rf"(?:{_up_to(high - 1)})(?:\.[0-9]{{1,4}})?", rf"{high}(?:\.0{{1,4}})?"
    return rf"^{some}(?:{below}|{maximum})%$"


def _up_to(high: int) -> str:
    """Give the pattern of the whole numbers from 0 to a maximum, without leading zeros."""
    digits = str(high)
    ways = ["0", f"[1-9][0-9]{{0,{len(digits) - 2}}}" if len(digits) > 1 else f"[1-{digits}]"]
    for i, digit in enumerate(digits if len(digits) > 1 else ""):
        low = 0 if i else 1
        if int(digit) > low:
            ways.append(f"{digits[:i]}[{low}-{int(digit) - 1}][0-9]{{{len(digits) - i - 1}}}")
    return "|".join(dict.fromkeys([*ways, digits]))


class _Rates(NamedTuple):
    """The limits of a rate: its maximum in millionths, if it is annual, if it is above zero."""

    high_ppm: int
    annual: bool
    above_zero: bool
    like: str

    def admits(self, ppm: int) -> bool:
        """Say whether a rate in millionths is within the limits."""
        return (1 if self.above_zero else 0) <= ppm <= self.high_ppm

    def likely(self, number: str) -> list[str]:
        """List the rates that a number without a percent sign may mean, the likeliest first.

        0.089 is a fraction; for a share so is 1.08.  A fraction of more than a third is unlikely
        as an annual rate: 0.9 is then a rate of 0.9 %.
        """
        whole, _, part = number.partition(".")
        as_is = int(whole + part[:4].ljust(4, "0")) if part[4:].strip("0") == "" else None
        folded = _folded(number)
        share = self.high_ppm > _WHOLE_PPM
        fraction = folded < (_SHARE_BELOW if share else 1) * _WHOLE_PPM
        rates = [(f"{number}%", as_is)]
        if fraction and folded:
            unlikely = self.annual and folded > _HIGH_APR_PPM
            rates.insert(1 if unlikely else 0, (money.percent(folded), folded))
        return [text for text, ppm in rates if ppm is not None and self.admits(ppm)]

    def of_a_shorter_time(self, number: str) -> list[str]:
        """List the yearly rates that a small fraction may mean, and when, the likeliest first.

        The list is empty for a large fraction and for rates that are not annual.
        """
        match, ppm = re.fullmatch(r"0\.([0-9]{2,8})", number), _folded(number)
        if not self.annual or not match or not 0 < ppm < _SMALL_PPM[len(match.group(1)) > 3]:
            return []
        ways = (_LEASE, _MONTH, _YEAR) if ppm < _SMALL_PPM[False] else (_MONTH, _LEASE, _YEAR)
        if ppm < _DAILY_PPM:
            ways = (_DAY, _LEASE, _YEAR)
        return [f"{money.percent(_folded(number, times))} {when}" for times, when in ways]


def _folded(number: str, times: int = 1) -> int:
    """Convert a decimal fraction, times a factor, to millionths, rounded to the nearest."""
    whole, _, part = number.partition(".")
    return money.half_up(int(whole + part) * times * 10**6, 10 ** len(part))


_DAY, _MONTH, _LEASE, _YEAR = (
    (365, "if it is a day's rate"),
    (12, "if it is a month's"),
    (24, "if it is a lease's money factor"),
    (1, "if it is a year's"),
)
"""What turns a fraction into a yearly one, and when.  A money factor is half a month's rate."""

_SMALL_PPM, _DAILY_PPM = (5_000, 12_500), 400
"""Below it a fraction is one of a shorter time, in up to three decimals or more; of a day."""

_WHOLE_PPM, _HIGH_APR_PPM, _SHARE_BELOW = 1_000_000, 360_000, 3
"""All of something; the highest annual rate that is likely; below it a bare share is a fraction."""


def _not_rate(text: str, rates: _Rates) -> str:
    """Say why a text is not a rate."""
    shown = quote(text)
    between = f"it must be between 0 and {money.percent(rates.high_ppm)}"
    number = text.removesuffix("%").strip()
    if text.startswith(("-", "−")):
        return f"a negative rate, {shown}; {between}"
    if rates.annual and re.search("month|week|day", text):
        return f"not an annual rate, {shown}; give the annual rate, like 8.9%"
    if re.search(r"[0-9][eE]", text):
        return f"a rate with an exponent, {shown}; write digits, like 8.9%"
    if message := _not_whole_number(text, number, rates):
        return message
    if re.fullmatch(r"(?:[0-9]{1,8}([.,][0-9]{1,8})?|\.[0-9]{1,8})", number):
        return _without_sign(text, number, rates)
    if re.fullmatch(r"[0-9]+\.[0-9]{5,}", number):
        return f"a rate with more than four decimals, {shown}; write at most four decimals"
    return f"not a rate, {shown}; write a percentage, like {rates.like}"


def _not_whole_number(text: str, number: str, rates: _Rates) -> str | None:
    """Say how to write a percentage that has no digit before or after its point."""
    if not text.endswith("%") or not re.fullmatch(r"\.[0-9]{1,4}|[0-9]{1,8}\.", number):
        return None
    led = number.startswith(".")
    what = "a rate without its leading digit" if led else "a rate that ends in its decimal point"
    meant = f"0{number}%" if led else f"{int(number[:-1])}%"
    return f"{what}, {quote(text)}; write {meant}" if _admitted(meant, rates) else None


def _without_sign(text: str, number: str, rates: _Rates) -> str:
    """Say how to write a number as a rate: with a comma, or with no percent sign next to it."""
    shown, meant = quote(text), _meant(text, number, rates)
    if "," in number:
        what = "a rate with a comma"
    elif meant:
        what = "a rate without a percent sign"
    elif re.fullmatch(r"[0-9]*\.[0-9]{5,}", number):
        return f"a rate with more than four decimals, {shown}; write at most four decimals"
    elif not number.strip("0."):
        return f"nothing at all, {shown}; write more than 0%"
    else:
        return f"over the limit, {shown}; it must be at most {money.percent(rates.high_ppm)}"
    *others, last = meant or [f"a percentage, like {rates.like}"]
    ways = f"{', '.join(others)}, or {last}" if others else last
    return f"{what}, {shown}; write {ways}"


def _meant(text: str, number: str, rates: _Rates) -> list[str]:
    """List the rates that a number may mean, as texts, the likeliest first."""
    plain = re.sub(r"^0*(?=[0-9])", "", f"0{number.replace(',', '.')}")
    meant = [f"{plain}%"]
    if not text.endswith("%"):
        meant = rates.of_a_shorter_time(plain) or rates.likely(plain)
    if re.fullmatch(r"[1-9][0-9]{0,2},[0-9]{3}", number):
        meant.insert(0, f"{number.replace(',', '')}%")
    return [rate for rate in meant if _admitted(rate.partition(" ")[0], rates)]


def _admitted(text: str, rates: _Rates) -> bool:
    """Say whether a text is a valid rate."""
    match = _RATE.fullmatch(text)
    return match is not None and rates.admits(_ppm(match))


def _ppm(match: re.Match[str]) -> int:
    """Give a matched rate in millionths."""
    whole, part = match.groups()
    return int(whole) * 10_000 + int((part or "").ljust(4, "0"))


def length(low: int, high: int, bare: bool = False) -> ScalarType:
    """Make a kind: a number of months in a range; `bare` allows a number without a unit."""

    def read(scalar: Scalar) -> int:
        match = _LENGTH.fullmatch(scalar.text) or (bare and _MONTHS.fullmatch(scalar.text))
        if not match:
            raise ValueFormatError(_not_length(scalar.text, low, high, bare))
        in_years = len(match.groups()) > 1 and match.group(2) == "year"
        months = int(match.group(1)) * (12 if in_years else 1)
        if months < low:
            raise ValueFormatError(
                f"too short, {quote(scalar.text)}; it is at least {_months(low)}"
            )
        if months > high:
            raise ValueFormatError(
                f"over the limit, {quote(scalar.text)}; it is at most {high} months"
            )
        return months

    text = {"type": "string", "pattern": _length_pattern(low, high, bare)}
    number = {"type": "integer", "minimum": low, "maximum": high}
    schema = {"anyOf": [text, number]} if bare else text
    examples = "`72` or `6 years`" if bare else "`26 months` or `2 years`"
    reach = Reach(units.MONTHS, low, high)
    return ScalarType("length", read, schema, f"{low} to {high} months, {examples}", reach=reach)


def _length_pattern(low: int, high: int, bare: bool) -> str:
    """Give the schema pattern of a length in a range; the minimum is 0 or 1 month."""
    some = "(?!0)" if low else ""
    months, years = _up_to(high), _up_to(high // 12)
    unit = "(?: months?)?" if bare else " months?"
    return rf"^{some}(?:(?:{months}){unit}|(?:{years}) years?)$"


def _months(number: int) -> str:
    return f"{number} month{'' if number == 1 else 's'}"


def _not_length(text: str, low: int, high: int, bare: bool) -> str:
    """Say why a text is not a length of time."""
    shown = quote(text)
    if text.startswith(("-", "−")):
        return f"not a whole number of months, {shown}; it is at least {_months(low)}"
    if _MONTHS.fullmatch(text):
        ways = _with_units(text, low, high)
        return f"a length without a unit, {shown}; {ways}"
    if match := re.fullmatch(r"0+([0-9]+)( .*)?", text):
        unit = (match.group(2) or ("" if bare else " months")).rstrip()
        zeros = f"a leading zero in a whole number of months, {shown}"
        return f"{zeros}; write {int(match.group(1))}{unit}"
    if match := re.fullmatch(_UNIT, text):
        number, years = int(match.group(1)), match.group(2).lower().startswith("y")
        if low <= number * (12 if years else 1) <= high:
            unit = "year" if years else "month"
            meant = f"{number} {unit}{'' if number == 1 else 's'}"
            return f"not a whole number of months, {shown}; write {meant}"
    if re.search(r"[0-9]\.[0-9]", text):
        return f"a fraction, not a whole number of months, {shown}; write whole months"
    example = "72" if bare else "26 months"
    return f"not a whole number of months, {shown}; write it like {example}"


_UNIT = r"(?i)([0-9]{1,4}) *(mo[a-z]*|mths?|y|yrs?|years?)\.?"


def _with_units(text: str, low: int, high: int) -> str:
    """Say how to write a bare number with a unit: also in years for a single digit."""
    number = int(text)
    several = "" if number == 1 else "s"
    years = f"{text} year{several} or " if 0 < number < 10 and 12 < high >= 12 * number else ""
    if low <= number <= high:
        return f"write {years}{text} month{several}"
    return f"it is {f'at least {_months(low)}' if number < low else f'at most {high} months'}"


_DAYS = r"(0|[1-9][0-9]{0,8}) days?"


def days(high: int, low: int = 1, beyond: str = "") -> ScalarType:
    """Make a kind: a number of days; `beyond` says what to do with more."""

    def read(scalar: Scalar) -> int:
        match = re.fullmatch(_DAYS, scalar.text)
        if not match:
            raise ValueFormatError(_not_days(scalar.text, high))
        number = int(match.group(1))
        if number > high:
            raise ValueFormatError(
                f"over the limit, {quote(scalar.text)}; it is at most {high} days{beyond}"
            )
        if number < low:
            raise ValueFormatError(_not_days(scalar.text, high))
        return number

    some = "(?!0)" if low else ""
    schema = {"type": "string", "pattern": rf"^{some}(?:{_up_to(high)}) days?$"}
    like = "45 days" if high >= 45 else "20 days"
    reach = Reach(units.DAYS, low, high)
    return ScalarType("days", read, schema, f"{low} to {high} days, `{like}`", reach=reach)


def _not_days(text: str, high: int) -> str:
    """Say why a text is not a number of days."""
    shown, limit = quote(text), f"it is at most {high} days"
    if _MONTHS.fullmatch(text):
        remedy = f"write {text} days" if 1 <= int(text) <= high else f"it is 1 to {high} days"
        return f"a length without a unit, {shown}; {remedy}"
    if match := _LENGTH.fullmatch(text):
        number, unit = int(match.group(1)), match.group(2)
        meant = number * (30 if unit == "month" else 365)
        remedy = f"write days, like {meant} days" if 1 <= meant <= high else limit
        return f"not a number of days, {shown}; {remedy}"
    return f"not a number of days, {shown}; write it like {'45' if high >= 45 else '20'} days"


def days_or_date(high: int) -> ScalarType:
    """Make a kind: a number of days, or a date."""
    some = days(high)

    def read(scalar: Scalar) -> int | date:
        if re.match(r"[0-9]+[-/]", scalar.text):
            return _read_date(scalar)
        try:
            return int(some.read(scalar))
        except ValueFormatError as wrong:
            raise ValueFormatError(f"{wrong}, or a date like 2026-03-01") from None

    schema = {"anyOf": [some.schema, DATE.schema]}
    return ScalarType("days or a date", read, schema, "`45 days` or a date", reach=some.reach)


def _read_yes_no(scalar: Scalar) -> bool:
    if not scalar.quoted and scalar.text in ("yes", "true"):
        return True
    if not scalar.quoted and scalar.text in ("no", "false"):
        return False
    shown = quote(scalar.text)
    remedy = "remove the quotes" if scalar.quoted else "write yes or no"
    raise ValueFormatError(f"not yes or no, true or false, {shown}; {remedy}")


YES_NO = ScalarType(
    "yes or no", _read_yes_no, {"enum": [True, False, "yes", "no"]}, "`yes` or `no`"
)


def _read_date(scalar: Scalar) -> date:
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", scalar.text)
    if not match:
        raise ValueFormatError(_not_date(scalar.text))
    year, month, day = (int(part) for part in match.groups())
    shown = quote(scalar.text)
    if not dates.EARLIEST_YEAR <= year <= dates.LATEST_YEAR:
        years = f"{dates.EARLIEST_YEAR}, the latest {dates.LATEST_YEAR}"
        raise ValueFormatError(f"a year out of range, {shown}; the earliest is {years}")
    if not 1 <= month <= 12:
        raise ValueFormatError(f"not a date, month {month}, {shown}; write YYYY-MM-DD")
    if not 1 <= day <= dates.days_in_month(year, month):
        raise ValueFormatError(f"not a date, no such day, {shown}; write YYYY-MM-DD")
    return date(year, month, day)


def _not_date(text: str) -> str:
    """Say why a text is not a date; suggest one only if the order of its parts is clear."""
    shown = quote(text)
    if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]", text) and _is_date(text[:10]):
        return f"not a date without a time, {shown}; write {text[:10]}"
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text):
        year, month, day = match.groups()
        meant = f"{year}-{month:>02}-{day:>02}"
        if _is_date(meant):
            return f"not a date as it is written here, {shown}; write {meant}"
    if match := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", text):
        first, second, year = match.groups()
        orders = (f"{year}-{m:>02}-{d:>02}" for m, d in ((first, second), (second, first)))
        either = " or ".join(dict.fromkeys(day for day in orders if _is_date(day)))
        what = "a date in an order that is not known here"
        return f"{what}, {shown}; write YYYY-MM-DD{either and f', {either}'}"
    return f"not a date, {shown}; write YYYY-MM-DD with a four-digit year, like 2026-03-01"


def _is_date(text: str) -> bool:
    """Say whether a text YYYY-MM-DD is a valid date within the allowed years."""
    year, month, day = (int(part) for part in text.split("-"))
    known = dates.EARLIEST_YEAR <= year <= dates.LATEST_YEAR and 1 <= month <= 12
    return known and 1 <= day <= dates.days_in_month(year, month)


DATE = ScalarType(
    "date",
    _read_date,
    {"type": "string", "format": "date", "pattern": _DATE_PATTERN},
    "a date, `2021-03-15`",
)


def text(limit: int, lines: bool = False) -> ScalarType:
    """Make a kind: a text up to a number of characters; `lines` allows line breaks."""

    def read(scalar: Scalar) -> str:
        written = scalar.text.strip() if lines else scalar.text
        if not written.strip():
            raise ValueFormatError(
                "nothing there; write some text, in quotes where it begins with #"
            )
        if len(written) > limit:
            raise ValueFormatError(f"too long, {len(written)} characters; the limit is {limit}")
        line = written.replace("\n", "") if lines else written
        plain = line.isascii() and line.isprintable()
        if not plain and (character := first_unseen(line)) is not None:
            code = f"U+{ord(character):04X}"
            raise ValueFormatError(f"a control character or one not seen, {code}; remove it")
        return written

    breaks = r"|\n" if lines else ""
    seen = rf"(?:{_SEEN}|{_COLORED}{breaks})"
    some = r"(?=[\s\S]*\S)"
    schema: dict[str, Any] = {
        "type": ["string", "number", "boolean"],
        "maxLength": limit,
        "pattern": rf"^{some}{seen}*$",
    }
    return ScalarType("text", read, schema, f"text of up to {limit} characters", lines)


_OTHER_WORDS = ("bimonthly", "compound")
"""Words that are spelled like a known one and mean another thing."""


def choice(*words: str, meant: dict[str, str] | None = None) -> ScalarType:
    """Make a kind: one of some words; `meant` maps other words to them."""
    others = meant or {}

    def read(scalar: Scalar) -> str:
        if scalar.text in words:
            return scalar.text
        shown = quote(scalar.text)
        if (same := others.get(scalar.text.lower())) is not None:
            raise ValueFormatError(f"not one of {', '.join(words)}, {shown}; did you mean {same}?")
        other = scalar.text.lower() in _OTHER_WORDS or scalar.text[:1].isdecimal()
        meant = None if other else nearest(scalar.text, words)
        remedy = f"did you mean {meant}?" if meant else "write one of them"
        raise ValueFormatError(f"not one of {', '.join(words)}, {shown}; {remedy}")

    return ScalarType("choice", read, {"enum": list(words)}, ", ".join(f"`{w}`" for w in words))


def near(written: str, known: tuple[str, ...] | list[str]) -> str:
    """Suggest a known word that is close to what was written, or list the known words."""
    name = nearest(written, known)
    return f"; did you mean {name}?" if name else f"; known: {listed(known)}"


def nearest(written: str, known: tuple[str, ...] | list[str]) -> str | None:
    """Find a known word that is close to what was written or begins with it."""
    from difflib import get_close_matches

    lower, sought = {word.lower(): word for word in known}, written.lower()[:80]
    close = get_close_matches(sought, lower, n=1, cutoff=0.6)
    begun = [word for word in lower if len(sought) > 2 and word.startswith(sought)]
    return lower[(close or begun)[0]] if close or begun else None


def listed(words: tuple[str, ...] | list[str]) -> str:
    """List words, as many as fit in a message."""
    text = ", ".join(words)
    return text if len(text) <= LISTED else text[:LISTED].rpartition(",")[0] + ", …"
