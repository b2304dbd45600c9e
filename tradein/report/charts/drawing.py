"""What all charts share: the sheet, its axes, its legend, and the marks of the trades."""

from typing import NamedTuple

from tradein.report.charts import palette, plane
from tradein.report.charts.figures import Dates
from tradein.report.charts.plane import Scale, pixels
from tradein.report.elements import Markup, element, joined


class Size(NamedTuple):
    """The size of a sheet in pixels; `wide` for a screen or paper, else for a phone."""

    width: int
    height: int
    wide: bool

    @property
    def type(self) -> int:
        """Give the size of the type."""
        return 13 if self.wide else 12


WIDE, NARROW = Size(760, 400, True), Size(360, 340, False)


class Caption(NamedTuple):
    """What a chart is called, what it shows in a sentence, and a name for its parts on a page.

    With a `heading`, the title is drawn above the chart, and the heading below it.
    """

    title: str
    description: str
    name: str = "chart"
    heading: str = ""


class Plot(NamedTuple):
    """The part of a sheet in which time goes from left to right and money from bottom to top."""

    size: Size
    months: Scale
    money: Scale

    def at(self, month: int, cents: int) -> tuple[int, int]:
        """Give the place of an amount in a month, in tenths."""
        return self.months.at(month), self.money.at(cents)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def plot(size: Size, last: int, marks: list[int], top: int) -> Plot:
    """Lay out a plot below `top` for months up to the last, and between the outer marks of money."""
    left, bottom = (70, 44) if size.wide else (46, 40)
    across = Scale(0, max(last, 1), 10 * left, 10 * (size.width - 16))
    return Plot(size, across, Scale(marks[0], marks[-1], 10 * (size.height - bottom), 10 * top))


def sheet(size: Size, caption: Caption, content: list[Markup], area: Plot | None = None) -> Markup:
    """Make the whole drawing; with the `area` of months, a script may move a cursor over it."""
    name = f"{caption.name}-{'wide' if size.wide else 'narrow'}"
    cursor, (head, above) = {}, _heading(size, caption)
    if area is not None:
        across, top, bottom = area.months, area.money.end, area.money.start
        cursor = {"data_from": across.start, "data_to": across.end, "data_last": across.high}
        cursor |= {"data_top": top, "data_bottom": bottom}
    return element(
        "svg",
        element("title", caption.title, id=f"{name}-title"),
        element("desc", caption.description, id=f"{name}-desc"),
        element("rect", class_="background", y=-head, width=size.width, height=size.height + head),
        *above,
        *content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 {-head} {size.width} {size.height + head}",
        width=size.width,
        height=size.height + head,
        class_=f"chart {'wide' if size.wide else 'narrow'}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        **cursor,
    )


def _heading(size: Size, caption: Caption) -> tuple[int, list[Markup]]:
    """Write the title and the heading of a chart that stands alone; also give their height."""
    if not caption.heading:
        return 0, []
    titles = plane.wrapped(caption.title, size.width - 12, 18)
    lines = [(title, "title") for title in titles]
    lines.append((plane.cut(caption.heading, size.width - 12, size.type), "muted"))
    head = 21 * len(lines) + 8
    return head, [text(60, 210 * at - 10 * head + 220, *line) for at, line in enumerate(lines)]


def text(x: int, y: int, words: str, class_: str = "", anchor: str = "") -> Markup:
    """Write words at a place, in tenths."""
    place = {"x": pixels(x), "y": pixels(y)}
    return element("text", words, **place, class_=class_ or None, text_anchor=anchor or None)


def line(x1: int, y1: int, x2: int, y2: int, class_: str) -> Markup:
    """Draw a straight line between two places, in tenths."""
    ends = {"x1": pixels(x1), "y1": pixels(y1), "x2": pixels(x2), "y2": pixels(y2)}
    return element("line", **ends, class_=class_)


def rect(left: int, top: int, right: int, bottom: int, class_: str) -> Markup:
    """Draw a rectangle between its corners, in tenths; one pixel wide at least."""
    sides = {"x": pixels(left), "y": pixels(top), "width": pixels(max(right - left, 10))}
    return element("rect", **sides, height=pixels(bottom - top), class_=class_)


def axes(area: Plot, marks: list[int], dates: Dates) -> list[Markup]:
    """Draw the lines of round amounts with their labels, and the months below."""
    left, right = area.months.start, area.months.end
    label = plane.whole if area.size.wide else plane.brief
    drawn = []
    for cents in marks:
        y = area.money.at(cents)
        drawn.append(line(left, y, right, y, "zero" if cents == 0 else "grid"))
        drawn.append(text(left - 60, y + 40, label(cents), "muted", "end"))
    return [*drawn, *_months(area, dates)]


