"""Data sets as folders of pictures: one folder for each class, or its name before each file's."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.decoding import FULL_SIZE, decoded_frames
from gdstudio.data.labelled import MOST_CLASSES, Labelled, in_order
from gdstudio.data.left_out import LeftOut
from gdstudio.data.opened import Steps
from gdstudio.data.own_digits import OWN_NAME
from gdstudio.data.pictures import planes_of
from gdstudio.data.sizes import check_amount, scaled, within
from gdstudio.errors import FileError, printable, reason_of
from gdstudio.texts import Text

if TYPE_CHECKING:
    import PIL.Image

SUFFIXES: Final = (
    ".png", ".jpg", ".jpeg", ".jfif", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm",
)  # fmt: skip
_TRAIN: Final = ("train", "training")
_TEST: Final = ("test", "testing", "valid", "validation", "val")
_MOST_ENTRIES: Final = 2_000_000  # of a folder, looked at
_PASSED_OVER: Final = frozenset({"__macosx", "thumbs.db", "desktop.ini"})  # made by systems


class _Found:
    """What was found on the way.

    Attributes:
        pictures: The pictures as they are, or made small where they are larger than is read.
        sizes: How large each is in its file: rows and columns.
        codes: Which of the names each is.
        names: Of the classes.
        n_coloured: How many pictures have colours.
        n_pixels: Of all pictures as they are kept.
    """

    def __init__(self) -> None:
        self.pictures: list[NDArray[np.uint8]] = []
        self.sizes: list[tuple[int, int]] = []
        self.codes: list[int] = []
        self.names: list[str] = []
        self.n_coloured = self.n_pixels = 0


def holds_pictures(folder: Path) -> bool:
    """Tell whether a folder looks like one of pictures: in its own folders, or named as drawn ones.

    Raises FileError: it cannot be looked at.
    """
    return bool(_folders_in(folder)) or any(OWN_NAME.fullmatch(e.name) for e in _entries(folder))


def read_picture_folder(folder: Path) -> Steps[tuple[Labelled, Labelled | None, list[str]]]:
    """Read the pictures to learn from, those to test with where there are any, and what was odd.

    Folders "train" and "test" hold the classes' folders, or these lie in `folder` itself. Pictures
    of other sizes are scaled to the size that most have, larger ones than 64 x 64 made smaller,
    colours turned to grey; those that cannot be read are left out. Yields the share done.

    Raises:
        FileError: A folder cannot be read, nor more than one in five of the pictures, nor any of a
            class; a link leads out of the folder; there are no pictures, or more than are read.
    """
    folders = {entry.name.casefold(): Path(entry.path) for entry in _folders_in(folder)}
    train = next((folders[name] for name in _TRAIN if name in folders), None)
    tests = [folders[name] for name in _TEST if name in folders]
    notes: list[str] = []
    if train is None or not set(folders) <= {*_TRAIN, *_TEST}:
        roots = [folder]
    else:
        roots = [train, *tests[:1]]
        notes += [Text("the folder {0} was passed over", path.name) for path in tests[1:]]
    real = Path(os.path.realpath(folder))
    files = [list(_labelled_files(root, real, notes)) for root in roots]
    n_all, n_done = max(1, sum(len(paths) for part in files for _, paths in part)), 0
    parts, left_out = [], LeftOut(folder, n_all)
    for root, part in zip(roots, files, strict=True):
        found = _Found()
        for name, paths in part:
            found.names.append(name)
            n_before = len(found.pictures)
            for path in paths:
                with left_out.passing_over(path):
                    _take(found, path)
                check_amount(folder, len(found.pictures), found.n_pixels)
                n_done += 1
                yield n_done / n_all
            left_out.check_class(name, len(paths), len(found.pictures) - n_before)
        if not found.pictures:
            reason = Text("holds no pictures; a folder of pictures for each class is expected")
            raise FileError(root, reason)
        parts.append(found)
    size = Counter(size for found in parts for size in found.sizes).most_common(1)[0][0]
    target = within(size)
    notes += left_out.notes()
    notes += _of_sizes(parts, size, target)
    n_coloured = sum(found.n_coloured for found in parts)
    if n_coloured:
        text = Text("{0:,} pictures have colours, which were turned to grey", n_coloured)
        if n_coloured == 1:
            text = Text("one picture has colours, which were turned to grey")
        notes.append(text)
    made = [_labelled(found, target) for found in parts]
    return made[0], made[1] if len(made) > 1 else None, notes


def _labelled(found: _Found, target: tuple[int, int]) -> Labelled:
    images = np.empty((len(found.pictures), *target), np.uint8)
    for k, picture in enumerate(found.pictures):
        images[k] = picture if picture.shape == target else scaled(picture, target)
    return Labelled(images, np.array(found.codes, np.intp), tuple(found.names))


def _labelled_files(root: Path, real: Path, notes: list[str]) -> Iterator[tuple[str, list[Path]]]:
    """Yield name and files of each class, in the order of names; notes what is passed over."""
    others: list[str] = []
    classes = {entry.name: Path(entry.path) for entry in _folders_in(root)}
    if len(classes) > MOST_CLASSES:
        reason = Text("holds {0:,} folders; at most {1} classes", len(classes), MOST_CLASSES)
        raise FileError(root, Text("{0} are accepted", reason))
    if classes:
        for name in in_order(classes):
            _refuse_outside(classes[name], real)
            yield name, _pictures_in(classes[name], real, others)
        others += [e.name for e in _entries(root) if not e.is_dir()]
    else:
        own: dict[str, list[Path]] = {}
        for entry in _entries(root):
            match = OWN_NAME.fullmatch(entry.name)
            if match is None:
                others.append(entry.name)
                continue
            _refuse_outside(Path(entry.path), real)
            own.setdefault(unquote(match["label"]), []).append(Path(entry.path))
        for name in in_order(own):
            yield name, own[name]
    if others:
        text = Text("{0:,} files are no pictures and were passed over", len(others))
        if len(others) == 1:
            text = Text("one file is no picture and was passed over")
        notes.append(Text("{0} ({1})", text, printable(others[0], 60)))


def _pictures_in(folder: Path, real: Path, others: list[str]) -> list[Path]:
    paths = []
    for entry in _entries(folder):
        if entry.is_dir() or os.path.splitext(entry.name)[1].casefold() not in SUFFIXES:
            others.append(f"{folder.name}/{entry.name}")
            continue
        if entry.is_symlink():
            _refuse_outside(Path(entry.path), real)
        paths.append(Path(entry.path))
    order = {name: k for k, name in enumerate(in_order(path.name for path in paths))}
    return sorted(paths, key=lambda path: order[path.name])


def _refuse_outside(path: Path, real: Path) -> None:
    target = Path(os.path.realpath(path))
    if real not in target.parents:
        raise FileError(path, Text("is a link out of the folder; only what lies in it is read"))


def _folders_in(folder: Path) -> list[os.DirEntry[str]]:
    return [entry for entry in _entries(folder) if entry.is_dir()]


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return what is in a folder, but for hidden things; raises FileError if it cannot be read."""
    found = []
    try:
        with os.scandir(folder) as entries:
            for k, entry in enumerate(entries):
                if k == _MOST_ENTRIES:
                    raise FileError(folder, Text("holds more than {0:,} files", _MOST_ENTRIES))
                name = entry.name
                if not name.startswith(".") and name.casefold() not in _PASSED_OVER:
                    found.append(entry)
    except (OSError, ValueError) as error:
        raise FileError(folder, Text("cannot be read: {0}", reason_of(error))) from error
    return sorted(found, key=lambda entry: entry.name)


