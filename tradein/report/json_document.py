"""The JSON answers for programs: their names and nesting.

Money is dollars with at most two decimals, rates and ratios are percents whose names end
in `_percent`.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from tradein.analysis import compare, contracts, shares, waterfall
from tradein.analysis.compare import Aligned
from tradein.analysis.equity import EquityPosition
from tradein.analysis.measures import GapLines, MonthEnd, Summary, Turn
from tradein.analysis.results import Results, rule_of_78_cost
from tradein.analysis.shares import Debt, Share, Shares
from tradein.analysis.waterfall import Spent, Waterfall
from tradein.engine.ledger import Contract, Declined, LoanModification, Note
from tradein.finance import money
from tradein.finance.deal import Deal
from tradein.finance.terms import DAILY, MONTH_NAMES, PRIVATE_SALE, SURRENDER, TOTAL_LOSS
from tradein.report.tables.table import Cell, Dollars, Percent, Table

if TYPE_CHECKING:
    from tradein.analysis.conditions import Condition
    from tradein.analysis.disclosure import Block, Disclosure, Itemization, Statement
    from tradein.analysis.exits import Exits, Way
    from tradein.analysis.options import Option, Options
    from tradein.analysis.paper import Comparison, Line
    from tradein.analysis.reconcile import Candidate
    from tradein.analysis.remedies import Answer
    from tradein.analysis.solve import Outcome
    from tradein.analysis.sweep import Figures, Run, Sweep
    from tradein.finance.terms import Items

Number = int | float
"""Dollars or a percentage: the shortest decimal of a number with two (or four) decimals."""


def scenario(results: Results, month: int | None = None) -> dict[str, Any]:
    """Give the whole answer on one chain; where the money went, by a month or the last purchase."""
    parts = shares.of(results.ledger)
    return {
        "title": results.ledger.title,
        "purchases": [
            {**_purchase(results, turn), "layers": _layers(results, parts, turn)}
            for turn in results.turns
        ],
        "declined": _declined(results.ledger.declined),
        "months": [{**_month(results, row), **_on_rolled(parts, row)} for row in results.rows],
        "debts": [_debt(debt) for debt in shares.debts(results, parts)],
        "where_it_went": where_it_went(results, month),
        "summary": summary(results),
    }


def scenarios(several: list[Results], month: int | None = None) -> dict[str, Any]:
    """Give the answers on several chains."""
    return {"scenarios": [scenario(results, month) for results in several]}


def where_it_went(results: Results, month: int | None) -> dict[str, Any]:
    """Give the gap of a month from the first day on, and what was paid for, by then and to the end."""
    flow, end = waterfall.by(results, month), waterfall.by(results, results.summary.months)
    return {
        "month": flow.month,
        "gap": _in_dollars(flow.whole),
        "turns": [
            {
                "purchase": None if number > len(results.turns) else number,
                **_in_dollars(lines),
            }
            for number, lines in enumerate(flow.turns, start=1)
        ],
        "paid": _in_dollars(flow.spent),
        "paid_to_the_end": _in_dollars(end.spent),
    }


def _in_dollars(lines: Waterfall | Spent) -> dict[str, Any]:
    return {name: dollars(cents) for name, cents in lines._asdict().items()}


def matched(title: str, candidates: "list[Candidate]", best: "Candidate") -> dict[str, Any]:
    """Give statements compared with the simulation, and each way of counting interest."""
    return {
        "title": title,
        "statements": [
            {
                "date": row.date.isoformat(),
                "purchase": row.purchase,
                "balance": dollars(row.balance),
                "simulated": dollars(row.simulated),
                "difference": dollars(row.difference),
            }
            for row in candidates[0].rows
        ],
        "readings": [
            {
                "reading": candidate.reading,
                "payments": [
                    {"purchase": number, "payment": dollars(cents)}
                    for number, cents in candidate.payments.items()
                ],
                "rates": [
                    {"purchase": number, "apr_percent": rate(apr.fitting)}
                    for number, apr in candidate.rates.items()
                ],
                "widest_difference": dollars(candidate.widest),
                "all_differences": dollars(candidate.total),
                "best": candidate is best,
            }
            for candidate in candidates
        ],
    }


def summary(results: Results) -> dict[str, Any]:
    """Give the chain as a whole."""
    totals: Summary = results.summary
    signed = totals.last_signed
    return {
        "months": totals.months,
        "trades": totals.trades,
        "sales": totals.sales,
        "total_losses": totals.total_losses,
        "surrenders": totals.surrenders,
        "total_paid": dollars(totals.total_paid),
        "total_interest": dollars(totals.total_interest),
        "interest_on_rolled_debt": dollars(results.origins.on_rolled_debt),
        "total_rolled_in": dollars(totals.total_rolled_in),
        "total_old_debt": dollars(totals.total_old_debt),
        "total_late_fees": dollars(totals.total_late_fees),
        "total_pause_fees": dollars(totals.total_pause_fees),
        "total_notes": dollars(totals.total_notes),
        "peak_gap": dollars(totals.peak_gap),
        "peak_gap_month": totals.peak_gap_month,
        "months_under_water": totals.months_under_water,
        "break_even_month": totals.break_even_month,
        "last_purchase": {
            "month": signed.month,
            "balance": dollars(signed.balance),
            "value": dollars(signed.value),
            "gap": dollars(signed.gap),
            "exit": dollars(signed.exit),
        },
        "final_gap": dollars(totals.last.gap),
        "final_exit": dollars(totals.last.exit),
        "net_cost": dollars(totals.net_cost),
    }


def comparison(
    several: list[Aligned], month: int, differing: dict[str, list[str | None]]
) -> dict[str, Any]:
    """Give scenarios side by side: each to its own end, and compared in a common month."""
    return {
        "at_month": month,
        "scenarios": [_compared(scenario, several[0]) for scenario in several],
        "inputs": [{"setting": path, "written": texts} for path, texts in differing.items()],
    }


def _compared(scenario: Aligned, first: Aligned) -> dict[str, Any]:
    common, monthly = scenario.common.summary, compare.monthly_cost(scenario.common)
    return {
        "title": scenario.own.ledger.title,
        "summary": summary(scenario.own),
        "net_cost_difference": dollars(common.net_cost - first.common.summary.net_cost),
        "net_cost_a_month": None if monthly is None else dollars(monthly),
        "at": {
            "month": common.months,
            "balance": dollars(common.last.balance),
            "value": dollars(common.last.value),
            "gap": dollars(common.last.gap),
            "equity": dollars(-common.last.gap),
            "exit": dollars(common.last.exit),
            "total_paid": dollars(common.total_paid),
            "total_interest": dollars(common.total_interest),
            "net_cost": dollars(common.net_cost),
        },
    }


def swept(sweep: "Sweep") -> dict[str, Any]:
    """Give the runs of a sweep, each with its values and its figures in a common month."""
    return {"title": sweep.title, "runs": [_run(sweep, run) for run in sweep.runs]}


def _run(sweep: "Sweep", run: "Run") -> dict[str, Any]:
    """Give one run; its figures are null where it was refused."""
    return {
        "settings": dict(zip(sweep.paths, run.values, strict=True)),
        "at_month": sweep.month,
        **figures(run.figures),
        "refused": run.refused or None,
    }


def figures(known: "Figures | None") -> dict[str, Number | None]:
    """Give the figures of a run by their names; all null without any."""
    from tradein.analysis import sweep

    names, cents = sweep.Figures._fields, known or (None,) * len(sweep.Figures._fields)
    return {
        name: amount if amount is None or name in sweep.MONTHS else dollars(amount)
        for name, amount in zip(names, cents, strict=True)
    }


def options(shown: "Options", assumed: list[str]) -> dict[str, Any]:
    """Give what an owner may do in a month, each to one horizon."""
    at = shown.standing
    return {
        "title": shown.title,
        "month": shown.month,
        "date": _day(at.row.date),
        "horizon": shown.horizon,
        "purchase": at.contract.number,
        "vehicle": at.contract.vehicle,
        "balance": dollars(at.row.balance),
        "value": dollars(at.row.value),
        "options": [_option(shown, option) for option in shown.options],
        "assumed": assumed,
    }


def _option(shown: "Options", option: "Option") -> dict[str, Any]:
    """Give one option; its figures are null where it was refused."""
    names, ended = ("cash_now", "cash_out", "balance", "value", "gap", "cost"), option.outcome
    return {
        "option": option.name,
        "at_month": shown.horizon,
        **{name: None if ended is None else dollars(getattr(ended, name)) for name in names},
        "vehicle": None if ended is None else ended.vehicle,
        "age": None if ended is None else ended.age,
        "cheapest": option is shown.best,
        "refused": option.refused or None,
    }


def ways_out(
    title: str, shown: "list[Exits]", first: "Exits", free: dict[str, int | None]
) -> dict[str, Any]:
    """Give the ways out of a chain in some months; `first` is the one that is told first."""
    return {
        "title": title,
        "month": first.moment.row.month,
        "cheapest": first.best.way,
        "months": [_ways_out(exits) for exits in shown],
        "free_from": free,
    }


def solved(
    title: str, target: "Condition", answers: "list[Answer]", refused: list[tuple[str, str]]
) -> dict[str, Any]:
    """Give what it takes to reach a target: each remedy alone, and those that have no place."""
    from tradein.report.narrative import solve as sentences

    return {
        "title": title,
        "target": {
            "figure": target.figure,
            "sign": target.sign,
            "limit": _figure(target, target.limit),
            "month": target.month,
            "means": sentences.clause(target),
        },
        "remedies": [_remedy(answer, target) for answer in answers],
        "not_offered": [{"remedy": name, "why": why} for name, why in refused],
    }


def _remedy(answer: "Answer", target: "Condition") -> dict[str, Any]:
    """Give what one remedy takes."""
    remedy, solution = answer.remedy, answer.solution

    def number(value: int | None) -> str | Number | None:
        return _value(solve_tables.number(remedy.reach.unit, value))

    def figure(outcome: "Outcome | None") -> str | Number | None:
        return None if outcome is None else _figure(target, outcome.figure)

    from tradein.report.tables import solve as solve_tables

    needed, today = solution.value, remedy.today
    return {
        "remedy": remedy.name,
        "purchase": answer.purchase.number,
        "unit": remedy.reach.unit,
        "today": number(today),
        "needed": number(needed),
        "difference": None if needed is None or today is None else number(needed - today),
        "reached_today": solution.before.holds,
        "figure_today": figure(solution.before),
        "figure": figure(solution.at),
        "beside": number(solution.beside),
        "figure_beside": figure(solution.at_beside),
        "closest": number(solution.closest),
        "figure_closest": figure(solution.at_closest),
        "reached": [{"from": number(r.low), "to": number(r.high)} for r in solution.regions],
        "refused": solution.refused or None,
    }


def _figure(target: "Condition", value: int | None) -> str | Number | None:
    """Give a figure that a target is about: dollars, a percentage, or a month."""
    from tradein.report.tables import solve as solve_tables

    return _value(solve_tables.figure_of(target, value))


def _ways_out(exits: "Exits") -> dict[str, Any]:
    """Give every way out of one month, or of a day."""
    moment = exits.moment
    return {
        "month": moment.row.month,
        "date": _day(moment.on or moment.row.date),
        "purchase": moment.contract.number,
        "vehicle": moment.contract.vehicle,
        "balance": dollars(moment.balance),
        "payoff": dollars(moment.payoff),
        "value": dollars(moment.row.value),
        "paid": dollars(moment.paid),
        "ways": [_way_out(way) for way in exits.ways],
        "gap_cover": exits.gap
        and {name: dollars(cents) for name, cents in exits.gap._asdict().items()},
    }


def _way_out(way: "Way") -> dict[str, Any]:
    figures = way._asdict()
    name, cheapest = figures.pop("way"), figures.pop("cheapest")
    amounts = {key: None if cents is None else dollars(cents) for key, cents in figures.items()}
    return {"way": name, **amounts, "cheapest": cheapest}


def disclosures(several: "list[tuple[str, list[Statement]]]") -> dict[str, Any]:
    """Give the Truth in Lending disclosures of a chain, or of several, by their titles."""
    documents = [
        {"title": title, "purchases": [_disclosed(statement) for statement in statements]}
        for title, statements in several
    ]
    return documents[0] if len(documents) == 1 else {"scenarios": documents}


def _disclosed(statement: "Statement") -> dict[str, Any]:
    contract, box = statement.contract, statement.box
    return {
        "number": contract.number,
        "vehicle": contract.vehicle,
        "month": contract.month,
        "date": contract.date.isoformat() if contract.date else None,
        "missing": statement.missing,
        **(dict.fromkeys(_BOX) if box is None else _box(contract, box)),
        "paper": None if statement.compared is None else _paper(statement.compared),
    }


def _paper(compared: "Comparison") -> dict[str, Any]:
    """Give a paper's figures beside ours, and those of its sums that are wrong."""
    sums = [
        {
            "of": wrong.of,
            "total": wrong.total,
            "paper": dollars(wrong.stated),
            "adds_up_to": dollars(wrong.adds_up_to),
            "difference": dollars(wrong.stated - wrong.adds_up_to),
        }
        for wrong in compared.sums
    ]
    lines = [_paper_line(line) for line in compared.lines]
    return {"agrees": compared.agrees, "cash": compared.reading, "lines": lines, "sums": sums}


