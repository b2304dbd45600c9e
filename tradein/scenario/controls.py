"""Finds in a text the settings that people play with, and what each of them is now."""

from typing import NamedTuple

from tradein.scenario import merge, yaml_source
from tradein.scenario.yaml_source import Mapping, Node, Scalar, Sequence, Unreadable

PLAYED_WITH = {
    "price": "price",
    "down": "cash down",
    "loan.apr": "APR",
    "loan.months": "loan months",
    "keep": "keep",
}
"""The settings of a purchase that people play with, and how they are called."""

_NOT_OF_OWED = ("price", "down")


class Control(NamedTuple):
    """A setting to play with: its path, its name, its purchase, and its value as it is written.

    `value` is empty if it is not set; `written` says whether the purchase itself sets it.
    """

    path: str
    label: str
    group: str
    value: str
    written: bool


def controls(text: str) -> list[Control] | None:
    """List the settings of a text that people play with; None if it is not readable."""
    try:
        node = yaml_source.parsed(text).node
    except Unreadable:
        return None
    texts = _texts(node, "")
    purchases = _inside(node, "purchases")
    several = purchases.items if isinstance(purchases, Sequence) else []
    return [
        control
        for number, purchase in enumerate(several, start=1)
        for control in _of(purchase, f"purchases[{number}]", number, texts)
    ]


def _of(purchase: Node, path: str, number: int, texts: dict[str, str]) -> list[Control]:
    """List the settings of one purchase."""
    name = texts.get(f"{path}.vehicle", "")
    group = f"{number}. {name}" if name else f"{number}."
    owed = _inside(purchase, "owed") is not None
    several = []
    for key, label in PLAYED_WITH.items():
        if not (owed and key in _NOT_OF_OWED):
            own = f"{path}.{key}"
            origin = merge.origin(own, texts)
            several.append(
                Control(own, label, group, texts[origin] if origin else "", own in texts)
            )
    extra = _extra(purchase, path, texts)
    written = "" if extra is None else texts.get(extra, "")
    if extra is not None:
        several.append(Control(extra, "extra a month", group, written, bool(written)))
    return several


def _extra(purchase: Node, path: str, texts: dict[str, str]) -> str | None:
    """Give the path of the extra payment each month; None if there is no place for one.

    Where none is written, that is the path of one event more.  Events of its own would replace
    those that are assumed.
    """
    written = _inside(purchase, "events")
    if written is None and "assume.events" in texts:
        return None
    events = written.items if isinstance(written, Sequence) else []
    for number in range(1, len(events) + 1):
        event = f"{path}.events[{number}]"
        if texts.get(f"{event}.every") == "month" and f"{event}.extra" in texts:
            return f"{event}.extra"
    return f"{path}.events[{len(events) + 1}]"


def _texts(node: Node, path: str) -> dict[str, str]:
    """Give every path of a node with its text, which is empty where settings are in it."""
    if isinstance(node, Scalar):
        return {path: node.text}
    if isinstance(node, Sequence):
        named = [(f"{path}[{i}]", item) for i, item in enumerate(node.items, start=1)]
    else:
        named = [(f"{path}.{key.text}".lstrip("."), inner) for key, inner in node.pairs]
    return {path: ""} | {p: t for name, inner in named for p, t in _texts(inner, name).items()}


def _inside(node: Node | None, name: str) -> Node | None:
    pairs = node.pairs if isinstance(node, Mapping) else []
    return next((inner for key, inner in pairs if key.text == name), None)
