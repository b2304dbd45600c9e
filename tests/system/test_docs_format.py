"""docs/format.md says what is so: its tables of settings, its JSON fields, its examples."""

import contextlib
import io
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from helpers import data
from helpers.editor import seen
from tradein import cli
from tradein.cli import output, parser
from tradein.finance import money, terms, value
from tradein.scenario import containers, fields, merge, model, reader, scalars, schema, yaml_source
from tradein.scenario.containers import Field, Group, Points
from tradein.scenario.scalars import ScalarType

ROOT = Path(__file__).parents[2]
PATH = ROOT / "docs" / "format.md"
TEXT = PATH.read_text(encoding="utf-8")
GROUPS = {
    "scenario": fields.SCENARIO,
    "purchase": fields.PURCHASE,
    "loan": fields.LOAN,
    "tax": fields.TAX,
    "trade_in": fields.TRADE_IN,
    "event": fields.EVENT,
    "paper": fields.PAPER,
    "statement": fields.STATEMENT,
    "refinance": fields.REFINANCE,
    "refund": fields.REFUND,
    "note": fields.NOTE,
    "value": fields.VALUE,
    "private_sale": fields.PRIVATE_SALE,
    "total_loss": fields.TOTAL_LOSS,
    "surrender": fields.SURRENDER,
    "exits": fields.EXITS,
    "gap_cover": fields.GAP_COVER,
    "product": fields.PRODUCT,
    "market_loan": fields.MARKET_LOAN,
    "market": fields.MARKET,
    "positions": fields.POSITIONS,
    "position": fields.POSITION,
}
WRITTEN = {
    "Amounts": "one amount, or names with amounts",
    "Names": "`all`, a name, or a list of names",
    "MapOf": "names, each with settings below it",
    "ChoiceSet": "one of its words, or a list of them",
    "AmountOr": "settings below it, or one amount, `$597.86`",
    "Liens": "one amount, or a list of them",
    "ListOf": "a list",
    "Levels": "months, each with a rate, above 0%, up to 1000%, or `history`",
}
"""How those kinds are written that are not a single value."""

SCENARIOS = [p for p in sorted((ROOT / "scenarios").glob("*.yaml")) if p.name != "positions.yaml"]


def table(group: Group) -> str:
    """Print the settings of a group as the docs show them."""
    rows = "\n".join(_row(field) for field in group.fields)
    return f"| setting | written | default | meaning |\n| --- | --- | --- | --- |\n{rows}\n"


def _row(field: Field) -> str:
    default = {None: "*required*", "": "–"}.get(field.default, field.default)
    return f"| `{field.name}` | {_written(field)} | {default} | {field.sentence} |"


def _written(field: Field) -> str:
    kind = field.kind
    if isinstance(kind, ScalarType):
        return kind.written
    if isinstance(kind, Points):
        return f"months, each with {kind.kind.written}"
    return "settings below it" if isinstance(kind, Group) else WRITTEN[type(kind).__name__]


@pytest.mark.parametrize("name", GROUPS)
def test_tables_of_settings_are_those_of_the_field_list(name: str) -> None:
    """`pytest --refresh` writes them anew."""
    pattern = rf"(<!-- fields: {name} -->\n).*?(<!-- end -->\n)"
    match = re.search(pattern, TEXT, re.DOTALL)
    assert match
    expected = f"<!-- fields: {name} -->\n\n{table(GROUPS[name])}\n<!-- end -->\n"
    if os.environ.get("TRADEIN_REFRESH"):
        text = PATH.read_text(encoding="utf-8")
        PATH.write_text(text.replace(match.group(), expected), encoding="utf-8")

    assert expected == match.group()


def test_every_group_has_its_table() -> None:
    """No group of settings is left out, and `assume` is that of a purchase less a few."""
    assert set(GROUPS) == set(re.findall(r"<!-- fields: (\w+) -->", TEXT))
    assumed = {
        field.name: getattr(field.kind, "group", field.kind) for field in fields.ASSUME.fields
    }
    bought = {
        field.name: getattr(field.kind, "group", field.kind) for field in fields.PURCHASE.fields
    }
    assert assumed.items() <= {**bought}.items()
    own = ("vehicle", "price", "owed", "trade_in", "paper", "total_loss", "surrender")
    assert f"but {', '.join(f'`{name}`' for name in own[:-1])} and `surrender`" in TEXT
    assert own == fields.PER_PURCHASE
    assert "inside `loan`, `tax`, `private_sale` and `exits` merge" in TEXT
    assert merge.MERGED == ("loan", "tax", "private_sale", "exits")


