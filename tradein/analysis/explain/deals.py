"""Explains the lines of a deal: the amount financed, the tax, what is rolled in, each with its parts."""

from tradein.analysis.explain.steps import Dollars, Rate, Step, Sum, Term, added
from tradein.engine.ledger import Contract
from tradein.finance import money, tax
from tradein.finance.deal import Deal
from tradein.finance.terms import DealTerms, StateTaxRule, TaxRule


def financed(contract: Contract) -> list[Step]:
    """Explain what is owed on the first day: the amount financed, or what was owed already."""
    deal, terms, home, month = contract.deal, contract.deal_terms, _home(contract), contract.month
    whole = Dollars(contract.owed)
    if deal is None or terms is None:
        return [Step("owed", whole, (), month, (f"{home}.owed",))]
    old = deal.trade_in
    unpaid = old.shortfall - old.paid if old else 0
    equity = money.maximum(old.equity, 0) if old else 0
    plus = [deal.price, deal.tax, deal.fees, deal.products, unpaid, deal.cash_back]
    minus = [deal.rebate, deal.down, equity, deal.cash_over_cap]
    paths = (f"{home}.price", f"{home}.rebate", f"{home}.down")
    steps = [Step("amount_financed", whole, added(plus, minus), month, paths, "deal")]
    steps += _price(contract, deal, terms)
    steps += taxes(contract) if deal.tax else []
    steps += _items(contract, "fees", (*terms.fees, *_own_fee(terms)), deal.fees)
    steps += _items(contract, "products", terms.products, deal.products)
    steps += _down(contract, deal, terms)
    return [*steps, *rolled(contract)] if old else steps


def _home(contract: Contract) -> str:
    """Give the path of a purchase."""
    return f"purchases[{contract.number}]"


def _price(contract: Contract, deal: Deal, terms: DealTerms) -> list[Step]:
    """Explain a price that the dealer lowered to fit the lender's limit."""
    if deal.price_reduction == 0:
        return []
    asked, home = added([terms.price], [deal.price_reduction]), _home(contract)
    paths = (f"{home}.price", f"{home}.over_limit")
    return [Step("price", Dollars(deal.price), asked, contract.month, paths, "limit")]


def _own_fee(terms: DealTerms) -> tuple[tuple[str, int], ...]:
    """Give the lender's own fee as a fee with a name."""
    fee = terms.prepaid_finance_charge
    return (("loan fee", fee),) if fee else ()


def _items(
    contract: Contract, name: str, items: tuple[tuple[str, int], ...], whole: int
) -> list[Step]:
    """Explain what several fees or products come to."""
    if len(items) < 2:
        return []
    path = (f"{_home(contract)}.{name}",)
    terms = added([cents for _, cents in items], [])
    return [Step(name, Dollars(whole), terms, contract.month, path)]


def _down(contract: Contract, deal: Deal, terms: DealTerms) -> list[Step]:
    """Explain a down payment that has cash beyond a shortfall in it."""
    if deal.down == terms.down:
        return []
    home = _home(contract)
    paths = (f"{home}.down", f"{home}.trade_in.cash")
    sums = added([terms.down, deal.down - terms.down], [])
    return [Step("down", Dollars(deal.down), sums, contract.month, paths, "excess_cash")]


def rolled(contract: Contract) -> list[Step]:
    """Explain what of an old loan is rolled into the new one, and the equity otherwise."""
    deal, terms, home, month = contract.deal, contract.deal_terms, _home(contract), contract.month
    if deal is None or terms is None or deal.trade_in is None:
        return []
    old = deal.trade_in
    paths = tuple(f"{home}.trade_in.{name}" for name in ("payoff", "allowance", "cash"))
    if old.equity > 0:
        terms_of = added([old.allowance], [old.payoff])
        steps = [Step("equity", Dollars(old.equity), terms_of, month, paths, "trade_in")]
    else:
        whole = old.shortfall - old.paid
        terms_of = added([old.payoff], [old.allowance, old.paid])
        steps = [Step("rolled_in", Dollars(whole), terms_of, month, paths, "trade_in")]
    if old.refund_credit:
        asked = added([old.payoff + old.refund_credit], [old.refund_credit])
        path = (f"{home}.trade_in.payoff",)
        steps.append(Step("payoff_less_refund", Dollars(old.payoff), asked, month, path, "refund"))
    return steps


