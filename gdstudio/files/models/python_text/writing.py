"""Puts the pieces of a Python file together."""

from __future__ import annotations

import base64
import json
import math
import textwrap
from collections.abc import Iterable
from typing import Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.errors import GdstudioError
from gdstudio.files.models.python_text.building import Building, build
from gdstudio.files.models.python_text.function_pieces import cost_piece, identifier, update_piece
from gdstudio.learning.optimizer_state import next_rate
from gdstudio.learning.optimizers import find_optimizer
from gdstudio.learning.snapshot import TrainingState
from gdstudio.texts import Text

MOST_NUMBERS: Final = 4_000_000  # some 20 MB of text
_LINE: Final = 96

_HEAD: Final = '''\
"""The network {name}: {n:,} parameters, written by Gradient Descent Studio.

Plain NumPy and nothing else. Run this file to see it answer and learn:

    python {file}

or use it:

    from {module} import answers, train_step

    A = answers(X)  # X (examples, {n_in}): pixels from 0 to 1, row by row; A (examples, {n_out})
    cost = train_step(X, labels)  # one update by {optimizer}; labels (examples,): 0 to {last}

It was written at step {step:,} of a run, with the numbers it had then{state}.
The same run would next learn at the rate below. Read from top to bottom: layers, cost, update.
"""

import base64

import numpy as np

CLASSES = {classes}
RATE = {rate!r}  # learning rate{schedule}
L2 = {l2!r}  # weight decay: L2 / 2 times the sum of squared weights is added to the cost
STEPS = {steps}  # updates that {optimizer} had done
'''

_NETWORK: Final = '''\
def numbers(text):
    """Return the numbers that stand as text at the end of this file."""
    return np.frombuffer(base64.b64decode(text), "{dtype}").copy()


def views(vector):
    """Return the parts of a vector as weights and biases, layer by layer; they share memory."""
    shapes = {shapes}
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
    return [part.reshape(shape) for part, shape in zip(np.split(vector, ends[:-1]), shapes)]


def make_network(vector):
    """Return the layers; their parameters are parts of the vector, and change with it."""
    {names} = views(vector)
    return [
{layers}
    ]
'''

_USE: Final = '''\
def forward(X):
    """Return Z (examples, {n_out}), what the last layer makes of X (examples, {n_in})."""
    A = X.astype("{dtype}"){reshaped}
    for layer in NETWORK:
        A = layer.forward(A)
    return A


def answers(X):
    """Return the outputs (examples, {n_out}) for X (examples, {n_in})."""
    return {output}(forward(X))


def train_step(X, labels):
    """Do one update with some examples and return their mean cost before it."""
    global STEPS
    T = np.eye({n_out}, dtype="{dtype}")[labels]
{dropout_on}    cost, gradient = cost_and_gradient(forward(X), T)
{dropout_off}    for layer in reversed(NETWORK):  # the chain rule, from the outputs to the inputs
        gradient = layer.backward(gradient)
    parts = []
    for layer in NETWORK:
        for p, g in zip(layer.parameters, layer.gradients):
            if L2 and p.ndim > 1:
                g = g + L2 * p  # weights, not biases
            parts.append(g.ravel())
    STEPS += 1
{update}    return cost
'''

_UPDATE: Final = "    update(PARAMETERS, np.concatenate(parts))\n"
_UPDATE_FROZEN: Final = """\
    g = np.concatenate(parts)
    for start, stop in FROZEN:
        g[start:stop] = 0
    before = PARAMETERS.copy()
    update(PARAMETERS, g)
    for start, stop in FROZEN:  # an update may go on without a gradient
        PARAMETERS[start:stop] = before[start:stop]
"""

_TAIL: Final = '''\
def main():
    """Show that the network answers and learns, with pictures made by chance."""
    rng = np.random.default_rng(1)
    X, labels = rng.random((10, {n_in})), rng.integers(0, {n_out}, 10)
    print("{name}, {n:,} parameters")
    print("answers to ten pictures of noise:", *(CLASSES[k] for k in answers(X).argmax(axis=1)))
    cost = train_step(X, labels)
    print(f"their cost: {{cost:.6f}}; after one step of learning: {{train_step(X, labels):.6f}}")


# The numbers themselves, {dtype} in base64: all parameters, then what the optimiser keeps.
'''


