"""The path of the chain rule from one weight to the cost, with the factors of its gradient."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy

from gdstudio.arrays import Floats
from gdstudio.inside.passes import LayerPass
from gdstudio.inside.places import input_name
from gdstudio.jobs.backprop_look import BackpropLook
from gdstudio.numerals import numeral
from gdstudio.pictures.chain import Chain, ChainColumn, chain_scene, strongest
from gdstudio.pictures.scene import Scene
from gdstudio.studio.text_size import px
from gdstudio.studio.translation import told, tr
from gdstudio.studio.views.common.scene_widget import SceneWidget
from gdstudio.studio.views.inside.backprop_steps import Stage, Step

_NOTHING: Final = Chain((), (), "")
_DIGITS: Final = 4


class ChainView(SceneWidget):
    """Draws the path; what a pass has come through is lit."""

    def __init__(self) -> None:
        super().__init__()
        self._chain = _NOTHING
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(self.tr("The path of the chain rule"))
        self.setToolTip(key_words()[0])

    @property
    def chain(self) -> Chain:
        """What is shown."""
        return self._chain

    def set_chain(self, chain: Chain) -> None:
        """Show a path."""
        self._chain = chain
        names = [column.name for column in chain.columns]
        between = [f" · {factor} → " if factor else " → " for factor in chain.factors]
        words = (f"{name}{way}" for name, way in zip(names, (*between, ""), strict=True))
        self.setAccessibleDescription("".join(words))
        self._lay_out()

    def _lay_out(self) -> None:
        self._rest_changed()

    def _resting(self) -> Scene:
        sheet = self._sheet()
        return chain_scene(sheet, self._chain) if self._chain.columns else sheet.scene()

    def _moving(self) -> Scene:
        return Scene(self.width(), self.height(), self.theme.base, ())

    def _follow_pointer(self) -> None:
        """Nothing here is pointed at."""

    def sizeHint(self) -> QSize:
        return QSize(px(420), px(126))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(220), px(88))


def key_words() -> tuple[str, ...]:
    """Return what the colours of a path mean, the longest wording first."""
    middle = tr("circles: dC/dz, blue above 0, orange below")
    short = tr("circles: dC/dz, blue +, orange −")
    long = tr(
        "circles: dC/dz, blue above 0, orange below; empty: none, or the pass is not back yet"
    )
    return long, middle, short


def chain_of(look: BackpropLook, step: Step) -> Chain:
    """Return the path of the weight that is followed, lit as far as a step has come."""
    weight, opened = look.weight, look.opened
    number = look.place.layer
    columns, factors = _begun(look, step)
    for layer in opened.layers[number:]:
        slopes, more = strongest(_slopes(layer))
        slopes = slopes if step.is_back_at(layer.number) else _unknown(len(slopes))
        columns.append(ChainColumn(tr("layer {0}").format(layer.number), slopes, more))
        factors.append("")
    columns.append(ChainColumn("C", _unknown(1)))
    factors.append("")
    if weight.neuron is not None and step.is_back_at(number):
        factors[1] = _neuron_factor(opened.layer(number), weight.neuron.index)
    ways = len(columns) - 1
    return Chain(
        tuple(columns), tuple(factors), str(look.place),
        frozenset(_lit(step, number, ways)), step.stage in (Stage.BACKWARD, Stage.UPDATE),
    )  # fmt: skip


def _begun(look: BackpropLook, step: Step) -> tuple[list[ChainColumn], list[str]]:
    """Return what comes in over the weight and where it leads to, with the factor between."""
    weight, number = look.weight, look.place.layer
    layer, is_back = look.opened.layer(number), step.is_back_at(number)
    if weight.neuron is None or weight.input is None or layer.dC_dz is None:
        slopes, more = strongest(_slopes(layer))
        slopes = slopes if is_back else _unknown(len(slopes))
        own = ChainColumn(tr("layer {0}").format(number), slopes, more)
        text = tr("sum over places")
        return [ChainColumn(tr("the inputs"), _unknown(1)), own], [text]
    if weight.input_index is None:
        name, factor = tr("bias"), tr("times 1")
    else:
        shape = look.request.subject.in_shape
        name = told(input_name(number, weight.input_index, shape))
        is_there = step.has_come_to(number - 1)
        factor = f"a = {numeral(weight.input, _DIGITS)}" if is_there else ""
    slopes = layer.dC_dz[[weight.neuron.index]].copy() if is_back else _unknown(1)
    own = ChainColumn(str(weight.neuron), slopes)
    return [ChainColumn(name, _unknown(1)), own], [factor]


def _unknown(n: int) -> Floats:
    """Return the slopes of neurons that have none, or that the pass is not back at."""
    return np.full(n, np.nan)


def _neuron_factor(layer: LayerPass, index: int) -> str:
    """Return what the cost hands back to a neuron, and the slope that it passes there."""
    if layer.dC_da is None or layer.dC_dz is None or layer.da_dz is None:
        return ""
    if layer.da_dz.ndim > 1:
        return f"dC/dz = {numeral(float(layer.dC_dz[index]), _DIGITS)}"
    back, slope = (numeral(float(one[index]), _DIGITS) for one in (layer.dC_da, layer.da_dz))
    return f"dC/da = {back}, da/dz = {slope}"


def _slopes(layer: LayerPass) -> Floats:
    found = layer.dC_dz if layer.dC_dz is not None else layer.dC_da
    return np.zeros(len(layer.a)) if found is None else found


def _lit(step: Step, number: int, ways: int) -> range:
    """Return which ways a pass has come through; the first leads into layer `number`."""
    if step.stage is Stage.FORWARD:
        return range(max(step.layer - number + 1, 0))
    if step.stage is Stage.BACKWARD:
        return range(max(step.layer - number + 1, 1), ways)
    return range(ways)
