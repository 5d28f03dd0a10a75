"""Asks what the settings of the run make of the training digits, and shows it."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.data.digits import DataSet
from gdstudio.errors import InvalidValue
from gdstudio.jobs.settings_look import SettingsLook, look_at_settings
from gdstudio.learning.plan import split_of
from gdstudio.learning.recipe import Recipe
from gdstudio.pictures.figure import Figure
from gdstudio.studio.state.drawing_model import Digit, DrawingModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.translation import told
from gdstudio.studio.views.data.data_figures import distorted_figure, labels_figure
from gdstudio.studio.views.data.data_page import DataPage
from gdstudio.studio.views.data.settings_view import KINDS, paired
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems
from gdstudio.studio.workers.pace import Policy

SETTLE_S: Final = 0.1  # while a setting is dragged, each begins a run


class SettingsLookController(QObject):
    """Owns what the settings of the run make of the training digits; lives in the GUI thread.

    Signals:
        look_changed(object): A SettingsLook of the present run; None while it is not known.
    """

    look_changed = Signal(object)

    def __init__(
        self,
        runs: RunModel,
        drawing: DrawingModel,
        page: DataPage,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._drawing = runs, drawing
        self._view, self._split = page.settings, page.split
        policy = Policy(settle_s=SETTLE_S)
        self._looking = BackgroundJob(self, self._make, policy, in_sight=False)
        self._looking.made.connect(self._on_looking_made)
        self._looking.failed.connect(messages.report)
        self._view.pairs.digit_opened.connect(self._on_pairs_digit_opened)
        self._view.gallery.digit_opened.connect(self._on_gallery_digit_opened)
        runs.run_changed.connect(self._on_runs_run_changed)

    def set_in_sight(self, in_sight: bool) -> None:
        """Ask only while somebody looks."""
        self._looking.set_in_sight(in_sight)
        if in_sight:
            self._looking.request()

    def figure(self) -> Figure | None:
        """Return the digits that are shown; None for nothing."""
        look, view = self._view.look, self._view
        if look is None:
            return None
        if view.kind == KINDS[0]:
            return distorted_figure(look, paired(look), view.pair_caption)
        titles = {
            KINDS[1]: self.tr("Training digits whose labels are changed"),
            KINDS[2]: self.tr("Training digits that the run learns from"),
        }
        indices = view.gallery.indices
        return labels_figure(look, indices, titles[view.kind], view.caption)

    def _now(self) -> tuple[Recipe, DataSet] | None:
        """Return the settings of the present run and its digits, if they go together."""
        run, data = self._runs.run, self._runs.data
        return None if run is None or data is None else (run.recipe, data)

    def _make(self) -> MakeItems | None:
        now, look = self._now(), self._view.look
        if now is None or (look is not None and (look.recipe, look.data) == now):
            return None
        return partial(look_at_settings, *now)

    @Slot(object)
    def _on_looking_made(self, look: SettingsLook) -> None:
        self._view.set_look(look)
        self.look_changed.emit(look)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        now = self._now()
        self._looking.forget()
        look = self._view.look
        if now is None or look is None or (look.recipe, look.data) != now:
            self._view.set_look(None)
            self.look_changed.emit(None)
        if now is None:
            self._split.set_split("", None)
            return
        try:
            self._split.set_split(now[1].title, split_of(*now))
        except InvalidValue as error:
            self._split.set_split("", None)
            self._view.set_look(None, told(error))
            return
        self._looking.request()

    @Slot(int)
    def _on_pairs_digit_opened(self, place: int) -> None:
        look = self._view.look
        if look is not None:
            label, index = int(look.labels[look.first[place]]), int(look.first[place])
            caption = self.tr("training digit {0} as the run sees it").format(index)
            said = self.tr("distorted digit")
            self._drawing.put(Digit(look.after[place], label, caption, said))

    @Slot(int)
    def _on_gallery_digit_opened(self, index: int) -> None:
        self._drawing.show_training_digit(index)
