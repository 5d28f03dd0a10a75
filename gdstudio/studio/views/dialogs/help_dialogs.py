"""What the Help menu shows: the program and its versions, the guide, the keys, the licences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from gdstudio.errors import GdstudioError
from gdstudio.licences import Component, components
from gdstudio.resources import resource
from gdstudio.studio.actions import Actions
from gdstudio.studio.diagnostics import diagnostics, versions
from gdstudio.studio.icons import app_icon
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.style import numeral_font
from gdstudio.studio.views.common.reaching_scroll import ReachingScroll
from gdstudio.studio.window_place import resize_within_screen


class AboutDialog(QDialog):
    """Name, purpose, versions, data and licence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Gradient Descent Studio"))
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
        self._versions = QLabel(
            "\n".join(f"{name} {version}" for name, version in versions().items())
        )
        self._versions.setObjectName("muted")
        self._versions.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy = QPushButton(self.tr("Copy versions"))
        copy.clicked.connect(self._on_copy_clicked)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        right = QVBoxLayout()
        right.addWidget(words)
        right.addWidget(self._versions)
        top = QHBoxLayout()
        top.setSpacing(20)
        top.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(right)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(top)
        layout.addWidget(buttons)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._versions.text())


class GuideDialog(QDialog):
    """Shows a page of resources/guide beside the window, which stays usable."""

    def __init__(self, page: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Guide"))
        resize_within_screen(self, 560, 600)
        text = QTextBrowser()
        text.setAccessibleName(self.tr("Guide"))
        text.setMarkdown((resource("guide") / f"{page}.md").read_text(encoding="utf-8"))
        text.setFrameShape(QTextBrowser.Shape.NoFrame)
        text.document().setDocumentMargin(20)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 12)
        layout.addWidget(text)
        layout.addWidget(buttons)


_SCROLL_BAR_PX: Final = 16


class KeySheet(QDialog):
    """Lists every key in two columns."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
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
            (self.tr("Zoom a surface"), self.tr("+ and − on it, with Ctrl or without")),
            (self.tr("Look at a surface as at first"), self.tr("Home on it")),
            (self.tr("Let the cost plot follow its data again"), self.tr("Ctrl+0 on it")),
        ]
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        half = (len(rows) + 1) // 2
        for k, (words, key) in enumerate(rows):
            row, column = k % half, 2 * (k // half)
            grid.addWidget(QLabel(words), row, column)
            label = QLabel(key)
            label.setFont(numeral_font(label.font(), bold=True))
            grid.addWidget(label, row, column + 1, Qt.AlignmentFlag.AlignLeft)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(16)
        body = QWidget()
        body.setLayout(grid)
        layout.addWidget(ReachingScroll(body))
        layout.addWidget(buttons)
        hint = self.sizeHint()
        resize_within_screen(self, hint.width() + _SCROLL_BAR_PX, hint.height())


class LicencesDialog(QDialog):
    """A list to choose from, a field that shortens it, and the text of the chosen part."""

    def __init__(self, components: Sequence[Component], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Licences"))
        resize_within_screen(self, 1060, 620)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Find a part or a licence"))
        self.filter.setAccessibleName(self.tr("Find a part or a licence"))
        self.filter.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Parts of the program"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setSpacing(3)
        for component in components:
            item = QListWidgetItem(f"{component.name} {component.version}\n{component.licence}")
            item.setToolTip(component.licence)
            item.setData(Qt.ItemDataRole.UserRole, component)
            self.list.addItem(item)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Licence"))
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self._lay_out()
        self.filter.textChanged.connect(self._on_filter_text_changed)
        self.list.currentItemChanged.connect(self._on_list_current_item_changed)
        self.list.setCurrentRow(0)
        self.filter.setFocus()

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.filter)
        column.addWidget(self.list)
        halves = QSplitter()
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(self.text)
        halves.setSizes([320, 740])
        note = QLabel(self.tr("Each part belongs to its makers and is used under its own licence."))
        note.setObjectName("muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(halves, 1)
        layout.addWidget(note)
        layout.addWidget(buttons)

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
        guide: Callable[[], str],
        no_gl_reason: Callable[[], str],
        window: QWidget,
    ) -> None:
        """Open nothing yet.

        Args:
            actions: Those of the menu, and all others for the sheet of keys.
            messages: Told what was copied or could not be opened.
            guide: The page of the guide that belongs to what is in sight.
            no_gl_reason: Why surfaces are drawn in software, "" with OpenGL.
            window: Owns this and all dialogs.
        """
        super().__init__(window)
        self._actions, self._messages, self._window = actions, messages, window
        self._guide, self._no_gl_reason = guide, no_gl_reason
        for action, slot in (
            (actions.guide, self.show_guide),
            (actions.keys, self.show_keys),
            (actions.licences, self.show_licences),
            (actions.copy_diagnostics, self.copy_diagnostics),
            (actions.about, self.show_about),
        ):
            action.triggered.connect(slot)

    @Slot()
    def show_guide(self) -> None:
        """Show the page that belongs to what is in sight."""
        GuideDialog(self._guide(), self._window).show()

    @Slot()
    def show_keys(self) -> None:
        """Show what each key does."""
        KeySheet(self._actions.all(), self._window).open()

    @Slot()
    def show_licences(self) -> None:
        """Show the licences of everything the program is made of."""
        try:
            LicencesDialog(components(), self._window).open()
        except GdstudioError as error:
            self._messages.report(error)

    @Slot()
    def copy_diagnostics(self) -> None:
        """Put what a report of a fault needs on the clipboard."""
        QGuiApplication.clipboard().setText(diagnostics(self._no_gl_reason()))
        self._messages.say(self.tr("Copied: versions, screen, OpenGL and the log."))

    @Slot()
    def show_about(self) -> None:
        """Show name, version and makers."""
        AboutDialog(self._window).open()
