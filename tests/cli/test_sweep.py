"""The command `sweep`: its runs are single runs, refused ones are rows, nothing is half-written."""

import json
import os
import subprocess

import pytest

from helpers import command
from tradein.analysis import sweep
from tradein.cli import main, progress
from tradein.scenario.yaml_source import Source

KEEP = "purchases[1].keep"
FIELDS = {
    "peak_gap": "peak_gap",
    "peak_gap_month": "peak_gap_month",
    "break_even_month": "break_even_month",
    "gap": "final_gap",
    "exit": "final_exit",
    "total_paid": "total_paid",
    "net_cost": "net_cost",
}
"""The figures of a run, by their names in the summary of `simulate`."""


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "two.yaml"
    path.write_text(command.BASE, encoding="utf-8")
    return str(path)


def lines(capsys, *arguments):
    ran = command.here(capsys, "sweep", *arguments, "--json")
    assert (0, "") == (ran.code, ran.err)
    return [json.loads(line) for line in ran.out.splitlines()]


def single(capsys, file, *settings):
    options = [part for setting in settings for part in ("--set", setting)]
    return json.loads(command.here(capsys, "simulate", file, *options, "--format", "json").out)


@pytest.mark.parametrize(
    ("path", "values", "texts"),
    [
        ("purchases[1].loan.apr", "4%..10% by 3%", ["4%", "7%", "10%"]),
        ("purchases[1].down", "$0..$900 by $450", ["$0", "$450", "$900"]),
        ("purchases[2].loan.interest", "monthly | precomputed", ["monthly", "precomputed"]),
        ("purchases[2].price", "$28,000 | $30,000.50", ["$28,000", "$30,000.50"]),
    ],
)
def test_a_run_is_the_single_run_with_the_setting_replaced(capsys, file, path, values, texts):
    runs = lines(capsys, file, "--vary", f"{path}={values}")

    assert texts == [run["settings"][path] for run in runs]
    for run, text in zip(runs, texts, strict=True):
        alone = single(capsys, file, f"{path}={text}")
        assert {alone["summary"]["months"]} == {run["at_month"]}
        assert {name: alone["summary"][own] for name, own in FIELDS.items()} == {
            name: run[name] for name in FIELDS
        }
        assert alone["purchases"][-1]["payment"] == run["payment"]


def test_runs_of_other_lengths_are_compared_where_the_longest_ends(capsys, file):
    runs = lines(capsys, file, "--vary", f"{KEEP}=12..36 by 12")
    compared = []
    for run in runs:
        path = f"{file[:-5]}-{run['settings'][KEEP]}.yaml"
        with open(path, "w", encoding="utf-8") as other:
            other.write(command.BASE.replace("24 months", run["settings"][KEEP]))
        compared.append(path)
    answer = json.loads(command.here(capsys, "compare", *compared, "--format", "json").out)

    assert {96} == {run["at_month"] for run in runs} == {answer["at_month"]}
    for run, other in zip(runs, answer["scenarios"], strict=True):
        for name in ("balance", "value", "gap", "exit", "total_paid", "net_cost"):
            assert other["at"][name] == run[name]


def test_a_month_may_be_chosen_and_settings_hold_for_every_run(capsys, file):
    vary = ("--vary", "purchases[1].down=$0 | $500")
    runs = lines(capsys, file, *vary, "--at", "5", "--set", f"{KEEP}=30 months")
    rows = single(capsys, file, f"{KEEP}=30 months", "purchases[1].down=$500")["months"]

    assert [5, 5] == [run["at_month"] for run in runs]
    assert next(row["gap"] for row in rows if row["month"] == 5) == runs[1]["gap"]


def test_every_combination_of_two_is_a_run_and_one_figure_makes_a_grid(capsys, file):
    vary = ("--vary", f"{KEEP}=12 | 24", "--vary", "purchases[2].loan.months=48..72 by 12")
    runs = lines(capsys, file, *vary)
    grid = command.here(capsys, "sweep", file, *vary, "--of", "gap", "--format", "csv").out

    assert [(12, 48), (12, 60), (12, 72), (24, 48), (24, 60), (24, 72)] == [
        tuple(int(text.split()[0]) for text in run["settings"].values()) for run in runs
    ]
    rows = [line.split(",") for line in grid.splitlines()]
    assert ["value", "48 months", "60 months", "72 months"] == rows[0]
    assert [run["gap"] for run in runs] == [float(cell) for row in rows[1:] for cell in row[1:]]