def _take(found: _Found, path: Path) -> None:
    """Read one picture and put it to those of the last class."""
    state = path.stat()
    if stat.S_ISREG(state.st_mode) and not state.st_size:
        raise FileError(path, Text("is empty; a picture is expected"))
    frame = next(iter(decoded_frames(path)))
    light = planes_of(frame).grey
    found.n_coloured += _has_colours(frame)
    columns, rows = frame.info[FULL_SIZE]
    found.sizes.append((rows, columns))
    small = within((rows, columns))
    found.pictures.append(light.copy() if small == light.shape else scaled(light, small))
    found.n_pixels += found.pictures[-1].size
    found.codes.append(len(found.names) - 1)


def _has_colours(frame: PIL.Image.Image) -> bool:
    if frame.mode not in ("RGB", "RGBA"):
        return False
    shown = np.asarray(frame.convert("RGB"))
    return bool((shown != shown[:, :, :1]).any())


def _of_sizes(parts: Sequence[_Found], size: tuple[int, int], target: tuple[int, int]) -> list[str]:
    notes: list[str] = []
    if target != size:
        notes.append(Text("pictures of {0} x {1} pixels were made {2} x {3}", *size, *target))
    n_others = sum(one != size for found in parts for one in found.sizes)
    if n_others:
        text = Text(
            "{0:,} pictures are of other sizes and were scaled to {1} x {2}", n_others, *target
        )
        if n_others == 1:
            text = Text("one picture is of another size and was scaled to {0} x {1}", *target)
        notes.append(text)
    return notes
