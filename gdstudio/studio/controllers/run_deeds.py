"""What a person did with runs and their settings, so that it can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.data.digits import DataSet
from gdstudio.files.manifest import Caption
from gdstudio.learning.recipe import Recipe
from gdstudio.settings.settings import Field
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.run import Run
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.translation import told

MOST_ASIDE: Final = 8  # runs begun from a place or a file, and left before they learnt anything
MOST_SETS: Final = 1  # data sets beside the one in use, of some 50 to 550 MB
_OF_ONE_FIELD: Final = 2  # settings: layers, outputs, an optimiser with its rate

TakeUp = Callable[[Run], None]
AskSettings = Callable[[], Recipe | None]


@dataclass(frozen=True, slots=True)
class OfRuns:
    """How things stood with some runs.

    Attributes:
        runs: The runs; `refresh` makes them those that were taken up last.
    """

    runs: list[Run]

    def refresh(self) -> None:
        """Speak of the runs as they were taken up last; they are the same ones."""
        self.runs[:] = [run.latest for run in self.runs]

    @property
    def run(self) -> Run:
        """The one run, as it was taken up last."""
        return self.runs[0].latest


@dataclass(frozen=True, slots=True)
class Present(OfRuns):
    """Which run goes on, and what stands beside it.

    Attributes:
        settings: The settings shown.
        order: The numbers of the earlier runs, in their order.
        data: The digits in use.
    """

    settings: Recipe
    order: tuple[int, ...]
    data: DataSet


@dataclass(frozen=True, slots=True)
class Listed(OfRuns):
    """Whether runs are among the earlier ones or taken out, and the numbers of the earlier ones."""

    listed: bool
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Called(OfRuns):
    """What a run is called, and what is noted of it."""

    caption: Caption


class RunDeeds(QObject):
    """Notes each deed with how things stood before and after; lives in the GUI thread.

    To undo what made another run the present one is to take up the run before as it was left. The
    one after stays among the earlier runs, if it has learnt anything, and goes on from there when
    the deed is done again. A run that has learnt nothing is begun anew.

    The list keeps no run alive that has learnt something: they are in the model, as present,
    earlier or taken out. Of those left before they learnt anything it keeps the last `MOST_ASIDE`
    that cannot be begun anew from their recipe; and of the data sets that were in use the last
    `MOST_SETS`.

    Signals:
        settings_put: The settings to show again, of type Recipe, beside the run they stood beside.
    """

    settings_put = Signal(object)

    def __init__(
        self, runs: RunModel, deeds: Deeds, take_up: TakeUp, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runs, self._deeds, self._take_up = runs, deeds, take_up
        self._ask_settings: AskSettings = lambda: None
        self._here: Present | None = None
        self._key: tuple[str, ...] = ()  # of the settings changed last
        for changed in (runs.run_changed, runs.earlier_changed, runs.data_changed):
            changed.connect(deeds.review)

    def take_settings_from(self, ask: AskSettings) -> None:
        """Look there for the settings shown."""
        self._ask_settings = ask

    def note_run(self, text: str) -> None:
        """Note that another run is present now."""
        self._note(text)

    def note_settings(self, *, held: bool) -> None:
        """Note that other settings are shown, perhaps while their field is `held`."""
        before, after = self._here, self._ask_settings()
        changed = () if before is None or after is None else _changed(before.settings, after)
        text = self.tr("settings")
        if 0 < len(changed) <= _OF_ONE_FIELD:
            text = self.tr("setting “{0}”").format(told(changed[0].label))
        self._key = tuple(field.name for field in changed) or self._key
        self._note(text, key=self._key, held=held)

    @Slot()
    def follow(self) -> None:
        """Begin from how things are now: they changed without a deed."""
        self._deeds.review()
        run, data, here = self._runs.run, self._runs.data, self._here
        if here is not None:
            here.refresh()
        settings = self._ask_settings() or (None if here is None else here.settings)
        if run is None or data is None or settings is None:
            self._here = None
        else:
            self._here = Present([run], settings, self._order(), data)

    @Slot(int)
    def remove(self, run_id: int) -> None:
        """Take out an earlier run."""
        found = [run for run in self._runs.earlier if run.run_id == run_id]
        if found:
            self._take_out(self.tr("deleting {0}").format(found[0].name), found)

    @Slot()
    def clear_earlier(self) -> None:
        """Take out all earlier runs."""
        self._take_out(self.tr("clearing earlier runs"), self._runs.earlier)

    @Slot()
    def put_back(self) -> None:
        """Put the run that was taken out last back in its place, whatever was done since."""
        if self._runs.removed:
            (_, run), order = self._runs.removed[-1], self._order()
            self._runs.put_back(run)
            text = self.tr("putting back {0}").format(run.name)
            self._note_listed(text, Listed([run], False, order))

    @Slot(int, str)
    def rename(self, run_id: int, name: str) -> None:
        """Let a run be called so."""
        run = self._runs.find(run_id)
        if run is not None:
            before = Called([run], run.caption)
            self._runs.rename(run_id, name)
            self._note_caption(self.tr("renaming"), before)

    @Slot(int, str)
    def set_note(self, run_id: int, note: str) -> None:
        """Note something of a run."""
        run = self._runs.find(run_id)
        if run is not None:
            before = Called([run], run.caption)
            self._runs.set_note(run_id, note)
            self._note_caption(self.tr("note"), before)

    def _note(self, text: str, *, key: object = None, held: bool = False) -> None:
        before = self._here
        self.follow()
        after = self._here
        if before is not None and after is not None:
            put, can_put = self._put_present, self._can_put_present
            self._deeds.note(text, put, before, after, can_put=can_put, key=key, held=held)
            self._let_go()

    def _can_put_present(self, wanted: Present, here: Present) -> bool:
        if here.run is not self._runs.run:
            return False
        if wanted.run is self._runs.run:
            return self._here is not None and not _changed(self._here.settings, here.settings)
        return self._runs.can_take_up(wanted.run, wanted.data)

    def _put_present(self, wanted: Present) -> None:
        if wanted.run is not self._runs.run:
            left = self._runs.run
            if wanted.data is not self._runs.data:
                self._runs.set_data(wanted.data)
            self._take_up(wanted.run)
            if left is not None and not left.has_learnt and left.number not in wanted.order:
                self._runs.take_back(left)
            self._runs.put_in_order(wanted.order)
        self.settings_put.emit(wanted.settings)
        self.follow()
        self._let_go()

    def _take_out(self, text: str, runs: Sequence[Run]) -> None:
        if runs:
            before = Listed(list(runs), True, self._order())
            self._runs.take_out(before.runs)
            self._note_listed(text, before)

    def _order(self) -> tuple[int, ...]:
        return tuple(run.number for run in self._runs.earlier)

    def _note_listed(self, text: str, before: Listed) -> None:
        after = Listed(before.runs, not before.listed, self._order())
        self._deeds.note(text, self._put_listed, before, after, can_put=self._can_put_listed)
        self.follow()
        self._let_go()

    def _can_put_listed(self, wanted: Listed, _here: Listed) -> bool:
        wanted.refresh()
        removed = [run for _, run in self._runs.removed]
        where = removed if wanted.listed else self._runs.earlier
        return all(run in where for run in wanted.runs)

    def _put_listed(self, wanted: Listed) -> None:
        if wanted.listed:
            for run in wanted.runs:
                self._runs.put_back(run)
        else:
            self._runs.take_out(wanted.runs)
        self._runs.put_in_order(wanted.order)
        self.follow()

    def _note_caption(self, text: str, before: Called) -> None:
        after = Called(before.runs, before.run.caption)
        self._deeds.note(text, self._put_caption, before, after, can_put=self._can_put_caption)

    def _can_put_caption(self, wanted: Called, here: Called) -> bool:
        return wanted.run in self._runs.all and wanted.run.caption == here.caption

    def _put_caption(self, wanted: Called) -> None:
        self._runs.call(wanted.run, wanted.caption)
        self._runs.earlier_changed.emit()

    def _let_go(self) -> None:
        """Keep no more of runs than is needed to take them up again."""
        aside: list[Run] = []
        sets: list[DataSet] = []
        for deed in self._deeds.deeds():
            for standing in (deed.before, deed.after):
                if isinstance(standing, OfRuns):
                    standing.refresh()
                    is_kept = all(self._is_kept(run, aside) for run in standing.runs)
                    if not (is_kept and self._has_data(standing, sets)):
                        deed.release()
                        break

    def _has_data(self, standing: OfRuns, sets: list[DataSet]) -> bool:
        """Tell whether the digits are kept that were in use, noting those that are."""
        if isinstance(standing, Present) and standing.data is not self._runs.data:
            if not any(standing.data is one for one in sets):
                sets.append(standing.data)
            return any(standing.data is one for one in sets[:MOST_SETS])
        return True

    def _is_kept(self, run: Run, aside: list[Run]) -> bool:
        if run.has_learnt or self._runs.holds(run):
            return self._runs.holds(run)
        if run.is_unbegun:
            run.forget()
        elif run not in aside:
            aside.append(run)
        return len(aside) <= MOST_ASIDE


def _changed(before: Recipe, after: Recipe) -> tuple[Field, ...]:
    return tuple(
        field
        for field in Recipe.fields()
        if field.name not in ("name", "data")
        and getattr(before, field.name) != getattr(after, field.name)
    )
