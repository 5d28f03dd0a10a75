"""Charts as plain values and arrays, and back; what comes back is believed in nothing.

Every field of the classes in `experiments.charts` is written by the name of its type, so that a new
chart needs no line here unless it has a field of a new type.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from gdstudio.files.manifest import Refused
from gdstudio.pictures.charts import (
    BarChart,
    Chart,
    Distribution,
    GroupedBarChart,
    HeatChart,
    Level,
    PictureWall,
    Series,
    Style,
)
from gdstudio.texts import Text

Array = NDArray[Any]

_CHARTS: Final[dict[str, type]] = {kind.__name__: kind for kind in get_args(Chart)}
_LONGEST_TEXT: Final = 4096
_MOST: Final = 10_000  # charts, series, names, pictures
_STYLES: Final = get_args(Style)
Values = Mapping[str, Any]


def charts_to_plain(charts: Sequence[Chart], keep: Callable[[Array], str]) -> list[dict[str, Any]]:
    """Return charts as values ready for JSON.

    `keep` keeps an array and returns the name by which it is found again.
    """
    return [{"kind": type(chart).__name__, **_to_plain(chart, keep)} for chart in charts]


def charts_from_plain(content: Any, find: Callable[[str], Array]) -> tuple[Chart, ...]:
    """Return charts from `charts_to_plain`'s form, of what JSON held; nothing in it is trusted.

    `find` returns the array of a name. Raises Refused, as `find` does, if these are no charts.
    """
    if not isinstance(content, list) or len(content) > _MOST:
        raise Refused(Text("holds no list of charts"))
    return tuple(_chart(one, find) for one in content)


def _to_plain(value: Any, keep: Callable[[Array], str]) -> Any:
    if isinstance(value, np.ndarray):
        return keep(value)
    if isinstance(value, tuple):
        return [_to_plain(one, keep) for one in value]
    if dataclasses.is_dataclass(value):
        return {
            own.name: _to_plain(getattr(value, own.name), keep) for own in dataclasses.fields(value)
        }
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _chart(content: Any, find: Callable[[str], Array]) -> Chart:
    kind = content.get("kind") if isinstance(content, dict) else None
    if not isinstance(kind, str) or kind not in _CHARTS:
        raise Refused(Text("holds a chart of the kind {0!r}", str(kind)[:40]))
    rest = {name: value for name, value in content.items() if name != "kind"}
    chart: Chart = _from_plain(_CHARTS[kind], rest, find)
    return chart


def _from_plain(kind: type, content: Any, find: Callable[[str], Array]) -> Any:
    fields = dataclasses.fields(kind)
    if not isinstance(content, dict) or content.keys() != {own.name for own in fields}:
        raise Refused(Text("holds a damaged {0}", kind.__name__))
    values = {own.name: _READ[str(own.type)](content[own.name], own.name, find) for own in fields}
    check_chart(kind, values)
    return kind(**values)


Read = Callable[[Any, str, Callable[[str], Array]], Any]


def _text(value: Any, name: str, find: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise Refused(Text("{0} of a chart is no text", name))
    return value


def _flag(value: Any, name: str, find: object) -> bool:
    if not isinstance(value, bool):
        raise Refused(Text("{0} of a chart is neither true nor false", name))
    return value


def _whole(value: Any, name: str, find: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST:
        raise Refused(Text("{0} of a chart is no whole number from 0 to {1:,}", name, _MOST))
    return value


def _real(value: Any, name: str, find: object) -> float:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not abs(value) <= np.finfo(np.float64).max:
        raise Refused(Text("{0} of a chart is no number", name))
    return float(value)


def _style(value: Any, name: str, find: object) -> str:
    if value not in _STYLES:
        raise Refused(Text("{0} of a chart is none of: {1}", name, ", ".join(_STYLES)))
    return str(value)


def _array(value: Any, name: str, find: Callable[[str], Array]) -> Array:
    return find(_text(value, name, find))


def _range(value: Any, name: str, find: object) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        raise Refused(Text("{0} of a chart is not two numbers", name))
    low, high = (_real(one, name, find) for one in value)
    if not low < high:
        raise Refused(Text("{0} of a chart does not rise", name))
    return low, high


def _many(read: Read) -> Read:
    def read_all(value: Any, name: str, find: Callable[[str], Array]) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) > _MOST:
            raise Refused(Text("{0} of a chart is no list", name))
        return tuple(read(one, name, find) for one in value)

    return read_all


def _or_none(read: Read) -> Read:
    return lambda value, name, find: None if value is None else read(value, name, find)


def _part(kind: type) -> Read:
    return lambda value, name, find: _from_plain(kind, value, find)


_READ: Final[Mapping[str, Read]] = {
    "str": _text,
    "bool": _flag,
    "int": _whole,
    "int | None": _or_none(_whole),
    "float": _real,
    "Style": _style,
    "Array": _array,
    "Array | None": _or_none(_array),
    "tuple[float, float] | None": _or_none(_range),
    "tuple[str, ...]": _many(_text),
    "tuple[int, ...]": _many(_whole),
    "tuple[Level, ...]": _many(_part(Level)),
    "tuple[Series, ...]": _many(_part(Series)),
    "tuple[Distribution, ...]": _many(_part(Distribution)),
}


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


def _is_grouped(values: Values) -> bool:
    bars, marked = values["values"], values["highlighted"]
    names, groups = len(values["names"]), len(values["groups"])
    fits = bars.shape == (names, groups) and bars.dtype.kind in "fiu"
    is_height = fits and np.isfinite(bars).all() and (bars >= 0).all()
    return bool(is_height and (marked is None or marked < names))


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
    GroupedBarChart: _is_grouped,
    PictureWall: _is_wall,
    HeatChart: _is_heat,
}
