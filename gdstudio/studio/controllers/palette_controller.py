"""What the command palette finds (actions, cards, settings, words), and the way there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QTabWidget,
    QWidget,
)

from gdstudio.glossary import Entry, glossary
from gdstudio.settings.settings import Field
from gdstudio.studio.actions import Actions
from gdstudio.studio.translation import told, tr
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.pointing_frame import PointingFrame
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.common.split_page import SplitPage
from gdstudio.studio.views.help.command_palette import Command, CommandPalette
from gdstudio.studio.window_settings import WindowSettings

_POINTED_MS: Final = 1600
_FIELDS: Final = (QAbstractSpinBox, QLineEdit, QComboBox, QAbstractSlider, QCheckBox)


class Place(Protocol):
    """A workspace, as far as the palette goes there."""

    @property
    def page(self) -> SplitPage:
        """What its tab shows."""

    @property
    def own_actions(self) -> tuple[QAction, ...]:
        """The actions that mean something only there."""


class PaletteController(QObject):
    """Gathers the commands anew each time the palette opens; what was chosen last comes first."""

    def __init__(
        self,
        actions: Actions,
        tabs: QTabWidget,
        places: Callable[[], tuple[Place, ...]],
        show_entry: Callable[[Entry], None],
        show_preference: Callable[[str], None],
        window: QMainWindow,
    ) -> None:
        """Show nothing yet.

        Args:
            actions: All that can be done.
            tabs: The workspaces.
            places: What is in them, in the order of the tabs.
            show_entry: Opens the glossary.
            show_preference: Opens the dialog of preferences at a setting, by its name.
            window: Has the palette above it.
        """
        super().__init__(window)
        self._actions, self._tabs, self._places = actions, tabs, places
        self._show_entry, self._show_preference = show_entry, show_preference
        self._window = window
        self._palette: CommandPalette | None = None
        self._pointer: PointingFrame | None = None
        self._last: list[tuple[str, str]] = []
        actions.palette.triggered.connect(self._on_palette_triggered)

    def commands(self) -> list[Command]:
        """Return all there is to find, what was chosen last in front."""
        places = self._places()
        gathered = [
            *self._doings(places),
            *(self._workspace(k) for k in range(self._tabs.count())),
            *self._things(places),
            *(self._preference(field) for field in WindowSettings.fields()),
            *(self._word(entry) for entry in glossary()),
        ]
        ranks = {key: k for k, key in enumerate(self._last)}
        return sorted(gathered, key=lambda one: ranks.get((one.name, one.kind), len(ranks)))

    @Slot()
    def _on_palette_triggered(self) -> None:
        if self._palette is None:
            self._palette = CommandPalette(self._window)
        self._palette.ask([self._remembered(command) for command in self.commands()])

    def _remembered(self, command: Command) -> Command:
        """Return a command that also notes that it was chosen."""
        key, do = (command.name, command.kind), command.do

        def do_and_note() -> None:
            self._last = [key, *(one for one in self._last if one != key)][:5]
            do()

        return Command(
            command.name,
            command.kind,
            do_and_note,
            command.keys,
            command.about,
            command.why_not,
            command.icon,
        )

    def _doings(self, places: tuple[Place, ...]) -> Iterator[Command]:
        owners = {one: k for k, place in enumerate(places) for one in place.own_actions}
        here = self._tabs.currentIndex()
        for action in self._actions.all():
            owner = owners.get(action, here)
            if action.menu() is not None or action is self._actions.palette:
                continue
            kind, do, why_not = tr("Action"), partial(action.trigger), self._why_not(action)
            if owner != here:
                kind = tr("Action in {0}").format(self._tabs.tabText(owner))
                do, why_not = partial(self._go_and_do, owner, action), None
            elif not action.isVisible():
                continue
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            icon = None if action.icon().isNull() else action.icon()
            name = action.text().replace("&", "").rstrip("…")
            yield Command(name, kind, do, keys, action.statusTip(), why_not, icon)
        for group, kind in (
            (self._actions.appearances, tr("Appearance")),
            (self._actions.text_sizes, tr("Text size")),
        ):
            for action in group.actions():
                name = action.text().replace("&", "")
                yield Command(f"{kind}: {name}", tr("Action"), partial(action.trigger))

    def _why_not(self, action: QAction) -> str | None:
        """Return why an action cannot be done here and now; None if it can."""
        if action.isEnabled():
            return None
        reasons = {
            "undo": tr("There is nothing to undo"),
            "redo": tr("There is nothing to redo"),
            "back": tr("There is no run before a reset"),
            "open_last_run": tr("No sitting was kept"),
            "save_experiment": tr("There is no result yet"),
            "uncover": tr("Only a recurrent network reads row by row"),
        }
        if action in (*self._actions.steps, self._actions.show_settings):
            return tr("Not in this workspace")
        return reasons.get(action.objectName(), tr("Not now"))

    def _workspace(self, index: int) -> Command:
        name = self._tabs.tabText(index)
        return Command(name, tr("Workspace"), partial(self._tabs.setCurrentIndex, index))

    def _things(self, places: tuple[Place, ...]) -> Iterator[Command]:
        """Yield cards, pages and settings of all workspaces, as far as they are shown there."""
        for index, place in enumerate(places):
            where, page = self._tabs.tabText(index), place.page
            for widget in page.findChildren(QWidget):
                if not page.can_show(widget):
                    continue
                name, kind = _name_and_kind(widget)
                if not name:
                    continue
                go = partial(self._go_to, index, widget)
                why_not = None if widget.isEnabledTo(page) else tr("Not now")
                about = f"{widget.toolTip()} {where}"
                yield Command(name, f"{kind} · {where}", go, "", about, why_not)

    def _preference(self, field: Field) -> Command:
        name, go = told(field.label), partial(self._show_preference, field.name)
        return Command(tr("Preferences: {0}").format(name), tr("Setting"), go, "", told(field.help))

    def _word(self, entry: Entry) -> Command:
        names = " ".join(entry.names)
        return Command(entry.term, tr("Word"), partial(self._show_entry, entry), "", names)

    def _go_and_do(self, index: int, action: QAction) -> None:
        self._tabs.setCurrentIndex(index)
        action.trigger()

    def _go_to(self, index: int, widget: QWidget) -> None:
        """Show a workspace; turn the page that a button stands for, or point at the widget."""
        self._tabs.setCurrentIndex(index)
        self._places()[index].page.reveal(widget)
        if isinstance(widget, QAbstractButton) and not isinstance(widget, QCheckBox):
            widget.click()
        field = _first_field(widget) if isinstance(widget, Card) else widget
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._point_at(widget)

    def _point_at(self, widget: QWidget) -> None:
        """Frame a widget for a moment."""
        if self._pointer is None:
            self._pointer = PointingFrame(self._window)
            self._timer = QTimer(self, singleShot=True, interval=_POINTED_MS)
            self._timer.timeout.connect(self._on_timer_timeout)
        self._pointer.point_at(widget)
        self._timer.start()

    @Slot()
    def _on_timer_timeout(self) -> None:
        if self._pointer is not None:
            self._pointer.point_at(None)


def _name_and_kind(widget: QWidget) -> tuple[str, str]:
    """Return what a widget is called in the palette, "" if it is not found by itself."""
    if isinstance(widget, Card):
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        title = widget.findChild(QLabel, "cardTitle", direct)
        return ("" if title is None else title.text()), tr("Card")
    if isinstance(widget, QAbstractButton) and isinstance(widget.parent(), SegmentedSwitch):
        return widget.text().replace("&", ""), tr("Page")
    if not isinstance(widget, _FIELDS) or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
        return "", ""
    inside = isinstance(widget, QLineEdit) and isinstance(
        widget.parent(), QAbstractSpinBox | QComboBox
    )
    return ("" if inside else widget.accessibleName()), tr("Setting")


def _first_field(card: QWidget) -> QWidget | None:
    """Return what takes the keys first in a card."""
    children = card.findChildren(QWidget)
    return next(
        (
            one
            for one in children
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus.value and one.isVisibleTo(card)
        ),
        None,
    )
