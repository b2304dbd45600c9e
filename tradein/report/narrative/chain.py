"""Sentences on a chain: where the owner stands, why, and what happened on the way."""

from tradein.analysis import contracts, measures
from tradein.analysis.measures import MonthEnd, Turn
from tradein.analysis.results import Results, rule_of_78_cost
from tradein.finance import money
from tradein.finance.deal import Sale
from tradein.finance.terms import PRIVATE_SALE


def simulate(results: Results) -> list[str]:
    """Describe a chain in a few paragraphs."""
    last = results.turns[-1]
    first = [_where_you_stand(results, last)]
    if last.signed.gap >= _SHOWN:
        first.append(_made_of(results, last))
    first.append(_widens(results, last))
    if last.sale is None:
        first.append(_break_even(results, last))
    sentences = [" ".join(sentence for sentence in first if sentence)]
    sentences += [sentence for turn in results.turns if (sentence := _over_allowed(turn))]
    sentences += [
        _gone(results, turn) + _untaxed(results, turn)
        for turn in results.turns
        if turn.sale is not None
    ]
    sentences += _without(results)
    sentences += _over_the_cap(results) + _lowered(results) + _declined(results)
    sentences += [sentence for turn in results.turns for sentence in _on_the_way(results, turn)]
    sentences += [sentence for turn in results.turns for sentence in _refinanced(results, turn)]
    sentences += [sentence for turn in results.turns if (sentence := _refunded(results, turn))]
    sentences += [sentence for turn in results.turns if (sentence := _by_rule_of_78(results, turn))]
    sentences += [_refundable(turn) for turn in results.turns if _ends_early(turn)]
    sentences += _estimated(results)
    return sentences


def whole(cents: int) -> str:
    """Write an amount in whole dollars."""
    return money.dollars(money.half_up(cents, 100) * 100)[:-3]


def _where_you_stand(results: Results, last: Turn) -> str:
    """Say what is owed, what a dealer would pay, and which is more."""
    signed = last.signed
    if before := _before(results, last):
        when = f"After {before} you owe"
    else:
        when = "Today you owe" if last.contract.deal is None else "On the day you sign you owe"
    owed = whole(signed.balance) if signed.balance else "nothing"
    offer = f"on a vehicle that a dealer would buy for {whole(signed.value)}"
    if signed.note >= _SHOWN:
        owed = f"{owed}, of which {whole(signed.note)} is for {_vehicles_gone(results, last)}."
        offer = f"A dealer would buy the one that you have for {whole(signed.value)}"
    if signed.gap >= _SHOWN:
        return f"{when} {owed} {offer}: you are {whole(signed.gap)} under water."
    if signed.gap > -_SHOWN:
        return f"{when} {owed} {offer}: it is worth exactly what you owe."
    return f"{when} {owed} {offer}: it is worth {whole(-signed.gap)} more than you owe."


def _vehicles_gone(results: Results, last: Turn) -> str:
    """Name the vehicles that are gone and not paid off on the day of the last purchase."""
    month, number = last.signed.month, last.contract.number
    owed = [note for note in results.ledger.notes_at(month, number) if note.balance(month)]
    return "vehicles that are gone" if len(owed) > 1 else "a vehicle that is gone"


def _before(results: Results, last: Turn) -> str:
    """Count the trades and other ends before the last purchase."""
    gone = [turn.ended_by for turn in results.turns if turn is not last]
    counted = [(results.summary.trades, "trade", "trades")]
    counted += [(gone.count(what), *_COUNTED[what]) for what in _COUNTED]
    return _listed_or_none(
        [f"{n} {plural if n > 1 else singular}" for n, singular, plural in counted if n]
    )


def _listed_or_none(parts: list[str]) -> str:
    return listed(parts) if parts else ""


def _gone(results: Results, turn: Turn) -> str:
    """Say how an ownership ended without a trade."""
    assert turn.sale is not None
    if turn.sale.kind == PRIVATE_SALE:
        return _sold(results, turn, turn.sale)
    from tradein.report.narrative import losses

    return losses.gone(results, turn)


