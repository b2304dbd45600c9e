"""Takes the conditions of `--fail-if`, and ends the run where one of them holds."""

from tradein.analysis.conditions import FIGURES, LTV, Condition
from tradein.analysis.measures import MonthEnd
from tradein.analysis.results import Results
from tradein.cli import HOLDS, USAGE, CommandError, condition_text, streams
from tradein.cli.condition_text import Text
from tradein.finance import money
from tradein.scenario.reader import Reading

OPTION = "--fail-if"
_LIKE = "write it like `gap > $5,000` or `ltv > 125% at month 12`"


def conditions(written: list[str]) -> list[tuple[str, Condition]]:
    """Read conditions; raises CommandError that shows where one of them is wrong."""
    return [
        (text, condition_text.condition(Text(OPTION, text, _LIKE, FIGURES))) for text in written
    ]


def check(several: list[tuple[str, Condition]], played: list[tuple[Reading, Results]]) -> None:
    """End the run with its exit code if a condition holds in any chain, and say where."""
    told = False
    for reading, results in played:
        for text, condition in several:
            if condition.month is not None and condition.month > results.summary.months:
                last = results.summary.months
                message = f"month {condition.month} is after the end of {reading.source.name}"
                raise CommandError(f"{OPTION}: {message}, month {last}", USAGE)
            row = condition.first(results.rows)
            if row is not None:
                place = _place(results, row)
                message = f"{' '.join(text.split())} holds {place}: {_figure(condition, row)}"
                streams.tell(f"tradein: {reading.source.name}: {message}")
                told = True
    if told:
        raise SystemExit(HOLDS)


def _place(results: Results, row: MonthEnd) -> str:
    """Say in which month a row is, and of which purchase."""
    day = f", {row.date}" if row.date else ""
    if row.sold:
        return f"in month {row.month}{day}, without a vehicle"
    vehicle = results.ledger.contracts[row.purchase - 1].vehicle
    return f"in month {row.month}{day}, purchase {row.purchase}, {vehicle}"


def _figure(condition: Condition, row: MonthEnd) -> str:
    """Write the figure of a row that a condition is about."""
    if condition.figure != LTV:
        return money.dollars(getattr(row, condition.figure))
    basis_points = money.basis_points(row.balance, row.value)
    if basis_points is None:
        return f"{money.dollars(row.balance)} on a value of nothing"
    return money.percent(100 * basis_points)
