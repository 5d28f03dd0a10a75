"""The sum behind one neuron as rows of text that agree to the last digit shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gdstudio.inside.shown_sum import shown_sum
from gdstudio.inside.weighted_sum import WeightedSum
from gdstudio.numerals import cost, decimal, whole
from gdstudio.studio.translation import told, tr

_USUAL_DECIMALS: Final = 4
_USUAL: Final = (1e-2, 1e4)  # sizes of the largest term that are written so
_HUGE: Final = 1e9  # from here on terms are written in powers of ten
_DIGITS_OF_HUGE: Final = 7
_MOST_DECIMALS: Final = 15


@dataclass(frozen=True, slots=True)
class SumRow:
    """One term of a sum, or the sum itself.

    Attributes:
        name: The input; what the term is.
        weight: The weight with its digits; "" for none.
        input: The activation that comes in; "" for none.
        term: What it adds, rounded so that all terms add up to the sum.
        text: The same as written.
        spoken: All of it in words.
        opens: Which contribution it is, all that are not named the last; -1 for none.
    """

    name: str
    weight: str
    input: str
    term: float
    text: str
    spoken: str
    opens: int = -1


def decimals_for(neuron: WeightedSum) -> int:
    """Return with how many decimals the terms of a neuron's sum are written."""
    terms = [one.product for one in neuron.contributions]
    return decimals_of((*terms, neuron.rest, neuron.bias, neuron.z or 0.0))


def decimals_of(terms: Sequence[float]) -> int:
    """Return with how many decimals some numbers are written that are added up.

    Below 0 they are rounded to tens, hundreds, and so on.
    """
    largest = max(map(abs, terms))
    if not math.isfinite(largest) or largest == 0 or _USUAL[0] <= largest < _USUAL[1]:
        return _USUAL_DECIMALS
    power = math.floor(math.log10(largest))
    if largest >= _HUGE:
        return _DIGITS_OF_HUGE - 1 - power
    return min(max(3 - power, 0), _MOST_DECIMALS)


def rest_name(count: int) -> str:
    """Return what the row of so many contributions without a name is called."""
    return tr("1 other") if count == 1 else tr("{0} others").format(whole(count))


def sum_rows(neuron: WeightedSum) -> list[SumRow]:
    """Return the largest contributions, the rest, the bias, and their sum z, which agree."""
    if neuron.z is None:
        return []
    decimals = decimals_for(neuron)
    products = [one.product for one in neuron.contributions]
    rest_at = len(products) if neuron.rest_count else None
    terms, z = shown_sum([*products, neuron.rest, neuron.bias], decimals, rest_at)
    texts = [decimal(term, decimals) for term in terms]
    rows = []
    for k, one in enumerate(neuron.contributions):
        name, w, a = told(one.name), cost(one.weight), cost(one.input)
        spoken = tr("{0}: weight {1} {2} times input {3} is {4}")
        spoken = spoken.format(name, one.weight_name, w, a, texts[k])
        rows.append(SumRow(name, w, a, terms[k], texts[k], spoken, k))
    bias = tr("bias {0}").format(neuron.bias_name)
    if neuron.rest_count:
        rest, opens = rest_name(neuron.rest_count), len(products) if neuron.rest_weight else -1
        rows.append(SumRow(rest, "", "", terms[-2], texts[-2], f"{rest}: {texts[-2]}", opens))
    rows.append(SumRow(bias, "", "", terms[-1], texts[-1], f"{bias}: {texts[-1]}"))
    text = decimal(z, decimals)
    rows.append(SumRow("z", "", "", z, text, tr("z, the sum of all: {0}").format(text)))
    return rows
