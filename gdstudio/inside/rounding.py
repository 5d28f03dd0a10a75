"""How far rounding alone moves a mean cost that is computed in float64."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from gdstudio.learning.costs import Cost

ROUNDING: Final = 8 * float(np.finfo(np.float64).eps)  # a few roundings of a number near 1


def rounding_of_cost(cost: Cost, value: float) -> float:
    """Return how far rounding may move a mean cost, above 0.

    An output a is rounded near 1, so a squared error (a - y)^2 by the order of |a - y|, which is
    the root of the cost; -ln a and the logarithm of the softmax's sum by that of 1.

    Args:
        cost: Which cost it is.
        value: The cost, at least 0; it may be infinite or not a number.
    """
    least = math.sqrt(abs(value)) if cost.name == "squared-error" else 1.0
    return ROUNDING * max(abs(value), least)
