"""The one list of settings, from which files are read and the schema and docs are printed.

The JSON Schema and the tables in the docs are printed from it.  A field has a name, a kind,
a sentence and a default; groups of fields nest as they do in the file.
"""

from tradein.finance import money, terms, value
from tradein.scenario import catalog, input_hints, model, scalars
from tradein.scenario.containers import (
    AmountOr,
    Amounts,
    ChoiceSet,
    Field,
    Group,
    Homes,
    Levels,
    Liens,
    ListOf,
    MapOf,
    Names,
    Points,
)
from tradein.scenario.yaml_source import Scalar


def _read_state(scalar: Scalar) -> str:
    from tradein.scenario import states  # only where one is named

    return states.code(scalar.text)


_STATE = scalars.ScalarType("code", _read_state, {"type": "string"}, "a state's code, `TX`")
_SHARE = scalars.rate(money.SHARE_LIMIT_PPM)
_SHARE_LEFT = scalars.rate(money.SHARE_LIMIT_PPM, above_zero=True)

LOAN = Group(
    (
        Field(
            "apr",
            scalars.rate(terms.APR_PPM[1], annual=True),
            "The contract rate, a year.",
            warn=input_hints.odd_apr,
        ),
        Field(
            "months",
            scalars.length(*terms.MONTHS, bare=True),
            "The term; of an `owed` loan, the months still to pay.",
            "needed unless `payment` is known",
        ),
        Field(
            "payment",
            scalars.MONEY,
            "A level payment known from the contract, in place of the computed one.",
            "computed",
        ),
        Field(
            "negative_amortization",
            scalars.choice(*terms.NEGATIVE_AMORTIZATION, meant=input_hints.NEGATIVE_AMORTIZATION),
            "`allowed` admits a payment that does not exceed the interest, and needs `months`; "
            "`no` refuses it.",
            "no",
        ),
        Field(
            "interest",
            scalars.choice(*terms.INTEREST, meant=input_hints.INTEREST),
            "How interest is counted: by the month, by the days between payments, or all of it "
            "fixed at signing.",
            "monthly",
        ),
        Field(
            "add_on",
            scalars.rate(terms.ADD_ON_PPM[1], annual=True),
            "A yearly rate of the amount financed that makes the charge, in place of `apr`. With "
            "precomputed interest.",
            "the charge of `apr`",
        ),
        Field(
            "refund",
            scalars.choice(*terms.REFUNDS),
            "What is given back of a charge fixed at signing when the loan is paid off early. With "
            "precomputed interest.",
            "rule of 78 up to 61 months, then actuarial",
        ),
        Field(
            "first_payment",
            scalars.days_or_date(terms.FIRST_PAYMENT_DAYS[1]),
            "When the first payment is due: so many days after the day of the loan, or a date; "
            "the others follow month by month. Needs `start`.",
            "a month after the day of the loan",
        ),
        Field(
            "first_period",
            scalars.choice(*terms.FIRST_PERIODS),
            "What part of the yearly rate a day bears beyond the whole months of the first period. "
            "With `first_payment` and monthly interest.",
            terms.DAYS_360,
        ),
        Field(
            "day_count",
            scalars.choice(*terms.DAY_COUNTS),
            "How much of the yearly rate one day's interest is. With daily interest.",
            terms.ACTUAL_365,
        ),
        Field(
            "level_by",
            scalars.choice(*terms.LEVEL_BY),
            "Over what a computed payment is level: the actual days between the due dates, or equal "
            "months. With daily interest.",
            terms.DAYS,
        ),
        Field(
            "frequency",
            scalars.choice(*terms.PER_YEAR),
            "How often payments are made; other than monthly needs `start`.",
            "monthly",
        ),
        Field(
            "no_payment_in",
            ChoiceSet(*terms.MONTH_NAMES),
            "The calendar months in which no payment is due, as agreed at signing: `[june, july]`. "
            "A computed payment is level over the others. Needs `start`.",
            "none",
        ),
        Field(
            "rounding",
            scalars.choice(*terms.ROUNDING),
            "How a computed payment is rounded to the cent.",
            "nearest",
        ),
        Field(
            "fee",
            scalars.MONEY,
            "The lender's own fee, a prepaid finance charge: it is lent, counts among the fees "
            "and is not taxed.",
            "nothing",
        ),
        Field(
            "late_fee",
            scalars.money_or_share(terms.LATE_FEE_PPM[1]),
            "What a late payment costs beside it: an amount, or a share of the level payment.",
            "nothing",
        ),
        Field(
            "grace",
            scalars.days(terms.GRACE[1], low=terms.GRACE[0]),
            "The days after a due date up to which a payment costs no `late_fee`.",
            f"{terms.GRACE_DAYS} days",
        ),
        Field(
            "balloon",
            scalars.SOME_MONEY,
            "What is left for the last payment, beside a level one; needs `months`.",
            "none",
        ),
        Field(
            "max_ltv",
            _SHARE,
            "The lender's cap on the amount financed, as a share of the sticker price of a new "
            "vehicle or of the value on the day of a used one, or of `ltv_base`.",
            "none",
            input_hints.low_share,
        ),
        Field(
            "ltv_base",
            scalars.choice(*terms.LTV_BASES),
            "What that cap is a share of: `invoice`, `msrp` or `retail` of the purchase, or its "
            "trade-in value on the day (`wholesale`).",
            "`msrp` of a new vehicle, else `wholesale`",
        ),
        Field(
            "ltv_without",
            ChoiceSet(*terms.LTV_WITHOUT),
            "What does not count against that cap and is lent on top: `tax`, `fees`, `products`.",
            "nothing",
        ),
        Field(
            "max_pti",
            scalars.rate(terms.PTI_PPM[1]),
            "The lender's cap on the payment, as a share of `income`.",
            "none",
            input_hints.low_rate(10_000),
        ),
        Field(
            "rolled",
            scalars.MONEY,
            "With `owed` only: the part of it that came from earlier vehicles.",
            "nothing",
        ),
    )
)

