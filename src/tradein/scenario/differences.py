"""Says in which settings scenarios differ, in the words of their files."""

from typing import Any

from tradein.scenario import fields
from tradein.scenario.reader import MERGED, Reading

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
    settings = {path: one for path, one in said.items() if not path.startswith("assume.")}
    for number in range(1, len(reading.scenario.purchases) + 1):
        own = f"purchases[{number}]"
        for path, one in said.items():
            head, _, rest = path.partition(".")
            if head == "assume" and not _overridden(said, own, rest):
                settings[f"{own}.{rest}"] = one
    return {path: one for path, one in settings.items() if path not in _NAMES}


def _overridden(said: dict[str, tuple[Any, str]], own: str, rest: str) -> bool:
    """Say whether a purchase says itself what is assumed: key by key in groups that merge."""
    group = rest.partition(".")[0]
    if group in MERGED:
        return f"{own}.{rest}" in said
    whole = f"{own}.{group}"
    return any(path == whole or path.startswith(f"{whole}.") for path in said)


def _order(path: str) -> tuple[int, int, str]:
    """Order paths as a file does: purchase by purchase, then by the field list."""
    head, _, rest = path.partition(".")
    number = int(head[10:-1]) if head.startswith("purchases[") else 0
    names = [field.name for field in fields.PURCHASE.fields]
    first = rest.partition(".")[0]
    return number, names.index(first) if first in names else -1, path
