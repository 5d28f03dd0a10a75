import os
from pathlib import Path

import pytest

from gdstudio.studio import user_folder
from gdstudio.studio.controllers.file_controller import last_run_path
from gdstudio.studio.faults import log_path
from gdstudio.studio.user_folder import (
    can_be_kept,
    home_folder,
    is_ordinary,
    keep_everything_in,
)
from gdstudio.studio.views.common.status_bar import NotKeptNote
from gdstudio.studio.views.surface.opengl_platform import crash_marker


@pytest.fixture
def elsewhere(tmp_path, settings):
    keep_everything_in(tmp_path)
    yield tmp_path
    keep_everything_in(None)


def test_that_everything_kept_can_be_sent_elsewhere(elsewhere, settings):
    assert {last_run_path().parent, log_path().parents[1], crash_marker().parent} == {elsewhere}
    assert elsewhere in settings.folder.parents
    keep_everything_in(None)
    assert elsewhere not in last_run_path().parents


def test_that_a_folder_is_made_when_something_is_to_be_kept(tmp_path, settings):
    keep_everything_in(tmp_path / "a" / "b")
    try:
        assert can_be_kept()
        assert (tmp_path / "a" / "b").is_dir()
    finally:
        keep_everything_in(None)


def test_that_a_folder_that_cannot_be_made_or_written_is_told(tmp_path, settings, monkeypatch):
    (tmp_path / "file").write_text("")
    keep_everything_in(tmp_path / "file" / "folder")
    try:
        assert not can_be_kept()
        keep_everything_in(tmp_path)
        monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
        assert not can_be_kept()
    finally:
        keep_everything_in(None)


def test_that_the_status_bar_says_so_where_nothing_can_be_kept(make_window, monkeypatch):
    window = make_window(load=False)
    assert not window.statusBar().findChildren(NotKeptNote)
    monkeypatch.setattr(user_folder.os, "access", lambda *_: False)
    (note,) = make_window(load=False).statusBar().findChildren(NotKeptNote)
    assert note.isVisible()
    assert str(user_folder.user_folder()) in note.toolTip()


def test_that_settings_hold_for_a_sitting_in_a_folder_that_cannot_be_made(tmp_path, settings):
    from PySide6.QtCore import QSettings

    (tmp_path / "file").write_text("")
    ini, user = QSettings.Format.IniFormat, QSettings.Scope.UserScope
    QSettings.setPath(ini, user, str(tmp_path / "file" / "folder"))
    there = type(settings)()
    assert not there.are_kept
    there.appearance = "dark"
    there.save()
    assert there.appearance == "dark"


def test_that_a_file_is_ordinary_or_not_there_yet(tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    (tmp_path / "good link").symlink_to(tmp_path / "file")
    ordinary = {name: is_ordinary(tmp_path / name) for name in ("file", "new", "good link")}
    assert ordinary == {"file": True, "new": True, "good link": True}
    assert not is_ordinary(tmp_path)
    assert not is_ordinary(tmp_path / "link")


def test_that_a_folder_must_be_written_and_entered(tmp_path, settings, monkeypatch):
    keep_everything_in(tmp_path)
    try:
        asked = []
        monkeypatch.setattr(os, "access", lambda *args: asked.append(args) or True)
        assert can_be_kept()
        assert can_be_kept()  # it is there by now
        assert asked == [(tmp_path, os.W_OK | os.X_OK)] * 2
    finally:
        keep_everything_in(None)


def test_that_dialogs_begin_at_home():
    assert home_folder() == Path.home()
