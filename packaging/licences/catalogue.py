"""What components.toml says, read and made into components."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from importlib import metadata
from pathlib import Path
from typing import Any

from licences.component import Component, LicenceError, Text

HERE = Path(__file__).resolve().parent
TEXT_NAMES = ("licen", "copying", "notice", "authors")


@dataclass
class Catalogue:
    """The entries of components.toml, and the folders that they speak of.

    Attributes:
        checkout: The folder of the program's own source.
        site: Where the distributions are installed.
    """

    checkout: Path
    site: Path
    content: Mapping[str, Any] = field(
        default_factory=lambda: tomllib.loads((HERE / "components.toml").read_text("utf-8"))
    )

    def program(self, version: str) -> Component:
        """Return the component of the program itself."""
        return self._component(self.content["program"], version=version)

    def python(self, version: str, text: Text) -> Component:
        """Return the component of Python, with the text that was found for it."""
        return self._component({"name": "Python"} | self.content["python"], version, (text,))

    def distribution(self, name: str) -> Component:
        """Return the component of an installed distribution, by its metadata and the catalogue."""
        found = metadata.distribution(name)
        entry = self.content["distribution"].get(name, {})
        texts = () if "texts" in entry else self._own_texts(found)
        licence = entry.get("licence") or found.metadata.get("License-Expression")
        return self._component(
            {"name": name, "licence": licence or found.metadata.get("License", "")} | entry,
            found.version,
            texts,
            f"pkg:pypi/{name.lower().replace('_', '-')}@{found.version}",
        )

    def library(self, name: str) -> Mapping[str, Any]:
        """Return the entry of a library of the system, by the name of its file.

        Raises:
            LicenceError: There is none.
        """
        for entry in self.content["library"]:
            if fnmatch(name, entry["files"]):
                return {"name": name.partition(".so")[0]} | entry
        raise LicenceError(f"{name} is carried along, but no entry [[library]] tells its licence")

    def system_library(self, entry: Mapping[str, Any], version: str, text: Text) -> Component:
        """Return the component of a library of the system, with the text of its package."""
        own = [self._text(name) for name in entry.get("texts", ())]
        return self._component(entry, version, (text, *own))

    def parts(
        self, destinations: Iterable[str], version_of: Callable[[str, str], str]
    ) -> list[Component]:
        """Return the components within others, as far as the bundle holds them.

        Args:
            destinations: What the bundle holds.
            version_of: Gives a version, asked with the entry's word for it and the file's name.
        """
        there = sorted(destinations)
        found = []
        for entry in self.content["part"]:
            signs = [name for name in there if fnmatch(name, entry["present"])]
            if signs:
                found.append(self._component(entry, version_of(entry["version"], signs[0])))
        return found

    def uncovered(self, destinations: Iterable[str]) -> list[str]:
        """Return the libraries within wheels that no part speaks of."""
        inside = ("*.libs/*", "PySide6/Qt/lib/libicu*")
        covered = [pattern for entry in self.content["part"] for pattern in entry.get("covers", ())]
        return sorted(
            name
            for name in destinations
            if any(fnmatch(name, pattern) for pattern in inside)
            and not any(fnmatch(name, pattern) for pattern in covered)
        )

    def _component(
        self,
        entry: Mapping[str, Any],
        version: str,
        texts: tuple[Text, ...] = (),
        purl: str = "",
    ) -> Component:
        name = entry["name"]
        texts = texts or tuple(self._text(where) for where in entry.get("texts", ()))
        if not texts:
            raise LicenceError(f"{name} {version}: its licence text is missing")
        notice = " ".join(entry.get("notice", "").split())
        return Component(name, version, entry["licence"], texts, notice, purl)

    def _text(self, where: str) -> Text:
        kind, _, rest = where.rpartition(":")
        if kind == "licences":
            distribution, _, name = rest.partition("/")
            texts = self._own_texts(metadata.distribution(distribution))
            return next(text for text in texts if text.name == name)
        folder = {"checkout": self.checkout, "site": self.site, "": HERE / "texts"}[kind]
        for path in sorted(folder.glob(rest)):
            return Text(path.name, path)
        raise LicenceError(f"the licence text {where} is missing")

    def _own_texts(self, distribution: metadata.Distribution) -> tuple[Text, ...]:
        """Return the licence files that a distribution brings."""
        texts = []
        for path in distribution.files or []:
            inside = ".dist-info" in path.parts[0]
            if inside and any(word in path.name.lower() for word in TEXT_NAMES):
                parts = path.parts[2:] if path.parts[1] == "licenses" else path.parts[1:]
                texts.append(Text("-".join(parts), Path(str(path.locate()))))
        return tuple(sorted(texts, key=lambda text: text.name))
