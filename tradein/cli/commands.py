"""What each command does: a function a command, of the same name."""

from typing import TYPE_CHECKING, Any, TypeVar

from tradein.cli import BAD_SCENARIO, DONE, USAGE, CommandError, files, parser
from tradein.cli.files import tell
from tradein.cli.progress import Progress

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from datetime import date

    from tradein.analysis.equity import EquityPosition
    from tradein.analysis.payoff import Quote
    from tradein.analysis.reconcile import Candidate
    from tradein.analysis.results import Results
    from tradein.report.tables.table import Table
    from tradein.report.text import Look
    from tradein.scenario.reader import Position, Reading
    from tradein.scenario.scalars import ScalarType

Made = TypeVar("Made")


def simulate(chosen: "Namespace") -> int:
    """Play scenarios and show what happens."""
    style = parser.chosen_format(chosen)
    asked = [name for name in parser.TABLES if getattr(chosen, name)]
    if style == "csv" and len(asked) > 1:
        raise CommandError(f"a csv is one table, not {', '.join(asked)}; ask for one", USAGE)
    played = _played(chosen)
    if isinstance(played, int):
        return played
    found = [results for _, results in played]
    if style == "json":
        return _document_out(chosen, found)
    from tradein.report import text
    from tradein.report.tables import selection

    if style == "csv":
        one = [selection.asked(results, asked)[0] for results in found]  # of two, the trade table
        return _out(chosen, _one_csv([results.ledger.title for results in found], one))
    if style != "text":
        return _out(chosen, text.formatted(selection.named(found, asked), style))
    pages = [_page(reading, results, asked, _look(chosen)) for reading, results in played]
    return _out(chosen, "\n".join(pages))


def check(chosen: "Namespace") -> int:
    """List every problem of scenario files, or nothing."""
    checked = _each(chosen.files, _check)
    return checked if isinstance(checked, int) else DONE


def _check(name: str, data: bytes) -> object | None:
    """Read a file of positions, or read and play a scenario; None where anything is wrong."""
    from tradein.scenario import reader

    return _positions(name, data) if reader.has_positions(data) else _play(name, data)


def new(chosen: "Namespace") -> int:
    """Write a commented starter scenario."""
    from tradein.scenario import catalog

    if not chosen.force:
        files.refuse_existing(chosen.file)
    files.write(chosen.file, catalog.starter())
    return DONE


def curves(chosen: "Namespace") -> int:
    """List the built-in value curves with their sources."""
    from tradein.report import text
    from tradein.report.tables import catalog as tables
    from tradein.scenario import catalog, history

    style = parser.chosen_format(chosen)
    for name in chosen.names:
        if name not in catalog.names():
            raise CommandError(catalog.unknown(name), USAGE)
    found = [catalog.find(name) for name in chosen.names or catalog.names()]
    if style not in ("json", "text"):
        return _tables_out(chosen, style, [tables.curves(found)])
    histories = [history.find(name) for name in history.names()]
    if style == "json":
        from tradein.report import json_document

        of_prices = json_document.records(tables.histories(histories))
        every = {"curves": json_document.records(tables.curves(found)), "histories": of_prices}
        return _out(chosen, text.json(every))
    parts = tables.curve_parts(found, [] if chosen.names else histories)
    return _out(chosen, text.page("Built-in value curves", parts, _look(chosen)))


def states(chosen: "Namespace") -> int:
    """List what is known of the states' taxes on vehicles; of those named, with the sources."""
    from tradein.report import text
    from tradein.report.tables import catalog as tables
    from tradein.scenario import scalars
    from tradein.scenario import states as rows

    style = parser.chosen_format(chosen)
    try:
        found = [rows.find(rows.code(name)) for name in chosen.codes or rows.codes()]
    except scalars.ValueFormatError as wrong:
        raise CommandError(str(wrong), USAGE) from None
    if style == "json":
        from tradein.report import json_document

        records = json_document.records(tables.states(found))
        return _out(chosen, text.json({"states": records}))
    if style != "text":
        return _tables_out(chosen, style, [tables.states(found)])
    parts = tables.state_parts(found, bool(chosen.codes))
    return _out(chosen, text.page("Taxes of the states", parts, _look(chosen)))


