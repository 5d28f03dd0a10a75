"""How the parts that many views share are made, and what they do at their limits."""

from dataclasses import dataclass
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QStatusBar, QWidget

from gdstudio.errors import InvalidValue
from gdstudio.jobs.estimate import Estimate
from gdstudio.settings.settings import Field, Settings, setting
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.header import Header
from gdstudio.studio.views.common.labels import FittingLabel
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.common.progress_row import ProgressRow, RemakeRow, time_left
from gdstudio.studio.views.common.settings_form import (
    ChoiceBox,
    LearningRateField,
    SettingsForm,
    TypedLine,
)
from gdstudio.studio.views.common.share_splitter import ShareSplitter, in_shares
from gdstudio.studio.views.common.split_page import SplitPage
from gdstudio.studio.views.common.status_bar import SaidOnce
from gdstudio.studio.views.common.workspace_tabs import WorkspaceTabs
from tests.kept import difference
from tests.studio.described import described
from tests.studio.painted import painting_differs

KEPT = Path(__file__).parent / "painted"


@dataclass(frozen=True, kw_only=True)
class Kinds(Settings):
    """One setting of each kind."""

    count: int = setting(5, Field("Count", "whole", 1, 100, help="How many"))
    rate: float = setting(0.1, Field("Rate", "real", 1e-6, 10))
    way: str = setting("up", Field("Way", "choice", choices=("up", "down"), help="Where to"))
    widths: tuple[int, ...] = setting((25, 50), Field("Widths", "wholes", 1, 500, help="Each"))


class Squeezed(QWidget):
    """A part that needs 100 pixels, or 60 when it is compact."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[bool] = []
        self.set_compact(False)

    def set_compact(self, compact: bool) -> None:
        self.asked.append(compact)
        self.setFixedSize(60 if compact else 100, 20)


def in_view(qtbot, widget, width, height):
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    return widget


def test_that_a_form_is_made_as_it_is_kept(qtbot):
    form = SettingsForm(Kinds())
    qtbot.addWidget(form)
    assert difference(KEPT / "settings_form_made.txt", described(form)) == ""
    rows = form.rows
    assert (rows.horizontalSpacing(), rows.contentsMargins().isNull()) == (8, True)
    assert rows.labelAlignment() == Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    assert rows.fieldGrowthPolicy() == rows.FieldGrowthPolicy.AllNonFixedFieldsGrow
    for name, editor in form.editors.items():
        assert editor.minimumWidth() == (0 if name == "way" else 60)
        label = rows.labelForField(editor)
        assert label.buddy() is editor
        assert label.toolTip() == editor.toolTip()
        assert label.text() == name.capitalize()


class Pair(QLabel):
    """An editor of two settings together."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setToolTip("Both")
        self.pair: tuple[int, float] = (0, 0.0)

    def shown_value(self):
        return self.pair

    def show_value(self, value):
        self.pair = value


def test_that_one_editor_may_show_several_settings(qtbot):
    pair = Pair()
    form = SettingsForm(Kinds(count=7, widths=(3,)), [(("count", "rate"), pair), "way"])
    qtbot.addWidget(form)
    edited, refused = QSignalSpy(form.edited), QSignalSpy(form.refused)
    assert pair.pair == (7, 0.1)
    assert (pair.toolTip(), form.rows.labelForField(pair).toolTip()) == ("Both", "Both")
    assert list(form.editors) == ["count", "way"]
    pair.pair = (9, 0.5)
    pair.edited.emit()
    wanted = Kinds(count=9, rate=0.5, widths=(3,))  # what has no row stays
    assert (edited.at(0), form.value(), form.shown()) == ([wanted], wanted, wanted)
    pair.pair = (101, 0.5)
    pair.edited.emit()
    assert (edited.count(), refused.count()) == (1, 1)
    with pytest.raises(InvalidValue):
        form.value()
    form.set_value(Kinds(way="down"))
    assert (pair.pair, form.editors["way"].shown_value(), edited.count()) == ((5, 0.1), "down", 1)


def test_that_small_parts_are_made_as_they_are_kept(qtbot):
    parts = (
        LearningRateField(Field("Rate", "real", 0, 100, above=True)),
        ProgressRow(QLabel("resting")),
        ProgressRow(QLabel("resting"), cancels=False, bar_width=80),
        RemakeRow(),
        Card("Title", QLabel("body"), QPushButton("control")),
        FittingLabel(),
    )
    lines = []
    for part in parts:
        qtbot.addWidget(part)
        lines += described(part)
    assert difference(KEPT / "common_parts_made.txt", lines) == ""


