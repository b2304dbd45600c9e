"""The answer in sentences, one test for each way in which a chain can stand."""

import pytest

from helpers import playing
from tradein.analysis.compare import Aligned
from tradein.analysis.equity import EquityPosition
from tradein.report import json_document
from tradein.report.narrative import chain, compare
from tradein.report.tables import months, trades
from tradein.report.tables.table import Percent

CAR = """
title: T
purchases:
  - vehicle: old car
    price: 20000
    tax: {rate: 0%}
    value: {appraisals: {0: 16000, 12: 10000}}
    loan: {apr: 0%, months: 40}
"""


def told(text):
    return chain.simulate(playing.simulated(text))


def test_on_the_day_of_signing_all_of_the_gap_can_have_one_cause():
    assert told(CAR)[0] == (
        "On the day you sign you owe $20,000 on a vehicle that a dealer would buy for $16,000: "
        "you are $4,000 under water. All of that was lost the day you drove off. The gap grows to "
        "$4,351 in month 6. If you keep it and pay as agreed, you stop being under water in month 31."
    )


def test_a_gap_that_widens_first_is_said_to():
    """After 12 payments $14,000 is owed on what is worth $9,000 then."""
    assert (
        "The gap grows to $5,000 in month 12. If you keep it"
        in told(CAR.replace("12: 10000", "11: 16000, 12: 9000, 40: 8999"))[0]
    )


def test_nothing_owed():
    text = CAR.replace("    loan: {apr: 0%, months: 40}\n", "    down: 20000\n")

    assert told(text)[0].endswith(
        "you owe nothing on a vehicle that a dealer would buy for $16,000: it is worth $16,000 more "
        "than you owe."
    )


def test_worth_just_what_is_owed():
    text = CAR.replace("{0: 16000, 12: 10000}", "{0: 20000}")

    assert told(text)[0].endswith(
        "you owe $20,000 on a vehicle that a dealer would buy for $20,000: it is worth exactly "
        "what you owe."
    )


def test_worth_more_than_its_price_and_money_put_in():
    text = CAR.replace("{0: 16000, 12: 10000}", "{0: 20500, 40: 3000}").replace(
        "    tax", "    rebate: 100\n    down: 900\n    fees: 3000\n    products: 500\n    tax"
    )

    assert (
        "$3,000 is fees and $500 is add-on products, less $1,000 put in by rebate and cash and $500 "
        "by which its value exceeds its price."
    ) in told(text)[0]


def test_a_rebate_alone_is_called_one():
    text = CAR.replace("    tax", "    rebate: 100\n    tax")

    assert "$4,000 was lost the day you drove off, less $100 put in by rebate." in told(text)[0]


def test_still_under_water_where_the_run_ends():
    text = CAR + "    keep: 2 months\n"

    assert (
        "You are still $3,589 under water in month 2, when the scenario ends."
        in told(text.replace("12: 10000", "2: 15411"))[0]
    )


def test_nothing_is_said_of_the_future_where_there_is_none():
    assert told(CAR + "    keep: 0 months\n")[0].endswith(
        "All of that was lost the day you drove off."
    )


OWED = """
title: T
purchases:
  - vehicle: my car
    owed: 12000
    worth: 10000
    age: 2 years
    loan: {apr: 0%, months: 24, rolled: 1500}
"""


def test_owed_today_with_debt_from_before():
    assert told(OWED)[0].startswith(
        "Today you owe $12,000 on a vehicle that a dealer would buy for $10,000: you are $2,000 "
        "under water. $1,500 of what you owe is debt from earlier vehicles."
    )


def test_owed_today_without_a_history_has_no_causes():
    assert (
        "under water. If you keep it"
        in told(OWED.replace(", rolled: 1500", "").replace("24", "60, payment: 700"))[0]
    )


def test_debt_from_before_the_chain_is_named_so():
    text = (
        OWED
        + """    keep: 1 month
  - vehicle: next car
    price: 15000
    tax: {rate: 0%}
    loan: {apr: 0%, months: 60}
"""
    )

    assert (
        "debt from earlier vehicles ($1,438 still from loans before the scenario)" in told(text)[0]
    )


