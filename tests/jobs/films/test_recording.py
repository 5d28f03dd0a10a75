"""Recordings: pictures that come in their own time become a film of the right length."""

from __future__ import annotations

import os
import threading

import numpy as np
import pytest
from PIL import Image

from gdstudio.errors import FileError
from gdstudio.jobs.films.filming import FilmSaved
from gdstudio.jobs.films.recording import MOST_WAITING, GrabbedPictures, fitted, save_recording
from gdstudio.jobs.films.request import FilmRequest

REQUEST = FilmRequest(fps=10, width=100, height=80)


def picture(shade: int, size: tuple[int, int] = (100, 80)) -> np.ndarray:
    return np.full((size[1], size[0], 3), shade, np.uint8)


def recorded(path, *pictures: tuple[int, np.ndarray | None]) -> list[object]:
    """Return what comes of a recording whose pictures are handed over by another thread."""
    grabbed = GrabbedPictures()

    def hand_over() -> None:
        for frame, pixels in pictures:
            grabbed.put(frame, pixels)

    thread = threading.Thread(target=hand_over)
    thread.start()
    found = [item for item in save_recording(grabbed, path, REQUEST) if not isinstance(item, float)]
    thread.join()
    return found


def test_that_each_picture_is_seen_until_the_next(tmp_path):
    path = tmp_path / "film.gif"
    (saved,) = recorded(path, (0, picture(10)), (3, picture(90)), (4, picture(200)), (9, None))
    assert isinstance(saved, FilmSaved)
    assert (saved.frames, saved.seconds) == (9, 0.9)
    with Image.open(path) as image:
        found = []
        for k in range(image.n_frames):
            image.seek(k)
            found.append((image.convert("RGB").getpixel((5, 5))[0], image.info["duration"]))
    assert [lasts for _, lasts in found] == [300, 100, 500]
    assert [shade for shade, _ in found] == pytest.approx([10, 90, 200], abs=26)  # 255 colours


def test_that_a_window_of_another_size_is_cut_or_stands_on_white(tmp_path):
    larger, smaller = (
        fitted(picture(9, (120, 90)), (100, 80)),
        fitted(picture(9, (60, 90)), (100, 80)),
    )
    assert larger.shape == smaller.shape == (80, 100, 3)
    assert (larger == 9).all()
    assert (smaller[:, :60] == 9).all()
    assert (smaller[:, 60:] == 255).all()
    recorded(tmp_path / "film.webp", (0, picture(1)), (1, picture(2, (300, 20))), (2, None))
    with Image.open(tmp_path / "film.webp") as image:
        assert (image.size, image.n_frames) == ((100, 80), 2)


def test_that_few_pictures_wait():
    grabbed = GrabbedPictures()
    for k in range(MOST_WAITING):
        assert grabbed.has_room
        grabbed.put(k, picture(k))
    assert not grabbed.has_room
    assert grabbed.take()[0] == 0
    assert grabbed.has_room


def test_that_a_place_that_cannot_be_written_is_told_at_once(tmp_path):
    with pytest.raises(FileError, match="there is no folder"):
        recorded(tmp_path / "no" / "film.gif", (0, picture(1)), (1, None))
    assert os.listdir(tmp_path) == []
