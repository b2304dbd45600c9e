"""GAP's small print may stand at the product: that is the same as under the ways out."""

import json

import pytest

from helpers.command import here
from tradein.finance.exits import GapTerms
from tradein.scenario import reader
from tradein.scenario.reader import ScenarioError

CHAIN = """\
title: T
start: 2025-01-15
purchases:
  - vehicle: truck
    price: $77,000
    msrp: $77,000
    tax: $0
    products:
      {product}
      service: $100
    loan: {{apr: 5%, months: 72}}
    value: {{appraisals: {{0: 70000, 72: 10000}}}}
    exits: {{deductible: $0{exits}}}
    {more}
"""
AT_PRODUCT = {
    "product": 'GAP waiver: {price: $900, kind: gap, limit: "$50,000", share: 150%}',
    "exits": "",
}
UNDER_EXITS = {
    "product": "GAP waiver: $900",
    "exits": ', gap_cover: {product: GAP waiver, limit: "$50,000", share: 150%}',
}
LOST = "keep: 12 months\n    total_loss: {deductible: $0, actual_cash_value: $40000}"


def read(text):
    return reader.read("file", text.encode())


@pytest.mark.parametrize("more", ["", LOST])
@pytest.mark.parametrize("command", [["exits"], ["simulate"], ["explain"]])
def test_both_ways_of_writing_it_say_the_same(command, more, capsys, tmp_path):
    answers = []
    for where in (AT_PRODUCT, UNDER_EXITS):
        path = tmp_path / "file.yaml"
        path.write_text(CHAIN.format(**where, more=more))
        ran = here(capsys, *command, str(path), "--format", "json")
        assert (ran.code, ran.err) == (0, "")
        answers.append(json.loads(ran.out))
    if command == ["explain"]:  # it names the lines, and one is longer
        answers = [json.dumps(answer).replace("GAP waiver", "") for answer in answers]
    assert answers[0] == answers[1]
    if command == ["simulate"] and more:
        sale = answers[0]["purchases"][0]["sale"]
        assert sale["gap_cover"]["benefit"] > 20_000


def test_its_terms_are_those_of_the_small_print():
    (truck,) = read(CHAIN.format(**AT_PRODUCT, more="")).scenario.purchases
    assert truck.exits.gap == GapTerms(
        product="GAP waiver", limit=50_000_00, share_ppm=1_500_000, base=77_000_00
    )
    assert truck.deal.products == (("GAP waiver", 900_00), ("service", 100_00))


def test_without_small_print_it_pays_what_is_left():
    plain = {"product": "GAP: {price: $900, kind: gap}", "exits": ""}
    (truck,) = read(CHAIN.format(**plain, more="")).scenario.purchases
    assert truck.exits.gap == GapTerms(product="GAP", base=77_000_00)


def test_it_may_be_assumed_for_all_purchases():
    text = """\
assume:
  products: {GAP: {price: $900, kind: gap, limit: $5000}}
  exits: {deductible: $500}
  loan: {apr: 5%, months: 72}
purchases:
  - {vehicle: first, price: $20000, keep: 12 months}
  - {vehicle: second, price: $21000, keep: 12 months, products: {service: $100}}
  - {vehicle: third, price: $22000, products: {Waiver: {price: $1, kind: gap, limit: $9}}}
"""
    first, second, third = read(text).scenario.purchases
    assert first.exits.gap == GapTerms(product="GAP", limit=5_000_00, base=20_000_00)
    assert second.exits.gap is None
    assert third.exits.gap == GapTerms(product="Waiver", limit=9_00, base=22_000_00)
    assert [turn.exits.deductible for turn in (first, second, third)] == [500_00] * 3


@pytest.mark.parametrize(
    ("product", "exits", "says"),
    [
        ("GAP: {kind: gap}", "", "9:12: purchases[1].products.GAP: price is missing; write it"),
        ("GAP: {price: $9}", "", "9:12: purchases[1].products.GAP: kind is missing; write `kind"),
        ("GAP: {price: $9, kind: gap, limit: x}", "", "9:42: purchases[1].products.GAP.limit: not"),
        ("GAP: {price: $9, kind: warranty}", "", "GAP.kind: not one of gap, 'warranty'"),
        ("GAP: {price: $9, kind: gap, product: GAP}", "", "unknown setting 'product'"),
        (
            "{GAP: {price: $9, kind: gap}}",
            ", gap_cover: {limit: $5}",
            None,
        ),
        (
            "GAP: {price: $9, kind: gap}",
            ", gap_cover: {limit: $5}",
            "9:12: purchases[1].products.GAP: exits.gap_cover has the small print of GAP already",
        ),
        (
            "a: {price: $9, kind: gap}\n      b: {price: $9, kind: gap}",
            "",
            "10:10: purchases[1].products.b: 'a' is GAP already; write the price alone",
        ),
        ("a: [1]", "", "9:10: purchases[1].products.a: "),
    ],
)
def test_what_is_wrong_is_told_where_it_is_written(product, exits, says):
    with pytest.raises(ScenarioError) as raised:
        read(CHAIN.format(product=product, exits=exits, more=""))
    assert says is None or says in str(raised.value)


def test_the_base_of_its_share_is_asked_for_where_the_share_is():
    used = CHAIN.format(**AT_PRODUCT, more="age: 2 years\n    worth: $70,000")
    with pytest.raises(ScenarioError) as raised:
        read(used.replace("    msrp: $77,000\n", ""))
    assert "8:69: purchases[1].products.GAP waiver.share: its base is not known" in str(
        raised.value
    )


def test_what_it_does_nothing_without_is_told_where_it_is_written():
    text = CHAIN.format(**AT_PRODUCT, more="").replace("deductible: $0", "auction: 50%")
    (doubt,) = [w for w in read(text).warnings if "GAP" in w.message]
    assert doubt.path == "purchases[1].products.GAP waiver"
    assert doubt.message.startswith("the small print of GAP does nothing without deductible")
    text = CHAIN.format(product="GAP: {price: $9, kind: gap, base: $5}", exits="", more="")
    assert [(w.path, w.message) for w in read(text).warnings if "share" in w.message] == [
        ("purchases[1].products.GAP.base", "base does nothing without share; remove it")
    ]


def test_a_price_alone_differs_only_by_the_small_print(tmp_path, capsys):
    plain, gap = tmp_path / "plain.yaml", tmp_path / "gap.yaml"
    plain.write_text(CHAIN.format(product="GAP: $900", exits="", more=""))
    gap.write_text(CHAIN.format(product="GAP: {price: $900, kind: gap}", exits="", more=""))
    ran = here(capsys, "compare", str(plain), str(gap))
    differing = ran.out.partition("Settings that differ")[2]
    assert [line.split() for line in differing.splitlines() if "purchases" in line] == [
        ["purchases[1].products.GAP.kind", "gap"]
    ]


def test_a_setting_of_it_is_set_by_its_path(tmp_path, capsys):
    path = tmp_path / "file.yaml"
    path.write_text(CHAIN.format(**AT_PRODUCT, more=""))
    limit = "purchases[1].products.GAP waiver.limit=$1,000"
    ran = here(capsys, "exits", str(path), "--at", "12", "--set", limit)
    assert "and GAP $1,000.00 of the" in ran.out
    swept = here(capsys, "sweep", str(path), "--vary", limit.replace("1,000", "1000 | $2000"))
    assert swept.code == 0
