"""The steps of backpropagation, one after the other: what each of them shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gdstudio.jobs.backprop_look import BackpropLook
from gdstudio.numerals import numeral, whole
from gdstudio.settings.choices import title_of
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.translation import told, tr


class Stage(Enum):
    """A part of one step of backpropagation."""

    FORWARD = "forward"
    COST = "cost"
    BACKWARD = "backward"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Step:
    """What is looked at.

    Attributes:
        stage: Which part.
        layer: The layer that the pass is in, from 1; 0 where it is in none.
    """

    stage: Stage
    layer: int = 0

    def has_come_to(self, layer: int) -> bool:
        """Return whether the outputs of a layer are known; layer 0 is the digit."""
        return self.stage is not Stage.FORWARD or self.layer >= layer

    def is_back_at(self, layer: int) -> bool:
        """Return whether the pass back has come to a layer, so that its dC/dz is known."""
        is_backward = self.stage is Stage.BACKWARD and self.layer <= layer
        return is_backward or self.stage is Stage.UPDATE


def steps_of(layers: int) -> tuple[Step, ...]:
    """Return all steps of a network with so many layers, in their order."""
    forward = tuple(Step(Stage.FORWARD, k) for k in range(1, layers + 1))
    backward = tuple(Step(Stage.BACKWARD, k) for k in range(layers, 0, -1))
    return (*forward, Step(Stage.COST), *backward, Step(Stage.UPDATE))


def step_title(look: BackpropLook, step: Step) -> str:
    """Return what a step is called: "Forward, layer 2: dense 16, sigmoid"."""
    if step.stage is Stage.COST:
        return tr("Cost: {0}").format(told(title_of(look.opened.cost_name)))
    if step.stage is Stage.UPDATE:
        title = look.request.subject.recipe.optimizer
        return tr("Update: {0}").format(told(title_of(title)))
    layer = look.opened.layer(step.layer)
    is_there = step.stage is Stage.FORWARD
    text = tr("Forward, layer {0}: {1}") if is_there else tr("Backward, layer {0}: {1}")
    name = f"{layer.name}, {told(title_of(layer.activation))}" if layer.activation else layer.name
    return text.format(step.layer, name)


def step_words(look: BackpropLook, step: Step) -> str:
    """Return what happens in a step, in one or two sentences."""
    if step.stage is Stage.FORWARD:
        return _forward_words(look, step.layer)
    if step.stage is Stage.COST:
        return _cost_words(look)
    if step.stage is Stage.BACKWARD:
        return _backward_words(look, step.layer)
    return _update_words(look)


def _forward_words(look: BackpropLook, number: int) -> str:
    layer = look.opened.layer(number)
    if layer.name.startswith("lstm"):
        return tr(
            "Each unit has four sums, one for each gate, after each row it reads; a is what it "
            "gives out after the last. The card of a unit opens all four: click it on page Network."
        )
    if layer.z is None:
        return tr("The layer takes what comes in and gives it on; it has no single sum z for each.")
    before = tr("the pixels") if number == 1 else tr("the activations of layer {0}")
    before = before.format(number - 1)
    text = tr("z adds up {0}, each times its weight, and the bias; then a = {1}(z).")
    return text.format(before, layer.activation)


def _cost_words(look: BackpropLook) -> str:
    opened = look.opened
    target = class_name(opened.target or 0)
    total = numeral(opened.cost or 0.0)
    if opened.cost_name == "squared-error":
        text = tr("The target is {0}: y is 1 there and 0 elsewhere. C adds up (a − y)² = {1}.")
    elif opened.layers[-1].activation == "softmax":
        text = tr(
            "The target is {0}: C is −ln a of that output = {1}. The others count through it."
        )
    else:
        text = tr("The target is {0}: C adds up −ln a there and −ln(1 − a) elsewhere = {1}.")
    words = text.format(target, total)
    if look.is_batch and len(look.digits) > 1:
        mean = tr("The mean over the {0} digits of the mini-batch is {1}.")
        words = f"{words} {mean.format(len(look.digits), numeral(look.cost))}"
    return words


def _backward_words(look: BackpropLook, number: int) -> str:
    layer, last = look.opened.layer(number), len(look.opened.layers)
    if layer.name.startswith("lstm"):
        return tr(
            "dC/da is that of the output after the last row. It goes back through the gates of "
            "all rows before; the gradient by a weight adds up what each of them asks for."
        )
    if layer.dC_dz is None:
        return tr("What comes back is handed to the inputs; there is no single z to stop at.")
    if layer.activation == "softmax":
        return tr(
            "Every z moves every output, so dC/dz adds up dC/da · da/dz over all outputs; da/dz is "
            "that of its own output."
        )
    if number == last:
        text = tr("dC/da says how C moves with each output; times the slope of {0} it is dC/dz.")
        return text.format(layer.activation)
    text = tr(
        "dC/da adds up what the neurons of layer {0} hand back: w · dC/dz. Times the slope of {1} "
        "it is dC/dz."
    )
    return text.format(number + 1, layer.activation)


def _update_words(look: BackpropLook) -> str:
    update, place = look.update, look.place
    if place.layer in look.request.subject.recipe.frozen_layers:
        return tr("Layer {0} is frozen: {1} stays as it is.").format(place.layer, place)
    if update is None:
        return look.request.why_no_update
    text = tr("Update {0}: {1} goes from {2} to {3}.")
    words = text.format(
        whole(update.number), place, numeral(update.before, 8), numeral(update.after, 8)
    )
    if look.is_batch:
        return words
    return f"{words} {tr('As if this digit were the whole mini-batch.')}"
