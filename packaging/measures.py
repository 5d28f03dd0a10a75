"""Measures how high texts are and how large each plot is, at 1280 x 720 with type at 100 and 150 %.

packaging/setup/virtual-screen .venv/bin/python packaging/measures.py

It prints the tables of docs/window.md, in pixels. The height of a text is that of its capitals.
"""

from __future__ import annotations

import gc
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import screenshots as scenes
from PySide6.QtCore import QBuffer, QPoint, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget

from gdstudio.studio.app import make_application
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.text_size import TEXT_SIZES
from gdstudio.studio.user_folder import keep_everything_in
from gdstudio.studio.views.charts.chart_view import ChartView, PictureWallView
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.cost_plot.canvas import CostCanvas
from gdstudio.studio.views.cost_plot.legend import CostLegend
from gdstudio.studio.views.data.split_view import SplitStrip
from gdstudio.studio.views.inside.matrix_grid import MatrixGrid
from gdstudio.studio.views.inside.network_diagram import NetworkDiagram
from gdstudio.studio.views.inside.number_table import NumberTable
from gdstudio.studio.views.inspect.activation_bars import ActivationBars
from gdstudio.studio.views.inspect.confusion_matrix import ConfusionMatrix
from gdstudio.studio.views.inspect.digit_gallery import DigitGallery
from gdstudio.studio.views.inspect.shift_grid import ShiftGrid
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas
from gdstudio.studio.views.weights.mosaic_picture import MosaicPicture

PERCENTS = (100, 150)
DATA = {
    "digits": DigitGallery,
    "split": SplitStrip,
    "counts": ChartView,
    "averages": PictureWallView,
}
INSPECT = {  # page -> what it is called, and its picture
    "network": ("network", NetworkDiagram),
    "activations": ("bars of a layer", ActivationBars),
    "backprop": ("backprop, table", NumberTable),
    "nudges": ("nudges, chart", ChartView),
    "health": ("health, chart", ChartView),
    "weights": ("weights", MatrixGrid),
    "smooth": ("slopes", PlaneCanvas),
    "shifts": ("shifts, one map", ShiftGrid),
    "mistakes": ("mistakes", ConfusionMatrix),
}
Measured = dict[str, str]


def cap_height(font: QFont) -> float:
    return QFontMetricsF(font).capHeight()


def painted_sizes(widget: QWidget) -> list[float]:
    """Return the heights of capitals of all texts that a widget paints, the smallest first."""
    buffer, paper = QBuffer(), QSvgGenerator()
    paper.setOutputDevice(buffer)
    paper.setSize(widget.size())
    painter = QPainter(paper)
    QWidget.render(widget, painter, QPoint())
    painter.end()
    font, heights = QFont(widget.font()), []
    root = ElementTree.fromstring(bytes(buffer.data().data()))
    for element in root.iter():
        if element.tag.endswith("text") and "".join(element.itertext()).strip():
            font.setPointSizeF(float(element.attrib["font-size"]))
            heights.append(cap_height(font))
    return sorted(heights)


def texts(window: MainWindow) -> Measured:
    window.show_workspace("learn")
    learn = window.learn
    if learn.page.fold is not None:
        learn.page.fold.show_card()
    scenes.rest(0.5)
    panel = window.shared.drawing_panel
    answer = painted_sizes(panel.bars)
    label = next(one for one in learn.training_panel.findChildren(QLabel) if one.isVisible())
    metric = learn.metrics.step
    value, caption = metric.findChildren(QLabel)
    legend = painted_sizes(learn.cost_plot.findChildren(CostLegend)[0])
    heights = {
        "menus, settings": (cap_height(label.font()), 9),
        "tips": (cap_height(QToolTip.font()), 9),
        "figures of the header": (cap_height(value.font()), 13),
        "their captions": (cap_height(caption.font()), 9),
        "legend of the cost plot": (legend[0], 9),
        "numbers on axes": (painted_sizes(window.descent.curves)[-1], 9),
        "the ten answers": (answer[0], 8),
        "value of the answer": (answer[-2], 16),
        "the answer": (answer[-1], 48),
    }
    learn.page.put_away()
    return {name: f"{before} | {round(now)}" for name, (now, before) in heights.items()}


def card_of(widget: QWidget) -> Card:
    while not isinstance(widget, Card):
        widget = widget.parentWidget()
    return widget


