"""The chain of purchases from the first signing to the last month, and its summary."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import Any

from oracle.books import Chain, Note, RefundableProduct, carried_over
from oracle.dates import Dates, following, nth_due, odd_months
from oracle.deal import Deal, bought_deal, gap_at_signing, owed_deal
from oracle.debts import whose_debt
from oracle.events import Debt, act, diary_of, live
from oracle.flow import where_it_went
from oracle.gap import covered, gap_product, has_gap, names_of, unfolded
from oracle.loan import (
    MONTHS,
    PER_YEAR,
    Loan,
    free_months,
    level_after,
    level_between,
    level_over,
    level_payment,
    loan_on,
    months_between,
    paying,
)
from oracle.reading import (
    Declined,
    SimulationError,
    amounts,
    cents,
    half_up,
    in_dollars,
    length,
    percent,
    share,
    whole,
    with_assumed,
)
from oracle.tax import state_of
from oracle.values import Vehicle


def document(scenario: dict[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The whole JSON document of one scenario, given as text throughout; `known` has `curves` and `histories`."""
    chain = played(scenario, known)
    tree = {
        "title": scenario.get("title"),
        "purchases": chain.purchases,
        "declined": chain.declined,
        "months": chain.rows,
        "debts": whose_debt(chain),
        "where_it_went": where_it_went(chain),
        "summary": summary(chain),
    }
    return {key: in_dollars(part, key) for key, part in tree.items()}


def played(scenario: dict[str, Any], known: Mapping[str, Any]) -> Chain:
    """The whole chain, in cents."""
    chain = Chain(scenario.get("start"))
    old: Vehicle | None = None
    for number, terms in enumerate(turns(scenario)):
        if "income" in scenario:
            terms["income"] = scenario["income"]
        vehicle = Vehicle(terms, chain.month, known, scenario.get("market"), chain.start)
        owed = chain.balance()
        try:
            old = play(chain, vehicle, old)
        except Declined as declined:
            if old is None:
                raise SimulationError("there is no vehicle to keep") from None
            return kept(scenario, known, number, owed, told(vehicle, declined.args[0], chain))
        if (kind := ending_of(terms)) is not None:
            sell(chain, vehicle, kind, partial(owed_as_agreed, scenario, known, number))
            old = None
    if old is not None:
        chain.purchases[-1]["ended"]["how"] = "end"
        return chain
    chain.rows.append(row(chain, None, len(chain.purchases) + 1, {}))
    while any(note.is_due() for note in chain.notes):
        chain.month += 1
        chain.rows.append(
            row(chain, None, len(chain.purchases) + 1, chain.pay_notes(len(chain.purchases) + 1))
        )
    return chain


def ending_of(terms: dict[str, Any]) -> str | None:
    """How an ownership ends without a trade."""
    for kind in ("total_loss", "surrender"):
        if kind in terms:
            return kind
    sold = terms.get("private_sale", {}).get("price", "").startswith("$")
    return "private_sale" if sold else None


def sell(chain: Chain, vehicle: Vehicle, kind: str, as_agreed: Callable[[int], int | None]) -> None:
    """End an ownership on its last day: by a private sale, a total loss, a surrender."""
    terms, number = vehicle.terms[kind], len(chain.purchases)
    asked = chain.payoff()
    if kind == "surrender" and not asked:
        raise SimulationError("nothing is owed to a lender")
    agreed = as_agreed(chain.month - vehicle.signed) if kind == "total_loss" else None
    chain.closed[number] = chain.balance(), chain.owed_fees
    interest = chain.accrue(number, asked - chain.balance() - chain.owed_fees)
    chain.owed_fees = 0
    refund_credit, others = refund_at_end(chain, vehicle, kind, asked)
    price, costs = brings(vehicle, kind, vehicle.value(chain.month - vehicle.signed))
    cover = (
        gap_at_loss(chain, vehicle, (asked, agreed), others, price - costs)
        if kind == "total_loss"
        else None
    )
    gap = cover["benefit"] if cover else 0
    missing = max(0, asked - refund_credit - (price - costs) - gap)
    note = left_as_debt(chain, terms, number, missing)
    cash = price - costs + gap - asked + refund_credit + (missing if note else 0)
    chain.cash_from_sales += cash
    before = chain.layers
    chain.layers = dict(chain.notes[-1].layers) if note else dict.fromkeys(before, 0)
    chain.fell(number, before, interest, traded=True)
    chain.layers, chain.owed_interest = {}, 0
    chain.sold = terms if kind == "private_sale" else None
    how = {"private_sale": "sold", "surrender": "surrendered"}.get(kind, kind)
    chain.purchases[-1]["ended"]["how"] = how
    chain.purchases[-1]["sale"] = {
        "kind": kind,
        "price": price,
        "costs": costs,
        "payoff": asked - refund_credit,
        "refund_credited": refund_credit,
        "gap_benefit": gap,
        "gap_cover": cover,
        "cash": cash,
        "note": note,
    }


