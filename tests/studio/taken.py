"""What cards were saved as, read by other libraries: Pillow, a CSV reader, librsvg and poppler."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import PIL.Image
from numpy.typing import NDArray

from tests.patience import PROGRAM_S

SVG = "{http://www.w3.org/2000/svg}"
BLOCK = 20  # pixels a side, over which edges and the shapes of letters are evened out


def run(*command: object) -> bytes:
    """Return what a program writes to its standard output."""
    name = str(command[0])
    assert shutil.which(name), f"{name} is missing; make test installs it"
    done = subprocess.run([*map(str, command)], check=True, capture_output=True, timeout=PROGRAM_S)
    return done.stdout


def picture(path: Path) -> NDArray[np.uint8]:
    """Return the pixels of a PNG file, shape (rows, columns, 3)."""
    with PIL.Image.open(path) as opened:
        assert opened.format == "PNG"
        return np.asarray(opened.convert("RGB"))


def drawing(path: Path) -> NDArray[np.uint8]:
    """Return the pixels of an SVG file as librsvg draws it."""
    return np.asarray(PIL.Image.open(io.BytesIO(run("rsvg-convert", path))).convert("RGB"))


def page(path: Path, width: int) -> NDArray[np.uint8]:
    """Return the pixels of the one page of a PDF file as poppler draws it, so many wide."""
    pixels = run("pdftoppm", "-png", "-singlefile", "-scale-to-x", width, "-scale-to-y", -1, path)
    return np.asarray(PIL.Image.open(io.BytesIO(pixels)).convert("RGB"))


def words_of_drawing(path: Path) -> set[str]:
    """Return the words that stand in an SVG file as text."""
    root = ElementTree.fromstring(path.read_bytes())
    texts = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    return set(texts.split())


def words_of_page(path: Path) -> set[str]:
    """Return the words that stand in a PDF file as text."""
    return set(run("pdftotext", "-raw", path, "-").decode("utf-8").split())


def images_of_drawing(path: Path) -> int:
    """Return how many pictures of pixels an SVG file holds."""
    return len(list(ElementTree.fromstring(path.read_bytes()).iter(f"{SVG}image")))


def table(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return header and rows of a CSV file."""
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert all(len(row) == len(header) for row in rows)
    return header, rows


def column(path: Path, name: str, **where: str) -> NDArray[np.float64]:
    """Return the numbers of a column, in the rows in which others say so; what is empty is left."""
    header, rows = table(path)
    at = header.index(name)
    wanted = {header.index(key.replace("_", " ")): value for key, value in where.items()}
    chosen = [row[at] for row in rows if all(row[k] == value for k, value in wanted.items())]
    return np.array([float(value) for value in chosen if value])


def arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of an NPZ file."""
    with np.load(path, allow_pickle=False) as opened:
        return {name: opened[name] for name in opened.files}


def unlike(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Return how far two pictures of about one size are apart, evened out; 0 to 255."""
    rows, columns = (
        min(sides) // BLOCK for sides in zip(one.shape[:2], other.shape[:2], strict=True)
    )
    return float(np.abs(_blocks(one, rows, columns) - _blocks(other, rows, columns)).mean())


def ink(pixels: NDArray[np.uint8]) -> float:
    """Return how much is drawn, as a share of all."""
    return float((255.0 - pixels).mean() / 255.0)


def _blocks(pixels: NDArray[np.uint8], rows: int, columns: int) -> NDArray[np.float64]:
    cut = pixels[: rows * BLOCK, : columns * BLOCK].astype(float)
    return cut.reshape(rows, BLOCK, columns, BLOCK, 3).mean(axis=(1, 3))
