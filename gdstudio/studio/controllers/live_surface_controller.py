"""The loss surface under the run, re-made when the network has left it; training never waits."""

from __future__ import annotations

import operator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.arrays import Floats
from gdstudio.errors import GdstudioError
from gdstudio.jobs.plane_request import PlaneKind, PlaneRequest
from gdstudio.jobs.run_ball import PathOnPlane, RunBall, run_ball, walking_ball
from gdstudio.jobs.subject import LossSubject, affordable_examples
from gdstudio.learning.snapshot import Snapshot
from gdstudio.pictures.lines import clipped_path
from gdstudio.pictures.marks import SurfacePath
from gdstudio.pictures.palette import LATER, blend
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Past, Shown, Walk
from gdstudio.studio.theme import current_theme
from gdstudio.studio.translation import told
from gdstudio.studio.views.surface.surface_view import SurfaceView
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems
from gdstudio.studio.workers.pace import Policy, WhenBusy

if TYPE_CHECKING:  # at run time not to open the window, but when there is one
    from gdstudio.jobs.planes import LossScene

LIVE_SIZE: Final = 31
LIVE_EXAMPLES: Final = 1000
LEAST_EXAMPLES: Final = 100
LIVE_MARGIN: Final = 0.35  # wider than usual: the run goes on, and shall stay in the picture
COARSE_SIZE: Final = 21  # of the surface of a network that works more for each example
REST_S: Final = 1.5  # between two surfaces, so that training keeps most of its core,
REST_SHARE: Final = 1.0  # and at least so long as the last one took