def taxes(contract: Contract) -> list[Step]:
    """Explain the tax of a deal."""
    deal, terms, home = contract.deal, contract.deal_terms, f"{_home(contract)}.tax"
    if deal is None or terms is None or terms.tax is None:
        return [Step("tax", Dollars(0), (), contract.month, (home,), "no_tax")]
    owed, written = Dollars(deal.tax), terms.tax
    if written.amount is not None:
        return [Step("tax", owed, (), contract.month, (f"{home}.amount",))]
    rule = tax.in_force(written, contract.date, contract.valuation.age_months > 0)
    taxed = _taxed(contract, deal, terms, rule)
    assert isinstance(taxed.result, Dollars)
    sums = _tax_sum(rule, taxed.result.cents)
    paths = (f"{home}.rate", f"{home}.local", f"{home}.state")
    if tax.due(_unbounded(rule), taxed.result.cents) != deal.tax:
        limit = Step("tax", owed, (), contract.month, paths, "tax_limit")
        before = Dollars(tax.due(_unbounded(rule), taxed.result.cents))
        return [limit, Step("tax_by_rate", before, sums, contract.month, paths, "tax"), taxed]
    return [Step("tax", owed, sums, contract.month, paths, "tax"), taxed]


def _unbounded(rule: TaxRule) -> TaxRule:
    """Give a rule without a state's least and greatest tax."""
    from attrs import evolve

    state = rule.state_rule
    if state is None:
        return rule
    return evolve(rule, state_rule=evolve(state, minimum=0, maximum=None))


def _tax_sum(rule: TaxRule, taxed: int) -> Sum:
    """Write the rate times what is taxed, and what parts of it bear besides."""
    terms: list[Term] = [Dollars(taxed), "×", Rate(rule.rate_ppm)]
    for part in _parts(rule.state_rule, taxed):
        terms += ["+", *part]
    return tuple(terms)


def _parts(state: StateTaxRule | None, taxed: int) -> list[Sum]:
    """Write the taxes on parts of what is taxed."""
    if state is None:
        return []
    parts: list[Sum] = []
    for partial in state.partial:
        cents = money.minimum(taxed, partial.up_to) - money.minimum(taxed, partial.over)
        if cents:
            parts.append((Dollars(cents), "×", Rate(partial.rate_ppm)))
    return parts


def _taxed(contract: Contract, deal: Deal, terms: DealTerms, rule: TaxRule) -> Step:
    """Explain what is taxed of a deal."""
    home, old = _home(contract), deal.trade_in
    items = [cents for name, cents in (*terms.fees, *terms.products) if rule.covers(name)]
    unpaid = old.shortfall - old.paid if old and rule.rolled_in_taxed else 0
    rebate = 0 if rule.rebate_taxed else terms.rebate
    credit = tax.credit(rule, old.allowance) if old else 0
    sold = deal.sale_credit
    cents = money.maximum(deal.price + sum(items) + unpaid - rebate - credit, 0) - sold
    sums = added([deal.price, *items, unpaid], [rebate, credit, sold])
    names = ("price", "tax.taxes", "tax.rebate_taxed", "tax.trade_in_credit", "tax.rolled_in_taxed")
    paths = tuple(f"{home}.{name}" for name in names)
    rule_name = "taxed" if deal.price + sum(items) + unpaid >= rebate + credit else "taxed_floor"
    return Step("taxed", Dollars(cents), sums, contract.month, paths, rule_name)
