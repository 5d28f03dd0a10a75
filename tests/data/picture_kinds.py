"""Pictures of digits of many kinds, as people photograph, draw, cut out and save them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from tests.data.digit_shapes import SIDE, Mask, mnist_digit, stroke_digit
from tests.data.picture_parts import (
    PALE_INKS,
    Rgb,
    Rng,
    ink_colour,
    mixed,
    paper,
    photo,
    placed,
    plain,
    png,
    ruled,
    saved,
)


class Case(NamedTuple):
    """One picture file.

    Attributes:
        kind: Which of `KINDS`.
        label: The digit on it; None where two stand side by side, which is to be said.
        suffix: Of its name.
        content: The file.
    """

    kind: str
    label: int | None
    suffix: str
    content: bytes


def cases(per_kind: int, kinds: list[str] | None = None) -> list[Case]:
    """Return `per_kind` pictures of each kind, the same at every call.

    Every second shows a test digit of MNIST, the others strokes of a round pen.
    """
    made = []
    for number, (kind, make) in enumerate(KINDS.items()):
        if kinds is not None and kind not in kinds:
            continue
        for index in range(per_kind):
            rng = np.random.default_rng([12, number, index])
            mask, label = some_digit(rng, index)
            shown = None if kind == "two digits" else label
            suffix, content = make(rng, mask)
            made.append(Case(kind, shown, suffix, content))
    return made


def some_digit(rng: Rng, index: int) -> tuple[Mask, int]:
    """Return a digit and its label: of MNIST where `index` is even."""
    if index % 2 == 0:
        return mnist_digit(int(rng.integers(2000)))
    label = int(rng.integers(10))
    return stroke_digit(label, int(rng.integers(18, 30))), label


def drawing_dark(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    return png(mixed(plain(), placed(rng, mask, (400, 300)), ink_colour(rng)))


def drawing_light(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    ground = np.full((300, 300), float(rng.integers(60)))
    return png(mixed(ground, placed(rng, mask, (300, 300), 0.75), (250, 250, 245)))


def _see_through(rng: Rng, mask: Mask, colour: Rgb, opacity: float) -> tuple[str, bytes]:
    ink = placed(rng, mask, (280, 280), 0.8)
    alpha = np.rint(255 * opacity * ink)
    layers = [np.full(ink.shape, c) for c in colour]
    return png(Image.fromarray(np.dstack([*layers, alpha]).astype(np.uint8)))


def ink_black_see_through(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    return _see_through(rng, mask, (0, 0, 0), rng.uniform(0.1, 0.9))


def ink_coloured_see_through(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    colour = tuple(int(c) for c in rng.integers(0, 256, 3))
    return _see_through(rng, mask, (colour[0], colour[1], colour[2]), rng.uniform(0.15, 0.9))


def ink_white_transparent(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    return _see_through(rng, mask, (255, 255, 255), rng.uniform(0.3, 1))


def _framed(
    image: Image.Image, rng: Rng, widths: tuple[int, int], sides: int, radius: int
) -> tuple[str, bytes]:
    draw = ImageDraw.Draw(image)
    colours = [(0, 0, 0), (128, 128, 128), (40, 60, 160), (170, 40, 40)]
    colour = colours[int(rng.integers(len(colours)))]
    width = int(rng.integers(*widths))
    right, bottom = image.width - 1, image.height - 1
    if sides == 4:
        draw.rounded_rectangle((0, 0, right, bottom), radius, None, colour, width)
        return png(image)
    rims = [
        (0, 0, width - 1, bottom),
        (0, 0, right, width - 1),
        (right - width + 1, 0, right, bottom),
    ]
    for rim in rims[:sides]:
        draw.rectangle(rim, colour)
    return png(image)


def frame_thin(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    image = mixed(plain(), placed(rng, mask, (400, 300), 0.45), (0, 0, 0))
    return _framed(image, rng, (1, 3), 4, 0)


def frame_thick(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    image = mixed(plain(), placed(rng, mask, (400, 300), 0.45), (0, 0, 0))
    return _framed(image, rng, (3, 20), 4, int(rng.integers(0, 40)))


def frame_of_some_sides(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    image = mixed(plain(), placed(rng, mask, (400, 300), 0.45), (0, 0, 0))
    return _framed(image, rng, (1, 10), int(rng.integers(1, 4)), 0)


def screenshot_of_canvas(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    image = mixed(plain(), placed(rng, mask, (400, 300), 0.45), (0, 0, 0))
    draw, rim, grey = ImageDraw.Draw(image), int(rng.integers(4, 40)), int(rng.integers(170, 248))
    for at in range(rim):
        draw.rectangle((at, at, 299 - at, 399 - at), None, (grey,) * 3)
    draw.rectangle((rim, rim, 299 - rim, 399 - rim), None, (grey - 40,) * 3)
    return png(image)


def window_with_title(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    image = mixed(plain((420, 480)), placed(rng, mask, (420, 480), 0.5), (0, 0, 0))
    draw, dark = ImageDraw.Draw(image), bool(rng.integers(2))
    draw.rectangle((0, 0, 479, 34), (45, 48, 55) if dark else (225, 228, 232))
    draw.text((12, 10), "Untitled - drawing", (240, 240, 240) if dark else (30, 30, 30))
    draw.rectangle((0, 0, 479, 419), None, (90, 90, 90), int(rng.integers(1, 4)))
    for x in (420, 450):
        draw.rectangle((x, 10, x + 14, 24), (200, 80, 70))
    return png(image)


def _shown_square(rng: Rng, mask: Mask, low: Rgb, high: Rgb, side: int) -> Image.Image:
    small = Image.fromarray(np.rint(mask * 255).astype(np.uint8)).resize((20, 20), 4)
    digit = np.zeros((28, 28))
    digit[4:24, 4:24] = np.asarray(small, float) / 255
    blocks = Image.fromarray(np.rint(digit * 255).astype(np.uint8)).resize((side, side), 0)
    return mixed(np.full((side, side, 3), low, float), np.asarray(blocks, float) / 255, high)


def viewer_square(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    page = Image.new("RGB", (480, 360), (255, 255, 255) if rng.integers(2) else (238, 238, 238))
    side = int(rng.integers(140, 300))
    at = (int(rng.integers(20, 460 - side)), int(rng.integers(20, 340 - side)))
    page.paste(_shown_square(rng, mask, (0, 0, 0), (255, 255, 255), side), at)
    return png(page)


_MAPS: Final[list[tuple[Rgb, Rgb]]] = [
    ((68, 1, 84), (253, 231, 37)),
    ((255, 255, 255), (0, 0, 0)),
    ((0, 0, 4), (252, 253, 191)),
    ((0, 0, 0), (255, 255, 255)),
]


def viewer_with_axes(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    page = Image.new("RGB", (640, 480), "white")
    low, high = _MAPS[int(rng.integers(len(_MAPS)))]
    page.paste(_shown_square(rng, mask, low, high, 370), (143, 58))
    draw = ImageDraw.Draw(page)
    draw.rectangle((143, 58, 513, 428), None, "black")
    for tick in range(0, 28, 5):
        place = 150 + tick * 370 // 28
        draw.line((place, 428, place, 433), "black")
        draw.text((place - 4, 436), str(tick), "black")
        draw.line((138, place - 85, 143, place - 85), "black")
        draw.text((118, place - 91), str(tick), "black")
    draw.text((300, 40), "Label: ?", "black")
    return png(page)


def photo_even(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    shape = (450, 600)
    return photo(rng, mixed(paper(rng, shape), placed(rng, mask, shape), ink_colour(rng)))


def photo_in_shadow(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    shape = (450, 600)
    y, x = np.mgrid[0 : 1 : 450 * 1j, 0 : 1 : 600 * 1j]
    edge = rng.uniform(0.3, 1.0)
    shade = 1 - 0.4 / (1 + np.exp(-rng.uniform(15, 40) * (x + rng.uniform(-0.4, 0.4) * y - edge)))
    image = mixed(paper(rng, shape), placed(rng, mask, shape), ink_colour(rng))
    shaded = np.asarray(image, float) * shade[:, :, None]
    return photo(rng, Image.fromarray(shaded.astype(np.uint8)))


def _sheet_on(rng: Rng, mask: Mask, desk: NDArray[np.float64], turn: float) -> tuple[str, bytes]:
    shape = (420, 300)
    sheet = mixed(paper(rng, shape), placed(rng, mask, shape, 0.55), ink_colour(rng))
    room = Image.fromarray(np.clip(desk, 0, 255).astype(np.uint8))
    cover = Image.new("L", sheet.size, 255)
    turned = sheet.rotate(turn, Image.Resampling.BICUBIC, expand=True)
    cover = cover.rotate(turn, Image.Resampling.BICUBIC, expand=True)
    free = [max(1, big - small) for big, small in zip(room.size, turned.size, strict=True)]
    at = tuple(int(rng.uniform(0.2, 0.8) * side) for side in free)
    room.paste(turned, (at[0], at[1]), cover)
    return photo(rng, room)


def _desk(rng: Rng, colour: Rgb, size: tuple[int, int]) -> NDArray[np.float64]:
    light = 1 + 0.1 * np.linspace(-1, 1, size[1])[None, :, None] * rng.uniform(-1, 1)
    return np.full((*size, 3), colour, float) * light


def sheet_on_dark_desk(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    return _sheet_on(rng, mask, _desk(rng, (50, 42, 34), (520, 420)), 0)


def sheet_turned_on_dark_desk(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    return _sheet_on(rng, mask, _desk(rng, (44, 42, 40), (560, 520)), rng.uniform(-14, 14))


def sheet_on_brown_desk(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    return _sheet_on(rng, mask, _desk(rng, (176, 138, 98), (520, 440)), rng.uniform(-8, 8))


def sheet_on_patterned_desk(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    desk = _desk(rng, (120, 84, 54), (520, 440))
    rows = np.cumsum(rng.normal(0, 3, 520))
    grain = 14 * np.sin(np.arange(520) / 5 + 0.2 * rows)[:, None, None]
    return _sheet_on(rng, mask, desk + grain, rng.uniform(-8, 8))


def squared_paper_grey(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    grey = int(rng.integers(110, 180))
    return ruled(rng, mask, (grey, grey, grey), (22, 45), 0, True)


def squared_paper_blue_turned(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    return ruled(rng, mask, (110, 150, 210), (22, 45), rng.uniform(-20, 20), True)


def lined_paper(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    return ruled(rng, mask, (120, 140, 180), (35, 70), rng.uniform(-4, 4), False)


def pale_marker(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    colour = PALE_INKS[int(rng.integers(len(PALE_INKS)))]
    shape = (600, 450)
    return photo(rng, mixed(paper(rng, shape) * 1.08, placed(rng, mask, shape, 0.5), colour))


def _tight(mask: Mask, levels: NDArray[np.float64]) -> NDArray[np.float64]:
    rows, columns = np.flatnonzero((mask > 0.5).any(1)), np.flatnonzero((mask > 0.5).any(0))
    return levels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def tight_crop_soft(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    image = Image.fromarray(np.rint(255 - 255 * mask).astype(np.uint8))
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(rng.uniform(1, 6))), float)
    cut = _tight(mask, soft)
    cut = cut if rng.integers(2) else 255 - cut
    return png(Image.fromarray(cut.astype(np.uint8)))


def tight_crop_sharp(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    cut = _tight(mask, 255 - 255 * (mask if rng.integers(2) else np.rint(mask)))
    return png(Image.fromarray(cut.astype(np.uint8)))


def tight_crop_photo(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    levels = _tight(mask, rng.uniform(205, 230) - rng.uniform(150, 190) * mask)
    return photo(rng, Image.fromarray(levels.astype(np.uint8)))


def two_digits(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    other, _ = some_digit(rng, int(rng.integers(2)))
    return png(
        mixed(
            plain((SIDE + 40, 2 * SIDE)),
            np.pad(np.hstack([mask, other]), ((20, 20), (0, 0))),
            (0, 0, 0),
        )
    )


def digit_with_blot(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    shape = (450, 600)
    ink = placed(rng, mask, shape, 0.6)
    y, x = np.mgrid[0:450, 0:600]
    radius = rng.uniform(3, 7)
    blot = np.clip(radius - np.hypot(y - rng.integers(30, 420), x - rng.integers(30, 60)), 0, 1)
    return photo(rng, mixed(paper(rng, shape), np.maximum(ink, blot), (20, 20, 30)))


def blank_first_frame(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    shown = mixed(plain((280, 280)), placed(rng, mask, (280, 280), 0.8), (0, 0, 0))
    blank = Image.new("RGB", shown.size, "white")
    kind = ("GIF", "PNG", "WEBP", "TIFF")[int(rng.integers(4))]
    more: dict[str, Any] = {"save_all": True, "append_images": [shown]}
    if kind != "TIFF":
        more["duration"] = 200
    return f".{kind.lower()}", saved(blank, kind, **more)


def chalk(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    shape = (450, 600)
    board = np.full((*shape, 3), [38, 62, 50], float) * rng.uniform(0.8, 1.4)
    texture = 1 - 0.3 * rng.random(shape)
    return photo(rng, mixed(board, placed(rng, mask, shape) * texture, (225, 225, 220)))


def pencil(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    shape = (450, 600)
    grey = int(rng.integers(120, 165))
    image = mixed(paper(rng, shape), placed(rng, mask, shape), (grey, grey, grey))
    return photo(rng, image)


def other_modes(rng: Rng, mask: Mask) -> tuple[str, bytes]:
    grey = mixed(plain((300, 300)), placed(rng, mask, (300, 300), 0.7), (0, 0, 0)).convert("L")
    pick = int(rng.integers(6))
    if pick == 0:
        return ".jpg", saved(grey.convert("CMYK"), "JPEG", quality=90)
    if pick == 1:
        return png(Image.fromarray(np.asarray(grey).astype(np.uint16) * 257))
    if pick == 2:
        return png(grey.convert("1"))
    if pick == 3:
        return png(
            Image.merge("LA", [Image.new("L", grey.size, 255), grey.point(lambda v: 255 - v)])
        )
    if pick == 4:
        return png(grey.convert("P"), transparency=255)
    return ".tif", saved(Image.fromarray(np.asarray(grey, np.float32)), "TIFF")


KINDS: Final[dict[str, Callable[[Rng, Mask], tuple[str, bytes]]]] = {
    make.__name__.replace("_", " "): make
    for make in (
        drawing_dark,
        drawing_light,
        ink_black_see_through,
        ink_coloured_see_through,
        ink_white_transparent,
        frame_thin,
        frame_thick,
        frame_of_some_sides,
        screenshot_of_canvas,
        window_with_title,
        viewer_square,
        viewer_with_axes,
        photo_even,
        photo_in_shadow,
        sheet_on_dark_desk,
        sheet_turned_on_dark_desk,
        sheet_on_brown_desk,
        sheet_on_patterned_desk,
        squared_paper_grey,
        squared_paper_blue_turned,
        lined_paper,
        pale_marker,
        tight_crop_soft,
        tight_crop_sharp,
        tight_crop_photo,
        two_digits,
        digit_with_blot,
        blank_first_frame,
        chalk,
        pencil,
        other_modes,
    )
}
