"""Writes the books of a chain as beancount reads them."""

from datetime import timedelta

from tradein.report.books import Books, Check, Price, Record, Remark, blocks, columns, decimal

_AT_COST = "{} {{{} USD}}"
"""How a vehicle is written at its cost."""


def text(books: Books) -> str:
    """Write books for beancount."""
    several = ("\n".join(map(_record, block)) + "\n" for block in blocks(books))
    return "\n".join([_head(books), *several])


def _head(books: Books) -> str:
    """Write the options, the vehicles and the accounts."""
    start = books.start
    lines = [f'option "title" {_quoted(books.title)}', 'option "operating_currency" "USD"', ""]
    if books.undated:
        lines = [f"; {books.undated}", *lines]
    for vehicle in books.vehicles:
        lines += [f"{start} commodity {vehicle.commodity}", f"  name: {_quoted(vehicle.name)}"]
    lines.append("")
    for account, commodity in books.accounts.items():
        lines.append(f"{start} open {account} {commodity or 'USD'}")
    return "\n".join([*lines, ""])


def _record(record: Record) -> str:
    """Write one directive."""
    if isinstance(record, Price):
        return f"{record.day} price {record.commodity} {decimal(record.cents)} USD"
    if isinstance(record, Remark):
        return f"{record.day} note {record.account} {_quoted(record.words)}"
    if isinstance(record, Check):
        return _check(record)
    lines = columns("  ", record.lines, _AT_COST)
    return "\n".join([f"{record.day} * {_quoted(record.words)}", *lines])


def _check(check: Check) -> str:
    """Write what an account holds by the end of a day: beancount asks at the next one's beginning.

    Without the tolerance of zero, a cent more or less would pass.
    """
    day = check.day + timedelta(days=1)
    if check.commodity is not None:
        return f"{day} balance {check.account} {check.amount} {check.commodity}"
    balance = f"{day} balance {check.account} {decimal(check.amount)} ~ 0.00 USD"
    payoff = check.payoff
    return balance if payoff is None else f"{balance}\n  payoff: {decimal(payoff)} USD"


def _quoted(words: str) -> str:
    """Quote a text, so that nothing in it ends the quotes."""
    return '"' + words.replace("\\", r"\\").replace('"', r"\"") + '"'
