"""What was found in a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The ink found in a picture, and how.

    Attributes:
        ink: Shape (h, w), uint8, the longest side at most 640; 0 is background, 255 the fullest.
        seen: The lightness in which it was found, same shape and type, read-only.
        sheet: The part that was taken for the sheet: top, bottom, left, right in pixels of `seen`,
            ends excluded; None for the whole picture.
        threshold: What counted as ink, as a share of the background's light; from 0 to 1.
        notes: What was done to find it, each a short sentence without a full stop.
        doubts: Why it may be no digit, as `notes`; without any it is plain.
    """

    ink: NDArray[np.uint8]
    seen: NDArray[np.uint8]
    sheet: tuple[int, int, int, int] | None
    threshold: float
    notes: tuple[str, ...]
    doubts: tuple[str, ...]
