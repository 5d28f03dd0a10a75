"""Colours of the window: four frozen themes, light and dark, plain and with high contrast."""

from __future__ import annotations

from dataclasses import astuple, fields, is_dataclass, replace
from operator import is_
from typing import Any, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QPalette

from gdstudio.pictures import palette
from gdstudio.pictures.palette import LATER, Palette, blend

FRAMED: Final = (
    "QLineEdit",
    "QAbstractSpinBox",
    "QComboBox",
    "QCheckBox",
    "QRadioButton",
    "QPushButton",
    "QListView",
    "QTableView",
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


def in_light(value: Any) -> Any:
    """Return a frozen value with its colours of the theme in force as those of the light one.

    What is taken away is light on white, whatever the window looks like. Colours of no theme stay;
    those that are paler, as what comes later on a path, are so in light too.
    """
    theme = current_theme()
    return value if theme is LIGHT else _recoloured(value, _colours(theme))


def _colours(theme: Theme) -> dict[str, str]:
    """Return the light colour for each of a theme's."""
    names = [field.name for field in fields(Palette) if field.name not in ("name", "curves")]
    pairs = [(getattr(theme, name), getattr(LIGHT, name)) for name in names]
    pairs += zip(theme.curves, LIGHT.curves, strict=True)
    paler = [(blend(a, theme.base, LATER), blend(b, LIGHT.base, LATER)) for a, b in pairs]
    return dict([*paler, *pairs])


def _recoloured(value: Any, colours: dict[str, str]) -> Any:
    if isinstance(value, str):
        return colours.get(value, value)
    if isinstance(value, tuple):
        parts_found = tuple(_recoloured(one, colours) for one in value)
        return value if all(map(is_, value, parts_found)) else parts_found
    if is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: getattr(value, f.name) for f in fields(value) if f.init}
        changed = {name: _recoloured(part, colours) for name, part in parts.items()}
        is_other = any(changed[name] is not part for name, part in parts.items())
        return replace(value, **changed) if is_other else value
    return value
