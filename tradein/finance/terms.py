"""Everything that is signed: loan, deal, trade-in, tax rule, refunds and the lender's limits.

Amounts are whole cents, rates and shares are millionths, terms are months.  The classes check
what they are given; the arithmetic is in the modules that import them.
"""

from datetime import date
from typing import Any

from attrs import field, frozen

from tradein.finance import money

MONTHS = (1, 360)
"""The shortest and the longest term."""

PAUSE_MONTHS = (1, 12)
"""The fewest and the most payments that one event skips or defers."""

APR_PPM = (0, 1_000_000)
"""The lowest and the highest contract rate: 0 to 100 % a year."""

FIRST_PAYMENT_DAYS = (1, 366)
"""The fewest and the most days from signing to the first payment."""

INTEREST = MONTHLY, DAILY, PRECOMPUTED = ("monthly", "daily", "precomputed")
"""How interest is counted: by the month, by the day, or all of it at signing."""

DAY_COUNTS = ACTUAL_365, *_ = ("actual/365", "actual/360", "actual/365.25", "actual/366")
"""What part of the yearly rate is a day's interest, by the names of `finance.dates`."""

LEVEL_BY = DAYS, LEVEL_MONTHS = ("days", "months")
"""What a level payment is computed over where interest is daily: actual days, or equal periods."""

FIRST_PERIODS = {(DAYS_360 := "days/360"): 360, "days/365": 365}
"""The days of the year that odd days are parts of where interest is monthly, by name."""

MONTH_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
"""The months of the calendar, as they are written."""

PER_YEAR = {"weekly": 52, "biweekly": 26, "semimonthly": 24, MONTHLY: 12}
"""How many payments there are in a year, by how often they are made."""

NEGATIVE_AMORTIZATION = ALLOWED, _NO = ("allowed", "no")
"""Whether a payment may leave interest unpaid that becomes debt."""

ROUNDING = NEAREST, UP, DOWN = ("nearest", "up", "down")
"""How a computed payment is rounded to the cent."""

REFUNDS = RULE_OF_78, ACTUARIAL = ("rule of 78", "actuarial")
"""How the unearned part of a charge fixed at signing is worked out."""

ADD_ON_PPM = (0, 500_000)
"""The lowest and the highest add-on rate: 0 to 50 % a year."""

PTI_PPM = (0, 1_000_000)
"""The lowest and the highest share of an income that a payment may take."""

ITEMS = 40
"""The most fees, and the most products, of one purchase."""

CASH = "cash"
"""What the rest over a limit is paid in, and the refund of a product."""

LTV_BASES = INVOICE, MSRP, RETAIL, WHOLESALE = ("invoice", "msrp", "retail", "wholesale")
"""What a cap on the loan to value may be a share of."""

LTV_WITHOUT = ("tax", "fees", "products")
"""The lines of a buyer's order that may stay out of the loan to value."""

LOWER_PRICE, KEEP = "lower price", "keep the vehicle"
OVER_LIMIT = (CASH, LOWER_PRICE, KEEP)
"""What may become of a deal over a limit."""

REFUND_ENDS = LOAN, VEHICLE = ("loan", "vehicle")
"""With what a product ends: with its loan (paid off, refinanced, traded), or with a trade."""

PAYOFF = "payoff"
REFUND_TO = (CASH, PAYOFF)
"""Where the refund of a trade goes: to the owner, or to the old lender."""

ENDINGS = PRIVATE_SALE, TOTAL_LOSS, SURRENDER = ("private_sale", "total_loss", "surrender")
"""How an ownership ends by other ways than a trade, by the name of its setting."""

SHORTFALLS = PAID, OWED = (CASH, "owed")
"""What becomes of a debt that no vehicle secures any more: paid at once, or owed without payments."""

GAP = "gap"
"""The kind of a product that has small print."""

OVER_SHARE = SUBTRACTED, PRORATED = ("subtracted", "prorated")
"""How the part of a loan over GAP's share reduces its benefit."""

MILES_A_YEAR, ODOMETER = (0, 200_000), (0, 1_000_000)
"""The fewest and the most miles driven in a year, and on a vehicle."""

LATE_FEE_PPM = (0, 500_000)
"""The lowest and the highest share of a payment that a late fee may be: 0 to 50 %."""

GRACE = (0, 60)
"""The fewest and the most days after a due date up to which a payment costs no fee."""

GRACE_DAYS = 10
"""Those days where the contract does not say them."""

LATE_DAYS = (1, 27)
"""The fewest and the most days by which a payment is late: the next one is not due yet."""

