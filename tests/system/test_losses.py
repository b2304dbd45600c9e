"""Total losses with GAP, and surrenders: who pays, what stays owed, and whose debt it is."""

import pytest

from helpers import playing
from helpers.command import here
from tradein.analysis import exits, kept, results
from tradein.engine import audit, simulate
from tradein.engine.ledger import SOLD, Account
from tradein.finance.exits import ExitTerms
from tradein.scenario import reader

OWED = """\
purchases:
  - vehicle: truck
    owed: {owed}
    worth: {worth}
    age: 2 years
    loan: {{apr: 0%, months: 10}}
    value: {{yearly_loss: 0%}}
    {ending}
    keep: 0 months
"""

TWO = """\
start: 2024-01-15
purchases:
  - vehicle: pickup
    price: 20000
    msrp: 20000
    tax: {rate: 0%}
    products: {GAP: 1000, warranty: 2000}
    refunds: {GAP: {term: 10 months}, warranty: {term: 10 months}}
    loan: {apr: 0%, months: 23EVENTS}
    value: {appraisals: {0: $18000, 5: $12000}}
    exits: {gap_cover: {COVER}}
    total_loss: {deductible: $1000REST}
    keep: 5 months
  - vehicle: hatchback
    price: 6000
    tax: {rate: 0%}
    loan: {apr: 0%, months: 12}
    value: {yearly_loss: 0%}
    keep: 6 monthsMORE
"""
NOTE = ", note: {apr: 12%, months: 2}"
BACK = "\n    surrender: {sale: $1000, costs: $100, shortfall: owed}"


def loaded(text):
    return reader.read("a.yaml", text.encode()).scenario


def owed(ending, amount=8000, worth=2000):
    return playing.simulated(OWED.format(owed=amount, worth=worth, ending=ending))


def two(cover="limit: $3000", rest="", events="", more=""):
    text = TWO.replace("COVER", cover).replace("REST", rest).replace("MORE", more)
    return text.replace("EVENTS}", f"}}\n    events: [{events}]" if events else "}")


def test_gap_pays_what_was_published():
    """Owed $76,000, settled for $40,000, limit $50,000, share 150 % of $77,000: $36,000."""
    cover = "exits: {gap_cover: {limit: $50000, share: 150%, base: $77000}}"
    run = owed(f"{cover}\n    total_loss: {{deductible: $0}}", 76000, 40000)
    sale = run.turns[0].sale

    assert (40_000_00, 36_000_00, 0, 0) == (sale.net, sale.gap_benefit, sale.shortfall, sale.cash)
    assert (0, 0) == (run.summary.total_paid, run.summary.last.balance)


def test_without_gap_the_published_rest_is_the_owners():
    """$25,000 owed, worth $19,000, deductible $1,000: $7,000."""
    run = owed("total_loss: {deductible: $1000}", 25000, 19000)

    assert (18_000_00, -7_000_00) == (run.turns[0].sale.net, run.turns[0].sale.cash)
    assert 7_000_00 == run.summary.net_cost
    assert (0, 1, 0) == (
        run.summary.sales,
        run.summary.total_losses,
        run.summary.surrenders,
    )


@pytest.mark.parametrize(
    ("rest", "paid", "note"),
    [("", 6_600_00, 0), (", shortfall: cash", 6_600_00, 0), (", shortfall: owed", 0, 6_600_00)],
)
def test_the_deficiency_is_what_was_published(rest, paid, note):
    """A debt of $8,000, a sale for $1,500 and costs of $100 leave $6,600."""
    run = owed(f"surrender: {{sale: $1500, costs: $100{rest}}}")

    assert (paid, note) == (run.summary.total_paid, run.summary.total_notes)
    assert 6_600_00 == run.summary.net_cost == run.summary.last.balance + paid
    assert 0 == run.summary.months


def test_a_deficiency_is_paid_by_a_note_to_its_end():
    run = owed("surrender: {sale: 75%, costs: $100, note: {apr: 0%, months: 12}}")

    assert 6_600_00 == run.ledger.notes[0].amount == run.summary.total_paid
    assert 12 == run.summary.months


def test_a_surplus_is_the_owners():
    run = owed("surrender: {sale: $9000, costs: $100, shortfall: owed}")

    assert (900_00, ()) == (run.turns[0].sale.cash, run.ledger.notes)


@pytest.mark.parametrize(
    ("terms", "settled"),
    [
        ("deductible: $500, actual_cash_value: $3000", 2_500_00),
        ("deductible: $3000", 0),
        ("deductible: $0, actual_cash_value: $0", 0),
    ],
)
def test_an_insurer_pays_the_value_less_the_deductible_and_never_less_than_nothing(terms, settled):
    sale = owed(f"total_loss: {{{terms}}}").turns[0].sale

    assert settled == sale.net
    assert settled - 8_000_00 == sale.cash


