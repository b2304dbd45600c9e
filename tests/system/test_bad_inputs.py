"""Bad inputs, one and all, through the real command line; the cases stand in bad_inputs.yaml."""

import ast
import csv
import gzip
import io
import json
import random
import re
import sys
import time
import zipfile
from pathlib import Path

import pytest
import yaml

from helpers import data
from helpers.command import (
    BASE,
    Ran,
    apart,
    check_readable,
    check_told,
    found_in,
    heads,
    here,
    in_bad_company,
)

HERE = Path(__file__).parents[1] / "data"
TABLE = data.values((HERE / "bad_inputs.yaml").read_text(encoding="utf-8"))
CASES = TABLE["cases"]
SAID = [case for case in CASES if "by" not in case]
UNMEASURED = ("HOS-022b", "HOS-022c")
"""Large files whose mistakes are those of small ones; they run without the tracer."""


def marks(case: dict) -> list[pytest.MarkDecorator]:
    return [pytest.mark.no_cover] if case["id"] in UNMEASURED else []


OWED = """\
purchases:
  - vehicle: Mine
    owed: 20,000
    worth: 15,000
    age: 3 years
    loan:
      rolled: 5,000
      apr: 9%
      months: 48
"""

WORKBOOK = io.BytesIO()
with zipfile.ZipFile(WORKBOOK, "w") as archive:
    archive.writestr("xl/workbook.xml", "<workbook/>")

MAKERS = {
    "key_of_1100_characters": lambda: "k" * 1100 + ": 1\n",
    "key_of_900_characters": lambda: "k" * 900 + ": 1\n",
    "title_of_5000_characters": lambda: BASE.replace("Two cars", "x" * 5000),
    "more_rolled_than_owed": lambda: OWED.replace("5,000", "20,500"),
    "nested_1000": lambda: "a: " + "[" * 1000 + "]" * 1000,
    "nested_30000": lambda: "a: " + "[" * 30_000 + "]" * 30_000,
    "open_1000000": lambda: "[" * 1_000_000,
    "base_60": lambda: "price: 1" + ":59" * 100_000,
    "merge_chain": lambda: (
        "a0: &a0 {k0: 1}\n"
        + "".join(f"a{i}: &a{i}\n  <<: *a{i - 1}\n  k{i}: 1\n" for i in range(1, 3000))
    ),
    "merge_bomb": lambda: (
        "a0: &a0 {k0: 1}\n"
        + "".join(f"a{i}: &a{i} {{<<: [{','.join([f'*a{i - 1}'] * 9)}]}}\n" for i in range(1, 9))
    ),
    "fifty_megabytes": lambda: ("# " + "x" * 78 + "\n") * 640_000,
    "fifty_megabytes_in_a_line": lambda: "name: " + "x" * 50_000_000,
    "keys_200000": lambda: "".join(f"k{i}: 1\n" for i in range(200_000)),
    "keys_45000": lambda: "".join(f"k{i}: 1\n" for i in range(45_000)),
    "one_key_45000_times": lambda: "k0: 1\n" * 45_000,
    "values_200000": lambda: "purchases: [" + "1, " * 200_000 + "]\n",
    "names_5000": lambda: BASE.replace("[doc]", "[" + "doc, " * 5000 + "]"),
    "tiring_text": lambda: f"name: '{'a' * 1900}!'\nprice: {'0' * 1900}x\napr: {'9' * 1900}%%\n",
    "utf_16": lambda: "price: 25000\n".encode("utf-16-le"),
    "latin_1": lambda: "name: café\n".encode("latin-1"),
    "zero_byte": lambda: b"name: a\0b\n",
    "line_separator": lambda: "a: x\u2028b: 2\n",
    "two_spellings": lambda: "caf\u00e9: 1\ncafe\u0301: 2\n",
    "turned_around": lambda: BASE.replace("Two cars", "Two \u202esrac"),
    "gzip_file": lambda: gzip.compress(BASE.encode()),
    "workbook": WORKBOOK.getvalue,
    "old_workbook": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504,
    "picture": lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "printed": lambda: b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
    "fenced": lambda: f"```yaml\n{BASE}```\n",
    "two_documents": lambda: BASE + "---\n" + BASE,
    "with_byte_order_mark": lambda: "\ufeff" + BASE,
    "with_windows_line_ends": lambda: BASE.replace("\n", "\r\n"),
    "windows_mistake": lambda: BASE.replace("25000", "25k").replace("\n", "\r\n"),
    "without_last_line_end": lambda: BASE.rstrip("\n"),
    "with_comments": lambda: BASE.replace("\n", "  # so it is\n\n# and so on\n"),
    "as_json": lambda: json.dumps(data.texts(BASE), indent=1).replace('"yes"', "true"),
}

ARGUMENTS = {
    "long_path": ["simulate", "a/" * 2500 + "s.yaml"],
    "long_command": ["x" * 5000],
}


