"""Sentences on the ways out of a vehicle and its loan."""

from tradein.analysis.exits import (
    DEALER,
    KEEP,
    LABELS,
    NEEDED,
    PRIVATE,
    SURRENDER,
    TRADE,
    Exits,
    Way,
)
from tradein.finance import money
from tradein.finance.deal import GapCover
from tradein.report.narrative.losses import left_out

_TO = {
    DEALER: "sell it to a dealer or trade it in",
    PRIVATE: "sell it privately",
    TRADE: "trade it in",
    SURRENDER: "surrender it to the lender",
}


def exits(shown: Exits, free: dict[str, int | None]) -> list[str]:
    """Say which way out is the cheapest, what it takes, when it is free, and what GAP would pay."""
    spent = shown.moment.paid
    paid = f"So far you paid {money.dollars(spent)}." if spent > 0 else ""
    first = [sentence for sentence in (_cheapest(shown), _free(shown, free), paid) if sentence]
    sentences = [" ".join(first), _keep(shown), _note(shown)]
    if shown.gap is not None:
        sentences.append(_gap(shown.gap))
    missing = not_shown(shown)
    if missing:
        ways = ", ".join(f"{LABELS[way]} (`{key}`)" for way, key in missing)
        sentences.append(f"Not shown, because a setting is missing: {ways}.")
    return [sentence for sentence in sentences if sentence]


def not_shown(shown: Exits) -> list[tuple[str, str]]:
    """List the ways that need a setting that is not written, with the setting."""
    settings, row = shown.moment.settings, shown.moment.row
    known = {
        PRIVATE: row.private_net is not None,
        SURRENDER: settings.auction_ppm is not None,
        "refinance": settings.refinance is not None,
        "total_loss": settings.deductible is not None,
        "total_loss_gap": settings.gap is not None,
    }
    return [(way, NEEDED[way]) for way in NEEDED if not known[way]]


def _cheapest(shown: Exits) -> str:
    """Say which way out is the cheapest, and what it takes."""
    when = f"on {shown.moment.on}" if shown.moment.on else f"in month {shown.moment.row.month}"
    way = shown.best
    return f"The cheapest way out {when} is to {_TO[way.way]}: {_takes(way)}."


def _takes(way: Way) -> str:
    if way.owed_after > 0:
        back = f" and {money.dollars(-way.cash)} comes back" if way.cash < 0 else ""
        return f"{money.dollars(way.owed_after)} is still owed{back}"
    if way.cash > 0:
        return f"it takes {money.dollars(way.cash)} in cash"
    return f"it leaves you {money.dollars(-way.cash)}" if way.cash < 0 else "it takes nothing"


def _free(shown: Exits, free: dict[str, int | None]) -> str:
    """Say from which month the cheapest way takes nothing."""
    way, month = shown.best, free.get(shown.best.way)
    if way.takes <= 0 and month is not None and month <= shown.moment.row.month:
        return ""
    if month is None:
        return "It still takes something when the scenario ends."
    return f"From month {month} on it takes nothing."


def _keep(shown: Exits) -> str:
    """Say what keeping the vehicle to the payoff takes."""
    way = next((way for way in shown.ways if way.way == KEEP), None)
    if way is None or not way.to_pay:
        return ""
    worth = money.dollars(way.worth_then or 0)
    return f"To keep it takes {money.dollars(way.to_pay)} in payments; it is then worth {worth}."


def _note(shown: Exits) -> str:
    """Say what stays owed for vehicles that are gone, whichever way is taken."""
    owed = shown.moment.row.note
    whose = "for vehicles that are gone, whichever way you take"
    return f"You also owe {money.dollars(owed)} {whose}." if owed > 0 else ""


def _gap(cover: GapCover) -> str:
    """Say what GAP would pay of what the insurer leaves, and what of old debt it covers."""
    left = money.maximum(cover.payoff - cover.settlement, 0)
    whole = f"In a total loss the insurer would pay {money.dollars(cover.settlement)}, and GAP"
    if left == 0:
        return f"{whole} nothing, since that covers the payoff."
    pays = f"{whole} {money.dollars(cover.benefit)} of the {money.dollars(left)} that is left."
    return " ".join(filter(None, (pays, left_out(cover))))
