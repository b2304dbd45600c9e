"""How a single value is written: from its text to cents, millionths, months, a date.

Each reader takes the scalar and gives a whole number (or text, or a date), never by way of
a float, or raises Wrong with what is wrong, what was written and the remedy.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from tradein.finance import dates, money
from tradein.scenario.source import Scalar, cut
from tradein.visible import unseen, visible

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
_SEEN = r"[^\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
"""What a text may hold, in the words of a schema: no control characters, none unseen."""


class Wrong(ValueError):
    """A value that is not written as its kind wants; the message carries the remedy."""


class Kind(NamedTuple):
    """A way of writing a value: its name, its reader, its JSON Schema, a word on it."""

    name: str
    read: Callable[[Scalar], Any]
    schema: dict[str, Any]
    written: str


def quote(text: str) -> str:
    """Give a user's text as a message shows it: cut at sixty characters, in quotes."""
    return f"'{visible(cut(text))}'"


def _read_money(scalar: Scalar) -> int:
    found = _MONEY.fullmatch(scalar.text)
    if not found:
        raise Wrong(_not_money(scalar.text))
    whole, part = found.groups()
    cents = int(whole.replace(",", "")) * 100 + int((part or "").ljust(2, "0"))
    if cents > money.LIMIT:
        raise Wrong(f"an amount over the limit, {quote(scalar.text)}; it is at most $10,000,000")
    return cents


def _not_money(text: str) -> str:
    """Say why a text is no amount of money."""
    shown = quote(text)
    bare = text.removeprefix("$").replace(",", "")
    if any(c.isdigit() and not c.isascii() for c in text):
        return f"an amount in unusual digits, {shown}; write ordinary digits 0 to 9"
    for pattern, what, remedy in _MISWRITTEN:
        if re.fullmatch(pattern, text if "," in pattern or " " in pattern else bare):
            return f"{what}, {shown}; {_remedied(remedy, text)}"
    return f"not an amount of money, {shown}; write digits, for example 25000.00"


def _remedied(remedy: str, text: str) -> str:
    """Fill a remedy in with the digits of what was written: `plain`, without separators, turned."""
    digits = re.sub("[^0-9.]", "", text)
    return remedy.format(
        digits=digits,
        plain=digits.lstrip("0") or "0",
        whole=digits.replace(".", ""),
        turned=text.replace(".", "").replace(",", "."),
    )


_MISWRITTEN = (
    (r"[-−].*|\$-.*", "a negative amount", "write zero or more"),
    (r".*[€£¥].*", "an amount in another currency", "amounts are in dollars"),
    (
        r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{2}",
        "not an amount as it is written here",
        "write {turned}",
    ),
    (
        r"[0-9]+\.[0-9]{3}",
        "an amount with three decimals",
        "write {whole} where thousands are meant, else at most two decimals",
    ),
    (r"[0-9]+\.[0-9]{4,}", "an amount with more than two decimals", "write whole cents"),
    (r"0[0-9]+(?:\.[0-9]*)?", "an amount with a leading zero", "write {plain}"),
    (r"[0-9]{10,}", "an amount over the limit", "it is at most $10,000,000"),
    (r"[0-9.]+[kK]", "not an amount", "write all digits, like 25000"),
    (r"[0-9.]+[eE][-+]?[0-9]+", "an amount with an exponent", "write all digits, like 10000.00"),
    (r"0[xX][0-9A-Fa-f]+|0[bB][01]+", "a hexadecimal or binary amount", "write digits, like 25000"),
    (r"\$?[0-9,]+(?:\.[0-9]+)?", "an amount with commas out of place", "write {digits}"),
    (r"\$?[0-9. ]+", "an amount with a space in it", "remove the space: {digits}"),
)
"""Patterns of what people write instead of an amount: what it is, and the remedy."""


MONEY = Kind(
    "money",
    _read_money,
    {
        "anyOf": [
            {"type": "string", "pattern": _MONEY_PATTERN},
            {"type": "number", "minimum": 0, "maximum": 10_000_000},
        ]
    },
    "money, `$31,400` or `31400.50`",
)


