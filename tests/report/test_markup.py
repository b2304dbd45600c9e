"""What a scenario's text looks like in each format that is markup: shown as written, never obeyed.

The expected strings were held against docutils, markdown-it and textile, which show each as it was written.
"""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from tabulate import tabulate_formats

from helpers.command import here
from tradein.report import markup, text
from tradein.report.tables.table import Column, Dollars, Table

SCENARIO = """\
title: {title}
purchases:
  - vehicle: {vehicle}
    price: 20000
    tax: {{rate: 0%}}
    fees: {{{fee}: 10}}
    loan: {{apr: 5%, months: 48}}
"""

SHOWN = {
    "github": {
        "a|b": "a\\|b",
        "*a* _b_ `c` ~~d~~": "\\*a\\* \\_b\\_ \\`c\\` &#126;&#126;d&#126;&#126;",
        "![a](b) [c](d)": "!\\[a](b) \\[c](d)",
        "<script> &lt; &#65; AT&T": "&lt;script> &amp;lt; &amp;#65; AT&T",
        "http://e/ www.e.com :smile:": "http&#58;//e/ www&#46;e.com &#58;smile:",
        "a\\|": "a\\\\\\|",
        "suv_2025 is $5 (new), 3:45": "suv_2025 is $5 (new), 3:45",
    },
    "rst": {
        "*a* `b` |c| d_ [1]_": "\\*a\\* \\`b\\` \\|c\\| d\\_ [1]\\_",
        ".. raw:: html": "\\.. raw\\:: html",
        "1. a": "1\\. a",
        "- a": "\\- a",
        ":a: b": "\\:a: b",
        "====": "\\====",
        "http://e/ a@b.c": "http\\://e/ a\\@b.c",
        "a is::": "a is\\:\\:",
        "suv_2025, full-size": "suv_2025, full-size",
    },
    "asciidoc": {
        "*a* _b_ `c` {d} <<e>>": "&#42;a&#42; &#95;b&#95; &#96;c&#96; &#123;d&#125; &lt;&lt;e&gt;&gt;",
        "+++a+++": "&#43;&#43;&#43;a&#43;&#43;&#43;",
        "image::a[b]": "image&#58;&#58;a&#91;b&#93;",
        "a | b (C) c": "a &#124; b &#40;C) c",
        "Town & Country (used), full-size": "Town & Country (used), full-size",
    },
    "mediawiki": {
        "[[a]] {{b}} ''c'' ~~~~": (
            "&#91;&#91;a&#93;&#93; &#123;&#123;b&#125;&#125; &#39;&#39;c&#39;&#39; &#126;&#126;&#126;&#126;"
        ),
        "__NOTOC__ a !! b || c <nowiki>": (
            "&#95;&#95;NOTOC&#95;&#95; a &#33;&#33; b &#124;&#124; c &lt;nowiki&gt;"
        ),
        "Dad's own": "Dad's own",
    },
    "moinmoin": {
        "<<Include(x)>> {{{a}}}": (
            "&lt;&lt;Include&#40;x&#41;&gt;&gt; &#123;&#123;&#123;a&#125;&#125;&#125;"
        ),
        "RangeRover --(a)--": "&#82;angeRover &#45;&#45;&#40;a&#41;&#45;&#45;",
        "Dad's full-size": "Dad's full-size",
    },
    "textile": {
        '"a":http://e': "&#34;a&#34;&#58;http&#58;//e",
        "!a! @b@ -c- %d%": "&#33;a&#33; &#64;b&#64; &#45;c&#45; &#37;d&#37;",
        "/2. a": "&#47;2. a",
        "h1. a": "h1&#46; a",
        "<b> &amp;": "&lt;b&gt; &amp;amp&#59;",
        "full-size at 5%": "full-size at 5%",
    },
    "jira": {
        "{color:red}*a*{color}": "\\{color\\:red\\}\\*a\\*\\{color\\}",
        "[a|http://e] !b!": "\\[a\\|http\\://e\\] \\!b\\!",
        "a \\ b -c- _d_": "a &#92; b \\-c\\- \\_d\\_",
        "full-size, 5%": "full-size, 5%",
    },
    "latex_raw": {
        "\\input{a} & $b$ #1 ^ ~ _ %": (
            "\\textbackslash{}input\\{a\\} \\& \\$b\\$ \\#1 \\^{} \\textasciitilde{} \\_ \\%"
        ),
    },
    "unsafehtml": {"<b> \"a\" 'c' &lt;": "&lt;b&gt; &#34;a&#34; &#39;c&#39; &amp;lt;"},
}
"""A text as it is written in a scenario, and as it stands in a format."""


