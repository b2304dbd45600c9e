"""Takes the small print of GAP from the product that it is written at to the ways out.

There is one place for it behind the reader, `exits.gap_cover`, wherever the file has it.
"""

from typing import Any

from tradein.scenario import scalars
from tradein.scenario.containers import ReadContext
from tradein.scenario.exit_reader import AT

Settings = dict[str, Any]


def moved(
    context: ReadContext, assumed: Settings, written: list[Settings | None]
) -> tuple[Settings, list[Settings | None]]:
    """Give what is assumed and the purchases, with the small print of their products moved."""
    purchases = [
        own and _moved(context, f"purchases[{number}]", own)
        for number, own in enumerate(written, start=1)
    ]
    return _moved(context, "assume", assumed), purchases


def _moved(context: ReadContext, path: str, settings: Settings) -> Settings:
    """Move the small print of one purchase; there may be one of it."""
    gaps = []
    for at, (name, print_) in context.products.items():
        if not at.startswith(f"{path}.products."):
            continue
        if context.written(f"{at}.kind"):
            gaps.append((at, name, print_))
        else:
            context.wrong(at, "kind is missing; write `kind: gap`, or the price alone")
    if not gaps:
        return settings
    (first, name, print_), *others = gaps
    for at, _, _ in others:
        context.wrong(at, f"{scalars.quote(name)} is GAP already; write the price alone")
    exits = settings.get("exits") or {}
    if "gap_cover" in exits:
        message = "exits.gap_cover has the small print of GAP already; keep one of the two"
        context.wrong(first, message)
    cover = {key: value for key, value in print_.items() if key not in ("price", "kind")}
    gap = {"product": name, **cover, AT: first}
    return {**settings, "exits": {**exits, "gap_cover": gap}}
