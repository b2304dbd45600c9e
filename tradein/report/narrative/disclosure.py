"""Sentences on Truth in Lending disclosures."""

from tradein.analysis.disclosure import (
    NEVER_PAID_OFF,
    NOTHING_FINANCED,
    OWED_BEFORE,
    Block,
    Disclosure,
    Itemization,
)
from tradein.engine.ledger import Contract
from tradein.finance import money
from tradein.finance.deal import TradeIn

BINDING = (
    "These figures are calculated from the scenario and follow Regulation Z. "
    "If they differ from the contract you signed, the contract controls."
)

_WHY_NOT = {
    OWED_BEFORE: "the loan began before this scenario, and its disclosure was made when it was "
    "signed",
    NOTHING_FINANCED: "nothing is financed, so there is no credit to disclose",
    NEVER_PAID_OFF: "the payment would not pay off the loan within the longest term, so there is "
    "no payment schedule to disclose",
}


def purchase(contract: Contract) -> str:
    """Name a purchase by its number and vehicle."""
    return f"Purchase {contract.number}, {contract.vehicle}"


def not_disclosed(contract: Contract, missing: str | None) -> str:
    """Say why a purchase has no disclosure."""
    return f"{purchase(contract)}: {why_not(missing)}."


def why_not(missing: str | None) -> str:
    """Say why there is nothing to disclose."""
    return _WHY_NOT[missing or NOTHING_FINANCED]


def payments(contract: Contract, blocks: list[Block]) -> str:
    """Say how many payments are due, how much each is, how often, and from when."""
    often = contract.calendar.frequency
    return f"{'; '.join(_block(block, n == 0, often) for n, block in enumerate(blocks))}."


def _block(block: Block, first: bool, often: str) -> str:
    """Describe equal payments that follow each other."""
    what = f" payment{'s' if block.times > 1 else ''}" if first else ""
    text = f"{block.times:,}{what} of {money.dollars(block.cents)}"
    if block.times == 1:
        return f"{text} {f'on {block.date}' if block.date else f'in month {block.month}'}"
    return f"{text}, {often} from {block.date or f'month {block.month}'}"


def notes(contract: Contract, box: Disclosure) -> list[str]:
    """Say how the trade-in, cash and a rebate count, and how a creditor may count them instead."""
    old = contract.deal.trade_in if contract.deal else None
    notes = [] if old is None else [_about_trade_in(old, box)]
    readings = (
        (box.whole_cash, "count all of it as down payment"),
        (box.lien_first, "let it pay the old lender first"),
    )
    notes += [_other_reading(box, items, what) for items, what in readings if items is not None]
    if box.items.rebate:
        notes.append(
            "The rebate counts as down payment. If it were subtracted from the price instead, the "
            f"Total Sale Price would be {money.dollars(box.total_sale_price - box.items.rebate)}."
        )
    return notes


def _other_reading(box: Disclosure, items: Itemization, what: str) -> str:
    """Give the figures by another reading of the cash, 2(a)(18)-3."""
    return (
        f"Here your cash counts as you wrote it. A creditor may {what} instead. The down payment "
        f"is then {money.dollars(items.down_payment)}, {money.dollars(items.prior_lien)} is paid "
        f"to the old lender, and the Total Sale Price is {money.dollars(box.sale_price(items))}. "
        "The other four figures do not change."
    )


def _about_trade_in(old: TradeIn, box: Disclosure) -> str:
    """Say what the trade-in counts for, and who pays the shortfall."""
    allowed, payoff = money.dollars(old.allowance), money.dollars(old.payoff)
    if not old.shortfall:
        return f"The net trade-in is the allowance of {allowed} less the payoff of {payoff}."
    lent, cash = box.items.prior_lien, old.paid
    paid = "the new loan pays it" if lent else "cash pays it"
    if lent and cash:
        paid = f"cash pays {money.dollars(cash)} and the new loan pays {money.dollars(lent)}"
    return (
        f"The trade-in allowance is {allowed}, and the payoff of the old loan is {payoff}. The "
        f"shortfall of {money.dollars(old.shortfall)} is not a negative down payment: {paid}."
    )
