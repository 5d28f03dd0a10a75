"""A loss surface that is made again and again, as if the network left each at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.jobs.planes import LEAST_PATH, LossScene, make_loss_scene
from gdstudio.studio.controllers.live_surface_controller import (
    LIVE_EXAMPLES,
    LIVE_MARGIN,
    LIVE_SIZE,
)
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.views.surface.surface_view import SurfaceView
from gdstudio.studio.workers.background_job import BackgroundJob, shut_down


class Remaking(QObject):
    """Makes the surface of Learn without a rest and shows every picture of it.

    Attributes:
        count: Whole surfaces made.
    """

    def __init__(self, runs: RunModel, surface: SurfaceView, parent: QObject) -> None:
        super().__init__(parent)
        self.count = 0
        self._runs, self._surface = runs, surface
        self._goes_on = False
        self._scenes = BackgroundJob(self)
        self._scenes.made.connect(self._on_scenes_made)
        self._scenes.ended.connect(self._on_scenes_ended)

    def start(self) -> None:
        """Make one after the other until `stop`."""
        self._goes_on = True
        self._make()

    def stop(self) -> None:
        """End the thread."""
        self._goes_on = False
        shut_down(self)

    @Slot()
    def _make(self) -> None:
        subject = self._runs.loss_subject(LIVE_EXAMPLES)
        if not self._goes_on or subject is None:
            return
        kind = "trajectory" if len(subject.path) >= LEAST_PATH else "random"
        request = PlaneRequest(
            kind=kind, size=LIVE_SIZE, examples=LIVE_EXAMPLES, margin=LIVE_MARGIN
        )
        self._scenes.start(partial(make_loss_scene, subject, request, log_height=True))

    @Slot(object)
    def _on_scenes_made(self, scene: LossScene) -> None:
        self._surface.set_surface(scene.mesh)

    @Slot()
    def _on_scenes_ended(self) -> None:
        self.count += 1
        QTimer.singleShot(0, self, self._make)
