"""The reader still accepts a renamed setting by its former name, with a note."""

import pytest

from helpers import playing
from helpers.command import here
from tradein.scenario import reader

TEXT = """\
purchases:
  - vehicle: Sedan
    price: $20,000
    tax: {rate: 0%}
    loan:
      apr: 12%
      months: 60
    events:
      - month: 3
        defer: 2 months
        capitalize: yes
"""
FORMER = TEXT.replace("capitalize", "capitalise")


def test_a_former_name_means_the_same_and_is_noted():
    now, before = (reader.read("it.yaml", text.encode()) for text in (TEXT, FORMER))

    assert now.scenario == before.scenario
    assert [] == now.warnings
    assert ["note: capitalise is now called capitalize; it is still read"] == [
        doubt.text for doubt in before.warnings
    ]
    assert (11, 9) == before.warnings[0].place[:2]


def test_a_setting_is_not_written_by_both_its_names(capsys, tmp_path):
    file = tmp_path / "both.yaml"
    file.write_text(FORMER + "        capitalize: no\n")
    ran = here(capsys, "check", str(file))

    assert 3 == ran.code
    assert "both.yaml:12:9: purchases[1].events[1].capitalize: one setting by two names" in ran.err


TAXED = TEXT.replace("tax: {rate: 0%}", "tax: XXX")


def tax_of(text):
    """The tax on the one purchase of a file, in cents."""
    return playing.simulated(text).ledger.contracts[0].deal.tax


@pytest.mark.parametrize("written", ["$597.86", "597.86", '"$597.86"'])
def test_a_tax_may_be_an_amount(written):
    assert 597_86 == tax_of(TAXED.replace("XXX", written))


def test_what_is_assumed_of_taxes_does_not_reach_a_known_one():
    assumed = "assume: {tax: {rate: 6%, taxes: all}}\n" + TAXED

    assert 5_00 == tax_of(assumed.replace("XXX", "$5"))
    assert 1_200_00 == tax_of(assumed.replace("    tax: XXX\n", ""))


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("19.99", "a rate or an amount"),
        ("7%", "a rate is a setting of the tax"),
        ("none", "not a mapping of settings"),
        ("$5,00", "write"),
        ("$20,000,000", "over the limit"),
    ],
)
def test_a_tax_that_may_be_a_rate_is_no_amount(written, message):
    with pytest.raises(reader.ScenarioError, match=message):
        tax_of(TAXED.replace("XXX", written))


def test_what_is_assumed_of_taxes_is_no_amount():
    """No two purchases have the same tax."""
    with pytest.raises(reader.ScenarioError, match=r"assume\.tax: not a mapping of settings"):
        tax_of("assume: {tax: $500}\n" + TEXT)