def test_a_refused_combination_is_a_row_with_its_reason(capsys, file):
    vary = ("--vary", "purchases[1].loan.payment=$100..$500 by $200", "--at", "12")
    refused, *played = lines(capsys, file, *vary)
    text = command.here(capsys, "sweep", file, *vary)
    table = command.here(capsys, "sweep", file, *vary, "--format", "csv").out

    alone = command.here(capsys, "simulate", file, "--set", "purchases[1].loan.payment=$100")
    assert refused["refused"] in alone.err
    assert refused["net_cost"] is None
    assert [None, None] == [run["refused"] for run in played]
    assert (0, "") == (text.code, text.err)
    assert f"One run is refused, with $100: {refused['refused']}." in text.out
    assert refused["refused"] in table
    assert table.count("\n") == 4


def test_where_none_can_be_played_the_first_mistake_is_told_in_its_argument(capsys, file):
    ran = command.here(capsys, "sweep", file, "--vary", "purchases[1].kep=12..36 by 12")
    low = command.here(capsys, "sweep", file, "--vary", "purchases[1].loan.payment=$1 | $2")
    none = command.here(capsys, "sweep", file, "--vary", "purchases[7].keep=1 | 2")

    assert (3, "") == (ran.code, ran.out)
    assert [
        "--vary:1:14: purchases[1].kep: unknown setting 'kep'; did you mean keep?",
        "  1 | purchases[1].kep=12..36 by 12",
        "    |              ^^^",
    ] == ran.err.splitlines()
    assert (3, "--vary:1:27: purchases[1].loan.payment:") == (low.code, low.err[:39])
    assert (3, "--vary:1:10: purchases has 2 entries;") == (none.code, none.err[:37])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--vary", f"{KEEP}=12..36"], "--vary:1:19: a range without its step"),
        (["--vary", f"{KEEP}=1 | 2", "--vary", "start"], "--vary:2:6: no '=' with a value"),
        (["--vary", f"{KEEP}=1 | 2", "--vary", f"{KEEP}=3 | 4"], "tradein: --vary 'purchases[1].k"),
        (
            ["--vary", f"{KEEP}=0..600 by 1", "--vary", "purchases[1].down=$1..$17 by $1"],
            "tradein: 10,217 runs; at most 10,000, so take a larger step of --vary",
        ),
        (["--vary", f"{KEEP}=1 | 2", "--of", "gaps"], "tradein: --of: no figure is called 'gaps'"),
        (["--vary", f"{KEEP}=1 | 2", "--json", "--format", "csv"], "tradein sweep: --json writes"),
        (
            ["--vary", f"{KEEP}=1 | 2", "other.yaml"],
            "tradein sweep: 'other.yaml' is an argument too many",
        ),
        ([], "tradein sweep: the following arguments are required: --vary"),
        (
            ["--vary", f"{KEEP}=1 | 2", "--at", "30001"],
            "tradein: --at 30001 is a month too far away; it is at most 30,000",
        ),
    ],
)
def test_a_wrong_command_line_ends_before_anything_is_played(capsys, file, arguments, told):
    ran = command.here(capsys, "sweep", file, *arguments)

    assert (2, "") == (ran.code, ran.out)
    assert ran.err.startswith(told)
    command.check_readable(ran.err)


def test_a_mistake_of_the_file_itself_is_told_once(capsys, file, tmp_path):
    with open(file, "a", encoding="utf-8") as other:
        other.write("colour: red\n")

    ran = command.here(capsys, "sweep", file, "--vary", f"{KEEP}=1 | 2")
    assert (3, "") == (ran.code, ran.out)
    assert ran.err.count("unknown setting 'colour'") == 1


