"""The chart of whose debt it is: what is owed, in layers of the color of each vehicle."""

from tradein.report.charts import drawing, palette, plane
from tradein.report.charts.drawing import Caption, Plot, Size
from tradein.report.charts.figures import Layers
from tradein.report.charts.plane import pixels
from tradein.report.elements import Markup, element


def draw(layers: Layers, size: Size, caption: Caption) -> Markup:
    """Draw the debt month by month, the oldest at the bottom."""
    highest = max(sum(stage.owed.values()) for stage in layers.stages)
    marks = plane.ticks(0, max(highest, 100), 6)
    items = [
        (drawing.area_sign(f"f{palette.number(number)}"), _named(number, name))
        for number, name in layers.names.items()
    ]
    key, top = drawing.legend(size, drawing.few(items, size), 8)
    size = drawing.below(size, top)
    area = drawing.plot(size, len(layers.dates) - 1, marks, top + 8)
    content = [*key, *drawing.axes(area, marks, layers.dates)]
    content += [_layer(area, layers, number) for number in layers.names]
    content += _old(area, layers)
    return drawing.sheet(size, caption, content, area)


def _named(number: int, name: str) -> str:
    return f"{number}. {name}" if number else name


def _layer(area: Plot, layers: Layers, number: int) -> Markup:
    """Draw the layer of one vehicle on those before it."""
    upper, lower = [], []
    older = [other for other in layers.names if other < number]
    for stage in layers.stages:
        base = sum(stage.owed.get(other, 0) for other in older)
        own = stage.owed.get(number, 0)
        upper.append(area.at(stage.month, base + own))
        lower.append(area.at(stage.month, base))
    first = next((i for i in range(len(upper)) if upper[i] != lower[i]), 0)
    last = next((i for i in range(len(upper), 0, -1) if upper[i - 1] != lower[i - 1]), 1)
    ends = slice(max(first - 1, 0), last + 1)
    outline = plane.path([*upper[ends], *reversed(lower[ends])], closed=True)
    return element("path", d=outline, class_=f"layer f{palette.number(number)}")


def _old(area: Plot, layers: Layers) -> list[Markup]:
    """Mark how much of the last loan is debt of earlier vehicles on its first day."""
    old = sum(cents for number, cents in layers.signed.owed.items() if number < layers.own)
    if old < 50:
        return []
    x, upper = area.at(layers.signed.month, old)
    top = area.money.at(sum(layers.signed.owed.values()))
    words = f"{plane.whole(old)} of it for earlier vehicles"
    left = x + 10 * plane.width(words, area.size.type + 1) > area.months.end
    bracket = f"M{pixels(x)} {pixels(area.money.start)}V{pixels(upper)}h-5"
    end = area.months.end if left else x + 40
    label = drawing.text(end, top - 80, words, "strong halo", "end" if left else "")
    return [element("path", d=bracket, class_="owed"), label]