def brings(vehicle: Vehicle, kind: str, value: int) -> tuple[int, int]:
    """What a vehicle is sold for, or the insurer takes it to be worth, and what comes off that."""
    terms = vehicle.terms[kind]
    if kind == "total_loss":
        worth = cents(terms["actual_cash_value"]) if "actual_cash_value" in terms else value
        return worth, min(worth, cents(terms["deductible"]))
    written = terms["price" if kind == "private_sale" else "sale"]
    price = cents(written) if written.startswith("$") else half_up(share(written) * value)
    return price, cents(terms.get("costs"))


def left_as_debt(
    chain: Chain, terms: dict[str, Any], number: int, missing: int
) -> dict[str, Any] | None:
    """The debt that stays of what is missing: a personal loan, or one that nobody pays."""
    if not missing or not ("note" in terms or terms.get("shortfall") == "owed"):
        return None
    layers = carried_over(chain.layers, number, missing)
    if "note" not in terms:
        chain.notes.append(Note(None, layers))
        return {"amount": missing, "apr_percent": None, "months": None, "payment": None}
    apr, months = share(terms["note"]["apr"]), length(terms["note"]["months"])
    loan = Loan(apr, months, level_payment(missing, apr, months), payments=months)
    chain.notes.append(Note(loan, layers))
    return {
        "amount": missing,
        "apr_percent": percent(apr, 4),
        "months": months,
        "payment": loan.payment,
    }


def refund_at_end(chain: Chain, vehicle: Vehicle, kind: str, asked: int) -> tuple[int, int]:
    """What the lender gets of refunds, and all refunds; GAP that a total loss meets has none."""
    if kind == "private_sale":
        return refund_at_trade(chain, vehicle, asked), 0
    terms, held = vehicle.terms, chain.month - vehicle.signed
    used, covers = gap_product(terms), covers_of(terms) if "price" in terms else []
    named = [name for name in terms.get("refunds", {}) if name in names_of(terms)]
    kept = (
        [cover for name, cover in zip(named, covers, strict=True) if name != used] if covers else []
    )
    there = chain.covers if kind == "surrender" else [c for c in kept if c in chain.covers]
    refund = sum(cover.refund(held) for cover in there)
    chain.covers = []
    chain.rows[-1]["refund"] += refund - min(refund, asked)
    chain.purchases[-1]["refunds"] += refund
    return min(refund, asked), refund


def gap_at_loss(
    chain: Chain, vehicle: Vehicle, owed: tuple[int, int | None], back: int, settled: int
) -> dict[str, int] | None:
    """What GAP counts and pays; it ends with the loan that it was made for."""
    bought, terms = chain.purchases[-1], vehicle.terms
    anew = any(change["what"] == "refinance" for change in bought["changes"])
    if not has_gap(terms) or not owed[0] or anew:
        return None
    return covered(bought, terms, owed, back, settled, terms["total_loss"]["deductible"])


def owed_as_agreed(
    scenario: dict[str, Any], known: Mapping[str, Any], number: int, held: int
) -> int | None:
    """What would be owed on a purchase after some months without its events; None if that cannot be played."""
    bought = turns(scenario)[: number + 1]
    for setting in ("events", "total_loss"):
        bought[-1].pop(setting, None)
    bought[-1]["keep"] = f"{held} months"
    try:
        last = played({**scenario, "assume": {}, "purchases": bought}, known).rows[-1]
    except SimulationError:
        return None
    return int(last["payoff"] - last["note"])


def turns(scenario: dict[str, Any]) -> list[dict[str, Any]]:
    """The purchases, after the vehicle that the first one gives in, with nothing but what is owed on it."""
    assume = unfolded(scenario.get("assume", {}))
    entries = [with_assumed(unfolded(bought), assume) for bought in scenario["purchases"]]
    if "owed" not in entries[0] and (given := entries[0].get("trade_in")):
        worth = given.get("worth", given.get("allowance"))
        before = {
            "vehicle": given.get("vehicle", "previous vehicle"),
            "owed": given["payoff"],
            "worth": worth,
            "value": {"appraisals": {"0": worth}},
            "loan": {},
            "keep": "0 months",
        }
        entries.insert(0, before)
    return entries


