"""The one list of deeds: names, merging, replaying, and what is dropped."""

import pytest
from PySide6.QtCore import QCoreApplication

from gdstudio.studio.state.deeds import MOST_DEEDS, QUICK_S, Deeds


class Thing:
    """A number that people change, and the list of what they did."""

    def __init__(self):
        self.now_s, self.value, self.can = 0.0, 0, True
        self.deeds = Deeds(QCoreApplication.instance(), clock=lambda: self.now_s)

    def put(self, value):
        self.change(value)  # as a controller would: what is put back must note nothing

    def change(self, value, **how):
        before, self.value = self.value, value
        self.deeds.note(f"to {value}", self.put, before, value, can_put=self.may, **how)

    def may(self, wanted, here):
        return self.can and here == self.value

    @property
    def names(self):
        return self.deeds.stack.undoText(), self.deeds.stack.redoText()


@pytest.fixture
def thing(qapp):
    return Thing()


def test_that_a_deed_is_undone_and_done_again_by_its_name(thing):
    thing.change(1)
    thing.change(2)
    assert (thing.value, thing.names) == (2, ("to 2", ""))
    thing.deeds.undo()
    assert (thing.value, thing.names) == (1, ("to 1", "to 2"))
    thing.deeds.undo()
    thing.deeds.undo()
    assert (thing.value, thing.names) == (0, ("", "to 1"))
    for _ in range(3):
        thing.deeds.redo()
    assert (thing.value, thing.names) == (2, ("to 2", ""))
    assert not thing.deeds.is_replaying


def test_that_it_is_told_what_is_undone_before_it_tells_more_itself(thing):
    told = []
    thing.deeds.told.connect(told.append)
    thing.change(1)
    thing.deeds.note("more", lambda value: told.append(value), "back", "there")
    for _ in range(3):
        thing.deeds.undo()
    thing.deeds.redo()
    assert told == ["Undone: more.", "back", "Undone: to 1.", "Done again: to 1."]


def test_that_what_changes_nothing_is_not_noted(thing):
    thing.change(0)
    assert thing.deeds.stack.count() == 0


def test_that_deeds_of_one_key_are_one_while_they_follow_quickly(thing):
    for value, wait_s in ((1, 0.0), (2, QUICK_S), (3, QUICK_S), (4, QUICK_S * 1.01)):
        thing.now_s += wait_s
        thing.change(value, key="rate")
    assert thing.deeds.stack.count() == 2
    assert thing.names[0] == "to 4"
    thing.deeds.undo()
    assert (thing.value, thing.names[0]) == (3, "to 1")
    thing.deeds.undo()
    assert thing.value == 0


def test_that_what_is_held_is_one_deed_however_long_it_takes(thing):
    for value, held in ((1, True), (2, True), (3, False)):
        thing.now_s += 100
        thing.change(value, key="rate", held=held)
    assert thing.deeds.stack.count() == 1
    thing.deeds.undo()
    assert thing.value == 0


def test_that_what_is_let_go_is_over(thing):
    thing.change(1, key="rate", held=True)
    thing.change(1, key="rate")  # let go where it was
    thing.now_s += QUICK_S * 1.01
    thing.change(2, key="rate", held=True)
    assert thing.deeds.stack.count() == 2


def test_that_what_is_released_keeps_nothing_and_is_dropped(thing):
    thing.change(1)
    (deed,) = thing.deeds.deeds()
    deed.release()
    assert (deed.before, deed.after) == (None, None)
    assert thing.deeds.drop_untrue()
    assert thing.deeds.stack.count() == 0


def test_that_other_keys_none_and_gaps_are_deeds_of_their_own(thing):
    thing.change(1, key="rate")
    thing.change(2, key="seed")
    thing.change(3)
    thing.change(4)
    thing.value = 7  # by nobody
    thing.change(8, key="rate")
    thing.value = 9
    thing.change(10, key="rate")
    assert thing.deeds.stack.count() == 6


def test_that_a_deed_that_leads_back_leaves_nothing(thing):
    thing.change(5)
    thing.change(6, key="rate", held=True)
    thing.change(5, key="rate")
    assert (thing.deeds.stack.count(), thing.names[0]) == (1, "to 5")


def test_that_what_cannot_be_undone_truly_is_dropped_and_what_is_below_stays(thing, qtbot):
    thing.change(1)
    thing.change(2)
    thing.can = False
    thing.deeds.undo()
    assert (thing.value, thing.names, thing.deeds.stack.count()) == (2, ("", ""), 0)
    thing.can = True
    thing.change(3)
    thing.deeds.undo()
    assert thing.names == ("", "to 3")
    thing.can = False
    thing.deeds.review()
    qtbot.waitUntil(lambda: thing.names == ("", ""))
    assert thing.value == 2


def test_that_only_what_is_next_is_looked_at(thing):
    other = Thing()
    other.deeds = thing.deeds
    other.change(1)
    thing.change(1)
    other.can = False
    assert not thing.deeds.drop_untrue()
    assert thing.names[0] == "to 1"
    thing.deeds.undo()
    assert thing.deeds.drop_untrue()
    assert (other.value, thing.names) == (1, ("", "to 1"))


def test_that_a_fault_while_undoing_does_not_end_the_noting(thing, qapp):
    def fails(_value):
        raise ZeroDivisionError

    thing.deeds.note("fault", fails, 0, 1)
    with pytest.raises(ZeroDivisionError):
        thing.deeds.undo()
    thing.change(1)
    assert thing.names[0] == "to 1"


def test_that_the_list_is_bounded_and_the_latest_stay(thing):
    for value in range(MOST_DEEDS + 20):
        thing.change(value + 1)
    assert thing.deeds.stack.count() == MOST_DEEDS
    assert [deed.after for deed in thing.deeds.deeds()][:2] == [MOST_DEEDS + 20, MOST_DEEDS + 19]
    for _ in range(MOST_DEEDS + 20):
        thing.deeds.undo()
    assert thing.value == 20
