"""Simulate whole chains, and refuse scenarios that cannot be played."""

from datetime import date

import pytest
from attrs import evolve

from helpers import playing, two_vans
from tradein.analysis import contracts
from tradein.engine import simulate
from tradein.engine.ledger import (
    BOUGHT,
    LOAN,
    OPENING,
    PAID,
    PRIVATE,
    SETTLED,
    TRADE_IN,
    Account,
    PaidOff,
    RunEnds,
    Traded,
)
from tradein.finance.terms import DealTerms, LoanTerms, TradeInTerms
from tradein.finance.value import Appraisals, Curve, Market, PrivateSale, Valuation, YearlyLoss
from tradein.scenario.model import Owned, Purchase, Scenario


def bought(price=10_000_00, loan=None, **others):
    """Give a new vehicle that keeps its value, financed at 12 % over 12 months by default."""
    settings = {
        "vehicle": "van",
        "deal": DealTerms(price=price),
        "loan": loan or LoanTerms(apr_ppm=120_000, months=12),
        "valuation": Valuation(method=YearlyLoss(), msrp=price),
        **others,
    }
    return Purchase(**settings)


def owned(owed=5_000_00, worth=4_000_00, **others):
    settings = {
        "vehicle": "old van",
        "owed": owed,
        "loan": LoanTerms(apr_ppm=120_000, months=24),
        "valuation": Valuation(method=YearlyLoss(), worth=worth, age_months=36),
        "keep_months": 0,
        **others,
    }
    return Owned(**settings)


def play(*turns, market=None, **others):
    return simulate.simulate(Scenario(title="Chain", purchases=turns, **others), market)


def values(ledger, purchase=1, kind=TRADE_IN):
    return [m.cents for m in ledger.marks if m.purchase == purchase and m.kind == kind]


def test_a_chain_is_bought_paid_settled_and_bought_again():
    kinds = [entry.kind for entry in two_vans.ledger().entries]

    assert [BOUGHT, PAID, PAID, SETTLED, BOUGHT, PAID, PAID] == kinds


def test_a_trade_comes_right_after_the_payment_of_its_month():
    months = [(entry.kind, entry.month) for entry in two_vans.ledger().entries]

    assert [(PAID, 2), (SETTLED, 2), (BOUGHT, 2), (PAID, 3)] == months[2:6]


def test_a_month_of_trade_has_two_values():
    marks = [(m.month, m.purchase) for m in two_vans.ledger().marks if m.kind == TRADE_IN]

    assert [(0, 1), (1, 1), (2, 1), (2, 2), (3, 2), (4, 2)] == marks


def test_the_last_vehicle_is_kept_until_its_loan_is_paid_off():
    ledger = play(bought())

    assert (12, 12) == (ledger.months, len(list(ledger.of(PAID))))
    assert 0 == ledger.total(LOAN, 1)


def test_a_vehicle_bought_for_cash_ends_on_the_day_it_is_bought():
    ledger = play(bought(deal=DealTerms(price=10_000_00, down=10_000_00)))

    assert (0, []) == (ledger.months, list(ledger.of(PAID)))


def test_a_vehicle_kept_past_its_payoff_goes_on_without_payments():
    ledger = play(bought(keep_months=15))

    assert (15, 12) == (ledger.months, len(list(ledger.of(PAID))))
    assert 16 == len(values(ledger))


def test_a_vehicle_may_be_traded_on_the_day_it_is_bought():
    ledger = play(bought(keep_months=0), bought(keep_months=1))

    assert [0, 0, 0, 1] == [entry.month for entry in ledger.entries]
    assert (0, 1) == (ledger.contracts[1].deal.rolled_in, ledger.months)


def test_the_allowance_is_the_value_and_the_payoff_the_balance_by_default():
    deal = two_vans.ledger().contracts[1].deal

    assert (9_000_00, 10_000_00) == (deal.trade_in.allowance, deal.trade_in.payoff)
    assert (1_000_00, 16_000_00) == (deal.rolled_in, deal.amount_financed)


def test_a_written_allowance_and_payoff_are_used():
    terms = TradeInTerms(allowance=9_500_00, payoff=10_100_00, cash=200_00)
    second = evolve(two_vans.SECOND, deal=DealTerms(price=15_000_00, trade_in=terms))
    deal = play(two_vans.FIRST, second).contracts[1].deal

    assert (400_00, 200_00, 15_400_00) == (deal.rolled_in, deal.cash_due, deal.amount_financed)