def compare(chosen: "Namespace") -> int:
    """Put scenarios side by side."""
    from tradein.analysis import compare
    from tradein.report import text
    from tradein.report.tables import compare as tables
    from tradein.report.tables.table import without
    from tradein.scenario import diff

    if not compare.FEWEST <= len(chosen.files) <= compare.MOST:
        message = f"compare takes two to eight scenario files, not {len(chosen.files)}"
        raise CommandError(message, USAGE)
    style = parser.chosen_format(chosen)
    played = _played(chosen)
    if isinstance(played, int):
        return played
    found = [results for _, results in played]
    month = compare.shortest(found) if chosen.at is None else chosen.at
    if month > max(results.summary.months for results in found):
        raise CommandError(f"--at {month} is after the end of every scenario", USAGE)
    differing = diff.between([reading for reading, _ in played])
    if style == "json":
        from tradein.report import json_document

        return _out(chosen, text.json(json_document.comparison(found, month, differing)))
    unequal = len({results.summary.months for results in found}) > 1
    shown = month if unequal or chosen.at is not None else None
    if style == "csv":
        return _out(chosen, text.csv(without(tables.compared(found, shown), "number")))
    every = tables.comparison(found, shown, differing)
    if style != "text":
        return _tables_out(chosen, style, every)
    from tradein.report.narrative import compare as sentences

    said = sentences.compare(found)
    return _out(chosen, text.page("Scenarios compared", [*said, *every], _look(chosen)))


def disclose(chosen: "Namespace") -> int:
    """Show what a Truth in Lending statement of each purchase would."""
    style = parser.chosen_format(chosen)
    played = _played(chosen)
    if isinstance(played, int):
        return played
    from tradein.analysis import disclosure
    from tradein.report import text
    from tradein.report.tables import disclosure as tables

    ledgers = [results.ledger for _, results in played]
    made = [(ledger.title, disclosure.of(ledger)) for ledger in ledgers]
    if style == "json":
        from tradein.report import json_document

        return _out(chosen, text.json(json_document.disclosures(made)))
    if style == "text":
        look = _look(chosen)
        pages = [text.page(title, tables.parts(found), look) for title, found in made]
        return _out(chosen, "\n".join(pages))
    every = [tables.table(title, found, len(made) > 1) for title, found in made]
    if style == "csv":
        return _out(chosen, _one_csv([title for title, _ in made], every))
    return _tables_out(chosen, style, every)


def payoff(chosen: "Namespace") -> int:
    """Quote what closes the loan on a day."""
    style = parser.chosen_format(chosen)
    on, more_days = _payoff_days(chosen)
    played = _played(chosen)
    if isinstance(played, int):
        return played
    from tradein.analysis import payoff as payoffs

    ledgers = [results.ledger for _, results in played]
    if undated := [reading for reading, results in played if results.ledger.start is None]:
        message = "it has no dates; write start with the day of the first purchase"
        raise CommandError(f"{undated[0].source.name}: {message}", BAD_SCENARIO)
    try:
        quotes = [payoffs.quote(ledger, on, more_days) for ledger in ledgers]
    except payoffs.DateOutsideScenario as outside:
        raise CommandError(f"--on {outside}", USAGE) from None
    return _quotes_out(chosen, style, [ledger.title for ledger in ledgers], quotes)


def _quotes_out(chosen: "Namespace", style: str, titles: list[str], quotes: "list[Quote]") -> int:
    """Write payoff quotes, one for each scenario."""
    from tradein.report import text
    from tradein.report.narrative import payoff as sentences
    from tradein.report.tables import payoff as tables

    pairs = [*zip(titles, quotes, strict=True)]
    if style == "json":
        from tradein.report import json_document

        records = json_document.records(tables.rows(quotes))
        made = [{"title": title, **one} for title, one in zip(titles, records, strict=True)]
        return _out(chosen, text.json(made[0] if len(made) == 1 else {"scenarios": made}))
    if style == "csv":
        return _out(chosen, text.csv(tables.rows(quotes), titles if len(titles) > 1 else None))
    if style != "text":
        return _tables_out(chosen, style, [tables.table(quote, title) for title, quote in pairs])
    look = _look(chosen)
    pages = [text.page(t, [sentences.payoff(q), tables.table(q)], look) for t, q in pairs]
    return _out(chosen, "\n".join(pages))


def _payoff_days(chosen: "Namespace") -> "tuple[date, int]":
    """Read the day of a payoff, and for how many days more it is to be good."""
    from tradein.finance import terms
    from tradein.scenario import scalars

    on = _written("--on", scalars.DATE, chosen.on)
    kind = scalars.days_or_date(terms.FIRST_PAYMENT_DAYS[1])
    until = _written("--good-through", kind, chosen.good_through or "10 days")
    days = until if isinstance(until, int) else (until - on).days
    if days < 0:
        raise CommandError(f"--good-through {until} is before --on {on}", USAGE)
    if days > terms.FIRST_PAYMENT_DAYS[1]:
        most = terms.FIRST_PAYMENT_DAYS[1]
        message = f"{until} is {days:,} days after --on {on}; it is at most {most} days"
        raise CommandError(f"--good-through {message}", USAGE)
    return on, days