def _read_some_money(scalar: Scalar) -> int:
    cents = _read_money(scalar)
    if cents == 0:
        raise Wrong(f"nothing at all, {quote(scalar.text)}; write more than $0")
    return cents


SOME_MONEY = Kind(
    "money",
    _read_some_money,
    {
        "anyOf": [
            {"type": "string", "pattern": r"^(?!\$?0(\.00?)?$)" + _MONEY_PATTERN[1:]},
            {"type": "number", "exclusiveMinimum": 0, "maximum": 10_000_000},
        ]
    },
    "money above $0",
)
"""Money where nothing has no place, as on a line of logarithms."""


def whole(high: int, unit: str) -> Kind:
    """Make the kind of a whole number of something, up to a limit of whole thousands."""

    def read(scalar: Scalar) -> int:
        if not re.fullmatch(_WHOLE, scalar.text):
            raise Wrong(_not_whole(scalar.text, unit))
        number = int(scalar.text.replace(",", ""))
        if number > high:
            raise Wrong(f"over the limit, {quote(scalar.text)}; it is at most {high:,} {unit}")
        return number

    grouped = rf"(?!0)(?:{_up_to(high // 1_000 - 1)}),[0-9]{{3}}|{high:,}"
    text = {"type": "string", "pattern": rf"^(?:{_up_to(high)}|{grouped})$"}
    number = {"type": "integer", "minimum": 0, "maximum": high}
    written = f"0 to {high:,} {unit}, `18,000` or `18000`"
    return Kind("whole number", read, {"anyOf": [text, number]}, written)


def _not_whole(text: str, unit: str) -> str:
    """Say why a text is no whole number of something."""
    shown, digits = quote(text), re.sub("[^0-9]", "", text)
    what = f"not a whole number of {unit}, {shown}"
    if re.fullmatch(r"[-−].*", text):
        return f"{what}; write zero or more"
    if re.fullmatch(r"[0-9.]+ ?[kK].*", text):
        return f"{what}; write all digits, like 18,000, in {unit}"
    if re.fullmatch(rf"\$?[0-9][0-9,]*( ?({unit}|mi))?(/yr| a year)?", text):
        return f"{what}; write {int(digits):,}" if len(digits) < 9 else f"{what}; it is too large"
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", text):
        return f"{what}; write {int(digits):,} where thousands are meant"
    return f"{what}; write digits, like 18,000"


def word_or_money(*words: str) -> Kind:
    """Make the kind of an amount in place of which some words may stand."""

    def read(scalar: Scalar) -> int | str:
        if scalar.text in words:
            return scalar.text
        try:
            return _read_money(scalar)
        except Wrong as wrong:
            raise Wrong(f"{wrong}, or {' or '.join(words)}") from None

    schema = {"anyOf": [{"enum": [*words]}, *MONEY.schema["anyOf"]]}
    return Kind("amount", read, schema, f"{', '.join(f'`{w}`' for w in words)} or money")


def rate(high_ppm: int, annual: bool = False, above_zero: bool = False, like: str = "8.9%") -> Kind:
    """Make the kind of a percentage up to a limit in millionths, read to millionths."""
    limit = money.percent(high_ppm)

    def read(scalar: Scalar) -> int:
        found = _RATE.fullmatch(scalar.text)
        if not found:
            raise Wrong(_not_rate(scalar.text, limit, annual, like))
        whole, part = found.groups()
        ppm = int(whole) * 10_000 + int((part or "").ljust(4, "0"))
        if ppm > high_ppm:
            raise Wrong(f"over the limit, {quote(scalar.text)}; it must be between 0 and {limit}")
        if above_zero and ppm == 0:
            raise Wrong(f"nothing at all, {quote(scalar.text)}; write more than 0%")
        return ppm

    schema = {"type": "string", "pattern": _rate_pattern(high_ppm, above_zero)}
    reach = f"above 0%, up to {limit}" if above_zero else f"0% to {limit}"
    return Kind("rate", read, schema, f"a rate, {reach}")


