"""The command `options`: what an owner may do in a month, each played to one horizon."""

from typing import NamedTuple

from tradein.analysis import options
from tradein.analysis.options import (
    KEEP,
    PAY_DOWN,
    REFINANCE,
    SELL,
    TRADE,
    WAIT,
    Option,
    Options,
    Standing,
)
from tradein.cli import (
    BAD_SCENARIO,
    USAGE,
    CommandError,
    arguments,
    files,
    option_values,
    output,
    streams,
)
from tradein.cli.arguments import Chosen, Once, Parser, near, shown
from tradein.engine import simulate
from tradein.engine.simulate import SimulationError
from tradein.finance import money, terms
from tradein.report import json_document, text
from tradein.report.narrative import options as sentences
from tradein.report.tables import options as tables
from tradein.report.tables.table import Table
from tradein.scenario import plans, reader
from tradein.scenario.model import KEEP_MONTHS
from tradein.scenario.plans import Here
from tradein.scenario.reader import Reading, ScenarioError
from tradein.scenario.yaml_source import Document

WAITS, EXTRA = (12, 24), 100_00
"""The months that are waited, and what is paid beside each payment (cents), if it is not said."""


class Plan(NamedTuple):
    """What may be done: its kind, after how many months, and the scenario that does it."""

    kind: str
    after: int
    document: Document


def add_arguments(command: Parser) -> None:
    """Add the file, the month, the horizon, what is assumed, and the output."""
    arguments.add_file(command)
    arguments.add_settings(command)
    command.add_argument(
        "--at",
        type=arguments.month,
        required=True,
        metavar="MONTH",
        help="the month of the chain to decide in",
    )
    command.add_argument(
        "--horizon", action=Once, metavar="MONTHS", help='how far to look (default: "60 months")'
    )
    command.add_argument(
        "--wait",
        action="append",
        metavar="MONTHS",
        help="wait so long, then trade; repeat it for more (default: 12 and 24 months)",
    )
    command.add_argument(
        "--extra", action=Once, metavar="AMOUNT", help="pay so much more each month (default: $100)"
    )
    command.add_argument(
        "--cheaper",
        action=Once,
        metavar="PRICE",
        help="the price of a cheaper vehicle (default: half of what yours is worth)",
    )
    command.add_argument(
        "--refinance",
        action=Once,
        metavar="APR",
        help="refinance at this rate, for the months left",
    )
    command.add_argument(
        "--show", action=Once, metavar="OPTION", help="write the scenario of one option"
    )
    arguments.add_output(command)
    arguments.add_lines(command)


class Asked(NamedTuple):
    """What the command line assumes; None where it does not say."""

    at: int
    horizon: int
    waits: tuple[int, ...]
    extra: int
    cheaper: int | None
    apr_ppm: int | None


def _asked(chosen: Chosen) -> Asked:
    """Read what the command line assumes."""
    longest = KEEP_MONTHS[1]
    waits = chosen.wait or [str(months) for months in WAITS]
    return Asked(
        chosen.at,
        option_values.months("--horizon", chosen.horizon or "60", longest),
        tuple(sorted({option_values.months("--wait", wait, longest) for wait in waits})),
        EXTRA if chosen.extra is None else option_values.cents("--extra", chosen.extra),
        None if chosen.cheaper is None else option_values.cents("--cheaper", chosen.cheaper),
        None
        if chosen.refinance is None
        else option_values.annual_rate("--refinance", chosen.refinance, terms.APR_PPM[1]),
    )


def run(chosen: Chosen) -> None:
    """Play every option to the horizon, and say which is the cheapest."""
    style = output.format_or_lines(chosen) if chosen.show is None else "text"
    asked = _asked(chosen)
    files.refuse_overwriting(chosen.output, chosen.files)
    try:
        document = reader.document(*files.read(chosen.files[0]), chosen.settings or ())
        stand = _standing(reader.read_document(document), asked)
        choices = _choices(document, stand, asked)
        if chosen.show is not None:
            output.write(chosen, _shown(choices.plans, chosen.show))
        else:
            _write(chosen, style, _played(stand, choices.plans, asked), choices.assumed)
    except ScenarioError as error:
        streams.tell(str(error))
        raise SystemExit(BAD_SCENARIO) from None


