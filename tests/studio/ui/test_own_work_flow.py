"""A user's own work comes back after a lesson exactly as it was, with all that was made of it."""

import pytest

from tests.studio.small_lesson import give

LESSON = """
format = 1
title = "Your turn"
[[scene]]
title = "Your turn"
sentence = "Draw."
run = "lesson"
enlarge = "learn.drawing"
"""


@pytest.mark.parametrize("steps", [0, 3])
def test_that_colours_and_surface_of_ones_own_run_come_back(qtbot, window, tmp_path, steps):
    learn, surface = window.learn, window.learn.live_surface
    for step in range(1, steps + 1):
        window.runner.step_batch()
        qtbot.waitUntil(lambda step=step: window.runs.run.step == step)
    qtbot.waitUntil(lambda: surface.scene is not None and surface.scene.share == 1)
    title = learn.page.parts["cost"].findChild(object, "cardTitle")
    scene, weight = surface.scene, title.font().weight()
    limit = window.runs.progress.tiles.limit
    lessons = give(qtbot, window, tmp_path, LESSON)
    assert window.runs.progress.tiles.limit == 5.0
    assert surface.scene is not scene
    lessons.end()
    assert surface.scene is scene
    qtbot.waitUntil(lambda: window.runs.progress is not None)
    assert window.runs.progress.tiles.limit == limit
    assert window.runs.run.step == steps
    drawing = window.shared.drawing_card.findChild(object, "cardTitle")
    assert drawing.font().weight() == title.font().weight() == weight
