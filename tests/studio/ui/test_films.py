"""Films of the run in the real window, asked for by its menus."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog

from gdstudio.files.films.kinds import KINDS
from gdstudio.jobs.films.request import RUN_VIEWS
from gdstudio.studio.state.progress import RunState
from gdstudio.studio.views.common.card import card_of
from gdstudio.studio.views.common.recording_note import RecordingNote
from gdstudio.studio.views.dialogs.film_dialog import FilmDialog

FRAMES = 6


@pytest.fixture
def window(qtbot, make_window):
    """A window whose run has learnt something."""
    window = make_window("dark")
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step >= 60)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.runs.run.progress.state is RunState.PAUSED)
    return window


@pytest.fixture
def places(monkeypatch, tmp_path) -> list[Path]:
    """Return where the next films go, the next one last."""
    found: list[Path] = []

    def types(parent, title, suggested, filters):
        return (str(found.pop()) if found else ""), filters

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(types))
    return found


def asks(window, view: str) -> None:
    """Ask for a film of a view of the run, by the menu of files."""
    window.actions_.save_film.trigger()
    editor = window.shared.films.dialog.form.editors["view"]
    editor.setCurrentIndex(RUN_VIEWS.index(view))


def small(dialog: FilmDialog, ending: str) -> None:
    """Ask for a small film of a kind."""
    dialog.kinds.setCurrentIndex([kind.ending for kind in KINDS].index(ending))
    dialog.form.editors["width"].setCurrentIndex(0)
    dialog.form.editors["seconds"].setValue(0.3)


def asks_for_hours_of_work(window) -> FilmDialog:
    """Ask for a film that no test sees the end of: 36,000 pictures of a surface that turns."""
    asks(window, "surface")
    dialog = window.shared.films.dialog
    small(dialog, ".gif")
    for name, value in (("seconds", 600), ("fps", 60), ("turn", 360)):
        dialog.form.editors[name].setValue(value)
    return dialog


def films(qtbot, window, places: list[Path], path: Path) -> None:
    """Save the film that the dialog asks about, and wait until it is there."""
    places.append(path)
    dialog = window.shared.films.dialog
    small(dialog, path.suffix)
    with qtbot.waitSignal(window.shared.messages.said) as told:
        dialog.save_button.click()
        assert not dialog.form.isEnabled()
    assert told.args[0].startswith(f"Saved {path}: {FRAMES} frames, 20 a second")
    qtbot.waitUntil(lambda: window.shared.films.dialog is None)


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        ("cost", lambda learn: learn.cost_plot),
        ("weights", lambda learn: learn.weights_view),
        ("surface", lambda learn: learn.surface),
        ("diagram", lambda learn: learn.page.network_place),
    ],
)
def test_that_the_menu_of_a_card_makes_a_film_of_it(qtbot, window, places, tmp_path, view, shown):
    figures = card_of(shown(window.learn)).figures
    (action,) = [one for one in figures.button.menu().actions() if one.text() == "Save film…"]
    assert action.isVisible()
    action.trigger()
    dialog = window.shared.films.dialog
    assert dialog.form.editors["view"].shown_value() == view
    path = tmp_path / "film.webp"
    films(qtbot, window, places, path)
    with Image.open(path) as image:
        assert image.size == (640, 360)
        first = np.asarray(image.convert("RGB"))
        image.seek(image.n_frames - 1)
        assert not np.array_equal(first, np.asarray(image.convert("RGB")))


def test_that_the_menu_of_files_makes_a_film_of_all_together(qtbot, window, places, tmp_path):
    window.actions_.save_film.trigger()
    editors = window.shared.films.dialog.form.editors
    editors["view"].setCurrentIndex(4)
    assert editors["turn"].isEnabled()
    films(qtbot, window, places, tmp_path / "film.gif")
    with Image.open(tmp_path / "film.gif") as image:
        assert image.info["loop"] == 0
    window.actions_.save_film.trigger()  # and begins with what was wanted before
    dialog = window.shared.films.dialog
    assert dialog.form.editors["view"].shown_value() == "window"
    assert dialog.kinds.shown_value().name == "gif"
    dialog.reject()


def test_that_a_video_is_written_and_its_kind_remembered(qtbot, window, places, tmp_path):
    asks(window, "weights")
    dialog = window.shared.films.dialog
    qtbot.waitUntil(lambda: "by ffmpeg" in dialog.kinds.itemText(2))
    films(qtbot, window, places, tmp_path / "film.mp4")
    assert (tmp_path / "film.mp4").read_bytes()[4:8] == b"ftyp"
    asks(window, "cost")
    dialog = window.shared.films.dialog
    qtbot.waitUntil(lambda: dialog.kinds.shown_value().name == "mp4")
    dialog.reject()


def test_that_a_folder_takes_the_pictures(qtbot, window, places, tmp_path):
    asks(window, "weights")
    films(qtbot, window, places, tmp_path / "frames")
    assert len(os.listdir(tmp_path / "frames")) == FRAMES


def test_that_cancel_leaves_nothing_and_the_question_stands(qtbot, window, places, tmp_path):
    dialog = asks_for_hours_of_work(window)
    (tmp_path / "films").mkdir()
    places.append(tmp_path / "films" / "film.gif")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: os.listdir(tmp_path / "films") != [])
    dialog.progress.cancel_button.click()
    assert dialog.form.isEnabled()
    assert dialog.words.text() == "Cancelled; nothing was kept."
    qtbot.waitUntil(lambda: os.listdir(tmp_path / "films") == [])
    dialog.reject()
    assert window.shared.films.dialog is None


def test_that_what_cannot_be_is_said_in_the_dialog(qtbot, window):
    asks(window, "cost")
    dialog = window.shared.films.dialog
    small(dialog, ".gif")
    dialog.form.editors["first"].setValue(10**9)
    dialog.save_button.click()
    assert "first step: 1000000000 is not accepted" in dialog.words.text()
    dialog.reject()


def test_that_without_ffmpeg_the_entries_say_what_is_missing(qtbot, window, monkeypatch, tmp_path):
    def texts() -> list[str]:
        box = window.shared.films.dialog.kinds
        return [box.itemText(k) for k, kind in enumerate(KINDS) if kind.needs_ffmpeg]

    asks(window, "cost")
    qtbot.waitUntil(lambda: "by ffmpeg" in texts()[0])
    window.shared.films.dialog.reject()
    monkeypatch.setenv("PATH", str(tmp_path))
    asks(window, "cost")
    qtbot.waitUntil(lambda: "not installed" in texts()[0])
    dialog = window.shared.films.dialog
    assert [dialog.kinds.model().item(k).isEnabled() for k in range(len(KINDS))] == [
        not kind.needs_ffmpeg for kind in KINDS
    ]
    dialog.reject()


def test_that_a_film_under_way_does_not_hold_the_window_open(qtbot, window, places, tmp_path):
    dialog = asks_for_hours_of_work(window)
    (tmp_path / "films").mkdir()
    places.append(tmp_path / "films" / "film.gif")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: os.listdir(tmp_path / "films") != [])
    window.close_at_once()
    assert os.listdir(tmp_path / "films") == []


@pytest.mark.parametrize("dimension", [1, 2])
def test_that_a_descent_becomes_a_film(qtbot, make_window, places, tmp_path, dimension):
    window = make_window()
    window.show_workspace("descent")
    descent = window.descent
    if dimension == 2:
        descent.panel.dimension_switch.button("2").click()
    view = descent.curve if dimension == 1 else descent.contour
    qtbot.waitUntil(lambda: view.figure() is not None)
    figures = card_of(view).figures
    with qtbot.waitSignal(window.shared.messages.said) as told:
        figures.film_wanted.emit()
    assert told.args == ["There is nothing to film yet."]
    for _ in range(5):
        window.actions_.descent_step.trigger()
    figures.film_wanted.emit()
    films(qtbot, window, places, tmp_path / "film.webp")
    with Image.open(tmp_path / "film.webp") as image:
        assert image.n_frames == FRAMES


def test_that_the_window_is_recorded_until_it_is_stopped(qtbot, window, places, tmp_path):
    path = tmp_path / "window.webp"
    places.append(path)
    action = window.actions_.record_window
    action.trigger()
    assert action.isChecked()
    note = window.findChild(RecordingNote)
    assert note.isVisible()
    window.actions_.clear.trigger()
    window.show_workspace("descent")
    qtbot.waitUntil(lambda: "0:00" not in note.text())  # a slow machine never shows 0:01
    with qtbot.waitSignal(window.shared.messages.said) as told:
        note.click()
    assert told.args[0].startswith(f"Saved {path}: ")
    assert not action.isChecked()
    qtbot.waitUntil(lambda: window.findChild(RecordingNote) is None)
    with Image.open(path) as image:
        ratio = window.devicePixelRatio()
        assert image.size == (round(ratio * window.width()), round(ratio * window.height()))
        first = np.asarray(image.convert("RGB"))
        image.seek(image.n_frames - 1)
        assert not np.array_equal(first, np.asarray(image.convert("RGB")))


def test_that_a_recording_is_kept_when_the_window_closes(qtbot, window, places, tmp_path):
    path = tmp_path / "window.gif"
    places.append(path)
    window.actions_.record_window.trigger()
    window.close_at_once()
    with Image.open(path) as image:
        assert image.n_frames >= 1
    assert not [name for name in os.listdir(tmp_path) if name.endswith("-tmp")]


def test_that_giving_up_the_question_records_nothing(qtbot, window, places):
    window.actions_.record_window.trigger()
    assert not window.actions_.record_window.isChecked()
    assert window.findChild(RecordingNote) is None
