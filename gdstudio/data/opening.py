"""Opening a data set, whatever it lies in: the one way in for window and command line."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Final

import numpy as np

from gdstudio.data.class_names import names_of_set
from gdstudio.data.csv_digits import SUFFIXES as TABLES
from gdstudio.data.csv_digits import has_labels, read_csv
from gdstudio.data.digits import DataSet
from gdstudio.data.find_files import PLAIN, holds_set, is_set_name, set_of_file, set_title
from gdstudio.data.idx_folder import read_folder
from gdstudio.data.labelled import Labelled, assembled
from gdstudio.data.levels import on_empty_ground
from gdstudio.data.mixed import PLUS, mixed
from gdstudio.data.mnist import load_mnist
from gdstudio.data.npz import read_npz
from gdstudio.data.opened import Opened, Steps, driven
from gdstudio.data.own_digits import OWN_FOLDER
from gdstudio.data.picture_folder import SUFFIXES as PICTURES
from gdstudio.data.picture_folder import holds_pictures, read_picture_folder
from gdstudio.data.transposed import TURNED, lies_transposed, turned_upright
from gdstudio.errors import FileError, InvalidValue, printable, reason_of
from gdstudio.texts import Text

ACCEPTED: Final = Text("a folder of pictures by class, a .csv, a .npz or files in MNIST's manner")
_ARRAYS: Final = ".npz"
_LETTERS: Final = "emnist-letters"
_EMNIST: Final = re.compile(r"emnist[-_ ]?(letters|balanced|bymerge|byclass|digits|mnist)")
_PACKED: Final = (".zip", ".tar", ".tgz", ".7z", ".rar", ".xz", ".bz2")


def open_data(name_or_path: str, *, is_part: bool = False) -> Opened:
    """Return "mnist", or the data set in a file or folder, with what was odd about it.

    Of a folder with several sets one is named behind it, e.g. "EMNIST/raw/emnist-letters"; several
    with " + " between them are mixed, e.g. "mnist + my-digits". What `is_part` of something larger
    may be of one class and without test pictures. Raises InvalidValue if no name was given,
    FileError of no such place or what cannot be read.
    """
    return driven(opening(name_or_path, is_part=is_part))


def load_data_set(name_or_path: str) -> DataSet:
    """Return the data set that `open_data` opens, where nobody is told what was odd."""
    return open_data(name_or_path).data


def opening(name_or_path: str, *, is_part: bool = False) -> Steps[Opened]:
    """Open a data set as `open_data` does; yields the share done, so that one can leave."""
    if name_or_path == "mnist":
        return Opened(load_mnist())
    if not name_or_path.strip():
        accepted = Text('the name "mnist", a file or a folder')
        raise InvalidValue(Text("data"), name_or_path, accepted)
    path = Path(name_or_path)
    if PLUS in name_or_path and not _is_there(path):
        return (yield from _of_several(name_or_path.split(PLUS)))
    try:
        mode = path.stat().st_mode
        whole = path.absolute()
    except (FileNotFoundError, ValueError) as error:  # no folder has a NUL in its name
        if is_set_name(path.name) and path.parent.is_dir():
            return read_folder(path.parent.absolute(), path.name)
        missing = Text('there is no such folder or file; give one, or the name "mnist"')
        raise FileError(printable(str(path)), missing) from error
    except OSError as error:  # too long, within a locked folder
        reason = Text("cannot be read: {0}", reason_of(error))
        raise FileError(printable(str(path)), reason) from error
    if stat.S_ISDIR(mode):
        return (yield from _of_folder(whole, is_part))
    if not stat.S_ISREG(mode):
        raise FileError(path, Text("is no folder and no ordinary file; give {0}", ACCEPTED))
    return (yield from _of_file(whole, is_part))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long, a NUL in it
        return False


def _of_several(names: list[str]) -> Steps[Opened]:
    """Open several sets and mix them."""
    parts = []
    for k, name in enumerate(names):
        steps = opening(name, is_part=True)
        while True:
            try:
                yield (k + next(steps)) / len(names)
            except StopIteration as end:
                parts.append(end.value)
                break
    return mixed(parts)


def looks_like_data(path: Path) -> bool:
    """Tell whether a file or folder may be a data set, by its name alone if it is a file."""
    is_file = _suffix(path) in (*TABLES, _ARRAYS) or set_of_file(path) is not None
    return is_file or path.is_dir()


def _of_folder(folder: Path, is_part: bool) -> Steps[Opened]:
    if holds_set(folder):
        return read_folder(folder)
    files = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    readable = [path for path in files if _suffix(path) in (*TABLES[:2], _ARRAYS)]
    trains = [path for path in readable if "train" in path.name.casefold()]
    if len(trains) == 1 or len(readable) == 1:
        return (yield from _of_file((trains or readable)[0], is_part))
    if readable:
        shown = printable(", ".join(path.name for path in readable), 120)
        raise FileError(folder, Text("holds several data sets ({0}); give one of them", shown))
    if not holds_pictures(folder):
        raise FileError(folder, Text("holds no data set; {0} are read", ACCEPTED))
    train, test, notes = yield from read_picture_folder(folder)
    title = Text("my digits") if folder.parent.name == OWN_FOLDER else ""
    return _finished(folder, train, test, notes, title, is_part=is_part)


def _of_file(path: Path, is_part: bool) -> Steps[Opened]:
    suffix, set_name = _suffix(path), set_of_file(path)
    if set_name is not None:
        return read_folder(path.parent, None if set_name == PLAIN else set_name)
    if suffix == _ARRAYS:
        train, test, notes = yield from read_npz(path)
        return _finished(path, train, test, notes, is_part=is_part)
    if suffix in TABLES:
        train, notes = yield from read_csv(path)
        test, more = yield from _beside(path, train)
        return _finished(path, train, test, [*notes, *more], is_part=is_part)
    kind = Text("is no data set that is read")
    if suffix in _PACKED:
        kind = Text("is packed; unpack it first")
    elif suffix in PICTURES:
        kind = Text("is one picture")
    elif suffix == ".npy":
        kind = Text("is one array without labels")
    raise FileError(path, Text("{0}; give {1}", kind, ACCEPTED))


def _beside(path: Path, train: Labelled) -> Steps[tuple[Labelled | None, list[str]]]:
    """Read the test pictures in the file beside, "...test..." for "...train...", if it is there."""
    beside = path.with_name(re.sub("train", "test", path.name, count=1))
    if beside == path or not beside.is_file():
        return None, []
    if not has_labels(beside, train.images[0].size + 1):
        return None, [Text("{0} beside it has no labels and was passed over", beside.name)]
    test, _ = yield from read_csv(beside)
    return test, []


def _finished(
    path: Path,
    train: Labelled,
    test: Labelled | None,
    notes: list[str],
    title: str = "",
    *,
    is_part: bool,
) -> Opened:
    """Return a set with its pictures upright, on an empty background, its classes named."""
    parts, told = [train] if test is None else [train, test], list(notes)
    images, note = on_empty_ground(train.images)
    if note:
        both = [images, *(255 - part.images for part in parts[1:])]
        parts = [Labelled(i, p.codes, p.names) for i, p in zip(both, parts, strict=True)]
        told += note
    set_name = _emnist_split(path)
    if (set_name and _suffix(path) in TABLES) or lies_transposed(parts[0]):
        parts = [Labelled(turned_upright(p.images), p.codes, p.names) for p in parts]
        told.append(TURNED)
    if set_name:
        parts = [_with_letters(set_name, part) for part in parts]
    title = set_title(set_name) if set_name else title
    test = parts[1] if len(parts) > 1 else None
    return assembled(path, parts[0], test, told, title, is_part=is_part)


def _emnist_split(path: Path) -> str:
    """Return the split of EMNIST that a file is called by, e.g. "emnist-letters"; else ""."""
    match = _EMNIST.search(path.name.casefold())
    return "" if match is None else f"emnist-{match[1]}"


def _with_letters(set_name: str, part: Labelled) -> Labelled:
    """Return pictures with what the labels of a split of EMNIST mean; others stay as they are."""
    known, lowest = names_of_set(set_name), int(set_name == _LETTERS)
    numbers = [int(name) - lowest if name.isdecimal() else -1 for name in part.names]
    if not all(0 <= number < len(known) for number in numbers):
        return part
    return Labelled(part.images, np.array(numbers, np.intp)[part.codes], known)


def _suffix(path: Path) -> str:
    return path.suffix.casefold()