def test_the_cap_products_and_the_default_curve_have_a_line_each():
    text = (
        CAR.replace(
            "    value: {appraisals: {0: 16000, 12: 10000}}\n", "    products: {GAP: 600}\n"
        )
        + """    keep: 12 months
  - vehicle: new car
    price: 30000
    tax: {rate: 0%}
    loan: {apr: 0%, months: 60, max_ltv: 90%}
"""
    )

    *_, over, refund, estimate = told(text)

    assert over.startswith("Purchase 2 (new car) is over the lender's loan-to-value cap by $")
    assert over.endswith("; you pay that in cash.")
    assert refund == (
        "The products of purchase 1, old car (GAP) may be partly refundable, because you trade it "
        "before its loan ends. No refund is counted."
    )
    assert estimate == (
        "The values of old car and new car are estimates from the curve avg_2025_wholesale, "
        "because the scenario gives no value."
    )


@pytest.mark.parametrize(
    ("cents", "shown"),
    [(0, "$0"), (49, "$0"), (50, "$1"), (123_456_50, "$123,457"), (-150_50, "-$150")],
)
def test_whole_dollars_round_halves_up(cents, shown):
    assert shown == chain.whole(cents)


def cars(*prices):
    """Cars of several prices, T, U and so on, compared at their common end."""
    texts = (
        CAR.replace("title: T", f"title: {title}").replace("20000", f"{price}")
        for title, price in zip("TUV", prices, strict=False)
    )
    return [Aligned(results, results) for results in map(playing.simulated, texts)]


def test_compare_names_the_cheapest_and_what_it_saves():
    first, cheaper = cars(20000, 19000)
    cost, less = (chain.whole(aligned.own.summary.net_cost) for aligned in (first, cheaper))

    assert compare.compare([first, cheaper], None) == [
        f"'U' has the lowest net cost, including the exit: {less}, which is $1,000 less than 'T'."
    ]
    assert compare.compare([cheaper, first], None) == [
        f"'U' has the lowest net cost, including the exit: {less}, which is $1,000 less than 'T'."
    ]
    assert compare.compare([first, first], None) == [
        f"All scenarios have the same net cost, including the exit: {cost}."
    ]
    assert compare.compare([first, first], 40) == [
        f"In month 40, all scenarios have the same net cost, including the exit: {cost}."
    ]


@pytest.mark.parametrize(
    ("price", "saved"), [(19_999, "$1.00"), (19_000.01, "$999.99"), (18_999.99, "$1,000")]
)
def test_a_small_difference_is_told_to_the_cent(price, saved):
    assert f"which is {saved} less than 'T'." in compare.compare(cars(20000, price), None)[0]


def test_compare_says_which_scenarios_end_before_and_after_the_common_month():
    texts = (CAR + f"    keep: {months} months\n" for months in (2, 5, 9))
    several = [Aligned(playing.simulated(text), playing.through(text, 5)) for text in texts]

    kept = "Until month 5 the owner keeps the last vehicle and pays only what is still owed on it."
    assert compare.compare(several[:2], 5)[1:] == [f"'T' ends in month 2. {kept}"]
    assert compare.compare(several, 5)[1].endswith(
        f"{kept} What comes after month 5 is not counted."
    )
    assert compare.compare(several[1:], 5)[1:] == ["What comes after month 5 is not counted."]


def test_equity_says_both_signs():
    assert compare.equity(EquityPosition("car", (300_000_00,), 200_000_00, None))[2:5] == [
        "equity -$100,000.00 (value − owed)",
        "negative equity $100,000.00",
        "loan to value 150.00%",
    ]


def test_equity_of_something_worthless_has_no_ratio():
    lines = compare.equity(EquityPosition("wreck", (100,), 0, 500))

    assert not any(line.startswith("loan to value") for line in lines)
    assert "cash to sell $6.00" in lines


def test_a_long_chain_names_a_few_vehicles_and_counts_the_rest():
    text = (
        "title: T\nassume:\n  tax: {rate: 0%}\n  loan: {apr: 0%, months: 100}\n  keep: 0 months\n"
    )
    text += "purchases:\n" + "".join(
        f"  - vehicle: v{n}\n    price: 1000\n    worth: 900\n" for n in range(1, 9)
    )

    assert (
        "debt from earlier vehicles ($100 still from the v1, $100 still from the v2, $100 "
        "still from the v3, $100 still from the v4, $200 from 2 others)"
    ) in told(text)[0]