RATE_PPM = (0, 200_000)
"""The lowest and the highest tax rate: 0 to 20 %."""

ALL = "all"
"""Written for `taxes` where every fee and product is taxed."""

Items = tuple[tuple[str, int], ...]
"""Names with amounts in cents."""

Rates = tuple[tuple[date, int], ...]
Caps = tuple[tuple[date, int | None], ...]
"""Days in order, each with what holds for deliveries from that day on."""

_amount = money.within(0, money.LIMIT)


def _first_payment(_: object, __: Any, first: int | date | None) -> None:
    if first is not None and not isinstance(first, date):
        money.check(first, *FIRST_PAYMENT_DAYS, "first_payment")


def _per_year(_: object, __: Any, number: int) -> None:
    if number not in PER_YEAR.values():
        raise ValueError(f"per_year must be one of {', '.join(map(str, PER_YEAR.values()))}")


def _items(_: object, __: object, items: Items) -> None:
    if len(items) > ITEMS:
        raise ValueError(f"at most {ITEMS} fees and {ITEMS} products, not {len(items)}")
    for name, cents in items:
        money.check(cents, 0, money.LIMIT, name)


def _steps(_: object, __: object, steps: Caps) -> None:
    days = [day for day, _ in steps]
    if days != sorted(set(days)):
        raise ValueError("the days of a statute must be increasing, none twice")


def _rates(_: object, __: object, rates: Rates) -> None:
    for _, rate in rates:
        money.check(rate, *RATE_PPM, "rate")


def _caps(_: object, __: object, caps: Caps) -> None:
    for _, cap in caps:
        if cap is not None:
            money.check(cap, 0, money.LIMIT, "cap")


@frozen(kw_only=True)
class PrecomputedTerms:
    """How a finance charge fixed at signing is computed and refunded."""

    add_on_ppm: int | None = field(default=None, validator=money.within(*ADD_ON_PPM))
    """The add-on rate, in millionths a year of the amount lent; None where the APR is used."""

    refund: str | None = field(default=None, validator=money.one_of(*REFUNDS))
    """How the unearned charge is refunded, one of `REFUNDS`; None for what the term calls for."""


@frozen(kw_only=True)
class LateFee:
    """What a late payment costs: an amount, or a share of the payment."""

    cents: int = field(default=0, validator=_amount)
    """The amount, in cents, where it is not a share."""

    share_ppm: int = field(default=0, validator=money.within(*LATE_FEE_PPM))
    """The share of the level payment, in millionths."""

    grace_days: int = field(default=GRACE_DAYS, validator=money.within(*GRACE))
    """The days after the due date up to which a payment costs no fee."""

    def of(self, payment: int) -> int:
        """Give the fee for a payment, both in cents."""
        return self.cents + money.half_up(payment * self.share_ppm, 1_000_000)

    def charges(self, days: int) -> bool:
        """Say whether a payment so many days after its due date costs the fee."""
        return days > self.grace_days


@frozen(kw_only=True)
class LoanTerms:
    """What borrower and lender signed."""

    apr_ppm: int = field(validator=money.within(*APR_PPM))
    """The contract rate, in millionths a year; an add-on rate takes its place."""

    months: int | None = field(default=None, validator=money.within(*MONTHS))
    """The term; with a known payment it may be None, and the loan runs to zero."""

    payment: int | None = field(default=None, validator=_amount)
    """The payment known from the contract, in cents each; None where it is computed."""

    negative_amortization: bool = False
    """Whether the payment may be less than the interest, so that the debt grows."""

    daily: bool = False
    """Whether interest is counted by actual days."""

    day_count: str = field(default=ACTUAL_365, validator=money.one_of(*DAY_COUNTS))
    """How much of the rate each of those days bears, one of `DAY_COUNTS`. Daily interest only."""

    level_by_months: bool = False
    """Whether a computed payment is that of equal periods though interest is daily."""

    first_payment: int | date | None = field(default=None, validator=_first_payment)
    """The first due date, or its days after signing; None for one period."""

    first_period: str = field(default=DAYS_360, validator=money.one_of(*FIRST_PERIODS))
    """How the days beyond whole months count until then, one of `FIRST_PERIODS`. Monthly only."""

    rounding: str = field(default=NEAREST, validator=money.one_of(*ROUNDING))
    """How a computed payment is rounded to the cent: one of `ROUNDING`."""

    balloon: int = field(default=0, validator=_amount)
    """What is left for the last payment, in cents."""

    per_year: int = field(default=12, validator=_per_year)
    """The number of payments in a year, one of `PER_YEAR`."""

    no_payment_in: tuple[int, ...] = ()
    """The calendar months, 1 to 12, in which no payment is due."""

    precomputed: PrecomputedTerms | None = None
    """The terms of a charge that is fixed at signing; None where interest accrues."""

    late_fee: LateFee | None = None
    """What a late payment costs; None for nothing."""

    @property
    def interest(self) -> str:
        """Name how interest is counted, one of `INTEREST`."""
        if self.precomputed is not None:
            return PRECOMPUTED
        return DAILY if self.daily else MONTHLY


