import pytest

from gdstudio.studio.state.class_names import with_article


@pytest.mark.parametrize("name", [*"8AEFHILMNORSXaex", "11", "18", "80", "88", "800", "11000"])
def test_that_what_is_spoken_with_a_vowel_has_an(name):
    assert with_article(name) == f"an {name}"


@pytest.mark.parametrize("name", [*"012345679BCDGJKPQTUVWYZbu", "10", "110", "180", "62", "1800"])
def test_that_everything_else_has_a(name):
    assert with_article(name) == f"a {name}"
