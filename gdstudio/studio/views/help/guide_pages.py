"""What the guide says, as Markdown: the pages of the workspaces, the glossary, what was found."""

from __future__ import annotations

from typing import Final

from gdstudio.glossary import Entry, entry_of, glossary
from gdstudio.resources import resource
from gdstudio.studio.translation import tr

PAGES: Final = ("data", "learn", "descent", "landscape", "experiments", "inspect")
OTHER_PAGES: Final = ("take-away", "lesson")  # of what all workspaces have in common
GLOSSARY: Final = "glossary"
TERM: Final = "term:"  # begins the address of an entry
SEARCH: Final = "search:"  # begins the address of what was found
PICTURE: Final = "picture:"  # begins the address of a picture
_EXCERPT: Final = 150  # letters
_MOST_FOUND: Final = 40


def page_titles() -> dict[str, str]:
    """Return the addresses of the pages with what they are called."""
    return {
        "data": tr("Data"),
        "learn": tr("Learn"),
        "descent": tr("Descent"),
        "landscape": tr("Landscape"),
        "experiments": tr("Experiments"),
        "inspect": tr("Inspect"),
        "take-away": tr("Take it away"),
        "lesson": tr("Lessons"),
        GLOSSARY: tr("Glossary"),
    }


def markdown_of(address: str) -> str:
    """Return the text of a page, an entry of the glossary, or what was found for words."""
    if address.startswith(TERM):
        entry = entry_of(address.removeprefix(TERM))
        return "" if entry is None else _entry(entry)
    if address.startswith(SEARCH):
        return _found(address.removeprefix(SEARCH))
    return _all_terms() if address == GLOSSARY else _page(address)


def link_to(entry: Entry) -> str:
    """Return a link to an entry."""
    return f"[{entry.term}]({TERM}{entry.key})"


def _page(name: str) -> str:
    words = ", ".join(link_to(entry) for entry in glossary() if _stands_in(entry, name))
    below = f"\n\n## {tr('Words')}\n\n{words}\n" if words else ""
    return f"{_text(name)}{below}"


def _text(name: str) -> str:
    return (resource("guide") / f"{name}.md").read_text(encoding="utf-8")


def _stands_in(entry: Entry, name: str) -> bool:
    return name in entry.where.casefold()


def _all_terms() -> str:
    lines = [f"# {tr('Glossary')}"]
    lines += [f"**{link_to(entry)}** – {entry.gist}" for entry in glossary()]
    return "\n\n".join(lines)


def _entry(entry: Entry) -> str:
    parts = [f"# {entry.term[:1].upper()}{entry.term[1:]}"]
    if entry.picture:
        parts.append(f"![{entry.term}]({PICTURE}{entry.picture})")
    parts += [entry.text, f"**{tr('Where:')}** {entry.where}"]
    if entry.source:
        parts.append(f"**{tr('Source:')}** {entry.source}")
    near = [link_to(one) for one in glossary() if one is not entry and _speaks_of(entry, one)]
    if near:
        parts.append(f"**{tr('See also:')}** {', '.join(near)}")
    return "\n\n".join([*parts, f"[{tr('All words')}]({GLOSSARY})"])


def _speaks_of(entry: Entry, other: Entry) -> bool:
    """Return whether the sentences of an entry use the term of another, as a word of its own."""
    letters = "".join(c if c.isalnum() or c == "-" else " " for c in entry.text.casefold())
    term = other.term.casefold()
    return any(f" {form} " in f" {letters} " for form in (term, f"{term}s"))


def search(words: str) -> list[tuple[str, str, str]]:
    """Return where all the words stand: address, title, excerpt; terms of that name come first."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    named, told = [], []
    for entry in glossary():
        hit = (f"{TERM}{entry.key}", entry.term, entry.gist)
        if all(word in " ".join((entry.term, *entry.names)).casefold() for word in wanted):
            named.append(hit)
        elif all(word in f"{entry.term} {entry.text}".casefold() for word in wanted):
            told.append(hit)
    titles = page_titles()
    for name in (*PAGES, *OTHER_PAGES):
        for part in _text(name).split("\n\n"):
            if not part.startswith("![") and all(word in part.casefold() for word in wanted):
                told.append((name, titles[name], _excerpt(part, wanted[0])))
    starts = {hit for hit in named if hit[1].casefold().startswith(wanted[0])}
    named.sort(key=lambda hit: hit not in starts)
    return (named + told)[:_MOST_FOUND]


def _excerpt(part: str, word: str) -> str:
    """Return the text around a word, without marks of Markdown."""
    plain = " ".join(part.replace("*", "").replace("`", "").lstrip("# ").split())
    start = max(0, plain.casefold().find(word) - _EXCERPT // 3)
    start = plain.rfind(" ", 0, start) + 1 if start else 0
    cut = plain[start : start + _EXCERPT]
    before, after = "…" if start else "", "…" if start + _EXCERPT < len(plain) else ""
    return f"{before}{cut}{after}"


def _found(words: str) -> str:
    hits = search(words)
    lines = [f"# {tr('Found: {0}').format(len(hits))}"]
    lines += [f"**[{title}]({address})** – {excerpt}" for address, title, excerpt in hits]
    if not hits:
        lines.append(tr("Nothing in the guide has these words. Try fewer of them."))
    return "\n\n".join(lines)
