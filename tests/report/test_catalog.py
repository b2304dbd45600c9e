"""The sentences on built-in curves follow the arithmetic that uses them."""

from tradein.finance import value
from tradein.report.tables import catalog


def test_the_retail_factor_in_the_sentence_is_the_one_of_the_arithmetic(monkeypatch):
    """A change of the factor changes the sentence, rounded half up to two decimals."""
    monkeypatch.setattr(value, "RETAIL_PPM", 1_045_000)
    _, sentence = catalog.curve_parts([], [])

    assert "is multiplied by 1.05 to estimate what a dealer would pay" in sentence
