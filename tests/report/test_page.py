"""The report is one page that shows the figures of the answer, loads nothing, and obeys nobody."""

import json
import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from helpers import hostile
from helpers.command import here
from tradein.report.elements import Markup, element, escaped
from tradein.report.page import sections
from tradein.visible import visible

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ROLLOVER = str(SCENARIOS / "rollover.yaml")
THREE = [
    str(SCENARIOS / f"{name}.yaml") for name in ("rollover", "pay-the-shortfall", "keep-until-paid")
]
FILES = sorted(path.name for path in SCENARIOS.glob("*.yaml") if path.name != "positions.yaml")

TAGS = {
    *(
        "a",
        "article",
        "body",
        "caption",
        "circle",
        "code",
        "dd",
        "desc",
        "details",
        "div",
        "dl",
        "dt",
    ),
    *("figure", "footer", "g", "h1", "h2", "h3", "head", "html", "input", "label", "li", "line"),
    *("main", "meta", "nav", "output", "p", "path", "pre", "rect", "script", "section", "style"),
    *("summary", "svg", "table", "tbody", "td", "text", "th", "thead", "title", "tr", "ul"),
}
ATTRIBUTES = {
    *("aria-label", "aria-labelledby", "aria-live", "charset", "class", "content", "cx", "cy", "d"),
    *("data-bottom", "data-from", "data-last", "data-name", "data-part", "data-start", "data-to"),
    *("data-top", "for", "height", "hidden", "href", "http-equiv", "id", "lang", "max", "min"),
    *("name", "r", "role", "scope", "step", "tabindex", "text-anchor", "transform", "type"),
    *("viewbox", "width", "x", "x1", "x2", "xmlns", "y", "y1", "y2"),
}
"""What the page is made of: nothing that loads, sends, or runs but its own script."""


