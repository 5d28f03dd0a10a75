"""Colours of the window: a frozen `Theme` for light, one for dark; one of them is in force."""

from __future__ import annotations

from dataclasses import astuple
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QPalette

from gdstudio.pictures import palette
from gdstudio.pictures.palette import Palette

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


class Theme(Palette):
    """The colours of one appearance, and what Qt needs of them."""

    __slots__ = ()

    def palette(self) -> QPalette:
        """Return the palette that gives ordinary widgets these colours."""
        colours = QPalette()
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
            colours.setColor(role, QColor(colour))
        for role in (
            QPalette.ColorRole.WindowText,
            QPalette.ColorRole.Text,
            QPalette.ColorRole.ButtonText,
        ):
            faded = QColor(self.muted)
            faded.setAlpha(140)
            colours.setColor(QPalette.ColorGroup.Disabled, role, faded)
        return colours

    def framed_palette(self) -> QPalette:
        """Return the palette for fields, boxes and buttons, which Fusion frames.

        Its frame is the colour of the window, darker (`QColor.darker(140)`): in a dark window that
        cannot be seen. What it frames is filled with other colours, so this one is free.
        """
        colours = self.palette()
        frame = QColor(self.outline).lighter(_FUSION_DARKENS)
        colours.setColor(QPalette.ColorRole.Window, frame)
        return colours


LIGHT: Final = Theme(*astuple(palette.LIGHT))
DARK: Final = Theme(*astuple(palette.DARK))

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
