"""What joins the workspace Experiments with the canvas of Learn: ways and noise."""

import numpy as np
import pytest

from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.experiments.minima import MinimaSettings
from gdstudio.studio.state.class_names import with_article

QUICK = MinimaSettings(networks=3, widths=(4,), examples=100, epochs=1, pairs=1)


@pytest.fixture
def room(qtbot, window):
    """Many minima, finished, in sight."""
    window.tabs.setCurrentIndex(window.workspaces.index(window.experiments))
    room = window.experiments
    room.panel.experiment_chosen.emit(list(EXPERIMENTS).index("minima"))
    room.panel.form.set_settings(QUICK)
    room.panel.form.edited.emit(QUICK)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: not room.is_running)
    qtbot.waitUntil(lambda: not room.way_bar.isHidden())
    return room


def ask(qtbot, room):
    with qtbot.waitSignal(room.ways.charts_made) as made:
        room.way_bar.button.click()
    return made.args[0]


def test_that_the_way_and_the_drawn_digit_on_it_come_first(qtbot, window, room):
    charts = ask(qtbot, room)
    assert len(charts) == 1  # the canvas is empty
    window.drawing.show_test_digit(4)
    before = len(room.board.tiles)
    charts = ask(qtbot, room)
    assert len(charts) == 2
    shown = [tile.view.chart for tile in room.board.tiles]
    assert shown[:2] == list(charts)
    assert len(shown) == before + 1
    assert "From network 1 to network 2" in room.board.tiles[0].title


def test_that_another_drawing_is_answered_when_one_comes_back(qtbot, window, room):
    window.drawing.show_test_digit(4)
    _, first = ask(qtbot, room)
    window.tabs.setCurrentIndex(0)
    window.drawing.show_test_digit(7)
    with qtbot.waitSignal(room.ways.charts_made) as made:
        window.tabs.setCurrentIndex(window.workspaces.index(room))
    second = made.args[0][1]
    assert len(first.series) != len(second.series) or not np.array_equal(
        first.series[0].y, second.series[0].y
    )


def test_that_other_experiments_have_no_ways(room):
    room.panel.experiment_chosen.emit(0)
    assert room.way_bar.isHidden()
    room.panel.experiment_chosen.emit(list(EXPERIMENTS).index("minima"))


def test_that_noise_on_the_canvas_is_answered_beside_the_experiment(qtbot, window):
    room = window.experiments
    window.tabs.setCurrentIndex(window.workspaces.index(room))
    room.panel.experiment_chosen.emit(list(EXPERIMENTS).index("noise"))
    assert not room.noise_bar.isHidden()
    room.noise_bar.button.click()
    drawing = window.drawing
    assert drawing.pixels.std() > 60  # noise is on the canvas
    answer = window.shared.drawing_panel.bars.answer
    assert f"run 1 sees {with_article(str(answer))} " in room.noise_bar.sentence.text()
    room.panel.experiment_chosen.emit(list(EXPERIMENTS).index("minima"))
    assert room.noise_bar.isHidden()
