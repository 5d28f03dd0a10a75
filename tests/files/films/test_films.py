"""Films of every kind, opened again by other readers."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gdstudio.errors import FileError, GdstudioError, InvalidValue
from gdstudio.files.films import gif, webp
from gdstudio.files.films.ffmpeg import find_ffmpeg
from gdstudio.files.films.kinds import KINDS, kind_of
from gdstudio.files.films.pictures import PictureWriter
from gdstudio.files.films.saving import FilmPlace, check_place, film_writer

SIZE = (96, 64)


def frame(k: int) -> np.ndarray:
    """Return a picture with a ball that goes its way over something that stays."""
    wide, high = SIZE
    pixels = np.full((high, wide, 3), 255, np.uint8)
    pixels[40:60, 5:90] = np.linspace(0, 255, 85).astype(np.uint8)[None, :, None]
    pixels[10 + k : 20 + k, 10 + 4 * k : 20 + 4 * k] = (0, 90, 181)
    return pixels


def place(path: Path, fps: float = 20.0) -> FilmPlace:
    kind = kind_of(path)
    ffmpeg = find_ffmpeg() if kind.needs_ffmpeg else None
    return FilmPlace(path, kind, kind.size(SIZE), kind.rate(fps), ffmpeg)


def write(path: Path, held: tuple[int, ...] = (1,) * 12, fps: float = 20.0) -> None:
    with film_writer(place(path, fps), [frame(0), frame(len(held) - 1)]) as writer:
        for k, times in enumerate(held):
            writer.add(frame(k), times)


def write_and_end(path: Path, error: BaseException) -> None:
    """Write two frames; then something ends it."""
    with film_writer(place(path), [frame(0)]) as writer:
        writer.add(frame(0), 2)
        assert os.listdir(path.parent) != []
        raise error


def shown(path: Path) -> list[tuple[np.ndarray, float]]:
    """Return the pictures that Pillow sees, and how long each lasts in milliseconds."""
    with Image.open(path) as image:
        found = []
        for k in range(image.n_frames):
            image.seek(k)
            image.load()
            found.append((np.asarray(image.convert("RGB")), image.info["duration"]))
        return found


@pytest.mark.parametrize(("ending", "loss"), [(".gif", 4), (".webp", 0)])
def test_that_an_animation_shows_each_picture_as_long_as_it_should(tmp_path, ending, loss):
    path = tmp_path / f"film{ending}"
    held = (1, 1, 3, 1, 7, 1)
    write(path, held)
    found = shown(path)
    assert [lasts for _, lasts in found] == [50 * times for times in held]
    for k, (pixels, _) in enumerate(found):
        assert np.abs(pixels.astype(int) - frame(k)).max() <= loss
    with Image.open(path) as image:
        assert image.info["loop"] == 0
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("ending", [".gif", ".webp"])
def test_that_what_stays_is_the_same_in_every_picture(tmp_path, ending):
    path = tmp_path / f"film{ending}"
    write(path)
    stays = [pixels[40:60] for pixels, _ in shown(path)]
    assert all(np.array_equal(stays[0], one) for one in stays)


def test_that_pictures_that_are_alike_are_each_there(tmp_path):
    for ending in (".gif", ".webp"):
        path = tmp_path / f"film{ending}"
        with film_writer(place(path), [frame(0)]) as writer:
            for _ in range(3):
                writer.add(frame(0))
        assert sum(lasts for _, lasts in shown(path)) == 150


@pytest.mark.parametrize("fps", [30, 24, 60, 12.5, 7, 1])
def test_that_a_film_lasts_as_long_as_its_rate_says(tmp_path, fps):
    for ending, tick in ((".gif", 10), (".webp", 1)):
        path = tmp_path / f"film{ending}"
        write(path, fps=fps)
        milliseconds = 12 * 1000 / place(path, fps).rate
        assert abs(sum(lasts for _, lasts in shown(path)) - milliseconds) <= tick / 2


def test_that_a_rate_is_the_nearest_that_a_kind_can_hold():
    gif, webp = kind_of(Path("a.gif")), kind_of(Path("a.WEBP"))
    assert [float(gif.rate(fps)) for fps in (1, 20, 24, 30, 60)] == [1, 20, 25, 100 / 3, 50]
    assert webp.rate(29.97) == Fraction(2997, 100)
    assert kind_of(Path("a.mp4")).size((641, 361)) == (640, 360)
    assert gif.size((641, 361)) == (641, 361)


def test_that_a_folder_has_a_picture_for_every_frame(tmp_path):
    folder = tmp_path / "film"
    write(folder, (1, 3, 2))
    names = sorted(os.listdir(folder))
    assert names == [f"frame-0000{k}.png" for k in range(1, 7)]
    for name, k in zip(names, (0, 1, 1, 1, 2, 2), strict=True):
        with Image.open(folder / name) as image:
            assert np.array_equal(np.asarray(image), frame(k))
    assert os.listdir(tmp_path) == ["film"]


@pytest.mark.parametrize("ending", [".mp4", ".webm"])
def test_that_a_video_has_all_frames_and_looks_like_its_pictures(tmp_path, ending):
    path = tmp_path / f"film{ending}"
    write(path, (1, 5, 4))
    asked = ["ffprobe", "-v", "error", "-count_frames", "-show_streams", "-of", "json", str(path)]
    stream = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)["streams"][0]
    assert (stream["width"], stream["height"]) == SIZE
    assert int(stream["nb_read_frames"]) == 10
    assert Fraction(stream["r_frame_rate"]) == 20
    raw = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    data = subprocess.run(raw, capture_output=True, check=True).stdout
    pixels = np.frombuffer(data, np.uint8).reshape(10, SIZE[1], SIZE[0], 3).astype(int)
    for k, of in ((0, 0), (5, 1), (9, 2)):
        assert np.abs(pixels[k] - frame(of)).mean() < 4
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("name", ["film.gif", "film.webp", "film.mp4", "film.webm", "film"])
def test_that_a_film_given_up_halfway_leaves_nothing(tmp_path, name):
    path = tmp_path / name
    with pytest.raises(KeyboardInterrupt):
        write_and_end(path, KeyboardInterrupt())
    assert os.listdir(tmp_path) == []


def test_that_an_older_film_stays_until_the_new_one_is_whole(tmp_path):
    path = tmp_path / "film.gif"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        write_and_end(path, KeyboardInterrupt())
    assert path.read_bytes() == b"old"
    write(path)
    assert len(shown(path)) == 12


def test_that_other_endings_and_places_are_refused_in_a_line(tmp_path):
    for name in ("film.avi", "film.png", "a.gif.zip"):
        with pytest.raises(InvalidValue, match=r"\.gif, \.webp, \.mp4, \.webm, or a folder"):
            kind_of(tmp_path / name)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note").write_bytes(b"mine")
    (tmp_path / "file").write_bytes(b"mine")
    for path, reason in (
        (tmp_path / "full", "not empty"),
        (tmp_path / "file", "no folder"),
        (tmp_path / "nowhere" / "film", "there is no folder"),
        (tmp_path / "nowhere" / "film.gif", "there is no folder"),
    ):
        with pytest.raises(FileError, match=reason):
            check_place(path, kind_of(path))


@pytest.mark.parametrize("name", ["film.gif", "film.webp", "film"])
def test_that_a_disk_that_fills_midway_gives_one_line_and_no_film(tmp_path, monkeypatch, name):
    writers = {"film.gif": gif.GifWriter, "film.webp": webp.WebpWriter, "film": PictureWriter}
    writer = writers[name]
    real, done = writer.add, []

    def add(self, pixels, held=1):
        done.append(held)
        if len(done) == 5:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(self, pixels, held)

    monkeypatch.setattr(writer, "add", add)
    path = tmp_path / name
    with pytest.raises(FileError) as failed:
        write(path)
    assert str(failed.value) == f"{path}: cannot be written: no space left on device"
    assert os.listdir(tmp_path) == []


def fake(folder: Path, script: str) -> None:
    """Put a program called ffmpeg into a folder."""
    program = folder / "ffmpeg"
    program.write_text(
        "#!/bin/sh\n"
        'case "$*" in *-version*) echo "ffmpeg version 9.9 of a test"; exit;; esac\n'
        'case "$*" in *-encoders*) echo " V..... libx264 "; exit;; esac\n' + script
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def test_that_an_ffmpeg_that_dies_midway_gives_one_line_and_no_file(tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    (tmp_path / "films").mkdir()
    fake(tmp_path / "bin", "head -c 5 >/dev/null; echo 'a\nno space left' >&2; exit 3")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    path = tmp_path / "films" / "film.mp4"
    with pytest.raises(FileError, match="code 3: no space left") as failed:
        write(path, (10,) * 12)
    assert "\n" not in str(failed.value)
    assert os.listdir(tmp_path / "films") == []


def test_that_an_ffmpeg_that_fails_at_its_end_leaves_no_file(tmp_path, monkeypatch):
    fake(tmp_path, "cat >/dev/null; exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(FileError, match="code 1: it said nothing"):
        write(tmp_path / "film.mp4")
    assert os.listdir(tmp_path) == ["ffmpeg"]


def test_that_ffmpeg_is_asked_and_that_its_absence_is_told(tmp_path, monkeypatch):
    fake(tmp_path, "")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    found = find_ffmpeg()
    assert found.version == "9.9"
    with pytest.raises(GdstudioError, match="none of the encoders libvpx-vp9"):
        found.flags("webm")
    (tmp_path / "ffmpeg").write_text("#!/bin/sh\necho something else\n")
    with pytest.raises(GdstudioError, match="does not tell its version"):
        find_ffmpeg()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(GdstudioError, match="not installed"):
        find_ffmpeg()


def test_that_every_kind_has_an_ending_of_its_own():
    assert len({kind.ending for kind in KINDS}) == len(KINDS)
