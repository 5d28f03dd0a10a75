"""What must fit together within a chart that comes from outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from gdstudio.files.manifest import Refused
from gdstudio.pictures.charts import (
    BarChart,
    Distribution,
    HeatChart,
    PictureWall,
    Series,
)
from gdstudio.texts import Text

Values = Mapping[str, Any]


def check_chart(kind: type, values: Values) -> None:
    """Raise Refused if the fields of a chart or of a part of one do not fit together."""
    check = _CHECKS.get(kind)
    if check is not None and not check(values):
        raise Refused(Text("holds a {0} whose parts do not fit together", kind.__name__))


def _is_series(values: Values) -> bool:
    x, y, low, high = (values[name] for name in ("x", "y", "low", "high"))
    bounds = [bound for bound in (low, high) if bound is not None]
    return x.ndim == 1 and len(bounds) in (0, 2) and all(a.shape == x.shape for a in (y, *bounds))


def _is_distribution(values: Values) -> bool:
    edges, counts = values["edges"], values["counts"]
    if edges.ndim != 1 or counts.ndim != 1 or len(edges) != len(counts) + 1 or len(edges) < 2:
        return False
    is_finite = np.isfinite(edges).all() and np.isfinite(counts).all()
    return bool(is_finite and (np.diff(edges) > 0).all())


def _is_bars(values: Values) -> bool:
    marked, n = values["highlighted"], len(values["names"])
    return bool(values["values"].shape == (n,) and (marked is None or marked < n))


def _is_wall(values: Values) -> bool:
    pictures, columns = values["pictures"], values["columns"]
    if pictures.dtype != np.uint8 or pictures.ndim != 3 or 0 in pictures.shape[1:]:
        return False
    n = len(pictures)
    fits = len(values["captions"]) in (0, n) and all(place < n for place in values["marked"])
    return fits and (columns is None or columns >= 1)


def _is_heat(values: Values) -> bool:
    shape = len(values["y_names"]), len(values["x_names"])
    return bool(values["values"].shape == shape and values["low"] <= values["high"])


_CHECKS: Final[dict[type, Callable[[Values], bool]]] = {
    Series: _is_series,
    Distribution: _is_distribution,
    BarChart: _is_bars,
    PictureWall: _is_wall,
    HeatChart: _is_heat,
}
