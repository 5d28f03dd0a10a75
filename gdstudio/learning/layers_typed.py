"""The layers of a network as people type them, in the window and on the command line."""

from __future__ import annotations

import re
from typing import Any, Final

from gdstudio.errors import InvalidValue
from gdstudio.learning.shapes import DIGIT
from gdstudio.settings.typed import read_wholes
from gdstudio.texts import Text

_NONE: Final = ("", "none", "no", "[]", "()", "-")
_SIZES: Final = Text("whole numbers like 16, 16")
_PARTS: Final = r"[\s,;x×\-\u2010-\u2015\u2212]+"  # 784-16-16-10, 16x16
_LESSON_ENDS: Final = (DIGIT.size, 10)  # the network that is written about most


def read_layers(text: str, n_in: int, n_out: int) -> dict[str, Any]:
    """Return the setting of a recipe that a text means.

    Args:
        text: Sizes as in `read_hidden`, or with a word in it, as in "conv 8@5x5, pool 2", an
            architecture.
        n_in: Pixels of a picture.
        n_out: Number of classes.

    Raises:
        InvalidValue: It is neither.
    """
    bare = text.strip()
    if any(one.isalpha() and one not in "x×" for one in bare) and bare.lower() not in _NONE:
        return {"architecture": text}
    try:
        return {"hidden": read_hidden(text, n_in, n_out)}
    except InvalidValue as error:
        accepted = error.accepted
        if accepted == _SIZES:
            accepted += Text(" or layers like conv 8@5x5, pool 2")
        raise InvalidValue(Text("hidden layers"), text, accepted) from None


def read_hidden(text: str, n_in: int, n_out: int) -> tuple[int, ...]:
    """Return the sizes of hidden layers: "16, 16", "16-16", "16 16", "16x16", "[16, 16]", "none".

    A text that begins with the inputs and ends with the outputs of the network is the whole
    network, as people and this program write it: 784-16-16-10 has the hidden layers 16, 16.

    Raises:
        InvalidValue: It is no list of sizes, or has one end of a network and not the other.
    """
    bare = text.strip()
    if bare.lower() in _NONE:
        return ()
    try:
        sizes = _sizes(bare)
    except InvalidValue:
        raise InvalidValue(Text("hidden layers"), text, _SIZES) from None
    if len(sizes) > 1 and (sizes[0], sizes[-1]) == (n_in, n_out):
        return sizes[1:-1]
    joined = re.search(r"\d\s*[-\u2010-\u2015\u2212]\s*\d", bare) is not None
    ends = (sizes[0] == n_in) + (sizes[-1] == n_out)
    foreign = len(sizes) > 2 and (sizes[0], sizes[-1]) == _LESSON_ENDS
    if joined and len(sizes) > 1 and (ends or foreign):
        inner = sizes[sizes[0] in (n_in, _LESSON_ENDS[0]) :]
        inner = inner[:-1] if inner[-1:] in ((n_out,), _LESSON_ENDS[1:]) else inner
        hidden = ", ".join(map(str, inner)) or "none"
        whole = "-".join(map(str, (n_in, *inner, n_out)))
        raise InvalidValue(
            Text("hidden layers"), text, Text("{0}, or the whole network {1}", hidden, whole)
        )
    return sizes


def _sizes(bare: str) -> tuple[int, ...]:
    """Return the numbers; signs and groups of digits have no place among sizes."""
    inside = re.fullmatch(r"\[(.*)\]|\((.*)\)|(.*)", bare, re.DOTALL)
    assert inside is not None
    body = next(group for group in inside.groups() if group is not None).strip()
    if not re.fullmatch(rf"\d+({_PARTS}\d+)*,?", body) or re.search(
        r",\s*[,;]|[x×-]\s*[x×-]", body
    ):
        raise InvalidValue(Text("hidden layers"), bare, _SIZES)
    return read_wholes(re.sub(_PARTS, " ", body.removesuffix(",")))
