"""What the folder of licences says of one component."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class LicenceError(Exception):
    """The packages may not be made as they are: a licence is unknown, missing or not allowed."""


@dataclass(frozen=True)
class Text:
    """A licence text: its name within the component's folder, and the file it is copied from."""

    name: str
    source: Path


@dataclass(frozen=True)
class Component:
    """A part of the packages that has a licence of its own.

    Attributes:
        licence: An SPDX expression; empty if none is known.
        texts: At least one.
        notice: What it is for, where its source is, how it may be replaced; may be empty.
        purl: Its package URL, e.g. "pkg:pypi/numpy@2.4.6"; empty if it has none.
    """

    name: str
    version: str
    licence: str
    texts: tuple[Text, ...]
    notice: str = ""
    purl: str = ""

    @property
    def folder(self) -> str:
        """The folder of its texts, within licences/."""
        return "texts/" + "".join(c if c.isalnum() or c in "._+-" else "-" for c in self.name)
