"""The path of the chain rule: what stands beside what."""

import numpy as np
import pytest

from gdstudio.arrays import locked
from gdstudio.pictures.chain import Chain, ChainColumn, chain_scene
from gdstudio.pictures.palette import LIGHT
from gdstudio.pictures.pillow.lettering import measure
from gdstudio.pictures.scene import Label
from gdstudio.pictures.sheet import Sheet


def box(text):
    width, height = measure(text.text, text.size, text.weight)
    left, top = text.x - text.anchor[0] * width, text.y - text.anchor[1] * height
    return left, top, left + width, top + height


@pytest.mark.parametrize("width", [420, 700, 940, 1400])
def test_that_a_factor_does_not_lie_on_how_many_neurons_are_left_out(width):
    slopes = np.linspace(-1, 1, 12)
    names = ("layer 3", "layer 4", "layer 5", "layer 6")
    columns = [ChainColumn(name, locked(slopes.copy()), more=1012) for name in names]
    columns = (
        ChainColumn("the inputs", locked(np.zeros(1))),
        *columns,
        ChainColumn("C", locked(np.zeros(1))),
    )
    chain = Chain(columns, ("sum over places", "", "", "", ""), "W3[13,0,4,1]")
    scene = chain_scene(Sheet((width, 126), measure, LIGHT), chain)
    labels = [one for one in scene.shapes if isinstance(one, Label)]
    counts = [box(one) for one in labels if one.text.startswith("+ ")]
    assert len(counts) == 4
    factors = [box(one) for one in labels if one.text.startswith("sum")]
    for left, top, right, bottom in factors:
        for a, b, c, d in counts:
            assert right <= a or left >= c or bottom <= b or top >= d
    assert factors or width < 500
