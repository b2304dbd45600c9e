"""Characters: what fits a terminal, what a spreadsheet reads, the same figures everywhere."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest

from helpers import playing
from tradein.analysis import contracts
from tradein.report import grid, json_document, text
from tradein.report.tables import months, trades
from tradein.report.tables.table import Column, Dollars, Percent, Table
from tradein.report.text import Look

SEEDS = range(12)


def wide_table(**changes):
    """A table of two things, with one column of each kind."""
    columns = [
        Column("number", "#"),
        Column("what", "what it is"),
        Column("date", "date", True, 1),
        Column("owed", "owed"),
        Column("idle", "idle", True),
        Column("ltv", "loan to value"),
        Column("apr", "APR"),
        Column("months", "months"),
    ]
    rows = [
        [
            1,
            "compact SUV",
            "2024-01-31",
            Dollars(1234567),
            Dollars(0),
            Percent(10972),
            Percent(89000, 4),
            84,
        ],
        [2, "full-size SUV", None, Dollars(-5), None, None, Percent(-123450, 4), None],
    ]
    return Table("Things", columns, rows)._replace(**changes)


def test_grid_right_aligns_money_and_leaves_out_idle_columns():
    assert [
        "#  what it is     date             owed  loan to       APR  months",
        "                                           value",
        "-  -------------  ----------  ---------  -------  --------  ------",
        "1  compact SUV    2024-01-31  12,345.67  109.72%      8.9%      84",
        "2  full-size SUV                  -0.05           -12.345%",
    ] == [line.rstrip() for line in text.fitted(wide_table(), Look()).splitlines()]


def test_columns_that_are_extra_go_first_where_it_is_too_wide():
    narrow = text.fitted(wide_table(), Look(width=62))

    assert "date" not in narrow.splitlines()[0]
    assert narrow.endswith("\n\nThe terminal is too narrow to show: date.")
    assert max(map(len, narrow.splitlines())) <= 62


def test_text_wraps_before_a_table_is_stacked():
    names = wide_table(
        rows=[[1, "a very long name indeed it is", None, Dollars(1), None, None, None, 1]]
    )

    assert "a very long name\n" in re.sub(" +\n", "\n", text.fitted(names, Look(width=61))) or (
        max(map(len, text.fitted(names, Look(width=61)).splitlines())) <= 61
    )


def test_what_cannot_fit_is_stacked():
    many = [Column(f"c{i}", f"column {i}") for i in range(20)]
    table = Table("Wide", many, [[Dollars(100_000_00)] * 20])

    stacked = text.fitted(table, Look(width=80)).splitlines()

    assert "column 0                      100,000.00" == stacked[0]
    assert 20 == len(stacked)


def test_a_narrow_terminal_gets_a_line_a_figure():
    stacked = text.fitted(wide_table(), Look(width=30)).split("\n\n")

    assert [
        "#                            1",
        "what it is         compact SUV",
        "date                2024-01-31",
        "owed                 12,345.67",
        "loan to value          109.72%",
        "APR                       8.9%",
        "months                      84",
    ] == stacked[0].splitlines()
    assert "date" not in stacked[1]


def test_a_long_pair_wraps():
    table = Table(
        "T",
        [Column("a", "a label of some length"), Column("b", "b"), Column("c", "c")],
        [["some words", 1, 2]],
    )

    assert [
        "a label of some",
        "length some",
        "words",
        "b              1",
        "c              2",
    ] == text.fitted(table, Look(width=16)).splitlines()


def test_sideways_table_breaks_into_blocks():
    four = wide_table(sideways=4, rows=wide_table().rows * 2)

    for width in range(60, 81):
        laid = text.fitted(four, Look(width=width))
        assert max(map(len, laid.splitlines())) <= max(width, 2)  # a character may take two
    assert 1 == text.fitted(four, Look()).count("1. compact") // 2
    rich = four._replace(rows=[[1, "car", None, Dollars(10**12), None, None, None, None]] * 4)
    assert "\n\n" in text.fitted(rich, Look(width=60))


def test_sideways_table_that_fits_nowhere_is_stacked():
    huge = wide_table(sideways=4, rows=[[1, "car", None, Dollars(10**60), None, None, None, None]])

    assert "owed" in text.fitted(huge, Look(width=60))
    assert "---" not in text.fitted(huge, Look(width=60))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("width", [60, 66, 72, 80])
def test_no_line_of_the_answer_is_wider_than_the_terminal(seed, width):
    results = playing.chain(seed)

    for table in (trades.trades(results), trades.summary(results)):
        assert max(map(len, text.fitted(table, Look(width=width)).splitlines())) <= width


@pytest.mark.parametrize("width", range(1, 60, 7))
def test_nothing_crashes_on_a_narrow_terminal(width):
    results = playing.chain(3)

    for make in (trades.trades, trades.summary, months.monthly, months.why):
        laid = text.fitted(make(results), Look(width=width))
        assert max(map(len, laid.splitlines())) <= max(width, 2)  # a character may take two


def test_page_wraps_sentences_and_sets_titles_in_bold_only_with_colour():
    plain = text.page("Title", ["one two three", wide_table()], Look(width=7))
    colored = text.page("Title", ["one"], Look(color=True))

    assert plain.startswith("Title\n\none two\nthree\n\nThings\n")
    assert "\033" not in plain
    assert "\033[1mTitle\033[0m\n\none\n" == colored
    assert "a sentence\n" == text.lines(["a sentence"], Look())


def test_wide_characters_line_up():
    rows = [["Café 🚗", 1], ["車", 2], ["e\u0301te", 3]]
    table = Table(
        "T", [Column("a", "name"), Column("b", "n"), Column("c", "c")], [[*r, "x"] for r in rows]
    )

    assert ["Café 🚗  1  x", "車       2  x", "e\u0301te      3  x"] == text.fitted(
        table, Look()
    ).splitlines()[2:]


def test_csv_keeps_numbers_numbers_and_text_harmless():
    table = wide_table(
        rows=[[1, "=cmd()", None, Dollars(-15025), None, Percent(10972), Percent(90000, 4), 84]]
    )

    read = list(csv.reader(io.StringIO(text.csv(table, ["@me"]), newline="")))

    assert ["scenario", "number", "what", "date", "owed", "idle", "ltv", "apr", "months"] == read[0]
    assert ["'@me", "1", "'=cmd()", "", "-150.25", "", "109.72", "9.0", "84"] == read[1]


def test_every_format_is_written():
    for name in text.formats():
        for table in (wide_table(), wide_table(sideways=4)):
            assert "12,345.67" in text.formatted([table], name)


def test_markup_in_names_is_escaped_where_tabulate_does_not():
    table = wide_table(rows=[[1, "a|b <i>", None, Dollars(1), None, None, None, None]])

    assert "&lt;i&gt;" in text.formatted([table], "unsafehtml")
    assert "a\\|b" in text.formatted([table], "github")
    assert "'=1" in text.formatted(
        [wide_table(rows=[[1, "=1", None, Dollars(-1), None, None, None, None]])], "tsv"
    )
    assert "\t-0.01" in text.formatted(
        [wide_table(rows=[[1, "a", None, Dollars(-1), None, None, None, None]])], "tsv"
    )


class Cells(HTMLParser):
    """Collects the text of table cells."""

    def __init__(self):
        super().__init__()
        self.texts = []

    def handle_data(self, data):
        if data.strip():
            self.texts.append(data.strip())


@pytest.mark.parametrize("seed", SEEDS)
def test_four_formats_agree_to_the_cent(seed):
    """The figures of the trade table, read back from text, csv, JSON and HTML."""
    results = playing.chain(seed)
    table = trades.trades(results)
    document = json_document.scenario(results)

    known = [turn for turn in results.turns if contracts.payment(turn.contract) is not None]
    paid = [purchase["payment"] for purchase in document["purchases"]]
    from_json = [round(payment * 100) for payment in paid if payment is not None]
    rows = list(csv.DictReader(io.StringIO(text.csv(table), newline="")))
    from_csv = [int(row["payment"].replace(".", "")) for row in rows if row["payment"]]
    flat = table._replace(sideways=0)
    cells = Cells()
    cells.feed(text.formatted([flat], "html"))
    width = len(text.without_idle(flat).columns)
    head = cells.texts[:width]
    assert from_json == from_csv == [turn.contract.loan.payment for turn in known]
    assert "payment" in head
    shown = {cents_shown(c) for c in cells.texts if re.fullmatch(r"-?[\d,]+\.\d\d", c)}
    assert set(from_csv) <= shown
    plain = text.fitted(flat, Look())
    assert set(from_csv) <= {cents_shown(c) for c in re.findall(r"-?[\d,]+\.\d\d", plain)}


def cents_shown(cell):
    return int(cell.replace(",", "").replace(".", ""))


@pytest.mark.parametrize("seed", SEEDS)
def test_totals_are_the_sums_of_the_printed_rows(seed):
    """What was paid in all, from the printed schedule and the cash of the printed trades."""
    results = playing.chain(seed)
    rows = list(csv.DictReader(io.StringIO(text.csv(months.schedule(results)), newline="")))
    bought = list(csv.DictReader(io.StringIO(text.csv(trades.trades(results)), newline="")))

    back = ("refund", "cash_out")
    paid = sum(
        cents_shown(row["payment"]) - sum(cents_shown(row[name]) for name in back) for row in rows
    )
    handed = sum(
        cents_shown(t["cash_due"] or "0.00")
        - cents_shown(t["cash_back"] or "0.00")
        - cents_shown(t["sale_cash"] or "0.00")
        for t in bought
    )

    assert results.summary.total_paid == paid + handed


@pytest.mark.parametrize("seed", SEEDS)
def test_printed_gap_lines_sum_to_the_gap(seed):
    results = playing.chain(seed)
    rows = csv.DictReader(io.StringIO(text.csv(months.why(results)), newline=""))
    plus = ["price_over_value", "tax", "fees", "products", "rolled_in", "taken_over", "value_lost"]
    plus += ["notes"]

    for row in rows:
        lines = sum(cents_shown(row[name]) for name in plus)
        assert cents_shown(row["gap"]) == lines - cents_shown(row["put_in"]) - cents_shown(
            row["principal_paid"]
        )


def test_json_is_plain_ascii_and_strict():
    assert '{\n "a": "\\u00e9"\n}\n' == text.json({"a": "é"})
    with pytest.raises(ValueError, match="not JSON compliant"):
        text.json({"a": float("nan")})


def test_json_money_has_at_most_two_decimals():
    for cents in (0, 1, 10, 99, 100, 12345678, -5, 999_999_999_999):
        written = json.dumps(json_document.dollars(cents))
        assert re.fullmatch(r"-?\d+(\.\d\d?)?", written)
        assert cents == round(float(written) * 100)


def test_more_purchases_than_fit_on_their_side_have_a_row_each():
    rows = [[n, f"a vehicle with a long name {n}", 12 * n, None] for n in range(6)]
    money = [Dollars(31_400_00)] * (len(trades._ORDER) - 1)
    columns = trades.trades(playing.chain(3)).columns
    table = Table("Trades", columns, [[*row, *money, Dollars(-5)] for row in rows], sideways=4)

    for width in (60, 70, 80, 120):
        laid = text.fitted(table, Look(width=width)).splitlines()
        assert max(map(len, laid)) <= width
        assert any(line.startswith("#  vehicle") for line in laid)


@pytest.mark.parametrize("width", [1, 2, 7, 20, 60])
def test_wide_characters_wrap_by_columns(width):
    sentence = "三菱 アウトランダー PHEV is worth " + "車" * 30

    for line in text.page(sentence, [sentence], Look(width=width)).splitlines():
        assert grid.width(line) <= max(width, 2)


def test_tabulate_is_left_as_it_was():
    import tabulate

    before = (tabulate.MIN_PADDING, tabulate.WIDE_CHARS_MODE, tabulate.wcwidth)
    text.formatted([wide_table(rows=[[1, "車", None, None, None, None, None, None]])], "simple")

    assert before == (tabulate.MIN_PADDING, tabulate.WIDE_CHARS_MODE, tabulate.wcwidth)