def test_cash_that_only_paid_the_shortfall_is_not_put_into_the_next_vehicle():
    text = (
        CAR
        + """    keep: 1 month
  - vehicle: next car
    price: 30000
    worth: 25000
    rebate: 500
    tax: {rate: 0%}
    trade_in: {cash: 1000}
    loan: {apr: 0%, months: 60}
"""
    )

    assert "was lost the day you drove off, less $500 put in by rebate." in told(text)[0]


def test_what_rounds_to_nothing_is_not_worth_a_sentence():
    tiny = CAR.replace("20000", "10000.20").replace("{0: 16000, 12: 10000}", "{0: 10000}")
    parts = (
        CAR.replace("20000", "10000.20")
        .replace("{0: 16000, 12: 10000}", "{0: 10000}")
        .replace("    tax: {rate: 0%}", "    fees: $0.20\n    products: $0.20\n    tax: {rate: 0%}")
    )
    same = CAR.replace("{0: 16000, 12: 10000}", "{0: 16000, 1: 15499.80, 2: 15499.80}")

    assert "it is worth exactly what you owe." in told(tiny)[0]
    assert "you are $1 under water. If you keep it" in told(parts)[0]
    assert "grows" not in told(same.replace("months: 40", "months: 40") + "    keep: 1 month\n")[0]


def test_one_more_old_debt_is_another():
    text = (
        "title: T\nassume:\n  tax: {rate: 0%}\n  loan: {apr: 0%, months: 100}\n  keep: 0 months\n"
    )
    text += "purchases:\n" + "".join(
        f"  - vehicle: v{n}\n    price: 1000\n    worth: 900\n" for n in range(1, 8)
    )

    assert "$100 from another)" in told(text)[0]


TRADED = """
title: T
purchases:
  - {vehicle: old car, owed: 15000, worth: 16500, age: 4 years, loan: {apr: 0%, months: 24}, keep: 0 months}
  - vehicle: new car
    price: 43500
    trade_in: {allowance: 18000}
    tax: {rate: 0%}
    value: {yearly_loss: 10%}
    loan: {apr: 0%, months: 60}
"""


def allowed(allowance):
    """The over-allowance on a vehicle of $16,500, and the sentences that speak of it."""
    results = playing.simulated(TRADED.replace("18000", allowance))
    told = [line for line in chain.simulate(results) if "allowance" in line]
    return results.turns[1].over_allowance, told


def test_an_over_allowance_is_told_as_the_higher_price_it_is():
    """A textbook's deal: price 43,500, 18,000 allowed for a vehicle worth 16,500 (datafield.dev, car-sales, 11)."""
    told = (
        "At purchase 2, new car, the dealer's allowance is $1,500 above the value of your trade-in. "
        "Adjusted for the allowance, the effective price is $42,000 instead of $43,500."
    )

    assert (1_500_00, [told]) == allowed("18000")


def test_old_debt_that_an_over_allowance_hides_is_told():
    """Owed 27,300, worth 16,500, allowed 27,300; the next one costs 30,957 and is worth 20,157."""
    text = """
title: T
purchases:
  - {vehicle: old car, owed: 27300, worth: 16500, age: 4 years, loan: {apr: 0%, months: 24}, keep: 0 months}
  - vehicle: new car
    price: 30957
    down: 4400
    trade_in: {allowance: 27300}
    tax: {rate: 0%}
    value: {appraisals: {0: 20157}}
    loan: {apr: 0%, months: 60}
"""
    where, allowance, *_ = told(text)

    assert (
        "you are $6,400 under water. $10,800 is debt from the vehicle you traded in, less $4,400 put "
        "in by cash."
    ) in where
    assert allowance.endswith(
        "the effective price is $20,157 instead of $30,957, and the new loan carries $10,800 of old "
        "debt instead of $0."
    )
    assert where in told(text.replace("30957", "20157").replace("allowance: 27300", ""))


def test_equity_put_in_is_what_the_old_vehicle_is_worth_beyond_its_debt():
    """Allowed 18,000 for what is worth 16,500: of the 3,000 of equity on paper 1,500 is a lower price."""
    text = TRADED.replace("yearly_loss: 10%", "appraisals: {0: 30000}")

    assert (
        "$12,000 was lost the day you drove off, less $1,500 put in by trade-in equity."
        in told(text)[0]
    )


