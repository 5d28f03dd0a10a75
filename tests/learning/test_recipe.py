import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.data.augmentation import AUGMENTATIONS
from gdstudio.errors import InvalidValue
from gdstudio.learning.activations import HIDDEN_ACTIVATIONS
from gdstudio.learning.initialization import INITIALIZATIONS
from gdstudio.learning.optimizers import OPTIMIZERS
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.schedules import SCHEDULES
from gdstudio.learning.shapes import PictureShape

RECIPES = st.builds(
    Recipe,
    name=st.text(max_size=5),
    train_size=st.none() | st.integers(1000, 60_000),
    validation_size=st.integers(0, 999),
    augmentation=st.sampled_from(sorted(AUGMENTATIONS)),
    label_noise=st.floats(0, 1),
    hidden=st.lists(st.integers(1, 4096), max_size=8).map(tuple),
    activation=st.sampled_from(HIDDEN_ACTIVATIONS),
    output_activation=st.sampled_from(["sigmoid", "softmax"]),
    cost=st.sampled_from(["squared-error", "cross-entropy"]),
    initialization=st.sampled_from(sorted(INITIALIZATIONS)),
    frozen_layers=st.sets(st.just(1)).map(tuple),
    optimizer=st.sampled_from(sorted(OPTIMIZERS)),
    learning_rate=st.floats(0, 1e6, exclude_min=True),
    schedule=st.sampled_from(sorted(SCHEDULES)),
    l2=st.floats(0, 1e6),
    batch_size=st.integers(1, 1_000_000),
    epochs=st.integers(1, 1_000_000),
    seed=st.integers(0, 2**63 - 1),
    dtype=st.sampled_from(["float32", "float64"]),
)
GARBAGE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
) | st.sampled_from([10**400, -(10**400), "nan", [[]], [True], {"momentum": "0.9"}])


@given(recipe=RECIPES)
def test_that_a_recipe_comes_back_from_json(recipe):
    assert Recipe.from_dict(json.loads(json.dumps(recipe.to_dict()))) == recipe


@given(key=st.sampled_from(sorted(Recipe().to_dict())), value=GARBAGE)
def test_that_a_setting_from_outside_is_taken_or_refused_in_one_line(key, value):
    settings = {**Recipe().to_dict(), key: value}
    try:
        recipe = Recipe.from_dict(settings)
    except InvalidValue as error:
        message = str(error)
    else:
        message = ""
        assert Recipe.from_dict(recipe.to_dict()) == recipe
    assert "\n" not in message


@given(settings=GARBAGE)
def test_that_anything_but_settings_is_refused(settings):
    try:
        Recipe.from_dict(settings)
    except InvalidValue as error:
        caught = error
    else:
        caught = None
    assert caught is not None or settings == {}


