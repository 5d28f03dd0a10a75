"""Keeps what stands still in step with the settings: curve, surface, stationary points, basins."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.descent.basins import BasinMap
from gdstudio.descent.ensemble import Valleys
from gdstudio.jobs.descent_scene import DescentScene, make_basins, make_scene
from gdstudio.studio.controllers.descent_controller import DescentController
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.views.descent.curve_view import CurveView
from gdstudio.studio.views.descent.descent_panel import DescentPanel
from gdstudio.studio.views.plane.contour_view import ContourView
from gdstudio.studio.views.surface.scaled_surface import ScaledSurface
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems
from gdstudio.studio.workers.pace import Policy

# A slider that is dragged asks thirty times a second; basins are worth one try when it rests.
SETTLE_S: Final = 0.15
LEAST_ASPECT: Final = 0.5


class DescentSceneController(QObject):
    """Has scenes and basins made in the background and shows them.

    Signals:
        scene_changed: Another surface is shown: what lies on it has to be placed anew.
    """

    scene_changed = Signal()

    def __init__(
        self,
        descent: DescentController,
        panel: DescentPanel,
        curve: CurveView,
        contour: ContourView,
        surface: ScaledSurface,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._descent, self._panel = descent, panel
        self._curve, self._contour, self._surface = curve, contour, surface
        self._scene: DescentScene | None = None
        self._scenes = BackgroundJob(self)
        self._basins = BackgroundJob(self, self._make_basins, Policy(settle_s=SETTLE_S))
        self._scenes.made.connect(self._on_scenes_made)
        self._basins.made.connect(self._show_basins)
        for job in (self._scenes, self._basins):
            job.failed.connect(messages.report)
        descent.function_changed.connect(self.remake)
        descent.method_changed.connect(self._remake_basins)
        panel.overlays.overlay_toggled.connect(self._on_panel_overlay_toggled)

    @property
    def scene(self) -> DescentScene | None:
        """What is shown; None until the first is made."""
        return self._scene

    @Slot()
    def remake(self) -> None:
        """Have the scene of the present cost made."""
        function = self._descent.function
        log_height = self._panel.overlays.is_shown("log_height")
        self._scenes.start(partial(make_scene, function, log_height=log_height))
        self._remake_basins()

    @Slot()
    def _remake_basins(self) -> None:
        if self._panel.overlays.is_shown("basins"):
            self._basins.make_again()
        else:
            self._basins.cancel()
            self._show_basins(None)

    def _make_basins(self) -> MakeItems:
        panel = self._panel
        return partial(make_basins, self._descent.function, panel.method(), panel.learning_rate())

    @Slot(object)
    def _show_basins(self, found: BasinMap | Valleys | None) -> None:
        if isinstance(found, BasinMap):
            self._contour.set_basins(found)
        elif isinstance(found, Valleys):
            bands = found.bands
            edges = [bands[0][0], *(high for _, high, _ in bands)]
            self._curve.set_bands(edges, [label for _, _, label in bands], found.minima)
        else:
            self._contour.set_basins(None)
            self._curve.set_bands([], [], [])

    def _show_stationary(self) -> None:
        scene = self._scene
        if scene is None:
            return
        wanted = self._panel.overlays.is_shown("stationary_points")
        points = (scene.stationary or ()) if wanted else ()
        if scene.function.dimension == 1:
            self._curve.set_stationary(points)
        else:
            self._contour.set_stationary(points)

    @Slot(object)
    def _on_scenes_made(self, scene: DescentScene) -> None:
        new = self._scene is None or scene.mesh is not self._scene.mesh or scene.curve is not None
        self._scene = scene
        self._panel.set_picture_note(scene.note)
        if new and scene.grid is not None:
            self._contour.set_input_names(*scene.function.variables)
            self._contour.set_equal_aspect(_are_comparable(scene))
            self._contour.set_grid(scene.grid)
            across, along = scene.function.variables
            self._surface.view.set_axis_titles(across, along, "C")
            self._surface.set_surface(scene.mesh)
        elif new:
            self._curve.set_input_name(scene.function.variables[0])
            curve = scene.curve
            assert curve is not None
            band = (curve.drawn_w, curve.drawn_cost) if curve.is_too_coarse else None
            self._curve.set_curve(curve.w, curve.cost, band)
        self._show_stationary()
        self.scene_changed.emit()

    @Slot(str, bool)
    def _on_panel_overlay_toggled(self, name: str, _shown: bool) -> None:
        if name == "log_height":
            self.remake()
        elif name == "basins":
            self._remake_basins()
        elif name == "stationary_points":
            self._show_stationary()
            self.scene_changed.emit()
        else:
            self.scene_changed.emit()


def _are_comparable(scene: DescentScene) -> bool:
    """Tell whether both inputs can have one unit, so that right angles are seen as such."""
    width, height = (high - low for low, high in scene.function.domain)
    return LEAST_ASPECT <= width / height <= 1 / LEAST_ASPECT
