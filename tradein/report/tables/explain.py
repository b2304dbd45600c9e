"""Tables of an explanation: the sums, one under another, and the rules behind them."""

from collections.abc import Mapping
from textwrap import wrap

from tradein.analysis.explain.steps import Dollars, Factor, Rate, Step
from tradein.finance import money
from tradein.report.narrative.explain import written
from tradein.report.tables import table
from tradein.report.tables.table import Cell, Column, Table

LABELS = {
    "gap": "gap in month {month}",
    "balance": "balance, month {month}",
    "balance_with_notes": "balance, all loans",
    "balance_before": "balance before it",
    "payoff": "payoff, month {month}",
    "payoff_with_notes": "payoff, all loans",
    "value": "value, month {month}",
    "exit": "cash to exit, month {month}",
    "private_net": "private sale less costs",
    "ltv": "loan to value, month {month}",
    "owed": "owed on the first day",
    "amount_financed": "amount financed",
    "price": "price",
    "tax": "tax",
    "tax_by_rate": "tax by the rate",
    "taxed": "taxable amount",
    "fees": "fees",
    "products": "products",
    "down": "down payment",
    "rolled_in": "shortfall rolled in",
    "equity": "equity put in",
    "payoff_less_refund": "payoff less refunds",
    "principal": "principal, month {month}",
    "payment": "payment",
    "total_payment": "total payment, month {month}",
    "extra": "extra, month {month}",
    "fee": "fee, month {month}",
    "interest": "interest, month {month}",
    "total_interest": "total interest, month {month}",
    "interest_paid": "interest paid, month {month}",
    "interest_since": "interest since then",
    "capitalized": "interest that became debt",
    "refinanced": "new loan, month {month}",
    "share": "share left, month {month}",
    "miles_share": "share for miles, month {month}",
    "market_share": "market, month {month}",
}
"""What each step is called for people."""

RULES = {
    "gap": ("balance less value", "model 7"),
    "ltv": ("balance over value, to a hundredth of a percent", "model 7"),
    "exit": ("payoff less what a dealer gives", "model 7"),
    "exit_private": ("payoff less what a private buyer leaves after costs", "model 7"),
    "private": ("a private buyer's price less the costs of selling", "model 6"),
    "notes": ("debts for vehicles that are gone are owed besides", "model 5"),
    "payoff": ("balance, unpaid interest and late fees", "model 3, payoff"),
    "balance": ("balance before less principal", "model 3"),
    "principal": ("what is lent less all principal paid", "model 3"),
    "split": ("a payment pays interest first, then principal", "model 3"),
    "monthly": ("balance × rate ÷ payments a year", "model 3"),
    "odd_first": ("the first period counts months and days", "model 3, an odd first period"),
    "daily": ("balance × rate × days ÷ days of the year", "model 3, by the day"),
    "interest": ("interest is counted when something happens", "model 3"),
    "total": ("all of the month, added up", "model 3"),
    "fee": ("a late fee, or a fee for a skip or a defer", "model 3, what happens on the way"),
    "carried": ("interest that a payment does not cover is carried", "model 3, by the day"),
    "fixed": ("the charge was fixed at signing", "model 3, a charge fixed at signing"),
    "level": ("level payment of equal periods", "model 2; Nortridge, user guide on Regulation Z"),
    "level_up": ("level payment, rounded up", "model 3"),
    "level_down": ("level payment, rounded down", "model 3"),
    "level_least": ("never less than the first month's interest", "model 3"),
    "level_days": ("level payment over actual days", "model 3, by the day; ACTUS, annuity case 01"),
    "level_days_up": ("level payment over actual days, rounded up", "model 3, by the day"),
    "level_days_down": ("level payment over actual days, rounded down", "model 3, by the day"),
    "written": ("written in the file", "model 3"),
    "last": ("the last payment is all that is left", "model 3"),
    "refinanced": ("payoff, fee and cash make the new loan", "model 3, what happens on the way"),
    "capitalized": ("unpaid interest was added to the balance", "model 3, what happens on the way"),
    "deal": ("the lines of the buyer's order", "model 5"),
    "trade_in": ("payoff, allowance and cash of the trade-in", "model 5; Federal Trade Commission"),
    "refund": ("a refund of products pays part of the payoff", "model 5, refunds of products"),
    "excess_cash": ("cash beyond the shortfall is down payment", "model 5"),
    "limit": ("the dealer lowers the price to the lender's limit", "model 5"),
    "tax": ("taxable amount × rate, rounded once", "model 5, tax"),
    "tax_limit": ("a state's least or greatest tax", "model 5, tax"),
    "no_tax": ("no tax is written", "model 5, tax"),
    "taxed": ("price and taxed items, less credit", "model 5, tax; tradein states"),
    "taxed_floor": ("a taxable amount is never below zero", "model 5, tax"),
    "value": ("sticker price or worth × shares", "model 6"),
    "curve": ("the same percentage every month between two ages", "model 6"),
    "appraisals": ("appraisals, the same percentage every month between", "model 6"),
    "miles": ("0.40 % for every 1,000 miles", "model 6, miles and condition"),
    "market": ("the level of used-vehicle prices", "model 6, the market"),
}
"""Each rule in words, and where it is said with its source: a part of docs/model.md."""

