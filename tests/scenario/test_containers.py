"""The reader still accepts a renamed setting by its former name, with a note."""

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
