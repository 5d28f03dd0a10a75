"""What is no data set, or a bad one: one line that names it, and nothing else happens."""

from __future__ import annotations

import io
import os
import pickle
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gdstudio.data import csv_digits, csv_lines, sizes
from gdstudio.data.opening import open_data
from gdstudio.errors import FileError
from tests.data.made_sets import csv_text, fill_folders, labels, pictures

Make = Callable[[Path], Path]


def npz(**arrays: object) -> Make:
    def make(folder: Path) -> Path:
        np.savez(folder / "own.npz", **arrays)
        return folder / "own.npz"

    return make


def good(**changed: object) -> Make:
    return npz(**({"images": pictures(), "labels": np.arange(12) % 2} | changed))


def text(content: str | bytes, name: str = "own.csv") -> Make:
    def make(folder: Path) -> Path:
        raw = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(raw)
        return folder / name

    return make


def lines(change: Callable[[list[str]], None]) -> Make:
    rows = csv_text(pictures(), labels()).splitlines()
    change(rows)
    return text("\n".join(rows))


def cell(value: str) -> Make:
    def change(rows: list[str]) -> None:
        cells = rows[4].split(",")
        rows[4] = ",".join([*cells[:3], value, *cells[4:]])

    return lines(change)


def folders(change: Callable[[Path], None]) -> Make:
    def make(folder: Path) -> Path:
        place = folder / "own"
        fill_folders(place, pictures(), labels())
        change(place)
        return place

    return make


def link_out(place: Path) -> None:
    outside = place.parent / "outside.png"
    Image.fromarray(pictures(1)[0]).save(outside)
    (place / "cat" / "link.png").symlink_to(outside)


def link_class_out(place: Path) -> None:
    fill_folders(place.parent / "outside", pictures(2), ["bird", "bird"])
    (place / "bird").symlink_to(place.parent / "outside" / "bird")


def one_class(place: Path) -> None:
    for path in (place / "dog").iterdir():
        path.unlink()
    (place / "dog").rmdir()


def many_classes(place: Path) -> None:
    for k in range(63):
        (place / f"class {k}").mkdir()


def two_spellings(place: Path) -> None:
    (place / "cafe\u0301").mkdir()
    (place / "caf\u00e9").mkdir()


def unreadable_name(place: Path) -> None:
    (place / "a\nb").mkdir()


def long_name(place: Path) -> None:
    (place / ("x" * 60)).mkdir()


def many(damage: Callable[[Path], None]) -> Callable[[Path], None]:
    """Damage more than one in five of the pictures."""

    def change(place: Path) -> None:
        for name in ("0.png", "2.png", "4.png"):
            damage(place / "cat" / name)

    return change


def cut_picture(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])


def no_picture(path: Path) -> None:
    path.write_bytes(b"<html>not found</html>")


def empty_picture(path: Path) -> None:
    path.write_bytes(b"")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def empty_class(place: Path) -> None:
    fill_folders(place, pictures(1), ["bird"])
    empty_picture(place / "bird" / "0.png")