def test_the_formats_agree(capsys, file, tmp_path):
    vary = ("sweep", file, "--vary", f"{KEEP}=12 | 24")
    whole = json.loads(command.here(capsys, *vary, "--format", "json").out)
    table = command.here(capsys, *vary, "--format", "csv").out.splitlines()
    github = command.here(capsys, *vary, "--of", "exit", "--format", "github").out
    out = tmp_path / "runs.jsonl"

    assert 0 == main([*vary, "--json", "-o", str(out)])
    assert [json.loads(line) for line in out.read_text().splitlines()] == whole["runs"]
    assert lines(capsys, *vary[1:]) == whole["runs"]
    assert "Two cars" == whole["title"]
    assert [KEEP, *sweep.Figures._fields, "refused"] == table[0].split(",")
    assert [str(run["net_cost"]) in row for run, row in zip(whole["runs"], table[1:], strict=True)]
    assert 4 == len(github.splitlines())


def test_the_first_sentence_answers(capsys, file):
    ran = command.here(capsys, "sweep", file, "--vary", "purchases[1].loan.apr=2%..8% by 2%")
    same = command.here(capsys, "sweep", file, "--vary", "title=a | b", "--of", "gap")
    grid = command.here(
        capsys, "sweep", file, "--of", "break_even_month",
        "--vary", "purchases[2].loan.apr=2% | 3% | 4%", "--vary", "purchases[1].down=$0 | $9",
    )  # fmt: skip

    first = ran.out.split("\n\n")[1]
    assert first.startswith("The net cost by month 84, including the exit, is lowest with 2%: $")
    assert first.endswith("It rises with every step of purchases[1].loan.apr.")
    assert "The gap in month 84 is -$" in same.out
    assert " in every run." in same.out
    assert "is lowest with purchases[2].loan.apr 2% and purchases[1].down $0: month " in grid.out


def test_the_file_is_read_from_yaml_once_and_no_process_is_started(capsys, file, monkeypatch):
    read, nodes = [], Source.nodes
    monkeypatch.setattr(Source, "nodes", lambda self, told: read.append(self) or nodes(self, told))
    for module, name in ((subprocess, "Popen"), (os, "fork"), (os, "posix_spawn")):
        monkeypatch.setattr(module, name, None)

    assert 25 == len(lines(capsys, file, "--vary", f"{KEEP}=0..24 by 1"))
    assert 1 == len(read)


def test_an_interrupt_leaves_nothing_half_written(capsys, file, tmp_path, monkeypatch):
    played, play = [], sweep.play

    def interrupted(scenario, month):
        played.append(month)
        if len(played) == 3:
            raise KeyboardInterrupt
        return play(scenario, month)

    monkeypatch.setattr(sweep, "play", interrupted)
    out = tmp_path / "runs.csv"
    out.write_text("before", encoding="utf-8")
    for output in (["-o", str(out)], ["--json"]):
        played.clear()
        ran = command.here(capsys, "sweep", file, "--vary", f"{KEEP}=0..24 by 1", *output)
        assert (130, "", "tradein: interrupted\n") == ran
    assert "before" == out.read_text(encoding="utf-8")
    assert {file, str(out)} == set(command.found_in(tmp_path))


def test_how_far_it_is_goes_to_the_terminal_alone(capsys, file, monkeypatch):
    told = []
    monkeypatch.setattr(
        progress.Progress, "__call__", lambda self, done, of: told.append((self._what, done, of))
    )

    lines(capsys, file, "--vary", f"{KEEP}=0..24 by 12")
    both = ("scenarios read", "scenarios played")
    assert [(what, number, 3) for what in both for number in (1, 2, 3)] == told


def test_the_output_is_not_the_input(capsys, file):
    ran = command.here(capsys, "sweep", file, "--vary", f"{KEEP}=1 | 2", "--json", "-o", file)

    assert 2 == ran.code


@pytest.mark.no_cover
def test_the_last_month_of_all_has_a_date(capsys, tmp_path):
    path = tmp_path / "late.yaml"
    path.write_text(
        "start: 7000-12-31\npurchases: [{vehicle: a, price: 9000, loan: {apr: 9%, months: 9}}]\n",
        encoding="utf-8",
    )
    vary = ("--vary", "purchases[1].down=$1 | $2")
    ran = command.here(capsys, "sweep", str(path), *vary, "--at", "30000", "--json")

    assert (0, 2) == (ran.code, len(ran.out.splitlines()))
