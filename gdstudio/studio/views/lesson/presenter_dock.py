"""The presenter's own panel: notes, what comes next, the clock, and time used."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDockWidget,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from gdstudio.studio.style import in_figures
from gdstudio.studio.text_size import px
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import called, in_column, label


class PresenterDock(QDockWidget):
    """Stands beside the workspaces; the audience's window does not show it.

    Attributes:
        notes: Of the scene.
        following: Title and sentence of the next scene.
        clock: The time of day, and how long scene and lesson have taken.
        times: Of each scene.
        audience: What the picture of the audience costs.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(tr("Presenter"), window)
        self.setObjectName("presenter")
        sides = Qt.DockWidgetArea
        self.setAllowedAreas(sides.LeftDockWidgetArea | sides.RightDockWidgetArea)
        self.clock = in_figures(called(QLabel(), tr("Clock")), 1.5, bold=True)
        self.used = in_figures(called(QLabel(), tr("Time used")))
        self.notes = called(QPlainTextEdit(readOnly=True), tr("Notes"))
        self.following = WrappedText("muted", lines=3)
        self.times = called(QTreeWidget(), tr("Time of each scene"))
        self.times.setHeaderLabels([tr("Scene"), tr("Time")])
        self.times.setRootIsDecorated(False)
        self.times.header().setStretchLastSection(False)
        self.times.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.audience = label("muted")
        body = QWidget()
        parts = self.clock, self.used, (self.notes, 3), self.following, (self.times, 2)
        in_column(*parts, self.audience, of=body, spacing=6, margins=(8, 6, 8, 6))
        body.setMinimumWidth(px(220))
        self.setWidget(body)

    def show_scene(self, notes: str, following: str) -> None:
        """Show the notes of a scene, and what comes next; "" for nothing."""
        self.notes.setPlainText(notes)
        self.following.set_text(following)

    def show_clock(self, time_of_day: str, used: str) -> None:
        """Show the time of day, and how long scene and lesson have taken."""
        self.clock.setText(time_of_day)
        self.used.setText(used)

    def show_times(self, rows: Sequence[tuple[str, str]], now: int) -> None:
        """Show title and time of each scene; `now` is the one on the stage."""
        while self.times.topLevelItemCount() > len(rows):
            self.times.takeTopLevelItem(self.times.topLevelItemCount() - 1)
        while self.times.topLevelItemCount() < len(rows):
            self.times.addTopLevelItem(QTreeWidgetItem())
        for k, (title, used) in enumerate(rows):
            item = self.times.topLevelItem(k)
            assert item is not None
            item.setText(0, title)
            item.setText(1, used)
            if k == now:
                self.times.setCurrentItem(item)
        self.times.resizeColumnToContents(1)
