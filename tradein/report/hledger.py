"""Writes the books of a chain as a journal that hledger reads."""

from tradein.report.books import Books, Check, Price, Record, Remark, blocks, columns, decimal

_INDENT = "    "
_AT_COST = '"{}" @@ {} USD'
"""How a vehicle is written at its cost."""


def text(books: Books) -> str:
    """Write books for hledger."""
    return "\n".join([_head(books), *map(_block, blocks(books))])


def _head(books: Books) -> str:
    """Write the title, the vehicles and the accounts; in a comment of its own line any text is safe."""
    lines = [f"; {books.title}"]
    if books.undated:
        lines.append(f"; {books.undated}")
    lines += ["", "commodity 1000.00 USD"]
    for vehicle in books.vehicles:
        lines += [
            f"; {vehicle.commodity} is {vehicle.name}",
            f"commodity 1. {_quoted(vehicle.commodity)}",
        ]
    lines.append("")
    lines += [f"account {account}" for account in books.accounts]
    return "\n".join([*lines, ""])


def _block(records: list[Record]) -> str:
    """Write one transaction, or the prices or the checks of a day."""
    checks = [record for record in records if isinstance(record, Check)]
    lines = [f"{checks[0].day} * Balance"] if checks else []
    return "\n".join([*lines, *map(_record, records), ""])


def _record(record: Record) -> str:
    """Write one directive, transaction or line of a check."""
    if isinstance(record, Price):
        return f"P {record.day} {_quoted(record.commodity)} {decimal(record.cents)} USD"
    if isinstance(record, Check):
        return _check(record)
    lines = [f"{record.day} * {_described(record.words)}"]
    if not isinstance(record, Remark):
        lines += columns(_INDENT, record.lines, _AT_COST)
    return "\n".join(lines)


def _check(check: Check) -> str:
    """Write what an account holds as a line that moves nothing and asserts the balance."""
    if check.commodity is not None:
        unit = _quoted(check.commodity)
        return f"{_INDENT}{check.account}  0 {unit} = {check.amount} {unit}"
    payoff = "" if check.payoff is None else f"  ; payoff: {decimal(check.payoff)} USD"
    return f"{_INDENT}{check.account}  0.00 USD = {decimal(check.amount)} USD{payoff}"


def _quoted(commodity: str) -> str:
    """Quote a commodity, as hledger wants where its name has a digit."""
    return f'"{commodity}"'


def _described(words: str) -> str:
    """Keep a description from beginning a comment."""
    return words.replace(";", ",")
