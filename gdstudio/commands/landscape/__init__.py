"""What `surface` and `interpolate` begin with, and what they keep: arrays, a table or a picture."""

from __future__ import annotations

import argparse
import contextlib
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.commands.evaluate import check_fit
from gdstudio.commands.run_data import data_of_run
from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.files.atomic import check_writable, write_file
from gdstudio.files.elsewhere import Kept
from gdstudio.files.run_file import RunFile, load_run
from gdstudio.files.tables import csv_bytes
from gdstudio.jobs.plane_request import EXAMPLES, PlaneRequest
from gdstudio.jobs.subject import LossSubject, Subject, loss_subject, subject_of_file
from gdstudio.learning.plan import training_digits
from gdstudio.learning.shapes import PictureShape
from gdstudio.settings.flags import given_flags

_ENDINGS: Final = (".npz", ".csv", ".png")


def check_save(path: Path | None) -> None:
    """Say so before the work begins if a file cannot be written.

    Raises:
        InvalidValue: Its ending is unknown.
        FileError: It cannot be written.
    """
    if path is None:
        return
    if path.suffix.lower() not in _ENDINGS:
        raise InvalidValue("save", str(path), f"a file that ends in {', '.join(_ENDINGS)}")
    check_writable(path)


@contextlib.contextmanager
def shown_before(kept: Kept, *, as_json: bool) -> Iterator[None]:
    """Return a context to show a result in; then it is said where it is. Raises FileError."""
    with kept.told_after():
        yield
        if kept.problem is None and kept.place is not None and not as_json:
            print(f"saved in {kept.place}")


def save_as(
    path: Path,
    arrays: Mapping[str, NDArray[Any]],
    columns: Mapping[str, NDArray[Any]],
    picture: Callable[[], bytes],
) -> None:
    """Write what the ending of the file asks for.

    Args:
        path: Where to.
        arrays: For .npz.
        columns: For .csv, all of one length; numbers keep all their digits.
        picture: Makes a .png.

    Raises:
        FileError: It cannot be written.
    """
    ending = path.suffix.lower()
    if ending == ".npz":
        file = io.BytesIO()
        np.savez(file, allow_pickle=False, **arrays)
        data = file.getvalue()
    elif ending == ".csv":
        rows = zip(*(column.tolist() for column in columns.values()), strict=True)
        data = csv_bytes(columns, rows, "\n")
    else:
        data = picture()
    write_file(path, data)


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
