"""Which networks the present one can be compared with: those of the program and earlier runs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.jobs.kept_networks import read_kept_networks
from gdstudio.jobs.subject import Subject
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.workers.background_job import BackgroundJob


class ComparedNetworks(QObject):
    """Keeps the other networks and which of them is chosen; lives in the GUI thread.

    Signals:
        networks_changed: There are others, or another one is chosen.
    """

    networks_changed = Signal()

    def __init__(
        self, runs: RunModel, shown: Shown, messages: Messages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runs, self._shown = runs, shown
        self._chosen = ""
        self._kept: list[Subject] = []
        self._kept_of: str | None = None
        self._readings = BackgroundJob(self)
        self._readings.made.connect(self._on_readings_made)
        self._readings.ended.connect(self._on_readings_ended)
        self._readings.failed.connect(messages.report)

    @property
    def chosen(self) -> str:
        """The key of the network compared with, "" for none."""
        return self._chosen

    def read(self) -> None:
        """Read the networks that come with the program, once for each data set."""
        data = self._runs.data
        if data is not None and data.name != self._kept_of:
            self._kept, self._kept_of = [], data.name
            self._readings.start(partial(read_kept_networks, data))
        self._choose_if_need_be()

    @Slot(str)
    def choose(self, key: str) -> None:
        """Compare with another network."""
        self._chosen = key
        self.networks_changed.emit()

    def others(self) -> list[Subject]:
        """Return what may be chosen: networks of the program, then earlier runs that fit."""
        present = self._shown.subject
        if present is None:
            return []
        return [
            other
            for other in [*self._kept, *self._runs.earlier_subjects()]
            if (other.in_shape, other.n_classes) == (present.in_shape, present.n_classes)
        ]

    def pair(self) -> list[Subject]:
        """Return the present network as it is now and the one chosen, as far as they are there."""
        present = self._shown.subject
        if present is None:
            return []
        return [present, *(other for other in self.others() if other.key == self._chosen)]

    def _choose_if_need_be(self) -> None:
        present, others = self._shown.subject, self.others()
        if present is not None and self._chosen not in [other.key for other in others]:
            self._chosen = most_telling(present, others)

    @Slot(object)
    def _on_readings_made(self, subject: Subject) -> None:
        self._kept.append(subject)

    @Slot()
    def _on_readings_ended(self) -> None:
        self._choose_if_need_be()
        self.networks_changed.emit()


def most_telling(present: Subject, others: list[Subject]) -> str:
    """Return the key of a network of the other kind, "" if there is nothing to compare with.

    To one with convolutions a fully connected one, to any other one with convolutions.
    """
    has_convolutions = "conv" in present.recipe.architecture
    for other in others:
        layers = other.recipe.architecture
        if (not layers) if has_convolutions else ("conv" in layers):
            return other.key
    return others[0].key if others else ""
