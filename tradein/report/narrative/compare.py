"""Sentences on scenarios compared and on equity positions."""

from tradein.analysis.equity import MEANING, EquityPosition
from tradein.analysis.results import Results
from tradein.finance import money
from tradein.report.narrative.chain import whole


def compare(several: list[Results]) -> list[str]:
    """Say which scenario costs least, and by how much less than the first."""
    first, best = several[0], min(several, key=lambda results: results.summary.net_cost)
    cost, title = whole(best.summary.net_cost), best.ledger.title
    if len({results.summary.net_cost for results in several}) == 1:
        sentences = [f"All scenarios have the same net cost, including the exit: {cost}."]
    elif best is first:
        sentences = [f"'{title}' has the lowest net cost, including the exit: {cost}."]
    else:
        less = whole(first.summary.net_cost - best.summary.net_cost)
        than = f"which is {less} less than '{first.ledger.title}'"
        sentences = [f"'{title}' has the lowest net cost, including the exit: {cost}, {than}."]
    if len({results.summary.months for results in several}) > 1:
        sentences.append(
            "The scenarios end at different times: compare the net cost per month, or where each one "
            "stands at the same month."
        )
    return sentences


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
