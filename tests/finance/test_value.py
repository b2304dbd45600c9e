"""The value of a vehicle, month by month."""

import pytest

from tradein.finance import value
from tradein.finance.value import (
    BILLION,
    Appraisals,
    BeyondLimit,
    Curve,
    Market,
    PrivateSale,
    Valuation,
    YearlyLoss,
)

SQUARES = ((0, 1_000_000), (12, 810_000), (24, 640_000))
"""Shares whose square roots are 1, 0.9 and 0.8."""


def left(method, age, new=True):
    return value.share(method, age, new)


@pytest.mark.parametrize(
    ("age", "billionths"),
    [
        (0, 1_000_000_000),
        (6, 900_000_000),
        (12, 810_000_000),
        (18, 720_000_000),
        (24, 640_000_000),
        (36, 505_679_012),  # 0.64 x 0.64 / 0.81 = 0.505679012345...
        (48, 399_548_849),  # 0.64 x (0.64 / 0.81)^2 = 0.39954884926...
    ],
)
def test_a_table_is_log_linear_and_goes_on_at_the_last_rate(age, billionths):
    assert billionths == left(Curve(points=SQUARES), age)


def test_half_of_a_built_in_curves_first_year_falls_on_delivery():
    curve = Curve(points=((0, 1_000_000), (12, 656_100)), built_in="some")  # 0.9^4

    assert [810_000_000, 729_000_000, 656_100_000] == [left(curve, age) for age in (0, 6, 12)]


def test_a_built_in_curve_has_no_delivery_loss_for_a_vehicle_bought_used():
    curve = Curve(points=SQUARES, built_in="some")

    assert [900_000_000, 810_000_000] == [left(curve, age, new=False) for age in (6, 12)]


def test_after_the_first_year_new_and_used_are_the_same():
    curve = Curve(points=SQUARES, built_in="some")

    assert 720_000_000 == left(curve, 18, new=True) == left(curve, 18, new=False)


def test_a_users_own_table_has_no_delivery_loss():
    assert BILLION == left(Curve(points=SQUARES), 0)


def test_a_curve_of_retail_prices_is_brought_down_to_four_fifths():
    curve = Curve(points=SQUARES, built_in="some", retail=True)

    assert [720_000_000, 648_000_000] == [left(curve, age) for age in (0, 12)]


def test_a_table_that_starts_later_starts_from_all_of_it():
    curve = Curve(points=((12, 810_000),))

    assert [BILLION, 900_000_000, 656_100_000] == [left(curve, age) for age in (0, 6, 24)]


def test_a_single_point_at_the_start_is_flat():
    curve = Curve(points=((0, 700_000),))

    assert 700_000_000 == left(curve, 0) == left(curve, 500)


def test_a_table_may_rise():
    assert 1_440_000_000 == left(Curve(points=((0, 1_000_000), (12, 1_200_000))), 24)


@pytest.mark.parametrize(
    ("yearly", "delivery", "age", "billionths"),
    [
        (500_000, 0, 12, 500_000_000),
        (500_000, 0, 24, 250_000_000),
        (500_000, 0, 6, 707_106_781),
        (150_000, 100_000, 0, 900_000_000),
        (150_000, 100_000, 12, 765_000_000),
        (0, 200_000, 60, 800_000_000),
        (0, 0, 60, 1_000_000_000),
        (1_000_000, 0, 0, 1_000_000_000),
        (1_000_000, 0, 1, 0),
        (0, 1_000_000, 0, 0),
    ],
)
def test_a_yearly_loss_after_a_loss_on_delivery(yearly, delivery, age, billionths):
    loss = YearlyLoss(yearly_ppm=yearly, delivery_ppm=delivery)

    assert billionths == left(loss, age)
    assert billionths == left(loss, age, new=False)


@pytest.mark.parametrize(
    ("loss", "age", "billionths"),
    [
        (YearlyLoss(yearly_ppm=500_000), 120, 976_563),  # 2^-10 ends on half a billionth
        (YearlyLoss(yearly_ppm=750_000), 60, 976_563),  # and so does 4^-5
        (YearlyLoss(yearly_ppm=500_000), 132, 488_281),  # 2^-11 is 0.000 488 281 25
    ],
)
def test_half_a_billionth_is_a_half_whatever_a_logarithm_makes_of_it(loss, age, billionths):
    assert billionths == left(loss, age)


