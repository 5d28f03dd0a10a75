"""From the flags of `gdstudio train` to a recipe."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any, Final

from gdstudio.commands.parsing import number, whole_number

if TYPE_CHECKING:
    from gdstudio.learning.recipe import Recipe

# Flag, the recipe's setting, reader, placeholder, help.
_SETTINGS: Final[tuple[tuple[str, Any, str, str], ...]] = (
    ("--hidden", str, "16,16", "sizes of the hidden layers; none for no hidden layer"),
    ("--architecture", str, "LAYERS", 'other layers, e.g. "conv 8@5x5, pool 2, dense 64"'),
    ("--activation", str, "NAME", "sigmoid, tanh, relu, leaky-relu, identity"),
    ("--output-activation", str, "NAME", "sigmoid, softmax, identity, ..."),
    ("--cost", str, "NAME", "squared-error or cross-entropy"),
    ("--initialization", str, "NAME", "standard-normal, scaled-normal, xavier, he, uniform, zeros"),
    ("--optimizer", str, "NAME", "gradient-descent, sgd, momentum, nesterov, adagrad, ..., lion"),
    ("--learning-rate", number, "X", "step size"),
    ("--schedule", str, "NAME", "constant, step, exponential, cosine, one-cycle"),
    ("--l2", number, "X", "weight decay in the cost"),
    ("--batch-size", whole_number, "N", "examples of one update"),
    ("--epochs", whole_number, "N", "passes over the training digits, in all"),
    ("--seed", whole_number, "N", "reproduces a run bit for bit on one machine"),
    ("--train-size", whole_number, "N", "use the first N training digits"),
    ("--validation-size", whole_number, "N", "hold out the last N of them, and ask them too"),
    ("--augmentation", str, "NAME", "none, shift-1, affine, elastic, elastic-strong"),
    ("--label-noise", number, "P", "probability that a training label is drawn at random"),
    (
        "--data",
        str,
        "FOLDER",
        "an MNIST-like set instead of MNIST; of several FOLDER/emnist-letters",
    ),
)
_USUAL: Final = "lesson"
_OF_LAYERS: Final = "cnn-small"  # what suits dense sigmoids teaches other layers next to nothing
_OF_A_RESUMED_RUN: Final = ("epochs", "learning_rate", "data")


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Add a flag for every setting; what is not given is None."""
    text = f"where to begin: see `gdstudio recipes`; {_USUAL}, or {_OF_LAYERS} with --architecture"
    parser.add_argument("--recipe", metavar="NAME", help=text)
    for flag, kind, metavar, text in _SETTINGS:
        parser.add_argument(flag, type=kind, metavar=metavar, help=text)


def given_settings(args: argparse.Namespace) -> dict[str, Any]:
    """Return the settings that were given, under the recipe's names."""
    names = [flag[2:].replace("-", "_") for flag, *_ in _SETTINGS]
    return {name: getattr(args, name) for name in names if getattr(args, name) is not None}


def make_recipe(args: argparse.Namespace) -> Recipe:
    """Return the named recipe, or the usual one, with what was given in its place.

    Raises:
        InvalidValue: A name or value is not accepted.
    """
    from gdstudio.errors import InvalidValue
    from gdstudio.learning.layers_typed import read_hidden
    from gdstudio.learning.recipes import find_recipe

    given = given_settings(args)
    if "hidden" in given and given.get("architecture"):
        raise InvalidValue("--hidden with --architecture", args.architecture, "one of the two")
    if "hidden" in given:
        given["hidden"] = read_hidden(args.hidden, *_ends(args))
    usual = _OF_LAYERS if given.get("architecture") else _USUAL
    return find_recipe(args.recipe or usual).recipe.changed(**given)


def _ends(args: argparse.Namespace) -> tuple[int, int]:
    """Return the inputs and outputs of a network for the data set."""
    from gdstudio.data.mnist import load_data_set
    from gdstudio.learning.shapes import DIGIT

    if args.data is None or len(re.findall("[0-9]+", args.hidden)) < 2:
        return DIGIT.size, 10
    train = load_data_set(args.data).train
    return train.rows * train.columns, train.n_classes


def check_resumed(args: argparse.Namespace) -> None:
    """Say so if a setting was given that a run under way cannot change.

    Raises:
        InvalidValue: One was given.
    """
    from gdstudio.errors import InvalidValue

    settings = {"recipe": args.recipe, **given_settings(args)}
    for name, value in settings.items():
        if value is not None and name not in _OF_A_RESUMED_RUN:
            flag = f"--{name.replace('_', '-')} with --resume"
            raise InvalidValue(flag, value, "only --epochs, --learning-rate or --data")
