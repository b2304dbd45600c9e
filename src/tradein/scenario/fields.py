"""What each setting is called: the one list of fields, walked by the reader.

The JSON Schema and the tables in the docs are printed from it.  A field has a name, a kind,
a sentence and a default; groups of fields nest as they do in the file.
"""

from tradein.finance import money, terms, value
from tradein.scenario import catalog, kinds, model, slips
from tradein.scenario.shapes import (
    Amounts,
    Field,
    Group,
    Homes,
    Levels,
    Liens,
    Many,
    Named,
    Names,
    Points,
    Words,
)
from tradein.scenario.source import Scalar


def _read_state(scalar: Scalar) -> str:
    from tradein.scenario import states  # only where one is named

    return states.code(scalar.text)


_STATE = kinds.Kind("code", _read_state, {"type": "string"}, "a state's code, `TX`")
_SHARE = kinds.rate(money.SHARE_LIMIT_PPM)
_SHARE_LEFT = kinds.rate(money.SHARE_LIMIT_PPM, above_zero=True)

LOAN = Group(
    (
        Field(
            "apr",
            kinds.rate(terms.APR_PPM[1], annual=True),
            "The contract rate, a year.",
            doubt=slips.low_rate(5_000),
        ),
        Field(
            "months",
            kinds.length(*terms.MONTHS, bare=True),
            "The term; of an `owed` loan, the months still to pay.",
            "needed unless `payment` is known",
        ),
        Field(
            "payment",
            kinds.MONEY,
            "A level payment known from the contract, in place of the computed one.",
            "computed",
        ),
        Field(
            "negative_amortization",
            kinds.choice("allowed"),
            "`allowed` admits a payment that does not exceed the interest; needs `months`.",
            "not allowed",
        ),
        Field(
            "interest",
            kinds.choice(*terms.INTEREST, meant=slips.INTEREST),
            "How interest is counted: by the month, by the days between payments, or all of it "
            "fixed at signing.",
            "monthly",
        ),
        Field(
            "add_on",
            kinds.rate(terms.ADD_ON_PPM[1], annual=True),
            "A yearly rate of the amount financed that makes the charge, in place of `apr`. With "
            "precomputed interest.",
            "the charge of `apr`",
        ),
        Field(
            "refund",
            kinds.choice(*terms.REFUNDS),
            "What is given back of a charge fixed at signing when the loan is paid off early. With "
            "precomputed interest.",
            "rule of 78 up to 61 months, then actuarial",
        ),
        Field(
            "first_payment",
            kinds.days_or_date(terms.FIRST_PAYMENT_DAYS[1]),
            "When the first payment is due: so many days after the day of the loan, or a date; "
            "the others follow month by month. With daily interest.",
            "a month after the day of the loan",
        ),
        Field(
            "frequency",
            kinds.choice(*terms.PER_YEAR),
            "How often payments are made; other than monthly needs `start`.",
            "monthly",
        ),
        Field(
            "rounding",
            kinds.choice(*terms.ROUNDING),
            "How a computed payment is rounded to the cent.",
            "nearest",
        ),
        Field(
            "fee",
            kinds.MONEY,
            "The lender's own fee, a prepaid finance charge: it is lent, counts among the fees "
            "and is not taxed.",
            "nothing",
        ),
        Field(
            "balloon",
            kinds.SOME_MONEY,
            "What is left for the last payment, beside a level one; needs `months`.",
            "none",
        ),
        Field(
            "max_ltv",
            _SHARE,
            "The lender's cap on the amount financed, as a share of the sticker price of a new "
            "vehicle or of the value on the day of a used one, or of `ltv_base`.",
            "none",
            slips.low_rate(100_000),
        ),
        Field(
            "ltv_base",
            kinds.choice(*terms.LTV_BASES),
            "What that cap is a share of: `invoice`, `msrp` or `retail` of the purchase, or its "
            "trade-in value on the day (`wholesale`).",
            "`msrp` of a new vehicle, else `wholesale`",
        ),
        Field(
            "ltv_without",
            Words(*terms.LTV_WITHOUT),
            "What does not count against that cap and is lent on top: `tax`, `fees`, `products`.",
            "nothing",
        ),
        Field(
            "max_pti",
            kinds.rate(terms.PTI_PPM[1]),
            "The lender's cap on the payment, as a share of `income`.",
            "none",
            slips.low_rate(10_000),
        ),
        Field(
            "rolled",
            kinds.MONEY,
            "With `owed` only: the part of it that came from earlier vehicles.",
            "nothing",
        ),
    )
)

