"""Tables of a lender's statements compared with the simulation, way by way of counting interest."""

from tradein.analysis.reconcile import WRITTEN, Candidate
from tradein.finance import money
from tradein.report.tables.table import Cell, Column, Dollars, Table


def statements(fit: Candidate) -> Table:
    """Show each statement, the simulated balance, and simulated less statement, in dollars."""
    columns = [
        Column("date", "date"),
        Column("purchase", "purchase"),
        Column("balance", "statement"),
        Column("simulated", "simulated"),
        Column("difference", "difference"),
    ]
    rows: list[list[Cell]] = [
        [
            row.date.isoformat(),
            row.purchase,
            *map(Dollars, (row.balance, row.simulated, row.difference)),
        ]
        for row in fit.rows
    ]
    how = "the loan as written" if fit.reading == WRITTEN else f"interest {fit.reading}"
    return Table(f"Statements compared with {how}, in dollars", columns, rows)


def readings(candidates: list[Candidate], best: Candidate) -> Table:
    """Show every candidate with its differences, and mark the best one."""
    columns = [
        Column("reading", "interest counted"),
        Column("payment", "known payment", True),
        Column("apr", "APR", True),
        Column("widest", "largest difference"),
        Column("total", "sum of differences"),
        Column("best", "fits best"),
    ]
    rows: list[list[Cell]] = [
        [
            fit.reading,
            ", ".join(money.dollars(cents) for cents in fit.payments.values()) or None,
            ", ".join(money.percent(rate.fitting) for rate in fit.rates.values()) or None,
            Dollars(fit.widest),
            Dollars(fit.total),
            "best" if fit is best else None,
        ]
        for fit in candidates
    ]
    return Table("Ways of counting interest, in dollars", columns, rows)
