"""To which distribution, system package or other part each file of the bundle belongs."""

from __future__ import annotations

import functools
import subprocess
import sysconfig
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

PROGRAM, PYTHON, DISTRIBUTION, SYSTEM = "program", "python", "distribution", "system"


@dataclass
class Owners:
    """Tells who owns a file, asked by its path.

    Attributes:
        checkout: The folder of the program's own source.
        site: Where the distributions are installed.
    """

    checkout: Path
    site: Path = field(default_factory=lambda: Path(sysconfig.get_path("purelib")))
    stdlib: Path = field(default_factory=lambda: Path(sysconfig.get_path("stdlib")))

    def owner_of(self, source: Path) -> tuple[str, str]:
        """Return a file's kind of owner and the owner's name, empty if none is known."""
        if source.is_relative_to(self.site):
            return DISTRIBUTION, self._files.get(str(source.relative_to(self.site)), "")
        if source.is_relative_to(self.checkout):
            return PROGRAM, "gdstudio"
        # A virtual environment's libraries lie elsewhere than its Python's.
        if source.is_relative_to(self.stdlib) or source.name.startswith(("libpython", "python3")):
            return PYTHON, "Python"
        return SYSTEM, system_package(source)

    @functools.cached_property
    def _files(self) -> dict[str, str]:
        return {
            str(path): distribution.metadata["Name"]
            for distribution in metadata.distributions(path=[str(self.site)])
            for path in distribution.files or []
        }


@functools.cache
def system_package(source: Path) -> str:
    """Return the Debian package that a file of the system is from; "" if that cannot be told."""
    real = source.resolve()
    names = {str(source), str(real), str(real).removeprefix("/usr"), f"/usr{real}"}
    try:
        answer = subprocess.run(
            ["dpkg-query", "-S", *sorted(names)], capture_output=True, text=True, check=False
        ).stdout
    except FileNotFoundError:  # not a Debian system
        return ""
    return answer.partition(":")[0]


@functools.cache
def system_version(package: str) -> str:
    """Return the version of a Debian package that is installed."""
    return subprocess.check_output(["dpkg-query", "-W", "-f", "${Version}", package], text=True)
