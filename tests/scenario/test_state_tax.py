"""A purchase's state together with the other settings of its tax."""

from datetime import date

import pytest

from helpers import playing
from tradein.analysis import warnings
from tradein.scenario import diff, reader

PURCHASE = "{vehicle: v, price: 30000, tax: {TAX}, loan: {apr: 9%, months: 60}}"


def read(tax, top="start: 2025-03-01", more=""):
    purchase = PURCHASE.replace("TAX", tax).replace("loan:", f"{more}loan:")
    return reader.read("s", f"{top}\npurchases: [{purchase}]".encode())


def rule(tax, **named):
    return read(tax, **named).scenario.purchases[0].deal.tax


def told(tax, **named):
    return [doubt.text for doubt in read(tax, **named).warnings]


def chain(assume, *own):
    """Give two or more purchases, each with a tax of its own in addition to the assumed one."""
    purchases = [
        PURCHASE.replace("TAX", tax).replace("loan:", "keep: 1 year, loan:") for tax in own
    ]
    text = f"start: 2025-03-01\nassume: {{tax: {{{assume}}}}}\npurchases: [{', '.join(purchases)}]"
    return reader.read("s", text.encode())


def rules(assume, *own):
    return [turn.deal.tax for turn in chain(assume, *own).scenario.purchases]


def test_a_state_alone_gives_rate_credit_and_rebate():
    texas = rule("state: TX")

    assert (62_500, None, False, ()) == (
        texas.rate_ppm,
        texas.credit_cap,
        texas.rebate_taxed,
        texas.taxes,
    )
    assert ("TX", date(2025, 1, 1), date(2027, 12, 31)) == (
        texas.state_rule.state,
        texas.state_rule.since,
        texas.state_rule.until,
    )


def test_the_local_rate_is_added_to_every_rate_by_day():
    maryland = rule("state: MD, local: 0.5%")

    assert (65_000, ((date(2025, 7, 1), 70_000),)) == (maryland.rate_ppm, maryland.state_rule.rates)


def parts(tax):
    agreed = rule(tax)
    partial = agreed.state_rule.partial
    return agreed.rate_ppm, [(part.rate_ppm, part.over, part.up_to) for part in partial]


def test_a_local_rate_with_a_cap_is_due_on_the_first_part_and_not_added():
    assert (60_000, []) == parts("state: FL")
    assert (60_000, []) == parts("state: FL, local: 0%")
    assert (60_000, [(15_000, 0, 5_000_00)]) == parts("state: FL, local: 1.5%")


def test_a_states_own_tax_on_a_part_is_due_with_and_without_a_local_one():
    own = (27_500, 1_600_00, 3_200_00)

    assert (70_000, [own]) == parts("state: TN")
    assert (70_000, [(22_500, 0, 1_600_00), own]) == parts("state: TN, local: 2.25%")


def test_a_written_rate_replaces_the_states_part_and_leaves_the_local_cap():
    assert (80_000, []) == parts("state: TN, rate: 8%")
    assert (80_000, [(22_500, 0, 1_600_00)]) == parts("state: TN, rate: 8%, local: 2.25%")


def test_each_written_key_replaces_the_states_own():
    assert 90_000 == rule("state: VA, rate: 9%").rate_ppm
    assert 0 == rule("state: VA, rate: 9%").credit_cap
    assert 500_00 == rule("state: VA, trade_in_credit: $500").credit_cap
    assert rule("state: TX, rebate_taxed: yes").rebate_taxed
    assert "all" == rule("state: TX, taxes: all").taxes


def test_a_written_rate_replaces_minimum_and_maximum():
    assert 75_00 == rule("state: VA").state_rule.minimum
    assert 0 == rule("state: VA, rate: 0%").state_rule.minimum
    assert 500_00 == rule("state: SC").state_rule.maximum
    assert None is rule("state: SC, rate: 5%").state_rule.maximum


def test_a_written_credit_is_that_of_used_vehicles_too():
    assert rule("state: OH").state_rule.new_only
    assert not rule("state: OH, trade_in_credit: full").state_rule.new_only


def test_a_written_credit_takes_the_place_of_one_by_day():
    michigan = rule("state: MI, trade_in_credit: full", top="title: t")

    assert (None, ()) == (michigan.credit_cap, michigan.state_rule.caps)


@pytest.mark.parametrize(
    ("tax", "says"),
    [
        ("state: MI", "the credit in Michigan goes by the day of delivery; write `start:`"),
        ("state: IL, rate: 6%", "the credit in Illinois"),
        ("state: MD", "the rate in Maryland goes by the day.*or rate"),
        ("state: MD, trade_in_credit: full", "the rate in Maryland"),
    ],
)
def test_a_rule_by_the_day_needs_a_start(tax, says):
    with pytest.raises(reader.ScenarioError, match=says):
        read(tax, top="title: t")


@pytest.mark.parametrize(
    "tax", ["state: MI, trade_in_credit: none", "state: MD, rate: 6%", "state: TX"]
)
def test_a_rule_of_every_day_needs_none(tax):
    assert [] == told(tax, top="title: t")


