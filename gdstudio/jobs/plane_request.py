"""Which picture of the network's loss surface is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from gdstudio.landscape.directions import Normalization

PlaneKind: TypeAlias = Literal["trajectory", "random", "gradient", "parameters", "runs"]
SliceKind: TypeAlias = Literal["gradient", "start", "run", "bezier"]

PLANE_KINDS: Final[tuple[PlaneKind, ...]] = (
    "trajectory",
    "random",
    "gradient",
    "parameters",
    "runs",
)
SLICE_KINDS: Final[tuple[SliceKind, ...]] = ("gradient", "start", "run", "bezier")


@dataclass(frozen=True, slots=True)
class PlaneRequest:
    """A plane through the network's parameters, and how finely to look at it.

    Attributes:
        kind: "trajectory": the two main directions of the training path; "random": two random
            directions; "gradient": the negative gradient against a random direction;
            "parameters": two single parameters; "runs": through this run and two others.
        normalization: Of random directions.
        seed: Of random directions.
        size: Points a side.
        extent: Half the width, in units of the directions; not for "trajectory" and "runs", which
            cover their points.
        examples: Training examples that are asked; the first so many.
        first: Name of a parameter, for "parameters".
        second: Name of another.
    """

    kind: PlaneKind = "trajectory"
    normalization: Normalization = Normalization.FILTER
    seed: int = 1
    size: int = 51
    extent: float = 1.0
    examples: int = 2000
    first: str = ""
    second: str = ""
