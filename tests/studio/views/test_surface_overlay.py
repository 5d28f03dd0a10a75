"""Marks over a surface seen straight from above, where a pixel of the view is a place on paper."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QRegion
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gdstudio.pictures.camera import Camera
from gdstudio.pictures.marks import SurfaceArrow, SurfaceMarker, SurfacePath
from gdstudio.pictures.mesh import surface_mesh
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import LIGHT
from gdstudio.studio.views.surface.surface_overlay import SurfaceOverlay, drawn_radius

SIDE = 300
# So near that the axes lie outside of the view.
ABOVE = Camera(-90, 90, distance=1.6, centre=(0.0, 0.0, 0.0), orthographic=True)
RED, GREEN, GROUND = (255, 0, 0), (0, 160, 0), (0, 0, 255)
BASE = QColor(LIGHT.base).getRgb()[:3]


def place(column: float, row: float, height: float = 0.05) -> NDArray[np.float64]:
    """The point of the box that is seen at a pixel of the view."""
    unit = ABOVE.project((1.0, 0.0, 0.0), SIDE, SIDE)[0] - SIDE / 2
    return np.array([(column - SIDE / 2) / unit, (SIDE / 2 - row) / unit, height])


@pytest.fixture
def sheet(qtbot: QtBot) -> SurfaceOverlay:
    """A sheet over a floor whose right half rises: what is low is hidden there."""
    parent = QWidget()
    qtbot.addWidget(parent)
    put_on(LIGHT)
    sheet = SurfaceOverlay(parent)
    sheet.resize(SIDE, SIDE)
    x = np.linspace(-1, 1, 41)
    sheet.set_scene(surface_mesh(x, x, np.tile(np.maximum(x, 0), (41, 1))), ABOVE)
    return sheet


def drawn(sheet: SurfaceOverlay) -> NDArray[np.int64]:
    """Every pixel of the sheet over a blue ground, shape (height, width, 3)."""
    image = QImage(sheet.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(*GROUND))
    sheet.render(image, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[..., 2::-1].astype(np.int64)


def rows_of(column: NDArray[np.int64], colour: tuple[int, ...]) -> list[int]:
    """The pixels of a row or a column with exactly this colour."""
    return np.flatnonzero((column == colour).all(axis=1)).tolist()


def touched(column: NDArray[np.int64]) -> list[int]:
    """The pixels of a row or a column on which anything is drawn."""
    return np.flatnonzero((column != GROUND).any(axis=1)).tolist()


def test_that_an_arrow_has_a_shaft_a_head_and_a_halo(sheet: SurfaceOverlay) -> None:
    sheet.set_arrows([SurfaceArrow(place(100, 150), place(140, 150), "#ff0000", 4)])
    pixels = drawn(sheet)

    # The head is four widths long and as wide: from 124 to 140, from 142 to 158 at its neck.
    assert rows_of(pixels[:, 110], RED) == [148, 149, 150, 151]
    assert touched(pixels[:, 110]) == list(range(146, 154))
    assert rows_of(pixels[:, 120], RED) == [148, 149, 150, 151]
    assert len(rows_of(pixels[:, 124], RED)) in (14, 15, 16)
    assert len(rows_of(pixels[:, 132], RED)) in (6, 7, 8)
    shaft = rows_of(pixels[149], RED)
    assert shaft[0] in (98, 99)
    assert shaft[-1] in (137, 138, 139)
    assert touched(pixels[149])[0] in (96, 97)
    assert touched(pixels[149])[-1] in (140, 141, 142, 143)
    assert tuple(pixels[147, 110]) == BASE


def test_that_a_short_arrow_is_all_head_and_a_vanishing_one_is_left_out(
    sheet: SurfaceOverlay,
) -> None:
    sheet.set_arrows([SurfaceArrow(place(100, 150), place(110, 150), "#ff0000", 4)])
    rows = [len(rows_of(drawn(sheet)[:, x], RED)) for x in range(90, 120)]
    assert max(rows) in (8, 9, 10)  # as wide as it is long
    sheet.set_arrows([SurfaceArrow(place(100, 150), place(102.7, 150), "#ff0000", 4)])
    assert touched(drawn(sheet)[:, 101])
    sheet.set_arrows([SurfaceArrow(place(100, 150), place(101.9, 150), "#ff0000", 4)])
    assert not touched(drawn(sheet)[130:170, 101])


def test_that_an_arrow_points_where_it_leads(sheet: SurfaceOverlay) -> None:
    sheet.set_arrows([SurfaceArrow(place(100, 180), place(100, 130), "#ff0000", 4)])
    pixels = drawn(sheet)
    widths = [len(rows_of(pixels[y], RED)) for y in range(120, 190)]
    assert 140 < 120 + int(np.argmax(widths)) < 150  # the neck, 16 below the tip
    assert max(widths) > 12


def test_that_a_ball_has_a_rim_of_the_ground_and_its_light_from_the_upper_left(
    sheet: SurfaceOverlay,
) -> None:
    colour = QColor("#a04040")
    sheet.set_markers([SurfaceMarker(place(150, 150), colour.name(), 10)])
    pixels = drawn(sheet)

    off = np.abs(pixels[150, 158:162] - BASE).max(axis=1)
    assert (off < 60).tolist() == [False, True, True, False]
    assert 162 not in touched(pixels[150])
    for (x, y), shade in (
        ((146, 146), colour.lighter(150)),  # 0.35 of the radius to the left and up
        ((151, 151), colour),  # 0.6 of the way to the dark side
        ((155, 155), colour.darker(125)),
    ):
        assert pixels[y, x] == pytest.approx(shade.getRgb()[:3], abs=12)


def test_that_the_current_ball_is_larger_by_seven_tenths(sheet: SurfaceOverlay) -> None:
    plain = SurfaceMarker(place(150, 150), "#ff0000", 10)
    current = SurfaceMarker(place(150, 150), "#ff0000", 10, current=True)
    assert (drawn_radius(plain), drawn_radius(current)) == (10.0, 17.0)
    sheet.set_markers([current])
    assert tuple(drawn(sheet)[150, 166]) == BASE
    assert 169 not in touched(drawn(sheet)[150])


def test_that_a_hollow_mark_is_a_ring_between_two_thin_ones_of_the_ground(
    sheet: SurfaceOverlay,
) -> None:
    sheet.set_markers([SurfaceMarker(place(150, 150), "#ff0000", 10, hollow=True)])
    row = drawn(sheet)[150]

    assert rows_of(row, RED) == [139, 140, 159, 160]
    assert touched(row)[-1] == 162
    for inside, outside in ((157, 162), (158, 161)):
        assert row[inside, 1] > 100 < row[outside, 1]
    assert touched(row)[0] == 137
    assert set(range(143, 157)) <= set(rows_of(row, GROUND))


def test_that_a_label_stands_beside_its_ball(sheet: SurfaceOverlay) -> None:
    sheet.set_markers([SurfaceMarker(place(150, 150), "#ff0000", 10, label="here")])
    box = sheet.fontMetrics().boundingRect("here")
    pixels = drawn(sheet)[:, 163:]
    columns = np.flatnonzero((pixels != GROUND).any(axis=(0, 2))) + 163
    rows = np.flatnonzero((pixels[:, 4 : box.width()] != GROUND).any(axis=(1, 2)))

    assert (columns[0], len(columns)) == (166, box.width() + 8)  # six from the ball
    assert len(rows) == box.height() + 4
    assert (rows[0] + rows[-1] + 1) / 2 == pytest.approx(150, abs=0.5)
    veil = [0.8 * base + 0.2 * ground for base, ground in zip(BASE, GROUND, strict=True)]
    assert pixels[150, 4] == pytest.approx(veil, abs=2)
    dark = np.flatnonzero((pixels < 100).all(axis=2).any(axis=0)) + 163
    assert dark[0] >= 169
    assert dark[-1] <= columns[-1] - 3
    assert pixels[rows[0], 3] == pytest.approx(GROUND, abs=90)  # a round corner


def test_that_the_nearest_ball_is_on_top_and_the_current_one_above_all(
    sheet: SurfaceOverlay,
) -> None:
    low, high = place(140, 150, 0.2), place(140, 150, 0.6)

    def seen(*markers: SurfaceMarker) -> str:
        sheet.set_markers(markers)
        red, green, _ = drawn(sheet)[150, 140]
        return "red" if red > green else "green"

    assert seen(SurfaceMarker(high, "#ff0000", 8), SurfaceMarker(low, "#00a000", 8)) == "red"
    assert seen(SurfaceMarker(low, "#ff0000", 8), SurfaceMarker(high, "#00a000", 8)) == "green"
    below = SurfaceMarker(low, "#ff0000", 8, current=True)
    assert seen(below, SurfaceMarker(high, "#00a000", 8)) == "red"
    nowhere = SurfaceMarker(np.array([0.0, np.nan, 0.0]), "#ff0000", 8)
    assert seen(nowhere, SurfaceMarker(high, "#00a000", 8)) == "green"


def test_that_the_ball_to_drag_is_the_last_current_one(sheet: SurfaceOverlay) -> None:
    assert sheet.current_marker() is None
    plain = SurfaceMarker(place(1, 1), "#ff0000")
    first, last = (SurfaceMarker(place(i, 1), "#ff0000", current=True) for i in (2, 3))
    sheet.set_markers([first, last, plain])
    assert sheet.current_marker() is last
    sheet.set_markers([plain])
    assert sheet.current_marker() is None


def test_that_a_path_has_its_width_and_a_halo(sheet: SurfaceOverlay) -> None:
    sheet.set_paths([SurfacePath(np.array([place(90, 150), place(140, 150)]), "#ff0000", 6)])
    pixels = drawn(sheet)

    assert rows_of(pixels[:, 110], RED) == list(range(147, 153))
    assert touched(pixels[:, 110]) == list(range(145, 155))
    assert tuple(pixels[146, 110]) != GROUND
    veil = [0.75 * base + 0.25 * ground for base, ground in zip(BASE, GROUND, strict=True)]
    assert pixels[146, 110] == pytest.approx(veil, abs=2)
    assert rows_of(pixels[149], RED)[0] in (87, 88)
    assert rows_of(pixels[149], RED)[-1] in (141, 142)


def test_that_what_is_hidden_is_faint_and_has_no_halo(sheet: SurfaceOverlay) -> None:
    sheet.set_paths([SurfacePath(np.array([place(190, 150), place(240, 150)]), "#ff0000", 6)])
    pixels = drawn(sheet)
    faint = [0.3 * mark + 0.7 * ground for mark, ground in zip(RED, GROUND, strict=True)]
    assert touched(pixels[:, 210]) == list(range(147, 153))
    assert pixels[150, 210] == pytest.approx(faint, abs=2)

    sheet.set_paths([])
    sheet.set_markers([SurfaceMarker(place(185, 150), "#ff0000", 10)])
    red = drawn(sheet)[151, 186]
    assert red == pytest.approx([0.45 * 255, 0, 0.55 * 255], abs=8)

    sheet.set_markers([])
    sheet.set_arrows([SurfaceArrow(place(190, 150), place(240, 150), "#ff0000", 6)])
    halo = [0.3 * base + 0.7 * ground for base, ground in zip(BASE, GROUND, strict=True)]
    under = [0.3 * mark + 0.7 * ground for mark, ground in zip(RED, halo, strict=True)]
    assert drawn(sheet)[150, 205] == pytest.approx(under, abs=3)


def test_that_a_path_goes_on_where_it_is_hidden(sheet: SurfaceOverlay) -> None:
    points = [place(x, 150, 0.05) for x in np.arange(120.0, 221.0, 5.0)]
    sheet.set_paths([SurfacePath(np.array(points), "#ff0000", 6)])
    row = drawn(sheet)[150]

    assert set(range(120, 220)) <= set(touched(row))
    assert len(rows_of(row, RED)) in range(20, 60)  # the floor rises to 0.05 soon after 150
    faint = np.abs(row - [76, 0, 178]).max(axis=1) <= 3
    assert 30 < faint.sum() < 80


def test_that_nothing_is_drawn_over_a_break(sheet: SurfaceOverlay) -> None:
    broken = [place(80, 150), place(100, 150), np.full(3, np.nan), place(125, 150), place(140, 150)]
    sheet.set_paths([SurfacePath(np.array(broken), "#ff0000", 4)])
    row = drawn(sheet)[150]

    assert set(range(106, 119)) <= set(rows_of(row, GROUND))
    assert {81, 99, 126, 139} <= set(rows_of(row, RED))


def test_that_a_path_of_many_points_is_the_line_through_them(sheet: SurfaceOverlay) -> None:
    for n in (2, 3, 401, 5000):
        points = [place(x, 150) for x in np.linspace(80, 140, n)]
        sheet.set_paths([SurfacePath(np.array(points), "#ff0000", 4)])
        reds = rows_of(drawn(sheet)[150], RED)
        assert (reds[0] in (78, 79), reds[-1] in (140, 141), len(reds) >= 61) == (True,) * 3


def test_that_a_path_within_a_pixel_is_a_dot_and_a_point_is_none(sheet: SurfaceOverlay) -> None:
    points = np.array([place(100 + 0.2 * i, 150) for i in range(4)])
    sheet.set_paths([SurfacePath(points, "#ff0000", 6)])
    assert rows_of(drawn(sheet)[150], RED)
    sheet.set_paths([SurfacePath(points[:1], "#ff0000", 6), SurfacePath(points[:0], "#ff0000", 6)])
    assert not touched(drawn(sheet)[150, 90:110])


def test_that_paths_that_stay_and_paths_that_go_are_told_apart(sheet: SurfaceOverlay) -> None:
    one, two, three = (
        SurfacePath(np.array([place(80, y), place(140, y)]), "#ff0000", 4) for y in (120, 150, 180)
    )

    def shown(*paths: SurfacePath) -> list[int]:
        sheet.set_paths(paths)
        return [y for y in (120, 150, 180) if tuple(drawn(sheet)[y, 110]) == RED]

    assert shown(one) == [120]
    assert shown(one, two) == [120, 150]
    assert shown(one, two) == [120, 150]
    assert shown(one, three) == [120, 180]
    assert shown(two, three) == [150, 180]
    assert shown() == []


def test_that_the_last_path_is_on_top_of_those_that_stay(sheet: SurfaceOverlay) -> None:
    points = np.array([place(80, 150), place(140, 150)])
    under, over = SurfacePath(points, "#ff0000", 8), SurfacePath(points, "#00a000", 4)
    for paths in ([under], [under, over], [under, over]):
        sheet.set_paths(paths)
        column = drawn(sheet)[:, 110]
        assert tuple(column[150]) == (GREEN if over in paths else RED)


def test_that_the_frame_of_the_focus_is_two_pixels_wide_and_never_faint(
    sheet: SurfaceOverlay,
) -> None:
    accent = QColor(LIGHT.accent).getRgb()[:3]
    low, end = place(185, 150), place(215, 150)
    sheet.set_focused(True)
    hidden: list[Callable[[], None]] = [
        lambda: None,
        lambda: sheet.set_arrows([SurfaceArrow(low, end, "#ff0000")]),
        lambda: sheet.set_markers([SurfaceMarker(low, "#ff0000")]),
        lambda: (sheet.set_markers([]), sheet.set_arrows([]))[0],
        lambda: sheet.set_paths([SurfacePath(np.array([low, end]), "#ff0000")]),
    ]
    for hide in hidden:
        hide()
        for line in (drawn(sheet)[:, 20], drawn(sheet)[20]):
            assert rows_of(line, accent) == [0, 1, SIDE - 2, SIDE - 1]
    sheet.set_markers([SurfaceMarker(place(100, 100), "#ff0000", 10)])
    assert tuple(drawn(sheet)[100, 101]) != GROUND
    sheet.set_focused(False)
    assert not rows_of(drawn(sheet)[20], accent)


def test_that_the_frame_is_all_of_a_view_without_a_surface(sheet: SurfaceOverlay) -> None:
    sheet.set_markers([SurfaceMarker(place(100, 100), "#ff0000", 10)])
    sheet.set_scene(None, ABOVE)
    assert (drawn(sheet) == GROUND).all()
    sheet.set_focused(True)
    assert (drawn(sheet)[2:-2, 2:-2] == GROUND).all()
    assert not (drawn(sheet) == GROUND).all()
