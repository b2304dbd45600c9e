"""Says in which settings scenarios differ, in the words of their files."""

from typing import Any

from tradein.scenario import fields
from tradein.scenario.reader import MERGED, NOT_SHARED, Reading

_NAMES = ("title", "about")
"""What a scenario is called is no difference."""


def between(readings: list[Reading]) -> dict[str, list[str | None]]:
    """Give the paths of settings that are not the same everywhere, each with what is written.

    A setting that a purchase takes from `assume` counts as its own; None stands for one
    that is not written.  Of a purchase that some scenarios lack, the vehicle is named, and
    what differs among the others.
    """
    said = [_effective(reading) for reading in readings]
    paths = sorted({path for one in said for path in one}, key=_order)
    counts = [len(reading.scenario.purchases) for reading in readings]
    differing = {}
    for path in paths:
        number = _order(path)[0]
        having = [one.get(path) for one, n in zip(said, counts, strict=True) if n >= number]
        lacked = len(having) < len(said) and path.endswith("].vehicle")
        if lacked or len({one[0] if one else None for one in having}) > 1:
            found = [one.get(path) for one in said]
            differing[path] = [None if one is None else one[1] for one in found]
    return differing


def _effective(reading: Reading) -> dict[str, tuple[Any, str]]:
    """Give what holds for each purchase, by path."""
    said = reading.walk.said
    own = {path: one for path, one in said.items() if not path.startswith("assume.")}
    assumed = {path.removeprefix("assume."): said[path] for path in said if path not in own}
    whole = {".".join(path.split(".")[:2]) for path in own}
    settings = dict(own)
    for number in range(1, len(reading.scenario.purchases) + 1):
        for rest, one in assumed.items():
            group, path = rest.partition(".")[0], f"purchases[{number}].{rest}"
            said_itself = (
                path in own if group in MERGED else f"purchases[{number}].{group}" in whole
            ) or (rest in NOT_SHARED and f"purchases[{number}].tax.state" in own)
            if not said_itself:
                settings[path] = one
    return {path: one for path, one in settings.items() if path not in _NAMES}


def _order(path: str) -> tuple[int, int, int, str]:
    """Order paths as a file does: purchase by purchase, by the field list, by months."""
    head, _, rest = path.partition(".")
    number = int(head[10:-1]) if head.startswith("purchases[") else 0
    first, last = rest.partition(".")[0], path.rpartition(".")[2]
    return number, _PLACES.get(first, -1), int(last) if last.isdecimal() else 0, path


_PLACES = {field.name: place for place, field in enumerate(fields.PURCHASE.fields)}
