"""Which tables `simulate` shows: those asked for by option, or the trades and the summary.

What only some tables need is imported where it is used: the plain answer starts sooner.
"""

from functools import partial

from tradein.analysis.results import Results
from tradein.report.tables import months, trades
from tradein.report.tables.table import ON_ITS_SIDE, Table


def asked(results: Results, names: list[str], month: int | None = None) -> list[Table]:
    """Make the tables chosen by name, or else the trade table, the changes and the summary.

    With a `month`, `why` shows where the gap of that month comes from since the first day.
    """
    make = {
        "monthly": months.monthly,
        "schedule": months.schedule,
        "exit": months.exits,
        "origins": _origins,
        "why": months.why if month is None else partial(_by_turn, month),
    }
    if names:
        return [make[name](results) for name in names]
    changed = [months.changes(results)] if results.ledger.changes else []
    return [trades.trades(results), *changed, trades.summary(results)]


def _origins(results: Results) -> Table:
    from tradein.analysis import shares
    from tradein.report.tables import debts

    return debts.by_month(results, shares.of(results.ledger))


def _by_turn(month: int, results: Results) -> Table:
    from tradein.analysis import waterfall as flows
    from tradein.report.tables import waterfall

    return waterfall.by_turn(flows.by(results, month))


def for_people(results: Results, names: list[str], month: int | None = None) -> list[Table]:
    """Make the chosen tables for a person: many trades shortened, and some in several tables."""
    shown = []
    if not names:
        shown = asked(results, names)
        if len(results.turns) > ON_ITS_SIDE:
            shown[0] = trades.many_trades(results)
    for name in names:
        if name == "why":
            shown += _why(results, month)
        elif name == "origins":
            shown += _whose_debt(results)
        else:
            shown += asked(results, [name])
    return shown


def _why(results: Results, month: int | None) -> list[Table]:
    from tradein.analysis import waterfall as flows
    from tradein.report.tables import waterfall

    then, end = flows.by(results, month), flows.by(results, results.summary.months)
    since = [] if month is not None else [months.why_at_signing(results), months.why_since(results)]
    return [*waterfall.of(results, then, end), *since]


def _whose_debt(results: Results) -> list[Table]:
    from tradein.analysis import shares
    from tradein.report.tables import debts

    return debts.of(results, shares.of(results.ledger))


def named(several: list[Results], names: list[str], month: int | None = None) -> list[Table]:
    """Make the chosen tables, with the scenario in their titles if there are several."""
    shown = []
    for results in several:
        lead = f"{results.ledger.title}: " if len(several) > 1 else ""
        shown += [t._replace(title=lead + t.title) for t in asked(results, names, month)]
    return shown