TAX = Group(
    (
        Field(
            "rate",
            scalars.rate(terms.RATE_PPM[1]),
            "The sales tax; with `state`, in place of that state's.",
            "needed unless `state` is there",
            input_hints.low_rate(5_000),
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
            scalars.rate(terms.RATE_PPM[1]),
            "With `state` only: the rate of the local tax, which is added (in FL and TN on the first "
            "part of the price).",
            "none",
        ),
        Field(
            "trade_in_credit",
            scalars.word_or_money("full", "none"),
            "How much of the allowance reduces what is taxed: all, nothing, or up to an amount.",
            "full, or the state's",
        ),
        Field(
            "rebate_taxed",
            scalars.YES_NO,
            "Whether the price before the rebate is taxed.",
            "yes, or the state's",
        ),
        Field(
            "rolled_in_taxed",
            scalars.YES_NO,
            "Whether the shortfall that is rolled in is taxed, as where it is written into the price.",
            "no",
        ),
        Field("taxes", Names(), "The fees and products that are taxed: names, or `all`.", "none"),
    )
)

TRADE_IN = Group(
    (
        Field(
            "allowance",
            scalars.MONEY,
            "What the dealer credits for the previous vehicle.",
            "its trade-in value that month",
        ),
        Field(
            "payoff",
            scalars.MONEY,
            "What the old lender asked, where known; the difference from the balance is interest.",
            "the balance; needed in a first purchase",
        ),
        Field(
            "cash",
            scalars.word_or_money("all"),
            "Cash toward the shortfall: an amount, or all of it; more counts as `down`.",
            "nothing: all of it is rolled in",
        ),
        Field(
            "worth",
            scalars.MONEY,
            "First purchase only: what the previous vehicle is worth on the day.",
            "the allowance",
            input_hints.odd_price,
        ),
        Field(
            "vehicle",
            scalars.text(scalars.NAME_LIMIT),
            "First purchase only: the name of the previous vehicle.",
            "previous vehicle",
        ),
    )
)

