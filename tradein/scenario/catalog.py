"""Knows the built-in value curves: data files beside this one, one a curve."""

from functools import lru_cache
from os import listdir
from os.path import dirname, join
from typing import NamedTuple

from tradein.finance.value import Curve
from tradein.scenario import scalars
from tradein.scenario.yaml_source import Mapping, Node, Scalar, Sequence, Source

DEFAULT_CURVE = "avg_2025_wholesale"
"""The curve of a purchase that says nothing about its value; then it is an estimate."""

_FOLDER = join(dirname(__file__), "data", "curves")
_SHARE = scalars.rate(1_000_000, above_zero=True)


class BuiltIn(NamedTuple):
    """A built-in curve and its sources; `channel` is wholesale or retail."""

    curve: Curve
    label: str
    channel: str
    era: str
    confidence: str
    sources: tuple[str, ...]
    notes: str


@lru_cache(maxsize=1)
def names() -> list[str]:
    """List the built-in curves by name."""
    files = (name for name in listdir(_FOLDER) if name.endswith(".yaml"))
    return sorted(name.removesuffix(".yaml") for name in files)


def unknown(name: str) -> str:
    """Say that no built-in curve has a name, and suggest a similar one."""
    return f"no built-in curve is called {scalars.quote(name)}{scalars.near(name, names())}"


@lru_cache(maxsize=32)
def find(name: str, assumed: bool = False) -> BuiltIn:
    """Read a built-in curve; raises ValueError if none has that name.

    `assumed` marks a curve that the scenario did not choose.
    """
    if name not in names():
        raise ValueError(unknown(name))
    path = join(_FOLDER, f"{name}.yaml")
    with open(path, "rb") as file:
        node = Source(path, file.read()).nodes([])
    settings = mapping(node)
    channel = text(settings["channel"])
    curve = Curve(
        points=_points(settings["retained"]),
        built_in=name,
        retail=channel == "retail",
        assumed=assumed,
        miles_a_year=_miles(settings.get("miles_a_year")),
    )
    return BuiltIn(
        curve,
        text(settings["label"]),
        channel,
        text(settings["era"]),
        text(settings["confidence"]),
        texts(settings["sources"]),
        text(settings["notes"]),
    )


def _miles(node: Node | None) -> int | None:
    return None if node is None else int(text(node))


def _points(node: Node) -> tuple[tuple[int, int], ...]:
    """Convert years of age with shares to months with millionths."""
    points = []
    for age, share in mapping(node).items():
        assert isinstance(share, Scalar)
        points.append((12 * int(age), _SHARE.read(share)))
    return tuple(points)


def mapping(node: Node) -> dict[str, Node]:
    """Give the pairs of a mapping of a data file by name."""
    assert isinstance(node, Mapping)
    return {key.text: inner for key, inner in node.pairs}


def text(node: Node) -> str:
    """Give a single value of a data file as text."""
    assert isinstance(node, Scalar)
    return node.text


def texts(node: Node) -> tuple[str, ...]:
    """Give the values of a list of a data file as texts."""
    assert isinstance(node, Sequence)
    return tuple(text(item) for item in node.items)


def starter() -> str:
    """Give the text of the commented starter scenario."""
    with open(join(dirname(__file__), "data", "starter.yaml"), encoding="utf-8") as file:
        return file.read()