def told(vehicle: Vehicle, deal: Deal, chain: Chain) -> dict[str, Any]:
    """What is said of a deal that the lender does not make."""
    return {
        "number": len(chain.purchases) + 1,
        "vehicle": vehicle.terms["vehicle"],
        "month": chain.month,
        "date": chain.today(),
        "limit": "max_pti" if deal.financed == deal.by_income else "max_ltv",
        "over": deal.over,
    }


def kept(
    scenario: dict[str, Any],
    known: Mapping[str, Any],
    number: int,
    owed: int,
    declined: dict[str, Any],
) -> Chain:
    """The chain in which the vehicle before is kept: until it is paid off, or to that day where it is."""
    bought = turns(scenario)[:number]
    if number == 0 or (owed and not bought[-1]["loan"]):
        raise SimulationError("there is no vehicle to keep, or it is not known what its loan is")
    if owed:
        bought[-1].pop("keep")
    chain = played({**scenario, "assume": {}, "purchases": bought}, known)
    chain.purchases[-1]["ended"]["how"] = "kept"
    chain.declined = declined
    return chain


def play(chain: Chain, vehicle: Vehicle, old: Vehicle | None) -> Vehicle:
    """Sign for a vehicle and keep it for its time."""
    number, written = len(chain.purchases) + 1, vehicle.terms.get("loan", {})
    if "max_pti" in written:
        ahead, _ = dates_of(chain, PER_YEAR[written.get("frequency", "monthly")], written)
        vehicle.odd = ahead.odd
        vehicle.between = between(ahead, written)
        if levels_days(written):
            vehicle.level_days = level_days(ahead, written)
    deal = sign(chain, vehicle, old, number)
    chain.owed_interest = 0
    unknown = "owed" in vehicle.terms and not written
    loan = Loan() if unknown else loan_on(deal.financed, written)
    dates, anchor = dates_of(chain, loan.per_year, {} if loan.apr is None else written)
    if deal.financed and levels_days(written):
        days, year = level_days(dates, written), loan.by_days() or Fraction(365)
        shape = (loan.balloon, loan.rounding)
        loan.payment = level_over(deal.financed, loan.apr or Fraction(0), days, year, *shape)
    loan.odd = dates.odd
    if loan.odd is not None and "payment" not in written:
        shape = (loan.odd, loan.payments or 0, loan.balloon, loan.rounding)
        loan.payment = level_after(deal.financed, loan.apr or Fraction(0), *shape)
    apart = between(dates, written) if deal.financed else None
    if apart is not None and "payment" not in written:
        shape = (loan.balloon, loan.rounding)
        loan.payment = level_between(deal.financed, loan.apr or Fraction(0), apart, *shape)
    if (plan := loan.plan) is not None:
        owing = zip(plan.payments, plan.balances[:-1], strict=True)
        dates.fixed = [paid for paid, before in owing if before]
    chain.dates.append(dates)
    bought = purchase(chain, vehicle, deal, loan, number, dates)
    chain.purchases.append(bought)
    chain.covers = covers_of(vehicle.terms) if deal.price is not None else []
    keep = length(vehicle.terms["keep"]) if "keep" in vehicle.terms else None
    by_days = loan.by_days() is not None
    events, existing = vehicle.terms.get("events", []), "owed" in vehicle.terms
    diary = diary_of(events, dates, keep, by_days, 1_000, loan, existing)
    debt = Debt(loan, number, chain.today(), changes=bought["changes"], dates=dates)
    debt.value = lambda: vehicle.value(chain.month - vehicle.signed)
    debt.cap = vehicle.terms.get("loan", {}).get("max_ltv")
    debt.declines = vehicle.terms.get("over_limit") == "keep the vehicle"
    debt.note(chain.balance(), chain.today())
    chain.states.append(debt.states)
    for happening in diary.beside:
        if happening.month == 0:
            act(chain, debt, happening.event, chain.today())
            debt.note(chain.balance(), chain.today())
    chain.rows.append(row(chain, vehicle, number, debt.flows))
    bought["gap_at_signing"]["gap"] = chain.rows[-1]["gap"]
    for held in owned_months(chain, keep):
        chain.month += 1
        chain.anchor = anchor
        owed = chain.balance()
        live(chain, debt, diary, held, dates)
        ran_out(chain, debt)
        on_notes = chain.pay_notes(number)
        anew = any(c["what"] == "refinance" and c["month"] == chain.month for c in debt.changes)
        back = 0
        if owed and (anew or chain.balance() == 0):
            back = canceled(chain, [c for c in chain.covers if c.ends == "loan"], held)
        chain.owed_fees = debt.fees
        chain.owed_interest = debt.owed_interest(
            chain.balance(), chain.today(), month_is_over=False
        )
        names = {*debt.flows, *on_notes}
        flows = {name: debt.flows.get(name, 0) + on_notes.get(name, 0) for name in names}
        chain.rows.append(row(chain, vehicle, number, flows, on_notes["payment"]))
        chain.rows[-1]["refund"] = back
        bought["refunds"] += back
    anew = [change["month"] for change in bought["changes"] if change["what"] == "refinance"]
    over = (anew or [chain.month])[0] - bought["month"]
    bought["rule_of_78_cost"] = plan.cost_of_rule(over) if plan else None
    last = chain.rows[-1]
    ended = {"month": chain.month, "how": "traded"}
    bought["ended"] = ended | {key: last[key] for key in ("balance", "value", "gap")}
    return vehicle