def test_a_share_so_small_that_it_is_nothing():
    assert 0 == left(YearlyLoss(yearly_ppm=999_999), 24)


def worth(method, month=0, now=BILLION, then=BILLION, **known):
    return value.trade_in(Valuation(method=method, **known), month, now, then)


def test_the_sticker_price_is_the_base_of_a_new_vehicles_value():
    assert 18_000_00 == worth(Curve(points=SQUARES), 6, msrp=20_000_00)


def test_what_a_vehicle_was_worth_that_day_prevails_over_the_sticker_price():
    curve = Curve(points=SQUARES)
    used = {"msrp": 99_000_00, "worth": 16_200_00, "age_months": 12}

    assert 16_200_00 == worth(curve, 0, **used)
    assert 12_800_00 == worth(curve, 12, **used)


def test_a_used_vehicles_value_may_follow_from_its_sticker_price():
    assert 16_200_00 == worth(Curve(points=SQUARES), 0, msrp=20_000_00, age_months=12)


def test_a_vehicle_of_which_nothing_is_known_has_no_terms():
    with pytest.raises(ValueError, match="needs msrp or worth, or appraisals"):
        Valuation(method=Curve(points=SQUARES))


@pytest.mark.parametrize(
    ("points", "says"),
    [
        ((), "at least 1 month"),
        (((12, 500_000), (6, 400_000)), "must be increasing"),
        (((12, 500_000), (12, 400_000)), "must be increasing"),
        (((0, 0),), "must be from 1"),
        (((-1, 500_000),), "must be from 0"),
    ],
)
def test_points_are_months_that_increase_with_something_left(points, says):
    with pytest.raises(ValueError, match=says):
        Curve(points=points)
    with pytest.raises(TypeError, match="whole number"):
        Curve(points=((0, 1.5),))


def test_the_market_moves_the_value_of_a_sticker_price():
    now, then = 1_400_000_000, 1_200_000_000

    assert 28_000_00 == worth(YearlyLoss(), 3, now, then, msrp=20_000_00)


def test_the_market_counts_from_the_day_of_purchase_where_the_worth_is_known():
    now, then = 1_400_000_000, 1_200_000_000

    assert 23_333_33 == worth(YearlyLoss(), 3, now, then, worth=20_000_00)


def test_there_is_one_rounding_at_the_end():
    curve = Curve(points=((0, 500_000),))

    assert 1 == worth(curve, msrp=1)
    assert 0 == worth(curve, now=999_999_999, msrp=1)
    assert 1 == worth(curve, now=500_000_000, then=500_000_000, msrp=2)


def test_a_value_at_the_limit_is_still_a_value():
    flat = Curve(points=((0, 1_000_000),))

    assert 100_000_000_000 == worth(flat, now=100 * BILLION, msrp=1_000_000_000)
    with pytest.raises(BeyondLimit, match=r"grows beyond \$1,000,000,000"):
        worth(flat, now=100 * BILLION + 1, msrp=1_000_000_000)


def test_a_curve_that_grows_out_of_all_bounds_is_refused():
    doubling = Curve(points=((0, 1_000_000), (1, 2_000_000)))

    with pytest.raises(BeyondLimit, match="grows beyond"):
        worth(doubling, 600, msrp=1)


def test_a_vehicle_of_which_the_curve_leaves_nothing_has_no_later_value():
    with pytest.raises(BeyondLimit, match="leaves nothing of the vehicle"):
        worth(YearlyLoss(yearly_ppm=1_000_000), worth=10_00, age_months=12)


DRIVEN = Curve(points=((0, 1_000_000),), miles_a_year=12_000)


def miles(month, **settings):
    return value.miles_share(Valuation(method=DRIVEN, msrp=1, **settings), month)


