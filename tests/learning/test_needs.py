import pytest

from gdstudio.errors import InvalidValue
from gdstudio.learning.architecture import count_parameters
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.recipes import RECIPES
from gdstudio.learning.shapes import PictureShape

PADDED = ", ".join(["conv 1@64x64 pad 63"] * 15)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"architecture": f"{PADDED}, conv 512@1x1, pool 64 stride 64"}, "one picture would take"),
        ({"architecture": f"{PADDED}, pool 64 stride 64"}, "multiplications, more than"),
        ({"architecture": "conv 512@1x1 , conv 512@64x64 pad 63"}, "parameters"),
        ({"hidden": (4096,) * 8}, "parameters would take"),
        ({"hidden": (4096,) * 4, "dtype": "float64", "optimizer": "adam"}, "parameters would take"),
    ],
)
def test_that_a_network_that_needs_too_much_is_refused_before_it_is_built(settings, reason):
    recipe = Recipe(activation="relu", learning_rate=0.1, **settings)
    for build in (recipe.layers, recipe.parameter_count, recipe.make_network):
        with pytest.raises(InvalidValue, match=reason) as caught:
            build()
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("size", [10**6, 10**19, 2**64, -1, 0])
def test_that_layers_of_no_possible_size_are_refused(size):
    with pytest.raises(InvalidValue):
        Recipe(hidden=(size,))
    with pytest.raises(InvalidValue):
        Recipe(architecture=f"dense {size}").layers()
    with pytest.raises(InvalidValue):
        Recipe(architecture=f"lstm {size}").layers()


@pytest.mark.parametrize(
    "settings",
    [
        {"hidden": (4096, 4096), "optimizer": "adam", "learning_rate": 0.001},
        {"architecture": "lstm 1024 pixels"},
        {"architecture": "conv 64@5x5 pad 2, pool 2, conv 128@5x5, dense 1024"},
    ],
)
def test_that_large_networks_people_use_are_built(settings):
    assert count_parameters(Recipe(**settings).layers()) > 500_000


def test_that_every_recipe_of_the_program_can_be_afforded():
    for named in RECIPES.values():
        named.recipe.layers()


def test_that_large_pictures_are_gone_through_in_smaller_pieces():
    network = Recipe(hidden=(8,)).make_network(PictureShape(1, 256, 256))
    assert network.examples_at_once * 256 * 256 <= 1 << 26