@frozen(kw_only=True)
class PartialTax:
    """A tax on a part of the taxable amount, in addition to that on all of it."""

    rate_ppm: int = field(validator=money.within(*RATE_PPM))
    """The rate, in millionths of that part."""

    over: int = field(default=0, validator=_amount)
    """The taxable amount at which the part begins, in cents."""

    up_to: int = field(validator=_amount)
    """The taxable amount at which the part ends, in cents."""

    @up_to.validator
    def _check_order(self, _: object, up_to: int) -> None:
        if up_to < self.over:
            raise ValueError(f"up_to must be at least over, {self.over}, not {up_to}")


@frozen(kw_only=True)
class StateTaxRule:
    """What a state's law adds to a tax rule: changes by the day, taxes on parts, and limits."""

    state: str
    """The state's code."""

    rates: Rates = field(default=(), validator=[_steps, _rates])
    """Days of delivery, each with the rate (millionths) from then on, in place of the rule's."""

    caps: Caps = field(default=(), validator=[_steps, _caps])
    """The same for the credit's cap, in cents; None for the whole allowance."""

    new_only: bool = False
    """Whether only the buyer of a new vehicle gets a trade-in credit."""

    partial: tuple[PartialTax, ...] = ()
    """Taxes on parts of the taxable amount, such as a local tax with a cap."""

    minimum: int = field(default=0, validator=_amount)
    """The least tax on a purchase, in cents."""

    maximum: int | None = field(default=None, validator=_amount)
    """The most tax on a purchase, in cents; None without a limit."""

    private_sale_days: int | None = field(default=None, validator=_amount)
    """How many days before or after a purchase a private sale counts as a trade-in; None: never."""

    since: date | None = None
    """The first day of delivery for which the rule is known; None for all before."""

    until: date | None = None
    """The last day of delivery for which the rule is known; None for all after."""

    @property
    def dated(self) -> bool:
        """Say whether the rule depends on the day of delivery."""
        return bool(self.rates or self.caps)


@frozen(kw_only=True)
class TaxRule:
    """How a purchase is taxed."""

    rate_ppm: int = field(default=0, validator=money.within(*RATE_PPM))
    """The tax rate, in millionths of the taxable amount."""

    credit_cap: int | None = field(default=None, validator=_amount)
    """The most of the allowance (cents) that reduces the base; None for all, 0 for no credit."""

    rebate_taxed: bool = True
    """Whether tax is also due on what the manufacturer's rebate pays."""

    rolled_in_taxed: bool = False
    """Whether tax is also due on the shortfall of the trade-in that is not paid in cash."""

    taxes: tuple[str, ...] | str = field(default=())
    """The names of the fees and products that are taxed, or `ALL`."""

    state_rule: StateTaxRule | None = None
    """What the state's law adds; None where no state is named."""

    amount: int | None = field(default=None, validator=_amount)
    """The tax as printed on the papers, in cents, in place of all else; None where computed."""

    @taxes.validator
    def _check_taxes(self, _: object, taxes: object) -> None:
        if isinstance(taxes, str) and taxes != ALL:
            raise ValueError(f"taxes must be names in a tuple, or {ALL!r}, not {taxes!r}")

    def covers(self, name: str) -> bool:
        """Say whether a fee or product of that name is taxed."""
        return self.taxes == ALL or name in self.taxes


@frozen(kw_only=True)
class SaleTerms:
    """What was agreed with the private person who buys a vehicle at the end of its ownership."""

    price: int = field(validator=_amount)
    """What the buyer pays, in cents."""

    costs: int = field(default=0, validator=_amount)
    """What selling costs, in cents."""

    note: LoanTerms | None = None
    """The personal loan that pays the shortfall; None where it is paid in cash."""

    tax_credit: bool | None = None
    """Whether the price reduces the taxable price of the next purchase; None: by the state's rule."""