def _rate_pattern(high_ppm: int, above_zero: bool) -> str:
    """Give the pattern of a rate up to a limit of whole percents, for a schema."""
    high = high_ppm // 10_000
    some = r"(?!0(?:\.0*)?%)" if above_zero else ""
    below, most = rf"(?:{_up_to(high - 1)})(?:\.[0-9]{{1,4}})?", rf"{high}(?:\.0{{1,4}})?"
    return rf"^{some}(?:{below}|{most})%$"


def _up_to(high: int) -> str:
    """Give the pattern of the whole numbers from 0 to a highest, without leading zeros."""
    digits = str(high)
    ways = ["0", f"[1-9][0-9]{{0,{len(digits) - 2}}}" if len(digits) > 1 else f"[1-{digits}]"]
    for i, digit in enumerate(digits if len(digits) > 1 else ""):
        low = 0 if i else 1
        if int(digit) > low:
            ways.append(f"{digits[:i]}[{low}-{int(digit) - 1}][0-9]{{{len(digits) - i - 1}}}")
    return "|".join(dict.fromkeys([*ways, digits]))


def _not_rate(text: str, limit: str, annual: bool, like: str) -> str:
    """Say why a text is no rate."""
    shown, between = quote(text), f"it must be between 0 and {limit}"
    number = text.removesuffix("%").strip()
    if text.startswith(("-", "−")):
        return f"a negative rate, {shown}; {between}"
    if annual and re.search("month|week|day", text):
        return f"not an annual rate, {shown}; give the annual rate, like 8.9%"
    if re.fullmatch(r"[0-9]+,[0-9]+", number):
        return f"a rate with a comma, {shown}; write {number.replace(',', '.')}%"
    if re.search(r"[0-9][eE]", text):
        return f"a rate with an exponent, {shown}; write digits, like 8.9%"
    if re.fullmatch(r"0\.[0-9]{1,4}", text):
        return f"a rate without its sign, {shown}; write {_hundredfold(text)}%, or {text}%"
    if re.fullmatch(r"[0-9]{1,8}(\.[0-9]{1,4})?", number):
        return f"a rate not written with its sign, {shown}; write {number.lstrip('0') or '0'}%"
    if re.fullmatch(r"[0-9]+\.[0-9]{5,}", number):
        return f"a rate with more than four decimals, {shown}; write at most four decimals"
    return f"not a rate, {shown}; write a percentage, like {like}"


def _hundredfold(text: str) -> str:
    return money.percent(int(text[2:].ljust(4, "0")) * 100).removesuffix("%")


def length(low: int, high: int, bare: bool = False) -> Kind:
    """Make the kind of a number of months in a range; `bare` admits a whole number alone."""

    def read(scalar: Scalar) -> int:
        found = _LENGTH.fullmatch(scalar.text) or (bare and _MONTHS.fullmatch(scalar.text))
        if not found:
            raise Wrong(_not_length(scalar.text, low, high, bare))
        in_years = len(found.groups()) > 1 and found.group(2) == "year"
        months = int(found.group(1)) * (12 if in_years else 1)
        if months < low:
            raise Wrong(f"too short, {quote(scalar.text)}; it is at least {_months(low)}")
        if months > high:
            raise Wrong(f"over the limit, {quote(scalar.text)}; it is at most {high} months")
        return months

    text = {"type": "string", "pattern": _length_pattern(low, high, bare)}
    number = {"type": "integer", "minimum": low, "maximum": high}
    schema = {"anyOf": [text, number]} if bare else text
    examples = "`72` or `6 years`" if bare else "`26 months` or `2 years`"
    return Kind("length", read, schema, f"{low} to {high} months, {examples}")