REFUND = Group(
    (
        Field(
            "term",
            scalars.length(*terms.MONTHS),
            "How long the product lasts.",
            "the months of the loan",
        ),
        Field(
            "miles",
            scalars.whole(terms.ODOMETER[1], "miles"),
            "The miles that it lasts, where that is less; needs `miles_a_year`.",
            "any number",
        ),
        Field("fee", scalars.MONEY, "What is kept when it is canceled.", "nothing"),
        Field(
            "ends",
            scalars.choice(*terms.REFUND_ENDS),
            "With what it is canceled: the loan (paid off, refinanced or traded), or a trade of "
            "the vehicle only.",
            "`loan`; with `miles`, `vehicle`",
        ),
    )
)

REFINANCE = Group(
    (
        Field(
            "apr",
            scalars.rate(terms.APR_PPM[1], annual=True),
            "The rate of the new loan, a year.",
            warn=input_hints.odd_apr,
        ),
        Field(
            "months",
            scalars.length(*terms.MONTHS, bare=True),
            "The term of the new loan.",
            "needed unless `payment` is known",
        ),
        Field("payment", scalars.SOME_MONEY, "Its level payment, where known.", "computed"),
        Field("fee", scalars.MONEY, "What the new loan costs; it is lent too.", "nothing"),
        Field("cash_out", scalars.MONEY, "Cash that the new loan lends beside.", "nothing"),
        Field("cash_in", scalars.MONEY, "Cash that is paid, and not lent.", "nothing"),
    )
)

EVENT = Group(
    (
        Field(
            "month",
            scalars.length(0, model.KEEP_MONTHS[1], bare=True),
            "The month of ownership, that is the number of the payment; 0 is the first day, for a "
            "`refinance` of an `owed` loan. Beside `date` only for a `payment`: which one it is.",
            "`date` in its place",
        ),
        Field(
            "date",
            scalars.DATE,
            "The day, in place of `month`; by the month it stands for the next due date.",
            "`month` in its place",
        ),
        Field("extra", scalars.SOME_MONEY, "Paid beside what is due.", "another event"),
        Field(
            "every",
            scalars.choice("week", "2 weeks", "month", "year"),
            "Makes a series of an `extra`, or by month or year of a `late`; weeks need `start`.",
            "once",
        ),
        Field(
            "until",
            scalars.length(1, model.KEEP_MONTHS[1]),
            "The last month of ownership of a series.",
            "the end of the loan",
        ),
        Field(
            "then",
            scalars.choice("shorter", "lower payment"),
            "What an `extra` makes of the loan: it ends sooner, or its payment falls.",
            "shorter",
        ),
        Field(
            "late",
            scalars.days(terms.LATE_DAYS[1], beyond="; for more, write skip and an extra"),
            "The regular payment is made so many days after it is due.",
            "another event",
        ),
        Field(
            "skip",
            scalars.length(*terms.PAUSE_MONTHS),
            "Payments that are not made; the loan's end does not move.",
            "another event",
        ),
        Field(
            "defer",
            scalars.length(*terms.PAUSE_MONTHS),
            "Payments that the lender moves to the end of the loan; interest goes on.",
            "another event",
        ),
        Field(
            "capitalize",
            scalars.YES_NO,
            "Whether the interest of a `defer` becomes debt at its end.",
            "no: the next payments go to it first",
            former="capitalise",
        ),
        Field(
            "fee",
            scalars.MONEY,
            "What the lender asks for a `skip` or a `defer`, paid in cash with its first payment.",
            "nothing",
        ),
        Field("refinance", REFINANCE, "A new loan that pays the old one off.", "another event"),
        Field(
            "rate",
            scalars.rate(terms.APR_PPM[1], annual=True),
            "Another rate from then on; the payment is worked out anew.",
            "another event",
            input_hints.odd_apr,
        ),
        Field(
            "payment",
            scalars.MONEY,
            "What was really paid in place of that month's payment.",
            "another event",
        ),
    )
)

EVENTS = 400
"""The most events of one purchase."""

