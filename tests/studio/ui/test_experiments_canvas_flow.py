"""What joins the workspace Experiments with the canvas of Learn: ways and noise."""

import numpy as np
import pytest

from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.experiments.minima import MinimaSettings
from gdstudio.studio.state.class_names import with_article

QUICK = MinimaSettings(networks=3, widths=(4,), examples=100, epochs=1, pairs=1)


@pytest.fixture
def workspace(qtbot, window):
    """Many minima, finished, in sight."""
    window.show_workspace("experiments")
    workspace = window.experiments
    workspace.panel.experiment_chosen.emit(list(EXPERIMENTS).index("minima"))
    workspace.panel.form.set_settings(QUICK)
    workspace.panel.form.edited.emit(QUICK)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: not workspace.is_running)
    qtbot.waitUntil(lambda: not workspace.way_bar.isHidden())
    return workspace


def ask(qtbot, workspace):
    with qtbot.waitSignal(workspace.ways.charts_made) as made:
        workspace.way_bar.button.click()
    return made.args[0]


def test_that_the_way_and_the_drawn_digit_on_it_come_first(qtbot, window, workspace):
    charts = ask(qtbot, workspace)
    assert len(charts) == 1  # the canvas is empty
    window.drawing.show_test_digit(4)
    before = len(workspace.board.tiles)
    charts = ask(qtbot, workspace)
    assert len(charts) == 2
    shown = [tile.view.chart for tile in workspace.board.tiles]
    assert shown[:2] == list(charts)
    assert len(shown) == before + 1
    assert "From network 1 to network 2" in workspace.board.tiles[0].title


def test_that_another_drawing_is_answered_when_one_comes_back(qtbot, window, workspace):
    window.drawing.show_test_digit(4)
    _, first = ask(qtbot, workspace)
    window.show_workspace("learn")
    window.drawing.show_test_digit(7)
    with qtbot.waitSignal(workspace.ways.charts_made) as made:
        window.tabs.setCurrentIndex(window.workspaces.index(workspace))
    second = made.args[0][1]
    assert len(first.series) != len(second.series) or not np.array_equal(
        first.series[0].y, second.series[0].y
    )


def test_that_other_experiments_have_no_ways(workspace):
    workspace.panel.experiment_chosen.emit(0)
    assert workspace.way_bar.isHidden()
    workspace.panel.experiment_chosen.emit(list(EXPERIMENTS).index("minima"))


def test_that_noise_on_the_canvas_is_answered_beside_the_experiment(qtbot, window):
    workspace = window.experiments
    window.tabs.setCurrentIndex(window.workspaces.index(workspace))
    workspace.panel.experiment_chosen.emit(list(EXPERIMENTS).index("noise"))
    assert not workspace.noise_bar.isHidden()
    workspace.noise_bar.button.click()
    drawing = window.drawing
    assert drawing.pixels.std() > 60  # noise is on the canvas
    answer = window.shared.drawing_panel.bars.answer
    assert f"run 1 sees {with_article(str(answer))} " in workspace.noise_bar.sentence.text()
    workspace.panel.experiment_chosen.emit(list(EXPERIMENTS).index("minima"))
    assert workspace.noise_bar.isHidden()
