"""The Truth in Lending box of Regulation Z: its identities, a second reading of it, and its edges."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import pytest
from attrs import evolve

import oracle
from helpers import playing, two_vans
from tradein.analysis import contracts, disclosure, scheduled_payments
from tradein.engine import simulate
from tradein.finance.terms import DealTerms, LoanTerms, TradeInTerms
from tradein.report import json_document
from tradein.report.narrative import disclosure as sentences
from tradein.report.tables import disclosure as tables
from tradein.report.tables.table import Dollars
from tradein.scenario.model import Scenario

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]

SEEDS = range(len(playing.seeds(60, 2)) // 60 * 60)


def statements(*turns, start=None):
    return disclosure.of(simulate.simulate(Scenario(title="x", start=start, purchases=turns)))


@lru_cache(maxsize=128)
def of_seed(seed):
    """The statements of a random chain, none where it is refused."""
    chain = playing.seeded(seed)
    return disclosure.of(chain.ledger) if chain else []


def boxes(seeds):
    """The boxes of random chains, each with its contract."""
    return [(c, box) for seed in seeds for c, box, *_ in of_seed(seed) if box is not None]


# Identities


@pytest.mark.parametrize("first", playing.blocks(SEEDS, 60))
def test_the_lines_of_every_box_fit_together_to_the_cent(first):
    pairs = boxes(SEEDS[first : first + 60])

    assert len(pairs) > 60
    for contract, box in pairs:
        paid = sum(block.times * block.cents for block in box.payments)

        assert contract.owed == box.amount_financed + box.prepaid_finance_charge
        assert paid == box.total_of_payments
        assert box.total_of_payments == box.amount_financed + box.finance_charge
        assert box.total_sale_price == box.total_of_payments + box.items.down_payment
        assert box.items.down_payment >= 0
        assert box.items.fees == sum(cents for _, cents in box.fees)
        assert box.items.products == sum(cents for _, cents in box.products)
        assert box.whole_cash is None or box.whole_cash.prior_lien >= box.items.prior_lien
        if (first := box.lien_first or box.items).prior_lien:
            assert first.cash_down == 0


@pytest.mark.parametrize("first", playing.blocks(SEEDS, 60))
def test_either_reading_of_cash_finances_the_same(first):
    """The down payment and the total sale price move by the same cash; nothing else moves."""
    disclosed = [box for _, box in boxes(SEEDS[first : first + 60])]
    whole = [(box, box.whole_cash, 1) for box in disclosed if box.whole_cash]
    lien = [(box, box.lien_first, -1) for box in disclosed if box.lien_first]

    assert whole
    assert lien
    for box, other, sign in [*whole, *lien]:
        moved = other.down_payment - box.items.down_payment

        assert sign * moved > 0
        assert box.amount_financed == other.charges - other.down_payment
        assert moved == box.sale_price(other) - box.total_sale_price


@pytest.mark.parametrize("first", playing.blocks(SEEDS, 60))
def test_the_apr_is_the_contract_rate_but_for_the_rounding_of_interest(first):
    """Half a cent a period moves the rate by 100 x periods a year / cents lent points at most."""
    pairs = boxes(SEEDS[first : first + 60])
    simple = [c.loan.first_period or c.loan.no_payment_in for c, _ in pairs]  # not compound
    regular = [pair for pair, odd in zip(pairs, simple, strict=True) if not odd]
    monthly = [(c, box) for c, box in regular if c.owed >= 1_000_00 and c.interest == "monthly"]
    monthly = [
        (c, box)
        for c, box in monthly
        if not contracts.prepaid_finance_charge(c) and c.calendar.per_year != 24
    ]

    assert len(monthly) > 40
    for contract, box in monthly:
        apart = abs(Fraction(box.apr) - Fraction(contract.apr_ppm, 10_000))

        most = Fraction(101 * contract.calendar.per_year, contract.owed)
        assert apart <= most + Fraction(1, 10**9)


# A second reading


@pytest.mark.parametrize("first", playing.blocks(SEEDS, 30))
def test_random_chains_are_disclosed_as_the_oracle_discloses_them(first):
    compared = 0
    for seed in SEEDS[first : first + 30]:
        disclosed = of_seed(seed)
        if not disclosed:
            continue
        tree = json.dumps(json_document.disclosures([("x", disclosed)]))
        ours = json.loads(tree, parse_float=Decimal)["purchases"]

        for theirs, own in zip(playing.disclosed(seed), ours, strict=True):
            known = ("number", "vehicle", "month", "date")
            given = {key: own[key] for key in own if key not in known and own[key] is not None}
            if theirs.get("missing") is None and theirs["apr_percent"] is None:
                given.pop("apr_percent")
            assert {k: v for k, v in theirs.items() if v is not None} == given, f"seed {seed}"
            compared += 1

    assert compared > 30


def test_the_oracle_knows_the_rate_of_an_example_of_the_appendix():
    """Example (c)(1)(i): $5,000 for 24 monthly payments of $230 is 9.69 %."""
    rate = oracle.annual_percentage_rate(5_000_00, [230_00] * 24)

    assert Decimal("9.685708") == round(rate, 6)


# What has no box


def test_what_nobody_lends_on_has_no_box():
    cash = evolve(two_vans.FIRST, deal=DealTerms(price=12_000_00, down=12_000_00), loan=None)

    assert [(None, disclosure.NOTHING_FINANCED)] == [s[1:3] for s in statements(cash)]


def test_a_loan_from_before_the_chain_has_no_box():
    owed = playing.simulated(
        "purchases:\n  - {vehicle: a, owed: 900, worth: 800, age: 1 year, "
        "loan: {apr: 5%, months: 9}}\n"
    )

    assert [(None, disclosure.OWED_BEFORE)] == [s[1:3] for s in disclosure.of(owed.ledger)]


def test_a_loan_that_would_never_end_has_no_box():
    """At 12 % the first month's interest on $12,000 is $120; a cent more leads nowhere."""
    loan = LoanTerms(apr_ppm=120_000, payment=120_01)
    both = statements(evolve(two_vans.FIRST, loan=loan), two_vans.SECOND)

    assert (None, disclosure.NEVER_PAID_OFF) == both[0][1:3]
    assert both[1].box is not None


