"""How a vehicle's turn ends, as the ledger records it: traded, paid off, or with the run."""

from datetime import date

import pytest

from helpers import playing, two_vans
from tradein.engine import audit
from tradein.engine.ledger import PaidOff, RunEnds, Traded

VAN = "  - {{vehicle: van, price: 20000, tax: {{rate: 0%}}, loan: {{apr: 6%, months: 24}}{more}}}\n"


def endings(*turns):
    text = "start: 2025-01-31\npurchases:\n" + "".join(VAN.format(more=more) for more in turns)
    return told(playing.found(text).ledger)


def told(ledger):
    """Each ending with its kind first, since named tuples of two kinds may be equal."""
    return tuple((type(ending), ending.month, ending.date) for ending in ledger.endings)


def test_the_last_vehicle_is_kept_until_its_loan_is_paid_off():
    assert ((PaidOff, 24, date(2027, 1, 31)),) == endings("")


@pytest.mark.parametrize("months", [0, 12, 30])
def test_the_run_ends_when_the_months_of_the_last_vehicle_are_over(months):
    ((kind, month, _),) = endings(f", keep: {months} months")

    assert (RunEnds, months) == (kind, month)


def test_a_vehicle_is_traded_in_the_month_in_which_the_next_one_is_bought():
    first, second = endings(", keep: 12 months", "")

    assert (Traded, 12, date(2026, 1, 31)) == first
    assert (PaidOff, 36, date(2028, 1, 31)) == second


def test_a_vehicle_is_kept_until_it_is_paid_off_where_the_next_one_is_declined():
    declined = ", over_limit: keep the vehicle, invoice: 100"
    text = "start: 2025-01-31\npurchases:\n" + VAN.format(more=", keep: 12 months")
    text += VAN.format(more=declined).replace("months: 24", "months: 24, max_ltv: 100%")
    found = playing.found(text.replace("max_ltv: 100%", "max_ltv: 100%, ltv_base: invoice"))

    assert ((PaidOff, 24, date(2027, 1, 31)),) == told(found.ledger)
    assert (2, 12) == (found.ledger.declined.number, found.ledger.declined.month)
    assert [24] == [row.month for row in found.rows if row.balance == 0]


def test_a_trade_that_settles_nothing_is_found():
    ledger = two_vans.ledger()
    *before, last = ledger.endings
    traded = ledger._replace(endings=(*before, Traded(last.month, last.date)))

    with pytest.raises(audit.AuditError, match=r"^I4: purchase 2 does not carry its balance on"):
        audit.check(traded)
