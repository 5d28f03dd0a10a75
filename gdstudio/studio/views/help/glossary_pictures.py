"""The small pictures of the glossary: charts and maps in the program's own hand, or its icons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from gdstudio.pictures.charts import BarChart, Chart, GroupedBarChart, Level, LineChart, Series
from gdstudio.pictures.contour_map import contour_lines
from gdstudio.pictures.grid import Grid
from gdstudio.pictures.layouts import lay_out
from gdstudio.pictures.scene import Floats, Scene, Strokes
from gdstudio.studio.icons import icon
from gdstudio.studio.painting import Lettering, image_of
from gdstudio.studio.text_size import px
from gdstudio.studio.theme import Theme
from gdstudio.studio.translation import tr

_SIZE: Final = (260, 170)  # pixels at 100 %
_MAP: Final = 170
_ICON: Final = 44
_Curve = tuple[str, Floats, Floats]


def picture_of(name: str, theme: Theme, font: QFont, ratio: float, room: int = 10_000) -> QImage:
    """Return a picture of the glossary in the colours of a theme.

    Args:
        name: What an entry calls it: one that is drawn here, or an icon of the program.
        theme: Its colours.
        font: Of its texts.
        ratio: Pixels of the screen for one of the picture.
        room: The most pixels it may be wide.
    """
    lettering = Lettering(font)
    if name in _CHARTS:
        size = min(px(_SIZE[0]), room), px(_SIZE[1])
        chart, measure = _CHARTS[name](), lettering.measure
        laid = lay_out(chart, size, measure, theme, text_size=lettering.size, ratio=ratio)
        return image_of(laid.scene, lettering, ratio)
    if name in _MAPS:
        return image_of(_map(_MAPS[name], theme), lettering, ratio)
    side = px(_ICON)
    image = QImage(round(side * ratio), round(side * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.base))
    with QPainter(image) as painter:
        icon(name, theme).paint(painter, 0, 0, side, side)
    return image


def _lines(x: str, y: str, *curves: _Curve, levels: tuple[Level, ...] = ()) -> LineChart:
    """Return a chart of named lines; dots for a curve of few points."""
    series = tuple(
        Series(name, at, height, "line" if len(at) > 20 else "line and dots", colour)
        for colour, (name, at, height) in enumerate(curves)
    )
    return LineChart("", x, y, series, levels)


def _curve(name: str, low: float, high: float, rule: Callable[[Floats], Floats]) -> _Curve:
    x = np.linspace(low, high, 121)
    return name, x, rule(x)


def _bowl(w: Floats) -> Floats:
    return w**2


def _sigmoid(z: Floats) -> Floats:
    return 1 / (1 + np.exp(-z))


def _relu(z: Floats) -> Floats:
    return np.maximum(z, 0)


def _two_valleys(w: Floats) -> Floats:
    return w**4 / 4 - 2 * w**2 + w / 2 + 5


def _descent(start: float, rate: float, steps: int) -> tuple[Floats, Floats]:
    """Return the places of a descent of w², whose slope is 2 w, and the costs there."""
    w = np.asarray(start * (1 - 2 * rate) ** np.arange(steps + 1), np.float64)
    return w, np.square(w)


def _sigmoids() -> Chart:
    return _lines("z", "", _curve(tr("sigmoid"), -6, 6, _sigmoid))


def _relus() -> Chart:
    return _lines("z", "", _curve(tr("ReLU"), -3, 3, _relu))


def _activations() -> Chart:
    curves = (("sigmoid", _sigmoid), ("tanh", np.tanh), ("ReLU", lambda z: np.minimum(_relu(z), 2)))
    return _lines("z", "", *(_curve(name, -4, 4, rule) for name, rule in curves))


def _cost() -> Chart:
    return _lines("w", tr("cost"), _curve(tr("cost"), -2, 2, _bowl))


def _steps() -> Chart:
    steps = (tr("steps"), *_descent(-1.8, 0.2, 8))
    return _lines("w", tr("cost"), _curve(tr("cost"), -2, 2, _bowl), steps)


def _overshoot() -> Chart:
    steps = (tr("steps"), *_descent(-0.9, 1.08, 5))
    return _lines("w", tr("cost"), _curve(tr("cost"), -2, 2, _bowl), steps)


def _rates() -> Chart:
    step = np.arange(13.0)
    curves = ((tr("small"), 0.04), (tr("good"), 0.25), (tr("too large"), 1.03))
    drawn = ((name, step, (1 - 2 * rate) ** (2 * step)) for name, rate in curves)
    return _lines(tr("step"), tr("cost"), *drawn)


def _slope() -> Chart:
    tangent = _curve(tr("slope"), 0.35, 1.85, lambda w: 1 + 2 * (w - 1))
    return _lines("w", tr("cost"), _curve(tr("cost"), -2, 2, _bowl), tangent)


def _minima() -> Chart:
    return _lines("w", tr("cost"), _curve(tr("cost"), -2.7, 2.6, _two_valleys))


def _curvatures() -> Chart:
    sharp = _curve(tr("sharp"), -1, 1, lambda w: 4 * w**2)
    flat = _curve(tr("flat"), -2, 2, lambda w: w**2 / 2)
    return _lines("w", tr("cost"), sharp, flat)


def _learning_curves() -> Chart:
    rng = np.random.default_rng(1)
    step = np.linspace(0, 1000, 121)
    smooth = 0.15 + 0.85 * np.exp(-step / 220)
    noisy = smooth * np.exp(rng.normal(0, 0.12, len(step)))
    return _lines(tr("step"), tr("cost"), (tr("smoothed"), step, smooth), ("batch", step, noisy))


def _overfitting() -> Chart:
    train = _curve(tr("training"), 0, 30, lambda t: 0.05 + 0.95 * np.exp(-t / 6))
    test = _curve(tr("test"), 0, 30, lambda t: 0.22 + 0.78 * np.exp(-t / 5) + 0.0006 * t**2)
    return _lines(tr("epoch"), tr("cost"), train, test)


def _schedule() -> Chart:
    cosine = _curve("cosine", 0, 30, lambda t: (1 + np.cos(np.pi * t / 30)) / 2)
    stairs = _curve("step", 0, 30, lambda t: 0.5 ** np.floor(t / 10))
    return _lines(tr("epoch"), tr("rate"), cosine, stairs)


def _logarithm() -> Chart:
    step = np.linspace(0, 10, 121)
    series = Series(tr("cost"), step, 10 ** (-step / 3))
    return LineChart("", tr("step"), tr("cost"), (series,), log_y=True)


def _barrier() -> Chart:
    way = _curve(tr("cost"), 0, 1, lambda t: 0.15 + 0.7 * np.sin(np.pi * t) ** 2)
    return _lines(tr("from one network to another"), tr("cost"), way)


def _square() -> Chart:
    return _lines(
        tr("output, where 1 is wanted"), tr("cost"), _curve("", 0, 1, lambda a: (a - 1) ** 2)
    )


def _answer() -> Chart:
    values = np.array([0.02, 0.01, 0.05, 0.93, 0.0, 0.12, 0.0, 0.03, 0.21, 0.06])
    return BarChart("", tr("output"), tuple("0123456789"), values, highlighted=3)


def _classes() -> Chart:
    train = (5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949)  # of MNIST
    test = (980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009)
    groups, values = (tr("training"), tr("test")), np.array([train, test], np.float64).T
    return GroupedBarChart("", tr("digits"), tuple("0123456789"), groups, values)


_CHARTS: Final[dict[str, Callable[[], Chart]]] = {
    "activations": _activations,
    "answer": _answer,
    "barrier": _barrier,
    "classes": _classes,
    "curvature": _curvatures,
    "curve": _cost,
    "curves": _learning_curves,
    "descent": _steps,
    "logarithm": _logarithm,
    "minima": _minima,
    "overfitting": _overfitting,
    "overshoot": _overshoot,
    "rates": _rates,
    "relu": _relus,
    "schedule": _schedule,
    "sigmoid": _sigmoids,
    "slope": _slope,
    "square": _square,
}
_MAPS: Final[dict[str, Callable[[Floats, Floats], Floats]]] = {
    "contours": lambda x, y: x**2 + 3 * y**2 + x * y,
    "saddle": lambda x, y: x**2 - y**2,
}


def _map(rule: Callable[[Floats, Floats], Floats], theme: Theme) -> Scene:
    """Return the contour lines of a cost of two inputs, each from -1 to 1."""
    side, at = float(px(_MAP)), np.linspace(-1, 1, 61)
    z = rule(*np.meshgrid(at, at))
    lines = contour_lines(Grid(at, at, z, float(z.min()), float(z.max())))
    ends = (lines * (1, -1) + 1) / 2 * side
    return Scene(side, side, theme.base, (Strokes(ends, theme.accent, 1.25),))
