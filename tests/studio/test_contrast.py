"""Whatever is drawn on something can be told from it, in all four themes (WCAG 2.1, 2018)."""

import re

import pytest
from PySide6.QtWidgets import QWidget

from gdstudio.learning.recipes import RECIPES
from gdstudio.pictures.layouts import lay_out
from gdstudio.pictures.palette import DARK_INK, LIGHT_INK, blend
from gdstudio.pictures.pillow.lettering import measure
from gdstudio.pictures.scene import Label, Line, Plate
from gdstudio.studio.appearance import put_on
from gdstudio.studio.style import style_sheet
from gdstudio.studio.theme import THEMES
from gdstudio.studio.views.cost_plot.curves import Curve, curve_colour, run_colour
from gdstudio.studio.views.training.network_chooser import NetworkChooser
from gdstudio.studio.views.training.recipe_box import offers
from tests.contrast import contrast
from tests.pictures.layouts.samples import SAMPLES

GRAPHIC = 3.0
ALL = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)


def least_of_text(theme):
    return 7.0 if "contrast" in theme.name else 4.5


def grounds(theme):
    return theme.base, theme.window, theme.raised


@ALL
def test_that_text_can_be_read_on_every_ground_it_stands_on(theme):
    least = least_of_text(theme)
    for ground in grounds(theme):
        assert contrast(theme.text, ground) >= 7
        assert contrast(theme.muted, ground) >= least
        assert contrast(theme.warning, ground) >= least
    for text in (theme.accent, *theme.curves[:4]):  # names of signs, verdicts, links
        assert contrast(text, theme.base) >= least
    assert contrast(theme.text, theme.fill) >= least  # hovered buttons
    assert contrast(theme.on_accent, theme.accent) >= least
    assert contrast(theme.base, theme.warning) >= least


@ALL
def test_that_frames_ticks_and_focus_rings_stand_out_from_every_ground(theme):
    for ground in grounds(theme):
        for drawn in (theme.outline, theme.accent, theme.text, theme.warning):
            assert contrast(drawn, ground) >= GRAPHIC
        if "contrast" in theme.name:
            assert contrast(theme.border, ground) >= GRAPHIC
    assert contrast(theme.accent, theme.fill) >= GRAPHIC  # a bar in its trough


@ALL
def test_that_curves_marks_and_bars_stand_out_from_plots(theme):
    colours = [*theme.curves, theme.accent, theme.negative, theme.positive]
    colours += [curve_colour(theme, curve).name() for curve in Curve]
    colours += [run_colour(theme, position).name() for position in range(4)]
    for colour in colours:
        assert contrast(colour, theme.base) >= GRAPHIC, colour
    for end in (theme.negative, theme.positive):
        assert contrast(end, theme.neutral) >= GRAPHIC


@ALL
@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: type(chart).__name__)
def test_that_lines_and_texts_of_charts_stand_out(theme, chart):
    shapes = lay_out(chart, (480, 300), measure, theme).scene.shapes
    lines = {s.colour for s in shapes if isinstance(s, Line) and s.opacity == 1}
    lines.discard(blend(theme.border, theme.base, 0.7))  # the grid only guides the eye
    frames = {s.rim for s in shapes if isinstance(s, Plate) and s.rim}
    assert all(contrast(colour, theme.base) >= GRAPHIC for colour in lines | frames)
    texts = {s.colour for s in shapes if isinstance(s, Label)} - {DARK_INK, LIGHT_INK}
    assert all(contrast(colour, theme.base) >= least_of_text(theme) for colour in texts)


@ALL
def test_that_each_rule_of_the_sheet_keeps_text_and_frame_apart_from_the_ground(theme):
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", style_sheet(theme))
    assert len(rules) > 40
    for names, body in rules:
        said = dict(re.findall(r"([a-z-]+): ([^;]+);", body))
        found = re.search(r"#[0-9a-f]{6}", said.get("background", ""))
        frameless = theme.warning if "#notApplied" in names else theme.base  # a label on a plate
        ground = found[0] if found else frameless
        text = re.search(r"#[0-9a-f]{6}", said.get("color", ""))
        if text and ":disabled" not in names:
            assert contrast(text[0], ground) >= least_of_text(theme), names
        frame = re.search(r"#[0-9a-f]{6}", said.get("border", "") + said.get("border-color", ""))
        parts_only = any(name in names for name in ("card", "header", "hover", "QToolTip"))
        own = frame and frame[0] == ground  # filled with the accent, as is its frame
        if frame and not own and not (parts_only and frame[0] == theme.border):
            assert contrast(frame[0], ground) >= GRAPHIC, names


@ALL
def test_that_headings_and_rows_of_the_networks_can_be_read(theme, qtbot):
    """The colours that are painted, of the anti-aliased letters those that stand out most."""
    put_on(theme)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    chooser = NetworkChooser(window, list(offers(RECIPES)), window)
    chooser.ask("lesson")
    view = chooser.list
    for row in range(3):  # a heading, what is marked, another
        place = view.visualItemRect(view.item(row))
        image = view.viewport().grab(place).toImage()
        colours = {
            image.pixelColor(x, y).name()
            for x in range(10, place.width() // 2)
            for y in range(place.height() // 4, place.height() - 2)
        }
        ground = theme.accent if row == 1 else theme.base
        assert max(contrast(colour, ground) for colour in colours) >= least_of_text(theme)