@pytest.mark.parametrize(
    ("month", "settings", "billionths"),
    [
        (0, {"miles_a_year": 18_000}, 1_000_000_000),
        (1, {"miles_a_year": 18_000}, 998_000_000),  # 500 miles more
        (12, {"miles_a_year": 18_000}, 976_000_000),
        (12, {"miles_a_year": 0}, 1_048_000_000),
        (7, {"miles_a_year": 12_000}, 1_000_000_000),
        (1, {"miles_a_year": 12_001}, 999_999_667),  # a twelfth of a mile is 333 1/3 billionths
        (1, {"miles_a_year": 11_999}, 1_000_000_333),
        (1, {"miles_a_year": 12_002}, 999_999_333),
        (0, {"age_months": 36, "odometer": 42_000}, 976_000_000),
        (60, {"age_months": 36, "odometer": 42_000}, 976_000_000),
        (12, {"age_months": 36, "odometer": 42_000, "miles_a_year": 18_000}, 952_000_000),
        (12, {"age_months": 36, "odometer": 30_000, "miles_a_year": 18_000}, 1_000_000_000),
        (12, {"age_months": 36, "miles_a_year": 18_000}, 976_000_000),
        (0, {"odometer": 250}, 999_000_000),
    ],
)
def test_miles_count_against_what_the_curve_assumes(month, settings, billionths):
    assert billionths == miles(month, **settings)


@pytest.mark.parametrize(
    ("month", "settings", "billionths"),
    [
        (0, {"odometer": 87_500}, 650_000_000),
        (0, {"odometer": 87_499}, 650_004_000),
        (0, {"odometer": 1_000_000}, 650_000_000),
        (50, {"miles_a_year": 0}, 1_200_000_000),
        (49, {"miles_a_year": 0}, 1_196_000_000),
        (51, {"miles_a_year": 0}, 1_200_000_000),
    ],
)
def test_miles_take_no_more_than_35_percent_and_add_no_more_than_20(month, settings, billionths):
    assert billionths == miles(month, **settings)


@pytest.mark.parametrize(
    "method", [YearlyLoss(), Curve(points=SQUARES), Appraisals(points=((0, 5),))]
)
def test_without_an_assumption_miles_do_nothing(method):
    valuation = Valuation(method=method, msrp=1, odometer=90_000, miles_a_year=90_000)

    assert BILLION == value.miles_share(valuation, 24)


def test_a_worth_has_the_miles_of_its_day_in_it():
    used = {"worth": 20_000_00, "age_months": 36, "odometer": 42_000, "miles_a_year": 18_000}

    assert 20_000_00 == worth(DRIVEN, 0, **used)
    assert 19_508_20 == worth(DRIVEN, 12, **used)  # 20,000 x 0.952 / 0.976 = 19,508.196...


def test_a_condition_is_a_share_of_what_the_curve_says_on_every_day():
    curve = Curve(points=SQUARES)

    assert [18_400_00, 14_904_00] == [
        worth(curve, month, msrp=20_000_00, condition_ppm=920_000) for month in (0, 12)
    ]
    assert 16_200_00 == worth(curve, 12, worth=20_000_00, condition_ppm=920_000)


