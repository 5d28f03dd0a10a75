"""Scenes, charts and findings in words, one line for each shape or field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final

import numpy as np

from gdstudio.pictures.palette import DARK_INK, LIGHT, LIGHT_INK
from gdstudio.pictures.scene import Image, Shape, Weight

_INKS: Final = {
    **{getattr(LIGHT, f.name): f.name for f in reversed(fields(LIGHT)) if f.name != "curves"},
    **{colour: f"curves[{k}]" for k, colour in enumerate(LIGHT.curves)},
    **{DARK_INK: "dark ink or text", LIGHT_INK: "light ink or base"},
}


def measure(text: str, size: float, weight: Weight) -> tuple[float, float]:
    """Return half a size for each letter, a tenth more if it is strong, and 5/4 of it as height."""
    return len(text) * size * (0.5 if weight == "regular" else 0.55), 1.25 * size


def told(shapes: Iterable[Shape]) -> Iterator[str]:
    """Yield each shape with its name and all that it says, places to a hundredth of a pixel."""
    for shape in shapes:
        values = [f"{f.name} {_said(getattr(shape, f.name))}" for f in fields(shape)]
        if isinstance(shape, Image):
            values = [_pixels(shape.pixels), f"rect {_said(shape.rect)}"]
        yield f"{type(shape).__name__}: {'; '.join(values)}"


def described(value: Any, name: str = "") -> Iterator[str]:
    """Yield a value of nested dataclasses, one line for each field, numbers to four figures."""
    if is_dataclass(value) and not isinstance(value, type):
        for f in fields(value):
            yield from described(getattr(value, f.name), f"{name}.{f.name}")
    elif isinstance(value, tuple) and value and is_dataclass(value[0]):
        for k, one in enumerate(value):
            yield from described(one, f"{name}[{k}] {type(one).__name__}")
    elif isinstance(value, np.ndarray) and value.dtype == np.uint8 and value.ndim > 2:
        yield f"{name}: {value.shape} {' '.join(f'{v:.3f}' for v in value.mean(axis=(1, 2)))}"
    elif isinstance(value, np.ndarray):
        yield f"{name}: {' '.join(f'{v + 0.0:.4g}' for v in value.ravel().tolist())}"
    else:
        yield f"{name}: {value}"


def _said(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, str):
        return _INKS.get(value, repr(value))
    if isinstance(value, int | float | np.number):
        return f"{round(float(value), 2) + 0.0:g}" if abs(value) < 1e5 else f"{value:.4g}"
    if hasattr(value, "width"):
        return " ".join(_said(getattr(value, f.name)) for f in fields(value))
    if isinstance(value, np.ndarray) and len(value) > 60:
        mean = np.nanmean(value.reshape(len(value), -1), axis=0)
        return f"{value.shape} {_said(value[:2])} ... {_said(value[-2:])}; mean {_said(mean)}"
    if isinstance(value, np.ndarray) and value.ndim > 1:
        return " | ".join(_said(row) for row in value)
    return " ".join(_said(one) for one in value)


def _pixels(pixels: np.ndarray) -> str:
    """Return the shape, the corners and the mean of a picture."""
    corners = pixels[[0, 0, -1, -1], [0, -1, 0, -1]]
    return f"{pixels.shape} {_said(corners)}; mean {_said(pixels.mean(axis=(0, 1)))}"
