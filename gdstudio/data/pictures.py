"""Digits from photos and picture files: whatever was drawn becomes ink on an empty ground."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.background import Light, is_dark_on_light, light_behind_ink, sheet_behind
from gdstudio.data.resize import block_means
from gdstudio.data.specks import without_dust, without_specks
from gdstudio.errors import FileError

if TYPE_CHECKING:
    import PIL.Image

MAX_PIXELS: Final = 50_000_000  # a telephone's largest photo
FORMATS: Final = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP", "PPM")  # none that runs a program
_WORKING_SIDE: Final = 640  # the digit itself will be 20 pixels high
_LEAST_CONTRAST: Final = 0.12  # of the background's light: paler marks are paper, not ink
_NOISE_FACTOR: Final = 5.0  # ink stands out by this many standard deviations of the noise
_LEAST_GREY: Final = 0.02  # paler pixels of a drawing are traces of its compression
# Shares of a photo's strongest ink.
_FAINTEST: Final = 0.35  # what counts as ink
_STROKE: Final = 0.6  # what every stroke has somewhere; ruled lines are paler
_FULL: Final = 0.75  # what becomes 255
# What Pillow raises on damaged files, beside OSError.
_DAMAGED: Final = (ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, EOFError)


def read_picture(path: Path | str) -> NDArray[np.uint8]:
    """Return the ink in a picture file, ready for `normalise_drawing`.

    Photos and drawings of any size, dark on light or light on dark, see-through or turned by
    their camera. Of several frames the first is read.

    Returns:
        Shape (h, w), uint8, the longest side at most 640; 0 is background, 255 the fullest ink.

    Raises:
        FileError: It is no such file, too large, damaged, or nothing is drawn on it.
    """
    path = Path(path)
    ink = picture_to_ink(_read_grey(path))
    if not ink.any():
        raise FileError(path, "nothing is drawn on it")
    return ink


def picture_to_ink(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the ink of a grey picture: no paper, no shadows, no noise, no specks.

    Args:
        grey: Shape (h, w), uint8, 0 is black; dark on light or light on dark, as the border tells.

    Returns:
        Shape (h', w'), uint8, shrunk by a whole factor to sides of at most 640; 0 is background,
        255 the fullest ink. All 0 if nothing stands out.
    """
    assert grey.ndim == 2
    assert grey.size
    light = block_means(grey, _WORKING_SIDE)
    sheet = sheet_behind(light)
    if not is_dark_on_light(sheet):
        light, sheet = 255 - light, sheet.inverted()
    background = light_behind_ink(light, sheet)
    depth = (background - light) / np.maximum(background, 1)
    if sheet.light is Light.FLAT:
        ink = _drawn_ink(depth)
    else:
        ink = _photographed_ink(depth, sheet.light is Light.SHADOWED)
    levels: NDArray[np.uint8] = np.rint(np.clip(ink, 0, 1) * 255).astype(np.uint8)
    return levels


def _drawn_ink(depth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the ink of a drawing made by a program, whose grey levels are meant."""
    strongest = _strongest(depth)
    if strongest < _LEAST_CONTRAST:
        return np.zeros_like(depth)
    return without_dust(np.where(depth < _LEAST_GREY, 0.0, depth)) / strongest


def _photographed_ink(depth: NDArray[np.float64], is_shadowed: bool) -> NDArray[np.float64]:
    """Return the ink of a photo, whose faint grey levels are paper, blur and noise."""
    middle, noise = _middle_and_noise(depth)
    depth = depth - middle
    strongest = _strongest(depth)
    if strongest < max(_LEAST_CONTRAST, _NOISE_FACTOR * noise):
        return np.zeros_like(depth)
    least = max(_FAINTEST * strongest, _NOISE_FACTOR * noise)
    inked = np.where(depth < least, 0.0, depth)
    return without_specks(inked, _STROKE * strongest, is_shadowed) / (_FULL * strongest)


def _middle_and_noise(depth: NDArray[np.float64]) -> tuple[float, float]:
    """Return the median, which is the paper's, and its noise as a standard deviation."""
    sample = depth.ravel()[:: max(1, depth.size // 50_000)]
    middle = float(np.median(sample))
    return middle, 1.4826 * float(np.median(np.abs(sample - middle)))


def _strongest(depth: NDArray[np.float64]) -> float:
    """Return the depth that some pixels reach, but not single ones by noise."""
    few = min(depth.size, max(4, depth.size // 5000))
    return float(np.partition(depth, depth.size - few, axis=None)[depth.size - few])


def _read_grey(path: Path) -> NDArray[np.uint8]:
    """Return a picture file as grey levels, shape (h, w), uint8, upright and opaque."""
    from PIL import Image, UnidentifiedImageError

    try:
        if path.exists() and not path.is_file():
            raise FileError(path, "is not a file; a picture is expected")
        _refuse_svg(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damaged notes beside the picture
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    size = f"is {width:,} x {height:,} pixels large"
                    raise FileError(path, f"{size}; at most {MAX_PIXELS:,} pixels are read")
                return _grey(image)
    except UnidentifiedImageError as error:
        raise FileError(path, f"is no picture of a known kind ({', '.join(FORMATS)})") from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise FileError(path, f"has too many pixels; {MAX_PIXELS:,} are read") from error
    except OSError as error:
        reason = error.strerror or f"is damaged: {error}"
        raise FileError(path, reason) from error
    except _DAMAGED as error:
        raise FileError(path, f"is damaged: {error}") from error


def _refuse_svg(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(1024)
    if b"<svg" in head.lower() or path.suffix.lower() in (".svg", ".svgz"):
        raise FileError(path, "is an SVG drawing, which is not read; save it as PNG")


def _grey(image: PIL.Image.Image) -> NDArray[np.uint8]:
    """Return an opened picture as grey levels; decodes it, a JPEG no larger than needed."""
    from PIL import ImageOps

    image.draft("L", (2 * _WORKING_SIDE, 2 * _WORKING_SIDE))
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I") or upright.mode == "F":
        return _stretched(np.asarray(upright))
    if upright.has_transparency_data:
        return _laid_on_contrast(upright)
    return np.asarray(upright.convert("L"))


def _stretched(levels: NDArray[Any]) -> NDArray[np.uint8]:
    """Return levels of more than 8 bits, black at 0, as 0 to 255 for the lightest."""
    light = np.nan_to_num(levels.astype(np.float64), posinf=0, neginf=0).clip(min=0)
    grey: NDArray[np.uint8] = np.rint(light / max(light.max(), 1e-30) * 255).astype(np.uint8)
    return grey


def _laid_on_contrast(image: PIL.Image.Image) -> NDArray[np.uint8]:
    """Return a see-through picture laid on white, or on black if nothing would be seen on white."""
    from PIL import Image

    shown = image.convert("RGBA")
    for ground in ("white", "black"):
        laid = Image.alpha_composite(Image.new("RGBA", shown.size, ground), shown)
        grey = np.asarray(laid.convert("L"))
        if grey.min() < 128:
            break
    return grey
