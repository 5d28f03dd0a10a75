"""The pages of Inspect behind the first one: imported and made when one of them is first wanted."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.inspect.inspect_page import InspectPage
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.workspace import RunWorkspace

if TYPE_CHECKING:  # at run time, a page comes with its own imports
    from gdstudio.studio.controllers.backprop_controller import BackpropController
    from gdstudio.studio.controllers.health_controller import HealthController
    from gdstudio.studio.controllers.look_controller import LookController
    from gdstudio.studio.controllers.matrix_controller import MatrixController
    from gdstudio.studio.controllers.mistakes_controller import MistakesController
    from gdstudio.studio.controllers.nudges_controller import NudgesController
    from gdstudio.studio.controllers.shifts_controller import ShiftsController
    from gdstudio.studio.controllers.smooth_controller import SmoothController
    from gdstudio.studio.views.inside.backprop_page import BackpropPage
    from gdstudio.studio.views.inside.health_page import HealthPage
    from gdstudio.studio.views.inside.matrix_view import MatrixView
    from gdstudio.studio.views.inside.nudges_page import NudgesPage
    from gdstudio.studio.views.inside.smooth_page import SmoothPage
    from gdstudio.studio.views.inspect.activations_page import ActivationsPage
    from gdstudio.studio.views.inspect.mistakes_page import MistakesPage
    from gdstudio.studio.views.inspect.shifts_page import ShiftsPage

    LaterController = (
        LookController
        | BackpropController
        | NudgesController
        | HealthController
        | MatrixController
        | SmoothController
        | ShiftsController
        | MistakesController
    )
    LaterPage = (
        ActivationsPage
        | BackpropPage
        | NudgesPage
        | HealthPage
        | MatrixView
        | SmoothPage
        | ShiftsPage
        | MistakesPage
    )

CHOICES: Final = {
    "backprop_of": ("backprop", ("digit", "batch")),
    "backprop_stage": ("backprop", ("forward", "cost", "backward", "update")),
    "backprop_below": ("backprop", ("layers", "trust")),
    "nudges_of": ("nudges", ("digit", "batch", "all")),
    "nudges_beside": ("nudges", ("slice", "time")),
    "shifts_of": ("shifts", ("drawn", "all")),
}
"""What is chosen in the pages, by name: in which page, and what can be had at first, the usual one
before the others."""


class InspectPages(RunWorkspace):
    """Makes a page, and who joins it with the network, as soon as one of the two is asked for.

    Attributes:
        page: Holds the pages.
    """

    page: InspectPage

    def __init__(self, shared: Shared, window: QWidget) -> None:
        super().__init__(shared, window)
        self._controllers: dict[str, LaterController] = {}
        self._given = shared.runs, shared.shown, shared.drawing

    @cached_property
    def _activations(self) -> tuple[ActivationsPage, LookController]:
        from gdstudio.studio.controllers.look_controller import LookController
        from gdstudio.studio.views.inspect.activations_page import ActivationsPage

        uncover, told = self._shared.actions.uncover, self._shared.messages
        page = ActivationsPage(uncover)
        controller = LookController(*self._given, page, uncover, told, self)
        self._take_in("activations", page, controller)
        return page, controller

    @property
    def backprop_page(self) -> BackpropPage:
        """One step of backpropagation, number by number."""
        return self._backprop[0]

    @property
    def backprop(self) -> BackpropController:
        """One step of backpropagation."""
        return self._backprop[1]

    @cached_property
    def _backprop(self) -> tuple[BackpropPage, BackpropController]:
        from gdstudio.studio.controllers.backprop_controller import BackpropController
        from gdstudio.studio.views.inside.backprop_page import BackpropPage

        shared, page = self._shared, BackpropPage()
        controller = BackpropController(*self._given, shared.inside, page, shared.messages, self)
        self._take_in("backprop", page, controller)
        return page, controller

    @property
    def nudges_page(self) -> NudgesPage:
        """The gradient, ranked."""
        return self._nudges[0]

    @property
    def nudges(self) -> NudgesController:
        """What the gradient asks of every weight."""
        return self._nudges[1]

    @cached_property
    def _nudges(self) -> tuple[NudgesPage, NudgesController]:
        from gdstudio.studio.controllers.nudges_controller import NudgesController
        from gdstudio.studio.views.inside.nudges_page import NudgesPage

        shared, page = self._shared, NudgesPage()
        controller = NudgesController(*self._given, shared.inside, page, shared.messages, self)
        self._take_in("nudges", page, controller)
        return page, controller

    @property
    def health(self) -> HealthController:
        """How well each layer learns."""
        return self._health[1]

    @cached_property
    def _health(self) -> tuple[HealthPage, HealthController]:
        from gdstudio.studio.controllers.health_controller import HealthController
        from gdstudio.studio.views.inside.health_page import HealthPage

        shared, page = self._shared, HealthPage()
        controller = HealthController(shared.runs, shared.shown, page, shared.messages, self)
        self._take_in("health", page, controller)
        return page, controller

    @property
    def matrix_view(self) -> MatrixView:
        """Weights and biases, one array at a time."""
        return self._weights[0]

    @property
    def matrix(self) -> MatrixController:
        """All weights and biases."""
        return self._weights[1]

    @cached_property
    def _weights(self) -> tuple[MatrixView, MatrixController]:
        from gdstudio.studio.controllers.matrix_controller import MatrixController
        from gdstudio.studio.views.inside.matrix_view import MatrixView

        page = MatrixView()
        controller = MatrixController(self._shared.shown, self._shared.inside, page, self)
        self._take_in("weights", page, controller)
        return page, controller

    @property
    def smooth(self) -> SmoothController:
        """The slopes of activation functions."""
        return self._smooth[1]

    @cached_property
    def _smooth(self) -> tuple[SmoothPage, SmoothController]:
        from gdstudio.studio.controllers.smooth_controller import SmoothController
        from gdstudio.studio.views.inside.smooth_page import SmoothPage

        shared, page = self._shared, SmoothPage()
        controller = SmoothController(*self._given, shared.inside, page, shared.messages, self)
        self._take_in("smooth", page, controller)
        return page, controller

    @property
    def shifts_page(self) -> ShiftsPage:
        """What a digit that stands elsewhere does."""
        return self._shifts[0]

    @property
    def shifts(self) -> ShiftsController:
        """The maps of shifts."""
        return self._shifts[1]

    @cached_property
    def _shifts(self) -> tuple[ShiftsPage, ShiftsController]:
        from gdstudio.studio.controllers.shifts_controller import ShiftsController
        from gdstudio.studio.views.inspect.shifts_page import ShiftsPage

        page = ShiftsPage()
        controller = ShiftsController(*self._given, page, self._shared.messages, self)
        self._take_in("shifts", page, controller)
        return page, controller

    @property
    def mistakes(self) -> MistakesController:
        """The test digits answered wrong."""
        return self._mistakes[1]

    @cached_property
    def _mistakes(self) -> tuple[MistakesPage, MistakesController]:
        from gdstudio.studio.controllers.mistakes_controller import MistakesController
        from gdstudio.studio.views.inspect.mistakes_page import MistakesPage

        page = MistakesPage()
        controller = MistakesController(*self._given, page, self._shared.messages, self)
        controller.look_requested.connect(self._on_mistakes_look_requested)
        self._take_in("mistakes", page, controller)
        return page, controller

    def show_page(self, page: str) -> None:
        """Show a page by its name."""
        raise NotImplementedError

    def made(self, name: str) -> tuple[LaterPage, LaterController]:
        """Return a page, and who joins it with the network; made now if it is not there yet."""
        found: tuple[LaterPage, LaterController] = getattr(self, f"_{name}")
        return found

    def _take_in(self, name: str, page: LaterPage, controller: LaterController) -> None:
        self._controllers[name] = controller
        self.page.put(name, page, page.figure)

    def _switches(self, page: str) -> dict[str, SegmentedSwitch]:
        """Return what is chosen in a page, by names of `CHOICES`; makes the page."""
        if page == "backprop":
            one = self.backprop_page
            return {
                "backprop_of": one.over,
                "backprop_stage": one.stages,
                "backprop_below": one.views,
            }
        if page == "nudges":
            return {"nudges_of": self.nudges_page.over, "nudges_beside": self.nudges_page.views}
        return {"shifts_of": self.shifts_page.switch}

    def _choices(self) -> dict[str, str]:
        """Return what is chosen in the pages, by name; of a page not made yet the usual."""
        return {
            name: self._switches(page)[name].choice() if page in self._controllers else choices[0]
            for name, (page, choices) in CHOICES.items()
        }

    def _choices_there(self) -> dict[str, tuple[str, ...]]:
        """Return what can be chosen in the pages now, by name."""
        return {
            name: self._switches(page)[name].choices() if page in self._controllers else choices
            for name, (page, choices) in CHOICES.items()
        }

    def _choose(self, name: str, choice: object) -> None:
        """Choose in a page as the user would; what is no choice changes nothing."""
        page, choices = CHOICES[name]
        if page in self._controllers or choice in choices[1:]:
            self._switches(page)[name].choose(str(choice))

    @Slot()
    def _on_mistakes_look_requested(self) -> None:
        self.show_page("activations")
