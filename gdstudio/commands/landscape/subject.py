"""Runs and examples that the commands of the loss surface begin with."""

from __future__ import annotations

import argparse
from pathlib import Path

from gdstudio.commands.evaluate import check_fit
from gdstudio.commands.run_data import data_of_run
from gdstudio.errors import GdstudioError
from gdstudio.files.run_file import RunFile, load_run
from gdstudio.jobs.plane_request import EXAMPLES, PlaneRequest
from gdstudio.jobs.subject import LossSubject, Subject, loss_subject, subject_of_file
from gdstudio.learning.plan import training_digits
from gdstudio.learning.shapes import PictureShape
from gdstudio.settings.flags import given_flags


def load_subject(
    path: Path, args: argparse.Namespace, *, test: bool = False
) -> tuple[LossSubject, RunFile]:
    """Return a run with the first so many of its training (or test) digits, and its file.

    Args:
        path: The run.
        args: With `data`, other digits than the run's own or None, and perhaps with `examples`, how
            many; without them 2,000, or all there are if they are fewer.
        test: Measure on the test digits.

    Raises:
        FileError: A file cannot be read.
        InvalidValue: The number of examples is not accepted.
        GdstudioError: The digits do not fit.
    """
    run = load_run(path)
    data = data_of_run(path, run, args.data)
    check_fit(run, data)
    own = subject_of_file(run, str(path), path.stem, PictureShape.of(data.test))
    there = len(data.test if test else training_digits(own.recipe, data))
    wanted = given_flags(args, PlaneRequest, ("examples",), high=there).get("examples", EXAMPLES)
    return loss_subject(own, data, run.trajectory, wanted, on_test_digits=test), run


def load_fellow(path: Path, subject: Subject) -> Subject:
    """Return another run of the same architecture.

    Raises:
        FileError: The file cannot be read.
        GdstudioError: It is of another architecture.
    """
    other = subject_of_file(load_run(path), str(path), path.stem)
    if not other.is_like(subject):
        raise GdstudioError(
            f"{path}: {_architecture(other)} is another architecture than "
            f"{subject.key}, {_architecture(subject)}; give runs of one architecture"
        )
    return other


def _architecture(subject: Subject) -> str:
    recipe = subject.recipe
    kinds = [recipe.activation] if recipe.hidden or recipe.architecture else []
    return f"{subject.network_name} ({', '.join([*kinds, recipe.output_activation])})"
