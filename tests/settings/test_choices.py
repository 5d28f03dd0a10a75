"""The names a recipe chooses from are those of the tables of the arithmetic, in their order."""

import pytest

from gdstudio.data.augmentation import AUGMENTATIONS
from gdstudio.learning.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from gdstudio.learning.costs import COSTS
from gdstudio.learning.initialization import INITIALIZATIONS
from gdstudio.learning.optimizers import OPTIMIZERS
from gdstudio.learning.schedules import SCHEDULES
from gdstudio.settings import choices
from gdstudio.settings.choices import title_of
from gdstudio.texts import Text

TABLES = {
    "ACTIVATIONS": ACTIVATIONS,
    "AUGMENTATIONS": AUGMENTATIONS,
    "COSTS": COSTS,
    "HIDDEN_ACTIVATIONS": HIDDEN_ACTIVATIONS,
    "INITIALIZATIONS": INITIALIZATIONS,
    "OPTIMIZERS": OPTIMIZERS,
    "SCHEDULES": SCHEDULES,
}


@pytest.mark.parametrize("name", TABLES)
def test_that_the_names_are_those_of_the_table(name):
    assert getattr(choices, name) == tuple(TABLES[name])


@pytest.mark.parametrize("name", [n for table in TABLES.values() for n in table])
def test_that_every_name_can_be_told_in_another_language(name):
    assert isinstance(title_of(name), Text)
    assert title_of(name) == name.replace("-", " ")


def test_that_a_name_nobody_knows_is_read_without_hyphens():
    assert title_of("very-new") == "very new"
