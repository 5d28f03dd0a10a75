"""Puts scenes of a lesson on the stage: everything in the window as a scene says, and no other."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QTabWidget, QWidget

from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.learning.moment import Kind
from gdstudio.lesson.scene import END, NEW, Act, Names, Scene, Wanted, merged
from gdstudio.studio.state.run import Run
from gdstudio.studio.views.inspect.inspect_page import PAGES
from gdstudio.studio.workspaces.own_work import OwnWork, bring_back, put_aside
from gdstudio.studio.workspaces.scene_check import check_taken_up, refusal_of, take_up
from gdstudio.studio.workspaces.scene_drawing import is_picture, put_drawing, put_picture
from gdstudio.studio.workspaces.scene_files import DATA, RUNS, SceneFiles
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.workspace import Workspace
from gdstudio.texts import Text

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
        refused: (GdstudioError) Something in the scene cannot be reached; its place is named.
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
        can_be_wanted: Callable[[Wanted], None],
    ) -> None:
        """Put nothing there yet.

        Args:
            shared: What all workspaces have.
            workspaces: All of them.
            usual: What `usual_states` has told of them.
            tabs: In which they stand.
            header: Above them.
            window: Owns it.
            can_be_wanted: Raises InvalidValue of what cannot come true in the scene that stands.
        """
        super().__init__(window)
        self._can_be_wanted = can_be_wanted
        self._shared, self._workspaces, self._tabs = shared, workspaces, tabs
        self._header, self._window = header, window
        self._usual = usual
        self._scene: Scene | None = None
        self._ahead: tuple[Scene, ...] = ()  # scenes to come
        self._waits = False  # for the run of the scene
        self._unsettled: list[Workspace] = []  # workspaces that the scene waits for
        self._own: OwnWork | None = None
        self._acts: list[Act] = []
        self._files = SceneFiles(self)
        self._files.there.connect(self._set)
        self._files.failed.connect(self._refuse)
        self._to_stand, self._to_begin, self._next = (
            QTimer(self, singleShot=True) for _ in range(3)
        )
        for timer, slot in (
            (self._to_stand, self._stand),
            (self._to_begin, self._begin),
            (self._next, self._act),
        ):
            timer.timeout.connect(slot)
        shared.runs.progressed.connect(self._on_runs_progressed)
        shared.training.run_failed.connect(self._on_run_refused)
        shared.runner.settings_refused.connect(self._on_run_refused)
        for workspace in workspaces:
            workspace.settled.connect(self._on_workspace_settled)

    @property
    def is_reading(self) -> bool:
        """Whether runs of scenes are being read."""
        return self._files.is_reading

    def names(self) -> Names:
        """Return what a scene may name."""
        actions = tuple(
            action.objectName() for action in self._shared.actions.all() if _is_for_scenes(action)
        )
        return Names(actions, tuple(self._parts()), self._usual, PAGES, RUNS)

    def part(self, name: str) -> QWidget:
        """Return the part of that name."""
        return self._parts()[name]

    def keep_own(self) -> None:
        """Put the user's own runs, data, drawing and views aside, to be given back."""
        self._rest()
        self._own = put_aside(self._shared, self._workspaces, self._tabs)
        data = self._own.data
        if data is not None and data.name == DATA:
            self._files.digits = data

    def give_back_own(self) -> None:
        """Bring back what was put aside, as it was; nothing if nothing was."""
        own, self._own = self._own, None
        if own is not None:
            self._scene, self._waits = None, False
            self._forget()
            self._rest()
            bring_back(own, self._shared, self._workspaces, self._tabs)

    def prepare(self, scenes: tuple[Scene, ...]) -> None:
        """Read all files of a lesson once its first scene stands, so that each stands at once."""
        self._ahead = scenes

    def put(self, scene: Scene) -> None:
        """Put a scene on the stage, whatever stands there; `standing` tells when it is there."""
        self._scene = scene
        self._forget()
        self._close_dialogs()
        self._rest(scene)
        self._waits, self._unsettled = False, []
        if self._files.want(scene):
            self._set()

    def _forget(self) -> None:
        """Let nothing come that the scene before was to do next."""
        for timer in (self._to_stand, self._to_begin, self._next):
            timer.stop()
        self._acts.clear()

    def _close_dialogs(self) -> None:
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for dialog in self._window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.reject()

    def _rest(self, scene: Scene | None = None) -> None:
        """Let nothing go on that the scene before has begun, but for what fills this one, too."""
        for workspace in self._workspaces:
            if workspace.is_running:
                workspace.toggle_running()
            if scene is None or not self._is_filled(workspace, scene):
                workspace.page.put_away()
        self._shared.time.play(0)
        self._shared.shown.leave()

    def _is_filled(self, workspace: Workspace, scene: Scene) -> bool:
        """Return whether just what a scene enlarges fills its workspace already."""
        if not scene.enlarge or workspace.guide != scene.workspace:
            return False
        parts = self._parts()
        return workspace.page.filling == tuple(parts.get(name) for name in scene.enlarge)

    @Slot()
    def _set(self) -> None:
        scene = self._scene
        if scene is None:  # the lesson has ended meanwhile
            return
        try:
            with _placed(scene, "enlarge"):
                self._check_parts(scene)
            self._use_digits()
            self._take_up(scene, needs_run=False)
            with _placed(scene, "drawing"):
                self._set_drawing(scene)
            self._set_runs(scene)
        except GdstudioError as error:
            self._refuse(error)

    def _use_digits(self) -> None:
        """Use the digits that lessons are about, whatever the user has opened."""
        runs, digits = self._shared.runs, self._files.digits
        assert digits is not None  # they have been waited for
        if runs.data is not digits:
            self._shared.runner.shutdown()
            runs.forget_all()
            runs.set_data(digits)

    def _states_of(self, scene: Scene) -> dict[str, Any]:
        """Return what is to stand in each workspace that the scene sees or names."""
        states = {name: merged(self._usual[name], state) for name, state in scene.states.items()}
        states.setdefault(scene.workspace, self._usual[scene.workspace])
        if scene.run == NEW:  # its settings stand in Learn
            states.setdefault("learn", self._usual["learn"])
        return states

    def _take_up(self, scene: Scene, *, needs_run: bool) -> None:
        states = self._states_of(scene)
        for workspace in self._workspaces:
            if workspace.guide in states and workspace.needs_run is needs_run:
                take_up(workspace, states[workspace.guide], scene)

    def _check_parts(self, scene: Scene) -> None:
        """Refuse to enlarge what does not stand in the workspace in sight, or is a mere place."""
        filled = [one for one, part in self._parts().items() if part.layout() is not None]
        there = [one for one in filled if one.startswith(f"{scene.workspace}.")]
        for name in scene.enlarge:
            if name not in there:
                raise InvalidValue("enlarge", name, Text("one of: {0}", ", ".join(there)))

    def _set_runs(self, scene: Scene) -> None:
        runs, runner = self._shared.runs, self._shared.runner
        runner.shutdown()
        runs.forget_all()
        with _placed(scene, "beside"):
            beside = [self._files.run("beside", name) for name in scene.beside]
        runs.take_up([(run_file, None) for _, run_file, _ in beside])
        self._waits = True
        if scene.run == NEW:
            runner.begin_afresh()
            return
        with _placed(scene, "run"):
            _, run_file, data = self._files.run("run", scene.run)
            assert data is not None
            runner.open_run(run_file, data)

    def _set_drawing(self, scene: Scene) -> None:
        drawing, digits = self._shared.drawing, self._files.digits
        assert digits is not None
        if is_picture(scene.drawing):
            put_picture(self._files.picture(scene), drawing)
        else:
            put_drawing(scene.drawing, drawing, digits)

    @Slot(object)
    def _refuse(self, error: Exception) -> None:
        """Leave the scene as far as it has come: nothing of it happens."""
        self._waits, self._unsettled = False, []
        self._acts.clear()
        self.refused.emit(error)

    @Slot()
    def _on_runs_progressed(self) -> None:
        """Go on once the run of the scene is there."""
        if self._waits:
            self._waits = False
            self._to_stand.start(0)

    @Slot(object)
    def _on_run_refused(self, error: Exception) -> None:
        """Refuse the settings of a run that cannot begin with them."""
        if self._waits and self._scene is not None and isinstance(error, GdstudioError):
            self._refuse(refusal_of(error, self._workspace("learn"), self._scene))

    @Slot()
    def _stand(self) -> None:
        scene, run = self._scene, self._shared.runs.run
        if scene is None or run is None:
            return  # the lesson has ended meanwhile
        try:
            self._take_up(scene, needs_run=True)
            self._tabs.setCurrentIndex(self._workspaces.index(self._workspace(scene.workspace)))
            if scene.at != END:
                with _placed(scene, "at"):
                    self._shared.time.show(_step_of(run, scene.at))
        except GdstudioError as error:
            self._refuse(error)
            return
        named = [one for one in self._workspaces if one.guide in self._states_of(scene)]
        self._unsettled = [one for one in named if not one.is_settled]
        if not self._unsettled:
            self._check()

    @Slot()
    def _on_workspace_settled(self) -> None:
        """Go on once all is there that the scene has begun to open."""
        if self._unsettled:
            self._unsettled = [one for one in self._unsettled if not one.is_settled]
            if not self._unsettled:
                self._check()

    def _check(self) -> None:
        """Refuse what the workspaces have not taken up, and what cannot come true."""
        scene = self._scene
        if scene is None:
            return
        try:
            for workspace in self._workspaces:
                check_taken_up(workspace, scene)
            if scene.wanted is not None:
                with _placed(scene, "wanted"):
                    self._can_be_wanted(scene.wanted)
        except GdstudioError as error:
            self._refuse(error)
            return
        self._to_begin.start(0)  # once the cards have their places

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
        self._files.read_ahead(self._ahead)

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


