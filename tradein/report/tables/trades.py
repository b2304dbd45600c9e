"""Tables of a chain's purchases: the buyer's order of each, and the chain as a whole."""

from collections.abc import Callable

from tradein.analysis import contracts
from tradein.analysis.measures import Turn
from tradein.analysis.results import Results
from tradein.finance import money
from tradein.finance.terms import ENDINGS, PRIVATE_SALE, SURRENDER, TOTAL_LOSS
from tradein.report.tables.table import ON_ITS_SIDE, Cell, Column, Dollars, Percent, Table


def trades(results: Results) -> Table:
    """Show each purchase: the buyer's order, the loan, and how its ownership ended."""
    columns = [Column("purchase", "#"), Column("vehicle", "vehicle")]
    columns += [Column("month", "month", False, 6)]
    columns += [Column("date", "date", True, 9)]
    columns += [Column(name, label, spare, rank) for name, label, spare, rank, _ in _ORDER]
    rows = [_trade(turn) for turn in results.turns]
    return Table("Trades, in dollars", columns, rows, sideways=ON_ITS_SIDE)


def many_trades(results: Results) -> Table:
    """Show many purchases, a row for each, with the figures behind its gaps."""
    full = trades(results)
    index = {column.name: i for i, column in enumerate(full.columns)}
    columns = [
        full.columns[index[name]]._replace(label=label, rank=rank)
        for name, label, rank in _MANY_TRADES
    ]
    rows = [[row[index[column.name]] for column in columns] for row in full.rows]
    title = "Trades, in dollars, one row each (`--format csv` shows every column)"
    return Table(title, columns, rows)


_MANY_TRADES = (
    ("purchase", "#", 0),
    ("vehicle", "vehicle", 0),
    ("month", "month", 2),
    ("price", "price", 4),
    ("rolled_in", "rolled in", 1),
    ("amount_financed", "amount financed", 0),
    ("payment", "payment", 3),
    ("value", "value", 5),
    ("gap_at_signing", "gap at signing", 0),
    ("gap_at_end", "gap at end", 0),
    ("cash_to_exit", "cash to exit", 6),
)
"""The columns for many purchases: name, label, and rank; the highest rank is left out first."""


def _trade(turn: Turn) -> list[Cell]:
    contract = turn.contract
    day = contract.date.isoformat() if contract.date else None
    head: list[Cell] = [contract.number, contract.vehicle, contract.month, day]
    return head + [cell(turn) for *_, cell in _ORDER]


def _line(name: str) -> Callable[[Turn], Cell]:
    """Make the cell of a line of the buyer's order, empty for an owned vehicle."""

    def cell(turn: Turn) -> Cell:
        deal = turn.contract.deal
        return None if deal is None else Dollars(getattr(deal, name))

    return cell


def _old(name: str) -> Callable[[Turn], Cell]:
    """Make the cell of a figure of the vehicle traded in, if there is one."""

    def cell(turn: Turn) -> Cell:
        deal = turn.contract.deal
        old = deal.trade_in if deal else None
        return None if old is None else Dollars(getattr(old, name))

    return cell


def _sale(name: str, *kinds: str) -> Callable[[Turn], Cell]:
    """Make the cell of a figure of the sale, loss or surrender at the end, of some kinds."""

    def cell(turn: Turn) -> Cell:
        sale = turn.sale
        known = sale is not None and sale.kind in (kinds or ENDINGS)
        return Dollars(getattr(sale, name)) if known else None

    return cell


def _sale_credit(turn: Turn) -> Cell:
    deal = turn.contract.deal
    return Dollars(deal.sale_credit) if deal and money.any_path(deal.sale_credit > 0) else None


def _equity_in(turn: Turn) -> Cell:
    deal = turn.contract.deal
    return Dollars(money.maximum(deal.trade_in.equity, 0)) if deal and deal.trade_in else None


def _not_rolled(turn: Turn) -> Cell:
    """Give the part of the shortfall that is neither paid nor rolled in: other cash covers it."""
    deal = turn.contract.deal
    old = deal.trade_in if deal else None
    return Dollars(old.shortfall - old.paid - deal.rolled_in) if deal and old else None


