"""Goes through the scenes of a lesson in the real window."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from gdstudio.errors import GdstudioError
from gdstudio.lesson.scene import Names
from gdstudio.lesson.shipped import SHIPPED, lesson_path
from gdstudio.studio.bench.bench_window import open_window, run_for, run_until
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.selftest.fault_watch import StepFailed
from gdstudio.studio.selftest.pictures import make_folder, save_picture
from gdstudio.studio.selftest.steps import Stage
from gdstudio.studio.workers.background_job import BackgroundJob
from gdstudio.studio.workspaces.lessons import Lessons

_LONGEST_S: Final = 60.0
_SETTLED_S: Final = 1.5  # until what moves on a picture has come to rest
_PAINTED_S: Final = 0.1


def names_of_scenes() -> Names:
    """Return what a scene may name."""
    with open_window() as window:
        return _lessons(window).names()


def check_lesson(
    path: Path, index: int | None, folder: Path | None, tell: Callable[[dict[str, Any]], None]
) -> list[dict[str, Any]]:
    """Put every scene of a lesson on the stage, as PageDown does; the first refused is the last.

    Args:
        path: Of the lesson.
        index: Of the one scene wanted, counted from 0, which it has; None for all.
        folder: Where a picture of each goes, made if it is not there; None for nowhere.
        tell: Is told of each scene.

    Returns:
        Of each scene its number as "scene", "title", "seconds" until it stood, and why it was
        "refused", "" if it was not.

    Raises:
        GdstudioError: The lesson cannot be read, or the folder not made.
    """
    with open_window() as window:
        if folder is not None:
            make_folder(folder)
        found = []
        for scene in _scenes_put(_lessons(window), path, index):
            found.append(scene)
            tell(scene)
            if folder is not None and not scene["refused"]:
                run_for(_SETTLED_S)
                _let_finish(window)
                picture = window.grab().toImage()
                save_picture(picture, folder / f"scene-{scene['scene']:02}.png")
        return found


def give_lessons(stage: Stage) -> str:
    """Go through all scenes of the lessons that come with the program; return how many there are.

    Raises:
        StepFailed: One of them cannot be reached.
    """
    lessons, found = stage.window.lessons, []
    assert lessons is not None
    for name in SHIPPED:
        for scene in _scenes_put(lessons, lesson_path(name), None):
            found.append(scene)
            if scene["refused"]:
                raise StepFailed(f"{name}, scene {scene['scene']}: {scene['refused']}")
    lessons.end()
    stage.wait(lambda: stage.window.runs.progress is not None, "the run before the lessons")
    slowest = max(scene["seconds"] for scene in found)
    return f"{len(found)} scenes of {len(SHIPPED)} lessons, the slowest stood after {slowest:.1f} s"


def _scenes_put(lessons: Lessons, path: Path, index: int | None) -> Iterator[dict[str, Any]]:
    """Yield what came of each scene, as `check_lesson` returns it."""
    heard = _Watched(lessons)
    begun_s = time.perf_counter()
    lessons.give_now(path, index or 0)
    lesson = lessons.model.lesson
    assert lesson is not None
    for k in range(len(lesson.scenes)) if index is None else [index]:
        if k != lessons.model.index:
            begun_s = time.perf_counter()
            lessons.model.go_to(k)
        title = lesson.scenes[k].title
        run_until(heard.is_told, _LONGEST_S, title)
        seconds, refused = time.perf_counter() - begun_s, heard.take()
        yield {"scene": k + 1, "title": title, "seconds": seconds, "refused": refused}
        if refused:
            return


def _let_finish(window: MainWindow) -> None:
    """Wait for what is computed of the workspace in sight, unless a run goes on and asks anew."""
    jobs = window.workspace.findChildren(BackgroundJob)

    def is_finished() -> bool:
        return window.runs.is_running or not any(one.is_running and one.is_in_sight for one in jobs)

    run_until(is_finished, _LONGEST_S, "what is computed for a scene")
    run_for(_PAINTED_S)


class _Watched:
    """Hears what becomes of a scene."""

    def __init__(self, lessons: Lessons) -> None:
        self._told: list[str] = []
        lessons.staging_made().standing.connect(self._hear_standing)
        lessons.staging_made().refused.connect(self._hear_refused)

    def is_told(self) -> bool:
        """Return whether it stands or was refused."""
        return bool(self._told)

    def take(self) -> str:
        """Return why it was refused, "" if it stands."""
        said = self._told[-1]
        self._told.clear()
        return said

    def _hear_standing(self) -> None:
        self._told.append("")

    def _hear_refused(self, error: GdstudioError) -> None:
        self._told.append(str(error))


def _lessons(window: MainWindow) -> Lessons:
    window.load()
    run_until(lambda: window.runs.progress is not None, _LONGEST_S, "the digits")
    assert window.lessons is not None
    return window.lessons
