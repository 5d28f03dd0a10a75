"""Layers as people type them."""

import pytest

from gdstudio.errors import InvalidValue
from gdstudio.learning.layers_typed import read_hidden, read_layers


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("784-16-16-10", (16, 16)),
        ("784 - 16 - 16 - 10", (16, 16)),
        ("784–16–16–10", (16, 16)),
        ("784, 16, 16, 10", (16, 16)),
        ("784x16x16x10", (16, 16)),
        ("[784, 16, 16, 10]", (16, 16)),
        ("784-10", ()),
        ("16-16", (16, 16)),
        ("16 16", (16, 16)),
        ("16x16", (16, 16)),
        ("16×16", (16, 16)),
        ("[16, 16]", (16, 16)),
        ("(16,)", (16,)),
        ("16,16", (16, 16)),
        ("16;16", (16, 16)),
        ("16; 16", (16, 16)),
        ("100 - 50 20", (100, 50, 20)),
        ("784", (784,)),
        ("10", (10,)),
        ("784, 100", (784, 100)),
        ("none", ()),
        ("None", ()),
        ("", ()),
        ("[]", ()),
    ],
)
def test_that_sizes_are_read_as_people_write_them(text: str, hidden: tuple[int, ...]) -> None:
    assert read_hidden(text, 784, 10) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "16; DROP TABLE",
        "16.5",
        "-16",
        "16,,16",
        "16--16",
        "1,000",
        "16 +16",
        "1e2",
        "16/16",
        "sixteen",
    ],
)
def test_that_what_is_no_list_of_sizes_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="give whole numbers like 16, 16"):
        read_hidden(text, 784, 10)


@pytest.mark.parametrize(
    ("text", "ends", "accepted"),
    [
        ("784-16-16", (784, 10), "16, 16, or the whole network 784-16-16-10"),
        ("16-16-10", (784, 10), "16, 16, or the whole network 784-16-16-10"),
        ("784-16-16-10", (64, 4), "16, 16, or the whole network 64-16-16-4"),
        ("784-16-16-10", (784, 26), "16, 16, or the whole network 784-16-16-26"),
    ],
)
def test_that_half_a_network_is_refused_with_the_whole_one(text, ends, accepted) -> None:
    with pytest.raises(InvalidValue) as refused:
        read_hidden(text, *ends)
    assert refused.value.accepted == accepted


def test_that_the_ends_are_those_of_the_data_set() -> None:
    assert read_hidden("64-16-4", 64, 4) == (16,)
    assert read_hidden("784-16-26", 784, 26) == (16,)


@pytest.mark.parametrize("text", ["conv 8@5x5, pool 2, dense 64", "LSTM 128", "lstm 128"])
def test_that_a_text_with_a_word_is_an_architecture(text: str) -> None:
    assert read_layers(text, 784, 10) == {"architecture": text}


def test_that_what_is_neither_is_told_what_both_look_like() -> None:
    assert read_layers("none", 784, 10) == {"hidden": ()}
    with pytest.raises(InvalidValue, match="like 16, 16 or layers like conv 8@5x5, pool 2"):
        read_layers("16 & 16", 784, 10)
