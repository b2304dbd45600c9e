"""What a single value that cannot be read is told: what is wrong, what was written, the remedy."""

import pytest

from tradein.diagnostic import Place
from tradein.scenario import scalars
from tradein.scenario.scalars import ValueFormatError
from tradein.scenario.yaml_source import Scalar

APR = scalars.rate(1_000_000, annual=True)
SHARE = scalars.rate(10_000_000)
SHARE_LEFT = scalars.rate(1_000_000, above_zero=True)
TERM = scalars.length(1, 360, bare=True)


def remedy(kind, text):
    with pytest.raises(ValueFormatError) as refused:
        kind.read(Scalar(text, Place(1, 1), False))
    return str(refused.value)


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (APR, "7.12345%", "more than four decimals, '7.12345%'; write at most four decimals"),
        (SHARE, "1,000%", "a rate with a comma, '1,000%'; write 1000%"),
        (SHARE_LEFT, "0", "nothing at all, '0'; write more than 0%"),
        (TERM, "900 mo", "not a whole number of months, '900 mo'; write it like 72"),
        (TERM, "60 mo", "not a whole number of months, '60 mo'; write 60 months"),
        (scalars.DATE, "2026-3-45", "not a date, '2026-3-45'; write YYYY-MM-DD"),
        (
            scalars.DATE,
            "2026-3-5",
            "not a date as it is written here, '2026-3-5'; write 2026-03-05",
        ),
    ],
)
def test_the_remedy_of_a_value_that_cannot_be_read(kind, text, message):
    assert message in remedy(kind, text)
