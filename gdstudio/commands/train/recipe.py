"""From the flags of `gdstudio train` to a recipe."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any, Final

from gdstudio.settings.flags import add_flags, flag_of, given_flags

if TYPE_CHECKING:
    from gdstudio.learning.recipe import Recipe

_USUAL: Final = "lesson"
_OF_LAYERS: Final = "cnn-small"  # what suits dense sigmoids teaches other layers next to nothing
_OF_A_RESUMED_RUN: Final = ("epochs", "learning_rate", "data")


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Add a flag for every setting."""
    from gdstudio.learning.recipe import Recipe

    text = f"where to begin: see `gdstudio recipes`; {_USUAL}, or {_OF_LAYERS} with --architecture"
    parser.add_argument("--recipe", metavar="NAME", help=text)
    add_flags(parser, Recipe, with_defaults=False)


def given_settings(args: argparse.Namespace) -> dict[str, Any]:
    """Return the settings that were given, under the recipe's names; raises InvalidValue."""
    from gdstudio.learning.layers_typed import read_hidden
    from gdstudio.learning.recipe import Recipe

    texts = argparse.Namespace(**{k: v for k, v in vars(args).items() if k != "hidden"})
    given = given_flags(texts, Recipe)
    if hasattr(args, "hidden"):
        given["hidden"] = read_hidden(args.hidden, *_ends(args.hidden, given.get("data")))
    return given


def make_recipe(args: argparse.Namespace) -> Recipe:
    """Return the named or the usual recipe, changed by what was given; raises InvalidValue."""
    from gdstudio.errors import InvalidValue
    from gdstudio.learning.recipes import find_recipe

    given = given_settings(args)
    if "hidden" in given and given.get("architecture"):
        raise InvalidValue("--hidden with --architecture", args.architecture, "one of the two")
    usual = _OF_LAYERS if given.get("architecture") else _USUAL
    return find_recipe(args.recipe or usual).recipe.changed(**given)


def _ends(hidden: str, data: str | None) -> tuple[int, int]:
    """Return the inputs and outputs of a network for the data set."""
    from gdstudio.data.opening import load_data_set
    from gdstudio.learning.shapes import DIGIT

    if data is None or len(re.findall("[0-9]+", hidden)) < 2:
        return DIGIT.size, 10
    train = load_data_set(data).train
    return train.rows * train.columns, train.n_classes


def settings_of_resumed(args: argparse.Namespace) -> dict[str, Any]:
    """Return the settings that were given for a run under way.

    Raises:
        InvalidValue: One is not accepted, or the run cannot change it any more.
    """
    from gdstudio.errors import InvalidValue

    given = given_settings(args)
    named = {} if args.recipe is None else {"recipe": args.recipe}
    for name, value in (named | given).items():
        if name not in _OF_A_RESUMED_RUN:
            accepted = "only --epochs, --learning-rate or --data"
            raise InvalidValue(f"{flag_of(name)} with --resume", value, accepted)
    return given