def test_that_tabs_with_a_header_are_made_as_they_are_kept(qtbot):
    tabs = WorkspaceTabs(["Learn"])
    qtbot.addWidget(tabs)
    tabs.fill(0, Header(Squeezed(), Squeezed()), QWidget())
    assert difference(KEPT / "workspace_tabs_made.txt", described(tabs)) == ""


def test_that_a_header_first_moves_closer_then_takes_two_rows_and_goes_back(qtbot):
    parts = Squeezed(), Squeezed()
    header = Header(*parts)
    qtbot.addWidget(header)
    beside = 12 + 16 + header.layout().spacing() * 1
    wide, close = beside + 200, beside + 120
    one_row, two_rows = 6 + 20 + 5, None
    for width, is_compact, rows in (
        (wide + 20, False, 1),
        (close + 20, True, 1),
        (close - 8, False, 2),
        (80, True, 2),
        (close + 20, True, 1),
        (wide + 20, False, 1),
    ):
        header.fit(width)
        height = header.needed_height
        assert [part.asked[-1] for part in parts] == [is_compact] * 2
        if rows == 1:
            assert height == one_row
        else:
            assert height > one_row + 20
            two_rows = two_rows or height
            assert height == two_rows
    assert header.minimumSizeHint().width() == 0


def test_that_a_header_of_two_rows_stands_at_the_left(qtbot):
    parts = Squeezed(), Squeezed()
    host = in_view(qtbot, QWidget(), 300, 200)
    header = Header(*parts)
    header.setParent(host)
    header.fit(130)
    header.resize(130, header.needed_height)
    header.show()
    QApplication.processEvents()
    assert [part.x() for part in parts] == [12, 12]
    assert parts[1].y() > parts[0].y() + 19
    header.fit(280)
    header.resize(280, header.needed_height)
    QApplication.processEvents()
    assert [part.y() for part in parts] == [6, 6]
    assert parts[1].geometry().right() == 280 - 16 - 1


def test_that_progress_is_a_share_between_nothing_and_all(qtbot):
    row = ProgressRow(QLabel())
    qtbot.addWidget(row)
    for share, filled, text in (
        (-0.5, 0.0, "0 %"),
        (0.239, 0.239, "23 %"),  # never more than is done
        (1.5, 1.0, "100 %"),
        (float("nan"), 0.0, "0 %"),
    ):
        row.set_progress(Estimate(share))
        assert row.currentIndex() == 1
        assert row.bar.value() / row.bar.maximum() == pytest.approx(filled, abs=1e-3)
        assert row.left.text().replace("\u202f", " ").replace("\xa0", " ") == text
    row.set_progress(None)
    assert row.currentIndex() == 0


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, ""),
        (float("inf"), ""),
        (0.0, " · 1 s left"),
        (1.2, " · 2 s left"),
        (89.0, " · 89 s left"),
        (90.0, " · 2 min left"),
        (5399.0, " · 90 min left"),
        (5400.0, " · 2 h left"),
        (9000.0, " · 2 h left"),
    ],
)
def test_that_the_time_left_is_told_in_its_unit(qapp, seconds, text):
    assert time_left(seconds) == text


def test_that_making_again_is_asked_for_once(qtbot):
    row = RemakeRow()
    in_view(qtbot, row, 300, 40)
    asked, cancelled = QSignalSpy(row.remake_requested), QSignalSpy(row.cancel_requested)
    row.make_button.click()
    assert (asked.count(), cancelled.count()) == (1, 0)
    assert row.make_button.x() == 0
    row.set_progress(Estimate(0.5))
    row.cancel_button.click()
    assert (asked.count(), cancelled.count()) == (1, 1)
    assert row.left.geometry().bottom() < row.bar.geometry().top()


def test_that_the_longest_wording_that_fits_is_shown(qtbot):
    label = FittingLabel()
    host = in_view(qtbot, QWidget(), 400, 50)
    label.setParent(host)
    label.show()
    needed = label.fontMetrics().horizontalAdvance("long wording")
    label.resize(needed, 20)
    label.set_forms(("a very long wording", "long wording", "short"))
    assert label.text() == "long wording"
    label.resize(needed - 1, 20)
    assert label.text() == "short"
    label.resize(1, 20)
    assert label.text() == "short"


