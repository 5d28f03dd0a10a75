"""The lightness of a picture: its grey, its colour channels, or its opacity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.decoding import stretched
from gdstudio.texts import Text

if TYPE_CHECKING:
    import PIL.Image

_ALPHA_RANGE: Final = 8  # of 255: less is the same opacity everywhere
_ONE_COLOUR: Final = 24.0  # of 255: standard deviation of colours within one ink
_COLOURFUL: Final = 30  # of 255: between the channels, somewhere
_MOSTLY_OPAQUE: Final = 0.5  # of the box around what can be seen


class Planes(NamedTuple):
    """What is seen of a picture.

    Attributes:
        grey: The lightness, shape (h, w), uint8.
        channels: Colour channels by name, each like `grey`; none for a picture without colours.
        note: What stands for the lightness, if it is not the grey as it is; else "".
    """

    grey: NDArray[np.uint8]
    channels: dict[str, NDArray[np.uint8]]
    note: str


def planes_of(image: PIL.Image.Image) -> Planes:
    """Return the planes of a picture in mode "L", "LA", "RGB", "RGBA", "I" or "F"."""
    if image.mode in ("I", "F"):
        return Planes(stretched(np.asarray(image)), {}, "")
    note = ""
    if image.mode in ("LA", "RGBA"):
        shown = np.asarray(image.convert("RGBA"))
        if _is_ink_on_nothing(shown):
            return Planes(_opacity(shown[:, :, 3]), {}, Text("its opacity was read as ink"))
        image, note = _laid_on_its_background(image)
    if image.mode == "L":
        return Planes(np.asarray(image), {}, note)
    colours = np.asarray(image.convert("RGB"))
    channels = {}
    if int(np.ptp(colours, axis=2).max()) > _COLOURFUL:
        channels = {
            name: np.ascontiguousarray(colours[:, :, index])
            for index, name in enumerate(("red", "green", "blue"))
        }
    return Planes(np.asarray(image.convert("L")), channels, note)


def _opacity(alpha: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return opacity as dark ink, the most opaque black."""
    return np.asarray(255 - np.rint(alpha * (255 / max(int(alpha.max()), 1)))).astype(np.uint8)


def _is_ink_on_nothing(shown: NDArray[np.uint8]) -> bool:
    """Return whether opacity shows the ink: where one colour covers, or less than half is covered.

    Args:
        shown: Shape (h, w, 4).
    """
    alpha = shown[:, :, 3]
    if int(np.ptp(alpha)) < _ALPHA_RANGE:
        return False
    is_seen = alpha >= max(_ALPHA_RANGE, int(alpha.max()) // 2)
    if shown[is_seen][:, :3].astype(float).std(axis=0).max() < _ONE_COLOUR:
        return True
    rows, columns = np.flatnonzero(is_seen.any(axis=1)), np.flatnonzero(is_seen.any(axis=0))
    area = (np.ptp(rows) + 1) * (np.ptp(columns) + 1)
    return bool(is_seen.sum() < _MOSTLY_OPAQUE * area)


def _laid_on_its_background(image: PIL.Image.Image) -> tuple[PIL.Image.Image, str]:
    """Return a picture laid on the colour that most of it has, without its opacity."""
    from PIL import Image

    shown = image.convert("RGBA")
    alpha = np.asarray(shown)[:, :, 3]
    is_seen = alpha >= max(1, int(alpha.max()) // 2)
    if not alpha.any():
        return Image.new("L", image.size, 255), ""
    middle = np.median(np.asarray(shown)[is_seen][:, :3], axis=0)
    background = (int(middle[0]), int(middle[1]), int(middle[2]), 255)
    if int(np.ptp(alpha)) < _ALPHA_RANGE:
        return shown.convert("RGB"), ""
    laid = Image.alpha_composite(Image.new("RGBA", shown.size, background), shown)
    return laid.convert("RGB"), Text("its transparent parts were filled")