def test_an_effective_price_is_never_below_zero():
    told = allowed("70000")[1][0]

    assert told.endswith("the effective price is $0 instead of $43,500.")


def test_an_under_allowance_is_told_as_the_lower_price_it_is_not():
    told = (
        "At purchase 2, new car, the dealer's allowance is $500 below the value of your trade-in. "
        "Adjusted for the allowance, the effective price is $44,000 instead of $43,500."
    )

    assert (-500_00, [told]) == allowed("16000")


@pytest.mark.parametrize(("allowance", "over"), [("16934.99", 434_99), ("16500", 0)])
def test_an_allowance_within_one_percent_of_the_price_is_not_told(allowance, over):
    assert (over, []) == allowed(allowance)


def test_no_vehicle_given_in_has_no_allowance_to_compare():
    assert playing.simulated(CAR).turns[0].over_allowance is None


ON_THE_WAY = """
title: T
purchases:
  - vehicle: old car
    price: 12000
    tax: {rate: 0%}
    value: {appraisals: {0: 16000}}
    loan: {apr: 12%, months: 40}
    events:
"""


def test_payments_that_pass_by_are_told_with_the_interest_that_goes_on():
    """Two months at 1 % of $12,000 are $240."""
    text = ON_THE_WAY + "      - {month: 1, skip: 2 months}\n"

    assert told(text)[2] == (
        "Interest on purchase 1, old car, is left unpaid: up to $240, in month 2. It is not in the "
        "balance but is included in the cash to exit."
    )

    assert told(text)[1] == (
        "You make no payment on purchase 1, old car, in months 1 to 2; interest continues."
    )


@pytest.mark.parametrize(
    ("events", "sentence"),
    [
        (
            "{month: 3, date: 2024-04-12, payment: 400}",
            (
                "On purchase 1, truck, 1 payment is made on another day than the due date, and none in "
                "month 3; interest continues."
            ),
        ),
        (
            "{month: 3, date: 2024-04-12, payment: 400}, {month: 5, date: 2024-06-10, payment: 400}",
            (
                "On purchase 1, truck, 2 payments are made on another day than the due date, and none "
                "in months 3 and 5; interest continues."
            ),
        ),
        (
            "{month: 3, skip: 1 month}",
            "You make no payment on purchase 1, truck, in month 3; interest continues.",
        ),
    ],
)
def test_a_payment_on_another_day_is_not_told_as_none(events, sentence):
    """It was late: somebody who paid it must not read that nothing was paid."""
    text = (
        "start: 2024-01-01\npurchases:\n  - {vehicle: truck, price: 20000, tax: {rate: 0%}, value: "
        "{yearly_loss: 10%}, loan: {apr: 9%, months: 60, interest: daily}, events: ["
    )

    assert sentence in told(text + events + "]}\n")


def test_interest_that_becomes_debt_is_told():
    text = ON_THE_WAY + "      - {month: 1, defer: 3 months, capitalize: yes}\n"

    assert 4 == len(told(text))
    assert told(text)[3] == (
        "The balance of purchase 1, old car, grows by $360 in month 3, because unpaid interest is "
        "added to it."
    )


def test_cents_of_unpaid_interest_are_no_sentence():
    """A month at 1 % of $12,000 is $120: ten cents of it are left, and then a dollar."""
    cents, dollar = (
        told(f"{ON_THE_WAY}      - {{month: 1, payment: ${paid}}}\n") for paid in ("119.90", "119")
    )

    assert not [line for line in cents if "left unpaid" in line]
    assert [line for line in dollar if "left unpaid: up to $1, in month 1." in line]


def test_a_late_fee_that_is_owed_is_no_unpaid_interest():
    """59 days at 12 % of $12,000 are $232.77; the late fee of $100 is owed beside it."""
    daily = ON_THE_WAY.replace("months: 40", "months: 40, interest: daily, late_fee: $100")
    late = f"start: 2025-01-15{daily}      - {{month: 1, date: 2025-06-20, payment: $300}}\n"
    (sentence,) = [
        line
        for line in told(f"{late}      - {{month: 2, skip: 1 month}}\n")
        if "left unpaid" in line
    ]

    assert "left unpaid: up to $233, in month 2." in sentence


