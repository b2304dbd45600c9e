"""Tables of the ways out: those of one month side by side, or what each takes month by month."""

from tradein.analysis.exits import (
    DEALER,
    KEEP,
    LABELS,
    PRIVATE,
    REFINANCE,
    SURRENDER,
    TOTAL_LOSS,
    WITH_GAP,
    Exits,
    Way,
)
from tradein.report.tables.table import Cell, Column, Dollars, Table

_FIGURES = (
    Column("payoff", "payoff", rank=3),
    Column("received", "vehicle brings", narrow="vehicle\nbrings"),
    Column("refund", "refund", True, 2),
    Column("cash", "cash"),
    Column("owed_after", "owed after", narrow="owed\nafter"),
    Column("to_pay", "still to pay", True, narrow="still\nto pay"),
    Column("payment", "payment", True, 5),
    Column("worth_then", "worth then", True, 4),
    Column("cost", "cost in all", narrow="cost\nin all"),
)


def side_by_side(exits: Exits, title: str = "") -> Table:
    """Show every way out of a month or a day."""
    when = exits.moment.on or f"month {exits.moment.row.month}"
    rows = [
        [LABELS[way.way] + (" *" if way.cheapest else ""), *_figures(way)] for way in exits.ways
    ]
    name = f"{title}: " if title else ""
    caption = f"{name}Ways out, {when}, in dollars (negative: you receive it; * the cheapest)"
    return Table(caption, [Column("way", "way out"), *_FIGURES], rows)


def _figures(way: Way) -> list[Cell]:
    cents: list[int | None] = [getattr(way, column.name) for column in _FIGURES]
    return [None if amount is None else Dollars(amount) for amount in cents]


_TAKES = (
    (DEALER, "dealer or trade-in", "dealer,\ntrade-in", 0),
    (PRIVATE, "private sale", "private\nsale", 0),
    (SURRENDER, "surrender", "surrender", 2),
    (KEEP, "keep, to pay", "keep,\nto pay", 3),
    (REFINANCE, "refinance, to pay", "refinance,\nto pay", 4),
    (TOTAL_LOSS, "total loss", "total\nloss", 1),
    (WITH_GAP, "total loss, GAP", "loss with\nGAP", 1),
)
"""The columns of what each way takes: its label, the narrow one, and the rank."""


def by_month(several: list[Exits], title: str = "") -> Table:
    """Show what each way out takes in some months: cash and what is still owed, in one figure."""
    columns = [Column("month", "month"), Column("date", "date", True, 8)]
    columns += [Column(name, label, True, rank, narrow) for name, label, narrow, rank in _TAKES]
    columns.append(Column("cheapest", "cheapest"))
    rows: list[list[Cell]] = []
    for exits in several:
        takes = {way.way: Dollars(way.takes) for way in exits.ways}
        row = exits.moment.row
        when: list[Cell] = [row.month, row.date.isoformat() if row.date else None]
        rows.append([*when, *(takes.get(name) for name, *_ in _TAKES), LABELS[exits.best.way]])
    name = f"{title}: " if title else ""
    return Table(
        f"{name}What each way out takes, in dollars (negative: it leaves you)", columns, rows
    )


def free(months: dict[str, int | None], title: str = "") -> Table:
    """Show the month from which each way takes nothing."""
    rows: list[list[Cell]] = [
        [LABELS[name], "never" if month is None else month] for name, month in months.items()
    ]
    name = f"{title}: " if title else ""
    columns = [Column("way", "way out"), Column("free_from", "takes nothing from month")]
    return Table(f"{name}When each way out becomes free", columns, rows)


def rows(several: list[Exits]) -> Table:
    """Show the ways out for programs, a row for each way and month."""
    names = ["month", "date", "purchase", "vehicle", "balance", "value", "paid", "way"]
    names += [column.name for column in _FIGURES] + ["cheapest"]
    table = [
        [*_start(exits), way.way, *_figures(way), "yes" if way.cheapest else "no"]
        for exits in several
        for way in exits.ways
    ]
    return Table("Ways out", [Column(name, name) for name in names], table)


def _start(exits: Exits) -> list[Cell]:
    """Give the cells of what all ways out of a moment start from."""
    moment = exits.moment
    day = moment.on or moment.row.date
    when: list[Cell] = [moment.row.month, day.isoformat() if day else None]
    contract = moment.contract
    cents = (moment.balance, moment.row.value, moment.paid)
    return [*when, contract.number, contract.vehicle, *(Dollars(amount) for amount in cents)]
