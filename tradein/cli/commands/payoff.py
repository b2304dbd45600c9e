"""The command `payoff`: quote what pays off the loan on a date."""

from datetime import date

from tradein.analysis import payoff
from tradein.analysis.payoff import Quote
from tradein.cli import BAD_SCENARIO, USAGE, CommandError, arguments, option_values, output, playing
from tradein.cli.arguments import Chosen, Once, Parser
from tradein.finance import terms
from tradein.report import json_document, text
from tradein.report.narrative import payoff as sentences
from tradein.report.tables import payoff as tables


def add_arguments(command: Parser) -> None:
    """Add the files, the date, how long the payoff is good, and the output."""
    arguments.add_files(command)
    arguments.add_settings(command)
    command.add_argument(
        "--on", action=Once, required=True, metavar="DATE", help="the date, like 2027-03-18"
    )
    command.add_argument(
        "--good-through",
        action=Once,
        metavar="DAYS",
        help='how long the payoff is good: days, or a date (default: "10 days")',
    )
    arguments.add_output(command)


def run(chosen: Chosen) -> None:
    """Quote what pays off the loan on a date."""
    style = output.chosen_format(chosen)
    on, more_days = _days(chosen)
    played = playing.play_files(chosen)
    ledgers = [results.ledger for _, results in played]
    if undated := [reading for reading, results in played if results.ledger.start is None]:
        message = "it has no dates; write start with the day of the first purchase"
        raise CommandError(f"{undated[0].source.name}: {message}", BAD_SCENARIO)
    try:
        quotes = [payoff.quote(ledger, on, more_days) for ledger in ledgers]
    except payoff.DateOutsideScenario as outside:
        raise CommandError(f"--on {outside}", USAGE) from None
    _write(chosen, style, [ledger.title for ledger in ledgers], quotes)


def _days(chosen: Chosen) -> tuple[date, int]:
    """Read the date of a payoff, and for how many more days it is good."""
    longest = terms.FIRST_PAYMENT_DAYS[1]
    on = option_values.day("--on", chosen.on)
    until = option_values.days_or_day("--good-through", chosen.good_through or "10 days", longest)
    days = until if isinstance(until, int) else (until - on).days
    if days < 0:
        raise CommandError(f"--good-through {until} is before --on {on}", USAGE)
    if days > longest:
        message = f"{until} is {days:,} days after --on {on}; it is at most {longest} days"
        raise CommandError(f"--good-through {message}", USAGE)
    return on, days


def _write(chosen: Chosen, style: str, titles: list[str], quotes: list[Quote]) -> None:
    """Write payoff quotes, one for each scenario."""
    pairs = [*zip(titles, quotes, strict=True)]
    if style == "json":
        output.write(chosen, text.json(_document(titles, quotes)))
    elif style == "csv":
        named = titles if len(titles) > 1 else None
        output.write(chosen, text.csv(tables.rows(quotes), named))
    elif style == "text":
        look = output.look(chosen)
        pages = [text.page(t, [sentences.payoff(q), tables.table(q)], look) for t, q in pairs]
        output.write(chosen, "\n".join(pages))
    else:
        shown = [tables.table(quote, title) for title, quote in pairs]
        output.write_tables(chosen, style, shown)


def _document(titles: list[str], quotes: list[Quote]) -> dict[str, object]:
    """Make the JSON document of one quote, or of several."""
    records = json_document.records(tables.rows(quotes))
    documents = [{"title": title, **record} for title, record in zip(titles, records, strict=True)]
    return documents[0] if len(documents) == 1 else {"scenarios": documents}
