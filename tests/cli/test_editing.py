"""What the local page is answered: the figures of the commands, changes of the text, saved files."""

import json
import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from helpers import hostile
from helpers.command import here
from tradein.cli import editing
from tradein.page.server import BadQuestion

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FILES = sorted(path.name for path in SCENARIOS.glob("*.yaml") if path.name != "positions.yaml")
ROLLOVER = (SCENARIOS / "rollover.yaml").read_text("utf-8")
NEVER_PAID = ROLLOVER.replace("apr: 11.4%", "apr: 11.4%\n      payment: $100")


@pytest.fixture
def ask(tmp_path):
    """Ask about a copy of an example, `file` 0."""
    path = tmp_path / "mine.yaml"
    path.write_text(ROLLOVER, "utf-8")
    known = editing.answers([str(path)], {"purchases": {}})

    def question(name, **content):
        answer = known[f"/{name}"]({"file": 0, **content})
        return json.loads(json.dumps(answer))

    question.path = path
    return question


def test_the_files_are_opened(ask):
    opened = ask("open")
    assert opened["fields"] == {"purchases": {}}
    (file,) = opened["files"]
    assert (file["text"], file["name"]) == (ROLLOVER, str(ask.path))
    assert opened["program"].startswith("tradein ")


@pytest.mark.no_cover
@pytest.mark.parametrize("name", FILES)
def test_the_pictures_are_those_of_the_report(name, capsys):
    """What is drawn while one types is the beginning of what is drawn then, and of the report."""
    text = (SCENARIOS / name).read_text("utf-8")
    draw = editing.answers([name], {})["/draw"]
    whole = draw({"file": 0, "text": text, "part": "whole"})
    assert all(problem["kind"] == "warning" for problem in whole["problems"])
    for size in ("wide", "narrow"):
        top = draw({"file": 0, "text": text, "part": size})
        assert top["problems"] == whole["problems"]
        begun, figure, rest = top["html"].partition("<figure>")
        drawn, end, after = rest.partition("</figure>")
        assert (figure, end, after.strip()) == ("<figure>", "</figure>", "</article>")
        assert f'class="chart {size}"' in drawn
        assert whole["html"].startswith(begun)
        assert drawn.strip() in whole["html"].partition("</figure>")[0]
    report = here(capsys, "report", str(SCENARIOS / name)).out
    article = report[report.index("<article") :].partition("</main>")[0]
    assert whole["html"] == article


def test_a_changed_price_moves_the_figures(ask, capsys):
    changed = ROLLOVER.replace("price: $31,400", "price: $30,000")
    drawn = ask("draw", text=changed, part="whole")
    ask.path.write_text(changed, "utf-8")
    document = json.loads(here(capsys, "simulate", str(ask.path), "--format", "json").out)
    rows = document["months"]
    body = drawn["html"].partition('id="s1-months"')[2]
    lines = re.findall(
        r"<tr><th[^>]*>([^\n]*)", body.partition("<tbody>")[2].partition("</tbody>")[0]
    )
    shown = [[unescape(cell) for cell in re.split(r"<td[^>]*>", line)] for line in lines]
    assert len(shown) == len(rows) > 100
    for row, cells in zip(rows, shown, strict=True):
        assert {f"{row[name]:,.2f}" for name in ("balance", "value", "gap")} <= set(cells)


def test_mistakes_are_told_with_their_places(ask):
    drawn = ask("draw", text=ROLLOVER.replace("$31,400", "much"), part="whole")
    assert drawn["html"] is None
    (problem,) = drawn["problems"]
    line = ROLLOVER[: ROLLOVER.index("$31,400")].count("\n") + 1
    assert (problem["line"], problem["column"], problem["length"]) == (line, 12, 4)
    assert (problem["path"], problem["kind"]) == ("purchases[1].price", "error")
    assert "not an amount of money" in problem["message"]
    assert drawn["controls"][0]["value"] == "much"


def test_what_is_no_yaml_is_told_too(ask):
    drawn = ask("draw", text="purchases: [", part="wide")
    assert (drawn["html"], drawn["controls"]) == (None, None)
    assert drawn["problems"][0]["kind"] == "error"
    (whole,) = ask("draw", text="a" * 1_000_001, part="wide")["problems"]
    assert (whole["line"], whole["message"][:14]) == (0, "too many bytes")


