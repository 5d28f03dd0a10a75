"""Buttons and figures stay where they are, whatever a run, a walk or an experiment does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QLabel, QSlider, QWidget

from gdstudio.studio.state.progress import RunState
from gdstudio.studio.views.training.metrics_strip import Metric
from tests.studio.ui.settling import settle

STAYING = (QAbstractButton, QSlider, Metric)
RUN_WORKSPACES = ("learn", "landscape", "inspect")

Places = dict[QWidget, tuple[int, int, int, int]]


def stays(widget: QWidget) -> bool:
    """Whether a widget is one that must not move: a control, a figure, a title."""
    is_title = isinstance(widget, QLabel) and widget.objectName() == "cardTitle"
    return widget.isVisible() and (is_title or isinstance(widget, STAYING))


def places(window, *names: str) -> Places:
    """Return where all that must not move stands in these workspaces."""
    found = {}
    shown = window.workspace.guide
    for name in names:
        window.show_workspace(name)
        settle()
        for holder in (window.workspace.header, window.workspace.page):
            for widget in filter(stays, holder.findChildren(QWidget)):
                corner = widget.mapTo(window, QPoint())
                width = 0 if isinstance(widget, QLabel) else widget.width()
                found[widget] = (corner.x(), corner.y(), width, widget.height())
    window.show_workspace(shown)
    return found


def moved(before: Places, now: Places) -> dict[str, tuple[object, object]]:
    """Return what stands elsewhere or has another size; what came or went is not asked."""
    return {
        f"{type(w).__name__} {w.accessibleName() or getattr(w, 'text', str)()}": (place, now[w])
        for w, place in before.items()
        if w in now and now[w] != place
    }


@pytest.fixture(params=[100, 150])
def sized_window(request, window):
    window.resize(1366, 768)
    texts = {action.data(): action for action in window.actions_.text_sizes.actions()}
    texts[request.param].trigger()
    settle()
    return window


def test_that_a_run_moves_no_control_no_figure_and_no_title(qtbot, sized_window):
    window = sized_window
    runs, actions, panel = window.runs, window.actions_, window.learn.training_panel
    idle = places(window, *RUN_WORKSPACES)

    def begin(recipe):
        panel.set_recipe(recipe)
        actions.reset.trigger()
        qtbot.waitUntil(lambda: runs.run.progress is not None and runs.run.step == 0)
        actions.run.trigger()

    short = runs.run.recipe.changed(train_size=200, epochs=1)
    identity = {"output_activation": "identity", "epochs": 30}
    wild = short.changed(learning_rate=50.0, activation="relu", **identity)
    for state, act, is_reached in (
        ("after a step", actions.step_example.trigger, lambda: runs.run.step == 1),
        ("while it runs", actions.run.trigger, lambda: runs.run.step > 1),
        ("at rest", actions.run.trigger, lambda: not runs.is_running),
        ("complete", lambda: begin(short), lambda: runs.run.progress.state is RunState.COMPLETE),
        ("failed", lambda: begin(wild), lambda: runs.run.history.diverged_at is not None),
    ):
        act()
        qtbot.waitUntil(is_reached)
        assert moved(idle, places(window, *RUN_WORKSPACES)) == {}, state


def test_that_a_walk_moves_no_control_no_figure_and_no_title(qtbot, sized_window):
    landscape = sized_window.landscape
    sized_window.show_workspace("landscape")
    qtbot.waitUntil(lambda: landscape.scenes.scene is not None)
    qtbot.waitUntil(lambda: landscape.scenes.scene.share == 1)
    before = places(sized_window, "landscape")
    scene = landscape.scenes.scene
    landscape.walk.walk(scene, 0.5 * float(scene.grid.alpha[-1]), 0.0)
    qtbot.waitUntil(lambda: not sized_window.shown.is_run)
    assert moved(before, places(sized_window, "landscape")) == {}
    sized_window.shown.leave()
    assert moved(before, places(sized_window, "landscape")) == {}


def test_that_a_descent_moves_no_control_no_figure_and_no_title(qtbot, sized_window):
    sized_window.show_workspace("descent")
    descent, actions = sized_window.descent, sized_window.actions_
    qtbot.waitUntil(lambda: descent.scenes.scene is not None)
    idle = places(sized_window, "descent")
    session = descent.descent
    for state, act, is_reached in (
        ("after a step", actions.descent_step.trigger, lambda: session.session.current.step == 1),
        ("back", actions.descent_back.trigger, lambda: session.session.current.step == 0),
        ("while it runs", actions.run.trigger, lambda: session.session.current.step > 1),
        ("at rest", actions.run.trigger, lambda: not descent.is_running),
    ):
        act()
        qtbot.waitUntil(is_reached)
        assert moved(idle, places(sized_window, "descent")) == {}, state


def test_that_an_experiment_moves_no_control_of_its_page(qtbot, sized_window):
    sized_window.show_workspace("experiments")
    experiments, actions = sized_window.experiments, sized_window.actions_
    idle = places(sized_window, "experiments")
    actions.run.trigger()
    assert experiments.is_running
    assert moved(idle, places(sized_window, "experiments")) == {}
    qtbot.waitUntil(lambda: bool(experiments.board.tiles))
    assert moved(idle, places(sized_window, "experiments")) == {}
    actions.run.trigger()
    qtbot.waitUntil(lambda: not experiments.is_running)
    assert moved(idle, places(sized_window, "experiments")) == {}
