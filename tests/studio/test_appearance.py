from unittest.mock import MagicMock

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QLineEdit,
    QListWidget,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
)

from gdstudio.studio import appearance as appearance_module
from gdstudio.studio.appearance import Appearance, put_on
from gdstudio.studio.style import style_sheet
from gdstudio.studio.theme import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST, THEMES, current_theme
from tests.contrast import contrast


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_that_signed_colours_are_neutral_at_zero(theme):
    colours = theme.signed_colours()
    assert colours.shape == (255, 3)
    for row, colour in ((0, theme.negative), (127, theme.neutral), (254, theme.positive)):
        assert "#{:02x}{:02x}{:02x}".format(*colours[row]) == colour


def test_that_choosing_tells_and_colours_everything(qtbot, qapp):
    appearance = Appearance("light", qapp)
    with qtbot.waitSignal(appearance.theme_changed) as blocker:
        appearance.choose("dark")
    assert blocker.args == [DARK]
    assert qapp.palette().color(QPalette.ColorRole.Base).name() == DARK.base
    with qtbot.assertNotEmitted(appearance.theme_changed):
        appearance.choose("dark")
    appearance.choose("light")


def test_that_an_unknown_system_scheme_is_light(qapp):
    Appearance("system", qapp)
    assert current_theme() is LIGHT


@pytest.mark.parametrize("choice", THEMES)
def test_that_the_frame_of_whatever_is_typed_into_or_clicked_can_be_seen(qtbot, qapp, choice):
    qapp.setStyle("fusion")
    appearance = Appearance("light" if choice == "dark" else "dark", qapp)
    card = QFrame()
    card.setObjectName("card")
    qtbot.addWidget(card)
    column = QVBoxLayout(card)
    fields = (QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox)
    kinds = (*fields, QCheckBox, QRadioButton, QPushButton, QListWidget)
    widgets = [kind() for kind in kinds]
    for widget in widgets:
        column.addWidget(widget)
    card.resize(300, 420)
    card.show()
    card.setFocus()
    appearance.choose(choice)  # while they are in sight

    picture = card.grab().toImage()

    for widget in widgets:
        place = widget.geometry()
        # Where the left side of the frame is: text and arrows begin further right.
        columns = range(place.left(), place.left() + 3)
        row = place.center().y() - (4 if isinstance(widget, QListWidget) else 0)
        frame = [picture.pixelColor(x, row).name() for x in columns]
        best = max(contrast(colour, current_theme().base) for colour in frame)
        assert best >= 3, (type(widget).__name__, frame)


class Hints(QObject):
    """What the system says: a test says it."""

    colorSchemeChanged = Signal()
    contrastPreferenceChanged = Signal()
    scheme = Qt.ColorScheme.Dark
    contrast = Qt.ContrastPreference.NoPreference

    def accessibility(self):
        return self

    def contrastPreference(self):
        return self.contrast

    def colorScheme(self):
        return self.scheme

    def say(self, scheme):
        self.scheme = scheme
        self.colorSchemeChanged.emit()


def test_that_the_system_is_followed_while_it_is_chosen(qapp, monkeypatch):
    hints, parent = Hints(), QObject()
    system = MagicMock()
    system.styleHints.return_value = hints
    monkeypatch.setattr(appearance_module, "QGuiApplication", system)
    appearance = Appearance("system", parent)
    told = QSignalSpy(appearance.theme_changed)
    assert current_theme() is DARK
    assert appearance.parent() is parent
    hints.say(Qt.ColorScheme.Light)
    assert current_theme() is LIGHT
    assert [told.at(k)[0] for k in range(told.count())] == [LIGHT]
    appearance.choose("light")
    hints.say(Qt.ColorScheme.Dark)
    assert current_theme() is LIGHT
    appearance.choose("system")
    assert current_theme() is DARK
    assert told.count() == 2
    with pytest.raises(AssertionError):
        appearance.choose("pink")


def test_that_high_contrast_is_put_on_where_the_system_asks(qapp, monkeypatch):
    hints, parent = Hints(), QObject()
    system = MagicMock()
    system.styleHints.return_value = hints
    monkeypatch.setattr(appearance_module, "QGuiApplication", system)
    appearance = Appearance("system", parent)
    hints.contrast = Qt.ContrastPreference.HighContrast
    hints.contrastPreferenceChanged.emit()
    assert current_theme() is DARK_CONTRAST
    hints.say(Qt.ColorScheme.Light)
    assert current_theme() is LIGHT_CONTRAST
    appearance.choose("dark")
    assert current_theme() is DARK
    appearance.choose("dark-contrast")
    assert current_theme() is DARK_CONTRAST


def test_that_fields_are_framed_and_styled_in_the_theme_put_on(qapp):
    put_on(DARK)
    window = QPalette.ColorRole.Window
    assert qapp.palette("QLineEdit").color(window) == DARK.framed_palette().color(window)
    assert qapp.palette().color(window).name() == DARK.window
    assert qapp.styleSheet() == style_sheet(DARK)
