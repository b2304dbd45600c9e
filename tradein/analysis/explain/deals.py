"""Explains the lines of a deal: the amount financed, the tax, what is rolled in, each with its parts."""

from tradein.analysis.explain.steps import Dollars, Rate, Step, Sum, Term, added, paths
from tradein.engine.ledger import Contract
from tradein.finance import money, tax
from tradein.finance.deal import Deal
from tradein.finance.terms import DealTerms, StateTaxRule, TaxRule


def financed(contract: Contract) -> list[Step]:
    """Explain what is owed on the first day: the amount financed, or what was owed already."""
    deal, terms, month = contract.deal, contract.deal_terms, contract.month
    whole = Dollars(contract.owed)
    if deal is None or terms is None:
        return [Step("owed", whole, (), month, paths(contract.number, "owed"))]
    old = deal.trade_in
    unpaid = old.shortfall - old.paid if old else 0
    equity = money.maximum(old.equity, 0) if old else 0
    plus = [deal.price, deal.tax, deal.fees, deal.products, unpaid, deal.cash_back]
    minus = [deal.rebate, deal.down, equity, deal.cash_over_cap]
    lines = paths(contract.number, "price", "rebate", "down")
    steps = [Step("amount_financed", whole, added(plus, minus), month, lines, "deal")]
    steps += _price(contract, deal, terms)
    steps += taxes(contract) if deal.tax else []
    steps += _items(contract, "fees", (*terms.fees, *_own_fee(terms)), deal.fees)
    steps += _items(contract, "products", terms.products, deal.products)
    steps += _down(contract, deal, terms)
    return [*steps, *rolled(contract)] if old else steps


def _price(contract: Contract, deal: Deal, terms: DealTerms) -> list[Step]:
    """Explain a price that the dealer lowered to fit the lender's limit."""
    if deal.price_reduction == 0:
        return []
    asked = added([terms.price], [deal.price_reduction])
    lines = paths(contract.number, "price", "over_limit")
    return [Step("price", Dollars(deal.price), asked, contract.month, lines, "limit")]


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
    terms = added([cents for _, cents in items], [])
    return [Step(name, Dollars(whole), terms, contract.month, paths(contract.number, name))]


def _down(contract: Contract, deal: Deal, terms: DealTerms) -> list[Step]:
    """Explain a down payment that has cash beyond a shortfall in it."""
    if deal.down == terms.down:
        return []
    sums = added([terms.down, deal.down - terms.down], [])
    lines = paths(contract.number, "down", "trade_in.cash")
    return [Step("down", Dollars(deal.down), sums, contract.month, lines, "excess_cash")]


def rolled(contract: Contract) -> list[Step]:
    """Explain what of an old loan is rolled into the new one, and the equity otherwise."""
    deal, terms, month = contract.deal, contract.deal_terms, contract.month
    if deal is None or terms is None or deal.trade_in is None:
        return []
    old = deal.trade_in
    lines = paths(contract.number, "trade_in.payoff", "trade_in.allowance", "trade_in.cash")
    if old.equity > 0:
        sums = added([old.allowance], [old.payoff])
        steps = [Step("equity", Dollars(old.equity), sums, month, lines, "trade_in")]
    else:
        whole = old.shortfall - old.paid
        sums = added([old.payoff], [old.allowance, old.paid])
        steps = [Step("rolled_in", Dollars(whole), sums, month, lines, "trade_in")]
    if old.refund_credit:
        asked = added([old.payoff + old.refund_credit], [old.refund_credit])
        payoff = Dollars(old.payoff)
        steps.append(Step("payoff_less_refund", payoff, asked, month, lines[:1], "refund"))
    return steps


def taxes(contract: Contract) -> list[Step]:
    """Explain the tax of a deal."""
    deal, terms, month = contract.deal, contract.deal_terms, contract.month
    if deal is None or terms is None or terms.tax is None:
        return [Step("tax", Dollars(0), (), month, (), "no_tax")]
    owed, written = Dollars(deal.tax), terms.tax
    if written.amount is not None:
        return [Step("tax", owed, (), month, paths(contract.number, "tax.amount"))]
    rule = tax.in_force(written, contract.date, contract.valuation.age_months > 0)
    taxed = _taxed(contract, deal, terms, rule)
    taxable = taxed.result.cents if isinstance(taxed.result, Dollars) else 0
    lines = paths(contract.number, "tax.rate", "tax.local", "tax.state")
    by_rate = tax.due(_unbounded(rule), taxable)
    step = Step("tax", owed, _tax_sum(rule, taxable), month, lines, "tax")
    if by_rate == deal.tax:
        return [step, taxed]
    before = step._replace(name="tax_by_rate", result=Dollars(by_rate))
    return [step._replace(sum=(), rule="tax_limit"), before, taxed]


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
    old = deal.trade_in
    items = [cents for name, cents in (*terms.fees, *terms.products) if rule.covers(name)]
    allowance, left = (old.allowance, old.shortfall - old.paid) if old else (0, 0)
    unpaid = left if rule.rolled_in_taxed else 0
    rebate = 0 if rule.rebate_taxed else terms.rebate
    credit, sold = tax.credit(rule, allowance), deal.sale_credit
    base = tax.base(rule, deal.price, sum(items), terms.rebate, allowance, left)
    sums = added([deal.price, *items, unpaid], [rebate, credit, sold])
    below = deal.price + sum(items) + unpaid < rebate + credit
    name = "taxed_floor" if below else "taxed"
    keys = ("taxes", "rebate_taxed", "trade_in_credit", "rolled_in_taxed")
    lines = paths(contract.number, "price", *(f"tax.{key}" for key in keys))
    return Step("taxed", Dollars(base - sold), sums, contract.month, lines, name)
