"""Messages for text that is not YAML say what was meant, and their remedies work."""

import re
from pathlib import Path

import pytest

from helpers.command import here
from tradein.finance import money
from tradein.scenario import flow, foreign, input_hints, misread, reader, scalars, yaml_source
from tradein.scenario.yaml_source import Place, Scalar

ERRORS = Path(__file__).parents[1] / "data" / "errors"
TEXT = """\
start: 2025-01-15
purchases:
  - vehicle: Hatchback
    price: $24,500
    tax: {rate: 6.25%}
    loan:
      apr: 7.9%
      months: 72
    keep: 24 months
  - vehicle: Sedan
    price: $31,000
    tax: {rate: 6.25%}
    loan:
      apr: 8.9%
      months: 72
"""

FOLLOWED = [
    ("price: $24,500", "price: .50", "write 0.50", "price: 0.50"),
    ("price: $24,500", "price: $.5", "write 0.5", "price: 0.5"),
    ("price: $24,500", "price: 24500.", "write 24500", "price: 24500"),
    ("apr: 7.9%", "apr: .5%", "write 0.5%", "apr: 0.5%"),
    ("apr: 7.9%", "apr: 8.%", "write 8%", "apr: 8%"),
    ("apr: 7.9%", "apr: .079", "write 7.9%", "apr: 7.9%"),
    ("apr: 7.9%", "apr: 0.00371", "write 8.904%", "apr: 8.904%"),
    ("apr: 7.9%", "apr: 0.006583", "write 7.8996%", "apr: 7.8996%"),
    ("apr: 7.9%", "apr: 0.000216", "write 7.884%", "apr: 7.884%"),
    ("apr: 7.9%", "apr: 0.07899", "write 7.899%", "apr: 7.899%"),
    ("apr: 7.9%", "apr: 7.9%\n      interest: simple", "mean daily", "apr: 7.9%\n      interest: daily"),
    ("keep: 24 months", "keep: 1", "write 1 year or 1 month", "keep: 1 year"),
    ("keep: 24 months", "keep: 24", "write 24 months", "keep: 24 months"),
    ("price: $24,500", "price: $24,500 // asked", r"write \$24,500 #", "price: $24,500 # asked"),
    ("price: $24,500", "cost: $24,500", "mean price", "price: $24,500"),
    ("price: $24,500", "price: $24,500\n    worth: $9,000\n    age: 2019", "`age: 6 years`",
     "price: $24,500\n    worth: $9,000\n    age: 6 years"),
    ("price: $24,500", "price: $24,500\n    worth: $9,000\n    year: 2019", "`age: 6 years`",
     "price: $24,500\n    worth: $9,000\n    age: 6 years"),
    ("price: $24,500", "price: $24,500\n    doc_fee: $150", r"`doc: \$150` below `fees:`",
     "price: $24,500\n    fees:\n      doc: $150"),
    ("price: $24,500", "price: $24,500\n    gap: $2,400", r"`GAP: \$2,400` below `products:`",
     "price: $24,500\n    products:\n      GAP: $2,400"),
    ("tax: {rate: 6.25%}", "sales_tax: 6.25%", "`rate: 6.25%` below `tax:`",
     "tax:\n      rate: 6.25%"),
    ("tax: {rate: 6.25%}", "tax: {sales_tax: 6.25%}", "mean rate", "tax: {rate: 6.25%}"),
    ("vehicle: Hatchback", "vehicle: #1", "in quotes", 'vehicle: "#1"'),
    ("  - vehicle: Sedan", "    vehicle: Sedan", "write '- ' in front", "  - vehicle: Sedan"),
    ("  - vehicle: Sedan", "  vehicle: Sedan", "write '- ' in front", "  - vehicle: Sedan"),
    ("  - vehicle: Sedan", "  -vehicle: Sedan", "write '- vehicle:'", "  - vehicle: Sedan"),
    ("  - vehicle: Hatchback", "    vehicle: Hatchback", "write '- ' in front",
     "  - vehicle: Hatchback"),
    ("price: $24,500", "price：$24,500", "write ': ' in its place", "price: $24,500"),
    ("{rate: 6.25%}", "{rate：6.25%}", "write ': ' in its place", "{rate: 6.25%}"),
    ("price: $24,500", "// asked\n    price: $24,500", "write # before", "# asked\n    price: $24,500"),
    ("price: $24,500", "price $24,500", r"write 'price: \$24,500'", "price: $24,500"),
    ("vehicle: Hatchback", "vehicle: Hatchback\n      down：$500", "write ': ' in its place",
     "vehicle: Hatchback\n    down: $500"),
    ("price: $24,500", "down none\n    price: $24,500", "no ': ' in this line",
     "down: $0\n    price: $24,500"),
    ("apr: 7.9%", "apr: 0,00371", "write 8.904%", "apr: 8.904%"),
    ("{rate: 6.25%}", "{rate: 6.25% taxes: all}", "a comma is missing after 6.25%",
     "{rate: 6.25%, taxes: all}"),
    ("purchases:", "```\npurchases:", "a fence, ```.*; remove this line\n", "purchases:"),
    ("price: $24,500", "price: #24,500", "nothing is written before ' #'", "price: $24,500"),
    ("tax: {rate: 6.25%}", "tax: none // asked", "write none # …", "tax: {rate: 0%} # asked"),
    ("apr: 7.9%", "apr: 7.90001%", "write at most four decimals", "apr: 7.9%"),
    ("apr: 7.9%", "apr: 7.9012345678%", "write at most four decimals", "apr: 7.9012%"),
    ("vehicle: Hatchback", r'vehicle: "\"D\" \d"', r":21: a backslash .*; double the backslash",
     r'vehicle: "\"D\" \\d"'),
    ("- vehicle: Hatchback\n", "- vehicle Hatchback\n  ", "a setting below a value; indentation",
     "- vehicle: Hatchback\n"),
]  # fmt: skip
"""What is written, something else in its place, the remedy in the message, the remedy followed."""


