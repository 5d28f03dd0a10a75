"""The axes round a surface, laid out: lines, ticks, labels and titles that never overlap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.box import SceneAxis, scene_axes
from gdstudio.pictures.camera import Camera
from gdstudio.pictures.mesh import SurfaceMesh
from gdstudio.pictures.scene import Floats, Rect

_TICK: Final = 5.0  # pixels
_GAP: Final = 4.0  # between tick and label, and between labels and title
_EDGE: Final = 2.0  # kept free along the edge of the view
# Shares of an axis where its title may stand, the best first.
_TITLE_PLACES: Final = (0.5, 0.35, 0.65, 0.2, 0.8, 0.0, 1.0, -0.1, 1.1)
_SAMPLES: Final = 65  # along an axis, which tell how much of it is in the view
_LEAST_LENGTH: Final = 40.0  # a shorter axis is seen end on: its labels would lie on one another
WIDE_VIEW: Final = 380  # narrower views get fewer ticks


@dataclass(frozen=True, slots=True, eq=False)
class AxesLaid:
    """The three axes as they are seen.

    Attributes:
        lines: Both ends of each line and tick, shape (k, 2, 2), in pixels.
        words: Labels and titles, each in the middle of its box.
    """

    lines: Floats
    words: tuple[tuple[str, Rect], ...]


def lay_out_axes(
    mesh: SurfaceMesh,
    camera: Camera,
    titles: tuple[str, str, str],
    size: tuple[int, int],
    width_of: Callable[[str], float],
    line: float,
    wide_view: float = WIDE_VIEW,
) -> AxesLaid:
    """Return the axes in front of a surface.

    Words never lie on one another. An axis that is seen has its title: where it has no room beside
    the labels, labels give way.

    Args:
        mesh: The surface.
        camera: Where it is looked at from.
        titles: Of x, y and height.
        size: Of the view in pixels.
        width_of: Measures a word, in pixels.
        line: Height of a line of text, in pixels.
        wide_view: The side from which a view gets all ticks.
    """
    words = _Words(width_of, line, size)
    about = 5 if min(size) >= wide_view else 3
    axes = [_Seen(axis, camera, size) for axis in scene_axes(mesh.transform, camera, about)]
    drawn = [each for each in zip(axes, titles, strict=True) if each[0].length >= _LEAST_LENGTH]
    lines = [stroke for axis, _ in drawn for stroke in _lines(axis, words)]
    _place_words(words, drawn)
    return AxesLaid(np.array(lines).reshape(-1, 2, 2), tuple(words.placed))


class _Seen:
    """An axis as it is seen, in pixels: both ends, its ticks, and the way out of the box."""

    def __init__(self, axis: SceneAxis, camera: Camera, size: tuple[int, int]) -> None:
        middle = (axis.start + axis.end) / 2
        corners = [axis.start, axis.end, middle, middle + 0.1 * axis.outwards]
        self.start, self.end, near, far = camera.project(np.array(corners), *size)[:, :2]
        self.length = float(np.hypot(*(self.end - self.start)))
        along = np.linspace(self.start, self.end, _SAMPLES)
        inside = ((along >= 0) & (along <= size)).all(axis=1)
        self.seen = self.length * float(inside.mean())
        self.outwards = (far - near) / max(float(np.hypot(*(far - near))), 1e-9)
        self.ticks = camera.project(axis.ticks, *size)[:, :2]
        self.labels = axis.labels
        shares = np.array(_TITLE_PLACES)[:, None]
        places = (1 - shares) * axis.start + shares * axis.end
        self.titles = camera.project(places, *size)[:, :2]
        self.is_height = axis.start[2] != axis.end[2]


class _Words:
    """Places words that are never cut by the edge of the view and never lie on one another.

    Attributes:
        placed: Words and their boxes.
        height: Of a line, in pixels.
        width: Of the view.
    """

    def __init__(
        self, width_of: Callable[[str], float], line: float, size: tuple[int, int]
    ) -> None:
        self._width_of = width_of
        self.height, self.width = line, float(size[0])
        self._room = Rect(0.0, 0.0, *size).grown(-_EDGE)
        self.placed: list[tuple[str, Rect]] = []

    def beside(self, text: str, at: NDArray[Any], outwards: NDArray[Any]) -> Rect:
        """Return the box of a text that touches `at` from outside."""
        width = self._width_of(text) + 2.0
        centre = at + outwards * np.array([width, self.height]) / 2
        return Rect(centre[0] - width / 2, centre[1] - self.height / 2, width, self.height)

    def place(self, text: str, *boxes: Rect, most: float) -> bool:
        """Place a text in the first of some boxes that is free; return whether there is one.

        A box may be moved into the view by `most` pixels and still be understood.
        """
        for box in boxes:
            moved = self._inside(box)
            is_free = not any(moved.meets(other) for _, other in self.placed)
            if is_free and self.way(box) <= most:
                self.placed.append((text, moved))
                return True
        return False

    def way(self, box: Rect) -> float:
        """Return by how many pixels a box is moved into the view."""
        moved = self._inside(box)
        return float(np.hypot(moved.left - box.left, moved.top - box.top))

    def _inside(self, box: Rect) -> Rect:
        left = min(max(box.left, self._room.left), self._room.right - box.width)
        top = min(max(box.top, self._room.top), self._room.bottom - box.height)
        return Rect(left, top, *box.size)


def _labelled(axis: _Seen, words: _Words) -> list[tuple[NDArray[Any], str, Rect]]:
    """Return the ticks that stand far enough apart: place, label and the box of the label."""
    kept: list[tuple[NDArray[Any], str, Rect]] = []
    for at, label in zip(axis.ticks, axis.labels, strict=True):
        if not kept or np.hypot(*(at - kept[-1][0])) >= 0.9 * words.height:
            start = at + (_TICK + _GAP) * axis.outwards
            kept.append((at, label, words.beside(label, start, axis.outwards)))
    return kept


def _lines(axis: _Seen, words: _Words) -> list[NDArray[Any]]:
    """Return the line and the ticks that have their labels."""
    ticks = [np.array([at, at + _TICK * axis.outwards]) for at, _, _ in _labelled(axis, words)]
    return [np.array([axis.start, axis.end]), *ticks]


def _place_words(words: _Words, axes: list[tuple[_Seen, str]]) -> None:
    """Place labels, then titles; a title that has no room then comes before all labels."""
    first: list[int] = []
    while True:
        words.placed.clear()
        for k in first:
            _place_title_first(*axes[k], words)
        reaches = [_place_labels(axis, words) for axis, _ in axes]
        lost = [
            k
            for k, ((axis, title), reach) in enumerate(zip(axes, reaches, strict=True))
            if k not in first and not _place_title(axis, title, reach, words)
        ]
        lost = [k for k in lost if axes[k][0].seen >= _LEAST_LENGTH]
        if not lost:
            return
        first += lost


def _place_labels(axis: _Seen, words: _Words) -> float:
    """Place the labels; return how far they reach from the line, in pixels."""
    most = 0.6 * words.height
    boxes = [box for _, label, box in _labelled(axis, words) if words.place(label, box, most=most)]
    return _reach(axis, boxes)


def _reach(axis: _Seen, boxes: list[Rect]) -> float:
    across, down = np.abs(axis.outwards).tolist()
    widest = max((across * box.width + down * box.height for box in boxes), default=0.0)
    return float(_TICK + _GAP + widest)


def _place_title(axis: _Seen, title: str, reach: float, words: _Words) -> bool:
    """Place the title above the axis of height, else beside the first place that is free."""
    boxes = _title_boxes(axis, title, reach, words)
    return words.place(title, *boxes, most=words.width if axis.is_height else 2 * words.height)


def _place_title_first(axis: _Seen, title: str, words: _Words) -> None:
    """Place a title before all labels, where it has to be moved the least."""
    reach = _reach(axis, [box for *_, box in _labelled(axis, words)])
    near = _title_boxes(axis, title, reach, words)
    boxes = [
        Rect(box.left, box.top + way * words.height, *box.size)
        for way in (0, -1, 1, -2, 2)
        for box in near
    ]
    words.place(title, *sorted(boxes, key=words.way), most=np.inf)


def _title_boxes(axis: _Seen, title: str, reach: float, words: _Words) -> list[Rect]:
    if axis.is_height:
        return [words.beside(title, axis.end - (0.0, 2 * _GAP), np.array([0.0, -1.0]))]
    places = axis.titles + (reach + 2 * _GAP) * axis.outwards
    return [words.beside(title, at, axis.outwards) for at in places]
