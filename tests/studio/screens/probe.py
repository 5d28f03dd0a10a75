"""Opens the window on the screen there is and tells, as one line of JSON, what is seen of it.

Run by the tests in a process of its own: `probe.py [WIDTHxHEIGHT ...]`, sizes to try besides.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QPoint, Qt, QThread
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from reach import out_of_reach, sticks_out

from gdstudio.descent.library import LIBRARY
from gdstudio.studio.app import make_application
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.share_splitter import ShareSplitter
from tests.patience import PATIENCE_MS

_COLOURED = 60  # saturation, of 255, above which a pixel belongs to the surface


def main() -> None:
    gc.disable()
    app = make_application(["gdstudio"])
    window = MainWindow(Preferences(), Appearance("light", app))
    said: list[str] = []
    window.statusBar().messageChanged.connect(said.append)
    window.show()
    window.activateWindow()  # there is no window manager to give it the keyboard
    window.load()
    room, descent = window.learn, window.descent
    wait(lambda: window.runs.run is not None and window.runs.run.progress is not None)
    show_card(window, room.page.surface_card)
    wait(lambda: room.live_surface.scene is not None)
    drawn = {"learn": share_of_colour(room.surface)}
    window.show_workspace("descent")
    function = LIBRARY["himmelblau"]
    descent.panel.set_function(function)
    descent.panel.function_chosen.emit(function)
    wait(lambda: descent.scenes.scene is not None and descent.surface.view.isVisible())
    drawn["descent"] = share_of_colour(descent.surface.view)
    faults = sticks_out(window) + out_of_reach(window)
    for size in sys.argv[1:]:
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(*(int(part) for part in size.split("x")))
        faults += [f"{size}: {line}" for line in out_of_reach(window)]
    window.statusBar().clearMessage()  # what waits for the end of another message is said now
    QApplication.processEvents()
    window.close()
    report = {
        "drawn": drawn,
        "faults": faults,
        "said": [text for text in said if "software" in text],
        "size": (window.width(), window.height()),
    }
    print(json.dumps(report))


def show_card(window: MainWindow, card: Card) -> None:
    """Let a card be shown where there is room for one of several."""
    for splitter in window.findChildren(ShareSplitter):
        splitter.show_card(card)


def wait(until: Callable[[], bool]) -> None:
    end = QDeadlineTimer(PATIENCE_MS)
    while not until():
        QApplication.processEvents()
        QThread.msleep(5)
        assert not end.hasExpired(), f"nothing happened for {PATIENCE_MS} ms"


def share_of_colour(view: QWidget) -> float:
    """Return the share of a surface's pixels that are coloured, as the screen shows them."""
    shares: list[float] = []
    view.setFocus(Qt.FocusReason.TabFocusReason)  # scrolls it into sight

    def is_painted() -> bool:
        shares.append(coloured(on_screen(view)))
        return shares[-1] > 0.02

    end = QDeadlineTimer(PATIENCE_MS // 4)
    while not is_painted() and not end.hasExpired():
        QApplication.processEvents()
        QThread.msleep(20)
    return shares[-1]


def on_screen(view: QWidget) -> QImage:
    """Return what the screen shows there, whoever drew it."""
    at = view.mapTo(view.window(), QPoint())
    picture = view.screen().grabWindow(
        view.window().winId(), at.x(), at.y(), view.width(), view.height()
    )
    return picture.toImage()


def coloured(image: QImage) -> float:
    places = [(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)]
    colours = [image.pixelColor(*place) for place in places]
    return sum(colour.saturation() > _COLOURED for colour in colours) / max(len(places), 1)


if __name__ == "__main__":
    main()