@pytest.fixture(params=[yaml_source._LOADER, None], ids=["here", "without"])
def either_loader(request, monkeypatch):
    """Read by libyaml, and without it."""
    monkeypatch.setattr(yaml_source, "_LOADER", request.param)


@pytest.mark.parametrize(("right", "wrong", "remedy", "followed"), FOLLOWED)
def test_a_remedy_followed(either_loader, right, wrong, remedy, followed):
    """The message offers what was meant, and what it offers is read."""
    assert TEXT.count(right) >= 1
    with pytest.raises(reader.ScenarioError) as refused:
        reader.read("it.yaml", TEXT.replace(right, wrong, 1).encode())

    assert re.search(remedy, str(refused.value))
    assert reader.read("it.yaml", TEXT.replace(right, followed, 1).encode()).scenario.purchases


JSON = """\
{
  "title": "Two",
  "purchases": [
    {"vehicle": "Hatchback", "price": 24500, "tax": {"rate": "0%"},
     "loan": {"apr": "7.9%", "months": 72}, "keep": "2 years"},
    {"vehicle": "Sedan", "price": 31000, "tax": {"rate": "0%"},
     "loan": {"apr": "8.9%", "months": 72}}
  ]
}
"""


@pytest.mark.parametrize("at", [comma.start() for comma in re.finditer(",", JSON)])
def test_a_comma_missing_in_json_is_told_where_it_is_missing(either_loader, at):
    """Without any one of the commas the message points to what stood before it."""
    with pytest.raises(reader.ScenarioError) as refused:
        reader.read("it.json", (JSON[:at] + JSON[at + 1 :]).encode())

    (problem,) = refused.value.problems
    line, column, width = problem.place
    before = JSON[:at]
    assert problem.message.startswith("a comma is missing after ")
    assert before.count("\n") + 1 == line
    assert at - (before.rfind("\n") + 1) == column - 1 + width


@pytest.mark.parametrize("mark", ["// asked", "/* asked */"])
@pytest.mark.parametrize("number", range(1, JSON.count("\n") + 1))
def test_a_comment_in_json_is_told_on_its_line(either_loader, number, mark):
    lines = JSON.split("\n")
    lines[number - 1] += f" {mark}"
    with pytest.raises(reader.ScenarioError) as refused:
        reader.read("it.json", "\n".join(lines).encode())

    (problem,) = refused.value.problems
    assert f"'{mark[:2]}' begins no comment here" in problem.message
    assert (number, len(lines[number - 1]) - len(mark) + 1) == problem.place[:2]


@pytest.mark.parametrize("last", ["  ```\n", ""])
def test_the_caret_is_below_an_indented_fence(either_loader, last):
    with pytest.raises(reader.ScenarioError) as refused:
        reader.read("it.yaml", f"   ```yaml\n{TEXT}{last}".encode())

    assert (1, 4, 7) == refused.value.problems[0].place


