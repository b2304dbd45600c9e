"""Arithmetic on whole cents: rounding, division, splitting, formatting.

What a chain is played with takes Python ints or numpy int64 arrays (one cell a market) and
gives the same cents for both, so that one text serves one chain and a million; `hundredths`,
`percent`, `check` and `within` are for ints alone.  Nothing is imported here.
`half_up` is the only place where the engine divides and rounds.
"""

from typing import Any

LIMIT = 1_000_000_000
"""The largest amount, in cents ($10,000,000): with it no product here leaves 63 bits."""

GROWN_LIMIT = 100 * LIMIT
"""The most, in cents ($1,000,000,000), to which a value or a balance may grow from there."""

SHARE_LIMIT_PPM = 10_000_000
"""The largest share, in millionths (1,000 %)."""


def half_up(numerator: int, denominator: int) -> int:
    """Round a quotient to the nearest whole number, halves toward plus infinity.

    The denominator is positive; the numerator may have either sign.
    """
    return (2 * numerator + denominator) // (2 * denominator)


def floor_div(numerator: int, denominator: int) -> int:
    """Round a quotient down, as a lender's cap is rounded, and payments by some lenders."""
    return numerator // denominator


def ceil_div(numerator: int, denominator: int) -> int:
    """Round a quotient up, as some lenders round a payment."""
    return -(-numerator // denominator)


def minimum(first: int, second: int) -> int:
    """Give the smaller of two amounts, cell by cell."""
    return second + (first < second) * (first - second)


def maximum(first: int, second: int) -> int:
    """Give the larger of two amounts, cell by cell."""
    return first + (first < second) * (second - first)


def basis_points(part: int, whole: int) -> int | None:
    """Give a ratio in hundredths of a percent, rounded; None if the whole is zero."""
    return half_up(part * 10_000, whole) if whole else None


def split(amount: int, owed: tuple[int, ...]) -> tuple[int, ...]:
    """Share an amount in proportion to what each owed, so that the shares sum to it.

    The first j shares together are `amount x (owed by the first j) / (owed by all)`,
    rounded; each share is the difference from the one before.  If nobody owes anything,
    every share is zero.
    """
    whole = maximum(sum(owed), 1)
    shares, running, given = [], 0, 0
    for part in owed:
        running = running + part
        upto = half_up(amount * running, whole)
        shares.append(upto - given)
        given = upto
    return tuple(shares)


def to_bigint(amount: Any) -> Any:
    """Convert to unbounded integers, for a product that would not fit in 63 bits."""
    return amount if isinstance(amount, int) else amount.astype(object)


def to_int64(amount: Any) -> Any:
    """Convert an array of unbounded integers back to int64; give a single amount as it is."""
    return amount if isinstance(amount, int) else amount.astype("int64")


def any_path(condition: Any) -> bool:
    """Say whether the condition is true; for an array, in any market."""
    return condition if condition is True or condition is False else bool(condition.any())


def dollars(cents: Any) -> str:
    """Write cents as dollars, `$1,234.50`, with `-` before the dollar sign.

    For an array, write the largest amount, which is the one that a refusal is about.
    """
    cents = cents if isinstance(cents, int) else int(cents.max())
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02}"


def percent(ppm: int) -> str:
    """Write millionths as a percentage, `8.9%`, with only the decimals that it needs."""
    whole, rest = divmod(ppm, 10_000)
    return f"{whole}.{rest:04}".rstrip("0").rstrip(".") + "%"


def check(amount: object, lowest: int, highest: int, what: str) -> None:
    """Raise TypeError unless the amount is a whole number, ValueError unless it is in range."""
    if not isinstance(amount, int) or isinstance(amount, bool):
        raise TypeError(f"{what} must be a whole number, not {amount!r}")
    if not lowest <= amount <= highest:
        raise ValueError(f"{what} must be from {lowest} to {highest}, not {amount}")


def within(lowest: int, highest: int) -> Any:
    """Make an attrs validator: the field is None or in a range."""

    def validate(_: object, field: Any, amount: object) -> None:
        if amount is not None:
            check(amount, lowest, highest, field.name)

    return validate


def one_of(*words: str) -> Any:
    """Make an attrs validator: the field is None or one of some words."""

    def validate(_: object, field: Any, word: str | None) -> None:
        if word is not None and word not in words:
            raise ValueError(f"{field.name} must be one of {', '.join(words)}, not {word!r}")

    return validate
