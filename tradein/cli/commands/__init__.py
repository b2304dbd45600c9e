"""The commands: one module for each, with its options and its body.

To add a command, write one file here with `add_arguments` and `run`, and add here its import
and one line to `COMMANDS`.  Nothing else in `cli` changes.

The imports stand in functions, so that only the chosen command is loaded.  No name is turned
into an import: a program that reads other people's files has no use for `importlib`.
"""

from types import ModuleType


def _simulate() -> ModuleType:
    from tradein.cli.commands import simulate

    return simulate


def _compare() -> ModuleType:
    from tradein.cli.commands import compare

    return compare


def _disclose() -> ModuleType:
    from tradein.cli.commands import disclose

    return disclose


def _payoff() -> ModuleType:
    from tradein.cli.commands import payoff

    return payoff


def _exits() -> ModuleType:
    from tradein.cli.commands import exits

    return exits


def _options() -> ModuleType:
    from tradein.cli.commands import options

    return options


def _sweep() -> ModuleType:
    from tradein.cli.commands import sweep

    return sweep


def _explain() -> ModuleType:
    from tradein.cli.commands import explain

    return explain


def _chart() -> ModuleType:
    from tradein.cli.commands import chart

    return chart


def _solve() -> ModuleType:
    from tradein.cli.commands import solve

    return solve


def _report() -> ModuleType:
    from tradein.cli.commands import report

    return report


def _page() -> ModuleType:
    from tradein.cli.commands import page

    return page


def _match() -> ModuleType:
    from tradein.cli.commands import match

    return match


def _equity() -> ModuleType:
    from tradein.cli.commands import equity

    return equity


def _export() -> ModuleType:
    from tradein.cli.commands import export

    return export


def _check() -> ModuleType:
    from tradein.cli.commands import check

    return check


def _new() -> ModuleType:
    from tradein.cli.commands import new

    return new


def _schema() -> ModuleType:
    from tradein.cli.commands import schema

    return schema


def _curves() -> ModuleType:
    from tradein.cli.commands import curves

    return curves


def _states() -> ModuleType:
    from tradein.cli.commands import states

    return states


COMMANDS = {
    "simulate": ("simulate scenarios: the answer, the trades and a summary", _simulate),
    "compare": ("compare two to eight scenarios side by side", _compare),
    "disclose": ("show the Truth in Lending disclosure of each purchase", _disclose),
    "payoff": ("calculate the payoff on a date", _payoff),
    "exits": ("show every way out of a vehicle and its loan, side by side", _exits),
    "options": ("play what you may do in a month, each to one horizon", _options),
    "sweep": ("play a scenario with many values of a setting", _sweep),
    "explain": ("show how a figure came about, in sums to repeat", _explain),
    "chart": ("draw one chart as an SVG or PNG file", _chart),
    "solve": ("find what it takes to reach a target: what to change, and by how much", _solve),
    "report": ("make one page with charts for people, as HTML", _report),
    "page": ("edit scenarios on a local page, and see the pictures move", _page),
    "match": ("compare the simulation with your lender's statements", _match),
    "equity": ("show where you stand with one asset: value, debt, equity", _equity),
    "export": ("write the books of a scenario for beancount or hledger", _export),
    "check": ("list every mistake in scenario files, or print nothing", _check),
    "new": ("write a commented starter scenario", _new),
    "schema": ("print the JSON Schema of scenario files", _schema),
    "curves": ("list the built-in value curves and price histories with their sources", _curves),
    "states": ("list the states' sales taxes on vehicles with their sources", _states),
}
"""What each command does and what imports its module, in the order of the help."""
