"""The trained networks that come with the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gdstudio.data.digits import DataSet
from gdstudio.errors import FileError, GdstudioError
from gdstudio.experiments.noise.network import LEARN
from gdstudio.files.run_file import SUFFIX, load_run
from gdstudio.jobs.subject import Subject, subject_of_file
from gdstudio.learning.network import Network
from gdstudio.learning.shapes import PictureShape
from gdstudio.resources import resource
from gdstudio.texts import Text


def kept_run(name: str) -> Path:
    """Return the file of a run that comes with the program.

    Raises FileError if the installation is incomplete.
    """
    try:
        return resource(f"runs/{name}.gdrun")
    except FileNotFoundError as error:
        raise FileError(
            f"runs/{name}.gdrun", Text("is missing; install the program again")
        ) from error


def kept_runs() -> tuple[str, ...]:
    """Return the names of the runs that come with the program."""
    return tuple(sorted(path.stem for path in resource("runs").glob(f"*{SUFFIX}")))


def kept_network(name: str) -> Network:
    """Return the network of a run that comes with the program, e.g. "lesson-best", read-only.

    Raises FileError if the installation is incomplete or damaged.
    """
    return load_run(kept_run(name)).state.network()


def network_called(name: str, of_learn: Network | None) -> Network:
    """Return a trained network by its name, read-only.

    Args:
        name: A run that comes with the program, "learn", or the file of a run.
        of_learn: What "learn" is, if it is anything.

    Raises:
        GdstudioError: It is not there, or its file cannot be read.
    """
    if name == LEARN and of_learn is None:
        text = "network learn: only the window has one in Learn; give the file of a run, FILE.gdrun"
        raise GdstudioError(Text(text))
    if name == LEARN and of_learn is not None:
        return of_learn
    if name.endswith(SUFFIX):
        return load_run(Path(name)).state.network()
    return kept_network(name)


def read_kept_networks(data: DataSet) -> Iterator[Subject]:
    """Yield those of resources/runs that were trained on this data set, by name of their files."""
    shape, n_classes = PictureShape.of(data.test), data.test.n_classes
    for path in sorted(resource("runs").glob("*.gdrun")):
        run_file = load_run(path)
        state = run_file.state
        fits = (state.in_shape.size, state.n_out) == (shape.size, n_classes)
        if fits and run_file.data_name == data.name:
            yield subject_of_file(run_file, path.name, path.stem, shape)