def test_an_owned_vehicle_opens_the_chain():
    ledger = play(owned(rolled=500_00), bought(keep_months=0))
    contract = ledger.contracts[0]

    assert [OPENING, SETTLED, BOUGHT] == [entry.kind for entry in ledger.entries]
    assert (5_000_00, 500_00, 4_000_00, None) == (
        contract.owed,
        contract.rolled,
        contract.base,
        contract.deal,
    )
    assert 1_000_00 == ledger.contracts[1].rolled


def test_an_owned_vehicle_goes_on_being_paid():
    ledger = play(owned(loan=LoanTerms(apr_ppm=0, payment=1_000_00), keep_months=None))

    assert [1_000_00] * 5 == [entry.postings[LOAN, 1] for entry in ledger.of(PAID)]


def test_an_owned_vehicle_with_appraisals_is_still_opened_at_its_worth():
    method = Appraisals(points=((0, 3_500_00),))
    ledger = play(
        owned(valuation=Valuation(method=method, worth=4_000_00, age_months=36)),
    )

    assert 4_000_00 == next(ledger.of(OPENING)).postings[Account.VEHICLE, 1]
    assert [3_500_00] == values(ledger)


def test_dates_follow_the_day_of_the_first_purchase():
    days = [contract.date for contract in two_vans.ledger().contracts]

    assert [date(2024, 1, 31), date(2024, 3, 31)] == days


def test_without_a_start_there_are_no_dates():
    assert None is play(bought()).contracts[0].date


def test_a_contract_says_what_was_signed():
    first, second = two_vans.ledger().contracts

    assert (1, "first van", 0, 12, 1_000_00, 0, False) == (
        first.number,
        first.vehicle,
        first.month,
        first.terms.months,
        first.loan.payment,
        first.apr_ppm,
        first.terms.payment is not None,
    )
    assert (None, 1_760_00, True, ["GAP"], "appraisals", False) == (
        second.terms.months,
        second.loan.payment,
        second.terms.payment is not None,
        contracts.not_refunded(second),
        contracts.valued_by(second),
        contracts.estimated(second),
    )


def test_a_purchase_without_a_loan_has_no_rate_and_no_payment():
    contract = play(bought(deal=DealTerms(price=1_00, down=1_00))).contracts[0]

    assert (None, None, None, 0) == (
        contract.apr_ppm,
        contract.terms,
        contract.loan.payments,
        contract.loan.payment,
    )


@pytest.mark.parametrize(
    ("method", "name", "estimated"),
    [
        (Curve(points=((0, 1_000_000),)), "table", False),
        (Curve(points=((0, 1_000_000),), built_in="suv_2025"), "suv_2025", False),
        (Curve(points=((0, 1_000_000),), built_in="suv_2025", assumed=True), "suv_2025", True),
        (YearlyLoss(), "yearly loss", False),
        (Appraisals(points=((0, 1),)), "appraisals", False),
    ],
)
def test_a_contract_says_how_the_vehicle_is_valued(method, name, estimated):
    valuation = Valuation(method=method, msrp=10_000_00)
    contract = play(bought(valuation=valuation)).contracts[0]

    assert (name, estimated) == (contracts.valued_by(contract), contracts.estimated(contract))


def test_the_lenders_base_of_a_new_vehicle_is_its_sticker_price():
    valuation = Valuation(method=YearlyLoss(delivery_ppm=100_000), msrp=11_000_00)

    assert 11_000_00 == play(bought(valuation=valuation)).contracts[0].base


def test_the_lenders_base_of_a_new_vehicle_without_a_sticker_price_is_the_price():
    valuation = Valuation(method=YearlyLoss(), worth=9_000_00)

    assert 10_000_00 == play(bought(valuation=valuation)).contracts[0].base


def test_the_lenders_base_of_a_used_vehicle_is_its_value_that_day():
    valuation = Valuation(method=YearlyLoss(), msrp=20_000_00, worth=9_000_00, age_months=1)

    assert 9_000_00 == play(bought(valuation=valuation)).contracts[0].base


