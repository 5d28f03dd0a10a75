"""The class that one digit is asked for: chosen, known, or the network's own answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from gdstudio.arrays import Array


class Origin(Enum):
    """Who says which class is right."""

    CHOSEN = "chosen"
    LABEL = "label"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Target:
    """The class taken for the right one.

    Attributes:
        label: Which class, from 0.
        origin: Who says so.
    """

    label: int
    origin: Origin

    @property
    def is_own_answer(self) -> bool:
        """Whether nobody says which class is right, so that the network's own answer stands."""
        return self.origin is Origin.ANSWER


def find_target(chosen: int | None, label: int | None, outputs: Array | None) -> Target | None:
    """Return the class chosen, else the label, else what the network answers itself.

    Args:
        chosen: What a person says; None for nothing.
        label: What the digit is known to be; None if it is not. A class without an output is none.
        outputs: What the network answers, shape (n_out,); None if it cannot be asked.

    Returns:
        None where neither is known and the outputs are not finite.
    """
    if outputs is None:
        return None
    for value, origin in ((chosen, Origin.CHOSEN), (label, Origin.LABEL)):
        if value is not None and value < len(outputs):
            return Target(value, origin)
    if not np.isfinite(outputs).all():
        return None
    return Target(int(np.argmax(outputs)), Origin.ANSWER)
