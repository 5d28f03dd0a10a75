"""What the cards about digits show, to be taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.digits import Digits
from gdstudio.jobs.settings_look import SettingsLook
from gdstudio.pictures.charts import PictureWall
from gdstudio.pictures.figure import Figure, Table
from gdstudio.pictures.figures.charts import chart_size, draw_of, table_of
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.translation import tr

MOST_SHOWN: Final = 60  # digits that are drawn
MOST_TAKEN: Final = 10_000  # digits whose pixels and rows are given away

Caption = Callable[[int], str]


def digits_figure(
    digits: Digits, indices: NDArray[np.intp], first: int, title: str, caption: Caption
) -> Figure:
    """Return digits from the one with the index `first` on: the next 60, and rows of 10,000."""
    start = int(np.searchsorted(indices, first))
    taken = indices[start : start + MOST_TAKEN]
    return _wall(
        "digits",
        title,
        (digits.pictures(taken[:MOST_SHOWN]), [caption(int(k)) for k in taken[:MOST_SHOWN]]),
        partial(_rows, taken, digits.labels[taken], digits.labels[taken]),
        {
            "indices": taken,
            "labels": digits.labels[taken],
            "pictures": digits.pictures(taken),
        },
    )


def distorted_figure(look: SettingsLook, pairs: NDArray[np.uint8], caption: Caption) -> Figure:
    """Return the digits that the run sees first, before and after side by side."""
    learned = look.labels[look.first]
    true = look.data.train.labels[look.first]
    captions = [caption(k) for k in range(min(len(pairs), MOST_SHOWN))]
    return _wall(
        "distorted",
        tr("What the run sees first: each digit before and after"),
        (pairs[:MOST_SHOWN], captions),
        partial(_rows, look.first, true, learned),
        {"indices": look.first, "before": look.before, "after": look.after, "labels": learned},
    )


def labels_figure(
    look: SettingsLook, indices: NDArray[np.intp], title: str, caption: Caption
) -> Figure:
    """Return training digits with their labels, and those they are learned as."""
    taken = indices[:MOST_TAKEN]
    true, learned = look.data.train.labels[taken], look.labels[taken]
    pictures = look.data.train.pictures(taken)
    captions = [caption(int(k)) for k in taken[:MOST_SHOWN]]
    arrays: dict[str, NDArray[Any]] = {"indices": taken, "pictures": pictures}
    arrays |= {"labels": true, "learned": learned}
    rows = partial(_rows, taken, true, learned)
    return _wall("labels", title, (pictures[:MOST_SHOWN], captions), rows, arrays)


def _wall(
    name: str,
    title: str,
    shown: tuple[NDArray[np.uint8], Sequence[str]],
    rows: Callable[[], Table],
    arrays: dict[str, NDArray[Any]],
) -> Figure:
    wall = PictureWall(title, shown[0], tuple(shown[1]))
    return Figure(name, title, draw_of(wall), rows, arrays, size=chart_size(wall))


def _rows(indices: NDArray[np.intp], true: NDArray[Any], learned: NDArray[Any]) -> Table:
    columns = (values.tolist() for values in (indices, true, learned))
    rows = [
        (index, class_name(label), class_name(told))
        for index, label, told in zip(*columns, strict=True)
    ]
    return table_of(("index", "label", "learned as"), rows)
