"""Says what must go together in a scenario file, and warns of what is doubtful in it."""

from datetime import date
from typing import Any

from tradein.diagnostic import note
from tradein.finance import money
from tradein.finance.terms import (
    ALL,
    ALLOWED,
    DAILY,
    MONTH_NAMES,
    MONTHLY,
    PRECOMPUTED,
    SURRENDER,
    TOTAL_LOSS,
)
from tradein.scenario import catalog, input_hints, merge, scalars
from tradein.scenario.containers import ReadContext

NOT_OWNED = (
    *("price", "down", "rebate", "fees", "products", "tax", "trade_in"),
    *("invoice", "retail", "over_limit", "refunds", "refund_to", "paper"),
)
"""What an entry with `owed` cannot have: its deal was made before the chain."""

LIMITS = ("max_ltv", "ltv_base", "ltv_without", "max_pti")
"""What a lender goes by when a loan is made."""


_LOST = {TOTAL_LOSS, SURRENDER}
"""The settings that end an ownership without a buyer."""


def check(
    context: ReadContext, settings: dict[str, Any], purchases: list[dict[str, Any] | None]
) -> None:
    """Report what is missing or contradictory in a file.

    `settings` are those of the file; `purchases` are its purchases merged with `assume`.
    """
    assumed, written = settings.get("assume") or {}, settings.get("purchases") or []
    _check_local(context, "assume", assumed.get("tax", {}))
    for number, (purchase, own) in enumerate(zip(purchases, written, strict=True), start=1):
        if purchase is not None and own is not None:
            _check_turn(context, number, len(purchases), purchase, own)
    if "rolled" in assumed.get("loan", {}) and "purchases[1].owed" not in context.places:
        context.warn("assume.loan.rolled", "rolled does nothing without owed; remove it")
    _check_way(context, "assume", assumed.get("value"))
    _check_limits(context, purchases, written)
    if any(
        purchase is not None and {"refunds", "refund_to"} & set(purchase) for purchase in purchases
    ):
        from tradein.scenario import refund_reader

        refund_reader.check(context, assumed, purchases)
    if any(purchase is not None and "exits" in purchase for purchase in purchases):
        from tradein.scenario import exit_reader

        exit_reader.check(context, purchases)
    if any(purchase is not None and _LOST & set(purchase) for purchase in purchases):
        from tradein.scenario import loss_reader

        loss_reader.check(context, purchases, written)
    _check_days(context, "start" in context.places, purchases)
    _check_events(context, "start" in context.places, purchases)
    _check_assumed_sale(context, assumed.get("private_sale") or {})
    _check_traded(context, purchases, written)
    _check_sale_credits(context, purchases)
    _check_taxed(context, assumed, [purchase for purchase in purchases if purchase is not None])
    _check_market(context, settings.get("market"))
    _check_statements(context, settings.get("statements") or [], settings.get("start"))


def warn(context: ReadContext, assumed: dict[str, Any], purchases: list[dict[str, Any]]) -> None:
    """Warn of settings without effect in valid purchases, and of missing taxes."""
    if any(key in purchase for purchase in purchases for key in _OWN):
        _warn_idle(context, assumed, purchases)
    _note_untaxed(context, purchases)


def _check_turn(
    context: ReadContext, number: int, count: int, settings: dict[str, Any], written: dict[str, Any]
) -> None:
    """Report what is missing or contradictory in one entry of the chain."""
    path = f"purchases[{number}]"
    if f"{path}.vehicle" not in context.places:
        context.wrong(path, "vehicle is missing; give the vehicle a name")
    if number < count and not context.written(f"{path}.keep"):
        message = "keep is missing; say how long the vehicle is kept, like `keep: 26 months`"
        context.wrong(path, message)
    _check_sale(context, path, settings.get("private_sale") or {})
    check_entry = _check_owned if f"{path}.owed" in context.places else _check_bought
    check_entry(context, path, number, settings, written)
    _check_value(context, path, settings)


