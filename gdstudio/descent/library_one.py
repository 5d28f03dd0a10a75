"""Costs of one input, each chosen for one thing that happens on it."""

from __future__ import annotations

import math
from typing import Final

from gdstudio.descent.functions import CostFunction
from gdstudio.descent.library_entry import entry
from gdstudio.texts import Text

# Roots of w^3 - 4 w + 0.5, the derivative of the two valleys.
_VALLEYS: Final = ((-2.0597919701013208,), (1.93429787576606,))
_RIDGE: Final = (0.12549409433526068,)

ONE_INPUT: Final[tuple[CostFunction, ...]] = (
    entry(
        "parabola",
        Text("Parabola"),
        Text("Steps shrink with the slope; a rate above 1 diverges."),
        "(w - 1)^2",
        ((-4.0, 6.0),),
        (-3.0,),
        0.1,
        minima=[(1.0,)],
    ),
    entry(
        "two-valleys",
        Text("Two valleys"),
        Text("Where it ends depends on where it starts: only one valley is the deepest."),
        "w^4/4 - 2 w^2 + w/2 + 5",
        ((-3.5, 3.5),),
        (3.2,),
        0.03,
        minima=_VALLEYS,
        maxima=[_RIDGE],
    ),
    entry(
        "plateau",
        Text("Plateau"),
        Text("Far out the slope is almost zero, so the steps are too."),
        "1 - exp(-w^2/2)",
        ((-6.0, 6.0),),
        (2.8,),
        0.5,
        minima=[(0.0,)],
    ),
    entry(
        "steep-wall",
        Text("Steep wall"),
        Text("One step that starts on the wall is thrown far across the valley."),
        "exp(-3w) + w",
        ((-1.2, 5.0),),
        (-0.5,),
        0.1,
        minima=[(math.log(3) / 3,)],
    ),
    entry(
        "wavy",
        Text("Wavy"),
        Text("Many minima: small steps stop in the first one."),
        "1 - cos(4w) + w^2/8",
        ((-6.0, 6.0),),
        (4.2,),
        0.02,
        minima=[(0.0,)],
    ),
    entry(
        "quartic",
        Text("Quartic"),
        Text("The curvature vanishes at the minimum, so the last steps are very slow."),
        "w^4/10",
        ((-4.0, 4.0),),
        (3.5,),
        0.05,
        minima=[(0.0,)],
    ),
    entry(
        "shelf",
        Text("Shelf"),
        Text("The slope is zero at 0 although the cost goes on falling."),
        "3 w^4 - 4 w^3 + 2",
        ((-1.0, 1.8),),
        (-0.7,),
        0.02,
        minima=[(1.0,)],
        degenerate=[(0.0,)],
    ),
    entry(
        "kink",
        Text("Kink"),
        Text("The slope does not shrink towards the minimum: steps of one size bounce around it."),
        "abs(w)",
        ((-4.0, 4.0),),
        (3.3,),
        0.4,
        minima=[(0.0,)],
    ),
    entry(
        "flat-floor",
        Text("Flat floor"),
        Text("Every point of the floor is a minimum; it stops where it first arrives."),
        "relu(abs(w) - 1)^2",
        ((-4.0, 4.0),),
        (3.5,),
        0.2,
    ),
    entry(
        "neuron",
        Text("One neuron"),
        Text("Squared error of a sigmoid neuron: wrong by far, and yet hardly a slope."),
        "(sigmoid(w) - 0.8)^2",
        ((-8.0, 8.0),),
        (-4.0,),
        8.0,
        minima=[(math.log(4),)],
    ),
)
