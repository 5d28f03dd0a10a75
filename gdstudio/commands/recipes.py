"""`gdstudio recipes`: the named recipes and what each is for."""

from __future__ import annotations

import argparse
import shutil
import textwrap

from gdstudio.commands.output import print_json
from gdstudio.commands.parsing import Subparsers


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    parser = subparsers.add_parser("recipes", help="the named recipes and what each is for")
    parser.add_argument("--json", action="store_true", help="print JSON with all settings")


def run(args: argparse.Namespace) -> int:
    """Print all recipes."""
    from gdstudio.learning.recipes import RECIPES

    if args.json:
        print_json(
            [
                {
                    "name": named.name,
                    "title": named.title,
                    "summary": named.summary,
                    "expected": named.expected,
                    "settings": named.recipe.to_dict(),
                }
                for named in RECIPES.values()
            ]
        )
        return 0
    width = min(shutil.get_terminal_size().columns, 100)
    for named in RECIPES.values():
        print(f"{named.name}: {named.title} ({named.recipe.network_name()})")
        for text in (named.summary, f"Expect {named.expected}."):
            print(textwrap.fill(text, width, initial_indent="    ", subsequent_indent="    "))
    return 0
