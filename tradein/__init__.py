"""tradein: a chain of vehicle trade-ins, played to the cent.

The public names are loaded when they are first used, so that the command starts quickly.
"""

TYPE_CHECKING = False  # importing typing would take as long as the rest of `tradein --help`
if TYPE_CHECKING:
    from tradein.engine.audit import AuditError
    from tradein.engine.ledger import Ledger
    from tradein.engine.simulate import SimulationError, simulate
    from tradein.scenario.model import Scenario
    from tradein.scenario.reader import ScenarioError, load

__all__ = [
    "AuditError",
    "Ledger",
    "Scenario",
    "ScenarioError",
    "SimulationError",
    "__version__",
    "load",
    "simulate",
]

__version__ = "0.1.0"

_HOMES = {
    "AuditError": "tradein.engine.audit",
    "Ledger": "tradein.engine.ledger",
    "SimulationError": "tradein.engine.simulate",
    "Scenario": "tradein.scenario.model",
    "simulate": "tradein.engine.simulate",
    "ScenarioError": "tradein.scenario.reader",
    "load": "tradein.scenario.reader",
}


if not TYPE_CHECKING:  # a type checker is to know the names above and no others

    def __getattr__(name: str) -> object:
        """Give a public name from the room that it lives in."""
        from importlib import import_module

        if name not in _HOMES:
            raise AttributeError(f"module 'tradein' has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
