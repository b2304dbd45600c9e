"""`tradein new` writes a starter that is right, whatever of it is switched on."""

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from helpers.command import Ran, here
from helpers.editor import seen
from helpers.mistakes import SPOTS
from tradein.engine import simulate
from tradein.scenario import catalog, fields, reader, schema

SWITCHED_OFF = re.compile(r"( *)# ( *(?:- )?)(?:[a-z_]+|[0-9]+|service contract):(?: .*)?")

USED = "for a used one; then give its worth, or the msrp it had new"


@pytest.fixture
def tradein(capsys, monkeypatch):
    """Give a function that runs the program in a folder."""

    def run(*arguments: str, folder: Path) -> Ran:
        monkeypatch.chdir(folder)
        return here(capsys, *arguments)

    return run


def blocks() -> dict[str, str]:
    """Give the starter with one of its switched-off settings on, by the line it is on."""
    lines = catalog.starter().splitlines()
    firsts = [n for n, line in enumerate(lines) if _opens(lines, n)]
    return {f"{n + 1}: {lines[n].strip()}": _switched(lines, n) for n in firsts}


def _opens(lines: list[str], number: int) -> bool:
    """Say whether a switched-off setting stands there that is not inside another."""
    match = SWITCHED_OFF.fullmatch(lines[number])
    return bool(match) and not _inside(lines, number)


def _inside(lines: list[str], number: int) -> bool:
    match = SWITCHED_OFF.fullmatch(lines[number])
    assert match
    return match.group(2).startswith(" ")


def _switched(lines: list[str], first: int) -> str:
    """Take away the `# ` of a setting and of what is inside it."""
    end = first + 1
    while end < len(lines) and SWITCHED_OFF.fullmatch(lines[end]) and _inside(lines, end):
        end += 1
    on = [line.replace("# ", "", 1) for line in lines[first:end]]
    return "\n".join([*lines[:first], *on, *lines[end:]]) + "\n"


