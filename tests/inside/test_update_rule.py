"""The update of one parameter, line by line, against the optimisers themselves."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from gdstudio.errors import InvalidValue
from gdstudio.inside.formula import Line
from gdstudio.inside.update_rule import open_update
from gdstudio.learning.optimizers import OPTIMIZERS, make_optimizer
from gdstudio.numerals import numeral

RATE = 0.03


def evaluated(line: Line) -> float:
    """Return what the expression of a line gives, worked out by Python."""
    text = line.template.replace("^", "**").format_map(
        {k: f"({v!r})" for k, v in line.used.items()}
    )
    names = {"sqrt": math.sqrt, "max": max, "sign": lambda x: float(np.sign(x))}
    return eval(text, {"__builtins__": {}}, names)  # an expression of this program


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_each_update_is_that_of_the_optimiser(name, dtype):
    rng = np.random.default_rng(3)
    parameters = rng.standard_normal(6).astype(dtype)
    optimizer = make_optimizer(name, 6, dtype)
    for _ in range(4):
        gradient = (0.1 * rng.standard_normal(6)).astype(dtype)
        opened = [
            open_update(
                name, {}, float(w), float(g), RATE,
                {key: float(values[k]) for key, values in optimizer.state.items()},
                optimizer.steps,
            )
            for k, (w, g) in enumerate(zip(parameters, gradient, strict=True))
        ]  # fmt: skip
        optimizer.step(parameters, gradient, RATE)
        tolerance = 1e-12 if dtype == np.float64 else 2e-5
        assert [one.after for one in opened] == pytest.approx(parameters.tolist(), rel=tolerance)
        assert {one.number for one in opened} == {optimizer.steps}
        for key, values in optimizer.state.items():
            found = [one.state_after[key] for one in opened]
            assert found == pytest.approx(values.tolist(), rel=tolerance, abs=1e-12)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_that_each_line_says_how_its_value_is_made(name):
    rule = OPTIMIZERS[name]
    state = dict.fromkeys(rule.state_names, 0.04)
    settings = {"weight_decay": 0.1} if "weight_decay" in rule.defaults else {}
    opened = open_update(name, settings, -0.7, 0.2, RATE, state, 5, l2=0.01)
    known = {"w": -0.7, "g": 0.2, **state}
    for line in opened.lines:
        assert line.value == pytest.approx(evaluated(line), rel=1e-12)
        for letter in known.keys() & line.used.keys():
            assert line.used[letter] == known[letter]
        known[line.name] = line.value
    assert known["w"] == opened.after
    assert {key: known[key] for key in state} == dict(opened.state_after)
    assert dict(opened.state_before) == state
    assert opened.lines[0].name == "g"
    assert opened.lines[0].value == pytest.approx(0.2 + 0.01 * -0.7)


def test_that_a_line_is_written_in_letters_and_with_numbers():
    opened = open_update("momentum", {}, 0.5, -0.25, 0.1, {"velocity": 2.0})
    first, last = opened.lines
    assert (first.letter, first.formula) == ("v", "μ·v + g")
    assert first.numbers(lambda x: f"{x:g}".replace("-", "−")) == "0.9·2 + (−0.25)"
    assert last.formula == "w − η·v"
    assert last.numbers(lambda x: f"{x:g}") == "0.5 − 0.1·1.55"
    assert opened.after == pytest.approx(0.5 - 0.1 * 1.55)


def test_that_roots_and_powers_are_written_as_they_are_printed():
    opened = open_update("adam", {}, 0.5, 0.25, 0.1)
    formulas = {line.letter: line.formula for line in opened.lines}
    assert formulas["v"] == "β₂·v + (1 − β₂)·g²"
    assert formulas["m̂"] == "m / (1 − β₁^t)"
    assert formulas["w"] == "w − η·m̂ / (√v̂ + ε)"
    numbers = {line.letter: line.numbers(lambda x: numeral(x, 3)) for line in opened.lines}
    assert numbers["m̂"] == "0.025 / (1 − 0.9¹)"
    assert numbers["w"] == "0.5 − 0.1·0.25 / (√0.0625 + (10⁻⁸))"
    small = open_update("adam", {}, 0.5, 1e-5, 0.1).lines[-1]
    assert "√(10⁻¹⁰) + " in small.numbers(lambda x: numeral(x, 3))
    assert not re.search("[{}*]", "".join(formulas.values()))


def test_that_what_is_no_optimiser_is_refused():
    with pytest.raises(InvalidValue, match="optimizer"):
        open_update("steepest", {}, 0.0, 0.0, 1.0)