class Stand(NamedTuple):
    """Where the owner stands: the file as read, its vehicle, and what was paid by then."""

    reading: Reading
    at: Standing


class Choices(NamedTuple):
    """What may be done, and what that assumes, in sentences."""

    plans: list[Plan]
    assumed: list[str]


def _standing(reading: Reading, asked: Asked) -> Stand:
    """Play the file, and find the vehicle that is held in the month."""
    try:
        ledger = simulate.simulate(reading.scenario)
    except SimulationError as refused:
        raise reading.refusal(refused.path, refused.message) from None
    if asked.at > ledger.months:
        message = f"--at {asked.at} is after the end of the scenario, month {ledger.months}"
        raise CommandError(message, USAGE)
    at = options.standing(ledger, asked.at)
    if at is None:
        raise CommandError(f"--at {asked.at}: no vehicle is held in that month", USAGE)
    longest = KEEP_MONTHS[1] - at.held
    if asked.horizon > longest:
        message = f"--horizon: a vehicle is kept at most {KEEP_MONTHS[1]} months; write {longest}"
        raise CommandError(f"{message} or less", USAGE)
    return Stand(reading, at)


def _here(document: Document, stand: Stand, asked: Asked) -> Here:
    """Gather what the plans are made of."""
    scenario, at = stand.reading.scenario, stand.at
    turn = scenario.purchases[at.contract.number - 1]
    price, costs = options.private_offer(turn, at)
    return Here(
        document=document,
        number=at.contract.number - scenario.begins_with_trade,
        held=at.held,
        ahead=asked.horizon,
        planned=turn.keep_months,
        value=at.row.value,
        price=price,
        costs=costs,
        apr=at.apr_ppm,
        age=at.age,
    )


def _choices(document: Document, stand: Stand, asked: Asked) -> Choices:
    """List what may be done."""
    here = _here(document, stand, asked)
    plan_to_keep = Plan(KEEP, 0, plans.keep(here))
    choices = Choices([plan_to_keep], [])
    owed = stand.at.row.balance > stand.at.row.note
    if owed and asked.extra > 0:
        choices.plans.append(Plan(PAY_DOWN, 0, plans.pay_down(here, asked.extra)))
        choices.assumed.append(f"To pay more means {money.dollars(asked.extra)} each month.")
    if owed:
        _refinance(here, stand, asked, choices)
    after = [0, *(months for months in asked.waits if months < asked.horizon)]
    choices.plans.extend(Plan(WAIT if k else TRADE, k, plans.trade(here, k)) for k in after)
    choices.assumed.append(_next(here))
    _sell(here, stand, asked, choices)
    return choices


def _refinance(here: Here, stand: Stand, asked: Asked, choices: Choices) -> None:
    """Add a refinancing, where its rate is known."""
    known = stand.reading.scenario.purchases[stand.at.contract.number - 1].exits
    market = known.refinance if known is not None else None
    if asked.apr_ppm is not None:
        kept = reader.read_document(choices.plans[0].document).scenario
        month = asked.at + here.refinanced - here.held
        rate, months, fee = asked.apr_ppm, options.months_left(kept, month), 0
    elif market is not None:
        rate, months, fee = market.apr_ppm, market.months, market.fee
    else:
        missing = "To refinance is not shown: write `exits.refinance`, or give --refinance a rate."
        choices.assumed.append(missing)
        return
    choices.plans.append(Plan(REFINANCE, 0, plans.refinance(here, rate, months, fee)))
    costs = f", with a fee of {money.dollars(fee)}" if fee else ""
    choices.assumed.append(f"The new loan is at {money.percent(rate)} for {months} months{costs}.")