def test_the_limits_are_those_of_the_program() -> None:
    """Each number of the table of limits is a constant somewhere."""
    written = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", _section("Limits"), re.MULTILINE))
    expected = {
        "what": "limit",
        "---": "---",
        "an amount of money, and the amount financed": f"${money.LIMIT // 100:,}",
        "purchases": f"{model.PURCHASES}",
        "a loan": f"{terms.MONTHS[0]} to {terms.MONTHS[1]} months",
        "a vehicle kept": f"{model.KEEP_MONTHS[1]} months",
        "a vehicle's age when bought": f"{value.AGE_MONTHS[1]:,} months",
        "`apr`, `yearly_loss`, `delivery_loss`": money.percent(terms.APR_PPM[1]),
        "`tax.rate`, and `tax.local` with the state's": money.percent(terms.RATE_PPM[1]),
        "shares of a curve, a market, a private buyer's price, `max_ltv`": money.percent(
            money.SHARE_LIMIT_PPM
        ),
        "`max_pti`": money.percent(terms.PTI_PPM[1]),
        "the days to `first_payment`": f"{terms.FIRST_PAYMENT_DAYS[1]}",
        "events of a purchase": f"{fields.EVENTS}",
        "payments that one event skips or defers": f"{terms.PAUSE_MONTHS[1]}",
        "`miles_a_year`": f"{terms.MILES_A_YEAR[1]:,} miles",
        "`odometer`": f"{terms.ODOMETER[1]:,} miles",
        "`condition`": money.percent(value.CONDITION_PPM[1]),
        "fees, and products": f"{terms.ITEMS} each",
        "names": f"{scalars.NAME_LIMIT} characters",
        "`about`": f"{scalars.ABOUT_LIMIT:,} characters",
        "months of a table, of appraisals, of a market": f"{containers.POINTS}",
        "statements": f"{fields.STATEMENTS}",
        "positions of a file": f"{fields.POSITIONS_LIMIT:,}",
        "a file": f"{yaml_source.SIZE_LIMIT:,} bytes, {yaml_source.DEPTH_LIMIT} levels deep",
    }

    assert expected == written
    assert terms.APR_PPM == value.LOSS_PPM


def _section(title: str) -> str:
    return TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_the_example_is_the_scenario_it_names() -> None:
    """Without its comments, rollover.yaml says the same."""
    example = TEXT.partition("<!-- example -->\n```yaml\n")[2].partition("```")[0]
    expected = reader.load(str(ROOT / "scenarios" / "rollover.yaml"))

    assert expected == reader.read("example", example.encode()).scenario


def _yaml_blocks() -> list[str]:
    blocks = re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    return [block for block in blocks if data.values(block)]


@pytest.mark.parametrize("block", _yaml_blocks())
def test_every_piece_of_yaml_is_right(block: str) -> None:
    """Each is a whole file, or becomes one with what usually stands around it."""
    if block.startswith("positions:"):
        assert reader.read_positions("block", block.encode())
        assert not list(Draft202012Validator(schema.positions()).iter_errors(seen(block)))
        return
    if block.startswith("value:"):
        block = "assume:\n  " + block.replace("\n", "\n  ").rstrip() + "\n"
    if "purchases:" not in block:
        block += "purchases:\n  - {vehicle: van, price: 31400, loan: {apr: 9%, months: 60}}\n"

    assert reader.read("block", block.encode())
    assert not list(Draft202012Validator(schema.scenario()).iter_errors(seen(block)))


def _not_to_write() -> list[tuple[str, str]]:
    rows = re.findall(
        r"^\| ([\w ,]+) \| (.*) \| (.*) \|$", _section("How values are written"), re.M
    )
    return [(kind, text) for kind, _, wrong in rows for text in re.findall("`(.+?)`", wrong)]


READERS = {
    "money": scalars.MONEY,
    "rate": scalars.rate(1_000_000),
    "length": scalars.length(0, 1200),
    "length, bare": scalars.length(0, 1200, bare=True),
    "whole number": scalars.whole(1_000_000, "miles"),
    "yes or no": scalars.YES_NO,
    "days": scalars.days(366),
    "date": scalars.DATE,
}


@pytest.mark.parametrize(("kind", "text"), _not_to_write())
def test_what_is_not_to_be_written_is_refused(kind: str, text: str) -> None:
    """The last column of the table of kinds."""
    with pytest.raises(scalars.ValueFormatError):
        READERS[kind].read(yaml_source.Scalar(text, yaml_source.Place(1, 1), False))


@pytest.mark.parametrize("kind", READERS)
def test_what_is_to_be_written_is_read(kind: str) -> None:
    """The second column of the table of kinds."""
    row = re.search(rf"^\| {kind} \| (.*?) \|", _section("How values are written"), re.M)
    assert row
    texts = re.findall("`([^`]*[0-9yno%][^`]*)`", row.group(1).partition(". For")[0])

    assert texts
    for text in texts:
        READERS[kind].read(yaml_source.Scalar(text, yaml_source.Place(1, 1), False))