def _check_owned(
    context: ReadContext, path: str, number: int, settings: dict[str, Any], written: dict[str, Any]
) -> None:
    """Check an entry whose vehicle and loan already exist."""
    if number > 1:
        context.wrong(f"{path}.owed", "only the first entry can be owed already; write price")
    for key in NOT_OWNED:
        if key in written:
            message = f"{key} does not go with owed: that vehicle's deal was made before"
            context.wrong(f"{path}.{key}", f"{message}; remove one of the two")
    for key in ("worth", "age"):
        if key not in settings and not context.written(f"{path}.{key}"):
            context.wrong(path, f"{key} is missing; an owed vehicle needs worth and age")
    loan = settings.get("loan", {})
    anew = any("refinance" in event for event in settings.get("events") or () if event)
    for key in LIMITS:
        if key in written.get("loan", {}) and not (anew and key == "max_ltv"):
            context.warn(
                f"{path}.loan.{key}", f"{key} does nothing to a loan that exists; remove it"
            )
    if "fee" in written.get("loan", {}):
        message = "fee is lent with a purchase, and this loan exists already; remove it"
        context.wrong(f"{path}.loan.fee", message)
    if loan.get("rolled", 0) > settings.get("owed", money.LIMIT):
        shown = f"{money.dollars(loan['rolled'])} is above what is owed, "
        message = f"{shown}{money.dollars(settings['owed'])}; write the part that was rolled in"
        context.wrong(f"{path}.loan.rolled", message)
    _check_loan(context, path, loan)


def _check_bought(
    context: ReadContext, path: str, number: int, settings: dict[str, Any], written: dict[str, Any]
) -> None:
    """Check an entry that is a purchase."""
    if f"{path}.price" not in context.places:
        context.wrong(path, "price is missing; write price, or owed for a loan that exists already")
    if "trade_in" in written:
        _check_trade_in(context, path, number, written["trade_in"])
    if "rolled" in written.get("loan", {}):
        message = "rolled goes with owed only; what is rolled in here follows from the trade"
        context.wrong(f"{path}.loan.rolled", f"{message}; remove it")
    if "loan" in settings:
        _check_loan(context, path, settings["loan"])
        lent = settings.get("price", 0) - settings.get("down", 0) - settings.get("rebate", 0)
        warn = input_hints.odd_term(settings["loan"].get("months"), lent - _equity_in(settings))
        context.warn_once(f"{path}.loan.months", warn)
    if "tax" in settings:
        _check_tax(context, path, settings)


_ONLY_SOLD = {"note": "the note", "tax_credit": "a tax credit"}
"""The settings of a private sale that go with an amount only, as messages name them."""


def _check_sale(context: ReadContext, path: str, sale: dict[str, Any]) -> None:
    """Check that a personal loan has its terms, and that there is a sale that settings are for."""
    wrongly = "price" not in sale and context.written(f"{path}.private_sale.price")
    for key, what in _ONLY_SOLD.items():
        here = f"{path}.private_sale.{key}"
        sold = isinstance(sale.get("price"), scalars.Sum) or wrongly
        if key in sale and here in context.places and not sold:
            message = f"{what} is for a vehicle that is sold; write the price in dollars, like"
            context.wrong(here, f"{message} `price: $18,500`")
    here = f"{path}.private_sale.note"
    if "note" not in sale or here not in context.places:
        return
    for key, like in (("apr", "`apr: 11.9%`"), ("months", "`months: 36`")):
        if not context.written(f"{here}.{key}"):
            context.wrong(here, f"{key} is missing; write it, like {like}")


def _check_assumed_sale(context: ReadContext, sale: dict[str, Any]) -> None:
    """Check that no sale of a certain vehicle is assumed for all of them."""
    message = "a sale is that of one vehicle; write it under private_sale of its purchase"
    if isinstance(sale.get("price"), scalars.Sum):
        context.wrong("assume.private_sale.price", message)
    for key in _ONLY_SOLD:
        if key in sale:
            context.wrong(f"assume.private_sale.{key}", message)


def _check_sale_credits(context: ReadContext, purchases: list[dict[str, Any] | None]) -> None:
    """Check that a tax credit for a private sale reduces a tax."""
    pairs = zip(purchases, [*purchases[1:], {}], strict=False)  # of nothing, no pair
    for number, (sold, bought) in enumerate(pairs, start=1):
        here = f"purchases[{number}].private_sale.tax_credit"
        credited = ((sold or {}).get("private_sale") or {}).get("tax_credit", False)
        taxed = context.written(f"purchases[{number + 1}].tax")
        reduces = bought is None or (taxed and merge.AMOUNT not in bought.get("tax", {}))
        if here in context.places and credited and not reduces:
            remedy = f"write the tax of purchase {number + 1} as a rate, or remove this"
            context.wrong(here, f"there is no tax by rate that the credit reduces; {remedy}")


