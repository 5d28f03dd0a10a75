"""Pieces of work: taken up if finished, done and kept if not, whoever does them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from gdstudio.errors import GdstudioError
from gdstudio.experiments.processes import Processes
from gdstudio.experiments.workshop import (
    KeptInMemory,
    Stage,
    ThisProcess,
    Workers,
    Workshop,
    piece_name,
)
from tests.experiments import samples_of_work as samples
from tests.patience import PATIENCE_S

ROOT = Path(__file__).resolve().parents[2]


def name_of(item: int) -> str:
    return piece_name("square", item=item)


def squares(stages: Iterator[Stage[int]]) -> dict[int, int]:
    return {
        s.item: int(s.piece["square"][0])
        for s in stages
        if s.item is not None and s.piece is not None
    }


@pytest.mark.parametrize("workers", [ThisProcess(), Processes(2), Processes(3)])
def test_that_every_piece_is_done_once_whoever_does_it(workers: Workers) -> None:
    shared = np.ones(3), np.full((2, 2), 0.5)
    stages = list(Workshop(workers=workers).finish(samples.square, range(5), shared, name=name_of))
    assert squares(iter(stages)) == {k: k * k for k in range(5)}
    pieces = [stage.piece for stage in stages if stage.piece is not None]
    assert len(pieces) == 5
    assert all(piece["sum"][0] == 5.0 for piece in pieces)
    assert all(not array.flags.writeable for piece in pieces for array in piece.values())
    shares = [stage.share for stage in stages]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    is_here = {int(piece["pid"][0]) == os.getpid() for piece in pieces}
    assert is_here == {isinstance(workers, ThisProcess)}


def test_that_finished_pieces_are_taken_up_and_new_ones_kept() -> None:
    pieces = KeptInMemory()
    workshop = Workshop(pieces)
    pieces.put(name_of(3), {"square": np.array([-1])})
    assert squares(workshop.finish(samples.square, range(5), name=name_of))[3] == -1
    assert pieces.get(name_of(4)) is not None
    # A second time nobody works.
    assert squares(
        Workshop(pieces, NobodyWorks()).finish(samples.square, range(5), name=name_of)
    ) == {0: 0, 1: 1, 2: 4, 3: -1, 4: 16}


def test_that_a_piece_that_is_not_what_work_would_make_is_made_again() -> None:
    pieces = KeptInMemory()
    pieces.put(name_of(3), {"square": np.array([-1])})
    found = Workshop(pieces).finish(
        samples.square, [3], name=name_of, is_usable=lambda item, piece: piece["square"][0] >= 0
    )
    assert squares(found) == {3: 9}


def test_that_the_share_weighs_pieces_by_their_effort() -> None:
    stages = Workshop().finish(samples.square, [1, 3], name=name_of, effort=float)
    assert [stage.share for stage in stages] == [0.125, 0.25, 0.625, 1.0]


def test_that_names_tell_all_that_a_piece_depends_on() -> None:
    names = {
        piece_name("a", x=1, y=2),
        piece_name("b", x=1, y=2),
        piece_name("a", x=2, y=1),
        piece_name("a", x=1),
        piece_name("a", x=1.5, y=2),
    }
    assert len(names) == 5
    assert piece_name("a", y=2, x=1) == piece_name("a", x=1, y=2)


def test_that_what_work_refuses_is_told_in_its_own_words() -> None:
    with pytest.raises(GdstudioError, match=r"^item: 2 is not accepted; give another number$"):
        list(Processes(2).advances(samples.refuse, range(4)))


def test_that_a_killed_process_costs_time_and_no_results(tmp_path: Path) -> None:
    items = [(k, str(tmp_path)) for k in range(4)]
    found = {
        advance.item[0]: int(advance.piece["square"][0])
        for advance in Processes(2).advances(samples.die_once, items)
        if advance is not None and advance.piece is not None
    }
    assert found == {0: 0, 1: 1, 2: 4, 3: 9}
    assert len(list(tmp_path.glob("1-*"))) >= 2  # it was begun again


def test_that_processes_killed_from_outside_cost_time_and_no_results(tmp_path: Path) -> None:
    items = [(k, str(tmp_path)) for k in range(6)]
    found, killed = {}, False
    for advance in Processes(2).advances(samples.wait_a_little, items):
        if advance is None or advance.piece is None:
            continue
        found[advance.item[0]] = int(advance.piece["square"][0])
        if not killed:
            killed = True
            for mark in tmp_path.iterdir():
                pid = int(mark.name.partition("-")[2])
                if psutil.pid_exists(pid):
                    os.kill(pid, signal.SIGKILL)
    assert found == {k: k * k for k in range(6)}


def test_that_processes_that_die_every_time_are_given_up() -> None:
    with pytest.raises(GdstudioError, match="lost 3 times before a piece was finished"):
        list(Processes(2).advances(samples.die, range(2)))


def test_that_leaving_ends_the_processes_at_once(tmp_path: Path) -> None:
    advances = Processes(2).advances(samples.take_long, [(k, str(tmp_path)) for k in range(4)])
    for advance in advances:
        assert advance is None
        if len(pids := [int(path.name) for path in tmp_path.iterdir()]) == 2:
            break
    advances.close()  # type: ignore[attr-defined]
    assert not any(psutil.pid_exists(pid) for pid in pids)
    assert not (tmp_path / "finished").exists()


def test_that_whoever_stops_ends_no_processes_of_another(tmp_path: Path) -> None:
    """joblib knows one set of processes: the next round begins when the last has ended."""
    first = Processes(2).advances(samples.take_long, [(k, str(tmp_path)) for k in range(4)])
    for _ in first:
        if len(list(tmp_path.iterdir())) == 2:
            break
    second = Processes(2).advances(samples.square, range(4))
    assert next(second) is None  # it waits, and can be left at any moment
    first.close()  # type: ignore[attr-defined]
    found = [advance.piece for advance in second if advance is not None and advance.piece]
    assert sorted(int(piece["square"][0]) for piece in found) == [0, 1, 4, 9]


def test_that_one_who_waits_for_another_can_leave(tmp_path: Path) -> None:
    first = Processes(2).advances(samples.take_long, [(0, str(tmp_path)), (1, str(tmp_path))])
    assert next(first) is None
    second = Processes(2).advances(samples.square, range(2))
    assert next(second) is None
    second.close()  # type: ignore[attr-defined]
    assert next(first) is None
    first.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("pieces_seen", [0, 1, 2, 3])
def test_that_a_stop_leaves_no_thread_and_no_process(tmp_path: Path, pieces_seen: int) -> None:
    """Wherever it comes: before the first process works, and while pieces come in one by one."""
    program = psutil.Process()
    threads, children = set(threading.enumerate()), set(program.children(recursive=True))
    advances = Processes(2).advances(samples.wait_a_little, [(k, str(tmp_path)) for k in range(9)])
    found = 0
    for advance in advances:
        found += advance is not None and advance.piece is not None
        if found >= pieces_seen:
            break
    advances.close()  # type: ignore[attr-defined]
    until = time.monotonic() + PATIENCE_S  # the thread that fed their queue ends a moment later
    while not set(threading.enumerate()) <= threads:
        assert time.monotonic() < until, threading.enumerate()
        time.sleep(0.01)
    left = [child for child in set(program.children(recursive=True)) - children if is_worker(child)]
    assert left == []


def is_worker(process: psutil.Process) -> bool:
    """All but the one that counts what workers share: it stays as long as the program."""
    return "popen_loky_posix" in " ".join(process.cmdline())


def test_that_ctrl_c_and_hup_of_a_terminal_do_not_reach_the_workers(tmp_path: Path) -> None:
    """Nor while they start: they come to every process of the terminal at once."""
    script = tmp_path / "program.py"
    script.write_text(
        "import os, signal, sys\n"
        "from gdstudio.experiments.processes import Processes\n"
        "from tests.experiments import samples_of_work as samples\n"
        "for number in (signal.SIGINT, signal.SIGHUP): signal.signal(number, lambda *_: None)\n"
        "marks, found = sys.argv[1], 0\n"
        "for a in Processes(2).advances(samples.wait_a_little, [(k, marks) for k in range(2)]):\n"
        "    os.killpg(0, signal.SIGINT); os.killpg(0, signal.SIGHUP)\n"
        "    found += a is not None and a.piece is not None\n"
        "print(found)\n"
    )
    marks = tmp_path / "marks"
    marks.mkdir()
    done = subprocess.run(
        [sys.executable, str(script), str(marks)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "2\n", "")
    assert len(list(marks.iterdir())) == 2  # no process was lost, no piece begun again


class NobodyWorks:
    """Workers that must not be asked for anything."""

    def advances(self, work, items, shared=()):  # type: ignore[no-untyped-def]
        assert not items
        yield from ()


def test_that_an_advance_of_this_process_tells_its_share() -> None:
    advances = [a for a in ThisProcess().advances(samples.square, [2]) if a is not None]
    assert [(a.item, a.share, a.piece is None) for a in advances] == [
        (2, 0.5, True),
        (2, 1.0, False),
    ]
    assert isinstance(advances[0], Stage)


def test_that_what_there_is_so_far_comes_along_with_its_share() -> None:
    stages = list(Workshop().finish(samples.count, [2], name=name_of))
    assert [(s.share, s.item) for s in stages] == [(0.0, None), (0.5, 2), (1.0, 2)]
    assert stages[0].so_far is None
    assert stages[1].so_far is not None
    assert stages[1].so_far["count"].tolist() == [1]
    assert stages[1].piece is stages[2].so_far is None
    assert stages[2].piece is not None