def test_refunds_count_and_gap_itself_is_not_refunded():
    """18,000 is owed after 5 of 23 payments of 1,000; half of the warranty's 2,000 comes back."""
    sale = playing.simulated(two()).turns[0].sale

    assert (17_000_00, 1_000_00) == (sale.payoff, sale.refund_credit)
    assert (11_000_00, 3_000_00) == (sale.net, sale.gap_benefit)
    assert (18_000_00, 1_000_00, 17_000_00) == (
        sale.gap.payoff,
        sale.gap.refund,
        sale.gap.counted,
    )
    assert -3_000_00 == sale.cash


def test_a_refund_beyond_the_debt_is_the_owners():
    text = two().replace("months: 23", "months: 5").replace("price: 20000", "price: 2000")
    run = playing.simulated(text)

    assert (0, 0, None) == (
        run.turns[0].sale.payoff,
        run.turns[0].sale.refund_credit,
        run.turns[0].sale.gap,
    )
    assert 1_500_00 == run.turns[0].refunds == run.rows[5].refund  # GAP ends with the loan


@pytest.mark.parametrize(
    ("cover", "benefit"),
    [
        ("deductible: $400", 5_400_00),
        ("share: 110%, base: $20000", 4_000_00),
        ("share: 110%, base: $20000, over_share: prorated", 4_260_87),
    ],
)
def test_the_small_print_decides(cover, benefit):
    """17,000 less 11,000, and 1,000 of the deductible; 1,000 of 23,000 is over 110 % of 20,000."""
    assert benefit == playing.simulated(two(cover)).turns[0].sale.gap_benefit


def test_what_was_skipped_is_left_out():
    sale = (
        playing.simulated(two("deductible: $1000", events="{month: 3, skip: 1 month}"))
        .turns[0]
        .sale
    )

    assert (19_000_00, 1_000_00) == (sale.gap.payoff, sale.gap.missed)
    assert (6_000_00, -1_000_00) == (sale.gap_benefit, sale.cash)


def test_a_refinancing_ends_gap():
    anew = "{month: 2, refinance: {apr: 5%, months: 40}}"

    assert playing.simulated(two(events=anew)).turns[0].sale.gap is None


def test_gap_counts_all_where_the_loan_cannot_be_played_as_agreed():
    """A debt that may grow would be over every limit, had nothing extra been paid."""
    run = playing.simulated("""purchases:
  - vehicle: truck
    owed: 10000000
    worth: 1000
    age: 2 years
    loan: {apr: 100%, months: 120, payment: $1, negative_amortization: allowed}
    value: {yearly_loss: 0%}
    exits: {gap_cover: {limit: $5000}}
    events: [{month: 1, extra: $9999999}]
    total_loss: {deductible: $0}
    keep: 60 months
""")

    assert (0, 5_000_00) == (run.turns[0].sale.gap.missed, run.turns[0].sale.gap_benefit)


def test_debt_that_was_rolled_in_is_covered_up_to_the_share():
    """24,000 lent, 4,000 of it rolled in; 22,000 is covered, and so 2,000 of the old debt."""
    text = """purchases:
  - {vehicle: old, owed: 10000, worth: 6000, age: 4 years, loan: {apr: 0%, months: 10}, keep: 0 months}
  - vehicle: new
    price: 20000
    tax: {rate: 0%}
    loan: {apr: 0%, months: 24}
    value: {yearly_loss: 0%}
    exits: {gap_cover: {share: 110%}}
    total_loss: {deductible: $0, actual_cash_value: $15000, shortfall: owed}
    keep: 2 months
"""
    run = playing.simulated(text)
    cover = run.turns[1].sale.gap

    assert (4_000_00, 2_000_00, 2_000_00) == (cover.rolled, cover.rolled_covered, cover.over_share)
    assert (5_000_00, 2_000_00) == (cover.benefit, run.ledger.notes[0].amount)
    assert [(0, 0), (1, 2_000_00)] == [(0, 0), *run.origins.layers[3, 2]]


def test_what_is_left_goes_on_beside_the_next_loan():
    """3,000 is left: at 1 % a month in two payments, or owed to the end."""
    noted, left = (playing.simulated(two(rest=r)) for r in (NOTE, ", shortfall: owed"))
    by_month = {row.month: row for row in noted.rows}

    assert [3_000_00, 1_507_46, 0] == [by_month[month].note for month in (5, 6, 7)]
    assert [3_000_00] * 7 == [row.note for row in left.rows if row.purchase == 2]
    assert 6_000_00 == left.turns[1].contract.owed
    assert [(1, 3_000_00), (2, 3_000_00)] == [*left.origins.layers[2, 11]]
    assert (0, 11, 1) == (left.summary.trades, left.summary.months, left.summary.total_losses)