def _check_traded(
    context: ReadContext,
    purchases: list[dict[str, Any] | None],
    written: list[dict[str, Any] | None],
) -> None:
    """Check that no vehicle that was sold privately is traded in, too."""
    for number, (before, own) in enumerate(zip(purchases, written[1:], strict=False), start=2):
        price = ((before or {}).get("private_sale") or {}).get("price")
        if isinstance(price, scalars.Sum) and "trade_in" in (own or {}):
            message = f"the vehicle of purchase {number - 1} is sold privately; remove this, or its"
            context.wrong(
                f"purchases[{number}].trade_in", f"{message} private_sale.price in dollars"
            )


def _check_trade_in(context: ReadContext, path: str, number: int, trade_in: dict[str, Any]) -> None:
    """Check that a first purchase says what the previous vehicle is, and no other one does."""
    here = f"{path}.trade_in"
    if number > 1:
        for key in ("worth", "vehicle"):
            if key in trade_in:
                message = f"the vehicle that is traded in here is that of purchase {number - 1}"
                context.wrong(f"{here}.{key}", f"{message}; {_OF_THE_TURN[key]}")
        return
    if not context.written(f"{here}.payoff"):
        message = "payoff is missing; write what is still owed on the vehicle traded in"
        context.wrong(here, f"{message}, `payoff: $0` for nothing")
    if not any(context.written(f"{here}.{key}") for key in ("allowance", "worth")):
        context.wrong(here, "allowance is missing; write what the dealer allows")


_OF_THE_TURN = {"worth": "write value.appraisals there", "vehicle": "remove this"}
"""What to write in place of settings that only the trade-in of a first purchase has."""


def _equity_in(settings: dict[str, Any]) -> int:
    """Give the written equity of a trade-in, which reduces the amount lent, in cents."""
    old = settings.get("trade_in") or {}
    return max(old.get("allowance", 0) - old["payoff"], 0) if "payoff" in old else 0


def _check_tax(context: ReadContext, path: str, settings: dict[str, Any]) -> None:
    """Check that a tax has a rate: its own, or that of a state that can be computed."""
    if merge.AMOUNT in settings["tax"]:
        return
    if "state" in settings["tax"]:
        from tradein.scenario import state_tax

        state_tax.check(context, path, settings)
    elif context.written(f"{path}.tax.state"):
        return
    elif "rate" not in settings["tax"] and not context.written(f"{path}.tax.rate"):
        context.wrong(f"{path}.tax", "rate is missing; write `rate: 6.25%`, or `0%` for no tax")
    else:
        _check_local(context, path, settings["tax"])


def _check_local(context: ReadContext, path: str, tax: dict[str, Any]) -> None:
    """Check that a local tax has a state next to it."""
    if "local" in tax and "state" not in tax and f"{path}.tax.state" not in context.places:
        message = "local goes with state; write the whole rate under rate, or name the state"
        context.wrong_once(f"{path}.tax.local", message)


def _check_fixed(context: ReadContext, path: str, loan: dict[str, Any]) -> None:
    """Check that the other settings of a loan go with a charge fixed at signing."""
    here = f"{path}.loan"
    if loan.get("interest") != PRECOMPUTED:
        for key in ("add_on", "refund"):
            if key in loan:
                message = f"{key} goes with interest: precomputed; write it, or remove this"
                context.wrong_once(f"{here}.{key}", message)
        return
    if f"{path}.owed" in context.places:
        message = "what is still owed says nothing of a charge fixed at signing; write monthly"
        context.wrong_once(f"{here}.interest", message)
    if "months" not in loan and not context.written(f"{path}.loan.months"):
        context.wrong_once(
            f"{here}.interest", "a charge fixed at signing needs the term; write months"
        )
    often = "frequency" in loan and loan["frequency"] != MONTHLY
    for key, wrong in (
        ("balloon", "balloon" in loan),
        ("no_payment_in", "no_payment_in" in loan),
        ("negative_amortization", loan.get("negative_amortization") == ALLOWED),
        ("frequency", often),
    ):
        if wrong:
            message = "this does not go with interest: precomputed; remove one of the two"
            context.wrong_once(f"{here}.{key}", message)
    if "add_on" in loan:
        _check_add_on(context, here, loan)


def _check_add_on(context: ReadContext, here: str, loan: dict[str, Any]) -> None:
    """Check that no other setting decides the payment of an add-on rate."""
    both = {f"{here}.apr", f"{here}.add_on"} <= {*context.places}
    for key, wrong in (
        ("apr", both),
        ("payment", "payment" in loan),
        ("max_pti", "max_pti" in loan),
    ):
        if wrong:
            message = f"{key} and add_on do not go together; remove one of the two"
            context.wrong_once(f"{here}.{key}", message)


