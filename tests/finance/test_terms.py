"""Terms beyond their limits are refused when they are made."""

import pytest

from tradein.finance.terms import DAILY, MONTHLY, PRECOMPUTED, LoanTerms, PrecomputedTerms


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"add_on_ppm": 500_001}, "add_on_ppm must be from 0 to 500000"),
        ({"add_on_ppm": -1}, "add_on_ppm must be from 0 to 500000"),
        ({"refund": "rule of 77"}, "refund must be one of rule of 78, actuarial"),
    ],
)
def test_precomputed_terms_beyond_their_limits_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        PrecomputedTerms(**wrong)


@pytest.mark.parametrize(
    ("agreed", "name"),
    [({}, MONTHLY), ({"daily": True}, DAILY), ({"precomputed": PrecomputedTerms()}, PRECOMPUTED)],
)
def test_a_loan_says_how_its_interest_is_counted(agreed, name):
    assert name == LoanTerms(apr_ppm=60_000, months=12, **agreed).interest
