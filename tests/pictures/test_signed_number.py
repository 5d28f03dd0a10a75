import pytest

from gdstudio.pictures.signed_number import limit_number, signed_number


@pytest.mark.parametrize(
    ("value", "limit", "text"),
    [
        (-0.34, 0.5, "−0.340"),
        (0.34, 0.5, "+0.340"),
        (-0.34, 1.0, "−0.34"),
        (12.3, 200.0, "+12"),
        (0.000034, 5e-4, "+3.4e-5"),
        (0.0, 0.5, "+0.000"),
        (1e30, 0.5, "+1.0e30"),
        (float("nan"), 0.5, "not a number"),
        (float("-inf"), 0.5, "−∞"),
    ],
)
def test_that_numbers_are_short_and_signed(value: float, limit: float, text: str) -> None:
    assert signed_number(value, limit) == text


@pytest.mark.parametrize(
    ("limit", "text"),
    [(0.5, "0.5"), (0.001, "0.001"), (1e-4, "1e-4"), (5000.0, "5000"), (2e4, "2e4"), (1.0, "1")],
)
def test_that_limits_are_short(limit: float, text: str) -> None:
    assert limit_number(limit) == text
