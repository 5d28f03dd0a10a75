"""One update of one parameter, w ← w − η g, with every number put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final

from gdstudio.inside.formula import Line
from gdstudio.learning.optimizers import find_optimizer


@dataclass(frozen=True, slots=True)
class OpenUpdate:
    """The next update of one parameter, in float64.

    Attributes:
        title: Of the optimiser, as people write it.
        number: Which of the optimiser's updates it would be, from 1.
        lines: What is computed, in order; the last value given to w is `after`.
        before: The parameter now.
        after: The parameter after the update.
        state_before: The optimiser's state of this parameter, by the names of its arrays.
        state_after: The same after the update.
    """

    title: str
    number: int
    lines: tuple[Line, ...]
    before: float
    after: float
    state_before: Mapping[str, float]
    state_after: Mapping[str, float]


class _Sheet:
    """Numbers by name, and the lines that have made new ones of them."""

    def __init__(self, values: Mapping[str, float]) -> None:
        self.values = dict(values)
        self.lines: list[Line] = []

    def __getitem__(self, name: str) -> float:
        return self.values[name]

    def let(self, name: str, template: str, value: float) -> None:
        """Note that a number becomes what the template says, with the numbers as they are now."""
        used = {one: self.values[one] for one in re.findall(r"{(\w+)}", template)}
        self.lines.append(Line(name, template, used, value))
        self.values[name] = value


def open_update(
    optimizer: str,
    settings: Mapping[str, float],
    w: float,
    gradient: float,
    rate: float,
    state: Mapping[str, float] | None = None,
    steps: int = 0,
    l2: float = 0.0,
) -> OpenUpdate:
    """Write out what `Optimizer.step` does to one parameter.

    Args:
        optimizer: The name used in recipes.
        settings: Those that differ from the optimiser's defaults.
        w: The parameter.
        gradient: dC/dw.
        rate: The learning rate, schedule included.
        state: What the optimiser keeps of this parameter, by the names of its arrays; None for 0.
        steps: Updates it has done.
        l2: The strength of weight decay in the cost, for a weight; 0 for a bias.

    Raises:
        InvalidValue: There is no such optimiser.
    """
    rule = find_optimizer(optimizer)
    before = {name: float((state or {}).get(name, 0.0)) for name in rule.state_names}
    values = {**rule.defaults, **settings, **before, "w": w, "g": gradient, "eta": rate}
    sheet = _Sheet({**values, "t": steps + 1, "l2": l2})
    if l2:
        sheet.let("g", "{g} + {l2} * {w}", sheet["g"] + l2 * sheet["w"])
    _RULES[rule.name](sheet)
    after = {name: sheet[name] for name in rule.state_names}
    return OpenUpdate(rule.title, steps + 1, tuple(sheet.lines), w, sheet["w"], before, after)


def _sgd(s: _Sheet) -> None:
    s.let("w", "{w} - {eta} * {g}", s["w"] - s["eta"] * s["g"])


def _velocity(s: _Sheet) -> None:
    value = s["momentum"] * s["velocity"] + s["g"]
    s.let("velocity", "{momentum} * {velocity} + {g}", value)


def _momentum(s: _Sheet) -> None:
    _velocity(s)
    s.let("w", "{w} - {eta} * {velocity}", s["w"] - s["eta"] * s["velocity"])


def _nesterov(s: _Sheet) -> None:
    _velocity(s)
    value = s["w"] - s["eta"] * (s["g"] + s["momentum"] * s["velocity"])
    s.let("w", "{w} - {eta} * ({g} + {momentum} * {velocity})", value)


def _average(s: _Sheet, name: str, of: str, keep: str, power: int = 1) -> None:
    """Let a state follow a number, or its square: s = keep s + (1 - keep) v."""
    square = f"{{{of}}}^2" if power == 2 else f"{{{of}}}"
    template = f"{{{keep}}} * {{{name}}} + (1 - {{{keep}}}) * {square}"
    s.let(name, template, s[keep] * s[name] + (1 - s[keep]) * s[of] ** power)


def _adagrad(s: _Sheet) -> None:
    s.let("square_sum", "{square_sum} + {g}^2", s["square_sum"] + s["g"] ** 2)
    value = s["w"] - s["eta"] * s["g"] / (sqrt(s["square_sum"]) + s["epsilon"])
    s.let("w", "{w} - {eta} * {g} / (sqrt({square_sum}) + {epsilon})", value)


def _rmsprop(s: _Sheet) -> None:
    _average(s, "square_average", "g", "alpha", 2)
    value = s["w"] - s["eta"] * s["g"] / (sqrt(s["square_average"]) + s["epsilon"])
    s.let("w", "{w} - {eta} * {g} / (sqrt({square_average}) + {epsilon})", value)


def _adadelta(s: _Sheet) -> None:
    _average(s, "square_average", "g", "rho", 2)
    share = (s["delta_average"] + s["epsilon"]) / (s["square_average"] + s["epsilon"])
    template = "sqrt(({delta_average} + {epsilon}) / ({square_average} + {epsilon})) * {g}"
    s.let("delta", template, sqrt(share) * s["g"])
    _average(s, "delta_average", "delta", "rho", 2)
    s.let("w", "{w} - {eta} * {delta}", s["w"] - s["eta"] * s["delta"])


def _adam(s: _Sheet) -> None:
    _adam_means(s)
    _adam_step(s, "square_average")


def _adam_means(s: _Sheet) -> None:
    _average(s, "mean", "g", "beta_1")
    _average(s, "square_average", "g", "beta_2", 2)


def _adam_step(s: _Sheet, second: str) -> None:
    """Correct both means for their start at 0 and take the step (algorithm 1 of the paper)."""
    s.let("m_hat", "{mean} / (1 - {beta_1}^{t})", s["mean"] / (1 - s["beta_1"] ** s["t"]))
    value = s[second] / (1 - s["beta_2"] ** s["t"])
    s.let("v_hat", f"{{{second}}} / (1 - {{beta_2}}^{{t}})", value)
    step = s["eta"] * s["m_hat"] / (sqrt(s["v_hat"]) + s["epsilon"])
    s.let("w", "{w} - {eta} * {m_hat} / (sqrt({v_hat}) + {epsilon})", s["w"] - step)


def _amsgrad(s: _Sheet) -> None:
    _adam_means(s)
    highest = max(s["square_maximum"], s["square_average"])
    s.let("square_maximum", "max({square_maximum}, {square_average})", highest)
    _adam_step(s, "square_maximum")


def _adamw(s: _Sheet) -> None:
    value = s["w"] * (1 - s["eta"] * s["weight_decay"])
    s.let("w", "{w} * (1 - {eta} * {weight_decay})", value)
    _adam(s)


def _lion(s: _Sheet) -> None:
    mixed = s["beta_1"] * s["mean"] + (1 - s["beta_1"]) * s["g"]
    template = "sign({beta_1} * {mean} + (1 - {beta_1}) * {g})"
    s.let("delta", template, float((mixed > 0) - (mixed < 0)))
    if s["weight_decay"]:
        value = s["delta"] + s["weight_decay"] * s["w"]
        s.let("delta", "{delta} + {weight_decay} * {w}", value)
    s.let("w", "{w} - {eta} * {delta}", s["w"] - s["eta"] * s["delta"])
    _average(s, "mean", "g", "beta_2")


_RULES: Final[dict[str, Callable[[_Sheet], None]]] = {
    "gradient-descent": _sgd,
    "sgd": _sgd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adadelta": _adadelta,
    "adam": _adam,
    "amsgrad": _amsgrad,
    "adamw": _adamw,
    "lion": _lion,
}