@pytest.mark.parametrize("size", [0, -1, 4097, 10_000_000, 1.5, True, "16", None])
def test_that_layers_of_other_sizes_are_refused(size):
    with pytest.raises(InvalidValue, match="hidden layer size"):
        Recipe(hidden=(16, size))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"architecture": "conv 8@5, pol 2"}, "architecture, part 2: 'pol 2' .* one of: conv"),
        ({"architecture": "pool 2,"}, "architecture, part 2: ''"),
        ({"architecture": "dense 8", "hidden": (30,)}, r"hidden sizes: \(30,\) .* an architecture"),
        ({"hidden": (4,) * 9}, "'9 layers' is not accepted; give at most 8 layers"),
        ({"activation": "softmax"}, "activation: 'softmax' .* one of: sigmoid"),
        ({"output_activation": "step"}, "activation: 'step'"),
        ({"cost": "hinge"}, "cost: 'hinge'"),
        ({"cost": "cross-entropy", "output_activation": "tanh"}, "sigmoid or softmax"),
        ({"initialization": "ones"}, "initialization: 'ones'"),
        ({"optimizer": "newton"}, "optimizer: 'newton'"),
        ({"optimizer_settings": (("momentum", 0.9),)}, "setting of sgd"),
        ({"optimizer_settings": (("dtype", 1.0),)}, "'dtype' is not accepted"),
        ({"learning_rate": 0}, "learning rate: 0"),
        ({"learning_rate": -1}, "learning rate: -1"),
        ({"learning_rate": math.nan}, "learning rate: nan"),
        ({"learning_rate": math.inf}, "learning rate: inf"),
        ({"learning_rate": 10**400}, "learning rate: 1000"),
        ({"learning_rate": True}, "learning rate: True"),
        ({"schedule": "linear"}, "schedule: 'linear'"),
        ({"l2": -0.1}, "l2: -0.1"),
        ({"label_noise": 1.01}, "label noise: 1.01"),
        ({"batch_size": 0}, "batch size: 0"),
        ({"epochs": 0}, "epochs: 0"),
        ({"seed": -1}, "seed: -1"),
        ({"seed": 2**63}, "seed: 92233"),
        ({"train_size": 0}, "train size: 0"),
        ({"train_size": 100, "validation_size": 100}, "validation size: 100 .* from 0 to 99"),
        ({"validation_size": -1}, "validation size: -1"),
        ({"augmentation": "flip"}, "augmentation: 'flip' .* one of: none, shift-1"),
        ({"dtype": "float16"}, "dtype: 'float16'"),
    ],
)
def test_that_a_setting_that_is_not_accepted_is_named(settings, message):
    with pytest.raises(InvalidValue, match=message):
        Recipe(**settings)


def test_that_settings_from_before_augmentation_are_still_read():
    settings = Recipe(name="old", batch_size=20).to_dict()
    del settings["augmentation"], settings["validation_size"]
    assert Recipe.from_dict(settings) == Recipe(name="old", batch_size=20)


def test_that_sizes_and_network_fit():
    recipe = Recipe(hidden=(), dtype="float64", activation="relu", output_activation="softmax")
    shape = PictureShape(1, 3, 4)
    network = recipe.make_network(shape, 3)
    assert recipe.network_name(shape, 3) == "12-3"
    assert network.dtype == np.float64
    assert len(network.parameters) == recipe.parameter_count(shape, 3) == 39
    assert network.output_activation.name == "softmax"


def test_that_an_architecture_takes_the_place_of_hidden_sizes_and_back():
    recipe = Recipe(hidden=(30,)).changed(architecture=" Conv 8@5x5,  POOL 2 ,dense 64")
    assert recipe.architecture == "conv 8@5x5, pool 2, dense 64"
    assert recipe.hidden == ()
    assert recipe.network_name() == recipe.architecture
    assert recipe == Recipe(architecture="conv 8@5x5, pool 2, dense 64")
    assert Recipe.from_dict(json.loads(json.dumps(recipe.to_dict()))) == recipe
    again = recipe.changed(hidden=(30,))
    assert again == Recipe(hidden=(30,))
    assert recipe.changed(seed=2).architecture == recipe.architecture


def test_that_a_recipe_makes_the_network_of_its_architecture():
    recipe = Recipe(architecture="conv 2@3, pool 2, dense 5", activation="relu", dtype="float64")
    shape = PictureShape(1, 8, 6)
    network = recipe.make_network(shape, 3)
    assert [str(layer) for layer in network.layers] == [
        "conv 2@3x3",
        "max pool 2",
        "dense 5",
        "dense 3",
    ]
    assert len(network.parameters) == recipe.parameter_count(shape, 3) == 20 + 65 + 18
    assert (network.dtype, network.output_activation.name) == (np.float64, "sigmoid")
    assert network.layers[0].activation.name == "relu"
    with pytest.raises(InvalidValue, match=r"part 1: 'conv 2@9' .* at most 8x6"):
        recipe.changed(architecture="conv 2@9").make_network(shape, 3)


def test_that_the_lstm_of_the_rows_has_81_674_parameters():
    assert Recipe(architecture="lstm 128").parameter_count() == 81_674
    assert Recipe().parameter_count() == 13_002