# The payments of a contract


def test_a_contract_is_disclosed_as_signed_and_not_as_it_went():
    """The first van is traded after two of its twelve payments of $1,000."""
    first = disclosure.of(two_vans.ledger())[0].box

    assert [disclosure.Block(12, 1_000_00, 1, date(2024, 2, 29))] == first.payments
    assert 12_000_00 == first.total_of_payments
    assert 0 == first.finance_charge == first.apr


def test_no_loan_has_no_payments():
    cash = evolve(two_vans.FIRST, deal=DealTerms(price=12_000_00, down=12_000_00), loan=None)
    ledger = simulate.simulate(Scenario(title="x", purchases=(cash,)))

    assert [] == scheduled_payments.payments(ledger.contracts[0])
    assert ledger.contracts[0].calendar.due(1) is None


def test_payments_fall_due_on_the_day_of_the_month_of_the_first_purchase():
    """A chain that starts on 31 January signs in April on the 30th and pays in May on the 31st."""
    first = evolve(two_vans.FIRST, keep_months=3)
    second = statements(first, two_vans.SECOND, start=date(2025, 1, 31))[1]

    assert date(2025, 4, 30) == second.contract.date
    assert date(2025, 5, 31) == second.box.payments[0].date


@pytest.mark.parametrize("day", [28, 29, 30, 31])
@pytest.mark.parametrize("months", [1, 2, 12])
def test_dates_and_months_lead_to_the_same_rate(day, months):
    """A month is a month, whatever its length, with February in it or without."""
    loan = LoanTerms(apr_ppm=72_000, months=months)
    turns = [
        evolve(two_vans.FIRST, keep_months=kept, loan=loan) for kept in (1, 1, 1, 1, 1, 1, None)
    ]
    undated, dated = statements(*turns), statements(*turns, start=date(2027, 12, day))

    assert [s.box.apr for s in undated] == [s.box.apr for s in dated]


# Figures with a fee


def test_a_prepaid_finance_charge_is_lent_and_not_financed():
    """$195 of the $12,000 owed are the lender's fee: $11,805 is what the buyer has the use of.

    No interest is charged, so the fee is all that the credit costs; at about half the amount
    over a year that is some 3 %.
    """
    ledger = two_vans.ledger()
    first = ledger.contracts[0]
    dearer = first.deal._replace(price=11_805_00, fees=195_00)
    contract = first._replace(
        deal_terms=evolve(first.deal_terms, prepaid_finance_charge=195_00), deal=dearer
    )
    box = disclosure.of(ledger._replace(contracts=(contract,)))[0].box

    assert 11_805_00 == box.amount_financed
    assert 195_00 == box.finance_charge
    assert 12_000_00 == box.total_of_payments == box.total_sale_price
    assert oracle.annual_percentage_rate(11_805_00, [1_000_00] * 12) == pytest.approx(
        Decimal(box.apr), abs=Decimal("1e-9")
    )
    assert ["prepaid finance charge, added to the loan", Dollars(195_00)] in tables.parts(
        [disclosure.Statement(contract, box)]
    )[2].rows


