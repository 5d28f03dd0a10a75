"""Accuracies and answers at every shift as colours and characters."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.learning.shifts import ShiftMap
from gdstudio.pictures.colour_maps import coloured
from gdstudio.pictures.palette import rgb
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.theme import Theme

Cells = tuple[NDArray[np.uint8], tuple[tuple[str, ...], ...]]

_FAINTEST: Final = 0.18  # of the colour, for an answer of which the network is not sure at all
_STRONGEST: Final = 0.85


def accuracy_cells(found: ShiftMap | None, reach: int, theme: Theme) -> Cells:
    """Return accuracies on a scale from 0 to 100 %, the same for every map, in whole percent."""
    side = 2 * reach + 1
    shares = np.full((side, side), np.nan) if found is None else found.accuracy
    known = np.isfinite(shares)
    texts = [
        [f"{100 * share:.0f}" if ok else "" for share, ok in zip(*pair, strict=True)]
        for pair in zip(shares.tolist(), known.tolist(), strict=True)
    ]
    return coloured(shares, theme.border), tuple(tuple(row) for row in texts)


def answer_cells(outputs: NDArray[Any] | None, expected: int, reach: int, theme: Theme) -> Cells:
    """Return answers in one colour where they are as expected, in another where not.

    The stronger the colour, the surer the network.

    Args:
        outputs: Shape (side, side, n_classes), or None.
        expected: The class to compare with.
        reach: Largest shift.
        theme: For the colours.
    """
    side = 2 * reach + 1
    if outputs is None or not np.isfinite(outputs).all():
        blank = np.broadcast_to(rgb(theme.border), (side, side, 3))
        return blank, (("",) * side,) * side
    answers = outputs.argmax(axis=2)
    sure = np.clip(outputs.max(axis=2), 0, 1)[..., None]
    ends = np.where((answers == expected)[..., None], rgb(theme.positive), rgb(theme.negative))
    paper = rgb(theme.base).astype(np.float64)
    colours = paper + (ends - paper) * (_FAINTEST + (_STRONGEST - _FAINTEST) * sure)
    texts = tuple(tuple(class_name(answer) for answer in row) for row in answers.tolist())
    return colours.round().astype(np.uint8), texts
