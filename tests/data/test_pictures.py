import io
import os
import struct
import sys
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from gdstudio.data import pictures
from gdstudio.data.decoding import WORKING_SIDE
from gdstudio.data.mnist import load_mnist
from gdstudio.data.pictures import Planes, find_digit, find_in_planes
from gdstudio.data.resize import block_means, normalize_drawing
from gdstudio.errors import FileError
from gdstudio.learning.shifts import shifted


def picture_to_ink(grey):
    """Return the ink of a grey picture, shape (h, w), uint8."""
    return find_in_planes(Planes(block_means(grey, WORKING_SIDE), {}, "")).ink


def read_picture(path):
    """Return the ink in a picture file."""
    return find_digit(path).ink


HEIGHT, WIDTH = 450, 600
Y, X = np.mgrid[0 : 1 : HEIGHT * 1j, 0 : 1 : WIDTH * 1j]


def pen(index: int, side: int = 220) -> NDArray[np.float64]:
    """Return a test digit with sharp edges, 1 is ink, drawn left of the middle of a sheet."""
    digit = Image.fromarray(load_mnist().test.pictures()[index])
    sharp = np.asarray(digit.resize((side, side), Image.Resampling.BICUBIC), float)
    sheet = np.zeros((HEIGHT, WIDTH))
    sheet[120 : 120 + side, 90 : 90 + side] = np.clip((sharp - 100) / 60, 0, 1)
    return sheet


