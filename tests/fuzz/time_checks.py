"""What must hold of a window whatever was done in it, as far as its run's time is concerned."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

import numpy as np

from gdstudio import numerals
from gdstudio.files.temporary import SUFFIX, lock_of
from gdstudio.jobs.run_ball import run_ball
from gdstudio.learning.first_layer import first_layer
from gdstudio.learning.moment import MOMENT_BYTES
from gdstudio.learning.moments import Moments
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.state.shown import Past, Walk
from gdstudio.studio.user_folder import user_folder
from gdstudio.studio.views.surface.surface_overlay import SurfaceOverlay
from gdstudio.studio.workers.background_job import BackgroundJob

_LEAST_MOMENTS: Final = 6  # of a network however large
MOST_THREADS: Final = 40  # of the process, at work
_COMPUTING: Final = "computing…"


class Watched:
    """A window, with what its views were told; made before anything is done in it."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self._values: Any = None
        self._set_values = window.learn.weights_view.set_values
        window.learn.weights_view.set_values = self._note_values

    def _note_values(self, values: Any) -> None:
        self._values = values
        self._set_values(values)

    @property
    def is_at_rest(self) -> bool:
        """Whether the run rests and has told of itself."""
        run = self.window.runs.run
        return run is not None and run.progress is not None and not self.window.runs.is_running

    @property
    def is_working(self) -> bool:
        """Whether anything is being made in the background."""
        return any(job.is_running for job in self.window.findChildren(BackgroundJob))

    def always(self) -> list[str]:
        """Return what does not hold, of what must hold at every moment."""
        wrong = []
        for run in self.window.runs.all:
            wrong += [f"{run.name}: {what}" for what in _of_moments(run.moments, run.step)]
        if n_threads() > MOST_THREADS:
            wrong.append(f"{n_threads()} threads")
        return wrong

    def at_rest(self) -> list[str]:
        """Return what does not hold, of what must come to hold while the run rests."""
        return [*self._of_source(), *self._of_views(), *self._of_header()]

    def stands(self) -> dict[str, Any]:
        """Return all that undo and redo bring back, as values to compare.

        The place on the line of time is none of it: to look is no deed.
        """
        window = self.window
        run, subject = window.runs.run, window.shown.subject
        assert run is not None
        settings = window.learn.training_panel.shown()
        is_past = isinstance(window.shown.source, Past)
        return {
            "present": (run.number, run.name, run.step, run.rate, run.recipe),
            "parameters": None if run.parameters is None else run.parameters.tobytes(),
            "moments": run.moments.steps().tolist()[:1],
            "earlier": [(one.number, one.name, one.step) for one in window.runs.earlier],
            "settings": settings and settings.changed(data="mnist", name=""),
            "data": None if window.runs.data is None else window.runs.data.name,
            "ink": window.shared.drawing_panel.canvas.ink().tobytes(),
            "shown": None if is_past or subject is None else subject.parameters.tobytes(),
        }

    def _of_source(self) -> list[str]:
        window = self.window
        shown, run, strip = window.shown, window.runs.run, window.shared.time_strip
        source = shown.source
        wrong = []
        if source is None or run is None or run.parameters is None:
            return ["nothing is shown"]
        if shown.is_run and not np.array_equal(source.subject.parameters, run.parameters):
            wrong.append("the run shown is not as it is")
        if not np.array_equal(shown.network.parameters, source.subject.parameters):
            wrong.append("the network shown is not that of its source")
        if isinstance(source, Past):
            if not source.moment.step < run.step:
                wrong.append(f"step {source.moment.step} is shown as past of {run.step}")
            if strip.line.step != source.moment.step:
                wrong.append(f"handle at {strip.line.step}, shown {source.moment.step}")
        elif not isinstance(source, Walk) and strip.line.step is not None:
            wrong.append(f"handle at {strip.line.step}, shown {type(source).__name__}")
        if strip.line.steps.tolist() != run.moments.steps().tolist():
            wrong.append("the line offers other steps than are kept")
        return wrong

    def _of_views(self) -> list[str]:
        window, wrong = self.window, []
        shown, answer, drawing = window.shown, window.drawing.answer, window.drawing
        subject = shown.subject
        assert subject is not None
        if answer is not None:
            X = drawing.pixels.reshape(1, -1) * shown.network.dtype.type(1 / 255)
            with np.errstate(all="ignore"):
                expected = subject.make_network().forward(X)[0]
            if not np.allclose(answer.activations, expected, atol=1e-6, equal_nan=True):
                wrong.append("the answer is not that of the network shown")
        elif drawing.pixels.any() and drawing.pixels.size == shown.network.n_in:
            wrong.append("no answer")
        if window.learn.weights_view.quantity() == "weights" and self._values is not None:
            tiles = first_layer(shown.network, subject.in_shape).tiles(subject.parameters)
            if not np.array_equal(self._values, tiles, equal_nan=True):
                wrong.append("the first layer is not that of the network shown")
        return wrong + self._of_ball()

    def _of_ball(self) -> list[str]:
        window = self.window
        live, source = window.learn.live_surface, window.shown.source
        if window.workspace is not window.learn or live.scene is None or isinstance(source, Walk):
            return []
        overlay = window.learn.surface.findChild(SurfaceOverlay)
        marker = None if overlay is None else overlay.current_marker()
        if overlay is None or not overlay.isVisible():
            return []
        ball = run_ball(live.scene, window.shown.subject.parameters)
        foot = live.scene.mesh.place_on_surface([ball.place])[0]
        is_there = marker is not None and np.allclose(marker.point, foot, atol=1e-5, equal_nan=True)
        return [] if is_there else ["the ball is elsewhere"]

    def _of_header(self) -> list[str]:
        window, wrong = self.window, []
        figures = window.shared.time.figures
        if not window.workspace.shows_run or figures is None:
            return []
        metrics, base = window.workspace.metrics, window.shown.base
        step = base.moment.step if isinstance(base, Past) else window.runs.step
        if window.shared.time_strip.line.step != (step if isinstance(base, Past) else None):
            wrong.append(f"handle at {window.shared.time_strip.line.step}, header of {step}")
        if figures.step != step or metrics.step.text != numerals.whole(step):
            wrong.append(f"header {metrics.step.text}, figures {figures.step}, shown {step}")
        for metric, value, write in (
            (metrics.cost, figures.cost, numerals.cost),
            (metrics.train_accuracy, figures.train_accuracy, numerals.percent),
            (metrics.test_accuracy, figures.test_accuracy, numerals.percent),
        ):
            if metric.text == _COMPUTING:
                wrong.append("a figure is being computed still")
            elif metric.text != write(value):
                wrong.append(f"header {metric.text}, figures {write(value)}")
        return wrong


def n_threads() -> int:
    """Return how many threads this process has."""
    return len(os.listdir("/proc/self/task"))


def left_files(*, closed: bool) -> list[str]:
    """Return files below the user's folder that nobody uses; all of autosave/ once it is closed."""
    folder = user_folder()
    found = []
    for path in folder.rglob(f"*{SUFFIX}"):
        with lock_of(path, wait=False) as is_free:
            found += [path] if is_free else []
    if closed and (folder / "autosave").is_dir():
        found += list((folder / "autosave").iterdir())
    return [str(Path(path).relative_to(folder)) for path in found]


def _of_moments(moments: Moments, step: int) -> list[str]:
    steps = moments.steps()
    wrong = []
    size = 4 * moments.n_parameters + MOMENT_BYTES
    if moments.nbytes > max(moments.budget, _LEAST_MOMENTS * size):
        wrong.append(f"moments take {moments.nbytes:,} bytes of {moments.budget:,}")
    if not (np.diff(steps) > 0).all() or (len(steps) and steps[-1] > step):
        wrong.append(f"moments until {steps[-1]} of a run at {step}")
    if not set(moments.path.steps().tolist()) <= set(steps.tolist()):
        wrong.append("a point of the path is no moment")
    return wrong