def _paper_line(line: "Line") -> dict[str, Any]:
    return {
        "line": line.name,
        "item": line.item,
        "paper": _paper_figure(line.name, line.paper),
        "simulated": _paper_figure(line.name, line.simulated),
        "difference": _paper_figure(line.name, line.difference),
    }


def _paper_figure(name: str, figure: int | None) -> Number | None:
    """Give a figure of a paper in its unit."""
    if figure is None or name == "payments":
        return figure
    return rate(figure) if name == "apr" else dollars(figure)


def _box(contract: Contract, box: "Disclosure") -> dict[str, Any]:
    """Give the lines of a box, what its amount financed is made of, and its payments."""
    deal, items = contract.deal, box.items
    old = deal.trade_in if deal else None
    figures = (
        rate(box.apr_scaled(4)),
        dollars(box.finance_charge),
        dollars(box.amount_financed),
        dollars(box.total_of_payments),
        dollars(box.total_sale_price),
        dollars(items.down_payment),
        {
            **{name: dollars(cents) for name, cents in items._asdict().items()},
            "fee_lines": _lines(box.fees),
            "product_lines": _lines(box.products),
        },
        dollars(box.prepaid_finance_charge),
        {"allowance": dollars(old.allowance), "payoff": dollars(old.payoff)} if old else None,
        _reading(box, box.whole_cash),
        _reading(box, box.lien_first),
        [_payments(block) for block in box.payments],
    )
    return dict(zip(_BOX, figures, strict=True))