def photo(light: NDArray[np.float64], ink: NDArray[np.float64], seed: int) -> NDArray[np.uint8]:
    """Return a noisy JPEG of ink that takes three quarters of the light away."""
    noise = np.random.default_rng(seed).normal(0, 4, light.shape)
    levels = np.clip(light * (1 - 0.75 * ink) + noise, 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(levels).save(file, "JPEG", quality=80)
    return np.asarray(Image.open(file))


LIGHTS: dict[str, Callable[[], NDArray[np.float64]]] = {
    "even": lambda: np.full((HEIGHT, WIDTH), 205.0),
    "dim": lambda: 75 + 15 * X,
    "gradient": lambda: 90 + 120 * X + 30 * Y,
    "vignette": lambda: 220 - 280 * ((X - 0.5) ** 2 + (Y - 0.5) ** 2),
    "soft shadow": lambda: 200 - 90 / (1 + np.exp(-25 * (X + Y - 1))),
    "hard shadow": lambda: np.where(X + 0.3 * Y > 0.8, 110, 205.0),
    "shadow over the digit": lambda: np.where(X + 0.1 * Y > 0.32, 205.0, 120),
    "table in a corner": lambda: np.where(X + Y < 0.25, 45, 200.0),
    "dust": lambda: np.where((np.sin(97 * X) > 0.995) & (np.sin(61 * Y) > 0.99), 90, 200.0),
    "ruled": lambda: np.where(np.arange(HEIGHT)[:, None] % 60 < 2, 160.0, 200) + 0 * X,
}


def likeness(ink: NDArray[np.uint8], expected: NDArray[np.float64]) -> float:
    """Return the correlation of two drawings as digits, which may lie one pixel apart.

    The whole-pixel shift of the recipe turns the least difference in mass into that.
    """
    ours, theirs = normalize_drawing(ink), normalize_drawing(expected)
    steps = [shifted(ours[None], dx, dy)[0] for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    return max(float(np.corrcoef(step.ravel(), theirs.ravel())[0, 1]) for step in steps)


@pytest.mark.parametrize("index", [0, 1, 2, 3, 61])
@pytest.mark.parametrize("light", LIGHTS.values(), ids=LIGHTS.keys())
def test_that_a_photo_becomes_clean_ink_in_any_light(
    light: Callable[[], NDArray[np.float64]], index: int
) -> None:
    ink = pen(index)
    found = picture_to_ink(photo(light(), ink, index))
    assert found.shape == ink.shape
    far = ~near(ink > 0, 12)  # what lies nearer may pass for a part of the stroke
    assert found[far].sum(dtype=int) <= 255 * 60 * (light in SHADOWS)
    assert likeness(found, ink) > 0.98


SHADOWS = [LIGHTS["hard shadow"], LIGHTS["shadow over the digit"]]


def near(is_set: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    rows = sum(np.roll(is_set, k, 0) for k in range(-reach, reach + 1)) > 0
    return np.asarray(sum(np.roll(rows, k, 1) for k in range(-reach, reach + 1)) > 0)


def test_that_chalk_on_a_board_is_light_on_dark() -> None:
    ink = pen(0)
    noise = np.random.default_rng(1).normal(0, 4, ink.shape)
    board = np.clip(40 + 30 * X + 150 * ink + noise, 0, 255).astype(np.uint8)
    assert likeness(picture_to_ink(board), ink) > 0.97


def test_that_pencil_is_seen() -> None:
    ink = pen(0)
    noise = np.random.default_rng(1).normal(0, 4, ink.shape)
    sheet = np.clip((200 + 20 * X) * (1 - 0.3 * ink) + noise, 0, 255).astype(np.uint8)
    assert likeness(picture_to_ink(sheet), ink) > 0.97


@pytest.mark.parametrize("light", sorted(LIGHTS.keys() - {"table in a corner", "ruled", "dust"}))
def test_that_an_empty_sheet_has_no_ink_in_any_light(light: str) -> None:
    nothing = np.zeros((HEIGHT, WIDTH))
    assert not picture_to_ink(photo(LIGHTS[light](), nothing, 5)).any()


@pytest.mark.parametrize("inverted", [False, True])
def test_that_digits_of_mnist_as_pictures_keep_their_grey_levels(inverted: bool) -> None:
    digits = load_mnist().test.pictures()[:300]
    back = np.array([normalize_drawing(picture_to_ink(255 - d if inverted else d)) for d in digits])
    difference = np.abs(back.astype(int) - digits).mean(axis=(1, 2))
    assert np.median(difference) < 0.5
    assert np.quantile(difference, 0.99) < 2


@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (3, 3), (1, 700), (1300, 2), (641, 640)])
def test_that_pictures_of_any_size_are_taken(shape: tuple[int, int]) -> None:
    generator = np.random.default_rng(2)
    for grey in (np.zeros(shape, np.uint8), generator.integers(256, size=shape, dtype=np.uint8)):
        ink = picture_to_ink(grey)
        assert ink.dtype == np.uint8
        assert max(ink.shape) <= 640
    assert not picture_to_ink(np.full(shape, 200, np.uint8)).any()


def drawing() -> NDArray[np.uint8]:
    """Return black ink on white, different under every turn and mirror."""
    grey = np.full((120, 90), 255, np.uint8)
    grey[20:100, 30:40] = 0
    grey[90:100, 30:75] = 0
    return grey


def expected_digit() -> NDArray[np.uint8]:
    return normalize_drawing(255 - drawing())


@pytest.mark.parametrize("kind", ["PNG", "BMP", "GIF", "TIFF", "WEBP", "PPM", "JPEG"])
def test_that_files_of_all_kinds_are_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "digit"
    Image.fromarray(drawing()).save(path, kind, lossless=True, quality=95)
    difference = normalize_drawing(read_picture(path)).astype(int) - expected_digit()
    assert np.abs(difference).max() <= (40 if kind == "JPEG" else 0)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "LA", "RGBA", "I;16", "I", "F"])
