"""Each mistake with its message: a bad file beside what `tradein check` says of it.

Together they are docs/errors.md.  `pytest --refresh` writes the messages and the page anew,
shows the difference and fails; it never runs in CI.
"""

import difflib
import os
from pathlib import Path

import pytest

from helpers.command import check_readable, heads, here

ERRORS = Path(__file__).parents[1] / "data" / "errors"
PAGE = Path(__file__).parents[2] / "docs" / "errors.md"

INDEX = """\
A file that cannot be read
The reading stops at the first of these: what comes after it cannot be trusted.
    nothing-in-it a-web-page control-character tab-for-indentation crooked-indentation
    bracket-left-open quote-left-open apostrophe-in-quotes backslash-in-quotes colon-in-a-name
    no-space-after-a-colon
    document-of-a-word-processor table-of-values ini-file fence-of-a-chat mark-of-a-merge
    full-width-colon comment-in-json comma-missing-in-json dash-missing line-without-a-colon
    item-without-a-colon

YAML that is not what it seems
What YAML would read as something else, or what is not read here at all.
    number-sign-in-a-name comma-in-braces curly-quotes unfilled-template setting-twice
    anchor-and-alias merge-key tag number-sign-for-a-value dash-missing-before-an-item

Names of settings
A setting that is not known is never passed over.
    misspelled-setting another-word-for-it setting-in-the-wrong-place
    settings-that-belong-elsewhere nothing-written missing-colon
    settings-where-a-list-belongs a-list-where-one-value-belongs text-where-settings-belong
    fee-for-a-setting old-debt-for-a-setting old-debt-in-a-first-purchase former-name-beside-the-new

How values are written
Each message says how to write what was probably meant.
    amount-with-three-decimals amount-with-a-decimal-comma amount-below-zero amount-over-the-limit one-amount-or-several
    fees-in-a-list rate-without-its-sign share-without-its-sign
    rate-as-a-fraction rate-by-the-month length-without-a-unit length-with-a-fraction
    term-over-the-limit yes-in-quotes date-that-can-be-read-two-ways day-that-does-not-exist
    word-that-is-no-choice name-too-long miles-with-their-unit
    amount-without-its-first-digit fraction-of-a-small-rate model-year-for-an-age
    skip-without-a-unit interest-by-another-word

What is missing, or does not go together
All problems of a file are told at once, up to twenty.
    no-purchases price-missing keep-missing rate-of-the-loan-missing term-missing
    note-without-a-sale note-that-is-not-whole sold-and-traded-in tax-credit-for-no-tax
    loss-that-is-not-whole lost-twice
    trade-in-on-a-first-purchase worth-of-a-vehicle-that-is-valued-already owed-further-down owed-and-price owed-without-worth
    more-rolled-in-than-is-owed used-with-nothing-to-go-by two-ways-of-valuing unknown-curve
    months-out-of-order taxed-name-that-is-not-there growing-loan-without-an-end
    balloon-without-a-term fee-of-a-loan-that-exists no-payment-in-any-month
    fixed-charge-with-what-does-not-fit add-on-without-a-fixed-charge
    weeks-without-a-start daily-interest-without-a-start first-payment-without-a-start
    first-payment-by-the-month
    day-count-by-the-month event-that-is-not-whole event-on-the-first-day
    statement-without-a-balance statements-without-a-start paper-with-words-for-figures
    history-that-does-not-exist history-without-a-start limit-of-what-is-not-known
    gap-share-of-what-is-not-known
    gap-twice
    extra-by-week-without-a-start late-by-week
    refund-of-no-product grace-without-a-late-fee fee-of-no-pause late-beyond-the-next-payment
    unknown-state state-that-is-not-computed state-by-the-day-without-a-start
    local-tax-without-a-state local-tax-too-high
    position-without-a-value many-mistakes more-than-twenty-mistakes

What only the run can know
These come from playing the scenario, which `tradein check` does too.
    surrender-of-what-is-paid-off
    payment-over-its-share-of-the-income price-that-never-fits declined-with-nothing-to-keep
    declined-with-an-unknown-loan-to-keep
    nothing-to-pay-it-with fee-of-no-loan balloon-as-large-as-the-loan payment-below-the-interest payment-that-never-pays-it-off
    balance-that-grows-too-large too-much-to-finance value-beyond-every-limit
    first-payment-before-the-purchase event-before-the-purchase
    extra-payment-on-a-fixed-charge two-events-for-one-payment payment-of-a-month-among-weeks
    late-payment-among-weeks
    series-that-ends-before-it-begins lower-payment-without-a-term
    rate-that-outgrows-the-payment refinancing-of-nothing refinancing-on-the-day-of-purchase refinancing-that-never-pays-off

Warnings
Legal, but seldom meant.  The run goes on and the exit code stays 0.
    warning-rate-too-low warning-price-too-low warning-price-too-high warning-term-in-years
    warning-cap-on-a-loan-that-exists warning-allowance-far-off
    warning-miles-of-no-effect warning-months-outside-the-history
    warning-payoff-below-the-balance warning-large-last-payment warning-event-without-a-loan
    warning-event-after-the-trade warning-payment-of-an-unclear-month
    warning-new-loan-over-the-cap warning-new-loan-that-is-declined
    warning-late-payment-of-a-refinanced-loan warning-late-payment-before-a-trade
    warning-late-payments-that-cost-nothing
    warning-exits-without-their-other-half
    warning-refund-to-without-refunds warning-over-no-limit warning-income-of-a-year warning-declined-by-the-lender
    warning-no-tax warning-state-outside-its-dates warning-state-with-a-caution
    warning-rebate-that-is-not-sourced warning-local-tax-where-there-is-none
    warning-local-tax-that-is-not-sourced
    warning-settings-among-the-fees warning-payment-too-high warning-payment-of-a-new-loan
    warning-income-of-which-little-is-paid warning-figures-seldom-meant
    warning-down-above-the-price warning-pasted-twice warning-pasted-again-and-again
    warning-payment-too-high-for-what-is-owed
"""
"""The sections of the page: a heading, an opening sentence, the names of the files in order."""

