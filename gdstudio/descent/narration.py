"""One update spelt out: the rule, then the rule with its numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, TypeAlias

from gdstudio.descent.functions import CostFunction
from gdstudio.descent.methods import NEWTON
from gdstudio.descent.path import DescentStep
from gdstudio.numerals import numeral
from gdstudio.texts import Text

_DIGITS: Final = 6
Rule: TypeAlias = tuple[str, str]  # in symbols, and with places for the numbers

_MEAN: Final = ("m ← β₁ m + (1 − β₁) g", "{beta_1} · {mean_old:b} + {rest_1} · {g:b} = {mean}")
_SQUARE: Final = (
    "v ← β₂ v + (1 − β₂) g²",
    "{beta_2} · {square_average_old} + {rest_2} · {g:b}² = {square_average}",
)
_ADAM_MEAN: Final = ("m̂ = m / (1 − β₁^t)", "{mean:b} / (1 − {beta_1}^{t}) = {mean_hat}")
_ADAM_STEP: Final = (
    "p ← p − η m̂ / (√v̂ + ε)",
    "{p} − {eta} · {mean_hat:b} / (√{square_hat} + {epsilon}) = {new}",
)
_ADAM_SQUARE: Final = (
    "v̂ = v / (1 − β₂^t)",
    "{square_average} / (1 − {beta_2}^{t}) = {square_hat}",
)
_DESCENT: Final = ("p ← p − η g", "{p} − {eta} · {g:b} = {new}")
_VELOCITY: Final = ("v ← μ v + g", "{momentum} · {velocity_old:b} + {g:b} = {velocity}")

_RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "gradient-descent": (_DESCENT,),
    "sgd": (_DESCENT,),
    "momentum": (_VELOCITY, ("p ← p − η v", "{p} − {eta} · {velocity:b} = {new}")),
    "nesterov": (
        _VELOCITY,
        ("p ← p − η (g + μ v)", "{p} − {eta} · ({g} + {momentum} · {velocity:b}) = {new}"),
    ),
    "adagrad": (
        ("G ← G + g²", "{square_sum_old} + {g:b}² = {square_sum}"),
        ("p ← p − η g / (√G + ε)", "{p} − {eta} · {g:b} / (√{square_sum} + {epsilon}) = {new}"),
    ),
    "rmsprop": (
        (
            "v ← α v + (1 − α) g²",
            "{alpha} · {square_average_old} + {rest_alpha} · {g:b}² = {square_average}",
        ),
        (
            "p ← p − η g / (√v + ε)",
            "{p} − {eta} · {g:b} / (√{square_average} + {epsilon}) = {new}",
        ),
    ),
    "adadelta": (
        (
            "v ← ρ v + (1 − ρ) g²",
            "{rho} · {square_average_old} + {rest_rho} · {g:b}² = {square_average}",
        ),
        (
            "d = √(u + ε) / √(v + ε) · g",
            "√({delta_average_old} + {epsilon}) / √({square_average} + {epsilon}) · {g:b} = {d}",
        ),
        (
            "u ← ρ u + (1 − ρ) d²",
            "{rho} · {delta_average_old} + {rest_rho} · {d:b}² = {delta_average}",
        ),
        ("p ← p − η d", "{p} − {eta} · {d:b} = {new}"),
    ),
    "adam": (_MEAN, _SQUARE, _ADAM_MEAN, _ADAM_SQUARE, _ADAM_STEP),
    "amsgrad": (
        _MEAN,
        _SQUARE,
        (
            "s ← max(s, v)",
            "max({square_maximum_old}, {square_average}) = {square_maximum}",
        ),
        _ADAM_MEAN,
        ("v̂ = s / (1 − β₂^t)", "{square_maximum} / (1 − {beta_2}^{t}) = {square_hat}"),
        _ADAM_STEP,
    ),
    "adamw": (
        ("q = (1 − η λ) p", "(1 − {eta} · {weight_decay}) · {p:b} = {decayed}"),
        _MEAN,
        _SQUARE,
        _ADAM_MEAN,
        _ADAM_SQUARE,
        (
            "p ← q − η m̂ / (√v̂ + ε)",
            "{decayed} − {eta} · {mean_hat:b} / (√{square_hat} + {epsilon}) = {new}",
        ),
    ),
    "lion": (
        ("c = β₁ m + (1 − β₁) g", "{beta_1} · {mean_old:b} + {rest_1} · {g:b} = {c}"),
        (
            "p ← p − η (sign c + λ p)",
            "{p} − {eta} · ({sign_c} + {weight_decay} · {p:b}) = {new}",
        ),
        ("m ← β₂ m + (1 − β₂) g", "{beta_2} · {mean_old:b} + {rest_2} · {g:b} = {mean}"),
    ),
    NEWTON: (("p ← p + t d", "{p} + {step_length} · {direction:b} = {new}"),),
}


class _Shown(float):
    """A number as people write it; with format "b" in brackets if it is negative."""

    def __format__(self, spec: str) -> str:
        text = numeral(float(self))
        return f"({text})" if spec == "b" and self < 0 else text


def explain(
    function: CostFunction,
    before: DescentStep,
    after: DescentStep,
    method: str,
    settings: Mapping[str, float],
) -> list[str]:
    """Return the update from `before` to `after` in lines of plain text.

    Args:
        function: The cost.
        before: The step before the update.
        after: The step behind it, `before.step + 1`.
        method: Name of the optimiser, or "newton".
        settings: Its settings in force, as in `Descent.settings`.
    """
    names = function.variables
    point = ", ".join(f"{n} = {_Shown(x)}" for n, x in zip(names, before.position, strict=True))
    was, becomes = _told_apart(before.cost, after.cost)
    lines = [
        Text("Step {0}: at {1} the cost is {2}.", after.step, point, was),
        f"g = {_vector(before.gradient)}",
    ]
    if method == NEWTON:
        lines += _newton_lines(function, before, after)
    for symbols, numbers in _RULES[method]:
        lines.append(symbols if len(names) > 1 else symbols.replace("p", names[0]))
        for i, name in enumerate(names):
            values = _values(before, after, settings, i)
            lines.append(f"    {name}: {numbers.format_map(values)}")
    if after.cost < before.cost:
        end = Text("The cost falls to {0}.", becomes)
    elif after.cost > before.cost:
        end = Text("The cost rises to {0}.", becomes)
    else:
        end = Text("The cost is {0}.", becomes)
    return [*lines, end]


def _told_apart(a: float, b: float) -> tuple[str, str]:
    """Return two numbers with as many digits as tell them apart, at least six."""
    for digits in range(_DIGITS, 18):
        texts = numeral(a, digits), numeral(b, digits)
        if a == b or texts[0] != texts[1]:
            break
    return texts


def _values(
    before: DescentStep, after: DescentStep, settings: Mapping[str, float], i: int
) -> dict[str, _Shown]:
    """Return every number that a rule may ask for, for coordinate `i`."""
    p, g, eta, t = before.position[i], before.gradient[i], after.learning_rate, after.step
    numbers: dict[str, float] = {
        **settings, "p": p, "g": g, "new": after.position[i], "eta": eta, "t": t,
    }  # fmt: skip
    for name, array in after.state.items():
        numbers[name] = array[i] if array.ndim else float(array)
        old = before.state.get(name)
        numbers[f"{name}_old"] = 0.0 if old is None else old[i] if old.ndim else float(old)
    for rest, setting in (
        ("rest_1", "beta_1"),
        ("rest_2", "beta_2"),
        ("rest_alpha", "alpha"),
        ("rest_rho", "rho"),
    ):
        numbers[rest] = 1 - settings.get(setting, 0.0)
    beta_1, beta_2 = settings.get("beta_1", 0.0), settings.get("beta_2", 0.0)
    if "mean" in numbers:
        numbers["mean_hat"] = numbers["mean"] / (1 - beta_1**t)
        c = beta_1 * numbers["mean_old"] + (1 - beta_1) * g
        numbers["c"], numbers["sign_c"] = c, math.copysign(1, c) if c else 0.0
        second = numbers.get("square_maximum", numbers.get("square_average", 0.0))
        numbers["square_hat"] = second / (1 - beta_2**t)
        numbers["decayed"] = (1 - eta * settings.get("weight_decay", 0.0)) * p
    if "delta_average" in numbers:
        epsilon = settings["epsilon"]
        ratio = (numbers["delta_average_old"] + epsilon) / (numbers["square_average"] + epsilon)
        numbers["d"] = math.sqrt(ratio) * g
    return {name: _Shown(number) for name, number in numbers.items()}


def _newton_lines(function: CostFunction, before: DescentStep, after: DescentStep) -> list[str]:
    hessian = function.hessian(before.position)
    shift, direction = float(after.state["shift"]), after.state["direction"]
    rows = "; ".join(", ".join(f"{_Shown(x)}" for x in row) for row in hessian)
    lines = [f"H = [{rows}]"]
    if shift:
        lines.append(
            Text("H alone does not lead downhill: τ = {0} is added to its diagonal", _Shown(shift))
        )
    rule = "(H + τ I)" if shift else "H"
    return [*lines, f"d = −{rule}⁻¹ g = {_vector(direction)}"]


def _vector(values: object) -> str:
    numbers = [f"{_Shown(x)}" for x in values]  # type: ignore[attr-defined]
    return numbers[0] if len(numbers) == 1 else f"({', '.join(numbers)})"
