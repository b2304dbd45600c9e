"""Vehicle values: curves, appraisals, the market, private sales.

Shares are worked out in decimals of 60 digits and rounded to a billionth; no float decides
a cent.  Values are trade-in values in cents; ages and months are whole.
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from attrs import field, frozen

from tradein.finance import money
from tradein.finance.terms import MILES_A_YEAR, ODOMETER

BILLION = 1_000_000_000
AGE_MONTHS = (0, 1200)
"""The youngest and the oldest age that a vehicle may have when it is bought."""

LOSS_PPM = (0, 1_000_000)
"""The lowest and the highest yearly or delivery loss."""

RETAIL_PPM = 800_000
"""What a dealer gives, as a share of what dealers ask: a judgment inside sourced ranges."""

CONDITION_PPM = (1, 2_000_000)
"""The worst and the best condition, as a share of what a curve says."""

MILE = 4_000
"""The loss per mile above what the curve assumes, in billionths: 0.40 % for every 1,000.

Our own fits to listings of used cars range from 0.33 to 0.47 % (docs/model.md).
"""

MINIMUM_MILES_SHARE, MAXIMUM_MILES_SHARE = 650_000_000, 1_200_000_000
"""The smallest and the largest share that miles leave, in billionths: 35 % off, 20 % on top."""

Points = tuple[tuple[int, int], ...]
"""Months, increasing, each with a share in millionths or an amount in cents."""

_EXACT = Context(prec=60)
_NINE, _THIRTY = Decimal("1e-9"), Decimal("1e-30")
_TOO_MUCH = Decimal("1e18")
"""Above this a share of even the smallest sticker price, or an appraisal, is over the limit."""


class BeyondLimit(ValueError):
    """A value above the largest that the program computes, or a share that falls to zero."""


def _points(
    highest: int, minimum: int = 1, zero_alone: bool = False
) -> Callable[[object, Any, Points], None]:
    """Make an attrs validator: increasing months, each with a whole number above zero.

    With `zero_alone` a single month may have zero: nothing is then worked out between two.
    """

    def validate(_: object, attribute: Any, points: Points) -> None:
        lowest = 0 if zero_alone and len(points) == 1 else 1
        if len(points) < minimum:
            raise ValueError(f"{attribute.name} needs at least {minimum} month")
        for month, amount in points:
            money.check(month, 0, money.LIMIT, "month")
            money.check(amount, lowest, highest, attribute.name)
        if any(earlier[0] >= later[0] for earlier, later in pairwise(points)):
            raise ValueError(f"the months of {attribute.name} must be increasing")

    return validate


@frozen(kw_only=True, cache_hash=True)
class Curve:
    """Shares of the sticker price by months of age, log-linear between the ages given.

    `built_in` is the name of one of the program's own curves, whose first year's loss falls
    half on delivery; a user's own `table` has none.  `retail` marks asking prices.
    `miles_a_year` is how far the vehicles behind it are driven, where that is known.
    """

    points: Points = field(validator=_points(money.SHARE_LIMIT_PPM))
    built_in: str | None = None
    retail: bool = False
    assumed: bool = False
    miles_a_year: int | None = field(default=None, validator=money.within(*MILES_A_YEAR))


@frozen(kw_only=True, cache_hash=True)
class YearlyLoss:
    """The same loss every year, in millionths, after a loss on delivery."""

    yearly_ppm: int = field(default=0, validator=money.within(*LOSS_PPM))
    delivery_ppm: int = field(default=0, validator=money.within(*LOSS_PPM))


@frozen(kw_only=True)
class Appraisals:
    """Values in cents by months of ownership, which override any curve or market."""

    points: Points = field(validator=_points(money.LIMIT, zero_alone=True))


@frozen(kw_only=True)
class Valuation:
    """How one vehicle is valued.

    `msrp` is the sticker price and `worth` the trade-in value on the day of purchase, where
    known (cents); `age_months` is the age that day, and above zero the vehicle is used.
    `odometer` is the miles on it that day and `miles_a_year` how far it is driven from then on;
    None is what the curve assumes.  `condition_ppm` is a share of the curve's value; a known
    `worth` already includes it.
    """

    method: Curve | YearlyLoss | Appraisals
    msrp: int | None = field(default=None, validator=money.within(0, money.LIMIT))
    worth: int | None = field(default=None, validator=money.within(0, money.LIMIT))
    age_months: int = field(default=0, validator=money.within(*AGE_MONTHS))
    odometer: int | None = field(default=None, validator=money.within(*ODOMETER))
    miles_a_year: int | None = field(default=None, validator=money.within(*MILES_A_YEAR))
    condition_ppm: int = field(default=1_000_000, validator=money.within(*CONDITION_PPM))

    def __attrs_post_init__(self) -> None:
        """Require something that a value can be computed from."""
        known = self.msrp is not None or self.worth is not None
        if not known and not isinstance(self.method, Appraisals):
            raise ValueError("a vehicle needs msrp or worth, or appraisals")


@frozen(kw_only=True)
class PrivateSale:
    """What a private buyer pays, as a share of the trade-in value, and what selling costs."""

    price_ppm: int = field(default=1_000_000, validator=money.within(0, money.SHARE_LIMIT_PPM))
    costs: int = field(default=0, validator=money.within(0, money.LIMIT))


@frozen(kw_only=True)
class Market:
    """The level of used-vehicle prices by months of the chain; normal if empty.

    `points` are shares of the normal level.  `levels` are an index in their place: one
    figure a month in any unit; the first, that of the first day, counts as normal.
    """

    points: Points = field(default=(), validator=_points(money.SHARE_LIMIT_PPM, minimum=0))
    levels: tuple[int, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Require points or an index, not both, and index levels above zero."""
        if self.points and self.levels:
            raise ValueError("a market has points or levels, not both")
        for level in self.levels:
            money.check(level, 1, money.LIMIT, "levels")

    def at(self, month: int) -> "Interval":
        """Find where a month lies between the points, of which there are some."""
        first, last = self.points[0][0], self.points[-1][0]
        return interval(self.points, 2 * min(max(month, first), last))

    def share(self, month: int) -> int:
        """Give the level that month in billionths of normal, flat outside the known months."""
        if self.levels:
            return money.half_up(
                BILLION * self.levels[min(month, len(self.levels) - 1)], self.levels[0]
            )
        if not self.points:
            return BILLION
        with localcontext(_EXACT):
            return _billionths(_between(*self.at(month)))


