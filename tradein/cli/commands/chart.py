"""The command `chart`: draw one chart of a scenario as an SVG or a PNG file."""

import os

from tradein.analysis import compare, shares
from tradein.analysis.results import Results
from tradein.cli import USAGE, CommandError, arguments, files, playing, streams
from tradein.cli.arguments import Chosen, Once, Parser, near, shown
from tradein.report import pictures
from tradein.report.charts.drawing import NARROW, WIDE
from tradein.report.pictures import Picture
from tradein.scenario.reader import Reading

CHARTS = {
    "gap": "debt against value",
    "origins": "whose debt it is",
    "why": "where the gap comes from",
    "exit": "what it takes to get out, by month",
    "ways": "what each way out takes",
    "spent": "where every dollar went",
    "compare": "the gaps of two to eight scenarios",
}
"""The charts by name, each with what it shows."""


def add_arguments(command: Parser) -> None:
    """Add the files, the chart, and the output."""
    arguments.add_files(command)
    arguments.add_settings(command)
    known = "; ".join(f"{name}: {meaning}" for name, meaning in CHARTS.items())
    command.add_argument("--of", action=Once, metavar="CHART", help=f"{known} (default: gap)")
    command.add_argument("--narrow", action="store_true", help="as narrow as a phone")
    command.add_argument(
        "-o",
        "--output",
        action=Once,
        metavar="FILE",
        help="write an .svg file, or with the extra png a .png file",
    )


def run(chosen: Chosen) -> None:
    """Draw a chart."""
    name = chosen.of or "gap"
    if name not in CHARTS:
        chosen.parser.error(f"unknown chart {shown(name)}{near(name, list(CHARTS))}")
    ending = os.path.splitext(chosen.output or "chart.svg")[1].lower()
    if ending not in (".svg", ".png"):
        chosen.parser.error(f"a chart is an .svg or a .png file, not {shown(chosen.output)}")
    _check_number(name, len(chosen.files))
    played = playing.play_files(chosen)
    titles = [results.ledger.title for _, results in played]
    heading = titles[0] if len(titles) == 1 else "Scenarios compared"
    svg = _picture(name, played).alone(NARROW if chosen.narrow else WIDE, heading)
    if chosen.output is None:
        streams.say(svg)
    else:
        files.write(chosen.output, _png(svg) if ending == ".png" else svg)


def _check_number(name: str, number: int) -> None:
    """Refuse one file for a comparison, and several for anything else."""
    if name == "compare" and not compare.MINIMUM <= number <= compare.MAXIMUM:
        message = f"--of compare takes two to eight scenario files, not {number}"
        raise CommandError(message, USAGE)
    if name != "compare" and number > 1:
        message = f"--of {name} shows one scenario, not {number}; --of compare shows several"
        raise CommandError(message, USAGE)


def _picture(name: str, played: list[tuple[Reading, Results]]) -> Picture:
    """Choose the chart."""
    (read, results), *_ = played
    match name:
        case "gap":
            return pictures.owed_and_worth(results)
        case "origins":
            return pictures.whose_debt(results, shares.of(results.ledger))
        case "why":
            return pictures.causes(pictures.where_it_went(results)[0])
        case "spent":
            return pictures.every_dollar(pictures.where_it_went(results)[1])
        case "compare":
            month = compare.longest([results for _, results in played])
            return pictures.comparison(playing.align(played, month), month)
    out = pictures.ways_out(playing.with_exits(read, results))
    return (
        pictures.cash_to_exit(results, out) if name == "exit" else pictures.ways_side_by_side(out)
    )


def _png(svg: str) -> bytes:
    """Turn a drawing into a PNG picture, twice as fine as a screen."""
    try:
        import resvg_py
    except ImportError:
        message = "a .png needs the extra png: pip install 'tradein[png]'; or name an .svg file"
        raise CommandError(message) from None
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=2))
