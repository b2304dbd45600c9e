"""What the commands refuse, and the rarer ways of asking them."""

import json
from pathlib import Path

import pytest

from tradein.cli import commands, main, terminal
from tradein.engine import audit

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ROLLOVER, POSITIONS = str(SCENARIOS / "rollover.yaml"), str(SCENARIOS / "positions.yaml")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("bad.yaml").write_text("title: 1\npurchases: 2\n")
    Path("wrong.yaml").write_text("positions:\n  - what: car\n")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (
            ["simulate", ROLLOVER, "--why", "--exit", "--format", "csv"],
            2,
            "one table, not exit, why",
        ),
        (["compare", ROLLOVER, ROLLOVER, "--at", "999"], 2, "after the end of every scenario"),
        (["compare", ROLLOVER, ROLLOVER, "--at", "x"], 2, "'x' is not a month"),
        (["compare", ROLLOVER], 2, "two to eight scenario files, not 1"),
        (["compare", *[ROLLOVER] * 9], 2, "two to eight scenario files, not 9"),
        (["compare", ROLLOVER, "bad.yaml"], 3, "not a list"),
        (["equity", POSITIONS, "--owed", "1"], 2, "not both"),
        (["equity", "--owed", "1"], 2, "needs --owed and --value"),
        (["equity", "--owed", "x", "--value", "1"], 2, "--owed: not an amount"),
        (["equity", "wrong.yaml"], 3, "owed is missing"),
        (["equity", "--owed", "1", "--value", "1", "--set", "a=1"], 2, "--set replaces settings"),
        (
            ["equity", POSITIONS, "--set", "positions[1].owned=5"],
            3,
            "--set:1:14: positions[1].owned",
        ),
        (
            ["simulate", ROLLOVER, "--set", "purchases[1].keep=3"],
            3,
            "--set:1:19: purchases[1].keep",
        ),
        (["simulate", ROLLOVER, "--set", "purchases[9].keep=3"], 3, "--set:1:10: purchases has 3"),
        (["check", ROLLOVER, "wrong.yaml", "bad.yaml"], 3, "value is missing"),
        (["curves", "suv"], 2, "did you mean"),
        (["disclose"], 2, "required: FILE"),
        (["disclose", ROLLOVER, "--monthly"], 2, "unknown option '--monthly'"),
        (["disclose", ROLLOVER, "--format", "jsn"], 2, "did you mean json?"),
        (["disclose", ROLLOVER, "-o", "x.doc"], 2, ".doc"),
        (["disclose", ROLLOVER, "bad.yaml"], 3, "not a list"),
        (["disclose", ROLLOVER, "nope.yaml"], 4, "not found"),
        (["disclose", POSITIONS], 3, "tradein equity"),
        (["export", ROLLOVER], 2, "required: --to"),
        (["export", ROLLOVER, "--to", "hledgr"], 2, "did you mean hledger?"),
        (["export", ROLLOVER, "--to", "ledger", "--to", "hledger"], 2, "given twice"),
        (
            ["export", ROLLOVER, ROLLOVER, "--to", "hledger"],
            2,
            "is an argument too many; remove it",
        ),
        (
            ["export", ROLLOVER, "--to", "hledger", "-o", "other.yml"],
            2,
            "would be a scenario; use .beancount, .journal",
        ),
        (["export", POSITIONS, "--to", "hledger"], 3, "tradein equity"),
        (["simulate", ROLLOVER, "--format", "csv", "--format", "json"], 2, "given twice"),
        (["simulate", ROLLOVER, "-o", "x.doc"], 2, ".doc"),
        ([], 2, "a command is missing"),
        (["--"], 2, "a command is missing"),
        (["--bogus"], 2, "unknown option '--bogus'; known: -h, --help, --version"),
        (["--bogus", "simulate", ROLLOVER], 2, "tradein simulate: unknown option '--bogus'"),
    ],
)
def test_what_is_refused(arguments, code, says, capsys):
    assert code == main(arguments)

    told = capsys.readouterr()
    assert says in told.err
    assert told.out == ""


