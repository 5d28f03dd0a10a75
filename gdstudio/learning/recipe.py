"""A recipe: everything that decides how a run goes, in one frozen value."""

from __future__ import annotations

import dataclasses
import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gdstudio.data.augmentation import AUGMENTATIONS
from gdstudio.errors import InvalidValue
from gdstudio.learning.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from gdstudio.learning.architecture import count_parameters, make_layers
from gdstudio.learning.architecture_parts import parse_architecture
from gdstudio.learning.costs import COSTS, find_cost
from gdstudio.learning.initialization import INITIALIZATIONS
from gdstudio.learning.layers import Layer, dense_layers
from gdstudio.learning.needs import check_needs
from gdstudio.learning.network import Network
from gdstudio.learning.optimizers import OPTIMIZERS, find_optimizer
from gdstudio.learning.schedules import SCHEDULES
from gdstudio.learning.shapes import DIGIT, PictureShape
from gdstudio.settings.names_typed import known_name
from gdstudio.texts import Text

LESSON_SIZES: Final = (16, 16)
MAX_LAYERS: Final = 8
MAX_WIDTH: Final = 4096  # the widest hidden layer of Arpit et al. 2017
MAX_LEARNING_RATE: Final = 1e6
MAX_EXAMPLES: Final = 10_000_000
MAX_L2: Final = 1e6
MAX_BATCH_SIZE: Final = 1_000_000
MAX_EPOCHS: Final = 1_000_000
MAX_SEED: Final = 2**63 - 1
_DTYPES: Final = ("float32", "float64")
_MAX_FLOAT: Final = sys.float_info.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The settings of a run; checked when made.

    Attributes:
        name: Name of the recipe this began as.
        data: "mnist", or a folder of MNIST-like files.
        train_size: The first so many training examples; None for all.
        validation_size: The last so many of these are held out for choosing settings.
        augmentation: How training pictures are changed, e.g. "affine"; "none" leaves them.
        label_noise: Probability in [0, 1] that a training label is replaced by a random class.
        hidden: Sizes of the hidden layers of a fully connected network; () with an architecture.
        architecture: Other layers, as in `architecture_parts`, e.g. "conv 8@5x5, pool 2, dense 64";
            "" for the fully connected network that `hidden` describes.
        activation: Activation of the hidden layers; recurrent layers have their own.
        output_activation: Activation of the outputs.
        cost: "squared-error" or "cross-entropy".
        initialization: How the parameters are drawn.
        optimizer: Name of the optimiser; "gradient-descent" uses all examples for each update.
        optimizer_settings: Settings that differ from the optimiser's defaults.
        learning_rate: Step size at factor 1 of the schedule.
        schedule: How the learning rate changes.
        l2: Weight decay in the cost: l2/2 times the sum of squared weights (not biases) is added.
        batch_size: Examples of one mini-batch.
        epochs: Passes over the training examples.
        seed: Reproduces a run bit for bit on one machine.
        dtype: "float32" or "float64".

    Raises:
        InvalidValue: A setting is not accepted.
    """

    name: str = "custom"
    data: str = "mnist"
    train_size: int | None = None
    validation_size: int = 0
    augmentation: str = "none"
    label_noise: float = 0.0
    hidden: tuple[int, ...] = LESSON_SIZES
    architecture: str = ""
    activation: str = "sigmoid"
    output_activation: str = "sigmoid"
    cost: str = "squared-error"
    initialization: str = "standard-normal"
    optimizer: str = "sgd"
    optimizer_settings: tuple[tuple[str, float], ...] = ()
    learning_rate: float = 1.5
    schedule: str = "constant"
    l2: float = 0.0
    batch_size: int = 10
    epochs: int = 30
    seed: int = 1
    dtype: str = "float32"

    def __post_init__(self) -> None:
        if len(self.hidden) > MAX_LAYERS:
            raise InvalidValue(
                Text("hidden sizes"), f"{len(self.hidden)} layers", f"at most {MAX_LAYERS} layers"
            )
        for size in self.hidden:
            _check_whole("hidden layer size", size, 1, MAX_WIDTH)
        self._take_architecture()
        self._take_names()
        find_cost(self.cost, self.output_activation)  # some pairs make no sense
        find_optimizer(self.optimizer).check_settings(dict(self.optimizer_settings))
        _check_real("learning rate", self.learning_rate, 0, MAX_LEARNING_RATE, above=True)
        _check_real("l2", self.l2, 0, MAX_L2)
        _check_real("label noise", self.label_noise, 0, 1)
        _check_whole("batch size", self.batch_size, 1, MAX_BATCH_SIZE)
        _check_whole("epochs", self.epochs, 1, MAX_EPOCHS)
        _check_whole("seed", self.seed, 0, MAX_SEED)
        most = MAX_EXAMPLES
        if self.train_size is not None:
            _check_whole("train size", self.train_size, 1, MAX_EXAMPLES)
            most = self.train_size - 1
        _check_whole("validation size", self.validation_size, 0, most)

    def _take_names(self) -> None:
        """Put names in their own spelling: they are taken in any case."""
        for field, kind, names in (
            ("activation", "activation", HIDDEN_ACTIVATIONS),
            ("output_activation", "activation", ACTIVATIONS),
            ("cost", "cost", COSTS),
            ("initialization", "initialization", INITIALIZATIONS),
            ("schedule", "schedule", SCHEDULES),
            ("optimizer", "optimizer", OPTIMIZERS),
            ("augmentation", "augmentation", AUGMENTATIONS),
            ("dtype", "dtype", _DTYPES),
        ):
            object.__setattr__(self, field, known_name(kind, getattr(self, field), names))

    def _take_architecture(self) -> None:
        """Check the architecture and put it in order; it stands in the place of hidden sizes."""
        if not self.architecture.strip():
            object.__setattr__(self, "architecture", "")
            return
        if self.hidden not in ((), LESSON_SIZES):
            raise InvalidValue(Text("hidden sizes"), self.hidden, "an architecture or hidden sizes")
        parts = parse_architecture(self.architecture)
        object.__setattr__(self, "architecture", ", ".join(part.text for part in parts))
        object.__setattr__(self, "hidden", ())

    def changed(self, **settings: Any) -> Recipe:
        """Return a copy with some settings changed; checked like any other.

        An architecture takes the place of the hidden sizes, and the other way round.
        """
        if settings.get("architecture", "").strip():
            settings.setdefault("hidden", ())
        elif "hidden" in settings:
            settings.setdefault("architecture", "")
        return dataclasses.replace(self, **settings)

    def batch_size_of(self, n_examples: int) -> int:
        """Return the examples of an ordinary update, with so many training examples in all."""
        if self.optimizer == "gradient-descent":
            return n_examples
        return min(self.batch_size, n_examples)

    def layers(self, in_shape: PictureShape = DIGIT, n_out: int = 10) -> tuple[Layer, ...]:
        """Return the layers of the network, the output layer included; allocates nothing.

        Args:
            in_shape: Shape of the pictures; a fully connected network cares for their size alone.
            n_out: Number of classes.

        Raises:
            InvalidValue: The architecture does not fit the pictures, or needs too much memory.
        """
        layers: tuple[Layer, ...]
        if self.architecture:
            parts = parse_architecture(self.architecture)
            layers = make_layers(parts, in_shape, n_out, self.activation)
        else:
            layers = dense_layers((in_shape.size, *self.hidden, n_out), self.activation)
        n_arrays = len(find_optimizer(self.optimizer).state_names)
        name = self.network_name(in_shape, n_out)
        check_needs(name, layers, n_arrays, 8 if self.dtype == "float64" else 4)
        return layers

    def parameter_count(self, in_shape: PictureShape = DIGIT, n_out: int = 10) -> int:
        """Return the number of weights and biases, e.g. 13,002; allocates nothing.

        Raises:
            InvalidValue: The architecture does not fit the pictures, or needs too much memory.
        """
        return count_parameters(self.layers(in_shape, n_out))

    def make_network(self, in_shape: PictureShape = DIGIT, n_out: int = 10) -> Network:
        """Return the network of this recipe, parameters still 0.

        Raises:
            InvalidValue: The architecture does not fit the pictures, or needs too much memory.
        """
        return Network(self.layers(in_shape, n_out), self.output_activation, self.dtype)

    def network_name(self, in_shape: PictureShape = DIGIT, n_out: int = 10) -> str:
        """Return how people call the network: "784-16-16-10" or its architecture."""
        sizes = (in_shape.size, *self.hidden, n_out)
        return self.architecture or "-".join(str(size) for size in sizes)

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as plain values, ready for JSON."""
        settings = dataclasses.asdict(self)
        settings["hidden"] = list(self.hidden)
        settings["optimizer_settings"] = dict(self.optimizer_settings)
        return settings

    @classmethod
    def from_dict(cls, settings: Mapping[str, Any]) -> Recipe:
        """Return the recipe of `to_dict`'s form; nothing in it is trusted.

        Raises:
            InvalidValue: A name, type or value is not accepted.
        """
        if not isinstance(settings, Mapping):
            raise InvalidValue(Text("recipe"), settings, "names with values")
        known = {field.name: field for field in dataclasses.fields(cls)}
        given: dict[str, Any] = {}
        for key, value in settings.items():
            if key not in known:
                raise InvalidValue(Text("recipe setting"), key, f"one of: {', '.join(known)}")
            given[key] = _plain_value(key, value, str(known[key].type))
        return cls(**given)


