"""Rounding a sum for people: the rounded terms add up to the rounded sum, to the last digit."""

from __future__ import annotations

import math
from collections.abc import Sequence


def shown_sum(
    terms: Sequence[float], decimals: int, rest: int | None = None
) -> tuple[tuple[float, ...], float]:
    """Return terms and their sum with so many decimals, so that whoever adds them up agrees.

    With `rest`, the index of a term that stands for many, that one takes what rounding the others
    leaves over. Without, each term is rounded up or down, so none is off by a whole unit of its
    last digit; up are those with the largest remainders (the method of largest remainders,
    Hamilton 1792). What is not finite stays as it is.
    """
    total = sum(terms)
    unit = 10**decimals
    if not math.isfinite(total * unit):
        return tuple(terms), total
    scaled = [term * unit for term in terms]
    whole = [math.floor(one) for one in scaled]
    goal = round(total * unit)
    if rest is not None:
        whole = [round(one) for one in scaled]
        whole[rest] += goal - sum(whole)
        return tuple(one / unit for one in whole), goal / unit
    remainders = sorted(range(len(whole)), key=lambda k: whole[k] - scaled[k])
    for k in remainders[: goal - sum(whole)]:
        whole[k] += 1
    return tuple(one / unit for one in whole), goal / unit
