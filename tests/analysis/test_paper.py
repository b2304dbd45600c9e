"""A paper's figures beside a disclosure: what agrees, which line differs, which sum is wrong."""

import json
from decimal import Decimal

import attrs
import pytest

from helpers import playing
from tradein.analysis import disclosure, paper
from tradein.analysis.paper import AS_WRITTEN, DOWN_PAYMENT, LIEN_FIRST, Line, Sum
from tradein.engine import simulate
from tradein.finance.paper import Paper
from tradein.report import json_document
from tradein.report.narrative import paper as sentences
from tradein.report.tables import disclosure as tables
from tradein.report.tables.table import Dollars, Percent
from tradein.scenario import reader

BOUGHT = """purchases:
  - vehicle: van
    price: 10000
    fees: {Doc: 150, title: 50}
    products: {GAP: 795}
    tax: {rate: 0%}
    loan: {apr: 9%, months: 36}
"""
"""$10,995 at 9 % over 36 months: 35 payments of $349.64 and one of $349.56, $1,591.96 of interest."""
UNDER_WATER = """purchases:
  - {vehicle: old, owed: 10000, worth: 8000, age: 2 years, keep: 0 months, loan: {apr: 5%, months: 9}}
  - vehicle: new
    price: 20000
    down: 500
    trade_in: {cash: 300}
    tax: {rate: 0%}
    loan: {apr: 0%, months: 100}
"""
"""$2,000 under water, $300 of it paid by cash written there, and $500 of cash down."""


def stated(text=BOUGHT, **figures):
    """The statements of a file whose last purchase has a paper with these figures."""
    written = f"{text}    paper: {json.dumps(figures)}\n"
    read = reader.read("x.yaml", written.encode()).scenario
    papers = [getattr(turn, "paper", None) for turn in read.purchases]
    return disclosure.of(simulate.simulate(read), papers)


def compared(text=BOUGHT, **figures):
    return stated(text, **figures)[-1].compared


def told(text=BOUGHT, **figures):
    return sentences.answers(stated(text, **figures))[0]


RIGHT = {
    "price": "10000",
    "tax": "0",
    "fees": {"doc": "150", "title": "50"},
    "products": "795",
    "prior_lien": "0",
    "down_payment": "0",
    "amount_financed": "10995",
    "apr": "9.00%",
    "payments": "36",
    "payment": "349.64",
    "last_payment": "349.56",
    "finance_charge": "1591.96",
    "total_of_payments": "12586.96",
    "total_sale_price": "12586.96",
}


# To the cent


def test_a_paper_that_is_right_agrees():
    assert compared(**RIGHT).agrees
    assert told(**RIGHT) == "The paper agrees with the simulation to the cent."


@pytest.mark.parametrize(
    ("name", "figure", "line"),
    [
        ("price", "10000.01", Line("price", None, 1_000_001, 1_000_000)),
        ("products", "700", Line("products", None, 700_00, 795_00)),
        ("apr", "9.01%", Line("apr", None, 90_100, 90_000)),
        ("apr", "9.0003%", Line("apr", None, 90_003, 90_000)),
        ("payments", "37", Line("payments", None, 37, 36)),
        ("payment", "349.65", Line("payment", None, 349_65, 349_64)),
        ("last_payment", "349.64", Line("last_payment", None, 349_64, 349_56)),
        ("finance_charge", "1711.96", Line("finance_charge", None, 1_711_96, 1_591_96)),
        ("total_of_payments", "12586.95", Line("total_of_payments", None, 1_258_695, 1_258_696)),
        ("prior_lien", "1", Line("prior_lien", None, 1_00, 0)),
        ("prepaid_finance_charge", "75", Line("prepaid_finance_charge", None, 75_00, 0)),
    ],
)
def test_a_figure_that_is_off_is_the_only_line_that_differs(name, figure, line):
    assert [line] == compared(**{**RIGHT, name: figure}).differing


def test_fees_are_compared_by_their_names_in_capitals_or_not():
    lines = compared(fees={"DOC": "150", "etching": "299", "nothing": "0"}).lines

    assert [
        Line("fees", "DOC", 150_00, 150_00),
        Line("fees", "etching", 299_00, None),
        Line("fees", "title", None, 50_00),
    ] == lines
    assert [0, 299_00, -50_00] == [line.difference for line in lines]


def test_names_that_differ_in_capitals_alone_are_added():
    assert compared(fees={"doc": "100", "DOC": "50", "title": "50"}).agrees


# The paper's own sums


