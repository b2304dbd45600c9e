"""A chain small enough to be worked out by hand: two vans, months 0 to 2 and 2 to 4.

The first is bought for $12,000 without interest over 12 months, $1,000 a month, and traded at
$9,000 with $10,000 still owed.  The second costs $15,000, takes in the $1,000 and is paid for
with $1,760 a month at 12 %: of $160 and $144 of interest, $10 and $9 fall on the old debt.
"""

from datetime import date

from tradein.engine import simulate
from tradein.engine.ledger import Ledger
from tradein.finance.terms import DealTerms, LoanTerms
from tradein.finance.value import Appraisals, PrivateSale, Valuation
from tradein.scenario.model import Purchase, Scenario

FIRST = Purchase(
    vehicle="first van",
    deal=DealTerms(price=12_000_00),
    loan=LoanTerms(apr_ppm=0, months=12),
    valuation=Valuation(
        method=Appraisals(points=((0, 10_000_00), (1, 9_500_00), (2, 9_000_00))), msrp=12_000_00
    ),
    keep_months=2,
)

SECOND = Purchase(
    vehicle="second van",
    deal=DealTerms(price=15_000_00, products=(("GAP", 0),)),
    loan=LoanTerms(apr_ppm=120_000, payment=1_760_00),
    valuation=Valuation(
        method=Appraisals(points=((0, 14_000_00), (1, 13_900_00), (2, 12_784_00))), msrp=15_000_00
    ),
    private_sale=PrivateSale(price_ppm=1_050_000, costs=100_00),
    keep_months=2,
)

SCENARIO = Scenario(title="Two vans", start=date(2024, 1, 31), purchases=(FIRST, SECOND))


def ledger() -> Ledger:
    """Play the chain."""
    return simulate.simulate(SCENARIO)
