"""No words of a picture lie on others, in charts and plots of every size and every size of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import Final

import numpy as np
import pytest

from gdstudio.pictures.charts import Chart
from gdstudio.pictures.layouts import lay_out
from gdstudio.pictures.pillow.lettering import measure
from gdstudio.pictures.plane.box import PlaneChart, draw_plane
from gdstudio.pictures.plane.curve import BallState
from gdstudio.pictures.plane.slices import SliceChart
from gdstudio.pictures.scene import Label, Rect, Shape
from gdstudio.pictures.sheet import TEXT_PX, Sheet
from tests.pictures.layouts.samples import SAMPLES
from tests.pictures.test_drawn import (
    ARROWS,
    CURVE,
    FULL,
    GAPS,
    LOG_RACE,
    MAP,
    POINTS,
    RACE,
    STATE,
    VALLEY,
)

SIZES: Final = ((240, 160), (300, 180), (400, 260), (480, 300), (760, 440), (1100, 640))
TEXTS: Final = (TEXT_PX, 1.25 * TEXT_PX, 1.5 * TEXT_PX, 2 * TEXT_PX, 2.5 * TEXT_PX)
LEAST: Final = 14  # heights of a text: a narrower chart asks for more room
PLANES: Final[dict[str, PlaneChart]] = {
    "map": replace(MAP, state=STATE, stationary=POINTS),
    "map with an inner state": replace(MAP, state=STATE, arrows=ARROWS),
    "ball on a slope": replace(CURVE, state=BallState(0.0, 1.0, 2.0, 1.0, 1.0)),
    "ball at an end": replace(
        CURVE, rate_limit=0.5, state=BallState(-0.9, 0.81, -1.8, 0.18, 0.5184)
    ),
    "ball at rest": replace(CURVE, rate_limit=0.5, state=BallState(0.1, 0.01, 0.2, -0.02, 0.0064)),
    "far step": replace(
        CURVE, bands=None, start=(2.0, 4.0), state=BallState(2.0, 4.0, 4.0, -5.0, 9.0)
    ),
    "race": RACE,
    "race on a logarithmic axis": LOG_RACE,
    "gaps": GAPS,
    "slice": SliceChart(FULL, t=0.25, pointer=0.75),
    "slice on a logarithmic axis": SliceChart(VALLEY, log=True, t=1.0, pointer=1.0),
}


def letters(text: Label) -> Rect:
    """Return where the letters of a text stand, without the air above and below them."""
    width, height = measure(text.text, text.size, text.weight)
    left, top = text.x - text.anchor[0] * width, text.y - text.anchor[1] * height
    if text.is_upwards:
        left, top = text.x - text.anchor[1] * height, text.y - (1 - text.anchor[0]) * width
        return Rect(left, top, height, width).grown(-0.18 * height, -0.5)
    return Rect(left, top, width, height).grown(-0.5, -0.18 * height)


def lying_on_others(shapes: Iterable[Shape]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of texts that have a piece in common."""
    texts = [(shape.text, letters(shape)) for shape in shapes if isinstance(shape, Label)]
    for (one, its_place), (other, place) in combinations(texts, 2):
        if its_place.meets(place):
            yield one, other


def sizes_and_texts() -> Iterator[tuple[tuple[int, int], float]]:
    for size in SIZES:
        yield from ((size, text) for text in TEXTS if size[0] >= LEAST * text)


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: type(chart).__name__)
@pytest.mark.parametrize("titled", [False, True])
def test_that_no_words_of_a_chart_lie_on_others(chart: Chart, titled: bool) -> None:
    for size, text in sizes_and_texts():
        scene = lay_out(chart, size, measure, text_size=text, titled=titled).scene
        assert list(lying_on_others(scene.shapes)) == [], (size, text)


@pytest.mark.parametrize("name", PLANES)
def test_that_no_words_of_a_flat_plot_lie_on_others(name: str) -> None:
    for size, text in sizes_and_texts():
        sheet = Sheet(size, measure, text_size=text)
        draw_plane(sheet, Rect(0, 0, *size), PLANES[name])
        assert list(lying_on_others(sheet.shapes)) == [], (size, text)


def test_that_a_label_goes_to_the_nearest_free_place_in_its_room() -> None:
    sheet, room = Sheet((300.0, 100.0), measure), Rect(0, 0, 300, 100)
    places = [sheet.label(text, (150, 50), "#000000", "#ffffff", 1.0, room) for text in "abcd"]
    assert places[0].middle == pytest.approx((150, 50), abs=1)
    for one, other in combinations(places, 2):
        assert not one.grown(-4, -2).meets(other.grown(-4, -2))
    assert all(abs(place.middle[0] - 150) < 20 for place in places)  # each is a narrow letter
    apart = sheet.label("e", (20, 20), "#000000", "#ffffff", 1.0, room)
    assert apart.middle == pytest.approx((20, 20), abs=1)


def test_that_a_label_without_a_free_place_is_written_all_the_same() -> None:
    room = Rect(0, 0, 60, 20)
    sheet = Sheet((60.0, 20.0), measure)
    one, other = (
        sheet.label(text, (30, 10), "#000000", "#ffffff", 1.0, room) for text in ("wide", "wider")
    )
    assert one.meets(other)
    assert np.count_nonzero([isinstance(shape, Label) for shape in sheet.shapes]) == 2
