"""Names in any case."""

import pytest

from gdstudio.data.augmentation import AUGMENTATIONS
from gdstudio.errors import InvalidValue
from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.learning.activations import ACTIVATIONS
from gdstudio.learning.costs import COSTS
from gdstudio.learning.initialization import INITIALIZATIONS
from gdstudio.learning.optimizers import OPTIMIZERS
from gdstudio.learning.recipes import RECIPES
from gdstudio.learning.schedules import SCHEDULES
from gdstudio.settings.typed import known_name

TABLES = (ACTIVATIONS, AUGMENTATIONS, COSTS, INITIALIZATIONS, OPTIMIZERS, SCHEDULES, RECIPES)


@pytest.mark.parametrize(
    "typed",
    [
        "leaky-relu",
        "Leaky-ReLU",
        "LEAKY RELU",
        "leaky_relu",
        "LeakyReLU",
        " leaky-relu ",
        "ｌeaky relu",
    ],
)
def test_that_a_name_is_taken_in_any_case(typed: str) -> None:
    assert known_name("activation", typed, ACTIVATIONS) == "leaky-relu"


def test_that_a_turkish_capital_i_is_an_i() -> None:
    assert known_name("activation", "SİGMOİD", ACTIVATIONS) == "sigmoid"
    assert known_name("activation", "sıgmoıd", ACTIVATIONS) == "sigmoid"


@pytest.mark.parametrize("typed", ["", "-", "relu6", "leaky", "sigmoidd", "relu relu"])
def test_that_an_unknown_name_is_refused_with_all_there_are(typed: str) -> None:
    with pytest.raises(InvalidValue, match="one of: sigmoid, tanh, relu"):
        known_name("activation", typed, ACTIVATIONS)


@pytest.mark.parametrize("table", [*TABLES, EXPERIMENTS], ids=lambda table: next(iter(table)))
def test_that_no_two_names_differ_in_case_alone(table: dict[str, object]) -> None:
    for name in table:
        assert known_name("name", name.upper().replace("-", "_"), table) == name