def _lines(items: "Items") -> list[dict[str, Any]]:
    return [{"name": name, "amount": dollars(cents)} for name, cents in items]


def _reading(box: "Disclosure", other: "Itemization | None") -> dict[str, Any] | None:
    """Give the figures that change where the cash is read in another way."""
    return other and {
        "down_payment": dollars(other.down_payment),
        "prior_lien": dollars(other.prior_lien),
        "total_sale_price": dollars(box.sale_price(other)),
    }


def _payments(block: "Block") -> dict[str, Any]:
    day = block.date.isoformat() if block.date else None
    return {
        "times": block.times,
        "amount": dollars(block.cents),
        "month": block.month,
        "date": day,
    }


_BOX = (
    "apr_percent",
    "finance_charge",
    "amount_financed",
    "total_of_payments",
    "total_sale_price",
    "down_payment",
    "itemization",
    "prepaid_finance_charge",
    "trade_in",
    "whole_cash",
    "lien_first",
    "payments",
)
"""The fields of a purchase that has a box; they are null where it has none."""


def standings(several: list[EquityPosition]) -> dict[str, Any]:
    """Give positions with their total, whose negative equity is not netted."""
    names = ("owed", "value", "equity", "negative_equity")
    return {
        "positions": [{"what": position.what, **standing(position)} for position in several],
        "total": {
            name: dollars(sum(getattr(position, name) for position in several)) for name in names
        },
    }


