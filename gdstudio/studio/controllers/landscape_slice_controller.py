"""Slices through the loss surface, and its curvature; each in a worker of its own."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from gdstudio import numerals
from gdstudio.jobs.estimate import Estimate
from gdstudio.jobs.lines import Downhill, Lines, downhill, from_start, lines, outermost_curvature
from gdstudio.jobs.plane_request import LineRequest
from gdstudio.jobs.subject import LossSubject
from gdstudio.landscape.curvature import Curvature
from gdstudio.landscape.matching import can_be_matched
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.translation import told
from gdstudio.studio.views.landscape.curvature_line import CurvatureLine
from gdstudio.studio.views.landscape.slice_view import SliceView
from gdstudio.studio.workers.background_job import BackgroundJob

Array = NDArray[Any]

SLICE_EXAMPLES: Final = 2000
CURVATURE_EXAMPLES: Final = 1000


class LandscapeSliceController(QObject):
    """Answers what the slice view and the curvature line ask for; lives in the GUI thread.

    Signals:
        place_walked: (LossSubject, parameters (n,)) The network shall become what stands there.
        place_left: It shall become itself again.
    """

    place_walked = Signal(object, object)
    place_left = Signal()

    def __init__(
        self,
        runs: RunModel,
        view: SliceView,
        curvature: CurvatureLine,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._view, self._curvature = runs, view, curvature
        self._subject: LossSubject | None = None
        self._name = ""  # of the network whose slice is asked for
        self._names = ("", "")  # of both ends of that slice
        self._measured = (0, 0.0)  # step and learning rate of the network whose curvature is asked
        self._line: tuple[Array, Array] | None = None  # a place of the slice and the way on it
        self._slices, self._curvatures = BackgroundJob(self), BackgroundJob(self)
        self._slices.made.connect(self._on_slices_made)
        self._slices.progress_changed.connect(view.set_progress)
        self._slices.failed.connect(self._on_slices_failed)
        self._curvatures.made.connect(self._on_curvatures_made)
        self._curvatures.progress_changed.connect(self._on_curvatures_progress_changed)
        self._curvatures.failed.connect(self._on_curvatures_failed)
        view.slice_requested.connect(self._on_view_slice_requested)
        view.place_chosen.connect(self._on_view_place_chosen)
        view.place_left.connect(self._on_view_place_left)
        view.cancel_requested.connect(self._slices.cancel)
        curvature.measure_requested.connect(self._on_curvature_measure_requested)
        runs.run_changed.connect(self._on_runs_run_changed)
        runs.earlier_changed.connect(self._on_runs_earlier_changed)

    @Slot(str, int)
    def _on_view_slice_requested(self, kind: str, run_id: int) -> None:
        subject = self._runs.loss_subject(SLICE_EXAMPLES)
        if subject is None:
            return
        self._view.set_message("")
        self._subject = subject
        now = self._name = self.tr("step {0}").format(numerals.whole(self._runs.step))
        if kind == "gradient":
            progress = self._runs.progress
            assert progress is not None
            self._slices.start(partial(downhill, subject, progress.snapshot.learning_rate))
        elif kind == "start":
            self._names = (self.tr("start"), now)
            self._slices.start(partial(from_start, subject))
        else:
            other = self._runs.earlier_like(run_id)
            if other is None:
                self._view.set_message(self.tr("There is no earlier run of this network."))
                return
            start = other.parameters
            self._names = (other.name, now)
            match = can_be_matched(subject.make_network())
            request = LineRequest(match=match, bezier=kind == "bezier")
            self._slices.start(partial(lines, subject, start, subject.parameters, request))

    @Slot(float)
    def _on_view_place_chosen(self, t: float) -> None:
        if self._line is not None and self._subject is not None:
            self._view.set_cursor(t)
            origin, way = self._line
            self.place_walked.emit(self._subject, origin + t * way)

    @Slot()
    def _on_view_place_left(self) -> None:
        self._view.set_cursor(None)
        self.place_left.emit()

    @Slot(object)
    def _on_slices_made(self, item: Downhill | Lines) -> None:
        subject = self._subject
        assert subject is not None
        if isinstance(item, Downhill):
            self._line = (subject.parameters, item.way)
            self._view.set_descent_slice(item.slice, self._name)
        else:
            straight = item.straight
            self._line = (item.start, subject.parameters - item.start)
            self._view.set_slice(
                straight,
                self._names,
                straight.barrier,
                straight.highest_rise,
                item.matched,
                item.bezier,
            )

    @Slot(object)
    def _on_slices_failed(self, error: Exception) -> None:
        """Say why, and drop the slice before: it is not the one that was asked for."""
        self._view.clear()
        self._view.set_message(told(error))

    @Slot()
    def _on_curvature_measure_requested(self) -> None:
        subject, progress = self._runs.loss_subject(CURVATURE_EXAMPLES), self._runs.progress
        if subject is not None and progress is not None:
            self._measured = progress.snapshot.step, progress.snapshot.learning_rate
            self._curvatures.start(partial(outermost_curvature, subject))

    @Slot(object)
    def _on_curvatures_made(self, found: Curvature) -> None:
        if found.done:
            limit = found.stable_rate
            self._curvature.set_curvature(float(found.largest[0]), limit, *self._measured)

    @Slot(object)
    def _on_curvatures_failed(self, error: Exception) -> None:
        self._curvature.set_message(told(error))

    @Slot(object)
    def _on_curvatures_progress_changed(self, estimate: Estimate | None) -> None:
        self._curvature.set_busy(estimate is not None)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        self._slices.forget()
        self._curvatures.forget()
        self._line = None
        self._view.clear()
        self._curvature.set_curvature(None, None)

    @Slot()
    def _on_runs_earlier_changed(self) -> None:
        self._view.set_runs(self._runs.earlier_titles())