def picture_bomb(path: Path) -> None:
    """Write a picture of 60,000 x 60,000 pixels in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">2I5B", 60_000, 60_000, 8, 0, 0, 0, 0)
    packed = zlib.compress(bytes(1000))
    raw = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    path.write_bytes(raw)


def changed_npz(change: Callable[[dict[str, bytes]], None], packs: bool = False) -> Make:
    """Return a maker of an NPZ whose members were changed byte by byte."""

    def make(folder: Path) -> Path:
        path = good()(folder)
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        change(members)
        kind = zipfile.ZIP_DEFLATED if packs else zipfile.ZIP_STORED
        with zipfile.ZipFile(path, "w", kind) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        return path

    return make


def shape_in_header(shape: str) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        raw = members["images.npy"]
        members["images.npy"] = raw.replace(b"(12, 8, 8)", shape.encode().ljust(10))

    return change


def cut_array(members: dict[str, bytes]) -> None:
    members["images.npy"] = members["images.npy"][:-100]


def longer_array(members: dict[str, bytes]) -> None:
    members["images.npy"] += bytes(100)


def code_in_pickle(members: dict[str, bytes]) -> None:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.array([{}], object), allow_pickle=True)
    members["labels.npy"] = buffer.getvalue()


def cut_file(make: Make) -> Make:
    def cut(folder: Path) -> Path:
        path = make(folder)
        path.write_bytes(path.read_bytes()[:-40])
        return path

    return cut


def rot(make: Make) -> Make:
    def change(folder: Path) -> Path:
        path = make(folder)
        raw = bytearray(path.read_bytes())
        raw[300] ^= 255
        path.write_bytes(raw)
        return path

    return change


def nan_at(value: float) -> Make:
    images = pictures().astype(np.float64)
    images[3, 4, 5] = value
    return good(images=images)


class Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("unpickled",)


CASES: dict[str, tuple[Make, str]] = {
    # NPZ
    "npz cut off": (cut_file(good()), "is damaged or no NPZ"),
    "npz with a changed byte": (rot(good()), "is damaged"),
    "npz that is a pickle": (text(pickle.dumps(Evil()), "own.npz"), "is damaged or no NPZ"),
    "pickled labels": (changed_npz(code_in_pickle), "labels.npy holds Python objects (a pickle)"),
    "pickled pictures": (npz(images=np.array([Evil()], object), labels=[1]), "Python objects"),
    "a header of more than is there": (
        changed_npz(shape_in_header("(99, 8, 8)")), "should hold 6,336 bytes, more than the file",
    ),
    "a header of less than is there": (
        changed_npz(shape_in_header("(11, 8, 8)")), "holds more than its header says",
    ),
    "an array cut off": (changed_npz(cut_array), "images.npy is cut short: 668 of"),
    "an array with more behind it": (changed_npz(longer_array), "more than its header says"),
    "a packed header of a bomb": (
        changed_npz(shape_in_header("(9**9,8,8)"), True), "is not an array of plain numbers",
    ),
    "a bomb of zeros": (good(images=np.zeros((3, 9000, 9000), np.uint8)), "of 9,000 x 9,000"),
    "too many members": (npz(**{f"a{k}": [k] for k in range(70)}), "70 members, more than 64"),
    "no such arrays": (npz(first=[1], second=[2]), "holds the arrays first, second; x_train"),
    "pictures without labels": (npz(images=pictures()), "holds images, but no labels"),
    "complex pictures": (good(images=pictures() * 1j), "is not an array of plain numbers"),
    "pictures of texts": (good(images=np.array(["a", "b"])), "an array of texts"),
    "NaN": (nan_at(np.nan), "images.npy, one of pictures 0 to 11, holds NaN; pixels run from 0"),
    "an infinite pixel": (nan_at(np.inf), "holds ∞"),
    "a negative pixel": (nan_at(-0.4), "holds −0.4; pixels run from 0 to 255, or from 0 to 1"),
    "a pixel above 255": (nan_at(256), "holds 256"),
    "two channels": (good(images=np.zeros((12, 8, 8, 2))), "has the shape 12 x 8 x 8 x 2"),
    "four channels": (good(images=np.zeros((12, 8, 8, 4))), "with 1 or 3 colours last"),
    "pictures of 65 pixels": (good(images=np.zeros((12, 65, 8))), "has pictures of 65 x 8"),
    "no pictures": (good(images=np.zeros((0, 8, 8)), labels=[]), "images.npy holds no pictures"),
    "flat pictures that are no squares": (good(images=np.zeros((12, 7))), "has the shape 12 x 7"),
    "fewer labels than pictures": (good(labels=[1, 2]), "shape 2, but there are 12 pictures"),
    "labels with fractions": (good(labels=np.linspace(0, 1, 12)), "holds 0.0909"),
    "labels that are no numbers": (good(labels=np.full(12, np.nan)), "holds nan; labels are whole"),
    "one class": (good(labels=np.full(12, 7)), "has one class (7); 2 to 64 are accepted"),
    "a label without a name": (
        good(labels=np.arange(12) % 3, class_names=np.array(["a", "b"])),
        "holds 2, but 2 classes have names",
    ),
    "Fortran's order": (good(images=np.asfortranarray(pictures())), "is in Fortran's order"),
    "test pictures of another size": (
        npz(x_train=pictures(), y_train=labels(), x_test=pictures(4, 6, 6), y_test=labels(4)),
        "training pictures are 8 x 8 pixels, test pictures 6 x 6",
    ),
    # CSV
    "an empty csv": (text(""), "is empty"),
    "a csv of one line": (text("1,0,0,0,0\n"), "has one class (1)"),
    "prose": (text("There once was a ship\nthat put to sea\n"), "line 1 has one cell"),
    "a header alone": (text("label," + ",".join("abcd")), "holds no pictures"),
    "a row too short": (lines(lambda r: r.__setitem__(4, r[4][:-9])), "line 5 has"),
    "a row too long": (lines(lambda r: r.__setitem__(4, r[4] + ",1")), "line 5 has 66 values, the"),
    "a word for a pixel": (cell("dark"), "line 5, column 4 holds 'dark'; pixels are numbers"),
    "no pixel": (cell(""), "line 5, column 4 holds ''"),
    "a decimal comma": (
        text(csv_text(pictures() / 255, labels(), mark=";").replace(".", ",")), "holds '0,0"),
    "nan in a csv": (cell("nan"), "one of lines 1 to 12 holds NaN"),
    "a pixel of 1e400": (cell("1e400"), "holds ∞"),
    "a pixel of 300": (cell("300"), "holds 300; pixels run from 0 to 255"),
    "an open quote": (cell('"12'), "line 5 has a quote that does not end"),
    "text behind a quote": (cell('"1"2'), 'line 5 has text behind a closing quote; write a quote'),
    "line ends of old Macs": (
        text(csv_text(pictures(), labels()).replace("\n", "\r")),
        "line 1 holds a carriage return; save it with line ends of Unix or Windows, not",
    ),
    "one line of old Macs": (text("1,0,0,0,0\r"), "has one class"),
    "old Macs and a header": (
        text(csv_text(pictures(), labels(), header=True).replace("\n", "\r")), "line 1 holds a",
    ),
    "a long file of old Macs": (text("1,0,0,0,0\r" * 50_000), "line 1 holds a carriage return"),
    "a carriage return later": (lines(lambda r: r.__setitem__(4, r[4] + "\r1")), "line 5 holds a"),
    "labels 0.5": (text(csv_text(pictures(), labels(12, ("0.5", "x")))), "the label 0.5; labels"),
    "no label": (lines(lambda r: r.__setitem__(4, r[4][3:])), "line 5 has no label"),
    "65 labels": (
        text(csv_text(pictures(80), [f"class {k}" for k in range(80)])), "line 65 has the label",
    ),
    "a label in the middle": (
        text("a,label,b,c,d\n" + csv_text(pictures(4, 2, 2), labels(4))),
        "the label must be the first or last",
    ),
    "pixels that are no square": (text("a,1,2,3\nb,1,2,3\n"), "has 3 pixels a line, which is no"),
    "pictures of 65 x 65": (
        text(csv_text(pictures(2, 65, 65), labels(2))), "has pictures of 65 x 65 pixels; sides",
    ),
    "a csv of UTF-16": (text(csv_text(pictures(), labels()).encode("utf-16")), "is UTF-16"),
    "a csv of bytes": (text(b"\x80\x81,1,2,3,4\n" * 3), "line 1 is no UTF-8"),
    "zeros": (text(bytes(100_000)), "line 1 is no text"),
    "one endless line": (text(b"1," * 200_000), "line 1 is longer than 262,143 bytes"),
    # Folders
    "an empty folder": (folders(lambda p: [f.rename(p.parent / f.name) for f in p.iterdir()]),
                        "holds no data set; a folder of pictures by class"),
    "folders without pictures": (
        folders(lambda p: [f.unlink() for f in p.rglob("*.png")]), "holds no pictures",
    ),
    "a folder of one class": (folders(one_class), "has one class (cat); 2 to 64"),
    "a folder of 65 classes": (folders(many_classes), "holds 65 folders; at most 64 classes"),
    "names spelled in two ways": (folders(two_spellings), "two classes are called"),
    "a name of two lines": (folders(unreadable_name), "a class is called 'a?b'; give 1 to 40"),
    "a name of 60 letters": (folders(long_name), "; give 1 to 40 printable characters"),
    "a link out of the folder": (folders(link_out), "is a link out of the folder"),
    "a class that is a link out": (folders(link_class_out), "is a link out of the folder"),
    "pictures cut off": (folders(many(cut_picture)), "0.png: is damaged"),
    "pages for pictures": (folders(many(no_picture)), "0.png: is no picture of a known kind"),
    "empty pictures": (
        folders(many(empty_picture)),
        "0.png: is empty; a picture is expected; more than one in 5 of the pictures cannot be read",
    ),
    "pipes for pictures": (folders(many(pipe)), "0.png: is not a file"),
    "pictures of 3,600 million pixels": (folders(many(picture_bomb)), "0.png: "),
    "a class of which nothing is left": (
        folders(empty_class), "none of the pictures of the class bird can be read",
    ),
    # Others
    "a zip": (text(b"PK", "own.zip"), "is packed; unpack it first; give a folder of pictures"),
    "one picture": (text(b"", "own.png"), "is one picture; give a folder"),
    "one array": (text(b"", "own.npy"), "is one array without labels"),
    "a program": (text(b"\x7fELF", "own"), "is no data set that is read"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_that_what_is_no_data_set_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    make, reason = CASES[case]
    path = make(tmp_path)
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    tracemalloc.start()
    try:
        with pytest.raises(FileError) as caught:
            open_data(str(path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    said = str(caught.value)
    assert reason in said
    assert str(path) in said
    assert len(said.splitlines()) == 1
    assert peak < 64 << 20
    assert sorted(tmp_path.rglob("*")) == before


def test_that_no_more_pixels_are_taken_than_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizes, "MOST_PIXELS", 600)
    (tmp_path / "own.csv").write_text(csv_text(pictures(), labels()))
    with pytest.raises(FileError, match="holds more than"):
        open_data(str(tmp_path / "own.csv"))


def test_that_a_huge_csv_is_refused_by_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "own.csv").open("wb") as file:
        file.truncate(csv_digits.MOST_BYTES + 1)
    with pytest.raises(FileError, match="is larger than 4,096 MB"):
        open_data(str(tmp_path / "own.csv"))


def test_that_a_large_csv_is_read_a_few_lines_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    row = ",".join(["7"] * 4096)
    with path.open("w") as file:
        for k in range(2000):
            file.write(f"{k % 2},{row}\n")
    tracemalloc.start()
    try:
        data = open_data(str(path)).data
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(data.train) + len(data.test) == 2000
    assert peak < 6 * 2000 * 4096
    assert csv_lines.square_side(4096) == 64
