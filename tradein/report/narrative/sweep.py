"""Sentences on a sweep: which value is best, and how the figure moves."""

from tradein.analysis.sweep import BOTH, MONTHS, RISES, STAYS, Run, Sweep
from tradein.finance import money
from tradein.report.narrative.chain import listed


def sweep(swept: Sweep, figure: str) -> list[str]:
    """Say where a figure is lowest and highest, how it moves, and which runs were refused."""
    best, worst = swept.best(figure), swept.worst(figure)
    if best.figure(figure) == worst.figure(figure):
        runs = " in every run" if len(swept.runs) > 1 else ""
        first = f"{_subject(swept, figure)} is {_shown(best, figure)}{runs}."
    else:
        lowest = f"is lowest with {_values(swept, best)}: {_shown(best, figure)}"
        highest = f"it is highest with {_values(swept, worst)}: {_shown(worst, figure)}"
        first = f"{_subject(swept, figure)} {lowest}; {highest}.{_moves(swept, figure)}"
    return [sentence for sentence in (first, _refused(swept)) if sentence]


def _subject(swept: Sweep, figure: str) -> str:
    """Name a figure at the beginning of a sentence."""
    by = f"by month {swept.month}"
    return {
        "payment": "The payment of the last purchase",
        "peak_gap": f"The largest gap {by}",
        "peak_gap_month": f"The month of the largest gap {by}",
        "break_even_month": "The month from which you are not under water",
        "balance": f"What is owed in month {swept.month}",
        "value": f"The value in month {swept.month}",
        "gap": f"The gap in month {swept.month}",
        "exit": f"The cash to exit in month {swept.month}",
        "total_paid": f"What is paid {by}",
        "net_cost": f"The net cost {by}, including the exit,",
    }[figure]


def _shown(run: Run, figure: str) -> str:
    cents = run.figure(figure)
    if cents is None:
        return "never" if figure == "break_even_month" else "not known"
    return f"month {cents}" if figure in MONTHS else money.dollars(cents)


def _values(swept: Sweep, run: Run) -> str:
    """Name the values of a run."""
    if len(swept.paths) == 1:
        return run.values[0]
    return listed([f"{p} {value}" for p, value in zip(swept.paths, run.values, strict=True)])


def _moves(swept: Sweep, figure: str) -> str:
    """Say how a figure goes with each setting, in the order of its values."""
    ways = [(path, swept.goes(figure, axis)) for axis, path in enumerate(swept.paths)]
    if len(ways) == 1 and len(swept.played) == 2:
        return ""
    several = [
        (_verb(way), path)
        for (path, way), values in zip(ways, swept.values, strict=True)
        if len(values) > 1
    ]
    verbs = dict.fromkeys(verb for verb, _ in several)
    parts = [f"{verb} {listed([p for v, p in several if v == verb])}" for verb in verbs]
    return f" It {listed(parts)}."


def _verb(way: str) -> str:
    if way == BOTH:
        return "goes up and down along"
    if way == STAYS:
        return "does not depend on"
    return f"{way} with every step of" if way == RISES else "falls with every step of"


def _refused(swept: Sweep) -> str:
    """Count the runs that were refused, and give the first reason."""
    refused = [run for run in swept.runs if run.figures is None]
    if not refused:
        return ""
    first = f"with {_values(swept, refused[0])}: {refused[0].refused}"
    if len(refused) == 1:
        return f"One run is refused, {first}."
    return f"{len(refused):,} runs are refused, the first {first}."
