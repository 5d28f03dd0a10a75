"""What a text means as a number, whoever types it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.errors import InvalidValue
from gdstudio.settings.typed import (
    read_real,
    read_reals,
    read_whole,
    read_wholes,
    write_number,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", 0.1),
        ("0,1", 0.1),
        (",5", 0.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("0,500", 0.5),
        ("1.000", 1.0),
        ("1.234", 1.234),
        ("1,0000", 1.0),
        ("1234,567", 1234.567),
        ("1,000,000", 1e6),
        ("1.000.000", 1e6),
        ("1.000,5", 1000.5),
        ("1,000.5", 1000.5),
        ("1.234.567,89", 1234567.89),
        ("1 000,500", 1000.5),
        ("60 000", 6e4),
        ("60\u00a0000", 6e4),
        ("60\u202f000.25", 60000.25),
        ("60\u2009000", 6e4),
        ("60'000", 6e4),
        ("60’000,5", 60000.5),
        ("0.000 001", 1e-6),
        ("1e-3", 1e-3),
        ("1E\u22123", 1e-3),
        ("1e\u20133", 1e-3),
        ("2,5e-4", 2.5e-4),
        ("1e+2", 100.0),
        ("1·10^-3", 1e-3),
        ("1 × 10⁻³", 1e-3),
        ("2,5*10^3", 2500.0),
        ("10⁻³", 1e-3),
        ("3.83·10⁻⁵", 3.83e-5),
        ("−10⁻³", -1e-3),
        ("10^4", 1e4),
        ("-5", -5.0),
        ("\u22125", -5.0),
        ("\u20135", -5.0),
        ("－5", -5.0),
        ("+ 5", 5.0),
        ("  7\t", 7.0),
        ("-0", 0.0),
        ("１２．５", 12.5),
        ("٠٫٥", 0.5),
        ("١٬٠٠٠٫٥", 1000.5),
        ("\u061c-٣", -3.0),
        ("\u200e-3", -3.0),
        ("1e-300", 1e-300),
    ],
)
def test_that_a_number_is_read_as_it_is_meant(text: str, value: float) -> None:
    read = read_real(text)
    assert read == value
    assert math.copysign(1, read) == (-1 if value < 0 else 1)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", ".", ",", "e3", "1e", "inf", "nan", "-Infinity", "0x10", "1_000", "1e999"),
        *("1e-999", "--5", "+-5", "5-", "1,2,3", "1.2.3", "12 34", "1,00,000", "1,000,00"),
        *("1.000.5", "1 000 00", "1'0", "0 000", "5 %%", "5 m", "1e3.5", "1 2", "½", "²", "5²"),
        *("IV", "1٢", "１2", "1e٣", "0.1 0.2", "1,000.000,5", "1e-3e", "10^", "10^^2", "1\u00ad5"),
        "9" * 500,
    ],
)
def test_that_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        read_real(text)


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("1,000", "1000 or 1.0"),
        ("12,345", "12345 or 12.345"),
        ("5%", "0.05"),
        ("12,5 %", "0.125"),
        ("1٢", "digits of one kind"),
        ("fast", "a number such as 0.5 or 1e-3"),
    ],
)
def test_that_a_refusal_tells_what_to_write(text: str, accepted: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        read_real(text)
    assert refused.value.accepted == accepted


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("60000", 60_000),
        ("60,000", 60_000),
        ("60 000", 60_000),
        ("60\u202f000", 60_000),
        ("60'000", 60_000),
        ("60_000", 60_000),
        ("1,000,000", 10**6),
        ("1.000.000", 10**6),
        ("-3", -3),
        ("\u22123", -3),
        ("007", 7),
        ("6e4", 60_000),
        ("1.5e3", 1500),
        ("10^3", 1000),
        ("١٢", 12),
        ("１２", 12),
        ("9223372036854775807", 2**63 - 1),
    ],
)
def test_that_a_whole_number_is_read_as_it_is_meant(text: str, value: int) -> None:
    assert read_whole(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *("1.5", "1,5", "0,5", "1,50", ",5", "1,0000", "5.", "5.0", "1,000.0", "0,500", "60.000"),
        *("1,5e0", "1.5e0", "1_5", "6_0000", "", "ten", "0x10", "inf", "1e-3", "1e999", "1e30"),
        *("--5", "5%", "6 0", "1;5"),
    ],
)
def test_that_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        read_whole(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0.25, 0.5", (0.25, 0.5)),
        ("0.25,0.5", (0.25, 0.5)),
        ("0,0.5", (0.0, 0.5)),
        ("0, 1", (0.0, 1.0)),
        ("0,25; 0,5", (0.25, 0.5)),
        ("0; 1", (0.0, 1.0)),
        ("[0.1, 1e-3]", (0.1, 1e-3)),
        ("3", (3.0,)),
    ],
)
def test_that_lists_take_commas_or_semicolons(text: str, values: tuple[float, ...]) -> None:
    assert read_reals(text) == values


@pytest.mark.parametrize("text", ["0,5", "0,1", "0,5, 0,25", "1,2,3", "", ",", "0.5,", "0.5;x"])
def test_that_a_list_that_may_be_meant_two_ways_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        read_reals(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("16, 16", (16, 16)),
        ("16,16", (16, 16)),
        ("16 16", (16, 16)),
        ("16;16", (16, 16)),
        ("[100, 50]", (100, 50)),
        ("60,000; 1,000", (60_000, 1000)),
    ],
)
def test_that_whole_numbers_are_listed_in_many_ways(text: str, values: tuple[int, ...]) -> None:
    assert read_wholes(text) == values


@pytest.mark.parametrize("text", ["60,000", "1.5, 2", "16,,16", "16, x", ""])
def test_that_what_is_no_list_of_whole_numbers_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        read_wholes(text)


@given(st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False))
def test_that_a_number_that_is_written_is_read_as_the_same(value: float) -> None:
    assert read_real(write_number(value)) == value


@given(st.text(alphabet="0123456789.,'_ eE+-−–·^⁻³%x٣", max_size=12))
def test_that_a_text_is_read_as_python_reads_it_or_not_as_python_can(text: str) -> None:
    """Whatever both read, both read alike; only a text with marks of groups may be more."""
    try:
        value = read_real(text)
    except InvalidValue:
        return
    assert math.isfinite(value)
    try:
        assert value == float(text)
    except ValueError:
        assert set(text) & set(",' −–·^⁻³x+-.٣")
