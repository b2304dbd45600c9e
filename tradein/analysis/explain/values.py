"""Explains what a vehicle is worth: the curve between two ages, miles, condition, the market."""

from tradein.analysis.explain.steps import Dollars, Factor, Rate, Step, Sum, Term, paths
from tradein.engine.ledger import Contract
from tradein.finance import value
from tradein.finance.value import BILLION, RETAIL_PPM, Appraisals, Curve, Interval, Market


def explain(contract: Contract, market: Market, month: int, cents: int) -> list[Step]:
    """Explain the trade-in value in a month of the chain, in cents."""
    valuation, kept, number = contract.valuation, month - contract.month, contract.number
    worth, written = Dollars(cents), paths(number, "value")
    if isinstance(valuation.method, Appraisals):
        line = value.on_appraisals(valuation.method, kept)
        return [Step("value", worth, _between(line, Dollars), month, written, "appraisals")]
    if valuation.worth is not None and kept == 0:
        return [Step("value", worth, (), month, paths(number, "worth"))]
    of_msrp = valuation.worth is None
    terms = (_of_msrp if of_msrp else _of_worth)(contract, market, month)
    names = ("msrp", "price", "condition") if of_msrp else ("worth",)
    whole = Step("value", worth, terms, month, paths(number, *names), "value")
    return [whole, *_shares(contract, market, month)]


def _of_msrp(contract: Contract, market: Market, month: int) -> Sum:
    """Write the sticker price times all shares of a month."""
    valuation, kept = contract.valuation, month - contract.month
    terms: list[Term] = [Dollars(valuation.msrp or 0), *_times(_left(contract, kept), always=True)]
    if valuation.condition_ppm != 1_000_000:
        terms += ["×", Rate(valuation.condition_ppm)]
    return (*terms, *_times(value.miles_share(valuation, kept)), *_times(market.share(month)))


def _of_worth(contract: Contract, market: Market, month: int) -> Sum:
    """Write the known worth times the shares of a month, over those of the day of purchase."""
    valuation, kept = contract.valuation, month - contract.month
    return (
        Dollars(valuation.worth or 0),
        *_times(_left(contract, kept), always=True),
        *_times(value.miles_share(valuation, kept)),
        *_times(market.share(month)),
        *_times(_left(contract, 0), "÷", always=True),
        *_times(value.miles_share(valuation, 0), "÷"),
        *_times(market.share(contract.month), "÷"),
    )


def _times(billionths: int, sign: str = "×", always: bool = False) -> Sum:
    """Write a share to multiply or to divide by; nothing where it is one."""
    return (sign, factor(billionths)) if always or billionths != BILLION else ()


def factor(billionths: int) -> Factor:
    """Write billionths as a number with nine decimals."""
    return Factor(f"{billionths // BILLION}.{billionths % BILLION:09d}")


def _left(contract: Contract, kept: int) -> int:
    """Give the share of the sticker price that is left after some months of ownership."""
    valuation = contract.valuation
    assert not isinstance(valuation.method, Appraisals)
    age = valuation.age_months
    return value.share(valuation.method, age + kept, age == 0)


def _shares(contract: Contract, market: Market, month: int) -> list[Step]:
    """Explain each share that a value was multiplied or divided by."""
    valuation, number = contract.valuation, contract.number
    moments = [month] if valuation.worth is None else [month, contract.month]
    steps = []
    for moment in moments:
        terms = _curve(contract, moment - contract.month)
        left = factor(_left(contract, moment - contract.month))
        lines = paths(number, "value", "age")
        steps.append(Step("share", left, terms, moment, lines, "curve"))
    for moment in moments:
        miles = value.miles_share(valuation, moment - contract.month)
        if miles != BILLION:
            lines = paths(number, "odometer", "miles_a_year")
            terms = _miles(contract, moment - contract.month)
            steps.append(Step("miles_share", factor(miles), terms, moment, lines, "miles"))
    for moment in moments:
        if (level := market.share(moment)) != BILLION:
            terms = _level(market, moment)
            steps.append(Step("market_share", factor(level), terms, moment, ("market",), "market"))
    return steps


def _miles(contract: Contract, kept: int) -> Sum:
    """Write what miles leave of a value; nothing where the least or the most share holds."""
    twelfths = value.miles_above(contract.valuation, kept) or 0
    share = value.miles_share(contract.valuation, kept)
    if share in (value.MINIMUM_MILES_SHARE, value.MAXIMUM_MILES_SHARE):
        return ()
    sign, mile = "−" if twelfths >= 0 else "+", factor(value.MILE)
    return (1, sign, mile, "×", abs(twelfths), "÷", 12)


def _level(market: Market, month: int) -> Sum:
    """Write the level of the market in a month: between two points, or by an index."""
    if market.points:
        return _between(market.at(month), Rate)
    levels = market.levels
    return (levels[min(month, len(levels) - 1)], "÷", levels[0])


def _curve(contract: Contract, kept: int) -> Sum:
    """Write the share of the sticker price that a curve leaves."""
    valuation = contract.valuation
    method, age = valuation.method, valuation.age_months
    if isinstance(method, Curve):
        terms = _between(value.on_curve(method, age + kept, age == 0), Rate)
        return (*terms, "×", Rate(RETAIL_PPM)) if method.retail else terms
    assert not isinstance(method, Appraisals)
    delivered: Sum = ("(", 1, "−", Rate(method.delivery_ppm), ")")
    if age + kept == 0:
        return delivered
    yearly: Sum = ("(", 1, "−", Rate(method.yearly_ppm), ")", "^", "(", age + kept, "÷", 12, ")")
    return (*delivered, "×", *yearly)


def _between(line: Interval, kind: type[Dollars] | type[Rate]) -> Sum:
    """Write `low x (high / low) ^ (into / span)`, in months where they are whole."""
    low, high, into, span = line
    if into == 0 or low == high:
        return (kind(low),)
    if into == span:
        return (kind(high),)
    if into % 2 == 0 and span % 2 == 0:
        into, span = into // 2, span // 2
    return (kind(low), "×", "(", kind(high), "÷", kind(low), ")", "^", "(", into, "÷", span, ")")
