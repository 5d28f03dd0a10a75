"""Runs and examples that the commands of the loss surface begin with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from numpy.typing import NDArray

from gdstudio.commands.evaluate import check_fit
from gdstudio.commands.run_data import data_of_run
from gdstudio.data.digits import DataSet, Digits
from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.files.run_file import RunFile, load_run
from gdstudio.learning.costs import Cost, find_cost
from gdstudio.learning.network import Network
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.snapshot import TrainingState
from gdstudio.learning.training import training_digits

EXAMPLES: Final = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What a surface is made of.

    Attributes:
        path: Where the run was read from.
        run: The run.
        network: Its network, parameters included.
        cost: The cost it lowers.
        data: The digits it was made with.
        train: Its training digits, label noise included.
        digits: The examples the surface is computed on.
    """

    path: Path
    run: RunFile
    network: Network
    cost: Cost
    data: DataSet
    train: Digits
    digits: Digits

    @property
    def recipe(self) -> Recipe:
        """The run's settings."""
        return self.run.state.recipe

    @property
    def parameters(self) -> NDArray[Any]:
        """Where the run stands, shape (n,), read-only."""
        return self.run.state.parameters


def load_ground(
    path: Path, folder: str | None, examples: int | None, *, test: bool = False
) -> Ground:
    """Return a run with the first so many of its training (or test) digits.

    Args:
        path: The run.
        folder: Other digits than the run's own, or None.
        examples: How many; None for 2,000, or all there are if they are fewer.
        test: Measure on the test digits.

    Raises:
        FileError: A file cannot be read.
        InvalidValue: The number of examples is not accepted.
        GdstudioError: The digits do not fit.
    """
    run = load_run(path)
    data = data_of_run(path, run, folder)
    check_fit(run, data)
    recipe = run.state.recipe
    train = training_digits(recipe, data)
    digits = data.test if test else train
    wanted = min(EXAMPLES, len(digits)) if examples is None else examples
    if not 1 <= wanted <= len(digits):
        raise InvalidValue("examples", wanted, f"a whole number from 1 to {len(digits):,}")
    return Ground(
        path=path,
        run=run,
        network=run.state.network(),
        cost=find_cost(recipe.cost, recipe.output_activation),
        data=data,
        train=train,
        digits=digits.take(slice(0, wanted)),
    )


def load_fellow(path: Path, ground: Ground) -> NDArray[Any]:
    """Return the parameters of another run of the same architecture, shape (n,).

    Raises:
        FileError: The file cannot be read.
        GdstudioError: It is of another architecture.
    """
    state, own = load_run(path).state, ground.run.state
    if _likeness(state) != _likeness(own):
        raise GdstudioError(
            f"{path}: {_architecture(state)} is another architecture than "
            f"{ground.path}, {_architecture(own)}; give runs of one architecture"
        )
    return state.parameters


def _likeness(state: TrainingState) -> tuple[object, ...]:
    """Return what two networks have in common if their parameters mean the same."""
    layers = [str(layer) for layer in state.network().layers]
    kinds = state.recipe.activation, state.recipe.output_activation
    return (state.in_shape.size, layers, *kinds)


def _architecture(state: TrainingState) -> str:
    recipe = state.recipe
    kinds = [recipe.activation] if recipe.hidden or recipe.architecture else []
    return f"{state.network_name} ({', '.join([*kinds, recipe.output_activation])})"
