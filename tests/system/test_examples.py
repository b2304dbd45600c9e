"""Cases with a source that anybody can read: what is given, what must come out, who says so.

They stand in the files of `tests/data/examples`.  Amounts are given as in a scenario file; what is
expected is compared with the answer to the cent.
"""

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from helpers import data, playing, random_scenarios
from tradein.analysis import disclosure
from tradein.analysis.equity import EquityPosition
from tradein.finance import dates, loan
from tradein.report import json_document
from tradein.scenario import reader

FOLDER = Path(__file__).parents[1] / "data" / "examples"
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def cases(text: str) -> list[dict[str, Any]]:
    """The cases of a file, each with something given, something expected and a titled source."""
    listed = data.texts(text)
    if not listed:
        raise ValueError("a file without a case")
    for case in listed:
        for key in ("what", "source", "given", "expect"):
            if not case.get(key):
                raise ValueError(f"a case without {key}: {case}")
        if not case["source"].get("title"):
            raise ValueError(f"a source without a title: {case}")
        if not any(True for _ in leaves(case["expect"])):
            raise ValueError(f"a case that expects nothing: {case}")
    return listed


def leaves(tree: Any):
    """Every single value of a tree."""
    if isinstance(tree, dict):
        tree = tree.values()
    elif not isinstance(tree, list):
        yield tree
        return
    for child in tree:
        yield from leaves(child)


def of(kind: str) -> list[Any]:
    """The cases of a file as parameters of a test, named by what they are about."""
    text = (FOLDER / f"{kind}.yaml").read_text(encoding="utf-8")
    return [pytest.param(case["given"], case["expect"], id=case["what"]) for case in cases(text)]


def meant(text: str) -> Any:
    """The value that a text in `expect` stands for."""
    if NUMBER.fullmatch(text):
        return Decimal(text)
    return None if text == "null" else text


def compare(expected: Any, answer: Any, path: str = "") -> None:
    """Hold everything that is expected against its place in the answer."""
    if isinstance(expected, dict):
        for key, child in expected.items():
            assert key in answer, f"{path}.{key} is not in the answer"
            compare(child, answer[key], f"{path}.{key}")
    elif isinstance(expected, list):
        assert len(expected) == len(answer), path
        for number, child in enumerate(expected, start=1):
            compare(child, answer[number - 1], f"{path}[{number}]")
    else:
        assert meant(expected) == answer, path


@pytest.mark.parametrize(("given", "expected"), of("positions"))
def test_positions(given, expected):
    text = random_scenarios.as_yaml({"positions": [{"what": "it", **given}]})
    position = reader.read_positions("positions.yaml", text.encode())[0]
    standing = EquityPosition(position.what, position.owed, position.value, position.sale_costs)

    compare(expected, json_document.standing(standing))


@pytest.mark.parametrize(("given", "expected"), of("loans"))
def test_loans(given, expected):
    terms = dict(given)
    turn = {"vehicle": "it", "price": terms.pop("amount"), "tax": {"rate": "0%"}, "loan": terms}
    document = playing.played(random_scenarios.as_yaml({"purchases": [turn]}))
    rows = document["months"][1:]
    answer = {
        "payment": document["purchases"][0]["payment"],
        "payments": len(rows),
        "last_payment": rows[-1]["payment"],
        "total": sum(row["payment"] for row in rows),
        "balance_after": {f"{row['month']}": row["balance"] for row in rows},
    }

    compare(expected, answer)


def cents(text: str) -> int:
    """The cents of an amount in dollars."""
    return int(Decimal(text) * 100)


def ppm(text: str) -> int:
    """The millionths of a percentage."""
    return int(Decimal(text.removesuffix("%")) * 10_000)


def due_days(given: dict[str, Any]) -> list[date] | None:
    """The dates of a schedule, written out or counted from the first."""
    if "dates" in given:
        return [date.fromisoformat(day) for day in given["dates"]]
    if "from" not in given:
        return None
    first, (number, unit) = (
        date.fromisoformat(given["from"]),
        given.get("every", "1 months").split(),
    )
    steps = [int(number) * step for step in range(int(given["months"]) + 1)]
    if unit == "days":
        return [first + timedelta(days=days) for days in steps]
    return [dates.months_after(first, months) for months in steps]


