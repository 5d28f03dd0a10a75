"""Shows the way between any two networks of "Many minima", and the drawn digit on it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.data.digits import DataSet
from gdstudio.experiments.minima import MinimaSettings
from gdstudio.experiments.minima.results import Networks
from gdstudio.experiments.workshop import Pieces
from gdstudio.jobs.ways import WayJob, networks_of, way_charts
from gdstudio.settings.settings import Settings
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.views.experiments.way_bar import WayBar
from gdstudio.studio.workers.background_job import BackgroundJob


class WayController(QObject):
    """Finds networks and goes ways in a thread of its own; lives in the GUI thread.

    Signals:
        charts_made: A tuple of charts of the way, to be shown before those of the result.
    """

    charts_made = Signal(object)

    def __init__(
        self,
        bar: WayBar,
        drawing: DrawingModel,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bar, self._drawing = bar, drawing
        self._networks: tuple[Networks, ...] = ()
        self._asked: tuple[DataSet, int] | None = None  # the data, and how much was learned of it
        self._way: tuple[int, int, int] | None = None
        self._drawn = drawing.pixels
        self._searches, self._walks = BackgroundJob(self), BackgroundJob(self)
        self._searches.made.connect(self._on_searches_made)
        self._walks.made.connect(self.charts_made)
        for jobs in (self._searches, self._walks):
            jobs.failed.connect(messages.report)
        bar.way_requested.connect(self._on_bar_way_requested)

    def set_result(self, settings: Settings | None, data: DataSet | None, pieces: Pieces) -> None:
        """Offer the networks of a result; none if it is not of "Many minima", or they are not kept.

        `pieces` says where finished ones are found.
        """
        for jobs in (self._searches, self._walks):
            jobs.forget()
        self._networks, self._way = (), None
        self._bar.set_networks(())
        if isinstance(settings, MinimaSettings) and data is not None:
            self._asked = data, settings.examples
            self._searches.start(partial(networks_of, settings, data, pieces))

    def look_again(self) -> None:
        """Go the way anew if another digit has been drawn."""
        if self._way is not None and self._drawing.pixels is not self._drawn:
            self._on_bar_way_requested(*self._way)

    @Slot(object)
    def _on_searches_made(self, networks: tuple[Networks, ...]) -> None:
        self._networks = networks
        self._bar.set_networks([(one.width, len(one)) for one in networks])

    @Slot(int, int, int)
    def _on_bar_way_requested(self, width: int, a: int, b: int) -> None:
        assert self._asked is not None
        self._way, self._drawn = (width, a, b), self._drawing.pixels
        data, examples = self._asked
        job = WayJob(self._networks[width], a, b, data, examples, self._drawn.copy())
        self._walks.start(partial(way_charts, job))
