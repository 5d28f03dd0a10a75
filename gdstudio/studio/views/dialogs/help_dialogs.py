"""What the Help menu shows: the program and its versions, the keys, the licences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QWidget,
)

from gdstudio.errors import GdstudioError
from gdstudio.licences import Component, components
from gdstudio.studio.actions import Actions
from gdstudio.studio.diagnostics import diagnostics, versions
from gdstudio.studio.icons import app_icon
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.style import in_figures
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.layouts import called, in_column, in_row, label
from gdstudio.studio.views.common.reaching_scroll import ReachingScroll
from gdstudio.studio.views.dialogs.dialog_buttons import dialog_buttons
from gdstudio.studio.window_place import resize_within_screen

_MARGINS: Final = (24, 20, 24, 16)
_SCROLL_BAR_PX: Final = 16


class _Shown(QDialog):
    """Base of dialogs that only show something, with Close below it."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._buttons = dialog_buttons(self, QDialogButtonBox.StandardButton.Close)
        self._buttons.rejected.connect(self.reject)


class AboutDialog(_Shown):
    """Name, purpose, versions, data and licence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("About Gradient Descent Studio"), parent)
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(72, 72))
        words = QLabel(
            self.tr(
                "<h2>Gradient Descent Studio</h2>"
                "<p>Watch a neural network learn by gradient descent,<br>"
                "look inside it and take the idea apart.</p>"
                "<p>MIT licence. The MNIST digits: copyright Yann LeCun and<br>"
                "Corinna Cortes, commonly attributed CC BY-SA 3.0.<br>"
                "Qt and PySide6: LGPL 3.</p>"
            )
        )
        words.setTextFormat(Qt.TextFormat.RichText)
        lines = (f"{name} {version}" for name, version in versions().items())
        self._versions = label("muted", "\n".join(lines))
        self._versions.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy = QPushButton(self.tr("Copy versions"))
        copy.clicked.connect(self._on_copy_clicked)
        self._buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        right = in_column(words, self._versions)
        top = in_row((picture, 0, Qt.AlignmentFlag.AlignTop), right, spacing=20)
        in_column(top, self._buttons, of=self, spacing=16, margins=_MARGINS)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._versions.text())


class KeySheet(_Shown):
    """Lists every key in two columns."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget) -> None:
        super().__init__(tr("Keyboard shortcuts"), parent)
        rows = [
            (action.text().replace("&", "").rstrip("…"), key)
            for action in actions
            if action.isVisible()
            and (key := action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
        ]
        rows += [
            (self.tr("Draw with keys: move the pen"), self.tr("arrow keys on the canvas")),
            (self.tr("Draw with keys: pen down or up"), self.tr("Enter on the canvas")),
            (self.tr("Turn a surface"), self.tr("arrow keys on it")),
            (self.tr("Zoom a surface or a map"), self.tr("+ and − on it, with Ctrl or without")),
            (self.tr("See a surface as at first, a map whole"), self.tr("Home on it")),
            (self.tr("Look at a surface from above"), self.tr("Page Up on it")),
            (self.tr("Let the cost plot follow its data again"), self.tr("Ctrl+0 on it")),
        ]
        body = QWidget()
        grid = QGridLayout(body)
        sized(grid, horizontalSpacing=24, verticalSpacing=6)
        half = (len(rows) + 1) // 2
        for k, (words, key) in enumerate(rows):
            row, column = k % half, 2 * (k // half)
            grid.addWidget(QLabel(words), row, column)
            shown = QLabel(key)
            in_figures(shown, bold=True)
            grid.addWidget(shown, row, column + 1, Qt.AlignmentFlag.AlignLeft)
        scroll = ReachingScroll(body)
        in_column(scroll, self._buttons, of=self, spacing=16, margins=_MARGINS)
        hint = self.sizeHint()
        resize_within_screen(self, hint.width() + _SCROLL_BAR_PX, hint.height())


class MessagesDialog(_Shown):
    """The last messages of the status bar, one a line with its time, the newest first."""

    def __init__(self, messages: Messages, parent: QWidget) -> None:
        super().__init__(tr("Status messages"), parent)
        lines = [f"{when:%H:%M:%S}  {text}" for when, text in reversed(messages.past)]
        shown = called(QPlainTextEdit("\n".join(lines)), tr("Status messages"))
        shown.setReadOnly(True)
        shown.setPlaceholderText(self.tr("Nothing was told yet."))
        copy = QPushButton(self.tr("Copy all"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(shown.toPlainText()))
        self._buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        in_column((shown, 1), self._buttons, of=self, spacing=12, margins=_MARGINS)
        resize_within_screen(self, px(620), px(360))


class LicencesDialog(_Shown):
    """A list to choose from, a field that shortens it, and the text of the chosen part."""

    def __init__(self, components: Sequence[Component], parent: QWidget) -> None:
        super().__init__(tr("Licences"), parent)
        resize_within_screen(self, 1060, 620)
        find = self.tr("Find a part or a licence")
        self.filter = called(QLineEdit(placeholderText=find, clearButtonEnabled=True), find)
        self.list = called(QListWidget(), self.tr("Parts of the program"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setSpacing(3)
        for component in components:
            item = QListWidgetItem(f"{component.name} {component.version}\n{component.licence}")
            item.setToolTip(component.licence)
            item.setData(Qt.ItemDataRole.UserRole, component)
            self.list.addItem(item)
        self.text = called(QPlainTextEdit(readOnly=True), self.tr("Licence"))
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self._lay_out()
        self.filter.textChanged.connect(self._on_filter_text_changed)
        self.list.currentItemChanged.connect(self._on_list_current_item_changed)
        self.list.setCurrentRow(0)
        self.filter.setFocus()

    def _lay_out(self) -> None:
        left = QWidget()
        in_column(self.filter, self.list, of=left)
        halves = QSplitter()
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(self.text)
        halves.setSizes([320, 740])
        owners = self.tr("Each part belongs to its makers and is used under its own licence.")
        parts = ((halves, 1), label("muted", owners), self._buttons)
        in_column(*parts, of=self, spacing=12, margins=(16, 16, 16, 12))

    @Slot(str)
    def _on_filter_text_changed(self, text: str) -> None:
        wanted = text.casefold().strip()
        items = [self.list.item(row) for row in range(self.list.count())]
        for item in items:
            item.setHidden(wanted not in item.text().casefold())
        shown = [item for item in items if not item.isHidden()]
        if shown and self.list.currentItem() not in shown:
            self.list.setCurrentItem(shown[0])

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_list_current_item_changed(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None:
            component: Component = item.data(Qt.ItemDataRole.UserRole)
            missing = self.tr("Its makers ship no text of the licence with it.")
            self.text.setPlainText(component.text() or missing)


class HelpDialogs(QObject):
    """Opens each of them above the window."""

    def __init__(
        self,
        actions: Actions,
        messages: Messages,
        no_gl_reason: Callable[[], str],
        window: QWidget,
    ) -> None:
        """Open nothing yet.

        Args:
            actions: Those of the menu, and all others for the sheet of keys.
            messages: Told what was copied or could not be opened.
            no_gl_reason: Why surfaces are drawn in software, "" with OpenGL.
            window: Owns this and all dialogs.
        """
        super().__init__(window)
        self._actions, self._messages, self._window = actions, messages, window
        self._no_gl_reason = no_gl_reason
        for action, slot in (
            (actions.keys, self._show_keys),
            (actions.messages, self._show_messages),
            (actions.licences, self._show_licences),
            (actions.copy_diagnostics, self._copy_diagnostics),
            (actions.about, self._show_about),
        ):
            action.triggered.connect(slot)

    @Slot()
    def _show_keys(self) -> None:
        KeySheet(self._actions.all(), self._window).open()

    @Slot()
    def _show_messages(self) -> None:
        MessagesDialog(self._messages, self._window).open()

    @Slot()
    def _show_licences(self) -> None:
        try:
            LicencesDialog(components(), self._window).open()
        except GdstudioError as error:
            self._messages.report(error)

    @Slot()
    def _copy_diagnostics(self) -> None:
        QGuiApplication.clipboard().setText(diagnostics(self._no_gl_reason()))
        self._messages.say(self.tr("Copied: versions, screen, OpenGL and the log."))

    @Slot()
    def _show_about(self) -> None:
        AboutDialog(self._window).open()