def answer(*arguments: str) -> Any:
    """Give the JSON answer of a command."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        assert 0 == cli.main([*arguments, "--format", "json"])
    return json.loads(printed.getvalue())


def paths(node: Any, path: str = "") -> set[str]:
    """List the fields of a JSON answer, without numbering what is in lists."""
    if isinstance(node, list):
        return {field for item in node for field in paths(item, f"{path}[]")}
    if not isinstance(node, dict):
        return set()
    named = {f"{path}.{name}".lstrip("."): inner for name, inner in node.items()}
    return set(named).union(*(paths(inner, name) for name, inner in named.items()))


def _documented(command: str) -> list[str]:
    part = TEXT.partition(f"<!-- json: {command} -->\n")[2].partition("\n#")[0]
    return re.findall(r"^\| `(.+?)` \|", part, re.MULTILINE)


def test_every_field_of_simulate_is_explained() -> None:
    """Those of all scenarios together; none is explained that is never there."""
    several = answer("simulate", *(str(path) for path in SCENARIOS))
    there = {field for scenario in several["scenarios"] for field in paths(scenario)}

    assert there == set(_documented("simulate"))


def test_every_field_of_compare_is_explained() -> None:
    """But those of the summary, which are those of `simulate`."""
    there = paths(answer("compare", *(str(path) for path in SCENARIOS[:3])))
    listed = {path for path in there if ".summary." not in path}
    summary = {path.partition("[].")[2] for path in there - listed}

    assert listed == set(_documented("compare"))
    assert summary < set(_documented("simulate"))


def test_every_field_of_disclose_is_explained() -> None:
    """Those of all scenarios together, with and without a box, a trade-in and cash."""
    several = answer("disclose", *(str(path) for path in SCENARIOS))
    there = {field for scenario in several["scenarios"] for field in paths(scenario)}

    assert there == set(_documented("disclose"))


def test_every_field_of_payoff_is_explained() -> None:
    """Of one scenario, or of each of several."""
    path = str(ROOT / "scenarios" / "two-payments-deferred.yaml")

    assert paths(answer("payoff", path, "--on", "2026-03-18")) == set(_documented("payoff"))


def test_every_field_of_explain_is_explained() -> None:
    """The document of an explanation has the fields of its table."""
    assert paths(answer("explain", str(ROOT / "scenarios" / "rollover.yaml"))) == set(
        _documented("explain")
    )


def test_every_field_of_exits_is_explained() -> None:
    """With every way out, and with GAP."""
    path = str(ROOT / "scenarios" / "ways-out.yaml")

    assert paths(answer("exits", path)) == set(_documented("exits"))


def test_every_field_of_sweep_is_explained() -> None:
    """But the paths of the settings, which are those of the command line."""
    path = str(ROOT / "scenarios" / "rollover.yaml")
    shown = answer("sweep", path, "--vary", "purchases[1].keep=24 | 36", "--at", "60")

    there = {field for field in paths(shown) if not field.startswith("runs[].settings.")}
    assert there == set(_documented("sweep"))


def test_every_field_of_options_is_explained() -> None:
    """Each option has the same fields."""
    path = str(ROOT / "scenarios" / "rollover.yaml")

    assert paths(answer("options", path, "--at", "20")) == set(_documented("options"))


def test_every_field_of_solve_is_explained() -> None:
    """With remedies that do it and some that do not, and some that have no place."""
    path = str(ROOT / "scenarios" / "rollover.yaml")

    shown = answer("solve", path, "--so-that", "gap <= 0 at month 12")

    assert paths(shown) == set(_documented("solve"))


def test_every_field_of_match_is_explained() -> None:
    """With readings that have payments or rates, and some that have none."""
    path = str(ROOT / "scenarios" / "lender-counts-days.yaml")

    shown = answer("match", path, "--set", "purchases[1].loan.apr=7.9%")

    assert paths(shown) == set(_documented("match"))


def test_every_field_of_equity_is_explained(tmp_path: Path) -> None:
    """Of a file, with the costs of a sale; a single position has the same without its name."""
    path = tmp_path / "positions.yaml"
    path.write_text("positions: [{what: a, owed: 5, value: 6, sale_costs: 2}]", encoding="utf-8")
    single = answer("equity", "--owed", "5", "--value", "6", "--sale-costs", "2")
    many = answer("equity", str(path))

    assert paths(many) == set(_documented("equity"))
    assert {*single, "what"} == set(many["positions"][0])


def test_every_field_of_curves_is_explained() -> None:
    """All that is known of a curve."""
    assert paths(answer("curves")) == set(_documented("curves"))


def test_every_field_of_states_is_explained() -> None:
    """All that is known of a state."""
    assert paths(answer("states")) == set(_documented("states"))


def test_every_command_and_option_is_there() -> None:
    """In the table of commands, or in the text below it."""
    choices = parser.parser()._subparsers._group_actions[0].choices
    names = {name for subparser in choices.values() for name in subparser._option_string_actions}
    undocumented = {name for name in names if f"`{name}" not in TEXT and f" {name}" not in TEXT}

    assert all(f"`tradein {command}" in _section("Commands") for command in choices)
    assert undocumented <= {"-h", "--output"}


def test_every_ending_is_there() -> None:
    """The formats that the name of an output file stands for."""
    section = _section("Output formats")

    assert all(
        f"`{end}`" in section and f"`{name}`" in section for end, name in output.ENDINGS.items()
    )


def test_the_links_inside_lead_somewhere() -> None:
    """Each is to a heading."""
    headings = re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}

    assert set(re.findall(r"\]\(#([\w-]+)\)", TEXT)) <= anchors