VALUE = Group(
    (
        Field(
            "curve", scalars.text(scalars.NAME_LIMIT), "A built-in curve (`tradein curves`).", ""
        ),
        Field(
            "yearly_loss",
            scalars.rate(value.LOSS_PPM[1]),
            "The share of its value that the vehicle loses every year.",
            "nothing",
            input_hints.low_rate(10_000),
        ),
        Field(
            "delivery_loss",
            scalars.rate(value.LOSS_PPM[1]),
            "The share of the sticker price that is lost at once.",
            "nothing",
            input_hints.low_rate(10_000),
        ),
        Field("table", Points(_SHARE_LEFT), "Shares of the sticker price by months of age.", ""),
        Field(
            "appraisals",
            Points(scalars.SOME_MONEY),
            "Dollars by months of ownership.",
            "",
            input_hints.odd_appraisals,
        ),
    )
)

NOTE = Group(
    (
        Field(
            "apr",
            scalars.rate(terms.APR_PPM[1], annual=True),
            "The rate of the personal loan, a year.",
            warn=input_hints.odd_apr,
        ),
        Field("months", scalars.length(*terms.MONTHS, bare=True), "Its term."),
    )
)

PRIVATE_SALE = Group(
    (
        Field(
            "price",
            scalars.share_or_money(money.SHARE_LIMIT_PPM),
            "What a private buyer pays: a share of the trade-in value, as an estimate, or an amount, "
            "for which the vehicle is sold at the end of `keep`.",
            "100%",
            input_hints.low_price,
        ),
        Field("costs", scalars.MONEY, "What selling costs.", "nothing"),
        Field(
            "note",
            NOTE,
            "The personal loan that pays what is missing for the payoff; only with an amount.",
            "what is missing is paid in cash",
        ),
        Field(
            "tax_credit",
            scalars.YES_NO,
            "Whether the price is taken off what is taxed in the next purchase, like an allowance; "
            "only with an amount.",
            "by the state's rule, else no",
        ),
    )
)

_SHORTFALL = Field(
    "shortfall",
    scalars.choice(*terms.SHORTFALLS),
    "What becomes of a debt that is left: `cash` pays it at once; `owed` leaves it, without "
    "interest and payments.",
    terms.PAID,
)

TOTAL_LOSS = Group(
    (
        Field(
            "deductible",
            scalars.MONEY,
            "What the insurer does not pay of the vehicle's value; `$0` for nothing.",
        ),
        Field(
            "actual_cash_value",
            scalars.MONEY,
            "What the insurer says that the vehicle was worth, before the deductible.",
            "its trade-in value",
            input_hints.odd_price,
        ),
        _SHORTFALL,
        Field("note", NOTE, "The personal loan that pays a debt that is left.", "none"),
    )
)

SURRENDER = Group(
    (
        Field(
            "sale",
            scalars.share_or_money(money.SHARE_LIMIT_PPM),
            "What the lender's sale brings: an amount, or a share of the trade-in value.",
            warn=input_hints.odd_auction,
        ),
        Field("costs", scalars.MONEY, "What retaking, keeping and selling it costs.", "nothing"),
        _SHORTFALL,
        Field(
            "note",
            NOTE,
            "The loan or the plan by which a debt that is left is paid.",
            "none",
        ),
    )
)

