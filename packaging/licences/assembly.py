"""From what the bundle holds to the list of its components."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

from licences.bundle import Item
from licences.catalogue import Catalogue
from licences.component import Component, LicenceError, Text
from licences.owners import DISTRIBUTION, PYTHON, SYSTEM, Owners, system_version


def components_of(
    items: Iterable[Item], catalogue: Catalogue, owners: Owners, version: str
) -> list[Component]:
    """Return every component of the bundle, the program itself first, then by name.

    Raises:
        LicenceError: A file belongs to nobody, or a licence or its text is not known.
    """
    held = list(items)
    distributions, libraries, python = {"pyinstaller"}, [], []
    for item in held:
        kind, owner = owners.owner_of(item.source)
        if not owner:
            raise LicenceError(f"{item.destination}: nobody knows whose {item.source} is")
        if kind == DISTRIBUTION:
            distributions.add(owner)
        elif kind == SYSTEM:
            libraries.append((item, owner))
        elif kind == PYTHON:
            python.append(item)
    destinations = [item.destination for item in held]
    if uncovered := catalogue.uncovered(destinations):
        raise LicenceError(f"no entry [[part]] tells the licence of {', '.join(uncovered)}")
    found = [
        *(catalogue.distribution(name) for name in distributions),
        *_system_libraries(libraries, catalogue),
        *catalogue.parts(destinations, version_of),
    ]
    if python:
        found.append(catalogue.python(platform.python_version(), python_text(owners.stdlib)))
    found.sort(key=lambda component: (component.name.casefold(), component.version))
    return [catalogue.program(version), *found]


def _system_libraries(
    libraries: Iterable[tuple[Item, str]], catalogue: Catalogue
) -> Iterator[Component]:
    for item, package in libraries:
        text = Text(f"{package}.txt", Path(f"/usr/share/doc/{package}/copyright"))
        if not text.source.is_file():
            raise LicenceError(f"{item.destination}: the package {package} has no licence text")
        entry = catalogue.library(Path(item.destination).name)
        yield catalogue.system_library(entry, system_version(package), text)


def python_text(stdlib: Path) -> Text:
    """Return Python's licence text, in its own library or in its package's documentation."""
    debian = Path("/usr/share/doc") / stdlib.name / "copyright"
    for path in (stdlib / "LICENSE.txt", debian, stdlib.parent / "LICENSE.txt"):
        if path.is_file():
            return Text("Python.txt", path)
    raise LicenceError("Python's own licence text was not found")


def version_of(word: str, file: str) -> str:
    """Return the version that a word of the catalogue stands for.

    `distribution:NAME` is that of a distribution, `suffix` what follows `.so.` in the file's name,
    `pillow:FEATURE` what Pillow says, `openblas` what NumPy says; all else is the version itself.
    """
    kind, _, name = word.partition(":")
    if kind == "distribution":
        return metadata.version(name)
    if kind == "pillow":
        from PIL import features

        return str(features.version(name))
    if kind == "openblas":
        import numpy

        return str(numpy.show_config(mode="dicts")["Build Dependencies"]["blas"]["version"])
    if kind == "suffix":
        return Path(file).name.partition(".so.")[2] or Path(file).stem
    return word


def index_of(components: Iterable[Component]) -> str:
    """Return the text of index.json; its form stands in packaging/README.md."""
    entries = []
    for component in components:
        entry: dict[str, object] = {
            "name": component.name,
            "version": component.version,
            "licence": component.licence,
            "files": [f"{component.folder}/{text.name}" for text in component.texts],
        }
        entries.append(entry | ({"notice": component.notice} if component.notice else {}))
    return json.dumps(entries, indent=1, ensure_ascii=False) + "\n"
