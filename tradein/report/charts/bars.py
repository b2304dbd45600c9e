"""Charts of amounts in rows: causes of a gap one after another, and bars from zero."""

from typing import NamedTuple

from tradein.report.charts import drawing, plane
from tradein.report.charts.drawing import Caption, Size
from tradein.report.charts.figures import Bar, Steps
from tradein.report.charts.plane import Scale
from tradein.report.elements import Markup


class Row(NamedTuple):
    """A row as drawn: its label, where its bar goes from and to, and the words at its end."""

    label: str
    start: int
    end: int
    words: str
    class_: str


def steps(figures: Steps, size: Size, caption: Caption) -> Markup:
    """Draw the causes of a gap, each from where the one before ends."""
    rows, so_far = [], 0
    for step in figures.steps:
        after = so_far + step.change
        words = f"{'+' if step.change > 0 else ''}{plane.whole(step.change)}"
        rows.append(Row(step.label, so_far, after, words, "wider" if step.change > 0 else "less"))
        so_far = after
    total = figures.total
    rows.append(Row(total.label, 0, total.change, plane.whole(total.change), "sum"))
    return _rows(rows, size, caption, joined=True)


def bars(several: tuple[Bar, ...], size: Size, caption: Caption) -> Markup:
    """Draw amounts as bars from zero."""
    rows = [
        Row(bar.label, 0, bar.cents, plane.whole(bar.cents) + bar.note, _class(bar))
        for bar in several
    ]
    return _rows(rows or [Row("nothing", 0, 0, "$0", "plain")], size, caption)


def _class(bar: Bar) -> str:
    return "sum" if bar.strong else "plain"


def _rows(rows: list[Row], size: Size, caption: Caption, joined: bool = False) -> Markup:
    """Draw rows: the label at the left or, on a phone, above; the amount where the bar ends."""
    step, top = (34, 12) if size.wide else (46, 8)
    sheet = size._replace(height=2 * top + step * len(rows))
    scale = _scale(rows, size)
    zero = scale.at(0)
    content = [drawing.line(zero, 10 * top, zero, 10 * (sheet.height - top), "grid")]
    tops = [10 * (top + step * at) for at in range(len(rows))]
    if joined:
        for row, y in zip(rows[:-1], tops, strict=False):
            x, below = scale.at(row.end), y + (280 if size.wide else 400)
            content.append(drawing.line(x, below, x, below + (120 if size.wide else 260), "trade"))
    content += [
        part for row, y in zip(rows, tops, strict=True) for part in _row(row, y, scale, size)
    ]
    return drawing.sheet(sheet, caption, content)


def _scale(rows: list[Row], size: Size) -> Scale:
    """Fit all bars, with room for the words beside the outermost ones."""
    ends = [end for row in rows for end in (row.start, row.end)]
    low, high = min([0, *ends]), max([0, *ends])
    high = max(high, low + 100)
    room = max((plane.width(row.words, size.type + 2) for row in rows), default=0) + 12
    left = (240 if size.wide else 8) + (room if low < 0 else 0)
    return Scale(low, high, 10 * left, 10 * (size.width - room))


def _row(row: Row, y: int, scale: Scale, size: Size) -> list[Markup]:
    """Draw one row."""
    low, high = sorted((scale.at(row.start), scale.at(row.end)))
    top = y + (40 if size.wide else 200)
    label = plane.cut(row.label, 226 if size.wide else size.width - 10, size.type)
    place = (2280, y + 205, "end") if size.wide else (60, y + 130, "")
    strong = "strong" if row.class_ == "sum" else ""
    room = low - 10 * plane.width(row.words, size.type + 2) - 60
    toward_left = row.end < row.start and room > (2300 if size.wide else 0)
    x, anchor = (low - 60, "end") if toward_left else (high + 60, "")
    return [
        drawing.text(place[0], place[1], label, f"{strong} halo".strip(), place[2]),
        drawing.rect(low, top, high, top + (240 if size.wide else 200), row.class_),
        drawing.text(
            x, top + (165 if size.wide else 150), row.words, f"{strong} halo".strip(), anchor
        ),
    ]
