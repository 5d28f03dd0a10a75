from __future__ import annotations

import math

import pytest

from gdstudio.commands.descend.function import find_function
from gdstudio.errors import InvalidValue

X = 0.7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ln x", math.log(X)),
        ("ln(x)", math.log(X)),
        ("lg x", math.log10(X)),
        ("tg x", math.tan(X)),
        ("x – 3", X - 3),
        ("x — 3", X - 3),
        ("x − 3", X - 3),
        ("x\u00a0+\u00a01", X + 1),
        ("x\u2009+\u202f1", X + 1),
        ("\ufeffx\u200b^2", X**2),
        ("x⁴-16x²+5x", X**4 - 16 * X**2 + 5 * X),
        ("x¹⁰", X**10),
        ("x⁻²", X**-2),
        ("½x²", X**2 / 2),
        ("xe^x", X * math.exp(X)),
        ("2ex", 2 * math.e * X),
        ("ｘ＾２＋１", X**2 + 1),
        ("２（ｘ＋１）", 2 * (X + 1)),
        ("ｓｉｎ（ｘ）", math.sin(X)),
        ("𝑥²", X**2),
        ("٣x", 3 * X),
        ("2×x", 2 * X),
        ("2∗x", 2 * X),
        ("x÷2", X / 2),
        ("√x", math.sqrt(X)),
        ("2√(x+1)", 2 * math.sqrt(X + 1)),
        ("Sin(X)", math.sin(X)),
        ("x^{-2}", X**-2),
        (r"\sqrt{x} \cdot \left(x+1\right)", math.sqrt(X) * (X + 1)),
        ("$x^2$", X**2),
        ("math.sin(x)", math.sin(X)),
        ("np.exp(x)", math.exp(X)),
        ("where(x≥0, x, −x)", X),
        ("e^-x", math.exp(-X)),
        ("1.5e-3x", 0.0015 * X),
    ],
)
def test_that_formulas_are_read_as_people_write_and_paste_them(text: str, expected: float) -> None:
    function = find_function(text, None)
    assert function.dimension == 1
    assert float(function.value([X])) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x1^2 + x2^2", ("x1", "x2")),
        ("x₁² + x₂²", ("x1", "x2")),
        ("x_1^2 + x_2^2", ("x1", "x2")),
        ("w1^2 + w2^2", ("w1", "w2")),
        ("w0^2 + w1^2", ("w0", "w1")),
    ],
)
def test_that_numbered_inputs_are_read_as_two(text: str, names: tuple[str, str]) -> None:
    function = find_function(text, None)
    assert function.variables == names
    assert float(function.value([3.0, 4.0])) == 25.0


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("f(x) = x^2", "give the formula alone"),
        ("y = x^2", "give the formula alone"),
        ("C(w) = w^2", "give the formula alone"),
        ("sinx", "did you mean sin x?"),
        ("xsinx", "did you mean x sin x?"),
        ("sin2x", "did you mean sin 2x?"),
        ("lnx", "did you mean ln x?"),
        ("sin²x", "write sin(x)^2"),
        ("|x-1|", "write abs(x)"),
        ("0,5x", "write 0.5"),
        ("a x^2", "give it a number"),
        ("x2", "call the inputs x and y"),
        ("θ^2", "call the inputs x and y"),
        ("eˣ", "write ^ before an exponent"),
        (r"\frac{x^2}{2}", r"write a/b for \frac{a}{b}"),
        ("“x^2”", "leave out the quotation marks"),
        ("x" * 10_000, "at most 500"),
        ("(" * 100 + "x" + ")" * 100, "too many open brackets"),
    ],
)
def test_that_what_cannot_be_read_is_answered_with_what_to_write(text: str, hint: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        find_function(text, None)
    assert hint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_that_a_place_is_that_in_the_text_as_typed() -> None:
    with pytest.raises(InvalidValue, match="character 5, at 'q'"):
        find_function("x²\u200b+q", None)
