"""Puts scenes of a lesson on the stage: everything in the window as a scene says, and no other."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QImage, QImageReader
from PySide6.QtWidgets import QApplication, QDialog, QTabWidget, QWidget

from gdstudio.data.corruption import uniform_noise
from gdstudio.data.digits import DataSet
from gdstudio.data.opening import load_data_set
from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.jobs.kept_networks import SUFFIX, kept_run
from gdstudio.jobs.run_opening import LoadedRun, load_run_and_data
from gdstudio.learning.moment import Kind
from gdstudio.learning.moments import Moments
from gdstudio.lesson.scene import END, NEW, Act, Names, Scene, merged
from gdstudio.studio.state.drawing_model import Digit
from gdstudio.studio.translation import tr
from gdstudio.studio.workers.background_job import BackgroundJob, once
from gdstudio.studio.workspaces.own_work import OwnWork, bring_back, put_aside
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.workspace import Workspace
from gdstudio.texts import Text

_DATA: Final = "mnist"
_OWN: Final = ("lesson_", "open_", "save_", "import_", "export_")
_NOT: Final = (
    *("quit", "undo", "redo", "paste", "copy", "use_mnist", "new_run", "record_window"),
    *("presentation", "audience", "presenter", "guess_first", "preferences", "messages"),
    *("about", "licences", "copy_diagnostics", "keys", "palette", "what_is_this", "reset_layout"),
)


class Staging(QObject):
    """Made when a lesson is begun; lives in the GUI thread, the window owns it.

    Signals:
        standing: All of the scene is there, and what happens in it has begun.
        refused: (GdstudioError) Something in the scene cannot be reached.
    """

    standing = Signal()
    refused = Signal(object)

    def __init__(
        self,
        shared: Shared,
        workspaces: tuple[Workspace, ...],
        usual: Mapping[str, Mapping[str, Any]],
        tabs: QTabWidget,
        header: QWidget,
        window: QWidget,
    ) -> None:
        """Put nothing there yet; `usual` is what `usual_states` has told of the workspaces."""
        super().__init__(window)
        self._shared, self._workspaces, self._tabs = shared, workspaces, tabs
        self._header, self._window = header, window
        self._usual = usual
        self._runs: dict[str, LoadedRun] = {}
        self._digits: DataSet | None = None  # those that lessons are about
        self._scene: Scene | None = None
        self._folder = Path()
        self._ahead: list[str] = []  # runs of scenes to come
        self._waits = self._is_awaited = False  # for the run, or for its file, of the scene
        self._own: OwnWork | None = None
        self._acts: list[Act] = []
        self._loading = BackgroundJob(self)
        self._loading.made.connect(self._on_loading_made)
        self._loading.failed.connect(self._refuse)
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._act)
        shared.runs.progressed.connect(self._on_runs_progressed)

    def names(self) -> Names:
        """Return what a scene may name."""
        actions = tuple(
            action.objectName() for action in self._shared.actions.all() if _is_for_scenes(action)
        )
        return Names(actions, tuple(self._parts()), self._usual)

    def part(self, name: str) -> QWidget:
        """Return the part of that name."""
        return self._parts()[name]

    def keep_own(self) -> None:
        """Put the user's own runs, data, drawing and views aside, to be given back."""
        self._rest()
        self._own = put_aside(self._shared, self._workspaces, self._tabs)
        data = self._own.data
        if data is not None and data.name == _DATA:
            self._digits = data

    def give_back_own(self) -> None:
        """Bring back what was put aside, as it was; nothing if nothing was."""
        own, self._own = self._own, None
        if own is not None:
            self._scene = None
            self._next.stop()
            self._acts.clear()
            self._rest()
            bring_back(own, self._shared, self._workspaces, self._tabs)

    def prepare(self, scenes: tuple[Scene, ...]) -> None:
        """Read all runs of a lesson once its first scene stands, so that each stands at once."""
        self._ahead = [name for scene in scenes for name in _runs_of(scene)]

    def put(self, scene: Scene, folder: Path) -> None:
        """Put a scene on the stage, whatever stands there; `standing` tells when it is there."""
        self._scene, self._folder = scene, folder
        self._next.stop()
        self._acts.clear()
        self._close_dialogs()
        self._rest()
        self._is_awaited = self._read(_runs_of(scene))
        if not self._is_awaited:
            self._set()

    def _read(self, names: list[str]) -> bool:
        """Read runs that are not there yet; return whether any has to be waited for."""
        missing = [name for name in dict.fromkeys(names) if name not in self._runs]
        try:
            paths = {name: self._path_of(name) for name in missing}
        except GdstudioError as error:
            self._refuse(error)
            return True
        if not paths and self._digits is not None:
            return False
        self._loading.start(once(_load, paths, self._digits))
        return True

    def _path_of(self, name: str) -> Path:
        return self._folder / name if name.endswith(SUFFIX) else kept_run(name)

    def _close_dialogs(self) -> None:
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for dialog in self._window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.reject()

    def _rest(self) -> None:
        """Let nothing go on that the scene before has begun."""
        for workspace in self._workspaces:
            if workspace.is_running:
                workspace.toggle_running()
            workspace.page.put_away()
        self._shared.time.play(0)
        self._shared.shown.leave()

    def _set(self) -> None:
        scene = self._scene
        assert scene is not None
        states = self._states_of(scene)
        try:
            self._check_parts(scene)
            self._use_digits()
            self._take_up(states, needs_run=False)
            self._set_drawing(scene.drawing)
            self._set_runs(scene)
        except GdstudioError as error:
            self._refuse(error)

    def _use_digits(self) -> None:
        """Use the digits that lessons are about, whatever the user has opened."""
        runs, digits = self._shared.runs, self._digits
        assert digits is not None  # they have been waited for
        if runs.data is not digits:
            self._shared.runner.shutdown()
            runs.forget_all()
            runs.set_data(digits)

    def _states_of(self, scene: Scene) -> dict[str, Any]:
        """Return what is to stand in each workspace that the scene sees or names."""
        states = {name: merged(self._usual[name], state) for name, state in scene.states.items()}
        states.setdefault(scene.workspace, self._usual[scene.workspace])
        return states

    def _take_up(self, states: Mapping[str, Any], *, needs_run: bool) -> None:
        for workspace in self._workspaces:
            if workspace.guide in states and workspace.needs_run is needs_run:
                workspace.take_up(states[workspace.guide])

    def _check_parts(self, scene: Scene) -> None:
        """Refuse to enlarge what does not stand in the workspace in sight, or is a mere place."""
        filled = [one for one, part in self._parts().items() if part.layout() is not None]
        there = [one for one in filled if one.startswith(f"{scene.workspace}.")]
        for name in scene.enlarge:
            if name not in there:
                raise InvalidValue("enlarge", name, Text("one of: {0}", ", ".join(there)))

    def _check(self, scene: Scene) -> None:
        """Refuse a name that a workspace knows nothing of, and so has not taken up."""
        for name, wanted in scene.states.items():
            _compare(name, wanted, self._workspace(name).state())

    def _set_runs(self, scene: Scene) -> None:
        runs, runner = self._shared.runs, self._shared.runner
        runner.shutdown()
        runs.forget_all()
        runs.take_up([(self._runs[name][1], None) for name in scene.beside])
        self._waits = True
        if scene.run == NEW:
            runner.begin_afresh()
        else:
            _, run_file, data = self._runs[scene.run]
            assert data is not None
            runner.open_run(run_file, data)

    def _set_drawing(self, said: str) -> None:
        drawing, data = self._shared.drawing, self._shared.runs.data
        kind, _, number = said.partition(":")
        if not said:
            drawing.put(Digit(np.zeros(drawing.size, np.uint8)))
        elif kind in ("test", "train") and data is not None:
            digits = data.test if kind == "test" else data.train
            index = _index(said, number, len(digits))
            show = drawing.show_test_digit if kind == "test" else drawing.show_training_digit
            show(index)
        elif kind == "noise":
            noise = uniform_noise(1, drawing.size, np.random.default_rng(_index(said, number)))[0]
            drawing.put(Digit(noise, None, tr("pure noise"), tr("noise")))
        else:
            path = str(self._folder / said)
            pixels = _digit_in(path, drawing.size)
            if pixels is None or not drawing.show_picture(pixels):
                self._shared.files.read_picture_file(path)

    @Slot(object)
    def _refuse(self, error: Exception) -> None:
        """Leave the scene as far as it has come: nothing of it happens."""
        self._waits = self._is_awaited = False
        self._acts.clear()
        self.refused.emit(error)

    @Slot()
    def _on_runs_progressed(self) -> None:
        """Go on once the run of the scene is there."""
        if self._waits:
            self._waits = False
            QTimer.singleShot(0, self, self._stand)

    @Slot()
    def _stand(self) -> None:
        scene, time, run = self._scene, self._shared.time, self._shared.runs.run
        assert scene is not None
        try:
            self._take_up(self._states_of(scene), needs_run=True)
            self._tabs.setCurrentIndex(self._workspaces.index(self._workspace(scene.workspace)))
            if isinstance(scene.at, int):
                time.show(scene.at)
            elif scene.at != END and run is not None:
                time.show(_step_called(run.moments, scene.at))
            self._check(scene)
        except GdstudioError as error:
            self._refuse(error)
            return
        QTimer.singleShot(0, self, self._begin)  # once the cards have their places

    @Slot()
    def _begin(self) -> None:
        """Let what happens in the scene begin: all of it is there."""
        scene = self._scene
        if scene is None or self._waits:
            return
        if scene.enlarge:
            parts = map(self.part, scene.enlarge)
            self._workspace(scene.workspace).page.enlarge(*parts)
        self._shared.deeds.clear()
        self._acts = list(scene.acts)
        self.standing.emit()
        self._act()
        self._read(self._ahead)

    @Slot()
    def _act(self) -> None:
        """Do what comes next, and the rest after its time."""
        if not self._acts:
            return
        act = self._acts.pop(0)
        if act.action:
            getattr(self._shared.actions, act.action).trigger()
        if act.times > 1:
            self._acts.insert(0, Act(act.action, act.times - 1, act.every))
        self._next.start(round(1000 * act.every))

    def _workspace(self, name: str) -> Workspace:
        return next(one for one in self._workspaces if one.guide == name)

    def _parts(self) -> dict[str, QWidget]:
        found: dict[str, QWidget] = {"header": self._header, "time": self._shared.time_strip}
        for workspace in self._workspaces:
            for name, part in workspace.page.parts.items():
                found[f"{workspace.guide}.{name}"] = part
        return found

    @Slot(object)
    def _on_loading_made(self, loaded: tuple[DataSet, Mapping[str, LoadedRun]]) -> None:
        self._digits, runs = loaded
        self._runs.update(runs)
        if self._is_awaited and self._scene is not None:
            self._is_awaited = self._read(_runs_of(self._scene))
            if not self._is_awaited:
                self._set()


