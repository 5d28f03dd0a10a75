"""What classes are called, and their articles."""

import pytest

from gdstudio.studio.state.class_names import (
    class_name,
    class_names,
    use_class_names,
    with_article,
)


@pytest.fixture(autouse=True)
def names_as_before():
    before = class_names(62)
    yield
    use_class_names(before)


def test_that_classes_without_names_are_digits_and_letters():
    use_class_names(())
    assert "".join(class_names(62)) == (
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    )
    assert class_name(62) == "62"


def test_that_classes_have_the_names_of_their_data():
    use_class_names(("shirt", "shoe"))
    assert class_names(3) == ("shirt", "shoe", "2")


@pytest.mark.parametrize(
    "spoken",
    ["a 0", "a 1", "a 5", "an 8", "a 10", "an 11", "a 12", "an 18", "a 19", "an 80", "an 88"]
    + ["a 110", "a 118", "an 11000", "an 18000", "an 800"]
    + [f"an {letter}" for letter in "AEFHILMNORSXaefx"]
    + [f"a {letter}" for letter in "BCDGJKPQTUVWYZbu"],
)
def test_that_the_article_is_the_one_that_is_spoken(spoken):
    assert with_article(spoken.split()[1]) == spoken


def test_that_classes_after_those_with_names_are_digits_and_letters():
    use_class_names(("shirt",) * 10)
    assert class_names(12)[8:] == ("shirt", "shirt", "A", "B")
