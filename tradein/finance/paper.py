"""The figures that a signed contract or a Truth in Lending statement has, as printed."""

from attrs import frozen

from tradein.finance.terms import Items


@frozen
class Paper:
    """What a paper says of a purchase; what it does not say is not there.

    `figures` are the names of figures with cents; `apr` is in millionths, and `payments` is
    a number.  `fees` and `products` are names with cents; a lone amount bears the name of its
    kind.
    """

    figures: tuple[tuple[str, int], ...] = ()
    fees: Items | None = None
    products: Items | None = None
