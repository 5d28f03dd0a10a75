"""Papers, inks and files from which pictures of digits are put together."""

from __future__ import annotations

import io
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from tests.data.digit_shapes import SIDE, Mask

Rng = np.random.Generator
Rgb = tuple[int, int, int]


def png(image: Image.Image, **options: Any) -> tuple[str, bytes]:
    return ".png", saved(image, "PNG", **options)


def jpeg(image: Image.Image) -> tuple[str, bytes]:
    return ".jpg", saved(image, "JPEG", quality=85)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def placed(rng: Rng, mask: Mask, shape: tuple[int, int], share: float = 0.55) -> Mask:
    """Return a sheet, shape (h, w), with the digit somewhere near its middle."""
    side = round(share * min(shape))
    small = Image.fromarray(np.rint(mask * 255).astype(np.uint8))
    small = small.resize((side, side), Image.Resampling.BOX if side < SIDE else 3)
    sheet = np.zeros(shape)
    top, left = (int((room - side) * rng.uniform(0.35, 0.65)) for room in shape)
    sheet[top : top + side, left : left + side] = np.asarray(small, float) / 255
    return sheet


def mixed(ground: NDArray[np.float64], ink: Mask, colour: Rgb) -> Image.Image:
    """Return ink of a colour on a ground, shape (h, w) or (h, w, 3)."""
    if ground.ndim == 2:
        ground = np.repeat(ground[:, :, None], 3, axis=2)
    mixed = ground + ink[:, :, None] * (np.array(colour, float) - ground)
    return Image.fromarray(np.clip(np.rint(mixed), 0, 255).astype(np.uint8))


def photo(rng: Rng, image: Image.Image, noise: float = 3.0) -> tuple[str, bytes]:
    blurred = np.asarray(image.convert("RGB").filter(ImageFilter.GaussianBlur(0.8)), float)
    grain = rng.normal(0, noise, (*blurred.shape[:2], 1))
    return jpeg(Image.fromarray(np.clip(blurred + grain, 0, 255).astype(np.uint8)))


def paper(rng: Rng, shape: tuple[int, int]) -> NDArray[np.float64]:
    """Return paper in light that falls off to one side, shape (h, w, 3)."""
    y, x = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j]
    light = rng.uniform(205, 230) + rng.uniform(-12, 12) * x + rng.uniform(-12, 12) * y
    return light[:, :, None] * np.array([1.0, 0.99, 0.97])


def plain(size: tuple[int, int] = (400, 300)) -> NDArray[np.float64]:
    return np.full(size, 255.0)


DARK_INKS: Final[list[Rgb]] = [(15, 15, 20), (25, 30, 90), (120, 20, 25), (20, 70, 40)]
PALE_INKS: Final[list[Rgb]] = [(252, 232, 70), (255, 170, 200), (120, 230, 240), (170, 240, 150)]


def ink_colour(rng: Rng) -> Rgb:
    return DARK_INKS[int(rng.integers(len(DARK_INKS)))]


def ruled(
    rng: Rng, mask: Mask, colour: Rgb, pitch: tuple[int, int], turn: float, both: bool
) -> tuple[str, bytes]:
    shape = (600, 450)
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(float)
    angle, step = np.radians(turn), int(rng.integers(*pitch))
    width = rng.uniform(1.2, 2.2)
    down = np.abs((y * np.cos(angle) + x * np.sin(angle)) % step - step / 2) < width / 2
    across = np.abs((x * np.cos(angle) - y * np.sin(angle)) % step - step / 2) < width / 2
    lines = (down | across) if both else down
    sheet = np.asarray(mixed(paper(rng, shape), lines.astype(float), colour), float)
    ink = placed(rng, mask, shape, rng.uniform(0.4, 0.7))
    return photo(rng, mixed(sheet, ink, DARK_INKS[int(rng.integers(2))]))
