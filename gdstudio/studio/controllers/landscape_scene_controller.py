"""Has the pictures of the workspace Landscape made, coarse first, with progress and Cancel."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.jobs.plane_request import PLANE_KINDS, PlaneRequest
from gdstudio.jobs.planes import (
    LEAST_PATH,
    Honesty,
    LossScene,
    honesty,
    loss_mesh,
    make_loss_scene,
    spare_threads,
)
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.translation import told
from gdstudio.studio.views.landscape.landscape_panel import LandscapePanel
from gdstudio.studio.workers.background_job import BackgroundJob


class LandscapeSceneController(QObject):
    """Owns the scene and how true it is; lives in the GUI thread.

    Signals:
        scene_changed: Another or a finer surface is there.
        honesty_changed: It is known, or no longer known, how true the picture is.
    """

    scene_changed = Signal()
    honesty_changed = Signal()

    def __init__(
        self, runs: RunModel, panel: LandscapePanel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runs, self._panel = runs, panel
        self._scene: LossScene | None = None
        self._honesty: Honesty | None = None
        self._has_failed = False
        self._scenes, self._honesties = BackgroundJob(self), BackgroundJob(self)
        self._scenes.made.connect(self._on_scenes_made)
        self._scenes.progress_changed.connect(panel.remake_row.set_progress)
        self._scenes.failed.connect(self._on_scenes_failed)
        self._scenes.ended.connect(self._judge)
        self._honesties.made.connect(self._on_honesties_made)
        self._honesties.failed.connect(self._on_honesties_failed)
        self._honesties.ended.connect(self.honesty_changed)
        panel.request_edited.connect(self.remake)
        panel.remake_row.remake_requested.connect(self.remake)
        panel.remake_row.cancel_requested.connect(self.cancel)
        panel.overlays.overlay_toggled.connect(self._on_panel_overlay_toggled)
        runs.run_changed.connect(self.forget)

    @property
    def scene(self) -> LossScene | None:
        """What is shown."""
        return self._scene

    @property
    def honesty(self) -> Honesty | None:
        """How true the picture is; None while that is not known."""
        return self._honesty

    @property
    def is_missing(self) -> bool:
        """True if there is no picture, and none that was wanted could not be made."""
        return self._scene is None and not self._has_failed

    @property
    def is_making(self) -> bool:
        """True while a picture is made."""
        return self._scenes.is_running

    @property
    def is_judging(self) -> bool:
        """True while a picture of a path is made, or it is found out how true it is."""
        return self._honesties.is_running or (self.has_path and self._scenes.is_running)

    @property
    def has_path(self) -> bool:
        """True if the network has moved."""
        run = self._runs.run
        return run is not None and (run.step > 0 or len(run.path) > 1)

    @Slot()
    def remake(self) -> None:
        """Make the picture of the network as it is now."""
        request = self._panel.request()
        subject = self._runs.loss_subject(request.examples)
        if subject is None:
            return
        kinds = set(PLANE_KINDS)
        if len(subject.path) < LEAST_PATH:
            kinds.discard("trajectory")
        if len(subject.others) < 2:
            kinds.discard("networks")
        self._panel.set_available(kinds)
        if request.kind not in kinds:
            request = PlaneRequest(kind="random", size=request.size, examples=request.examples)
            self._panel.set_request(request)
        digits = subject.digits
        self._panel.set_network(subject.make_network(), digits.rows, digits.columns)
        self._panel.set_message("")
        self._has_failed = False
        self._honesties.cancel()
        self._honesty = None
        log_height = self._panel.overlays.is_shown("log_height")
        threads = spare_threads(self._runs.is_running, self._runs.surface_threads)
        make = partial(make_loss_scene, subject, request, log_height=log_height, threads=threads)
        self._scenes.start(make)
        self.honesty_changed.emit()

    def put_back(self, scene: LossScene) -> None:
        """Show a picture that was shown of this run before."""
        self._on_scenes_made(scene)
        self._judge()

    @Slot()
    def cancel(self) -> None:
        """Keep what is there and stop."""
        self._scenes.cancel()
        self._judge()

    @Slot(object)
    def _on_scenes_made(self, scene: LossScene) -> None:
        self._scene = scene
        self.scene_changed.emit()

    @Slot(object)
    def _on_scenes_failed(self, error: Exception) -> None:
        """Say why, and drop the picture before: it is of another plane than the panel says."""
        self._has_failed = True
        self._scene = None
        self._panel.set_message(told(error))
        self.scene_changed.emit()
        self.honesty_changed.emit()

    @Slot(object)
    def _on_honesties_failed(self, error: Exception) -> None:
        self._panel.set_message(told(error))

    @Slot(object)
    def _on_honesties_made(self, found: Honesty) -> None:
        self._honesty = found
        self.honesty_changed.emit()

    @Slot(str, bool)
    def _on_panel_overlay_toggled(self, name: str, log: bool) -> None:
        if name != "log_height":
            return
        scene = self._scene
        if scene is None or self._scenes.is_running:
            self.remake()
            return
        self._scene = replace(scene, mesh=loss_mesh(scene.grid, log_height=log))
        self.scene_changed.emit()

    @Slot()
    def _judge(self) -> None:
        """Find out how true the picture is, if it is one of a path."""
        scene = self._scene
        if scene is not None and len(scene.subject.path) > 1:
            self._honesties.start(partial(honesty, scene))
        self.honesty_changed.emit()

    @Slot()
    def forget(self) -> None:
        """Show nothing, until a picture is asked for."""
        self._scenes.forget()
        self._honesties.forget()
        self._scene = self._honesty = None
        self._has_failed = False
        self._panel.set_message("")
        self.scene_changed.emit()
        self.honesty_changed.emit()
