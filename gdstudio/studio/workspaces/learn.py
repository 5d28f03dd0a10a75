"""The workspace Learn: a network learns, and answers what is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gdstudio.errors import FileError
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.recipes import RECIPES
from gdstudio.pictures.figure import Figure
from gdstudio.studio.controllers.epoch_times_controller import EpochTimesController
from gdstudio.studio.controllers.learn_controller import LearnController
from gdstudio.studio.controllers.live_surface_controller import LiveSurfaceController
from gdstudio.studio.controllers.runs_table_controller import RunsTableController
from gdstudio.studio.controllers.walk_controller import WalkController
from gdstudio.studio.controllers.weights_controller import WeightsController
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.state.kept_views import CameraView, part_of
from gdstudio.studio.views.cost_plot.cost_plot import CostPlot
from gdstudio.studio.views.surface.surface_view import SurfaceView
from gdstudio.studio.views.training.learn_page import LearnPage
from gdstudio.studio.views.training.run_bar import SPEEDS_ACCEPTED
from gdstudio.studio.views.training.training_panel import TrainingPanel
from gdstudio.studio.views.weights.weights_view import QUANTITIES, WeightsView
from gdstudio.studio.workspaces.learn_network import LearnNetwork
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.workspace import RunWorkspace
from gdstudio.texts import Text

if TYPE_CHECKING:  # at run time not to open the window, but when there is one
    from gdstudio.jobs.planes import LossScene

NATS = "nats"  # the unit of a cross-entropy


class LearnWorkspace(RunWorkspace):
    """Canvas, cost plot, weights and settings around one run.

    Attributes:
        live_surface: The loss surface under the run.
        walk: The network while the ball is dragged.
        runs_table: The table in which runs are compared.
    """

    def __init__(self, shared: Shared, window: QWidget, *, use_gl: bool | None) -> None:
        super().__init__(shared, window)
        self.guide = "learn"
        runs, shown, training = shared.runs, shared.shown, shared.training
        self.cost_plot, self.weights_view = CostPlot(), WeightsView()
        self.surface = SurfaceView(use_gl)
        self.training_panel = TrainingPanel(list(RECIPES.values()))
        self.page: LearnPage = LearnPage(
            shared.drawing_card,
            self.cost_plot,
            self.surface,
            self.weights_view,
            self.training_panel,
        )
        self._network = LearnNetwork(shared, self.page, self)
        self._learn = LearnController(
            self.training_panel, self.cost_plot, runs, shown, shared.runner, training, self
        )
        self._weights = WeightsController(self.weights_view, runs, shown, training, self)
        self.live_surface = LiveSurfaceController(runs, shown, self.surface, shared.messages, self)
        self.walk = WalkController(runs, shown, self)
        recipes = [named.recipe for named in RECIPES.values()]
        box = self.training_panel.recipe_box
        self._epoch_times = EpochTimesController(runs, recipes, box, shared.speeds, window)
        undo = shared.actions.undo, shared.actions.redo
        self.runs_table = RunsTableController(runs, shared.runner, undo, window)
        self.page.restore_layout(shared.preferences)
        self.cost_plot.restore_view(shared.preferences)
        self._shared.actions.show_drawing.setChecked(True)
        self._connect()

    @property
    def no_gl_reason(self) -> str:
        """Why surfaces are drawn in software (one sentence), or "" with OpenGL."""
        return self.surface.no_gl_reason

    def set_in_sight(self, in_sight: bool) -> None:
        """Make surfaces only while they are looked at."""
        self._in_sight = in_sight
        self._epoch_times.put_off()
        self.live_surface.set_in_sight(in_sight)
        self._network.set_in_sight(in_sight)
        if in_sight:
            self._show_figures()

    def state(self) -> dict[str, Any]:
        """Return settings, speed, what numbers are shown, and camera with the layout."""
        shown = self.training_panel.shown()
        return {
            **super().state(),
            "recipe": {} if shown is None else shown.to_dict(),
            "speed": self.run_bar.speed or 0.0,
            "quantity": self.weights_view.quantity(),
            "digit_cost": self._shared.drawing_panel.cost_switch.isChecked(),
            "camera": CameraView.of(self.surface.camera()).to_dict(),
        }

    def take_up(self, kept: Mapping[str, Any]) -> None:
        """Show settings, speed, first layer and surface as they stood."""
        super().take_up(kept)
        self.surface.set_camera(CameraView.from_dict(part_of(kept, "camera")).camera())
        if kept.get("quantity") in QUANTITIES:
            self.weights_view.choose(kept["quantity"])
        if isinstance(kept.get("digit_cost"), bool):
            self._shared.drawing_panel.cost_switch.setChecked(kept["digit_cost"])
        self.run_bar.choose_speed(kept.get("speed"))
        if recipe := part_of(kept, "recipe"):
            self.training_panel.choose(Recipe.from_dict(recipe))

    def taken(self, _kept: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return `state`; a run learns from the digits in use, whatever its settings name."""
        state, data = self.state(), self._shared.runs.data
        if data is not None and state["recipe"]:
            state["recipe"] |= {"data": data.name}
        return state

    def accepted(self) -> dict[str, str]:
        """Return what is accepted, also of what `take_up` passes over."""
        quantities = Text("one of: {0}", ", ".join(QUANTITIES))
        return {**super().accepted(), "speed": SPEEDS_ACCEPTED, "quantity": quantities}

    def save(self, settings: Preferences) -> None:
        """Keep the layout, and how accuracies are shown."""
        super().save(settings)
        self.cost_plot.save_view(settings)

    def set_answer_hidden(self, hidden: bool) -> None:
        """Hide the diagram, or show it again."""
        self._network.set_answer_hidden(hidden)

    @property
    def scene(self) -> LossScene | None:
        """The loss surface that is shown."""
        return self.live_surface.scene

    def put_back(self, scene: LossScene) -> None:
        """Show a loss surface again."""
        self.live_surface.put_back(scene)

    def look_changed(self) -> None:
        """Draw anew what controllers colour."""
        self.live_surface.place_marks()

    def _connect(self) -> None:
        shared = self._shared
        self.page.below.card_shown.connect(self.live_surface.look)
        self.training_panel.recipe_box.trained_requested.connect(self._on_box_trained_requested)
        self.walk.walked.connect(shared.training.take_turn)
        self._follow_run()
        shared.runs.progressed.connect(self._show_figures)
        shared.time.figures_changed.connect(self._on_time_figures_changed)
        table = self.runs_table
        shared.actions.compare_runs.triggered.connect(table.show_table)
        self.cost_plot.footer.runs.table_requested.connect(table.show_table)
        self.cost_plot.run_visibility_changed.connect(table.refresh)
        shared.offer(self.cost_plot, self._cost_figure)
        shared.offer(self.weights_view, self.weights_view.figure)
        shared.offer(self.surface, self.surface.figure)
        shared.offer(self.page.network_place, self._network.figure)
        shared.films.look_at(lambda: (self.live_surface.scene, self.surface.camera()))
        shared.films.offer(self.cost_plot, "cost")
        shared.films.offer(self.weights_view, "weights")
        shared.films.offer(self.surface, "surface")
        shared.films.offer(self.page.network_place, "diagram")
        self.surface.surface_dragged.connect(self._on_surface_dragged)
        self.surface.drag_ended.connect(self._on_surface_drag_ended)

    @Slot()
    def _on_time_figures_changed(self) -> None:
        time = self._shared.time
        self.cost_plot.set_moment(None if time.moment is None else time.figures)

    @Slot(str)
    def _on_box_trained_requested(self, name: str) -> None:
        from gdstudio.jobs.kept_networks import kept_run  # all experiments: not to open the window

        try:
            self._shared.files.open_kept_run(kept_run(name), None)
        except FileError as error:
            self._shared.messages.report(error)

    @Slot(float, float)
    def _on_surface_dragged(self, alpha: float, beta: float) -> None:
        scene = self.live_surface.scene
        if scene is not None:
            self.live_surface.set_walked_to((alpha, beta))
            self.walk.walk(scene, alpha, beta)

    @Slot()
    def _on_surface_drag_ended(self) -> None:
        self.live_surface.set_walked_to(None)
        self._shared.shown.end_walk()

    def _cost_figure(self) -> Figure | None:
        runs = self._shared.runs
        costs = {run.recipe.cost for run in (runs.run, *runs.earlier) if run is not None}
        unit = NATS if costs == {"cross-entropy"} else ""
        return None if runs.run is None else self.cost_plot.figure(runs.run.name, unit)
