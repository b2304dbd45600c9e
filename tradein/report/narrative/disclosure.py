"""Sentences on Truth in Lending disclosures."""

from tradein.analysis.disclosure import (
    NEVER_PAID_OFF,
    NOTHING_FINANCED,
    OWED_BEFORE,
    Block,
    Disclosure,
)
from tradein.engine.ledger import Contract
from tradein.finance import money
from tradein.finance.deal import TradeIn

BINDING = (
    "Worked out from the scenario, as Regulation Z has it; the paper that was signed prevails."
)

_WHY_NOT = {
    OWED_BEFORE: "the loan is older than this chain, and was disclosed when it was signed",
    NOTHING_FINANCED: "nothing is financed, so there is no credit to disclose",
    NEVER_PAID_OFF: "its payment would not pay the loan off within the longest term, so it has "
    "no schedule of payments to disclose",
}


def purchase(contract: Contract) -> str:
    """Name a purchase by its number and vehicle."""
    return f"Purchase {contract.number}, {contract.vehicle}"


def not_disclosed(contract: Contract, missing: str | None) -> str:
    """Say why a purchase has no disclosure."""
    return f"{purchase(contract)}: {_WHY_NOT[missing or NOTHING_FINANCED]}."


def payments(contract: Contract, blocks: list[Block]) -> str:
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


def notes(contract: Contract, box: Disclosure) -> list[str]:
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
