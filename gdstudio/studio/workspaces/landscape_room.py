"""The workspace Landscape: the network's own loss surface, to look at, to slice, to walk on."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gdstudio.studio.actions import Actions
from gdstudio.studio.controllers.landscape_marks_controller import LandscapeMarksController
from gdstudio.studio.controllers.landscape_scene_controller import LandscapeSceneController
from gdstudio.studio.controllers.landscape_slice_controller import LandscapeSliceController
from gdstudio.studio.settings import Settings
from gdstudio.studio.theme import current_theme
from gdstudio.studio.views.common.header import Header
from gdstudio.studio.views.drawing.answer_bars import AnswerBars
from gdstudio.studio.views.landscape.curvature_line import CurvatureLine
from gdstudio.studio.views.landscape.honesty_view import HonestyView
from gdstudio.studio.views.landscape.landscape_panel import LandscapePanel
from gdstudio.studio.views.landscape.landscape_workspace import LandscapeWorkspace
from gdstudio.studio.views.landscape.slice_view import SliceView
from gdstudio.studio.views.landscape.walk_bar import WalkBar
from gdstudio.studio.views.plane.contour_view import ContourView
from gdstudio.studio.views.surface.scaled_surface import ScaledSurface
from gdstudio.studio.views.surface.surface_factory import create_surface_view
from gdstudio.studio.views.training.metrics_strip import MetricsStrip
from gdstudio.studio.views.training.run_bar import RunBar
from gdstudio.studio.workspaces.learn_room import LearnRoom
from gdstudio.studio.workspaces.room import Room, show_figures


class LandscapeRoom(Room):
    """Looks at the run of the workspace Learn, which goes on or rests as its header says.

    Attributes:
        scenes: The surface.
        walk: The network while the ball is away from the run.
    """

    def __init__(
        self,
        actions: Actions,
        settings: Settings,
        learn_room: LearnRoom,
        window: QWidget,
        *,
        use_gl: bool | None,
    ) -> None:
        super().__init__(window)
        self.title, self.guide = self.tr("Landscape"), "landscape"
        self._actions, self._learn_room = actions, learn_room
        self.learn, self.walk = learn_room.learn, learn_room.walk
        view, _ = create_surface_view(None, use_gl)
        self.surface, self.contour = ScaledSurface(view), ContourView()
        self.panel, self.walk_bar, self.bars = LandscapePanel(), WalkBar(), AnswerBars()
        self.slices, self.curvature, self.honesty = SliceView(), CurvatureLine(), HonestyView()
        self.metrics = MetricsStrip()
        self.run_bar = RunBar(actions.run, list(learn_room.steps), actions.reset)
        self.header = Header(self.run_bar, self.metrics)
        self.page = self.workspace = LandscapeWorkspace(
            self.panel,
            self.surface,
            self.walk_bar,
            self.contour,
            self.bars,
            self.slices,
            self.curvature,
            self.honesty,
        )
        for overlay in ("path", "gaps"):
            self.panel.set_overlay(overlay, True)
        self.panel.set_log(True)
        self.scenes = LandscapeSceneController(self.learn, self.panel, self)
        self.marks = LandscapeMarksController(
            self.learn, self.scenes, self.panel, self.surface, self.contour, self.honesty, self
        )
        self.slicing = LandscapeSliceController(self.learn, self.slices, self.curvature, self)
        self._in_sight = False
        self._connect()
        self.workspace.restore_layout(settings)

    @property
    def is_running(self) -> bool:
        """True while the network learns."""
        return self.learn.is_running

    def toggle_running(self) -> None:
        """Run or pause the training."""
        self._go_back()
        self.learn.toggle_running()

    def reset(self) -> None:
        """Begin a new run."""
        self._go_back()
        self.learn.reset()

    def set_in_sight(self, in_sight: bool) -> None:
        """Look at the run as it is now; leave the walk with the workspace."""
        self._in_sight = in_sight
        self.marks.set_in_sight(in_sight)
        if in_sight:
            self._learn_room.let_steps_act()
            self._show_figures()
            if self.scenes.is_missing:
                self.scenes.remake()
        else:
            self._go_back()

    def look_changed(self) -> None:
        """Draw anew what controllers colour."""
        self.workspace.set_theme(current_theme())
        self.marks.refresh()

    def shutdown(self) -> None:
        """End the threads."""
        self.scenes.shutdown()
        self.slicing.shutdown()

    def _connect(self) -> None:
        view = self.surface.view
        view.surface_clicked.connect(self._on_place_chosen)
        view.surface_dragged.connect(self._on_place_chosen)
        self.contour.start_chosen.connect(self._on_place_chosen)
        self.scenes.scene_changed.connect(self._on_scenes_scene_changed)
        self.marks.standing_changed.connect(self.walk_bar.set_standing)
        self.walk_bar.keep_requested.connect(self.walk.keep)
        self.walk_bar.return_requested.connect(self._go_back)
        self.slicing.place_walked.connect(self.walk.show)
        self.slicing.place_left.connect(self._go_back)
        self.walk.walked.connect(self._on_walk_walked)
        self.walk.returned.connect(self._on_walk_returned)
        self.run_bar.speed_chosen.connect(self.learn.set_speed)
        self.learn.running_changed.connect(self.running_changed)
        self.learn.snapshot_shown.connect(self._show_figures)
        self.learn.run_changed.connect(self._on_learn_run_changed)
        self._learn_room.drawing.answer_changed.connect(self._on_answer_changed)

    @Slot()
    def _go_back(self) -> None:
        self.walk.go_back()

    @Slot()
    def _show_figures(self) -> None:
        run = self.learn.run
        if not self._in_sight or run is None or run.progress is None:
            return
        show_figures(self.metrics, run)
        if self.scenes.is_missing:
            self.scenes.remake()

    @Slot()
    def _on_scenes_scene_changed(self) -> None:
        scene = self.scenes.scene
        title = "" if scene is None else self.panel.kind_chooser.title(scene.request.kind)
        self.workspace.set_picture_title(title)

    @Slot(float, float)
    def _on_place_chosen(self, alpha: float, beta: float) -> None:
        scene = self.scenes.scene
        if scene is not None:
            self.marks.set_walked_to((alpha, beta))
            self.walk.walk(scene, alpha, beta)

    @Slot(float, float, float, float)
    def _on_walk_walked(self, alpha: float, beta: float, cost: float, accuracy: float) -> None:
        if self._in_sight:
            self.walk_bar.set_walking(True)
            self.walk_bar.set_values(alpha, beta, cost, accuracy, True)

    @Slot()
    def _on_walk_returned(self) -> None:
        self.walk_bar.set_walking(False)
        self.marks.set_walked_to(None)

    @Slot()
    def _on_learn_run_changed(self) -> None:
        self.metrics.clear()
        self.walk_bar.set_walking(False)
        self.marks.set_walked_to(None)
        data = self._learn_room.files.data
        if data is not None:
            self.panel.set_example_count(len(data.train))

    @Slot(object, object, bool)
    def _on_answer_changed(self, activations: Any, label: int | None, as_shares: bool) -> None:
        if activations is None:
            self.bars.clear()
            return
        self.bars.set_as_shares(as_shares)
        self.bars.set_activations(activations, label)