def standing(position: EquityPosition) -> dict[str, Any]:
    """Give one position of the equity calculator."""
    document: dict[str, Any] = {
        "owed": dollars(position.owed),
        "value": dollars(position.value),
        "equity": dollars(position.equity),
        "negative_equity": dollars(position.negative_equity),
        "ltv_percent": ratio(position.owed, position.value),
        "status": position.status,
        "meaning": position.meaning,
    }
    if position.sale_costs is not None:
        document["sale_costs"] = dollars(position.sale_costs)
        document["equity_after_costs"] = dollars(position.equity_after_costs)
        document["cash_to_sell"] = dollars(position.cash_to_sell)
    return document


def explained(title: str, table: Table) -> dict[str, Any]:
    """Make the document of an explanation: the figure asked for first, then what it is made of."""
    steps = [{name: value or None for name, value in row.items()} for row in records(table)]
    return {"title": title, "steps": steps}


def records(table: Table) -> list[dict[str, Any]]:
    """Give a table's rows by the names of its columns; shares are percents."""
    names = [column.name for column in table.columns]
    return [dict(zip(names, (_value(cell) for cell in row), strict=True)) for row in table.rows]


def _value(cell: Cell) -> str | Number | None:
    if isinstance(cell, Dollars):
        return dollars(cell.cents)
    if isinstance(cell, Percent):
        return rate(cell.scaled) if cell.places == 4 else dollars(cell.scaled)
    return cell