PAPER = Group(
    (
        Field("price", scalars.MONEY, "The cash price of the vehicle.", "not compared"),
        Field("tax", scalars.MONEY, "The sales tax, in dollars.", "not compared"),
        Field("fees", Amounts("fees"), "The fees: their sum, or each by its name.", "not compared"),
        Field(
            "products",
            Amounts("products"),
            "The products: their sum, or each by its name.",
            "not compared",
        ),
        Field("prior_lien", scalars.MONEY, "What is paid to the old lender.", "not compared"),
        Field("rebate", scalars.MONEY, "The manufacturer's rebate.", "not compared"),
        Field("cash_down", scalars.MONEY, "The cash in the down payment.", "not compared"),
        Field("net_trade_in", scalars.MONEY, "The trade-in less its payoff.", "not compared"),
        Field(
            "prepaid_finance_charge",
            scalars.MONEY,
            "What is lent and counts as a finance charge paid in advance.",
            "not compared",
        ),
        Field(
            "down_payment",
            scalars.MONEY,
            "The down payment: rebate, cash and net trade-in.",
            "not compared",
        ),
        Field("amount_financed", scalars.MONEY, "The Amount Financed of the box.", "not compared"),
        Field(
            "apr",
            scalars.rate(terms.APR_PPM[1], annual=True),
            "The annual percentage rate of the box.",
            "not compared",
        ),
        Field(
            "payments",
            scalars.whole(2_000, "payments", like="72"),
            "How many payments there are, the last one included.",
            "not compared",
        ),
        Field("payment", scalars.MONEY, "The level payment.", "not compared"),
        Field(
            "last_payment",
            scalars.MONEY,
            "The last payment, where the paper has it apart.",
            "not compared",
        ),
        Field("finance_charge", scalars.MONEY, "The Finance Charge of the box.", "not compared"),
        Field(
            "total_of_payments", scalars.MONEY, "The Total of Payments of the box.", "not compared"
        ),
        Field(
            "total_sale_price", scalars.MONEY, "The Total Sale Price of the box.", "not compared"
        ),
    ),
    echoes=True,
)

MARKET_LOAN = Group(
    (
        Field(
            "apr",
            scalars.rate(terms.APR_PPM[1], annual=True),
            "The rate of a new loan, a year.",
            warn=input_hints.odd_apr,
        ),
        Field("months", scalars.length(*terms.MONTHS, bare=True), "Its term."),
        Field("fee", scalars.MONEY, "What it costs; it is lent too.", "nothing"),
    )
)

GAP_COVER = Group(
    (
        Field(
            "product",
            scalars.text(scalars.NAME_LIMIT),
            "The product that it is; its own refund does not count.",
            "GAP",
        ),
        Field("limit", scalars.MONEY, "The most that it pays.", "no limit"),
        Field(
            "share",
            _SHARE,
            "The part of the loan as made that it covers, as a share of `base`.",
            "all of it",
            input_hints.low_share,
        ),
        Field(
            "base",
            scalars.SOME_MONEY,
            "The sticker price of the new vehicle or the retail price of the used one when the "
            "loan was made.",
            "`msrp` of a new vehicle, else `retail`",
            input_hints.odd_price,
        ),
        Field(
            "over_share",
            scalars.choice(*terms.OVER_SHARE),
            "Whether the part over that share is subtracted from the debt, or the debt is "
            "prorated.",
            terms.SUBTRACTED,
        ),
        Field("deductible", scalars.MONEY, "What it pays of the insurer's deductible.", "nothing"),
    )
)

PRODUCT = Group(
    (
        Field("price", scalars.MONEY, "What it costs, as financed."),
        Field("kind", scalars.choice(terms.GAP), "What it is; what follows is its small print."),
        *(field for field in GAP_COVER.fields if field.name != "product"),
    ),
    echoes=True,
)

EXITS = Group(
    (
        Field(
            "days_to_sell",
            scalars.days(terms.FIRST_PAYMENT_DAYS[1]),
            "How long a private sale takes; interest goes on by the day.",
            "sold on the day",
        ),
        Field(
            "deductible",
            scalars.MONEY,
            "The deductible of the insurance; `$0` for none.",
            "no total loss is shown",
        ),
        Field("gap_cover", GAP_COVER, "The small print of a GAP waiver or insurance.", "no GAP"),
        Field(
            "auction",
            _SHARE,
            "What the lender's sale brings after a surrender, as a share of the trade-in value.",
            "no surrender is shown",
            input_hints.low_rate(100_000),
        ),
        Field("auction_costs", scalars.MONEY, "What retaking and selling it costs.", "nothing"),
        Field(
            "refinance",
            MARKET_LOAN,
            "What a lender would lend on today.",
            "no refinancing is shown",
        ),
    )
)

