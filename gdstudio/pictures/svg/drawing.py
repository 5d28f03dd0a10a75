"""The hand that draws a `Scene` as SVG 1.1: lines stay lines, texts stay texts.

Only what is made of pixels, such as a heat map, is a picture inside. Nothing is used that a program
may lack: no clipping paths, no style sheets, no scripts, nothing from elsewhere.
"""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Iterator
from functools import singledispatch
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pil

from gdstudio.pictures.pillow.lettering import measure as measure_narrow
from gdstudio.pictures.scene import (
    Area,
    Clip,
    Faces,
    Floats,
    Image,
    Label,
    Line,
    Plate,
    Scene,
    Shape,
    Signs,
    Strokes,
    Weight,
    finite_runs,
)
from gdstudio.pictures.svg.clipping import Clipping

_FONTS: Final = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
_WIDEST: Final = {"regular": 1.13, "strong": 1.3}  # of those fonts, DejaVu Sans is the widest
_ASCENT: Final = 0.93  # of the size: from the top of a line to its letters' feet
_ANCHORS: Final = {0.0: "start", 0.5: "middle", 1.0: "end"}
_SEAM_PX: Final = 0.6  # an edge of a face's own colour, so that no seam is seen between two
_LEAST_PX: Final = 2  # pixels of a picture for one of the scene: programs blur what they enlarge
_MOST: Final = 2000  # pixels along a side
_FARTHEST: Final = 1e5


def measure(text: str, size: float, weight: Weight = "regular") -> tuple[float, float]:
    """Return the room for a text whatever font is at hand where it is read, in pixels."""
    width, height = measure_narrow(text, size, weight)
    return _WIDEST[weight] * width, height


def svg_of(scene: Scene, title: str = "", about: str = "") -> bytes:
    """Return a scene as an SVG file; title and what it is about are for readers of the screen."""
    element = svg_element(scene, title, about)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{element}\n'.encode()


def svg_element(scene: Scene, title: str = "", about: str = "", role: str = "") -> str:
    """Return a scene as the element that a file or a page holds; it names nothing by an id.

    `role` is what the picture is in a page, e.g. "img"; the others as in `svg_of`.
    """
    width, height = _number(scene.width), _number(scene.height)
    part = f" role={quoteattr(role)}" if role else ""
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'version="1.1" width="{width}" height="{height}" viewBox="0 0 {width} {height}"{part} '
        f"font-family={quoteattr(_FONTS)}>"
    )
    named = (("title", title), ("desc", about))
    words = [f"<{tag}>{_written(text)}</{tag}>" for tag, text in named if text]
    ground = f'<rect width="{width}" height="{height}" fill="{scene.ground}"/>'
    clipping = Clipping()
    left = (shape for shape in map(clipping.cut, scene.shapes) if shape is not None)
    drawn = (element for shape in left for element in _drawn(shape))
    return "\n".join([head, *words, ground, *drawn, "</svg>"])


@singledispatch
def _drawn(shape: Shape) -> Iterator[str]:
    raise TypeError(shape)


@_drawn.register
def _(shape: Line) -> Iterator[str]:
    yield from _stroked(
        finite_runs(shape.points),
        shape,
        "butt" if shape.flat or shape.dashes else "round",
        shape.dashes,
    )


@_drawn.register
def _(shape: Strokes) -> Iterator[str]:
    ends = shape.ends[np.isfinite(shape.ends).all(axis=(1, 2))]
    yield from _stroked(iter(ends), shape, "butt", None)


@_drawn.register
def _(shape: Area) -> Iterator[str]:
    if len(shape.corners) > 2:
        yield f'<path d="{_way(shape.corners)}Z" fill="{shape.colour}"{_faded(shape.opacity)}/>'


@_drawn.register
def _(shape: Faces) -> Iterator[str]:
    yield f'<g stroke-width="{_SEAM_PX}" stroke-linejoin="round">'
    for corners, colour in zip(shape.places[shape.corners], shape.colours, strict=True):
        ink = f"#{bytes(colour).hex()}"
        yield f'<path d="{_way(corners)}Z" fill="{ink}" stroke="{ink}"/>'
    yield "</g>"


@_drawn.register
def _(shape: Signs) -> Iterator[str]:
    rim = _rimmed(shape.rim, shape.rim_width)
    outline = shape.outline()
    for place in shape.places[np.isfinite(shape.places).all(axis=1)]:
        if shape.sign == "circle":
            x, y, radius = map(_number, (*place.tolist(), shape.radius))
            yield f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{shape.colour}"{rim}/>'
        else:
            yield f'<path d="{_way(place + outline)}Z" fill="{shape.colour}"{rim}/>'


