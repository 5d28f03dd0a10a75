import pytest

from gdstudio.errors import InvalidValue
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.recipes import RECIPES, find_recipe


def test_that_the_first_recipe_is_the_lessons_own():
    named = next(iter(RECIPES.values()))
    recipe = named.recipe
    assert named.name == recipe.name == "lesson"
    assert recipe.network_name() == "784-16-16-10"
    assert (recipe.activation, recipe.output_activation) == ("sigmoid", "sigmoid")
    assert (recipe.cost, recipe.optimizer) == ("squared-error", "sgd")
    assert (recipe.batch_size, recipe.epochs, recipe.train_size) == (10, 30, None)


def test_that_nielsens_rates_are_halved_with_the_squared_error_only():
    # His cost has a factor 1/2: eta 3.0, 0.001 and 100 are 1.5, 0.0005 and 50 without it.
    rates = {name: RECIPES[name].recipe.learning_rate for name in RECIPES if "nielsen" in name}
    assert rates == {
        "nielsen-30": 1.5, "nielsen-100": 1.5, "nielsen-100-slow": 0.0005, "nielsen-30-fast": 50,
    }  # fmt: skip
    regularised = RECIPES["cross-entropy-30"].recipe
    assert (regularised.learning_rate, regularised.l2) == (0.1, 5 / 50_000)
    assert regularised.train_size == 50_000
    assert RECIPES["cross-entropy-30-large"].recipe == regularised.changed(
        name="cross-entropy-30-large", initialization="standard-normal"
    )


@pytest.mark.parametrize("name", RECIPES)
def test_that_every_recipe_says_what_to_watch_in_one_sentence(name):
    named = find_recipe(name)
    assert named.name == name
    assert named.summary.endswith(".")
    assert "\n" not in named.summary
    assert 40 < len(named.summary) < 200
    assert 5 < len(named.title) < 40
    assert named.expected
    assert Recipe.from_dict(named.recipe.to_dict()) == named.recipe


def test_that_an_unknown_recipe_is_refused_with_the_known_ones():
    with pytest.raises(InvalidValue, match="give one of: lesson, lesson-plain"):
        find_recipe("lessen")


def test_that_the_best_recipes_keep_to_the_networks_they_speak_of():
    lesson, small = RECIPES["lesson-best"].recipe, RECIPES["small-best"].recipe
    assert lesson.network_name() == small.network_name() == "784-16-16-10"
    assert (lesson.activation, lesson.output_activation) == ("sigmoid", "sigmoid")
    assert lesson.cost == "squared-error"
    for name in ("lesson-best", "small-best", "wide-best"):
        recipe = RECIPES[name].recipe
        assert (recipe.train_size, recipe.validation_size, recipe.label_noise) == (None, 0, 0.0)
        assert recipe.augmentation != "none"
