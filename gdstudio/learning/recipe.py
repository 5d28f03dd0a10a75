"""A recipe: everything that decides how a run goes, in one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from gdstudio.errors import InvalidValue
from gdstudio.learning.architecture_parts import MAX_PARTS, parse_architecture
from gdstudio.learning.shapes import DIGIT, PictureShape
from gdstudio.settings.choices import (
    ACTIVATIONS,
    AUGMENTATIONS,
    COSTS,
    HIDDEN_ACTIVATIONS,
    INITIALIZATIONS,
    OPTIMIZERS,
    SCHEDULES,
)
from gdstudio.settings.settings import Field, Settings, setting
from gdstudio.texts import Text

if TYPE_CHECKING:  # what does the arithmetic is loaded when a network is made
    from gdstudio.learning.layers import Layer
    from gdstudio.learning.network import Network

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


@dataclass(frozen=True, kw_only=True)
class Recipe(Settings):
    """The settings of a run; checked when made.

    `hidden` is () with an `architecture`, and the other way round. `optimizer_settings` are those
    that differ from the optimiser's defaults. `name` is that of the recipe this began as.

    Raises:
        InvalidValue: A setting is not accepted.
    """

    name: str = setting("custom", Text("Recipe"), "text", is_flag=False)
    data: str = setting(
        "mnist", Text("Data"), "text", sign="PATH",
        help=Text("Pictures by class, CSV, NPZ or MNIST-like; of several PATH/emnist-letters"),
    )  # fmt: skip
    train_size: int | None = setting(
        None, Text("Examples"), "whole", 1, MAX_EXAMPLES, none=Text("all"), step=1000,
        term=Text("train size"), help=Text("Use only the first training examples"),
    )  # fmt: skip
    validation_size: int = setting(
        0, Text("Validation size"), "whole", 0, MAX_EXAMPLES,
        help=Text("Hold out the last training examples, and ask them too"),
    )  # fmt: skip
    augmentation: str = setting(
        "none", Text("Distortion"), "choice", choices=AUGMENTATIONS,
        term=Text("augmentation"), help=Text("Shifts, turns or bends each picture anew"),
    )  # fmt: skip
    label_noise: float = setting(
        0.0, Text("Label noise"), "real", 0, 1, step=0.1, sign="P",
        help=Text("Share of labels drawn at random"),
    )  # fmt: skip
    hidden: tuple[int, ...] = setting(
        LESSON_SIZES, Text("Hidden layers"), "wholes", 1, MAX_WIDTH, lengths=(0, MAX_LAYERS),
        sign="16,16", help=Text("Sizes of the hidden layers; none for no hidden layer"),
    )  # fmt: skip
    architecture: str = setting(
        "", Text("Architecture"), "text", sign="LAYERS",
        help=Text("Other layers, e.g. “conv 8@5x5, pool 2, dense 64”"),
    )  # fmt: skip
    activation: str = setting(
        "sigmoid", Text("Activation"), "choice", choices=HIDDEN_ACTIVATIONS,
        help=Text("Of the hidden neurons"),
    )  # fmt: skip
    output_activation: str = setting(
        "sigmoid", Text("Output activation"), "choice", choices=ACTIVATIONS,
        help=Text("Of the ten outputs"),
    )  # fmt: skip
    cost: str = setting(
        "squared-error", Text("Cost"), "choice", choices=COSTS,
        help=Text("Cost, and activation of the ten outputs"),
    )  # fmt: skip
    initialization: str = setting(
        "standard-normal", Text("Start values"), "choice", choices=INITIALIZATIONS,
        term=Text("initialization"), help=Text("How weights and biases are drawn"),
    )  # fmt: skip
    frozen_layers: tuple[int, ...] = setting(
        (), Text("Frozen layers"), "wholes", 1, MAX_PARTS + 1, lengths=(0, MAX_PARTS + 1),
        sign="1,2",
        help=Text(
            "Layers that keep their weights and biases while the others learn, counted from 1; "
            "can be changed while running"
        ),
    )  # fmt: skip
    optimizer: str = setting(
        "sgd", Text("Optimiser"), "choice", choices=OPTIMIZERS, term=Text("optimizer"),
        help=Text("How the gradient becomes a step"),
    )  # fmt: skip
    optimizer_settings: tuple[tuple[str, float], ...] = setting(
        (), Text("Optimizer settings"), "table", is_flag=False
    )
    learning_rate: float = setting(
        1.5, Text("Learning rate"), "real", 0, MAX_LEARNING_RATE, above=True,
        help=Text("How far each step goes; can be changed while running"),
    )  # fmt: skip
    schedule: str = setting(
        "constant", Text("Schedule"), "choice", choices=SCHEDULES,
        help=Text("How the learning rate changes with time"),
    )  # fmt: skip
    l2: float = setting(
        0.0, Text("L2"), "real", 0, MAX_L2, step=1e-5,
        help=Text("Weight decay: l2/2 times the sum of squared weights"),
    )  # fmt: skip
    batch_size: int = setting(
        10, Text("Batch size"), "whole", 1, MAX_BATCH_SIZE, step=1,
        help=Text("Examples averaged for one step"),
    )  # fmt: skip
    epochs: int = setting(
        30, Text("Epochs"), "whole", 1, MAX_EPOCHS, step=1,
        help=Text("Passes over the training examples"),
    )  # fmt: skip
    seed: int = setting(
        1, Text("Seed"), "whole", 0, MAX_SEED, step=1,
        help=Text("The same seed gives the same run, bit for bit"),
    )  # fmt: skip
    dtype: str = setting("float32", Text("Dtype"), "choice", choices=_DTYPES, is_flag=False)

    def __post_init__(self) -> None:
        self._check_hidden()
        self._take_architecture()
        super().__post_init__()
        self._take_frozen_layers()
        from gdstudio.learning.costs import find_cost
        from gdstudio.learning.optimizers import find_optimizer

        find_cost(self.cost, self.output_activation)  # some pairs make no sense
        find_optimizer(self.optimizer).check_settings(dict(self.optimizer_settings))
        if self.train_size is not None and self.validation_size >= self.train_size:
            accepted = Text("a whole number from 0 to {0:,}", self.train_size - 1)
            raise InvalidValue(Text("validation size"), self.validation_size, accepted)

    def _check_hidden(self) -> None:
        """Name the one size that is not accepted, rather than all of them."""
        if len(self.hidden) > MAX_LAYERS:
            raise InvalidValue(
                Text("hidden sizes"),
                Text("{0} layers", len(self.hidden)),
                Text("at most {0} layers", MAX_LAYERS),
            )
        for size in self.hidden:
            Field(Text("Hidden layer size"), "whole", 1, MAX_WIDTH).take(size)

    def _take_architecture(self) -> None:
        """Check the architecture and put it in order; it stands in the place of hidden sizes."""
        if not isinstance(self.architecture, str):
            return  # refused with the other settings
        if not self.architecture.strip():
            object.__setattr__(self, "architecture", "")
            return
        if self.hidden not in ((), LESSON_SIZES):
            raise InvalidValue(
                Text("hidden sizes"), self.hidden, Text("an architecture or hidden sizes")
            )
        parts = parse_architecture(self.architecture)
        object.__setattr__(self, "architecture", ", ".join(part.text for part in parts))
        object.__setattr__(self, "hidden", ())

    def _take_frozen_layers(self) -> None:
        """Put the frozen layers in order, each once; all are there."""
        for number in self.frozen_layers:
            if number > self.layer_count:
                accepted = Text("layers from 1 to {0}", self.layer_count)
                raise InvalidValue(Text("frozen layers"), number, accepted)
        object.__setattr__(self, "frozen_layers", tuple(sorted(set(self.frozen_layers))))

    def changed(self, **settings: Any) -> Self:
        """Return a copy with some settings changed; checked like any other.

        An architecture takes the place of the hidden sizes, and the other way round; another
        optimiser comes without the settings of the one before, other layers with none frozen.
        """
        if settings.get("optimizer", self.optimizer) != self.optimizer:
            settings.setdefault("optimizer_settings", ())
        if settings.get("architecture", "").strip():
            settings.setdefault("hidden", ())
        elif "hidden" in settings:
            settings.setdefault("architecture", "")
        if any(settings.get(name, getattr(self, name)) != getattr(self, name)
               for name in ("hidden", "architecture")):  # fmt: skip
            settings.setdefault("frozen_layers", ())
        return super().changed(**settings)

    @property
    def layer_count(self) -> int:
        """How many layers there are, the output layer included."""
        layers = parse_architecture(self.architecture) if self.architecture else self.hidden
        return len(layers) + 1

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
        from gdstudio.learning.architecture import check_needs, make_layers
        from gdstudio.learning.layers import dense_layers
        from gdstudio.learning.optimizers import find_optimizer

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
        """Return how many weights and biases, e.g. 13,002; raises what `layers` raises."""
        from gdstudio.learning.architecture import count_parameters

        return count_parameters(self.layers(in_shape, n_out))

    def make_network(self, in_shape: PictureShape = DIGIT, n_out: int = 10) -> Network:
        """Return the network of this recipe, parameters still 0; raises what `layers` raises."""
        from gdstudio.learning.network import Network

        return Network(self.layers(in_shape, n_out), self.output_activation, self.dtype)

    def network_name(self, in_shape: PictureShape = DIGIT, n_out: int = 10) -> str:
        """Return how people call the network: "784-16-16-10" or its architecture."""
        sizes = (in_shape.size, *self.hidden, n_out)
        return self.architecture or "-".join(str(size) for size in sizes)
