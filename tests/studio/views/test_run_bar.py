import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QToolButton


def places(window):
    """Return where the buttons of each workspace's header stand, by the name of the action."""
    found = []
    for index, room in enumerate(window.workspaces):
        window.tabs.setCurrentIndex(index)
        QApplication.processEvents()
        buttons = [b for b in room.run_bar.findChildren(QToolButton) if b.defaultAction()]
        assert all(button.isVisible() for button in buttons)
        found.append(
            {b.defaultAction().objectName(): (b.mapTo(window, QPoint()), b.size()) for b in buttons}
        )
    return found


@pytest.mark.parametrize("width", [1280, 900])
def test_that_what_workspaces_share_stands_at_one_place_in_all_of_them(make_window, width):
    window = make_window(load=False)
    window.resize(width, 700)
    found = places(window)
    for name in ("run", "reset", "step_batch", "step_epoch", "step_example"):
        standing = [each[name] for each in found if name in each]
        assert len(standing) >= 3 or name not in ("run", "reset")
        assert all(place == standing[0] for place in standing), name


def test_that_running_moves_nothing(window):
    before = places(window)
    for running, cancels in ((True, False), (True, True), (False, False)):
        window.actions_.set_running(running, cancels=cancels)
        assert places(window) == before
        button = window.learn.run_bar.run_button
        assert button.fontMetrics().horizontalAdvance(button.text()) + 20 < button.width()
