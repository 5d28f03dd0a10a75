"""Opening picture files in bounded memory: large ones are made small while they are read."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import FileError
from gdstudio.texts import Text

if TYPE_CHECKING:
    import PIL.Image

MAX_BYTES: Final = 256_000_000  # that a picture may take while it is decoded
WORKING_SIDE: Final = 640  # the digit itself will be 20 pixels high
FULL_SIZE: Final = "full size"  # in the `info` of a frame: width and height in its file, upright
FORMATS: Final = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP", "PPM")  # none that runs a program
_MAX_FRAMES: Final = 30  # looked at for the first that is not blank
_STRIP_PIXELS: Final = 2_000_000
_BYTES: Final = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2}  # of a pixel; else 4
# How often Pillow and its libraries hold a whole picture: an animation's canvas, last frame, copy.
_COPIES: Final = {"WEBP": 4, "TIFF": 2, "GIF": 3}
# What Pillow raises on damaged files, beside OSError.
_DAMAGED: Final = (ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, EOFError)
_TURN: Final = 0x0112  # EXIF's tag of how the camera was held
_FIRST_ON_ITS_SIDE: Final = 5  # of its values, up to 8
_HEIF_BRANDS: Final = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_AVIF_BRANDS: Final = {b"avif", b"avis"}
_stderr_lock: Final = threading.Lock()


def decoded_frames(path: Path) -> Iterator[PIL.Image.Image]:
    """Yield the frames of a picture file, upright and small, the first of them first.

    At most 30; modes "L", "LA", "RGB", "RGBA", "I" or "F"; the longest side at most 640. How large
    each is in the file stands in its `info`.

    Raises:
        FileError: It is no picture file that is read, damaged, or would take too much memory.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        if path.exists() and not path.is_file():
            raise FileError(path, Text("is not a file; a picture is expected"))
        with warnings.catch_warnings(), path.open("rb") as file:
            warnings.simplefilter("ignore")  # damaged notes beside the picture
            head = file.read(1024)
            _refuse_others(path, head)
            file.seek(0)
            with _quiet_libtiff(head), _opened(file, head) as image:
                yield from _frames(path, image)
    except UnidentifiedImageError as error:
        raise FileError(
            path, Text("is no picture of a known kind ({0})", ", ".join(FORMATS))
        ) from error
    except Image.DecompressionBombError as error:
        reason: str = Text(
            "has too many pixels; at most {0:,} are read", 2 * (Image.MAX_IMAGE_PIXELS or 0)
        )
        raise FileError(path, reason) from error
    except MemoryError as error:
        raise FileError(path, Text("needs more memory than there is")) from error
    except OSError as error:
        reason = error.strerror or Text("is damaged: {0}", error)
        raise FileError(path, reason) from error
    except _DAMAGED as error:
        raise FileError(path, Text("is damaged: {0}", error)) from error


def _opened(file: BinaryIO, head: bytes) -> PIL.Image.Image:
    from PIL import Image
    from PIL.JpegImagePlugin import jpeg_factory

    if head.startswith(b"\xff\xd8\xff"):
        # Decoded small, a photograph may have any number of pixels: no limit of Pillow's.
        return jpeg_factory(file)
    return Image.open(file, formats=FORMATS)


def _refuse_others(path: Path, head: bytes) -> None:
    if b"<svg" in head.lower() or path.suffix.lower() in (".svg", ".svgz"):
        raise FileError(path, Text("is an SVG drawing, which is not read; save it as PNG"))
    brands = {head[at : at + 4] for at in range(8, min(64, len(head)), 4)}
    if head[4:8] == b"ftyp" and brands & (_HEIF_BRANDS | _AVIF_BRANDS):
        kind = "AVIF" if brands & _AVIF_BRANDS else "HEIC"
        advice = Text(
            "save it as JPEG or PNG (on an iPhone: Settings, Camera, Formats, Most Compatible)"
        )
        raise FileError(
            path, Text("is {0}, a kind of picture which is not read; {1}", kind, advice)
        )


