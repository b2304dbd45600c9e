"""What an explanation is made of: steps, each with a figure and the sum that gives it.

A sum is a row of amounts, rates and numbers with the signs between them.  Worked out from left to
right by the usual order of signs, and rounded once, it gives the figure to the cent.
"""

from typing import NamedTuple


class Dollars(NamedTuple):
    """An amount, in cents."""

    cents: int


class Rate(NamedTuple):
    """A rate or a share, in millionths."""

    ppm: int


class Factor(NamedTuple):
    """A number with decimals, as written."""

    digits: str


Term = Dollars | Rate | Factor | int | str
"""A part of a sum; a text is a sign, a bracket, or a word such as `days`."""

Sum = tuple[Term, ...]


class Step(NamedTuple):
    """A figure and the sum that gives it.

    `name` says which figure it is, and `month` in which month of the chain.  Without a `sum` it was
    written, or fixed.  `settings` are the paths of the settings behind it, counted as in the
    scenario.  `rule` names the rule of the sum.
    """

    name: str
    result: Dollars | Rate | Factor
    sum: Sum = ()
    month: int | None = None
    settings: tuple[str, ...] = ()
    rule: str = ""


def paths(purchase: int, *names: str) -> tuple[str, ...]:
    """Give the paths of settings of a purchase, counted from 1."""
    return tuple(f"purchases[{purchase}].{name}" for name in names)


def added(plus: list[int], minus: list[int]) -> Sum:
    """Write a sum of amounts in cents, those to add first; what is zero is left out.

    A negative amount has the other sign.
    """
    terms: list[Term] = []
    for amounts, sign, other in ((plus, "+", "−"), (minus, "−", "+")):
        for cents in filter(None, amounts):
            terms += [sign if cents > 0 else other, Dollars(abs(cents))]
    if not terms:
        return (Dollars(0),)
    return tuple(terms[1:] if terms[0] == "+" else [Dollars(0), *terms])