def _check_loan(context: ReadContext, path: str, loan: dict[str, Any]) -> None:
    """Check that a loan has a rate, and a term or a payment."""
    here = f"{path}.loan"
    _check_fixed(context, path, loan)
    if "apr" not in loan and "add_on" not in loan and not context.written(f"{path}.loan.apr"):
        context.wrong(here, "apr is missing; write the contract rate, like `apr: 8.9%`")
    has_months = "months" in loan or context.written(f"{path}.loan.months")
    has_payment = "payment" in loan or context.written(f"{path}.loan.payment")
    if not has_months and not has_payment:
        context.wrong(here, "months is missing; write the term, like `months: 72`, or a payment")
    if loan.get("negative_amortization") == ALLOWED and not has_months:
        message = "a loan that may grow needs an end; write months"
        context.wrong(f"{here}.negative_amortization", message)
    if "balloon" in loan and not has_months:
        context.wrong_once(f"{here}.balloon", "a balloon comes at the end of a term; write months")


def _check_limits(
    context: ReadContext,
    purchases: list[dict[str, Any] | None],
    written: list[dict[str, Any] | None],
) -> None:
    """Check that a lender's limits can be measured, and that `over_limit` has a limit."""
    limited = [
        purchase is not None and bool({"max_ltv", "max_pti"} & set(purchase.get("loan", {})))
        for purchase in purchases
    ]
    for number, (purchase, own) in enumerate(zip(purchases, written, strict=True), start=1):
        path, loan = f"purchases[{number}]", (purchase or {}).get("loan", {})
        if purchase is None or own is None or f"{path}.owed" in context.places:
            continue
        _check_measured(context, path, purchase, loan)
        if "over_limit" in own and not limited[number - 1]:
            message = "over_limit does nothing without loan.max_ltv or loan.max_pti; remove it"
            context.warn(f"{path}.over_limit", message)
    if "assume.over_limit" in context.places and not any(limited):
        message = "over_limit does nothing without loan.max_ltv or loan.max_pti; remove it"
        context.warn("assume.over_limit", message)


def _check_measured(
    context: ReadContext, path: str, settings: dict[str, Any], loan: dict[str, Any]
) -> None:
    """Check that a purchase has the amounts that its lender's limits are shares of."""
    base = loan.get("ltv_base")
    new = settings.get("age", 0) == 0
    if base not in (None, "wholesale") and not context.written(f"{path}.{base}"):
        what = {"invoice": "dealer's invoice", "retail": "guide's retail price"}.get(
            base, "sticker"
        )
        if base != "msrp" or not new:
            message = f"the cap is a share of the {what}, which is not known; write {base}: beside"
            context.wrong_once(f"{path}.loan.ltv_base", f"{message} price")
    if "max_pti" in loan and "income" not in context.places:
        message = "max_pti is a share of an income that is not known; write income: at the top"
        context.wrong_once(f"{path}.loan.max_pti", f"{message}, a month's")


def _check_days(context: ReadContext, dated: bool, purchases: list[dict[str, Any] | None]) -> None:
    """Check settings that count days: the days are known, and the settings go together."""
    for number, purchase in enumerate(purchases, start=1):
        if purchase is None:
            continue
        path, loan = f"purchases[{number}]", purchase.get("loan", {})
        daily = loan.get("interest") == DAILY
        if daily and not dated:
            message = "daily interest counts days; write start: with the day of the first purchase"
            context.wrong_once(f"{path}.loan.interest", message)
        often = loan.get("frequency", MONTHLY)
        if often != MONTHLY and not dated:
            message = f"{often} payments have days; write start: with the day of the first purchase"
            context.wrong_once(f"{path}.loan.frequency", message)
        _check_first_period(context, path, loan, dated)
        if "no_payment_in" in loan:
            _check_free(context, f"{path}.loan.no_payment_in", loan, dated)
        if "grace" in loan and "late_fee" not in loan:
            message = "grace goes with late_fee; write that beside it, or remove this"
            context.wrong_once(f"{path}.loan.grace", message)
        if "day_count" in loan and not daily:
            message = "day_count goes with interest: daily; write that beside it, or remove this"
            context.wrong_once(f"{path}.loan.day_count", message)
        if "level_by" in loan and not daily:
            message = "level_by goes with interest: daily; write that beside it, or remove this"
            context.wrong_once(f"{path}.loan.level_by", message)


