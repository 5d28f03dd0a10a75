"""Runs and their pages, made quickly, and what stands in a page."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from gdstudio.cli import main
from gdstudio.files.manifest import Caption
from gdstudio.files.run_file import load_run, save_run

QUICK: Final = ("--digits", "300", "--size", "7", "--examples", "30")
HOSTILE: Final = '<script>alert("a")</script> & \u202eסוף\u202c "quoted\' ]]> é'
_ALONE: Final = ("meta", "img", "br", "rect", "path", "circle", "image")


def trained(folder: Path, *flags: str, name: str = "run") -> Path:
    """Return the file of a run that has been trained with these flags."""
    path = folder / f"{name}.gdrun"
    assert main(["train", *flags, "--save", str(path)]) == 0
    return path


def called(path: Path, caption: Caption) -> Path:
    """Give the run in a file a name and a note."""
    run = load_run(path)
    save_run(path, run.state, run.history, run.data_name, run.moments, caption)
    return path


def page_of(path: Path, *flags: str) -> str:
    """Return the page about a run."""
    page = path.with_suffix(".html")
    assert main(["report", str(path), "--save", str(page), *flags]) == 0
    return page.read_text(encoding="utf-8")


def command_in(page: str) -> list[str]:
    """Return the words of the command that a page gives, without the name of the program."""
    found = Read.of(page)
    words = shlex.split(found.of_command)
    assert words[:2] == ["gdstudio", "train"]
    return words[1:]


@dataclass(slots=True)
class Element:
    """An element as it begins: its name and attributes, and the text directly in it or below."""

    tag: str
    attributes: dict[str, str | None]
    text: str = ""
    inside: tuple[str, ...] = ()


@dataclass
class Read(HTMLParser):
    """A page that has been read.

    Attributes:
        elements: In order.
        open: Those that have not ended.
    """

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    @classmethod
    def of(cls, page: str) -> Read:
        """Read a page; every element ends where it should."""
        read = cls()
        read.feed(page)
        read.close()
        assert [one.tag for one in read.open] == []
        return read

    @property
    def of_command(self) -> str:
        """The text of the command."""
        (found,) = (one for one in self.all("code") if "pre" in one.inside)
        return found.text

    def all(self, tag: str) -> list[Element]:
        """Return all elements of a name."""
        return [one for one in self.elements if one.tag == tag]

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        inside = tuple(one.tag for one in self.open)
        one = Element(tag, dict(attrs), inside=inside)
        self.elements.append(one)
        if tag not in _ALONE:
            self.open.append(one)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open[-1].tag == tag, f"{tag} ends in {self.open[-1].tag}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for one in self.open:
            one.text += data


def with_state(path: Path, **changes: Any) -> Path:
    """Write a run whose state says something else."""
    run = load_run(path)
    save_run(path, replace(run.state, **changes), run.history, run.data_name, run.moments)
    return path