@pytest.mark.parametrize("name", ["fence-of-a-chat", "mark-of-a-merge"])
def test_lines_that_are_to_be_removed(either_loader, name):
    """What is left without the lines that a message names can be read."""
    text = (ERRORS / f"{name}.yaml").read_text("utf-8")
    with pytest.raises(reader.ScenarioError) as refused:
        reader.read("it.yaml", text.encode())

    message = refused.value.problems[0].message
    remedy = re.search(r"remove (.*)", message).group(1)
    numbers = {int(n) for n in re.findall(r"[0-9]+", remedy)} | {
        refused.value.problems[0].place.line
    }
    lines = text.split("\n")
    if "outside" in remedy:
        numbers |= {*range(1, min(numbers)), *range(max(numbers), len(lines) + 1)}
    if "one of them" in message:
        numbers |= {max(numbers) - 1}
    kept = [line for n, line in enumerate(lines, 1) if n not in numbers]
    assert reader.read("it.yaml", "\n".join(kept).encode()).scenario.purchases


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"{\\rtf1\\ansi text}", "RTF"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"GIF89a\x01\0", "GIF"),
        (b"\0\0\0\x18ftypheic", "picture or a film"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "WebP"),
        (b"SQLite format 3\0", "SQLite"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"PK\x03\x04xl/workbook.xml", "zip file, perhaps an Excel workbook"),
        (b"p\0r\0i\0c\0e\0", "UTF-16"),
    ],
)
def test_files_of_other_kinds(data, kind):
    with pytest.raises(yaml_source.Unreadable) as refused:
        yaml_source.Source("it.yaml", data)

    assert kind in refused.value.problem.message
    assert Place(1, 1) == refused.value.problem.place


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("vehicle,price\nSedan,31000\n", "(CSV)"),
        ('"vehicle","price"\n"Sedan","31000"\n', "(CSV)"),
        ("vehicle;price\nSedan;31000\n", "semicolons"),
        ("vehicle\tprice\nSedan\t31000\n", "tabs"),
        ("; mine\n[car]\nprice=31000\n", "ini"),
        ("[car]\nprice: 31000\n", "ini"),
        ("[[purchases]]\nprice = 31000\n", "TOML"),
        ("price = 31000\n", "ini"),
    ],
)
def test_texts_of_other_kinds(either_loader, text, kind):
    with pytest.raises(reader.ScenarioError) as refused:
        reader.read("it.yaml", text.encode())

    assert kind in refused.value.problems[0].message
    assert "`tradein new` writes a starter" in refused.value.problems[0].message


@pytest.mark.parametrize(
    "text", ["Dear all, this is a long letter, to you\n", "[a]\n", "five\n", ""]
)
def test_texts_of_no_other_kind(text):
    assert foreign.by_text(text.split("\n")) is None


@pytest.mark.parametrize("text", ["", "\n\n", "# to be filled in\n", "---\n"])
def test_an_empty_file_has_a_place(either_loader, text, capsys, tmp_path):
    file = tmp_path / "empty.yaml"
    file.write_text(text)

    assert f"{file}:1:1: the file is empty" in here(capsys, "check", str(file)).err.replace(
        "\n", ""
    )


@pytest.mark.parametrize("text", ["0.00371", "0.0065", "0.0125", "0.004", "0.00021"])
def test_the_rates_of_a_small_fraction(text):
    """Each rate offered is the fraction, so many times."""
    with pytest.raises(scalars.ValueFormatError) as wrong:
        scalars.rate(1_000_000, annual=True).read(Scalar(text, Place(1, 1), False))

    times = {"day's": 365, "factor": 24, "month's": 12, "year's": 1}
    digits = text.partition(".")[2]
    for rate, whose in re.findall(
        r"([0-9.]+%) if it is a (?:lease's money )?(\S+?)(?: rate)?(?:,|$)", str(wrong.value)
    ):
        exact = int(digits) * times[whose] * 1_000_000
        assert money.percent(money.half_up(exact, 10 ** len(digits))) == rate


@pytest.mark.parametrize(
    ("months", "cents", "meant"),
    [
        (6, 24_500_00, "72 months (6 years)"),
        (1, 24_500_00, "12 months (1 year)"),
        (7, 24_500_00, "84 months (7 years)"),
        (9, 24_500_00, None),
        (6, 3_000_00, None),
        (11, 12_000_00, None),
        (12, 99_000_00, None),
    ],
)
def test_a_short_loan_is_doubted_by_its_payment(months, cents, meant):
    doubt = input_hints.odd_term(months, cents)

    assert (meant in doubt) if meant else ("did you mean" not in (doubt or ""))


def test_a_small_loan_of_six_months_is_not_doubted():
    text = TEXT.replace("months: 72", "months: 6").replace("price: $24,500", "price: $4,500")
    told = reader.read("it.yaml", text.replace("$31,000", "$31,000\n    down: $28,000").encode())

    assert [] == told.warnings


def test_a_slip_in_brackets_is_not_seen_where_there_is_none():
    assert flow.slip(JSON.split("\n"), (1, 1)) is None
    assert flow.slip(["a: {b: 24 months, c: [d, e f]}"], (1, 4)) is None


def refusal(text):
    """Give the refusal of a text, or None where it is read."""
    try:
        reader.read("it.yaml", text.encode())
    except reader.ScenarioError as refused:
        return refused
    return None


@pytest.mark.parametrize("torn", ['"', "{", "[", "\t", "'", "]", ": ", "- ", "\n", "%", "@", "`"])
def test_no_message_has_the_words_of_a_library(either_loader, torn):
    """The words of a message are ours, wherever a text is torn, and it has a place."""
    theirs = re.compile("did not find|mapping values|could not|while parsing|while scanning|found")
    refusals = [refusal(TEXT[:cut] + torn + TEXT[cut:]) for cut in range(0, len(TEXT), 5)]
    refused = [error for error in refusals if error is not None]

    assert len(refused) > 10
    assert not [str(error) for error in refused if theirs.search(str(error).partition("\n")[0])]
    assert all(problem.place for error in refused for problem in error.problems)


def test_what_nothing_explains_has_a_place_and_a_remedy():
    problem = misread.explain(["a"], misread.Stop(1, 1, None))

    assert (1, 1) == problem[1:3]
    assert "check indentation" in problem.message
