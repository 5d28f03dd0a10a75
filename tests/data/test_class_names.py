"""Which label is which letter, as the data sets' papers print it."""

from __future__ import annotations

import pytest

from gdstudio.data.class_names import names_of_set, usual_names


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("emnist-letters", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        ("emnist-balanced", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt"),
        ("emnist-bymerge", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt"),
        ("emnist-byclass", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
        ("emnist-digits", "0123456789"),
        ("emnist-mnist", "0123456789"),
        ("kuzushiji", "0123456789"),
    ],
)
def test_that_the_classes_of_a_set_are_those_of_its_paper(name: str, classes: str) -> None:
    assert names_of_set(name) == tuple(classes)


def test_that_a_number_of_classes_tells_their_usual_names() -> None:
    assert usual_names(10) == tuple("0123456789")
    assert usual_names(3) == ("0", "1", "2")
    assert len(usual_names(47)) == 47
    assert len(usual_names(62)) == 62
