"""The trained networks that come with the program are what is told of them."""

import numpy as np
import pytest

from gdstudio.errors import GdstudioError
from gdstudio.files.run_file import load_run
from gdstudio.jobs.kept_networks import kept_run, network_called
from gdstudio.learning.reached import KEPT_ACCURACIES
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


def test_that_a_network_is_found_by_name_by_file_and_in_learn():
    of_learn = network_called("small-best", None)
    assert network_called("learn", of_learn) is of_learn
    by_file = network_called(str(kept_run("small-best")), None)
    assert np.array_equal(by_file.parameters, of_learn.parameters)
    with pytest.raises(GdstudioError, match=r"only the window has one in Learn; .* FILE\.gdrun"):
        network_called("learn", None)
    with pytest.raises(GdstudioError, match="there is no such file"):
        network_called("none.gdrun", None)
