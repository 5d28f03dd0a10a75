"""How the panel, the bar and the figures of a run are made, and how they look."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from gdstudio.learning.recipes import RECIPES
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import LIGHT
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.training.learn_page import LearnPage
from gdstudio.studio.views.training.metrics_strip import MetricsStrip
from gdstudio.studio.views.training.not_applied_bar import NotAppliedBar
from gdstudio.studio.views.training.run_bar import RunBar, RunButton
from gdstudio.studio.views.training.training_panel import TrainingPanel
from tests.kept import difference
from tests.studio.described import described
from tests.studio.painted import painting_differs

MADE = Path(__file__).parent / "made"
PAINTED = Path(__file__).parent / "painted"


@pytest.fixture
def differs(qtbot):
    def differs(name, widget):
        qtbot.addWidget(widget)
        return difference(MADE / f"{name}.txt", described(widget, sizes=True))

    return differs


def run_bar(speed):
    run, reset, step = QAction("Run"), QAction("Reset"), QAction("Step")
    return RunBar(run, [step], reset, speed=speed)


@pytest.mark.parametrize("compact", [False, True])
def test_that_the_bar_of_a_run_is_made_as_it_is_kept(differs, compact):
    bar = run_bar(speed=True)
    bar.set_compact(compact)
    assert differs("run_bar_compact" if compact else "run_bar", bar) == ""


def test_that_a_bar_without_speed_never_shows_the_slider(differs):
    bar = run_bar(speed=False)
    bar.set_compact(False)
    assert differs("run_bar_without_speed", bar) == ""


@pytest.mark.parametrize("compact", [False, True])
def test_that_figures_are_made_as_they_are_kept(differs, compact):
    strip = MetricsStrip()
    strip.set_counts(12_345, 1.5, 0.0)
    strip.set_accuracies(0.5, float("nan"))
    strip.set_compact(compact)
    assert differs("metrics_compact" if compact else "metrics", strip) == ""


def test_that_the_bar_of_other_settings_is_made_as_it_is_kept(differs):
    bar = NotAppliedBar()
    assert bar.isHidden()
    bar.set_run("784-16-10")
    assert differs("not_applied", bar) == ""


def test_that_the_panel_is_made_as_it_is_kept(differs):
    panel = TrainingPanel(list(RECIPES.values())[:2])
    assert differs("training_panel", panel) == ""


def test_that_the_page_is_made_as_it_is_kept(differs):
    page = LearnPage(Card("Drawing", QWidget()), *(QWidget() for _ in range(4)))
    assert differs("learn_page", page) == ""


def test_that_icon_and_word_stand_in_the_middle_of_the_button(qtbot):
    put_on(LIGHT)
    button = RunButton()
    qtbot.addWidget(button)
    button.setText("Go")
    button.resize(button.sizeHint())
    assert button.minimumSizeHint() == button.sizeHint()
    assert painting_differs(PAINTED / "run_button.txt", button) == ""