def test_months_that_do_not_follow_each_other_are_named_one_by_one():
    months = "".join(f"      - {{month: {m}, skip: 1 month}}\n" for m in (1, 3, 4, 6, 8, 10))

    assert " in months 1, 3 to 4, 6, 8 and 1 more; " in told(ON_THE_WAY + months)[1]


def test_of_months_that_are_not_named_each_is_counted():
    months = "".join(f"      - {{month: {m}, skip: 1 month}}\n" for m in (1, 3, 5, 7, 9, 10))

    assert " in months 1, 3, 5, 7 and 2 more; " in told(ON_THE_WAY + months)[1]


def test_a_refinancing_that_lends_more_is_no_interest_that_grows():
    text = ON_THE_WAY + "      - {month: 2, refinance: {apr: 9%, months: 40, cash_out: $500}}\n"

    assert 1 == len(told(text))


def test_a_payment_that_never_covers_the_interest_is_told():
    """What $20 a month grow to at 1 % in 39 months."""
    grows = "loan: {apr: 12%, months: 40, payment: $100, negative_amortization: allowed}"
    text = ON_THE_WAY.replace("    events:\n", "").replace("loan: {apr: 12%, months: 40}", grows)

    assert "The balance of purchase 1, old car, grows by $948 in months 1 to 39" in told(text)[1]


LOAN_OF_VAN = """
start: 2025-01-15
purchases:
  - vehicle: van
    price: $10000
    loan: {{apr: 12%, months: 24, payment: $500, late_fee: $25}}
    value: {{appraisals: {{0: $10000, 1: $5000, 2: $20000}}}}
    keep: 6 months
    events: [{events}]
"""


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("{month: 3, late: 11 days}", "once: $25 in all"),
        ("{month: 1, late: 11 days, every: month, until: 3 months}", "3 times: $75 in all"),
        ("{month: 1, late: 10 days, every: month, until: 3 months}", None),
    ],
)
def test_late_fees_are_told_with_their_number(event, told):
    results = playing.simulated(LOAN_OF_VAN.format(events=event))
    sentences = " ".join(chain.simulate(results))

    lead = "The lender charges a late fee on purchase 1, van,"
    assert (f"{lead} {told}." in sentences) == (lead in sentences) == (told is not None)
    labels = [row[0] for row in trades.summary(results).rows]
    assert ("late fees" in labels) == (told is not None)


@pytest.mark.parametrize(("fee", "told"), [(", fee: $35", True), ("", False)])
def test_the_fee_of_a_pause_is_told_and_shown(fee, told):
    results = playing.simulated(LOAN_OF_VAN.format(events="{month: 3, skip: 2 months" + fee + "}"))
    sentences = chain.simulate(results)

    assert told == ("Leaving payments out on purchase 1, van, costs fees of $35." in sentences)
    passed = "You make no payment on purchase 1, van, in months 3 to 4; interest continues."
    assert passed in sentences
    assert told == ("fees for skip and defer" in [row[0] for row in trades.summary(results).rows])


def test_a_new_loan_above_the_value_is_told_and_shown():
    """$9,600 are 192 % of $5,000, and the $9,200 of the next one 46 % of $20,000."""
    anew = "refinance: {apr: 0%, months: 24}"
    events = "{month: 1, " + anew + "}, {month: 2, " + anew + "}, {month: 3, rate: 1%}"
    results = playing.simulated(LOAN_OF_VAN.format(events=events))
    lead = "The new loan on purchase 1, van, in month"

    assert [f"{lead} 1 is 192% of the vehicle's value (LTV): $9,600."] == [
        sentence for sentence in chain.simulate(results) if sentence.startswith(lead)
    ]
    assert [Percent(192_00), Percent(46_00), None] == [
        row[-1] for row in months.changes(results).rows
    ]
    changes = json_document.scenario(results)["purchases"][0]["changes"]
    assert [192, 46, None] == [change["ltv_percent"] for change in changes]


def test_a_new_loan_on_a_vehicle_worth_nothing_has_no_ratio():
    text = LOAN_OF_VAN.format(events="{month: 1, refinance: {apr: 0%, months: 24}}")
    results = playing.simulated(
        text.replace("{appraisals: {0: $10000, 1: $5000, 2: $20000}}", "{delivery_loss: 100%}")
    )

    assert None is months.changes(results).rows[0][-1]
    assert "The new loan" not in " ".join(chain.simulate(results))