def test_every_dollar_is_in_the_books():
    ledger = playing.simulated(two(rest=NOTE, more=BACK)).ledger
    totals = ledger.totals()
    lost, given = ledger.of(SOLD)

    assert 0 == sum(totals.values())
    assert (-3_000_00, 0) == (totals[Account.GAP_BENEFIT, 1], totals[Account.NOTE, 1])
    assert (-11_000_00, -3_000_00) == (
        lost.postings[Account.VEHICLE, 1],
        lost.postings[Account.NOTE, 1],
    )
    assert (-900_00, -2_100_00) == (
        given.postings[Account.VEHICLE, 2],
        given.postings[Account.NOTE, 2],
    )


@pytest.mark.parametrize("rest", ["", NOTE, ", shortfall: owed"])
def test_the_event_is_what_the_question_said(rest):
    """Of a total loss with GAP in the month in which it comes, with an event before it."""
    text = two("limit: $3000, deductible: $400", rest, "{month: 3, skip: 1 month}")
    scenario = loaded(text.split("  - vehicle: hatchback")[0])
    run = results.of(simulate.simulate(scenario))
    settings = [turn.exits or ExitTerms() for turn in scenario.purchases]
    asked = exits.in_month(exits.chain(run, settings, kept.play(scenario, run.ledger)), 5)
    way = next(way for way in asked.ways if way.way == exits.WITH_GAP)
    sale = run.turns[0].sale

    assert asked.gap == sale.gap
    assert way.owed_after == sale.shortfall > 0
    assert way.cost == run.summary.total_paid + run.rows[-1].balance - run.summary.total_interest


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cover = "limit: $3000, share: 110%"
    (tmp_path / "note.yaml").write_text(two(cover, NOTE, "{month: 3, skip: 1 month}"))
    (tmp_path / "left.yaml").write_text(two(rest=", shortfall: owed", more=BACK))
    (tmp_path / "paid.yaml").write_text(two("deductible: $1000"))
    return tmp_path


def printed(capsys, *arguments):
    return " ".join(here(capsys, *arguments).out.split())


def test_sentences_say_who_pays(capsys, files):
    note, left, paid = (printed(capsys, "simulate", f"{n}.yaml") for n in ("note", "left", "paid"))
    lost = "In month 5 the pickup (purchase 1) is a total loss: the insurer pays $11,000, $12,000 less the deductible, and"

    assert f"{lost} GAP pays $3,000. It leaves out $1,000.00 for payments" in note
    assert (
        "$1,000.00 over its share of the price and $2,000.00 over its limit or for your part of the "
        "deductible. The payoff is $18,000; the missing $4,000 becomes"
    ) in note
    assert "a personal loan at 12%, 2 months, $2,030.05 a month." in note
    assert (
        "After 1 total loss you owe $10,000, of which $4,000 is for a vehicle that is gone." in note
    )
    assert "The payoff is $17,000; the missing $3,000 stays a debt that you do not pay." in left
    assert (
        "the hatchback (purchase 2) goes back to the lender, which sells it for $1,000, less"
        in left
    )
    assert "After that you have no vehicle and owe $5,100, which stays owed." in left
    assert f"{lost} GAP pays $6,000." in paid
    assert "The payoff is $17,000, and nothing is missing." in paid
    assert "may be partly refundable" not in note + left + paid


def test_sentences_say_what_is_left_for_the_owner(capsys, files):
    (files / "a.yaml").write_text(two("limit: $0, share: 80%").replace("$12000", "$19000"))
    (files / "b.yaml").write_text(two().replace("months: 23", "months: 5"))
    (files / "c.yaml").write_text(
        two().replace("    refunds: {GAP: {term: 10 months}, ", "    refunds: {")
    )
    (files / "d.yaml").write_text(
        OWED.format(owed=800, worth=900, ending="surrender: {sale: 100%}")
    )
    more, free, gap, given = (printed(capsys, "simulate", f"{n}.yaml") for n in "abcd")

    assert "and GAP pays nothing. The payoff is" in more
    assert "The payoff is $17,000, and $1,000 is left for you." in more
    assert "Nothing is owed on it, so $11,000 is yours." in free
    assert "may be partly refundable" not in gap
    assert "which sells it for $900. The payoff is $800, and $100 is left for you." in given


def test_products_without_refunds_are_named(capsys, files):
    (files / "a.yaml").write_text(two().replace("    refunds: {GAP", "    # refunds: {GAP"))
    told = printed(capsys, "simulate", "a.yaml")

    assert "pickup (warranty) may be partly refundable, because it is a total loss before" in told


def test_missing_cash_is_the_owners(capsys, files):
    (files / "a.yaml").write_text(two())

    assert "you pay the missing $3,000 in cash." in printed(capsys, "simulate", "a.yaml")


