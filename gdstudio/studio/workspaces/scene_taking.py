"""Make a lesson from here: what stands in the window becomes a scene of a lesson of one's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QTabWidget

from gdstudio.data.digits import Digits
from gdstudio.errors import GdstudioError
from gdstudio.files.run_file import save_run
from gdstudio.learning.snapshot import TrainingState
from gdstudio.lesson.reading import read_lesson
from gdstudio.lesson.scene import END, NEW, Names
from gdstudio.studio.controllers.state_taker import StateTaker
from gdstudio.studio.state.run import Run
from gdstudio.studio.state.shown import Past
from gdstudio.studio.user_folder import home_folder
from gdstudio.studio.workers.background_job import BackgroundJob, once
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.taken_scene import append_scene, changed_from, scene_count
from gdstudio.studio.workspaces.workspace import Workspace

_RUN: Final = ".gdrun"
_PICTURE: Final = ".png"


class SceneTaking(QObject):
    """Asks for a file, and adds a scene to it; runs and a drawing are saved beside it.

    Lives in the GUI thread; the window owns it.
    """

    def __init__(
        self,
        shared: Shared,
        workspaces: tuple[Workspace, ...],
        names: Callable[[], Names],
        tabs: QTabWidget,
        parent: QObject,
    ) -> None:
        """Take nothing yet; `names` tells what a scene may name, and what usually stands."""
        super().__init__(parent)
        self._shared, self._workspaces, self._names = shared, workspaces, names
        self._tabs = tabs
        self._path: Path | None = None
        self._taken: dict[str, Any] = {}
        self._states = StateTaker(shared.runs, shared.training, self)
        self._states.taken.connect(self._on_states_taken)
        self._saving = BackgroundJob(self)
        self._saving.made.connect(self._on_saving_made)
        self._saving.failed.connect(shared.messages.report)

    @Slot()
    def ask(self) -> None:
        """Let a person choose the file, then add what stands here to it."""
        path = self._shared.dialogs.lesson_to_extend(home_folder())
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Add what stands here to the lesson in a file, or begin one; messages tell when it is."""
        try:
            count = 0
            if path.exists():
                count = len(read_lesson(path, self._names()).scenes)
        except GdstudioError as error:
            self._shared.messages.report(error)
            return
        self._path = path
        self._taken = self._scene(f"{path.stem}-{count + 1}", path.parent)
        self._states.ask()

    def _scene(self, name: str, folder: Path) -> dict[str, Any]:
        """Return the scene, but for its runs; a drawing is saved in the folder."""
        workspace = self._workspaces[self._tabs.currentIndex()]
        title, names, source = self._tabs.tabText(self._tabs.currentIndex()), self._names(), None
        run = self._shared.runs.run
        step = 0 if run is None else run.step
        source = self._shared.shown.source
        names_of = {part: name for name, part in workspace.page.parts.items()}
        filling = [
            f"{workspace.guide}.{names_of[part]}"
            for part in workspace.page.filling
            if part in names_of
        ]
        states = {
            one.guide: changed_from(names.states[one.guide], one.state())
            for one in self._workspaces
        }
        return {
            "title": title,
            "sentence": self.tr("{0}, at step {1:,} of the run.").format(title, step),
            "workspace": workspace.guide,
            "run": NEW if step == 0 else name + _RUN,
            "at": source.moment.step if isinstance(source, Past) else END,
            "drawing": self._drawing(folder / (name + _PICTURE)),
            "enlarge": filling or None,
            "do": ["run"] if workspace.is_running else None,
            **{guide: state for guide, state in states.items() if state},
        }

    def _drawing(self, path: Path) -> str:
        """Return what a scene calls the digit on the canvas; a drawing is saved as a picture."""
        pixels, data = self._shared.drawing.pixels, self._shared.runs.data
        if not pixels.any():
            return ""
        for kind in () if data is None else ("test", "train"):
            assert data is not None
            index = _index_of(pixels, data.test if kind == "test" else data.train)
            if index is not None:
                return f"{kind}:{index}"
        rows, columns = pixels.shape
        shown = np.ascontiguousarray(pixels)
        image = QImage(shown.data, columns, rows, columns, QImage.Format.Format_Grayscale8)
        image.save(str(path))
        return path.name

    @Slot(object)
    def _on_states_taken(self, state: TrainingState | None) -> None:
        if self._path is None:
            return
        path, taken = self._path, self._taken
        self._path = None
        saves = []
        run = self._shared.runs.run
        if taken["run"] != NEW and run is not None and state is not None:
            saves.append(_saving(path.parent / taken["run"], run, state))
        beside = [one for one in self._shared.runs.earlier if one.state is not None]
        names = [f"{path.stem}-run-{one.number}{_RUN}" for one in beside]
        for one, name in zip(beside, names, strict=True):
            assert one.state is not None
            saves.append(_saving(path.parent / name, one, one.state))
        if names:
            taken = {**taken, "beside": names}
        write = partial(_write, path, taken, saves, self._names())
        self._saving.start(once(write, gives=path))

    @Slot(object)
    def _on_saving_made(self, path: Path) -> None:
        count = scene_count(path)
        said = self.tr("Scene {0} was added to {1}.").format(count, path.name)
        self._shared.messages.say(said)


def _saving(path: Path, run: Run, state: TrainingState) -> Callable[[], None]:
    history, moments = run.copy_of_past()
    return partial(save_run, path, state, history, run.recipe.data, moments, run.caption)


def _write(
    path: Path, scene: Mapping[str, Any], saves: list[Callable[[], None]], names: Names
) -> None:
    for save in saves:
        save()
    append_scene(path, scene, names)


def _index_of(pixels: np.ndarray[Any, Any], digits: Digits) -> int | None:
    """Return which digit a picture is; None if it is none of them."""
    pictures = digits.pictures()
    if pictures.shape[1:] != pixels.shape:
        return None
    found = np.flatnonzero((pictures == pixels).all(axis=(1, 2)))
    return int(found[0]) if len(found) else None
