"""Numbers as people read them: powers of ten where zeros would have to be counted."""

from __future__ import annotations

import math

import pytest

from gdstudio.numerals import FROM_RAISED, TO_RAISED, numeral, plain, scientific


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
        (99_999, 3, "1e+05"),
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
