"""The sales tax on a purchase."""

import pytest

from tradein.finance import tax, terms
from tradein.finance.terms import TaxRule


def tax_due(rule, price, extras=0, rebate=0, allowance=0):
    return tax.due(rule, tax.base(rule, price, extras, rebate, allowance))


def test_a_purchase_without_a_rule_is_not_taxed():
    assert 0 == tax_due(TaxRule(), 30_000_00)


def test_a_tax_as_printed_is_taken_as_it_is():
    assert 597_86 == tax_due(TaxRule(amount=597_86), 30_000_00, 500_00, 1_000_00, 40_000_00)


def test_the_official_ohio_example_of_a_new_vehicle():
    rule = TaxRule(rate_ppm=70_000)

    assert 22_000_00 == tax.base(rule, 27_000_00, 0, 0, 5_000_00)
    assert 1_540_00 == tax_due(rule, 27_000_00, allowance=5_000_00)


def test_the_official_ohio_example_of_a_used_vehicle_gives_no_credit():
    rule = TaxRule(rate_ppm=70_000, credit_cap=0)

    assert 1_890_00 == tax_due(rule, 27_000_00, allowance=5_000_00)


def test_a_capped_credit_as_in_illinois_in_2021():
    now, then = TaxRule(rate_ppm=97_500), TaxRule(rate_ppm=97_500, credit_cap=10_000_00)

    assert 1_462_50 == tax_due(now, 40_000_00, allowance=25_000_00)
    assert 2_925_00 == tax_due(then, 40_000_00, allowance=25_000_00)


def test_an_allowance_below_the_cap_is_credited_whole():
    assert 4_000_00 == tax.credit(TaxRule(credit_cap=10_000_00), 4_000_00)


def test_a_rebate_is_taxed_unless_the_rule_says_otherwise():
    taxed, untaxed = TaxRule(rate_ppm=62_500), TaxRule(rate_ppm=62_500, rebate_taxed=False)

    assert 1_250_00 == tax_due(taxed, 20_000_00, rebate=2_000_00)
    assert 1_125_00 == tax_due(untaxed, 20_000_00, rebate=2_000_00)


def test_what_is_rolled_in_is_taxed_if_the_rule_says_so():
    """Ohio Administrative Code 5703-9-36, example 1a, with the $2,000 apart from the price."""
    taxed, untaxed = TaxRule(rolled_in_taxed=True), TaxRule()

    assert 22_000_00 == tax.base(taxed, 25_000_00, 0, 0, 5_000_00, 2_000_00)
    assert 20_000_00 == tax.base(untaxed, 25_000_00, 0, 0, 5_000_00, 2_000_00)


def test_extras_that_are_taxed_belong_to_the_base():
    assert 21_500_00 == tax.base(TaxRule(), 20_000_00, 1_500_00, 0, 0)


def test_the_base_is_never_below_zero():
    assert 0 == tax.base(TaxRule(), 20_000_00, 0, 0, 25_000_00)


@pytest.mark.parametrize(("taxable", "cents"), [(8, 1), (7, 0), (24, 2), (23, 1), (0, 0)])
def test_tax_is_rounded_once_halves_up(taxable, cents):
    assert cents == tax.due(TaxRule(rate_ppm=62_500), taxable)


def test_a_rule_covers_the_names_it_lists():
    rule = TaxRule(taxes=("doc", "GAP"))

    assert [True, True, False] == [rule.covers(name) for name in ("doc", "GAP", "title")]


def test_a_rule_may_cover_everything_or_nothing():
    assert TaxRule(taxes=terms.ALL).covers("title")
    assert not TaxRule().covers("title")


@pytest.mark.parametrize(
    "wrong",
    [{"rate_ppm": -1}, {"rate_ppm": 200_001}, {"credit_cap": -1}, {"credit_cap": 10**9 + 1}],
)
def test_a_rule_beyond_the_limits_is_refused(wrong):
    with pytest.raises(ValueError, match="must be from"):
        TaxRule(**wrong)


def test_names_are_in_a_tuple():
    with pytest.raises(ValueError, match="names in a tuple, or 'all', not 'doc'"):
        TaxRule(taxes="doc")