def _check_free(context: ReadContext, here: str, loan: dict[str, Any], dated: bool) -> None:
    """Check that months without a payment can be told, and leave others to pay in."""
    if not dated:
        message = "the months of payments need days; write start: with that of the first purchase"
        context.wrong_once(here, message)
    if len(loan["no_payment_in"]) == len(MONTH_NAMES):
        context.wrong_once(here, "no month is left to pay in; remove one")
    if loan.get("frequency", MONTHLY) != MONTHLY:
        message = f"{loan['frequency']} payments cannot leave out months; write frequency: monthly"
        context.wrong_once(here, f"{message}, or events with skip")
    if loan.get("negative_amortization") == ALLOWED:
        message = "this does not go with negative_amortization: allowed; remove one of the two"
        context.wrong_once(here, message)


def _check_first_period(context: ReadContext, path: str, loan: dict[str, Any], dated: bool) -> None:
    """Check that a first payment that is named goes with how the interest is counted."""
    interest, here = loan.get("interest", MONTHLY), f"{path}.loan.first_payment"
    if "first_period" in loan and (interest != MONTHLY or "first_payment" not in loan):
        message = "first_period goes with first_payment and interest: monthly; write those, or "
        context.wrong_once(f"{path}.loan.first_period", f"{message}remove this")
    if "first_payment" not in loan or interest == DAILY:
        return
    if not dated:
        message = "a first payment has a day; write start: with the day of the first purchase"
        context.wrong_once(here, message)
    if interest == PRECOMPUTED:
        message = "a charge fixed at signing is of whole months; remove this, or interest"
        context.wrong_once(here, message)
    elif loan.get("frequency", MONTHLY) != MONTHLY:
        message = (
            f"{loan['frequency']} payments are a period apart; write interest: daily beside it"
        )
        context.wrong_once(here, message)
    elif loan.get("negative_amortization") == ALLOWED:
        message = "a payment that may be less than the interest needs a first period of a month"
        context.wrong_once(here, f"{message}; remove one of the two, or write interest: daily")


def _check_events(
    context: ReadContext, dated: bool, purchases: list[dict[str, Any] | None]
) -> None:
    """Check the events of each purchase, at the place where they are written."""
    for number, purchase in enumerate(purchases, start=1):
        if purchase is not None and purchase.get("events"):
            from tradein.scenario import event_reader

            path = merge.origin(f"purchases[{number}].events", context.places)
            assert path is not None
            event_reader.check(context, path, purchase["events"], dated)
            event_reader.warn_idle(context, path, purchase["events"], purchase.get("loan", {}))


def _check_statements(
    context: ReadContext, items: list[dict[str, Any] | None], start: date | None
) -> None:
    """Check that every statement has a balance and a day, not before the first day."""
    if items and "start" not in context.places:
        context.wrong("statements", "statements need the first day; write start at the top level")
    days: list[date | None] = []
    for number, item in enumerate(items, start=1):
        path = f"statements[{number}]"
        for key in ("date", "balance"):
            if item is not None and f"{path}.{key}" not in context.places:
                context.wrong(path, f"{key} is missing; write it")
        day = item.get("date") if item is not None else None
        if day is not None and start is not None and day < start:
            context.wrong(f"{path}.date", f"before the first day, {start}; write a later one")
        if day is not None and day in days:
            context.wrong(f"{path}.date", f"a second statement for {day}; keep one of them")
        days.append(day)


def _check_value(context: ReadContext, path: str, settings: dict[str, Any]) -> None:
    """Check that a vehicle is valued in one way, from a known amount."""
    _check_way(context, path, settings.get("value"))
    known = any(context.written(f"{path}.{key}") for key in ("worth", "msrp", "owed"))
    if settings.get("age", 0) > 0 and not known and "appraisals" not in settings.get("value", {}):
        message = "a used vehicle needs worth (its trade-in value that day) or msrp; write one"
        context.wrong(f"{path}.age", message)


