"""A paper's own figures compared with a disclosure, and with each other; amounts are cents."""

from collections.abc import Iterator
from typing import NamedTuple

from tradein.finance.paper import Paper
from tradein.finance.terms import Items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tradein.analysis.disclosure import Disclosure, Itemization

AS_WRITTEN, DOWN_PAYMENT, LIEN_FIRST = "as written", "down payment", "old lender first"
"""How a paper counts the cash beside negative equity: as the scenario, or in one of two other ways."""

FIGURES = (
    *("price", "tax", "fees", "products", "prior_lien", "rebate", "cash_down", "net_trade_in"),
    *("prepaid_finance_charge", "down_payment", "amount_financed", "apr", "payments", "payment"),
    *("last_payment", "finance_charge", "total_of_payments", "total_sale_price"),
)
"""All figures, those that others follow from first."""


class Line(NamedTuple):
    """One figure of the paper beside ours; None on the side that lacks it.

    `item` is the name of a fee or product.  `apr` is in millionths, and `payments` a number.
    """

    name: str
    item: str | None
    paper: int | None
    simulated: int | None

    @property
    def difference(self) -> int:
        """Give how much more the paper says; what a side lacks counts as nothing."""
        return (self.paper or 0) - (self.simulated or 0)

    @property
    def differs(self) -> bool:
        """Say whether the two sides are not the same."""
        return self.paper != self.simulated


class Sum(NamedTuple):
    """A sum of the paper's own figures that its total does not agree with.

    `of` is `itemization`, `payments`, or the names of the figures that are added.
    """

    of: str
    total: str
    stated: int
    adds_up_to: int


class Comparison(NamedTuple):
    """A paper compared: each of its lines, its wrong sums, and its reading of the cash."""

    lines: list[Line]
    sums: list[Sum]
    reading: str

    @property
    def differing(self) -> list[Line]:
        """Give the lines that are not the same."""
        return [line for line in self.lines if line.differs]

    @property
    def agrees(self) -> bool:
        """Say whether every figure is the same and every sum right."""
        return not self.differing and not self.sums


def compare(paper: Paper, box: "Disclosure") -> Comparison:
    """Compare a paper with a box, by the reading of the cash that fits it best."""
    candidates = [
        (AS_WRITTEN, box.items),
        (DOWN_PAYMENT, box.whole_cash),
        (LIEN_FIRST, box.lien_first),
    ]
    comparisons = [
        (reading, items, _lines(paper, box, items))
        for reading, items in candidates
        if items is not None
    ]
    reading, items, lines = min(comparisons, key=lambda lined: sum(row.differs for row in lined[2]))
    return Comparison(lines, _sums(paper, items), reading)


def _lines(paper: Paper, box: "Disclosure", items: "Itemization") -> list[Line]:
    """Put each figure of the paper beside ours, by one reading of the cash."""
    stated, ours = dict(paper.figures), _ours(box, items)
    lines: list[Line] = []
    for name in FIGURES:
        if name == "fees":
            lines += _named(name, paper.fees, box.fees)
        elif name == "products":
            lines += _named(name, paper.products, box.products)
        elif name == "apr" and name in stated:
            lines.append(Line(name, None, stated[name], _apr(box, stated[name])))
        elif name in stated:
            lines.append(Line(name, None, stated[name], ours[name]))
    return lines


def _ours(box: "Disclosure", items: "Itemization") -> dict[str, int]:
    """Give the figures of a box by their names, by one reading of the cash."""
    return {
        **items._asdict(),
        "prepaid_finance_charge": box.prepaid_finance_charge,
        "down_payment": items.down_payment,
        "amount_financed": box.amount_financed,
        "payments": sum(block.times for block in box.payments),
        "payment": box.payments[0].cents,
        "last_payment": box.payments[-1].cents,
        "finance_charge": box.finance_charge,
        "total_of_payments": box.total_of_payments,
        "total_sale_price": box.sale_price(items),
    }


def _apr(box: "Disclosure", stated: int) -> int:
    """Give our APR in millionths, with as many decimals of a percent as the paper: two, or four."""
    return box.apr_scaled(4) if stated % 100 else 100 * box.apr_scaled(2)


def _named(kind: str, stated: Items | None, ours: Items) -> Iterator[Line]:
    """Put fees or products beside ours: by their names, or by their sum where the paper has it alone."""
    if stated is None:
        return
    if [name for name, _ in stated] == [kind]:
        yield Line(kind, None, stated[0][1], sum(cents for _, cents in ours))
        return
    left, right = _by_name(stated), _by_name(ours)
    labels = {name.casefold(): name for name, _ in (*ours, *stated)}
    for name in dict.fromkeys([*left, *right]):
        if left.get(name) or right.get(name):
            yield Line(kind, labels[name], left.get(name), right.get(name))


def _by_name(items: Items) -> dict[str, int]:
    """Add up what bears the same name, in capitals or not."""
    sums: dict[str, int] = {}
    for name, cents in items:
        sums[name.casefold()] = sums.get(name.casefold(), 0) + cents
    return sums


_TOTALS = (
    (("amount_financed", "finance_charge"), "total_of_payments"),
    (("total_of_payments", "down_payment"), "total_sale_price"),
)
"""Figures whose sum is another one, 18(h) and (j)."""


def _sums(paper: Paper, items: "Itemization") -> list[Sum]:
    """Give the sums of the paper's own figures that are wrong."""
    stated = dict(paper.figures)
    sums = [_itemized(paper, stated, items), _paid(stated)]
    for names, total in _TOTALS:
        if total in stated and stated.keys() >= set(names):
            adds_up_to = sum(stated[name] for name in names)
            sums.append(Sum(" + ".join(names), total, stated[total], adds_up_to))
    return [total for total in sums if total is not None and total.stated != total.adds_up_to]


def _itemized(paper: Paper, stated: dict[str, int], items: "Itemization") -> Sum | None:
    """Add up the itemization of a paper that has each of its lines.

    It has them if it lacks none that is more than nothing in the simulation.  The down payment
    may stand for its parts.
    """
    lines = dict(stated)
    for kind, named in (("fees", paper.fees), ("products", paper.products)):
        if named is not None:
            lines[kind] = sum(cents for _, cents in named)
    down = ("rebate", "cash_down", "net_trade_in")
    taken_off = down if set(down) & lines.keys() else ("down_payment",)
    added = ("tax", "fees", "products", "prior_lien")
    needed = {name for name in added + taken_off if getattr(items, name)}
    if not lines.keys() >= {"price", "amount_financed", *needed}:
        return None
    adds_up_to = sum(lines.get(name, 0) for name in ("price", *added))
    adds_up_to -= sum(lines.get(name, 0) for name in taken_off)
    return Sum("itemization", "amount_financed", lines["amount_financed"], adds_up_to)


def _paid(stated: dict[str, int]) -> Sum | None:
    """Multiply the paper's payments; a last one that it does not name may differ by cents."""
    if not stated.keys() >= {"payments", "payment", "total_of_payments"}:
        return None
    count, payment, total = (stated[key] for key in ("payments", "payment", "total_of_payments"))
    last = stated.get("last_payment", payment)
    adds_up_to = count * payment - payment + last
    unnamed = "last_payment" not in stated and abs(total - adds_up_to) <= count
    return None if unnamed else Sum("payments", "total_of_payments", total, adds_up_to)
