"""The command `equity`: say where an owner stands with an asset, or with several from a file."""

from tradein.analysis.equity import EquityPosition
from tradein.cli import (
    BAD_SCENARIO,
    USAGE,
    CommandError,
    arguments,
    files,
    option_values,
    output,
    reading,
)
from tradein.cli.arguments import Chosen, Once, Parser
from tradein.report import json_document, text
from tradein.report.narrative import compare as sentences
from tradein.report.tables import compare as tables
from tradein.report.tables.table import Table


def add_arguments(command: Parser) -> None:
    """Add the file of positions, the amounts that replace it, and the output."""
    command.add_argument("file", nargs="?", metavar="FILE", help="a file of positions")
    command.add_argument(
        "--owed", action="append", metavar="AMOUNT", help="the debt; repeat it for each lien"
    )
    command.add_argument("--value", action=Once, metavar="AMOUNT", help="what it would sell for")
    command.add_argument("--sale-costs", action=Once, metavar="AMOUNT", help="what selling costs")
    arguments.add_settings(command)
    arguments.add_output(command)


def run(chosen: Chosen) -> None:
    """Show the owner's equity in an asset, or in several from a file."""
    _refuse_file_with_amounts(chosen)
    style = output.chosen_format(chosen)
    if chosen.file is None:
        _write_one(chosen, style, _position_of_amounts(chosen))
    else:
        _write_several(chosen, style, _positions_of_file(chosen))


def _refuse_file_with_amounts(chosen: Chosen) -> None:
    """Refuse a call that names both a file and amounts, or neither."""
    amounts = (chosen.owed, chosen.value, chosen.sale_costs)
    if chosen.file is not None and any(amount is not None for amount in amounts):
        raise CommandError(
            "equity takes a file of positions or --owed and --value, not both", USAGE
        )
    if chosen.file is None and chosen.settings:
        raise CommandError("--set replaces settings of a file; name one, or leave it out", USAGE)
    if chosen.file is None and (chosen.owed is None or chosen.value is None):
        message = "equity needs --owed and --value, like `--owed 25000 --value 20000`, or a file"
        raise CommandError(message, USAGE)


def _position_of_amounts(chosen: Chosen) -> EquityPosition:
    """Make the position that the options describe."""
    owed = tuple(option_values.cents("--owed", text) for text in chosen.owed)
    written = chosen.sale_costs
    costs = None if written is None else option_values.cents("--sale-costs", written)
    return EquityPosition("position", owed, option_values.cents("--value", chosen.value), costs)


def _positions_of_file(chosen: Chosen) -> list[EquityPosition]:
    """Read the positions of a file; end the run where the file has mistakes."""
    files.refuse_overwriting(chosen.output, [chosen.file])
    positions = reading.positions(*files.read(chosen.file), chosen.settings or ())
    if positions is None:
        raise SystemExit(BAD_SCENARIO)
    return [
        EquityPosition(position.what, position.owed, position.value, position.sale_costs)
        for position in positions
    ]


def _write_one(chosen: Chosen, style: str, position: EquityPosition) -> None:
    """Write the owner's equity in one asset."""
    if style == "json":
        output.write(chosen, text.json(json_document.standing(position)))
    elif style == "text":
        output.write(chosen, text.lines(sentences.equity(position), output.look(chosen)))
    else:
        output.write_tables(chosen, style, [tables.positions([position])])


def _write_several(chosen: Chosen, style: str, positions: list[EquityPosition]) -> None:
    """Write the owner's equity in each asset of a file."""
    if style == "json":
        output.write(chosen, text.json(json_document.standings(positions)))
    elif style == "text":
        parts: list[str | Table] = [tables.positions(positions), *sentences.meanings(positions)]
        page = text.page("What is owned against what is owed", parts, output.look(chosen))
        output.write(chosen, page)
    else:
        output.write_tables(chosen, style, [tables.positions(positions)])
