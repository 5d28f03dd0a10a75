from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gdstudio.pictures.box import BOX_HEIGHT, HeightScale, height_ticks
from gdstudio.pictures.mesh import SurfaceMesh, surface_mesh
from gdstudio.pictures.palette import VIRIDIS
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.surface.scaled_surface import ColourScale, ScaledSurface
from gdstudio.studio.views.surface.surface_view import SurfaceView
from tests.studio.views.chart_pixels import colours
from tests.studio.views.repaints import is_repainted


def ramp(scale: HeightScale = HeightScale.LINEAR) -> SurfaceMesh:
    return surface_mesh([0, 1, 2], [0, 1], [[1.0, 10.0, 100.0]] * 2, scale=scale)


def scale_of(qtbot: QtBot, mesh: SurfaceMesh | None, height: int = 300) -> ColourScale:
    widget = ColourScale()
    qtbot.addWidget(widget)
    widget.set_surface(mesh)
    widget.resize(widget.sizeHint().width(), height)
    return widget


def test_that_the_strip_runs_from_the_first_colour_below_to_the_last_above(qtbot: QtBot) -> None:
    shown = scale_of(qtbot, ramp()).grab().toImage()

    column = np.array([shown.pixelColor(5, y).getRgb()[:3] for y in range(shown.height())])
    for row, end in ((VIRIDIS[255], 0.1), (VIRIDIS[0], 0.9)):
        near = np.abs(column - row).max(axis=1) < 8
        assert near.any()
        assert abs(np.flatnonzero(near).mean() / shown.height() - end) < 0.1


def test_that_labels_are_those_of_the_surface(qtbot: QtBot) -> None:
    assert scale_of(qtbot, ramp()).labels() == ["20", "40", "60", "80", "100"]
    log = scale_of(qtbot, ramp(HeightScale.LOG))
    assert log.labels() == ["1", "2", "5", "10", "20", "50", "100"]
    assert log.accessibleDescription() == "from 1 to 100"


def test_that_its_width_does_not_follow_the_surface(qtbot: QtBot) -> None:
    widget = scale_of(qtbot, None)
    empty = widget.sizeHint().width()
    widget.set_surface(ramp())

    assert widget.sizeHint().width() == empty


def test_that_labels_follow_the_theme(qtbot: QtBot) -> None:
    widget = scale_of(qtbot, ramp())
    palette = DARK.palette()
    widget.setPalette(palette)
    put_on(DARK)
    shown = widget.grab().toImage()

    colours = {shown.pixelColor(x, y).name() for x in range(20, 50) for y in range(shown.height())}
    assert any(QColor(name).lightness() > 200 for name in colours)


def test_that_an_empty_or_tiny_scale_paints(qtbot: QtBot) -> None:
    assert scale_of(qtbot, None).labels() == []
    for height in (0, 1, 12, 40):
        widget = scale_of(qtbot, ramp(), height)
        assert not widget.grab().isNull() or height == 0


STRIP, TICK, GAP = 12, 4, 4


def half_line(widget: ColourScale) -> int:
    return widget.fontMetrics().height() // 2 + 1


def tick_rows(widget: ColourScale) -> list[int]:
    """The rows with a line from the strip to the last pixel of a tick and no further."""
    put_on(LIGHT)
    shown = colours(widget)
    muted = (np.abs(shown - QColor(LIGHT.muted).getRgb()[:3]).max(axis=2) < 8)[:, STRIP:]
    return np.flatnonzero(muted[:, : TICK + 1].all(axis=1) & ~muted[:, TICK + 1]).tolist()


def hundred() -> SurfaceMesh:
    """A surface from 0 to 100: its ticks are 0, 20 and so on."""
    return surface_mesh([0, 1], [0, 1], [[0.0, 100.0]] * 2)


def test_that_the_strip_leaves_half_a_line_above_and_below(qtbot: QtBot) -> None:
    widget = scale_of(qtbot, ramp())
    put_on(LIGHT)
    shown = colours(widget)
    ground = shown[0, 0]
    coloured = (shown[:, :STRIP] != ground).any(axis=2)

    free = half_line(widget)
    assert coloured[free:-free].all()
    assert not coloured[:free].any()
    assert not coloured[-free:].any()
    assert (shown[free + 3, STRIP + 1] == ground).all()


