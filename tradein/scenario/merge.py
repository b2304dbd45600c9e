"""Gives each purchase its settings: its own, and those that it takes from `assume`."""

from collections.abc import Container
from typing import Any

MERGED = ("loan", "tax", "private_sale", "exits")
"""The groups that `assume` and a purchase share key by key; all else is taken as a whole."""

AMOUNT = "amount"
"""The setting that a lone amount is read as, in place of the group that it stands for."""

OF_A_STATE = ("rate", "local", "trade_in_credit", "rebate_taxed", "rolled_in_taxed")
"""What a tax that names a state of its own does not take from the one in `assume`."""


def settings(assumed: dict[str, Any], written: dict[str, Any]) -> dict[str, Any]:
    """Merge the settings of a purchase with the assumed ones; its own take precedence."""
    merged = {**assumed, **written}
    for group in MERGED:
        if group in assumed and group in written:
            own = written[group]
            shared = {key: v for key, v in assumed[group].items() if _shared(group, key, own)}
            merged[group] = {**shared, **own}
    return merged


def origin(path: str, written: Container[str]) -> str | None:
    """Give the path at which a setting is written: its own, or that in `assume`.

    `written` holds the paths of the file.  None if neither has it, or if the purchase does not
    take the assumed one.
    """
    if path in written:
        return path
    purchase, _, rest = path.partition(".")
    assumed = f"assume.{rest}"
    if not purchase.startswith("purchases[") or assumed not in written:
        return None
    group, _, key = rest.partition(".")
    own = f"{purchase}.{group.partition('[')[0]}"
    if own not in written:
        return assumed
    part, _, inner = key.partition(".")
    if group not in MERGED or (inner and f"{own}.{part}" in written):
        return None
    named = ("state",) if f"{own}.state" in written else ()
    return assumed if _shared(group, key, named) else None


def _shared(group: str, key: str, own: Container[str]) -> bool:
    """Say whether a group with its `own` keys also takes an assumed key."""
    if group != "tax":
        return True
    return AMOUNT not in own and not (key in OF_A_STATE and "state" in own)