def test_that_all_kinds_of_pixels_are_read(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "digit.tiff"
    if mode in ("I;16", "I", "F"):
        image = Image.fromarray(drawing().astype({"I;16": "u2", "I": "i4", "F": "f4"}[mode]) * 200)
    else:
        image = Image.fromarray(drawing()).convert(mode)
    image.save(path)
    assert np.array_equal(normalize_drawing(read_picture(path)), expected_digit())


@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (255, 0), (255, 255), (0, 0)])
def test_that_see_through_drawings_are_read_in_any_colour(
    tmp_path: Path, ink: int, paper: int
) -> None:
    opacity = 255 - drawing()
    grey = np.where(opacity > 0, ink, paper).astype(np.uint8)
    path = tmp_path / "digit.png"
    Image.fromarray(np.dstack([grey, grey, grey, opacity])).save(path)
    assert np.array_equal(normalize_drawing(read_picture(path)), expected_digit())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_that_pictures_are_turned_as_the_camera_says(tmp_path: Path, orientation: int) -> None:
    d = drawing()
    stored = {
        1: d,
        2: d[:, ::-1],
        3: d[::-1, ::-1],
        4: d[::-1],
        5: d.T,
        6: d.T[::-1],
        7: d[::-1, ::-1].T,
        8: d.T[:, ::-1],
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "digit.png"
    Image.fromarray(np.ascontiguousarray(stored)).save(path, exif=exif)
    assert np.array_equal(normalize_drawing(read_picture(path)), expected_digit())


@pytest.mark.parametrize(
    "grey", [np.full((50, 60), v, np.uint8) for v in (0, 128, 255)] + [np.zeros((1, 1), np.uint8)]
)
def test_that_a_blank_picture_is_told(tmp_path: Path, grey: NDArray[np.uint8]) -> None:
    path = tmp_path / "blank.png"
    Image.fromarray(grey).save(path)
    with pytest.raises(FileError, match="nothing is drawn on it"):
        read_picture(path)


def test_that_a_wholly_transparent_picture_is_blank(tmp_path: Path) -> None:
    path = tmp_path / "blank.png"
    Image.new("RGBA", (40, 40)).save(path)
    with pytest.raises(FileError, match="nothing is drawn on it"):
        read_picture(path)


def png_header(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    header = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + header + struct.pack(">I", 4) + b"IDAT" + bytes(8)


@pytest.mark.parametrize("side", [8_100, 13_300, 14_000, 60_000])
def test_that_too_many_bytes_are_refused_before_decoding(tmp_path: Path, side: int) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_header(side, side))
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        with pytest.raises(FileError, match=r"at most (256 MB are allowed|178,956,970 are read)"):
            read_picture(path)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.svg", b'<?xml version="1.0"?><SVG width="9"/>', "is an SVG drawing"),
        ("renamed.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is an SVG drawing"),
        ("text.png", b"hello", "is no picture of a known kind"),
        ("empty.png", b"", "is no picture of a known kind"),
        ("script.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "no picture"),
        ("cut.png", png_header(20, 20), "is damaged"),
    ],
)
def test_that_what_cannot_be_read_is_told(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileError, match=reason) as caught:
        read_picture(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_that_missing_files_folders_and_pipes_are_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, reason in (
        ("none.png", "No such file"),
        ("", "is not a file"),
        ("pipe", "is not a file"),
        ("nul\0", "null byte"),
    ):
        with pytest.raises(FileError, match=reason):
            read_picture(tmp_path / name)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(["PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP", "PPM"]),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12),
    kept=st.floats(0.05, 1.5),
)
def test_that_damaged_pictures_raise_nothing_but_a_file_error(
    tmp_path: Path, kind: str, changes: list[tuple[float, int]], kept: float
) -> None:
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    extra = {} if kind in ("GIF", "BMP", "PPM") else {"exif": exif}
    Image.fromarray(drawing()[::3, ::3]).save(file, kind, **extra)
    content = bytearray(file.getvalue())
    for place, value in changes:
        content[int(place**3 * (len(content) - 1))] = value
    path = tmp_path / "damaged"
    path.write_bytes(content[: int(kept * len(content)) + 1])
    assert max(ink_or_nothing(path).shape) <= 640


def ink_or_nothing(path: Path) -> NDArray[np.uint8]:
    try:
        return read_picture(path)
    except FileError:
        return np.zeros((1, 1), np.uint8)


def test_that_importing_the_reader_does_not_load_pillow() -> None:
    assert "Image" not in vars(pictures)
    assert "PIL" not in vars(pictures)
    assert "PIL.Image" in sys.modules  # this test itself loaded it