def test_decimals_of_a_rate_are_rounded_once_halves_up():
    box = disclosure.of(two_vans.ledger())[0].box

    for percent, two, four in ((8.89496, 889, 88950), (8.90005, 890, 89001), (10.0, 1000, 100000)):
        rate = evolve(box, apr=percent)

        assert (two, four) == (rate.apr_scaled(2), rate.apr_scaled(4))


# What a person reads


def beside_the_box(down=0, **trade_in):
    """What is said beside the box of a van that costs $15,000, $10,000 being owed on one of $9,000."""
    deal = DealTerms(price=15_000_00, down=down, trade_in=TradeInTerms(**trade_in))
    both = statements(two_vans.FIRST, evolve(two_vans.SECOND, deal=deal))
    return [part for part in tables.parts(both[1:]) if isinstance(part, str)][2:]


def test_a_shortfall_paid_by_the_credit():
    (told,) = beside_the_box()

    assert told == (
        "The trade-in allowance is $9,000.00, and the payoff of the old loan is $10,000.00. The "
        "shortfall of $1,000.00 is not a negative down payment: the new loan pays it."
    )


def test_a_shortfall_paid_partly_in_cash():
    lent, whole = beside_the_box(cash=400_00)

    assert lent.endswith("cash pays $400.00 and the new loan pays $600.00.")
    assert "The down payment is then $400.00, $1,000.00 is paid to the old lender" in whole


def test_cash_down_is_no_payment_to_the_old_lender_unless_a_creditor_counts_it_so():
    lent, other = beside_the_box(down=6_000_00)

    assert lent.endswith("negative down payment: the new loan pays it.")
    assert "A creditor may let it pay the old lender first instead." in other
    assert "The down payment is then $5,000.00, $0.00 is paid to the old lender" in other


def test_cash_written_in_two_ways_has_two_other_readings():
    lent, whole, lien = beside_the_box(down=500_00, cash=400_00)

    assert lent.endswith("cash pays $400.00 and the new loan pays $600.00.")
    assert "The down payment is then $900.00, $1,000.00 is paid to the old lender" in whole
    assert "The down payment is then $0.00, $100.00 is paid to the old lender" in lien


def test_products_and_fees_are_lines_of_their_own():
    ledger = playing.simulated(
        "purchases:\n  - {vehicle: a, price: 9000, fees: 150, products: {GAP: 795, wax: 0, "
        "service contract: 2400}, loan: {apr: 5%, months: 9}}\n"
    ).ledger
    itemization = tables.parts(disclosure.of(ledger))[2]

    assert [
        ["price of the vehicle", Dollars(9_000_00)],
        ["fees", Dollars(150_00)],
        ["GAP", Dollars(795_00)],
        ["service contract", Dollars(2_400_00)],
        ["Amount Financed", Dollars(12_345_00)],
    ] == itemization.rows


def test_a_shortfall_paid_in_cash():
    assert beside_the_box(cash=None)[0].endswith("negative down payment: cash pays it.")


def test_a_trade_in_with_equity():
    assert [
        "The net trade-in is the allowance of $10,400.00 less the payoff of $10,000.00."
    ] == beside_the_box(allowance=10_400_00)


def test_payments_are_told_with_their_days_or_their_months():
    block, monthly = disclosure.Block, two_vans.ledger().contracts[0]

    dated = [block(71, 512_33, 1, date(2021, 4, 15)), block(1, 512_20, 72, date(2027, 3, 15))]
    plain = [block(1, 100_00, 1, None), block(2, 5_00, 2, None)]

    assert (
        "71 payments of $512.33, monthly from 2021-04-15; 1 of $512.20 on 2027-03-15."
        == sentences.payments(monthly, dated)
    )
    assert (
        "1 payment of $100.00 in month 1; 2 of $5.00, monthly from month 2."
        == sentences.payments(monthly, plain)
    )