@pytest.mark.parametrize(
    ("style", "written"), [(style, written) for style, texts in SHOWN.items() for written in texts]
)
def test_a_text_is_shown_and_not_obeyed(style, written):
    assert SHOWN[style][written] == markup.escaped(written, style)


def test_pipe_is_read_as_github_is():
    for written, shown in SHOWN["github"].items():
        assert shown == markup.escaped(written, "pipe")


def test_every_format_that_is_markup_is_known():
    """A format that a newer tabulate brings is looked at before it is offered without a rule."""
    drawn = {name for name in tabulate_formats if re.search("grid|outline|simple|plain|psql", name)}
    seen_to = {"html", "latex", "latex_booktabs", "latex_longtable", "tsv", "pretty", "presto"}

    assert {*text.formats()} - drawn - seen_to == {*SHOWN, "pipe"}


@pytest.mark.parametrize("style", [*SHOWN, "pipe"])
def test_titles_vehicles_and_fees_are_escaped_in_a_run(style, tmp_path, monkeypatch, capsys):
    """No text of a scenario gets into a table by another way."""
    monkeypatch.chdir(tmp_path)
    sign = {"latex_raw": "#", "unsafehtml": "<"}.get(style, "|")
    names = [f"{kind} {sign} x" for kind in ("title", "vehicle", "fee")]
    quoted = dict(zip(("title", "vehicle", "fee"), map(json.dumps, names), strict=True))
    Path("s.yaml").write_text(SCENARIO.format(**quoted))
    Path("p.yaml").write_text(f"positions: [{{what: {quoted['title']}, owed: 2, value: 1}}]\n")
    told = "".join(
        here(capsys, *line.split(), "--format", style).out
        for line in ("simulate s.yaml", "compare s.yaml s.yaml", "disclose s.yaml s.yaml",
                     "equity p.yaml")
    )  # fmt: skip

    told = re.sub("^% .*$", "", told, flags=re.MULTILINE)  # a comment of LaTeX

    assert not [name for name in names if name in told]
    assert all(markup.escaped(name, style) in told for name in names[:2])


@pytest.mark.parametrize("style", ["github", "rst", "asciidoc", "mediawiki", "textile", "jira"])
@pytest.mark.parametrize("title", ["# a", "- a", "1. a", "> a", "    a", "= a", "h1. a", "a. b"])
def test_a_title_is_a_paragraph(style, title):
    """A title above a table is no heading, no list and no block, however it begins."""
    table = Table(title, [Column("a", "a")], [["x"]])
    first = text.formatted([table, table], style).splitlines()[0]

    assert not re.match(r"[ #>=-]|\w+\. ", first)


@pytest.mark.parametrize("style", [name for name in text.formats() if name.startswith("latex")])
def test_no_cell_is_an_argument_of_the_row_before(style):
    """LaTeX looks past the end of a row for a bracket or a star."""
    table = Table("t", [Column("a", "a")], [["[2cm] x"], ["*"]])
    rows = text.formatted([table], style).splitlines()

    assert [row.split()[0] for row in rows if "x" in row or "*" in row] == ["{}[2cm]", "{}*"]


@pytest.mark.parametrize("style", markup.NOT_OFFERED)
def test_a_format_without_a_way_to_quote_is_not_offered(style, capsys):
    ran = here(capsys, "curves", "--format", style)

    assert (2, "") == (ran.code, ran.out)
    assert f"{style} is not offered" in ran.err


LEADS = [" ", "\u00a0", "\u3000", "\t", "  ", "\u2003", "\u200b", "\ufeff", " \u00a0\t"]


@pytest.mark.parametrize("lead", LEADS, ids=ascii)
@pytest.mark.parametrize("sign", "=+-@＝＋－＠﹦﹢﹣﹫")
def test_a_formula_after_what_is_not_seen_is_neutralised(lead, sign):
    """A spreadsheet may drop what is blank before a formula; numbers of our own stay numbers."""
    name = f"{lead}{sign}1+1"
    table = Table("t", [Column("a", "a"), Column("b", "b")], [[name, Dollars(-315_025)]])
    row = list(csv.reader(io.StringIO(text.csv(table, [name]), newline="")))[1]

    assert [f"'{name}", f"'{name}", "-3150.25"] == row
    assert f"'{lead}{sign}1+1" in text.formatted([table], "tsv")


@pytest.mark.parametrize("name", ["a = b", " a", "", " ", "'=1", "–5", "5 - 4", "\u00a0x=1"])
def test_a_text_that_is_no_formula_stays(name):
    table = Table("t", [Column("a", "a")], [[name]])

    assert [name] == list(csv.reader(io.StringIO(text.csv(table), newline="")))[1]
