"""What a table is: columns, rows, and cells of text, whole numbers, `Dollars` or `Percent`."""

from typing import NamedTuple


class Dollars(NamedTuple):
    """Money in a cell, in cents."""

    cents: int


class Percent(NamedTuple):
    """A ratio in a cell, in hundredths of a percent, or a rate with `places` 4 in millionths."""

    scaled: int
    places: int = 2


Cell = str | int | Dollars | Percent | None


class Column(NamedTuple):
    """A column: its name for programs, its label for people.

    A `spare` column is left out for people if it has nothing to show.  A table that is too wide
    takes the `narrow` labels, then leaves out columns with a `rank`, the highest first.
    """

    name: str
    label: str
    spare: bool = False
    rank: int = 0
    narrow: str = ""


class Table(NamedTuple):
    """A table: what it shows, its columns, its rows.

    People see it turned, with a column for each row, if it has at most `sideways` rows.
    """

    title: str
    columns: list[Column]
    rows: list[list[Cell]]
    sideways: int = 0


ON_ITS_SIDE = 4
"""The largest number of purchases that are shown with a column each."""


def without(table: Table, *names: str) -> Table:
    """Leave some columns out."""
    wanted = [i for i, column in enumerate(table.columns) if column.name not in names]
    rows = [[row[i] for i in wanted] for row in table.rows]
    return table._replace(columns=[table.columns[i] for i in wanted], rows=rows)


def together(tables: list[Table]) -> Table:
    """Join tables of one kind, with every column that any of them has."""
    columns = list(dict.fromkeys(column for table in tables for column in table.columns))
    rows: list[list[Cell]] = []
    for table in tables:
        index = {column: i for i, column in enumerate(table.columns)}
        rows += [[row[index[c]] if c in index else None for c in columns] for row in table.rows]
    return tables[0]._replace(columns=columns, rows=rows)