LONGEST = 32
"""The most lines of a message that are shown on the page."""

OPENING = """\
# What can be wrong with a scenario

This page is printed from the files of `tests/data/errors`: what `tradein check` says of each.
A message has the file, the line and the column, the path of the setting, what is wrong
with it and what to write instead; below it stands the line itself.
"""

SECTIONS = [section.split("\n", 2) for section in INDEX.split("\n\n")]
NAMES = [name for *_, names in SECTIONS for name in names.split()]


def settle(path: Path, printed: str) -> None:
    """Hold a file to what is made now; where that is asked for, write it and show what changed."""
    expected = path.read_text("utf-8") if path.exists() else ""
    if expected == printed:
        return
    refresh = os.environ.get("TRADEIN_REFRESH") == "1"
    assert not (refresh and os.environ.get("CI")), "nothing is refreshed in CI"
    if refresh:
        path.write_text(printed, "utf-8")
    lines = difflib.unified_diff(
        expected.splitlines(True), printed.splitlines(True), path.name, "now"
    )
    pytest.fail("".join(lines))


@pytest.mark.parametrize("name", NAMES)
def test_mistake(name, capsys, monkeypatch):
    """The message is the one that somebody last looked at."""
    monkeypatch.chdir(ERRORS)
    ran = here(capsys, "check", f"{name}.yaml")

    assert "" == ran.out
    assert (0 if name.startswith("warning-") else 3) == ran.code
    check_readable(ran.err)
    assert all(line.startswith(f"{name}.yaml:") for line in heads(ran.err))
    settle(ERRORS / f"{name}.txt", ran.err)


def test_every_file_has_its_message_and_its_place_on_the_page():
    """No bad file without a message, no message without its file, none left off the page."""
    files = {path.name for path in ERRORS.iterdir()}

    assert len(NAMES) == len(set(NAMES))
    assert {f"{name}.{ending}" for name in NAMES for ending in ("yaml", "txt")} == files


def test_the_page_is_what_the_files_say():
    """The catalog in the docs is printed from the files and their messages."""
    settle(PAGE, page())


def page() -> str:
    """Write the catalog."""
    parts = [OPENING]
    for title, sentence, names in SECTIONS:
        parts.append(f"## {title}\n\n{sentence}\n")
        parts += [entry(name) for name in names.split()]
    return "\n".join(parts)


def entry(name: str) -> str:
    """Write one mistake: its name, and its message with the excerpt of the file."""
    title = name.removeprefix("warning-").replace("-", " ")
    lines = (ERRORS / f"{name}.txt").read_text("utf-8").splitlines()
    if len(lines) > LONGEST:
        lines[LONGEST - 2 : -1] = ["…"]
    return "\n".join([f"### {title[0].upper()}{title[1:]}", "", "```text", *lines, "```", ""])
