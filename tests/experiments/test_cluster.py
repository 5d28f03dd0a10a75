"""A real scheduler with two workers on the loopback address."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gdstudio.errors import GdstudioError
from gdstudio.experiments.cluster import Cluster
from gdstudio.experiments.workshop import Workshop, piece_name
from tests.experiments import samples_of_work as samples

_ROOT = Path(__file__).resolve().parents[2]
_ARITHMETIC = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"]


class Grid:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "scheduler.json"
        self._processes = [
            _start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                   "--scheduler-file", str(self._file))
        ]  # fmt: skip
        self.address = ""
        _wait_for(self._is_found)
        self.workers: dict[int, subprocess.Popen[bytes]] = {}

    def _is_found(self) -> bool:
        try:
            self.address = json.loads(self._file.read_text())["address"]
        except (FileNotFoundError, json.JSONDecodeError):
            return False  # it is there for a moment before anything stands in it
        return True

    def add_worker(self) -> None:
        worker = _start("worker", self.address, *_ARITHMETIC)
        self._processes.append(worker)
        self.workers[worker.pid] = worker
        _wait_for(lambda: self.n_workers == len(self.workers))

    @property
    def n_workers(self) -> int:
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            return len(client.scheduler_info(n_workers=-1)["workers"])

    def kill_worker(self, pid: int) -> None:
        worker = self.workers.pop(pid)
        worker.kill()
        worker.wait()

    def stop(self) -> None:
        for process in reversed(self._processes):
            process.kill()
            process.wait()


def _start(what: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait_for(is_so: Callable[[], bool]) -> None:
    while not is_so():  # the test's own timeout ends it
        time.sleep(0.1)


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grid]:
    grid = Grid(tmp_path_factory.mktemp("grid"))
    try:
        grid.add_worker()
        grid.add_worker()
        yield grid
    finally:
        grid.stop()


def test_that_two_workers_share_the_work(grid: Grid, tmp_path: Path) -> None:
    items = [(k, str(tmp_path)) for k in range(4)]
    stages = Workshop(workers=Cluster(grid.address)).finish(
        samples.wait_a_little, items, name=lambda item: piece_name("square", item=item)
    )
    found = {s.item[0]: int(s.piece["square"][0]) for s in stages if s.item and s.piece}
    assert found == {0: 0, 1: 1, 2: 4, 3: 9}
    pids = {int(path.name.partition("-")[2]) for path in tmp_path.iterdir()}
    assert pids == set(grid.workers)


def test_that_a_worker_killed_in_the_middle_costs_time_and_no_results(
    grid: Grid, tmp_path: Path
) -> None:
    items = [(k, str(tmp_path)) for k in range(6)]
    victim, found = min(grid.workers), {}
    for advance in Cluster(grid.address).advances(samples.wait_a_little, items):
        is_busy = any(path.name.endswith(f"-{victim}") for path in tmp_path.iterdir())
        if is_busy and victim in grid.workers:
            grid.kill_worker(victim)
        if advance is not None and advance.piece is not None:
            found[advance.item[0]] = int(advance.piece["square"][0])
    assert victim not in grid.workers
    assert found == {k: k * k for k in range(6)}
    grid.add_worker()


def test_that_all_workers_killed_cost_time_and_no_results(grid: Grid, tmp_path: Path) -> None:
    # What was sent to them is lost with them and has to be sent again.
    items, found, killed = [(k, str(tmp_path)) for k in range(4)], {}, False
    for advance in Cluster(grid.address).advances(samples.wait_a_little, items):
        if not killed and any(tmp_path.iterdir()):
            killed = True
            for pid in list(grid.workers):
                grid.kill_worker(pid)
            grid.add_worker()
            grid.add_worker()
        if advance is not None and advance.piece is not None:
            found[advance.item[0]] = int(advance.piece["square"][0])
    assert killed
    assert found == {k: k * k for k in range(4)}


def test_that_leaving_does_not_wait_for_the_work(grid: Grid, tmp_path: Path) -> None:
    items = [(k, str(tmp_path)) for k in range(2)]
    advances = Cluster(grid.address).advances(samples.take_long, items)
    for _ in advances:
        if any(tmp_path.iterdir()):
            break
    advances.close()  # type: ignore[attr-defined]
    assert not (tmp_path / "finished").exists()
    for pid in list(grid.workers):  # what they have begun is not for the next test
        grid.kill_worker(pid)
    grid.add_worker()
    grid.add_worker()


def test_that_what_work_refuses_is_told_in_its_own_words(grid: Grid) -> None:
    with pytest.raises(GdstudioError, match=r"^item: 2 is not accepted; give another number$"):
        list(Cluster(grid.address).advances(samples.refuse, range(3)))


def test_that_an_address_where_nobody_answers_is_told_in_one_line() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # takes calls and says nothing
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(GdstudioError, match=f"no scheduler answers at {address}") as caught:
            Cluster(address)
    assert "\n" not in str(caught.value)


def test_that_another_kind_of_server_is_told_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"

        def answer() -> None:
            with contextlib.suppress(OSError):  # until the server is closed
                while True:
                    with server.accept()[0] as caller:
                        caller.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 100)

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            with pytest.raises(GdstudioError, match=f"no scheduler answers at {address}"):
                Cluster(address)
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.mark.parametrize("address", ["", "no such host", "127.0.0.1:1", "ftp://127.0.0.1:1", "x:y"])
def test_that_an_impossible_address_is_told_in_one_line(address: str) -> None:
    with pytest.raises(GdstudioError, match="no scheduler answers at") as caught:
        Cluster(address)
    assert "\n" not in str(caught.value)


def test_that_a_scheduler_without_workers_is_told_in_one_line(tmp_path: Path) -> None:
    grid = Grid(tmp_path)
    try:
        with pytest.raises(GdstudioError, match="has no workers; start some with: dask worker"):
            Cluster(grid.address)
    finally:
        grid.stop()


def test_that_a_missing_library_is_told_with_the_way_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "distributed"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(GdstudioError, match=r"to install it: pip install 'gdstudio\[cluster\]'"):
        Cluster("127.0.0.1:8786")