PURCHASE = Group(
    (
        Field("vehicle", scalars.text(scalars.NAME_LIMIT), "Its name; two may bear the same."),
        Field(
            "price",
            scalars.MONEY,
            "The negotiated selling price.",
            "needed unless `owed` is there",
            input_hints.odd_price,
        ),
        Field(
            "msrp",
            scalars.MONEY,
            "The sticker price, base of the curve.",
            "the price, of a new one",
            input_hints.odd_price,
        ),
        Field(
            "age",
            scalars.length(*value.AGE_MONTHS),
            "Its age when bought; above zero the vehicle is used.",
            "new",
            hint=input_hints.model_year,
        ),
        Field(
            "worth",
            scalars.MONEY,
            "The trade-in value on the day of purchase, where known.",
            "by the curve; a used vehicle needs `worth` or `msrp`",
            input_hints.odd_price,
        ),
        Field(
            "owed",
            scalars.MONEY,
            "First entry only, in place of `price`: the balance of a loan that exists already; "
            "needs `worth`, `age`, `loan.apr`, and `loan.months` or `loan.payment`.",
            "a purchase",
        ),
        Field(
            "invoice",
            scalars.MONEY,
            "What the dealer paid for it new, for a lender whose `ltv_base` it is.",
            "not known",
            input_hints.odd_price,
        ),
        Field(
            "retail",
            scalars.MONEY,
            "Its retail price in a price guide, for a lender whose `ltv_base` it is.",
            "not known",
            input_hints.odd_price,
        ),
        Field("down", scalars.MONEY, "Cash down.", "nothing"),
        Field("rebate", scalars.MONEY, "The manufacturer's rebate.", "nothing"),
        Field("fees", Amounts("fees"), "One amount, or names with amounts.", "nothing"),
        Field(
            "products",
            Amounts("products", PRODUCT),
            "Financed add-ons (GAP, a service contract): one amount, or names with amounts; GAP may "
            "have its small print there.",
            "nothing",
        ),
        Field(
            "refunds",
            MapOf(REFUND, terms.ITEMS),
            "Products by their names that are refunded pro rata when they are canceled.",
            "none are",
        ),
        Field(
            "refund_to",
            scalars.choice(*terms.REFUND_TO),
            "Whom the refund of a trade is paid to: the owner, in cash, or the old lender, on the "
            "payoff.",
            "cash",
        ),
        Field(
            "tax",
            AmountOr(TAX),
            "How the purchase is taxed, or the tax as the papers have it.",
            "no tax, with a note",
            hint=input_hints.lone_tax_rate,
        ),
        Field("trade_in", TRADE_IN, "The previous vehicle given in.", "at its trade-in value"),
        Field("loan", LOAN, "The loan; left out only where nothing is financed.", "no loan"),
        Field(
            "over_limit",
            scalars.choice(*terms.OVER_LIMIT),
            "What becomes of a deal over the lender's limits: the rest is paid in cash, the price "
            "is lowered until it fits, or the lender declines and the vehicle before is kept.",
            "cash",
        ),
        Field(
            "value",
            VALUE,
            "How its value changes over time: one way.",
            f"curve {catalog.DEFAULT_CURVE}",
        ),
        Field(
            "miles_a_year",
            scalars.whole(terms.MILES_A_YEAR[1], "miles"),
            "How far it is driven a year; more or less than its curve assumes moves its value.",
            "what its curve assumes",
            input_hints.odd_miles,
        ),
        Field(
            "odometer",
            scalars.whole(terms.ODOMETER[1], "miles"),
            "The miles on it when bought.",
            "what its curve assumes at its age",
            input_hints.odd_odometer,
        ),
        Field(
            "condition",
            scalars.rate(value.CONDITION_PPM[1], above_zero=True, like="92%"),
            "Its value as a share of what its curve says, on every day.",
            "100%",
            input_hints.low_share,
        ),
        Field(
            "private_sale", PRIVATE_SALE, "What a private sale would bring, or brings.", "not shown"
        ),
        Field(
            "total_loss",
            TOTAL_LOSS,
            "It is a total loss at the end of `keep`: insurer and GAP pay.",
            "none",
        ),
        Field(
            "surrender",
            SURRENDER,
            "It goes back to the lender, or is repossessed, at the end of `keep`.",
            "none",
        ),
        Field("exits", EXITS, "What the ways out go by (`tradein exits`).", "see there"),
        Field("events", ListOf(EVENT, EVENTS), "What happens to the loan on the way.", "nothing"),
        Field(
            "paper",
            PAPER,
            "The figures of the contract or the Truth in Lending statement as printed, which "
            "`tradein disclose` compares; they change nothing.",
            "nothing to compare",
        ),
        Field(
            "keep",
            scalars.length(*model.KEEP_MONTHS),
            "How long it is kept, then traded for the next, or sold; `0 months` is a trade on the day.",
            "until its loan is paid off, on the last entry only",
        ),
    )
)