def test_every_module_of_commands_is_listed():
    """A command is one file and one line in the list."""
    folder = Path(commands.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}

    assert modules == set(commands.COMMANDS)


def test_books_that_are_wrong_end_the_run(capsys, monkeypatch):
    def broken(ledger):
        raise audit.AuditError("I2: purchase 1 lends another amount")

    monkeypatch.setattr(audit, "check", broken)

    assert 1 == main(["simulate", ROLLOVER, "-o", "out.txt"])
    told = capsys.readouterr()
    assert told.err == (
        "tradein: the books are wrong, please report this: I2: purchase 1 lends another amount\n"
    )
    assert told.out == ""
    assert not Path("out.txt").exists()


@pytest.mark.parametrize(
    "name", ["a.csv", "a.json", "a.txt", "a.md", "a.html", "a.rst", "a.tex", "a.tsv"]
)
def test_the_format_follows_the_ending_of_the_output(name, capsys):
    assert 0 == main(["simulate", ROLLOVER, "-o", name])
    assert "" == capsys.readouterr().out
    assert "584.24" in Path(name).read_text()


@pytest.mark.parametrize("style", ["csv", "json", "github"])
def test_curves_are_told_to_programs_too(style, capsys):
    assert 0 == main(["curves", "suv_2025", "--format", style])
    assert "81.2" in capsys.readouterr().out


def test_equity_of_a_file_goes_to_a_file(capsys):
    assert 0 == main(["equity", POSITIONS, "-o", "out.json"])

    document = json.loads(Path("out.json").read_text())
    assert document["total"]["negative_equity"] == sum(
        p["negative_equity"] for p in document["positions"]
    )


def test_positions_with_sale_costs_show_what_it_takes_to_sell(capsys):
    Path("p.yaml").write_text(
        "positions:\n  - what: car\n    owed: 9000\n    value: 10000\n    sale_costs: 1500\n"
    )

    assert 0 == main(["equity", "p.yaml", "--format", "csv"])
    assert capsys.readouterr().out.splitlines()[1].endswith(",1500.00,-500.00,500.00")


class Terminal:
    """A standard output that says it is a terminal."""

    def isatty(self):
        return True

    def fileno(self):
        return 1


@pytest.mark.parametrize(
    ("settings", "columns", "color"),
    [
        ({"COLUMNS": "72"}, 72, True),
        ({"COLUMNS": "0"}, 99, True),
        ({"COLUMNS": "many", "NO_COLOR": "1"}, 99, False),
        ({"TERM": "dumb"}, 99, False),
    ],
)
def test_width_and_colour_of_a_terminal(settings, columns, color, monkeypatch):
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(terminal.sys, "stdout", Terminal())
    monkeypatch.setattr(
        terminal.os, "get_terminal_size", lambda _: terminal.os.terminal_size((99, 9))
    )

    assert (columns, color) == (terminal.width(), terminal.color())


def test_a_terminal_that_does_not_know_its_width_is_80_wide(monkeypatch):
    def unknown(_):
        raise OSError("not a terminal after all")

    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(terminal.sys, "stdout", Terminal())
    monkeypatch.setattr(terminal.os, "get_terminal_size", unknown)

    assert 80 == terminal.width()


def test_files_that_cannot_be_read_do_not_hide_the_others(capsys):
    """Every problem of every file is told; a file that cannot be read decides the exit code."""
    assert 4 == main(["check", "nope.yaml", "bad.yaml", "wrong.yaml"])

    told = capsys.readouterr().err
    assert "nope.yaml: not found" in told
    assert "bad.yaml:2:12" in told
    assert "value is missing" in told