def match(chosen: "Namespace") -> int:
    """Hold what is played to the lender's statements, and say which reading fits best."""
    if len(chosen.files) > 1:
        raise CommandError(f"match takes one scenario file, not {len(chosen.files)}", USAGE)
    style = parser.chosen_format(chosen)
    played = _played(chosen)
    if isinstance(played, int):
        return played
    from tradein.analysis import reconcile
    from tradein.report import text
    from tradein.report.narrative import reconcile as sentences
    from tradein.report.tables import reconcile as tables

    [(reading, results)] = played
    if not reading.scenario.statements:
        message = "it has no statements; write them at the top level, each with date and balance"
        raise CommandError(f"{reading.source.name}: {message}", BAD_SCENARIO)
    found = _readings(reading)
    if found is None:
        return BAD_SCENARIO
    best = reconcile.best(found)
    if style == "json":
        from tradein.report import json_document

        return _out(chosen, text.json(json_document.matched(results.ledger.title, found, best)))
    shown = [
        tables.statements(found[0]),
        tables.readings(found, best),
    ]
    if style != "text":
        return _tables_out(chosen, style, shown)
    if best is not found[0]:
        shown.insert(1, tables.statements(best))
    title = results.ledger.title
    return _out(chosen, text.page(title, [sentences.best_fit(found, best), *shown], _look(chosen)))


def _readings(reading: "Reading") -> "list[Candidate] | None":
    """Play a scenario in every reading; None where a statement is outside it, which is told."""
    from tradein.analysis import payoff as payoffs
    from tradein.analysis import reconcile

    try:
        with Progress("loans tried") as progress:
            return reconcile.readings(reading.scenario, progress)
    except payoffs.DateOutsideScenario as outside:
        days = [day for day, _ in reading.scenario.statements]
        path = f"statements[{days.index(outside.day) + 1}].date"
        tell(str(reading.refusal(path, f"{outside}; remove the statement")))
        return None


def equity(chosen: "Namespace") -> int:
    """Say where an owner stands with an asset, or with several from a file."""
    _check_equity(chosen)
    style = parser.chosen_format(chosen)
    standings = _standings(chosen)
    if standings is None:
        return BAD_SCENARIO
    from tradein.report import json_document, text
    from tradein.report.narrative import compare as sentences
    from tradein.report.tables import compare as tables

    if style == "json":
        one = chosen.file is None
        made = json_document.standing(standings[0]) if one else json_document.standings(standings)
        return _out(chosen, text.json(made))
    if style == "text" and chosen.file is None:
        return _out(chosen, text.lines(sentences.equity(standings[0]), _look(chosen)))
    if style == "text":
        paragraphs = sentences.meanings(standings)
        table = tables.positions(standings)
        return _out(
            chosen,
            text.page("What is owned against what is owed", [table, *paragraphs], _look(chosen)),
        )
    return _tables_out(chosen, style, [tables.positions(standings)])


def schema(chosen: "Namespace") -> int:
    """Print the JSON Schema of scenario files, or of files of positions."""
    from tradein.report import text
    from tradein.scenario import schema as schemas

    files.say(text.json(schemas.positions() if chosen.positions else schemas.scenario()))
    return DONE


def _check_equity(chosen: "Namespace") -> None:
    """Refuse a call that names both a file and amounts, or neither."""
    amounts = (chosen.owed, chosen.value, chosen.sale_costs)
    if chosen.file is not None and any(amount is not None for amount in amounts):
        raise CommandError(
            "equity takes a file of positions or --owed and --value, not both", USAGE
        )
    if chosen.file is None and (chosen.owed is None or chosen.value is None):
        message = "equity needs --owed and --value, like `--owed 25000 --value 20000`, or a file"
        raise CommandError(message, USAGE)


def _standings(chosen: "Namespace") -> "list[EquityPosition] | None":
    """Make the positions asked about; None where the file is not right, which is told."""
    from tradein.analysis.equity import EquityPosition

    if chosen.file is None:
        owed = tuple(_cents("--owed", text) for text in chosen.owed)
        costs = None if chosen.sale_costs is None else _cents("--sale-costs", chosen.sale_costs)
        return [EquityPosition("position", owed, _cents("--value", chosen.value), costs)]
    if chosen.output is not None:
        files.refuse_overwriting(chosen.output, [chosen.file])
    positions = _positions(*files.read(chosen.file))
    if positions is None:
        return None
    return [EquityPosition(one.what, one.owed, one.value, one.sale_costs) for one in positions]


def _cents(option: str, text: str) -> int:
    """Read an amount from the command line."""
    from tradein.scenario import scalars

    cents: int = _written(option, scalars.MONEY, text)
    return cents


