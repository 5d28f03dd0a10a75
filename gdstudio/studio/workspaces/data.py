"""The workspace Data: what is learned from, picture by picture, counted, and as the run sees it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.charts import chart_figure
from gdstudio.studio.controllers.data_summary_controller import SummaryController
from gdstudio.studio.controllers.digits_controller import DigitsController
from gdstudio.studio.controllers.settings_look_controller import SettingsLookController
from gdstudio.studio.translation import tr
from gdstudio.studio.views.charts.chart_view import ChartView
from gdstudio.studio.views.data.data_page import DataPage
from gdstudio.studio.views.data.digits_panel import PARTS
from gdstudio.studio.views.data.settings_view import KINDS
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.workspace import RunWorkspace
from gdstudio.texts import Text


class DataWorkspace(RunWorkspace):
    """Shows the digits in use, and what the settings of the present run make of them.

    Attributes:
        digits: The digits that are shown.
        summary: What they are made of.
        settings: What the settings do.
    """

    def __init__(self, shared: Shared, window: QWidget) -> None:
        super().__init__(shared, window)
        self.guide = "data"
        self.page: DataPage = DataPage()
        given, told = (shared.runs, shared.drawing), shared.messages
        self.digits = DigitsController(*given, self.page.digits, told, self)
        self.summary = SummaryController(*given, self.page, told, self)
        self.settings = SettingsLookController(*given, self.page, told, self)
        self._connect()
        self.page.restore_layout(shared.preferences)

    def set_in_sight(self, in_sight: bool) -> None:
        """Count and ask only while somebody looks."""
        self._in_sight = in_sight
        self.summary.set_in_sight(in_sight)
        self.settings.set_in_sight(in_sight)
        if in_sight:
            self._show_figures()

    def state(self) -> dict[str, Any]:
        """Return which digits are shown, and what of the settings, with the layout."""
        return {
            **super().state(),
            "part": self.digits.part,
            "class": self.digits.label,
            "index": self.page.digits.gallery.chosen(),
            "settings": self.page.settings.kind,
        }

    def take_up(self, kept: Mapping[str, Any]) -> None:
        """Show the digits that were shown."""
        super().take_up(kept)
        part, label, index = (kept.get(name) for name in ("part", "class", "index"))
        if part in PARTS:
            label, index = (one if type(one) is int else None for one in (label, index))
            self.digits.show(part, label, index)
        if kept.get("settings") in KINDS:
            self.page.settings.set_kind(kept["settings"])

    def accepted(self) -> dict[str, str]:
        """Return what is accepted, also of what `take_up` passes over."""
        data = self._shared.runs.data
        accepted = super().accepted()
        accepted |= {"part": Text("one of: {0}", ", ".join(PARTS))}
        accepted |= {"settings": Text("one of: {0}", ", ".join(KINDS))}
        if data is not None:
            digits = data.train if self.digits.part == PARTS[0] else data.test
            for name, count in (("class", digits.n_classes), ("index", len(digits))):
                accepted[name] = Text("a whole number from 0 to {0:,}", count - 1)
        return accepted

    def _connect(self) -> None:
        page, shared = self.page, self._shared
        self.digits.label_changed.connect(self._on_digits_label_changed)
        self.settings.look_changed.connect(self.digits.set_look)
        shared.offer(page.digits, self.digits.figure, self._caption)
        shared.offer(page.split, page.split.figure)
        for view in (page.counts, page.averages, page.brightness):
            shared.offer(view, partial(self._chart_figure, view), self._caption)
        shared.offer(page.settings, self.settings.figure)
        self._follow_run()

    def _caption(self) -> str:
        data = self._shared.runs.data
        return "" if data is None else tr("Data: {0}").format(data.found())

    def _chart_figure(self, view: ChartView) -> Figure | None:
        return None if self.summary.summary is None else chart_figure(view.chart)

    @Slot()
    def _on_digits_label_changed(self) -> None:
        self.summary.set_label(self.digits.label)
