"""The strip of a split: as long as there are digits, and what has none is left out."""

from __future__ import annotations

from itertools import pairwise

import pytest

from gdstudio.pictures.palette import DARK, LIGHT
from gdstudio.pictures.scene import Label, Plate
from gdstudio.pictures.sheet import Sheet
from gdstudio.pictures.split_strip import draw_split, least_height
from tests.pictures.told import measure

WORDS = ("learned from: a", "held out: b", "left out: c", "test digits: d")


def drawn(counts, size=(600.0, 90.0), palette=LIGHT):
    scene = draw_split(counts, WORDS, Sheet(size, measure, palette))
    filled = [s for s in scene.shapes if isinstance(s, Plate) and s.fill]
    top = min(s.rect.top for s in filled)
    parts = [s for s in filled if s.rect.top == top]
    texts = [s for s in scene.shapes if isinstance(s, Label)]
    return parts, texts


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_that_parts_are_as_long_as_they_have_digits(palette):
    parts, texts = drawn((40_000, 10_000, 10_000, 10_000), palette=palette)
    wide = [part.rect.width for part in parts]
    assert wide[0] == pytest.approx(4 * wide[1])
    assert wide[1] == pytest.approx(wide[2]) == pytest.approx(wide[3])
    assert len({part.fill for part in parts}) == 4
    assert [text.text for text in texts] == list(WORDS)
    assert all(a.rect.right <= b.rect.left + 1e-9 for a, b in pairwise(parts))
    assert parts[3].rect.left > parts[2].rect.right + 5  # the test digits stand apart


def test_that_what_has_no_digits_is_left_out():
    parts, texts = drawn((60_000, 0, 0, 10_000))
    assert len(parts) == 2
    assert [text.text for text in texts] == [WORDS[0], WORDS[3]]


def test_that_a_few_digits_are_still_seen():
    parts, _ = drawn((59_999, 1, 0, 10_000))
    assert parts[1].rect.width >= 2


@pytest.mark.parametrize("wide", [160.0, 300.0, 900.0])
def test_that_words_take_the_lines_they_need(wide):
    counts = (3, 2, 1, 1)
    least = least_height(counts, WORDS, Sheet((wide, 0.0), measure))
    parts, texts = drawn(counts, (wide, least))
    line = Sheet((wide, least), measure).line
    assert max(text.y for text in texts) + line <= least + 1
    assert min(text.y for text in texts) >= parts[0].rect.bottom
    assert len({(text.x, text.y) for text in texts}) == 4
