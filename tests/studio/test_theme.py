"""The colours that the themes give to ordinary widgets."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QPalette

from gdstudio.pictures.palette import LATER, blend
from gdstudio.pictures.plane.contours import ContourMap, PlanePath
from gdstudio.studio.theme import DARK, LIGHT, THEMES, current_theme, in_light, set_current_theme

Role = QPalette.ColorRole


@pytest.mark.parametrize("theme", THEMES.values())
def test_that_the_palette_has_the_colours_of_the_theme(qapp, theme):
    palette = theme.palette()
    assert palette.color(Role.Window) == QColor(theme.window)
    assert palette.color(Role.Button) == QColor(theme.raised)
    for colour, *roles in (
        (theme.accent, Role.Highlight, Role.Accent, Role.Link),
        (theme.on_accent, Role.HighlightedText),
        (theme.warning, Role.BrightText),
        (theme.raised, Role.ToolTipBase, Role.Light),
        (theme.text, Role.ToolTipText),
        (theme.border, Role.Mid, Role.Midlight, Role.Dark, Role.Shadow),
        (theme.muted, Role.PlaceholderText),
        (theme.window, Role.AlternateBase),
    ):
        assert {palette.color(role).name() for role in roles} == {QColor(colour).name()}
    faded = QColor(theme.muted)
    faded.setAlpha(140)
    for role in Role.WindowText, Role.Text, Role.ButtonText:
        assert palette.color(role) == QColor(theme.text)
        assert palette.color(QPalette.ColorGroup.Disabled, role) == faded


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_fusion_frames_fields_in_the_colour_of_the_outline(qapp, theme):
    window = theme.framed_palette().color(Role.Window)
    assert window == QColor(theme.outline).lighter(140)  # Fusion makes it darker by as much
    frame = window.darker(140)
    assert frame.getRgb()[:3] == pytest.approx(QColor(theme.outline).getRgb()[:3], abs=1)
    assert theme.framed_palette().color(Role.Base) == QColor(theme.base)


def test_that_the_theme_in_force_belongs_to_the_application(qapp):
    assert current_theme() is LIGHT
    set_current_theme(DARK)
    assert current_theme() is DARK
    set_current_theme(None)
    assert current_theme() is LIGHT


def test_that_what_is_taken_away_has_the_light_colours(qapp):
    path = PlanePath(np.zeros((2, 2)), DARK.accent, "a way")
    chart = ContourMap(paths=(path,), names=("x", "y"))
    assert in_light(chart) is chart  # in the light theme
    set_current_theme(DARK)
    found = in_light(chart)
    assert found.paths[0].colour == LIGHT.accent
    assert found.paths[0].name == "a way"
    assert found.names is chart.names
    paler = [blend(theme.curves[1], theme.base, LATER) for theme in (DARK, LIGHT)]
    assert in_light(paler[0]) == paler[1]
    assert in_light("#123456") == "#123456"