def _length_pattern(low: int, high: int, bare: bool) -> str:
    """Give the pattern of a length in a range, for a schema; the lowest is 0 or 1 month."""
    some = "(?!0)" if low else ""
    months, years = _up_to(high), _up_to(high // 12)
    unit = "(?: months?)?" if bare else " months?"
    return rf"^{some}(?:(?:{months}){unit}|(?:{years}) years?)$"


def _months(number: int) -> str:
    return f"{number} month{'' if number == 1 else 's'}"


def _not_length(text: str, low: int, high: int, bare: bool) -> str:
    """Say why a text is no length of time."""
    shown = quote(text)
    if text.startswith(("-", "−")):
        return f"not a whole number of months, {shown}; it is at least {_months(low)}"
    if _MONTHS.fullmatch(text):
        years = f"{text} years or " if len(text) == 1 and 12 * int(text) <= high else ""
        return f"a length without a unit, {shown}; write {years}{text} months"
    if re.fullmatch(r"0[0-9]+( .*)?", text):
        return f"a leading zero in a whole number of months, {shown}; write {text.lstrip('0')}"
    if found := re.fullmatch(r"([0-9]{1,4}) ?mo[a-z]*\.?", text):
        return f"not a whole number of months, {shown}; write {found.group(1)} months"
    if re.search(r"[0-9]\.[0-9]", text):
        return f"a fraction, not a whole number of months, {shown}; write whole months"
    example = "72" if bare else "26 months"
    return f"not a whole number of months, {shown}; write it like {example}"


_DAYS = re.compile(r"([1-9][0-9]{0,8}) days?")


def days(high: int) -> Kind:
    """Make the kind of a number of days, from one."""

    def read(scalar: Scalar) -> int:
        found = _DAYS.fullmatch(scalar.text)
        if not found:
            raise Wrong(_not_days(scalar.text))
        number = int(found.group(1))
        if number > high:
            raise Wrong(f"over the limit, {quote(scalar.text)}; it is at most {high} days")
        return number

    schema = {"type": "string", "pattern": rf"^(?!0)(?:{_up_to(high)}) days?$"}
    return Kind("days", read, schema, f"1 to {high} days, `45 days`")


def _not_days(text: str) -> str:
    """Say why a text is no number of days."""
    shown = quote(text)
    if _MONTHS.fullmatch(text):
        return f"a length without a unit, {shown}; write {text} days"
    if found := _LENGTH.fullmatch(text):
        number, unit = int(found.group(1)), found.group(2)
        meant = number * (30 if unit == "month" else 365)
        return f"not a number of days, {shown}; write days, like {meant} days"
    return f"not a number of days, {shown}; write it like 45 days"


def days_or_date(high: int) -> Kind:
    """Make the kind of a number of days, or the date that it leads to."""
    some = days(high)

    def read(scalar: Scalar) -> int | date:
        if re.match(r"[0-9]+[-/]", scalar.text):
            return _read_date(scalar)
        try:
            return int(some.read(scalar))
        except Wrong as wrong:
            raise Wrong(f"{wrong}, or a date like 2026-03-01") from None

    schema = {"anyOf": [some.schema, DATE.schema]}
    return Kind("days or a date", read, schema, "`45 days` or a date")


def _read_yes_no(scalar: Scalar) -> bool:
    if not scalar.quoted and scalar.text in ("yes", "true"):
        return True
    if not scalar.quoted and scalar.text in ("no", "false"):
        return False
    shown = quote(scalar.text)
    remedy = "remove the quotes" if scalar.quoted else "write yes or no"
    raise Wrong(f"not yes or no, true or false, {shown}; {remedy}")


YES_NO = Kind("yes or no", _read_yes_no, {"enum": [True, False, "yes", "no"]}, "`yes` or `no`")


def _read_date(scalar: Scalar) -> date:
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", scalar.text)
    if not found:
        raise Wrong(_not_date(scalar.text))
    year, month, day = (int(part) for part in found.groups())
    shown = quote(scalar.text)
    if not dates.EARLIEST_YEAR <= year <= dates.LATEST_YEAR:
        years = f"{dates.EARLIEST_YEAR}, the latest {dates.LATEST_YEAR}"
        raise Wrong(f"not a date in reach, {shown}; the earliest year is {years}")
    if not 1 <= month <= 12:
        raise Wrong(f"not a date, month {month}, {shown}; write YYYY-MM-DD")
    if not 1 <= day <= dates.days_in_month(year, month):
        raise Wrong(f"not a date, no such day, {shown}; write YYYY-MM-DD")
    return date(year, month, day)


def _not_date(text: str) -> str:
    """Say why a text is no date, suggesting one only where it cannot be mistaken."""
    shown = quote(text)
    if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]", text):
        return f"not a date without a time, {shown}; write {text[:10]}"
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text):
        year, month, day = found.groups()
        return f"not a date as it is written here, {shown}; write {year}-{month:>02}-{day:>02}"
    if found := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", text):
        one, other, year = found.groups()
        orders = ((month, day) for month, day in ((one, other), (other, one)) if int(month) <= 12)
        either = " or ".join(dict.fromkeys(f"{year}-{m:>02}-{d:>02}" for m, d in orders))
        what = "a date in an order that is not known here"
        return f"{what}, {shown}; write YYYY-MM-DD{either and f', {either}'}"
    return f"not a date, {shown}; write YYYY-MM-DD with a four-digit year, like 2026-03-01"


