"""One number scales type and what was sized with it; everything comes back at 100 %."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSplitter, QWidget

from gdstudio.studio.appearance import Appearance
from gdstudio.studio.icons import icon
from gdstudio.studio.style import in_figures, style_sheet, wide_enough
from gdstudio.studio.text_size import (
    TEXT_SIZES,
    next_text_size,
    put_on_text_size,
    px,
    sized,
    text_scale,
)
from gdstudio.studio.theme import LIGHT
from gdstudio.studio.views.common.layouts import in_column, in_row


def test_that_the_usual_size_is_one(qapp):
    assert text_scale() == 1.0
    assert px(12) == 12
    qapp.setProperty("textSize", 137)  # none of the sizes
    assert text_scale() == 1.0
    qapp.setProperty("textSize", None)


@pytest.mark.parametrize("percent", TEXT_SIZES)
def test_that_the_font_and_pixels_have_the_size_wanted(qapp, percent):
    usual = qapp.font().pointSizeF()
    put_on_text_size(200)  # sizes are not multiplied
    put_on_text_size(percent)
    assert qapp.font().pointSizeF() == pytest.approx(usual * percent / 100)
    assert text_scale() == percent / 100
    assert px(40) == 40 * percent / 100
    put_on_text_size(100)
    assert qapp.font().pointSizeF() == pytest.approx(usual)


def test_that_what_was_sized_follows_at_once_and_comes_back(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    button = sized(QPushButton("a"), fixedWidth=80, iconSize=(20, 10))
    splitter = sized(QSplitter(), handleWidth=8, minimumSize=(30, 40))
    plain = QPushButton("b")
    plain.setFixedWidth(70)
    row = in_row(button, splitter, plain, of=window, spacing=6, margins=(1, 2, 3, 4))
    for percent in (150, 200, 100):
        put_on_text_size(percent)
        s = percent / 100
        assert (button.minimumWidth(), button.maximumWidth()) == (80 * s, 80 * s)
        assert button.iconSize() == QSize(round(20 * s), round(10 * s))
        assert (splitter.handleWidth(), splitter.minimumWidth()) == (8 * s, 30 * s)
        assert row.spacing() == 6 * s
        sides = row.contentsMargins()
        assert (sides.left(), sides.top(), sides.right(), sides.bottom()) == tuple(
            round(side * s) for side in (1, 2, 3, 4)
        )
        assert plain.maximumWidth() == 70


def test_that_a_size_set_anew_takes_the_place_of_the_one_before_and_others_stay(qtbot):
    button = QPushButton("a")
    qtbot.addWidget(button)
    sized(button, minimumWidth=50, minimumHeight=20)
    sized(button, minimumWidth=60)
    put_on_text_size(150)
    assert (button.minimumWidth(), button.minimumHeight()) == (90, 30)
    assert sized(button, minimumWidth=10) is button
    assert button.minimumWidth() == 15  # made while the text is large


def test_that_what_the_style_decides_stays_with_it(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    grid = sized(QGridLayout(window), spacing=-1, verticalSpacing=4)
    usual = grid.horizontalSpacing()
    put_on_text_size(200)
    assert (grid.horizontalSpacing(), grid.verticalSpacing()) == (usual, 8)


def test_that_room_grows_in_the_style_sheet_and_lines_do_not(qapp):
    usual = style_sheet(LIGHT)
    assert "padding: 3px 6px;" in usual
    put_on_text_size(200)
    large = style_sheet(LIGHT)
    assert "padding: 6px 12px;" in large
    assert "padding: 0 6px;" in large
    assert "border-left-width: 1px; border-top-left-radius: 6px;" in large
    assert "border: 2px solid" in large
    assert "width: 16px; background: transparent" in large


@pytest.mark.parametrize(
    ("percent", "by", "then"),
    [(100, 1, 110), (110, -1, 100), (100, -1, 100), (250, 1, 250), (225, 1, 250), (150, 0, 150)],
)
def test_that_steps_end_at_the_ends(percent, by, then):
    assert next_text_size(percent, by) == then


def test_that_a_choice_is_told_once_and_the_sheet_is_made_anew(qapp):
    appearance = Appearance("light", qapp)
    told = QSignalSpy(appearance.text_size_changed)
    appearance.choose_text_size(150)
    appearance.choose_text_size(150)
    assert [told.at(k)[0] for k in range(told.count())] == [150]
    assert appearance.text_size == 150
    assert qapp.styleSheet() == style_sheet(LIGHT)


def test_that_free_room_of_rows_and_columns_grows(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    row = in_row(QPushButton("a"), 12, QPushButton("b"), in_column(QPushButton("c"), 5))
    in_column(row, 7, of=window)
    put_on_text_size(200)
    assert row.itemAt(1).sizeHint().width() == 24
    assert row.itemAt(3).layout().itemAt(1).sizeHint().height() == 10
    assert window.layout().itemAt(1).sizeHint().height() == 14
    put_on_text_size(100)
    assert window.layout().itemAt(1).sizeHint().height() == 7


def test_that_fonts_of_their_own_and_room_for_texts_grow_and_come_back(qtbot, qapp):
    appearance = Appearance("light", qapp)
    window = QWidget()
    qtbot.addWidget(window)
    bold, usual = in_figures(QLabel("12"), 1.2, bold=True), QLabel("muted")
    wide = wide_enough(in_figures(QLabel("1")), "1", "1,000", beside=4)
    least = wide_enough(QLabel("1"), "1,000", grows=True)
    in_row(bold, usual, wide, least, of=window)
    window.show()
    before = [(one.font().pointSizeF(), one.minimumWidth()) for one in (bold, wide, least)]
    points = qapp.font().pointSizeF()
    assert bold.font().pointSizeF() == pytest.approx(1.2 * points)
    assert wide.minimumWidth() == wide.maximumWidth()
    appearance.choose_text_size(200)
    assert bold.font().pointSizeF() == pytest.approx(2.4 * points)
    assert bold.font().weight() == 600
    assert wide.maximumWidth() == wide.fontMetrics().horizontalAdvance("1,000") + 8
    assert least.minimumWidth() == least.fontMetrics().horizontalAdvance("1,000")
    assert least.maximumWidth() > 10_000
    appearance.choose_text_size(100)
    assert before == [(one.font().pointSizeF(), one.minimumWidth()) for one in (bold, wide, least)]


def test_that_ticks_grow_with_the_text_and_are_the_styles_own_at_100(qapp):
    assert "::indicator { width: 13px" not in style_sheet(LIGHT)
    put_on_text_size(200)
    assert "QRadioButton::indicator, QTableView::indicator { width: 26px; " in style_sheet(LIGHT)


def test_that_icons_are_sharp_at_every_text_size(qapp):
    put_on_text_size(200)
    large = icon("play", LIGHT)
    assert large.actualSize(QSize(40, 40)) == QSize(40, 40)
    put_on_text_size(100)
    assert icon("play", LIGHT).availableSizes() != large.availableSizes()