def usual_states(workspaces: tuple[Workspace, ...]) -> dict[str, dict[str, Any]]:
    """Return what stands in workspaces that nobody has used yet, with their usual layouts.

    Settings of an experiment are left out: those of another one say nothing of them.
    """
    return {one.guide: _usual_of(copy.deepcopy(one.state())) for one in workspaces}


def _usual_of(state: dict[str, Any]) -> dict[str, Any]:
    is_folded = {name: False for name, kept in state["layout"].items() if isinstance(kept, bool)}
    state["layout"] = {**dict.fromkeys(state["layout"]), **is_folded}
    return {**state, "settings": {}} if "settings" in state else state


def _runs_of(scene: Scene) -> list[str]:
    return [*([] if scene.run == NEW else [scene.run]), *scene.beside]


def _is_for_scenes(action: QAction) -> bool:
    """Return whether a file may press it: it opens no dialog and leaves the lesson as it is."""
    name, asks = action.objectName(), action.text().endswith("…")
    return not (asks or action.menu() is not None or name.startswith(_OWN) or name in _NOT)


def _load(
    paths: Mapping[str, Path], digits: DataSet | None
) -> tuple[DataSet, dict[str, LoadedRun]]:
    """Return the digits of MNIST, read unless they are given, and runs that learned from them."""
    digits = digits or load_data_set(_DATA)
    found = {name: load_run_and_data(path, digits, ()) for name, path in paths.items()}
    for path, _, data in found.values():
        if data is not digits:
            raise InvalidValue(Text("run"), str(path), Text("a run of the digits of MNIST"))
    return digits, found