def test_new_writes_the_starter(tmp_path: Path, tradein) -> None:
    """The file is there, and nothing is said."""
    done = tradein("new", "my.yaml", folder=tmp_path)
    expected = (0, "", "")

    assert expected == (done.code, done.out, done.err)
    assert catalog.starter() == (tmp_path / "my.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("there", ["a file", "a folder", "a link to nowhere"])
def test_new_never_writes_over_what_exists(tmp_path: Path, there: str, tradein) -> None:
    """Whatever bears the name stays as it was, and the exit code is that of a file."""
    path = tmp_path / "my.yaml"
    if there == "a file":
        path.write_text("mine", encoding="utf-8")
    elif there == "a folder":
        path.mkdir()
    else:
        path.symlink_to("nowhere")
    done = tradein("new", "my.yaml", folder=tmp_path)
    messages = {
        "a file": "exists already; name another, or add --force",
        "a folder": "a folder; name a file in it",
        "a link to nowhere": "a link to 'nowhere', which is not there; name another, or add --force",
    }
    expected = f"tradein: my.yaml: {messages[there]}\n"

    assert (4, "", expected) == (done.code, done.out, done.err)
    assert [path] == list(tmp_path.iterdir())
    assert there != "a file" or path.read_text(encoding="utf-8") == "mine"


def test_new_replaces_a_file_with_force(tmp_path: Path, tradein) -> None:
    """`--force` is what it takes."""
    path = tmp_path / "my.yaml"
    path.write_text("mine", encoding="utf-8")
    done = tradein("new", "my.yaml", "--force", folder=tmp_path)
    expected = (0, "", "")

    assert expected == (done.code, done.out, done.err)
    assert catalog.starter() == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("options", [[], ["--force"]])
def test_a_dash_is_no_file_to_write(tmp_path: Path, tradein, options) -> None:
    done = tradein("new", "-", *options, folder=tmp_path)

    assert (2, "") == (done.code, done.out)
    assert "tradein new: - is no file; name the file to write, or write ./-" in done.err
    assert [] == [*tmp_path.iterdir()]


def test_new_where_there_is_no_folder(tmp_path: Path, tradein) -> None:
    """A folder that does not exist is a file error too."""
    done = tradein("new", "there/my.yaml", folder=tmp_path)
    expected = (4, "", "tradein: there/my.yaml: no folder 'there'; create it first\n")

    assert expected == (done.code, done.out, done.err)


def test_the_starter_passes_the_check_without_a_word(tmp_path: Path, tradein) -> None:
    """No problem, no warning, no note."""
    (tmp_path / "my.yaml").write_text(catalog.starter(), encoding="utf-8")
    done = tradein("check", "my.yaml", folder=tmp_path)
    expected = (0, "", "")

    assert expected == (done.code, done.out, done.err)


def test_the_starter_shows_a_trade_that_rolls_debt() -> None:
    """What the program is for is seen at the first try."""
    ledger = simulate.simulate(reader.read("starter", catalog.starter().encode()).scenario)

    assert len(ledger.contracts) == 2
    assert ledger.contracts[1].rolled > 0


def test_the_first_line_is_for_editors_and_is_explained() -> None:
    """The schema is where the comment says that it can be put."""
    starter = catalog.starter()

    assert starter.startswith("# yaml-language-server: $schema=scenario.schema.json\n")
    assert "`tradein schema > scenario.schema.json`" in starter


@pytest.mark.no_cover
@pytest.mark.parametrize(("where", "starter"), blocks().items(), ids=blocks())
def test_each_switched_off_setting_can_be_switched_on(
    where: str, starter: str, tmp_path: Path, tradein
) -> None:
    """With the `# ` taken away the file is still right, and plays.

    Only the age makes another vehicle of it, whose allowance is then worth a warning.
    """
    (tmp_path / "my.yaml").write_text(starter, encoding="utf-8")
    done = tradein("check", "my.yaml", folder=tmp_path)

    assert starter != catalog.starter()
    assert done.code == 0, done.err
    assert not done.out
    assert not done.err or where.endswith(USED), done.err
    assert not list(Draft202012Validator(schema.scenario()).iter_errors(seen(starter)))


def test_the_starter_keeps_to_the_schema() -> None:
    """An editor finds nothing wrong with it, and much of it is switched off."""
    assert not list(Draft202012Validator(schema.scenario()).iter_errors(seen(catalog.starter())))
    assert len(blocks()) >= 15


def test_most_settings_are_shown() -> None:
    """Whatever a beginner may want is there, on or off; the rest is few and known."""
    apart = (fields.EVENT, fields.REFINANCE, fields.POSITION, fields.POSITIONS)
    groups = (spot.group for spot in SPOTS if spot.group not in apart)
    names = {field.name for group in groups for field in group.fields}
    shown = set(re.findall(r"^[ #-]*([a-z_]+):", catalog.starter(), re.MULTILINE))

    limits = {"invoice", "retail", "ltv_base", "ltv_without", "max_pti", "over_limit"}
    limits |= {"late_fee", "grace"}
    limits |= {"prior_lien", "cash_down", "net_trade_in", "down_payment", "last_payment"}
    limits |= {"prepaid_finance_charge", "total_sale_price"}
    limits |= {"exits", "gap_cover", "kind", "product", "limit", "share", "base", "over_share"}
    limits |= {"deductible", "auction", "auction_costs", "days_to_sell", "refinance", "note"}
    limits |= {"tax_credit", "no_payment_in"}
    limits |= {"total_loss", "surrender", "actual_cash_value", "shortfall", "sale"}
    limits |= {"refunds", "refund_to", "term", "miles", "ends", "add_on", "refund"}

    unshown = {"first_payment", "first_period", "day_count", "level_by", "history", "local"}
    assert {*unshown, *limits} == names - shown
