"""Chooses lines, labels and sentences for Truth in Lending disclosures, one purchase at a time."""

from tradein.analysis.disclosure import (
    NEVER_PAID_OFF,
    NOTHING_FINANCED,
    OWED_BEFORE,
    Block,
    Disclosure,
    Statement,
)
from tradein.engine.ledger import Contract
from tradein.finance import money
from tradein.finance.deal import TradeIn
from tradein.report.tables import ON_ITS_SIDE, Cell, Column, Dollars, Percent, Table

_BINDING = (
    "Worked out from the scenario, as Regulation Z has it; the paper that was signed prevails."
)

_WHY_NOT = {
    OWED_BEFORE: "the loan is older than this chain, and was disclosed when it was signed",
    NOTHING_FINANCED: "nothing is financed, so there is no credit to disclose",
    NEVER_PAID_OFF: "its payment would not pay the loan off within the longest term, so it has "
    "no schedule of payments to disclose",
}


def parts(statements: list[Statement]) -> list[str | Table]:
    """Give the disclosures of a chain for a person: box, itemization, payments of each purchase."""
    every: list[str | Table] = [_BINDING]
    for contract, box, missing in statements:
        if box is None:
            every.append(f"{_name(contract)}: {_WHY_NOT[missing or NOTHING_FINANCED]}.")
        else:
            every += [_box(contract, box), _itemization(box), _payments(contract, box.payments)]
            every += _notes(contract, box)
    return every


def _name(contract: Contract) -> str:
    return f"Purchase {contract.number}, {contract.vehicle}"


def _box(contract: Contract, box: Disclosure) -> Table:
    """Show the box as it stands on the paper."""
    down = money.dollars(box.items.down_payment)
    rows: list[list[Cell]] = [
        ["ANNUAL PERCENTAGE RATE", "APR: cost of the credit a year", Percent(box.apr_scaled(2))],
        ["FINANCE CHARGE", "cost of the credit in dollars", Dollars(box.finance_charge)],
        ["Amount Financed", "the credit given", Dollars(box.amount_financed)],
        ["Total of Payments", "all payments as scheduled", Dollars(box.total_of_payments)],
        ["Total Sale Price", f"with a down payment of {down}", Dollars(box.total_sale_price)],
    ]
    columns = [Column("disclosed", "disclosed"), Column("what", "what it is")]
    signed = f", signed {contract.date}" if contract.date else ""
    return Table(_name(contract) + signed, [*columns, Column("figure", "figure")], rows)


_LINES = (
    ("price", "price of the vehicle"),
    ("tax", "sales tax"),
    ("fees", "fees"),
    ("products", "products"),
    ("prior_lien", "paid to the old lender"),
    ("rebate", "less rebate"),
    ("cash_down", "less cash down"),
    ("net_trade_in", "less net trade-in"),
)
"""The lines of an itemization, those taken off last."""


def _itemization(box: Disclosure) -> Table:
    """Show what the amount financed is made of; lines of nothing are left out."""
    lines = [(label, getattr(box.items, name)) for name, label in _LINES]
    rows: list[list[Cell]] = [[label, Dollars(cents)] for label, cents in lines if cents]
    rows.append(["Amount Financed", Dollars(box.amount_financed)])
    if box.prepaid_finance_charge:
        rows.append(["prepaid finance charge, lent too", Dollars(box.prepaid_finance_charge)])
    columns = [Column("line", "line"), Column("figure", "figure")]
    return Table("Itemization of the amount financed, in dollars", columns, rows)


def _payments(contract: Contract, blocks: list[Block]) -> str:
    """Tell how many payments of how much are due, how often, and from when."""
    often = contract.calendar.frequency
    return f"{'; '.join(_block(block, n == 0, often) for n, block in enumerate(blocks))}."


def _block(block: Block, first: bool, often: str) -> str:
    """Tell some equal payments in a row."""
    what = f" payment{'s' if block.times > 1 else ''}" if first else ""
    said = f"{block.times:,}{what} of {money.dollars(block.cents)}"
    if block.times == 1:
        return f"{said} {f'on {block.date}' if block.date else f'in month {block.month}'}"
    return f"{said}, {often} from {block.date or f'month {block.month}'}"


