"""Gathers what the report and the local page say of a scenario that was read and played."""

from tradein.analysis.results import Results
from tradein.cli import playing
from tradein.report import pictures
from tradein.report.page.sections import Story
from tradein.scenario.reader import Reading


def of(read: Reading, results: Results) -> Story:
    """Gather what the page says of a scenario."""
    replaced = [f"# {argument.option} {argument.text}" for argument in read.source.arguments]
    series = read.context.values.get("market.history")
    return Story(
        results=results,
        about=read.scenario.about,
        out=pictures.ways_out(playing.with_exits(read, results)),
        text="\n".join([*replaced, *read.source.lines]),
        warnings=[f"{d.path}: {d.message}" for d in playing.unusual(read, results)],
        series=series[0] if series else None,
    )
