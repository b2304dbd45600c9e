"""The chart of debt against value: two lines, the gap between them filled, the trades marked."""

from itertools import pairwise

from tradein.finance import money
from tradein.report.charts import drawing, palette, plane
from tradein.report.charts.drawing import Caption, Plot, Size
from tradein.report.charts.figures import Gap, Point, Run
from tradein.report.charts.plane import pixels
from tradein.report.elements import Markup, element, joined

Place = tuple[int, int]


def draw(gap: Gap, size: Size, caption: Caption) -> Markup:
    """Draw debt and value month by month, and what one is above the other."""
    points = gap.points
    highest = max(max(point.owed, point.worth) for point in points)
    lowest = min(min(point.owed, point.worth) for point in points)
    marks = plane.ticks(min(lowest, 0), max(highest, 100), 6)
    key, top = drawing.legend(size, _signs(gap, size), 8)
    size = drawing.below(size, top)
    area = drawing.plot(size, len(gap.dates) - 1, marks, top + 26)
    content = [*key, *drawing.axes(area, marks, gap.dates)]
    content += [shape for run in gap.runs for shape in _between(area, run)]
    turns = [(run.points[0].month, run.number, run.name) for run in gap.runs]
    content += drawing.starts(area, turns, top)
    content += [_worth(area, run) for run in gap.runs if run.number]
    content.append(element("path", d=plane.path(owed(area, gap)), class_="owed"))
    content += _widest(area, points)
    content += _even(area, gap)
    return drawing.sheet(size, caption, content, area)


def _signs(gap: Gap, size: Size) -> list[tuple[Markup, str]]:
    """List what the legend explains: on a phone also the vehicles, for want of room above."""
    numbers = [run.number for run in gap.runs if run.number]
    signs = [(drawing.line_sign("owed"), "you owe"), (_worth_sign(numbers), "it is worth")]
    if any(point.gap > 0 for point in gap.points):
        signs.append((drawing.area_sign("under"), "under water"))
    if any(point.gap < 0 for point in gap.points):
        signs.append((drawing.area_sign("over"), "worth more than you owe"))
    if not size.wide and len(gap.runs) <= _NAMED:
        signs += [(drawing.badge(120, 50, run.number), run.name) for run in gap.runs]
    return signs


_NAMED = 4
"""The most vehicles that the legend on a phone names."""


def _worth_sign(numbers: list[int]) -> Markup:
    """Draw a line in the colors of the first vehicles."""
    shown = numbers[:3]
    ends = [money.half_up(240 * at, len(shown)) for at in range(len(shown) + 1)]
    return joined(
        [
            drawing.line(x1, 60, x2, 60, f"line s{palette.number(number)}")
            for number, (x1, x2) in zip(shown, pairwise(ends), strict=True)
        ]
    )


def owed(area: Plot, gap: Gap) -> list[Place]:
    """Give the line of the debt, through all vehicles."""
    return [area.at(point.month, point.owed) for point in gap.points]


def _worth(area: Plot, run: Run) -> Markup:
    """Draw the line of the value of a vehicle, in its color."""
    through = [area.at(point.month, point.worth) for point in run.points]
    return element("path", d=plane.path(through), class_=f"line s{palette.number(run.number)}")


def _between(area: Plot, run: Run) -> list[Markup]:
    """Fill what is between debt and value: one shape for each stretch with the same one above."""
    shapes, upper, lower, above = [], list[Place](), list[Place](), True
    for point, crossing in _with_crossings(area, run.points):
        if crossing is None:
            assert point is not None
            above = point.gap > 0 if point.gap else above
            upper.append(area.at(point.month, point.owed))
            lower.append(area.at(point.month, point.worth))
        else:
            shapes.append(_shape([*upper, crossing], lower, above))
            upper, lower = [crossing], [crossing]
    return [*shapes, _shape(upper, lower, above)]


def _shape(upper: list[Place], lower: list[Place], above: bool) -> Markup:
    outline = plane.path([*upper, *reversed(lower)], closed=True)
    return element("path", d=outline, class_="under" if above else "over")


def _with_crossings(
    area: Plot, points: tuple[Point, ...]
) -> list[tuple[Point | None, Place | None]]:
    """Give the points, and between them the places where debt and value cross."""
    series: list[tuple[Point | None, Place | None]] = [(points[0], None)]
    for point, following in pairwise(points):
        if point.gap * following.gap < 0:
            series.append((None, _crossing(area, point, following)))
        series.append((following, None))
    return series


def _crossing(area: Plot, first: Point, second: Point) -> Place:
    """Give the place where the straight lines through two points of debt and value cross."""
    part, of = abs(first.gap), abs(first.gap - second.gap)
    (x1, y1), (x2, y2) = area.at(first.month, first.owed), area.at(second.month, second.owed)
    return x1 + money.half_up((x2 - x1) * part, of), y1 + money.half_up((y2 - y1) * part, of)


def _widest(area: Plot, points: list[Point]) -> list[Markup]:
    """Mark the widest gap, with its amount."""
    widest = max(points, key=lambda point: point.gap)
    if widest.gap < 50:
        return []
    x, upper = area.at(widest.month, widest.owed)
    lower = area.money.at(widest.worth)
    words = f"{plane.whole(widest.gap)} under water"
    left = x + 10 * plane.width(words, area.size.type + 1) > area.months.end
    bracket = f"M{pixels(x - 40)} {pixels(upper)}h8M{pixels(x)} {pixels(upper)}V{pixels(lower)}"
    bracket += f"M{pixels(x - 40)} {pixels(lower)}h8"
    end = area.months.end if left else x + 40
    label = drawing.text(end, upper - 80, words, "strong red halo", "end" if left else "")
    return [element("path", d=bracket, class_="bracket"), label]


def _even(area: Plot, gap: Gap) -> list[Markup]:
    """Mark the month from which no more is owed than the last vehicle is worth."""
    points = gap.runs[-1].points
    even = next((point for point in points if point.month == gap.break_even), None)
    if even is None or even is points[0]:
        return []
    x, y = area.at(even.month, even.worth)
    dot = element("circle", cx=pixels(x), cy=pixels(y), r=4, class_="dot")
    return [dot, _beside(area, x, y, f"month {even.month}", ": no longer under water")]


def _beside(area: Plot, x: int, y: int, words: str, more: str) -> Markup:
    """Write words at the lower left of a place, or at its upper right; less where there is no room."""
    room = 10 * plane.width(words + more, area.size.type) + 80
    if room < x - area.months.start:
        return drawing.text(x - 60, y + 200, words + more, "halo", "end")
    if room < area.months.end - x:
        return drawing.text(x + 80, y - 90, words + more, "halo")
    return drawing.text(x - 60, y + 200, words, "halo", "end")