DATE = Kind(
    "date",
    _read_date,
    {"type": "string", "format": "date", "pattern": _DATE_PATTERN},
    "a date, `2021-03-15`",
)


def text(limit: int, lines: bool = False) -> Kind:
    """Make the kind of a text up to a number of characters; `lines` admits line breaks."""

    def read(scalar: Scalar) -> str:
        written = scalar.text.strip() if lines else scalar.text
        if not written.strip():
            raise Wrong("nothing there; write some text, in quotes where it begins with #")
        if len(written) > limit:
            raise Wrong(f"too long, {len(written)} characters; the limit is {limit}")
        line = written.replace("\n", "") if lines else written
        for character in "" if line.isascii() and line.isprintable() else line:
            if unseen(character):
                code = f"U+{ord(character):04X}"
                raise Wrong(f"a control character or one not seen, {code}; remove it")
        return written

    seen = f"(?:{_SEEN}|\\n)" if lines else _SEEN
    some = r"(?=[\s\S]*\S)"
    schema: dict[str, Any] = {
        "type": ["string", "number", "boolean"],
        "maxLength": limit,
        "pattern": rf"^{some}{seen}*$",
    }
    return Kind("text", read, schema, f"text of up to {limit} characters")


def choice(*words: str) -> Kind:
    """Make the kind of one word out of some."""

    def read(scalar: Scalar) -> str:
        if scalar.text in words:
            return scalar.text
        shown = quote(scalar.text)
        if len(words) == 1:
            raise Wrong(f"not the one word it may be, {shown}; write {words[0]}, or remove it")
        raise Wrong(f"not one of {', '.join(words)}, {shown}{near(scalar.text, words)}")

    return Kind("choice", read, {"enum": list(words)}, ", ".join(f"`{w}`" for w in words))


def near(written: str, known: tuple[str, ...] | list[str]) -> str:
    """Give `; did you mean …?` where a known word is close to what was written."""
    found = nearest(written, known)
    return f"; did you mean {found}?" if found else f"; known: {listed(known)}"


def nearest(written: str, known: tuple[str, ...] | list[str]) -> str | None:
    """Find a known word that is close to what was written, or that begins with it."""
    from difflib import get_close_matches

    lower, sought = {word.lower(): word for word in known}, written.lower()[:80]
    found = get_close_matches(sought, lower, n=1, cutoff=0.6)
    begun = [word for word in lower if len(sought) > 2 and word.startswith(sought)]
    return lower[(found or begun)[0]] if found or begun else None


def listed(words: tuple[str, ...] | list[str]) -> str:
    """List words, as many as a message has room for."""
    text = ", ".join(words)
    return text if len(text) <= LISTED else text[:LISTED].rpartition(",")[0] + ", …"
