"""The workspace Descent: costs of one and two inputs, and how methods go down them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from gdstudio.descent.library import LIBRARY
from gdstudio.descent.methods import Racer
from gdstudio.numerals import numeral, whole
from gdstudio.studio.controllers.descent_controller import DescentController
from gdstudio.studio.controllers.descent_marks_controller import DescentMarksController
from gdstudio.studio.controllers.descent_scene_controller import DescentSceneController
from gdstudio.studio.controllers.filmable import Filmable, filmable_descent
from gdstudio.studio.menu_spec import DESCENT_WORDS
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.descent_session import method_title
from gdstudio.studio.state.descent_view import MOST_STEPS, DescentView, racers_of
from gdstudio.studio.state.figure_caption import settings_in_words
from gdstudio.studio.state.kept_views import CameraView, part_of
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.header import Header
from gdstudio.studio.views.common.refusal import first_refused
from gdstudio.studio.views.descent.curve_view import CurveView
from gdstudio.studio.views.descent.descent_metrics import DescentMetrics
from gdstudio.studio.views.descent.descent_page import DescentPage
from gdstudio.studio.views.descent.descent_panel import OVERLAYS, DescentPanel
from gdstudio.studio.views.descent.narration_view import NarrationView
from gdstudio.studio.views.descent.race_panel import RacePanel
from gdstudio.studio.views.plane.contour_view import ContourView
from gdstudio.studio.views.plane.cost_curves import CostCurves
from gdstudio.studio.views.surface.scaled_surface import ScaledSurface
from gdstudio.studio.views.surface.surface_view import SurfaceView
from gdstudio.studio.views.training.run_bar import SPEEDS_ACCEPTED, RunBar
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.workspace import Workspace
from gdstudio.texts import Text

FIRST_SPEED = 5.0


class DescentWorkspace(Workspace):
    """Curve, surface and map around one descent or a race.

    Attributes:
        descent: The descents.
        scenes: Curves, surfaces and basins.
    """

    words = DESCENT_WORDS

    def __init__(self, shared: Shared, window: QWidget, *, use_gl: bool | None) -> None:
        super().__init__(window)
        self.guide = "descent"
        self._actions = actions = shared.actions
        self._shared, self._messages = shared, shared.messages
        self.panel, self.race = DescentPanel(), RacePanel()
        self.curve, self.contour = CurveView(), ContourView()
        view = SurfaceView(use_gl)
        self.surface = ScaledSurface(view)
        self.curves, self.narration = CostCurves(), NarrationView()
        self.metrics = DescentMetrics()
        self.race_switch = QCheckBox(self.tr("Race these from the same start"))
        self.own_actions = (actions.descent_back, actions.descent_step)
        self.run_bar = RunBar(actions.run, list(self.own_actions), actions.reset)
        self.run_bar.set_speed(FIRST_SPEED)
        self.header = Header(self.run_bar, self.metrics)
        self.page: DescentPage = DescentPage(
            self.panel,
            self.curve,
            self.surface,
            self.contour,
            self.narration,
            self.curves,
            self.race,
            self.race_switch,
        )
        self._make_controllers(shared.deeds)
        self._connect()
        self.page.restore_layout(shared.preferences)
        self._on_function_changed()
        self._started = False

    @property
    def is_running(self) -> bool:
        """True while the descents go on by themselves."""
        return self.descent.is_running

    def toggle_running(self) -> None:
        """Run or pause; what is typed and not accepted is said instead of run."""
        if self.is_running or self._is_accepted():
            self.descent.toggle_running()

    def reset(self) -> None:
        """Go back to the start."""
        steps = self.descent.session.n_steps
        self.descent.reset()
        if steps:
            text = self.tr("Back at the start, from step {0}. Space goes the same way again.")
            self._messages.say(text.format(whole(steps)))

    def set_in_sight(self, in_sight: bool) -> None:
        """Pause when something else is looked at; make the first picture when it is wanted."""
        for action in self.own_actions:
            action.setEnabled(in_sight)
            action.setVisible(in_sight)
        if not in_sight:
            if self.is_running:
                self.descent.toggle_running()
            return
        for action in (self._actions.run, self._actions.reset):
            action.setEnabled(True)
        if not self._started:
            self._started = True
            self.scenes.remake()

    def state(self) -> dict[str, Any]:
        """Return function, start, settings, race, speed, overlays and camera with the layout."""
        panel, function = self.panel, self.descent.function
        is_typed = function.name not in LIBRARY
        descent = DescentView(
            function=function.name,
            formula=function.formula if is_typed else "",
            dimension=function.dimension,
            start=self.descent.session.start,
            method=panel.method(),
            learning_rate=panel.learning_rate(),
            racing=self.race_switch.isChecked(),
            steps=self.descent.session.n_steps,
        )
        return {
            **super().state(),
            "descent": descent.to_dict(),
            "racers": [racer.to_dict() for racer in self.race.racers()],
            "speed": self.run_bar.speed or 0.0,
            "overlays": {name: panel.overlays.is_shown(name) for name in OVERLAYS},
            "camera": CameraView.of(self.surface.view.camera()).to_dict(),
        }

    def take_up(self, kept: Mapping[str, Any]) -> None:
        """Descend what was descended, as far as it had come."""
        super().take_up(kept)
        self.surface.view.set_camera(CameraView.from_dict(part_of(kept, "camera")).camera())
        self.run_bar.choose_speed(kept.get("speed"))
        if not (said := part_of(kept, "descent")):
            return
        descent = DescentView.from_dict(said)
        function, racers = descent.cost(), racers_of(kept.get("racers"))
        panel = self.panel
        panel.set_function(function)
        panel.set_method(descent.method)
        panel.rate_field.show_value(descent.learning_rate)
        panel.set_start(descent.start)
        for name, shown in part_of(kept, "overlays").items():
            if name in OVERLAYS:
                panel.overlays.set_overlay(name, shown is True)
        if function.dimension == 2:
            self.race.set_function(function)
        self.race.set_racers(racers)
        with QSignalBlocker(self.race_switch):
            self.race_switch.setChecked(descent.racing)
        self.descent.begin_again(racing=descent.racing, steps=min(descent.steps, MOST_STEPS))

    def taken(self, kept: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return `state`, and whether some race; one that has ended before did all its steps."""
        state, wanted = self.state(), part_of(kept, "descent").get("steps")
        state["descent"] |= {"racing": self.descent.is_racing}
        if self.descent.session.is_over and type(wanted) is int and wanted <= MOST_STEPS:
            state["descent"] |= {"steps": wanted}
        return state

    def accepted(self) -> dict[str, str]:
        """Return what is accepted, also of what `take_up` passes over."""
        steps = Text("a whole number from 0 to {0:,}", MOST_STEPS)
        of_one = {"descent.racing": Text("false: a cost of one input has no race")}
        own = {"speed": SPEEDS_ACCEPTED, "descent.steps": steps}
        return {**super().accepted(), **own, **of_one}

    def look_changed(self) -> None:
        """Draw anew what controllers colour."""
        self.marks.refresh()

    def _make_controllers(self, deeds: Deeds) -> None:
        self.descent = DescentController(self.panel, self.race, deeds, self)
        self.scenes = DescentSceneController(
            self.descent, self.panel, self.curve, self.contour, self.surface, self._messages, self
        )
        self.marks = DescentMarksController(
            self.descent,
            self.scenes,
            self.panel,
            self.curve,
            self.contour,
            self.surface.view,
            self.curves,
            self.narration,
            self.race,
            self.metrics,
            self,
        )

    def _connect(self) -> None:
        descent = self.descent
        self._actions.descent_step.triggered.connect(self._on_step_triggered)
        self._actions.descent_back.triggered.connect(descent.back)
        self.run_bar.speed_chosen.connect(descent.set_speed)
        self.race_switch.toggled.connect(descent.set_racing)
        descent.racing_put.connect(self._on_descent_racing_put)
        self.curve.start_chosen.connect(descent.choose_start_of_one)
        self.contour.start_chosen.connect(descent.choose_start_of_two)
        self.surface.view.surface_clicked.connect(descent.choose_start_of_two)
        self.surface.view.surface_dragged.connect(descent.choose_start_of_two)
        descent.function_changed.connect(self._on_function_changed)
        pictures = self.curve, self.surface.view, self.contour, self.curves
        for view in (*pictures, self.narration, self.race):
            self._shared.offer(view, view.figure, self._caption)
        self._shared.films.offer(self.curve, "descent", partial(self._filmable, self.curve))
        self._shared.films.offer(self.contour, "descent", partial(self._filmable, self.contour))

    def _filmable(self, view: CurveView | ContourView) -> Filmable | None:
        return filmable_descent(view.chart(), told(self.descent.function.title))

    def _caption(self) -> str:
        """Return which cost is shown, from where, and by which methods it is descended."""
        function, session = self.descent.function, self.descent.session
        text = self.tr("{0}, C = {1}, descended from {2} in {3} steps by {4}.")
        start = ", ".join(numeral(x) for x in session.start)
        rate = numeral(self.panel.learning_rate())
        method = method_title(self.panel.method())
        methods = self.tr("{0} (learning rate: {1})").format(method, rate)
        if self.descent.is_racing:
            methods = ", ".join(map(_in_words, self.race.racers()))
        name, formula = told(function.name), function.formula
        return text.format(name, formula, start, whole(session.n_steps), methods)

    def _is_accepted(self) -> bool:
        """Take what is being typed; say what is not accepted, at its field and in a word."""
        refused = self.panel.first_refused()
        if refused is None and self.descent.is_racing:
            refused = first_refused(self.race)
        if refused is None:
            return True
        field, reason = refused
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._messages.say(self.tr("Not started: {0}").format(reason))
        return False

    @Slot()
    def _on_step_triggered(self) -> None:
        if self._is_accepted():
            self.descent.step()

    @Slot(bool)
    def _on_descent_racing_put(self, racing: bool) -> None:
        with QSignalBlocker(self.race_switch):
            self.race_switch.setChecked(racing)

    @Slot()
    def _on_function_changed(self) -> None:
        self.page.set_dimension(self.descent.function.dimension)
        self.metrics.set_function(self.descent.function)


def _in_words(racer: Racer) -> str:
    settings = settings_in_words(racer, without=("method",))
    return f"{method_title(racer.method)} ({settings})"
