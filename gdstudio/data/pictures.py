"""Digits from photos and picture files: whatever was drawn becomes ink on an empty background.

A picture goes through small steps, each in a file of its own: it is opened in bounded memory
(`decoding`), its lightness is worked out (`planes`: the grey, a colour, or the opacity), the sheet
is found in it (`sheets`: on a desk, in a frame, in a window), ink and background are told apart
(`inking`, with `background`, `tight`, `ruling` and `specks`), and what speaks against one digit is
said (`doubts`). What comes out is one `Found`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import locked
from gdstudio.data.decoding import WORKING_SIDE, decoded_frames
from gdstudio.data.doubts import doubts_about
from gdstudio.data.found import Found
from gdstudio.data.inking import Inked, inked
from gdstudio.data.planes import Planes, planes_of
from gdstudio.data.sheets import CutSheet, find_sheet
from gdstudio.errors import FileError
from gdstudio.texts import Text

if TYPE_CHECKING:
    import PIL.Image

_PALE: Final = 60  # grey levels: ink of less contrast is looked for in the colours too
_PLAINER: Final = 1.5  # times the contrast: a colour that shows the ink better than the grey

NOTHING_FOUND: Final = Text("nothing is drawn on it")


def find_digit(path: Path | str) -> Found:
    """Return what is drawn on a picture file, in the first frame on which something is.

    Photos and drawings of any size, dark on light or light on dark, see-through or turned by
    their camera.

    Raises:
        FileError: It is no such file, too large, damaged, or nothing is drawn on it.
    """
    path = Path(path)
    for index, frame in enumerate(decoded_frames(path)):
        found = find_in_image(frame)
        if found.ink.any():
            if index:
                note = Text("the first frame is blank; frame {0} was read", index + 1)
                return _with_note(found, note)
            return found
    raise FileError(path, NOTHING_FOUND)


def find_in_pixels(pixels: NDArray[np.uint8]) -> Found:
    """Return what is drawn on a picture, shape (h, w) or, red to opacity, (h, w, 4), uint8."""
    from PIL import Image

    image = Image.fromarray(pixels)
    factor = -(-max(image.size) // WORKING_SIDE)
    if factor > 1:
        image = image.reduce((min(factor, image.width), min(factor, image.height)))
    return find_in_image(image)


def find_in_image(image: PIL.Image.Image) -> Found:
    """Return what is drawn on a picture with sides of at most 640; without ink where nothing is.

    Args:
        image: In mode "L", "LA", "RGB", "RGBA", "I" or "F".
    """
    return find_in_planes(planes_of(image))


def find_in_planes(planes: Planes) -> Found:
    """Return what is drawn on a picture of which the planes are known, sides of at most 640."""
    light = planes.grey.astype(np.float64)
    channels = {name: plane.astype(np.float64) for name, plane in planes.channels.items()}
    return _found(light, channels, planes.note)


def _found(
    light: NDArray[np.float64], channels: dict[str, NDArray[np.float64]], note: str
) -> Found:
    notes = [note] if note else []
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


def _with_note(found: Found, note: str) -> Found:
    notes = (note, *found.notes)
    return Found(found.ink, found.seen, found.sheet, found.threshold, notes, found.doubts)