def test_that_a_sentence_stands_beside_a_message_where_both_fit(qtbot):
    bar = in_view(qtbot, QStatusBar(), 400, 24)
    room = bar.fontMetrics().horizontalAdvance("saved first") + 24
    for width, shown in ((room, "saved first"), (room - 1, "saved")):
        once = SaidOnce(bar, 0)
        bar.showMessage("busy")
        once.say("first")
        bar.setMinimumWidth(1)
        bar.resize(width, 24)
        assert once.beside("saved") == shown
        assert once.beside("saved") == "saved"


def test_that_choices_are_offered_in_silence(qtbot):
    box = ChoiceBox([(1, "one"), (2, "two")])
    qtbot.addWidget(box)
    seen = QSignalSpy(box.edited)
    box.show_value(2)
    assert (box.shown_value(), box.currentText(), seen.count()) == (2, "two", 0)
    box.offer([(5, "five"), (6, "six"), (7, "seven")])
    assert (box.shown_value(), box.count(), seen.count()) == (5, 3, 0)
    box.setCurrentIndex(2)
    assert (box.shown_value(), seen.count()) == (7, 1)


def test_that_a_typed_line_means_a_value(qtbot):
    def read(text):
        if text == "no":
            raise InvalidValue("word", text, "anything but no")
        return text.upper()

    line = TypedLine(read, str.lower, "FIRST")
    in_view(qtbot, line, 120, 24)
    edited, refused = QSignalSpy(line.edited), QSignalSpy(line.refused)
    assert line.text() == "first"
    line.selectAll()
    QTest.keyClicks(line, "no")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert (line.shown_value(), edited.count(), refused.count()) == ("FIRST", 0, 1)
    line.clearFocus()
    assert refused.count() == 1  # it is the same word
    assert painting_differs(KEPT / "typed_line_refused.txt", line) == ""
    line.show_value("SECOND")
    assert (line.text(), line.error, edited.count()) == ("second", None, 0)
    line.selectAll()
    QTest.keyClicks(line, "third")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert (line.shown_value(), edited.count()) == ("THIRD", 1)


def test_that_figure_and_slider_of_a_learning_rate_go_together(qtbot):
    rate = LearningRateField(Field("Rate", "real", 0, 100, above=True))
    in_view(qtbot, rate, 300, 30)
    edited = QSignalSpy(rate.edited)
    assert (rate.slider.minimum(), rate.slider.maximum()) == (-80, 40)
    assert (rate.shown_value(), rate.slider.value()) == (1.0, 0)
    rate.show_value(0.1)
    assert (rate.slider.value(), edited.count()) == (-20, 0)
    rate.slider.setValue(-40)
    assert (rate.shown_value(), edited.count()) == (0.01, 1)
    rate.spin_box.setValue(10.0)
    assert (rate.slider.value(), edited.count()) == (20, 2)
    rate.slider.setValue(7)  # 10 to the 0.35, to two figures
    assert (rate.shown_value(), edited.count()) == (2.2, 3)
    assert not rate.is_held
    rate.slider.setSliderDown(True)
    assert rate.is_held
    rate.slider.setSliderDown(False)  # which is letting go
    assert edited.count() == 4
    assert rate.focusProxy() is rate.spin_box


class Page(SplitPage):
    """Two splitters, one in the other."""

    def __init__(self) -> None:
        super().__init__()
        both = [QWidget(), QWidget()]
        inner = ShareSplitter("inner", Qt.Orientation.Vertical, both, in_shares(0.25))
        left = QWidget()
        outer = ShareSplitter("outer", Qt.Orientation.Horizontal, [left, inner], in_shares(0.3))
        self.splitters = [outer, inner]
        self._show(outer, [inner])