WIDTH = 38
"""How wide a sum may be for people before it goes on in another line."""


def steps(title: str, several: list[Step], lines: Mapping[str, int]) -> Table:
    """Show the steps of an explanation, with the line of the file that each comes from.

    `lines` holds the line of each setting that is written, by its path.
    """
    columns = [
        Column("figure", "figure"),
        Column("how", "how"),
        Column("amount", "result"),
        Column("line", "line", True, 1),
    ]
    rows: list[list[Cell]] = []
    for step in several:
        how = "\n".join(wrap(written(step.sum), WIDTH, break_long_words=False)) or _without_sum(
            step
        )
        where = ", ".join(str(line) for line in lines_of(step, lines)) or None
        rows.append([label(step), how, cell(step), where])
    return Table(title, columns, rows)


def _without_sum(step: Step) -> str:
    """Say where a figure without a sum comes from."""
    return "\n".join(wrap(RULES[step.rule][0], WIDTH)) if step.rule else "as written"


def rules(several: list[Step]) -> Table:
    """Show the rules of an explanation, each once, with where it is said."""
    names = dict.fromkeys(step.rule for step in several if step.rule)
    rows: list[list[Cell]] = [[*RULES[name]] for name in names]
    columns = [Column("rule", "rule"), Column("source", "part, and source")]
    return Table("Rules, by the parts of docs/model.md", columns, rows)


def flat(several: list[Step], lines: Mapping[str, int]) -> Table:
    """Show the steps for programs: the sum, the settings with their lines, the rule, the source."""
    names = ["figure", "month", "amount", "sum", "lines", "rule", "source"]
    rows: list[list[Cell]] = []
    for step in several:
        rule, source = RULES.get(step.rule, ("", ""))
        where = " ".join(str(line) for line in lines_of(step, lines))
        row: list[Cell] = [step.name, step.month, cell(step), written(step.sum)]
        rows.append([*row, where, rule, source])
    return Table("Explanation", [Column(name, name) for name in names], rows)


def lines_of(step: Step, lines: Mapping[str, int]) -> list[int]:
    """List the lines of the settings of a step, in order."""
    return sorted({lines[path] for path in step.settings if path in lines})


def label(step: Step) -> str:
    """Name a step for people."""
    return LABELS[step.name].format(month=step.month)


def cell(step: Step) -> Cell:
    """Give the result of a step as a cell."""
    match step.result:
        case Dollars(cents):
            return table.Dollars(cents)
        case Rate(ppm):
            return money.percent(ppm)
        case Factor(digits):
            return digits
