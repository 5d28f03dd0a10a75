"""Formulas as they are pasted, in plain signs, and as they are written for people."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from gdstudio.numerals import FROM_RAISED, MINUS, TO_RAISED

_SIGNS: Final = {
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("×✕✖⨯·⋅∙•∗⁎", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    "ˆ": "^",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "√": " sqrt ",
    "π": " pi ",
    "ℯ": " e ",
}
_NOT_SEEN: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
_COMMANDS: Final = {
    "cdot": "*",
    "times": "*",
    "div": "/",
    "left": "",
    "right": "",
    "mathrm": "",
    "operatorname": "",
    "displaystyle": "",
    "quad": " ",
    "le": "<=",
    "leq": "<=",
    "ge": ">=",
    "geq": ">=",
}
_COMMAND: Final = re.compile(r"\\(?:([A-Za-z]+)|([,;:! ]))")
_MODULE: Final = re.compile(r"(?<![A-Za-z0-9_.])(?:math|np|numpy|torch)\.(?=[A-Za-z])")


def written(formula: str) -> str:
    """Return a formula as in print; what `typed_function` reads stays the same."""
    text = re.sub(r"(?:\^|\*\*)(-?\d+)(?![\d.eE])", lambda m: m[1].translate(TO_RAISED), formula)
    if "^" in text or "**" in text:
        text = formula  # one style in one formula: not every exponent can be raised
    text = re.sub(r"\bpi\b", "π", text)
    return text.replace("*", "·").replace("-", MINUS)


def plain(text: str) -> tuple[str, list[int]]:
    r"""Return a formula in plain signs, and the place in `text` of each of its characters.

    Dashes become minus, spaces of any width a space, signs of no width nothing; fullwidth and
    mathematical letters, digits and brackets become those of a keyboard, as do subscripts. What a
    text processor adds (`\sin`, `\cdot`, `x^{2}`, `$...$`) or a module's name (`np.exp`) is read
    as what it means. Superscripts stay: `x²` is read by the tokens.
    """
    letters: list[str] = []
    places: list[int] = []
    is_latex = "\\" in text or "^{" in text or "_{" in text
    position = 0
    while position < len(text):
        command = _COMMAND.match(text, position) if is_latex else None
        module = _MODULE.match(text, position)
        if command is not None and command[1] not in ("frac", "dfrac", "tfrac"):
            meaning = _COMMANDS.get(command[1] or "", f" {command[1] or ''} ")
            taken = command.end() - position
        elif module is not None:
            meaning, taken = "", module.end() - position
        else:
            meaning, taken = _meaning(text[position], is_latex=is_latex), 1
        letters += meaning
        places += [position] * len(meaning)
        position += taken
    return "".join(letters), places


def _meaning(letter: str, *, is_latex: bool) -> str:
    if letter in _SIGNS:
        return _SIGNS[letter]
    if letter in _NOT_SEEN or (letter == "$"):
        return ""
    if is_latex and letter in "{}":
        return "(" if letter == "{" else ")"
    if letter.isascii() or ord(letter) in FROM_RAISED:
        return letter
    if letter.isspace():
        return " "
    if (digit := unicodedata.decimal(letter, None)) is not None:
        return str(digit)
    if unicodedata.category(letter) == "No" and (part := _fraction(letter)):
        return part
    same = unicodedata.normalize("NFKC", letter)
    same = {"−": "-", "π": " pi "}.get(same, same)
    is_raised = "<super>" in unicodedata.decomposition(letter)
    return same if same.isascii() and len(same.strip()) <= 2 and not is_raised else letter


def _fraction(letter: str) -> str:
    """Return ½ as 0.5; nothing for what is no fraction."""
    value = unicodedata.numeric(letter, 0.0)
    return f" {value!r} " if 0 < value < 1 else ""
