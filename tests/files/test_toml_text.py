"""Plain values written as TOML are read as they were."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from gdstudio.files.toml_text import toml_lines

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
_PLAIN = st.booleans() | st.integers(-(2**62), 2**62) | st.floats(allow_nan=False) | _TEXTS
_VALUES = st.recursive(
    _PLAIN, lambda inner: st.lists(inner) | st.dictionaries(_TEXTS, inner), max_leaves=8
)


@given(st.dictionaries(_TEXTS, _VALUES))
def test_that_what_is_written_is_read_again(values):
    assert tomllib.loads("\n".join(toml_lines(values))) == values


def test_that_what_has_no_word_is_left_out():
    assert toml_lines({"a": None, "b": 1}) == ["b = 1"]
    assert toml_lines({"a b": {"c": None, "d": True}}) == ['"a b" = {d = true}']
