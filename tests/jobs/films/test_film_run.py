"""Films of a run: which moment when, and that each frame is the picture of its figure."""

from __future__ import annotations

import os
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gdstudio.cli import main
from gdstudio.data.mnist import load_mnist
from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.files.run_file import load_run
from gdstudio.jobs.films.filmed_run import FilmedRun
from gdstudio.jobs.films.filming import FilmSaved, Picture, pixels_of_picture, save_film
from gdstudio.jobs.films.place import frames_of, notes_of, place_of
from gdstudio.jobs.films.request import RUN_VIEWS, FilmRequest
from gdstudio.jobs.films.run_film import film_run
from gdstudio.jobs.films.shots import shots_of
from gdstudio.jobs.films.surface_film import film_scene, surface_show
from gdstudio.jobs.planes import LossScene
from gdstudio.jobs.subject import LossSubject, loss_subject, subject_of_file
from gdstudio.pictures.figure import Figure, Table
from gdstudio.pictures.scene import Scene

SMALL = FilmRequest(seconds=0.4, width=200, height=120)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> FilmedRun:
    path = tmp_path_factory.mktemp("runs") / "a.gdrun"
    flags = ["--train-size", "300", "--epochs", "3", "--hidden", "6", "--seed", "4"]
    assert main(["train", *flags, "--save", str(path)]) == 0
    file = load_run(path)
    assert file.moments is not None
    digit = load_mnist().test.images[0].reshape(28, 28)
    subject = subject_of_file(file, "a", "a")
    return FilmedRun(subject, file.moments, file.history, tuple(file.state.names), digit)


@pytest.fixture(scope="module")
def ground(run: FilmedRun) -> LossSubject:
    return loss_subject(run.subject, load_mnist(), run.moments.path, 100)


@pytest.fixture(scope="module")
def scene(ground: LossSubject) -> LossScene:
    found = [item for item in film_scene(ground) if isinstance(item, LossScene)]
    return found[-1]


def saved(items: object) -> FilmSaved:
    found = list(items)  # type: ignore[call-overload]
    shares = [item for item in found if isinstance(item, float)]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert isinstance(found[-1], FilmSaved)
    return found[-1]


def frames(path: Path) -> list[np.ndarray]:
    with Image.open(path) as image:
        found = []
        for k in range(image.n_frames):
            image.seek(k)
            found.append(np.asarray(image.convert("RGB")))
        return found


def test_that_steps_are_spread_evenly_and_moments_are_held(run):
    kept = set(run.moments.steps().tolist())
    shots = shots_of(run.moments, 0, None, 200, is_moving=False)
    assert sum(shot.held for shot in shots) == 200
    assert shots[0].moment.step == 0
    assert shots[-1].moment.step == run.moments.last_step
    assert {shot.moment.step for shot in shots} <= kept
    at = 0
    for shot in shots:
        wanted = round(run.moments.last_step * at / 199)
        assert shot.moment is run.moments.up_to(wanted)
        at += shot.held


def test_that_a_turning_picture_is_another_in_every_frame(run):
    shots = shots_of(run.moments, 10, 10, 5, is_moving=True)
    assert [shot.held for shot in shots] == [1] * 5
    assert [shot.share for shot in shots] == [0, 0.25, 0.5, 0.75, 1]


def test_that_steps_the_run_has_not_are_refused(run):
    last = run.moments.last_step
    for first, to in ((last + 1, None), (0, last + 1), (20, 10)):
        with pytest.raises(InvalidValue, match="a step up to"):
            shots_of(run.moments, first, to, 5, is_moving=False)


@pytest.mark.parametrize("view", RUN_VIEWS)
def test_that_every_view_becomes_a_film(run, scene, tmp_path, view):
    path = tmp_path / "film.webp"
    request = SMALL.changed(view=view)
    found = saved(film_run(run, request, place_of(path, request), scene))
    assert (found.frames, found.seconds) == (8, 0.4)
    shown = frames(path)
    assert all(one.shape == (120, 200, 3) for one in shown)
    assert not np.array_equal(shown[0], shown[-1])
    assert os.listdir(tmp_path) == ["film.webp"]


