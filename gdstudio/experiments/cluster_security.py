"""The certificates with which a cluster is spoken to, from a file the user writes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gdstudio.errors import FileError
from gdstudio.texts import Text

KEYS: Final = ("tls_ca_file", "tls_client_cert", "tls_client_key")
_MAX_BYTES: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class ClusterSecurity:
    """Paths of three PEM files, as Dask's `Security` takes them.

    Attributes:
        tls_ca_file: Whose signature is believed.
        tls_client_cert: What is shown to the scheduler.
        tls_client_key: The key that belongs to it.
    """

    tls_ca_file: str
    tls_client_cert: str
    tls_client_key: str


def read_cluster_security(path: Path) -> ClusterSecurity:
    """Return what a TOML file of three lines says; its paths begin at its own folder.

    Raises:
        FileError: It, or a file it names, cannot be read, or it says something else.
    """
    try:
        if path.exists() and not path.is_file():  # opening a pipe would wait for ever
            raise FileError(path, Text("is not a file"))
        with path.open("rb") as file:
            content = tomllib.loads(file.read(_MAX_BYTES).decode())
    except OSError as error:
        raise FileError(
            path, Text("cannot be read: {0}", (error.strerror or str(error)).lower())
        ) from error
    except (ValueError, RecursionError) as error:  # tomllib's own error is a ValueError
        raise FileError(path, Text("is no TOML; it takes {0}", _form())) from error
    if set(content) != set(KEYS) or not all(isinstance(v, str) for v in content.values()):
        raise FileError(path, Text("does not name {0}, and nothing else", _form()))
    found = {key: path.absolute().parent / content[key] for key in KEYS}
    for key, named in found.items():
        try:
            is_there = named.is_file()
        except (OSError, ValueError):
            is_there = False
        if not is_there:
            raise FileError(path, Text("{0} names {1!r}; there is no such file", key, content[key]))
    return ClusterSecurity(**{key: str(named) for key, named in found.items()})


def _form() -> str:
    return ", ".join(f'{key} = "FILE"' for key in KEYS)
