"""Finds the settings in which scenarios differ, as their files write them."""

from typing import Any

from tradein.scenario import fields, merge
from tradein.scenario.reader import Reading

_NAMES = ("title", "about")
"""What a scenario is called is no difference."""

_PAPER = "].paper."
"""Nor is what papers say, in the path of a setting."""


def between(readings: list[Reading]) -> dict[str, list[str | None]]:
    """Give the paths of settings that differ between scenarios, with what each one writes.

    A setting that a purchase takes from `assume` counts as its own; None stands for one that
    is not written.  For a purchase that some scenarios lack, the result has its vehicle and
    what differs among the others.
    """
    effective = [_effective(reading) for reading in readings]
    paths = sorted({path for settings in effective for path in settings}, key=_order)
    counts = [_count(reading) for reading in readings]
    differing = {}
    for path in paths:
        number = _order(path)[0]
        having = [
            settings.get(path)
            for settings, count in zip(effective, counts, strict=True)
            if count >= number
        ]
        lacked = len(having) < len(effective) and path.endswith("].vehicle")
        if lacked or len({entry[0] if entry else None for entry in having}) > 1:
            entries = [settings.get(path) for settings in effective]
            differing[path] = [None if entry is None else entry[1] for entry in entries]
    return differing


def _effective(reading: Reading) -> dict[str, tuple[Any, str]]:
    """Give the settings in effect for each purchase, by path: the value and its text."""
    values, places = reading.context.values, reading.context.places
    assumed = [path.removeprefix("assume") for path in values if path.startswith("assume.")]
    numbers = range(1, _count(reading) + 1)
    paths = {path for path in values if not path.startswith("assume.") and path not in _NAMES}
    paths = {path for path in paths if _PAPER not in path}
    paths.update(f"purchases[{number}]{rest}" for number in numbers for rest in assumed)
    origins = {path: merge.origin(path, places) for path in paths}
    return {path: values[origin] for path, origin in origins.items() if origin is not None}


def _count(reading: Reading) -> int:
    """Count the purchases of a file; a vehicle that the first one gives in is none of them."""
    return len(reading.scenario.purchases) - reading.scenario.begins_with_trade


def _order(path: str) -> tuple[int, int, int, str]:
    """Order paths as a file does: purchase by purchase, by the field list, by months."""
    head, _, rest = path.partition(".")
    number = int(head[10:-1]) if head.startswith("purchases[") else 0
    first, last = rest.partition(".")[0], path.rpartition(".")[2]
    return number, _PLACES.get(first, -1), int(last) if last.isdecimal() else 0, path


_PLACES = {field.name: place for place, field in enumerate(fields.PURCHASE.fields)}
