"""What a person says of the layers in a file that tells of weights alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gdstudio.learning.architecture_parts import parse_architecture
from gdstudio.settings.choices import ACTIVATIONS, HIDDEN_ACTIVATIONS
from gdstudio.settings.settings import Settings, setting
from gdstudio.texts import Text

if TYPE_CHECKING:  # --help shall not wait for NumPy
    from gdstudio.files.models.found import Shape


@dataclass(frozen=True, kw_only=True)
class SaidLayers(Settings):
    """Layers, and what was done with the pictures before; checked when made.

    Raises:
        InvalidValue: A setting is not accepted.
    """

    architecture: str = setting(
        "", Text("Architecture"), "text", sign="LAYERS",
        help=Text("Its layers but for the last, e.g. “conv 8@5x5, pool 2, dense 64”"),
    )  # fmt: skip
    activation: str = setting(
        "relu", Text("Activation"), "choice", choices=HIDDEN_ACTIVATIONS,
        help=Text("Of its hidden layers"),
    )  # fmt: skip
    output_activation: str = setting(
        "softmax", Text("Output activation"), "choice", choices=ACTIVATIONS,
        help=Text("Of its outputs; of logits softmax"),
    )  # fmt: skip
    input_mean: float = setting(
        0.0, Text("Input mean"), "real", -1000, 1000, step=0.01,
        help=Text("What was taken off each pixel in [0, 1] while it learned"),
    )  # fmt: skip
    input_deviation: float = setting(
        1.0, Text("Input deviation"), "real", 0.001, 1000, step=0.01,
        help=Text("What each pixel was divided by then"),
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.architecture.strip():
            parse_architecture(self.architecture)


def shape_said(given: Mapping[str, Any]) -> Shape:
    """Return what the settings that were given say, by their names; nothing of all others.

    Raises:
        InvalidValue: A setting is not accepted.
    """
    from gdstudio.files.models.found import Shape

    said = SaidLayers(**given)
    parts = parse_architecture(said.architecture) if said.architecture.strip() else ()
    return Shape(
        parts=tuple(part.text for part in parts) or None,
        activation=said.activation if "activation" in given else "",
        output_activation=said.output_activation if "output_activation" in given else "",
        mean=said.input_mean,
        deviation=said.input_deviation,
    )
