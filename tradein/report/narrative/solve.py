"""Sentences on what it takes to reach a target: the change, the proof, and what does not do."""

from tradein.analysis.conditions import BREAK_EVEN, LTV, OF_CHAIN, TOTAL_PAID, Condition
from tradein.analysis.remedies import (
    ALLOWANCE,
    CASH,
    EXTRA,
    KEEP,
    PRICE,
    RATE,
    TERM,
    Answer,
)
from tradein.analysis.solve import Outcome, Region, broken
from tradein.finance import money, units
from tradein.report.narrative.chain import listed

FIGURES = {
    "gap": "gap",
    LTV: "loan to value",
    "exit": "cash to exit",
    "payment": "payment",
    TOTAL_PAID: "total paid",
    BREAK_EVEN: "break-even month",
}
"""What a figure is called."""

LABELS = {
    EXTRA: "extra a month",
    CASH: "cash today",
    PRICE: "price",
    ALLOWANCE: "allowance",
    RATE: "APR",
    TERM: "term, months",
    KEEP: "wait until month",
}
"""What a remedy is called."""

_NONE_OF = {EXTRA: "extra payment each month", CASH: "amount of cash today", KEEP: "month"}
"""What of a remedy does not do it, where that is not its label."""

_COMPARED = {"<=": "at most", "<": "below", ">=": "at least", ">": "above"}
_BROKEN_EVEN = {
    "<=": "by month {}",
    "<": "before month {}",
    ">=": "in month {} or later",
    ">": "after month {}",
}


def single(answer: Answer, target: Condition) -> list[str]:
    """Say what one remedy takes, and how that was checked; or that it cannot do it."""
    solution = answer.solution
    if solution.before.holds:
        figure_today = f"{_named(target)} is {_figure(target, solution.before)}."
        return [f"Nothing has to change: as it is, {clause(target)}.", figure_today]
    if solution.value is None:
        return [_impossible(answer, target)]
    if answer.remedy.name == KEEP:
        first = f"If you change nothing and wait, {_reached(answer, target)}."
    else:
        first = f"With {_change(answer)}, {_reached(answer, target)}."
    return [part for part in (first, _proof(answer, target), _regions(answer)) if part]


def several(answers: list[Answer], target: Condition, refused: list[tuple[str, str]]) -> list[str]:
    """Say which remedies do it by themselves, the first first, and which do not."""
    ways = [_value(a) for a in answers if a.solution.value is not None]
    if answers[0].solution.before.holds:
        return single(answers[0], target)
    if ways:
        alone = "this does it alone" if len(ways) == 1 else "each of these does it alone"
        first = f"So that {clause(target)}, {alone}: {listed(ways)}.{_place(answers)}"
    else:
        first = f"Nothing here alone does it: that {clause(target)}."
    none = [_impossible(a, target) for a in answers if a.solution.value is None]
    names = {**LABELS, KEEP: "waiting"}
    apart = [f"{names[name][0].upper()}{names[name][1:]}: {why}." for name, why in refused]
    return [first, " ".join([*none, *apart])] if none or apart else [first]


def clause(target: Condition) -> str:
    """Say a target: what is so, and when."""
    if target.figure == BREAK_EVEN:
        return f"you break even {_BROKEN_EVEN[target.sign].format(target.limit)}"
    month = target.month
    if target.figure == "gap" and target.limit == 0 and target.at_most:
        what = "even" if target.sign == "<=" else "above water"
        return "you are never under water" if month is None else f"you are {what} in month {month}"
    limit = figure(target, target.limit)
    what = f"the {FIGURES[target.figure]} is {_COMPARED[target.sign]} {limit}"
    if month is not None:
        return f"{what} in month {month}"
    return what if target.figure in OF_CHAIN else f"{what} in every month"


def figure(target: Condition, number: int | None) -> str:
    """Write a figure that a target is about."""
    if number is None:
        return "never" if target.figure == BREAK_EVEN else "none"
    if target.figure == BREAK_EVEN:
        return str(number)
    return money.percent(number) if target.figure == LTV else money.dollars(number)


def value(answer: Answer, number: int) -> str:
    """Write a value of a remedy."""
    if answer.remedy.name == KEEP:
        return f"month {number}"
    return units.shown(answer.remedy.reach.unit, number)