def test_miles_condition_and_market_are_rounded_together():
    half_of_three = {"msrp": 3, "condition_ppm": 500_000}

    assert 2 == worth(DRIVEN, 1, **half_of_three)
    assert 1 == worth(DRIVEN, 1, miles_a_year=18_000, **half_of_three)  # 1.5 x 0.998
    assert 1 == worth(DRIVEN, 1, BILLION // 2, miles_a_year=12_000, **half_of_three)


def appraised(points, month, **known):
    return worth(Appraisals(points=points), month, **known)


def test_appraisals_are_log_linear_and_go_on_at_the_last_rate():
    points = ((0, 20_000_00), (12, 16_200_00), (24, 12_800_00))

    assert [20_000_00, 18_000_00, 16_200_00, 14_400_00, 12_800_00, 10_113_58] == [
        appraised(points, month) for month in (0, 6, 12, 18, 24, 36)
    ]


def test_appraisals_are_flat_before_the_first():
    points = ((12, 16_200_00), (24, 12_800_00))

    assert [16_200_00, 16_200_00, 14_400_00] == [appraised(points, m) for m in (0, 11, 18)]


@pytest.mark.parametrize("month", [0, 6, 12, 48])
def test_one_appraisal_alone_is_flat(month):
    assert 9_000_00 == appraised(((6, 9_000_00),), month)
    assert 9_000_00 == appraised(((0, 9_000_00),), month)


def test_appraisals_know_no_market_and_prevail_over_the_worth():
    points = ((0, 20_000_00),)
    now, then = 2 * BILLION, BILLION
    method = Appraisals(points=points)

    assert 20_000_00 == worth(method, 5, now, then, worth=1_00, msrp=2_00, age_months=3)


def test_an_appraisal_between_two_of_half_a_cent_is_rounded_up():
    assert 3 == appraised(((0, 25), (24, 1)), 16)  # 25^(1/3) = 2.924
    assert 5 == appraised(((0, 25), (24, 1)), 12)
    assert 13 == appraised(((0, 50), (1, 25)), 2)  # half of 25 is 12.5


def test_appraisals_that_grow_too_far_are_refused():
    with pytest.raises(BeyondLimit):
        appraised(((0, 1_00), (1, 10_000_000_00)), 2)


@pytest.mark.parametrize(
    ("month", "billionths"),
    [
        (0, 1_000_000_000),
        (5, 1_000_000_000),
        (6, 1_000_000_000),
        (12, 1_200_000_000),
        (18, 1_440_000_000),
        (30, 1_440_000_000),
    ],
)
def test_the_market_is_log_linear_between_and_flat_outside(month, billionths):
    market = Market(points=((6, 1_000_000), (18, 1_440_000)))

    assert billionths == market.share(month)


def test_a_market_without_points_is_normal():
    assert BILLION == Market().share(0) == Market().share(600)


@pytest.mark.parametrize(
    ("month", "billionths"),
    [(0, 1_000_000_000), (1, 1_250_000_000), (2, 333_333_333), (3, 666_666_667), (99, 666_666_667)],
)
def test_an_index_counts_from_its_first_level_and_stays_at_its_last(month, billionths):
    assert billionths == Market(levels=(12, 15, 4, 8)).share(month)


@pytest.mark.parametrize(
    "wrong", [{"levels": (0,)}, {"levels": (5, -1)}, {"levels": (5,), "points": ((0, 5),)}]
)
def test_an_index_has_levels_above_zero_and_stands_alone(wrong):
    with pytest.raises(ValueError, match=r"must be from 1|not both"):
        Market(**wrong)


@pytest.mark.parametrize("month", [0, 9, 99])
def test_a_market_of_one_point_is_flat(month):
    assert 1_100_000_000 == Market(points=((9, 1_100_000),)).share(month)


@pytest.mark.parametrize(
    ("price_ppm", "costs", "cents"),
    [(1_120_000, 300_00, 10_900_00), (1_000_000, 0, 10_000_00), (0, 5_00, -5_00)],
)
def test_a_private_buyers_price_less_the_costs(price_ppm, costs, cents):
    sale = PrivateSale(price_ppm=price_ppm, costs=costs)

    assert cents == value.private_net(sale, 10_000_00)


def test_a_private_buyers_price_is_rounded_before_the_costs_are_taken_off():
    assert -6 == value.private_net(PrivateSale(price_ppm=500_000, costs=7), 1)


def test_a_value_costs_nothing_to_sell_where_nothing_is_said():
    assert 123 == value.private_net(PrivateSale(), 123)


@pytest.mark.parametrize(
    ("terms", "wrong"),
    [
        (YearlyLoss, {"yearly_ppm": 1_000_001}),
        (YearlyLoss, {"delivery_ppm": -1}),
        (Valuation, {"method": YearlyLoss(), "msrp": -1}),
        (Valuation, {"method": YearlyLoss(), "worth": 1_000_000_001}),
        (Valuation, {"method": YearlyLoss(), "age_months": 1_201}),
        (Valuation, {"method": YearlyLoss(), "odometer": 1_000_001}),
        (Valuation, {"method": YearlyLoss(), "miles_a_year": 200_001}),
        (Valuation, {"method": YearlyLoss(), "condition_ppm": 0}),
        (Valuation, {"method": YearlyLoss(), "condition_ppm": 2_000_001}),
        (Curve, {"points": SQUARES, "miles_a_year": -1}),
        (PrivateSale, {"price_ppm": 10_000_001}),
        (PrivateSale, {"costs": -1}),
    ],
)
def test_terms_beyond_the_limits_are_refused(terms, wrong):
    with pytest.raises(ValueError, match="must be from"):
        terms(**wrong)
