"""Every message is one line that names the thing, the value and what is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdstudio.errors import FileError, InvalidValue, TrainingDiverged, printable


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (-0.5, "-0.5"),
        ("a\nb", r"'a\nb'"),
        ([1, 2], "[1, 2]"),
        ("a  b", "'a b'"),
        ("x" * 58, f"'{'x' * 58}'"),  # 60 characters with its quotes
        ("x" * 59, f"'{'x' * 56}..."),
        (10**59, "1" + "0" * 59),
        (10**60, "1" + "0" * 56 + "..."),
    ],
)
def test_that_a_value_that_is_not_accepted_is_shown_in_one_line(value: object, shown: str) -> None:
    error = InvalidValue("learning rate", value, "a number above 0")

    assert str(error) == f"learning rate: {shown} is not accepted; give a number above 0"
    assert error.text == str(error)
    assert (error.name, error.value, error.accepted) == ("learning rate", value, "a number above 0")


def test_that_a_file_is_told_with_its_reason() -> None:
    error = FileError("a/b.gdrun", "is a folder")

    assert str(error) == "a/b.gdrun: is a folder"
    assert (error.path, error.reason) == (Path("a/b.gdrun"), "is a folder")


def test_that_a_diverged_training_tells_step_and_rate() -> None:
    error = TrainingDiverged(12, float("inf"), 1e38)

    assert str(error) == "diverged at step 12, learning rate 10³⁸"
    assert (error.step, error.cost, error.learning_rate) == (12, float("inf"), 1e38)


def test_that_what_cannot_be_printed_becomes_a_question_mark() -> None:
    assert printable("a\tb\u202ec\x1b[0m é") == "a?b?c?[0m é"


def test_that_of_a_longer_text_the_middle_is_left_out() -> None:
    assert printable("x" * 300) == "x" * 300
    assert printable("a" * 150 + "-" + "b" * 150) == "a" * 148 + "..." + "b" * 148
    assert printable("0123456789", 9) == "012...789"
    assert printable("0123456789", 10) == "0123456789"
