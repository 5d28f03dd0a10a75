"""What is said of the gradient by one weight: its factors, the mean, and the measured slope."""

from __future__ import annotations

from gdstudio.inside.places import Place, input_name
from gdstudio.jobs.backprop_look import BackpropLook
from gdstudio.numerals import numeral
from gdstudio.studio.translation import told, tr
from gdstudio.studio.views.inside.backprop_rows import check_texts
from gdstudio.studio.views.inside.backprop_steps import Step


def choice_words(look: BackpropLook, neuron: Place | None) -> str:
    """Return why its weight is followed, which nobody has named: for a neuron, or for none."""
    weight, layers = look.place, len(look.opened.layers)
    if neuron is not None:
        text = tr("{0} is followed: of the weights into {1} its gradient was the largest.")
        return text.format(weight, neuron)
    text = tr("{0} is followed: its gradient was the largest of layer {1}.")
    if 2 * weight.layer == layers + 1:
        text = tr("{0} is followed: its gradient was the largest of layer {1}, the middle one.")
    return text.format(weight, weight.layer)


def gradient_words(look: BackpropLook, step: Step, why: str = "") -> str:
    """Return the gradient by the weight that is followed, as a product, and beside its check.

    Args:
        look: What is shown.
        step: Its numbers are told once the pass is back at the weight.
        why: Why this weight is followed; "" where somebody has named it.
    """
    if not step.is_back_at(look.place.layer):
        return f"{_letters(look)}\n{why}".rstrip()
    _, measured, difference, verdict = check_texts(look.check)
    if not look.check.is_measured:
        text = tr("The slope measured beside it is too small to be told from rounding.")
        return f"{_product(look)}\n{_mean(look)}{text}"
    text = tr("Measured {0}, relative difference {1}: {2}.")
    return f"{_product(look)}\n{_mean(look)}{text.format(measured, difference, verdict)}"


def _letters(look: BackpropLook) -> str:
    """Return what the gradient is made of, before there are numbers."""
    weight = look.weight
    if weight.neuron is None:
        made_of = tr("what comes in times what comes back, added up over all its places")
    elif weight.input_index is None:
        made_of = f"dC/dz({weight.neuron}) · 1"
    else:
        shape = look.request.subject.in_shape
        source = told(input_name(weight.place.layer, weight.input_index, shape))
        made_of = f"dC/dz({weight.neuron}) · a({source})"
    text = tr("dC/d{0} = {1}: a number once the pass is back at layer {2}.")
    return text.format(weight.place, made_of, weight.place.layer)


def _product(look: BackpropLook) -> str:
    """Return dC/dw of the digit that is opened, as a product with its numbers."""
    weight = look.weight
    name, gradient = f"dC/d{weight.place}", numeral(weight.gradient)
    if weight.neuron is None or weight.dC_dz is None or weight.input is None:
        return tr("{0} = {1}, added up over all places where it serves").format(name, gradient)
    slope = numeral(weight.dC_dz)
    if weight.input_index is None:
        return f"{name} = dC/dz({weight.neuron}) · 1 = {gradient}"
    shape = look.request.subject.in_shape
    source = told(input_name(weight.place.layer, weight.input_index, shape))
    numbers = f"{_in_brackets(slope)} · {_in_brackets(numeral(weight.input))}"
    return f"{name} = dC/dz({weight.neuron}) · a({source}) = {numbers} = {gradient}"


def _mean(look: BackpropLook) -> str:
    """Return the gradient of the mini-batch, if there is one."""
    if not look.is_batch or len(look.digits) == 1:
        return ""
    text = tr("Mean over the {0} digits: {1}.")
    return f"{text.format(len(look.digits), numeral(look.gradient))} "


def _in_brackets(number: str) -> str:
    return number if number[:1].isdecimal() and "·" not in number else f"({number})"
