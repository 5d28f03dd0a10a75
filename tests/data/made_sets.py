"""Small data sets, written as people have them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def pictures(n: int = 12, rows: int = 8, columns: int = 8) -> NDArray[np.uint8]:
    """Return pictures with an empty rim; pixel (r, c) inside picture i is 10 i + r + 3 c."""
    i, r, c = np.ogrid[:n, :rows, :columns]
    made = ((10 * i + r + 3 * c) % 250 + 5).astype(np.uint8)
    made[:, [0, -1]] = made[:, :, [0, -1]] = 0
    return made


def labels(n: int = 12, names: tuple[str, ...] = ("cat", "dog")) -> list[str]:
    return [names[k % len(names)] for k in range(n)]


def csv_text(
    images: NDArray[np.generic],
    marks: list[str],
    *,
    mark: str = ",",
    header: bool = False,
    label_last: bool = False,
) -> str:
    lines = []
    n_pixels = images[0].size
    if header:
        names = [f"pixel{k}" for k in range(n_pixels)]
        lines.append(mark.join([*names, "label"] if label_last else ["label", *names]))
    for image, label in zip(images, marks, strict=True):
        cells = [str(value) for value in image.ravel().tolist()]
        lines.append(mark.join([*cells, label] if label_last else [label, *cells]))
    return "\n".join(lines) + "\n"


def fill_folders(
    folder: Path, images: NDArray[np.uint8], marks: list[str], suffix: str = ".png"
) -> None:
    """Write each picture into the folder of its class, as 0, 1, 2 ..."""
    for k, (image, label) in enumerate(zip(images, marks, strict=True)):
        (folder / label).mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(folder / label / f"{k}{suffix}")
