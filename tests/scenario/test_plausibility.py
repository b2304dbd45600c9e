"""What is right alone and unlikely where it stands, or beside the rest."""

from datetime import date

import pytest

from tradein.scenario import input_hints, reader

CAR = """\
purchases:
  - vehicle: car
    price: $24,500
    tax: {rate: 6.25%}
    loan: {apr: 7.9%, months: 72}
    keep: 24 months
"""


def doubted(text: str) -> list[tuple[str, str]]:
    """Give the path and the message of every doubt at reading a file."""
    return [(doubt.path, doubt.text) for doubt in reader.read("s.yaml", text.encode()).warnings]


def with_line(line: str) -> str:
    """Write the purchase with another setting."""
    return CAR.replace("    tax:", f"    {line}\n    tax:")


@pytest.mark.parametrize("part", ["fees", "products"])
@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("down", "'down' is read as a fee here; it belongs under purchases"),
        ("rebate", "'rebate' is read as a fee here; it belongs under purchases"),
        ("payoff", "it belongs under trade_in of a purchase"),
        ("months", "it belongs under loan of a purchase (or assume.loan)"),
        ("income", "it belongs under the top level"),
        ("balloon", "it belongs under loan of a purchase"),
        ("Down-Payment", "'Down-Payment' is read as a fee here; down belongs under purchases"),
        ("trade in value", "allowance belongs under trade_in of a purchase"),
        ("MSRP", "msrp belongs under purchases"),
        ("Rolled", "rolled belongs under loan of a purchase"),
        ("term", "months belongs under loan of a purchase"),
        ("total", "looks like the sum of other lines"),
        ("Sub Total", "looks like the sum of other lines"),
        ("Total fees", "looks like the sum of other lines"),
        ("amount_financed", "looks like the sum of other lines"),
    ],
)
def test_a_fee_or_product_called_after_a_setting_or_a_sum_is_doubted(part, name, meant):
    [(path, message)] = doubted(with_line(f"{part}: {{{name}: $150, other: $20}}"))

    assert f"purchases[1].{part}.{name}" == path
    assert message.startswith("warning: ")
    assert meant in message.replace("as a product", "as a fee")


@pytest.mark.parametrize(
    "name",
    [
        *("doc", "title", "title and registration", "registration", "tax", "sales tax", "plates"),
        *("GAP", "warranty", "delivery", "destination", "dealer prep", "other", "fee", "tires"),
        *("loan payoff handling", "total loss cover", "miles club", "rebate processing", "local"),
    ],
)
def test_a_name_that_a_fee_may_well_have_is_not_doubted(name):
    assert [] == doubted(with_line(f"fees: {{{name}: $150}}"))


def test_a_misplaced_setting_that_is_assumed_is_doubted_once():
    text = "assume: {fees: {down: $900}}\n" + CAR
    text += CAR.removeprefix("purchases:\n").replace("vehicle: car", "vehicle: other")

    assert ["assume.fees.down"] == [path for path, _ in doubted(text)]


def test_a_misplaced_setting_of_nothing_moves_no_money_and_is_not_doubted():
    assert [] == doubted(with_line("fees: {down: $0}"))


@pytest.fixture
def in_2026(monkeypatch):
    monkeypatch.setattr(input_hints, "today", lambda: date(2026, 3, 1))


def used(line: str) -> str:
    """Write a vehicle of three years that is owed already, with another setting."""
    return f"""\
purchases:
  - vehicle: car
    owed: $9,000
    worth: $9,000
    age: 3 years
    loan: {{apr: 7.9%, months: 40}}
    {line}
"""


@pytest.mark.parametrize(
    ("line", "path", "words"),
    [
        ("msrp: $26", "msrp", "are thousands missing"),
        ("msrp: $2,600,000", "msrp", "dollars, not cents"),
        ("invoice: $23", "invoice", "are thousands missing"),
        ("retail: $2,400,000", "retail", "dollars, not cents"),
        ("value: {appraisals: {0: $20000, 12: $18}}", "value.appraisals", "in month 12, $18.00"),
        ("miles_a_year: 12", "miles_a_year", "are thousands missing"),
        ("miles_a_year: 90,000", "miles_a_year", "90,000 miles a year is unusually high"),
        ("odometer: 900,000", "odometer", "a digit too many"),
        ("fees: {doc: $2500}", "fees.doc", "more than a tenth of the price"),
        ("fees: $2,500", "fees", "more than a tenth of the price"),
        (
            "events: [{month: 1, refinance: {apr: 61%, months: 40}}]",
            "events[1].refinance.apr",
            "6.1%",
        ),
        ("events: [{month: 1, rate: 61%}]", "events[1].rate", "did you mean 6.1%?"),
    ],
)
def test_a_figure_that_is_seldom_meant_is_doubted(line, path, words):
    told = doubted(with_line(line))

    assert [f"purchases[1].{path}"] == [place for place, _ in told]
    assert words in told[0][1]


@pytest.mark.parametrize(
    ("line", "path"), [("odometer: 36", "odometer"), ("worth: $9", "worth"), ("msrp: $9", "msrp")]
)
def test_a_figure_of_a_used_vehicle_that_lacks_thousands_is_doubted(line, path):
    text = used(line)
    text = text.replace("    worth: $9,000\n", "") if path == "worth" else text
    told = doubted(text)

    assert [f"purchases[1].{path}"] == [place for place, _ in told]
    assert "are thousands missing?" in told[0][1]


