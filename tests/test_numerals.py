"""Numbers as people read them: powers of ten where zeros would have to be counted."""

from __future__ import annotations

import math

import pytest

from gdstudio.numerals import (
    FROM_RAISED,
    TO_RAISED,
    limit_number,
    numeral,
    percent,
    plain,
    reading,
    rough_time,
    scientific,
    short_count,
    signed_number,
    whole,
)


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (0, 3, "0"),
        (2e6, 3, "2·10⁶"),
        (3.8349e-5, 3, "3.83·10⁻⁵"),
        (3.8349e-5, 1, "4·10⁻⁵"),
        (-1.5e12, 3, "−1.5·10¹²"),
        (1e7, 3, "10⁷"),
        (-1e-9, 3, "−10⁻⁹"),
        (1.0004e7, 3, "10⁷"),  # a mantissa of 1.00 says no more than none
        (1.04e7, 3, "1.04·10⁷"),
        (1e3, 1, "10³"),
        (5e20, 1, "5·10²⁰"),
        (20.0, 2, "2·10¹"),
    ],
)
def test_that_a_power_of_ten_has_the_fewest_digits(value: float, digits: int, shown: str) -> None:
    assert scientific(value, digits) == shown


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (0.0, 6, "0"),
        (-0.0, 6, "0"),
        (0.0123, 6, "0.0123"),
        (-2.5, 6, "−2.5"),
        (1e-3, 6, "0.001"),
        (0.99e-3, 6, "9.9·10⁻⁴"),
        (-0.99e-3, 6, "−9.9·10⁻⁴"),
        (99_999, 3, "10⁵"),
        (100_000, 3, "10⁵"),
        (99_999.0, 5, "99999"),
        (123_456, 6, "123456"),
        (1_000_000, 6, "10⁶"),
        (1 / 3, 3, "0.333"),
        (math.nan, 6, "–"),
        (math.inf, 6, "∞"),
        (-math.inf, 6, "−∞"),
    ],
)
def test_that_sizes_between_a_thousandth_and_the_digits_are_written_out(
    value: float, digits: int, shown: str
) -> None:
    assert numeral(value, digits) == shown


def test_that_six_digits_are_usual() -> None:
    assert numeral(math.pi) == "3.14159"


def test_that_a_plain_number_has_a_true_minus_sign() -> None:
    assert plain(-1.25, 2) == "−1.2"
    assert plain(0.0, 2) == plain(-0.0, 2) == "0"


def test_that_raised_digits_are_read_back() -> None:
    assert "+-0123456789".translate(TO_RAISED) == "⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
    assert "⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹".translate(FROM_RAISED) == "+-0123456789"


@pytest.mark.parametrize(
    ("value", "limit", "text"),
    [
        (-0.34, 0.5, "−0.340"),
        (0.34, 0.5, "+0.340"),
        (-0.34, 1.0, "−0.34"),
        (12.3, 200.0, "+12"),
        (0.000034, 5e-4, "+3.4·10⁻⁵"),
        (0.0, 0.5, "+0.000"),
        (1e30, 0.5, "+10³⁰"),
        (float("nan"), 0.5, "not a number"),
        (float("-inf"), 0.5, "−∞"),
    ],
)
def test_that_numbers_are_short_and_signed(value: float, limit: float, text: str) -> None:
    assert signed_number(value, limit) == text


@pytest.mark.parametrize(
    ("limit", "text"),
    [(0.5, "0.5"), (0.001, "0.001"), (1e-4, "10⁻⁴"), (5000.0, "5000"), (2e4, "2·10⁴"), (1.0, "1")],
)
def test_that_limits_are_short(limit: float, text: str) -> None:
    assert limit_number(limit) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (percent(0.9712), "97.12 %"),
        (percent(0.5, 0), "50 %"),
        (percent(-0.125, 1), "−12.5 %"),
        (percent(math.nan), "–"),
        (whole(1_234_567), "1,234,567"),
        (short_count(950), "950"),
        (short_count(12_345), "12.3k"),
        (short_count(999_900), "1M"),
        (reading(0.655, is_share=True), "65.5 %"),
        (reading(1000.0), "1,000"),
        (reading(0.25), "0.2500"),
    ],
)
def test_that_shares_and_counts_are_short(text: str, expected: str) -> None:
    assert text == expected


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "0.1 s"),
        (0.42, "0.4 s"),
        (3.4, "3 s"),
        (27.0, "25 s"),
        (89.0, "90 s"),
        (95.0, "2 min"),
        (1500.0, "25 min"),
        (9000.0, "2 h"),
    ],
)
def test_that_a_time_is_told_roughly(seconds: float, text: str) -> None:
    assert rough_time(seconds) == text
