"""The workspace Inspect: what goes on inside the network, why it errs, and where."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gdstudio.studio.actions import Actions
from gdstudio.studio.controllers.look_controller import LookController
from gdstudio.studio.controllers.mistakes_controller import MistakesController
from gdstudio.studio.controllers.shifts_controller import ShiftsController
from gdstudio.studio.settings import Settings
from gdstudio.studio.views.common.header import Header
from gdstudio.studio.views.common.lent_card import LentCard
from gdstudio.studio.views.inspect.activations_page import ActivationsPage
from gdstudio.studio.views.inspect.inspect_workspace import InspectWorkspace
from gdstudio.studio.views.inspect.mistakes_page import MistakesPage
from gdstudio.studio.views.inspect.shifts_page import ShiftsPage
from gdstudio.studio.views.training.metrics_strip import MetricsStrip
from gdstudio.studio.views.training.run_bar import RunBar
from gdstudio.studio.workspaces.learn_room import LearnRoom
from gdstudio.studio.workspaces.room import Room, show_figures


class InspectRoom(Room):
    """Looks into the network of the workspace Learn, whose canvas it borrows.

    Attributes:
        looking: The activations.
        shifts: The maps of shifts.
        mistakes: The test digits answered wrong.
    """

    def __init__(
        self, actions: Actions, settings: Settings, learn_room: LearnRoom, window: QWidget
    ) -> None:
        super().__init__(window)
        self.title, self.guide = self.tr("Inspect"), "inspect"
        self._actions, self._learn_room = actions, learn_room
        self.learn = learn_room.learn
        self.own_actions = (actions.next_mistake, actions.uncover)
        self.activations_page = ActivationsPage(actions.uncover)
        self.shifts_page, self.mistakes_page = ShiftsPage(), MistakesPage()
        self.metrics = MetricsStrip()
        self.run_bar = RunBar(actions.run, list(learn_room.steps), actions.reset)
        self.header = Header(self.run_bar, self.metrics)
        self.page = self.workspace = InspectWorkspace(
            self.activations_page, self.shifts_page, self.mistakes_page, actions.next_mistake
        )
        self._drawing_card = LentCard(
            learn_room.workspace.drawing_card,
            learn_room.workspace.columns,
            self.workspace.drawing_place,
            self.workspace.columns,
        )
        drawing = learn_room.drawing
        self.looking = LookController(
            self.learn, drawing, self.activations_page, actions.uncover, self
        )
        self.shifts = ShiftsController(self.learn, drawing, self.shifts_page, self)
        self.mistakes = MistakesController(self.learn, drawing, self.mistakes_page, self)
        self._in_sight = False
        self._connect()
        self.workspace.restore_layout(settings)

    @property
    def is_running(self) -> bool:
        """True while the network learns."""
        return self.learn.is_running

    def toggle_running(self) -> None:
        """Run or pause the training."""
        self.learn.toggle_running()

    def reset(self) -> None:
        """Begin a new run."""
        self.learn.reset()

    def set_in_sight(self, in_sight: bool) -> None:
        """Borrow the canvas and look, or give it back and rest."""
        self._in_sight = in_sight
        if in_sight:
            self._drawing_card.lend()
            self._learn_room.let_steps_act()
            self._show_figures()
        else:
            self._drawing_card.give_back()
        for action in self.own_actions:
            action.setVisible(in_sight)
        self._actions.next_mistake.setEnabled(in_sight)
        self._show_page()

    def shutdown(self) -> None:
        """End the threads."""
        for controller in (self.looking, self.shifts, self.mistakes):
            controller.shutdown()

    def show_page(self, page: str) -> None:
        """Show "activations", "shifts" or "mistakes"."""
        self.workspace.set_page(page)
        self._show_page()

    def _connect(self) -> None:
        self._actions.next_mistake.triggered.connect(self.mistakes.show_next_mistake)
        self.workspace.page_changed.connect(self._show_page)
        self.mistakes.look_requested.connect(self._on_mistakes_look_requested)
        self.mistakes.message_raised.connect(self.message_raised)
        self.run_bar.speed_chosen.connect(self.learn.set_speed)
        self.learn.running_changed.connect(self.running_changed)
        self.learn.snapshot_shown.connect(self._show_figures)
        self.learn.run_changed.connect(self._on_learn_run_changed)
        for controller in (self.looking, self.shifts, self.mistakes):
            controller.failed.connect(self.fault_met)

    @Slot()
    def _show_page(self) -> None:
        """Let only the page in sight cost anything."""
        page = self.workspace.page()
        for name, controller in (
            ("activations", self.looking),
            ("shifts", self.shifts),
            ("mistakes", self.mistakes),
        ):
            controller.set_in_sight(self._in_sight and page == name)

    @Slot()
    def _show_figures(self) -> None:
        run = self.learn.run
        if self._in_sight and run is not None and run.progress is not None:
            show_figures(self.metrics, run)

    @Slot()
    def _on_learn_run_changed(self) -> None:
        self.metrics.clear()

    @Slot()
    def _on_mistakes_look_requested(self) -> None:
        self.show_page("activations")