def test_a_new_vehicle_loses_on_delivery_and_a_used_one_does_not():
    curve = Curve(points=((0, 1_000_000), (12, 810_000)), built_in="some")
    new = Valuation(method=curve, msrp=10_000_00)
    used = Valuation(method=curve, msrp=10_000_00, age_months=6)

    assert 9_000_00 == values(play(bought(valuation=new)))[0]
    assert 9_000_00 == values(play(bought(valuation=used)))[0]
    assert 8_100_00 == values(play(bought(valuation=used)))[6]


MARKET = Market(points=((0, 1_000_000), (1, 1_500_000)))


def test_the_market_moves_every_vehicles_value():
    ledger = play(bought(keep_months=1), bought(keep_months=1), market=MARKET)

    assert [10_000_00, 15_000_00] == values(ledger)
    assert [15_000_00, 15_000_00] == values(ledger, purchase=2)


def test_a_worth_is_that_of_the_market_on_the_day_of_purchase():
    used = Valuation(method=YearlyLoss(), worth=9_000_00, age_months=12)
    ledger = play(bought(keep_months=1), bought(valuation=used, keep_months=1), market=MARKET)

    assert [9_000_00, 9_000_00] == values(ledger, purchase=2)


def test_a_given_market_replaces_the_one_in_the_scenario():
    doubled = Scenario(
        title="Doubled",
        purchases=(bought(keep_months=0),),
        market=Market(points=((0, 2_000_000),)),
    )

    assert [20_000_00] == values(simulate.simulate(doubled))
    assert [10_000_00] == values(simulate.simulate(doubled, Market()))


def test_a_private_buyers_price_is_marked_where_asked_for():
    sale = PrivateSale(price_ppm=1_120_000, costs=300_00)

    assert [10_900_00] == values(play(bought(private_sale=sale, keep_months=0)), kind=PRIVATE)
    assert [] == values(play(bought(keep_months=0)), kind=PRIVATE)


REFUSED = [
    (
        "a loan without terms",
        (evolve(bought(price=1_00), loan=None),),
        "purchases[1].loan",
        "$1.00 is to be financed; give loan.apr and loan.months, or pay it down",
    ),
    (
        "a loan without an end",
        (bought(loan=LoanTerms(apr_ppm=0)),),
        "purchases[1].loan",
        "months is missing; give months or payment",
    ),
    (
        "a payment that only meets the interest",
        (bought(loan=LoanTerms(apr_ppm=120_000, months=12, payment=100_00)),),
        "purchases[1].loan.payment",
        (
            "$100.00 does not cover more than the first month's interest of $100.00, so it would "
            "never pay the loan off; $888.49 pays it off in 12 months, or write "
            "negative_amortization: allowed"
        ),
    ),
    (
        "a payment below the interest of a loan without a term",
        (bought(price=250_000_00, loan=LoanTerms(apr_ppm=60_000, payment=1)),),
        "purchases[1].loan.payment",
        (
            "$0.01 does not cover more than the first month's interest of $1,250.00, so it would "
            "never pay the loan off; $1,498.89 pays it off in 360 months"
        ),
    ),
    (
        "a payment that takes longer than the longest loan",
        (bought(loan=LoanTerms(apr_ppm=0, payment=1)),),
        "purchases[1].loan.payment",
        (
            "$9,996.40 is still owed after 360 payments, the longest loan; $27.79 a month pays it "
            "off by then"
        ),
    ),
    (
        "an amount financed over the limit",
        (bought(price=1_000_000_000, deal=DealTerms(price=1_000_000_000, fees=(("doc", 1),))),),
        "purchases[1].price",
        "the amount financed, $10,000,000.01, is over the limit of $10,000,000; check the amounts",
    ),
    (
        "a balance that grows over the limit",
        (
            bought(
                price=1_000_000_000,
                loan=LoanTerms(
                    apr_ppm=1_000_000, months=360, payment=1, negative_amortization=True
                ),
                keep_months=100,
            ),
        ),
        "purchases[1].loan.payment",
        "the balance grows beyond $1,000,000,000; write a higher payment",
    ),
    (
        "a value over the limit",
        (
            bought(
                valuation=Valuation(
                    method=Curve(points=((0, 1_000_000), (1, 10_000_000))), msrp=10_000_00
                )
            ),
        ),
        "purchases[1].value",
        "the value grows beyond $1,000,000,000 in month 6; check the curve and the market",
    ),
    (
        "a vehicle of which nothing is left",
        (
            bought(keep_months=1),
            bought(valuation=Valuation(method=YearlyLoss(delivery_ppm=1_000_000), worth=1_00)),
        ),
        "purchases[2].value",
        (
            "the curve leaves nothing of the vehicle on the day of purchase in month 0; check the "
            "curve and the market"
        ),
    ),
    (
        "an owned vehicle's payment that only meets the interest",
        (owned(loan=LoanTerms(apr_ppm=120_000, months=12, payment=50_00)),),
        "purchases[1].loan.payment",
        (
            "$50.00 does not cover more than the first month's interest of $50.00, so it would "
            "never pay the loan off; $444.24 pays it off in 12 months, or write "
            "negative_amortization: allowed"
        ),
    ),
]