def python_bytes(state: TrainingState) -> bytes:
    """Return the network of a run as a Python file, which learns on as the run would.

    Raises:
        GdstudioError: It is too large to be written as text.
    """
    n = len(state.parameters)
    n_all = n * (1 + len(find_optimizer(state.recipe.optimizer).state_names))
    if n_all > MOST_NUMBERS:
        text = Text("python: {0:,} numbers are too many to be written as text", n_all)
        raise GdstudioError(Text("{0}; npz holds them", text))
    return "\n\n\n".join(_pieces(state)).encode()


def _pieces(state: TrainingState) -> Iterable[str]:
    recipe, network = state.recipe, state.network()
    optimizer = find_optimizer(recipe.optimizer)
    kept = state.optimizer_state
    built = build(network, state.in_shape, recipe.output_activation)
    words = {
        "name": state.network_name,
        "n": len(state.parameters),
        "n_in": network.n_in,
        "n_out": network.n_out,
        "last": network.n_out - 1,
        "file": "network.py",
        "module": "network",
        "optimizer": optimizer.title,
        "step": state.step,
        "steps": state.optimizer_steps,
        "state": ", those of the optimiser too" if kept else "; the optimiser begins anew",
        "classes": json.dumps(list(state.names), ensure_ascii=False),
        "rate": float(next_rate(state, _examples_of_epoch(state))),
        "schedule": _schedule_told(state),
        "l2": recipe.l2,
        "dtype": network.dtype.newbyteorder("<").str,
        "output": identifier(recipe.output_activation),
        "update": _UPDATE_FROZEN if recipe.frozen_layers else _UPDATE,
        **_words_of(built),
    }
    yield _HEAD.format(**words).rstrip()
    yield from (piece.rstrip() for piece in built.pieces)
    yield cost_piece(recipe.cost, recipe.output_activation).rstrip()
    settings = {**optimizer.defaults, **dict(recipe.optimizer_settings)}
    yield update_piece(recipe.optimizer, settings).rstrip()
    yield _NETWORK.format(**words).rstrip()
    yield _USE.format(**words).rstrip()
    yield _TAIL.format(**words).rstrip() + "\n" + _numbers(state, network.dtype)


def _words_of(built: Building) -> dict[str, str]:
    return {
        "shapes": repr(list(built.shapes)),
        "names": ", ".join(built.names) + ("," if len(built.names) == 1 else ""),
        "layers": textwrap.indent(",\n".join(built.calls), " " * 8) + ",",
        "reshaped": f".reshape(-1, {', '.join(map(str, built.pictures))})"
        if built.pictures
        else "",
        "dropout_on": "    Dropout.is_on = True\n" if built.has_dropout else "",
        "dropout_off": "    Dropout.is_on = False\n" if built.has_dropout else "",
    }


def _schedule_told(state: TrainingState) -> str:
    name = state.recipe.schedule
    if name == "constant":
        return ""
    if state.epoch >= state.epochs:
        return f" of the schedule, {name}, once the run, which is complete, goes on"
    return f" where the schedule, {name}, stood"


def _examples_of_epoch(state: TrainingState) -> float:
    return (state.examples - state.position) / state.epoch if state.epoch else math.inf


def _numbers(state: TrainingState, dtype: np.dtype) -> str:
    kept = state.optimizer_state
    lines = ["PARAMETERS = numbers(", *_text(state.parameters), ")", "STATE = {"]
    for name in find_optimizer(state.recipe.optimizer).state_names:
        if name in kept:
            lines += [f'    "{name}": numbers(', *_text(kept[name]), "    ),"]
        else:
            lines.append(f'    "{name}": np.zeros_like(PARAMETERS),')
    lines.append("}")
    if state.recipe.frozen_layers:
        network = state.network()
        frozen = [
            (part.start, part.stop)
            for part in network.slices
            if part.layer + 1 in state.recipe.frozen_layers
        ]
        lines.append(f"FROZEN = {frozen}  # parts of the vector that do not learn")
    lines += ["NETWORK = make_network(PARAMETERS)", "", 'if __name__ == "__main__":', "    main()"]
    return "\n".join([*lines, ""])


def _text(array: Array) -> list[str]:
    """Return numbers as lines of a text in Python, bit by bit."""
    text = base64.b64encode(array.astype(array.dtype.newbyteorder("<")).tobytes()).decode()
    return [f'    "{text[k : k + _LINE]}"' for k in range(0, len(text), _LINE)]
