"""Writes tables in HTML: with a caption, and with heads for those who hear them read."""

from tradein.report import text
from tradein.report.elements import Markup, element, joined
from tradein.report.tables.table import Cell, Table


def table(shown: Table, id_: str | None = None) -> Markup:
    """Write a table in a box that scrolls where it is too wide."""
    shown = text.without_idle(shown)
    sideways = 0 < len(shown.rows) <= shown.sideways
    inner = _turned(shown) if sideways else _upright(shown)
    caption = element("caption", shown.title)
    whole = element("table", caption, *inner, id=id_)
    return element("div", whole, class_="scroll", tabindex=0, role="group", aria_label=shown.title)


def _upright(shown: Table) -> list[Markup]:
    """Write a row for each row; its first cell is its head."""
    texts = [text.is_text(shown, i) for i in range(len(shown.columns))]
    heads = [
        element("th", column.label, scope="col", class_=_left(left), data_name=column.name)
        for column, left in zip(shown.columns, texts, strict=True)
    ]
    rows = [_row([text.for_people(cell) for cell in row], texts) for row in shown.rows]
    return [element("thead", _tr(heads)), element("tbody", *rows)]


def _turned(shown: Table) -> list[Markup]:
    """Write a column for each row; the first two cells of each are its head."""
    names = [f"{number}. {name}" for number, name, *_ in shown.rows]
    heads = [Markup("<td></td>"), *(element("th", name, scope="col") for name in names)]
    rows = [
        _row([column.label, *(_cell(row[i]) for row in shown.rows)], [True])
        for i, column in enumerate(shown.columns[2:], start=2)
    ]
    return [element("thead", _tr(heads)), element("tbody", *rows)]


def _row(cells: list[str], texts: list[bool]) -> Markup:
    """Write a row; cells of text are aligned left.  The ends of cells go without saying in HTML."""
    first, *others = cells
    lefts = [*texts[1:], *([False] * len(others))]
    parts = [f"<tr><th{_class(texts[0])}>", first]
    for cell, left in zip(others, lefts, strict=False):
        parts += [f"<td{_class(left)}>", cell]
    return joined([part if i % 2 else Markup(part) for i, part in enumerate([*parts, "\n"])])


def _class(left: bool) -> str:
    return " class=t" if left else ""


def _left(left: bool) -> str | None:
    return "t" if left else None


def _tr(cells: list[Markup]) -> Markup:
    return element("tr", *cells)


def _cell(cell: Cell) -> str:
    return text.for_people(cell)