@lru_cache(maxsize=4096)  # some ten curves, month by month
def share(curve: Curve | YearlyLoss, age_months: int, new: bool) -> int:
    """Give the share of the sticker price that is left at an age, in billionths.

    `new` says that the owner bought the vehicle new and so bore the loss on delivery.
    """
    with localcontext(_EXACT):
        if isinstance(curve, YearlyLoss):
            return _billionths(_yearly(curve, age_months))
        left = _between(*on_curve(curve, age_months, new))
        return _billionths(left * RETAIL_PPM / 1_000_000 if curve.retail else left)


def miles_above(valuation: Valuation, month: int) -> int | None:
    """Give the miles above what the curve assumes after some months of ownership, in twelfths.

    None if the miles or the curve's assumption are not known.
    """
    assumed = valuation.method.miles_a_year if isinstance(valuation.method, Curve) else None
    driven, shown = valuation.miles_a_year, valuation.odometer
    if assumed is None or (driven is None and shown is None):
        return None
    twelfths = 0 if shown is None else 12 * shown - assumed * valuation.age_months
    return twelfths if driven is None else twelfths + (driven - assumed) * month


def miles_share(valuation: Valuation, month: int) -> int:
    """Give the share of a value that miles leave after some months of ownership, in billionths.

    The share is linear in the miles above or below what the curve assumes at that age, and stays
    between MINIMUM_MILES_SHARE and MAXIMUM_MILES_SHARE.  It is one if the miles or the curve's
    assumption are not known.
    """
    twelfths = miles_above(valuation, month)
    if twelfths is None:
        return BILLION
    left = money.half_up(12 * BILLION - MILE * twelfths, 12)
    return money.maximum(MINIMUM_MILES_SHARE, money.minimum(MAXIMUM_MILES_SHARE, left))


def trade_in(
    valuation: Valuation, month: int, market_now: int = BILLION, market_then: int = BILLION
) -> int:
    """Give the trade-in value after some months of ownership, in cents.

    `market_now` and `market_then` are the market level in billionths, that month and on the day of
    purchase.  Raises BeyondLimit where the value is above the largest that the program computes.
    """
    method = valuation.method
    if isinstance(method, Appraisals):
        cents = _appraised(method, month)
    else:
        cents = _scaled(
            valuation, method, month, money.to_bigint(market_now), money.to_bigint(market_then)
        )
    if money.any_path(cents > money.GROWN_LIMIT):
        raise BeyondLimit("the value grows beyond $1,000,000,000")
    return money.to_int64(cents)  # type: ignore[no-any-return]


