"""The charts show the figures of the answer, at the right places, and nothing in them is active."""

import json
import re
from fractions import Fraction
from itertools import groupby, pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import drawn
from helpers.command import here
from helpers.drawn import Chart, amount
from tradein.cli import terminal
from tradein.cli.commands.chart import CHARTS
from tradein.report.charts import palette, plane
from tradein.report.charts.plane import Scale

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
ROLLOVER = str(SCENARIOS / "rollover.yaml")
SINGLE = [name for name in CHARTS if name != "compare"]
FILES = sorted(path.name for path in SCENARIOS.glob("*.yaml") if path.name != "positions.yaml")


def chart(capture, of: str, *more: str) -> Chart:
    """Draw a chart of the three SUVs, or of the files named."""
    files = [word for word in more if word.endswith(".yaml")] or [ROLLOVER]
    options = [word for word in more if not word.endswith(".yaml")]
    ran = here(capture, "chart", *files, "--of", of, *options)
    assert ran.code == 0, ran.err
    return Chart(ran.out)


def answer(capture, *command: str):
    """The answer of a command in JSON."""
    ran = here(capture, *command, "--format", "json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


@pytest.mark.parametrize("file", FILES)
def test_every_chart_of_every_scenario_is_whole_and_still(file, capsys):
    """Each is XML of a few kinds of element, the same each time, and stays small."""
    for of in SINGLE:
        for narrow in ((), ("--narrow",)):
            picture = chart(capsys, of, str(SCENARIOS / file), *narrow)
            picture.check_is_still()

            assert picture.svg == chart(capsys, of, str(SCENARIOS / file), *narrow).svg
            assert len(picture.svg) < 60_000


def close(expected: float, drawn_at: Fraction, chart: Chart) -> bool:
    """Whether an amount is drawn within a tenth of a pixel of its place."""
    return abs(Fraction(str(expected)) - drawn_at) <= chart.pixel()


@pytest.mark.parametrize("narrow", [(), ("--narrow",)])
def test_debt_and_value_are_drawn_at_their_heights(narrow, capsys):
    """Each month's balance and value, read back off the lines, are those of the answer."""
    picture = chart(capsys, "gap", *narrow)
    months = answer(capsys, "simulate", ROLLOVER)["months"]
    (owed,) = picture.paths("owed")

    assert len(months) == len(owed) == 137
    for row, (x, y) in zip(months, owed, strict=True):
        assert abs(picture.month(x) - row["month"]) < Fraction(1, 8)
        assert close(row["balance"], picture.dollars(y), picture)
    for number, rows in groupby(months, key=lambda row: row["purchase"]):
        (worth,) = picture.paths(f"line s{number}")
        for row, (_, y) in zip(rows, worth, strict=True):
            assert close(row["value"], picture.dollars(y), picture)


def test_the_gap_is_filled_between_debt_and_value(capsys):
    """One shape for each stretch under water; where debt and value cross, a new one begins."""
    picture = chart(capsys, "gap")
    under, over = picture.paths("under"), picture.paths("over")

    assert (3, 1) == (len(under), len(over))
    crossing = max(under[2], key=lambda place: place[0])
    assert crossing == min(over[0], key=lambda place: place[0])
    assert 112 < picture.month(crossing[0]) < 113
    summary = answer(capsys, "simulate", ROLLOVER)["summary"]
    assert "$15,533 under water" in picture.words
    assert round(summary["peak_gap"]) == 15_533
    assert f"month {summary['break_even_month']}: no longer under water" in picture.words


def test_a_chain_never_under_water_shows_no_red(capsys):
    """Neither the shape nor the word."""
    picture = chart(capsys, "gap", str(SCENARIOS / "positive-equity.yaml"))

    assert picture.paths("under") == []
    assert not [words for words in picture.words if "under water" in words]


def test_layers_lie_on_one_another(capsys):
    """The upper edge of each layer is the debt of its vehicle and of those before it."""
    picture = chart(capsys, "origins")
    months = answer(capsys, "simulate", ROLLOVER)["months"]
    layers = {number: picture.paths(f"layer f{number}")[0] for number in (1, 2, 3)}

    for row in months:
        owed = {layer["origin"]: layer["balance"] for layer in row["layers"]}
        so_far = 0
        for number, cents in sorted(owed.items()):
            so_far += Fraction(str(cents))
            layer = layers[number]
            heights = drawn.nearest(layer[: len(layer) // 2], row["month"], picture)
            assert any(close(so_far, height, picture) for height in heights), (row, number)
    first = next(row for row in months if row["purchase"] == 3)
    old = sum(la["balance"] for la in first["layers"] if la["origin"] < 3)
    assert f"${round(old):,} of it for earlier vehicles" in picture.words


def bars_of(picture: Chart, *classes: str) -> list[tuple[str, str]]:
    """The rows of a chart of bars: label and words."""
    words = [label.words for label in picture.labels if label.class_ not in ("title", "muted")]
    return [*zip(words[::2], words[1::2], strict=True)]


@pytest.mark.parametrize("narrow", [(), ("--narrow",)])
def test_the_causes_follow_one_another(narrow, capsys):
    """Each bar begins where the one before ends, is as long as its amount, and all make the gap."""
    picture = chart(capsys, "why", *narrow)
    gap = answer(capsys, "simulate", ROLLOVER)["where_it_went"]["gap"]
    rows, bars = bars_of(picture), picture.rects("wider", "less", "sum")
    changes = [amount(words) for _, words in rows]

    assert ("price over value", "+$11,387") == rows[0]
    assert ("principal paid", "−$18,823") == rows[-2]
    assert ("gap of month 50", "$15,533") == rows[-1]
    assert round(gap["gap"]) == 15_533
    assert round(sum(changes[:-1]) - changes[-1]) in (-2, -1, 0, 1, 2)  # each is rounded
    zero, scale = bars[-1][0], bars[-1][1] / changes[-1]
    so_far = Fraction(0)
    for (left, width), change in zip(bars[:-1], changes[:-1], strict=True):
        low = min(so_far, so_far + change)
        assert abs(zero + scale * low - left) < Fraction(1, 4)
        assert abs(max(scale * abs(change), 1) - width) < Fraction(1, 4)
        so_far += change


def test_the_ways_out_are_those_of_the_answer(capsys):
    """What each way takes; the cheapest is the dark one."""
    picture = chart(capsys, "ways")
    document = answer(capsys, "exits", ROLLOVER)
    ways = {
        way["way"]: way
        for month in document["months"]
        if month["month"] == 50
        for way in month["ways"]
    }
    takes = [
        way["cash"] + (way["owed_after"] if way["to_pay"] is None else way["to_pay"])
        for way in ways.values()
    ]
    widths = [width for _, width in picture.rects("plain", "sum")]

    assert [f"${round(cents):,}" for cents in takes] == [words for _, words in bars_of(picture)]
    assert "sell it privately" == next(
        label.words for label in picture.labels if "strong" in label.class_
    )
    for cents, width in zip(takes, widths, strict=True):
        assert abs(width - widths[-1] * Fraction(str(cents)) / Fraction(str(takes[-1]))) < Fraction(
            1, 4
        )


def test_what_it_takes_is_drawn_month_by_month(capsys):
    """The lines of the dealer and the private buyer, broken where a vehicle is traded."""
    picture = chart(capsys, "exit")
    ran = here(capsys, "exits", ROLLOVER, "--monthly", "--format", "json")
    months = json.loads(ran.out)["months"]
    for way, class_ in (("dealer", "line ink"), ("private", "line ink dashed")):
        parts = picture.paths(class_)
        points = [point for part in parts for point in part]
        takes = [w["cash"] for month in months for w in month["ways"] if w["way"] == way]

        assert len(parts) == 3
        for cents, (_, y) in zip(takes, points, strict=True):
            assert close(cents, picture.dollars(y), picture)
    assert ["month 108: private sale", "month 113: dealer or trade-in"] == picture.words[-2:]


def test_every_dollar_has_its_bar(capsys):
    """What the money was lost to, in dollars and percent."""
    paid = answer(capsys, "simulate", ROLLOVER)["where_it_went"]["paid_to_the_end"]
    uses = ("depreciation", "interest", "tax", "fees", "products")
    rows = bars_of(chart(capsys, "spent"))

    assert [f"${round(paid[name]):,}" for name in uses] == [words.split()[0] for _, words in rows]
    assert ["(49%)", "(44%)", "(4%)", "(<1%)", "(3%)"] == [words.split()[1] for _, words in rows]


def test_scenarios_are_compared_on_one_axis(capsys):
    """A line for each, in the common months."""
    files = [
        str(SCENARIOS / f"{name}.yaml")
        for name in ("rollover", "pay-the-shortfall", "keep-until-paid")
    ]
    picture = chart(capsys, "compare", *files)
    document = answer(capsys, "compare", *files)

    for number, scenario in enumerate(document["scenarios"], start=1):
        (line,) = picture.paths(f"line s{number}")
        assert close(scenario["at"]["gap"], picture.dollars(line[-1][1]), picture)
        assert f"{number}. {scenario['title']}" in picture.words


def test_without_dates_the_months_are_numbered(capsys):
    """The axis has numbers alone, and says what they are."""
    words = chart(capsys, "gap", str(SCENARIOS / "rv.yaml")).words

    assert "month 36" in words
    assert not [word for word in words if re.match(r"[A-Z][a-z]{2} \d{4}", word)]


def test_a_vehicle_traded_at_once_leaves_its_place_to_the_next(capsys):
    """The number of the vehicle that is kept stands at the first day."""
    words = chart(capsys, "gap", str(SCENARIOS / "owed-today.yaml")).words

    assert "2" in words
    assert "1" not in words


@given(st.integers(-(10**11), 10**11), st.integers(0, 10**11), st.integers(2, 9))
def test_marks_hold_all_amounts_between_them(low, span, count):
    """The marks are whole dollars in equal steps of 1, 2 or 5, few, and reach beyond both ends."""
    marks = plane.ticks(low, low + span, count)
    steps = {b - a for a, b in pairwise(marks)}

    assert marks[0] <= low <= low + span <= marks[-1]
    assert 2 <= len(marks) <= count + 2
    assert len(steps) == 1
    assert re.fullmatch(r"[125]0*00", str(steps.pop()))


@given(st.integers(0, 12_000), st.integers(2, 9))
def test_months_are_marked_from_the_first_on(last, count):
    """A few months, never more than asked for, in equal steps."""
    months = plane.month_ticks(last, count)

    assert months[0] == 0
    assert months[-1] <= last
    assert len(months) <= count + 1


def test_a_scale_rounds_to_the_nearest_tenth():
    """Halves go up, as everywhere."""
    scale = Scale(0, 4, 100, 110)

    assert [100, 103, 105, 108, 110] == [scale.at(amount) for amount in range(5)]
    assert ["10", "10.3", "-0.5", "-1"] == [plane.pixels(tenths) for tenths in (100, 103, -5, -10)]


def test_words_are_cut_to_their_room():
    """With an ellipsis, or left out where nothing would be left to read."""
    assert "hatchback" == plane.cut("hatchback", 60, 11)
    assert "hatch…" == plane.cut("hatchback", 40, 11)
    assert "" == plane.cut("hatchback", 20, 11)
    assert ["one two", "three"] == plane.wrapped("one two three", 60, 12)
    assert ["$60k", "−$5k", "$1,500", "$0"] == [
        plane.brief(cents) for cents in (6_000_000, -500_000, 150_000, 0)
    ]


def test_each_vehicle_has_its_color():
    """After the last color the first comes again; what came before has its own."""
    assert [0, 1, 8, 1] == [palette.number(vehicle) for vehicle in (0, 1, 8, 9)]
    assert "{" not in re.sub(
        r"[^{}]*\{[^{}]*\}",
        "",
        palette.alone().replace("@media (prefers-color-scheme:dark){", "").rstrip("}\n") + "}",
    )


HOSTILE = (
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "</text></svg><img src=x onerror=alert(1)>",
    "]]><!-- --><![CDATA[x",
    "&lt;b&gt;&#60;",
    "</style><style>*{display:none}",
    "' onclick='x",
    "<?xml-stylesheet href='http://e/'?>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "url(http://e/)",
    "javascript:alert(1)",
    "\ufffe\uffff",
)


@pytest.mark.parametrize("of", SINGLE)
def test_no_name_becomes_part_of_the_drawing(of, capsys, tmp_path):
    """Titles and vehicles are words in a chart, and it is built of the same elements."""
    text = (SCENARIOS / "rollover.yaml").read_text()
    for payload in HOSTILE:
        quoted = json.dumps(payload)
        bad = tmp_path / "bad.yaml"
        bad.write_text(
            text.replace("One SUV after another", quoted).replace("2021 compact SUV", quoted)
        )
        picture = chart(capsys, of, str(bad), "--narrow")
        picture.check_is_still()

        assert "http" not in picture.svg.replace("http://www.w3.org/2000/svg", "").replace(
            "http://e/", ""
        )
        assert not re.search(r"<(script|img|\?|!)", picture.svg)


def test_what_a_chart_refuses(capsys, tmp_path):
    """Unknown charts, other files, and the wrong number of scenarios."""
    for words, message in (
        ((ROLLOVER, "--of", "gep"), "unknown chart 'gep'; did you mean gap?"),
        ((ROLLOVER, "-o", "x.jpg"), "a chart is an .svg or a .png file, not 'x.jpg'"),
        ((ROLLOVER, ROLLOVER), "--of gap shows one scenario, not 2; --of compare shows several"),
        ((ROLLOVER, "--of", "compare"), "--of compare takes two to eight scenario files, not 1"),
    ):
        try:
            ran = here(capsys, "chart", *words)
        except SystemExit as end:
            ran = (end.code, "", capsys.readouterr().err)

        assert ran[0] == 2
        assert message in ran[2]


def test_a_chart_is_written_to_a_file(capsys, tmp_path):
    """As SVG the same text as on standard output; as PNG a picture of twice the size."""
    pytest.importorskip("resvg_py", reason="the extra png is not installed")
    for name in ("a.svg", "a.png"):
        assert here(capsys, "chart", ROLLOVER, "-o", str(tmp_path / name)).code == 0
    png = (tmp_path / "a.png").read_bytes()

    assert chart(capsys, "gap").svg == (tmp_path / "a.svg").read_text("utf-8")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert 1520 == int.from_bytes(png[16:20], "big")


def test_png_without_its_package(capsys, tmp_path, monkeypatch):
    """The answer names the extra, and no file is left."""
    monkeypatch.setitem(__import__("sys").modules, "resvg_py", None)
    ran = here(capsys, "chart", ROLLOVER, "-o", str(tmp_path / "a.png"))

    assert ran.code == 4
    assert "pip install 'tradein[png]'" in ran.err
    assert [] == [*tmp_path.iterdir()]


def plain(capture, monkeypatch, width: int, *words: str) -> list[str]:
    """The lines of a chart in characters."""
    monkeypatch.setenv("COLUMNS", str(width))
    ran = here(capture, "simulate", *(words or (ROLLOVER,)), "--chart")
    assert ran.code == 0, ran.err
    lines = ran.out.splitlines()
    first = next(i for i, line in enumerate(lines) if line[1:].startswith(" you owe"))
    return lines[first : next(i for i, line in enumerate(lines) if line.startswith("Trades, in"))]


@pytest.mark.parametrize("blocks", [True, False])
@pytest.mark.parametrize("width", [80, 44])
def test_a_terminal_shows_debt_and_value(width, blocks, capsys, monkeypatch):
    """In each column the debt stands in the row of its month, and the value in its own, if apart."""
    monkeypatch.setattr(terminal, "has_blocks", lambda: blocks)
    lines = plain(capsys, monkeypatch, width)
    months = {row["month"]: row for row in answer(capsys, "simulate", ROLLOVER)["months"]}
    owed, worth = ("█", "━") if blocks else ("#", "=")
    bottom = next(i for i, line in enumerate(lines) if line.strip().startswith("$0"))
    rows = [line[9:].ljust(width - 9) for line in lines[bottom - 15 : bottom + 1]][::-1]

    assert all(len(line) <= width for line in lines)
    assert "\n".join(lines).isascii() is not blocks
    for column in range(width - 9):
        row = months[int(Fraction(column * 134, width - 10) + Fraction(1, 2))]
        heights = [
            int(Fraction(str(row[name])) * 15 / 80_000 + Fraction(1, 2))
            for name in ("balance", "value")
        ]
        characters = [line[column] for line in rows]
        assert owed == characters[heights[0]]
        assert heights[0] == heights[1] or worth == characters[heights[1]]
        assert sum(c in (owed, worth) for c in characters) == len(set(heights))
    assert "1. 2021 compact SUV" in lines
    assert "2021-03" in "".join(lines)


def test_a_chart_in_characters_without_trades_or_dates(capsys, monkeypatch):
    """One vehicle has no number, months have; and a name is no wider than the terminal."""
    lines = plain(capsys, monkeypatch, 80, str(SCENARIOS / "keep-until-paid.yaml"))
    assert not [line for line in lines if line.startswith("1.")]
    lines = plain(capsys, monkeypatch, 80, str(SCENARIOS / "rv.yaml"))
    assert any("month 48" in line for line in lines)
    long = f"purchases[1].vehicle={'very ' * 12}long van"
    lines = plain(capsys, monkeypatch, 60, str(SCENARIOS / "rv.yaml"), "--set", long)
    assert max(map(len, lines)) == 60


def test_a_chart_in_characters_is_for_people(capsys, tmp_path):
    """Not for a csv; a file has it in UTF-8."""
    ran = here(capsys, "simulate", ROLLOVER, "--chart", "--format", "csv")
    assert (2, True) == (ran.code, "--chart is for the answer in text" in ran.err)
    assert (
        here(capsys, "simulate", ROLLOVER, "--chart", "--why", "-o", str(tmp_path / "a.txt")).code
        == 0
    )
    assert "█" in (tmp_path / "a.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("encoding", "blocks"), [("utf-8", True), ("UTF8", True), ("latin-1", False), (None, False)]
)
def test_blocks_are_for_utf_8(encoding, blocks, monkeypatch):
    """Whatever its name is written like."""
    monkeypatch.setattr("sys.stdout", SimpleNamespace(encoding=encoding))

    assert blocks is terminal.has_blocks()


def many(folder: Path, count: int) -> str:
    """A chain of many vehicles, each kept for a year."""
    purchase = "  - {{vehicle: The {0}th vehicle of the chain, price: {1}, keep: 12 months}}\n"
    lines = "".join(purchase.format(n, 20_000 + 1_000 * n) for n in range(1, count + 1))
    path = folder / "many.yaml"
    path.write_text(f"title: Many\nassume: {{loan: {{apr: 9%, months: 72}}}}\npurchases:\n{lines}")
    return str(path)


@pytest.mark.parametrize("narrow", [(), ("--narrow",)])
def test_many_vehicles_have_room(narrow, capsys, tmp_path):
    """A long legend leaves out its middle, and nothing is drawn below the axis but months."""
    file = many(tmp_path, 30)
    for of in ("gap", "origins", "exit"):
        picture = chart(capsys, of, file, *narrow)
        picture.check_is_still()
        _, top, width, height = map(int, picture.root.get("viewBox").split())
        bottom = Fraction(picture.root.get("data-bottom")) / 10

        assert bottom - Fraction(picture.root.get("data-top")) / 10 > 200
        assert all(0 <= label.x <= width and label.y < top + height for label in picture.labels)
        assert len([label for label in picture.labels if label.y > bottom + 10]) <= 14
    words = chart(capsys, "origins", file, *narrow).words
    shown = [word for word in words if "vehicle of the chain" in word]
    assert (8, "22 others") == (len(shown), next(w for w in words if "others" in w)) or narrow
    assert shown[0].startswith("1. ")
    assert shown[-1].startswith("30. ")