def test_that_a_page_keeps_and_takes_up_the_shares_of_its_splitters(qtbot):
    page = in_view(qtbot, Page(), 424, 316)
    outer, _ = page.splitters
    QApplication.processEvents()
    assert difference(KEPT / "split_page_made.txt", described(page)) == ""
    assert outer.geometry().getRect() == (8, 8, 408, 300)
    assert outer.sizes() == [round(0.3 * 408) - 2, 408 - 8 - round(0.3 * 408) + 2]
    kept = MagicMock(spec=Preferences)
    page.save_layout(kept)
    assert [call.args for call in kept.set_shares.call_args_list] == [
        ("outer", None),
        ("inner", None),
    ]
    kept.shares.side_effect = lambda name, n: {"outer": [0.5, 0.5], "inner": None}[name]
    page.restore_layout(kept)
    assert [call.args for call in kept.shares.call_args_list] == [("outer", 2), ("inner", 2)]
    assert outer.shares() == [0.5, 0.5]
    assert outer.sizes() == [200, 200]
    page.reset_layout()
    assert outer.shares() is None


def test_that_shares_are_of_the_whole_room():
    assert in_shares(0.25, 0.5)(401) == [100, 200, 101]


def test_that_shares_are_chosen_by_hand_and_stay_in_a_larger_room(qtbot):
    host = in_view(qtbot, QWidget(), 900, 300)
    parts = [QWidget(), QWidget()]
    splitter = ShareSplitter("s", Qt.Orientation.Horizontal, parts, in_shares(0.5))
    splitter.setParent(host)
    splitter.resize(408, 100)
    splitter.show()
    QApplication.processEvents()
    assert splitter.sizes() == [200, 200]
    splitter.moveSplitter(100, 1)
    assert splitter.shares() == [0.25, 0.75]
    splitter.resize(808, 100)
    assert splitter.sizes() == [200, 600]
    splitter.set_shares(None)
    assert splitter.sizes() == [400, 400]


@pytest.fixture
def three(qtbot):
    """Return a function that makes three parts of a quarter, a quarter and the rest."""
    hosts = []

    def make(heir):
        host = in_view(qtbot, QWidget(), 600, 300)
        hosts.append(host)
        parts = [QWidget() for _ in range(3)]
        across = Qt.Orientation.Horizontal
        splitter = ShareSplitter("s", across, parts, in_shares(0.25, 0.25), heir=heir)
        splitter.setParent(host)
        splitter.resize(416, 100)
        splitter.show()
        QApplication.processEvents()
        return splitter, parts

    return make


@pytest.mark.parametrize(
    ("heir", "usual", "alone", "lent"),
    [
        (None, [100, 100, 200], [0, 136, 272], [100, 200, 100]),  # the largest had it on loan
        (1, [104, 88, 208], [0, 200, 208], [104, 88, 208]),  # a quarter of all; the heir the rest
    ],
)
def test_that_a_hidden_part_keeps_its_share_while_a_handle_is_moved(
    three, heir, usual, alone, lent
):
    splitter, parts = three(heir)
    assert splitter.sizes() == usual
    parts[0].hide()
    QApplication.processEvents()
    assert splitter.sizes() == alone
    splitter.moveSplitter(200, 2)
    assert splitter.sizes() == [0, 200, 208]
    assert splitter.shares() == [part / 400 for part in lent]
    parts[0].show()
    QApplication.processEvents()
    assert splitter.sizes() == lent


def test_that_a_part_that_lends_more_than_it_has_keeps_a_pixel(three):
    splitter, parts = three(heir=1)
    parts[0].hide()
    QApplication.processEvents()
    splitter.moveSplitter(40, 2)
    given = 104 + 1 + (408 - 40)
    assert splitter.shares() == pytest.approx([104 / given, 1 / given, (408 - 40) / given])


def test_that_a_hidden_heir_gets_nothing(three):
    splitter, parts = three(heir=0)
    parts[0].hide()
    QApplication.processEvents()
    assert splitter.sizes() == [0, 136, 272]


def test_that_a_field_asks_room_for_its_widest_number(qtbot):
    narrow, wide = NumberField(0, 9), NumberField(0, 99999)
    longest, longer = NumberField(0, 123456789), NumberField(0, 1234567890123)
    for field in (narrow, wide, longest, longer):
        qtbot.addWidget(field)
    digit = narrow.fontMetrics().horizontalAdvance("9")
    widths = [field.sizeHint().width() for field in (narrow, wide, longest, longer)]
    assert widths[1] - widths[0] == pytest.approx(4 * digit, abs=2)
    assert widths[2] == pytest.approx(widths[3], abs=2)
    assert narrow.minimumSizeHint() == narrow.sizeHint()
    assert narrow.sizeHint() != QSize()