def test_that_a_tick_is_where_its_value_has_its_colour(qtbot: QtBot) -> None:
    widget = scale_of(qtbot, ramp())
    heights, labels = height_ticks(ramp().transform)
    free = half_line(widget)
    bottom, room = 300 - free - 1, 300 - 2 * free - 1

    assert len(labels) == 5
    expected = [bottom - round(float(height) / BOX_HEIGHT * room) for height in heights]
    assert tick_rows(widget) == sorted(expected)
    assert expected[-1] == free  # the highest value, at the top of the strip


def test_that_labels_stand_level_with_their_ticks_and_clear_of_them(qtbot: QtBot) -> None:
    widget = scale_of(qtbot, hundred())
    ticks = tick_rows(widget)
    shown = colours(widget)
    dark = (shown < 110).all(axis=2)
    assert len(ticks) == 6
    assert not dark[:, STRIP + TICK + 1 : STRIP + TICK + GAP].any()
    for row in ticks:
        rows = np.flatnonzero(
            dark[max(row - half_line(widget), 0) : row + half_line(widget)].any(1)
        )
        middle = max(row - half_line(widget), 0) + (rows[0] + rows[-1]) / 2
        assert middle == pytest.approx(row, abs=3)


def test_that_labels_have_a_line_each_or_are_left_out(qtbot: QtBot) -> None:
    widget = scale_of(qtbot, hundred())
    line, free = widget.fontMetrics().height(), half_line(widget)
    for spare, n_labels in ((0, 6), (-3, 3)):
        widget.resize(widget.width(), 5 * line + 1 + 2 * free + spare)
        rows = tick_rows(widget)
        assert len(rows) == n_labels
        assert min(np.diff(rows)) >= line


def test_that_the_widest_label_has_room(qtbot: QtBot) -> None:
    for low, high in ((-1e-5, 0.0), (-2.5e-6, 2.5e-6), (-99_000.0, 0.0)):
        widget = scale_of(qtbot, surface_mesh([0, 1], [0, 1], [[low, high]] * 2))
        widest = max(map(widget.fontMetrics().horizontalAdvance, widget.labels()))
        assert STRIP + TICK + GAP + widest < widget.sizeHint().width()
    assert widget.minimumSizeHint().width() == widget.sizeHint().width()
    assert widget.minimumSizeHint().height() >= 3 * widget.fontMetrics().height()


def test_that_a_strip_of_two_pixels_is_drawn_and_a_lower_one_is_not(qtbot: QtBot) -> None:
    for height, shows in ((2, True), (1, False), (0, False)):
        widget = scale_of(qtbot, ramp())
        widget.resize(widget.width(), 2 * half_line(widget) + height)
        shown = colours(widget)
        assert bool((shown != shown[0, 0]).any()) == shows


def test_that_a_scale_is_painted_anew_for_another_surface(qtbot: QtBot) -> None:
    widget = scale_of(qtbot, ramp())
    widget.show()
    qtbot.waitExposed(widget)
    assert is_repainted(widget, lambda: widget.set_surface(hundred()))
    assert widget.accessibleName() == "Colour scale"


def test_that_surface_and_scale_are_set_together_and_stand_side_by_side(qtbot: QtBot) -> None:
    view = SurfaceView(use_gl=False)
    both = ScaledSurface(view)
    qtbot.addWidget(both)
    both.resize(500, 300)
    both.show()
    qtbot.waitExposed(both)
    empty = colours(view)
    scale = both.findChild(ColourScale)
    assert scale is not None

    both.set_surface(ramp())

    assert scale.labels() == ["20", "40", "60", "80", "100"]
    assert (colours(view) != empty).any()
    left, right = view.geometry(), scale.geometry()
    assert left.right() < right.left() < left.right() + 8
    assert right.width() == scale.sizeHint().width()
    assert right.right() == both.width() - 1
    assert left.left() == 0
