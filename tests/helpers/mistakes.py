"""Files with one mistake each, and files with none: from the field list, and made by hand."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from tradein.finance import terms
from tradein.scenario import fields, scalars
from tradein.scenario.containers import Field, Group
from tradein.scenario.scalars import ScalarType
from tradein.scenario.yaml_source import Place, Scalar

At = tuple[str | int, ...]


class Case(NamedTuple):
    """One file: what is done to it (an id), where, whether it is right, its text."""

    what: str
    where: str
    right: bool
    text: str
    positions: bool = False


# The files that one thing is changed in.

BOUGHT: dict[str, Any] = {
    "title": "One",
    "about": "A sentence.",
    "start": "2021-03-15",
    "income": "$4,200",
    "assume": {
        "msrp": "$33,000",
        "worth": "$30,000",
        "fees": {"doc": "$150"},
        "tax": {"rate": "0%", "state": "OH", "taxes": "all"},
        "loan": {"apr": "8.9%", "months": "84"},
        "value": {"curve": "suv_2025"},
        "keep": "24 months",
    },
    "market": {"0": "100%", "12": "140%"},
    "purchases": [
        {
            "vehicle": "first",
            "price": "$31,400",
            "msrp": "$33,200",
            "fees": {"doc": "$150"},
            "products": "$795",
            "tax": {"rate": "0%"},
            "loan": {"apr": "8.9%", "months": "84"},
            "value": {"curve": "suv_2025"},
            "paper": {"price": "$31,400", "finance_charge": "$9,000", "apr": "8.9%"},
            "keep": "26 months",
        },
        {
            "vehicle": "second",
            "price": "$41,250",
            "trade_in": {"allowance": "$22,000", "payoff": "$25,000", "cash": "all"},
        },
    ],
}
ON_THE_WAY: dict[str, Any] = {
    "start": "1900-01-01",
    "statements": [{"date": "2021-06-15", "balance": "$30,000"}],
    "purchases": [
        {
            "vehicle": "first",
            "price": "$31,400",
            "loan": {"apr": "9%", "months": "60", "interest": "daily", "first_payment": "45 days"},
            "events": [
                {"month": "3", "extra": "$50", "every": "month", "until": "9 months"},
                {"month": "12", "defer": "2 months", "capitalize": "yes"},
                {"month": "15", "skip": "1 month", "fee": "$35"},
                {"month": "16", "payment": "$50"},
                {"month": "17", "rate": "8%"},
                {"date": "2022-12-01", "extra": "$50", "then": "lower payment"},
                {"month": "20", "late": "20 days"},
                {"month": "30", "refinance": {"apr": "5.9%", "months": "48"}},
            ],
        },
    ],
}
EVENT_OF = {"defer": 1, "capitalize": 1, "skip": 2, "payment": 3, "rate": 4, "date": 5, "then": 5}
EVENT_OF |= {"late": 6, "refinance": 7, "fee": 2}
"""The event of that file in which a setting stands; the others stand in the first."""
CANCELED: dict[str, Any] = {
    "purchases": [
        {
            "vehicle": "first",
            "price": "$31,400",
            "products": {"GAP": "$795"},
            "miles_a_year": "18,000",
            "refunds": {"GAP": {"term": "60 months", "miles": "60,000"}},
            "loan": {"apr": "9%", "months": "60"},
        },
    ],
}
GOING: dict[str, Any] = {
    "purchases": [
        {
            "vehicle": "first",
            "price": "$31,400",
            "products": {"GAP": "$795"},
            "private_sale": {"price": "105%"},
            "loan": {"apr": "9%", "months": "60"},
            "exits": {
                "days_to_sell": "30 days",
                "deductible": "$500",
                "gap_cover": {"share": "150%", "base": "$33,000", "over_share": "prorated"},
                "auction": "60%",
                "refinance": {"apr": "6%", "months": "48"},
            },
        },
    ],
}
COVERED: dict[str, Any] = {
    "purchases": [
        {
            "vehicle": "first",
            "price": "$31,400",
            "products": {
                "GAP": {
                    "price": "$795",
                    "kind": "gap",
                    "share": "150%",
                    "base": "$33,000",
                    "over_share": "prorated",
                },
                "service": "$500",
            },
            "loan": {"apr": "9%", "months": "60"},
            "exits": {"deductible": "$500"},
        },
    ],
}
OWED: dict[str, Any] = {
    "purchases": [
        {
            "vehicle": "first",
            "owed": "$10,000,000",
            "worth": "$20,000",
            "age": "2 years",
            "loan": {"apr": "9%", "months": "60"},
        },
    ],
}
GIVEN_IN: dict[str, Any] = {
    "purchases": [
        {
            "vehicle": "first",
            "price": "$31,400",
            "trade_in": {"allowance": "$9,000", "payoff": "$8,000"},
            "loan": {"apr": "9%", "months": "60"},
        },
    ],
}
SOLD: dict[str, Any] = {
    "purchases": [
        {
            "vehicle": "first",
            "price": "$31,400",
            "loan": {"apr": "9%", "months": "60"},
            "private_sale": {
                "price": "$18,500",
                "costs": "$200",
                "note": {"apr": "11.9%", "months": "36"},
            },
            "keep": "24 months",
        },
        {"vehicle": "second", "price": "$9,000", "loan": {"apr": "9%", "months": "60"}},
    ],
}
CREDITED: dict[str, Any] = {
    "purchases": [
        {
            "vehicle": "first",
            "price": "$31,400",
            "loan": {"apr": "9%", "months": "60"},
            "private_sale": {"price": "$18,500", "tax_credit": "yes"},
            "keep": "24 months",
        },
        {
            "vehicle": "second",
            "price": "$9,000",
            "tax": {"rate": "6.25%"},
            "loan": {"apr": "9%", "months": "60"},
        },
    ],
}
LOST: dict[str, Any] = {
    "purchases": [
        {
            "vehicle": "first",
            "price": "$31,400",
            "products": {"GAP": "$795"},
            "loan": {"apr": "9%", "months": "60"},
            "exits": {"gap_cover": {"limit": "$20,000"}},
            "total_loss": {
                "deductible": "$500",
                "actual_cash_value": "$17,000",
                "note": {"apr": "11.9%", "months": "36"},
            },
            "keep": "24 months",
        },
        {
            "vehicle": "second",
            "price": "$9,000",
            "loan": {"apr": "9%", "months": "60"},
            "surrender": {"sale": "$3,000", "costs": "$400", "shortfall": "owed"},
            "keep": "12 months",
        },
    ],
}
PLAIN: dict[str, Any] = {
    "purchases": [
        {"vehicle": "first", "price": "$31,400", "loan": {"apr": "9%", "months": "60"}},
    ],
}
FIXED: dict[str, Any] = {
    "assume": {"loan": {"apr": "9%"}},
    "purchases": [
        {"vehicle": "it", "price": "$9,000", "loan": {"months": "60", "interest": "precomputed"}},
    ],
}
ODD: dict[str, Any] = {
    "start": "2021-03-15",
    "purchases": [
        {
            "vehicle": "first",
            "price": "$31,400",
            "loan": {"apr": "9%", "months": "60", "first_payment": "45 days"},
        },
    ],
}
LATE: dict[str, Any] = {
    "purchases": [
        {
            "vehicle": "first",
            "price": "$31,400",
            "loan": {"apr": "9%", "months": "60", "late_fee": "$25", "grace": "5 days"},
        },
    ],
}
POSITIONS: dict[str, Any] = {
    "positions": [{"what": "car", "owed": "$25,000", "value": "$20,000", "sale_costs": "$500"}],
}

# What is written instead of a value.

LONG = "x" * 81
MANY = ", ".join(f"n{n}: 5" for n in range(41))
NOTHING = ("", "~", "null")
WRONG: dict[str, tuple[str, ...]] = {
    "nothing": NOTHING,
    "scalar": (*NOTHING, "[1]", "[]", "{a: 1}", "{}", "[[1]]", '""', "'  '"),
    "money": (
        "-5", "$-5", "$31400.123", '"31400.123"', "3,14,00", "31,40", "$1e4", "€500", "abc", "true",
        "10000000.01", "$10,000,000.01", "$10000001", "99999999999", "$072", '"072"', "$31 400",
        "25k", "$", "31_400", "5 dollars", "12:30", ".inf", "-.inf", "50%", "no", "2021-03-15",
        "31400.123", "072", "1e4", "1E4", "0x1F", "0o17", "+5", "5.", ".5", "-0", ".nan",
    ),
    "word": ("half", "All", "FULL", "al l"),
    "rate": (
        "8.9", "0.089", "8", "-1%", "8.9 %", "8,9%", "8.12345%", "1e1%", "08%", "1000.0001%",
        "1001%", "abc", '"%"', "true", "8.9%%", "$8%", "8.%", ".5%", "99999%", "8.9% a year",
    ),
    "length": (
        "1.5 years", "-1 months", "3 weeks", "3months", "03 months", "99999 months", "9999 years",
        "three years", "true", "3  months", "3 Months", "1 year 2 months", "2021-03-15",
    ),
    "bare": ("3", "26", '"26"', "0", "26.0"),
    "number": ("72.5", "-72", "99999", "7_2", "072", "72.0", "+72", "1e2", "0x48", '"072"'),
    "yes or no": (
        "maybe", "1", "0", "y", "on", "Yes", "YES", '"maybe"', '"true"', '"yes"', "True", "FALSE",
    ),
    "miles": (
        "-5", "18k", "18,000 miles", "18.000", "18,00", "1,80,00", "$18,000", "abc", "true", "18_000",
        "018000", '"018000"', "18000.5", "18,000 km", "1e4", "99999999999", "1,000,001", "1000001",
        "12,100/yr", "50%", ".inf",
    ),
    "date": (
        "2021-3-5", "03/15/2021", "15.03.2021", "2021-02-30", "2021-04-31", "2021-13-01",
        "2021-00-10", "2021-03-00", "20210315", "2021", "2021-03-15 10:00:00", "tomorrow",
        "2021-03-15T10:00:00Z", "1899-12-31", "7001-01-01", "March 15, 2021", "2021/03/15",
        "2021-02-29", "1900-02-29",
    ),
    "days": (
        "45", "45days", "0 days", "-1 days", "1.5 days", "045 days", "6 weeks", "2 months", "1 year",
        "forty days", "true", "2021-3-5", "03/15/2021", "2021-02-30", "99999 days", "367 days",
    ),
    "text": ("[a]", "{a: b}", '""', "'  '", '"a\\tb"', '"a\\u200bb"'),
    "cut": ("a #b",),
    "line": (LONG, '"a\\nb"'),
    "choice": ("sometimes", "true", "1", "Allowed", "MONTHLY"),
    "code": ("tx", "Tx", "Texas", "TX ,", "XX", "PR", "T", "TXX", "1", "true", LONG, '"T\u200bX"'),
    "amounts": (
        "[1]", "[]", "{doc: }", "{doc: abc}", "{doc: [1]}", "{doc: {a: 1}}", '{"": 5}', "{' ': 5}",
        f"{{{LONG}: 5}}", "{GAP: $2,400}", "{doc: -5}", f"{{{MANY}}}", "{doc: true}", '""',
    ),
    "points": (
        "{}", "5", "abc", "[1]", "[]", "{0: }", "{a: $5}", "{-1: $5}", "{1.5: $5}", "{0: [1]}",
        "{0: abc}", "{30001: $5}", "{2501 years: $5}", "{0: -5}", "{0: true}",
    ),
    "names": (
        "{a: b}", '""', "[[doc]]", "[{doc: 5}]", '[""]', LONG, f"[{LONG}]", "warranty",
        "[doc, warranty]", "ALL", f"[{', '.join(['doc'] * 81)}]",
    ),
    "named": (
        "5", "abc", "true", "[a]", "[]", "{}", "{GAP: 5}", "{GAP: }", "{GAP: [a]}", '{"": {fee: 5}}',
        "{GAP: {colour: red}}", "{GAP: {fee: abc}}", '""', "{warranty: {fee: 5}}",
    ),
    "words": (
        "[]", "all", "[all]", "TAX", "taxes", "[[tax]]", "{tax: 1}", '""', "5", "[tax, title]", "[~]",
        "[tax, fees, products, tax]",
    ),
    "liens": (
        "[]", "[abc]", "[[1]]", "{a: 1}", "[-5]", "[5, ~]", '[""]', "[$150,000, $30,250]",
        "[" + ", ".join(["5"] * 41) + "]",
    ),
    "group": ("5", "abc", "true", "[a]", "[]", "[{a: 1}]", "{colour: red}", '""'),
    "few": ("-5", "2001", "2,001", "72 months", "72.5", "abc", "1,0", "$72", "72%", "true"),
    "many": ("5", "abc", "{}", "{a: 1}", "[]", "[5]", "[[]]", "[{}]", "[~]"),
}  # fmt: skip
"""By the sort of mistake, texts that are refused in a place where that mistake can be made."""

MISTAKES = {
    "money": ("money", "scalar"),
    "word or money": ("money", "scalar", "word"),
    "some money": ("money", "scalar"),
    "money or share": ("money", "scalar"),
    "days": ("days", "scalar"),
    "pause": ("length", "bare", "scalar"),
    "rate": ("rate", "scalar"),
    "share or money": ("rate", "scalar"),
    "length": ("length", "bare", "scalar"),
    "bare length": ("length", "number", "scalar"),
    "whole number": ("miles", "scalar"),
    "count": ("few", "scalar"),
    "yes or no": ("yes or no", "scalar"),
    "date": ("date", "scalar"),
    "days or a date": ("days", "scalar"),
    "line": ("text", "line", "cut", "nothing"),
    "text": ("text", "cut", "nothing"),
    "curve": ("text", "line", "nothing"),
    "product": ("text", "line", "cut", "nothing"),
    "choice": ("choice", "scalar"),
    "code": ("code", "scalar"),
    "Amounts": ("money", "amounts", "nothing"),
    "Points": ("points", "nothing"),
    "Levels": ("points", "nothing"),
    "history": ("text", "line", "nothing"),
    "Names": ("names", "nothing"),
    "ChoiceSet": ("words", "nothing"),
    "names of months": ("words", "nothing"),
    "MapOf": ("named", "nothing"),
    "AmountOr": ("group", "nothing"),
    "Liens": ("money", "liens", "nothing"),
    "Group": ("group", "nothing"),
    "ListOf": ("many", "nothing"),
}
"""By the kind of a field, the mistakes that can be made with it."""

RIGHT: dict[str, tuple[str, ...]] = {
    "money": (
        "0", "$0", "0.5", "0.05", "31400", "$31400", "31,400.50", "$31,400", '"31400"', "0.1",
        "'$31,400.5'", "10000000", "10000000.00", "$10,000,000", "$10,000,000.0", "999,999",
        "1,234,567.89", "31400.29", "4.35",
    ),
    "some money": ("0.5", "$31,400", '"31400"', "10000000", "4.35"),
    "money or share": ("0.5", "$25", "'25'", "5%", "0.0001%", "50%", "12.3456%"),
    "days": ("1 day", "10 days", "27 days", '"10 days"'),
    "pause": ("1 month", "12 months", "1 year"),
    "rate": ("0.5%", "8.9%", "8.1234%", "15%", "19.9999%", "20%", "20.0000%", "1%", "'9%'"),
    "share or money": ("0%", "0.5%", "112%", "1000%", "'87.5%'"),
    "length": ("1 month", "1 months", "12 months", "1 year", "2 years", "360 months", "30 years"),
    "bare length": ("72", '"72"', "1", "360", "72 months", "1 month", "30 years"),
    "count": ("0", "72", '"72"', "1,560", "1560", "2,000", "2000"),
    "whole number": ("0", "18,000", "18000", '"18,000"', "7", "200,000", "200000", "199,999", "1,000"),
    "yes or no": ("yes", "no", "true", "false"),
    "days or a date": ("1 day", "45 days", "366 days", "2021-04-29", '"45 days"'),
    "date": ("2021-03-15", "1900-01-01", "7000-12-31", "2024-02-29", '"2021-11-30"'),
    "line": ("2021", "1.5", "yes", "true", "NO", "1:10", "2021-03-15", '"a: b"', "Škoda 🚗", LONG[1:]),
    "text": ("2021", '"a\\nb"', LONG, "x" * 2000, "true"),
    "product": ("GAP", '"GAP"'),
    "curve": ("ev_2025", '"pickup_2025"', "rv_class_c"),
    "choice": (),
    "code": ("TX", '"OH"', "'CA'", "MI", "IL", "VA"),
    "Amounts": ("0", "$150", "{}", "{doc: $150}", "{doc: 150, 2: 5.5, 2021-03-15: 0, 1.5: 1}"),
    "Points": (),
    "Levels": (),
    "history": ("cpi-used-cars", '"cpi-used-cars"'),
    "Names": ("all", "doc", "[doc]", "[]", "[]", '["doc"]', "'doc'"),
    "MapOf": (),
    "ChoiceSet": ("tax", '"fees"', "[tax]", "[products, tax]", "[tax, fees, products]"),
    "names of months": ("june", '"july"', "[june]", "[july, june]", "[december, may, january]"),
    "AmountOr": ("$0", "$597.86", "597.86", "20", "99.5", '"$1,597"', '"1,597"', "$19"),
    "Liens": ("0", "$31,400", "[5]", "[5, $10.50]", "[0]", "[" + ", ".join(["5"] * 40) + "]"),
    "Group": (),
    "ListOf": (),
}  # fmt: skip
"""By the kind of a field, texts that are accepted wherever it stands."""

WRONG_OF_FIELD = {
    "apr": ("100.0001%", "101%"),
    "rate": ("20.0001%", "21%", "100%"),
    "yearly_loss": ("100.0001%", "0.15", "15"),
    "max_ltv": ("1.4", "140", "1001%"),
    "max_pti": ("0.16", "16", "100.0001%", "101%"),
    "ltv_base": ("trade_in", "Wholesale", "MSRP"),
    "over_limit": ("cash down", "lower", "keep"),
    "refund_to": ("lender", "Payoff", "balance"),
    "ends": ("trade", "Loan", "never"),
    "term": ("60", "0 months", "361 months", "31 years"),
    "months": ("0", "361", "0 months", "31 years", "361 months", "0 years"),
    "interest": ("fixed", "by the day"),
    "add_on": ("50.0001%", "51%"),
    "refund": ("rule of 72", "78"),
    "extra": ("0", "$0.00"),
    "every": ("month and year", "weeks", "3 weeks", "2 months"),
    "late": ("28 days", "1 month", "20"),
    "late_fee": ("50.0001%", "0%", "0", "0.0%"),
    "grace": ("61 days", "-1 days"),
    "then": ("sooner", "Shorter"),
    "until": ("40", "601 months", "0 months"),
    "skip": ("2", "0 months", "13 months"),
    "defer": ("2", "0 months", "2 years"),
    "month": ("0", "601", "2021-03-15"),
    "negative_amortization": ("yes", "not allowed"),
    "rounding": ("off", "Up", "floor"),
    "frequency": ("fortnightly", "bi-weekly", "26"),
    "balloon": ("0", "$0.00"),
    "level_by": ("weeks", "Days", "month"),
    "first_period": ("days", "360", "days/366", "Days/360"),
    "day_count": ("365", "30/360", "actual/364", "Actual/360"),
    "keep": ("601 months", "51 years", "forever"),
    "age": ("1201 months", "101 years", "new"),
    "cash": ("full", "none"),
    "trade_in_credit": ("all", "50%"),
    "miles_a_year": ("200,001", "200001"),
    "condition": ("good", "0%", "0.0%", "200.0001%", "201%", "0.92"),
    "history": ("nonsense", "cpi", "CPI-used-cars", "2021"),
    "curve": ("nonsense", "suv", "SUV_2025", "2025"),
    "about": ("x" * 2001,),
    "market": (
        "{0: 8}", "{0: 0%}", "{0: 0.0%}", "{0: $5}", "{0: 1000.5%}", "{0: 100%, 0 months: 5%}",
        "{12: 100%, 6: 90%}", "{12: 100%, 1 year: 90%}", "{012: 100%}", "{0: 100%, 0: 90%}",
        "{history: cpi-used-cars, 0: 100%}", "{history: }", "{history: abc}", "{histori: abc}",
        "{cpi: abc}", "{history: [cpi-used-cars]}",
    ),
    "table": ("{0: 0%}", "{0: 90}", "{0: $500}", "{0: 1001%}"),
    "appraisals": ("{0: 90%}", "{0: $90,000}", "{6: 0}", "{6: $0.00}"),
    "value": ("{}", "{curve: suv_2025, yearly_loss: 5%}", "{table: {0: 9%}, appraisals: {0: 5}}"),
}  # fmt: skip
RIGHT_OF_FIELD = {
    "apr": ("0%", "100%", "100.0%", "99.9999%"),
    "rate": ("0%", "0.0%"),
    "max_ltv": ("140%", "1000%", "999.9999%"),
    "max_pti": ("16%", "100%", "99.9999%"),
    "ltv_base": ("wholesale", "msrp"),
    "refund_to": ("cash", "payoff"),
    "ends": ("loan", "vehicle", '"loan"'),
    "miles": ("1,000,000", "1000000", "999,999", "200,001"),
    "over_limit": ("cash", "lower price", "keep the vehicle", '"cash"'),
    "interest": ("monthly", '"monthly"', "daily", "precomputed"),
    "add_on": ("0%", "50%", "7%"),
    "refund": ("rule of 78", "actuarial"),
    "every": ("week", "2 weeks", "month", "year"),
    "grace": ("0 days", "60 days"),
    "then": ("shorter", "lower payment"),
    "negative_amortization": ("allowed", "no"),
    "rounding": ("up", "down", "nearest"),
    "frequency": ("weekly", "biweekly", "semimonthly", "monthly"),
    "level_by": ("days", "months"),
    "first_period": ("days/360", "days/365"),
    "day_count": ("actual/365", "actual/360", "actual/365.25", "actual/366"),
    "keep": ("0 months", "0 years", "600 months", "50 years"),
    "age": ("0 months", "0 years", "1200 months", "100 years"),
    "cash": ("all", "'all'"),
    "trade_in_credit": ("full", "none"),
    "odometer": ("1,000,000", "1000000", "999,999", "200,001"),
    "condition": ("0.0001%", "92%", "100%", "200%", "200.0%", "199.9999%"),
    "market": (
        "{0: 100%}",
        "{history: cpi-used-cars}",
        "{0: 1000%, 30000: 0.0001%}",
        "{1 month: 100%, 2500 years: 90%}",
    ),
    "table": ("{0: 90%, 12: 80%}", "{1 year: 80%}"),
    "appraisals": ("{0: 90000, 12: $50000.50}", "{6: 1}"),
    "value": ("{yearly_loss: 15%, delivery_loss: 10%}", "{delivery_loss: 10%}"),
    "private_sale": ("{}",),
    "trade_in": ("{}",),
    "paper": ("{}",),
    "assume": ("{}",),
}


class Spot(NamedTuple):
    """A place in a file where a group of fields stands."""

    group: Group
    base: dict[str, Any]
    at: At


SPOTS = (
    Spot(fields.SCENARIO, BOUGHT, ()),
    Spot(fields.STATEMENT, ON_THE_WAY, ("statements", 0)),
    Spot(fields.ASSUME, BOUGHT, ("assume",)),
    Spot(fields.LOAN, BOUGHT, ("assume", "loan")),
    Spot(fields.TAX, BOUGHT, ("assume", "tax")),
    Spot(fields.VALUE, BOUGHT, ("assume", "value")),
    Spot(fields.PRIVATE_SALE, BOUGHT, ("assume", "private_sale")),
    Spot(fields.MARKET, BOUGHT, ("market",)),
    Spot(fields.PURCHASE, BOUGHT, ("purchases", 0)),
    Spot(fields.LOAN, BOUGHT, ("purchases", 0, "loan")),
    Spot(fields.TAX, BOUGHT, ("purchases", 0, "tax")),
    Spot(fields.VALUE, BOUGHT, ("purchases", 0, "value")),
    Spot(fields.PRIVATE_SALE, BOUGHT, ("purchases", 0, "private_sale")),
    Spot(fields.PAPER, BOUGHT, ("purchases", 0, "paper")),
    Spot(fields.NOTE, SOLD, ("purchases", 0, "private_sale", "note")),
    Spot(fields.NOTE, LOST, ("purchases", 0, "total_loss", "note")),
    Spot(fields.TOTAL_LOSS, LOST, ("purchases", 0, "total_loss")),
    Spot(fields.SURRENDER, LOST, ("purchases", 1, "surrender")),
    Spot(fields.EVENT, ON_THE_WAY, ("purchases", 0, "events", 0)),
    Spot(fields.REFINANCE, ON_THE_WAY, ("purchases", 0, "events", 7, "refinance")),
    Spot(fields.REFUND, CANCELED, ("purchases", 0, "refunds", "GAP")),
    Spot(fields.EXITS, GOING, ("purchases", 0, "exits")),
    Spot(fields.GAP_COVER, GOING, ("purchases", 0, "exits", "gap_cover")),
    Spot(fields.PRODUCT, COVERED, ("purchases", 0, "products", "GAP")),
    Spot(fields.MARKET_LOAN, GOING, ("purchases", 0, "exits", "refinance")),
    Spot(fields.TRADE_IN, BOUGHT, ("purchases", 1, "trade_in")),
    Spot(fields.POSITIONS, POSITIONS, ()),
    Spot(fields.POSITION, POSITIONS, ("positions", 0)),
)


def cases() -> list[Case]:
    """Make every file of the corpus."""
    tried = [case for spot in SPOTS for case in (*_of_fields(spot), *_of_keys(spot))]
    whole = [Case(what, "the file", right, text) for what, right, text in _by_hand()]
    return [*tried, *whole]


OF_DAYS = ("first_payment", "day_count", "level_by", "no_payment_in")


def _of_fields(spot: Spot) -> Iterator[Case]:
    """Write in each field of a group whatever can be wrong there, and what is right."""
    for field in spot.group.fields:
        kind = kind_of(field)
        named = field.name if spot.base is not POSITIONS else ""
        named = "" if spot.group is fields.EVENT and named in ("rate", "payment") else named
        base, at = _home(spot, field)
        wrong = [f"{sort}: {text}" for sort in MISTAKES[kind] for text in WRONG[sort]]
        wrong += [f"{field.name}: {text}" for text in WRONG_OF_FIELD.get(named, ())]
        if kind in ("some money", "money or share"):
            wrong.remove("money: -0")  # which is nothing, as the schema says for once
        if kind == "money or share":
            wrong.remove("money: 50%")
        if field.name == "grace":
            wrong.remove("days: 0 days")
        right = [f"{kind}: {text}" for text in RIGHT[_right_kind(kind)]]
        right += [f"{field.name}: {text}" for text in RIGHT_OF_FIELD.get(named, ())]
        for what in (*wrong, *right):
            text = changed(base, at, what.partition(": ")[2])
            moved = spot.group is fields.EVENT
            moved = moved or base is GIVEN_IN or base is CREDITED or base is LATE or base is ODD
            moved = moved or field.name in OF_DAYS or field.name in ("add_on", "refund")
            where = (*spot.at, field.name) if moved else at
            yield Case(what, _path(where), what in right, text, spot.base is POSITIONS)


def _of_keys(spot: Spot) -> Iterator[Case]:
    """Write names that are no fields of a group: misspelled, or of another group."""
    own = {field.name for field in spot.group.fields}
    others = {field.name for other in SPOTS for field in other.group.fields} - own
    misspelled = [f"{name}z" for name in own] + [name.upper() for name in own]
    for name in sorted([*misspelled, *others, "colour", '""', "~", "0"]):
        text = changed(spot.base, (*spot.at, name), "5")
        yield Case(f"key: {name}", _path(spot.at), False, text, spot.base is POSITIONS)


def _home(spot: Spot, field: Field) -> tuple[dict[str, Any], At]:
    """Give the file, and the place in it, where a field may stand."""
    at = (*spot.at, field.name)
    if spot.group is fields.EVENT:
        return ON_THE_WAY, (*spot.at[:-1], EVENT_OF.get(field.name, 0), field.name)
    if field.name == "tax_credit":
        return CREDITED, ("purchases", 0, "private_sale", field.name)
    if field.name in ("add_on", "refund"):
        return FIXED, ("purchases", 0, "loan", field.name)
    if field.name == "grace":
        return LATE, ("purchases", 0, "loan", field.name)
    if field.name == "first_period":
        return ODD, ("purchases", 0, "loan", field.name)
    if field.name in OF_DAYS:
        return ON_THE_WAY, ("purchases", 0, "loan", field.name)
    if field.name in ("owed", "rolled") and at[0] == "purchases":
        return OWED, at
    if spot.group is fields.TRADE_IN and field.name in ("worth", "vehicle"):
        return GIVEN_IN, ("purchases", 0, "trade_in", field.name)
    return (BOUGHT, ("purchases", 1, "trade_in")) if field.name == "trade_in" else (spot.base, at)


def kind_of(field: Field) -> str:
    """Name the kind of a field as the tables above do."""
    kind = field.kind
    if field.name == "no_payment_in":
        return "names of months"
    if not isinstance(kind, ScalarType):
        return type(kind).__name__
    admits = {text for text in ("72", "a\nb") if _admits(kind, text)}
    if field.name in ("skip", "defer"):
        return "pause"
    if field.name == "payments":
        return "count"
    if kind is scalars.SOME_MONEY:
        return "some money"
    special = {"amount": "word or money", "text": "text" if "a\nb" in admits else "line"}
    if kind.name == "length" and "72" in admits:
        return "bare length"
    named = ("curve", "history", "product")
    return field.name if field.name in named else special.get(kind.name, kind.name)


def _right_kind(kind: str) -> str:
    return "money" if kind == "word or money" else kind


def _admits(kind: ScalarType, text: str) -> bool:
    try:
        kind.read(Scalar(text, Place(1, 1), False))
    except scalars.ValueFormatError:
        return False
    return True


def _losses() -> Iterator[tuple[str, bool, str]]:
    """Give total losses and surrenders, right and wrong."""
    first, second = ("purchases", 0), ("purchases", 1)
    lost, given = (*first, "total_loss"), (*second, "surrender")
    yield "lost in cash", True, changed(LOST, (*lost, "note"), None)
    yield "lost, and at its value", True, changed(LOST, (*lost, "actual_cash_value"), None)
    yield "lost without a deductible", False, changed(LOST, (*lost, "deductible"), None)
    yield "a note and a word", False, changed(LOST, (*lost, "shortfall"), "cash")
    for key in ("apr", "months"):
        yield f"a loss with a note without {key}", False, changed(LOST, (*lost, "note", key), None)
    for text in ("$0", "45%", "'$3,000.50'", "0%"):
        yield f"surrendered for {text}", True, changed(LOST, (*given, "sale"), text)
    for text in ("3000", "45", None):
        yield f"surrendered for {text}", False, changed(LOST, (*given, "sale"), text)
    yield "lost and given back", False, changed(LOST, (*first, "surrender"), "{sale: 40%}")
    yield "lost and sold", False, changed(LOST, (*first, "private_sale"), "{price: $9000}")
    yield "lost, with an estimate", True, changed(LOST, (*first, "private_sale"), "{price: 110%}")
    yield "lost and traded", False, changed(LOST, (*second, "trade_in"), "{allowance: $5}")
    for key in ("total_loss", "surrender"):
        yield f"{key} for all", False, changed(LOST, ("assume", key), "{deductible: $5}")


def _by_hand() -> Iterator[tuple[str, bool, str]]:
    """Give files with a name, whether they are right, and their text."""
    first, second = ("purchases", 0), ("purchases", 1)
    given = (*first, "trade_in")
    for at in (("purchases",), (*first, "vehicle"), (*first, "price"), (*second, "vehicle")):
        yield f"without {_path(at)}", False, changed(BOUGHT, at, None)
    for at in (("title",), ("market",), ("start",), (*first, "keep"), (*first, "loan", "apr")):
        yield f"without {_path(at)}, which may be assumed", True, changed(BOUGHT, at, None)
    for name in ("worth", "age", "loan"):
        yield f"owed without {name}", False, changed(OWED, (*first, name), None)
    for name in ("apr", "months"):
        yield f"owed without {name}", False, changed(OWED, (*first, "loan", name), None)
        yield f"a loan without {name}", False, changed(PLAIN, (*first, "loan", name), None)
    for name in ("price", "down", "rebate", "fees", "products", "invoice", "retail"):
        yield f"owed with {name}", False, changed(OWED, (*first, name), "$5")
    yield "owed with paper", False, changed(OWED, (*first, "paper"), "{price: $5}")
    yield "owed with refund_to", False, changed(OWED, (*first, "refund_to"), "cash")
    yield "owed with refunds", False, changed(OWED, (*first, "refunds"), "{GAP: {fee: 5}}")
    yield "miles not driven", False, changed(CANCELED, (*first, "miles_a_year"), None)
    product = changed(CANCELED, (*first, "products"), None)
    yield "a refund of no product", False, product
    there = (*first, "refunds", "GAP", "term")
    yield "a refund with the term of its loan", True, changed(CANCELED, there, None)
    unended = changed(CANCELED, there, None).replace("months: 60", "payment: $900")
    yield "a refund without a term", False, unended
    yield "owed with over_limit", False, changed(OWED, (*first, "over_limit"), "cash")
    for name in ("invoice", "retail"):
        there = changed(PLAIN, (*first, "loan", "ltv_base"), f"{name}\n    {name}: $5")
        yield f"{name} known", True, there
        yield f"{name} not known", False, changed(PLAIN, (*first, "loan", "ltv_base"), name)
    aged = changed(PLAIN, (*first, "loan", "ltv_base"), "msrp\n    age: 2 years\n    worth: $5")
    yield "msrp of a used one not known", False, aged
    yield "no income", False, changed(PLAIN, (*first, "loan", "max_pti"), "16%")
    yield "owed with tax", False, changed(OWED, (*first, "tax"), "{rate: 5%}")
    yield "owed with trade_in", False, changed(OWED, (*first, "trade_in"), "{cash: all}")
    yield "owed with a payment", True, changed(OWED, (*first, "loan", "payment"), "$500")
    yield "owed second", False, changed(BOUGHT, (*second, "owed"), "$5")
    yield "trade_in first", False, changed(BOUGHT, (*first, "trade_in"), "{cash: all}")
    free = "{allowance: $9000, payoff: $0}"
    yield "trade_in first, paid off", True, changed(BOUGHT, (*first, "trade_in"), free)
    worth = "{worth: $9000, payoff: $8000}"
    yield "trade_in first, at its worth", True, changed(BOUGHT, (*first, "trade_in"), worth)
    yield "trade_in first, no worth", False, changed(GIVEN_IN, (*given, "allowance"), None)
    yield "trade_in first, no payoff", False, changed(GIVEN_IN, (*given, "payoff"), None)
    sale = (*first, "private_sale")
    for text in ("$18,500", "$0", "'$18500.50'", "$10,000,000"):
        yield f"sold for {text}", True, changed(SOLD, (*sale, "price"), text)
        yield (
            f"all sold for {text}",
            False,
            changed(BOUGHT, ("assume", "private_sale", "price"), text),
        )
    for text in ("18500", "18,500", "112", "$18,50", "$18.500", "$1%", "$10,000,000.01", "1000"):
        yield f"sold for {text}", False, changed(SOLD, (*sale, "price"), text)
    yield "sold in cash", True, changed(SOLD, (*sale, "note"), None)
    yield "a note without a sale", False, changed(SOLD, (*sale, "price"), "112%")
    yield "a note for all", False, changed(SOLD, ("assume", "private_sale", "note"), "{apr: 9%}")
    yield "a tax credit without a sale", False, changed(CREDITED, (*sale, "price"), "112%")
    yield "a tax credit for no tax", False, changed(CREDITED, (*second, "tax"), None)
    yield "a tax credit for nothing", False, changed(SOLD, (*sale, "tax_credit"), "yes")
    yield "no tax credit for no tax", True, changed(SOLD, (*sale, "tax_credit"), "no")
    everywhere = ("assume", "private_sale", "tax_credit")
    yield "a tax credit for all", False, changed(CREDITED, everywhere, "no")
    for text, right in (("$500", False), ("{state: TX}", True), ("{rate: 0%}", True)):
        yield f"a tax credit with {text}", right, changed(CREDITED, (*second, "tax"), text)
    free = (*first, "loan", "no_payment_in")
    yield "free months without a start", False, changed(PLAIN, free, "june")
    yield "every month is free", False, changed(ODD, free, f"[{', '.join(terms.MONTH_NAMES)}]")
    yield "free months of a fixed charge", False, changed(FIXED, free, "june")
    yield "a first payment and free months", True, changed(ODD, free, "june")
    for line in ("frequency: weekly", "negative_amortization: allowed"):
        beside = changed(ON_THE_WAY, free, f"june\n      {line}")
        yield f"free months beside {line}", False, beside
    for key in ("apr", "months"):
        yield f"a note without {key}", False, changed(SOLD, (*sale, "note", key), None)
    yield from _losses()
    yield "sold and traded", False, changed(SOLD, (*second, "trade_in"), "{allowance: $5}")
    for key in ("worth", "vehicle"):
        yield f"{key} of a later trade_in", False, changed(BOUGHT, (*second, "trade_in", key), "$5")
    yield "owed with a fee for its loan", False, changed(OWED, (*first, "loan", "fee"), "$5")
    ending = changed(PLAIN, (*first, "loan", "months"), None)
    endless = ending.replace("9%", "9%\n      payment: $900\n      balloon: $5")
    yield "a balloon without an end", False, endless
    fixed = (*first, "loan")
    yield "a fixed charge without a rate", False, changed(FIXED, ("assume", "loan", "apr"), None)
    yield "a fixed charge of a rate", True, changed(FIXED, (*fixed, "apr"), "9%")
    adds = changed(FIXED, (*fixed, "add_on"), "5%")
    yield "a fixed charge without an end", False, adds.replace("months: 60", "payment: $900")
    for line in ("apr: 9%", "payment: $900", "balloon: $5", "frequency: weekly"):
        beside = adds.replace("months: 60", f"months: 60\n      {line}")
        yield f"{line} beside an add-on rate", False, beside
    for line in ("add_on: 5%", "refund: actuarial"):
        beside = changed(PLAIN, (*fixed, "months"), f"60\n      {line}")
        yield f"{line} without a fixed charge", False, beside
    owing = changed(OWED, (*fixed, "interest"), "precomputed")
    yield "owed with a fixed charge", False, owing
    yield "rolled without owed", False, changed(BOUGHT, (*first, "loan", "rolled"), "$5")
    yield "a loan of which all is assumed", True, changed(BOUGHT, (*first, "loan"), "{}")
    yield "a tax of which all is assumed", True, changed(BOUGHT, (*first, "tax"), "{}")
    yield "more rolled than owed", False, _rolled_over_owed()
    yield "a tax without a rate", False, changed(PLAIN, (*first, "tax"), "{}")
    yield "used, worth unknown", False, changed(PLAIN, (*first, "age"), "2 years")
    yield "used, msrp known", True, changed(PLAIN, (*first, "age"), "2 years\n    msrp: $5")
    yield (
        "a statement before the start",
        False,
        changed(ON_THE_WAY, ("statements", 0, "date"), "1900-01-01").replace(
            "start: 1900-01-01", "start: 1900-01-02"
        ),
    )
    for name in ("date", "balance"):
        yield (
            f"a statement without {name}",
            False,
            changed(ON_THE_WAY, ("statements", 0, name), None),
        )
    yield "days without a start", False, changed(ON_THE_WAY, ("start",), None)
    loan = (*first, "loan")
    undated = changed(PLAIN, (*loan, "frequency"), "biweekly")
    yield "weeks without a start", False, undated
    yield "weeks with a start", True, "start: 2025-01-10\n" + undated
    yield "a first payment by the month", True, changed(ON_THE_WAY, (*loan, "interest"), "monthly")
    for key, word in (("interest", "precomputed"), ("frequency", "weekly")):
        yield f"a first payment of {word}", False, changed(ODD, (*loan, key), word)
    grows = changed(ODD, (*loan, "negative_amortization"), "allowed")
    yield "a first payment of a debt that grows", False, grows
    yield "a first payment without a start", False, changed(ODD, ("start",), None)
    yield "a first period of days", False, changed(ON_THE_WAY, (*loan, "first_period"), "days/365")
    yield (
        "a first period without a payment",
        False,
        changed(PLAIN, (*loan, "first_period"), "days/365"),
    )
    for number, name, other in (
        (0, "date", "2022-01-01"), (0, "skip", "1 month"), (1, "every", "month"),
        (1, "then", "shorter"), (0, "capitalize", "no"), (4, "extra", "$5"), (2, "until", "9 months"),
        (0, "fee", "$35"),
    ):  # fmt: skip
        at = (*first, "events", number, name)
        yield f"{name} beside event {number + 1}", False, changed(ON_THE_WAY, at, other)
    at = (*first, "events", 3, "date")
    yield "a payment with its number and day", True, changed(ON_THE_WAY, at, "1901-05-20")
    for number, name in ((0, "month"), (0, "extra"), (0, "every"), (1, "defer"), (7, "refinance")):
        at = (*first, "events", number, name)
        yield f"event {number + 1} without {name}", False, changed(ON_THE_WAY, at, None)
    for name in ("apr", "months"):
        at = (*first, "events", 7, "refinance", name)
        yield f"refinanced without {name}", False, changed(ON_THE_WAY, at, None)
    yield "events", True, written(ON_THE_WAY)
    lateness = changed(ON_THE_WAY, (*first, "events", 6, "late"), "2 days\n        every: year")
    yield "a series of late payments", True, lateness
    weekly = lateness.replace("every: year", "every: 2 weeks")
    yield "a series of late payments by weeks", False, weekly
    yield "a late payment then", False, lateness.replace("every: year", "then: shorter")
    yield "grace without a late fee", False, changed(LATE, (*first, "loan", "late_fee"), None)
    former = written(ON_THE_WAY).replace("capitalize: yes", "capitalise: yes")
    yield "a former name", True, former
    both = former.replace("capitalise: yes", "capitalise: yes\n        capitalize: yes")
    yield "a setting by two names", False, both
    undeferred = former.replace("defer: 2 months", "skip: 2 months")
    yield "a former name without what it goes with", False, undeferred
    yield "growing without end", False, _growing()
    yield "not kept", False, _twice(keep="")
    yield "kept", True, _twice(keep="    keep: 0 months\n")
    yield "51 purchases", False, _twice(keep="    keep: 0 months\n", times=51)
    yield "50 purchases", True, _twice(keep="    keep: 0 months\n", times=50)
    plain = written(PLAIN)
    yield "plain", True, plain
    yield "a key twice", False, plain + "title: One\ntitle: Two\n"
    yield "an anchor", False, plain + "title: &one One\n"
    yield "a tag", False, plain + "title: !!str One\n"
    yield "a merge key", False, plain.replace("vehicle: first", "vehicle: first\n    <<: {down: 5}")
    yield "a list", False, "- 5\n"
    yield "a text", False, "five\n"
    yield "empty", False, ""
    yield "chain for purchases", False, plain.replace("purchases", "chain")
    yield "a mapping of purchases", False, "purchases:\n  vehicle: first\n  price: $5\n"
    yield "an amount cut in two by its comma", False, plain.replace("$31,400", "{a: $31,400}")
    yield "a curly quote", False, plain.replace("first", "“first”")
    yield "in braces", True, "purchases: [{vehicle: a, price: 5, loan: {apr: 1%, months: 12}}]\n"


def _rolled_over_owed() -> str:
    return changed(OWED, ("purchases", 0, "owed"), "$5").replace("60", "60\n      rolled: $6")


def _growing() -> str:
    text = changed(PLAIN, ("purchases", 0, "loan", "months"), None)
    return text.replace("9%", "9%\n      payment: $5\n      negative_amortization: allowed")


def _twice(keep: str, times: int = 2) -> str:
    purchase = written(PLAIN["purchases"], "  ") + keep
    return "purchases:\n" + purchase * times


# Writing.


def changed(base: dict[str, Any], at: At, new: str | None) -> str:
    """Write a file with one thing put in another's place; None takes it out."""
    scenario = dict(base)
    inner: Any = scenario
    for step in at[:-1]:
        was = inner.get(step, {}) if isinstance(inner, dict) else inner[step]
        inner[step] = was.copy()
        inner = inner[step]
    if at[-2:-1] in (("value",), ("market",)):
        inner.clear()
    if new is None:
        del inner[at[-1]]
    else:
        inner[at[-1]] = new
    return written(scenario)


def written(node: Any, margin: str = "") -> str:
    """Write a file in block style, each text as it stands."""
    if isinstance(node, dict):
        return "".join([_entry(key, child, margin) for key, child in node.items()])
    return "".join([f"{margin}- {written(child, margin + '  ').lstrip()}" for child in node])


def _entry(key: str, node: Any, margin: str) -> str:
    if isinstance(node, str):
        return f"{margin}{key}: {node}\n"
    return f"{margin}{key}:\n{written(node, margin + '  ')}"


def _path(at: At) -> str:
    """Write a place as messages do, counted from 1."""
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in at)
    return "".join(steps).lstrip(".") or "the top"
