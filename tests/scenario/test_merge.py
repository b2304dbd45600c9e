"""A purchase has its own settings and those of `assume`; each is known by where it was written."""

import pytest

from tradein.scenario import diff, merge, reader

ASSUMED = {
    "miles_a_year": 12_000,
    "loan": {"apr": 60_000, "months": 72},
    "tax": {"rate": 70_000, "local": 10_000, "taxes": "all"},
    "value": {"curve": "a"},
    "private_sale": {"share": 1},
}


def paths(prefix, settings):
    """Give the path of every group and of every setting in it."""
    listed = set()
    for key, value in settings.items():
        listed.add(f"{prefix}.{key}")
        if isinstance(value, dict):
            listed |= paths(f"{prefix}.{key}", value)
    return listed


@pytest.mark.parametrize(
    ("own", "held"),
    [
        ({}, ASSUMED),
        ({"loan": {"months": 60}}, {**ASSUMED, "loan": {"apr": 60_000, "months": 60}}),
        ({"value": {"table": 1}}, {**ASSUMED, "value": {"table": 1}}),
        ({"tax": {"amount": 597_86}}, {**ASSUMED, "tax": {"amount": 597_86}}),
        ({"tax": {"state": "OH"}}, {**ASSUMED, "tax": {"taxes": "all", "state": "OH"}}),
        (
            {"tax": {"rate": 50_000}},
            {**ASSUMED, "tax": {"rate": 50_000, "local": 10_000, "taxes": "all"}},
        ),
        ({"private_sale": {"fee": 2}}, {**ASSUMED, "private_sale": {"share": 1, "fee": 2}}),
        ({"miles_a_year": 9}, {**ASSUMED, "miles_a_year": 9}),
    ],
)
def test_values_and_origins_agree(own, held):
    written = paths("assume", ASSUMED) | paths("purchases[2]", own)

    assert held == merge.settings(ASSUMED, own)
    for path in paths("purchases[2]", {**ASSUMED, **held}):
        _, group, *rest = path.split(".")
        has = group in held and (not rest or rest[0] in held[group])
        assert has == (merge.origin(path, written) is not None), path


def test_an_origin_is_the_own_setting_before_the_assumed_one():
    written = {"assume.loan", "assume.loan.apr", "purchases[1]", "purchases[1].loan"}

    assert "assume.loan.apr" == merge.origin("purchases[1].loan.apr", written)
    own = "purchases[1].loan.apr"
    assert own == merge.origin(own, written | {own})
    assert merge.origin("title", written) is None
    assert merge.origin("purchases[1].loan.months", written) is None


REFUNDED = """
purchases:
  - vehicle: van
    price: 20000
    tax: {rate: 0%}
    products: {GAP: $800, VSC: $900}
    loan: {apr: 6%, months: 24}
    refunds:
      GAP: {fee: $1}
      VSC: {}
"""


def test_a_name_with_settings_below_it_is_no_difference_itself():
    """Only a name without settings stands for its own: there is nothing else to show."""
    plain = REFUNDED.partition("    refunds:")[0]
    readings = [reader.read("<test>", text.encode()) for text in (REFUNDED, plain)]

    assert {
        "purchases[1].refunds.GAP.fee": ["$1", None],
        "purchases[1].refunds.VSC": ["VSC", None],
    } == diff.between(readings)


CHAIN = """
assume:
  events:
    - {{month: 3, extra: 100}}
    - {{month: 5, extra: 200}}
purchases:
  - vehicle: van
    price: 20000
    tax: {{rate: 0%}}
    loan: {{apr: 6%, months: 24}}
    {own}
"""


def test_a_purchase_with_events_of_its_own_takes_none_of_those_assumed():
    """The second assumed event does not count as a difference: no purchase takes it."""

    def reading(cents):
        text = CHAIN.replace("extra: 200", f"extra: {cents}")
        return reader.read(
            "<test>", text.format(own="events: [{month: 4, skip: 1 month}]").encode()
        )

    first, second = reading(200), reading(300)

    assert first.scenario.purchases == second.scenario.purchases
    assert {} == diff.between([first, second])
