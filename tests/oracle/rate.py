"""The annual percentage rate of a series of payments."""

from __future__ import annotations

import decimal
from decimal import Decimal


def annual_percentage_rate(
    amount: int, dues: list[int], places: list[tuple[Decimal, Decimal]] | None = None
) -> Decimal:
    """The percentage at which payments are worth the amount, halved down to it; a month apart where nothing is said.

    A payment n months and a part of one after the advance is worth its amount over (1 + i)^n and over 1 + i times that
    part, i being a twelfth of the rate.
    """
    known = places or [(Decimal(number), Decimal(0)) for number in range(1, len(dues) + 1)]
    with decimal.localcontext(prec=60):
        low, high = Decimal(0), Decimal(1)
        while worth(dues, known, high) > amount:
            low, high = high, 2 * high
        while high - low > Decimal("1e-25") * (1 + high):
            middle = (low + high) / 2
            more = worth(dues, known, middle) > amount
            low, high = (middle, high) if more else (low, middle)
        return 1200 * (low + high) / 2


def worth(dues: list[int], places: list[tuple[Decimal, Decimal]], rate: Decimal) -> Decimal:
    """What payments are worth at the advance, at a monthly rate, given the months of each since then."""
    return sum(
        (
            due / ((1 + rate) ** whole * (1 + part * rate))
            for due, (whole, part) in zip(dues, places, strict=True)
        ),
        Decimal(0),
    )


def four_places(percentage: Decimal) -> Decimal:
    """Four decimals, halves up, of a figure that is known to some twenty."""
    known = percentage.quantize(Decimal("1e-11"))
    return known.quantize(Decimal("1e-4"), decimal.ROUND_HALF_UP)
