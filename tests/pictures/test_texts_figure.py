"""Sentences and tables of texts as pictures: whole, in their room, with the numbers behind them."""

from __future__ import annotations

import itertools

import pytest

from gdstudio.pictures.figure import page_size
from gdstudio.pictures.figures.charts import table_of
from gdstudio.pictures.figures.texts import TextTable, texts_figure
from gdstudio.pictures.scene import Label, Scene

LONG = "A claim that goes over some lines where there is little room for it. " * 3
TABLE = TextTable(
    ("verdict", "claim", "measured"),
    tuple((f"row {k}", LONG if k % 2 else "short", f"{k}.5 against {k}") for k in range(9)),
)


def measure(text: str, size: float, weight: str) -> tuple[float, float]:
    """Measure as in a wide font."""
    return 0.6 * size * len(text), 1.3 * size


def labels(scene: Scene) -> list[Label]:
    return [shape for shape in scene.shapes if isinstance(shape, Label)]


def test_that_every_word_stands_in_the_picture() -> None:
    figure = texts_figure("a", "Title", ["One sentence.", LONG], TABLE)
    words = " ".join(label.text for label in labels(figure.scene(measure))).split()
    for text in ("One", "claim", "verdict", "row", "8.5", "against"):
        assert text in words
    assert words.count("claim") == 1 + 3 * 5  # in the header, the sentence and four rows


@pytest.mark.parametrize("sentences", [[], [LONG] * 4, ["word " * 400]], ids=["0", "4", "1"])
@pytest.mark.parametrize("texts", [None, TABLE], ids=["no table", "a table"])
def test_that_nothing_lies_outside(sentences: list[str], texts: TextTable | None) -> None:
    figure = texts_figure("a", "Title", sentences, texts)
    scene = figure.scene(measure)
    for label in labels(scene):
        assert 0 <= label.y <= scene.height - 1.3 * label.size + 1
        assert label.x + measure(label.text, label.size, "regular")[0] <= scene.width + 1


def test_that_columns_do_not_lie_over_each_other() -> None:
    rows: dict[float, list[Label]] = {}
    for label in labels(texts_figure("a", "Title", [], TABLE).scene(measure)):
        rows.setdefault(label.y, []).append(label)
    for row in rows.values():
        row.sort(key=lambda label: label.x)
        for left, right in itertools.pairwise(row):
            assert left.x + measure(left.text, left.size, "regular")[0] < right.x


def test_that_the_numbers_are_those_given_else_the_texts() -> None:
    numbers = table_of(("a",), [(0.123456789,)])
    given = texts_figure("a", "T", [], TextTable(("a",), (("0.12",),)), numbers)
    assert list(given.tabulate().rows()) == [(0.123456789,)]
    assert next(iter(texts_figure("a", "T", [], TABLE).tabulate().rows())) == TABLE.rows[0]
    assert list(texts_figure("a", "T", ["x", "y"]).tabulate().rows()) == [("x",), ("y",)]


def test_that_the_size_that_is_told_is_the_size_of_the_picture() -> None:
    figure = texts_figure("a", "A title", ["One sentence."], TABLE)
    plain, titled = figure.scene(measure), figure.scene(measure, titled=True)
    assert (plain.width, plain.height) == figure.size
    assert (titled.width, titled.height) == page_size(figure, measure)