@pytest.mark.parametrize(
    ("figures", "wrong"),
    [
        (
            {"amount_financed": "10000", "finance_charge": "1", "total_of_payments": "10002"},
            Sum("amount_financed + finance_charge", "total_of_payments", 1_000_200, 1_000_100),
        ),
        (
            {"total_of_payments": "10000", "down_payment": "5", "total_sale_price": "10000"},
            Sum("total_of_payments + down_payment", "total_sale_price", 1_000_000, 1_000_500),
        ),
        (
            {"payments": "3", "payment": "10", "last_payment": "9", "total_of_payments": "30"},
            Sum("payments", "total_of_payments", 30_00, 29_00),
        ),
        (
            {"payments": "3", "payment": "10", "total_of_payments": "30.04"},
            Sum("payments", "total_of_payments", 30_04, 30_00),
        ),
        (
            {"price": "10", "fees": "2", "products": "3", "amount_financed": "14"},
            Sum("itemization", "amount_financed", 14_00, 15_00),
        ),
        (
            {"price": "10", "fees": {"a": "1", "b": "1"}, "products": "3", "rebate": "1",
             "cash_down": "2", "net_trade_in": "3", "tax": "4", "prior_lien": "5",
             "amount_financed": "1"},
            Sum("itemization", "amount_financed", 1_00, 18_00),
        ),
        (
            {"price": "10", "fees": "2", "products": "3", "down_payment": "4", "amount_financed": "1"},
            Sum("itemization", "amount_financed", 1_00, 11_00),
        ),
    ],
)  # fmt: skip
def test_a_sum_of_the_papers_own_that_is_wrong(figures, wrong):
    assert [wrong] == compared(**figures).sums


@pytest.mark.parametrize(
    "figures",
    [
        {"payments": "3", "payment": "10", "total_of_payments": "30.03"},
        {"payments": "3", "payment": "10", "total_of_payments": "29.97"},
        {"payments": "3", "payment": "10"},
        {"price": "10", "fees": "2", "amount_financed": "14"},
        {"price": "10", "fees": "2", "products": "3"},
        {"fees": "2", "products": "3", "amount_financed": "14"},
        {"amount_financed": "5", "total_of_payments": "9"},
    ],
)
def test_no_sum_is_wrong_that_the_paper_does_not_have_whole(figures):
    """A last payment of its own may differ by cents; GAP is in the simulation and not on the paper."""
    assert [] == compared(**figures).sums


# The cash beside negative equity


@pytest.mark.parametrize(
    ("down", "lien", "cash", "price", "reading"),
    [
        ("500", "1700", "500", "21700", AS_WRITTEN),
        ("800", "2000", "800", "22000", DOWN_PAYMENT),
        ("0", "1200", "0", "21200", LIEN_FIRST),
    ],
)
def test_a_paper_may_count_the_cash_in_any_way_that_a_creditor_may(
    down, lien, cash, price, reading
):
    figures = {"down_payment": down, "prior_lien": lien, "cash_down": cash}
    beside = compared(UNDER_WATER, **figures, total_sale_price=price, total_of_payments="21200")

    assert beside.agrees
    assert reading == beside.reading


def test_the_reading_is_said_where_it_is_another():
    figures = {"prior_lien": "2000", "down_payment": "801"}

    assert told(UNDER_WATER, **figures) == (
        "On the paper of purchase 2, the down payment is $1.00 more than the simulation's $800.00. It "
        "counts all the cash as down payment."
    )
    assert told(UNDER_WATER, prior_lien="1200").endswith(
        "It lets the cash pay the old lender first."
    )


# In words


def test_the_first_sentence_is_the_answer():
    assert told(**{**RIGHT, "finance_charge": "1711.96"}) == (
        "The paper's finance charge is $120.00 more than the simulation's $1,591.96. It does not "
        "add up: its amount financed and finance charge make $12,706.96, and its total of payments "
        "is $12,586.96, $120.00 less."
    )


def test_every_kind_of_difference_has_its_words():
    text = told(fees={"doc": "150", "wax {1}": "299"}, apr="9.2%", payments="35", payment="349.60")

    assert text == (
        "The paper has wax {1} for $299.00, and the simulation does not. It does not have title for "
        "$50.00, and the simulation does. Its APR is 0.2 points more than the simulation's 9%. Its "
        "number of payments is 1 less than the simulation's 36. Its payment is $0.04 less than the "
        "simulation's $349.64."
    )
    assert told(apr="8.875%").endswith(
        "0.125 points less than the simulation's 9%, within the 1/8 point that Regulation Z allows."
    )