def test_a_start_that_is_wrong_is_not_missing_too():
    with pytest.raises(reader.ScenarioError) as caught:
        read("state: MI", top="start: soon")

    assert ["start"] == [problem.path for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("tax", "says"),
    [
        ("state: OH, local: 14.26%", "over the limit together, 5.75% and 14.26%"),
        ("state: MD, local: 13.6%", "6.5% and 13.6%"),
        ("state: OH, rate: 15%, local: 6%", "15% and 6%"),
        ("rate: 5%, local: 1%", "local goes with state"),
        ("local: 1%", "rate is missing"),
    ],
)
def test_a_local_tax_that_cannot_be_computed_is_refused(tax, says):
    with pytest.raises(reader.ScenarioError, match=says):
        read(tax)


@pytest.mark.parametrize("tax", ["state: OH, local: 14.25%", "state: MD, local: 13.5%"])
def test_a_local_tax_up_to_the_limit_is_added(tax):
    assert read(tax)


def test_a_local_tax_is_doubted_unless_it_is_sourced():
    assert [] == told("state: OH, local: 1%")
    assert "Texas has no local tax on vehicles" in told("state: TX, local: 1%")[0]
    assert "no source says how local tax works in Alabama" in told("state: AL, local: 1%")[0]
    assert [] == told("state: FL, local: 1%") == told("state: TN, local: 1%")
    assert [] == told("state: NY, rate: 4%, trade_in_credit: full, local: 4.5%")


def test_a_rebate_is_doubted_unless_it_is_sourced_or_said():
    rebate = "rebate: 500, "

    assert "whether California taxes a rebate" in told("state: CA", more=rebate)[0]
    assert [] == told("state: CA, rebate_taxed: yes", more=rebate)
    assert [] == told("state: CA", more="rebate: 0, ")
    assert [] == told("state: OH", more=rebate)
    assert [] == told("state: TX", more=rebate)
    assert [] == told("state: IA", more=rebate)
    assert [] == told("state: MO", more=rebate)


def test_a_caution_comes_with_the_computed_tax():
    assert "computed as with an affidavit" in told("state: KY")[0]
    assert [] == told("state: KY, rate: 6%, trade_in_credit: full")


def test_a_doubt_about_what_is_assumed_is_told_once():
    scenario = chain("state: VT", "", "taxes: all", "rebate_taxed: yes")

    assert 1 == len(scenario.warnings)


def test_a_state_of_its_own_takes_nothing_but_taxes_from_what_is_assumed():
    first, second = rules(
        "state: OH, local: 1%, trade_in_credit: none, rebate_taxed: no, rolled_in_taxed: yes, taxes: all",
        "",
        "state: WI",
    )

    assert (67_500, 0, False, True, "all") == (
        first.rate_ppm,
        first.credit_cap,
        first.rebate_taxed,
        first.rolled_in_taxed,
        first.taxes,
    )
    assert (50_000, None, True, False, "all") == (
        second.rate_ppm,
        second.credit_cap,
        second.rebate_taxed,
        second.rolled_in_taxed,
        second.taxes,
    )


def test_a_state_that_is_assumed_merges_like_any_setting():
    first, second = rules("state: OH", "local: 1%", "rate: 7%, trade_in_credit: none")

    assert (67_500, "OH") == (first.rate_ppm, first.state_rule.state)
    assert (70_000, 0, "OH") == (second.rate_ppm, second.credit_cap, second.state_rule.state)


def test_a_local_tax_assumed_without_a_state_is_refused_once():
    with pytest.raises(reader.ScenarioError) as caught:
        chain("rate: 5%, local: 1%", "", "")

    assert ["assume.tax.local"] == [problem.path for problem in caught.value.problems]


def test_a_local_tax_assumed_for_purchases_that_name_their_states_is_refused():
    with pytest.raises(reader.ScenarioError, match="local goes with state"):
        chain("local: 1%", "state: OH", "state: TX")


def test_a_state_that_does_not_exist_is_one_problem():
    with pytest.raises(reader.ScenarioError) as caught:
        chain("state: tx, local: 1%", "", "")

    assert ["assume.tax.state"] == [problem.path for problem in caught.value.problems]


def test_what_a_state_of_its_own_puts_aside_is_no_difference():
    first = chain("state: OH, local: 1%", "state: TX")
    second = chain("state: OH, local: 1.25%", "state: TX")

    assert {} == diff.between([first, second])


def found_doubts(start, tax, keep=""):
    purchase = PURCHASE.replace("TAX", tax).replace("loan:", f"{keep}loan:")
    text = f"start: {start}\npurchases: [{purchase}, {PURCHASE.replace('TAX', tax)}]"
    return warnings.raised(playing.simulated(text).turns)


@pytest.mark.parametrize("start", ["2025-01-01", "2027-12-31"])
def test_a_purchase_within_the_dates_of_its_row_is_not_doubted(start):
    assert [] == found_doubts(start, "state: TX", "keep: 0 months, ")


def test_a_purchase_outside_the_dates_of_its_row_is_doubted():
    early, late = found_doubts("2024-12-31", "state: TX", "keep: 37 months, ")

    assert ("purchases[1].tax.state", "purchases[2].tax.state") == (early.path, late.path)
    assert (
        "tradein knows the rule of TX from 2025-01-01 on, and the purchase is on 2024-12-31"
        in early.message
    )
    assert (
        "tradein knows the rule of TX until 2027-12-31, and the purchase is on 2028-01-31"
        in late.message
    )


def test_who_writes_rate_and_credit_has_looked_them_up():
    own = "state: TX, rate: 6.25%, trade_in_credit: full"

    assert [] == found_doubts("2019-01-01", own, "keep: 0 months, ")