TAX = Group(
    (
        Field(
            "rate",
            kinds.rate(terms.RATE_PPM[1]),
            "The sales tax; with `state`, in place of that state's.",
            "needed unless `state` is there",
            slips.low_rate(5_000),
        ),
        Field(
            "state",
            _STATE,
            "The state whose rate, credit and rebate rule hold where nothing else is written "
            "(`tradein states`).",
            "no state's rule",
        ),
        Field(
            "local",
            kinds.rate(terms.RATE_PPM[1]),
            "With `state` only: the rate of the local tax, which is added.",
            "none",
        ),
        Field(
            "trade_in_credit",
            kinds.word_or_money("full", "none"),
            "How much of the allowance reduces what is taxed: all, nothing, or up to an amount.",
            "full, or the state's",
        ),
        Field(
            "rebate_taxed",
            kinds.YES_NO,
            "Whether the price before the rebate is taxed.",
            "yes, or the state's",
        ),
        Field("taxes", Names(), "The fees and products that are taxed: names, or `all`.", "none"),
    )
)

TRADE_IN = Group(
    (
        Field(
            "allowance",
            kinds.MONEY,
            "What the dealer credits for the previous vehicle.",
            "its trade-in value that month",
        ),
        Field(
            "payoff",
            kinds.MONEY,
            "What the old lender asked, where known; the difference from the balance is interest.",
            "the balance",
        ),
        Field(
            "cash",
            kinds.word_or_money("all"),
            "Cash toward the shortfall: an amount, or all of it; more counts as `down`.",
            "nothing: all of it is rolled in",
        ),
    )
)

REFUND = Group(
    (
        Field(
            "term",
            kinds.length(*terms.MONTHS),
            "How long the product lasts.",
            "the months of the loan",
        ),
        Field(
            "miles",
            kinds.whole(terms.ODOMETER[1], "miles"),
            "The miles that it lasts, where that is less; needs `miles_a_year`.",
            "any number",
        ),
        Field("fee", kinds.MONEY, "What is kept when it is cancelled.", "nothing"),
        Field(
            "ends",
            kinds.choice(*terms.REFUND_ENDS),
            "With what it is cancelled: the loan (paid off, refinanced or traded), or a trade of "
            "the vehicle only.",
            "`loan`; with `miles`, `vehicle`",
        ),
    )
)

REFINANCE = Group(
    (
        Field(
            "apr",
            kinds.rate(terms.APR_PPM[1], annual=True),
            "The rate of the new loan, a year.",
            doubt=slips.low_rate(5_000),
        ),
        Field(
            "months",
            kinds.length(*terms.MONTHS, bare=True),
            "The term of the new loan.",
            "needed unless `payment` is known",
        ),
        Field("payment", kinds.SOME_MONEY, "Its level payment, where known.", "computed"),
        Field("fee", kinds.MONEY, "What the new loan costs; it is lent too.", "nothing"),
        Field("cash_out", kinds.MONEY, "Cash that the new loan lends beside.", "nothing"),
        Field("cash_in", kinds.MONEY, "Cash that is paid, and not lent.", "nothing"),
    )
)

EVENT = Group(
    (
        Field(
            "month",
            kinds.length(1, model.KEEP_MONTHS[1], bare=True),
            "The month of ownership, that is the number of the payment.",
            "`date` in its place",
        ),
        Field(
            "date",
            kinds.DATE,
            "The day, in place of `month`; by the month it stands for the next due date.",
            "`month` in its place",
        ),
        Field("extra", kinds.SOME_MONEY, "Paid beside what is due.", "another event"),
        Field("every", kinds.choice("month", "year"), "Makes a series of an `extra`.", "once"),
        Field(
            "until",
            kinds.length(1, model.KEEP_MONTHS[1]),
            "The last month of ownership of a series.",
            "the end of the loan",
        ),
        Field(
            "then",
            kinds.choice("shorter", "lower payment"),
            "What an `extra` makes of the loan: it ends sooner, or its payment falls.",
            "shorter",
        ),
        Field(
            "skip",
            kinds.length(*terms.PAUSE_MONTHS),
            "Payments that are not made; the loan's end does not move.",
            "another event",
        ),
        Field(
            "defer",
            kinds.length(*terms.PAUSE_MONTHS),
            "Payments that the lender moves to the end of the loan; interest goes on.",
            "another event",
        ),
        Field(
            "capitalize",
            kinds.YES_NO,
            "Whether the interest of a `defer` becomes debt at its end.",
            "no: the next payments go to it first",
            former="capitalise",
        ),
        Field("refinance", REFINANCE, "A new loan that pays the old one off.", "another event"),
        Field(
            "rate",
            kinds.rate(terms.APR_PPM[1], annual=True),
            "Another rate from then on; the payment is worked out anew.",
            "another event",
        ),
        Field(
            "payment",
            kinds.MONEY,
            "What was really paid in place of that month's payment.",
            "another event",
        ),
    )
)

