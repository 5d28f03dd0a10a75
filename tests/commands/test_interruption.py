"""Ctrl+C, TERM and HUP: what can be kept is kept, and nobody sees a traceback."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gdstudio.cli import main
from gdstudio.commands.interruption import Interruption
from gdstudio.commands.output import ProgressLine
from gdstudio.files.run_file import load_run
from gdstudio.learning.training import Training
from tests.commands.program import RUN, environment, start
from tests.patience import PROGRAM_S

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextlib.contextmanager
def handled(number: signal.Signals, handler: signal.Handlers) -> Iterator[None]:
    """Return a context in which a signal is handled so."""
    before = signal.signal(number, handler)
    try:
        yield
    finally:
        signal.signal(number, before)


@pytest.mark.parametrize("number", SIGNALS)
def test_that_a_signal_asks_for_an_end_and_is_as_before_afterwards(
    number: signal.Signals,
) -> None:
    before = signal.getsignal(number)
    with Interruption() as wish:
        assert not wish.requested
        signal.raise_signal(number)
        assert wish.requested
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_that_a_second_signal_ends_at_once(number: signal.Signals) -> None:
    with Interruption() as wish:
        signal.raise_signal(signal.SIGINT)
        assert wish.requested
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)


def test_that_a_terminal_that_closes_may_say_so_more_than_once() -> None:
    """Kernel and shell both send HUP; who ends a sitting sends TERM and then HUP."""
    with Interruption() as wish:
        for number in (signal.SIGHUP, signal.SIGHUP, signal.SIGTERM, signal.SIGHUP):
            signal.raise_signal(number)
        assert wish.requested


@pytest.mark.parametrize("number", SIGNALS)
def test_that_a_signal_that_is_to_be_ignored_stays_ignored(number: signal.Signals) -> None:
    """As nohup does with HUP, and a shell with Ctrl+C for jobs in the background."""
    with handled(number, signal.SIG_IGN):
        with Interruption() as wish:
            signal.raise_signal(number)
            assert not wish.requested
        assert signal.getsignal(number) == signal.SIG_IGN


def test_that_a_run_is_kept_when_its_terminal_closes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Training.update

    def update(training: Training) -> float:
        if training.step == 37:
            signal.raise_signal(signal.SIGHUP)
            signal.raise_signal(signal.SIGHUP)
        return real(training)

    monkeypatch.setattr(Training, "update", update)
    path = tmp_path / "run.gdrun"
    assert main(["train", "--train-size", "600", "--epochs", "9", "--save", str(path)]) == 130
    assert capsys.readouterr().err == (
        f"gdstudio: interrupted at step 38, epoch 0.63; kept in {path}\n"
    )
    assert load_run(path).state.step == 38


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize(
    ("command", "kept"),
    [
        (["descend", "x^4 + y^2", "--tolerance", "0", "--steps", "99999"], "interrupted at step"),
        (["descend", "x^4", "--race", "sgd,adam", "--tolerance", "0", "--steps", "99999"],
         "interrupted at step"),
        (["surface", str(RUN), "--examples", "10", "--size", "65"], "grid is kept in"),
        (["surface", str(RUN), "--examples", "10", "--size", "5", "--curvature"],
         "5 x 5 grid is kept in"),
    ],
)  # fmt: skip
def test_that_every_signal_keeps_what_there_is(
    number: signal.Signals,
    command: list[str],
    kept: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[str] = []

    def show(line: ProgressLine, text: str) -> None:
        shown.append(text)
        wanted = "curvature" if "--curvature" in command else ""
        if len(shown) > 2 and text.startswith(wanted) and f"{number}" not in shown:
            shown.append(f"{number}")
            signal.raise_signal(number)

    monkeypatch.setattr(ProgressLine, "is_due", lambda line: True)
    monkeypatch.setattr(ProgressLine, "show", show)
    path = tmp_path / "kept.csv"
    assert main([*command, "--save", str(path)]) == 130
    assert kept in capsys.readouterr().err
    assert path.stat().st_size > 0


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("module", ["gdstudio.cli", "argparse", "numpy", "gdstudio.data.mnist"])
def test_that_a_signal_while_the_program_is_loaded_ends_it_in_silence(
    module: str, number: signal.Signals
) -> None:
    code = f"""
import os, sys
class Finder:
    def find_spec(self, name, path, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), {int(number)})
sys.meta_path.insert(0, Finder())
from gdstudio.__main__ import main
sys.exit(main())
"""
    process = start(code, "evaluate", str(RUN))
    out, err = process.communicate(timeout=PROGRAM_S)
    assert (process.returncode, out, err) == (130, b"", b"")


def test_that_nohup_lets_a_run_go_on(tmp_path: Path) -> None:
    code = """
import os, signal, sys
from gdstudio.learning.training import Training
update = Training.update
Training.update = lambda run: os.kill(os.getpid(), signal.SIGHUP) or update(run)
from gdstudio.__main__ import main
sys.exit(main())
"""
    process = subprocess.run(
        ["nohup", sys.executable, "-c", code, "train", "--train-size", "60", "--epochs", "1"],
        env=environment(),
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert process.returncode == 0
    assert b"6 steps, 1 epoch," in process.stdout


def test_that_a_second_ctrl_c_leaves_no_process_and_no_traceback(tmp_path: Path) -> None:
    """While several processes work, and the program has the first signal to itself."""
    code = """
import os, signal, sys
import gdstudio.commands.following as progress
real = progress.follow
def follow(items, label, wish):
    def twice():
        for n, item in enumerate(items):
            yield item
            if n == 3:
                os.kill(os.getpid(), signal.SIGINT)
                os.kill(os.getpid(), signal.SIGTERM)
    return real(twice(), label, wish)
progress.follow = follow
from gdstudio.__main__ import main
sys.exit(main())
"""
    process = start(
        code, "experiment", "minima", "--networks", "9", "--widths", "300", "--epochs", "9",
        "--workers", "2", "--save", str(tmp_path / "e"), start_new_session=True,
    )  # fmt: skip
    out, err = process.communicate(timeout=PROGRAM_S)
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err
    until = time.monotonic() + 60  # what counts the memory they shared ends a moment later
    while is_there(process.pid):
        assert time.monotonic() < until
        time.sleep(0.05)


def is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