def _compare(name: str, wanted: Any, there: Any) -> None:
    """Raise InvalidValue where a name or a switch stands otherwise than it was wanted."""
    if isinstance(wanted, Mapping) and isinstance(there, Mapping):
        for key, value in wanted.items():
            _compare(f"{name}.{key}", value, there.get(key))
    elif isinstance(wanted, str | bool) and there != wanted:
        raise InvalidValue(name, wanted, Text("what can stand there, as {0}", there))


def _index(said: str, number: str, end: int = 2**31) -> int:
    if not number.isdecimal() or int(number) >= end:
        kind = said.partition(":")[0]
        raise InvalidValue(Text("drawing"), said, Text("{0}:0 to {0}:{1:,}", kind, end - 1))
    return int(number)


def _digit_in(path: str, size: tuple[int, int]) -> NDArray[np.uint8] | None:
    """Return the pixels of a picture that has the size of a digit; None of any other picture."""
    reader = QImageReader(path)
    if reader.size().toTuple() != size[::-1]:
        return None
    image = reader.read().convertToFormat(QImage.Format.Format_Grayscale8)
    if image.isNull():
        return None
    rows, columns = size
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(rows, image.bytesPerLine())
    return lines[:, :columns].copy()


def _step_called(moments: Moments, name: str) -> int:
    moment = moments.named(name)
    if moment is None:
        known = ", ".join(one.name for one in moments.marks(Kind.NAMED))
        accepted = Text("one of: {0}", known) if known else Text("a step: the run has no marks")
        raise InvalidValue(Text("at"), name, accepted)
    return moment.step