def _plain_value(key: str, value: Any, kind: str) -> Any:
    """Return `value` in the type of the field, or say what it should be."""
    name = key.replace("_", " ")
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == "str" and isinstance(value, str):
        return value
    if kind == "float" and is_number and abs(value) <= _MAX_FLOAT:
        return float(value)
    if kind.startswith("int") and isinstance(value, int) and is_number:
        return value
    if kind == "int | None" and value is None:
        return None
    if key == "hidden" and isinstance(value, (list, tuple)):
        return tuple(value)
    if key == "optimizer_settings" and isinstance(value, Mapping):
        return tuple((str(k), _plain_value(str(k), v, "float")) for k, v in value.items())
    accepted = {"str": "a text", "float": "a number", "int": "a whole number"}
    raise InvalidValue(name, value, accepted.get(kind, f"a value of type {kind}"))


def _check_whole(name: str, value: object, low: int, high: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise InvalidValue(name, value, f"a whole number from {low:,} to {high:,}")


def _check_real(name: str, value: object, low: float, high: float, *, above: bool = False) -> None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    real = value if is_number else math.nan
    assert isinstance(real, (int, float))
    if not (low < real <= high if above else low <= real <= high):
        start = f"above {low:g} and at most" if above else f"from {low:g} to"
        raise InvalidValue(name, value, f"a number {start} {high:,g}")