@pytest.mark.parametrize(
    "line",
    [
        "msrp: $26,000",
        "odometer: 12",
        "odometer: 499,999",
        "miles_a_year: 60,000",
        "fees: {doc: $2450}",
        "fees: {sales tax: $3000}",
        "value: {appraisals: {0: $20000, 12: $18000}}",
    ],
)
def test_a_figure_that_may_well_be_meant_is_not_doubted(line):
    assert [] == doubted(with_line(line))


def test_a_fee_of_a_cheap_vehicle_is_not_doubted():
    cheap = CAR.replace("$24,500", "$4,000")

    assert [] == doubted(cheap.replace("tax:", "fees: {doc: $1000}\n    tax:"))
    assert 1 == len(doubted(cheap.replace("tax:", "fees: {doc: $1001}\n    tax:")))


@pytest.mark.parametrize(
    ("apr", "meant"), [("79%", "; did you mean 7.9%?"), ("36.0001%", " for a loan"), ("36%", None)]
)
def test_a_rate_over_thirty_six_percent_is_doubted(apr, meant):
    told = doubted(CAR.replace("7.9%", apr))

    assert [meant is not None] * len(told) == [True] * (meant is not None)
    assert all(message.endswith(meant) for _, message in told)


@pytest.mark.usefixtures("in_2026")
@pytest.mark.parametrize(
    ("start", "odd"),
    [("1996-03-01", 0), ("1996-02-29", 1), ("2056-03-01", 0), ("2056-03-02", 1), ("1924-01-15", 1)],
)
def test_a_start_more_than_thirty_years_away_is_doubted(start, odd):
    told = doubted(f"start: {start}\n{CAR}")

    assert ["start"] * odd == [path for path, _ in told]


def test_the_same_purchase_twice_is_doubted():
    purchase = CAR.removeprefix("purchases:\n")
    other = purchase.replace("24,500", "26,000")

    assert [
        (
            "purchases[3]",
            "warning: this says the same as purchase 1; if it was pasted twice, remove this one",
        )
    ] == doubted(CAR + other + purchase)
    assert [] == doubted(CAR + purchase.replace("24 months", "25 months"))


@pytest.mark.parametrize(
    ("events", "path"),
    [
        ("{month: 3, extra: $500}, {month: 4, extra: $500}", None),
        ("{month: 3, rate: 6%}, {month: 3, rate: 6%}", None),
        ("{month: 3, extra: $500}, {month: 5, skip: 1 month}, {month: 3, extra: $500}", 3),
    ],
)
def test_the_same_extra_twice_is_doubted(events, path):
    told = doubted(with_line(f"events: [{events}]"))

    assert [f"purchases[1].events[{path}]"] * (path is not None) == [place for place, _ in told]


@pytest.mark.parametrize(("times", "others"), [(3, "2 and 3"), (4, "2, 3 and 4")])
def test_what_is_pasted_again_and_again_is_doubted_once(times, others):
    purchase, extra = CAR.removeprefix("purchases:\n"), "{month: 3, extra: $500}"
    events = ", ".join([extra] * times)
    end = "if they were pasted, remove them"

    assert [
        ("purchases[2]", f"warning: purchases {others} say the same as purchase 1; {end}")
    ] == doubted("purchases:\n" + purchase * times)
    assert [
        ("purchases[1].events[2]", f"warning: events {others} say the same as event 1; {end}")
    ] == doubted(with_line(f"events: [{events}]"))


OWED = """\
start: 2026-01-15
assume:
  loan: {{apr: 8%{assumed}}}
purchases:
  - vehicle: van
    owed: $18,000
    worth: $20,000
    age: 3 years
    loan: {{payment: {payment}{loan}}}
"""


def early(payment: str, loan: str = ", months: 60", assumed: str = "") -> list[str]:
    """List what is doubted of the payment of a loan that exists."""
    text = OWED.format(payment=payment, loan=loan, assumed=assumed)
    return [message for path, message in doubted(text) if path == "purchases[1].loan.payment"]


@pytest.mark.parametrize(
    ("payment", "loan", "what"),
    [
        ("$500", ", months: 60", "$500.00 pays off what is owed in month 42 of 60; $364.98"),
        ("$230", ", months: 60, frequency: biweekly", "in month 42 of 60; $168.21"),
        ("$500", ", months: 60, interest: daily", "in month 42 of 60; $364.98"),
    ],
)
def test_a_payment_above_the_one_that_fits_what_is_owed_is_doubted(payment, loan, what):
    """18,000 at 8 % over 60 months takes 364.98 a month, and 168.21 every two weeks."""
    [message] = early(payment, loan)

    assert what in message
    assert message.endswith(" would fit the term; check owed and months")


@pytest.mark.parametrize(
    ("payment", "loan", "assumed"),
    [
        ("$364.98", ", months: 60", ""),
        ("$365.50", ", months: 60", ""),
        ("$371", ", months: 60, interest: daily", ""),
        ("$371", ", months: 60, first_payment: 75 days", ""),
        ("$300", ", months: 60", ""),
        ("$500", "", ", months: 60"),
        ("$500", "", ""),
    ],
)
def test_a_payment_that_fits_or_whose_months_are_assumed_is_not_doubted(payment, loan, assumed):
    """What is assumed is the term of the loans to come; a payment less is no reason by the day."""
    assert [] == early(payment, loan, assumed)


def test_the_same_payment_by_the_month_is_doubted_a_payment_early():
    assert 1 == len(early("$371"))
