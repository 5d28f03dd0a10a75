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


def reason(settings):
    with pytest.raises(InvalidValue) as caught:
        Recipe(activation="relu", learning_rate=0.1, **settings).layers()
    return caught.value.accepted.removeprefix("smaller layers: ")


def test_that_a_refusal_tells_what_is_needed_and_what_there_may_be():
    n = 785 * 4096 + 7 * 4097 * 4096 + 4097 * 10
    # Four arrays of float32, as many bytes each: parameters, gradient, first values, a snapshot.
    assert reason({"hidden": (4096,) * 8}) == (
        f"its {n:,} parameters would take {n * 16 / 2**20:,.0f} MB of memory, more than 1,024 MB"
    )
    # Each layer makes pictures 63 pixels larger; the last pool leaves 15 x 15 of them.
    work = 4096 * sum((28 + 63 * k) ** 2 for k in range(1, 16)) + 15 * 15 * 10
    assert reason({"architecture": f"{PADDED}, pool 64 stride 64"}) == (
        f"one picture takes {work:,} multiplications, more than {2**33:,}"
    )
    wide = f"{PADDED}, conv 512@1x1, pool 64 stride 64"
    assert reason({"architecture": wide}).endswith("MB of memory, more than 256 MB")
    assert reason({"architecture": wide, "dtype": "float64"}).endswith("more than 512 MB")
