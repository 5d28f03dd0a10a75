"""The loss surface under the run, re-made when the network has left it; training never waits."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.jobs.planes import LEAST_PATH, LossScene, make_loss_scene
from gdstudio.jobs.run_ball import run_ball, walking_ball
from gdstudio.jobs.run_path import PathOnPlane
from gdstudio.jobs.subject import affordable_examples
from gdstudio.learning.snapshot import Snapshot
from gdstudio.pictures.clipping import clipped_path
from gdstudio.pictures.marks import SurfacePath
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.theme import current_theme
from gdstudio.studio.views.surface.surface_view import SurfaceView
from gdstudio.studio.workers.generator_worker import BackgroundGenerator

LIVE_SIZE: Final = 31
LIVE_EXAMPLES: Final = 1000
LEAST_EXAMPLES: Final = 100
LIVE_MARGIN: Final = 0.35  # wider than usual: the run goes on, and shall stay in the picture
COARSE_SIZE: Final = 21  # of the surface of a network that works more for each example
REST_MS: Final = 1500  # between two surfaces, so that training keeps most of its core,
REST_SHARE: Final = 1.0  # and at least so long as the last one took


class LiveSurfaceController(QObject):
    """Shows the plane of the path so far, with path and ball; lives in the GUI thread.

    Signals:
        scene_changed: Another surface is shown.
        failed: The exception of a surface that could not be made.
    """

    scene_changed = Signal()
    failed = Signal(object)

    def __init__(self, runs: RunModel, surface: SurfaceView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs, self._surface = runs, surface
        self._scene: LossScene | None = None
        self._path: PathOnPlane | None = None
        self._walked_to: tuple[float, float] | None = None
        self._in_sight = True
        self._has_failed = False
        self._rested = QElapsedTimer()
        self._rested.start()
        self._began = QElapsedTimer()
        self._took_ms = 0
        self._later = QTimer(self)  # the run may rest before the surface may be made again
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._on_later_timeout)
        self._scenes = BackgroundGenerator(self)
        self._scenes.item_made.connect(self._on_scenes_item_made)
        self._scenes.failed.connect(self._on_scenes_failed)
        self._scenes.ended.connect(self._on_scenes_ended)
        surface.set_axis_titles("", "", self.tr("cost"))
        runs.run_changed.connect(self._on_runs_run_changed)
        runs.moved.connect(self._on_runs_moved)

    @property
    def scene(self) -> LossScene | None:
        """What is shown; None before the first surface of a run."""
        return self._scene

    def set_in_sight(self, in_sight: bool) -> None:
        """A surface nobody sees costs nothing."""
        self._in_sight = in_sight
        if in_sight:
            self._refresh()
        else:
            self._scenes.cancel()

    def set_walked_to(self, place: tuple[float, float] | None) -> None:
        """Show the ball at a place of the plane; None is where the network is."""
        self._walked_to = place
        self.place_marks()

    def shutdown(self) -> None:
        """End the thread."""
        self._scenes.shutdown()

    def _refresh(self) -> None:
        """Move the ball; have another surface made if it has left this one."""
        run = self._runs.run
        if run is None or run.progress is None or not self._in_sight:
            return
        snapshot = run.progress.snapshot
        self.place_marks()
        if self._scenes.is_running or self._has_failed or not self._surface.isVisible():
            return
        left_ms = max(REST_MS, REST_SHARE * self._took_ms) - self._rested.elapsed()
        if self._scene is None or (left_ms <= 0 and self._has_left(snapshot)):
            self._remake(snapshot)
        elif left_ms > 0 and not self._later.isActive():
            self._later.start(math.ceil(left_ms))

    def _remake(self, snapshot: Snapshot) -> None:
        subject = self._runs.loss_subject(LIVE_EXAMPLES)
        if subject is None or not np.isfinite(snapshot.parameters).all():
            return
        n = affordable_examples(subject.make_network(), LIVE_EXAMPLES, LEAST_EXAMPLES)
        subject = replace(subject, digits=subject.digits.take(slice(0, n)))
        kind = "trajectory" if len(subject.path) >= LEAST_PATH else "random"
        size = LIVE_SIZE if n == LIVE_EXAMPLES else COARSE_SIZE
        request = PlaneRequest(kind, size=size, examples=n, margin=LIVE_MARGIN)
        self._began.restart()
        self._scenes.start(partial(make_loss_scene, subject, request, log_height=True))

    def _has_left(self, snapshot: Snapshot) -> bool:
        scene, run = self._scene, self._runs.run
        assert scene is not None
        assert run is not None
        if scene.explained is None and len(run.path) >= LEAST_PATH:
            return True
        ball = run_ball(scene, snapshot.parameters)
        return ball.is_outside or ball.is_far

    def place_marks(self) -> None:
        """Draw the path and the ball anew, in the colours of the theme in force."""
        scene, run = self._scene, self._runs.run
        if scene is None or run is None or run.progress is None or self._path is None:
            return
        view, mesh = self._surface, scene.mesh
        ball = run_ball(scene, run.progress.snapshot.parameters)
        here = ball.place + ball.beyond
        way = clipped_path(np.vstack([self._path.coordinates, here]), *scene.extent)
        view.set_paths([SurfacePath(mesh.drape(way), current_theme().accent)])
        if self._walked_to is not None:
            ball = walking_ball(self._walked_to)
        markers, arrows = ball.marks(scene, current_theme().accent)
        view.set_markers(markers)
        view.set_arrows(arrows)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        self._scenes.cancel()
        self._scene = self._path = None
        self._walked_to = None
        self._has_failed = False  # what failed for one run may be right for the next
        self._surface.set_surface(None)
        self._surface.set_paths([])
        self._surface.set_markers([])
        self._surface.set_arrows([])

    @Slot()
    def _on_runs_moved(self) -> None:
        self._refresh()

    @Slot()
    def _on_later_timeout(self) -> None:
        self._refresh()

    @Slot()
    def _on_scenes_ended(self) -> None:
        self._refresh()

    @Slot(object)
    def _on_scenes_failed(self, error: Exception) -> None:
        self._has_failed = True
        self.failed.emit(error)

    @Slot(object)
    def _on_scenes_item_made(self, item: LossScene | float) -> None:
        run = self._runs.run
        if not isinstance(item, LossScene) or run is None:
            return
        if self._scene is None or item.plane is not self._scene.plane:
            self._path = PathOnPlane(item.plane, run.path)
        self._scene = item
        self._took_ms = self._began.elapsed()
        self._rested.restart()
        self._surface.set_surface(item.mesh)
        self.place_marks()
        self.scene_changed.emit()
