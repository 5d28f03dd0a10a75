"""A person's own digits on the disk: a picture a file, each written at once and whole."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import numpy as np

from gdstudio.data.class_names import MAX_LENGTH
from gdstudio.data.own_digits import OWN_NAME, OwnDigit
from gdstudio.data.sizes import LARGEST_SIDE
from gdstudio.errors import FileError, reason_of
from gdstudio.files.atomic import bring_to_disk, place_file, write_file
from gdstudio.files.temporary import remove_leftovers
from gdstudio.reading import read_whole
from gdstudio.texts import Text

MOST: Final = 5000
_MOST_BYTES: Final = 1 << 16  # of a file; 4,096 pixels take less


def load_own_digits(folder: Path) -> Iterator[float | list[OwnDigit]]:
    """Read the digits of a folder, oldest first; yield the share done, and all of them last.

    What is none, or damaged, is passed over: it stays where it is.
    """
    try:
        paths = sorted(folder.glob("*.png"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    except OSError:
        paths = []
    found = []
    for k, path in enumerate(paths[:MOST]):
        digit = _read(path)
        if digit is not None:
            found.append(digit)
        yield (k + 1) / len(paths)
    yield found


class OwnDigitChanges:
    """Changes of the digits in a folder, brought to the disk in their order.

    However many there are, each outlives the process as soon as its files have their names, which
    waits for no disk. That they outlive a power cut, too, is seen to apart, and may take long.
    """

    def __init__(self) -> None:
        self._noted: deque[tuple[Path, Sequence[OwnDigit], Sequence[OwnDigit]]] = deque()
        self._not_on_disk: deque[Path] = deque()

    def note(self, folder: Path, before: Sequence[OwnDigit], after: Sequence[OwnDigit]) -> None:
        """Take what the digits of a folder were and are. Thread-safe: only joins a queue."""
        self._noted.append((folder, before, after))

    def write(self) -> None:
        """Make the files what was noted, until nothing is left; not in two threads at once.

        What a change that fails should have written is not written. Raises FileError.
        """
        while self._noted:
            folder, before, after = self._noted.popleft()
            try:
                self._change(folder, before, after)
            except OSError as error:
                reason = Text("cannot be written: {0}", reason_of(error))
                raise FileError(folder, reason) from error

    def bring_to_disk(self) -> None:
        """Make what was written outlive a power cut; may be done while more is written."""
        while self._not_on_disk:
            path = self._not_on_disk.popleft()
            bring_to_disk(path)
            if not self._not_on_disk or self._not_on_disk[0].parent != path.parent:
                bring_to_disk(path.parent)

    def _change(self, folder: Path, before: Sequence[OwnDigit], after: Sequence[OwnDigit]) -> None:
        """Put new files into their places before old ones go."""
        old = {digit.file_name: digit for digit in before}
        new = {digit.file_name: digit for digit in after}
        folder.mkdir(parents=True, exist_ok=True)
        remove_leftovers(folder)
        added = [name for name in new if name not in old]
        for name in added:
            place_file(folder / name, _png(new[name]))
            self._not_on_disk.append(folder / name)
        gone = old.keys() - new.keys()
        for place in [*(folder / name for name in added), folder] if gone and added else ():
            bring_to_disk(place)  # a corrected digit is one of both
        for name in gone:
            (folder / name).unlink(missing_ok=True)


def save_own_digits(path: Path, digits: Sequence[OwnDigit]) -> None:
    """Write digits of one size as a data set, NPZ or CSV by the suffix; raises FileError."""
    images = np.stack([digit.pixels for digit in digits])
    labels = [digit.label for digit in digits]
    file = io.BytesIO()
    if path.suffix.casefold() == ".npz":
        np.savez_compressed(file, images=images, labels=np.array(labels), allow_pickle=False)
    else:
        for image, label in zip(images.reshape(len(images), -1).tolist(), labels, strict=True):
            quoted = '"' + label.replace('"', '""') + '"'
            file.write(",".join([quoted, *map(str, image)]).encode() + b"\n")
    write_file(path, file.getvalue())


def _png(digit: OwnDigit) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(digit.pixels).save(file, "PNG")
    return file.getvalue()


def _read(path: Path) -> OwnDigit | None:
    from PIL import Image, UnidentifiedImageError

    match = OWN_NAME.fullmatch(path.name)
    label = "" if match is None else unquote(match["label"])
    if match is None or not (label.isprintable() and 0 < len(label) <= MAX_LENGTH):
        return None
    try:
        with Image.open(io.BytesIO(read_whole(path, _MOST_BYTES)), formats=["PNG"]) as image:
            if image.mode != "L" or max(image.size) > LARGEST_SIDE:
                return None
            pixels = np.array(image)
    except (FileError, OSError, ValueError, SyntaxError, UnidentifiedImageError):
        return None
    return OwnDigit(path.stem.rpartition("_")[2], pixels, label)
