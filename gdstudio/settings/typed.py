"""Numbers and names as people type and paste them, read the same everywhere, in every language.

Names are read in any case, with hyphens, spaces or neither. A text is either one number beyond
doubt, or refused with what to write instead; it never becomes another number.

* The decimal mark is a point or a comma: 0.5 and 0,5.
* Groups of three may be parted by spaces of any width or apostrophes: 60 000, 60'000; in a whole
  number by one comma, several commas, several points, or underscores: 60,000, 1.000.000, 60_000.
* One comma before three digits is a group in a whole number; in any other number it may be meant
  either way and is refused: 1,000 is 1000 or 1.0. A point is never a group if there is only one.
* With both marks the last one is the decimal mark: 1.000,5 and 1,000.5.
* Powers of ten: 1e-3, 1·10^-3, 10⁻³. Any minus, hyphen or dash is a minus.
* Digits of any script are read, but not of two in one number.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NoReturn

from gdstudio.errors import InvalidValue
from gdstudio.numerals import FROM_RAISED
from gdstudio.texts import Text


class NumberInDoubt(InvalidValue):
    """A text is nearly a number; `accepted` tells how to write what may be meant."""


_LONGEST: Final = 400  # characters: the digits of the largest double, and more
_REAL: Final[str] = Text("a number such as 0.5 or 1e-3")
_WHOLE: Final[str] = Text("a whole number such as 60000")
_DIGITS: Final[str] = Text("digits of one kind")

# What stands for a sign of ASCII; spaces are dealt with by their category.
_MEANT: Final = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe58\ufe63\uff0d", "-"),
        **dict.fromkeys("\ufe62\uff0b", "+"),
        **dict.fromkeys("\u2019\u02bc\uff07\u066c", "'"),  # the last parts groups in Arabic
        **dict.fromkeys("\uff0c\ufe50\u060c", ","),
        **dict.fromkeys("\uff0e\ufe52\u066b", "."),  # the last is the decimal mark in Arabic
        **dict.fromkeys("\u00d7\u22c5\u2219\u00b7*x", "·"),
        **dict.fromkeys("\uff25\uff45", "e"),
        # Marks of direction and width that paste brings along, e.g. with a minus in Arabic.
        **dict.fromkeys("\u200e\u200f\u061c\u200b\u2060\ufeff\u202a\u202b\u202c", None),
    }
)
_NUMBER: Final = re.compile(
    r"(?P<sign>[+-]?) ?(?P<body>[0-9.,'_ ]*)"
    r"(?P<power>[eE](?P<e>[+-]?[0-9]{1,6})| ?· ?10\^(?P<ten>[+-]?[0-9]{1,6}))?"
)


def read_real(text: str) -> float:
    """Return the number that a text says.

    Raises InvalidValue if it says none beyond doubt, or one outside the range of a double;
    `accepted` tells what to write.
    """
    sign, whole, fraction, exponent = _read(text, is_whole=False)
    value = float(f"{sign}{whole or 0}.{fraction or 0}e{exponent}") + 0.0  # never -0
    if math.isinf(value) or (value == 0 and (whole + fraction).strip("0")):
        _refuse(text, Text("a number from 1e-307 to 1e308 in size, or 0"))
    return value


def read_whole(text: str) -> int:
    """Return the whole number that a text says; a power of ten as in 6e4 is one, too.

    Raises InvalidValue if it says none beyond doubt; `accepted` tells what to write.
    """
    sign, whole, fraction, exponent = _read(text, is_whole=True)
    if not (exponent or fraction):
        return int(sign + whole)
    value = Decimal(f"{whole or 0}.{fraction or 0}").scaleb(min(max(exponent, -999), 999))
    if value >= 10**19 or value != int(value):
        _refuse(text, _WHOLE)
    return int(f"{sign}{int(value)}")


def read_reals(text: str) -> tuple[float, ...]:
    """Return the numbers of a list: "0.25, 0.5" or, with decimal commas, "0,25; 0,5".

    Raises:
        InvalidValue: One cannot be read, or a comma may be a decimal mark as well as the end of a
            number, as in "0,5".
    """
    if ";" in text:
        return tuple(read_real(one) for one in _bare(text).split(";"))
    items = _bare(text).split(",")
    for one, two in itertools.pairwise(items):
        touching = one[-1:].isdecimal() and two[:1].isdecimal()
        if touching and not re.search("[.eE]", one + two):
            either = f"{one.strip()}.{two.strip()}", f"{one.strip()}; {two.strip()}"
            _refuse(text, Text("{0}, or {1} for two numbers", either[0], either[1]))
    return tuple(read_real(one) for one in items)


def read_wholes(text: str) -> tuple[int, ...]:
    """Return the whole numbers of a list: "16, 16", "16 16", "16; 16", with or without brackets.

    Raises InvalidValue if one cannot be read.
    """
    listed = _bare(text)
    if ";" in listed:
        return tuple(read_whole(one) for one in listed.split(";"))
    items = re.split(r"\s*,\s*|\s+", listed)
    for one in items:
        if re.fullmatch("0[0-9]+", one):  # "60,000" is no list of 60 and 0
            _refuse(text, Text("whole numbers without groups, such as 16, 60000"))
    return tuple(read_whole(one) for one in items)


def write_number(value: float) -> str:
    """Return a number as fields show it: 60000, 0.1, 1e-05; `read_real` reads the same number."""
    if isinstance(value, int):
        return str(value)
    short = f"{value:.6g}"
    return short if float(short) == value else repr(value)


def _bare(text: str) -> str:
    """Return a list without the brackets around it."""
    text = text.strip()
    return text[1:-1].strip() if text[:1] + text[-1:] in ("[]", "()") else text


def _read(text: str, *, is_whole: bool) -> tuple[str, str, str, int]:
    """Return sign, digits before and behind the decimal mark, and the power of ten."""
    accepted = _WHOLE if is_whole else _REAL
    plain = _ascii(text)
    if plain.endswith("%") and not is_whole:
        accepted = _without_percent(plain, accepted)
    ten = re.fullmatch(r"(?P<sign>[+-]?)10\^(?P<ten>[+-]?[0-9]{1,6})", plain)
    found = _NUMBER.fullmatch(plain)
    if ten is not None:
        return ten["sign"], "1", "", int(ten["ten"])
    if found is None or len(text) > _LONGEST or not re.search("[0-9]", found["body"]):
        _refuse(text, accepted)
    body = found["body"].strip()
    whole, fraction = _sides(text, body, is_whole=is_whole and found["power"] is None)
    return found["sign"], whole, fraction, int(found["e"] or found["ten"] or 0)


def _ascii(text: str) -> str:
    """Return a text with ASCII signs and digits; a raised exponent stands behind ^."""
    plain = " ".join(text.translate(_MEANT).split())
    scripts = {ord(one) - unicodedata.decimal(one) for one in plain if one.isdecimal()}
    if len(scripts) > 1:
        _refuse(text, _DIGITS)
    plain = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in plain)
    raised = re.fullmatch("(.*10)([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)", plain)
    return f"{raised[1]}^{raised[2].translate(FROM_RAISED)}" if raised else plain


def _sides(text: str, body: str, *, is_whole: bool) -> tuple[str, str]:
    """Return the digits before and behind the decimal mark."""
    marks = [one for one in body if one in ".,"]
    if is_whole and marks == [","]:
        return _without_groups(text, body, ",", _WHOLE), ""
    if marks and marks.count(marks[-1]) > 1:
        return _without_groups(text, body, marks[-1], _WHOLE if is_whole else _REAL), ""
    if not marks:
        return _without_groups(text, body, "'_ " if is_whole else "' ", _REAL), ""
    if is_whole:
        digits = body.replace(".", "")
        in_group = re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", body)
        _refuse(text, Text("{0} without a point", digits) if in_group else _WHOLE)
    left, right = body.rsplit(marks[-1], 1)
    if marks == [","] and re.fullmatch("[1-9][0-9]{0,2}", left) and len(right) == 3:
        _refuse(text, Text("{0}{1} or {0}.{2}", left, right, right.rstrip("0") or 0))
    if not re.fullmatch("[0-9]*|[0-9]{3}( [0-9]{3})*( [0-9]{1,3})?", right):
        _refuse(text, _REAL)
    grouped = marks[0] if len(marks) > 1 else "' "
    return _without_groups(text, left, grouped, _REAL) if left else "", right.replace(" ", "")


def _without_groups(text: str, digits: str, marks: str, accepted: str) -> str:
    """Return digits without the one of `marks` that parts them into groups of three."""
    for mark in marks:
        if re.fullmatch(f"[1-9][0-9]{{0,2}}({re.escape(mark)}[0-9]{{3}})+", digits):
            return digits.replace(mark, "")
    if not digits.isdecimal():
        _refuse(text, accepted)
    return digits


def _without_percent(plain: str, accepted: str) -> str:
    """Return what to write in place of a percentage, if the rest is a number."""
    try:
        return write_number(float(f"{read_real(plain[:-1]) / 100:.15g}"))
    except InvalidValue:
        return accepted


def _refuse(text: str, accepted: str) -> NoReturn:
    kind = InvalidValue if accepted in (_REAL, _WHOLE) else NumberInDoubt
    raise kind("number", text, accepted)


def known_name(kind: str, typed: str, names: Iterable[str]) -> str:
    """Return the one of `names` that is meant: "Leaky ReLU" is "leaky-relu".

    Without regard to case and hyphens no two names are the same. `kind`, e.g. "activation", is what
    the message calls it.

    Raises:
        InvalidValue: None is meant.
    """
    names = tuple(names)
    if typed in names:
        return typed
    meant = _letters(typed) if isinstance(typed, str) else ""
    for name in names:
        if meant and _letters(name) == meant:
            return name
    raise InvalidValue(kind, typed, Text("one of: {0}", ", ".join(names)))


def _letters(name: str) -> str:
    """Return letters and digits alone; those that a Turkish keyboard writes for i are i, too."""
    plain = unicodedata.normalize("NFKD", name.casefold()).replace("ı", "i")
    return "".join(one for one in plain if one.isalnum())