def test_that_the_first_and_the_last_frame_are_the_pictures_of_their_figures(run, scene, tmp_path):
    show = surface_show(run, scene, turn=30)
    request = SMALL.changed(turn=30)
    shots = shots_of(run.moments, 0, None, 8, is_moving=True)
    for name, loss in (("film.webp", 0), ("film.gif", 1.5)):
        path = tmp_path / name
        saved(film_run(run, request, place_of(path, request), scene))
        shown = frames(path)
        for k in (0, -1):
            step = f"step {shots[k].moment.step:,}"
            heading = (step, run.subject.network_name)
            picture = Picture(lambda k=k: show(shots[k]), heading)
            expected = pixels_of_picture(picture, (200, 120))
            assert np.abs(shown[k].astype(int) - expected).mean() <= loss


def test_that_a_surface_is_made_where_there_is_none(run, ground, tmp_path):
    request = SMALL.changed(seconds=0.1)
    saved(film_run(run, request, place_of(tmp_path / "film.gif", request), ground))
    assert len(frames(tmp_path / "film.gif")) >= 1


def test_that_the_curve_grows_and_its_axes_stay(run, tmp_path):
    request = SMALL.changed(view="cost", width=400, height=240)
    saved(film_run(run, request, place_of(tmp_path / "film.webp", request)))
    shown = frames(tmp_path / "film.webp")
    inked = [(one != 255).any(axis=-1) for one in shown]
    below = slice(200, 240)  # the numbers of the steps
    assert all(np.array_equal(one[below], inked[0][below]) for one in inked)
    assert inked[-1].sum() > inked[0].sum()


def test_that_what_a_run_has_not_is_told_in_a_line(run, tmp_path):
    request = SMALL.changed(view="cost")
    place = place_of(tmp_path / "film.gif", request)
    with pytest.raises(GdstudioError, match="holds no costs of its past"):
        list(film_run(replace(run, history=None), request, place))
    assert os.listdir(tmp_path) == []


def test_that_what_a_kind_cannot_hold_is_told(tmp_path):
    request = FilmRequest(fps=30, width=641, height=361)
    assert [*notes_of(place_of(tmp_path / "a.gif", request), request)] == [
        "Animated GIF holds 33.3 frames a second, not 30"
    ]
    assert [*notes_of(place_of(tmp_path / "a.mp4", request), request)] == [
        "MP4 video holds even sizes: 640 x 360"
    ]
    assert [*notes_of(place_of(tmp_path / "a.webp", request), request)] == []
    assert frames_of(place_of(tmp_path / "a.gif", request), request) == 333


def blank(sheet: object) -> Scene:
    return Scene(*sheet.size, "#ffffff", ())  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["film.gif", "film.webp", "film.mp4", "film"])
def test_that_memory_does_not_grow_with_the_length(tmp_path, name):
    figure = Figure("blank", "Blank", blank, lambda: Table(()))
    place = place_of(tmp_path / name, FilmRequest(width=320, height=180))

    def peak(n: int) -> int:
        pictures = [Picture(lambda: figure, (f"step {k}", "")) for k in range(n)]
        tracemalloc.start()
        list(save_film(pictures, place))
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        if place.path.is_dir():
            for one in place.path.iterdir():
                one.unlink()
        return top

    peak(8)  # what is loaded and kept for good
    assert peak(80) < peak(8) + 36 * 320 * 180 * 3  # half of the pictures more


def test_that_a_film_that_is_closed_halfway_leaves_nothing(run, scene, tmp_path):
    for name in ("film.gif", "film.webp", "film.webm", "film"):
        request = SMALL
        items = film_run(run, request, place_of(tmp_path / name, request), scene)
        while (next(items) or 0) < 0.5:  # type: ignore[operator]
            pass
        assert os.listdir(tmp_path) != []
        items.close()
        assert os.listdir(tmp_path) == []
