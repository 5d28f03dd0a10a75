from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gdstudio.pictures.box import HeightScale
from gdstudio.pictures.mesh import SurfaceMesh, surface_mesh
from gdstudio.pictures.palette import VIRIDIS
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK
from gdstudio.studio.views.surface.scaled_surface import ColourScale


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
