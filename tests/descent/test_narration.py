from __future__ import annotations

import re

import pytest

from gdstudio.descent.functions import typed_function
from gdstudio.descent.library import LIBRARY
from gdstudio.descent.methods import METHODS
from gdstudio.descent.narration import explain
from gdstudio.descent.path import Descent

MINUS = "\N{MINUS SIGN}"


def _told(name: str, start: tuple[float, ...], method: str, rate: float, step: int) -> list[str]:
    descent = Descent(LIBRARY[name], start, method, rate)
    items = [descent.current, *(descent.forward() for _ in range(step))]
    return explain(descent.function, items[-2], items[-1], method, descent.settings)


def test_that_a_step_of_gradient_descent_is_spelt_out() -> None:
    assert _told("parabola", (-3.0,), "gradient-descent", 0.25, 1) == [
        f"Step 1: at w = {MINUS}3 the cost is 16.",
        f"g = {MINUS}8",
        f"w ← w {MINUS} η g",
        f"    w: {MINUS}3 {MINUS} 0.25 · ({MINUS}8) = {MINUS}1",
        "The cost falls to 4.",
    ]


def test_that_a_step_of_momentum_is_spelt_out() -> None:
    # Long valley from (1, 1), rate 0.1: v = (1, 10), p = (0.9, 0); then g = (0.9, 0).
    assert _told("long-valley", (1.0, 1.0), "momentum", 0.1, 2) == [
        "Step 2: at x = 0.9, y = 0 the cost is 0.405.",
        "g = (0.9, 0)",
        "v ← μ v + g",
        "    x: 0.9 · 1 + 0.9 = 1.8",
        "    y: 0.9 · 10 + 0 = 9",
        f"p ← p {MINUS} η v",
        f"    x: 0.9 {MINUS} 0.1 · 1.8 = 0.72",
        f"    y: 0 {MINUS} 0.1 · 9 = {MINUS}0.9",
        "The cost rises to 4.3092.",
    ]


def test_that_newtons_step_names_the_matrix_and_the_shift() -> None:
    lines = _told("saddle", (1.0, 0.5), "newton", 1.0, 1)
    assert lines[2] == f"H = [2, 0; 0, {MINUS}2]"
    assert "τ = 2.2 is added" in lines[3]
    assert "(H + τ I)⁻¹ g" in lines[4]
    plain = _told("long-valley", (1.0, 1.0), "newton", 1.0, 1)
    assert f"d = {MINUS}H⁻¹ g = ({MINUS}1, {MINUS}1)" in plain
    assert not any("τ" in line for line in plain)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("step", [1, 3])
def test_that_the_numbers_of_every_line_are_true(method: str, step: int) -> None:
    n_checked = 0
    for line in _told("rosenbrock", (-1.2, 1.0), method, 0.001, step):
        if not line.startswith("    "):
            continue
        left, right = line.split(": ", 1)[1].rsplit(" = ", 1)
        assert _computed(left) == pytest.approx(_computed(right), rel=2e-4, abs=2e-4), line
        n_checked += 1
    assert n_checked >= 2


def test_that_adadelta_tells_how_its_small_constant_counts() -> None:
    # (w - 1)^2 at 1.001: g = 0.002, E = 0.1 g^2 = 4e-7, beside epsilon = 1e-6.
    # d = sqrt(1e-6 / 1.4e-6) g, and its average 0.1 d^2.
    lines = _told("parabola", (1.001,), "adadelta", 1.0, 1)
    assert "    w: √(0 + 10⁻⁶) / √(4·10⁻⁷ + 10⁻⁶) · 0.002 = 0.00169031" in lines
    assert "    w: 0.9 · 0 + 0.1 · 0.00169031² = 2.85714·10⁻⁷" in lines


def test_that_the_last_number_is_the_new_position() -> None:
    for method in METHODS:
        descent = Descent(typed_function("w^4/4 - w", 1), (2.0,), method, 0.01)
        before, after = descent.forward(), descent.forward()
        lines = explain(descent.function, before, after, method, descent.settings)
        new = f"= {after.position[0]:.6g}".replace("-", MINUS)
        assert any(line.endswith(new) for line in lines), lines


def _computed(text: str) -> float:
    """Read a line with the parser of formulas, which knows nothing of the narration."""
    for symbol, written in ((MINUS, "-"), ("·", "*"), ("^2)", "^(2))"), ("²", "^2")):
        text = text.replace(symbol, written)
    text = re.sub(r"√([0-9.e+-]+)", r"sqrt(\1)", text).replace("√", "sqrt")
    return float(typed_function(text, 1).value([0.0]))
