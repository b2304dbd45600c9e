"""Tables of a lender's statements compared with the simulation, way by way of counting interest."""

from tradein.analysis.reconcile import Candidate
from tradein.finance import money
from tradein.report.tables.table import Cell, Column, Dollars, Table


def statements(fit: Candidate, title: str) -> Table:
    """Show each statement beside the simulated balance, with the difference."""
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
    return Table(f"{title}, in dollars", columns, rows)


def readings(found: list[Candidate], best: Candidate) -> Table:
    """Show every reading with how far it is off, the best one marked."""
    columns = [
        Column("reading", "reading"),
        Column("payment", "known payment", True),
        Column("widest", "largest difference"),
        Column("total", "sum of differences"),
        Column("best", "fits best"),
    ]
    rows: list[list[Cell]] = [
        [
            fit.reading,
            ", ".join(money.dollars(cents) for cents in fit.payments.values()) or None,
            Dollars(fit.widest),
            Dollars(fit.total),
            "best" if fit is best else None,
        ]
        for fit in found
    ]
    return Table("Ways of counting interest, in dollars", columns, rows)
