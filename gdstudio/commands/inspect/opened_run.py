"""A saved run that is being inspected: its network, its digits, and the one it is shown."""

from __future__ import annotations

import argparse
import math
import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from gdstudio.commands.evaluate import check_fit
from gdstudio.commands.past import moment_at
from gdstudio.commands.run_data import data_of_run
from gdstudio.data.digits import DataSet, Digits
from gdstudio.data.pictures import find_digit
from gdstudio.data.resize import normalize_drawing
from gdstudio.errors import InvalidValue
from gdstudio.files.run_file import RunFile, load_run
from gdstudio.inside.edits_typed import read_edit
from gdstudio.inside.target import Target, find_target
from gdstudio.jobs.edited_answers import edited
from gdstudio.jobs.subject import subject_of_file
from gdstudio.learning.costs import Cost, find_cost
from gdstudio.learning.plan import training_digits

if TYPE_CHECKING:
    from gdstudio.arrays import Floats
    from gdstudio.learning.network import Network

_OF_DATA: Final = re.compile(r"(test|train):([0-9]{1,9})")


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One example.

    Attributes:
        name: What it is, with the class taken for the right one.
        digits: The digit by itself, labelled with the target.
        target: That class, None of a network that gives no answer.
    """

    name: str
    digits: Digits
    target: Target | None

    @property
    def label(self) -> int | None:
        """The class by its number."""
        return None if self.target is None else self.target.label

    @property
    def origin(self) -> str | None:
        """Who says that it is right: "chosen", "label" or "answer"."""
        return None if self.target is None else self.target.origin.value

    @property
    def x(self) -> Floats:
        """The digit as the network sees it, shape (n_in,)."""
        x: Floats = self.digits.inputs(dtype=np.float64)[0]
        return x


class OpenedRun:
    """A run file with what the flags say about it; the digits are read when they are needed.

    Attributes:
        run_file: The run.
        edits: Those that were asked for.
        subject_before: The network as it was left.
        subject: The network that is opened: with the edits.
        network: The same.
        cost: The cost being lowered.
    """

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self.run_file = load_run(args.run)
        if args.at is not None:
            self.run_file = _gone_back(args.run, self.run_file, args.at)
        recipe = self.run_file.state.recipe
        self.cost: Cost = find_cost(recipe.cost, recipe.output_activation)
        before = subject_of_file(self.run_file, str(args.run), args.run.name)
        shape, network = self.run_file.state.in_shape, before.make_network()
        self.edits = tuple(read_edit(text, network, shape) for text in args.edit)
        self.subject_before, self.subject = before, edited(before, self.edits)
        self.network: Network = self.subject.make_network()

    def check_count(self, flag: str, count: int | None) -> None:
        """Refuse more parameters than there are; None is none."""
        most = len(self.network.parameters)
        if count is not None and count > most:
            raise InvalidValue(flag, count, f"a whole number from 1 to {most}, the parameters")

    @cached_property
    def data(self) -> DataSet:
        """The digits; raises FileError or GdstudioError if there are none that fit."""
        data = data_of_run(self._args.run, self.run_file, self._args.data)
        check_fit(self.run_file, data)
        return data

    def train(self, most: int | None = None) -> Digits:
        """Return what the run learns from, or the first of it."""
        return training_digits(self.run_file.state.recipe, self.data).take(slice(0, most))

    def example(self) -> Example:
        """Return what the network is shown; what nobody knows is taken for what it answers itself.

        Raises:
            GdstudioError: There is no such digit, the picture cannot be read, or does not fit.
        """
        asked, state, chosen = self._args.digit or "test:0", self.run_file.state, self._args.target
        if chosen is not None and not 0 <= chosen < state.n_out:
            raise InvalidValue("target", chosen, f"a class from 0 to {state.n_out - 1}")
        found = _OF_DATA.fullmatch(asked)
        if found is None and asked.startswith(("test:", "train:")):
            raise InvalidValue("digit", asked, "test:0, train:0, ... or the file of a picture")
        if found is None:
            digits, label = self._picture(asked), None
        else:
            digits = self._digit(asked, found[1], int(found[2]))
            label = int(digits.labels[0])
        with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be asked
            outputs = self.network.forward(digits.inputs(dtype=self.network.dtype))[0]
        target = find_target(chosen, label, outputs)
        if target is None:
            return Example(asked, digits, None)
        digits = replace(digits, labels=np.array([target.label], np.uint8))
        name = f"{asked}, a {state.names[target.label]}"
        if target.is_own_answer:
            own = f"target {state.names[target.label]}: the network's own answer"
            name = f"{asked}, {own}, --target chooses another"
        return Example(name, digits, target)

    def _digit(self, asked: str, which: str, index: int) -> Digits:
        digits = self.data.test if which == "test" else self.data.train
        if index >= len(digits):
            raise InvalidValue("digit", asked, f"{which}:0 to {which}:{len(digits) - 1}")
        return digits.take(slice(index, index + 1))

    def _picture(self, file: str) -> Digits:
        state = self.run_file.state
        rows, columns = state.picture_size()
        picture = normalize_drawing(find_digit(file).ink, (rows, columns)).reshape(1, -1)
        return Digits(picture, np.zeros(1, np.uint8), state.n_out, rows, columns)


def _gone_back(path: Path, run_file: RunFile, text: str) -> RunFile:
    """Return a run as it was at a moment of its past.

    What was not kept of the optimiser it has not; where the place in the schedule is not known,
    neither is the learning rate.
    """
    moment = moment_at(path, run_file, text)
    state = moment.state
    if state is None:
        state = replace(
            run_file.state, parameters=moment.parameters, optimizer_state={}, optimizer_steps=0,
            step=moment.step, learning_rate=math.nan,
        )  # fmt: skip
    parameters = state.parameters.astype(state.recipe.dtype, copy=False)
    return replace(run_file, state=replace(state, parameters=parameters))


def inputs_and_targets(digits: Digits) -> tuple[Floats, Floats]:
    """Return digits as a network sees them, shape (k, n_in), and their targets (k, n_out)."""
    return digits.inputs(dtype=np.float64), digits.targets(dtype=np.float64)
