"""Headers fit their width, and all of them have one height."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gdstudio.studio.views.common.header import Header, HeaderStack


class Part(QWidget):
    """Stands for controls or figures, with a usual and a compact width."""

    def __init__(self, *widths):
        super().__init__()
        self.inner, self.widths = QWidget(), widths
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.inner)
        self.set_compact(False)

    def set_compact(self, compact):
        self.compact = compact
        self.inner.setFixedSize(self.widths[compact], 30)


def test_that_a_header_squeezes_before_it_takes_two_rows_and_goes_back(qtbot):
    bar, figures = Part(400, 300), Part(500, 400)
    header = Header(bar, figures)
    qtbot.addWidget(header)
    heights = []
    for width, is_compact in ((1000, False), (800, True), (600, False), (450, True), (1000, False)):
        header.fit(width)
        heights.append(header.needed_height)
        assert (bar.compact, figures.compact) == (is_compact, is_compact)
    one, two = heights[0], heights[2]
    assert heights == [one, one, two, two, one]
    assert two > one + 25


def shown(qtbot, stack):
    qtbot.addWidget(stack)
    stack.resize(600, 200)
    with qtbot.waitExposed(stack):
        stack.show()


def test_that_all_headers_have_the_height_of_the_one_that_needs_most(qtbot):
    headers = [Header(Part(400, 300), Part(500, 400)), Header(Part(50, 50), Part(60, 60))]
    stack = HeaderStack()
    for header in headers:
        stack.addWidget(header)
    stack.setCurrentIndex(1)
    shown(qtbot, stack)
    qtbot.waitUntil(lambda: stack.height() == headers[0].needed_height)
    assert headers[0].needed_height > headers[1].needed_height > 0
    assert stack.sizeHint() == stack.minimumSizeHint() == QSize(0, stack.height())
    stack.resize(1000, stack.height())
    assert stack.minimumHeight() == headers[1].needed_height


def test_that_a_header_of_another_look_is_fitted_anew_though_another_one_is_shown(qtbot):
    behind = Header(Part(50, 50), part := Part(60, 60))
    stack = HeaderStack()
    stack.addWidget(Header(Part(50, 50), Part(60, 60)))
    stack.addWidget(behind)
    shown(qtbot, stack)
    qtbot.waitUntil(lambda: behind.needed_height > 0)
    part.inner.setFixedHeight(80)
    font = stack.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    stack.setFont(font)
    assert behind.needed_height == 0
    stack.updateGeometry()
    stack.currentWidget().updateGeometry()
    qtbot.waitUntil(lambda: stack.minimumHeight() == behind.needed_height > 80)