def _sold(results: Results, turn: Turn, sale: Sale) -> str:
    """Say what a private sale brings, and who pays what is missing for the payoff."""
    contract = turn.contract
    costs = f", less {whole(sale.costs)} of costs" if sale.costs >= _SHOWN else ""
    lead = (
        f"In month {turn.ended.month} you sell the {contract.vehicle} (purchase {contract.number})"
    )
    lead = f"{lead} privately for {whole(sale.price)}{costs}"
    if sale.payoff == 0:
        return f"{lead}. Nothing is owed on it, so {whole(sale.cash)} is yours."
    paid = f"The payoff is {whole(sale.payoff)}"
    note = results.note(turn)
    if note is not None:
        terms = f"at {money.percent(note.loan.apr_ppm)}, {note.loan.payments} months"
        loan = f"becomes a personal loan {terms}, {money.dollars(note.loan.payment)} a month"
        return f"{lead}. {paid}; the missing {whole(note.amount)} {loan}."
    if sale.cash < 0:
        return f"{lead}. {paid}; you pay the missing {whole(-sale.cash)} in cash."
    return f"{lead}. {paid}, and {whole(sale.cash)} is left for you."


def _untaxed(results: Results, sold: Turn) -> str:
    """Say what of the price of a vehicle sold is not taxed in the next purchase."""
    number = sold.contract.number + 1
    following = [turn.contract.deal for turn in results.turns if turn.contract.number == number]
    credit = following[0].sale_credit if following and following[0] else 0
    return f" Purchase {number} is taxed on {whole(credit)} less for it." if credit else ""


def _without(results: Results) -> list[str]:
    """Say what is still owed when the last vehicle is gone, and until when."""
    rows = [row for row in results.rows if row.sold]
    if not rows or rows[0].balance < _SHOWN:
        return []
    debt = f"After that you have no vehicle and owe {whole(rows[0].balance)}"
    if rows[-1].balance == rows[0].balance:
        return [f"{debt}, which stays owed."]
    if rows[-1].balance:
        return [f"{debt}; in month {rows[-1].month} it is {whole(rows[-1].balance)}."]
    return [f"{debt}, which is paid off in month {rows[-1].month}."]


def _made_of(results: Results, last: Turn) -> str:
    """Say where the gap at signing comes from."""
    if last.contract.deal is None:
        return _owed_before(last)
    parts, less = _parts(results, last), _less(last)
    if not parts:
        return ""
    (cents, first), *others = parts
    if cents == last.signed.gap and not others and not less:
        return f"All of that {first}."
    of = " of that" if not less else ""
    causes = [f"{whole(cents)}{of} {first}", *(f"{whole(more)} {part}" for more, part in others)]
    return f"{listed(causes)}{less}."