@frozen(kw_only=True)
class TradeInTerms:
    """What was agreed about the vehicle traded in."""

    allowance: int | None = field(default=None, validator=_amount)
    """What the dealer allows, in cents; None for the vehicle's trade-in value."""

    payoff: int | None = field(default=None, validator=_amount)
    """What the old lender asks, in cents; None for the payoff that is computed."""

    cash: int | None = field(default=0, validator=_amount)
    """Cash toward the shortfall, in cents; None where all of it is paid in cash."""


@frozen(kw_only=True)
class UnderwritingLimits:
    """A lender's limits, in addition to its cap on the loan to value."""

    base: str | None = field(default=None, validator=money.one_of(*LTV_BASES))
    """What that cap is a share of; None for a new vehicle's sticker price, a used one's value."""

    invoice: int | None = field(default=None, validator=_amount)
    """The dealer's invoice, in cents."""

    retail: int | None = field(default=None, validator=_amount)
    """The retail value, in cents."""

    without: tuple[str, ...] = ()
    """The lines, of `LTV_WITHOUT`, that do not count against the cap and are lent on top."""

    max_pti_ppm: int | None = field(default=None, validator=money.within(*PTI_PPM))
    """The most that a month's payments may take of the income, in millionths."""

    income: int | None = field(default=None, validator=_amount)
    """The buyer's gross income of a month, in cents."""

    over: str = field(default=CASH, validator=money.one_of(*OVER_LIMIT))
    """What becomes of a deal that does not fit, one of `OVER_LIMIT`."""

    def __attrs_post_init__(self) -> None:
        """Require what each limit is measured by."""
        for needed in (INVOICE, RETAIL):
            if self.base == needed and getattr(self, needed) is None:
                raise ValueError(f"a base of {needed} needs {needed}")
        if self.max_pti_ppm is not None and self.income is None:
            raise ValueError("max_pti_ppm needs income")
        if unknown := set(self.without) - set(LTV_WITHOUT):
            raise ValueError(f"without must be of {', '.join(LTV_WITHOUT)}, not {unknown}")


@frozen(kw_only=True)
class RefundableProduct:
    """A product that is refunded pro rata when it is canceled."""

    name: str
    """The name that it has among the products of the deal."""

    price: int = field(validator=_amount)
    """What it cost, in cents."""

    months: int = field(validator=money.within(*MONTHS))
    """How long it lasts."""

    miles: int | None = field(default=None, validator=money.within(0, ODOMETER[1]))
    """The miles after which it ends, where that comes sooner; None without a limit."""

    fee: int = field(default=0, validator=_amount)
    """What is kept on canceling, in cents."""

    ends: str = field(default=LOAN, validator=money.one_of(*REFUND_ENDS))
    """With what it is canceled, one of `REFUND_ENDS`."""


@frozen(kw_only=True)
class RefundTerms:
    """The refunds that the products of one vehicle give."""

    products: tuple[RefundableProduct, ...]
    """The products that are refunded."""

    miles_a_year: int | None = field(default=None, validator=money.within(*MILES_A_YEAR))
    """How far the vehicle is driven in a year."""

    paid_to: str = field(default=CASH, validator=money.one_of(*REFUND_TO))
    """Who is paid at a trade, one of `REFUND_TO`."""

    def __attrs_post_init__(self) -> None:
        """Require miles a year if a product has a mileage limit."""
        if self.miles_a_year is None and any(
            product.miles is not None for product in self.products
        ):
            raise ValueError("a product that ends after some miles needs miles_a_year")


@frozen(kw_only=True)
class DealTerms:
    """What buyer and dealer signed."""

    price: int = field(validator=_amount)
    """The cash price of the vehicle, in cents."""

    down: int = field(default=0, validator=_amount)
    """The cash toward the vehicle, in cents."""

    rebate: int = field(default=0, validator=_amount)
    """The manufacturer's rebate, in cents."""

    fees: Items = field(default=(), validator=_items)
    """The dealer's and the state's fees, by name."""

    products: Items = field(default=(), validator=_items)
    """The add-on products, by name."""

    tax: TaxRule | None = None
    """The rule of the sales tax; None where nothing was said about tax."""

    trade_in: TradeInTerms | None = None
    """What was agreed about the vehicle given in; None where nothing was said."""

    max_ltv_ppm: int | None = field(default=None, validator=money.within(0, money.SHARE_LIMIT_PPM))
    """The lender's cap on the amount financed, in millionths of its base; None without one."""

    prepaid_finance_charge: int = field(default=0, validator=_amount)
    """The lender's own fee, in cents: one of the fees of the deal, lent and never taxed."""

    limits: UnderwritingLimits | None = None
    """What else the lender goes by; None for nothing."""

    refunds: RefundTerms | None = None
    """The products that give a refund when they are canceled; None for none."""
