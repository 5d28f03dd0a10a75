"""Looks that are kept in words in the folder `kept`, how they are compared, and renewed.

After a change of looks that is meant:

    GDSTUDIO_RENEW_LOOKS=1 python -m pytest tests/studio/views/test_... tests/studio/looks

`GDSTUDIO_RENEW_LOOKS=confirm` then forgets those that came out otherwise: they are never the same.
"""

from __future__ import annotations

import difflib
import lzma
import os
from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtGui import QFontInfo, QFontMetrics, QGuiApplication

_FOLDER: Final = Path(__file__).parent / "kept"
_RENEWS: Final = os.environ.get("GDSTUDIO_RENEW_LOOKS", "")
_TITLE: Final = "== "


def difference(place: str, title: str, lines: list[str]) -> str:
    """Return how a look differs from the one that is kept; "" if it does not.

    Where nothing is kept under the title nothing is compared.

    Args:
        place: Name of the file that keeps it, without its end.
        title: What the look is called there.
        lines: The look; it is kept if looks are being renewed.
    """
    looks = _kept(place)
    if _RENEWS:
        if _RENEWS != "confirm":
            looks[title] = lines
        elif looks.get(title) != lines:
            looks.pop(title, None)
        words = [line for name, look in looks.items() for line in (_TITLE + name, *look)]
        _file(place).write_bytes(lzma.compress("\n".join(words).encode()))
        return ""
    kept = looks.get(title, lines)
    changes = difflib.unified_diff(kept, lines, "kept", "made", lineterm="", n=2)
    return "" if kept == lines else "\n".join([*changes, __doc__ or ""])


def font_in_use() -> str:
    """Return what tells the font, and how large it comes out, from others: for titles of looks."""
    font = QGuiApplication.font()
    sizes = QFontMetrics(font)
    figures = sizes.height(), sizes.horizontalAdvance("Gradient descent 0123456789")
    return f"{QGuiApplication.platformName()} {QFontInfo(font).family()} {figures}"


def _file(place: str) -> Path:
    return _FOLDER / f"{place}.txt.xz"


@cache
def _kept(place: str) -> dict[str, list[str]]:
    """Return the looks of a file, by title."""
    looks: dict[str, list[str]] = {}
    if _file(place).exists():
        for line in lzma.decompress(_file(place).read_bytes()).decode().split("\n"):
            if line.startswith(_TITLE):
                looks[line.removeprefix(_TITLE)] = lines = []
            else:
                lines.append(line)
    return looks
