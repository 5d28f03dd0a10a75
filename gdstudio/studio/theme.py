"""Colours of the window: a frozen `Theme` for light, one for dark; one of them is in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QPalette

FRAMED: Final = (
    "QLineEdit",
    "QAbstractSpinBox",
    "QComboBox",
    "QCheckBox",
    "QRadioButton",
    "QPushButton",
    "QListView",
    "QSlider",
)
_FUSION_DARKENS: Final = 140  # percent


@dataclass(frozen=True, slots=True)
class Theme:
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

    def palette(self) -> QPalette:
        """Return the palette that gives ordinary widgets these colours."""
        palette = QPalette()
        roles = {
            QPalette.ColorRole.Window: self.window,
            QPalette.ColorRole.WindowText: self.text,
            QPalette.ColorRole.Base: self.base,
            QPalette.ColorRole.AlternateBase: self.window,
            QPalette.ColorRole.Text: self.text,
            QPalette.ColorRole.PlaceholderText: self.muted,
            QPalette.ColorRole.Button: self.raised,
            QPalette.ColorRole.ButtonText: self.text,
            QPalette.ColorRole.BrightText: self.warning,
            QPalette.ColorRole.ToolTipBase: self.raised,
            QPalette.ColorRole.ToolTipText: self.text,
            QPalette.ColorRole.Highlight: self.accent,
            QPalette.ColorRole.HighlightedText: self.on_accent,
            QPalette.ColorRole.Accent: self.accent,
            QPalette.ColorRole.Link: self.accent,
            QPalette.ColorRole.Mid: self.border,
            QPalette.ColorRole.Midlight: self.border,
            QPalette.ColorRole.Dark: self.border,
            QPalette.ColorRole.Light: self.raised,
            QPalette.ColorRole.Shadow: self.border,
        }
        for role, colour in roles.items():
            palette.setColor(role, QColor(colour))
        for role in (
            QPalette.ColorRole.WindowText,
            QPalette.ColorRole.Text,
            QPalette.ColorRole.ButtonText,
        ):
            faded = QColor(self.muted)
            faded.setAlpha(140)
            palette.setColor(QPalette.ColorGroup.Disabled, role, faded)
        return palette

    def framed_palette(self) -> QPalette:
        """Return the palette for fields, boxes and buttons, which Fusion frames.

        Its frame is the colour of the window, darker (`QColor.darker(140)`): in a dark window that
        cannot be seen. What it frames is filled with other colours, so this one is free.
        """
        palette = self.palette()
        frame = QColor(self.outline).lighter(_FUSION_DARKENS)
        palette.setColor(QPalette.ColorRole.Window, frame)
        return palette

    def signed_colours(self) -> NDArray[np.uint8]:
        """Return 255 colours, shape (255, 3), from negative over neutral (row 127) to positive."""
        ends = [
            np.array(QColor(c).getRgb()[:3], float)
            for c in (self.negative, self.neutral, self.positive)
        ]
        t = np.linspace(0.0, 1.0, 128)[:, None]
        lower = ends[0] + (ends[1] - ends[0]) * t
        upper = ends[1] + (ends[2] - ends[1]) * t
        return np.vstack([lower, upper[1:]]).round().astype(np.uint8)


LIGHT: Final = Theme(
    name="light",
    window="#f3f4f6",
    base="#ffffff",
    raised="#fafbfc",
    border="#d5d9e0",
    outline="#7d8590",
    text="#1b1f24",
    muted="#57606a",
    accent="#0067b8",
    on_accent="#ffffff",
    warning="#b42318",
    curves=("#c04a00", "#00785a", "#a8457f", "#8a6500", "#2a7fb8", "#4b4f56"),
    negative="#c04a00",
    neutral="#f7f7f7",
    positive="#00558f",
)

DARK: Final = Theme(
    name="dark",
    window="#15181d",
    base="#1c2026",
    raised="#252a31",
    border="#3a414b",
    outline="#7f8894",
    text="#e8ebef",
    muted="#9da7b3",
    accent="#4fa8ee",
    on_accent="#0b1016",
    warning="#ff8a7a",
    curves=("#f08c4a", "#35c79a", "#e093c0", "#e6b422", "#8fd0f5", "#c3c9d1"),
    negative="#ff8f45",
    neutral="#0e1014",
    positive="#5bb6ff",
)

THEMES: Final = {theme.name: theme for theme in (LIGHT, DARK)}
_PROPERTY: Final = "theme"  # of the application


def current_theme() -> Theme:
    """Return the theme in force; light before one was chosen."""
    app = QCoreApplication.instance()
    return LIGHT if app is None else THEMES.get(app.property(_PROPERTY), LIGHT)


def set_current_theme(theme: Theme | None) -> None:
    """Name the theme in force, None for the usual one; `appearance.put_on` also shows it."""
    app = QCoreApplication.instance()
    assert app is not None
    app.setProperty(_PROPERTY, None if theme is None else theme.name)
