"""The row over a slice: which slice, to which run, make it anew, linear or logarithmic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QPushButton, QSizePolicy, QWidget

from gdstudio.jobs.plane_request import SLICE_KINDS, SliceKind
from gdstudio.studio.text_size import sized
from gdstudio.studio.views.common.layouts import called, fill, in_row
from gdstudio.studio.views.common.settings_form import ChoiceBox
from gdstudio.studio.views.plane.cost_curves import log_button

NO_RUN: Final = -1
WITH_RUN: Final[tuple[SliceKind, ...]] = ("run", "bezier")
_HEIGHT: Final = 28


class SliceControls(QWidget):
    """Chooses the slice.

    Signals:
        kind_chosen(): The user chose a kind or a run, whether or not the slice can be made.
        slice_requested(str, int): This kind, and the run it leads to, `NO_RUN` if it needs none;
            never a kind that needs a run while there is none.

    Attributes:
        log: Whether the axis is logarithmic.
    """

    kind_chosen = Signal()
    slice_requested = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self._kinds = self._kind_box()
        self._runs = called(QComboBox(), self.tr("Run the slice leads to"))
        tip = self.tr("Compute this slice for the network as it is now")
        self._make = called(QPushButton(self.tr("Make")), self.tr("Make the slice"), tip)
        self._make.setObjectName("plain")
        self.log = log_button()
        self.setFocusProxy(self._kinds)
        self._runs.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._runs.setPlaceholderText(self.tr("no other run"))
        row = in_row(self._kinds, (self._runs, 1), of=self, spacing=8)
        row.addStretch(0)
        fill(row, self._make, self.log, spacing=8)
        for widget in (self._kinds, self._runs, self._make, self.log):
            sized(widget, fixedHeight=_HEIGHT)
        self.set_runs([])
        self._kinds.activated.connect(self._on_kinds_activated)
        self._runs.activated.connect(self._on_runs_activated)
        self._make.clicked.connect(self._request)

    def kind(self) -> SliceKind:
        """Return the kind that is chosen."""
        kind: SliceKind = self._kinds.shown_value()
        return kind

    def run_id(self) -> int:
        """Return the run that is chosen; `NO_RUN` if there is none or the kind needs none."""
        needed = self.kind() in WITH_RUN and self._runs.currentData() is not None
        return int(self._runs.currentData()) if needed else NO_RUN

    def set_kind(self, kind: SliceKind) -> None:
        """Show that this kind is chosen; nothing is emitted."""
        self._kinds.show_value(kind)
        self._show_needs()

    def set_runs(self, runs: Sequence[tuple[int, str]]) -> None:
        """Offer these runs, each an id and a title; the chosen one stays if it is among them."""
        chosen = self._runs.currentData()
        with QSignalBlocker(self._runs):
            self._runs.clear()
            for run_id, title in runs:
                self._runs.addItem(title, run_id)
                self._runs.setItemData(self._runs.count() - 1, title, Qt.ItemDataRole.ToolTipRole)
            if runs:
                self._runs.setCurrentIndex(max(self._runs.findData(chosen), 0))
        self._show_needs()

    def set_run(self, run_id: int) -> None:
        """Show that this run is chosen, if it is offered; nothing is emitted."""
        with QSignalBlocker(self._runs):
            if (index := self._runs.findData(run_id)) >= 0:
                self._runs.setCurrentIndex(index)

    def is_missing_run(self) -> bool:
        """Return whether the kind needs a run and there is none."""
        return self.kind() in WITH_RUN and self._runs.count() == 0

    def _kind_box(self) -> ChoiceBox:
        texts = {
            "gradient": (self.tr("Downhill"), self.tr("Cost against the rate of one step")),
            "start": (self.tr("From the start"), self.tr("Straight from the start of this run")),
            "run": (self.tr("To another run"), self.tr("Straight to another trained network")),
            "bezier": (
                self.tr("Curve to another run"),
                self.tr("Along a curve that is trained to stay low; takes a while"),
            ),
        }
        box = ChoiceBox((kind, texts[kind][0]) for kind in SLICE_KINDS)
        for i, kind in enumerate(SLICE_KINDS):
            box.setItemData(i, texts[kind][1], Qt.ItemDataRole.ToolTipRole)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMinimumContentsLength(0)
        return called(box, self.tr("Slice"))

    def _show_needs(self) -> None:
        self._runs.setVisible(self.kind() in WITH_RUN)
        self._runs.setEnabled(self._runs.count() > 0)
        self._make.setEnabled(not self.is_missing_run())

    @Slot()
    def _request(self) -> None:
        if not self.is_missing_run():
            self.slice_requested.emit(self.kind(), self.run_id())

    @Slot(int)
    def _on_kinds_activated(self, _index: int) -> None:
        self._show_needs()
        self.kind_chosen.emit()
        self._request()

    @Slot(int)
    def _on_runs_activated(self, _index: int) -> None:
        self.kind_chosen.emit()
        self._request()
