"""Sentences on a paper's figures: which line differs from ours, and which sum is wrong."""

from tradein.analysis.disclosure import Statement
from tradein.analysis.paper import DOWN_PAYMENT, LIEN_FIRST, Comparison, Line, Sum
from tradein.finance import money
from tradein.report.narrative import disclosure as sentences

LABELS = {
    "price": "price",
    "tax": "sales tax",
    "fees": "sum of fees",
    "products": "sum of products",
    "prior_lien": "amount paid to the old lender",
    "rebate": "rebate",
    "cash_down": "cash down",
    "net_trade_in": "net trade-in",
    "prepaid_finance_charge": "prepaid finance charge",
    "down_payment": "down payment",
    "amount_financed": "amount financed",
    "apr": "APR",
    "payments": "number of payments",
    "payment": "payment",
    "last_payment": "last payment",
    "finance_charge": "finance charge",
    "total_of_payments": "total of payments",
    "total_sale_price": "total sale price",
}
"""What people call the figures of a paper."""

_READINGS = {
    DOWN_PAYMENT: "It counts all the cash as down payment.",
    LIEN_FIRST: "It lets the cash pay the old lender first.",
}

_TOLERANCE_PPM = 1_250
"""An eighth of a percentage point, by which a disclosed rate may be off, 22(a)(2)."""


def label(line: Line) -> str:
    """Name a line: a fee or a product by its own name."""
    return line.item or LABELS[line.name]


def answers(statements: list[Statement]) -> list[str]:
    """Say of each paper of a chain whether it agrees, and where it does not."""
    several = len(statements) > 1
    return [_answer(statement, several) for statement in statements if statement.paper is not None]


def _answer(statement: Statement, several: bool) -> str:
    paper, own = "The paper", "The paper's"
    if several:
        paper = f"The paper of purchase {statement.contract.number}"
        own = f"On the paper of purchase {statement.contract.number}, the"
    if statement.compared is None:
        return f"{paper} has nothing to agree with: {sentences.why_not(statement.missing)}."
    return told(statement.compared, paper, own)


def told(compared: Comparison, paper: str, own: str) -> str:
    """Say whether a paper agrees, and else each line and each sum that is off.

    The first sentence begins with the name of the `paper`, or with `own`, "the paper's".
    """
    off = [_difference(line) for line in compared.differing] + [_sum(s) for s in compared.sums]
    first, *others = off or ["{paper} agrees with the simulation to the cent."]
    text = [first.format(paper=paper, own=own)]
    text += [sentence.format(paper="It", own="Its") for sentence in others]
    return " ".join([*text, *_reading(compared)])


def _reading(compared: Comparison) -> list[str]:
    """Say how the paper counts the cash, where that is not how the scenario has it."""
    return [_READINGS[compared.reading]] if compared.reading in _READINGS else []


def _difference(line: Line) -> str:
    """Say how a line differs from ours; `{paper}` stands for the paper, `{own}` for "its"."""
    if line.simulated is None:
        return f"{{paper}} has {_braced(label(line))} for {_shown(line, line.paper)}, and the simulation does not."
    if line.paper is None:
        return (
            f"{{paper}} does not have {_braced(label(line))} for "
            f"{_shown(line, line.simulated)}, and the simulation does."
        )
    more = "more" if line.difference > 0 else "less"
    return (
        f"{{own}} {_braced(label(line))} is {_apart(line)} {more} than the simulation's "
        f"{_shown(line, line.simulated)}{_tolerated(line)}."
    )


def _braced(name: str) -> str:
    """Give a user's text as a format has it."""
    return name.replace("{", "{{").replace("}", "}}")


def _tolerated(line: Line) -> str:
    """Say that a rate is off by no more than the law allows."""
    if line.name != "apr" or abs(line.difference) > _TOLERANCE_PPM:
        return ""
    return ", within the 1/8 point that Regulation Z allows"


def _apart(line: Line) -> str:
    """Give the difference of two figures without its sign."""
    size = abs(line.difference)
    if line.name == "apr":
        return f"{money.percent(size).removesuffix('%')} points"
    return str(size) if line.name == "payments" else money.dollars(size)


def _shown(line: Line, figure: int | None) -> str:
    figure = figure or 0
    if line.name == "apr":
        return money.percent(figure)
    return str(figure) if line.name == "payments" else money.dollars(figure)


_SUMS = {
    "itemization": "the lines of its itemization",
    "payments": "its payments",
    "amount_financed + finance_charge": "its amount financed and finance charge",
    "total_of_payments + down_payment": "its total of payments and down payment",
}


def _sum(wrong: Sum) -> str:
    """Say which sum of the paper's own figures is wrong."""
    apart = wrong.stated - wrong.adds_up_to
    more = "more" if apart > 0 else "less"
    return (
        f"{{paper}} does not add up: {_SUMS[wrong.of]} make {money.dollars(wrong.adds_up_to)}, and "
        f"its {LABELS[wrong.total]} is {money.dollars(wrong.stated)}, "
        f"{money.dollars(abs(apart))} {more}."
    )