def test_standard_input_is_read_once(capsys):
    assert 2 == main(["compare", "-", "-"])
    assert "name - once" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffpositions:\n  - {what: a, owed: 1, value: 2}\n",
        '"positions":\n  - {what: a, owed: 1, value: 2}\n',
        "positions :\n  - {what: a, owed: 1, value: 2}\n",
        "{positions: [{what: a, owed: 1, value: 2}]}\n",
    ],
)
def test_positions_are_checked_however_they_are_written(text, capsys):
    Path("p.yaml").write_text(text, "utf-8")

    assert 0 == main(["check", "p.yaml"])
    assert 0 == main(["equity", "p.yaml"])


@pytest.mark.no_cover
def test_large_files_are_compared(capsys):
    """A table of 600 months in every one of fifty purchases, and in `assume` as well."""
    table = "".join(f"      {month}: {100 - month / 10:.1f}%\n" for month in range(600))
    turn = (
        f"  - vehicle: car\n    price: 20000\n    keep: 1 month\n    value:\n     table:\n{table}"
    )
    head = "title: T\nassume:\n  tax: {rate: 0%}\n  loan: {apr: 5%, months: 60}\n"
    assumed = f"  value:\n   table:\n{table}"
    Path("large.yaml").write_text(head + assumed + "purchases:\n" + turn * 50)

    assert 0 == main(["compare", "large.yaml", "large.yaml"])
    assert "All scenarios have the same net cost" in capsys.readouterr().out


def test_several_tables_in_a_format_have_titles(capsys):
    assert 0 == main(["compare", ROLLOVER, ROLLOVER, "--format", "github"])
    assert "Side by side, in dollars" in capsys.readouterr().out
    for style, title in (("html", "<p>Trades, in dollars</p>"), ("latex", "% Trades, in dollars")):
        assert 0 == main(["simulate", ROLLOVER, "--format", style])
        assert title in capsys.readouterr().out
    assert 0 == main(["simulate", ROLLOVER, "--format", "tsv"])
    assert "Trades" not in capsys.readouterr().out


def test_disclose_speaks_every_format(capsys):
    assert 0 == main(["disclose", ROLLOVER, ROLLOVER, "--format", "csv"])
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].startswith("scenario,purchase,vehicle,date,missing,apr_percent,finance_charge,")
    assert 7 == len(rows)
    assert 0 == main(["disclose", ROLLOVER, ROLLOVER, "--format", "github"])
    title = "One SUV after another: Truth in Lending disclosures, in dollars"
    assert 2 == capsys.readouterr().out.count(title)
    assert 0 == main(["disclose", ROLLOVER, "-o", "out.json"])
    document = json.loads(Path("out.json").read_text())
    assert [8.9, 11.4, 13.9] == [purchase["apr_percent"] for purchase in document["purchases"]]
    assert 0 == main(["disclose", ROLLOVER, "-o", "out.csv"])
    assert 4 == len(Path("out.csv").read_text().splitlines())


def test_compare_as_csv_leads_with_the_scenario(capsys):
    assert 0 == main(["compare", ROLLOVER, ROLLOVER, "--format", "csv"])
    assert capsys.readouterr().out.startswith("scenario,net_cost,")


def test_an_extra_payment_is_told_with_the_interest_that_it_saves(capsys):
    """$89.70, and not what the car is worth more at the earlier end."""
    plain = "purchases:\n  - vehicle: car\n    price: 15000\n    tax: {rate: 0%}\n    loan: {apr: 5%, months: 60}\n"
    Path("plain.yaml").write_text(plain)
    Path("more.yaml").write_text(plain + "    events: [{month: 37, extra: 100, every: month}]\n")

    assert 0 == main(["compare", "plain.yaml", "more.yaml"])
    out = " ".join(capsys.readouterr().out.split())
    assert "In month 60, 'more' has the lowest net cost" in out
    assert "which is $89.70 less than 'plain'. 'more' ends in month 54." in out
    assert "net cost, including exit -89.70" in out


