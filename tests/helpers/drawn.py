"""Reads a drawn chart back: what it says, and the amounts and months that its lines stand for."""

import re
from bisect import bisect_left
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"

TAGS = {"svg", "title", "desc", "style", "rect", "path", "line", "circle", "text", "g"}
ATTRIBUTES = {
    *(
        "aria-labelledby",
        "class",
        "cx",
        "cy",
        "d",
        "data-from",
        "data-bottom",
        "data-last",
        "data-to",
        "data-top",
        "height",
    ),
    *("id", "r", "role", "text-anchor", "transform", "viewBox", "width", "x", "x1", "x2", "y"),
    *("y1", "y2"),
}
"""What a chart is made of; nothing of it loads, runs or links to anything."""


class Label(NamedTuple):
    """Words on a chart, with their place."""

    words: str
    x: Fraction
    y: Fraction
    class_: str


class Chart:
    """A chart as a parser of XML sees it."""

    def __init__(self, svg: str) -> None:
        self.svg = svg
        self.root = ElementTree.fromstring(svg)
        self.labels = [
            Label(
                e.text or "",
                Fraction(e.get("x", "0")),
                Fraction(e.get("y", "0")),
                e.get("class", ""),
            )
            for e in self.root.iter(f"{SVG}text")
        ]

    @property
    def words(self) -> list[str]:
        """All words of the chart, in their order."""
        return [label.words for label in self.labels]

    def tags(self) -> list[str]:
        return [e.tag.removeprefix(SVG) for e in self.root.iter()]

    def check_is_still(self) -> None:
        """It is made of what the list above allows, with coordinates of at most one decimal."""
        for e in self.root.iter():
            assert e.tag.removeprefix(SVG) in TAGS
            assert set(e.attrib) <= ATTRIBUTES
            for name in ("d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height"):
                for number in re.findall(r"-?[\d.]+", e.get(name, "")):
                    assert re.fullmatch(r"-?\d+(\.\d)?|-?\.\d", number), (name, number)

    def paths(self, class_: str) -> list[list[tuple[Fraction, Fraction]]]:
        """The points of the paths of a class; a path in several parts is given as several."""
        return [
            through([*map(Fraction, re.findall(r"-?[\d.]+", part))])
            for e in self.root.iter(f"{SVG}path")
            if e.get("class") == class_
            for part in e.get("d", "").split("M")[1:]
        ]

    def rects(self, *classes: str) -> list[tuple[Fraction, Fraction]]:
        """The left ends and the widths of the bars of some classes, from the top."""
        bars = [e for e in self.root.iter(f"{SVG}rect") if e.get("class") in classes]
        bars.sort(key=lambda e: Fraction(e.get("y", "0")))
        return [(Fraction(e.get("x", "0")), Fraction(e.get("width", "0"))) for e in bars]

    def dollars(self, y: Fraction) -> Fraction:
        """The amount at a height, by the labels of the axis: each stands 4 pixels below its line."""
        marks = sorted(
            (label.y - 4, amount(label.words))
            for label in self.labels
            if label.class_ == "muted" and re.fullmatch(r"−?\$[\d,]+k?", label.words)
        )
        (y1, high), (y2, low) = marks[0], marks[-1]
        return low + (high - low) * (y2 - y) / (y2 - y1)

    def month(self, x: Fraction) -> Fraction:
        """The month at a place, by what the script goes by."""
        left, right = (Fraction(self.root.get(f"data-{end}", "0")) / 10 for end in ("from", "to"))
        return (x - left) * int(self.root.get("data-last", "0")) / (right - left)

    def pixel(self) -> Fraction:
        """What a tenth of a pixel is worth, in dollars."""
        return abs(self.dollars(Fraction(0)) - self.dollars(Fraction(1, 10)))


def through(numbers: list[Fraction]) -> list[tuple[Fraction, Fraction]]:
    """The places of a path that is written as its first place and the steps to the others."""
    return [*zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True)]


def amount(words: str) -> Fraction:
    """An amount in whole dollars, as charts write it."""
    digits = words.replace("−", "-").replace("$", "").replace(",", "").replace("+", "")
    return Fraction(digits.removesuffix("k")) * (1000 if digits.endswith("k") else 1)


def nearest(points: list[tuple[Fraction, Fraction]], month: int, chart: Chart) -> list[Fraction]:
    """The amounts that a line has in a month."""
    months = [chart.month(x) for x, _ in points]
    at = bisect_left(months, month - Fraction(1, 4))
    return [
        chart.dollars(y)
        for m, (_, y) in zip(months[at:], points[at:], strict=True)
        if abs(m - month) < Fraction(1, 4)
    ]
