"""Commas inside brackets, and text that continues on the next line, are never misread."""

import pytest

from tradein.scenario import reader, yaml_source

CAR = """\
title: T
purchases:
  - vehicle: SUV
    price: 20000
    fees: 5
    tax: {rate: 0%}
    loan: {apr: 8.9%, months: 72}
"""


def problems(text):
    with pytest.raises(reader.ScenarioError) as refused:
        reader.read("s.yaml", text.encode())
    return refused.value.problems


def position(owed):
    return f"positions:\n  - what: car\n    owed: {owed}\n    value: 500\n".encode()


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("[900, 250]", (900_00, 250_00)),
        ("[150, 300, 400]", (150_00, 300_00, 400_00)),
        ("[900,  250]", (900_00, 250_00)),
        ("[900,\n      250]", (900_00, 250_00)),
        ("[900 ,250]", (900_00, 250_00)),
        ("[$900, $250]", (900_00, 250_00)),
        ("[900,$250]", (900_00, 250_00)),
        ("[1000,250]", (1000_00, 250_00)),
        ("[900.50,250]", (900_50, 250_00)),
        ("\n      - 900\n      - 250", (900_00, 250_00)),
    ],
)
def test_a_list_of_liens(written, cents):
    """A comma with a space after it, or between what cannot be one amount, ends an amount."""
    assert [cents] == [entry.owed for entry in reader.read_positions("p.yaml", position(written))]


@pytest.mark.parametrize(
    ("written", "remedies"),
    [
        ("[900,250]", ["write 900, 250 for 2 amounts, or 900250 for one"]),
        ("[900,250.50]", ["write 900, 250.50 for 2 amounts, or 900250.50 for one"]),
        ("[900,250,100]", ["write 900, 250, 100 for 3 amounts"]),
        (
            "[$150,000, $30,250]",
            [f"write ${n} without the comma, or a list below the key" for n in (150000, 30250)],
        ),
        (
            "[12,500, 3,200]",
            [
                "write 12500 for one, or 12, 500 for 2 amounts",
                "write 3200 for one, or 3, 200 for 2 amounts",
            ],
        ),
        ("[1,000,000]", ["write 1000000 without commas"]),
        ("[$150, 000]", ["write $150000 without the comma"]),
    ],
)
def test_a_comma_before_a_digit_may_be_one_amount_or_two(written, remedies):
    """Both readings are offered; one alone where the other makes no sense."""
    with pytest.raises(reader.ScenarioError) as refused:
        reader.read_positions("p.yaml", position(written))

    assert remedies == [p.message.partition("; ")[2] for p in refused.value.problems]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("[150, 220]", "write their sum, $370.00, or names with amounts"),
        ("\n      - 150\n      - 220.50", "write their sum, $370.50, or names with amounts"),
        ("\n      - doc: 150\n      - title: 220", "write the names with amounts without '- '"),
        ("[doc, 150]", "write one amount, or names with amounts"),
        ("[9000000, 9000000]", "write one amount, or names with amounts"),
        ("[]", "write one amount, or names with amounts"),
        ("{doc: 150, 220}", "'220' has no name; write its name before it, or one amount without"),
        ("{GAP: $2, 400}", "'400' has no name; write its name before it, or one amount without"),
        (
            "{GAP: $2,400}",
            "the comma splits '$2,400' into 2 entries; write $2400 without the comma",
        ),
    ],
)
def test_fees_in_a_list(written, message):
    """A list of amounts comes with its sum, and never with one number made of two."""
    told = [p.message for p in problems(CAR.replace("fees: 5", f"fees: {written}"))]

    assert 1 == len(told)
    assert message in told[0]
    assert not [wrong for wrong in ("150220", "150,220") if wrong in told[0]]


def test_a_rate_with_a_decimal_comma_in_braces_is_one_mistake():
    """Its comma makes two entries, and neither says what was meant."""
    text = "purchases: [{vehicle: van, price: 9000, loan: {apr: 8,9%, months: 60}}]"
    (problem,) = problems(text)

    assert "a rate with a comma, '8,9%'; write 8.9%" == problem.message
    assert (1, 53, 4) == (problem.place.line, problem.place.column, problem.place.width)