def levels_days(terms: Mapping[str, str]) -> bool:
    """Whether the payment is worked out over the days between its due dates."""
    by_days = terms.get("interest") == "daily" and terms.get("level_by", "days") == "days"
    return by_days and "payment" not in terms and "months" in terms


def level_days(dates: Dates, terms: Mapping[str, str]) -> list[str]:
    """The day of the loan, and those of its payments."""
    per_year = PER_YEAR[terms.get("frequency", "monthly")]
    number = max(1, length(terms["months"]) * per_year // 12)
    days = following(dates, per_year, dates.signed, number)
    return [str(dates.signed), *paying(days, free_months(terms))]


def between(dates: Dates, terms: Mapping[str, Any]) -> list[Fraction] | None:
    """The months before each payment of a loan by the month, where some months have none."""
    free = free_months(terms)
    if not free or "months" not in terms or levels_days(terms):
        return None
    days = following(dates, 12, dates.signed, length(terms["months"]))
    return months_between(days, free, dates.odd)


def dates_of(
    chain: Chain, per_year: int, terms: dict[str, str]
) -> tuple[Dates, tuple[int, str | None]]:
    """The due dates of a loan that is signed today, and from where those of the chain go on."""
    anchor, first = calendar_from(chain, terms), None
    if per_year > 12 and anchor != chain.anchor:
        first, anchor = anchor[1], chain.anchor
    dates = Dates(chain.today(), anchor[1], chain.month - anchor[0], first=first)
    if "first_payment" in terms and terms.get("interest", "monthly") == "monthly":
        year = int(terms.get("first_period", "days/360").removeprefix("days/"))
        dates.odd = odd_months(str(dates.signed), str(anchor[1]), year)
    return dates, anchor


def calendar_from(chain: Chain, terms: dict[str, str]) -> tuple[int, str | None]:
    """A month of the chain with its day, from which on due dates come a month apart."""
    if "first_payment" not in terms:
        return chain.anchor
    signed = datetime.date.fromisoformat(str(chain.today()))
    written = terms["first_payment"]
    if written.endswith(("day", "days")):
        first = signed + datetime.timedelta(days=int(written.split()[0]))
    else:
        first = datetime.date.fromisoformat(written)
    if not 1 <= (first - signed).days <= 366:
        raise SimulationError("a first payment that is not within a year after the day of the loan")
    return chain.month + 1, first.isoformat()


def ran_out(chain: Chain, debt: Debt) -> None:
    longest = 30 * debt.loan.per_year
    if debt.loan.payments is None and debt.gone >= longest and chain.balance():
        raise SimulationError("still owed after the longest term")


def owned_months(chain: Chain, keep: int | None) -> Iterator[int]:
    """Months of ownership, up to `keep` or until nothing is owed."""
    held = 0
    while held < keep if keep is not None else chain.balance() > 0:
        held += 1
        yield held


def sign(chain: Chain, vehicle: Vehicle, old: Vehicle | None, number: int) -> Deal:
    """Strike the deal and move the debt that goes along with it."""
    if "owed" in vehicle.terms:
        deal = owed_deal(vehicle.terms)
        chain.layers = {0: deal.rolled, 1: deal.financed - deal.rolled}
        chain.old_debt = deal.rolled
        chain.fell(1, {}, {})
        return deal
    traded, refund_credit, interest = None, 0, {}
    if old:
        allowance, asked, interest = settle(
            chain, vehicle.terms.get("trade_in", {}), old, number - 1
        )
        refund_credit = refund_at_trade(chain, old, asked)
        traded = allowance, asked - refund_credit
    worth = old.value(chain.month - old.signed) if old else 0
    deal = bought_deal(vehicle, traded, worth, chain.today(), chain.sold)
    chain.sold = None
    if deal.financed <= deal.prepaid > 0:
        raise SimulationError("nothing but a fee is financed")
    if deal.trade_in is not None:
        deal.trade_in["refund_credited"] = refund_credit
    before = chain.layers
    chain.layers = carried = carried_over(before, number - 1, deal.old_debt) if old else {}
    chain.fell(number - 1, before, interest, traded=True)
    chain.layers = {**carried, number: deal.financed - deal.old_debt}
    chain.fell(number, carried, {})
    chain.old_debt += deal.old_debt
    return deal


def covers_of(terms: dict[str, Any]) -> list[RefundableProduct]:
    prices = amounts(terms.get("products"))
    if not isinstance(terms.get("products"), dict):
        prices = {"products": sum(prices.values())} if "products" in terms else {}
    covers = []
    for name, agreed in terms.get("refunds", {}).items():
        if name in prices:
            miles = Fraction(whole(agreed["miles"])) if "miles" in agreed else None
            term = agreed.get("term") or terms["loan"]["months"]
            a_year = whole(terms["miles_a_year"]) if miles is not None else 0
            ends = agreed.get("ends", "loan" if miles is None else "vehicle")
            fee = cents(agreed.get("fee"))
            covers.append(RefundableProduct(prices[name], length(term), miles, a_year, fee, ends))
    return covers


def canceled(chain: Chain, covers: list[RefundableProduct], months: int) -> int:
    """What comes back for some products, which are then no longer there."""
    chain.covers = [cover for cover in chain.covers if cover not in covers]
    return sum(cover.refund(months) for cover in covers)


def refund_at_trade(chain: Chain, old: Vehicle, asked: int) -> int:
    """Refund what is left; give what of it goes to the old lender."""
    refund = canceled(chain, chain.covers, chain.month - old.signed)
    refund_credit = min(refund, asked) if old.terms.get("refund_to") == "payoff" else 0
    chain.rows[-1]["refund"] += refund - refund_credit
    chain.purchases[-1]["refunds"] += refund
    return refund_credit


def settle(
    chain: Chain, trade_in: dict[str, str], old: Vehicle, sold: int
) -> tuple[int, int, dict[int, int]]:
    """The allowance and the payoff; what the lender asks beyond the balance is interest, given by layer."""
    payoff = cents(trade_in["payoff"]) if "payoff" in trade_in else chain.payoff()
    chain.closed[sold] = chain.balance(), chain.owed_fees
    parts = chain.accrue(sold, payoff - chain.balance() - chain.owed_fees)
    chain.owed_fees = 0
    worth = old.value(chain.month - old.signed)
    return (cents(trade_in["allowance"]) if "allowance" in trade_in else worth), payoff, parts


def row(
    chain: Chain,
    vehicle: Vehicle | None,
    number: int,
    flows: dict[str, int],
    on_notes: int = 0,
) -> dict[str, Any]:
    value = vehicle.value(chain.month - vehicle.signed) if vehicle else 0
    balance, payoff = chain.balance() + chain.on_notes(), chain.payoff() + chain.on_notes()
    names = ("payment", "interest", "principal", "extra", "fee", "capitalised", "cash_out")
    return {
        "month": chain.month,
        "date": chain.today(),
        "purchase": number if vehicle else None,
        "balance": balance,
        "note": chain.on_notes(),
        "note_payment": on_notes if vehicle else flows.get("payment", 0),
        "value": value,
        "gap": balance - value,
        **{name: flows.get(name, 0) for name in names},
        "refund": 0,
        "payoff": payoff,
        "exit": {
            "trade_in": payoff - value,
            "private": vehicle.private_exit(payoff, value) if vehicle else None,
        },
        "layers": [
            {"origin": origin, "balance": owed}
            for origin, owed in chain.all_layers().items()
            if owed
        ],
    }


def purchase(
    chain: Chain, vehicle: Vehicle, deal: Deal, loan: Loan, number: int, dates: Dates
) -> dict[str, Any]:
    value, base = vehicle.value(0), vehicle.lenders_base()
    return {
        "number": number,
        "vehicle": vehicle.terms["vehicle"],
        "month": chain.month,
        "date": chain.today(),
        "price": deal.price,
        "price_lowered_by": deal.lowered,
        "tax": deal.tax,
        "tax_state": None if deal.price is None else state_of(vehicle.terms.get("tax")),
        "sale_credit": deal.sale_credit,
        "fees": deal.fees,
        "products": deal.products,
        "rebate": deal.rebate,
        "cash_down": deal.down,
        "trade_in": deal.trade_in,
        "rolled_in": deal.rolled,
        "cash_due": deal.due,
        "cash_back": deal.back,
        "amount_financed": deal.financed,
        "value": value,
        "ltv_percent": percent(Fraction(max(0, deal.financed - deal.outside), base), 2)
        if base
        else None,
        "pti_percent": percent(
            Fraction(loan.payment * loan.per_year, 12 * cents(vehicle.terms["income"])), 2
        )
        if deal.price is not None and "income" in vehicle.terms
        else None,
        "apr_percent": None if loan.apr is None else percent(loan.apr, 4),
        "months": loan.months,
        "payment": None if loan.apr is None and deal.financed else loan.payment,
        "prepaid_finance_charge": deal.prepaid,
        "interest": "precomputed" if loan.plan else "daily" if loan.daily else "monthly",
        "day_count": loan.day_count if loan.daily else None,
        "frequency": next(name for name, n in PER_YEAR.items() if n == loan.per_year),
        "payments": loan.payments,
        "no_payment_in": [MONTHS[month - 1] for month in sorted(loan.free)],
        "first_payment": None if loan.apr is None else nth_due(dates, loan.per_year, 1),
        "changes": [],
        "refunds": 0,
        "gap_at_signing": gap_at_signing(deal, value, chain.on_notes()),
        "sale": None,
    }


def cheapest(of_row: dict[str, Any]) -> int:
    ways: list[int | None] = [*of_row["exit"].values()]
    return min(way for way in ways if way is not None)


def break_even(by_month: dict[int, int], last: int) -> int | None:
    """The month after the last one under water, given the gap of each month."""
    under = [month for month, gap in by_month.items() if gap > 0]
    if last in under:
        return None
    return max(under) + 1 if under else 0


def summary(chain: Chain) -> dict[str, Any]:
    rows, bought = chain.rows, chain.purchases
    gaps = {entry["month"]: entry["gap"] for entry in rows}
    peak = max(rows, key=lambda entry: entry["gap"])
    signed = next(entry for entry in rows if entry["purchase"] == len(bought))
    paid = sum(deal["cash_due"] - deal["cash_back"] for deal in bought) + sum(
        entry["payment"] - entry["cash_out"] - entry["refund"] for entry in rows
    )
    paid -= chain.cash_from_sales
    ends = [deal["sale"]["kind"] for deal in bought if deal["sale"]]
    return {
        "months": chain.month,
        "trades": len(bought) - 1 - sum(deal["sale"] is not None for deal in bought[:-1]),
        "sales": ends.count("private_sale"),
        "total_losses": ends.count("total_loss"),
        "surrenders": ends.count("surrender"),
        "total_notes": sum(
            deal["sale"]["note"]["amount"]
            for deal in bought
            if deal["sale"] and deal["sale"]["note"]
        ),
        "total_paid": paid,
        "total_interest": chain.interest,
        "interest_on_rolled_debt": chain.interest_on_rolled,
        "total_rolled_in": sum(deal["rolled_in"] for deal in bought),
        "total_old_debt": chain.old_debt,
        "total_late_fees": chain.late_fees,
        "total_pause_fees": chain.pause_fees,
        "peak_gap": peak["gap"],
        "peak_gap_month": peak["month"],
        "months_under_water": sum(gap > 0 for gap in gaps.values()),
        "break_even_month": break_even(gaps, chain.month),
        "last_purchase": {key: signed[key] for key in ("month", "balance", "value", "gap")}
        | {"exit": cheapest(signed)},
        "final_gap": rows[-1]["gap"],
        "final_exit": cheapest(rows[-1]),
        "net_cost": paid + cheapest(rows[-1]),
    }