def _notes(contract: Contract, box: Disclosure) -> list[str]:
    """Tell how the trade-in, cash and a rebate are counted, and where they may be otherwise."""
    old = contract.deal.trade_in if contract.deal else None
    notes = [] if old is None else [_about_trade_in(old, box)]
    if box.whole_cash is not None:
        whole = box.whole_cash
        notes.append(
            "Cash goes to the old lender first. A creditor may count all of it as "
            f"down payment instead: then that is {money.dollars(whole.down_payment)}, "
            f"{money.dollars(whole.prior_lien)} is paid to that lender, and the Total Sale Price "
            f"is {money.dollars(box.sale_price(whole))}; the other four figures stay."
        )
    if box.items.rebate:
        notes.append(
            "The rebate is counted as down payment. Taken off the price instead, it would make "
            f"the Total Sale Price {money.dollars(box.total_sale_price - box.items.rebate)}."
        )
    return notes


def _about_trade_in(old: TradeIn, box: Disclosure) -> str:
    """Tell what the trade-in counts for, and who pays what it lacks."""
    allowed, asked = money.dollars(old.allowance), money.dollars(old.payoff)
    if not old.shortfall:
        return f"Net trade-in: {allowed} allowed, less the payoff of {asked}."
    lent = box.items.prior_lien
    cash = old.shortfall - lent
    paid = "this credit pays it" if lent else "cash pays it"
    if lent and cash:
        paid = f"cash pays {money.dollars(cash)} of it and this credit {money.dollars(lent)}"
    return (
        f"The trade-in is allowed {allowed}, and the old lender asks {asked}. The "
        f"{money.dollars(old.shortfall)} between them is not a negative down payment: {paid}."
    )


def table(title: str, statements: list[Statement], several: bool) -> Table:
    """Show the disclosures of a chain, a row a purchase; the title leads where there are several."""
    head = [Column("purchase", "#"), Column("vehicle", "vehicle"), Column("date", "date", True)]
    columns = [*head, *(Column(name, label, name in _SPARE) for name, label in _FIGURES)]
    rows = [_row(statement) for statement in statements]
    lead = f"{title}: " if several else ""
    name = f"{lead}Truth in Lending disclosures, in dollars"
    return Table(name, columns, rows, sideways=ON_ITS_SIDE)


_SPARE = {"missing", "first_due", "prepaid_finance_charge"} | {name for name, _ in _LINES}

_FIGURES = (
    ("missing", "not disclosed"),
    ("apr_percent", "annual percentage rate"),
    ("finance_charge", "finance charge"),
    ("amount_financed", "amount financed"),
    ("total_of_payments", "total of payments"),
    ("total_sale_price", "total sale price"),
    ("down_payment", "down payment"),
    *_LINES,
    ("prepaid_finance_charge", "prepaid finance charge"),
    ("payments", "payments"),
    ("payment", "payment"),
    ("last_payment", "last payment"),
    ("first_due", "first payment due"),
)


def _row(statement: Statement) -> list[Cell]:
    contract, box, missing = statement
    day = contract.date.isoformat() if contract.date else None
    head: list[Cell] = [contract.number, contract.vehicle, day, missing]
    if box is None:
        return head + [None] * (len(_FIGURES) - 1)
    amounts = (
        box.finance_charge,
        box.amount_financed,
        box.total_of_payments,
        box.total_sale_price,
        box.items.down_payment,
        *(getattr(box.items, name) for name, _ in _LINES),
        box.prepaid_finance_charge,
    )
    count = sum(block.times for block in box.payments)
    first, last = box.payments[0], box.payments[-1]
    cells: list[Cell] = [Percent(box.apr_scaled(4), 4), *(Dollars(cents) for cents in amounts)]
    due = first.date.isoformat() if first.date else None
    return [*head, *cells, count, Dollars(first.cents), Dollars(last.cents), due]