def test_whose_debt_it_is_and_where_it_went(capsys, files):
    told = printed(capsys, "simulate", "left.yaml", "--origins")
    why = printed(capsys, "simulate", "left.yaml", "--why")

    assert "A debt without payments of $3,000 is for the pickup, which was a total loss in" in told
    assert "of $2,100 is for the hatchback, which went back to the lender in month 11." in told
    assert "$3,000 of the debt of the pickup is still owed in month 11." in told
    assert "of that is still to be paid. GAP paid $3,000." in why
    assert "$3,000 of what GAP paid" in why
    assert "less what GAP paid -3,000.00" in why


def test_other_commands_know_how_it_ended(capsys, files):
    back = BACK.replace("shortfall: owed", "note: {apr: 0%, months: 3}")
    (files / "later.yaml").write_text(two(more=back))
    after = here(capsys, "payoff", "later.yaml", "--on", "2024-12-16").err
    beside = printed(capsys, "payoff", "left.yaml", "--on", "2024-07-20")
    late = here(capsys, "exits", "left.yaml", "--at", "12").err
    both = printed(capsys, "compare", "later.yaml", "left.yaml")

    assert "after the surrender of the last vehicle, 2024-12-15" in after
    assert "You also owe $3,000.00 for vehicles that are gone." in beside
    assert "--at 12 is after the surrender of the last vehicle, month 11" in late
    assert "After the surrender in 'later', the surrender in 'left' there is no vehicle." in both


@pytest.mark.parametrize("table", ["--monthly", "--schedule", "--exit", "--origins", "--why"])
def test_every_table_shows_such_a_chain(table, capsys, files):
    told = here(capsys, "simulate", "left.yaml", table)

    assert (0, "") == (told.code, told.err)


def test_an_answer_in_json_has_the_kind_and_the_cover():
    first, second = playing.played(two(rest=", shortfall: owed", more=BACK))["purchases"]

    assert ("total_loss", "total_loss") == (first["ended"]["how"], first["sale"]["kind"])
    assert (3000, 17000) == (first["sale"]["gap_benefit"], first["sale"]["gap_cover"]["counted"])
    assert {"amount": 3000, "apr_percent": None, "months": None, "payment": None} == first["sale"][
        "note"
    ]
    assert ("surrendered", "surrender") == (second["ended"]["how"], second["sale"]["kind"])
    assert (0, None) == (second["sale"]["gap_benefit"], second["sale"]["gap_cover"])


def test_a_debt_that_is_only_owed_does_not_make_the_months_go_on():
    run = playing.through(two(rest=", shortfall: owed", more=BACK), 20)

    assert (20, 5_100_00) == (run.summary.months, run.rows[-1].balance)
    assert 11 == playing.simulated(two(rest=", shortfall: owed", more=BACK)).summary.months


def test_the_question_takes_the_deductible_of_the_event():
    scenario = loaded(two())

    assert 1_000_00 == scenario.purchases[0].exits.deductible
    assert 3_000_00 == scenario.purchases[0].exits.gap.limit


@pytest.mark.parametrize(
    ("account", "other"),
    [
        (Account.GAP_BENEFIT, Account.CASH),
        (Account.GAP_BENEFIT, Account.NOTE),
        (Account.VEHICLE, Account.GAP_BENEFIT),
        (Account.VEHICLE, Account.CASH),
        (Account.NOTE, Account.CASH),
        (Account.INTEREST, Account.CASH),
    ],
)
@pytest.mark.parametrize("cents", [1, -1])
def test_the_audit_finds_a_cent_on_another_account(account, other, cents):
    ledger = playing.simulated(two(rest=", shortfall: owed")).ledger
    audit.check(ledger)
    [lost] = ledger.of(SOLD)
    wrong = dict(lost.postings)
    wrong[account, 1] += cents
    wrong[other, 1] -= cents
    entries = tuple(e._replace(postings=wrong) if e is lost else e for e in ledger.entries)

    with pytest.raises(audit.AuditError, match="I11"):
        audit.check(ledger._replace(entries=entries))


def test_the_audit_finds_gap_paying_more_than_is_missing():
    ledger = playing.simulated(two()).ledger
    [lost], ending = ledger.of(SOLD), ledger.endings[0]
    more = ending.sale._replace(gap=ending.sale.gap._replace(benefit=9_000_00))
    wrong = dict(lost.postings)
    wrong[Account.GAP_BENEFIT, 1] -= 6_000_00
    wrong[Account.CASH, 1] += 6_000_00
    entries = tuple(e._replace(postings=wrong) if e is lost else e for e in ledger.entries)
    endings = (ending._replace(sale=more), *ledger.endings[1:])

    with pytest.raises(audit.AuditError, match="lets GAP pay more than is missing"):
        audit.check(ledger._replace(entries=entries, endings=endings))
