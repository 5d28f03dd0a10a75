"""Colours of all pictures, one set for light ground and one for dark; the window's are the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

DARK_INK: Final = "#1b1f24"
LIGHT_INK: Final = "#ffffff"
"""Ink on a colour of Viridis; which of both, says `ink_on`."""

_BRIGHT: Final = 0.6  # share of Viridis from which ink is dark


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one appearance, as "#rrggbb".

    Attributes:
        name: "light" or "dark".
        window: Behind everything.
        base: Behind plots, pictures and text fields.
        raised: Buttons and headers.
        border: Hairlines, and frames of what only stands there.
        outline: Frames of what is typed into or clicked; at least 3:1 against `base` (WCAG 2.1,
            1.4.11 Non-text Contrast, 2018).
        text: Text to be read; at least 7:1 against `base`.
        muted: Axis ticks, units, secondary text; at least 4.5:1 against `base`.
        accent: The one accent colour: the running run, the answer, the focus.
        on_accent: Text on the accent colour.
        warning: A state to notice (diverged, error).
        curves: Colours of curves after the accent, told apart with any colour vision
            (Okabe and Ito 2008, lightened or darkened for contrast).
        negative: Negative end of signed pictures.
        neutral: Zero in signed pictures.
        positive: Positive end of signed pictures.
    """

    name: str
    window: str
    base: str
    raised: str
    border: str
    outline: str
    text: str
    muted: str
    accent: str
    on_accent: str
    warning: str
    curves: tuple[str, ...]
    negative: str
    neutral: str
    positive: str

    def curve(self, index: int) -> str:
        """Return the colour of a series: the accent first, then the other colours of curves."""
        colours = (self.accent, *self.curves)
        return colours[index % len(colours)]

    def signed_colours(self) -> NDArray[np.uint8]:
        """Return 255 colours, shape (255, 3), from negative over neutral (row 127) to positive."""
        ends = [rgb(c).astype(float) for c in (self.negative, self.neutral, self.positive)]
        t = np.linspace(0.0, 1.0, 128)[:, None]
        lower = ends[0] + (ends[1] - ends[0]) * t
        upper = ends[1] + (ends[2] - ends[1]) * t
        return np.vstack([lower, upper[1:]]).round().astype(np.uint8)


_LIGHT_AND_DARK: Final[dict[str, tuple[Any, Any]]] = {
    "name": ("light", "dark"),
    "window": ("#f3f4f6", "#15181d"),
    "base": ("#ffffff", "#1c2026"),
    "raised": ("#fafbfc", "#252a31"),
    "border": ("#d5d9e0", "#3a414b"),
    "outline": ("#7d8590", "#7f8894"),
    "text": ("#1b1f24", "#e8ebef"),
    "muted": ("#57606a", "#9da7b3"),
    "accent": ("#0067b8", "#4fa8ee"),
    "on_accent": ("#ffffff", "#0b1016"),
    "warning": ("#b42318", "#ff8a7a"),
    "curves": (
        ("#c04a00", "#00785a", "#a8457f", "#8a6500", "#2a7fb8", "#4b4f56"),
        ("#f08c4a", "#35c79a", "#e093c0", "#e6b422", "#8fd0f5", "#c3c9d1"),
    ),
    "negative": ("#c04a00", "#ff8f45"),
    "neutral": ("#f7f7f7", "#0e1014"),
    "positive": ("#00558f", "#5bb6ff"),
}
LIGHT: Final = Palette(**{part: light for part, (light, _) in _LIGHT_AND_DARK.items()})
DARK: Final = Palette(**{part: dark for part, (_, dark) in _LIGHT_AND_DARK.items()})


def rgb(colour: str) -> NDArray[np.uint8]:
    """Return red, green and blue of "#rrggbb", shape (3,)."""
    return np.frombuffer(bytes.fromhex(colour[1:]), np.uint8)


def blend(colour: str, background: str, share: float) -> str:
    """Return the opaque colour that `share` of `colour` over `background` gives."""
    front, back = rgb(colour).astype(float), rgb(background).astype(float)
    mixed: NDArray[np.uint8] = np.rint(back + (front - back) * share).astype(np.uint8)
    return "#" + bytes(mixed).hex()


def ink_on(share: float) -> str:
    """Return the ink that can be read on the colour of Viridis at a share in [0, 1]."""
    return DARK_INK if share > _BRIGHT else LIGHT_INK
