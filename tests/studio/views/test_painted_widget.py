import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from gdstudio.studio.appearance import Appearance, put_on
from gdstudio.studio.theme import DARK, LIGHT, current_theme
from gdstudio.studio.views.common.painted_widget import PaintedWidget, arrow_of


class Patch(PaintedWidget):
    def __init__(self):
        super().__init__()
        self.looks = []

    def look_changed(self):
        super().look_changed()
        self.looks.append((self.theme, self.font().pointSize()))


@pytest.fixture
def patches(qtbot):
    """Two widgets some levels down: one in sight, one on a page that is not."""
    tabs = QTabWidget()
    made = []
    for _ in range(2):
        page = QWidget()
        made.append(Patch())
        QVBoxLayout(page).addWidget(made[-1])
        tabs.addTab(page, "")
    qtbot.addWidget(tabs)
    tabs.show()
    return tabs, made


def test_that_the_theme_is_light_until_one_is_chosen(qapp):
    assert current_theme() is LIGHT
    Appearance("dark", qapp)
    assert current_theme() is DARK


def test_that_widgets_follow_the_theme_whether_in_sight_or_not(patches, qapp):
    _, made = patches
    for theme in (DARK, LIGHT, DARK):
        put_on(theme)
        qapp.processEvents()
        assert [patch.looks[-1][0] for patch in made] == [theme, theme]
        assert made[0].palette().base().color().name() == theme.base


def test_that_widgets_follow_the_font(patches):
    tabs, made = patches
    font = tabs.font()
    font.setPointSize(19)
    tabs.setFont(font)
    assert [patch.looks[-1][1] for patch in made] == [19, 19]
    assert made[0].numeral_font(2.0).pointSizeF() == 38


@pytest.mark.parametrize(
    ("key", "step"),
    [
        (Qt.Key.Key_Left, (-1, 0)),
        (Qt.Key.Key_Right, (1, 0)),
        (Qt.Key.Key_Up, (0, -1)),
        (Qt.Key.Key_Down, (0, 1)),
        (Qt.Key.Key_A, None),
    ],
)
def test_that_arrow_keys_are_steps_to_the_right_and_down(qapp, key, step):
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    assert arrow_of(event) == step