PER_PURCHASE = ("vehicle", "price", "owed", "trade_in", "paper", "total_loss", "surrender")
"""The settings of a purchase that cannot be assumed for all of them."""

ASSUME = Group(
    tuple(
        field._replace(kind=field.kind.group) if isinstance(field.kind, AmountOr) else field
        for field in PURCHASE.fields
        if field.name not in PER_PURCHASE
    )
)

MARKET = Group(
    (
        Field(
            "history",
            scalars.text(scalars.NAME_LIMIT),
            "A built-in series of used-vehicle prices (`tradein curves`), whose level on the first "
            "day counts as normal; needs `start`.",
            "",
        ),
    )
)

STATEMENT = Group(
    (
        Field("date", scalars.DATE, "The day for which the lender names the balance."),
        Field("balance", scalars.MONEY, "The principal balance on that day, after its payment."),
    )
)

STATEMENTS = 600
"""The most statements of a scenario."""

SCENARIO = Group(
    (
        Field(
            "title", scalars.text(scalars.NAME_LIMIT), "What the scenario is called.", "file name"
        ),
        Field(
            "about", scalars.text(scalars.ABOUT_LIMIT, lines=True), "A sentence on it.", "nothing"
        ),
        Field(
            "start",
            scalars.DATE,
            "The day of the first purchase.",
            "no dates",
            input_hints.far_start,
        ),
        Field(
            "income",
            scalars.SOME_MONEY,
            "What the buyer earns a month, before tax; for `loan.max_pti`.",
            "not known",
            input_hints.odd_income,
        ),
        Field("assume", ASSUME, "Settings for every purchase that does not say otherwise.", "none"),
        Field("purchases", ListOf(PURCHASE, model.PURCHASES), "The chain, in order."),
        Field(
            "statements",
            ListOf(STATEMENT, STATEMENTS),
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
        Field("what", scalars.text(scalars.NAME_LIMIT), "What is owned: car, boat, home …"),
        Field("owed", Liens(), "What is owed on it: an amount, or a list, one for each lien."),
        Field("value", scalars.MONEY, "What somebody would pay for it."),
        Field("sale_costs", scalars.MONEY, "What selling it costs.", "not counted"),
    )
)

POSITIONS_LIMIT = 1_000
"""The most positions of a file."""

POSITIONS = Group(
    (Field("positions", ListOf(POSITION, POSITIONS_LIMIT), "The positions, for `tradein equity`."),)
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
    ("paper of a purchase", PAPER),
    ("note of a private_sale, total_loss or surrender", NOTE),
    ("total_loss of a purchase", TOTAL_LOSS),
    ("surrender of a purchase", SURRENDER),
    ("exits of a purchase (or assume.exits)", EXITS),
    ("gap_cover of exits", GAP_COVER),
    ("a name under products", PRODUCT),
    ("refinance of exits", MARKET_LOAN),
    ("statements", STATEMENT),
    ("market", MARKET),
    ("the top level", SCENARIO),
)
"""The groups, with the words for where they stand in a file."""

POSITION_HOMES = (("positions", POSITION), ("the top level", POSITIONS))
"""Likewise for a file of positions."""


def homes(needed: str) -> tuple[Homes, Homes]:
    """Give the groups of a kind of file, by its required setting, and those of the other kind."""
    if needed == "positions":
        abroad = tuple((f"{home} in a scenario", group) for home, group in HOMES)
        return POSITION_HOMES, abroad
    other = "in a file for `tradein equity`"
    return HOMES, tuple((f"{home} {other}", group) for home, group in POSITION_HOMES)