def test_two_entries_with_a_space_between_them_are_no_rate():
    text = "purchases: [{vehicle: van, price: 9000, loan: {apr: 8, 9%, months: 60}}]"

    assert any("unknown setting '9%'" in problem.message for problem in problems(text))


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("SUV", "SUV\n      down $2,000", (4, 7), "write 'down: $2,000', lined up with settings"),
        ("SUV", "SUV\n\n      down $2,000", (5, 7), "write 'down: $2,000', lined up with"),
        ("SUV", "SUV\n      over two lines", (4, 7), "or the text on one line"),
        ("20000", "20000\n      down 2000", (5, 7), "write 'down: 2000', lined up"),
        ("fees: 5", "fees:\n      doc: 5\n        title fee 9", (7, 9), "write 'title fee: 9'"),
        ("T\n", "T\n  start 2021-03-15\n", (2, 3), "write 'start: 2021-03-15', lined up"),
        ("T\n", "T\nabout: A story.\n  start 2021-03-15\n", (3, 3), "write 'start: 2021-03-15'"),
        ("{apr: 8.9%,", "{apr: 8.9%\n      balloon 500,", (8, 7), "write 'balloon: 500'"),
        ("{apr: 8.9%, months: 72}", "apr 8.9%\n      months 72", (8, 7), "write 'months: 72'"),
        ("{apr: 8.9%, months: 72}", "\n      apr: 8.9%\n        months 72", (9, 9), "months: 72"),
        ("{rate: 0%}", "{rate: 0%, taxes: [a\n      b]}", (7, 7), "or the text on one line"),
    ],
)
def test_text_that_goes_on_below_lacks_a_colon(old, new, place, message):
    """It is refused at the place of the second line, once, with the setting it was to be."""
    told = problems(CAR.replace(old, new, 1))

    assert 1 == len(told)
    assert place == told[0].place[:2]
    assert told[0].message.startswith("a missing colon? ")
    assert message in told[0].message


def test_an_item_without_any_colon_is_one_text():
    told = problems("purchases:\n  - vehicle SUV\n    price 20000\n")

    assert [(3, 5)] == [problem.place[:2] for problem in told]
    assert "write 'price: 20000'" in told[0].message


@pytest.mark.parametrize("loader", [yaml_source._LOADER, None])
@pytest.mark.parametrize(
    ("old", "new", "place", "setting"),
    [
        ("price: 20", "price 20", (4, 5), "price: 20000"),
        ("title: T", "start 2021-03-15", (1, 1), "start: 2021-03-15"),
        ("fees: 5", "fees:\n      doc fee 5\n      title: 9", (6, 7), "doc fee: 5"),
        ("  - vehicle: SUV\n    price: ", "  - price 5\n    down: ", (3, 5), "price: 5"),
    ],
)
def test_a_line_without_its_colon_is_named(old, new, place, setting, loader, monkeypatch):
    """Not the line below, which is right, and whether libyaml is there or not."""
    monkeypatch.setattr(yaml_source, "_LOADER", loader)
    told = problems(CAR.replace(old, new, 1))

    assert [place] == [problem.place[:2] for problem in told]
    assert f"a missing colon? write '{setting}'" == told[0].message


@pytest.mark.parametrize(
    "about",
    [
        "A story\n  that goes on\n\n  and on",
        '"A story\n  start 2021-03-15"',
        "|\n  start 2021-03-15",
    ],
)
def test_a_story_may_have_lines(about):
    """What `about` says goes on below; in quotes or as a block any text does."""
    assert reader.read("s.yaml", (f"about: {about}\n" + CAR).encode()).scenario.about


def test_a_name_in_quotes_may_go_on_below():
    result = reader.read("s.yaml", CAR.replace("SUV", '"SUV\n      down $2,000"').encode())

    assert "SUV down $2,000" == result.scenario.purchases[0].vehicle