class Page(HTMLParser):
    """A page as a browser would take it apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, str]] = []
        self.tables: list[list[list[str]]] = []
        self._last = ""
        self.declarations: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._last = tag
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("th", "td") and self.tables:
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag):
        self._last = ""

    def handle_decl(self, decl):
        self.declarations.append(decl)

    def handle_comment(self, data):
        raise AssertionError(data)

    def handle_pi(self, data):
        raise AssertionError(data)

    def handle_data(self, data):
        self.words.append((self._last, data))
        if self._last in ("th", "td"):
            self.tables[-1][-1][-1] += data.strip()

    def of(self, tag: str) -> list[str]:
        """What stands in the elements of a kind."""
        return [words for last, words in self.words if last == tag]

    def shape(self) -> Counter:
        """Which elements there are, with which attributes."""
        return Counter((tag, *sorted(attrs)) for tag, attrs in self.elements)


def report(capture, *words: str) -> Page:
    """Make a report and take it apart."""
    ran = here(capture, "report", *words)
    assert ran.code == 0, ran.err
    return Page(ran.out)


def check_still(page: Page) -> None:
    """Nothing is loaded, and nothing acts but the page's own style and script, which it names."""
    assert page.declarations == ["DOCTYPE html"]
    for tag, attributes in page.elements:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES, tag
        assert attributes.get("xmlns", "http://www.w3.org/2000/svg") == "http://www.w3.org/2000/svg"
        assert re.fullmatch(r"#s\d", attributes.get("href") or "#s1")
    (style,), (script,) = (
        re.findall(rf"<{tag}>(.*?)</{tag}>", page.html, re.DOTALL) for tag in ("style", "script")
    )
    policy = next(a["content"] for t, a in page.elements if a.get("http-equiv"))
    named = [
        f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in (style, script)
    ]
    assert policy == (
        f"default-src 'none'; style-src {named[0]}; script-src {named[1]}; "
        "base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"url\(|@import|expression|http", style)
    assert not re.search(r"innerHTML|eval|Function|fetch|XMLHttp|import|write", script)


@pytest.mark.no_cover
@pytest.mark.parametrize("file", FILES)
def test_every_scenario_has_a_page(file, capsys):
    """It is still, names each part once, and refers to parts that there are."""
    page = report(capsys, str(SCENARIOS / file))
    check_still(page)
    ids = [a["id"] for _, a in page.elements if "id" in a]
    referred = [
        word
        for _, a in page.elements
        for key in ("aria-labelledby", "for")
        for word in (a.get(key) or "").split()
    ]

    assert len(ids) == len(set(ids))
    assert set(referred) <= set(ids)
    assert len(page.html.encode()) < 300_000


@pytest.mark.no_cover
def test_the_same_input_gives_the_same_bytes_and_few_of_them(capsys):
    """Of one scenario and of three."""
    single, three = report(capsys, ROLLOVER), report(capsys, *THREE)

    assert single.html == report(capsys, ROLLOVER).html
    assert three.html == report(capsys, *THREE).html
    assert len(single.html.encode()) < 130_000
    assert len(three.html.encode()) < 300_000


def dollars(amount: float) -> str:
    """An amount as tables have it."""
    return f"{amount:,.2f}"


def test_the_figures_of_every_month_are_those_of_the_answer(capsys):
    """The table that the slider reads, against JSON."""
    page = report(capsys, ROLLOVER)
    months = json.loads(here(capsys, "simulate", ROLLOVER, "--format", "json").out)["months"]
    head, *rows = next(table for table in page.tables if table[0][-1] == "gap")
    names = ("payment", "interest", "principal", "balance", "value", "gap")

    assert ["month", "date", "purchase", *names] == head
    assert len(months) == len(rows)
    for month, row in zip(months, rows, strict=True):
        first = [str(month["month"]), month["date"], str(month["purchase"])]
        assert [*first, *(dollars(month[name]) for name in names)] == row


def test_the_four_figures_at_the_head(capsys):
    """How far under water, how much old debt, what it takes, and until when."""
    page = report(capsys, ROLLOVER)
    summary = json.loads(here(capsys, "simulate", ROLLOVER, "--format", "json").out)["summary"]
    figures = [a.get("class") for t, a in page.elements if t == "dd"].count("figure")
    words = page.of("dd")[:8:2]

    assert figures == 4
    assert ["$15,533", "$7,852", "$9,464", "month 113"] == words
    assert round(summary["peak_gap"]) == 15_533
    assert summary["break_even_month"] == 113


def test_there_is_a_table_behind_each_chart(capsys):
    """Each section with a figure has a table too; each chart is drawn for both widths."""
    page = report(capsys, ROLLOVER)
    parts = page.html.split("<section>")[1:]
    drawn = [part for part in parts if "<figure>" in part]

    assert len(drawn) == 5
    assert all("<table" in part for part in drawn)
    charts = Counter(a["class"] for t, a in page.elements if t == "svg")
    assert {"chart wide": 6, "chart narrow": 6} == charts


def test_several_scenarios_are_compared_first(capsys):
    """The axis that they share, links to each, the settings that differ."""
    page = report(capsys, *THREE)
    check_still(page)

    assert [
        "Scenarios compared",
        "1. One SUV after another",
        "2. Pay the shortfall",
        "3. Keep the first SUV",
    ] == page.of("h1")
    assert ["#s1", "#s2", "#s3"] == [a["href"] for t, a in page.elements if t == "a"]
    assert ["purchases[1].keep", "26 months", "26 months", "134 months"] in [
        row for table in page.tables for row in table
    ]


def test_the_page_says_what_it_goes_by(capsys):
    """Curves and states with their standing and sources, and settings of the command line."""
    page = report(
        capsys, str(SCENARIOS / "before-the-rise.yaml"), "--set", "purchases[1].loan.apr=5%"
    )
    rows = {row[0]: row[1:] for table in page.tables for row in table}

    assert ["history cpi-used-cars", "official"] == rows["used-vehicle prices"]
    assert "# --set purchases[1].loan.apr=5%" in page.html
    assert "Sources: " in page.html


def test_a_state_and_a_default_curve_have_their_standing(capsys, tmp_path):
    """So has a table of the scenario's own."""
    file = tmp_path / "own.yaml"
    file.write_text(
        "title: Own\nstart: 2026-01-01\npurchases:\n"
        "  - {vehicle: One, price: 20000, tax: {state: IL}, keep: 3 months, loan: {apr: 5%, months: 12}}\n"
        "  - {vehicle: Two, price: 22000, msrp: 23000, keep: 3 months, loan: {apr: 5%, months: 12},\n"
        "     tax: {rate: 0%}, value: {yearly_loss: 20%}}\n"
    )
    rows = {row[0]: row[1:] for table in report(capsys, str(file)).tables for row in table}

    assert "curve avg_2025_wholesale; no value is given" == rows["value of 1. One"][0]
    assert ["the scenario: yearly loss", "as written"] == rows["value of 2. Two"]
    assert ["the scenario", "as written"] == rows["sales tax, rate and credit"]
    assert rows["sales tax of Illinois"][1].startswith("rate secondary, credit secondary, as of 20")


def test_a_vehicle_with_equity_and_no_older_debt(capsys):
    """Green figures; whose debt it is needs no chart where it is all of one vehicle."""
    page = report(capsys, str(SCENARIOS / "keep-until-paid.yaml"))

    assert "Whose debt it is" not in page.of("h2")
    page = report(capsys, str(SCENARIOS / "positive-equity.yaml"))
    assert [
        "worth more than you owe",
        "debt from earlier vehicles",
        "left for you, at best",
        "months under water",
    ] == page.of("dt")


def test_never_above_water(capsys):
    """A scenario that ends too early says so."""
    page = report(capsys, ROLLOVER, "--set", "purchases[3].keep=12 months")

    assert "never" in page.of("dd")
    assert "$14,548 under water at the end, month 62" in page.of("dd")


def test_a_vehicle_that_is_lost_is_not_kept_and_paid(capsys):
    """From its total loss on nobody is under water."""
    page = report(capsys, str(SCENARIOS / "total-loss.yaml"), "--set", "purchases[1].keep=9 months")

    assert "its total loss is in month 9" in page.of("dd")
    assert not any("if you keep it and pay as agreed" in words for words in page.of("dd"))


def test_debt_without_a_vehicle_is_no_part_of_the_cash_to_get_out(capsys, tmp_path):
    sold = (
        "purchases:\n"
        "  - {vehicle: van, price: $20000, tax: {rate: 0%}, loan: {apr: 0%, months: 20},\n"
        "     private_sale: {price: $9000, note: {apr: 0%, months: 10}}, keep: 5 months}\n"
        "  - {vehicle: car, price: $6000, tax: {rate: 0%}, worth: $5500, loan: {apr: 0%, months: 12}}\n"
    )
    (tmp_path / "sold.yaml").write_text(sold)
    words = report(capsys, str(tmp_path / "sold.yaml")).of("dd")
    note = "sell it to a dealer, in month 5; $6,000 more is owed for vehicles that are gone"

    assert "$500" == words[words.index(note) - 1]


def test_a_date_is_left_out_where_there_is_none(capsys):
    """And many trades have a row each."""
    page = report(capsys, str(SCENARIOS / "rv.yaml"))

    assert any(words.startswith("month 36: $") for words in page.of("dd"))


@pytest.mark.no_cover
def test_what_it_would_take(capsys):
    """The section shows the answer of `solve`, if a target is named."""
    owed = str(SCENARIOS / "two-payments-deferred.yaml")
    target = ("--so-that", "gap <= -$1,000 at month 20")
    page = report(capsys, owed, *target)
    check_still(page)
    solved = here(capsys, "solve", owed, *target, "--format", "csv").out.splitlines()
    table = next(table for table in page.tables if table[0][0] == "what")

    assert "What it would take" in page.of("h2")
    assert "What it would take" not in report(capsys, owed).of("h2")
    assert len(solved) == len(table)
    for row in table[1:]:
        assert any(
            row[2].replace(",", "").rstrip("%") in line.split(",")[2:3] for line in solved
        ), row
    begins = "So that the gap is at most -$1,000.00 in month 20, "
    assert any(words.startswith(begins) for words in page.of("p"))


def test_a_target_that_is_reached_needs_no_table(capsys):
    """The section says so."""
    file = str(SCENARIOS / "positive-equity.yaml")
    page = report(capsys, file, "--so-that", "gap <= $60,000 at month 50")

    assert any(words.startswith("Nothing has to change") for words in page.of("p"))


@pytest.mark.no_cover
def test_a_wrong_target_is_refused(capsys):
    """As by `solve`, before anything is played; and one beyond what can be played."""
    ran = here(capsys, "report", ROLLOVER, "--so-that", "gap = 0")
    assert (2, True) == (ran.code, "an exact figure is rarely reached" in ran.err)
    solved, reported = (
        here(capsys, command, ROLLOVER, "--so-that", "gap <= 0 at month 1500")
        for command in ("solve", "report")
    )
    assert (2, True) == (solved.code, "a month too far away" in solved.err)
    assert reported == solved


@pytest.mark.no_cover
def test_no_text_becomes_part_of_the_page(capsys, tmp_path):
    """The page of each has the same elements as a harmless one, and shows the text as it is."""
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(hostile.scenario("harmless"))
    shape = report(capsys, str(good)).shape()
    code = shape.pop(("code",), 0)
    for payload in hostile.PAYLOADS:
        bad.write_text(hostile.scenario(payload))
        page = report(capsys, str(bad))
        check_still(page)
        hostile_shape = page.shape()
        hostile_shape.pop(("code",), 0)  # backticks make code, which does nothing

        assert shape == hostile_shape, payload
        titles = "".join(page.of("h1"))
        shown = visible(payload).replace("\ufffe", "U+FFFE").replace("\uffff", "U+FFFF")
        assert shown == titles
    assert code == 4


def test_elements_escape_what_is_not_markup():
    """Text and attributes; what is markup already stays."""
    paragraph = element("p", "a<b", Markup("<br/>"), class_='x"y', data_of="'&'", id=None)

    assert '<p class="x&quot;y" data-of="&#x27;&amp;&#x27;">a&lt;b<br/></p>\n' == paragraph
    assert "<br/>" == element("br").strip()
    assert "U+202E U+FFFE" == escaped("\u202e \ufffe")


def test_backticks_are_code_in_pairs_only():
    """A single one is a character."""
    assert "<p>a <code>b</code> c</p>\n" == sections.paragraph("a `b` c")
    assert "<p>a ` b</p>\n" == sections.paragraph("a ` b")


def test_what_a_report_refuses(capsys):
    """Other files, and too many scenarios."""
    for words, message in (
        ((ROLLOVER, "-o", "x.pdf"), "a report is an .html file, not 'x.pdf'"),
        ((ROLLOVER,) * 9, "report takes one to eight scenario files, not 9"),
    ):
        ran = here(capsys, "report", *words)

        assert ran.code == 2
        assert message in ran.err


def test_a_report_is_written_to_a_file(capsys, tmp_path):
    """The same text as on standard output."""
    assert here(capsys, "report", ROLLOVER, "-o", str(tmp_path / "r.html")).code == 0

    assert report(capsys, ROLLOVER).html == (tmp_path / "r.html").read_text("utf-8")