def dollars(cents: int) -> Number:
    """Give cents as dollars: the double nearest to two decimals prints as those decimals."""
    return cents // 100 if cents % 100 == 0 else cents / 100


def ratio(part: int, whole: int) -> Number | None:
    """Give a ratio in percent with two decimals; None if there is none."""
    basis_points = money.basis_points(part, whole)
    return None if basis_points is None else dollars(basis_points)


def rate(ppm: int | None) -> Number | None:
    """Give a rate in percent with at most four decimals."""
    if ppm is None:
        return None
    return ppm // 10_000 if ppm % 10_000 == 0 else ppm / 10_000


def _purchase(results: Results, turn: Turn) -> dict[str, Any]:
    contract, payment = turn.contract, contracts.payment(turn.contract)
    return {
        "number": contract.number,
        "vehicle": contract.vehicle,
        "month": contract.month,
        "date": _day(contract.date),
        **_deal(contract, turn.over_allowance),
        "rolled_in": dollars(contract.rolled),
        "amount_financed": dollars(contract.owed),
        "value": dollars(turn.signed.value),
        "ltv_percent": ratio(contract.ltv_amount, contract.base),
        "pti_percent": ratio(
            contract.loan.payment * contract.calendar.per_year,
            12 * (contracts.income(contract) or 0),
        ),
        "apr_percent": rate(contract.apr_ppm),
        "months": contract.terms.months if contract.terms else None,
        "payment": None if payment is None else dollars(payment),
        "interest": contract.interest,
        "day_count": contract.loan.day_count if contract.interest == DAILY else None,
        "frequency": contract.calendar.frequency,
        "payments": contract.loan.payments,
        "first_payment": _day(contract.calendar.due(1)) if contract.apr_ppm is not None else None,
        "prepaid_finance_charge": dollars(contracts.prepaid_finance_charge(contract)),
        "balloon": dollars(contract.terms.balloon if contract.terms else 0),
        "no_payment_in": [MONTH_NAMES[month - 1] for month in contract.loan.no_payment_in],
        "rule_of_78_cost": _cost_of_rule(results, turn),
        "changes": [_change(results, change) for change in results.changes(turn)],
        "valued_by": contracts.valued_by(contract),
        "estimated": contracts.estimated(contract),
        "refunds": dollars(turn.refunds),
        "gap_at_signing": _gap(contract, turn.at_signing),
        "ended": _ended(results, turn),
        "sale": _sale(results, turn),
    }


