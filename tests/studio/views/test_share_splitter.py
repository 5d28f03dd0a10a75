import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gdstudio.studio.views.common.share_splitter import ShareSplitter

HORIZONTAL = Qt.Orientation.Horizontal


@pytest.fixture
def show(qtbot):
    windows = []  # what Python no longer holds, Qt deletes

    def make(width=1000, least=50, **more):
        widgets = [QWidget() for _ in range(3)]
        for widget in widgets:
            widget.setMinimumSize(least, 40)
        splitter = ShareSplitter(
            "s", HORIZONTAL, widgets, lambda w: [200, w - 500 - 16, 300], **more
        )
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        splitter.setParent(window)
        splitter.resize(width, 300)
        window.resize(width, 300)
        window.show()
        qtbot.waitExposed(window)
        return splitter, widgets

    return make


def test_that_what_a_hidden_widget_leaves_free_goes_to_its_heir(qtbot, show):
    splitter, (first, second, third) = show(heir=1)
    fresh = splitter.sizes()
    first.hide()
    qtbot.waitUntil(lambda: second.width() > fresh[1] + 190)
    assert third.width() == fresh[2]
    third.hide()
    qtbot.waitUntil(lambda: second.width() == 1000)
    first.show()
    third.show()
    qtbot.waitUntil(lambda: splitter.sizes() == fresh)


def test_that_a_handle_moved_while_a_widget_is_hidden_leaves_it_its_share(qtbot, show):
    splitter, (first, _, third) = show(heir=1)
    fresh = splitter.sizes()
    first.hide()
    qtbot.waitUntil(lambda: splitter.sizes()[0] == 0 and splitter.sizes()[2] == fresh[2])
    splitter.moveSplitter(600, 2)
    assert third.width() == pytest.approx(1000 - 600, abs=16)
    first.show()
    qtbot.waitUntil(lambda: abs(first.width() - fresh[0]) < 20)
    assert third.width() == pytest.approx(1000 - 600, abs=24)
    assert all(share > 0.02 for share in splitter.shares())


def test_that_widgets_without_room_side_by_side_stand_one_above_the_other(qtbot, show):
    splitter, widgets = show(least=200, stacks=True)
    assert splitter.minimumSizeHint().width() == 200
    splitter.resize(500, 300)
    assert splitter.orientation() == Qt.Orientation.Vertical
    qtbot.waitUntil(lambda: all(widget.width() == 500 for widget in widgets))
    assert splitter.minimumSizeHint().height() >= 3 * 40
    splitter.resize(1000, 300)
    assert splitter.orientation() == HORIZONTAL
    assert splitter.shares() is None


def test_that_parts_and_handles_need_the_width_of_all(show):
    splitter, _ = show(least=200, stacks=True)
    for width, orientation in ((616, HORIZONTAL), (615, Qt.Orientation.Vertical)):
        splitter.resize(width, 300)
        assert splitter.orientation() == orientation
