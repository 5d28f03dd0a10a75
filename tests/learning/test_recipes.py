import pytest

from gdstudio.errors import InvalidValue
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.recipes import RECIPES, find_recipe
from tests.limits import limits_of

# A named recipe is a published claim: what it reaches, it reaches with these settings.
DEFAULT = {
    "name": "custom", "data": "mnist", "train_size": None, "validation_size": 0,
    "augmentation": "none", "label_noise": 0.0, "hidden": [16, 16], "architecture": "",
    "activation": "sigmoid", "output_activation": "sigmoid", "cost": "squared-error",
    "initialization": "standard-normal", "frozen_layers": [], "optimizer": "sgd",
    "optimizer_settings": {}, "learning_rate": 1.5, "schedule": "constant", "l2": 0.0,
    "batch_size": 10, "epochs": 30, "seed": 1, "dtype": "float32",
}  # fmt: skip
NIELSEN = {"train_size": 50_000, "hidden": [30]}
CROSS_ENTROPY = NIELSEN | {"cost": "cross-entropy", "learning_rate": 0.1, "l2": 5 / 50_000}
SOFTMAX = {"activation": "relu", "output_activation": "softmax", "cost": "cross-entropy"}
MODERN = SOFTMAX | {
    "initialization": "he", "optimizer": "adam", "learning_rate": 0.005, "schedule": "one-cycle",
    "batch_size": 64, "epochs": 10,
}  # fmt: skip
BENT = MODERN | {"augmentation": "elastic", "batch_size": 100}
LAYERS = SOFTMAX | {"hidden": [], "optimizer": "adam", "schedule": "cosine"}
CNN = LAYERS | {"augmentation": "affine", "learning_rate": 0.002, "batch_size": 32}
ROWS = LAYERS | {"initialization": "xavier", "epochs": 8}
SETTINGS = {  # what differs from the default
    "lesson": {"initialization": "scaled-normal", "schedule": "cosine"},
    "lesson-plain": {},
    "nielsen-30": NIELSEN,
    "nielsen-100": NIELSEN | {"hidden": [100]},
    "nielsen-100-slow": NIELSEN | {"hidden": [100], "learning_rate": 0.0005},
    "nielsen-30-fast": NIELSEN | {"learning_rate": 50.0},
    "cross-entropy-30": CROSS_ENTROPY | {"initialization": "scaled-normal"},
    "cross-entropy-30-large": CROSS_ENTROPY,
    "full-batch": {"optimizer": "gradient-descent", "learning_rate": 3.0, "epochs": 300},
    "zeros": {"initialization": "zeros", "epochs": 5},
    "modern": MODERN,
    "wide": {
        "hidden": [100], "cost": "cross-entropy", "initialization": "scaled-normal",
        "learning_rate": 0.5, "schedule": "cosine", "l2": 5 / 60_000,
    },
    "overfit-1000": CROSS_ENTROPY | {
        "train_size": 1000, "learning_rate": 0.5, "l2": 0.0, "epochs": 400,
    },
    "lesson-best": {
        "augmentation": "elastic", "initialization": "scaled-normal", "optimizer": "nesterov",
        "learning_rate": 0.3, "schedule": "one-cycle", "batch_size": 100, "epochs": 60,
    },
    "small-best": BENT | {"learning_rate": 0.01, "epochs": 100},
    "wide-best": BENT | {
        "augmentation": "elastic-strong", "hidden": [128, 64], "learning_rate": 0.003, "epochs": 40,
    },
    "cnn-small": CNN | {
        "architecture": "conv 8@5x5, pool 2, conv 16@5x5, pool 2, dense 64",
        "initialization": "he", "epochs": 10,
    },
    "lenet-5": CNN | {
        "architecture": "conv 6@5x5 pad 2, average pool 2, conv 16@5x5, average pool 2, "
        "dense 120, dense 84",
        "activation": "tanh", "initialization": "xavier", "epochs": 12,
    },
    "lstm-rows": ROWS | {"architecture": "lstm 128", "learning_rate": 0.003, "batch_size": 64},
    "rnn-rows": ROWS | {"architecture": "rnn 128 tanh", "learning_rate": 0.001, "batch_size": 32},
    "irnn-rows": ROWS | {"architecture": "rnn 128 relu", "learning_rate": 0.001, "batch_size": 32},
}  # fmt: skip


def test_that_a_recipe_begins_with_its_figures():
    assert Recipe().to_dict() == DEFAULT


def test_that_every_recipe_is_in_the_table():
    assert list(RECIPES) == list(SETTINGS)


@pytest.mark.parametrize("name", SETTINGS)
def test_that_a_recipe_has_its_figures(name):
    assert RECIPES[name].recipe.to_dict() == DEFAULT | SETTINGS[name] | {"name": name}


def test_that_settings_of_a_recipe_have_their_limits():
    assert limits_of(Recipe(architecture=", ".join(["dense 4"] * 20))) == {
        "train_size": (1, 10_000_000), "validation_size": (0, 10_000_000), "label_noise": (0, 1),
        "hidden": (1, 4096), "frozen_layers": (1, 21), "learning_rate": (5e-324, 1e6),
        "l2": (0, 1e6),
        "batch_size": (1, 1_000_000), "epochs": (1, 1_000_000), "seed": (0, 2**63 - 1),
    }  # fmt: skip


def test_that_a_recipe_has_at_most_eight_hidden_layers():
    assert Recipe(hidden=(4,) * 8).hidden == (4,) * 8
    with pytest.raises(InvalidValue, match="at most 8 layers"):
        Recipe(hidden=(4,) * 9)


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
