"""Numbers as experiments write them."""

from __future__ import annotations


def percent(share: float, decimals: int = 0) -> str:
    """Return a share in percent, e.g. "96.7 %" for `percent(0.967, 1)`."""
    return f"{100 * share:.{decimals}f} %"
