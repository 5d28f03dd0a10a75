"""Lines and words of the axes, each where its place on the box is seen."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from gdstudio.pictures.box import SceneAxis, scene_axes
from gdstudio.pictures.camera import Camera
from gdstudio.pictures.mesh import surface_mesh
from gdstudio.studio.text_size import put_on_text_size
from gdstudio.studio.theme import LIGHT
from gdstudio.studio.views.surface.surface_axes_painter import paint_axes

SIZE = (900, 760)
CAMERA = Camera()
TITLES = ("first", "second", "cost")
GRID = np.linspace(-5, 5, 21)
MESH = surface_mesh(GRID, GRID, np.add.outer(GRID**2, GRID**2))
TICK, GAP = 5.0, 4.0


class Notes(QPainter):
    """Notes lines and words, and where they are."""

    def __init__(self, size: tuple[int, int], camera: Camera) -> None:
        self._picture = QImage(*size, QImage.Format.Format_RGB32)
        super().__init__(self._picture)
        self.lines: list[QLineF] = []
        self.words: list[tuple[str, QRectF]] = []
        self.colours: dict[str, set[str]] = {"line": set(), "word": set()}
        paint_axes(self, MESH, camera, TITLES, size, LIGHT)
        self.line_height = self.fontMetrics().height()
        self.end()

    def drawLine(self, line: QLineF) -> None:
        self.lines.append(QLineF(line))
        self.colours["line"].add(self.pen().color().name())
        super().drawLine(line)

    def drawText(self, box: QRectF, flags: Qt.AlignmentFlag, text: str) -> None:
        self.words.append((text, QRectF(box)))
        self.colours["word"].add(self.pen().color().name())
        super().drawText(box, flags, text)

    def box_of(self, text: str) -> QRectF:
        (box,) = [box for word, box in self.words if word == text]
        return box


@pytest.fixture
def notes(qapp: QApplication) -> Notes:
    return Notes(SIZE, CAMERA)


def seen(point: NDArray[np.float64]) -> NDArray[np.float64]:
    return CAMERA.project(point, *SIZE)[..., :2]


def outwards(axis: SceneAxis) -> NDArray[np.float64]:
    middle = (axis.start + axis.end) / 2
    way = seen(middle + 0.1 * axis.outwards) - seen(middle)
    return way / np.hypot(*way)


def ends(line: QLineF) -> list[float]:
    return [line.x1(), line.y1(), line.x2(), line.y2()]


def beside(notes: Notes, text: str, at: NDArray[np.float64], way: NDArray[np.float64]) -> QRectF:
    """The box of a word that touches a place from outside."""
    width, height = notes.box_of(text).width(), notes.box_of(text).height()
    centre = at + way * np.array([width, height]) / 2
    return QRectF(centre[0] - width / 2, centre[1] - height / 2, width, height)


def test_that_axes_and_ticks_are_drawn_where_they_are_seen(notes: Notes) -> None:
    drawn = [ends(line) for line in notes.lines]
    expected = []
    for axis in scene_axes(MESH.transform, CAMERA, 5):
        expected.append([*seen(axis.start), *seen(axis.end)])
        for at in seen(axis.ticks):
            expected.append([*at, *(at + TICK * outwards(axis))])
    assert np.array(drawn) == pytest.approx(np.array(expected), abs=0.01)
    assert notes.colours == {"line": {LIGHT.muted}, "word": {QColor(LIGHT.text).name()}}


def test_that_each_label_touches_its_tick_from_outside(notes: Notes) -> None:
    boxes = iter(notes.words)
    for axis in scene_axes(MESH.transform, CAMERA, 5):
        way = outwards(axis)
        for at, label in zip(seen(axis.ticks), axis.labels, strict=True):
            text, box = next(boxes)
            assert text == label
            centre = at + (TICK + GAP) * way + way * np.array([box.width(), box.height()]) / 2
            assert [box.center().x(), box.center().y()] == pytest.approx(centre, abs=0.01)
            assert box.height() == notes.line_height


def test_that_titles_stand_outside_of_all_labels_of_their_axis(notes: Notes) -> None:
    axes = scene_axes(MESH.transform, CAMERA, 5)
    first = 0
    for axis, title in zip(axes[:2], TITLES, strict=False):
        way = outwards(axis)
        boxes = [box for _, box in notes.words[first : first + len(axis.labels)]]
        first += len(axis.labels)
        across = [abs(way[0]) * box.width() + abs(way[1]) * box.height() for box in boxes]
        reach = TICK + GAP + max(across)
        at = seen((axis.start + axis.end) / 2) + (reach + 2 * GAP) * way
        box = notes.box_of(title)
        assert box.center().x() == pytest.approx(
            beside(notes, title, at, way).center().x(), abs=0.5
        )
        assert box.center().y() == pytest.approx(
            beside(notes, title, at, way).center().y(), abs=0.5
        )


def test_that_the_title_of_height_stands_over_its_axis(notes: Notes) -> None:
    axis = scene_axes(MESH.transform, CAMERA, 5)[2]
    top = seen(axis.end)
    box = notes.box_of("cost")
    assert box.center().x() == pytest.approx(top[0], abs=0.01)
    assert box.bottom() == pytest.approx(top[1] - 2 * GAP, abs=0.01)


@pytest.mark.parametrize(("size", "about"), [((380, 500), 5), ((379, 500), 3), ((500, 379), 3)])
def test_that_little_views_have_fewer_ticks(
    qapp: QApplication, size: tuple[int, int], about: int
) -> None:
    far = Camera().zoomed(1.2)
    notes = Notes(size, far)
    wanted = {label for axis in scene_axes(MESH.transform, far, about) for label in axis.labels}
    assert {text for text, _ in notes.words} - set(TITLES) <= wanted
    n_ticks = sum(len(axis.ticks) for axis in scene_axes(MESH.transform, far, about))
    other = sum(len(axis.ticks) for axis in scene_axes(MESH.transform, far, 8 - about))
    assert abs(len(notes.lines) - 3 - n_ticks) < abs(len(notes.lines) - 3 - other)


def test_that_an_axis_seen_end_on_is_left_out(qapp: QApplication) -> None:
    notes = Notes(SIZE, Camera(elevation=90, orthographic=True))
    assert {"first", "second"} <= {text for text, _ in notes.words}
    assert "cost" not in {text for text, _ in notes.words}
    lengths = sorted(line.length() for line in notes.lines)
    assert sum(length > 40 for length in lengths) == 2


def test_that_words_at_the_edge_are_moved_into_the_view(qapp: QApplication) -> None:
    room, left_over = QRectF(2, 2, 596, 456), []
    for zoom in (1.1, 1.2, 1.3, 1.5, 1.7, 2.0):
        notes = Notes((600, 460), Camera().zoomed(zoom))
        assert notes.words
        assert all(room.contains(box) for _, box in notes.words)
        for _, box in notes.words:
            left_over += [box.left() - room.left(), room.right() - box.right()]
            left_over += [box.top() - room.top(), room.bottom() - box.bottom()]
    assert min(left_over) == pytest.approx(0, abs=1e-6)  # moved, and no further than need be


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("size", [(240, 180), (310, 260), (430, 210), (1100, 640)])
def test_that_no_words_lie_on_others_and_no_seen_axis_is_without_its_title(
    qapp: QApplication, percent: int, size: tuple[int, int]
) -> None:
    put_on_text_size(percent)
    room = (size[0] * percent // 100, size[1] * percent // 100) if size[0] < 900 else size
    for azimuth in range(-177, 180, 30):
        for elevation in (5, 20, 34, 60, 88):
            for zoom in (0.5, 1.0, 1.5):
                camera = Camera(azimuth, elevation).zoomed(zoom)
                notes, place = Notes(room, camera), (azimuth, elevation, zoom)
                assert not any(
                    one.intersects(other) for (_, one), (_, other) in combinations(notes.words, 2)
                ), place
                assert all(QRectF(0, 0, *room).contains(box) for _, box in notes.words), place
                titles = zip(scene_axes(MESH.transform, camera, 3), TITLES, strict=True)
                seen_titles = {title for axis, title in titles if is_seen(axis, camera, room)}
                assert seen_titles <= {text for text, _ in notes.words}, place


def is_seen(axis: SceneAxis, camera: Camera, size: tuple[int, int]) -> bool:
    """Whether an axis, and enough of it in the view, is so long that its words can be told."""
    ends = camera.project(np.array([axis.start, axis.end]), *size)[:, :2]
    along = np.linspace(*ends, 65)
    share = ((along >= 0) & (along <= size)).all(axis=1).mean()
    return bool(np.hypot(*(ends[1] - ends[0])) * share >= 40)
