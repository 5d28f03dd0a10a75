"""Elements of HTML, with every text escaped unless it is markup already."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Final

_ALONE: Final = ("br", "img", "link", "meta")  # have no end
_UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"


class Markup(str):
    """A text that is HTML already, and stays as it is."""

    __slots__ = ()


def element(tag: str, *content: object, **attributes: object) -> Markup:
    """Return an element.

    Args:
        tag: Its name.
        content: Markup as it is, anything else as text; None is nothing.
        attributes: With _ for -, and one behind a word of Python's; None and False are left out,
            True stands without a value.
    """
    given = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in _ALONE:
        return Markup(f"<{tag}{given}>")
    return Markup(f"<{tag}{given}>{joined(content)}</{tag}>")


def joined(content: Iterable[object], separator: str = "") -> Markup:
    """Return content one after the other; see `element`."""
    return Markup(separator.join(_written(one) for one in content if one is not None))


def named(text: object) -> Markup:
    """Return a text of the user's, which may be written from right to left, on its own."""
    return element("bdi", text)


def table(
    caption: object, header: Sequence[object], rows: Iterable[Sequence[object]], kind: str = ""
) -> Markup:
    """Return a table in a box of its own, which can be scrolled where it is wider than the page.

    Args:
        caption: What it tells.
        header: Heads of the columns.
        rows: Their first cells are their heads.
        kind: A class for the style sheet.
    """
    heads = joined(element("th", one, scope="col") for one in header)
    body = joined(
        (
            element(
                "tr",
                element("th", head, scope="row"),
                joined(element("td", cell) for cell in cells),
            )
            for head, *cells in rows
        ),
        "\n",
    )
    inner = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", heads)),
        element("tbody", body),
        class_=kind or None,
    )
    return element("div", inner, class_="scroll", tabindex=0, role="region", aria_label=caption)


def data_uri(data: bytes, kind: str) -> str:
    """Return the address that a file is itself, e.g. of the kind "image/png"."""
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _attribute(name: str, value: object) -> str:
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{_escaped(value)}"'


def _written(content: Any) -> str:
    return content if isinstance(content, Markup) else _escaped(content)


def _escaped(text: object) -> str:
    """Return a text in which no character means anything; what HTML does not know is replaced."""
    return escape("".join(one if _is_known(one) else _UNKNOWN for one in str(text)))


def _is_known(letter: str) -> bool:
    code = ord(letter)
    return letter in "\t\n" or (code >= 0x20 and not 0x7F <= code < 0xA0 and not _is_half(code))


def _is_half(code: int) -> bool:
    """Tell whether a code is half a character, or none for ever."""
    return 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code < 0xFDF0