def usual_states(workspaces: tuple[Workspace, ...]) -> dict[str, dict[str, Any]]:
    """Return what stands in workspaces that nobody has used yet, with their usual layouts.

    Settings of an experiment are left out: those of another one say nothing of them.
    """
    return {one.guide: _usual_of(copy.deepcopy(one.state())) for one in workspaces}


def _usual_of(state: dict[str, Any]) -> dict[str, Any]:
    is_folded = {name: False for name, kept in state["layout"].items() if isinstance(kept, bool)}
    state["layout"] = {**dict.fromkeys(state["layout"]), **is_folded}
    return {**state, "settings": {}} if isinstance(state.get("settings"), Mapping) else state


def _is_for_scenes(action: QAction) -> bool:
    """Return whether a file may press it: it opens no dialog and leaves the lesson as it is."""
    name, asks = action.objectName(), action.text().endswith("…")
    return not (asks or action.menu() is not None or name.startswith(_OWN) or name in _NOT)


@contextmanager
def _placed(scene: Scene, where: str) -> Iterator[None]:
    """Name the place in the lesson of what is refused meanwhile."""
    try:
        yield
    except GdstudioError as error:
        raise scene.source.refusal(where, error) from error


def _step_of(run: Run, at: int | str) -> int:
    """Return the step of a moment; raises InvalidValue if a run has none there."""
    moments = run.moments
    if not len(moments):
        raise InvalidValue("at", at, Text("{0}: the run was saved without its moments", END))
    moment = None if isinstance(at, int) else moments.named(at)
    if isinstance(at, int) and at <= run.step:
        return at
    if moment is None:
        known = ", ".join(one.name for one in moments.marks(Kind.NAMED))
        steps = Text("a step from 0 to {0:,}, or {1}", run.step, END)
        raise InvalidValue("at", at, Text("{0}, or one of: {1}", steps, known) if known else steps)
    return moment.step
