"""How far a job is, told while its items are passed on."""

from types import SimpleNamespace

import pytest

from gdstudio.commands.following import Interrupted, follow, outcome_of


@pytest.fixture
def now(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    return now


def job(now):
    yield 0.0
    now[0] += 10
    yield 0.25  # of a job of 40 s
    now[0] += 1
    yield 0.3  # too soon to be told
    now[0] += 65
    yield "an item without a share"
    yield 1.0


def test_that_share_and_rest_are_told_now_and_then(now, capsys):
    items = list(follow(job(now), "job", SimpleNamespace(requested=False)))
    assert items == [0.0, 0.25, 0.3, "an item without a share", 1.0]
    assert capsys.readouterr() == ("", "job  25 %  0:30 left\njob  1:16\n")


def test_that_an_item_may_say_what_is_done(now, capsys):
    for _ in follow(job(now), lambda item: f"at {item}", SimpleNamespace(requested=False)):
        now[0] += 2
    assert capsys.readouterr().err.splitlines() == [
        "at 0.25  25 %  0:36 left", "at an item without a share  1:24",
    ]  # fmt: skip


def test_that_a_share_alone_tells_no_rest_while_that_is_not_known(now, capsys):
    def late():
        now[0] += 6
        yield 0.5

    assert list(follow(late(), "job", SimpleNamespace(requested=False))) == [0.5]
    assert capsys.readouterr().err == "job  50 %\n"


def test_that_the_outcome_is_the_last_item_that_is_no_share(now):
    wish = SimpleNamespace(requested=False)
    assert outcome_of(["first", 0.5, "last", 1.0], "job", wish) == "last"


def test_that_an_end_is_asked_for_after_every_item():
    wish, passed = SimpleNamespace(requested=False), []
    items = follow([0.1, 0.2, 0.3], "job", wish)
    for _ in range(2):
        passed.append(next(items))
    wish.requested = True
    with pytest.raises(Interrupted):
        next(items)
    assert passed == [0.1, 0.2]