def _written(option: str, kind: "ScalarType", text: str) -> Any:
    """Read a value of some kind from the command line."""
    from tradein.scenario.scalars import ValueFormatError
    from tradein.scenario.yaml_source import Place, Scalar

    try:
        return kind.read(Scalar(text, Place(1, 1), True))
    except ValueFormatError as wrong:
        raise CommandError(f"{option}: {wrong}", USAGE) from None


def _tables_out(chosen: "Namespace", style: str, several: "list[Table]") -> int:
    """Write tables in a format for programs or for other documents."""
    from tradein.report import text

    written = text.csv(several[0]) if style == "csv" else text.formatted(several, style)
    return _out(chosen, written)


def _played(chosen: "Namespace") -> "list[tuple[Reading, Results]] | int":
    """Read and play every file, telling all problems; the exit code where there are any."""
    _check_output(chosen)
    return _each(chosen.files, _play)


def _each(paths: list[str], act: "Callable[[str, bytes], Made | None]") -> "list[Made] | int":
    """Act on every file, telling what is wrong with each; the exit code where anything is."""
    if paths.count("-") > 1:
        raise CommandError("standard input can be read once; name - once", USAGE)
    made, code = [], DONE
    with Progress("files played") as progress:
        for number, path in enumerate(paths, start=1):
            try:
                one = act(*files.read(path))
            except CommandError as failed:
                tell(f"tradein: {failed.message}")
                code = failed.code
                continue
            if one is None:
                code = code or BAD_SCENARIO
            else:
                made.append(one)
            progress(number, len(paths))
    return code or made


def _positions(name: str, data: bytes) -> "list[Position] | None":
    """Read a file of positions; tell what is wrong with it."""
    from tradein.scenario import reader

    try:
        return reader.read_positions(name, data)
    except reader.ScenarioError as error:
        tell(str(error))
        return None


def _play(name: str, data: bytes) -> "tuple[Reading, Results] | None":
    """Read and play one scenario; tell what is doubtful, or every problem."""
    from tradein.analysis import results, warnings
    from tradein.engine import simulate
    from tradein.scenario import reader
    from tradein.scenario.yaml_source import render

    try:
        reading = reader.read(name, data)
        try:
            found = results.of(simulate.simulate(reading.scenario))
        except simulate.SimulationError as refused:
            raise reading.refusal(refused.path, refused.message) from None
    except reader.ScenarioError as error:
        tell(str(error))
        return None
    raised = warnings.raised(found.turns, found.ledger.remarks)
    noted = [reading.noted(doubt.path, doubt.message) for doubt in raised]
    noted += reading.outside(found.summary.months)
    doubted = [*reading.doubts, *noted]
    if doubted and not tell(render(reading.source, name, doubted)):
        raise CommandError("standard error: could not write the warnings")
    return reading, found


def _page(reading: "Reading", results: "Results", asked: list[str], look: "Look") -> str:
    """Write the answer on one scenario for a person, or the tables asked for instead."""
    from tradein.report import text
    from tradein.report.narrative import chain
    from tradein.report.tables import selection

    title, about = results.ledger.title, reading.scenario.about
    if asked:
        return text.page(title, [*selection.for_people(results, asked)], look)
    sentences = [*([about] if about else []), *chain.simulate(results)]
    return text.page(title, [*sentences, *selection.for_people(results, [])], look)


def _check_output(chosen: "Namespace") -> None:
    if chosen.output is not None:
        files.refuse_overwriting(chosen.output, [path for path in chosen.files if path != "-"])


def _one_csv(titles: list[str], several: "list[Table]") -> str:
    """Write a table a scenario as one csv, with the scenario's title in front of each row."""
    from tradein.report import text
    from tradein.report.tables.table import together

    if len(several) == 1:
        return text.csv(several[0])
    rows = [title for title, table in zip(titles, several, strict=True) for _ in table.rows]
    return text.csv(together(several), rows)


def _document_out(chosen: "Namespace", found: "list[Results]") -> int:
    from tradein.report import json_document, text

    made = json_document.scenario(found[0]) if len(found) == 1 else json_document.scenarios(found)
    return _out(chosen, text.json(made))


def _look(chosen: "Namespace") -> "Look":
    """Say how a person will look at the answer: on a terminal, or in a file."""
    from tradein.report.text import Look

    if chosen.output is not None:
        return Look()
    return Look(parser.width(), parser.color())


def _out(chosen: "Namespace", text: str) -> int:
    """Write an answer to the file asked for, or to standard output."""
    if chosen.output is not None:
        files.write(chosen.output, text)
    else:
        files.say(text)
    return DONE
