"""The command `exits`: show every way out of the vehicle and its loan, side by side."""

from datetime import date
from typing import NamedTuple

from tradein.analysis import exits
from tradein.analysis.exits import Chain, Exits
from tradein.analysis.payoff import DateOutsideScenario
from tradein.cli import BAD_SCENARIO, USAGE, CommandError, arguments, option_values, output, playing
from tradein.cli.arguments import Chosen, Once, Parser
from tradein.report import json_document, text
from tradein.report.narrative import exits as sentences
from tradein.report.tables import exits as tables
from tradein.report.tables.table import Table


class Answer(NamedTuple):
    """The ways out of one chain: those shown, and from which month each is free."""

    title: str
    shown: list[Exits]
    first: Exits
    free: dict[str, int | None]


def add_arguments(command: Parser) -> None:
    """Add the files, the month or date, and the output."""
    arguments.add_files(command)
    arguments.add_settings(command)
    command.add_argument(
        "--at", action=Once, metavar="MONTH|DATE", help="one month of the chain, or one date"
    )
    command.add_argument("--monthly", action="store_true", help="every month")
    arguments.add_output(command)


def run(chosen: Chosen) -> None:
    """Show every way out, in one month or in several."""
    style = output.chosen_format(chosen)
    if chosen.monthly and chosen.at is not None:
        raise CommandError("--monthly shows every month, and --at one; give one of them", USAGE)
    at = None if chosen.at is None else option_values.month_or_day("--at", chosen.at)
    answers = []
    for read, results in playing.play_files(chosen):
        if isinstance(at, date) and results.ledger.start is None:
            message = "it has no dates; write start with the day of the first purchase"
            raise CommandError(f"{read.source.name}: {message}", BAD_SCENARIO)
        answers.append(_answer(playing.with_exits(read, results), at, chosen.monthly))
    _write(chosen, style, answers)


def _answer(chain: Chain, at: int | date | None, monthly: bool) -> Answer:
    """Work out the ways out of a chain, for the months to show and for all."""
    by_month = {month: exits.in_month(chain, month) for month in chain.closing}
    shown = [by_month[month] for month in ([*by_month] if monthly else exits.months(chain))]
    first = by_month[chain.results.summary.last_signed.month]
    if at is not None:
        first = _at(chain, by_month, at)
        shown = [first]
    return Answer(chain.results.ledger.title, shown, first, exits.free_from([*by_month.values()]))


def _at(chain: Chain, by_month: dict[int, Exits], at: int | date) -> Exits:
    """Give the ways out of the month or on the day asked for."""
    if isinstance(at, int):
        if at not in by_month:
            ended = chain.results.turns[-1].ended_by
            end = f"the {ended} of the last vehicle" if ended else "the end of the scenario"
            message = f"--at {at} is after {end}, month {max(by_month)}"
            raise CommandError(message, USAGE)
        return by_month[at]
    try:
        return exits.on_day(chain, at)
    except DateOutsideScenario as outside:
        raise CommandError(f"--at {outside}", USAGE) from None


def _write(chosen: Chosen, style: str, answers: list[Answer]) -> None:
    """Write the ways out of each scenario."""
    if style == "json":
        documents = [json_document.ways_out(*answer) for answer in answers]
        whole = documents[0] if len(documents) == 1 else {"scenarios": documents}
        output.write(chosen, text.json(whole))
    elif style == "csv":
        titles = [answer.title for answer in answers]
        output.write(chosen, output.one_csv(titles, [tables.rows(a.shown) for a in answers]))
    elif style == "text":
        look = output.look(chosen)
        pages = [
            text.page(a.title, [*sentences.exits(a.first, a.free), *_tables(a)], look)
            for a in answers
        ]
        output.write(chosen, "\n".join(pages))
    else:
        several = len(answers) > 1
        shown = [table for a in answers for table in _tables(a, a.title if several else "")]
        output.write(chosen, text.formatted(shown, style))


def _tables(answer: Answer, title: str = "") -> list[Table]:
    """Give the tables of an answer: the ways of one month, then the months shown."""
    ways = tables.side_by_side(answer.first, title)
    if answer.shown == [answer.first]:
        return [ways]
    return [ways, tables.by_month(answer.shown, title), tables.free(answer.free, title)]
