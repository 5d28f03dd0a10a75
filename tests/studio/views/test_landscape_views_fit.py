from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gdstudio.jobs.estimate import Estimate
from gdstudio.jobs.plane_request import PLANE_KINDS, PlaneRequest
from gdstudio.learning.network import Network
from gdstudio.studio.appearance import put_on
from gdstudio.studio.style import POINT_SIZE
from gdstudio.studio.theme import DARK
from gdstudio.studio.views.landscape.curvature_line import CurvatureLine
from gdstudio.studio.views.landscape.honesty_view import HonestyView
from gdstudio.studio.views.landscape.landscape_panel import LandscapePanel
from gdstudio.studio.views.landscape.walk_bar import WalkBar

WIDTH = 264  # of a card of 284 pixels inside its margins


@pytest.fixture(params=["Inter", "DejaVu Sans"])
def dressed(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[QApplication]:
    """The application in the look that users get, in one of two faces."""
    before = qapp.font(), qapp.palette(), qapp.styleSheet(), qapp.style().objectName()
    qapp.setStyle("fusion")
    qapp.setFont(QFont(request.param, POINT_SIZE))
    put_on(DARK)
    yield qapp
    font, palette, sheet, style = before
    qapp.setStyleSheet(sheet)
    qapp.setStyle(style)
    qapp.setPalette(palette)
    qapp.setFont(font)


def fits(child: QWidget) -> bool:
    metrics = child.fontMetrics()
    if isinstance(child, QLabel) and child.wordWrap():
        return child.heightForWidth(child.width()) <= child.height()
    if isinstance(child, QLabel):
        widest = max(map(metrics.horizontalAdvance, child.text().split("\n")))
        return widest <= child.width()
    if isinstance(child, QAbstractButton):
        return child.sizeHint().width() <= child.width()
    if isinstance(child, QComboBox):
        option = QStyleOptionComboBox()
        child.initStyleOption(option)
        control, part = (
            QStyle.ComplexControl.CC_ComboBox,
            QStyle.SubControl.SC_ComboBoxEditField,
        )
        room = child.style().subControlRect(control, option, part, child)
        texts = [child.itemText(i) for i in range(child.count())]
        return max(map(metrics.horizontalAdvance, texts)) <= room.width()
    if isinstance(child, QLineEdit):
        margin = 0 if isinstance(child.parent(), QAbstractSpinBox) else 8
        return metrics.horizontalAdvance(child.text()) + margin <= child.width()
    return True


def cut(widget: QWidget) -> list[str]:
    """What of the visible text in `widget` does not fit, as a list of it."""
    found = []
    for child in widget.findChildren(QWidget):
        if not child.isVisible():
            continue
        right = child.mapTo(widget, child.rect().topRight()).x()
        if not fits(child) or right >= widget.width():
            found.append(f"{type(child).__name__} {getattr(child, 'text', str)()!r}")
    return found


def show(qtbot: QtBot, widget: QWidget, width: int, height: int) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)
    assert widget.minimumSizeHint().width() <= width


def full_panel() -> LandscapePanel:
    panel = LandscapePanel()
    network = Network.dense((784, 16, 16, 10))
    panel.set_network(network, 28, 28)
    panel.set_example_count(10_000_000)
    return panel


def test_that_the_panel_of_every_kind_fits(dressed, qtbot: QtBot) -> None:
    panel = full_panel()
    show(qtbot, panel, WIDTH, 560)
    long = "layer 1, neuron 13, pixel 12 14"
    for kind in PLANE_KINDS:
        panel.set_request(
            PlaneRequest(kind=kind, seed=2**31 - 1, examples=10_000_000, first=long, second=long)
        )
        panel.set_message("plane: downhill and random direction are the same and span no plane")
        for available in (set(PLANE_KINDS), set()):
            panel.set_available(available)
            for done in (None, 0.995):
                panel.remake_row.set_progress(None if done is None else Estimate(done, 5399))
                dressed.processEvents()
                assert cut(panel) == [], kind
                assert panel.minimumSizeHint().height() <= 520


@pytest.mark.parametrize("height", [200, 240])
def test_that_honesty_fits(dressed, qtbot: QtBot, height: int) -> None:
    view = HonestyView()
    show(qtbot, view, 300, height)
    view.set_explained(0.62, (0.48, 0.14), 0.55)
    steps = np.linspace(0, 18_000, 60)
    view.set_gaps(steps, np.exp(-steps / 4000), np.exp(-steps / 4000) + 0.21)
    dressed.processEvents()
    view.resize(300, max(height, view.minimumSizeHint().height()))
    dressed.processEvents()
    assert view.minimumSizeHint().height() <= 220
    assert cut(view) == []


@pytest.mark.parametrize("walking", [True, False])
def test_that_the_row_of_a_walk_fits(dressed, qtbot: QtBot, walking: bool) -> None:
    bar = WalkBar()
    show(qtbot, bar, 520, 48)
    bar.set_walking(walking)
    bar.set_values(-1.2345e-15, -123.456, 123.4567, 1.0)
    dressed.processEvents()
    assert cut(bar) == []
    assert bar.sizeHint().height() <= 48


def test_that_the_line_on_curvature_fits(dressed, qtbot: QtBot) -> None:
    line = CurvatureLine()
    show(qtbot, line, 520, 36)
    line.set_curvature(1.234e6, 2 / 1.234e6, 123_456, 0.00012345)
    for busy in (True, False):
        line.set_busy(busy)
        dressed.processEvents()
        assert cut(line) == []


@pytest.mark.parametrize("make", [full_panel, HonestyView, WalkBar, CurvatureLine])
def test_that_everything_focusable_has_a_name(make: Callable[[], QWidget], qtbot: QtBot) -> None:
    view = make()
    qtbot.addWidget(view)
    for child in view.findChildren(QWidget):
        inner = isinstance(child.parent(), QAbstractSpinBox | QComboBox)
        if child.focusPolicy().value and not inner and not isinstance(child, QAbstractItemView):
            assert child.accessibleName(), f"{type(child).__name__} in {type(view).__name__}"


def test_that_the_landscape_panel_can_be_walked_by_tab(qtbot: QtBot) -> None:
    panel = full_panel()
    panel.set_request(PlaneRequest(kind="parameters"))
    show(qtbot, panel, WIDTH, 560)
    panel.kind_chooser.box.setFocus()
    walked = []
    for _ in range(20):
        walked.append(panel.focusWidget())
        panel.focusNextChild()
    stops = [
        panel.kind_chooser.box,
        *panel.fields.names.fields,
        panel.fields.editors["extent"],
        panel.fields.grid_box,
        panel.fields.examples_box,
        panel.remake_row.make_button,
        panel.overlays.box("log_height"),
        panel.overlays.box("path"),
        panel.overlays.box("walk"),
    ]
    places = [walked.index(stop) for stop in stops]
    assert places == sorted(places)
