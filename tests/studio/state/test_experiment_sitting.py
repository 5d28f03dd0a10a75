"""What there is of one experiment."""

from gdstudio.studio.state.experiment_sitting import Outcome, Sitting


def test_that_at_first_nothing_has_come_out():
    sitting = Sitting("experiment", "settings")
    assert (sitting.outcomes, sitting.shown, sitting.charts) == ([], None, ())
    assert (sitting.note, sitting.message) == ("", "")
    outcome = Outcome("saved")
    assert (outcome.pieces, outcome.folder, outcome.is_kept) == ({}, None, False)


def test_that_what_came_out_is_looked_at_and_what_was_shown_meanwhile_is_gone():
    first, second = Outcome("first"), Outcome("second")
    sitting = Sitting("experiment", "settings", message="odd")
    for outcome in (first, second):
        sitting.charts, sitting.note = ("chart",), "cancelled"
        sitting.add(outcome)
        assert sitting.shown is outcome
        assert (sitting.charts, sitting.note) == ((), "")
    assert sitting.outcomes == [first, second]
    assert sitting.message == "odd"
    assert Sitting("another", "settings").outcomes == []
