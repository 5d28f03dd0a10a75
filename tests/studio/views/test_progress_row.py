"""How far something is, in the place of what rests."""

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel

from gdstudio.jobs.estimate import Estimate
from gdstudio.studio.views.common.progress_row import ProgressRow, RemakeRow, time_left
from tests.studio.views.repaints import PaintCount


@pytest.fixture
def row(qtbot):
    resting = QLabel("resting")
    row = ProgressRow(resting)
    qtbot.addWidget(row)
    row.resize(400, 30)
    row.show()
    row.resting = resting
    return row


def test_that_progress_stands_where_something_else_rests(row) -> None:
    assert row.resting.isVisible()
    assert not row.bar.isVisible()
    row.set_progress(Estimate(0.25, 12.3))
    assert row.bar.isVisible()
    assert not row.resting.isVisible()
    assert row.bar.value() / row.bar.maximum() == 0.25
    assert row.left.text() == "25 % · 13 s left"
    row.set_progress(None)
    assert not row.bar.isVisible()
    assert row.resting.isVisible()


def test_that_nothing_jumps_while_the_words_change(row) -> None:
    row.set_progress(Estimate(0.01))
    places = row.bar.geometry(), row.left.geometry(), row.cancel_button.geometry()
    row.set_progress(Estimate(1.0, 88))
    row.layout().activate()
    assert (row.bar.geometry(), row.left.geometry(), row.cancel_button.geometry()) == places
    assert row.left.sizeHint().width() <= row.left.width()


def test_that_cancel_is_told(row) -> None:
    cancelled = QSignalSpy(row.cancel_requested)
    row.set_progress(Estimate(0.5))
    row.cancel_button.click()
    assert cancelled.count() == 1


def test_that_there_may_be_no_cancel(qtbot) -> None:
    row = ProgressRow(QLabel(), cancels=False, bar_width=200)
    qtbot.addWidget(row)
    row.show()
    row.set_progress(Estimate(0.5))
    assert row.bar.isVisible()
    assert not row.cancel_button.isVisible()
    assert row.bar.width() == 200


@pytest.mark.parametrize(
    ("share", "value"), [(float("nan"), 0), (-1.0, 0), (2.0, 1000), (1.0, 1000), (0.9996, 1000)]
)
def test_that_odd_shares_are_shown_within_the_bar(row, share: float, value: int) -> None:
    row.set_progress(Estimate(share, float("nan")))
    assert row.bar.value() == value
    assert row.left.text() == f"{99 if share == 0.9996 else value // 10} %"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, ""),
        (float("inf"), ""),
        (0.0, " · 1 s left"),
        (89.2, " · 90 s left"),
        (90.0, " · 2 min left"),
        (3600.0, " · 60 min left"),
        (7200.0, " · 2 h left"),
    ],
)
def test_that_the_time_left_is_told_roughly(seconds: float | None, text: str) -> None:
    assert time_left(seconds) == text


def test_that_what_can_be_made_again_says_so(qtbot) -> None:
    row = RemakeRow()
    qtbot.addWidget(row)
    row.show()
    asked = QSignalSpy(row.remake_requested)
    row.make_button.click()
    assert asked.count() == 1
    row.set_progress(Estimate(0.0))
    assert not row.make_button.isVisible()
    assert row.cancel_button.isVisible()


def test_that_the_bar_is_painted_with_all_else_not_as_soon_as_it_moves(row) -> None:
    row.set_progress(Estimate(0.1))
    QApplication.processEvents()
    count = PaintCount()
    row.bar.installEventFilter(count)
    row.set_progress(Estimate(0.9))
    assert count.n_paints == 0
    QApplication.processEvents()
    assert count.n_paints == 1
