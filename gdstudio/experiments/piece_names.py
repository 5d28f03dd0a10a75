"""Names of finished pieces that say what they belong to, so that no other work takes them up."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def piece_name(label: str, **contents: Any) -> str:
    """Return a name that no other piece has: a label for people and a check sum of the contents.

    Args:
        label: Small letters, digits and hyphens.
        contents: Plain values on which the piece depends: settings, the data's identity, a version
            of the way it is made.
    """
    text = json.dumps(contents, sort_keys=True, allow_nan=False)
    return f"{label}-{hashlib.sha256(text.encode()).hexdigest()[:24]}"