def _over_allowance(turn: Turn) -> Cell:
    return None if turn.over_allowance is None else Dollars(turn.over_allowance)


def _apr(turn: Turn) -> Cell:
    return None if turn.contract.apr_ppm is None else Percent(turn.contract.apr_ppm, 4)


def _payment(turn: Turn) -> Cell:
    payment = contracts.payment(turn.contract)
    return None if payment is None else Dollars(payment)


def _months(turn: Turn) -> Cell:
    return None if turn.contract.terms is None else turn.contract.terms.months


def _frequency(turn: Turn) -> Cell:
    return None if turn.contract.calendar.monthly else turn.contract.calendar.frequency


def _ltv(turn: Turn) -> Cell:
    basis_points = money.basis_points(turn.contract.ltv_amount, turn.contract.base)
    return None if basis_points is None else Percent(basis_points)


def _pti(turn: Turn) -> Cell:
    income = contracts.income(turn.contract)
    basis_points = income and money.basis_points(
        turn.contract.loan.payment * turn.contract.calendar.per_year, 12 * income
    )
    return None if basis_points is None else Percent(basis_points)


def _exit(turn: Turn) -> Cell:
    """Give the cash to exit at the end of an ownership; one that is gone took the cash at the end."""
    return None if turn.sale else Dollars(turn.ended.exit)


_ORDER: tuple[tuple[str, str, bool, int, Callable[[Turn], Cell]], ...] = (
    ("allowance", "allowance for the old vehicle", True, 9, _old("allowance")),
    ("over_allowance", "over-allowance", True, 9, _over_allowance),
    ("payoff", "payoff of the old loan", True, 9, _old("payoff")),
    ("refund_credited", "payoff paid by refunds", True, 9, _old("refund_credit")),
    ("shortfall", "shortfall", True, 9, _old("shortfall")),
    ("paid", "shortfall paid in cash", True, 9, _old("paid")),
    ("sale_credit", "untaxed after the private sale", True, 9, _sale_credit),
    ("price", "price", True, 9, _line("price")),
    ("price_lowered_by", "price reduction", True, 9, _line("price_reduction")),
    ("tax", "tax", True, 9, _line("tax")),
    ("fees", "fees", True, 9, _line("fees")),
    ("products", "products", True, 9, _line("products")),
    ("rebate", "less rebate", True, 9, _line("rebate")),
    ("cash_down", "less cash down", True, 9, _line("down")),
    ("equity_put_in", "less equity put in", True, 9, _equity_in),
    ("rolled_in", "rolled in", False, 4, lambda turn: Dollars(turn.contract.rolled)),
    ("shortfall_not_rolled", "shortfall not rolled in", True, 9, _not_rolled),
    ("over_cap", "less cash over the cap", True, 9, _line("cash_over_cap")),
    ("cash_back", "cash back", True, 9, _line("cash_back")),
    ("amount_financed", "amount financed", False, 0, lambda turn: Dollars(turn.contract.owed)),
    ("cash_due", "cash due", True, 9, _line("cash_due")),
    ("apr_percent", "APR", True, 9, _apr),
    ("months", "months", True, 9, _months),
    ("frequency", "paid", True, 9, _frequency),
    ("payment", "payment", False, 3, _payment),
    ("value", "value", False, 5, lambda turn: Dollars(turn.signed.value)),
    ("ltv_percent", "loan to value (LTV)", True, 9, _ltv),
    ("pti_percent", "payment to income", True, 9, _pti),
    ("gap_at_signing", "gap at signing", False, 0, lambda turn: Dollars(turn.signed.gap)),
    ("ended_month", "ends in month", True, 9, lambda turn: turn.ended.month),
    ("gap_at_end", "gap at the end", False, 0, lambda turn: Dollars(turn.ended.gap)),
    ("sold_for", "sold privately for", True, 9, _sale("price", PRIVATE_SALE)),
    ("actual_cash_value", "actual cash value", True, 9, _sale("price", TOTAL_LOSS)),
    ("auctioned_for", "sold by the lender for", True, 9, _sale("price", SURRENDER)),
    ("sale_costs", "less costs of the sale", True, 9, _sale("costs", PRIVATE_SALE, SURRENDER)),
    ("deductible", "less the deductible", True, 9, _sale("costs", TOTAL_LOSS)),
    ("gap_benefit", "paid by GAP", True, 9, _sale("gap_benefit", TOTAL_LOSS)),
    ("sale_payoff", "less payoff at the end", True, 9, _sale("payoff")),
    ("note", "left as unsecured debt", True, 9, _sale("note")),
    ("sale_cash", "cash at the end", True, 9, _sale("cash")),
    ("refunds", "product refunds", True, 9, lambda turn: Dollars(turn.refunds)),
    ("cash_to_exit", "cash to exit", False, 7, _exit),
)
"""The lines of the trade table: name, label, whether it is spare, its rank, and its cell.

The lines from the price to the cash back add up to the amount financed; those with `less` are
taken off.
"""


