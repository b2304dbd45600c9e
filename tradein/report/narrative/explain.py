"""Writes the sums of an explanation, and the sentence that answers `explain`."""

from tradein.analysis.explain.steps import Dollars, Factor, Rate, Step, Sum, Term
from tradein.finance import money

NAMES = {
    "gap": "gap between debt and value",
    "ltv": "loan to value",
    "exit": "cash to exit",
    "owed": "debt taken over",
    "rolled_in": "shortfall rolled in",
    "equity": "equity put in",
}
"""What a figure is called in a sentence, where that is not its own name."""


def answer(steps: list[Step], vehicle: str, month: int) -> str:
    """Say what a figure of a month is and what it is made of."""
    first = steps[0]
    name = NAMES.get(first.name, first.name.partition("_with_")[0].replace("_", " "))
    how = f": {shown(first.sum)}" if len(first.sum) > 1 else ""
    return f"In month {month} the {name} of {vehicle} is {shown((first.result,))}{how}."


def written(terms: Sum) -> str:
    """Write a sum as one would type it into a calculator."""
    text = " ".join(_written(term) for term in terms)
    return text.replace("( ", "(").replace(" )", ")").replace(" ^ ", "^")


def shown(terms: Sum) -> str:
    """Write a sum for a sentence, with dollar signs; without them it is `written`."""
    dollars = tuple(money.dollars(t.cents) if isinstance(t, Dollars) else t for t in terms)
    return written(dollars)


def _written(term: Term) -> str:
    match term:
        case Dollars(cents):
            return money.dollars(cents).replace("$", "")
        case Rate(ppm):
            return money.percent(ppm)
        case Factor(digits):
            return digits
    return str(term)
