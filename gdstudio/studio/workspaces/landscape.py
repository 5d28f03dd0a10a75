"""The workspace Landscape: the network's own loss surface, to look at, to slice, to walk on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.studio.controllers.landscape_marks_controller import LandscapeMarksController
from gdstudio.studio.controllers.landscape_scene_controller import LandscapeSceneController
from gdstudio.studio.controllers.landscape_slice_controller import LandscapeSliceController
from gdstudio.studio.controllers.plane_deeds import PlaneDeeds
from gdstudio.studio.controllers.walk_controller import WalkController, WalkDeeds
from gdstudio.studio.state.kept_views import CameraView, part_of
from gdstudio.studio.state.shown import Walk
from gdstudio.studio.views.drawing.answer_bars import AnswerBars
from gdstudio.studio.views.landscape.curvature_line import CurvatureLine
from gdstudio.studio.views.landscape.honesty_view import HonestyView
from gdstudio.studio.views.landscape.landscape_page import LandscapePage
from gdstudio.studio.views.landscape.landscape_panel import PLANE_OVERLAYS, LandscapePanel
from gdstudio.studio.views.landscape.slice_view import SliceView
from gdstudio.studio.views.landscape.walk_bar import WalkBar
from gdstudio.studio.views.plane.contour_view import ContourView
from gdstudio.studio.views.surface.scaled_surface import ScaledSurface
from gdstudio.studio.views.surface.surface_view import SurfaceView
from gdstudio.studio.views.training.metrics_strip import show_place
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.workspace import RunWorkspace

_NOT_KNOWN: Final = (math.nan, math.nan)


class LandscapeWorkspace(RunWorkspace):
    """Looks at the run of the workspace Learn, which goes on or rests as its header says.

    Attributes:
        scenes: The surface.
        walk: The network while the ball is away from the run.
    """

    needs_run = True

    def __init__(self, shared: Shared, window: QWidget, *, use_gl: bool | None) -> None:
        super().__init__(shared, window)
        self.guide = "landscape"
        self._walk_wanted: tuple[float, ...] = ()
        self._walked = _NOT_KNOWN  # cost and accuracy at the place walked to
        runs = shared.runs
        self.walk = WalkController(runs, shared.shown, self)
        self._walk_deeds = WalkDeeds(self.walk, shared.shown, shared.deeds, self)
        view = SurfaceView(use_gl)
        self.surface, self.contour = ScaledSurface(view), ContourView()
        self.panel, self.walk_bar, self.bars = LandscapePanel(), WalkBar(), AnswerBars()
        self.slices, self.curvature, self.honesty = SliceView(), CurvatureLine(), HonestyView()
        self.page: LandscapePage = LandscapePage(
            self.panel,
            self.surface,
            self.walk_bar,
            self.contour,
            self.bars,
            self.slices,
            self.curvature,
            self.honesty,
        )
        for overlay in ("path", "gaps", "log_height"):
            self.panel.overlays.set_overlay(overlay, True)
        self._plane_deeds = PlaneDeeds(self.panel, shared.deeds, self)
        self.scenes = LandscapeSceneController(runs, self.panel, self)
        self.marks = LandscapeMarksController(
            runs,
            shared.shown,
            self.scenes,
            self.panel,
            self.surface,
            self.contour,
            self.honesty,
            self,
        )
        self.slicing = LandscapeSliceController(runs, self.slices, self.curvature, self)
        self._connect()
        self.page.restore_layout(shared.preferences)

    def toggle_running(self) -> None:
        """Run or pause the training."""
        self._shared.shown.end_walk()
        super().toggle_running()

    def reset(self) -> None:
        """Begin a new run."""
        self._shared.shown.end_walk()
        super().reset()

    def set_in_sight(self, in_sight: bool) -> None:
        """Look at the run as it is now; leave the walk with the workspace."""
        self._in_sight = in_sight
        self._walk_deeds.is_in_sight = in_sight
        self.marks.set_in_sight(in_sight)
        if in_sight:
            self._show_figures()
            self._make_picture()
        else:
            self._shared.shown.end_walk()

    def state(self) -> dict[str, Any]:
        """Return what plane is wanted, what over it, where the ball is, and the camera."""
        overlays, source = self.panel.overlays, self._shared.shown.source
        place = source.place if isinstance(source, Walk) else None
        return {
            **super().state(),
            "plane": self.panel.request().to_dict(),
            "overlays": {name: overlays.is_shown(name) for name in PLANE_OVERLAYS},
            "camera": CameraView.of(self.surface.view.camera()).to_dict(),
            "walk": list(self._walk_wanted if place is None else place[1:]),
        }

    def take_up(self, kept: Mapping[str, Any]) -> None:
        """Want the plane that was wanted; it is made when it is looked at."""
        super().take_up(kept)
        self.surface.view.set_camera(CameraView.from_dict(part_of(kept, "camera")).camera())
        for name, shown in part_of(kept, "overlays").items():
            if name in PLANE_OVERLAYS:
                self.panel.overlays.set_overlay(name, shown is True)
        if plane := part_of(kept, "plane"):
            self.panel.set_request(PlaneRequest.from_dict(plane))
            self._show_plane()
        self._plane_deeds.follow()
        self._walk_wanted = _place_of(kept.get("walk"))

    def look_changed(self) -> None:
        """Draw anew what controllers colour."""
        self.marks.refresh()

    def _connect(self) -> None:
        view = self.surface.view
        view.surface_clicked.connect(self._walk_deeds.walk)
        view.surface_dragged.connect(self._walk_deeds.walk)
        self.contour.start_chosen.connect(self._walk_deeds.walk)
        self.scenes.scene_changed.connect(self._on_scenes_scene_changed)
        self.scenes.honesty_changed.connect(self._plane_deeds.follow)
        self._plane_deeds.plane_put.connect(self._show_plane)
        self.marks.standing_changed.connect(self.walk_bar.set_standing)
        self.walk_bar.keep_requested.connect(self._shared.runner.branch)
        self.walk_bar.return_requested.connect(self._shared.shown.end_walk)
        self.slicing.place_walked.connect(self.walk.show)
        self.slicing.place_left.connect(self._shared.shown.end_walk)
        self.walk.walked.connect(self.walk_bar.set_values)
        self.walk.walked.connect(self._on_walk_walked)
        self.walk.walked.connect(self._shared.training.take_turn)
        self._shared.shown.source_changed.connect(self._on_shown_source_changed)
        self._follow_run()
        self._shared.runs.moved.connect(self._make_picture)
        self._shared.runs.run_changed.connect(self._on_runs_run_changed)
        self._shared.drawing.answer_changed.connect(self._on_drawing_answer_changed)
        shown = view, self.contour, self.slices, self.honesty, self.bars
        for one in shown:
            self._shared.offer(one, one.figure)

    @Slot()
    def _show_plane(self) -> None:
        """Have the plane made that is wanted now: at once, or when it is looked at."""
        if self._in_sight:
            self.scenes.remake()
        else:
            self.scenes.forget()

    @Slot()
    def _make_picture(self) -> None:
        if self._in_sight and self.scenes.is_missing:
            self.scenes.remake()

    @Slot()
    def _show_figures(self) -> None:
        """Show those of the run, or of the place beside it where the network stands."""
        if self._in_sight and isinstance(self._shared.shown.source, Walk):
            show_place(self.metrics, *self._walked)
        else:
            super()._show_figures()

    @Slot(float, float, float, float)
    def _on_walk_walked(self, _alpha: float, _beta: float, cost: float, accuracy: float) -> None:
        self._walked = cost, accuracy
        self._show_figures()

    @Slot()
    def _on_scenes_scene_changed(self) -> None:
        scene = self.scenes.scene
        self._walk_deeds.scene = scene
        title = "" if scene is None else self.panel.kind_chooser.title(scene.request.kind)
        self.page.set_picture_title(title)
        if scene is not None and self._walk_wanted:
            alpha, beta = self._walk_wanted
            self._walk_wanted = ()
            self._walk_deeds.walk(alpha, beta)

    @Slot()
    def _on_shown_source_changed(self) -> None:
        source = self._shared.shown.source
        place = source.place if self._in_sight and isinstance(source, Walk) else None
        self._walked = _NOT_KNOWN
        self._show_figures()
        self.walk_bar.set_walking(place is not None)
        self.marks.set_walked_to(None if place is None else place[1:])

    @Slot()
    def _on_runs_run_changed(self) -> None:
        data = self._shared.runs.data
        if data is not None:
            self.panel.set_example_count(len(data.train))
            self._plane_deeds.follow()

    @Slot()
    def _on_drawing_answer_changed(self) -> None:
        answer = self._shared.drawing.answer
        if answer is None:
            self.bars.clear()
            return
        self.bars.set_as_shares(answer.as_shares)
        self.bars.set_activations(answer.activations, answer.label)


def _place_of(kept: object) -> tuple[float, ...]:
    """Return two finite numbers that were kept; () for none, and for anything else."""
    if not isinstance(kept, list) or len(kept) != 2 or not all(map(_is_place, kept)):
        return ()
    return tuple(float(one) for one in kept)


def _is_place(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]
