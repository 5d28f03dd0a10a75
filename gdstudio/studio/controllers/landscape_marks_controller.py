"""Puts surface, map, paths, ball and gaps on the pictures of the workspace Landscape."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.jobs.planes import Honesty, LossScene
from gdstudio.jobs.run_ball import PathOnPlane, RunBall, Standing, run_ball, walking_ball
from gdstudio.jobs.subject import LossSubject
from gdstudio.landscape.plane import Plane
from gdstudio.learning.path import ParameterPath
from gdstudio.pictures.grid import Grid, display_range
from gdstudio.pictures.lines import clipped_path
from gdstudio.pictures.marks import SurfacePath
from gdstudio.pictures.palette import LATER, blend
from gdstudio.pictures.plane.contours import curve_colours
from gdstudio.studio.controllers.landscape_scene_controller import LandscapeSceneController
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Past, Shown, Walk
from gdstudio.studio.theme import current_theme
from gdstudio.studio.views.landscape.honesty_view import HonestyView, Missing
from gdstudio.studio.views.landscape.landscape_panel import LandscapePanel
from gdstudio.studio.views.plane.contour_view import ContourView
from gdstudio.studio.views.surface.scaled_surface import ScaledSurface

Floats = NDArray[np.float64]


class LandscapeMarksController(QObject):
    """Redraws whatever stands on the picture; owns nothing but colours and the walked place.

    Signals:
        standing_changed(str): The `Standing` of the network: whether the picture is one of it.
    """

    standing_changed = Signal(str)

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        scenes: LandscapeSceneController,
        panel: LandscapePanel,
        surface: ScaledSurface,
        contour: ContourView,
        honesty: HonestyView,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._shown, self._scenes, self._panel = runs, shown, scenes, panel
        self._surface, self._contour, self._honesty = surface, contour, honesty
        self._walked_to: tuple[float, float] | None = None
        self._in_sight = False
        # Of the present plane, where the points of paths lie in it: each is projected once.
        self._plane: Plane | None = None
        self._own: tuple[LossSubject, Floats] | None = None
        self._earlier: dict[ParameterPath, PathOnPlane] = {}
        self._still_gaps: tuple[LossScene, Honesty, str, list[SurfacePath]] | None = None
        self._standing: Standing = "none"
        self._said_missing: Missing | None = None  # None while it is known how true the picture is
        contour.set_hint("")
        contour.set_input_names("α", "β")
        surface.view.set_axis_titles("α", "β", self.tr("cost"))
        scenes.scene_changed.connect(self._on_scenes_scene_changed)
        scenes.honesty_changed.connect(self._on_scenes_honesty_changed)
        panel.overlays.overlay_toggled.connect(self.refresh)
        runs.moved.connect(self.refresh)
        shown.source_changed.connect(self._on_shown_source_changed)

    def set_in_sight(self, in_sight: bool) -> None:
        """What nobody sees is not drawn."""
        self._in_sight = in_sight
        self.refresh()

    def set_walked_to(self, place: tuple[float, float] | None) -> None:
        """Show the ball at a place of the plane; None is where the network is."""
        if place != self._walked_to:
            self._walked_to = place
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Place paths and balls."""
        scene, run = self._scenes.scene, self._runs.run
        if not self._in_sight:
            return
        if self._said_missing not in (None, self._missing()):
            self._say_missing()  # it has learned since
        if scene is None or run is None or run.progress is None:
            return
        past = self._shown.source
        parameters = run.progress.snapshot.parameters
        if isinstance(past, Past):
            parameters = past.subject.parameters
        if scene.plane is not self._plane:
            self._plane, self._own = scene.plane, None
            self._earlier.clear()
        ball = (
            run_ball(scene, parameters)
            if self._walked_to is None
            else walking_ball(self._walked_to)
        )
        paths = self._paths(scene, ball)
        mesh, view = scene.mesh, self._surface.view
        view.set_paths(self._gaps(scene) + [SurfacePath(mesh.drape(p), c) for p, c, _ in paths])
        markers, arrows = ball.marks(scene, current_theme().accent)
        view.set_markers(markers)
        view.set_arrows(arrows)
        is_then = isinstance(past, Past) and ball.standing != "inside"
        self._tell_standing("then" if is_then else ball.standing)
        self._contour.set_paths([*paths, (ball.place[np.newaxis], current_theme().accent, "")])

    def _tell_standing(self, standing: Standing) -> None:
        computing = self.tr("The picture is being computed…")
        nothing = self.tr("Nothing yet: choose a picture, or let the network learn.")
        self._contour.set_words(computing if standing == "computing" else nothing)
        if standing != self._standing:
            self._standing = standing
            is_missing = standing in ("none", "computing")
            self._contour.set_hint("" if is_missing else self.tr("click or drag to walk"))
            self.standing_changed.emit(standing)

    def _tell_missing(self) -> None:
        self._tell_standing("computing" if self._scenes.is_making else "none")

    def _missing(self) -> Missing:
        """Return what is missing to know how true the picture is."""
        run = self._runs.run
        if self._scenes.is_judging:
            return "end"
        if run is not None and not (run.is_unbegun or run.has_learnt) and len(run.path) < 2:
            return "brought"
        return "picture" if self._scenes.has_path else "path"

    def _say_missing(self) -> None:
        self._said_missing = self._missing()
        self._honesty.clear(self._said_missing)

    def _paths(self, scene: LossScene, ball: RunBall) -> list[tuple[Floats, str, str]]:
        """Return the wanted paths as points, colour and name; outside the picture they are cut."""
        colours, found = curve_colours(current_theme()), []
        if self._panel.overlays.is_shown("walk") and self._scenes.honesty is not None:
            walk = self._scenes.honesty.walk
            if len(walk):
                scale = 0.9 * min(scene.grid.alpha[-1], scene.grid.beta[-1]) / np.abs(walk).max()
                found.append((walk * abs(scale), current_theme().muted, self.tr("random walk")))
        if self._panel.overlays.is_shown("earlier"):
            earlier = self._runs.earlier_paths(len(scene.plane.origin))
            for k, (title, path) in enumerate(earlier[-3:]):
                if path not in self._earlier:
                    self._earlier[path] = PathOnPlane(scene.plane, path)
                found.append((self._earlier[path].coordinates, colours[k + 1], title))
        if self._panel.overlays.is_shown("path"):
            found += self._own_path(scene, ball, colours[0])
        extent = scene.extent
        return [(clipped_path(points, *extent), colour, name) for points, colour, name in found]

    def _own_path(
        self, scene: LossScene, ball: RunBall, colour: str
    ) -> list[tuple[Floats, str, str]]:
        """Return the path of this run; what came after a moment of the past is pale."""
        name, subject, past = self.tr("this run"), scene.subject, self._shown.source
        if self._own is None or self._own[0] is not subject:
            self._own = subject, scene.plane.coordinates(subject.path)
        points = self._own[1]
        if not isinstance(past, Past):
            return [(points, colour, name)]
        n = int(subject.steps.searchsorted(past.moment.step, side="right"))
        at = (ball.place + ball.beyond)[np.newaxis]
        pale = blend(colour, current_theme().base, LATER)
        return [
            (np.vstack([at, points[n:]]), pale, self.tr("later")),
            (np.vstack([points[:n], at]), colour, name),
        ]

    def _gaps(self, scene: LossScene) -> list[SurfacePath]:
        """Return a line from each point of the path in the picture to its true cost."""
        known = self._scenes.honesty
        if known is None or not self._panel.overlays.is_shown("gaps"):
            return []
        what = scene, known, current_theme().warning
        if self._still_gaps is None or any(map(operator.is_not, self._still_gaps, what)):
            self._still_gaps = (*what, self._drawn_gaps(*what))
        return self._still_gaps[-1]

    def _drawn_gaps(self, scene: LossScene, known: Honesty, colour: str) -> list[SurfacePath]:
        path, mesh = known.path, scene.mesh
        feet = mesh.place_on_surface(path.coordinates)
        alpha, beta = path.coordinates.T
        tops = mesh.transform.to_box(alpha, beta, path.true_cost)
        inside = np.isfinite(feet).all(axis=1)
        breaks = np.full_like(feet, np.nan)
        lines: NDArray[Any] = np.stack([feet, tops, breaks], axis=1)[inside].reshape(-1, 3)
        return [SurfacePath(lines, colour, 2.0)] if len(lines) else []

    @Slot()
    def _on_shown_source_changed(self) -> None:
        if not isinstance(self._shown.source, Walk):  # whose place is told
            self.refresh()

    @Slot()
    def _on_scenes_scene_changed(self) -> None:
        scene = self._scenes.scene
        if scene is None:
            self._plane = self._own = self._still_gaps = None
            self._earlier.clear()
            self._surface.set_surface(None)
            self._surface.view.set_paths([])
            self._surface.view.set_markers([])
            self._surface.view.set_arrows([])
            self._contour.clear()
            self._contour.set_grid(None)
            self._tell_missing()
            return
        self._surface.set_surface(scene.mesh)
        z = np.where(np.isfinite(scene.grid.cost), scene.grid.cost, np.nan)
        low, high = display_range(z)
        log = self._panel.overlays.is_shown("log_height")
        self._contour.set_grid(Grid(scene.grid.alpha, scene.grid.beta, z, low, high, log))
        self.refresh()

    @Slot()
    def _on_scenes_honesty_changed(self) -> None:
        known, scene = self._scenes.honesty, self._scenes.scene
        if scene is None:
            self._tell_missing()
        if known is None or scene is None:
            self._say_missing()
            return
        self._said_missing = None
        walk = known.walk_share if np.isfinite(known.walk_share) else None
        self._honesty.set_explained(known.path.share, scene.explained, walk)
        steps = np.arange(len(known.path.true_cost))
        self._honesty.set_gaps(steps, known.path.true_cost, known.path.shadow_cost)
        self.refresh()
