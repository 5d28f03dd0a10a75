"""Texts that are kept as they were when somebody looked at them, how they are compared and renewed.

After a change that is meant: `GDSTUDIO_RENEW_KEPT=1 python -m pytest TESTS`, and a look at what git
says has changed.
"""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import Final

_RENEWS: Final = bool(os.environ.get("GDSTUDIO_RENEW_KEPT"))
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_RELATIVE: Final = 1e-3  # kernels of another processor round otherwise


def difference(path: Path, lines: list[str], whole_slack: int = 0) -> str:
    """Return how lines differ from those of a file; "" if they do not.

    Args:
        path: The file; it is written if texts are being renewed.
        lines: What was made now. Decimals may differ by a thousandth, or one in their last place.
        whole_slack: By how much whole numbers may differ.
    """
    if _RENEWS:
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join([*lines, ""]), "utf-8")
    kept = path.read_text("utf-8").splitlines()
    if len(kept) == len(lines):
        pairs = zip(kept, lines, strict=True)
        lines = [old if _is_like(old, new, whole_slack) else new for old, new in pairs]
    changes = difflib.unified_diff(kept, lines, f"kept in {path.name}", "made", lineterm="", n=1)
    return "" if kept == lines else "\n".join([*changes, __doc__ or ""])


def _is_like(old: str, new: str, whole_slack: int) -> bool:
    if old == new:
        return True
    numbers = _NUMBER.findall(old), _NUMBER.findall(new)
    same_words = _NUMBER.sub("#", old) == _NUMBER.sub("#", new)
    return same_words and all(_is_near(a, b, whole_slack) for a, b in zip(*numbers, strict=True))


def _is_near(old: str, new: str, whole_slack: int) -> bool:
    gap = abs(float(old) - float(new))
    if "." not in old + new and "e" not in old + new:
        return gap <= whole_slack
    return gap <= 1.01 * min(map(_last_place, (old, new))) + _RELATIVE * abs(float(old))


def _last_place(number: str) -> float:
    mantissa, _, power = number.partition("e")
    return float(10.0 ** (int(power or 0) - len(mantissa.partition(".")[2])))