@_drawn.register
def _(shape: Plate) -> Iterator[str]:
    x, y, width, height = map(_number, (shape.rect.left, shape.rect.top, *shape.rect.size))
    fill = "none" if shape.fill is None else shape.fill
    faded = _faded(shape.opacity, "fill-opacity") if shape.fill is not None else ""
    radius = f' rx="{_number(shape.radius)}"' if shape.radius else ""
    rim = _rimmed(shape.rim, shape.rim_width)
    place = f'x="{x}" y="{y}" width="{width}" height="{height}"'
    yield f'<rect {place}{radius} fill="{fill}"{faded}{rim}/>'


@_drawn.register
def _(shape: Label) -> Iterator[str]:
    width, height = measure(shape.text, shape.size, shape.weight)
    anchor = _ANCHORS.get(shape.anchor[0])
    right = 0.0 if anchor else -shape.anchor[0] * width
    down = _ASCENT * shape.size - shape.anchor[1] * height
    place = f'x="{_number(shape.x + right)}" y="{_number(shape.y + down)}"'
    if shape.is_upwards:
        turn = f"translate({_number(shape.x)} {_number(shape.y)}) rotate(-90)"
        place = f'transform="{turn}" x="{_number(right)}" y="{_number(down)}"'
    bold = ' font-weight="bold"' if shape.weight == "strong" else ""
    anchored = f' text-anchor="{anchor}"' if anchor and anchor != "start" else ""
    look = f'font-size="{_number(shape.size)}"{bold}{anchored} fill="{shape.colour}"'
    yield f"<text {place} {look}>{_written(shape.text)}</text>"


@_drawn.register
def _(shape: Image) -> Iterator[str]:
    if not shape.pixels.size or not shape.rect.width > 0 or not shape.rect.height > 0:
        return
    x, y, width, height = map(_number, (shape.rect.left, shape.rect.top, *shape.rect.size))
    place = f'x="{x}" y="{y}" width="{width}" height="{height}"'
    data = base64.b64encode(_png(shape.pixels, shape.rect.size)).decode("ascii")
    source = f'xlink:href="data:image/png;base64,{data}"'
    yield f'<image {place} preserveAspectRatio="none" image-rendering="optimizeSpeed" {source}/>'


@_drawn.register
def _(_shape: Clip) -> Iterator[str]:
    return iter(())


def _stroked(
    runs: Iterator[Floats], shape: Line | Strokes, cap: str, dashes: tuple[float, float] | None
) -> Iterator[str]:
    """Yield one path for all runs of points: where it overlaps itself it does not darken."""
    way = "".join(_way(run) for run in runs if len(run) > 1)
    if not way:
        return
    dashed = f' stroke-dasharray="{_number(dashes[0])} {_number(dashes[1])}"' if dashes else ""
    yield (
        f'<path d="{way}" fill="none" stroke="{shape.colour}" stroke-width="{_number(shape.width)}"'
        f' stroke-linecap="{cap}" stroke-linejoin="round"{dashed}{_faded(shape.opacity)}/>'
    )


def _way(points: Floats) -> str:
    """Return a path through points, shape (k, 2), far ones brought near."""
    near = np.clip(points, -_FARTHEST, _FARTHEST)
    places = [f"{_number(x)} {_number(y)}" for x, y in near.tolist()]
    return "M" + "L".join(places)


def _png(pixels: NDArray[np.uint8], size: tuple[float, float]) -> bytes:
    """Return pixels as PNG, each enlarged to a square of them."""
    rows, columns = pixels.shape[:2]
    factors = (
        min(max(math.ceil(_LEAST_PX * side / n), 1), max(_MOST // n, 1))
        for side, n in zip(size, (columns, rows), strict=True)
    )
    wide, high = (factor * n for factor, n in zip(factors, (columns, rows), strict=True))
    small = Pil.fromarray(np.ascontiguousarray(pixels))
    file = io.BytesIO()
    small.resize((wide, high), Pil.Resampling.NEAREST).save(file, "PNG", optimize=True)
    return file.getvalue()


def _rimmed(colour: str | None, width: float) -> str:
    return f' stroke="{colour}" stroke-width="{_number(width)}"' if colour else ""


def _faded(opacity: float, name: str = "opacity") -> str:
    return f' {name}="{_number(opacity)}"' if opacity < 1 else ""


def _written(text: str) -> str:
    """Return a text for XML, which knows no control characters."""
    return escape("".join(letter if letter >= " " else " " for letter in str(text)))


def _number(value: float) -> str:
    """Return a number with at most two decimals."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")