def _months(area: Plot, dates: Dates) -> list[Markup]:
    """Label some months below a plot: by date and number, or by number alone."""
    size, y, drawn = area.size, area.money.start, []
    for month in plane.month_ticks(len(dates) - 1, 6 if size.wide else 4):
        x, day = area.months.at(month), dates[month]
        drawn.append(line(x, y, x, y + 50, "zero"))
        anchor = "middle" if x < area.months.end - 200 else "end"
        if day is not None:
            drawn.append(text(x, y + 190, _short(day.year, day.month, size), "", anchor))
        words = f"month {month}" if size.wide or not month else str(month)
        drawn.append(text(x, y + (350 if day else 190), words, "muted small", anchor))
    return drawn


def _short(year: int, month: int, size: Size) -> str:
    name = _MONTHS[month - 1]
    return f"{name} {year}" if size.wide else f"{name} ’{year % 100:02}"


def legend(size: Size, items: list[tuple[Markup, str]], top: int) -> tuple[list[Markup], int]:
    """Draw a legend of signs (24 by 10 pixels) with words; also give where it ends, in pixels."""
    x, y, drawn = 6, top, list[Markup]()
    for sign, full in items:
        words = plane.cut(full, size.width - 48, size.type)
        room = 30 + plane.width(words, size.type) + 18
        if x > 6 and x + room - 18 > size.width:
            x, y = 6, y + 20
        drawn.append(element("g", sign, transform=f"translate({x} {y})"))
        drawn.append(text(10 * (x + 30), 10 * (y + 10), words))
        x += room
    return drawn, y + 20


def below(size: Size, top: int) -> Size:
    """Make a sheet as much higher as a legend that ends at `top` is longer than two lines."""
    return size._replace(height=size.height + max(top - 48, 0))


def few(items: list[tuple[Markup, str]], size: Size) -> list[tuple[Markup, str]]:
    """Leave out the middle of a legend that is too long, and say how much."""
    most = 9 if size.wide else 6
    if len(items) <= most:
        return items
    left_out = f"{len(items) - most + 1} others"
    ends = [*items[: most // 2], (Markup(""), left_out)]
    return [*ends, *items[len(items) - (most - len(ends)) :]]


def line_sign(class_: str) -> Markup:
    """Draw the sign of a line for a legend."""
    return line(0, 60, 240, 60, class_)


def area_sign(class_: str) -> Markup:
    """Draw the sign of an area for a legend."""
    return rect(0, 0, 240, 110, class_)


def starts(area: Plot, turns: list[tuple[int, int, str]], top: int) -> list[Markup]:
    """Mark where the turn of each vehicle begins: month, number and name, above the plot.

    A phone has no room for the names.
    """
    drawn, taken = list[Markup](), 0
    ends = [area.months.at(month) for month, _, _ in turns[1:]] + [area.months.end]
    for at, ((month, number, name), end) in enumerate(zip(turns, ends, strict=True)):
        x = area.months.at(month)
        if at and end - x >= _APART:
            drawn.append(line(x, 10 * top + 200, x, area.money.start, "trade"))
        if x >= taken and end >= x + _BADGE:
            drawn.append(badge(x + 80, 10 * top + 80, number))
            taken = x + _BADGE
            words = plane.cut(name, (end - x) // 10 - 22, 11)
            if area.size.wide and len(words) >= min(len(name), _TELLING):
                drawn.append(text(x + 190, 10 * top + 120, words, "small"))
    return drawn


_BADGE, _APART = 200, 80
"""The width of the number of a vehicle, and the least space after the line of a trade, in tenths."""

_TELLING = 8
"""The fewest characters that are worth showing of a name."""


def badge(x: int, y: int, number: int) -> Markup:
    """Draw the number of a vehicle on a disk of its color; a small 0 stands for none."""
    color = f"f{palette.number(number)}"
    disk = element("circle", cx=pixels(x), cy=pixels(y), r=8, class_=color)
    sign = text(x, y + 40, str(number) if number else "–", "on", "middle")
    return joined([disk, sign])


def standalone(drawn: Markup) -> str:
    """Make a file of a drawing: with its own style."""
    style = element("style", Markup(palette.alone()))
    head, tail = drawn.split(">", 1)
    return f"{head}>{style}{tail}"