def summary(results: Results) -> Table:
    """Show the measures of the whole chain, one line each."""
    hidden = not_worth_showing([results])
    rows: list[list[Cell]] = [
        [label, cell] for name, label, cell in measured(results) if name not in hidden
    ]
    return Table(
        "Summary, in dollars", [Column("measure", "measure"), Column("figure", "figure")], rows
    )


def not_worth_showing(several: list[Results]) -> list[str]:
    """Name the measures that tell nothing of any of some chains.

    These are the old debt, where no over-allowance hides any of it, fees of zero, and no
    private sales, total losses, surrenders or debts that they left.
    """
    totals = [results.summary for results in several]
    empty = {
        "total_old_debt": all(total.total_old_debt == total.total_rolled_in for total in totals),
        "total_late_fees": all(total.total_late_fees == 0 for total in totals),
        "total_pause_fees": all(total.total_pause_fees == 0 for total in totals),
        "sales": all(total.sales == 0 for total in totals),
        "total_losses": all(total.total_losses == 0 for total in totals),
        "surrenders": all(total.surrenders == 0 for total in totals),
        "total_notes": all(total.total_notes == 0 for total in totals),
    }
    return [name for name, nothing in empty.items() if nothing]


def measured(results: Results) -> list[tuple[str, str, Cell]]:
    """List the measures of a chain: name, label, figure; net cost first."""
    totals = results.summary
    even: Cell = "none" if totals.break_even_month is None else totals.break_even_month
    return [
        ("net_cost", "net cost, including exit", Dollars(totals.net_cost)),
        ("months", "months", totals.months),
        ("trades", "trades", totals.trades),
        ("sales", "private sales", totals.sales),
        ("total_losses", "total losses", totals.total_losses),
        ("surrenders", "surrenders", totals.surrenders),
        ("total_paid", "total paid", Dollars(totals.total_paid)),
        ("total_interest", "interest", Dollars(totals.total_interest)),
        (
            "interest_on_rolled_debt",
            "interest on rolled debt",
            Dollars(results.origins.on_rolled_debt),
        ),
        ("total_rolled_in", "total rolled in", Dollars(totals.total_rolled_in)),
        ("total_old_debt", "total old debt carried", Dollars(totals.total_old_debt)),
        ("total_late_fees", "late fees", Dollars(totals.total_late_fees)),
        ("total_pause_fees", "fees for skip and defer", Dollars(totals.total_pause_fees)),
        ("total_notes", "total of unsecured debt", Dollars(totals.total_notes)),
        ("peak_gap", "largest gap", Dollars(totals.peak_gap)),
        ("peak_gap_month", "month of largest gap", totals.peak_gap_month),
        ("months_under_water", "months under water", totals.months_under_water),
        ("break_even_month", "break-even month", even),
        ("final_gap", "gap at the end", Dollars(totals.last.gap)),
        ("final_exit", "cash to exit at the end", Dollars(totals.last.exit)),
    ]
