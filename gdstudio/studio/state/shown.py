"""Which network the window shows now, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.jobs.subject import Subject
from gdstudio.learning.moment import Moment
from gdstudio.learning.network import Network
from gdstudio.studio.state.progress import Progress
from gdstudio.studio.state.run_model import RunModel

if TYPE_CHECKING:  # at run time not to open the window, but when there are some
    from gdstudio.inside.edits import Edit
    from gdstudio.jobs.planes import LossScene


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Where a network comes from: a value, whatever becomes of what it was taken from.

    Attributes:
        subject: The network at that moment: parameters (read-only), step, recipe and name.
    """

    subject: Subject


@dataclass(frozen=True, slots=True, eq=False)
class RunAsItGoes(Source):
    """The network of the present run, which moves with every message that is shown of it.

    Attributes:
        progress: The message that it came with; another may have been taken in since.
    """

    progress: Progress


@dataclass(frozen=True, slots=True, eq=False)
class Walk(Source):
    """A network on the loss surface around the run.

    Attributes:
        place: The surface walked on, and alpha and beta there; None on a slice.
    """

    place: tuple[LossScene, float, float] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Past(Source):
    """The network of the present run as it was after some of its updates.

    Attributes:
        moment: What is kept of that moment.
    """

    moment: Moment


@dataclass(frozen=True, slots=True, eq=False)
class Edited(Source):
    """A network with edits in force.

    Attributes:
        below: Where the network comes from that is edited; it has no edits.
        edits: In the order in which they are made.
    """

    below: Source
    edits: tuple[Edit, ...]


class Shown(QObject):
    """The network shown: that of the run as it goes, unless another one is shown for a while.

    The run goes on unseen meanwhile. Every view that depends on the network follows this. Owned by
    the window, lives in the GUI thread.

    Signals:
        changed: The network shown is another one, or has moved.
        source_changed: It comes from elsewhere: another place, or from the run again.
    """

    changed = Signal()
    source_changed = Signal()

    def __init__(self, runs: RunModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self._source: Source | None = None
        self._below: Source | None = None  # what a walk began from, if that is not the run
        self._layers: Network | None = None
        self._layers_of: Subject | None = None
        self._network: Network | None = None
        runs.moved.connect(self._on_runs_moved)
        runs.run_changed.connect(self._on_runs_run_changed)

    @property
    def source(self) -> Source | None:
        """Where the network comes from; None while there is none."""
        return self._source

    @property
    def base(self) -> Source | None:
        """The source below a walk and edits: a moment of the past, or the run (of a walk None)."""
        source = self._below if isinstance(self._source, Walk) else self._source
        return source.below if isinstance(source, Edited) else source

    @property
    def is_run(self) -> bool:
        """True unless another network is shown in place of that of the run."""
        return self._source is None or isinstance(self._source, RunAsItGoes)

    @property
    def subject(self) -> Subject | None:
        """The network with its name, as any thread may keep it; None while there is none."""
        return None if self._source is None else self._source.subject

    @property
    def network(self) -> Network | None:
        """The network, for the GUI thread; another object whenever it has changed."""
        subject = self.subject
        if self._network is None and subject is not None:
            parameters = subject.parameters
            self._network = self._layers_for(subject).at(parameters)
        return self._network

    def show(self, source: Source) -> None:
        """Show a network in place of that of the run, until `leave`."""
        if not isinstance(source, Walk):
            self._below = None
        elif isinstance(self._source, Past | Edited):
            self._below = self._source
        self._take(source)
        self.source_changed.emit()
        self.changed.emit()

    @Slot()
    def leave(self) -> None:
        """Show the network of the run again, exactly as it is now."""
        if not self.is_run:
            self._below = None
            self._show_run()
            self.source_changed.emit()
            self.changed.emit()

    @Slot()
    def end_walk(self) -> None:
        """Show what was shown before a walk: edits, a moment of the past, or the run."""
        if not isinstance(self._source, Walk):
            return
        if self._below is None:
            self.leave()
        else:
            self.show(self._below)

    @Slot()
    def end_edits(self) -> None:
        """Show what was shown before edits: a moment of the past, or the run."""
        self.end_walk()
        if isinstance(self._source, Edited):
            below = self._source.below
            if isinstance(below, Past):
                self.show(below)
            else:
                self.leave()

    def _show_run(self) -> None:
        subject, progress = self._runs.subject(), self._runs.progress
        if subject is None or progress is None:
            self._take(None)
        else:
            self._take(RunAsItGoes(subject, progress))

    def _take(self, source: Source | None) -> None:
        self._source, self._network = source, None

    def _layers_for(self, subject: Subject) -> Network:
        """Return a network of that kind, wherever it stands; the last one is kept."""
        known = self._layers_of
        if self._layers is None or known is None or _kind(known) != _kind(subject):
            self._layers = subject.recipe.make_network(subject.in_shape, subject.n_classes)
            self._layers_of = subject
        return self._layers

    @Slot()
    def _on_runs_moved(self) -> None:
        if self.is_run:
            self._show_run()
            self.changed.emit()

    @Slot()
    def _on_runs_run_changed(self) -> None:
        was_run = self.is_run
        self._below = None
        self._take(None)
        if not was_run:
            self.source_changed.emit()
        self.changed.emit()


def _kind(subject: Subject) -> tuple[object, ...]:
    return subject.recipe, subject.in_shape, subject.n_classes
