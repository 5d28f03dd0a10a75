"""The words of the window: what each means, where it is, and who wrote of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gdstudio.resources import resource

_HEADING: Final = "## "
_FACTS: Final = ("names", "where", "source", "picture")


@dataclass(frozen=True, slots=True)
class Entry:
    """One term of resources/guide/glossary.md.

    Attributes:
        term: As English textbooks write it.
        text: One or two sentences.
        where: Where in the window it is.
        source: Who wrote of it and when; "" if nothing is claimed.
        picture: The name of a picture of it, or "".
        names: What the window and the settings call it, beside the term.
    """

    term: str
    text: str
    where: str
    source: str = ""
    picture: str = ""
    names: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Its name in links."""
        return self.term.casefold().replace(" ", "-")

    @property
    def gist(self) -> str:
        """The first sentence."""
        first, stop, _ = self.text.partition(". ")
        return first + stop.strip()


def read_glossary(text: str) -> tuple[Entry, ...]:
    """Return the entries of a glossary in Markdown, as they stand.

    Below the heading of an entry stand lines `names:`, `where:`, `source:` and `picture:`, those
    it has; names are parted by semicolons. Then an empty line, and the sentences.
    """
    entries = []
    for part in f"\n{text}".split(f"\n{_HEADING}")[1:]:
        head, _, body = part.partition("\n\n")
        term, *lines = head.splitlines()
        facts = dict(line.split(": ", 1) for line in lines)
        assert set(facts) <= set(_FACTS), f"{term}: {facts.keys() - set(_FACTS)}"
        names = tuple(name.strip() for name in facts.pop("names", "").split(";") if name.strip())
        entries.append(Entry(term.strip(), " ".join(body.split()), names=names, **facts))
    return tuple(entries)


@lru_cache(maxsize=1)
def glossary() -> tuple[Entry, ...]:
    """Return the program's glossary, in the order of the alphabet."""
    return read_glossary(resource("guide/glossary.md").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _index() -> dict[str, Entry]:
    """Return the entries by their terms, keys and names; a name as written goes before others."""
    index: dict[str, Entry] = {}
    for entry in glossary():
        for name in (entry.term, entry.key, *entry.names):
            index.setdefault(name, entry)
    for name, entry in list(index.items()):
        index.setdefault(name.casefold(), entry)
    return index


def entry_of(name: str) -> Entry | None:
    """Return the entry of a term, or of what the window calls it, e.g. "Batch cost: of each…"."""
    index = _index()
    for said in (name, *(name.partition(stop)[0] for stop in (":", " (", " “"))):
        found = index.get(said.strip()) or index.get(said.strip().casefold())
        if found is not None:
            return found
    return None
