"""Tables of Truth in Lending disclosures, one purchase at a time."""

from tradein.analysis.disclosure import Disclosure, Statement
from tradein.analysis.paper import Comparison, Line
from tradein.engine.ledger import Contract
from tradein.finance import money
from tradein.report.narrative import disclosure as sentences
from tradein.report.narrative import paper as paper_sentences
from tradein.report.tables.table import ON_ITS_SIDE, Cell, Column, Dollars, Percent, Table


def parts(statements: list[Statement]) -> list[str | Table]:
    """Give the disclosures of a chain for a person: box, itemization, payments of each purchase."""
    answers = paper_sentences.answers(statements)
    shown: list[str | Table] = [*answers, sentences.BINDING]
    for statement in statements:
        contract, box = statement.contract, statement.box
        if box is None:
            shown.append(sentences.not_disclosed(contract, statement.missing))
        else:
            shown += [_box(contract, box), _itemization(box)]
            shown += [sentences.payments(contract, box.payments), *sentences.notes(contract, box)]
            shown += papers([statement])
    return shown


def papers(statements: list[Statement]) -> list[Table]:
    """Show the figures of each paper beside ours."""
    return [
        _paper(statement.contract, statement.compared)
        for statement in statements
        if statement.compared is not None
    ]


def _paper(contract: Contract, compared: Comparison) -> Table:
    """Show a paper beside the simulation; what one of the two lacks is empty."""
    rows: list[list[Cell]] = [
        [paper_sentences.label(line), *_figures(line)] for line in compared.lines
    ]
    heads = ("line", "paper", "simulated", "difference")
    title = f"The paper of purchase {contract.number} compared with the simulation, in dollars"
    return Table(title, [Column(head, head) for head in heads], rows)


def _figures(line: Line) -> list[Cell]:
    """Give the two figures of a line and their difference in their unit."""
    figures = [line.paper, line.simulated, line.difference]
    if line.name == "payments":
        return [*figures]
    if line.name != "apr":
        return [None if cents is None else Dollars(cents) for cents in figures]
    rates = [ppm or 0 for ppm in figures]
    if any(ppm % 100 for ppm in rates):
        return [Percent(ppm, 4) for ppm in rates]
    return [Percent(ppm // 100) for ppm in rates]


def _box(contract: Contract, box: Disclosure) -> Table:
    """Show the five figures of the federal box."""
    down = money.dollars(box.items.down_payment)
    rows: list[list[Cell]] = [
        [
            "ANNUAL PERCENTAGE RATE",
            "cost of your credit as a yearly rate",
            Percent(box.apr_scaled(2)),
        ],
        ["FINANCE CHARGE", "cost of your credit in dollars", Dollars(box.finance_charge)],
        ["Amount Financed", "credit provided to you", Dollars(box.amount_financed)],
        ["Total of Payments", "total of all scheduled payments", Dollars(box.total_of_payments)],
        ["Total Sale Price", f"with a down payment of {down}", Dollars(box.total_sale_price)],
    ]
    columns = [Column("disclosed", "disclosure"), Column("what", "what it is")]
    signed = f", signed {contract.date}" if contract.date else ""
    return Table(
        sentences.purchase(contract) + signed, [*columns, Column("figure", "figure")], rows
    )


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
"""The lines of an itemization; the last three are subtracted."""


def _itemization(box: Disclosure) -> Table:
    """Show what the amount financed is made of, without lines of zero."""
    named = {"fees": box.fees, "products": box.products}
    lines = [
        line
        for name, label in _LINES
        for line in named.get(name, ((label, getattr(box.items, name)),))
    ]
    rows: list[list[Cell]] = [[label, Dollars(cents)] for label, cents in lines if cents]
    rows.append(["Amount Financed", Dollars(box.amount_financed)])
    if box.prepaid_finance_charge:
        rows.append(
            ["prepaid finance charge, added to the loan", Dollars(box.prepaid_finance_charge)]
        )
    columns = [Column("line", "line"), Column("figure", "figure")]
    return Table("Itemization of the amount financed, in dollars", columns, rows)


def table(title: str, statements: list[Statement], several: bool) -> Table:
    """Show the disclosures of a chain, a row for each purchase; titled if `several`."""
    head = [Column("purchase", "#"), Column("vehicle", "vehicle"), Column("date", "date", True)]
    columns = [*head, *(Column(name, label, name in _SPARE) for name, label in _FIGURES)]
    rows = [_row(statement) for statement in statements]
    lead = f"{title}: " if several else ""
    name = f"{lead}Truth in Lending disclosures, in dollars"
    return Table(name, columns, rows, sideways=ON_ITS_SIDE)


_SPARE = {"missing", "first_due", "prepaid_finance_charge"} | {name for name, _ in _LINES}

_FIGURES = (
    ("missing", "why not disclosed"),
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
    contract, box, missing, *_ = statement
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
