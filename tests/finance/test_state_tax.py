"""Rates, caps, minimums and maximums that a state's law adds to a tax rule."""

from datetime import date

import pytest

from tradein.finance import tax
from tradein.finance.terms import PartialTax, StateTaxRule, TaxRule

DAY, NEXT = date(2024, 12, 31), date(2025, 1, 1)


def held(day, used=False, **rules):
    rule = TaxRule(rate_ppm=60_000, state_rule=StateTaxRule(state="MI", **rules))
    on = tax.in_force(rule, day, used)
    return on.rate_ppm, on.credit_cap


def test_a_rule_without_a_state_is_the_same_every_day():
    rule = TaxRule(rate_ppm=60_000)

    assert rule is tax.in_force(rule, None, used=True)


def test_a_cap_holds_from_its_day_on():
    caps = ((NEXT, 11_000_00), (date(2026, 1, 1), 12_000_00), (date(2029, 1, 1), None))

    assert (60_000, None) == held(DAY, caps=caps)
    assert (60_000, 11_000_00) == held(NEXT, caps=caps)
    assert (60_000, 12_000_00) == held(date(2028, 12, 31), caps=caps)
    assert (60_000, None) == held(date(2029, 1, 1), caps=caps)


def test_a_rate_changes_on_its_day():
    assert (60_000, None) == held(DAY, rates=((NEXT, 65_000),))
    assert (65_000, None) == held(NEXT, rates=((NEXT, 65_000),))


def test_new_only_leaves_a_used_vehicle_without_credit():
    assert (60_000, None) == held(None, used=False, new_only=True)
    assert (60_000, 0) == held(None, used=True, new_only=True)
    assert (60_000, 0) == held(NEXT, used=True, new_only=True, caps=((DAY, 5_00),))


def test_a_rule_by_the_day_without_a_day_is_refused():
    with pytest.raises(ValueError, match="the rule of MI depends on the day of delivery"):
        held(None, caps=((DAY, 5_00),))


@pytest.mark.parametrize(
    ("taxable", "cents"), [(0, 75_00), (1_807_22, 75_00), (1_807_23, 75_00), (1_807_35, 75_01)]
)
def test_the_tax_is_at_least_the_minimum(taxable, cents):
    rule = TaxRule(rate_ppm=41_500, state_rule=StateTaxRule(state="VA", minimum=75_00))

    assert cents == tax.due(rule, taxable)


@pytest.mark.parametrize(
    ("taxable", "cents"), [(0, 0), (9_999_99, 500_00), (9_999_80, 499_99), (50_000_00, 500_00)]
)
def test_the_tax_is_at_most_the_maximum(taxable, cents):
    rule = TaxRule(rate_ppm=50_000, state_rule=StateTaxRule(state="SC", maximum=500_00))

    assert cents == tax.due(rule, taxable)


LOCAL = PartialTax(rate_ppm=22_500, up_to=1_600_00)
NEXT_PART = PartialTax(rate_ppm=27_500, over=1_600_00, up_to=3_200_00)


@pytest.mark.parametrize(
    ("taxable", "cents"),
    [
        (0, 0),
        (1_600_00, 112_00 + 36_00),
        (1_600_01, 112_00 + 36_00),  # 7 % and 2.75 % of a cent
        (1_600_06, 112_00 + 36_00 + 1),  # 0.585 cents
        (2_400_00, 168_00 + 36_00 + 22_00),
        (3_200_00, 224_00 + 36_00 + 44_00),
        (25_000_00, 1_750_00 + 36_00 + 44_00),
    ],
)
def test_taxes_on_parts_are_added_and_all_is_rounded_once(taxable, cents):
    state = StateTaxRule(state="TN", partial=(LOCAL, NEXT_PART))

    assert cents == tax.due(TaxRule(rate_ppm=70_000, state_rule=state), taxable)


def test_a_tax_on_a_part_counts_toward_the_maximum():
    state = StateTaxRule(state="XX", partial=(LOCAL,), maximum=100_00)

    assert 100_00 == tax.due(TaxRule(rate_ppm=50_000, state_rule=state), 1_600_00)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"rate_ppm": 200_001, "up_to": 1}, "rate_ppm must be from 0 to 200000"),
        ({"rate_ppm": 1, "up_to": -1}, "up_to must be from 0"),
        ({"rate_ppm": 1, "over": -1, "up_to": 1}, "over must be from 0"),
        ({"rate_ppm": 1, "over": 3, "up_to": 2}, "up_to must be at least over, 3, not 2"),
    ],
)
def test_a_part_beyond_the_limits_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        PartialTax(**wrong)


def test_a_part_may_be_empty():
    assert 2 == PartialTax(rate_ppm=1, over=2, up_to=2).up_to


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"caps": ((NEXT, 1), (DAY, 2))}, "must be increasing"),
        ({"rates": ((DAY, 1), (DAY, 2))}, "must be increasing"),
        ({"rates": ((DAY, 200_001),)}, "rate must be from 0 to 200000"),
        ({"caps": ((DAY, -1),)}, "cap must be from 0"),
        ({"minimum": -1}, "minimum must be from 0"),
        ({"maximum": 10**9 + 1}, "maximum must be from 0"),
    ],
)
def test_a_state_rule_beyond_the_limits_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        StateTaxRule(state="XX", **wrong)
