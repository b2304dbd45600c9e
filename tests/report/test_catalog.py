"""What is said of the built-in curves follows the arithmetic that they are played by."""

from tradein.finance import value
from tradein.report.tables import catalog


def test_the_retail_share_that_is_told_is_the_one_that_is_reckoned_by(monkeypatch):
    """Whoever corrects the share corrects the sentence with it, halves up, to two decimals."""
    monkeypatch.setattr(value, "RETAIL_PPM", 1_045_000)
    _, sentence = catalog.curve_parts([], [])

    assert "is multiplied by 1.05 for what a dealer would give" in sentence