def test_a_wrong_sum_alone_is_said_first():
    """It can only be one that the simulation has not to compare with: a last payment by the cent."""
    compared_alone = paper.Comparison(
        [], [Sum("payments", "total_of_payments", 31_00, 30_00)], AS_WRITTEN
    )

    assert not compared_alone.agrees
    assert sentences.told(compared_alone, "The paper", "The paper's") == (
        "The paper does not add up: its payments make $30.00, and its total of payments is $31.00, "
        "$1.00 more."
    )


def test_a_paper_of_cash_has_nothing_to_agree_with():
    cash = "purchases:\n  - vehicle: van\n    price: 100\n    down: 100\n    tax: {rate: 0%}\n"

    assert told(cash, price="100") == (
        "The paper has nothing to agree with: nothing is financed, so there is no credit to disclose."
    )
    assert [] == tables.papers(stated(cash, price="100"))


def test_an_empty_paper_is_none():
    assert stated()[0].paper is None
    assert [] == sentences.answers(stated())


def test_the_table_has_both_sides_in_their_units():
    figures = {"fees": {"doc": "150"}, "apr": "9.0001%", "payments": "36", "payment": "349.65"}
    shown = tables.parts(stated(**figures))[-1]

    assert [
        ["doc", Dollars(150_00), Dollars(150_00), Dollars(0)],
        ["title", None, Dollars(50_00), Dollars(-50_00)],
        ["APR", Percent(90_001, 4), Percent(90_000, 4), Percent(1, 4)],
        ["number of payments", 36, 36, 0],
        ["payment", Dollars(349_65), Dollars(349_64), Dollars(1)],
    ] == shown.rows
    assert ["APR", Percent(912), Percent(900), Percent(12)] in tables.parts(stated(apr="9.12%"))[
        -1
    ].rows


def test_the_document_has_both_sides_and_the_wrong_sums():
    statements = stated(apr="9.5%", payments="36", payment="350", total_of_payments="12586.96")
    answer = json_document.disclosures([("x", statements)])["purchases"][0]["paper"]

    assert not answer["agrees"]
    assert answer["cash"] == AS_WRITTEN
    assert {"line": "apr", "item": None, "paper": 9.5, "simulated": 9, "difference": 0.5} in answer[
        "lines"
    ]
    assert {
        "line": "payments",
        "item": None,
        "paper": 36,
        "simulated": 36,
        "difference": 0,
    } in answer["lines"]
    assert [
        {"of": "payments", "total": "total_of_payments", "paper": 12586.96, "adds_up_to": 12600,
         "difference": -13.04}
    ] == answer["sums"]  # fmt: skip


# Random chains


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize("first", playing.blocks(range(len(playing.seeds(60, 2)) // 30 * 30), 30))
def test_a_paper_with_the_figures_of_the_oracle_agrees_and_a_cent_more_does_not(first):
    checked = 0
    for seed in range(first, first + 30):
        chain = playing.seeded(seed)
        if chain is None:
            continue
        known = zip(playing.disclosed(seed), disclosure.of(chain.ledger), strict=True)
        for theirs, statement in known:
            if theirs["missing"] is None and theirs["apr_percent"] is not None:
                printed = of_oracle(theirs)

                assert paper.compare(printed, statement.box).agrees, f"seed {seed}"
                for name, _ in printed.figures:
                    more = 30_000 if name == "apr" else 1
                    off = tuple((n, c + more * (n == name)) for n, c in printed.figures)
                    beside = paper.compare(attrs.evolve(printed, figures=off), statement.box)

                    assert [name] == [line.name for line in beside.differing], f"seed {seed}"
                checked += 1

    assert checked > 10


def of_oracle(theirs):
    """A paper that says what the oracle calculated."""
    sums = {key: value for key, value in theirs["itemization"].items() if "lines" not in key}
    fees, products = (
        tuple((line["name"], cents(line["amount"])) for line in theirs["itemization"][key])
        for key in ("fee_lines", "product_lines")
    )
    names = ("finance_charge", "amount_financed", "total_of_payments", "total_sale_price")
    figures = {key: cents(value) for key, value in sums.items() if key not in ("fees", "products")}
    figures |= {
        key: cents(theirs[key]) for key in (*names, "down_payment", "prepaid_finance_charge")
    }
    figures["apr"] = int(Decimal(theirs["apr_percent"]) * 10_000)
    blocks = theirs["payments"]
    figures["payments"] = sum(block["times"] for block in blocks)
    figures |= {"payment": cents(blocks[0]["amount"]), "last_payment": cents(blocks[-1]["amount"])}
    return Paper(tuple(figures.items()), fees or None, products or None)


def cents(dollars):
    return int(Decimal(dollars) * 100)