class LiveSurfaceController(QObject):
    """Shows the plane of the path so far, with path and ball; lives in the GUI thread.

    Signals:
        scene_changed: Another surface is shown.
    """

    scene_changed = Signal()

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        surface: SurfaceView,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._shown, self._surface = runs, shown, surface
        self._scene: LossScene | None = None
        self._path: PathOnPlane | None = None
        # The points kept, the scene and the colour that the path was drawn of, and that path.
        self._still: tuple[Floats, LossScene, str, SurfacePath] | None = None
        self._walked_to: tuple[float, float] | None = None
        policy = Policy(WhenBusy.FOLLOW, REST_S, REST_SHARE)
        self._scenes = BackgroundJob(self, self._make_scene, policy)
        self._scenes.made.connect(self._on_scenes_made)
        self._scenes.failed.connect(self._on_scenes_failed)
        self._messages = messages
        surface.set_axis_titles("", "", self.tr("cost"))
        runs.run_changed.connect(self._on_runs_run_changed)
        runs.moved.connect(self._on_runs_moved)
        runs.moments_changed.connect(self._on_runs_moments_changed)
        shown.source_changed.connect(self._on_shown_source_changed)

    @property
    def scene(self) -> LossScene | None:
        """What is shown; None before the first surface of a run."""
        return self._scene

    def set_in_sight(self, in_sight: bool) -> None:
        """A surface nobody sees costs nothing."""
        self._scenes.set_in_sight(in_sight)
        if in_sight:
            self.place_marks()

    @Slot()
    def look(self) -> None:
        """Make the surface if it has just come into sight and is not there yet."""
        self._scenes.request(at_once=True)

    def put_back(self, scene: LossScene) -> None:
        """Show a surface that was shown of this run before."""
        self._on_scenes_made(scene)

    def set_walked_to(self, place: tuple[float, float] | None) -> None:
        """Show the ball at a place of the plane; None is where the network is."""
        self._walked_to = place
        self.place_marks()

    def _make_scene(self) -> MakeItems | None:
        """Return a surface if there is none, or the ball has left the one that is shown."""
        run = self._runs.run
        if run is None or run.progress is None or not self._surface.isVisible():
            return None
        snapshot = run.progress.snapshot
        if self._scene is not None and not self._has_left(snapshot):
            return None
        subject = self._runs.loss_subject(LIVE_EXAMPLES)
        if subject is None or not np.isfinite(snapshot.parameters).all():
            return None
        n = affordable_examples(subject.make_network(), LIVE_EXAMPLES, LEAST_EXAMPLES)
        subject = replace(subject, digits=subject.digits.take(slice(0, n)))
        size = LIVE_SIZE if n == LIVE_EXAMPLES else COARSE_SIZE
        from gdstudio.jobs.planes import spare_threads

        threads = spare_threads(self._runs.is_running, self._runs.surface_threads)
        return live_scene(subject, size, n, threads)

    def _has_left(self, snapshot: Snapshot) -> bool:
        from gdstudio.jobs.planes import LEAST_PATH

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
        view, source = self._surface, self._shown.source
        here = run_ball(scene, run.progress.snapshot.parameters)
        kept = self._path.coordinates
        if isinstance(source, Past):
            ball = run_ball(scene, source.subject.parameters)
            view.set_paths(self._paths_through(scene, kept, source.moment.step, ball, here))
        else:
            ball = here
            view.set_paths(self._paths_to(scene, kept, here.place + here.beyond))
        if self._walked_to is not None:
            ball = walking_ball(self._walked_to)
        markers, arrows = ball.marks(scene, current_theme().accent)
        view.set_markers(markers)
        view.set_arrows(arrows)

    def _paths_to(self, scene: LossScene, kept: Floats, here: Floats) -> list[SurfacePath]:
        """Return the path of the points kept, the same object while they are, and its last bit."""
        what = kept, scene, current_theme().accent
        if self._still is None or any(map(operator.is_not, self._still, what)):
            self._still = (*what, self._drawn(scene, kept))
        return [self._still[-1], self._drawn(scene, np.vstack([kept[-1:], here]))]

    def _paths_through(
        self, scene: LossScene, kept: Floats, step: int, ball: RunBall, here: RunBall
    ) -> list[SurfacePath]:
        """Return the path up to a moment of the past, and, pale, what came after it."""
        run = self._runs.run
        assert run is not None
        n = int(run.path.steps()[: len(kept)].searchsorted(step, side="right"))
        at = (ball.place + ball.beyond)[np.newaxis]
        end = (here.place + here.beyond)[np.newaxis]
        later = self._drawn(scene, np.vstack([at, kept[n:], end]), faint=True)
        return [later, self._drawn(scene, np.vstack([kept[:n], at]))]

    def _drawn(self, scene: LossScene, way: Floats, *, faint: bool = False) -> SurfacePath:
        way = clipped_path(way, *scene.extent)
        theme = current_theme()
        colour = blend(theme.accent, theme.base, LATER) if faint else theme.accent
        return SurfacePath(scene.mesh.drape(way), colour)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        self._scenes.forget()
        self._scene = self._path = self._still = None
        self._walked_to = None
        self._surface.set_surface(None)
        self._surface.set_paths([])
        self._surface.set_markers([])
        self._surface.set_arrows([])

    @Slot()
    def _on_runs_moments_changed(self) -> None:
        run = self._runs.run
        if run is not None and self._scene is not None:
            self._path = PathOnPlane(self._scene.plane, run.path)

    @Slot()
    def _on_runs_moved(self) -> None:
        if self._scenes.is_in_sight:
            self.place_marks()
        self._scenes.request()

    @Slot()
    def _on_shown_source_changed(self) -> None:
        if self._scenes.is_in_sight and not isinstance(self._shown.source, Walk):
            self.place_marks()

    @Slot(object)
    def _on_scenes_failed(self, error: Exception) -> None:
        """Say why there is no other surface, in passing: nobody has asked for it."""
        if isinstance(error, GdstudioError):
            self._messages.say(told(error))
        else:
            self._messages.report(error)

    @Slot(object)
    def _on_scenes_made(self, scene: LossScene) -> None:
        run = self._runs.run
        if run is None or (self._scene is not None and self._scene.share == 1 > scene.share):
            return  # a coarse picture is better than none, but not than a fine one
        if self._scene is None or scene.plane is not self._scene.plane:
            self._path = PathOnPlane(scene.plane, run.path)
        self._scene = scene
        self._surface.set_surface(scene.mesh)
        self.place_marks()
        self.scene_changed.emit()


def live_scene(subject: LossSubject, size: int, examples: int, threads: int = 1) -> MakeItems:
    """Return the job of the surface that is shown while a network learns."""
    from gdstudio.jobs.planes import LEAST_PATH, make_loss_scene

    kind: PlaneKind = "trajectory" if len(subject.path) >= LEAST_PATH else "random"
    request = PlaneRequest(kind=kind, size=size, examples=examples, margin=LIVE_MARGIN)
    return partial(make_loss_scene, subject, request, log_height=True, threads=threads)