EVENTS = 40
"""The most events of one purchase."""

VALUE = Group(
    (
        Field("curve", kinds.text(kinds.NAME_LIMIT), "A built-in curve (`tradein curves`).", ""),
        Field(
            "yearly_loss",
            kinds.rate(value.LOSS_PPM[1]),
            "The share of its value that the vehicle loses every year.",
            "nothing",
            slips.low_rate(10_000),
        ),
        Field(
            "delivery_loss",
            kinds.rate(value.LOSS_PPM[1]),
            "The share of the sticker price that is lost at once.",
            "nothing",
            slips.low_rate(10_000),
        ),
        Field("table", Points(_SHARE_LEFT), "Shares of the sticker price by months of age.", ""),
        Field("appraisals", Points(kinds.SOME_MONEY), "Dollars by months of ownership.", ""),
    )
)

PRIVATE_SALE = Group(
    (
        Field(
            "price",
            _SHARE,
            "What a private buyer pays, as a share of the trade-in value.",
            "100%",
            slips.low_rate(100_000),
        ),
        Field("costs", kinds.MONEY, "What selling costs.", "nothing"),
    )
)

PURCHASE = Group(
    (
        Field("vehicle", kinds.text(kinds.NAME_LIMIT), "Its name; two may bear the same."),
        Field(
            "price",
            kinds.MONEY,
            "The negotiated selling price.",
            "needed unless `owed` is there",
            slips.odd_price,
        ),
        Field(
            "msrp", kinds.MONEY, "The sticker price, base of the curve.", "the price, of a new one"
        ),
        Field(
            "age",
            kinds.length(*value.AGE_MONTHS),
            "Its age when bought; above zero the vehicle is used.",
            "new",
            hint=slips.model_year,
        ),
        Field(
            "worth",
            kinds.MONEY,
            "The trade-in value on the day of purchase, where known.",
            "by the curve; a used vehicle needs `worth` or `msrp`",
        ),
        Field(
            "owed",
            kinds.MONEY,
            "First entry only, in place of `price`: the balance of a loan that exists already; "
            "needs `worth`, `age`, `loan.apr`, and `loan.months` or `loan.payment`.",
            "a purchase",
        ),
        Field(
            "invoice",
            kinds.MONEY,
            "What the dealer paid for it new, for a lender whose `ltv_base` it is.",
            "not known",
        ),
        Field(
            "retail",
            kinds.MONEY,
            "Its retail price in a price guide, for a lender whose `ltv_base` it is.",
            "not known",
        ),
        Field("down", kinds.MONEY, "Cash down.", "nothing"),
        Field("rebate", kinds.MONEY, "The manufacturer's rebate.", "nothing"),
        Field("fees", Amounts("fees"), "One amount, or names with amounts.", "nothing"),
        Field(
            "products",
            Amounts("products"),
            "Financed add-ons (GAP, a service contract): one amount, or names with amounts.",
            "nothing",
        ),
        Field(
            "refunds",
            Named(REFUND, terms.ITEMS),
            "Products by their names that are refunded pro rata when they are cancelled.",
            "none are",
        ),
        Field(
            "refund_to",
            kinds.choice(*terms.REFUND_TO),
            "Whom the refund of a trade is paid to: the owner, in cash, or the old lender, on the "
            "payoff.",
            "cash",
        ),
        Field("tax", TAX, "How the purchase is taxed.", "no tax, with a note"),
        Field("trade_in", TRADE_IN, "The previous vehicle given in.", "at its trade-in value"),
        Field("loan", LOAN, "The loan; left out only where nothing is financed.", "no loan"),
        Field(
            "over_limit",
            kinds.choice(*terms.OVER_LIMIT),
            "What becomes of a deal over the lender's limits: the rest is paid in cash, the price "
            "is lowered until it fits, or the lender declines and the vehicle before is kept.",
            "cash",
        ),
        Field(
            "value", VALUE, "How its value is reckoned: one way.", f"curve {catalog.DEFAULT_CURVE}"
        ),
        Field(
            "miles_a_year",
            kinds.whole(terms.MILES_A_YEAR[1], "miles"),
            "How far it is driven a year; more or less than its curve assumes moves its value.",
            "what its curve assumes",
            slips.few_miles,
        ),
        Field(
            "odometer",
            kinds.whole(terms.ODOMETER[1], "miles"),
            "The miles on it when bought.",
            "what its curve assumes at its age",
        ),
        Field(
            "condition",
            kinds.rate(value.CONDITION_PPM[1], above_zero=True, like="92%"),
            "Its value as a share of what its curve says, on every day.",
            "100%",
            slips.low_rate(100_000),
        ),
        Field("private_sale", PRIVATE_SALE, "What a private sale would bring.", "not shown"),
        Field("events", Many(EVENT, EVENTS), "What happens to the loan on the way.", "nothing"),
        Field(
            "keep",
            kinds.length(*model.KEEP_MONTHS),
            "How long it is kept, then traded for the next; `0 months` is a trade on the day.",
            "until its loan is paid off, on the last entry only",
        ),
    )
)

