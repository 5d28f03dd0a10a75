"""What every workspace is to the window: a page, a header, and something that can run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from gdstudio.studio.menu_spec import LEARN_WORDS
from gdstudio.studio.preferences import LARGEST_SHARE, LEAST_SHARE, Preferences
from gdstudio.studio.state.kept_views import part_of
from gdstudio.studio.views.common.header import Header
from gdstudio.studio.views.common.split_page import SplitPage
from gdstudio.studio.views.training.metrics_strip import MetricsStrip, show_figures
from gdstudio.studio.views.training.run_bar import RunBar
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.texts import Text

if TYPE_CHECKING:  # at run time not to open the window, but when there is one
    from gdstudio.jobs.planes import LossScene


class Workspace(QObject):
    """Owns the views and controllers of one workspace; made once, before the window is shown.

    Attributes:
        guide: Its page in resources/guide.
        page: What the tab shows.
        header: Controls and figures, shown above the tabs' pages while the workspace is in sight.
        own_actions: Actions that mean something only here; all others are shared.
        cancels: What runs here is cancelled, not paused.
        words: What Run and Reset do here.
        shows_run: The run is looked at here: steps and Back act.
        needs_run: What stands here names parts of the run's network: `take_up` after it is there.

    Signals:
        settled: What `take_up` has begun to open is there, or cannot be opened.
    """

    settled = Signal()

    guide: str
    page: SplitPage
    header: Header
    own_actions: tuple[QAction, ...] = ()
    cancels = False
    words = LEARN_WORDS
    shows_run = False
    needs_run = False

    @property
    def is_running(self) -> bool:
        """True while something runs."""
        raise NotImplementedError

    @property
    def is_settled(self) -> bool:
        """True unless something is being opened that `take_up` has begun to open."""
        return True

    def toggle_running(self) -> None:
        """Run or pause."""
        raise NotImplementedError

    def reset(self) -> None:
        """Begin afresh."""
        raise NotImplementedError

    def set_in_sight(self, in_sight: bool) -> None:
        """Tell whether the workspace is the one shown."""

    def set_answer_hidden(self, hidden: bool) -> None:
        """Hide whatever tells what the network answers to the drawing, or show it again."""

    def look_changed(self) -> None:
        """Draw anew what controllers colour: the theme is another one."""

    def state(self) -> dict[str, Any]:
        """Return what stands here as plain values, for a session; `take_up` checks them again."""
        return {"layout": self.page.layout_kept()}

    def take_up(self, kept: Mapping[str, Any]) -> None:
        """Show what `state` returned in some sitting; what is missing stays as it is.

        Raises GdstudioError of a value that is not accepted.
        """
        self.page.take_up_layout(part_of(kept, "layout"))

    def taken(self, _kept: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return `state`, to be compared with what was to be taken up."""
        return self.state()

    def accepted(self) -> dict[str, str]:
        """Return what is accepted of what `take_up` passes over, by keys with points in them."""
        accepted = Text("a number from {0} to {1} for each card", LEAST_SHARE, LARGEST_SHARE)
        return {f"layout.{name}": accepted for name in self.page.layout_kept()}

    @property
    def scene(self) -> LossScene | None:
        """The loss surface that is shown; None for none."""
        return None

    def put_back(self, scene: LossScene) -> None:
        """Show a loss surface again that was shown of the present run before."""

    def save(self, settings: Preferences) -> None:
        """Keep the layout."""
        self.page.save_layout(settings)


class RunWorkspace(Workspace):
    """A workspace in which the run is looked at: Run, Reset and steps are those of the run.

    Attributes:
        metrics: The figures of the run.
        run_bar: Run, steps, Reset and speed of the run.
    """

    shows_run = True

    def __init__(self, shared: Shared, window: QWidget) -> None:
        super().__init__(window)
        self._shared, a = shared, shared.actions
        self._in_sight = False
        self.metrics = MetricsStrip()
        self.run_bar = RunBar(a.run, list(a.steps), a.reset)
        self.run_bar.speed_chosen.connect(shared.training.set_speed)
        self.header = Header(self.run_bar, self.metrics)

    @property
    def is_running(self) -> bool:
        """True while the network learns."""
        return self._shared.runs.is_running

    def toggle_running(self) -> None:
        """Run or pause the training."""
        self._shared.runner.toggle_running()

    def reset(self) -> None:
        """Begin a new run."""
        self._shared.runner.reset()

    def _follow_run(self) -> None:
        """Show the figures of the run wherever it moves, while somebody looks."""
        self._shared.runs.moved.connect(self._show_figures)
        self._shared.time.figures_changed.connect(self._show_figures)
        self._shared.runs.run_changed.connect(self.metrics.clear)

    @Slot()
    def _show_figures(self) -> None:
        figures = self._shared.time.figures
        if self._in_sight and figures is not None:
            show_figures(self.metrics, figures)