@contextmanager
def _quiet_libtiff(head: bytes) -> Iterator[None]:
    """Send what libtiff writes to standard error itself, line by line, nowhere.

    It has no other way to be quiet that Pillow offers; what else is written meanwhile is lost too.
    """
    is_stderr_missing = sys.__stderr__ is None  # then 2 may be the number of any other file
    if head[:2] not in (b"II", b"MM") or is_stderr_missing:
        yield
        return
    with _stderr_lock, tempfile.TemporaryFile() as sink:
        try:
            kept = os.dup(2)
        except OSError:  # it was closed since
            yield
            return
        os.dup2(sink.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _frames(path: Path, image: PIL.Image.Image) -> Iterator[PIL.Image.Image]:
    size = image.size  # before a JPEG is asked to be decoded small
    image.draft(image.mode, (2 * WORKING_SIDE, 2 * WORKING_SIDE))
    for index in range(_MAX_FRAMES):
        if index:
            try:
                image.seek(index)
            except EOFError:
                return
            size = image.size
        _refuse_large(path, image, size)
        image.load()
        is_turned = image.getexif().get(_TURN, 1) >= _FIRST_ON_ITS_SIDE
        frame = _upright(_small(image), image)
        frame.info[FULL_SIZE] = size[::-1] if is_turned else size
        yield frame


def _refuse_large(path: Path, image: PIL.Image.Image, size: tuple[int, int]) -> None:
    """Refuse a picture of which decoding takes more than `MAX_BYTES`; `size` is its full size."""
    n_bytes = (
        image.width * image.height * _BYTES.get(image.mode, 4) * _COPIES.get(image.format or "", 1)
    )
    if image.info.get("progressive"):
        n_bytes += _coefficient_bytes(image, size)
    if n_bytes > MAX_BYTES:
        large = Text("is {0:,} x {1:,} pixels large", size[0], size[1])
        needed = Text(
            "{0:,} MB to read it; at most {1} MB", n_bytes // 1000000, MAX_BYTES // 1000000
        )
        raise FileError(path, Text("{0} and would take {1} are allowed", large, needed))


def _coefficient_bytes(image: Any, size: tuple[int, int]) -> int:
    """Return what a progressive JPEG takes: two bytes for each coefficient of the whole picture."""
    samples = [down * across for _, across, down, *_ in image.layer]
    return int(2 * size[0] * size[1] * sum(samples) / max(samples))


def _small(image: PIL.Image.Image) -> PIL.Image.Image:
    """Return a decoded picture shrunk by a whole factor, strip by strip, in a plain mode."""
    from PIL import Image

    factor = -(-max(image.size) // WORKING_SIDE)
    if factor == 1:
        return _plain(image)
    across, down = (min(factor, side) for side in image.size)
    rows = down * max(1, _STRIP_PIXELS // (image.width * down))
    last = image.height - image.height % down
    strips = []
    for top in range(0, last, rows):
        box = (0, top, image.width - image.width % across, min(top + rows, last))
        strips.append(_plain(image.crop(box)).reduce((across, down)))
    whole = Image.new(strips[0].mode, (strips[0].width, sum(strip.height for strip in strips)))
    at = 0
    for strip in strips:
        whole.paste(strip, (0, at))
        at += strip.height
    return whole


def _plain(image: PIL.Image.Image) -> PIL.Image.Image:
    """Return a picture in one of the modes that `decoded_frames` names."""
    from PIL import Image

    if image.mode.startswith("I;16"):
        return Image.fromarray(np.asarray(image).astype(np.float32))
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("L", "I", "F"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _upright(small: PIL.Image.Image, image: PIL.Image.Image) -> PIL.Image.Image:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    turn = turns.get(image.getexif().get(_TURN, 1))
    return small if turn is None else small.transpose(turn)


def stretched(levels: NDArray[Any]) -> NDArray[np.uint8]:
    """Return levels of more than 8 bits, black at 0, as 0 to 255 for the lightest."""
    light = np.nan_to_num(levels.astype(np.float64), posinf=0, neginf=0).clip(min=0)
    grey: NDArray[np.uint8] = np.rint(light / max(light.max(), 1e-30) * 255).astype(np.uint8)
    return grey
