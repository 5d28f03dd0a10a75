"""`gdstudio lesson`: what can be refused before there is a window is refused without one."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from gdstudio import cli
from tests.commands.program import start

_LESSON = 'format = 1\ntitle = "L"\n[[scene]]\ntitle = "a"\nsentence = "b"\n'


@pytest.fixture(autouse=True)
def no_window(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Note what a window would be opened for, and open none."""
    opened: list[tuple[str, int]] = []

    class Window:
        def give(self, path: Path, index: int) -> int:
            opened.append((path.name, index))
            return 0

    monkeypatch.setattr(cli, "_LessonWindow", Window)
    return opened


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """Return the exit code, and the one line that is told."""
    code = cli.main(["lesson", *map(str, arguments)])
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("gdstudio: error: ")
    assert err.count("\n") == 1
    return code, err


@pytest.mark.parametrize("flags", [[], ["--check"]])
def test_that_a_lesson_that_is_not_there_is_refused_before_a_window(
    tmp_path, capsys, no_window, flags
):
    for name in ("nope", tmp_path / "nope.toml", ""):
        code, said = told(capsys, name, *flags)
        assert code == 2
        assert "one of: gradient-descent, first-steps, or a FILE.toml that is there" in said
    assert no_window == []


@pytest.mark.parametrize("flags", [[], ["--check"]])
@pytest.mark.parametrize("number", [0, -1, 2, 999])
def test_that_a_scene_that_is_not_there_is_refused(tmp_path, capsys, no_window, number, flags):
    path = tmp_path / "l.toml"
    path.write_text(_LESSON, "utf-8")
    code, said = told(capsys, path, "--scene", number, *flags)
    assert code == 2
    assert f"scene: {number} is not accepted; give a number from 1 to 1" in said
    assert no_window == []
    assert cli.main(["lesson", str(path), "--scene", "1"]) == 0
    assert no_window == [("l.toml", 0)]


def test_that_what_is_no_lesson_is_refused_before_a_window(tmp_path, capsys, no_window):
    folder, file = tmp_path / "folder.toml", tmp_path / "l.toml"
    folder.mkdir()
    assert "is a folder" in told(capsys, folder)[1]
    for text, said in (
        ("", "line 1: format is missing; give 1"),
        ("format = 1\n", "line 1: title is missing; give a line of text"),
        ('format = 1\ntitle = "L"\n', "scene is missing; give 1 to 200 scenes"),
        (_LESSON * 2, "is no TOML"),
        (_LESSON + 'title = "again"\n', "is no TOML"),
        (_LESSON + 9_999 * '[[scene]]\ntitle = "a"\nsentence = "b"\n', "scene: 10000"),
    ):
        file.write_text(text, "utf-8")
        code, line = told(capsys, file)
        assert code == 1
        assert said in line
    assert no_window == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything can be read")
def test_that_a_lesson_that_may_not_be_read_is_refused(tmp_path, capsys):
    file = tmp_path / "l.toml"
    file.write_text(_LESSON, "utf-8")
    file.chmod(0)
    assert "cannot be read" in told(capsys, file)[1]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + _LESSON.encode(),
        _LESSON.replace("\n", "\r\n").encode(),
        _LESSON.replace(" = ", "\t=\t").encode(),
    ],
    ids=["mark", "line-ends", "tabs"],
)
def test_that_lessons_of_every_editor_are_read(tmp_path, no_window, data):
    file = tmp_path / "l.toml"
    file.write_bytes(data)
    assert cli.main(["lesson", str(file)]) == 0
    assert no_window == [("l.toml", 0)]


@pytest.mark.skipif(os.name == "nt", reason="no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_that_a_check_ends_when_somebody_wants_it(number):
    code = (
        "import sys; from gdstudio.__main__ import main; sys.argv[0] = 'gdstudio'; sys.exit(main())"
    )
    process = start(code, "lesson", "first-steps", "--check")
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b"stands")
    process.send_signal(number)
    _, err = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in err
