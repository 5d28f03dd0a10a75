"""A run for the controllers that look at one, a digit, and pages that look into the network."""

from __future__ import annotations

import numpy as np
import pytest

from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.inside_model import InsideModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.workers.background_job import shut_down
from tests.studio.controllers.inside_made import draw
from tests.studio.controllers.runs import Runs
from tests.studio.seen import shown


@pytest.fixture
def runs(qapp) -> Runs:
    """The runs of a window, one of them begun."""
    runs = Runs()
    runs.begin()
    return runs


@pytest.fixture
def drawing(runs) -> DrawingModel:
    """A digit that nobody knows, and what the network answers."""
    drawing = DrawingModel(runs, runs.shown, np.random.default_rng(0), runs)
    draw(drawing)
    return drawing


@pytest.fixture
def inside(runs, drawing) -> InsideModel:
    """What a person is about."""
    return InsideModel(runs.shown, drawing, runs)


@pytest.fixture
def make_room(qtbot, runs, drawing, inside):
    """Return a function that shows a page of Inspect and joins it with its controller.

    The controller gets the page, what it asks, and in `seen` what is shown.
    """
    rooms = []

    def make(controller, page, seen, *, size=(900, 620), asks_digits=True):
        shown(qtbot, page, *size)
        given = (drawing, inside) if asks_digits else ()
        room = controller(runs, runs.shown, *given, page, Messages(runs), runs)
        room.page, room.inside, room.drawing = page, inside, drawing
        room.seen = lambda: getattr(page, seen)
        rooms.append(room)
        return room

    yield make
    shut_down(*rooms)
