"""What is told of the recipes is what the documentation says was measured."""

import re
from pathlib import Path

import pytest

from gdstudio.learning.reached import reached
from gdstudio.learning.recipes import RECIPES

DOCS = Path(__file__).resolve().parents[2] / "docs"


def measured(name: str) -> set[float]:
    """Return the accuracies at the end in the tables' rows of a recipe, in percent."""
    found = set()
    for page, column in (("accuracy.md", {9: 3, 7: 3, 6: 3}), ("networks.md", {10: 5})):
        for line in (DOCS / page).read_text().splitlines():
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if cells[0] == name and re.fullmatch(r"\d", cells[1]) and len(cells) in column:
                place = column[len(cells)]
                place = 2 if len(cells) == 9 else place
                found.add(float(cells[place].rstrip(" %")))
    return found


@pytest.mark.parametrize("name", RECIPES)
def test_that_the_least_and_the_largest_are_those_of_the_documentation(name):
    found = measured(name)
    assert found
    assert reached(name) == (min(found) / 100, max(found) / 100)
