import pytest
from PySide6.QtGui import QPalette
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

from gdstudio.studio.appearance import Appearance
from gdstudio.studio.theme import DARK, LIGHT, current_theme


def luminance(colour):
    """Relative luminance of "#rrggbb" (WCAG 2.1)."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_text_can_be_read_on_its_ground(theme):
    for ground in (theme.base, theme.window, theme.raised):
        assert contrast(theme.text, ground) >= 7
        assert contrast(theme.muted, ground) >= 4.5
        assert contrast(theme.warning, ground) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    for curve in (theme.accent, *theme.curves):
        assert contrast(curve, theme.base) >= 3


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
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


@pytest.mark.parametrize("choice", ["light", "dark"])
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


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_outlines_stand_out_from_every_ground(theme):
    for ground in (theme.base, theme.window, theme.raised):
        assert contrast(theme.outline, ground) >= 3
