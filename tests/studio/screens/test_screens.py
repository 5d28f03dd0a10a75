"""The program on small screens and on odd ones: a start each, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.studio.screens.virtual_screen import private_folders, virtual_screen

_PROBE = Path(__file__).with_name("probe.py")
_ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.timeout(600)  # a start takes seconds; a busy machine, minutes

NO_GLX = ("-extension", "GLX")


def run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(_ROOT), environment.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, *command],
        env=environment | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )


def look(
    folder: Path, screen: str, *options: str, sizes: tuple[str, ...] = (), **variables: str
) -> dict[str, Any]:
    """Return what the probe saw; whatever it said on standard error is a fault."""
    with virtual_screen(screen, *options) as environment:
        environment |= private_folders(folder) | variables
        done = run([str(_PROBE), *sizes], environment)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def assert_surfaces_are_painted(report: dict[str, Any]) -> None:
    assert all(share > 0.02 for share in report["drawn"].values()), report["drawn"]


def test_that_on_1024_x_768_without_glx_all_is_in_reach_and_surfaces_are_drawn_in_software(
    tmp_path: Path,
) -> None:
    report = look(tmp_path, "1024x768x24", *NO_GLX, sizes=("900x560", "640x480"))

    assert report["faults"] == []
    assert_surfaces_are_painted(report)
    (sentence,) = report["said"]
    assert "OpenGL cannot be reached here; the surface is drawn in software." in sentence


def test_that_on_1366_x_768_at_150_percent_with_16_bits_all_is_in_reach_and_drawn_in_software(
    tmp_path: Path,
) -> None:
    report = look(tmp_path, "1366x768x16", QT_SCALE_FACTOR="1.5")

    assert report["faults"] == []
    assert_surfaces_are_painted(report)
    (sentence,) = report["said"]
    assert "This screen shows 16 bits a pixel; the surface is drawn in software." in sentence


def test_that_on_1366_x_768_at_125_percent_all_is_in_reach_and_drawn_by_opengl(
    tmp_path: Path,
) -> None:
    report = look(tmp_path, "1366x768x24", QT_SCALE_FACTOR="1.25")

    assert report["faults"] == []
    assert_surfaces_are_painted(report)
    assert report["said"] == []


def test_that_on_1920_x_1080_at_200_percent_below_wayland_all_is_in_reach_and_drawn_by_opengl(
    tmp_path: Path,
) -> None:
    report = look(tmp_path, "1920x1080x24", QT_SCALE_FACTOR="2", XDG_SESSION_TYPE="wayland")

    assert report["faults"] == []
    assert_surfaces_are_painted(report)
    assert report["said"] == []


def test_that_a_screen_on_which_no_window_can_be_painted_is_told_in_one_line(
    tmp_path: Path,
) -> None:
    with virtual_screen("640x480x8") as environment:
        done = run(["-m", "gdstudio"], environment | private_folders(tmp_path))

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "gdstudio: error: the screen shows 8 bits a pixel; the window needs 15 or more"
    ]


@pytest.mark.parametrize(
    ("death", "counts"),
    [
        ("import ctypes; ctypes.string_at(0)", True),
        ("os.abort()", True),
        ("os.kill(os.getpid(), signal.SIGKILL)", False),
        ("os.kill(os.getpid(), signal.SIGTERM)", False),
        ("os._exit(1)", False),
    ],
    ids=["crash", "abort", "kill", "term", "session"],
)
def test_that_only_a_crash_while_opengl_starts_counts_as_its_failure(
    tmp_path: Path, death: str, counts: bool
) -> None:
    start = (
        "import os, signal\n"
        "from gdstudio.studio.views.surface.opengl_platform import opengl_starts\n"
        "opengl_starts()\n"
    )
    after = (
        "from gdstudio.studio.views.surface.opengl_platform import died_in_opengl\n"
        "print(died_in_opengl())"
    )
    environment = dict(os.environ) | private_folders(tmp_path)

    assert run(["-c", start + death], environment).returncode != 0
    assert run(["-c", after], environment).stdout.strip() == str(counts)
