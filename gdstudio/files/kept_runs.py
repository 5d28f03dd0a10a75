"""The trained runs that come with the program."""

from __future__ import annotations

from gdstudio.errors import FileError
from gdstudio.files.run_file import load_run
from gdstudio.learning.network import Network
from gdstudio.resources import resource
from gdstudio.texts import Text


def kept_network(name: str) -> Network:
    """Return the network of a run that comes with the program, e.g. "lesson-best".

    Its parameters are read-only.

    Raises:
        FileError: The installation is incomplete or damaged.
    """
    try:
        path = resource(f"runs/{name}.gdrun")
    except FileNotFoundError as error:
        raise FileError(
            f"runs/{name}.gdrun", Text("is missing; install the program again")
        ) from error
    return load_run(path).state.network()