def test_a_scenario_that_cannot_be_played_to_the_common_month_is_refused(capsys):
    """A value that grows tenfold a month is over the limit long before month 134; the others are heard too."""
    grows = (
        "title: T\npurchases:\n  - vehicle: car\n    price: 20000\n    tax: {rate: 0%}\n    down: 20000\n"
        "    value: {appraisals: {0: 1000, 1: 10000}}\n    keep: 2 months\n"
    )
    Path("grows.yaml").write_text(grows)
    Path("too.yaml").write_text(grows)

    assert 0 == main(["check", "grows.yaml"])
    assert 3 == main(["compare", "grows.yaml", ROLLOVER, "too.yaml"])
    told = capsys.readouterr()
    assert "" == told.out
    assert 2 == told.err.count("(it is compared in month 134)")
    assert "grows.yaml:7:12: purchases[1].value: " in told.err
    assert "too.yaml:7:12: purchases[1].value: " in told.err
    assert 0 == main(["compare", "grows.yaml", "too.yaml", "--at", "1"])


def test_curves_lists_the_histories_of_prices_unless_curves_are_named(capsys):
    """The file that is shipped is told with its source."""
    assert main(["curves"]) == 0
    listed = " ".join(capsys.readouterr().out.split())
    assert main(["curves", "suv_2025"]) == 0
    curve = " ".join(capsys.readouterr().out.split())

    assert "cpi-used-cars: use it with `market: {history: cpi-used-cars}`." in listed
    assert "2000-01 to 2025-04." in listed
    assert "U.S. Bureau of Labor Statistics" in listed
    assert "series CUSR0000SETA02." in listed
    assert "cpi-used-cars" not in curve
    assert "assumes 12,400 miles a year" in curve


def told(arguments, capsys):
    """The answer of a command in JSON."""
    assert main([*arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


DAYS = str(SCENARIOS / "lender-counts-days.yaml")


@pytest.mark.parametrize(
    "arguments",
    [
        ["simulate", ROLLOVER],
        ["simulate", ROLLOVER, DAYS],
        ["compare", ROLLOVER, DAYS],
        ["payoff", DAYS, "--on", "2022-09-20"],
        ["match", DAYS],
        ["disclose", ROLLOVER],
    ],
)
def test_a_setting_of_the_command_line_counts_as_one_of_the_file(arguments, capsys):
    """Of each file, by every command that plays."""
    copies = []
    for name in arguments:
        if name.endswith(".yaml"):
            copies.append(Path(Path(name).name))
            lines = Path(name).read_text().replace("title: ", "title: New ", 1).split("\n")
            copies[-1].write_text("\n".join(lines))
    titles = [
        line for path in copies for line in path.read_text().split("\n") if line[:6] == "title:"
    ]
    by_file = told([Path(a).name if a.endswith(".yaml") else a for a in arguments], capsys)
    if len(titles) == 1:
        argument = titles[0].replace("title: ", "title=", 1)
        assert by_file == told([*arguments, "--set", argument], capsys)
    several = told([*arguments, "--set", "title=Both"], capsys)
    assert "New" in json.dumps(by_file)
    assert "New" not in json.dumps(several)
    assert max(len(titles), 1) == json.dumps(several).count('"title": "Both"')


@pytest.mark.parametrize(
    ("program", "first"), [("beancount", 'option "title"'), ("hledger", "; Mine")]
)
def test_books_go_to_a_file_of_any_name(program, first, capsys):
    """And are those of standard output, with the settings of the command line."""
    asked = ["export", ROLLOVER, "--to", program, "--set", "title=Mine"]

    assert 0 == main([*asked, "-o", "books"])
    written = Path("books").read_text("utf-8")
    assert 0 == main(asked)
    assert capsys.readouterr().out == written
    assert written.startswith(first)


def test_a_position_may_be_replaced_too(capsys):
    several = told(["equity", POSITIONS, "--set", "positions[1].owed=1.50"], capsys)

    assert 1.5 == several["positions"][0]["owed"]


def test_papers_are_tables_of_their_own_in_other_formats(capsys):
    assert (
        main(["disclose", str(SCENARIOS / "etching-on-the-paper.yaml"), "--format", "github"]) == 0
    )

    assert "| etching" in capsys.readouterr().out