def _next(here: Here) -> str:
    """Say what a trade buys."""
    if here.following is not None:
        return (
            "A trade buys the next vehicle of the file as it is written there. In another month "
            "than the file's, yours is given in at its trade-in value."
        )
    if here.owned:
        return (
            "The file has no next purchase: a trade buys a vehicle like yours on the first day, "
            f"for what it was worth, on a loan of {plans.NEXT_MONTHS} months."
        )
    return "The file has no next purchase: a trade buys a vehicle like yours, on the same terms."


def _sell(here: Here, stand: Stand, asked: Asked, choices: Choices) -> None:
    """Add a private sale and a cheaper vehicle, if there is anything to sell."""
    half = money.half_up(here.value, 200) * 100
    price = half if asked.cheaper is None else asked.cheaper
    if here.price == 0 or price == 0:
        return
    worth = stand.at.worth(price)
    choices.plans.append(Plan(SELL, 0, plans.sell(here, price, worth)))
    costs = f" and the sale costs {money.dollars(here.costs)}" if here.costs else ""
    choices.assumed.append(
        f"A private buyer pays {money.dollars(here.price)}{costs}. The cheaper vehicle costs "
        f"{money.dollars(price)}, is worth {money.dollars(worth)} to a dealer and as old as yours; "
        f"its loan is at {money.percent(here.apr)} for {plans.CHEAPER_MONTHS} months."
    )


def _played(stand: Stand, several: list[Plan], asked: Asked) -> Options:
    """Play every plan to the horizon; end the run if none can be played."""
    kept = reader.read_document(several[0].document).scenario
    before, horizon = options.paid_before(kept, asked.at), asked.at + asked.horizon
    played = tuple(_option(plan, asked.at, horizon, before) for plan in several)
    answer = Options(stand.reading.scenario.title, stand.at, asked.at, horizon, played)
    if not answer.played:
        message = f"nothing can be done; to keep it is refused: {played[0].refused}"
        raise CommandError(f"{stand.reading.source.name}: {message}", BAD_SCENARIO)
    return answer


def _option(plan: Plan, month: int, horizon: int, before: int) -> Option:
    """Play one plan, or say why it is refused."""
    try:
        scenario = reader.read_document(plan.document).scenario
        outcome = options.play(scenario, month, horizon, before)
    except (ScenarioError, SimulationError) as refused:
        return Option(plan.kind, plan.after, None, _reason(refused))
    declined = "" if outcome is not None else "the lender declines the purchase"
    return Option(plan.kind, plan.after, outcome, declined)


def _reason(refused: ScenarioError | SimulationError) -> str:
    """Give the first mistake in one line."""
    if isinstance(refused, SimulationError):
        return f"{refused.path}: {refused.message}"
    problem = refused.problems[0]
    return f"{problem.path}: {problem.message}"


def _shown(several: list[Plan], name: str) -> str:
    """Write the scenario of an option, as a file."""
    known = {Option(plan.kind, plan.after, None).name: plan for plan in several}
    if name not in known:
        message = f"--show: no option is called {shown(name)}{near(name, [*known])}"
        raise CommandError(message, USAGE)
    return plans.written(known[name].document)


def _write(chosen: Chosen, style: str, answer: Options, assumed: list[str]) -> None:
    """Write the options side by side."""
    document = json_document.options(answer, assumed) if style in (output.LINES, "json") else {}
    if style == output.LINES:
        output.write(chosen, text.json_lines(document["options"]))
    elif style == "json":
        output.write(chosen, text.json(document))
    elif style == "csv":
        output.write(chosen, text.csv(tables.for_programs(answer)))
    elif style == "text":
        parts: list[str | Table] = [
            *sentences.options(answer, assumed),
            tables.side_by_side(answer),
        ]
        output.write(chosen, text.page(answer.title, parts, output.look(chosen)))
    else:
        output.write_tables(chosen, style, [tables.side_by_side(answer)])