def test_what_cannot_be_played_is_told(ask):
    drawn = ask("draw", text=NEVER_PAID, part="wide")
    assert drawn["html"] is None
    assert drawn["problems"][0]["path"] == "purchases[2].loan.payment"


def test_warnings_come_with_the_picture(ask):
    text = (SCENARIOS / "over-allowance.yaml").read_text("utf-8")
    drawn = ask("draw", text=text, part="wide")
    assert drawn["html"]
    assert [problem["kind"] for problem in drawn["problems"]] == ["warning"]


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        ("purchases[1].price", "$30,000", "price: $31,400", "price: $30,000"),
        (
            "purchases[3].loan.months",
            " 72 ",
            "      max_ltv: 140%",
            "      max_ltv: 140%\n      months: 72",
        ),
        (
            "purchases[1].events[1]",
            "$50",
            "then traded for the next",
            "then traded for the next\n    events:\n      - {month: 1, extra: $50, every: month}",
        ),
        (
            "purchases[1].events[1]",
            "$1,050",
            "then traded for the next",
            'then traded for the next\n    events:\n      - {month: 1, extra: "$1,050", every: month}',
        ),
    ],
)
def test_a_setting_is_changed_in_the_text(ask, path, value, old, new):
    text = f"# 😀 é\n{ROLLOVER}"
    change = ask("set", text=text, path=path, value=value)
    units = text.encode("utf-16-le")
    begin, end = 2 * change["from"], 2 * change["to"]
    after = units[:begin] + change["insert"].encode("utf-16-le") + units[end:]
    assert after.decode("utf-16-le") == text.replace(old, new, 1)
    assert ask("draw", text=after.decode("utf-16-le"), part="wide")["html"]


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("purchases[1].price", "much", "not an amount of money, 'much'"),
        ("purchases[1].price", "  ", "nothing is written"),
        ("purchases[1].events[1]", "much", "not an amount of money, 'much'"),
        ("purchases[9].price", "$1", "entries"),
        ("purchases[1].price", "[", "not"),
        ("title.x", "1", "is one value"),
        ("", "1", "not the path of a setting"),
    ],
)
def test_a_value_that_is_none_is_refused(ask, path, value, words):
    assert words in ask("set", text=ROLLOVER, path=path, value=value)["problem"]


def test_mistakes_elsewhere_do_not_keep_a_setting_from_being_changed(ask):
    text = ROLLOVER.replace("$41,250", "much")
    assert ask("set", text=text, path="purchases[1].price", value="$30,000")["insert"] == "$30,000"


def test_a_text_is_saved(ask):
    version = ask("open")["files"][0]["version"]
    saved = ask("save", text=f"{ROLLOVER}# é\n", version=version)
    assert ask.path.read_text("utf-8") == f"{ROLLOVER}# é\n"
    assert ask("open")["files"][0]["version"] == saved["version"] != version


def test_a_file_that_somebody_else_changed_is_not_written_over(ask):
    version = ask("open")["files"][0]["version"]
    ask.path.write_text("theirs: 1\n", "utf-8")
    answer = ask("save", text="mine: 1\n", version=version)
    assert answer["changed"]["text"] == "theirs: 1\n"
    assert ask.path.read_text("utf-8") == "theirs: 1\n"
    assert list(ask("save", text="mine: 1\n", version=answer["changed"]["version"])) == ["version"]
    assert ask.path.read_text("utf-8") == "mine: 1\n"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_line_ends_and_the_mark_stay(ask, mark, end):
    ask.path.write_bytes(mark + b"a: 1" + end + b"b: 2" + end)
    (file,) = ask("open")["files"]
    assert file["text"] == "a: 1\nb: 2\n"
    ask("save", text="a: 1\nc: 3\n", version=file["version"])
    assert ask.path.read_bytes() == mark + b"a: 1" + end + b"c: 3" + end


