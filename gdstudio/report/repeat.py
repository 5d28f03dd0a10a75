"""The command that repeats a saved run to the last digit, and why there may be none."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from gdstudio.data.digits import DataSet
from gdstudio.errors import InvalidValue
from gdstudio.files.run_file import RunFile
from gdstudio.jobs.subject import initial_parameters, subject_of_file
from gdstudio.learning.layers_typed import read_hidden
from gdstudio.learning.moment import Kind
from gdstudio.learning.optimizers import find_optimizer
from gdstudio.learning.path import stored
from gdstudio.learning.plan import training_digits
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.recipes import RECIPES
from gdstudio.learning.snapshot import RunFacts
from gdstudio.settings.flags import flag_of
from gdstudio.settings.settings import Field

SAVED_AS: Final = "again.gdrun"
_FIRST: Final = "lesson"  # of the recipes to begin with, behind the one the run began as


@dataclass(frozen=True, slots=True)
class Repetition:
    """How to repeat a run.

    Attributes:
        command: Trains with the same settings, and stops at the same update; "" if the flags of the
            command line cannot say the settings.
        obstacles: Why it is not promised that the same numbers come out, a sentence each without
            its stop; none if they do, to the last digit.
    """

    command: str
    obstacles: tuple[str, ...]


def how_to_repeat(run: RunFile, data: DataSet) -> Repetition:
    """Return the command for a run, checked against all that its file knows of the past.

    Args:
        run: The run.
        data: The digits that it learns from, or others, which is an obstacle.
    """
    facts = run.state
    is_same = data.train.identity() == facts.data_identity
    target, stop_at = _target(facts, data.name if is_same else run.data_name)
    arguments = recipe_arguments(target, facts)
    obstacles = list(_obstacles(run, data))
    if arguments is None:
        obstacles.append("the command line has no flags for some of its settings")
        return Repetition("", tuple(obstacles))
    if stop_at:
        arguments = *arguments, "--stop-at", str(stop_at)
    words = ("gdstudio", "train", *arguments, "--save", SAVED_AS)
    return Repetition(shlex.join(words), tuple(obstacles))


def recipe_arguments(recipe: Recipe, facts: RunFacts) -> tuple[str, ...] | None:
    """Return the flags of `gdstudio train` that mean a recipe, but for its name; None if none do.

    `facts` tell inputs and classes of its network, for sizes that could be read as the whole of it.
    """
    for name in dict.fromkeys((recipe.name, _FIRST, *RECIPES)):
        if name not in RECIPES:
            continue
        base = RECIPES[name].recipe
        given = _differing(base, recipe)
        try:
            reached = base.changed(**given)
        except InvalidValue:
            continue
        if replace(reached, name=recipe.name) == recipe:
            flags = (_flag(Recipe.field(key), value, facts) for key, value in given.items())
            return "--recipe", name, *(part for flag in flags for part in flag)
    return None


def _differing(base: Recipe, recipe: Recipe) -> dict[str, Any]:
    """Return the settings that a recipe has otherwise than another, as far as there are flags."""
    found = {
        field.name: getattr(recipe, field.name)
        for field in Recipe.fields()
        if field.is_flag and getattr(recipe, field.name) != getattr(base, field.name)
    }
    if recipe.architecture:
        found.pop("hidden", None)
    elif "architecture" in found:  # hidden sizes take its place, the same ones or others
        del found["architecture"]
        found["hidden"] = recipe.hidden
    return found


def _flag(field: Field, value: Any, facts: RunFacts) -> tuple[str, ...]:
    text = field.write(value).replace(", ", ",") if field.kind == "wholes" else field.write(value)
    if field.name == "hidden":
        ends = facts.in_shape.size, facts.n_out
        text = text or "none"
        if read_hidden(text, *ends) != value:
            text = "-".join(map(str, (ends[0], *value, ends[1])))
    flag = flag_of(field.name)
    return (f"{flag}={text}",) if text.startswith("-") else (flag, text)


def _target(facts: RunFacts, data_name: str) -> tuple[Recipe, int]:
    """Return the recipe to train with, and the update to stop at; 0 for the end of its epochs.

    The digits are where they were found, wherever the run was begun.
    With a constant rate it does not matter how many epochs were planned; a schedule depends on it.
    """
    recipe, begun = facts.recipe, facts.epoch + (facts.position > 0)
    epochs = max(begun, 1) if recipe.schedule == "constant" else recipe.epochs
    is_whole = facts.position == 0 and facts.epoch == epochs
    return recipe.changed(epochs=epochs, data=data_name), 0 if is_whole else facts.step


def _obstacles(run: RunFile, data: DataSet) -> Iterator[str]:
    facts = run.state
    recipe = facts.recipe
    if facts.step == 0:
        yield "it has learnt nothing yet"
    if data.train.identity() != facts.data_identity:
        yield "the digits at hand are not those that it learned from"
    else:
        yield from _steps_of_its_own(facts, len(training_digits(recipe, data)))
    yield from _start(run)
    yield from _end(run)
    moments = [] if run.moments is None else list(run.moments)
    states = [facts, *(one.state for one in moments if one.state is not None)]
    kinds = {kind for one in moments for kind in one.kind}
    rates = {one.learning_rate for one in states}
    if rates != {recipe.learning_rate} or Kind.RATE_CHANGED in kinds:
        yield "its learning rate was changed by hand on the way"
    if len({one.recipe.frozen_layers for one in states}) > 1 or Kind.LAYERS_FROZEN in kinds:
        yield "layers were frozen or set free on the way"
    if Kind.EDITED in kinds:
        yield "its weights were edited by hand"
    was_kept = facts.optimizer_steps > 0 or not find_optimizer(recipe.optimizer).state_names
    if was_kept and facts.optimizer_steps != facts.step:
        yield "its optimiser began anew on the way"
    if recipe.schedule != "constant" and facts.epochs != recipe.epochs:
        yield "its schedule was made longer on the way"


def _steps_of_its_own(facts: RunFacts, n: int) -> Iterator[str]:
    """Yield that not all mini-batches had the size of the recipe, of n training examples."""
    size = facts.recipe.batch_size_of(n)
    steps = facts.epoch * -(-n // size) + -(-facts.position // size)
    is_between = facts.position % size > 0
    if is_between or (facts.step, facts.examples) != (steps, facts.epoch * n + facts.position):
        yield "some of its updates were single steps with mini-batches of another size"


def _start(run: RunFile) -> Iterator[str]:
    """Yield that it does not begin as its recipe does, or that this is not known."""
    path = run.trajectory
    if path is None or not len(path) or int(path.steps()[0]) > 0:
        if run.state.step > 0:
            yield "its file does not hold where it began, as that of an imported network does not"
        return
    start = stored(initial_parameters(subject_of_file(run, "", "")))
    if not np.array_equal(path.points()[0], start):
        yield (
            "it did not begin with the start values of its recipe: it was imported, edited, or "
            "begun from another run"
        )


def _end(run: RunFile) -> Iterator[str]:
    """Yield that its parameters are not those with which what is known of it ends."""
    last = None if run.moments is None else run.moments.at(run.state.step)
    if last is not None and not np.array_equal(last.parameters, stored(run.state.parameters)):
        yield "its parameters are not those of its last moment"