def in_dollars(amount: int) -> Decimal:
    return Decimal(amount).scaleb(-2)


@pytest.mark.parametrize(("given", "expected"), of("schedules"))
def test_schedules(given, expected):
    rows = loan.schedule(
        cents(given["amount"]),
        ppm(given["apr"]),
        int(given["months"]),
        payment=cents(given["payment"]) if "payment" in given else None,
        dates=due_days(given),
        day_count=given.get("day_count", "30/360"),
    )
    answer = {
        "payment": in_dollars(rows[0].payment),
        "payments": len(rows),
        "last_payment": in_dollars(rows[-1].payment),
        "total": in_dollars(sum(row.payment for row in rows)),
        "interest": {f"{row.number}": in_dollars(row.interest) for row in rows},
        "principal": {f"{row.number}": in_dollars(row.principal) for row in rows},
        "balance_after": {f"{row.number}": in_dollars(row.balance) for row in rows},
    }

    compare(expected, answer)


@pytest.mark.parametrize(("given", "expected"), of("interest"))
def test_interest(given, expected):
    balance, rate = cents(given["balance"]), ppm(given["apr"])
    if "days" in given:
        interest = loan.day_interest(balance, rate, int(given["days"]))
    else:
        period = (date.fromisoformat(given[key]) for key in ("from", "to"))
        interest = loan.period_interest(balance, rate, *period, given["day_count"])

    compare(expected, {"interest": in_dollars(interest), "payoff": in_dollars(balance + interest)})


@pytest.mark.parametrize(("given", "expected"), [*of("deals"), *of("states"), *of("chains")])
def test_deals_and_chains(given, expected):
    answer = playing.played(random_scenarios.as_yaml(given))
    signed = next(
        row for row in answer["months"] if row["purchase"] == answer["purchases"][-1]["number"]
    )
    answer["layers_at_last_signing"] = {
        f"{layer['origin']}": layer["balance"] for layer in signed["layers"]
    }
    answer["gap_at"] = {f"{row['month']}": row["gap"] for row in answer["months"]}

    compare(expected, answer)


@pytest.mark.parametrize(("given", "expected"), of("disclosures"))
def test_disclosures(given, expected):
    ledger = playing.simulated(random_scenarios.as_yaml(given)).ledger
    document = json_document.disclosures([("x", disclosure.of(ledger))])

    compare(expected, json.loads(json.dumps(document), parse_float=Decimal))


GOOD = "- {what: it, source: {title: us}, given: {owed: '1'}, expect: {status: negative}}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "without a case"),
        ("[]", "without a case"),
        (GOOD.replace("expect: {status: negative}", "expect: {}"), "without expect"),
        (GOOD.replace(", expect: {status: negative}", ""), "without expect"),
        (GOOD.replace("{status: negative}", "{purchases: [{}]}"), "expects nothing"),
        (GOOD.replace("title: us", "where: here"), "without a title"),
        (GOOD.replace("given: {owed: '1'}, ", ""), "without given"),
    ],
)
def test_a_case_that_cannot_fail_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        cases(text)


def test_a_good_case_is_taken():
    assert 1 == len(cases(GOOD))


@pytest.mark.parametrize(
    ("expected", "answer"),
    [
        ({"tax": "1"}, {"tax": 2}),
        ({"tax": "1"}, {}),
        ({"tax": "null"}, {"tax": 0}),
        ({"status": "negative"}, {"status": "positive"}),
        ({"gap": "3.50"}, {"gap": Decimal("3.51")}),
        ({"purchases": [{}, {"tax": "1"}]}, {"purchases": [{"tax": 1}]}),
    ],
)
def test_an_answer_that_is_not_as_expected_fails(expected, answer):
    with pytest.raises(AssertionError):
        compare(expected, answer)