PER_PURCHASE = ("vehicle", "price", "owed", "trade_in")
"""The settings of a purchase that cannot be assumed for all of them."""

ASSUME = Group(tuple(field for field in PURCHASE.fields if field.name not in PER_PURCHASE))

MARKET = Group(
    (
        Field(
            "history",
            kinds.text(kinds.NAME_LIMIT),
            "A built-in series of used-vehicle prices (`tradein curves`), whose level on the first "
            "day counts as normal; needs `start`.",
            "",
        ),
    )
)

STATEMENT = Group(
    (
        Field("date", kinds.DATE, "The day for which the lender names the balance."),
        Field("balance", kinds.MONEY, "The principal balance on that day, after its payment."),
    )
)

STATEMENTS = 600
"""The most statements of a scenario."""

SCENARIO = Group(
    (
        Field("title", kinds.text(kinds.NAME_LIMIT), "What the scenario is called.", "file name"),
        Field("about", kinds.text(kinds.ABOUT_LIMIT, lines=True), "A sentence on it.", "nothing"),
        Field("start", kinds.DATE, "The day of the first purchase.", "no dates"),
        Field(
            "income",
            kinds.SOME_MONEY,
            "What the buyer earns a month, before tax; for `loan.max_pti`.",
            "not known",
            slips.odd_income,
        ),
        Field("assume", ASSUME, "Settings for every purchase that does not say otherwise.", "none"),
        Field("purchases", Many(PURCHASE, model.PURCHASES), "The chain, in order."),
        Field(
            "statements",
            Many(STATEMENT, STATEMENTS),
            "What lenders said is owed, for `tradein match`.",
            "none",
        ),
        Field(
            "market",
            Levels(Points(_SHARE_LEFT), MARKET),
            "Months of the chain with the level of used-vehicle prices, of the normal one; or "
            "`history` with the name of a series.",
            "100% throughout",
        ),
    )
)

POSITION = Group(
    (
        Field("what", kinds.text(kinds.NAME_LIMIT), "What is owned: car, boat, home …"),
        Field("owed", Liens(), "What is owed on it: an amount, or a list, one for each lien."),
        Field("value", kinds.MONEY, "What somebody would pay for it."),
        Field("sale_costs", kinds.MONEY, "What selling it costs.", "not counted"),
    )
)

POSITIONS_LIMIT = 1_000
"""The most positions of a file."""

POSITIONS = Group(
    (Field("positions", Many(POSITION, POSITIONS_LIMIT), "The positions, for `tradein equity`."),)
)

HOMES = (
    ("purchases", PURCHASE),
    ("loan of a purchase (or assume.loan)", LOAN),
    ("tax of a purchase (or assume.tax)", TAX),
    ("trade_in of a purchase", TRADE_IN),
    ("events of a purchase (or assume.events)", EVENT),
    ("refinance of an event", REFINANCE),
    ("a name under refunds", REFUND),
    ("value of a purchase (or assume.value)", VALUE),
    ("private_sale of a purchase (or assume.private_sale)", PRIVATE_SALE),
    ("statements", STATEMENT),
    ("market", MARKET),
    ("the top level", SCENARIO),
)
"""The groups, with the words for where they stand in a file."""

POSITION_HOMES = (("positions", POSITION), ("the top level", POSITIONS))
"""Likewise for a file of positions."""


def homes(needed: str) -> tuple[Homes, Homes]:
    """Give where settings stand in a file that needs one, and in a file of the other kind."""
    if needed == "positions":
        abroad = tuple((f"{home} in a scenario", group) for home, group in HOMES)
        return POSITION_HOMES, abroad
    other = "in a file for `tradein equity`"
    return HOMES, tuple((f"{home} {other}", group) for home, group in POSITION_HOMES)
