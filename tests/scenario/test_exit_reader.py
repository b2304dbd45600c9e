"""What the ways out go by: read, merged with `assume`, and refused where it makes no sense."""

import pytest

from tradein.finance.exits import ExitTerms, GapTerms, RefinanceTerms
from tradein.scenario import merge, reader
from tradein.scenario.reader import ScenarioError

CHAIN = """
assume:
  loan: {apr: 9%, months: 60}
  exits:
    deductible: $500
    auction: 55%
    gap_cover: {product: GAP, share: 150%}
purchases:
  - vehicle: first
    price: $30000
    msrp: $31000
    products: {GAP: $795}
    keep: 12 months
    exits: {auction_costs: $90, days_to_sell: 30 days, refinance: {apr: 6%, months: 48}}
  - vehicle: second
    price: $20000
    age: 2 years
    worth: $18000
    retail: $21000
    products: {GAP: $500}
    keep: 12 months
    exits: {gap_cover: {limit: $9000, share: 120%, over_share: prorated, deductible: $100}}
  - vehicle: third
    price: $40000
"""


def exits(text):
    return [turn.exits for turn in reader.read("file", text.encode()).scenario.purchases]


def test_each_purchase_has_its_own_terms_and_those_assumed():
    first, second, third = exits(CHAIN)

    assert first == ExitTerms(
        days_to_sell=30,
        deductible=500_00,
        auction_ppm=550_000,
        auction_costs=90_00,
        refinance=RefinanceTerms(apr_ppm=60_000, months=48),
        gap=GapTerms(share_ppm=1_500_000, base=31_000_00),
    )
    assert second == ExitTerms(
        deductible=500_00,
        auction_ppm=550_000,
        gap=GapTerms(
            limit=9_000_00,
            share_ppm=1_200_000,
            base=21_000_00,
            over_share="prorated",
            deductible=100_00,
        ),
    )
    assert third == ExitTerms(deductible=500_00, auction_ppm=550_000)  # it has no GAP


def test_an_own_cover_is_taken_as_a_whole():
    written = {"assume.exits.gap_cover.limit", "purchases[1].exits", "purchases[1].exits.auction"}
    limit = "purchases[1].exits.gap_cover.limit"

    assert merge.origin(limit, written) == "assume.exits.gap_cover.limit"
    assert merge.origin(limit, written | {"purchases[1].exits.gap_cover"}) is None


OWED = """
purchases:
  - {{vehicle: van, owed: 9000, worth: 8000, age: 2 years, loan: {{apr: 9%, months: 60}}, exits: {{{exits}}}}}
"""


def test_a_vehicle_that_is_owned_already_may_have_gap():
    cover = "deductible: 0, gap_cover: {product: GAP, share: 150%, base: 12000}"
    (terms,) = exits(OWED.format(exits=cover))

    assert terms.gap == GapTerms(share_ppm=1_500_000, base=12_000_00)
    assert exits(OWED.format(exits="deductible: 0"))[0].gap is None


BOUGHT = """
purchases:
  - {{vehicle: van, price: 9000, {more}loan: {{apr: 9%, months: 60}}, exits: {{deductible: 0, {exits}}}}}
  - not a purchase
"""


@pytest.mark.parametrize(
    ("more", "terms", "says"),
    [
        ("", "gap_cover: {product: GAP}", "no product is called 'GAP'; write it in products"),
        ("products: {a: 5}, ", "gap_cover: {product: b}", "no product is called 'b'; known: a"),
        ("", "refinance: {months: 48}", "refinance: apr is missing; write it"),
        ("", "refinance: {apr: 6%}", "refinance: months is missing; write it"),
        ("age: 2 years, worth: 8000, ", "gap_cover: {share: 150%}", "its base is not known"),
    ],
)
def test_what_is_missing_is_said(more, terms, says):
    with pytest.raises(ScenarioError) as raised:
        reader.read("file", BOUGHT.format(more=more, exits=terms).encode())

    assert says in str(raised.value)


@pytest.mark.parametrize(
    "terms", ["refinance: {apr: 6, months: 48}", "gap_cover: {share: 150%, base: no}"]
)
def test_what_is_written_wrong_is_not_missing(terms):
    more = "age: 2 years, worth: 8000, "
    with pytest.raises(ScenarioError) as raised:
        reader.read("file", BOUGHT.format(more=more, exits=terms).encode())

    assert "apr is missing" not in str(raised.value)
    assert "its base" not in str(raised.value)
