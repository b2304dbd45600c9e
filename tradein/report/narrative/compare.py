"""Sentences on scenarios compared and on equity positions."""

from tradein.analysis.compare import Aligned
from tradein.analysis.equity import MEANING, EquityPosition
from tradein.finance import money
from tradein.report.narrative.chain import whole


def compare(several: list[Aligned], month: int | None) -> list[str]:
    """Say which scenario costs least, and by how much less than the first, or than the next.

    `month` is the month in which all are compared; None where it is the end of each.
    """
    costs = [scenario.common.summary.net_cost for scenario in several]
    lowest = min(costs)
    more = [cost for cost in costs if cost > lowest]
    than = costs[0] if costs[0] > lowest else min(more, default=lowest)
    best, other = (several[costs.index(cost)].own.ledger.title for cost in (lowest, than))
    when = "" if month is None else f"In month {month}, "
    if len(set(costs)) == 1:
        who = "All scenarios have" if month is None else "all scenarios have"
        lead = f"{when}{who} the same net cost, including the exit: {whole(lowest)}"
    else:
        lead = f"{when}'{best}' has the lowest net cost, including the exit: {whole(lowest)}"
    if more:
        lead += f", which is {_exact(than - lowest)} less than '{other}'"
    return [f"{lead}.", *([] if month is None else _aligned(several, month))]


def _exact(cents: int) -> str:
    """Write a difference in whole dollars, a small one to the cent."""
    return money.dollars(cents) if cents < _SMALL else whole(cents)


_SMALL = 1_000_00
"""The smallest difference, in cents, that is rounded to a dollar."""


def _aligned(several: list[Aligned], month: int) -> list[str]:
    """Say which scenarios end before the common month, and what is left out after it."""
    ends = [(scenario.own.ledger.title, scenario.own.summary.months) for scenario in several]
    shorter = [f"'{title}' ends in month {end}." for title, end in ends if end < month]
    if any(_keeps(scenario, month) for scenario in several):
        kept = f"Until month {month} the owner keeps the last vehicle"
        shorter.append(f"{kept} and pays only what is still owed on it.")
    if shorter and (
        sold := [scenario.own for scenario in several if scenario.own.summary.last.sold]
    ):
        gone = [f"the {own.turns[-1].ended_by} in '{own.ledger.title}'" for own in sold]
        shorter.append(f"After {', '.join(gone)} there is no vehicle.")
    if any(end > month for _, end in ends):
        shorter.append(f"What comes after month {month} is not counted.")
    return [" ".join(shorter)] if shorter else []


def _keeps(scenario: Aligned, month: int) -> bool:
    """Say whether a scenario ends earlier with a vehicle, which is then kept."""
    return scenario.own.summary.months < month and not scenario.own.summary.last.sold


def equity(standing: EquityPosition) -> list[str]:
    """Give one position in lines, with both signs where they could be confused."""
    lines = [
        f"owed {money.dollars(standing.owed)}{_liens(standing)}",
        f"value {money.dollars(standing.value)}",
        f"equity {money.dollars(standing.equity)} (value − owed)",
        f"negative equity {money.dollars(standing.negative_equity)}",
    ]
    basis_points = money.basis_points(standing.owed, standing.value)
    if basis_points is not None:
        lines.append(f"loan to value {basis_points // 100:,}.{basis_points % 100:02}%")
    if standing.sale_costs is not None:
        lines += [
            f"sale costs {money.dollars(standing.sale_costs)}",
            f"equity after costs {money.dollars(standing.equity_after_costs)}",
            f"cash to sell {money.dollars(standing.cash_to_sell)}",
        ]
    return [*lines, f"{standing.status}: {standing.meaning}"]


def _liens(standing: EquityPosition) -> str:
    if len(standing.liens) == 1:
        return ""
    return f" on {len(standing.liens)} liens: {', '.join(money.dollars(c) for c in standing.liens)}"


def meanings(standings: list[EquityPosition]) -> list[str]:
    """Say what each status among some positions means, and how their total is made."""
    statuses = dict.fromkeys(standing.status for standing in standings)
    sentences = [f"{status}: {MEANING[status]}." for status in statuses]
    total = (
        "The total negative equity adds up the positions that are under water. Equity in one asset "
        "does not pay off the loan on another."
    )
    return [*sentences, total]
