"""Pictures as large as a film may be are drawn as any other."""

import warnings

import numpy as np

from gdstudio.pictures.pillow.drawing import pixels_of
from gdstudio.pictures.scene import Clip, Line, Rect, Scene


def test_that_a_large_picture_is_no_bomb_to_anybody():
    line = Line(np.array([[0.0, 0.0], [3500.0, 3500.0]]), "#ff0000", opacity=0.5)
    scene = Scene(3500, 3500, "#000000", (Clip(Rect(0, 0, 3400, 3400)), line))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pixels = pixels_of(scene)
    assert pixels[1000, 1000, 0] > 0
    assert not pixels[3450, 3450].any()