def written_anew(text: str) -> tuple[str, str]:
    """Put a line in the place of the base scenario's with the same key; give where its value is."""
    key = text.partition(":")[0]
    lines = BASE.split("\n")
    number, lead = next(
        (i, match.group())
        for i, line in enumerate(lines)
        if (match := re.match(rf" *(- )?{key}: ", line))
    )
    lines[number] = lead + text.removeprefix(f"{key}: ")
    return "\n".join(lines), f"{number + 1}:{len(lead) + 1}"


def edited(pieces: list[str]) -> str:
    """Replace pieces of the base scenario, the first of each."""
    text = BASE
    for old, new in zip(pieces[::2], pieces[1::2], strict=True):
        assert old in text
        text = text.replace(old, new, 1)
    return text


def bad_file(case: dict) -> tuple[str | bytes, str | None]:
    """Give the file of a case, and where its message must point."""
    if "put" in case:
        text, at = written_anew(case["put"])
        return text, case.get("at", at)
    if "edit" in case:
        return edited(case["edit"]), case.get("at")
    return case["text"] if "text" in case else MAKERS[case["make"]](), case.get("at")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with what the command lines of the cases name."""
    return in_bad_company(tmp_path, monkeypatch)


def check(case: dict, ran: Ran) -> None:
    """Hold a run to what its case says."""
    assert case.get("exit", 0) == ran.code, ran.err
    assert re.search(case.get("says", ""), ran.err, re.IGNORECASE), ran.err
    if ran.code:
        check_told(ran, "s.yaml", "/dev/null")
    else:
        check_readable(ran.err)
        assert re.search(case.get("shows", "."), ran.out, re.MULTILINE), ran.out


def check_place(case: dict, ran: Ran, at: str | None) -> None:
    """Hold the messages on a file to the place of the mistake, or to some place at least."""
    if "says" in case and case.get("place", True):
        begins = f"s.yaml:{at}: " if at else r"s.yaml:\d+:\d+: "
        assert [line for line in heads(ran.err) if re.match(begins, line)], ran.err


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"], marks=marks(c)) for c in SAID])
def test_what_comes_of_a_bad_input(case, capsys, folder):
    """Each case ends as it says, in good time, and leaves the folder as it was."""
    arguments = case.get("arguments", ARGUMENTS.get(case.get("make_arguments", "")))
    if arguments is None:
        text, at = bad_file(case)
        Path("s.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    before, begun = found_in(folder), time.process_time()

    ran = here(capsys, *(["simulate", "s.yaml"] if arguments is None else arguments))

    # where lines are counted, or YAML is read in pure Python, that takes most of the time
    slower = 4 if sys.gettrace() or not yaml.__with_libyaml__ else 1
    assert time.process_time() - begun < slower * (case.get("seconds", 2) + 0.5)
    check(case, ran)
    if arguments is None:
        check_place(case, ran, at)
    assert before == found_in(folder)


def test_every_case_says_how_and_the_tests_it_names_are_there():
    """A case that nothing runs, or an id twice, is a hole in the table."""
    ids = [case["id"] for case in CASES] + [
        i for listed in TABLE["absent"].values() for i in listed
    ]
    ways = ("put", "edit", "text", "make", "arguments", "make_arguments", "by")
    trees = [
        ast.parse(Path(__file__).with_name(f"test_{name}.py").read_text())
        for name in ("bad_inputs", "surroundings", "security")
    ]
    tests = {node.name for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)}

    assert len(set(ids)) == len(ids)
    assert [1] * len(CASES) == [sum(way in case for way in ways) for case in CASES]
    assert {case["by"] for case in CASES if "by" in case} <= tests
    assert all(case.get("exit", 0) == 0 or "says" in case for case in SAID)


def test_clocks_and_hash_seeds_change_nothing(folder, monkeypatch):
    """The same files give the same bytes."""
    bad = [
        f"{case['id']}.yaml" for case in SAID if "put" in case or "edit" in case or "text" in case
    ]
    for name, case in ((f"{case['id']}.yaml", case) for case in SAID):
        if name in bad:
            Path(name).write_bytes(str(bad_file(case)[0]).encode())
    zones = ("Pacific/Kiritimati", "America/St_Johns")
    envs = [{"PYTHONHASHSEED": str(i), "TZ": zone} for i, zone in enumerate(zones)]

    checked = [apart("check", *bad, env=env) for env in envs]
    played = [apart("simulate", "ok.yaml", "--format", "json", env=env) for env in envs]

    assert [3, 3] == [ran.code for ran in checked]
    assert 1 == len(set(checked)) == len(set(played))
    check_readable(checked[0].err)


def rows(out: str) -> list[dict[str, str]]:
    """Read a csv."""
    return list(csv.DictReader(io.StringIO(out)))


def one_loan(price: int, apr: str, months: int, more: str = "") -> str:
    """Write a scenario of one loan on the whole price."""
    return (
        f"{more}purchases:\n  - vehicle: Car\n    price: {price}\n    tax: {{rate: 0%}}\n"
        f"    loan: {{apr: {apr}, months: {months}}}\n"
    )


def scheduled(capture, text: str) -> list[dict[str, str]]:
    """Give the payments of a scenario's loans, without the rows of the days of purchase."""
    Path("s.yaml").write_text(text)
    ran = here(capture, "simulate", "s.yaml", "--schedule", "--format", "csv")
    assert 0 == ran.code, ran.err
    return [row for row in rows(ran.out) if row["month"] != "0"]