def listed(parts: list[str]) -> str:
    """List some things: one, two and three."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _owed_before(last: Turn) -> str:
    """Say how much of an existing debt came from earlier vehicles."""
    rolled = last.contract.rolled
    return f"{whole(rolled)} of what you owe is debt from earlier vehicles." if rolled else ""


def _parts(results: Results, last: Turn) -> list[tuple[int, str]]:
    """List what adds to the gap at signing, in cents, each with its verb."""
    lines = last.at_signing
    parts = [
        (lines.rolled_in, f"is {_carried(results, last)}"),
        (lines.notes, f"is unsecured debt for {_vehicles_gone(results, last)}"),
        (lines.tax, "is sales tax"),
        (lines.fees, "is fees"),
        (lines.products, "is add-on products"),
        (lines.price_over_value, "was lost the day you drove off"),
    ]
    return [(cents, verb) for cents, verb in parts if cents >= _SHOWN]


def _less(last: Turn) -> str:
    """Say what keeps the gap smaller than the sum of its parts."""
    lines, deal, less = last.at_signing, last.effective, []
    if deal is not None and lines.put_in >= _SHOWN:
        equity = deal.trade_in.equity if deal.trade_in else 0
        cash = deal.down + deal.cash_over_cap
        ways = (("rebate", deal.rebate), ("cash", cash), ("trade-in equity", equity))
        by = listed([name for name, cents in ways if cents > 0] or ["cash"])
        less.append(f"{whole(lines.put_in)} put in by {by}")
    if lines.price_over_value <= -_SHOWN:
        less.append(f"{whole(-lines.price_over_value)} by which its value exceeds its price")
    return f", less {' and '.join(less)}" if less else ""


def _carried(results: Results, last: Turn) -> str:
    """Say which older vehicles the rolled-in debt comes from; the one just traded is clear."""
    number = last.contract.number
    older = [layer for layer in results.signed(last) if layer.origin < number - 1]
    names = {turn.contract.number: f"the {turn.contract.vehicle}" for turn in results.turns}
    names[0] = "loans before the scenario"
    still = [f"{whole(la.balance)} still from {names[la.origin]}" for la in older[:_NAMED]]
    if more := older[_NAMED:]:
        others = f"{len(more)} others" if len(more) > 1 else "another"
        still.append(f"{whole(sum(la.balance for la in more))} from {others}")
    vehicles = "earlier vehicles" if older else "the vehicle you traded in"
    return f"debt from {vehicles}" + (f" ({', '.join(still)})" if still else "")


def _widens(results: Results, last: Turn) -> str:
    """Say how far the gap still widens, where it does."""
    own = results.months(last)
    widest = max(own, key=lambda row: row.gap)
    if widest.gap < max(last.signed.gap, 0) + _SHOWN or whole(widest.gap) == whole(last.signed.gap):
        return ""
    if last.signed.gap <= 0:
        return f"It goes under water later: by {whole(widest.gap)} in month {widest.month}."
    return f"The gap grows to {whole(widest.gap)} in month {widest.month}."


def _break_even(results: Results, last: Turn) -> str:
    """Say from which month the vehicle is worth the debt, or that it never is."""
    summary = results.summary
    if summary.break_even_month is None:
        end, gap = summary.last.month, whole(summary.last.gap)
        if end == last.signed.month:
            return ""
        return f"You are still {gap} under water in month {end}, when the scenario ends."
    if last.signed.gap > 0 or summary.break_even_month > last.signed.month:
        month = summary.break_even_month
        return f"If you keep it and pay as agreed, you stop being under water in month {month}."
    return ""


def _over_allowed(turn: Turn) -> str:
    """Say where the allowance differs from the value, the effective price, and the old debt."""
    over, deal, effective = turn.over_allowance, turn.contract.deal, turn.effective
    if over is None or deal is None or effective is None:
        return ""
    if abs(over) < max(deal.price * _PERCENT // 100, _SHOWN):
        return ""
    far = f"{whole(abs(over))} {'above' if over > 0 else 'below'}"
    offered = f"At purchase {turn.contract.number}, {turn.contract.vehicle}, the dealer's allowance"
    lower, debt = whole(effective.price - min(over, 0)), ""
    price = f"the effective price is {lower} instead of {whole(deal.price)}"
    if effective.rolled_in - deal.rolled_in >= _SHOWN:
        carried = f"{whole(effective.rolled_in)} of old debt instead of {whole(deal.rolled_in)}"
        debt = f", and the new loan carries {carried}"
    adjusted = f"Adjusted for the allowance, {price}{debt}."
    return f"{offered} is {far} the value of your trade-in. {adjusted}"


def _over_the_cap(results: Results) -> list[str]:
    """Say what the lender would not finance, which is due in cash."""
    sentences = []
    for turn in results.turns:
        deal = turn.contract.deal
        if deal is not None and deal.cash_over_cap:
            who = f"Purchase {turn.contract.number} ({turn.contract.vehicle})"
            by_income = deal.amount_financed == deal.maximum_by_income
            over = f"is over the lender's {_CAPS[by_income]} cap by {whole(deal.cash_over_cap)}"
            sentences.append(f"{who} {over}; you pay that in cash.")
    return sentences


def _lowered(results: Results) -> list[str]:
    """Say where a price was reduced until the loan fit."""
    sentences = []
    for turn in results.turns:
        deal = turn.contract.deal
        if deal is not None and deal.price_reduction:
            who = f"The price of purchase {turn.contract.number}, {turn.contract.vehicle},"
            lowered = f"is reduced by {whole(deal.price_reduction)} to {whole(deal.price)}"
            sentences.append(f"{who} {lowered}, so that the loan fits the lender's limits.")
    return sentences


def _declined(results: Results) -> list[str]:
    """Say which trade the lender declined, and what happens instead."""
    declined = results.ledger.declined
    if declined is None:
        return []
    cap = _CAPS[declined.limit == "max_pti"]
    over = f"its loan would be {whole(declined.over)} over the {cap} cap"
    refused = f"The lender declines purchase {declined.number}, {declined.vehicle}, in month {declined.month}"
    kept = f"You keep the {results.turns[-1].contract.vehicle} until its loan is paid off"
    return [f"{refused}: {over}. {kept}, and no later purchase takes place."]


def _on_the_way(results: Results, turn: Turn) -> list[str]:
    """Say when no payment is made, and when unpaid interest becomes debt."""
    own = results.months(turn)
    refinanced = {change.month for change in results.changes(turn) if change.kind == "refinance"}
    late = results.behind(turn)
    behind = [row for row in own if row.month in late]
    passed = [row for row in behind if row.payment in (0, row.fee)]
    late_fees = measures.late_fees_owed(results.ledger, turn.contract.number)
    unpaid = {row: row.payoff - row.balance - late_fees.get(row.month, 0) for row in behind}
    grown = [row for row in own if row.principal < 0 and row.month not in refinanced]
    whose, sentences = f"purchase {turn.contract.number}, {turn.contract.vehicle}", []
    if passed and (moved := results.on_other_days(turn)):
        others = "1 payment is" if moved == 1 else f"{moved} payments are"
        lead = f"On {whose}, {others} made on another day than the due date"
        sentences.append(f"{lead}, and none {_months(passed)}; interest continues.")
    elif passed:
        sentences.append(f"You make no payment on {whose}, {_months(passed)}; interest continues.")
    number, fees = measures.late_fees(results.ledger, turn.contract.number)
    if number:
        times = "once" if number == 1 else f"{number} times"
        sentences.append(
            f"The lender charges a late fee on {whose}, {times}: {whole(fees)} in all."
        )
    if asked := measures.pause_fees(results.ledger, turn.contract.number):
        sentences.append(f"Leaving payments out on {whose}, costs fees of {whole(asked)}.")
    if max(unpaid.values(), default=0) >= _SHOWN:
        largest = max(unpaid, key=lambda row: unpaid[row])
        owed, lead = whole(unpaid[largest]), f"Interest on {whose}, is left unpaid"
        when = f"up to {owed}, in month {largest.month}"
        where = "It is not in the balance but is included in the cash to exit"
        sentences.append(f"{lead}: {when}. {where}.")
    if grown:
        cents = whole(-sum(row.principal for row in grown))
        lead = f"The balance of {whose}, grows by {cents} {_months(grown)}"
        sentences.append(f"{lead}, because unpaid interest is added to it.")
    return sentences


def _refinanced(results: Results, turn: Turn) -> list[str]:
    """Say where a new loan is more than the vehicle is worth that month."""
    sentences = []
    for change in results.changes(turn):
        value = results.refinanced_value(change)
        if value and change.state.balance > value:
            share = f"{money.half_up(100 * change.state.balance, value)}%"
            whose = f"purchase {turn.contract.number}, {turn.contract.vehicle},"
            lead = f"The new loan on {whose} in month {change.month} is {share} of the"
            sentences.append(f"{lead} vehicle's value (LTV): {whole(change.state.balance)}.")
    return sentences


def _months(rows: list[MonthEnd]) -> str:
    """List months, with ranges for consecutive ones."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row.month == runs[-1][-1] + 1:
            runs[-1].append(row.month)
        else:
            runs.append([row.month])
    named = [f"{run[0]} to {run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs[:_NAMED]]
    if len(runs) > _NAMED:
        named.append(f"{sum(len(run) for run in runs[_NAMED:])} more")
    return f"in month{'s' if len(rows) > 1 else ''} {listed(named)}"


def _ends_early(turn: Turn) -> bool:
    ends = turn.traded or turn.sale is not None
    return ends and turn.ended.balance > turn.ended.note and bool(_not_refunded(turn))


def _not_refunded(turn: Turn) -> list[str]:
    """Name the products without refund terms that may be worth something; GAP that paid is not."""
    used = turn.sale.used_up if turn.sale else None
    return [name for name in contracts.not_refunded(turn.contract) if name != used]


def _by_rule_of_78(results: Results, turn: Turn) -> str:
    """Say what the Rule of 78 cost compared with monthly interest."""
    cost = rule_of_78_cost(results, turn)
    if cost is None or cost < _SHOWN:
        return ""
    whose = f"purchase {turn.contract.number}, {turn.contract.vehicle},"
    return (
        f"Paying off the loan of {whose} early costs {whole(cost)} more by the Rule of 78 than it "
        "would with monthly interest."
    )


def _refundable(turn: Turn) -> str:
    """Say that products on a vehicle traded early may be worth something."""
    names = ", ".join(sorted(_not_refunded(turn)))
    whose = f"purchase {turn.contract.number}, {turn.contract.vehicle} ({names})"
    why = f"because {_EARLY[turn.ended_by]} before its loan ends"
    return f"The products of {whose} may be partly refundable, {why}. No refund is counted."


def _refunded(results: Results, turn: Turn) -> str:
    """Say what is refunded for canceled products, and who receives it."""
    if turn.refunds < _SHOWN:
        return ""
    rows = [row for row in results.months(turn) if row.refund >= _SHOWN]
    paid = [f"{whole(row.refund)} in cash in month {row.month}" for row in rows]
    refund_credit = turn.refunds - sum(row.refund for row in rows)
    if refund_credit >= _SHOWN:
        paid.append(f"{whole(refund_credit)} off the payoff in month {turn.ended.month}")
    whose = f"the products of purchase {turn.contract.number}, {turn.contract.vehicle}"
    return f"When you cancel {whose}, you get back: {listed(paid)}."


def _estimated(results: Results) -> list[str]:
    """Say which vehicles are valued by the default curve."""
    estimated = [turn.contract for turn in results.turns if contracts.estimated(turn.contract)]
    if not estimated:
        return []
    names = list(dict.fromkeys(contract.vehicle for contract in estimated))
    more = [f"{len(names) - _NAMED} more"] * (len(names) > _NAMED)
    vehicles = listed([*names[:_NAMED], *more])
    stated = "value of {} is an estimate" if len(names) == 1 else "values of {} are estimates"
    why = "because the scenario gives no value"
    curve = contracts.valued_by(estimated[0])
    return [f"The {stated.format(vehicles)} from the curve {curve}, {why}."]


_SHOWN = 50
"""The smallest amount, in cents, that rounds to a dollar: less is not worth a sentence."""

_COUNTED = {
    "sale": ("private sale", "private sales"),
    "total loss": ("total loss", "total losses"),
    "surrender": ("surrender", "surrenders"),
}
"""How an end without a trade is counted, of one and of several."""

_EARLY = {
    "": "you trade it",
    "sale": "you sell it",
    "total loss": "it is a total loss",
    "surrender": "it goes back to the lender",
}
"""Why products end early, by what ended the ownership."""

_CAPS = ("loan-to-value", "payment-to-income")
"""The names of a lender's caps: on the loan, on the payment."""

_PERCENT = 1
"""The smallest over-allowance that is mentioned, in percent of the price."""

_NAMED = 4
"""The most vehicles that a sentence names before it counts the rest."""
