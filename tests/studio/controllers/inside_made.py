"""What controllers of the inside are tested with: what stands on the canvas, and what they show."""

import numpy as np

from gdstudio.studio.state.drawing_model import Digit
from tests.studio.controllers.mocked import is_busy
from tests.studio.controllers.runs import digits

EMPTY = np.zeros((28, 28), np.uint8)


def draw(drawing, pixels=None, label=None):
    """Put pixels on the canvas, those of one certain digit if none are given."""
    pixels = digits(1).pictures()[0] if pixels is None else pixels
    drawing.set_digit(Digit(pixels, label))


def shown_anew(qtbot, room, act):
    """Do something, wait until its page shows something else and rests, and return that."""
    before = room.seen()
    act()
    qtbot.waitUntil(lambda: room.seen() is not before and not is_busy(room))
    return room.seen()


def in_sight(qtbot, room):
    """Bring a page into sight, and return what it shows."""
    return shown_anew(qtbot, room, lambda: room.set_in_sight(True))
