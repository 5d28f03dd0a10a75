"""When the work of a window is kept while it goes on."""

import time
from unittest.mock import DEFAULT, MagicMock

import pytest
from PySide6.QtCore import QObject, Qt, QTimer

from gdstudio.files.kept_sitting import list_sittings
from gdstudio.files.sitting_folder import KeptSitting
from gdstudio.studio.controllers.autosave_controller import AutosaveController
from gdstudio.studio.controllers.sitting_controller import SittingController
from gdstudio.studio.controllers.state_taker import StateTaker
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.user_folder import keep_everything_in
from gdstudio.studio.workers.background_job import BackgroundJob, shut_down
from tests.files.test_kept_sitting import run


@pytest.fixture(autouse=True)
def folder(tmp_path):
    keep_everything_in(tmp_path)
    yield tmp_path / "autosave"
    keep_everything_in(None)


class Desk(QObject):
    """A window that has learned `learned`, and whose run has ended."""

    def __init__(self, interval_s, clock):
        super().__init__()
        self.runs, self.messages = RunModel(self), Messages(self)
        self.sittings = MagicMock(spec=SittingController)
        self.drawing = MagicMock(spec=DrawingModel)
        self.training = TrainingController(self.runs, self)
        self.states = StateTaker(self.runs, self.training, self)
        self.said = []
        self.messages.said.connect(self.said.append)
        self.learn(0)
        given = self.runs, self.drawing, self.messages
        self.autosave = AutosaveController(
            self.sittings, self.states, *given, interval_s, self, clock
        )

    def learn(self, steps):
        self.sittings.learned.return_value = frozenset({steps} if steps else ())
        kept = KeptSitting(last=run(steps)) if steps else KeptSitting()
        self.sittings.sitting.return_value = kept


@pytest.fixture
def make_desk(qtbot):
    desks = []

    def make(interval_s=3600.0, clock=time.monotonic):
        desks.append(Desk(interval_s, clock))
        return desks[-1]

    yield make
    for desk in desks:
        shut_down(desk)
        desk.autosave.end(is_kept=True)


def steps_in(folder):
    return [note.steps for ring in folder.iterdir() for note in list_sittings(ring)]


def pause(desk):
    desk.runs.set_running(True)
    desk.runs.set_running(False)


def test_that_a_pause_keeps_what_was_learned(qtbot, make_desk, folder):
    desk = make_desk()
    desk.learn(3)
    with qtbot.waitSignal(desk.autosave.saved):
        pause(desk)
    assert steps_in(folder) == [3]


def test_that_nothing_is_written_where_nothing_was_learned(qtbot, make_desk, folder):
    desk = make_desk()
    pause(desk)
    desk.autosave.look()
    shut_down(desk)
    assert not folder.exists()


def test_that_the_same_is_not_written_twice_but_a_drawing_beside_it_is(qtbot, make_desk, folder):
    desk = make_desk()
    desk.learn(3)
    with qtbot.waitSignal(desk.autosave.saved):
        pause(desk)
    pause(desk)
    jobs = desk.findChildren(BackgroundJob)
    qtbot.waitUntil(lambda: not any(job.is_running for job in jobs))
    assert steps_in(folder) == [3]
    desk.drawing.digit = object()
    with qtbot.waitSignal(desk.autosave.saved):
        desk.autosave.look()
    assert steps_in(folder) == [3, 3]


def test_that_time_alone_keeps_it_too(qtbot, make_desk, folder):
    desk = make_desk(0.05)
    desk.learn(3)
    with qtbot.waitSignal(desk.autosave.saved):
        pass
    assert 3 in steps_in(folder)


def test_that_writing_that_takes_long_is_done_less_often(qtbot, make_desk):
    now = [0.0]
    desk = make_desk(60.0, lambda: now[0])
    (timer,) = desk.autosave.findChildren(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly)
    desk.learn(3)
    with qtbot.waitSignal(desk.autosave.saved):
        pause(desk)
    assert timer.interval() == 60_000

    def takes_two_seconds(*_):
        now[0] += 2.0
        return DEFAULT

    desk.sittings.sitting.side_effect = takes_two_seconds  # while it is being written
    desk.learn(4)
    desk.autosave.look()
    qtbot.waitUntil(lambda: timer.interval() != 60_000)
    assert timer.interval() == 198_000  # two seconds are 1 % of it


def test_that_a_ring_that_cannot_be_written_is_told_once(qtbot, make_desk, folder, caplog):
    folder.write_text("in the way")
    desk = make_desk()
    desk.learn(3)
    pause(desk)
    qtbot.waitUntil(lambda: len(desk.said) == 1)
    assert desk.said[0].startswith("The work in this window is not kept meanwhile: ")
    pause(desk)
    qtbot.waitUntil(lambda: len(caplog.records) == 2)
    assert len(desk.said) == 1
    folder.unlink()
    with qtbot.waitSignal(desk.autosave.saved):
        pause(desk)
    assert steps_in(folder) == [3]


def test_that_a_closed_window_leaves_its_ring_only_if_nothing_else_is_kept(
    qtbot, make_desk, folder
):
    desks = [make_desk(), make_desk()]
    for desk in desks:
        desk.learn(3)
        with qtbot.waitSignal(desk.autosave.saved):
            pause(desk)
    desks[0].autosave.end(is_kept=False)
    desks[1].autosave.end(is_kept=True)
    assert steps_in(folder) == [3]


def test_that_the_users_own_work_is_kept_before_something_else_stands_there(
    qtbot, make_desk, folder
):
    desk = make_desk()
    desk.learn(5)
    with qtbot.waitSignal(desk.autosave.saved):
        desk.autosave.set_aside()
    desk.learn(9)  # not the user's own
    desk.autosave.look()
    desk.runs.running_changed.emit(False)
    assert desk.sittings.sitting.call_count == 1
    desk.autosave.resume()
    with qtbot.waitSignal(desk.autosave.saved):
        desk.autosave.look()
    assert desk.sittings.sitting.call_count == 2


def test_that_what_is_learned_while_something_is_written_is_written_after_it(
    qtbot, make_desk, folder
):
    desk = make_desk()
    desk.learn(3)
    pause(desk)
    assert desk.autosave.findChild(BackgroundJob).is_running
    desk.learn(4)
    pause(desk)
    qtbot.waitUntil(lambda: folder.is_dir() and steps_in(folder) == [4, 3])