def sized(size: QSize) -> str:
    return f"{size.width()} x {size.height()}"


def canvas_in(view: QWidget) -> QSize:
    canvas = view.findChildren(PlaneCanvas)[0]
    return QSize(round(canvas.box.rect.width), round(canvas.box.rect.height))


def picture_in(part: QWidget, kind: type[QWidget]) -> QWidget:
    """Return the largest widget of a kind in sight."""
    seen = [one for one in part.findChildren(kind) if one.isVisible()]
    return max(seen, key=lambda one: one.width() * one.height())


def plots(window: MainWindow) -> Measured:
    """Return plot and card of each workspace."""
    found: Measured = {}

    def reveal(view: QWidget) -> None:
        window.workspace.page.reveal(view)  # it may be behind another
        scenes.rest(0.3)

    def add(name: str, before: str, view: QWidget, plot: QSize) -> None:
        found[name] = f"{before} | {sized(plot)} in {sized(card_of(view).size())}"

    learn, descent, landscape = window.learn, window.descent, window.landscape
    window.show_workspace("learn")
    scenes.rest(0.6)
    box = learn.cost_plot.findChildren(CostCanvas)[0].box.size()
    add("Learn, cost plot", "", learn.cost_plot, box.toSize())
    if learn.page.below.tabbed:
        learn.page.below.show_card(learn.page.weights_card)
        scenes.rest(0.4)
    mosaic = learn.weights_view.findChildren(MosaicPicture)[0]
    add("Learn, first layer", "16 of 46 x 46", learn.weights_view, mosaic.size())
    learn.page.below.show_card(learn.page.surface_card)
    scenes.rest(0.4)
    add("Learn, loss surface", "210 x 180 in 535 x 277", learn.surface, learn.surface.size())
    scenes.descent(window)
    add("Descent, surface", "", descent.surface, descent.surface.view.size())
    add("Descent, map", "225 x 225 in 420 x 335", descent.contour, canvas_in(descent.contour))
    reveal(descent.curves)
    add("Descent, cost", "", descent.curves, canvas_in(descent.curves))
    scenes.descent_of_one(window)
    add("Descent, curve", "", descent.curve, canvas_in(descent.curve))
    window.show_workspace("landscape")
    scenes.rest(0.6)
    view = landscape.surface.view
    add("Landscape, surface", "", landscape.surface, view.size())
    add("Landscape, map", "140 x 167", landscape.contour, canvas_in(landscape.contour))
    add("Landscape, slice", "435 x 42 in 535 x 277", landscape.slices, canvas_in(landscape.slices))
    reveal(landscape.honesty)
    add("Landscape, how true", "", landscape.honesty, canvas_in(landscape.honesty))
    window.show_workspace("data")
    scenes.rest(1.0)
    for name, kind in DATA.items():
        card = window.workspace.page.parts[name]
        reveal(card)
        picture = picture_in(card, kind)
        add(f"Data, {name}", "", picture, picture.size())
    window.show_workspace("inspect")
    for page, (name, kind) in INSPECT.items():
        window.inspect.show_page(page)
        scenes.rest(1.0)
        picture = picture_in(window.inspect.page.parts["pages"], kind)
        add(f"Inspect, {name}", "", picture, picture.size())
    return found


def main() -> int:
    gc.disable()
    keep_everything_in(Path(tempfile.mkdtemp("-measures")))
    app = make_application(["gdstudio"])
    window = MainWindow(Preferences(), Appearance("light", app))
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1280, 720)
    window.show()
    window.load()
    scenes.wait(lambda: window.runs.run is not None and window.runs.run.progress is not None)
    scenes.learn(window)
    window.runner.toggle_running()
    scenes.landscape(window)
    for title, measure in (("text", texts), ("plot in its card", plots)):
        tables = []
        for percent in PERCENTS:
            window.actions_.text_sizes.actions()[TEXT_SIZES.index(percent)].trigger()
            QApplication.processEvents()
            tables.append(measure(window))
        print(f"\n| {title} | before, 100 % | 100 % | 150 % |\n|---|---|---|---|")
        usual, large = tables
        for name, words in usual.items():
            print(f"| {name} | {words} | {large[name].partition(' | ')[2]} |")
    window.close_at_once()
    return 0


if __name__ == "__main__":
    sys.exit(main())
