"""Puts what moves on the pictures of the workspace Descent: balls, paths, arrows, figures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QElapsedTimer, QObject, Slot

from gdstudio.descent.path import Descent, DescentStep
from gdstudio.jobs.descent_scene import DescentScene
from gdstudio.numerals import numeral
from gdstudio.pictures.contour_map import typical_gradient
from gdstudio.pictures.grid import Grid
from gdstudio.pictures.marks import SurfaceArrow, SurfaceMarker, SurfacePath
from gdstudio.pictures.plane.contours import arrow_share, curve_colours
from gdstudio.studio.controllers.descent_controller import DescentController
from gdstudio.studio.controllers.descent_scene_controller import DescentSceneController
from gdstudio.studio.state.descent_session import DescentSession, method_title
from gdstudio.studio.theme import current_theme
from gdstudio.studio.translation import tr
from gdstudio.studio.views.descent.curve_view import CurveView
from gdstudio.studio.views.descent.descent_metrics import DescentMetrics
from gdstudio.studio.views.descent.descent_panel import DescentPanel
from gdstudio.studio.views.descent.narration_view import NarrationView
from gdstudio.studio.views.descent.race_panel import RacePanel
from gdstudio.studio.views.plane.contour_view import ContourView
from gdstudio.studio.views.plane.cost_curves import CostCurves
from gdstudio.studio.views.surface.surface_view import SurfaceView

READ_INTERVAL_MS = 150  # nobody reads sentences that change faster
ARROW_SHARE = 0.28  # of the width of the domain, for an endless gradient
SHOWN_BALLS = 300  # on the surface; the line shows all the others
MINIMUM_RADIUS, BALL_RADIUS = 5.0, 3.0


class DescentMarksController(QObject):
    """Redraws marks and texts after every step; owns nothing but the colours."""

    def __init__(
        self,
        descent: DescentController,
        scenes: DescentSceneController,
        panel: DescentPanel,
        curve: CurveView,
        contour: ContourView,
        surface: SurfaceView,
        curves: CostCurves,
        narration: NarrationView,
        race: RacePanel,
        metrics: DescentMetrics,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._descent, self._scenes, self._panel = descent, scenes, panel
        self._curve, self._contour, self._surface = curve, contour, surface
        self._curves, self._narration = curves, narration
        self._race, self._metrics = race, metrics
        self._typical: tuple[Grid, float] | None = None
        self._read_clock = QElapsedTimer()
        self._read_clock.start()
        descent.session_changed.connect(self.refresh)
        descent.function_changed.connect(self._on_descent_function_changed)
        scenes.scene_changed.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """Show where every descent is."""
        session = self._descent.session
        self._metrics.set_step(session.current)
        if not self._descent.is_running or self._read_clock.elapsed() >= READ_INTERVAL_MS:
            self._read_clock.restart()
            self._show_texts(session)
        self._show_curves(session)
        scene = self._scenes.scene
        if scene is None or scene.function is not session.function:
            return  # the picture of another cost is still there
        if session.function.dimension == 1:
            self._show_on_curve(session)
        else:
            self._show_on_contour(session)
            self._show_on_surface(session, scene)

    def _colour(self, index: int) -> str:
        """Return the colour of a racer; the first has the accent."""
        return curve_colours(current_theme())[index]

    def _show_texts(self, session: DescentSession) -> None:
        lines, number = session.narration()
        self._narration.set_lines(
            lines, self.tr("Step {0}").format(number) if lines else self.tr("No further step")
        )
        self._narration.set_diagnosis(session.diagnosis())
        if session.racers:
            self._race.set_results(session.results())

    def _show_curves(self, session: DescentSession) -> None:
        self._curves.set_curves(
            [
                (name, self._colour(k), session.costs(descent))
                for k, (name, descent) in enumerate(_named(session))
            ]
        )
        self._curves.set_lowest(session.lowest_known)
        self._curves.set_cursor(session.current.step)

    def _show_on_curve(self, session: DescentSession) -> None:
        here, ahead = session.current, session.next_step()
        self._curve.set_trail(session.points(session.leader)[:, 0], session.costs(session.leader))
        update = float(ahead.update[0]) if ahead is not here else 0.0
        self._curve.set_point(float(here.position[0]), here.cost, float(here.gradient[0]), update)
        self._curve.set_limit(session.limit, session.leader.learning_rate)

    def _show_on_contour(self, session: DescentSession) -> None:
        self._contour.set_paths(
            [
                (session.points(descent), self._colour(k), name)
                for k, (name, descent) in enumerate(_named(session))
            ]
        )
        here, ahead = session.current, session.next_step()
        update = ahead.update if ahead is not here else np.zeros(2)
        self._contour.set_point(here.position, here.gradient, update)
        arrows = here.arrows if self._panel.overlays.is_shown("inner_state") else {}
        curves = current_theme().curves
        self._contour.set_arrows(
            [
                (vector, curves[k % len(curves)], name.replace("_", " "))
                for k, (name, vector) in enumerate(arrows.items())
                if vector.shape == (2,)
            ]
        )

    def _show_on_surface(self, session: DescentSession, scene: DescentScene) -> None:
        mesh, surface = scene.mesh, self._surface
        assert mesh is not None
        paths, markers = [], []
        if self._panel.overlays.is_shown("stationary_points"):
            minima = [p.point for p in scene.stationary or () if p.kind == "minimum"]
            for point in mesh.place_on_surface(minima) if minima else ():
                ring = SurfaceMarker(point, current_theme().text, MINIMUM_RADIUS, hollow=True)
                markers.append(ring)
        for k, descent in reversed(list(enumerate(session.descents))):
            points = session.points(descent)
            paths.append(SurfacePath(mesh.drape(points), self._colour(k)))
            placed = mesh.place_on_surface(points[-SHOWN_BALLS:])
            markers += [SurfaceMarker(p, self._colour(k), BALL_RADIUS) for p in placed[:-1]]
            markers.append(SurfaceMarker(placed[-1], self._colour(k), 6.0, current=k == 0))
        surface.set_paths(paths)
        surface.set_markers(markers)
        surface.set_arrows(self._surface_arrows(session.current, scene))

    def _surface_arrows(self, here: DescentStep, scene: DescentScene) -> list[SurfaceArrow]:
        """Return gradient and steepest descent as arrows that lie on the surface."""
        assert scene.mesh is not None
        widths = np.array([high - low for low, high in scene.function.domain])
        scaled = here.gradient / widths
        length = float(np.hypot(*scaled))
        if not np.isfinite(length) or length == 0:
            return []
        size = arrow_share(float(np.hypot(*here.gradient)), self._typical_of(scene))
        arm: NDArray[np.float64] = size * ARROW_SHARE * scaled / length * widths
        ends = np.array([here.position, here.position - arm, here.position + arm])
        foot, down, up = scene.mesh.place_on_surface(ends)
        return [
            SurfaceArrow(foot, up, current_theme().muted, 2.0),
            SurfaceArrow(foot, down, current_theme().accent, 4.0),
        ]

    def _typical_of(self, scene: DescentScene) -> float:
        """Return the length of a typical gradient of what is shown; found once for each scene."""
        assert scene.grid is not None
        if self._typical is None or self._typical[0] is not scene.grid:
            self._typical = scene.grid, typical_gradient(scene.grid)
        return self._typical[1]

    @Slot()
    def _on_descent_function_changed(self) -> None:
        self._metrics.set_function(self._descent.function)
        self.refresh()


def _named(session: DescentSession) -> list[tuple[str, Descent]]:
    """Return each descent with the name of its method, and its rate where two have the same."""
    methods = [descent.method for descent in session.descents]
    return [
        (_name_of(descent, is_alone=methods.count(descent.method) == 1), descent)
        for descent in session.descents
    ]


def _name_of(descent: Descent, *, is_alone: bool) -> str:
    title = method_title(descent.method)
    return title if is_alone else tr("{0}, rate {1}").format(title, numeral(descent.learning_rate))
