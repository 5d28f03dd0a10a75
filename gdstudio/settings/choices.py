"""The names that a recipe may choose from, and how people read the names that settings offer.

What they stand for lies with the arithmetic, in tables that have these very names. They are written
here too so that the help of the command line is there without NumPy.
"""

from __future__ import annotations

from typing import Final

from gdstudio.texts import Text

HIDDEN_ACTIVATIONS: Final = ("sigmoid", "tanh", "relu", "leaky-relu", "identity")
ACTIVATIONS: Final = (*HIDDEN_ACTIVATIONS, "softmax")
AUGMENTATIONS: Final = ("none", "shift-1", "affine", "elastic", "elastic-strong")
COSTS: Final = ("squared-error", "cross-entropy")
INITIALIZATIONS: Final = ("standard-normal", "scaled-normal", "xavier", "he", "uniform", "zeros")
OPTIMIZERS: Final = (
    "gradient-descent", "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "adam",
    "amsgrad", "adamw", "lion",
)  # fmt: skip
SCHEDULES: Final = ("constant", "step", "exponential", "cosine", "one-cycle")

_TITLES: Final = {
    str(title): title
    for title in (
        # activations
        Text("sigmoid"),
        Text("tanh"),
        Text("relu"),
        Text("leaky relu"),
        Text("identity"),
        Text("softmax"),
        # costs, each with the activation of the outputs
        Text("squared error"),
        Text("cross entropy"),
        # start values
        Text("standard normal"),
        Text("scaled normal"),
        Text("xavier"),
        Text("he"),
        Text("uniform"),
        Text("zeros"),
        # optimisers
        Text("gradient descent"),
        Text("sgd"),
        Text("momentum"),
        Text("nesterov"),
        Text("adagrad"),
        Text("rmsprop"),
        Text("adadelta"),
        Text("adam"),
        Text("amsgrad"),
        Text("adamw"),
        Text("lion"),
        Text("newton"),
        # schedules
        Text("constant"),
        Text("step"),
        Text("exponential"),
        Text("cosine"),
        Text("one cycle"),
        # distortions
        Text("none"),
        Text("shift 1"),
        Text("affine"),
        Text("elastic"),
        Text("elastic strong"),
        # networks and pictures of the noise experiment
        Text("lesson"),
        Text("lesson plain"),
        Text("modern"),
        Text("lesson best"),
        Text("small best"),
        Text("wide best"),
        Text("empty"),
        Text("grey"),
        Text("noise"),
        # normalisations of random directions
        Text("filter"),
        Text("layer"),
        # presets of experiments
        Text("default"),
        Text("kept"),
        Text("quick"),
        Text("large"),
    )
} | {"learn": Text("the network of Learn")}


def title_of(name: str) -> str:
    """Return a name such as "leaky-relu" as people read it; an unknown one without hyphens."""
    plain = name.replace("-", " ")
    return _TITLES.get(plain, plain)
