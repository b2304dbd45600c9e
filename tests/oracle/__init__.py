"""A second implementation of the rules in exact fractions, to check the program; it shares no code with it.

It takes a scenario as text and gives the whole JSON document by the plainest route. The input must be valid. Where the
rules leave a choice, it takes these:

- A vehicle is "used" if its age is above zero, an owned one too; a built-in curve then has no delivery loss.
- The lender's cap is rounded down to the whole cent; a zero base gives no ratio (`ltv_percent` is null).
- The lender's base and the ratio of a used vehicle use the value on the day as quoted: appraisals and market count.
- A new vehicle with `worth` is valued from it, while its lender's base stays msrp (the price where there is none).
- The ten-million limit applies to the amount financed that remains after the lender's cap.
- A known payment must exceed the first month's interest in whole cents; it applies only where there is a loan.
- A loan with only a payment that is still owed after 360 due dates is refused, paid or passed over.
- Where nothing is financed there is no loan, even with terms under `loan`; the last vehicle's run ends that day.
- `payment` repeats a known payment as written, even where the first one paid is smaller.
- The first row of a purchase has payment, interest and principal 0, not null.
- Unpaid interest under negative amortization is a negative principal, shared over layers as such, halves up.
- Interest in a `trade_in.payoff` is counted by the layers it fell on; it does not make older layers larger.
- `cash: all` pays nothing where there is equity; an amount is then a down payment.
- An owed entry takes only value, worth, age, loan (without its cap), private_sale, keep and events from `assume`.
- An owed entry without `loan.rolled` rolled nothing.
- `taxes` as a list taxes every fee and product of that name; a lone amount has no name and is taxed only by `all`.
- A vehicle with `worth` whose share at purchase rounds to zero has no values: refused.
- A share of zero holds from the month after the point before it; nothing may follow it.
- A retail curve is multiplied by 0.80 as a whole, delivery loss or not.
- A missing title is null.
- Miles count against what a built-in curve assumes: with no odometer the vehicle has what is assumed at its age, with no
  `miles_a_year` it is driven on as assumed. The share is rounded to a billionth and then held between 65 and 120 %.
- A `worth` that is known has the miles of that day and the condition in it.
- Due dates have the chain's day of the month, which is the start's or that of the last first payment, not the day on
  which a loan was signed; a first payment moves the dates of the chain from its own month on, if that month comes.
- A first payment is within 366 days after the day of the loan, or refused; without a loan it moves nothing.
- Interest is rounded whenever it is counted: at every payment, extra, change of rate, capitalisation and payoff.
- An event beyond the months that a vehicle is kept is refused, one beyond the payoff does nothing.
- Of several things between two due dates the earlier comes first; on one day they come as they are written.
- At least one payment is left for as long as something is owed: for a payment worked out anew, and in `changes`.
- Interest carried by the month becomes debt at the next payment that does not cover it where the loan may grow.
- What a new loan lends beyond the old balance is the vehicle's own debt; what it lends less is shared over the layers.
- A change of rate without a term is refused where the payment does not exceed a month's interest then.
- `first_payment` is that of a loan; null without one. `interest` is "monthly" where there is none.
- `day_count` is null without daily interest; a refinancing keeps it.
- A history's share is the level of the chain's month over that of the first month, rounded to a billionth.
- A purchase that names a state takes only `taxes` from the assumed tax.
- A written rate also replaces the state's minimum and maximum and its tax on a part of the base. The local rate is
  added to it, or stays on the part of the base on which that state has it.
"""

from oracle.books import shared
from oracle.chain import document, played
from oracle.deal import bought_deal
from oracle.disclosure import disclosures, quoted
from oracle.exits import ways_out
from oracle.flow import where_it_went
from oracle.loan import loan_on
from oracle.rate import annual_percentage_rate
from oracle.reading import SimulationError, in_dollars
from oracle.values import Vehicle

__all__ = [
    "SimulationError",
    "Vehicle",
    "annual_percentage_rate",
    "bought_deal",
    "disclosures",
    "document",
    "in_dollars",
    "loan_on",
    "played",
    "quoted",
    "shared",
    "ways_out",
    "where_it_went",
]
