"""Whose debt it is: each payment and interest by the purchase that it was for, from what was written down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from oracle.books import Chain, Piece


def whose_debt(chain: Chain) -> list[dict[str, Any]]:
    """What became of the debt of each purchase; loans and months are given their parts too."""
    pieces: dict[tuple[int, int], list[Piece]] = {}
    for piece in chain.pieces:
        pieces.setdefault((piece.loan, piece.month), []).append(piece)
    for row in chain.rows:
        here = pieces.get((row["purchase"] or len(chain.purchases) + 1, row["month"]), [])
        older = [piece for piece in here if piece.origin < piece.loan and not piece.traded]
        row["payment_on_rolled_debt"] = sum(piece.paid for piece in older)
        row["interest_on_rolled_debt"] = sum(piece.interest for piece in older)
    for bought in chain.purchases:
        bought["layers"] = layers_of(chain, bought)
    everyone = sorted({piece.origin for piece in chain.pieces})
    several = [debt_of(chain, origin) for origin in everyone]
    return [debt for debt in several if debt["borrowed"]]


def layers_of(chain: Chain, bought: dict[str, Any]) -> list[dict[str, Any]]:
    """The loan on a vehicle by the purchase whose debt it is."""
    loan = [piece for piece in chain.pieces if piece.loan == bought["number"]]
    first = next(row for row in chain.rows if row["purchase"] == bought["number"])
    owed = {layer["origin"]: layer["balance"] for layer in first["layers"]}
    listed = []
    for origin in sorted({*owed, *(piece.origin for piece in loan)}):
        own = [piece for piece in loan if piece.origin == origin]
        figures = {
            "balance": owed.get(origin, 0),
            "payment": sum(piece.paid for piece in own),
            "interest": sum(piece.interest for piece in own),
        }
        if any(figures.values()) or any(piece.more for piece in own):
            listed.append({"origin": origin, **figures})
    return listed


def shrunk(pieces: Iterable[Piece]) -> int:
    return sum(-piece.more for piece in pieces if piece.more < 0)


def debt_of(chain: Chain, origin: int) -> dict[str, Any]:
    own = [piece for piece in chain.pieces if piece.origin == origin]
    gone = [piece for piece in own if piece.loan != origin]
    owed = sum(piece.more for piece in own)
    return {
        "origin": origin,
        "vehicle": chain.purchases[origin - 1]["vehicle"] if origin else None,
        "borrowed": sum(piece.more for piece in own if piece.more > 0),
        "repaid": shrunk(piece for piece in own if not piece.traded),
        "settled": shrunk(piece for piece in own if piece.traded),
        "owed": owed,
        "payment": sum(piece.paid for piece in own),
        "interest": sum(piece.interest for piece in own),
        "payment_on_rolled_debt": sum(piece.paid for piece in gone),
        "interest_on_rolled_debt": sum(piece.interest for piece in gone),
        "last_month": None
        if owed
        else max((piece.month for piece in own if piece.more < 0), default=None),
    }
