"""The scripts of the portable folder, with a stand-in for the program."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.patience import PROGRAM_S

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "packaging/portable"
ID = "org.gdstudio.GradientDescentStudio"


@pytest.fixture
def folder(tmp_path):
    """A portable folder at a path with a space, letters beyond ASCII and a percent sign."""
    folder = tmp_path / "Übung 100% $1" / "gdstudio"
    for name in ("gdstudio", "install", "uninstall", "refresh-desktop"):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(SCRIPTS / name, folder)
    program = folder / "program/gdstudio"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "[$LD_LIBRARY_PATH] $*"\n')
    program.chmod(0o755)
    (folder / "fallback").mkdir()
    (folder / "fallback/libstdc++.so.6.0.30").touch()
    for kind in ("applications", "mime"):
        shutil.copytree(ROOT / "packaging/desktop/share" / kind, folder / "share" / kind)
    return folder


@pytest.fixture
def home(tmp_path):
    home = tmp_path / "a home"
    applications = home / ".local/share/applications"
    applications.mkdir(parents=True)
    (applications / "other.desktop").write_text("[Desktop Entry]\n")
    (applications / "mimeinfo.cache").touch()  # a list of the launchers
    return home


def run(command, home, *arguments, code=0, **environment):
    done = subprocess.run(
        [command, *arguments],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=PROGRAM_S,
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def tree(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_that_the_installed_launcher_names_the_program_by_its_whole_path(folder, home):
    run(folder / "install", home)
    launcher = (home / f".local/share/applications/{ID}.desktop").read_text()
    program = home / ".local/opt/gdstudio/gdstudio"
    assert f'\nExec="{program}" %f\n' in launcher
    assert f'\nExec="{program}" --new-run\n' in launcher
    assert "Exec=gdstudio" not in launcher


def test_that_a_path_is_written_into_the_launcher_as_the_specification_says(folder, home, tmp_path):
    target = tmp_path / 'odd "100%" \\$ place'
    run(folder / "install", home, "--into", target)
    launcher = (home / f".local/share/applications/{ID}.desktop").read_text()
    line = next(line for line in launcher.splitlines() if line.startswith("Exec="))
    # Read back: the escapes of any text, then those within quotes, then the percent sign.
    text = line.removeprefix("Exec=").replace("\\\\", "\\")
    quoted = text[1 : text.rindex('"')]
    read, i = "", 0
    while i < len(quoted):
        i += quoted[i] == "\\"
        read += quoted[i]
        i += 1
    assert read.replace("%%", "%") == str(target / "gdstudio")


def test_that_the_command_starts_the_program_with_what_it_is_given(folder, home):
    run(folder / "install", home)
    said = run(home / ".local/bin/gdstudio", home, "train", "--epochs", "2")
    assert said.endswith("] train --epochs 2\n")


def test_that_uninstalling_leaves_the_home_as_it_was(folder, home):
    before = tree(home)
    run(folder / "install", home)
    assert len(tree(home)) > len(before)
    run(home / ".local/opt/gdstudio/uninstall", home)
    assert tree(home) == before


def test_that_nothing_stays_in_a_home_where_nothing_was(folder, tmp_path):
    home = tmp_path / "fresh"
    home.mkdir()
    run(folder / "install", home)
    run(home / ".local/opt/gdstudio/uninstall", home)
    assert tree(home) == []


def test_that_folders_that_were_there_before_stay_even_if_empty(folder, home):
    for name in (".local/bin", ".local/opt", ".local/share/sounds"):
        (home / name).mkdir(parents=True)
    before = tree(home)
    run(folder / "install", home)
    run(home / ".local/opt/gdstudio/uninstall", home)
    assert tree(home) == before


def test_that_a_folder_made_for_the_program_stays_if_it_holds_something_else_by_now(folder, home):
    run(folder / "install", home)
    (home / ".local/bin/other").touch()
    run(home / ".local/opt/gdstudio/uninstall", home)
    assert tree(home / ".local") == [
        "bin",
        "bin/other",
        "share",
        "share/applications",
        "share/applications/mimeinfo.cache",
        "share/applications/other.desktop",
    ]


def test_that_folders_made_elsewhere_are_taken_away_too(folder, home, tmp_path):
    before = tree(home)
    run(folder / "install", home, "--into", tmp_path / "new/deep/place")
    run(tmp_path / "new/deep/place/uninstall", home)
    assert tree(home) == before
    assert not (tmp_path / "new").exists()


def test_that_installing_again_takes_the_place_of_the_old_version(folder, home):
    run(folder / "install", home)
    stale = folder / "share/applications/stale.desktop"
    before = tree(home)
    stale.touch()
    run(folder / "install", home)
    stale.unlink()
    run(folder / "install", home)
    assert tree(home) == before


def test_that_a_folder_of_somebody_elses_is_not_touched(folder, home):
    theirs = home / ".local/opt/gdstudio"
    theirs.mkdir(parents=True)
    (theirs / "diary.txt").write_text("mine")
    said = run(folder / "install", home, code=1)
    assert "nothing was done" in said
    assert (theirs / "diary.txt").read_text() == "mine"


def test_that_the_uninstaller_of_a_folder_that_was_not_installed_takes_nothing(folder, home):
    assert "nothing was installed" in run(folder / "uninstall", home, code=1)
    assert (folder / "program/gdstudio").is_file()


def test_that_a_newer_cpp_library_of_the_system_is_preferred_to_the_carried_one(folder, home):
    (folder / "fallback/libstdc++.so.6.0.30").rename(folder / "fallback/libstdc++.so.6.0.1")
    assert run(folder / "gdstudio", home) == "[] \n"


def test_that_an_older_cpp_library_of_the_system_is_not_used(folder, home):
    (folder / "fallback/libstdc++.so.6.0.30").rename(folder / "fallback/libstdc++.so.6.0.9999")
    assert run(folder / "gdstudio", home) == f"[{folder}/fallback] \n"