def test_a_file_that_is_too_long_is_neither_cut_nor_written(ask):
    """A part of it alone would be read, and saved in place of the whole."""
    version = ask("open")["files"][0]["version"]
    long = f"{ROLLOVER}# {'x' * 1_000_000}\n"
    assert "mine.yaml: too many bytes" in ask("save", text=long, version=version)["problem"]
    assert ask.path.read_text("utf-8") == ROLLOVER
    ask.path.write_text(long, "utf-8")
    assert "mine.yaml: too many bytes" in ask("open")["problem"]
    assert "too many bytes" in ask("save", text=ROLLOVER, version=version)["problem"]
    assert ask.path.read_text("utf-8") == long


def test_a_file_that_is_gone_or_read_only_is_told(ask):
    version = ask("open")["files"][0]["version"]
    ask.path.chmod(0o444)
    assert "read-only" in ask("save", text="a: 1\n", version=version)["problem"]
    ask.path.unlink()
    assert "not found" in ask("save", text="a: 1\n", version=version)["problem"]
    assert "not found" in ask("open")["problem"]
    assert not ask.path.exists()


def test_the_text_is_compared_with_the_file(ask):
    html = unescape(ask("compare", text=ROLLOVER.replace("$31,400", "$30,000"))["html"])
    assert html.startswith("<section>")
    assert "'Edited' has the lowest net cost" in html
    assert "purchases[1].price" in html
    assert "<nav>" not in html


def test_a_shorter_chain_is_compared_to_the_end_of_the_longer_one(ask):
    shorter = ROLLOVER.replace("apr: 13.9%", "apr: 13.9%\n      months: 60")
    assert "In month 134, 'Edited' has" in unescape(ask("compare", text=shorter)["html"])


@pytest.mark.parametrize("text", ["purchases: [", NEVER_PAID])
def test_what_cannot_be_played_is_not_compared(ask, text):
    assert "edited" in ask("compare", text=text)["problem"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("draw", {"text": 1, "part": "wide"}),
        ("draw", {"text": "", "part": "all"}),
        ("draw", {"part": "wide"}),
        ("draw", {"file": 1, "text": "", "part": "wide"}),
        ("draw", {"file": -1, "text": "", "part": "wide"}),
        ("draw", {"file": True, "text": "", "part": "wide"}),
        ("draw", {"file": "../x", "text": "", "part": "wide"}),
        ("set", {"text": "", "path": "a"}),
        ("save", {"text": ""}),
        ("compare", {"text": None}),
    ],
)
def test_a_question_that_lacks_something_is_refused(ask, name, content):
    with pytest.raises(BadQuestion):
        ask(name, **content)


def test_what_cannot_be_played_to_the_end_of_the_longer_one_is_not_compared(ask):
    """A value that grows tenfold a month is over the limit long before month 134."""
    grows = (
        "title: T\npurchases:\n  - vehicle: car\n    price: 20000\n    tax: {rate: 0%}\n    down: 20000\n"
        "    value: {appraisals: {0: 1000, 1: 10000}}\n    keep: 2 months\n"
    )
    assert "it is compared in month 134" in ask("compare", text=grows)["problem"]


class Shape(HTMLParser):
    """Counts the elements of a page, with the names of their attributes."""

    def __init__(self, html):
        super().__init__()
        self.elements = Counter()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag != "code":  # backticks make code, which does nothing
            self.elements[tag, *(name for name, _ in attrs)] += 1


@pytest.mark.no_cover
def test_no_text_becomes_part_of_the_page(ask):
    """What each hostile text is drawn as, and compared as, has the elements of a harmless one."""

    def shapes(payload):
        text = hostile.scenario(payload)
        drawn = [ask("draw", text=text, part=part)["html"] for part in ("wide", "whole")]
        drawn.append(ask("compare", text=text)["html"])
        return [Shape(html).elements for html in drawn]

    harmless = shapes("harmless")
    assert harmless[0]["article", "data-part"] == 1
    for payload in hostile.PAYLOADS:
        assert shapes(payload) == harmless, payload


def test_what_is_invisible_in_a_text_is_seen_in_its_problems(ask):
    text = 'title: "a\u202eb"\npurchases:\n  - "vehicle\u202e": x\n'
    told = json.dumps(ask("draw", text=text, part="wide")["problems"], ensure_ascii=False)
    assert "U+202E" in told
    assert "\u202e" not in told