def _ended(results: Results, turn: Turn) -> dict[str, Any]:
    """Give how a turn ends, and what is owed and the vehicle worth then."""
    return {
        "month": turn.ended.month,
        "how": _how(results, turn),
        "balance": dollars(turn.ended.balance),
        "value": dollars(turn.ended.value),
        "gap": dollars(turn.ended.gap),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _cost_of_rule(results: Results, turn: Turn) -> Number | None:
    """Give the cost of the Rule of 78, if it decided a payoff."""
    cost = rule_of_78_cost(results, turn)
    return None if cost is None else dollars(cost)


def _pti(contract: Contract) -> Number | None:
    """Give payment to income in percent: a month's payments of a month's income."""
    income = contracts.income(contract) or 0
    return ratio(contract.loan.payment * contract.calendar.per_year, 12 * income)


def _how(results: Results, turn: Turn) -> str:
    """Say how a turn ended: `traded`, gone, `kept` if the next was declined, or `end`."""
    if turn.traded:
        return "traded"
    if turn.sale is not None:
        return _GONE[turn.sale.kind]
    return "end" if results.ledger.declined is None else "kept"


_GONE = {PRIVATE_SALE: "sold", TOTAL_LOSS: "total_loss", SURRENDER: "surrendered"}
"""How a turn ended without a trade, by the kind of its end."""


def _sale(results: Results, turn: Turn) -> dict[str, Any] | None:
    """Give the private sale, total loss or surrender that ended a turn, if there was one."""
    sale = turn.sale
    return sale and {
        "kind": sale.kind,
        "price": dollars(sale.price),
        "costs": dollars(sale.costs),
        "payoff": dollars(sale.payoff),
        "refund_credited": dollars(sale.refund_credit),
        "gap_benefit": dollars(sale.gap_benefit),
        "gap_cover": sale.gap
        and {name: dollars(cents) for name, cents in sale.gap._asdict().items()},
        "cash": dollars(sale.cash),
        "note": _note(results.note(turn)),
    }


def _note(note: Note | None) -> dict[str, Any] | None:
    if note is None:
        return None
    paid = note.loan.payments is not None
    return {
        "amount": dollars(note.amount),
        "apr_percent": rate(note.loan.apr_ppm) if paid else None,
        "months": note.loan.payments,
        "payment": dollars(note.loan.payment) if paid else None,
    }


def _declined(declined: Declined | None) -> dict[str, Any] | None:
    """Give the trade that a lender declined, if there was one."""
    return declined and {
        "number": declined.number,
        "vehicle": declined.vehicle,
        "month": declined.month,
        "date": _day(declined.date),
        "limit": declined.limit,
        "over": dollars(declined.over),
    }


def _change(results: Results, change: LoanModification) -> dict[str, Any]:
    """Give a change to a loan after signing."""
    value = results.refinanced_value(change)
    return {
        "month": change.month,
        "date": _day(change.date),
        "what": change.kind,
        "balance": dollars(change.state.balance),
        "apr_percent": rate(change.state.loan.apr_ppm),
        "payments": change.state.left,
        "payment": dollars(change.state.loan.payment),
        "ltv_percent": None if value is None else ratio(change.state.balance, value),
    }


def _deal(contract: Contract, over_allowance: int | None) -> dict[str, Any]:
    """Give the buyer's order; it is not known for an owned vehicle."""
    deal = contract.deal
    if deal is None:
        lines = ("price", "price_lowered_by", "tax", "tax_state", "sale_credit", "fees")
        unknown = dict.fromkeys((*lines, "products", "rebate"))
        return {**unknown, "cash_down": 0, "trade_in": None, "cash_due": 0, "cash_back": 0}
    return {
        "price": dollars(deal.price),
        "price_lowered_by": dollars(deal.price_reduction),
        "tax": dollars(deal.tax),
        "tax_state": _state(contract),
        "sale_credit": dollars(deal.sale_credit),
        "fees": dollars(deal.fees),
        "products": dollars(deal.products),
        "rebate": dollars(deal.rebate),
        "cash_down": dollars(deal.down),
        "trade_in": _trade_in(deal, over_allowance),
        "cash_due": dollars(deal.cash_due),
        "cash_back": dollars(deal.cash_back),
    }


def _state(contract: Contract) -> str | None:
    """Give the state whose tax rule applies, if one was named."""
    rule = contracts.tax_rule(contract)
    statute = rule.state_rule if rule else None
    return statute.state if statute else None


def _trade_in(deal: Deal, over_allowance: int | None) -> dict[str, Any] | None:
    old = deal.trade_in
    if old is None or over_allowance is None:
        return None
    return {
        "allowance": dollars(old.allowance),
        "over_allowance": dollars(over_allowance),
        "payoff": dollars(old.payoff),
        "refund_credited": dollars(old.refund_credit),
        "equity": dollars(old.equity),
        "paid": dollars(old.paid),
    }


def _gap(contract: Contract, lines: GapLines) -> dict[str, Any]:
    """Give the parts of the gap at signing; they sum to it."""
    parts = ("price_over_value", "tax", "fees", "products", "rolled_in", "put_in", "notes")
    known = contract.deal is not None
    shares = {name: dollars(getattr(lines, name)) if known else None for name in parts}
    return {"gap": dollars(lines.gap), **shares}


def _month(results: Results, row: MonthEnd) -> dict[str, Any]:
    private = row.exit_private
    return {
        "month": row.month,
        "date": _day(row.date),
        "purchase": None if row.sold else row.purchase,
        "balance": dollars(row.balance),
        "note": dollars(row.note),
        "value": dollars(row.value),
        "gap": dollars(row.gap),
        "note_payment": dollars(row.note_payment),
        "payment": dollars(row.payment),
        "interest": dollars(row.interest),
        "principal": dollars(row.principal),
        "extra": dollars(row.extra),
        "fee": dollars(row.fee),
        "capitalised": dollars(row.capitalised),
        "cash_out": dollars(row.cash_out),
        "refund": dollars(row.refund),
        "payoff": dollars(row.payoff),
        "exit": {
            "trade_in": dollars(row.exit_trade_in),
            "private": None if private is None else dollars(private),
        },
        "layers": [
            {"origin": layer.origin, "balance": dollars(layer.balance)}
            for layer in results.layers(row)
        ],
    }


def _on_rolled(parts: Shares, row: MonthEnd) -> dict[str, Any]:
    """Give what a month paid, and was charged, for vehicles that are gone."""
    share = parts.months.get((row.purchase, row.month), Share())
    return {
        "payment_on_rolled_debt": dollars(share.payment),
        "interest_on_rolled_debt": dollars(share.interest),
    }


def _layers(results: Results, parts: Shares, turn: Turn) -> list[dict[str, Any]]:
    """Give a loan, and personal loans beside it, by the purchase that the debt came from."""
    return [
        {
            "origin": origin,
            "balance": dollars(owed),
            "payment": dollars(share.payment),
            "interest": dollars(share.interest),
        }
        for origin, owed, share in shares.by_origin(results, parts, turn)
    ]


def _debt(debt: Debt) -> dict[str, Any]:
    """Give what became of the debt that began with one purchase."""
    return {
        "origin": debt.origin,
        "vehicle": debt.vehicle,
        "borrowed": dollars(debt.whole.borrowed),
        "repaid": dollars(debt.whole.repaid),
        "settled": dollars(debt.whole.settled),
        "owed": dollars(debt.owed),
        "payment": dollars(debt.whole.payment),
        "interest": dollars(debt.whole.interest),
        "payment_on_rolled_debt": dollars(debt.rolled.payment),
        "interest_on_rolled_debt": dollars(debt.rolled.interest),
        "last_month": debt.last_month,
    }
