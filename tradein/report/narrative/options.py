"""Sentences on what an owner may do: which option is cheapest, and what was assumed."""

from tradein.analysis.options import (
    KEEP,
    PAY_DOWN,
    REFINANCE,
    SELL,
    TRADE,
    Option,
    Options,
    Outcome,
)
from tradein.finance import money

_LABELS = {
    KEEP: "keep",
    PAY_DOWN: "pay more",
    REFINANCE: "refinance",
    TRADE: "trade now",
    SELL: "buy cheaper",
}
_TO = {
    KEEP: "keep it and pay as agreed",
    PAY_DOWN: "keep it and pay more each month",
    REFINANCE: "keep it and refinance",
    TRADE: "trade it now",
    SELL: "sell it privately and buy a cheaper one",
}

_DIFFERENT = (
    "You do not own the same vehicle in the end; the cost in all counts what each is worth then."
)


def label(option: Option) -> str:
    """Name an option in a table."""
    return _LABELS.get(option.kind, f"wait {option.after} months")


def old(months: int) -> str:
    """Write the age of a vehicle in whole years, under two years in months."""
    if months < 24:
        return "1 month old" if months == 1 else f"{months} months old"
    return f"{months // 12} years old"


def options(shown: Options, assumed: list[str]) -> list[str]:
    """Say which option is cheapest, how much more it costs to trade now, and what is assumed."""
    sentences = [" ".join([_cheapest(shown), *_others(shown)])]
    sentences += [
        f"To {_to(option)} is refused: {option.refused}."
        for option in shown.options
        if option.outcome is None
    ]
    if len({option.outcome.vehicle for option in shown.played if option.outcome}) > 1:
        sentences.append(_DIFFERENT)
    return [*sentences, " ".join(assumed)]


def _to(option: Option) -> str:
    wait = f"wait {option.after} months and then trade it"
    return _TO.get(option.kind, wait)


def _cheapest(shown: Options) -> str:
    """Say which option is cheapest, and what it costs."""
    best = shown.best
    assert best.outcome is not None
    vehicle = shown.standing.contract.vehicle
    when = f"From month {shown.month} ({vehicle}) to month {shown.horizon}"
    cost = f"it costs {money.dollars(best.outcome.cost)} in all"
    return f"{when}, the cheapest is to {_to(best)}: {cost}, {_made_of(best.outcome)}."


def _made_of(outcome: Outcome) -> str:
    cash, left = money.dollars(outcome.cash_out), outcome.payoff - outcome.value
    if left > 0:
        return f"{cash} in cash and {money.dollars(left)} still owed above what is owned"
    return f"{cash} in cash less {money.dollars(-left)} that is owned above what is owed"


def _others(shown: Options) -> list[str]:
    """Say how much more it costs to trade now and to keep."""
    best = shown.best
    assert best.outcome is not None
    return [
        f"To {_to(option)} costs {money.dollars(option.outcome.cost - best.outcome.cost)} more."
        for option in shown.played
        if option.kind in (KEEP, TRADE) and option is not best and option.outcome is not None
    ]