@pytest.mark.parametrize(
    ("turns", "path", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_scenario_that_cannot_be_played_is_refused_at_its_key(turns, path, message):
    with pytest.raises(simulate.SimulationError) as refused:
        play(*turns)

    assert (path, message) == (refused.value.path, refused.value.message)
    assert f"{path}: {message}" == str(refused.value)


def test_a_computed_payment_may_equal_the_interest_on_a_loan_of_cents():
    ledger = play(bought(price=50, loan=LoanTerms(apr_ppm=240_000, months=360)))

    assert [0] * 359 + [50] == [entry.postings[LOAN, 1] for entry in ledger.of(PAID)]


def test_a_payment_below_the_interest_may_be_agreed():
    terms = LoanTerms(apr_ppm=120_000, months=3, payment=5_00, negative_amortization=True)
    ledger = play(bought(price=1_000_00, loan=terms))

    assert [-5_00, -5_05, 1_010_05] == [e.postings[LOAN, 1] for e in ledger.of(PAID)]


def test_a_loan_of_only_a_payment_runs_to_zero():
    terms = LoanTerms(apr_ppm=50_000, payment=1_063_00)
    ledger = play(bought(price=50_000_00, loan=terms))

    assert 53 == ledger.months


def test_a_chain_has_at_least_one_purchase_and_at_most_fifty():
    with pytest.raises(ValueError, match="1 to 50 purchases"):
        play()
    with pytest.raises(ValueError, match="1 to 50 purchases"):
        play(*[bought(keep_months=0)] * 51)

    assert 50 == len(play(*[bought(keep_months=0)] * 50).contracts)


def test_only_the_first_vehicle_can_be_owned():
    with pytest.raises(ValueError, match="only the first entry"):
        play(bought(keep_months=0), owned())


def test_every_vehicle_but_the_last_is_kept_for_a_time_that_is_known():
    with pytest.raises(ValueError, match="needs keep_months"):
        play(bought(), bought())


@pytest.mark.parametrize(
    ("turn", "wrong"),
    [(bought, {"keep_months": 601}), (owned, {"owed": -1}), (owned, {"rolled": -1})],
)
def test_terms_beyond_the_limits_are_refused(turn, wrong):
    with pytest.raises(ValueError, match="must be from"):
        turn(**wrong)


def test_an_owned_vehicle_on_which_nothing_is_owed_has_no_loan():
    ledger = play(owned(owed=0, loan=LoanTerms(apr_ppm=50_000, payment=265_00), keep_months=3))

    contract = ledger.contracts[0]
    assert (0, None, None) == (contract.loan.payment, contract.terms, contract.apr_ppm)


@pytest.mark.parametrize("amount", [1_000_00, 1_001_48, 1_300_00, 1_600_00])
def test_half_a_cent_grown_at_a_hundred_percent_may_end_a_loan_early(amount):
    """The audit allows a loan of 96 payments that is paid off before the last ones."""
    ledger = play(bought(price=amount, loan=LoanTerms(apr_ppm=1_000_000, months=96)))

    assert 90 <= ledger.months <= 96


def test_terms_that_do_not_fit_a_chain_are_refused():
    with pytest.raises(ValueError, match="rolled must be at most"):
        owned(owed=100, rolled=200)
    with pytest.raises(ValueError, match="whose loan is not known is traded on the first day"):
        owned(loan=None, keep_months=1)
    with pytest.raises(ValueError, match="no vehicle before it"):
        Scenario(title="T", purchases=(bought(deal=DealTerms(price=1, trade_in=TradeInTerms())),))


VAN = "  - {{vehicle: van, price: 20000, tax: {{rate: 0%}}, loan: {{apr: 6%, months: 24}}{more}}}\n"


def endings(*turns):
    text = "start: 2025-01-31\npurchases:\n" + "".join(VAN.format(more=more) for more in turns)
    return told(playing.simulated(text).ledger)


def told(ledger):
    """Give each ending with its kind first, because named tuples of two kinds may be equal."""
    return tuple((type(ending), ending.month, ending.date) for ending in ledger.endings)


def test_a_turn_ends_on_the_day_on_which_its_loan_is_paid_off():
    assert ((PaidOff, 24, date(2027, 1, 31)),) == endings("")


@pytest.mark.parametrize("months", [0, 12, 30])
def test_the_run_ends_when_the_months_of_the_last_vehicle_are_over(months):
    ((kind, month, _),) = endings(f", keep: {months} months")

    assert (RunEnds, months) == (kind, month)


def test_a_vehicle_is_traded_in_the_month_in_which_the_next_one_is_bought():
    first, second = endings(", keep: 12 months", "")

    assert (Traded, 12, date(2026, 1, 31)) == first
    assert (PaidOff, 36, date(2028, 1, 31)) == second


def test_a_vehicle_is_kept_until_it_is_paid_off_where_the_next_one_is_declined():
    declined = ", over_limit: keep the vehicle, invoice: 100"
    text = "start: 2025-01-31\npurchases:\n" + VAN.format(more=", keep: 12 months")
    text += VAN.format(more=declined).replace("months: 24", "months: 24, max_ltv: 100%")
    played = playing.simulated(text.replace("max_ltv: 100%", "max_ltv: 100%, ltv_base: invoice"))

    assert ((PaidOff, 24, date(2027, 1, 31)),) == told(played.ledger)
    assert (2, 12) == (played.ledger.declined.number, played.ledger.declined.month)
    assert [24] == [row.month for row in played.rows if row.balance == 0]


def through(month, *turns):
    return simulate.simulate(Scenario(title="Chain", purchases=turns), through=month)


def test_a_chain_played_past_its_end_keeps_the_last_vehicle_and_pays_nothing_more():
    losing = Valuation(method=YearlyLoss(yearly_ppm=200_000), msrp=10_000_00)
    own, later = play(bought(valuation=losing)), through(15, bought(valuation=losing))

    assert own.entries == later.entries
    assert own.marks == later.marks[:13]
    assert values(own)[12] > values(later)[13] > values(later)[15]
    assert (RunEnds(15, None), 15) == (later.endings[0], later.contracts[0].keep_months)


def test_a_chain_played_past_the_months_of_its_last_vehicle_pays_what_is_owed():
    own, later = play(bought(keep_months=5)), through(9, bought(keep_months=5))

    assert own.entries == later.entries[:6]
    assert later == play(bought(keep_months=9))


def test_a_vehicle_may_be_kept_past_the_longest_turn():
    assert 700 == through(700, bought(keep_months=600)).months


@pytest.mark.parametrize("month", range(5))
def test_a_chain_played_through_an_earlier_month_is_the_first_part_of_the_whole(month):
    whole = two_vans.ledger()
    part = simulate.simulate(two_vans.SCENARIO, through=month)

    assert tuple(entry for entry in whole.entries if entry.month <= month) == part.entries
    assert tuple(mark for mark in whole.marks if mark.month <= month) == part.marks
    assert whole.contracts[: 1 + (month >= 2)] == part.contracts
    assert RunEnds(month, part.marks[-1].date) == part.endings[-1]


def test_a_loan_that_is_cut_before_its_end_is_not_paid_off():
    assert RunEnds(11, None) == through(11, bought()).endings[0]
    assert PaidOff(12, None) == through(12, bought()).endings[0]


def test_trades_on_one_day_are_all_played_through_it():
    day_zero = through(0, bought(keep_months=0), bought(keep_months=1), bought())

    assert [1, 2] == [contract.number for contract in day_zero.contracts]