def private_net(sale: PrivateSale, value: int) -> int:
    """Give a private buyer's price less the costs of selling, in cents."""
    return money.half_up(sale.price_ppm * value, 1_000_000) - sale.costs


def _scaled(
    valuation: Valuation, curve: Curve | YearlyLoss, month: int, market_now: int, market_then: int
) -> int:
    """Scale the known `worth`, or else `msrp`, to cents, rounded once."""
    age, new = valuation.age_months, valuation.age_months == 0
    left = share(curve, age + month, new) * miles_share(valuation, month)
    if valuation.worth is None:
        assert valuation.msrp is not None
        full = valuation.msrp * valuation.condition_ppm
        return money.half_up(full * left * market_now, BILLION**3 * 1_000_000)
    start = share(curve, age, new) * miles_share(valuation, 0)
    if start == 0:
        raise BeyondLimit("the curve leaves nothing of the vehicle on the day of purchase")
    return money.half_up(valuation.worth * left * market_now, start * market_then)


def _appraised(appraisals: Appraisals, month: int) -> int:
    """Give the appraised value that month, in cents; flat before the first appraisal."""
    with localcontext(_EXACT):
        cents = _between(*on_appraisals(appraisals, month)) * 1_000_000
        return int(_half_up(cents, Decimal(1)))


class Interval(NamedTuple):
    """A line between two points: their amounts, and how far `into` the `span` one is, in half months.

    It goes on at the same rate past its end; a point alone is a line without a slope.
    """

    low: int
    high: int
    into: int
    span: int


def interval(points: Points, half_months: int) -> Interval:
    """Find the points between which an age in half months lies.

    Before the first point the line starts from 100 % at month 0; past the last it goes on
    at the last interval's rate; a single point at 0 is flat.
    """
    if points[0][0] > 0:
        points = ((0, 1_000_000), *points)
    if len(points) == 1:
        return Interval(points[0][1], points[0][1], 0, 1)
    end = next((i for i in range(1, len(points)) if half_months <= 2 * points[i][0]), -1)
    (from_month, low), (to_month, high) = points[end - 1], points[end]
    return Interval(low, high, half_months - 2 * from_month, 2 * (to_month - from_month))


def on_curve(curve: Curve, age_months: int, new: bool) -> Interval:
    """Find where an age lies on a curve; a built-in one loses half its first year on delivery."""
    first_year = curve.built_in and new and age_months < 12
    return interval(curve.points, age_months + (12 if first_year else age_months))


def on_appraisals(appraisals: Appraisals, month: int) -> Interval:
    """Find where a month of ownership lies between appraisals; flat before the first."""
    first_month, first = appraisals.points[0]
    points = appraisals.points if first_month == 0 else ((0, first), *appraisals.points)
    return interval(points, 2 * month)


def _between(low: int, high: int, into: int, span: int) -> Decimal:
    """Give `low x (high / low)^(into / span)`, from millionths to a fraction of one."""
    if into == 0 or low == high:
        return Decimal(low) / 1_000_000
    if into == span:
        return Decimal(high) / 1_000_000
    left = Decimal(low) / 1_000_000 * _step(low, high, span) ** into
    if left > _TOO_MUCH:
        raise BeyondLimit("the value grows beyond $1,000,000,000")
    return left


def _yearly(loss: YearlyLoss, age_months: int) -> Decimal:
    """Give `(1 - delivery) x (1 - yearly)^(age / 12)`."""
    kept, delivered = 1_000_000 - loss.yearly_ppm, 1_000_000 - loss.delivery_ppm
    if age_months and kept == 0:
        return Decimal(0)
    left = _between(1_000_000, kept, age_months, 12) if age_months else Decimal(1)
    return left * delivered / 1_000_000


@lru_cache(maxsize=4096)  # the steps of some hundred curves
def _step(low: int, high: int, span: int) -> Decimal:
    """Give the factor of one step in `span` equal ones from low to high, by logarithms."""
    return _EXACT.exp(
        _EXACT.divide(_EXACT.ln(_EXACT.divide(Decimal(high), Decimal(low))), Decimal(span))
    )


def _billionths(left: Decimal) -> int:
    """Round a share to a billionth, halves up.

    A logarithm may miss an exact half by its last digits, so they are dropped first: an
    irrational share does not come within 1e-30 of a half.
    """
    return int(_half_up(left, _NINE).scaleb(9))


def _half_up(amount: Decimal, unit: Decimal) -> Decimal:
    return amount.quantize(_THIRTY).quantize(unit, rounding=ROUND_HALF_UP)
