"""What the classes of a data set are called: the one place that knows which label is which letter.

EMNIST: Cohen, Afshar, Tapson, van Schaik 2017, figure 2 and table II: "by class" has digits,
capitals and small letters; "by merge" and "balanced" take 15 small letters for their capitals;
"letters" takes all of them so.
"""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase, digits
from typing import Final

_DIGITS: Final = tuple(digits)
_MERGED: Final = tuple(digits + ascii_uppercase + "abdefghnqrt")
_SETS: Final = {
    "emnist-letters": tuple(ascii_uppercase),
    "emnist-balanced": _MERGED,
    "emnist-bymerge": _MERGED,
    "emnist-byclass": tuple(digits + ascii_uppercase + ascii_lowercase),
    "emnist-digits": _DIGITS,
    "emnist-mnist": _DIGITS,
}
MAX_LENGTH: Final = 40  # of a name, in characters


def names_of_set(set_name: str) -> tuple[str, ...]:
    """Return the names of a published set's classes, in the order of its labels, e.g. A to Z.

    Where the files do not say what the classes are (Fashion-MNIST lies in files of MNIST's names)
    they are called by their labels, 0 to 9.
    """
    return _SETS.get(set_name, _DIGITS)


def usual_names(n: int) -> tuple[str, ...]:
    """Return the names of `n` classes of which only the number is known: "0", "1", ...

    Runs of earlier versions say no more; 26, 47 and 62 classes have EMNIST's sets alone.
    """
    known = {len(names): names for names in _SETS.values()}
    return known.get(n) or tuple(map(str, range(n)))
