"""A line of arithmetic: what becomes what, in letters and with the numbers put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from gdstudio.numerals import TO_RAISED

# Letters of the papers that the optimisers name.
_LETTERS: Final = {
    "eta": "η",
    "momentum": "μ",
    "alpha": "α",
    "rho": "ρ",
    "beta_1": "β₁",
    "beta_2": "β₂",
    "epsilon": "ε",
    "weight_decay": "λ",
    "l2": "L2",
    "velocity": "v",
    "square_sum": "G",
    "square_average": "v",
    "square_maximum": "v_max",
    "delta_average": "u",
    "mean": "m",
    "m_hat": "m̂",
    "v_hat": "v̂",
    "delta": "d",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a computation.

    Attributes:
        name: What gets the value: "w", "g", a state array's name, or a number in between.
        template: How, as an expression with the names of numbers in braces: "{w} - {eta} * {g}".
        used: The numbers it is made of, by name, as they were before.
        value: What comes out.
    """

    name: str
    template: str
    used: Mapping[str, float]
    value: float

    @property
    def letter(self) -> str:
        """What gets the value, in the letter of the field: "v", "m̂"."""
        return letter(self.name)

    @property
    def formula(self) -> str:
        """How it is made, in letters: "μ·v + g"."""
        return _typeset(self.template, letter)

    def numbers(self, write: Callable[[float], str]) -> str:
        """Return how it is made, with the numbers put in as `write` writes them."""

        def put_in(name: str) -> str:
            text = write(self.used[name])
            return text if re.fullmatch(r"[\d.,]+", text) else f"({text})"

        return _typeset(self.template, put_in)


def letter(name: str) -> str:
    """Return the letter for a number of an optimiser: "η" for eta; others stay as they are."""
    return _LETTERS.get(name, name)


def _typeset(template: str, shown: Callable[[str], str]) -> str:
    text = template.replace(" * ", "·").replace(" - ", " − ").replace("sqrt(", "√(")
    text = re.sub(r"\{(\w+)\}", lambda found: shown(found[1]), text)
    text = re.sub(r"\^(\d+)", lambda found: found[1].translate(TO_RAISED), text)
    return re.sub(r"√\((\([^()]+\)|[^\s()]+)\)", r"√\1", text)
