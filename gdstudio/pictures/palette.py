"""Colours of all pictures, for light ground and for dark, each also with high contrast.

The window's are the same. Least contrasts are those of WCAG 2.1 (2018): 4.5:1 of text (1.4.3), 7:1
with high contrast (1.4.6), and 3:1 of frames, ticks, marks, curves and focus rings (1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import locked

DARK_INK, LIGHT_INK = "#1b1f24", "#ffffff"  # on a colour of Viridis; which one, says `ink_on`
LATER: Final = 0.4  # of the colour of a path: what comes after the moment shown is pale
_BRIGHT: Final = 0.6  # share of Viridis from which ink is dark
_VIRIDIS_HEX: Final = (
    "44015444025645045745055946075a46085c460a5d460b5e470d60470e61471063471164471365481467481668"
    "48176948186a481a6c481b6d481c6e481d6f481f70482071482173482374482475482576482677482878482979"
    "472a7a472c7a472d7b472e7c472f7d46307e46327e46337f463480453581453781453882443983443a83443b84"
    "433d84433e85423f854240864241864142874144874045884046883f47883f48893e49893e4a893e4c8a3d4d8a"
    "3d4e8a3c4f8a3c508b3b518b3b528b3a538b3a548c39558c39568c38588c38598c375a8c375b8d365c8d365d8d"
    "355e8d355f8d34608d34618d33628d33638d32648e32658e31668e31678e31688e30698e306a8e2f6b8e2f6c8e"
    "2e6d8e2e6e8e2e6f8e2d708e2d718e2c718e2c728e2c738e2b748e2b758e2a768e2a778e2a788e29798e297a8e"
    "297b8e287c8e287d8e277e8e277f8e27808e26818e26828e26828e25838e25848e25858e24868e24878e23888e"
    "23898e238a8d228b8d228c8d228d8d218e8d218f8d21908d21918c20928c20928c20938c1f948c1f958b1f968b"
    "1f978b1f988b1f998a1f9a8a1e9b8a1e9c891e9d891f9e891f9f881fa0881fa1881fa1871fa28720a38620a486"
    "21a58521a68522a78522a88423a98324aa8325ab8225ac8226ad8127ad8128ae8029af7f2ab07f2cb17e2db27d"
    "2eb37c2fb47c31b57b32b67a34b67935b77937b87838b9773aba763bbb753dbc743fbc7340bd7242be7144bf70"
    "46c06f48c16e4ac16d4cc26c4ec36b50c46a52c56954c56856c66758c7655ac8645cc8635ec96260ca6063cb5f"
    "65cb5e67cc5c69cd5b6ccd5a6ece5870cf5773d05675d05477d1537ad1517cd2507fd34e81d34d84d44b86d549"
    "89d5488bd6468ed64590d74393d74195d84098d83e9bd93c9dd93ba0da39a2da37a5db36a8db34aadc32addc30"
    "b0dd2fb2dd2db5de2bb8de29bade28bddf26c0df25c2df23c5e021c8e020cae11fcde11dd0e11cd2e21bd5e21a"
    "d8e219dae319dde318dfe318e2e418e5e419e7e419eae51aece51befe51cf1e51df4e61ef6e620f8e621fbe723"
    "fde725"
)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one appearance, as "#rrggbb".

    Attributes:
        name: "light", "dark", "light-contrast" or "dark-contrast".
        window: Behind everything.
        base: Behind plots, pictures and text fields.
        raised: Buttons and headers.
        border: Hairlines that only part: edges of cards, lines of a grid.
        fill: What carries text or a bar of the accent: hovered buttons, troughs, no value.
        outline: Frames, ticks, and edges of what is typed into or clicked; at least 3:1 against
            `window`, `base` and `raised`.
        text: Text to be read; at least 7:1 against `base`.
        muted: Labels of axes, units, secondary text; at least 4.5:1 against `base`.
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
    fill: str
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

    @property
    def is_dark(self) -> bool:
        """Whether light ink stands on dark ground."""
        return self.name.startswith("dark")

    def curve(self, index: int) -> str:
        """Return the colour of a series: the accent first, then the other colours of curves."""
        colours = (self.accent, *self.curves)
        return colours[index % len(colours)]

    def signed_colours(self) -> NDArray[np.uint8]:
        """Return 255 colours from negative over neutral (row 127) to positive.

        Shape (255, 3), read-only; the same array each time.
        """
        return _signed_colours(self.negative, self.neutral, self.positive)


_COLOURS: Final[dict[str, tuple[Any, Any, Any, Any]]] = {
    "name": ("light", "dark", "light-contrast", "dark-contrast"),
    "window": ("#f3f4f6", "#15181d", "#ffffff", "#000000"),
    "base": ("#ffffff", "#1c2026", "#ffffff", "#000000"),
    "raised": ("#fafbfc", "#252a31", "#ffffff", "#141414"),
    "border": ("#d5d9e0", "#3a414b", "#6b6b6b", "#8f8f8f"),
    "fill": ("#d5d9e0", "#3a414b", "#d9d9d9", "#383838"),
    "outline": ("#7d8590", "#7f8894", "#000000", "#ffffff"),
    "text": ("#1b1f24", "#e8ebef", "#000000", "#ffffff"),
    "muted": ("#57606a", "#9da7b3", "#333333", "#d6d6d6"),
    "accent": ("#0067b8", "#4fa8ee", "#00418a", "#79c0ff"),
    "on_accent": ("#ffffff", "#0b1016", "#ffffff", "#000000"),
    "warning": ("#b42318", "#ff8a7a", "#960000", "#ff9b8d"),
    "curves": (
        ("#c04a00", "#00785a", "#a8457f", "#8a6500", "#2a7fb8", "#4b4f56"),
        ("#f08c4a", "#35c79a", "#e093c0", "#e6b422", "#8fd0f5", "#c3c9d1"),
        ("#8f3400", "#005c43", "#862562", "#6b4c00", "#10577f", "#3b3f45"),
        ("#ffa366", "#4fdcb0", "#f0aad3", "#f2c744", "#a6dcff", "#d8dde3"),
    ),
    "negative": ("#c04a00", "#ff8f45", "#a33d00", "#ffa05e"),
    "neutral": ("#f7f7f7", "#0e1014", "#f7f7f7", "#000000"),
    "positive": ("#00558f", "#5bb6ff", "#004b80", "#7cc4ff"),
}
LIGHT, DARK, LIGHT_CONTRAST, DARK_CONTRAST = (
    Palette(**{part: kinds[k] for part, kinds in _COLOURS.items()}) for k in range(4)
)


@lru_cache(maxsize=16)
def _signed_colours(*colours: str) -> NDArray[np.uint8]:
    ends = [rgb(colour).astype(float) for colour in colours]
    t = np.linspace(0.0, 1.0, 128)[:, None]
    lower = ends[0] + (ends[1] - ends[0]) * t
    upper = ends[1] + (ends[2] - ends[1]) * t
    return locked(np.vstack([lower, upper[1:]]).round().astype(np.uint8))


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


VIRIDIS: Final = np.frombuffer(bytes.fromhex(_VIRIDIS_HEX), np.uint8).reshape(256, 3)
"""Viridis, shape (256, 3), from dark purple to yellow, even steps of lightness, read-only.

Smith, van der Walt and Firing, matplotlib 1.5 (2015), public domain (CC0).
"""


def coloured(shares: NDArray[Any], empty: str) -> NDArray[np.uint8]:
    """Return the colours of Viridis for shares in [0, 1], shape (..., 3); NaN is `empty`."""
    there = np.isfinite(shares)
    steps = np.rint(255 * np.clip(np.where(there, shares, 0.0), 0, 1)).astype(np.intp)
    colours: NDArray[np.uint8] = VIRIDIS[steps]
    colours[~there] = rgb(empty)
    return colours