def _check_way(context: ReadContext, path: str, written: dict[str, Any] | None) -> None:
    """Check that a written `value`, here or in `assume`, has exactly one way of valuing."""
    way = written or {}
    ways = {"loss" if key.endswith("_loss") else key for key in way}
    if len(ways) > 1:
        message = f"{len(ways)} ways of valuing, {', '.join(sorted(way))}; keep one of them"
        context.wrong_once(f"{path}.value", message)
    inside = (f"{path}.value.", "assume.value.")
    wrong = any(problem.path.startswith(inside) for problem in context.problems)
    if not ways and written is not None and not wrong:
        context.wrong_once(
            f"{path}.value", "no way of valuing; write `curve:` with a name below it"
        )
    if "curve" in way and way["curve"] not in catalog.names():
        context.wrong_once(f"{path}.value.curve", catalog.unknown(way["curve"]))


def _check_market(context: ReadContext, market: Any) -> None:
    """Check that a price history exists, and that the chain has a first day."""
    if not isinstance(market, dict):
        return
    from tradein.scenario import history

    path, name = "market.history", market.get("history")
    if name is not None and name not in history.names():
        context.wrong(path, history.unknown(name))
    if "start" not in context.places:
        context.wrong(path, "a price history goes by days; write `start:` with the first one")


_OWN = ("miles_a_year", "odometer", "condition")
"""What is said of a vehicle beside how it is valued."""


def _warn_idle(
    context: ReadContext, assumed: dict[str, Any], purchases: list[dict[str, Any]]
) -> None:
    """Warn of miles or a condition without effect: a purchase's own, or assumed for all."""
    for key in _OWN:
        idle = [_idle(key, purchase) if key in purchase else None for purchase in purchases]
        for number, why in enumerate(idle, start=1):
            path = f"purchases[{number}].{key}"
            if why and path in context.places:
                context.warn(path, f"{key} does nothing {why}; remove it")
        taking = [
            why for n, why in enumerate(idle, 1) if f"purchases[{n}].{key}" not in context.places
        ]
        if key in assumed and (not taking or all(taking)):
            why = taking[0] if taking else "where every purchase has its own"
            context.warn(f"assume.{key}", f"{key} does nothing {why}; remove it")


def _idle(key: str, settings: dict[str, Any]) -> str | None:
    """Say why a vehicle's miles or condition have no effect; None if they have one."""
    way = settings.get("value", {})
    by_miles = any("miles" in terms for terms in settings.get("refunds", {}).values())
    if key == "miles_a_year" and by_miles:
        return None
    if "appraisals" in way:
        return "to appraisals"
    if key == "condition":
        return "where worth is known, which has it in it" if "worth" in settings else None
    if _goes_by_miles(settings.get("value")):
        return None
    named = f"the curve {way['curve']}" if "curve" in way else "a table or a yearly loss"
    return f"with {named}, which assumes no miles"


def _goes_by_miles(way: dict[str, Any] | None) -> bool:
    """Say whether a way of valuing assumes miles a year, as some built-in curves do."""
    if way is None:
        return catalog.find(catalog.DEFAULT_CURVE, assumed=True).curve.miles_a_year is not None
    return "curve" in way and catalog.find(way["curve"]).curve.miles_a_year is not None


def _check_taxed(
    context: ReadContext, assumed: dict[str, Any], purchases: list[dict[str, Any]]
) -> None:
    """Check that every name under `taxes` is the name of a fee or product."""
    for number, purchase in enumerate(purchases, start=1):
        path = f"purchases[{number}].tax.taxes"
        if path in context.places:
            _check_names(context, path, purchase.get("tax"), [purchase])
    _check_names(context, "assume.tax.taxes", assumed.get("tax"), purchases)


def _check_names(
    context: ReadContext, path: str, tax: dict[str, Any] | None, among: list[dict[str, Any]]
) -> None:
    names = (tax or {}).get("taxes", ())
    items = (
        item for purchase in among for key in ("fees", "products") for item in purchase.get(key, ())
    )
    known = sorted({name for name, _ in items})
    for name in () if names == ALL else names:
        if name not in known:
            message = f"no fee or product is called {scalars.quote(name)}"
            place = context.places.get(f"{path}.{name}")
            context.wrong(path, message + context.near(name, known), place)


def _note_untaxed(context: ReadContext, purchases: list[dict[str, Any]]) -> None:
    """Note once which purchases include no tax because the file has none."""
    untaxed = (
        number
        for number, purchase in enumerate(purchases, 1)
        if not {"owed", "tax"} & set(purchase)
    )
    numbers = [str(number) for number in untaxed]
    if numbers:
        which = f"purchase{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"
        message = f"no tax is included for {which}; write `tax: {{rate: 6%}}`, 0% for none"
        context.warnings.append(note(message))
