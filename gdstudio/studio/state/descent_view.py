"""What stood in the workspace Descent, as settings that check themselves when read again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from gdstudio.descent.expression import ExpressionError
from gdstudio.descent.functions import CostFunction, typed_function
from gdstudio.descent.library import LIBRARY
from gdstudio.descent.methods import METHODS, Racer
from gdstudio.descent.race import MOST_RACERS
from gdstudio.errors import InvalidValue
from gdstudio.settings.settings import Settings, setting
from gdstudio.settings.typed import known_name
from gdstudio.texts import Text

MOST_STEPS: Final = 2000  # of a descent that are done again at once: a tenth of a second


@dataclass(frozen=True, kw_only=True)
class DescentView(Settings):
    """What is descended, how, and how far it has come.

    Attributes:
        function: Name in the library, or "typed".
        formula: The formula if it was typed.
        dimension: Its number of inputs.
        start: One number for each input.
        method: How a single one descends.
        learning_rate: Its rate.
        racing: Whether several descend instead.
        steps: Updates done; from `MOST_STEPS` on they are not done again.
    """

    function: str = setting("", Text("function"), "text")
    formula: str = setting("", Text("formula"), "text")
    dimension: int = setting(1, Text("inputs"), "whole", 1, 2)
    start: tuple[float, ...] = setting((0.0,), Text("start"), "reals", -1e12, 1e12, lengths=(1, 2))
    method: str = setting(METHODS[0], Text("method"), "choice", choices=METHODS)
    learning_rate: float = setting(0.1, Text("learning rate"), "real", 0, math.inf, above=True)
    racing: bool = setting(False, Text("race"), "switch")
    steps: int = setting(0, Text("steps"), "whole", 0, 10**9)

    def __post_init__(self) -> None:
        """Raise InvalidValue also of a start that is none of the function's."""
        super().__post_init__()
        if len(self.start) != self.dimension:
            raise InvalidValue(Text("start"), self.start, Text("one number for each input"))

    def cost(self) -> CostFunction:
        """Return the cost that was descended; raise InvalidValue of none."""
        if self.formula:
            try:
                return typed_function(self.formula, self.dimension)
            except ExpressionError as error:
                accepted = Text("a formula: {0}", error.text)
                raise InvalidValue(Text("formula"), self.formula, accepted) from error
        names = [name for name, one in LIBRARY.items() if one.dimension == self.dimension]
        return LIBRARY[known_name(Text("function"), self.function, names)]


def racers_of(kept: object) -> tuple[Racer, ...]:
    """Return who raced; raise InvalidValue if what was kept says nobody, or too many."""
    if not isinstance(kept, list) or not 1 <= len(kept) <= MOST_RACERS:
        accepted = Text("a list of 1 to {0} methods", MOST_RACERS)
        raise InvalidValue(Text("racers"), kept, accepted)
    return tuple(Racer.from_dict(one) for one in kept)
