"""Fonts and colours of the window."""

import dataclasses
import re

import pytest
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QLabel

from gdstudio.studio.style import choose_font, numeral_font, style_sheet
from gdstudio.studio.text_size import TEXT_SIZES, put_on_text_size
from gdstudio.studio.theme import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST


@pytest.fixture
def font(qapp):
    before = qapp.font()
    yield before
    qapp.setFont(before)


def test_that_a_font_the_system_has_named_stays(qapp, font):
    named = QFont("Nimbus Sans", 17)
    qapp.setFont(named)
    assert (choose_font().family(), choose_font().pointSize()) == ("Nimbus Sans", 17)


@pytest.mark.parametrize(
    ("installed", "chosen"), [(["Noto Sans", "Inter"], "Inter"), (["Other"], "Sans Serif")]
)
def test_that_the_best_face_is_taken_where_none_is_named(
    qapp, font, monkeypatch, installed, chosen
):
    qapp.setFont(QFont("Sans Serif", 17))
    monkeypatch.setattr(QFontDatabase, "families", lambda: installed)
    assert (choose_font().family(), choose_font().pointSize()) == (chosen, 10)


def test_that_figures_have_one_width(qapp):
    font = QFont("DejaVu Sans", 12)
    usual, large = numeral_font(font), numeral_font(font, 1.5, bold=True)
    assert (usual.pointSizeF(), usual.weight()) == (12, QFont.Weight.Normal)
    assert (large.pointSizeF(), large.weight()) == (18, QFont.Weight.DemiBold)
    assert usual.featureValue(QFont.Tag("tnum")) == 1
    assert font.featureTags() == []


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_a_finding_that_holds_has_the_colour_of_the_second_curve(qtbot, theme):
    wanted = {"holds": theme.curves[1], "fails": theme.warning, "open": theme.muted}
    for name, colour in wanted.items():
        label = QLabel("x")
        qtbot.addWidget(label)
        label.setObjectName(name)
        label.setStyleSheet(style_sheet(theme))
        label.ensurePolished()
        assert label.palette().windowText().color().name() == colour


def test_that_themes_differ_in_colours_alone(qapp):
    """What fits in one of them, fits in all: `studio/ui/test_window_fits.py` need not try each."""
    colour = re.compile(r"#[0-9a-f]{6}")
    for theme in (LIGHT, DARK, LIGHT_CONTRAST, DARK_CONTRAST):
        chosen = dataclasses.asdict(theme)
        curves = chosen.pop("curves")
        assert all(map(colour.fullmatch, (*curves, *(chosen[k] for k in chosen if k != "name"))))
    try:
        for percent in TEXT_SIZES:
            put_on_text_size(percent)
            light, *others = (
                re.sub(r"#[0-9a-f]+|rgba?\([^)]*\)", "a colour", style_sheet(theme))
                for theme in (LIGHT, DARK, LIGHT_CONTRAST, DARK_CONTRAST)
            )
            assert others == [light] * 3, percent
            assert "px" in light
    finally:
        put_on_text_size(100)
