"""Chooses two networks of one width, between which the way is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget

from gdstudio.studio.views.common.layouts import STRETCH, called, in_row
from gdstudio.studio.views.common.number_field import NumberField


class WayBar(QWidget):
    """One row, shown only while there are networks to choose from.

    Signals:
        way_requested(int, int, int): Which width, and which two networks, all counted from 0.
    """

    way_requested = Signal(int, int, int)

    def __init__(self) -> None:
        super().__init__()
        self._counts: tuple[int, ...] = ()
        tip = self.tr(
            "The cost between two networks, and what those on the way see in your drawing"
        )
        text = self.tr("Show the way")
        self.width_box = called(QComboBox(), self.tr("Hidden neurons"))
        self.first = called(NumberField(1, 1, whole=True), self.tr("From network"))
        self.second = called(NumberField(1, 1, whole=True), self.tr("To network"))
        self.button = called(QPushButton(text), text, tip)
        self.button.setAutoDefault(True)
        in_row(
            QLabel(self.tr("From network")),
            self.first,
            QLabel(self.tr("to")),
            self.second,
            QLabel(self.tr("of those with")),
            self.width_box,
            QLabel(self.tr("hidden neurons")),
            self.button,
            STRETCH,
            of=self,
            spacing=6,
            margins=(2, 0, 2, 0),
        )
        self.width_box.currentIndexChanged.connect(self._on_width_box_index_changed)
        self.button.clicked.connect(self._on_button_clicked)
        self.set_networks(())

    def set_networks(self, networks: Sequence[tuple[int, int]]) -> None:
        """Offer networks: width and number of each kind; only of two and more is there a way."""
        self._counts = tuple(count for _, count in networks)
        with QSignalBlocker(self.width_box):
            self.width_box.clear()
            for width, _ in networks:
                self.width_box.addItem(f"{width:,}")
        self._on_width_box_index_changed()
        self.setVisible(any(count > 1 for count in self._counts))

    @Slot()
    def _on_width_box_index_changed(self) -> None:
        index = self.width_box.currentIndex()
        count = self._counts[index] if index >= 0 else 0
        for box, usual in ((self.first, 1), (self.second, 2)):
            box.setRange(1, max(count, 1))
            box.setValue(min(box.value() if box.value() > 1 else usual, max(count, 1)))
        self.button.setEnabled(count > 1)

    @Slot()
    def _on_button_clicked(self) -> None:
        if not (self.first.commit() and self.second.commit()):
            return  # told at its place
        self.way_requested.emit(
            self.width_box.currentIndex(), self.first.value() - 1, self.second.value() - 1
        )
