"""A picture as values: a flat list of shapes in pixels, which any hand can draw.

`gdstudio.studio.painting` draws it in the window, `gdstudio.pictures.pillow` into a file of pixels,
`gdstudio.pictures.svg` into one of lines. Pixels count from the upper left corner, y downwards, and
may be fractions; colours are "#rrggbb". What is not finite in an array is a gap. Arrays are made
read-only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import lock, locked

Floats = NDArray[np.float64]
Weight = Literal["regular", "strong"]
Sign = Literal["circle", "square", "triangle", "diamond", "down", "hexagon", "pentagon"]

Measure = Callable[[str, float, Weight], tuple[float, float]]
"""(text, size in pixels, weight) -> width of the text and height of a line, in pixels."""

SIGNS: Final[tuple[Sign, ...]] = get_args(Sign)
"""In the order of the colours of curves: a sign tells a curve from the others too."""

_CORNERS: Final[dict[Sign, tuple[int, float, float]]] = {  # how many, first angle, reach in radii
    "square": (4, 45.0, 1.25),
    "triangle": (3, -90.0, 1.4),
    "diamond": (4, 0.0, 1.35),
    "down": (3, 90.0, 1.4),
    "hexagon": (6, 0.0, 1.15),
    "pentagon": (5, -90.0, 1.25),
}


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle upright in the picture."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return self.width, self.height

    @property
    def middle(self) -> tuple[float, float]:
        """The point in the middle."""
        return self.left + self.width / 2, self.top + self.height / 2

    def grown(self, across: float, down: float | None = None) -> Rect:
        """Return it with each edge moved outwards, by another distance up and down if given."""
        up = across if down is None else down
        return Rect(
            self.left - across, self.top - up, self.width + 2 * across, self.height + 2 * up
        )

    def holds(self, other: Rect) -> bool:
        """Return whether another lies in it, edges included."""
        is_within = self.left <= other.left and other.right <= self.right
        return is_within and self.top <= other.top and other.bottom <= self.bottom

    def meets(self, other: Rect) -> bool:
        """Return whether both have a piece in common, not only an edge."""
        is_beside = self.right <= other.left or other.right <= self.left
        return not (is_beside or self.bottom <= other.top or other.bottom <= self.top)

    def corners(self) -> Floats:
        """Return its corners, shape (4, 2)."""
        x = [self.left, self.right, self.right, self.left]
        return np.column_stack([x, [self.top, self.top, self.bottom, self.bottom]])


def _lock(shape: Any, name: str) -> None:
    object.__setattr__(shape, name, locked(np.array(getattr(shape, name), np.float64)))


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line with round corners through points, shape (k, 2).

    Attributes:
        points: What it goes through.
        colour: Of the line.
        width: In pixels.
        dashes: Pixels of a dash and of the gap after it, which go round corners; None for none.
        opacity: In [0, 1].
        flat: True for ends cut off at the last point, as of an axis; else they are round.
    """

    points: Floats
    colour: str
    width: float = 1.0
    dashes: tuple[float, float] | None = None
    opacity: float = 1.0
    flat: bool = False

    def __post_init__(self) -> None:
        _lock(self, "points")


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """Many straight strokes, shape (k, 2, 2), with flat ends, as of contour lines."""

    ends: Floats
    colour: str
    width: float = 1.0
    opacity: float = 1.0

    def __post_init__(self) -> None:
        _lock(self, "ends")


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """A polygon filled, shape (k, 2); without gaps."""

    corners: Floats
    colour: str
    opacity: float = 1.0

    def __post_init__(self) -> None:
        _lock(self, "corners")


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """Polygons of as many corners each, without seams where they meet; the last lies in front.

    Attributes:
        places: Shape (m, 2), finite.
        corners: Shape (k, n): of each polygon, going round it, which places.
        colours: Shape (k, 3), uint8.
    """

    places: Floats
    corners: NDArray[np.intp]
    colours: NDArray[np.uint8]

    def __post_init__(self) -> None:
        _lock(self, "places")
        lock(self.corners, self.colours)


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """One sign at many places, shape (k, 2).

    Attributes:
        places: Middles of the signs.
        sign: Which.
        colour: Of the filling.
        radius: Of a circle that covers as much, in pixels.
        rim: Colour of a line around it, half of it outside; None for none.
        rim_width: Of that line.
    """

    places: Floats
    sign: Sign
    colour: str
    radius: float
    rim: str | None = None
    rim_width: float = 2.0

    def __post_init__(self) -> None:
        _lock(self, "places")

    def outline(self) -> Floats:
        """Return the corners of a sign around (0, 0), shape (k, 2); none of a circle."""
        if self.sign == "circle":
            return np.empty((0, 2))
        n, first, reach = _CORNERS[self.sign]
        turns = np.radians(first + 360 / n * np.arange(n))
        return self.radius * reach * np.column_stack([np.cos(turns), np.sin(turns)])


@dataclass(frozen=True, slots=True)
class Plate:
    """A rectangle filled or framed; a colour that is None leaves out the one or the other.

    `rect` is the middle of a frame's line, `opacity` that of the filling in [0, 1], `radius` that
    of the corners.
    """

    rect: Rect
    fill: str | None = None
    opacity: float = 1.0
    rim: str | None = None
    rim_width: float = 1.0
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text.

    Attributes:
        text: What is written; raised digits and the true minus sign are known to all hands.
        x: Of the anchor.
        y: Of the anchor.
        size: Of the letters, in pixels.
        colour: Of the letters.
        anchor: Where the anchor lies in the box of the text, as shares of its width and of the
            height of a line: (0, 0) is the upper left corner, (0.5, 0.5) the middle.
        weight: Regular or strong.
        is_upwards: True for a line that is read upwards, turned around its anchor.
    """

    text: str
    x: float
    y: float
    size: float
    colour: str
    anchor: tuple[float, float] = (0.0, 0.0)
    weight: Weight = "regular"
    is_upwards: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Image:
    """Pixels, shape (rows, columns, 3), uint8, each a small rectangle of one colour in `rect`."""

    pixels: NDArray[np.uint8]
    rect: Rect

    def __post_init__(self) -> None:
        assert self.pixels.dtype == np.uint8
        lock(self.pixels)


@dataclass(frozen=True, slots=True)
class Clip:
    """What comes after it is cut off outside of `rect`, up to the next one; None ends that."""

    rect: Rect | None


Shape = Line | Strokes | Area | Faces | Signs | Plate | Label | Image | Clip


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: its size in pixels, the colour behind everything, shapes one over the other."""

    width: float
    height: float
    ground: str
    shapes: tuple[Shape, ...]


def finite_runs(pixels: Floats) -> Iterator[Floats]:
    """Yield the stretches of pixels, shape (k, n), that lie between rows that are not finite."""
    there = np.isfinite(pixels).all(axis=1)
    edges = np.flatnonzero(np.diff(there, prepend=False, append=False))
    for first, end in edges.reshape(-1, 2).tolist():
        yield pixels[first:end]
