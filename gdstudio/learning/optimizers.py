"""Optimisers: how a gradient becomes a change of the parameters.

Forms and defaults are PyTorch's (torch.optim, 2.x) unless a class says otherwise; each class names
its source. Every rule works element by element, so one optimiser may as well drive many independent
starts at once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import ClassVar, Final

import numpy as np
from numpy.typing import DTypeLike

from gdstudio.arrays import Array
from gdstudio.errors import InvalidValue
from gdstudio.settings.typed import known_name
from gdstudio.texts import Text

_Range = tuple[Callable[[float], bool], str]

# All other settings are shares of the past that is kept: momentum, betas, alpha, rho.
_BELOW_ONE: Final[_Range] = (lambda value: 0 <= value < 1, Text("a number from 0 to below 1"))
_RANGES: Final[dict[str, _Range]] = {
    "epsilon": (lambda value: 1e-16 <= value <= 1, Text("a number from 1e-16 to 1")),
    "weight_decay": (lambda value: 0 <= value <= 1000, Text("a number from 0 to 1,000")),
}


class Optimizer(ABC):
    """Base of all optimisers; owns its state arrays and two scratch arrays of the same size.

    Attributes:
        name: The name used in recipes and on the command line.
        title: The name as people write it.
        default_learning_rate: A rate to start from.
        defaults: Names and default values of the settings beside the learning rate.
        state_names: Names of the state arrays, each of the parameters' shape.
        settings: The values in force.
        steps: Number of updates done.
        state: The state arrays, name -> (n,); owned by the optimiser and changed by `step`.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    default_learning_rate: ClassVar[float]
    defaults: ClassVar[dict[str, float]] = {}
    state_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, n: int, dtype: DTypeLike = np.float64, **settings: float) -> None:
        self.check_settings(settings)
        self.settings = {**self.defaults, **settings}
        self.steps = 0
        self.state = {name: np.zeros(n, dtype) for name in self.state_names}
        self._scratch = np.empty(n, dtype)
        self._scratch_2 = np.empty(n, dtype)

    @classmethod
    def check_settings(cls, settings: Mapping[str, float]) -> None:
        """Raise InvalidValue if a name is not known, or a value is outside its range."""
        for key, value in settings.items():
            if key not in cls.defaults:
                known = Text("one of: {0}", ", ".join(cls.defaults))
                name = Text("setting of {0}", cls.name)
                raise InvalidValue(name, key, known if cls.defaults else Text("no setting"))
            is_accepted, accepted = _RANGES.get(key, _BELOW_ONE)
            if not is_accepted(value):
                raise InvalidValue(key.replace("_", " "), value, accepted)

    def step(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        """Do one update in place.

        Args:
            parameters: Shape (n,); changed.
            gradient: Shape (n,), the gradient of the cost at `parameters`; left as it is.
            learning_rate: The step size, above 0.
        """
        self.steps += 1
        self._update(parameters, gradient, learning_rate)

    @abstractmethod
    def _update(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        """Do one update in place; `steps` counts it already."""

    def _average(self, name: str, gradient: Array, keep: float) -> Array:
        """Let the state array follow the gradient: s = keep s + (1 - keep) g."""
        s = self.state[name]
        s *= keep
        np.multiply(gradient, 1 - keep, out=self._scratch)
        s += self._scratch
        return s

    def _average_square(self, name: str, values: Array, keep: float) -> Array:
        """Let the state array follow the squares: s = keep s + (1 - keep) v^2."""
        s = self.state[name]
        s *= keep
        np.multiply(values, values, out=self._scratch)
        self._scratch *= 1 - keep
        s += self._scratch
        return s


class SGD(Optimizer):
    """Stochastic gradient descent (Robbins and Monro 1951): p -= lr g."""

    name = "sgd"
    title = Text("SGD")
    default_learning_rate = 0.1

    def _update(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        np.multiply(gradient, learning_rate, out=self._scratch)
        parameters -= self._scratch


class GradientDescent(SGD):
    """Gradient descent (Cauchy 1847): the same rule with the gradient of all examples."""

    name = "gradient-descent"
    title = Text("Gradient descent")


class Momentum(Optimizer):
    """Heavy ball (Polyak 1964), PyTorch's form: v = mu v + g; p -= lr v; the first v is g."""

    name = "momentum"
    title = Text("Momentum")
    default_learning_rate = 0.03
    defaults: ClassVar[dict[str, float]] = {"momentum": 0.9}
    state_names = ("velocity",)

    def _update(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        v = self.state["velocity"]
        v *= self.settings["momentum"]
        v += gradient
        np.multiply(v, learning_rate, out=self._scratch)
        parameters -= self._scratch


class Nesterov(Optimizer):
    """Nesterov 1983, PyTorch's form: v = mu v + g; p -= lr (g + mu v)."""

    name = "nesterov"
    title = Text("Nesterov")
    default_learning_rate = 0.03
    defaults: ClassVar[dict[str, float]] = {"momentum": 0.9}
    state_names = ("velocity",)

    def _update(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        mu = self.settings["momentum"]
        v = self.state["velocity"]
        v *= mu
        v += gradient
        np.multiply(v, mu, out=self._scratch)
        self._scratch += gradient
        self._scratch *= learning_rate
        parameters -= self._scratch


class AdaGrad(Optimizer):
    """Duchi, Hazan, Singer 2011: G += g^2; p -= lr g / (sqrt(G) + eps)."""

    name = "adagrad"
    title = Text("AdaGrad")
    default_learning_rate = 0.01
    defaults: ClassVar[dict[str, float]] = {"epsilon": 1e-10}
    state_names = ("square_sum",)

    def _update(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        total = self.state["square_sum"]
        np.multiply(gradient, gradient, out=self._scratch)
        total += self._scratch
        np.sqrt(total, out=self._scratch)
        self._scratch += self.settings["epsilon"]
        np.divide(gradient, self._scratch, out=self._scratch)
        self._scratch *= learning_rate
        parameters -= self._scratch


class RMSProp(Optimizer):
    """Tieleman and Hinton 2012: v = a v + (1-a) g^2; p -= lr g / (sqrt(v) + eps)."""

    name = "rmsprop"
    title = Text("RMSProp")
    default_learning_rate = 0.01
    defaults: ClassVar[dict[str, float]] = {"alpha": 0.99, "epsilon": 1e-8}
    state_names = ("square_average",)

    def _update(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        v = self._average_square("square_average", gradient, self.settings["alpha"])
        np.sqrt(v, out=self._scratch)
        self._scratch += self.settings["epsilon"]
        np.divide(gradient, self._scratch, out=self._scratch)
        self._scratch *= learning_rate
        parameters -= self._scratch


class AdaDelta(Optimizer):
    """Zeiler 2012: d = sqrt(u + eps) / sqrt(v + eps) g; u follows d^2; p -= lr d."""

    name = "adadelta"
    title = Text("AdaDelta")
    default_learning_rate = 1.0
    defaults: ClassVar[dict[str, float]] = {"rho": 0.9, "epsilon": 1e-6}
    state_names = ("square_average", "delta_average")

    def _update(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        rho, epsilon = self.settings["rho"], self.settings["epsilon"]
        v = self._average_square("square_average", gradient, rho)
        u = self.state["delta_average"]
        delta = self._scratch_2
        np.add(u, epsilon, out=delta)
        np.add(v, epsilon, out=self._scratch)
        delta /= self._scratch
        np.sqrt(delta, out=delta)
        delta *= gradient
        self._average_square("delta_average", delta, rho)
        delta *= learning_rate
        parameters -= delta


class Adam(Optimizer):
    """Kingma and Ba 2015, algorithm 1; eps outside the root, as in PyTorch."""

    name = "adam"
    title = Text("Adam")
    default_learning_rate = 0.001
    defaults: ClassVar[dict[str, float]] = {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8}
    state_names: ClassVar[tuple[str, ...]] = ("mean", "square_average")

    def _update(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        beta_1, beta_2 = self.settings["beta_1"], self.settings["beta_2"]
        m = self._average("mean", gradient, beta_1)
        v = self._second_moment(gradient, beta_2)
        denominator = self._scratch
        np.sqrt(v, out=denominator)
        denominator *= (1 - beta_2**self.steps) ** -0.5
        denominator += self.settings["epsilon"]
        np.divide(m, denominator, out=denominator)
        denominator *= learning_rate / (1 - beta_1**self.steps)
        parameters -= denominator

    def _second_moment(self, gradient: Array, beta_2: float) -> Array:
        return self._average_square("square_average", gradient, beta_2)


class AMSGrad(Adam):
    """Reddi, Kale, Kumar 2018: Adam over the running maximum of v.

    The maximum is taken before the bias correction, as PyTorch's code does.
    """

    name = "amsgrad"
    title = Text("AMSGrad")
    state_names = ("mean", "square_average", "square_maximum")

    def _second_moment(self, gradient: Array, beta_2: float) -> Array:
        v = self._average_square("square_average", gradient, beta_2)
        highest = self.state["square_maximum"]
        np.maximum(highest, v, out=highest)
        return highest


class AdamW(Adam):
    """Loshchilov and Hutter 2019: p -= lr wd p first, then Adam."""

    name = "adamw"
    title = Text("AdamW")
    defaults: ClassVar[dict[str, float]] = {**Adam.defaults, "weight_decay": 0.01}

    def _update(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        parameters *= 1 - learning_rate * self.settings["weight_decay"]
        super()._update(parameters, gradient, learning_rate)


class Lion(Optimizer):
    """Chen et al. 2023: p -= lr (sign(b1 m + (1-b1) g) + wd p); then m = b2 m + (1-b2) g."""

    name = "lion"
    title = Text("Lion")
    default_learning_rate = 1e-4
    defaults: ClassVar[dict[str, float]] = {"beta_1": 0.9, "beta_2": 0.99, "weight_decay": 0.0}
    state_names = ("mean",)

    def _update(self, parameters: Array, gradient: Array, learning_rate: float) -> None:
        beta_1 = self.settings["beta_1"]
        direction = self._scratch_2
        np.multiply(self.state["mean"], beta_1, out=direction)
        np.multiply(gradient, 1 - beta_1, out=self._scratch)
        direction += self._scratch
        np.sign(direction, out=direction)
        if self.settings["weight_decay"]:
            np.multiply(parameters, self.settings["weight_decay"], out=self._scratch)
            direction += self._scratch
        direction *= learning_rate
        parameters -= direction
        self._average("mean", gradient, self.settings["beta_2"])


OPTIMIZERS: Final[dict[str, type[Optimizer]]] = {
    rule.name: rule
    for rule in (
        GradientDescent,
        SGD,
        Momentum,
        Nesterov,
        AdaGrad,
        RMSProp,
        AdaDelta,
        Adam,
        AMSGrad,
        AdamW,
        Lion,
    )
}


def find_optimizer(name: str) -> type[Optimizer]:
    """Return the rule of that name; raises InvalidValue if there is none."""
    return OPTIMIZERS[known_name("optimizer", name, OPTIMIZERS)]


def make_optimizer(
    name: str, n: int, dtype: DTypeLike = np.float64, **settings: float
) -> Optimizer:
    """Return a fresh optimiser for `n` parameters; raises InvalidValue for name or setting."""
    return find_optimizer(name)(n, dtype, **settings)
