"""Digits from photos and picture files: whatever was drawn becomes ink on an empty background.

A picture goes through small steps: it is opened in bounded memory (`decoding`), its lightness is
worked out (`Planes`: the grey, a colour, or the opacity), the sheet is found in it (`sheets`: on a
desk, in a frame, in a window), ink and background are told apart (`inking`, with `background`,
`tight` and `cleaning`), and what speaks against one digit is said (`doubts`). What comes out is one
`Found`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import locked
from gdstudio.data.decoding import WORKING_SIDE, decoded_frames, stretched
from gdstudio.data.doubts import doubts_about
from gdstudio.data.inking import Inked, inked
from gdstudio.data.sheets import CutSheet, find_sheet
from gdstudio.errors import FileError
from gdstudio.texts import Text

if TYPE_CHECKING:
    import PIL.Image

_ALPHA_RANGE: Final = 8  # of 255: less is the same opacity everywhere
_ONE_COLOUR: Final = 24.0  # of 255: standard deviation of colours within one ink
_COLOURFUL: Final = 30  # of 255: between the channels, somewhere
_MOSTLY_OPAQUE: Final = 0.5  # of the box around what can be seen
_PALE: Final = 60  # grey levels: ink of less contrast is looked for in the colours too
_PLAINER: Final = 1.5  # times the contrast: a colour that shows the ink better than the grey

NOTHING_FOUND: Final = Text("nothing is drawn on it")


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


class Planes(NamedTuple):
    """What is seen of a picture: its lightness, shape (h, w), uint8, and each colour like that.

    No colours by name for a picture without. The note says what stands for the lightness, if it is
    not the grey as it is; else "".
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
    """Return whether opacity shows the ink of a picture, shape (h, w, 4).

    It does where one colour covers, or less than half is covered.
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


def find_digit(path: Path | str) -> Found:
    """Return what is drawn on a picture file, in the first frame on which something is.

    Photos and drawings of any size, dark on light or light on dark, see-through or turned by their
    camera. Raises FileError of no such file, one too large or damaged, or with nothing drawn on it.
    """
    path = Path(path)
    for index, frame in enumerate(decoded_frames(path)):
        found = find_in_planes(planes_of(frame))
        if found.ink.any():
            if index:
                note = Text("the first frame is blank; frame {0} was read", index + 1)
                return replace(found, notes=(note, *found.notes))
            return found
    raise FileError(path, NOTHING_FOUND)


def find_in_pixels(pixels: NDArray[np.uint8]) -> Found:
    """Return what is drawn on a picture, shape (h, w) or, red to opacity, (h, w, 4), uint8."""
    from PIL import Image

    image = Image.fromarray(pixels)
    factor = -(-max(image.size) // WORKING_SIDE)
    if factor > 1:
        image = image.reduce((min(factor, image.width), min(factor, image.height)))
    return find_in_planes(planes_of(image))


def find_in_planes(planes: Planes) -> Found:
    """Return what is drawn on a picture with sides of at most 640; without ink where nothing is."""
    light = planes.grey.astype(np.float64)
    channels = {name: plane.astype(np.float64) for name, plane in planes.channels.items()}
    notes = [planes.note] if planes.note else []
    seen, sheet, result = _best_plane(light, channels, notes)
    levels = np.rint(np.clip(result.ink, 0, 1) * 255).astype(np.uint8)
    place = None if sheet is None else sheet.place
    if sheet is not None:
        levels = np.where(sheet.is_inside, levels, 0).astype(np.uint8)
    doubts = doubts_about(levels, result) if levels.any() else ()
    ink = levels
    if place is not None:
        notes.append(Text("a sheet was found and cut out; what lies around it was left out"))
        ink = np.zeros(seen.shape, np.uint8)
        ink[place[0] : place[1], place[2] : place[3]] = levels
    if result.is_cut_out:
        notes.append(Text("it was taken to be cut out along its ink"))
    if result.is_lined:
        notes.append(Text("lines from rim to rim were taken for the paper's"))
    shown = locked(np.rint(np.clip(seen, 0, 255)).astype(np.uint8))
    return Found(ink, shown, place, result.threshold, tuple(notes), doubts)


def _best_plane(
    light: NDArray[np.float64], channels: dict[str, NDArray[np.float64]], notes: list[str]
) -> tuple[NDArray[np.float64], CutSheet | None, Inked]:
    """Return the plane that shows the ink, the sheet in it, and that ink.

    The grey, unless the ink is pale in it and much plainer in a colour.
    """
    sheet = find_sheet(light)
    result = _inked(light, sheet)
    best, plane, name = result, light, ""
    if not result.ink.any() or result.contrast < _PALE:
        for channel, other in channels.items():
            other_sheet = find_sheet(other)
            tried = _inked(other, other_sheet)
            is_plainer = tried.contrast > _PLAINER * result.contrast or not result.ink.any()
            if tried.ink.any() and is_plainer and (name == "" or tried.contrast > best.contrast):
                best, plane, sheet, name = tried, other, other_sheet, channel
    if name:
        notes.append(Text("the ink is pale in grey; it was read in the {0} of the picture", name))
    return plane, sheet, best


def _inked(light: NDArray[np.float64], sheet: CutSheet | None) -> Inked:
    return inked(light) if sheet is None else inked(sheet.light, sheet.is_flat)
