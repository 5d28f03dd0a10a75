"""Where the files under resources/ are: in a checkout, an installed wheel or a frozen build."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent


def resource_folder() -> Path:
    """Return the folder that holds the program's resources.

    An installed wheel and a frozen build carry it inside the package, a checkout beside it.
    """
    inside = _PACKAGE / "resources"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"


def resource(name: str) -> Path:
    """Return the path of a resource, e.g. `resource("mnist/train-images-idx3-ubyte.gz")`.

    Raises FileNotFoundError if the installation is incomplete.
    """
    path = resource_folder() / name
    if not path.exists():
        raise FileNotFoundError(f"resource {name} is missing in {resource_folder()}")
    return path
