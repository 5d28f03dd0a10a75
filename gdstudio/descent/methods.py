"""What may be asked of a descent: its method, rate and end, there without NumPy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from gdstudio.settings.choices import OPTIMIZERS
from gdstudio.settings.settings import Settings, setting
from gdstudio.texts import Text

TOLERANCE: Final = 1e-6
NEWTON: Final = "newton"
METHODS: Final = (*OPTIMIZERS, NEWTON)


@dataclass(frozen=True)
class Racer(Settings):
    """One method in a race.

    Attributes:
        method: Name of the optimiser, or "newton".
        learning_rate: Its own rate; None for the suggested one.
        settings: Settings that differ from its defaults.

    Raises:
        InvalidValue: A setting is not accepted.
    """

    method: str = setting(
        "gradient-descent", Text("Method"), "choice", choices=METHODS, term=Text("optimizer"),
        help=Text("How the gradient becomes a step"),
    )  # fmt: skip
    learning_rate: float | None = setting(
        None, Text("Learning rate"), "real", 0, math.inf, above=True, none=Text("suggested"),
        help=Text("Step size; by itself one that fits cost and method"),
    )  # fmt: skip
    settings: tuple[tuple[str, float], ...] = setting(
        (), Text("Optimizer settings"), "table", is_flag=False
    )


@dataclass(frozen=True, kw_only=True)
class Limits(Settings):
    """Where descents end.

    Attributes:
        steps: The most updates; 100,000 take some 150 MB and ten seconds for each method.
        tolerance: Length of the gradient below which a descent has converged.
    """

    steps: int = setting(1000, Text("Steps"), "whole", 0, 100_000, help=Text("At most so many"))
    tolerance: float = setting(
        TOLERANCE, Text("Tolerance"), "real", 0, math.inf,
        help=Text("It stops where the gradient is shorter than this"),
    )  # fmt: skip