def test_a_thousand_dollars_in_three_payments(capsys, folder):
    """Without interest the last payment is what is left, and all of them are the debt."""
    payments = [row["payment"] for row in scheduled(capsys, one_loan(1000, "0%", 3))]

    assert ["333.33", "333.33", "333.34"] == payments


@pytest.mark.parametrize(
    ("price", "apr", "payment"), [(200_000, "6%", "1199.10"), (427_500, "3.875%", "2010.26")]
)
def test_loans_of_thirty_years(price, apr, payment, capsys, folder):
    """A loan of 360 months has 360 payments, each interest and principal, and ends at nothing."""
    months = scheduled(capsys, one_loan(price, apr, 360))
    cents = [
        [int(row[name].replace(".", "")) for name in ("payment", "interest", "principal")]
        for row in months
    ]

    assert (360, payment, "0.00") == (len(months), months[0]["payment"], months[-1]["balance"])
    assert all(paid == interest + principal for paid, interest, principal in cents)
    assert price * 100 == sum(principal for *_, principal in cents)


def test_due_dates_keep_to_the_end_of_short_months(capsys, folder):
    """A loan of the 31st is due on the last day of shorter months, and on the 31st again."""
    months = scheduled(capsys, one_loan(20_000, "6%", 4, "start: 2026-01-31\n"))

    assert ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"] == [
        row["date"] for row in months
    ]


def test_a_leap_day_has_anniversaries(capsys, folder):
    """A loan of 29 February is due on the 28th in other years."""
    months = scheduled(capsys, one_loan(20_000, "6%", 48, "start: 2028-02-29\n"))

    assert ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"] == [
        row["date"] for row in months[11::12]
    ]


def test_a_cash_purchase_has_no_loan(capsys, folder):
    """Where nothing is financed there are no payments, though a term was given."""
    Path("s.yaml").write_text(
        one_loan(20_000, "6%", 48).replace("    loan", "    down: 20000\n    loan")
    )
    ran = here(capsys, "simulate", "s.yaml", "--format", "json")
    document = json.loads(ran.out)

    assert (0, "") == (ran.code, ran.err)
    assert (0, None, None) == tuple(
        document["purchases"][0][key] for key in ("payment", "months", "apr_percent")
    )
    assert [0] == [month["payment"] for month in document["months"]]


def test_a_payment_of_just_the_interest_is_refused(capsys, folder):
    """A payment of the first month's interest is refused, one of a cent more is not."""
    owed = (
        OWED.replace("20,000", "30,000")
        .replace("9%", "24%")
        .replace("5,000\n      apr", "0\n      apr")
    )
    for payment, code in (("600.00", 3), ("600.01", 0)):
        Path("s.yaml").write_text(owed + f"      payment: {payment}\n")
        ran = here(capsys, "check", "s.yaml")

        assert code == ran.code
        assert code == 0 or re.search(r"does not cover.* interest of \$600\.00.* never", ran.err)


def test_the_order_of_settings_changes_nothing(capsys, folder):
    """Settings in any order give the same answer, byte for byte."""
    expected = here(capsys, "simulate", "ok.yaml").out
    for seed in range(5):
        shuffled = _shuffled(data.texts(BASE), random.Random(seed))
        Path("s.yaml").write_text(json.dumps(shuffled).replace('"yes"', "true"))

        assert expected == here(capsys, "simulate", "s.yaml").out


def _shuffled(node, rng):
    if isinstance(node, list):
        return [_shuffled(item, rng) for item in node]
    if not isinstance(node, dict):
        return node
    pairs = [(key, _shuffled(inner, rng)) for key, inner in node.items()]
    return dict(rng.sample(pairs, len(pairs)))


def test_negative_amounts_in_a_csv_are_numbers(capsys, folder):
    """Negative amounts stay numbers, and a sign inside a name is left alone."""
    Path("s.yaml").write_text(BASE.replace("Two cars", "a=b"))
    told = rows(here(capsys, "simulate", "s.yaml", "ok.yaml", "--monthly", "--format", "csv").out)

    assert {"a=b", "Two cars"} == {row["scenario"] for row in told}
    assert {"-28.12", "1350.00"} <= {row["gap"] for row in told}
    assert all(float(row["gap"]) for row in told)
