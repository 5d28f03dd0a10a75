"""The trained networks that come with the program are what is told of them."""

import pytest

from gdstudio.files.run_file import load_run
from gdstudio.jobs.kept_networks import KEPT_ACCURACIES, kept_run
from gdstudio.learning.recipes import find_recipe
from gdstudio.resources import resource


def test_that_every_kept_run_is_told_of():
    assert {path.stem for path in resource("runs").glob("*.gdrun")} == set(KEPT_ACCURACIES)


@pytest.mark.parametrize(("name", "accuracy"), KEPT_ACCURACIES.items())
def test_that_a_kept_run_is_of_its_recipe_and_as_accurate_as_is_told(name, accuracy):
    run_file = load_run(kept_run(name))
    recipe = find_recipe(name).recipe
    assert run_file.state.recipe.changed(seed=recipe.seed) == recipe
    assert run_file.state.epoch == recipe.epochs
    assert run_file.history.evaluations().test_accuracy[-1] == pytest.approx(accuracy, abs=1e-6)
