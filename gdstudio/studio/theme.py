"""Colours of the window: four frozen themes, light and dark, plain and with high contrast."""

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
        colours, role = QPalette(), QPalette.ColorRole
        for colour, *roles in (
            (self.window, role.Window, role.AlternateBase),
            (self.text, role.WindowText, role.Text, role.ButtonText, role.ToolTipText),
            (self.base, role.Base),
            (self.muted, role.PlaceholderText),
            (self.raised, role.Button, role.ToolTipBase, role.Light),
            (self.warning, role.BrightText),
            (self.accent, role.Highlight, role.Accent, role.Link),
            (self.on_accent, role.HighlightedText),
            (self.border, role.Mid, role.Midlight, role.Dark, role.Shadow),
        ):
            for one in roles:
                colours.setColor(one, QColor(colour))
        faded = QColor(self.muted)
        faded.setAlpha(140)
        for one in (role.WindowText, role.Text, role.ButtonText):
            colours.setColor(QPalette.ColorGroup.Disabled, one, faded)
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
LIGHT_CONTRAST: Final = Theme(*astuple(palette.LIGHT_CONTRAST))
DARK_CONTRAST: Final = Theme(*astuple(palette.DARK_CONTRAST))

THEMES: Final = {theme.name: theme for theme in (LIGHT, DARK, LIGHT_CONTRAST, DARK_CONTRAST)}
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
