"""tradein: a chain of vehicle trade-ins, played to the cent.

The public names are loaded when they are first used, so that the command starts quickly.
"""

TYPE_CHECKING = False  # importing typing would take as long as the rest of `tradein --help`
if TYPE_CHECKING:
    from tradein.engine.chain import Refused, simulate
    from tradein.scenario.reader import ScenarioError, load

__all__ = ["Refused", "ScenarioError", "__version__", "load", "simulate"]

__version__ = "0.1.0"

_HOMES = {
    "Refused": "tradein.engine.chain",
    "simulate": "tradein.engine.chain",
    "ScenarioError": "tradein.scenario.reader",
    "load": "tradein.scenario.reader",
}


def __getattr__(name: str) -> object:
    """Give a public name from the room that it lives in."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'tradein' has no attribute {name!r}")
    found: object = getattr(import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
