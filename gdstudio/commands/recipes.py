"""`gdstudio recipes`: the named recipes and what each is for."""

from __future__ import annotations

import argparse
import shutil
import textwrap
from typing import TYPE_CHECKING, Any

from gdstudio.commands.output import print_json
from gdstudio.commands.parsing import Subparsers

if TYPE_CHECKING:
    from gdstudio.learning.recipe import Recipe
    from gdstudio.learning.recipes import NamedRecipe


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    parser = subparsers.add_parser("recipes", help="the named recipes and what each is for")
    parser.add_argument("--json", action="store_true", help="print JSON with all settings")


def run(args: argparse.Namespace) -> int:
    """Print all recipes."""
    from gdstudio.learning.recipes import RECIPES

    if args.json:
        print_json([_as_json(named) for named in RECIPES.values()])
        return 0
    width = min(shutil.get_terminal_size().columns, 100)
    for named in RECIPES.values():
        recipe = named.recipe
        print(f"{named.name}: {named.title}")
        print(f"    {recipe.network_name()}, {recipe.parameter_count():,} parameters")
        for text in (named.summary, f"Expect {named.expected}."):
            print(textwrap.fill(text, width, initial_indent="    ", subsequent_indent="    "))
        if recipe.architecture:
            _print_layers(recipe)
    return 0


def _as_json(named: NamedRecipe) -> dict[str, Any]:
    from gdstudio.learning.architecture import describe

    recipe = named.recipe
    return {
        "name": named.name,
        "title": named.title,
        "summary": named.summary,
        "expected": named.expected,
        "parameters": recipe.parameter_count(),
        "layers": [
            {
                "name": layer.name,
                "shape": list(layer.out_shape),
                "parameters": layer.parameter_count,
            }
            for layer in describe(recipe.layers())
        ],
        "settings": recipe.to_dict(),
    }


def _print_layers(recipe: Recipe) -> None:
    from gdstudio.learning.architecture import describe

    for layer in describe(recipe.layers()):
        shape = " x ".join(map(str, layer.out_shape))
        print(f"        {layer.name:<22}{shape:<16}{layer.parameter_count:>10,}")