def _reached(answer: Answer, target: Condition) -> str:
    """Say the target as it is reached: of waiting, in the month waited for."""
    solution = answer.solution
    if answer.remedy.name != KEEP or solution.value is None:
        return clause(target)
    if target.month is None:
        return clause(target) + (f" from month {solution.value} on" if solution.value else "")
    return clause(target._replace(month=solution.value))


def _change(answer: Answer) -> str:
    """Say what is changed, what it is today, and where."""
    remedy, what = answer.remedy, _value(answer)
    if remedy.name == EXTRA or (remedy.name == CASH and answer.purchase.deal is None):
        return what
    if remedy.today is not None:
        what = f"{what} in place of {value(answer, remedy.today)}"
    named = remedy.name in LABELS and not answer.alone
    return f"{what} in purchase {answer.purchase.number}" if named else what


def _value(answer: Answer) -> str:
    """Say the value that is needed, and of what."""
    remedy, number = answer.remedy, answer.solution.value
    assert number is not None
    shown = value(answer, number)
    cash = "down" if answer.purchase.deal else "in cash beside the first payment"
    return {
        EXTRA: f"an extra {shown} a month from month {answer.purchase.month + 1} on",
        CASH: f"{shown} {cash}",
        PRICE: f"a price of {shown}",
        ALLOWANCE: f"an allowance of {shown}",
        RATE: f"an APR of {shown}",
        TERM: f"a term of {shown}",
        KEEP: f"waiting until {shown}",
    }.get(remedy.name, f"{remedy.name} at {shown}")


def _place(answers: list[Answer]) -> str:
    """Say which purchase remedies are about, where there are several."""
    several = [a.purchase for a in answers if not a.alone and a.remedy.name != EXTRA]
    return f" They are about purchase {several[0].number}, {several[0].vehicle}." if several else ""


def _proof(answer: Answer, target: Condition) -> str:
    """Say what was played: the value, and the one beside it."""
    solution = answer.solution
    assert solution.at is not None
    assert solution.value is not None
    at = value(answer, solution.value)
    first = f"At {at} {_named(target, answer).lower()} is {_figure(target, solution.at)}"
    if solution.beside is None or solution.at_beside is None:
        return f"{first}; every other value that can be played does it, too."
    beside = value(answer, solution.beside)
    if solution.at_beside.refused:
        return f"{first}; {beside} cannot be played: {solution.at_beside.refused}."
    return f"{first}; at {beside} it is {_figure(target, solution.at_beside)}."


def _named(target: Condition, answer: Answer | None = None) -> str:
    """Name the figure of a target, and when."""
    name = f"The {FIGURES[target.figure]}"
    if answer is not None and answer.remedy.name == KEEP:
        return name
    if target.figure in OF_CHAIN and target.month is None:
        return name
    if target.month is not None:
        return f"{name} in month {target.month}"
    return f"The {'highest' if target.at_most else 'lowest'} {FIGURES[target.figure]}"


def _figure(target: Condition, outcome: Outcome) -> str:
    """Write the figure of an outcome, with its month where the target does not say it."""
    shown = figure(target, outcome.figure)
    if target.month is None and outcome.month is not None:
        return f"{shown}, in month {outcome.month}"
    return shown


def _regions(answer: Answer) -> str:
    """Say where the target is reached, if it is not from one value on."""
    regions = answer.solution.regions
    if answer.remedy.name == KEEP or not broken(regions):
        return ""
    parts = listed([_region(answer, region) for region in regions])
    return f"It is not so from one value on: it is reached {parts}, of the values that were tried."


def _region(answer: Answer, region: Region) -> str:
    low, high = (None if end is None else value(answer, end) for end in region)
    if low is not None and high is not None:
        return f"at {low}" if low == high else f"from {low} to {high}"
    if low is not None:
        return f"from {low} up"
    return "everywhere" if high is None else f"up to {high}"


def _impossible(answer: Answer, target: Condition) -> str:
    """Say that no value does it, and how close it comes, or why none can be played."""
    solution = answer.solution
    labels = {**LABELS, **_NONE_OF}
    what = labels.get(answer.remedy.name, f"value of {answer.remedy.name}")
    if solution.closest is None or solution.at_closest is None:
        why = solution.refused or "there is no such figure"
        return f"No {what} does it: {why}."
    if solution.at_closest.figure == solution.before.figure:
        best = figure(target, solution.before.figure)
        return f"No {what} does it: none is better than today, {best}."
    closest = f"{_figure(target, solution.at_closest)}, at {value(answer, solution.closest)}"
    return f"No {what} does it: {_named(target, answer).lower()} is at best {closest}."
