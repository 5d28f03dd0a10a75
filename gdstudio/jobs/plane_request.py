"""Which picture of the network's loss surface is wanted, and which line through it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from gdstudio.landscape.ranges import (
    EXTENTS,
    PLACES,
    POINTS,
    RATES,
    SIZE,
    SIZES,
    UPDATES,
    Normalization,
)
from gdstudio.learning.recipe import MAX_EXAMPLES, MAX_SEED
from gdstudio.settings.settings import Field, Settings, setting
from gdstudio.texts import Text

PlaneKind: TypeAlias = Literal["trajectory", "random", "gradient", "parameters", "networks"]
SliceKind: TypeAlias = Literal["gradient", "start", "run", "bezier"]

PLANE_KINDS: Final[tuple[PlaneKind, ...]] = get_args(PlaneKind)
SLICE_KINDS: Final[tuple[SliceKind, ...]] = get_args(SliceKind)
EXAMPLES: Final = 2000  # asked unless others are wanted


@dataclass(frozen=True, kw_only=True)
class PlaneRequest(Settings):
    """A plane through the network's parameters, and how finely to look at it.

    Attributes:
        kind: "trajectory": the two main directions of the training path; "random": two random
            directions; "gradient": the negative gradient of the examples asked against a random
            direction; "parameters": two single parameters; "networks": through this network and
            two others.
        normalization: Of random directions.
        seed: Of random directions, and of the walk of chance that a path is compared with.
        size: Points a side.
        extent: Half the width, in units of the directions; Li et al. 2018 look from -1 to 1.
        examples: Training examples that are asked; the first so many.
        first: Name of a parameter, for "parameters".
        second: Name of another.
        covers_points: "trajectory" and "networks" cover their points, however wide that is.
        margin: At each side of what is covered, as a share of its width; Garipov et al. 2018: 0.2.
    """

    kind: PlaneKind = setting("trajectory", Text("Plane"), "choice", choices=PLANE_KINDS)
    normalization: Normalization = setting(
        Normalization.FILTER,
        Field(
            Text("Normalisation"),
            "choice",
            choices=tuple(Normalization),
            term=Text("normalization"),
            help=Text(
                "How long a random direction is. Filter: as long as the weights into each neuron."
                " Layer: as the weights of each layer. None: as drawn."
            ),
        ),
    )
    seed: int = setting(
        1, Text("Seed"), "whole", 0, MAX_SEED, step=1,
        help=Text("The same seed gives the same random directions"),
    )  # fmt: skip
    size: int = setting(SIZE, SIZES)
    extent: float = setting(1.0, EXTENTS)
    examples: int = setting(
        EXAMPLES, Text("Examples"), "whole", 1, MAX_EXAMPLES,
        help=Text("Training examples over which it is the mean"),
    )  # fmt: skip
    first: str = setting("", "", "text", term=Text("first parameter"))
    second: str = setting("", "", "text", term=Text("second parameter"))
    covers_points: bool = True
    margin: float = 0.2


@dataclass(frozen=True, kw_only=True)
class LineRequest(Settings):
    """A straight line between two networks, and what else to try between them.

    Attributes:
        match: Also to the end with its hidden neurons in the order of the start's.
        bezier: Also along a curve that is trained to stay low.
        updates: Of the curve's training.
        learning_rate: Of the curve's training.
        seed: Of the curve's training.
        points: Places, both ends among them.
        margin: How far to go on beyond both ends, as a share of the line.
    """

    match: bool = setting(
        False, "", "switch", help=Text("also with B's hidden neurons in the order of A's")
    )
    bezier: bool = setting(
        False, "", "switch", help=Text("also along a curve that is trained to stay low")
    )
    updates: int = setting(UPDATES.default, UPDATES)
    learning_rate: float = setting(RATES.default, RATES)
    seed: int = setting(1, Text("Seed"), "whole", 0, MAX_SEED, help=Text("Of the curve's training"))
    points: int = setting(POINTS, PLACES)
    margin: float = 0.0
