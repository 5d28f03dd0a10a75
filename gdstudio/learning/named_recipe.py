"""What a named recipe is; the recipes themselves are in `recipes` and `layer_recipes`."""

from __future__ import annotations

from dataclasses import dataclass

from gdstudio.learning.recipe import Recipe


@dataclass(frozen=True, slots=True)
class NamedRecipe:
    """A recipe that people choose by name.

    Attributes:
        recipe: The settings; `recipe.name` is the name on the command line.
        title: The name as people read it, a few words.
        summary: One sentence: what this is and what to watch.
        expected: What comes out, short, with its source if it is published.
    """

    recipe: Recipe
    title: str
    summary: str
    expected: str

    @property
    def name(self) -> str:
        """The name on the command line, e.g. "lesson"."""
        return self.recipe.name
