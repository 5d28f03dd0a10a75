"""What is wrong with a network that does not learn, in one sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from gdstudio.inside.health import LayerHealth
from gdstudio.numerals import percent, whole
from gdstudio.texts import Text

# Each limit lies between what the recipes show that learn and what settings show that do not.
_GOOD: Final = 0.8  # share answered right from which saturated layers do no harm
_IDLE: Final = 0.9
_MUCH: Final = 0.5  # of a layer idle, so that it is told where nothing is wrong
_DEAD: Final = 0.4
_SCALE: Final = 3.0
_LARGE_UPDATE: Final = 0.3
_SMALL_UPDATE: Final = 1e-4
_VANISHED: Final = 1000.0


def diagnose(layers: Sequence[LayerHealth], accuracy: float) -> Text | None:
    """Return in one sentence what is most wrong; None if nothing is.

    Args:
        layers: Those that have weights, from the first to the last.
        accuracy: Share of the digits answered right, in [0, 1].
    """
    if not all(math.isfinite(one.gradient_rms) for one in layers):
        return Text("The numbers are no longer finite: the learning rate is too large.")
    for said in (_twins(layers), _dead(layers)):
        if said is not None:
            return said
    if accuracy >= _GOOD:
        return None
    checks = (_idle(layers), _large_updates(layers), _vanished(layers), _small_updates(layers))
    return next((said for said in checks if said is not None), None)


def all_well(layers: Sequence[LayerHealth], accuracy: float) -> Text:
    """Return in one sentence that nothing is wrong, and why a layer that is much idle is well.

    Args:
        layers: Those that have weights, from the first to the last.
        accuracy: Share of the digits answered right, in [0, 1].
    """
    idle = [one for one in layers if one.idle > _MUCH]
    if not idle:
        return Text("Nothing is wrong with the layers.")
    most = max(idle, key=lambda one: one.idle)
    share = percent(most.idle, 1)
    if "relu" in most.activation:
        return Text(
            "Nothing is wrong: {0} of layer {1} is inactive, as ReLUs are at digits that do not "
            "concern them.",
            share, most.number,
        )  # fmt: skip
    if accuracy >= _GOOD:
        return Text(
            "Nothing is wrong: {0} of layer {1} is saturated, which does no harm where the answers "
            "are right.",
            share, most.number,
        )  # fmt: skip
    return Text("Nothing is wrong, though {0} of layer {1} is saturated.", share, most.number)


def _twins(layers: Sequence[LayerHealth]) -> Text | None:
    for one in layers:
        if one.twins:
            return Text(
                "All units of layer {0} have the same weights and learn the same: the start values "
                "must differ.",
                one.number,
            )
    return None


def _dead(layers: Sequence[LayerHealth]) -> Text | None:
    for one in layers[:-1]:
        if one.activation == "relu" and one.dead > _DEAD:
            share = percent(one.dead, 0)
            return Text(
                "{0} of the units of layer {1} are never active: {2}.",
                share, one.number, _cause(one),
            )  # fmt: skip
    return None


def _idle(layers: Sequence[LayerHealth]) -> Text | None:
    """Tell of hidden layers that hardly let a gradient through, or outputs that never change."""
    for one in layers[:-1]:
        if one.idle > _IDLE:
            share = percent(one.idle, 0)
            if "relu" in one.activation:
                return Text("{0} of layer {1} is inactive: {2}.", share, one.number, _cause(one))
            return Text("{0} of layer {1} is saturated: {2}.", share, one.number, _cause(one))
    last = layers[-1]
    if last.dead > _DEAD:
        share = percent(last.dead, 0)
        return Text("{0} of the outputs are saturated at every digit: {1}.", share, _cause(last))
    return None


def _large_updates(layers: Sequence[LayerHealth]) -> Text | None:
    least = min(layers, key=lambda one: one.update_ratio)
    if least.update_ratio > _LARGE_UPDATE:
        return Text(
            "An update changes the weights of every layer by {0} of their size or more: the "
            "learning rate is too large.",
            percent(least.update_ratio, 0),
        )
    return None


def _vanished(layers: Sequence[LayerHealth]) -> Text | None:
    first, last = layers[0], layers[-1]
    if 0 < first.gradient_rms * _VANISHED < last.gradient_rms:
        times = whole(int(float(f"{last.gradient_rms / first.gradient_rms:.1g}")))
        return Text(
            "The gradient of layer {0} is about {1} times smaller than that of layer {2}: it "
            "hardly learns.",
            first.number, times, last.number,
        )  # fmt: skip
    return None


def _small_updates(layers: Sequence[LayerHealth]) -> Text | None:
    if all(0 < one.update_ratio < _SMALL_UPDATE for one in layers):
        return Text(
            "An update changes the weights of no layer by more than {0} of their size: the "
            "learning rate is too small.",
            percent(max(one.update_ratio for one in layers), 4),
        )
    return None


def _cause(layer: LayerHealth) -> Text:
    if layer.start_scale > _SCALE:
        return Text("the start values are too large")
    return Text("the learning rate is too large")
