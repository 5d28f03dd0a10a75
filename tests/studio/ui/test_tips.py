"""Whatever can be pointed at in the window says what it is."""

from collections.abc import Iterator

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.painted_widget import FollowsLook
from gdstudio.studio.views.help.guide_pages import PAGES
from gdstudio.studio.views.help.what_is import entry_at, tip_at
from gdstudio.studio.views.inspect.inspect_page import PAGES as INSIDE
from gdstudio.studio.views.surface.surface_view import SurfaceView

FIELDS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QAbstractSlider)


def is_in_front_of_a_field(label: QLabel) -> bool:
    """Return whether a field stands right of a label, at its height."""
    row, parent = label.geometry(), label.parentWidget()
    return label.buddy() is not None or any(
        isinstance(one, FIELDS)
        and one.parentWidget() is parent
        and one.isVisible()
        and one.geometry().left() > row.left()
        and abs(one.geometry().center().y() - row.center().y()) < 6
        for one in parent.findChildren(QWidget)
    )


def to_be_explained(page: QWidget) -> Iterator[QWidget]:
    for widget in page.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QLabel):
            is_title = widget.objectName() == "cardTitle"
            if widget.text() and (is_title or is_in_front_of_a_field(widget)):
                yield widget
        elif isinstance(widget, (Card, FollowsLook, SurfaceView, *FIELDS)):
            yield widget


def tip_of(widget: QWidget) -> str:
    """Return the tip that the mouse gets: of the nearest that has one, else what it is."""
    holder: QWidget | None = widget
    while holder is not None and not holder.isWindow():
        if holder.toolTip():
            return holder.toolTip()
        holder = holder.parentWidget()
    return tip_at(widget)


def every_page(window):
    """Show every workspace, and every page of Inspect; yield the name of each."""
    for name in PAGES:
        window.show_workspace(name)
        for page in INSIDE if name == "inspect" else [""]:
            if page:
                window.inspect.show_page(page)
            QApplication.processEvents()
            yield f"{name} {page}".strip()


def test_that_every_label_card_control_and_painted_view_has_a_tip(window):
    without = {}
    for name in every_page(window):
        workspace = window.workspace
        explained = [*to_be_explained(workspace.page), *to_be_explained(workspace.header)]
        assert len(explained) > 10, name
        without[name] = [
            f"{type(one).__name__} {one.accessibleName()} {getattr(one, 'text', str)()}"
            for one in explained
            if not tip_of(one)
        ]
    assert {name: some for name, some in without.items() if some} == {}


def test_that_every_card_and_named_setting_is_in_the_glossary(window):
    without = {}
    for name in every_page(window):
        cards = [one for one in window.workspace.page.findChildren(Card) if one.isVisible()]
        assert cards, name
        without[name] = [one.accessibleName() for one in cards if entry_at(one) is None]
    assert {name: some for name, some in without.items() if some} == {}


def test_that_the_tip_of_the_learning_rate_says_what_it_is(window):
    tips = {
        label.toolTip()
        for label in window.learn.page.findChildren(QLabel)
        if label.text() == "Learning rate"
    }
    assert all(tip.startswith("How far each step goes") for tip in tips)
    assert tips


def test_that_the_title_of_every_card_says_what_it_is_then_how_it_fills_the_page(window):
    for name in every_page(window):
        cards = window.workspace.page.findChildren(Card)
        assert len(cards) > 1, name
        for card in cards:
            about, enlarges = card.findChild(QLabel, "cardTitle").toolTip().split("\n")
            assert about.endswith(".")
            assert about == card.accessibleDescription()
            assert enlarges.startswith("Double click")
            assert "Ctrl+E" in enlarges
