"""Which digits a page of the inside asks: that on the canvas, a mini-batch, or all."""

from __future__ import annotations

import numpy as np

from gdstudio.data.digits import DataSet, Digits
from gdstudio.errors import GdstudioError
from gdstudio.jobs.subject import Subject
from gdstudio.learning.mini_batch import BatchPlace
from gdstudio.learning.plan import planned, training_digits
from gdstudio.learning.recipe import Recipe
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.inside_model import InsideModel
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Past, RunAsItGoes, Shown
from gdstudio.studio.translation import told, tr
from gdstudio.studio.views.inside.target_chooser import TargetChooser


class AskedDigits:
    """Knows the digits that a network learns from; lives in the GUI thread.

    Attributes:
        reason: Why there were none when they were asked for last.
    """

    def __init__(
        self, runs: RunModel, shown: Shown, drawing: DrawingModel, inside: InsideModel
    ) -> None:
        self._runs, self._shown, self._drawing, self._inside = runs, shown, drawing, inside
        self._next: BatchPlace | None = None  # the run's own, as it was when asked for last
        self._ahead = 0
        self._known: tuple[Recipe, DataSet, Digits] | None = None
        self.reason = ""

    def digit(self) -> Digits | None:
        """Return the digit on the canvas, labelled with the class taken for the right one."""
        subject = self._shown.subject
        if subject is None or self._drawing.reason:
            self.reason = self._drawing.reason
            return None
        target = self._inside.target.now()
        if target is None:
            self.reason = tr("The network gives no answer. Choose the class that is right.")
            return None
        pixels = np.array(self._drawing.pixels)
        rows, columns = pixels.shape
        labels = np.array([target.label], np.uint8)
        return Digits(pixels.reshape(1, -1), labels, subject.n_classes, rows, columns)

    def show_target(self, chooser: TargetChooser) -> None:
        """Say what the class taken for the right one of the digit is."""
        subject, target = self._shown.subject, self._inside.target
        if subject is not None:
            chooser.set_target(target.now(), target.unless_chosen(), subject.n_classes)

    def batch(self) -> BatchPlace | None:
        """Return the next mini-batch of the run, or a later one that was asked for.

        A network that no run has come by begins with the first, as a run that is begun there would.
        """
        train, subject = self.all(), self._shown.subject
        if train is None or subject is None:
            return None
        place = BatchPlace(subject.recipe, train, *self._standing(len(train)))
        if place != self._next:
            self._next, self._ahead = place, 0
        return place.later(self._ahead)

    def take_next(self) -> None:
        """Let the next mini-batch be the one after it, until the run has moved."""
        self._ahead += 1

    def _standing(self, n: int) -> tuple[int, int]:
        """Return the whole passes that the run has done, and the examples of the present one."""
        source = self._shown.source
        if isinstance(source, RunAsItGoes):
            passes = source.progress.snapshot.epoch
            return int(passes), min(round(passes % 1 * n), n - 1)
        state = source.moment.state if isinstance(source, Past) else None
        return (0, 0) if state is None else (state.epoch, min(state.position, n - 1))

    def all(self) -> Digits | None:
        """Return all that the network learns from, label noise included."""
        subject, data = self._shown.subject, self._runs.data
        if subject is None or data is None:
            self.reason = tr("There is no network yet.")
            return None
        known = self._known
        if known is None or known[0] != subject.recipe or known[1] is not data:
            try:
                known = self._known = subject.recipe, data, training_digits(subject.recipe, data)
            except GdstudioError as error:
                self.reason = told(error)
                return None
        return known[2]

    def count(self, subject: Subject) -> int:
        """Return how many digits the network learns from."""
        data = self._runs.data
        return 1 if data is None else planned(subject.recipe, len(data.train)).examples
