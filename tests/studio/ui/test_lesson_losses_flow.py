"""A lesson ends what goes on in the window; the user is asked before."""

import pytest
from PySide6.QtWidgets import QMessageBox

from gdstudio.experiments.noise import NoiseSettings
from tests.studio.asked import begin_experiment, question
from tests.studio.small_lesson import LESSON

LONG = NoiseSettings(network="lesson-best", pictures=2000, climb_steps=2000, seed=4)


@pytest.fixture
def experiment(window):
    """An experiment that runs for long."""
    return begin_experiment(window, LONG)


def test_that_an_experiment_goes_on_unless_one_agrees_to_its_end(
    qtbot, window, experiment, tmp_path
):
    path, lessons = tmp_path / "small.toml", window.lessons
    path.write_text(LESSON, "utf-8")
    lessons.give(path)
    lessons.give(path)  # impatient
    assert question(window).text().startswith("An experiment is running;")
    question(window).button(QMessageBox.StandardButton.Cancel).click()
    qtbot.waitUntil(lambda: question(window) is None)
    assert experiment.is_running
    assert lessons.model.lesson is None
    lessons.give(path, 2)
    with qtbot.waitSignal(lessons.staging_made().standing):
        next(b for b in question(window).buttons() if b.text() == "Begin the lesson").click()
    assert lessons.model.index == 2
    assert not experiment.is_running


def test_that_a_film_being_written_is_not_lost_without_a_word(window, monkeypatch):
    films = window.shared.films
    monkeypatch.setattr(type(films), "is_filming", True)
    window.actions_.lesson_first.trigger()
    assert question(window).text() == "A film is being written; it would not be kept."
    question(window).button(QMessageBox.StandardButton.Cancel).click()


def test_that_nothing_is_asked_where_nothing_is_lost(qtbot, window):
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step > 0)
    with qtbot.waitSignal(window.lessons.staging_made().standing):
        window.actions_.lesson_first.trigger()
    assert question(window) is None
