"""Gives lessons: the bar, what is pointed at, and the user's own work meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QRect, Slot
from PySide6.QtWidgets import QMainWindow, QWidget

from gdstudio.errors import GdstudioError
from gdstudio.lesson.reading import read_lesson
from gdstudio.lesson.scene import Lesson, Names, Wanted
from gdstudio.lesson.shipped import CLASSIC, FIRST_STEPS, lesson_path
from gdstudio.studio.controllers.autosave_controller import AutosaveController
from gdstudio.studio.state.lesson_model import LessonModel
from gdstudio.studio.user_folder import home_folder
from gdstudio.studio.views.common.pointing_frame import PointingFrame
from gdstudio.studio.views.common.workspace_tabs import WorkspaceTabs
from gdstudio.studio.views.drawing.answer_bars import AnswerBars
from gdstudio.studio.views.lesson.lesson_bar import LessonBar
from gdstudio.studio.workers.background_job import BackgroundJob, once
from gdstudio.studio.workspaces.audience import Audience
from gdstudio.studio.workspaces.goal import Goal
from gdstudio.studio.workspaces.guessing import Guessing
from gdstudio.studio.workspaces.presentation import Presentation
from gdstudio.studio.workspaces.presenter import Presenter
from gdstudio.studio.workspaces.scene_choice import SceneChoice
from gdstudio.studio.workspaces.scene_taking import SceneTaking
from gdstudio.studio.workspaces.settling import Settling
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.stage import Stage
from gdstudio.studio.workspaces.stage_keys import StageKeys
from gdstudio.studio.workspaces.staging import Staging, usual_states
from gdstudio.studio.workspaces.workspace import Workspace

_TOGETHER: Final = 100  # characters: a question that is read with its answer


class Lessons(QObject):
    """Made once, after all workspaces; lives in the GUI thread, the window owns it.

    Attributes:
        model: Which scene stands on the stage.
        staging: Puts it there; None until a lesson was given first.
        bar: What the audience reads.
        choice: All scenes with their pictures.
        stage: What is done to the picture that the audience sees.
        keys: Of the presenter.
        audience: The second window.
        presenter: What the presenter alone sees.
        frames: Around what is looked at, as many as were needed so far.
        taking: Makes a scene of what stands here.
        guessing: The class votes before it sees an answer.
    """

    def __init__(
        self,
        shared: Shared,
        centre: WorkspaceTabs,
        workspaces: tuple[Workspace, ...],
        presentation: Presentation,
        autosave: AutosaveController | None,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._shared, self._centre, self._autosave = shared, centre, autosave
        self._workspaces, self._window = workspaces, window
        self.model = LessonModel(self)
        self.staging: Staging | None = None
        self._goal: Goal | None = None
        a = shared.actions
        others = a.lesson_ask, a.lesson_again, a.lesson_end
        self.bar = LessonBar(a.lesson_previous, a.lesson_next, a.lesson_scenes, others)
        self.choice = SceneChoice(self.model, centre, window)
        self.stage = Stage(shared.actions, centre, self.bar, self._places, window)
        presentation.changed.connect(self._on_presentation_changed)
        self._on_presentation_changed(presentation.is_on)
        self._of_lesson = (
            *(a.lesson_next, a.lesson_previous, a.lesson_again),
            *(a.lesson_scenes, a.lesson_end),
        )
        of_dialogs = self._of_lesson[:3]
        self.keys = StageKeys(
            (*self._of_lesson, a.lesson_ask, *self.stage.actions), of_dialogs, window
        )
        self.audience = Audience(
            a, presentation.appearance, shared.messages, self.stage, self._in_sight, window
        )
        self.presenter = Presenter(a.presenter, self.model, self.audience, window)
        others_bars = window.findChildren(AnswerBars)
        others_bars.remove(shared.drawing_panel.bars)
        self.guessing = Guessing(shared, others_bars, workspaces, self.keys, self)
        for bar in (self.guessing.bar, self.bar):
            centre.put_at_bottom(bar)
        self._usual = usual_states(workspaces)
        self.frames: list[PointingFrame] = []
        self.taking = SceneTaking(shared, workspaces, self.names, centre.tabs, self)
        self._reading, self._settling = BackgroundJob(self), Settling(self)
        self._path, self._first = Path(), 0
        self._connect()
        self._on_model_lesson_changed()

    @Slot(object)
    def give(self, path: Path, index: int = 0) -> None:
        """Read a lesson and give it from one of its scenes on, counted from 0.

        The user is asked before if something goes on that a lesson would end.
        """
        self._path, self._first = path, index
        losses = self._losses() if self.model.lesson is None else ""
        if losses:
            self._shared.dialogs.ask_before_lesson(losses)
        else:
            self._read()

    def give_now(self, path: Path, index: int) -> None:
        """Read a lesson while everything waits, and give it; raises GdstudioError of a bad one."""
        self._first = index
        self._on_reading_made(read_lesson(path, self.names()))

    @Slot()
    def _read(self) -> None:
        self._reading.start(once(read_lesson, self._path, self.names()))

    def _losses(self) -> str:
        """Return what the beginning of a lesson would end, as sentences; "" for nothing."""
        found = []
        if self._shared.films.is_filming:
            found.append(self.tr("A film is being written; it would not be kept."))
        if self._shared.reports.is_busy:
            found.append(self.tr("A report is being written; it would not be kept."))
        if any(one.is_running and one.cancels for one in self._workspaces):
            said = self.tr("An experiment is running; only its finished pieces would be kept.")
            found.append(said)
        return " ".join(found)

    def names(self) -> Names:
        """Return what a scene may name."""
        return self.staging_made().names()

    def end(self) -> None:
        """Give no lesson, and bring back the user's own work; nobody looks any more."""
        self.audience.close()
        self.model.end()

    def _connect(self) -> None:
        a, model = self._shared.actions, self.model
        for action, slot in (
            (a.lesson_classic, self._on_classic_triggered),
            (a.lesson_first, self._on_first_triggered),
            (a.lesson_open, self._on_open_triggered),
            (a.lesson_next, model.go_on),
            (a.lesson_previous, model.go_back),
            (a.lesson_again, model.again),
            (a.lesson_ask, model.ask),
            (a.lesson_scenes, self.choice.open),
            (a.lesson_end, model.end),
            (a.lesson_take, self.taking.ask),
        ):
            action.triggered.connect(slot)
        self.keys.number_entered.connect(self._on_keys_number_entered)
        self._shared.dialogs.lesson_agreed.connect(self._read)
        self._settling.settled.connect(self._on_settling_settled)
        self._reading.made.connect(self._on_reading_made)
        self._reading.failed.connect(self._shared.messages.report)
        model.lesson_changed.connect(self._on_model_lesson_changed)
        model.scene_wanted.connect(self._on_model_scene_wanted)
        model.asked_changed.connect(self._show_words)
        model.done.connect(self._show_words)

    def staging_made(self) -> Staging:
        """Return what puts scenes on the stage, made when it is asked for first."""
        if self.staging is None:
            places = self._centre.tabs, self._centre.header_place, self._window
            self._goal = Goal(self._shared, self._workspaces, self._centre.tabs, self)
            self._goal.reached.connect(self.model.finish)
            given = self._shared, self._workspaces, self._usual, *places
            self.staging = Staging(*given, self._goal.check)
            self.staging.standing.connect(self._on_staging_standing)
            self.staging.refused.connect(self._on_staging_refused)
        return self.staging

    @Slot()
    def _on_classic_triggered(self) -> None:
        self.give(lesson_path(CLASSIC))

    @Slot()
    def _on_first_triggered(self) -> None:
        self.give(lesson_path(FIRST_STEPS))

    @Slot()
    def _on_open_triggered(self) -> None:
        path = self._shared.dialogs.lesson_to_open(home_folder())
        if path is not None:
            self.give(path)

    @Slot(object)
    def _on_reading_made(self, lesson: Lesson) -> None:
        staging = self.staging_made()
        self.stage.begin_change()
        if self.model.lesson is None:
            staging.keep_own()
            if self._autosave is not None:
                self._autosave.set_aside()
        staging.prepare(lesson.scenes)
        self.model.begin(lesson, min(self._first, len(lesson.scenes) - 1))

    @Slot()
    def _on_model_lesson_changed(self) -> None:
        is_given = self.model.lesson is not None
        self.bar.setVisible(is_given)
        for action in self._of_lesson:
            action.setEnabled(is_given)
        self._shared.actions.lesson_ask.setEnabled(False)
        self.keys.set_on("lesson", is_given)
        self.stage.set_use("lesson", is_given)
        if not is_given:
            self._point_at([])
            self.audience.set_words("")
            self._watch(None)
            if self.staging is not None:
                self.staging.give_back_own()
            if self._autosave is not None:
                self._autosave.resume()
            self._settling.stop()
            self.stage.end_change()

    @Slot()
    def _on_model_scene_wanted(self) -> None:
        lesson, scene = self.model.lesson, self.model.scene
        assert lesson is not None
        assert scene is not None
        self._shared.actions.lesson_ask.setEnabled(bool(scene.question))
        self._settling.begin()
        self.choice.scene_left(self.stage.begin_change())
        self._show_words()
        self._point_at([])
        staging = self.staging_made()
        self._watch(None)
        staging.put(scene)

    @Slot()
    def _show_words(self) -> None:
        lesson, scene = self.model.lesson, self.model.scene
        if lesson is None or scene is None:
            return
        both, asked = f"{scene.question} {scene.answer}", self.model.asked
        answer = both if len(both) <= _TOGETHER else scene.answer
        words = (scene.sentence, scene.question, answer)[asked]
        count = len(lesson.scenes)
        self.bar.set_scene(self.model.index, count, scene.title, words, asked=asked)
        self.audience.set_words(words)
        if self.model.is_done and not asked:
            self.bar.show_done()

    @Slot(int)
    def _on_keys_number_entered(self, number: int) -> None:
        self.model.go_to(number - 1)

    @Slot()
    def _on_staging_standing(self) -> None:
        scene = self.model.scene
        if scene is not None:
            self._watch(scene.wanted)
            self._settling.wait(self._in_sight())

    @Slot()
    def _on_settling_settled(self) -> None:
        """Let the scene be seen."""
        scene, staging = self.model.scene, self.staging_made()
        if scene is not None:
            self.choice.scene_stands()
            self._point_at([staging.part(name) for name in scene.look_at])
            self.stage.end_change()

    def _watch(self, wanted: Wanted | None) -> None:
        if self._goal is not None:
            self._goal.watch(wanted)

    @Slot(object)
    def _on_staging_refused(self, error: GdstudioError) -> None:
        self.stage.end_change()
        self._shared.messages.report(error)

    def _point_at(self, parts: list[QWidget]) -> None:
        while len(self.frames) < len(parts):
            self.frames.append(PointingFrame(self._window))
            self.frames[-1].moved.connect(self.stage.follow_parts)
        for k, frame in enumerate(self.frames):
            frame.point_at(parts[k] if k < len(parts) else None)

    def _in_sight(self) -> Workspace:
        return self._workspaces[self._centre.tabs.currentIndex()]

    def _places(self) -> list[QRect]:
        """Return where what is looked at is seen."""
        return [frame.geometry() for frame in self.frames if frame.isVisible()]

    @Slot(bool)
    def _on_presentation_changed(self, presents: bool) -> None:
        self.stage.set_use("presentation", presents)
