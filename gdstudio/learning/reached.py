"""What the named recipes have reached: test accuracies that were measured, one for each seed.

    python tests/benchmarks/bench_recipes.py
    python tests/benchmarks/bench_accuracy.py lesson-best small-best wide-best modern lesson
    python tests/benchmarks/bench_networks.py

train them on MNIST's 60,000 digits; docs/accuracy.md and docs/networks.md say on which machine and
with which seeds.
"""

from __future__ import annotations

from typing import Final

_PERCENT: Final[dict[str, tuple[float, ...]]] = {
    "lesson": (94.60, 94.91, 94.66, 95.06, 94.90),
    "lesson-plain": (93.75, 93.57, 92.83),
    "lesson-best": (96.75, 96.22, 96.42, 96.43, 96.26),
    "full-batch": (72.77,),
    "modern": (96.17, 96.01, 95.95, 96.14, 95.92),
    "small-best": (97.41, 97.27, 97.16, 97.27, 96.98),
    "wide": (98.03,),
    "wide-best": (99.09, 99.21, 99.18, 99.15, 99.08),
    "nielsen-30": (94.59, 95.35, 94.91),
    "nielsen-100": (87.12, 96.52, 87.48),
    "cross-entropy-30": (95.95,),
    "cross-entropy-30-large": (96.00,),
    "cnn-small": (99.27, 99.40, 99.37),
    "lenet-5": (99.17,),
    "lstm-rows": (99.13, 99.20),
    "rnn-rows": (97.63, 97.90),
    "irnn-rows": (97.78,),
    "nielsen-100-slow": (21.38,),
    "nielsen-30-fast": (9.58,),
    "zeros": (34.43,),
    "overfit-1000": (82.82,),
}
KEPT_ACCURACIES: Final = {
    "lesson": 0.9460,
    "lesson-best": 0.9675,
    "small-best": 0.9741,
    "wide-best": 0.9921,
    "cnn-small": 0.9927,
    "lenet-5": 0.9917,
    "lstm-rows": 0.9913,
    "rnn-rows": 0.9763,
    "irnn-rows": 0.9778,
}
"""Share of MNIST's test digits that each run of resources/runs answers right, by its recipe."""


def reached(name: str) -> tuple[float, float]:
    """Return the least and the largest test accuracy, in [0, 1], that a named recipe reached."""
    measured = _PERCENT[name]
    return min(measured) / 100, max(measured) / 100
