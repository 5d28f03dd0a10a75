"""Streams that are missing, closed, full or broken never hinder the work."""

from __future__ import annotations

import fcntl
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gdstudio.cli import main
from gdstudio.commands.streams import OutputLost, prepare_streams
from gdstudio.files.run_file import load_run
from tests.commands.program import RUN, environment, shell

TRAIN = "train --train-size 60 --epochs 1 --save run.gdrun"
FULL = b"gdstudio: error: standard output: cannot be written: no space left on device\n"


def test_that_a_closed_output_is_silence(tmp_path: Path) -> None:
    done = shell(f"gdstudio evaluate {RUN} >&-", tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
def test_that_a_missing_stream_is_silence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows starts a program without a console."""
    monkeypatch.setattr(sys, name, None)
    monkeypatch.chdir(tmp_path)
    assert main(["evaluate", str(RUN)]) == 0
    assert main(TRAIN.split()) == 0
    assert main(["evaluate", "missing"]) == 1
    assert load_run("run.gdrun").state.step == 6


@pytest.mark.parametrize("closed", ["2>&-", ">&- 2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_that_a_run_is_kept_without_streams(closed: str, tmp_path: Path) -> None:
    done = shell(f"gdstudio {TRAIN} {closed}", tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert load_run(tmp_path / "run.gdrun").state.step == 6
    assert os.listdir(tmp_path) == ["run.gdrun"]


def test_that_files_never_take_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    code = (
        "import os; from gdstudio.commands.streams import prepare_streams; prepare_streams()\n"
        "assert os.open('file', os.O_CREAT | os.O_WRONLY) > 2\n"
        "assert all(os.get_inheritable(n) for n in range(3))\n"
        "print('silence')"
    )
    line = f'exec {sys.executable} -c "{code}" <&- >&- 2>&-'
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, env=environment(), check=False)
    assert done.returncode == 0
    assert (tmp_path / "file").read_bytes() == b""


@pytest.mark.parametrize("command", ["recipes", "recipes --json", "--help", "train --help"])
def test_that_a_full_output_gets_one_line(command: str, tmp_path: Path) -> None:
    done = shell(f"gdstudio {command} >/dev/full", tmp_path)
    assert (done.returncode, done.stderr) == (1, FULL)


def test_that_a_full_output_costs_no_run(tmp_path: Path) -> None:
    done = shell(f"gdstudio {TRAIN} >/dev/full", tmp_path)
    assert (done.returncode, done.stderr) == (1, FULL)
    assert load_run(tmp_path / "run.gdrun").state.step == 6


@pytest.mark.parametrize(
    "command", [TRAIN, f"surface {RUN} --size 21 --examples 10 --json --save s.npz"]
)
def test_that_a_disk_that_takes_neither_file_nor_output_is_told_of_both(
    command: str, tmp_path: Path
) -> None:
    """The second prints more than is held back: it fails while it prints, the first at its end."""
    code = (
        "import errno, os, sys; from gdstudio.files import atomic; real = atomic.temporary_file\n"
        "def temporary_file(parent):\n"
        "    if not parent.is_relative_to(sys.argv[1]): raise OSError(errno.ENOSPC, 'No space')\n"
        "    return real(parent)\n"
        "atomic.temporary_file = temporary_file\n"
        "from gdstudio.cli import main; data, *arguments = sys.argv[1:]; sys.exit(main(arguments))"
    )
    data = tmp_path / "data"
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", code, str(data), *command.split()],
            cwd=tmp_path,
            env=environment(XDG_DATA_HOME=str(data)),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    assert lines[0].startswith(
        f"gdstudio: error: {command.split()[-1]}: cannot be written: no space"
    )
    assert Path(lines[0].rpartition("; kept in ")[2]).is_file()
    assert all("standard output" in line for line in lines[1:])


def test_that_nothing_is_said_where_nothing_can_be(tmp_path: Path) -> None:
    done = shell("gdstudio recipes >/dev/full 2>&1", tmp_path)
    assert done.returncode == 1
    done = shell("gdstudio recipes >/dev/full 2>&-; echo $?", tmp_path)
    assert (done.stdout, done.stderr) == (b"1\n", b"")


def test_that_a_reader_who_has_gone_is_told_nothing(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    for stderr in (subprocess.PIPE, writer):
        done = subprocess.run(
            [sys.executable, "-m", "gdstudio", "recipes"],
            env=environment(),
            stdout=writer,
            stderr=stderr,
            check=False,
        )
        assert (done.returncode, done.stderr or b"") == (1, b"")
    os.close(writer)


def test_that_a_pipe_that_does_not_wait_gets_all(tmp_path: Path) -> None:
    """Other programs leave pipes so; what does not fit at once is written when there is room."""
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    os.set_blocking(writer, False)
    with subprocess.Popen(
        [sys.executable, "-m", "gdstudio", "recipes", "--json"],
        env=environment(),
        stdout=writer,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(writer)
        with open(reader, "rb") as output:
            text = output.read()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 0
    assert len(text) > 4096
    assert isinstance(json.loads(text), list)


def test_that_no_text_is_beyond_an_encoding(tmp_path: Path) -> None:
    done = shell(
        f"gdstudio {TRAIN.removesuffix('run.gdrun')}$(printf 'r\\303\\274\\377n')",
        tmp_path,
        PYTHONIOENCODING="ascii:strict",
        LC_ALL="C",
    )
    assert done.returncode == 0
    assert done.stderr == b""
    assert rb"saved in r\xfc\udcffn" in done.stdout
    assert os.listdir(os.fsencode(tmp_path)) == [b"r\xc3\xbc\xffn"]


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8", "−3.83·10⁻⁵ – 2×10³ é".encode()),
        ("latin-1", "-3.83·10^-5 - 2×10³ é".encode("latin-1")),
        ("ascii", rb"-3.83*10^-5 - 2x10^3 \xe9"),
    ],
)
def test_that_numbers_are_readable_in_every_encoding(
    encoding: str, written: bytes, tmp_path: Path
) -> None:
    program = (
        "from gdstudio.commands.streams import prepare_streams as prepare; prepare();"
        " print(chr(8722) + '3.83·10⁻⁵ – 2×10³ é', end='')"
    )
    shown = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = subprocess.run([sys.executable, "-c", program], env=shown, capture_output=True)
    assert done.stdout == written


def test_that_streams_of_somebody_else_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = io.StringIO()
    monkeypatch.setattr(sys, "stdout", theirs)
    prepare_streams()
    assert sys.stdout is theirs
    assert main(["recipes"]) == 0
    assert theirs.getvalue().startswith("lesson: ")


def test_that_a_disk_that_fails_under_the_output_is_named() -> None:
    assert str(OutputLost(OSError(5, "Input/output error"))) == (
        "standard output: cannot be written: input/output error"
    )
    assert not OutputLost(OSError(5, "Input/output error")).is_reader_gone
    assert OutputLost(BrokenPipeError(32, "Broken pipe")).is_reader_gone
