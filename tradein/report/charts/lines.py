"""Charts of several lines on one axis, with what the sides of zero mean."""

from tradein.report.charts import drawing, palette, plane
from tradein.report.charts.drawing import Caption, Plot, Size
from tradein.report.charts.figures import Line, Lines
from tradein.report.charts.plane import pixels
from tradein.report.elements import Markup, element

_PLAIN = ("line ink", "line ink dashed", "line ink dotted")


def draw(figures: Lines, size: Size, caption: Caption) -> Markup:
    """Draw the lines, and mark from when each stays at zero or below."""
    amounts = [cents for line in figures.lines for part in line.parts for _, cents in part]
    marks = plane.ticks(min(*amounts, 0), max(*amounts, 100), 6)
    classes = [_class(figures, at) for at in range(len(figures.lines))]
    items = [
        (drawing.line_sign(class_), line.name)
        for line, class_ in zip(figures.lines, classes, strict=True)
    ]
    if any(line.free for line in figures.lines):
        dot = element("circle", cx=12, cy=5, r=4, class_="dot")
        items.append((dot, "nothing more to pay"))
    key, top = drawing.legend(size, items, 8)
    size = drawing.below(size, top)
    area = drawing.plot(size, len(figures.dates) - 1, marks, top + (26 if figures.turns else 8))
    content = [*key, *drawing.axes(area, marks, figures.dates), *_sides(area, figures, marks)]
    if figures.turns:
        content += drawing.starts(area, [*figures.turns], top)
    for line, class_ in zip(figures.lines, classes, strict=True):
        through = [[area.at(*point) for point in part] for part in line.parts]
        content.append(element("path", d="".join(map(plane.path, through)), class_=class_))
    content += _free(area, figures.lines)
    return drawing.sheet(size, caption, content, area)


def _class(figures: Lines, at: int) -> str:
    if not figures.turns:
        return f"line s{palette.number(at + 1)}"
    return _PLAIN[at % len(_PLAIN)]


def _sides(area: Plot, figures: Lines, marks: list[int]) -> list[Markup]:
    """Say at the left end what is above zero, and what is below."""
    x, top, bottom = area.months.start + 60, area.money.end, area.money.start
    words = [drawing.text(x, top + 150, f"↑ {figures.above}", "muted small halo")]
    if marks[0] < 0:
        words.append(drawing.text(x, bottom - 70, f"↓ {figures.below}", "muted small halo"))
    return words


def _free(area: Plot, lines: tuple[Line, ...]) -> list[Markup]:
    """Mark from which month on each line is not above zero, with labels where no line is."""
    free = sorted((line.free, line.name) for line in lines if line.free)
    if not free:
        return []
    zero, places = area.money.at(0), [area.months.at(month) for month, _ in free]
    labels = [f"month {month}: {name}" for month, name in free]
    drawn = [element("circle", cx=pixels(x), cy=pixels(zero), r=4, class_="dot") for x in places]
    room = 10 * max(plane.width(label, 11) for label in labels) + 80
    if room < places[0] - area.months.start or room > area.months.end - places[-1]:
        x, anchor, step = places[0] - 80, "end", 170
        if room > places[0] - area.months.start:
            x, anchor = area.months.start + 60, ""
            labels = labels if len(labels) > 1 else [f"month {free[0][0]}"]
    else:
        x, anchor, step = places[-1] + 80, "", -160
    for at, label in enumerate(labels):
        y = zero + 170 + step * at if step > 0 else zero - 90 + step * at
        drawn.append(drawing.text(x, y, label, "small halo", anchor))
    return drawn
