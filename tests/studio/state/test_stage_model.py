"""What is done to the picture of the audience."""

import pytest

from gdstudio.studio.state.stage_model import StageModel


def test_that_each_key_turns_its_own_thing_on_and_off_and_tells(qtbot):
    model = StageModel()
    for toggle, name in (
        (model.toggle_blank, "is_blank"),
        (model.toggle_frozen, "is_frozen"),
        (model.toggle_halo, "has_halo"),
    ):
        for wanted in (True, False):
            with qtbot.waitSignal(model.changed):
                toggle()
            assert getattr(model, name) is wanted


@pytest.mark.parametrize(
    ("has_parts", "wanted"), [(True, ["parts", "circle", ""]), (False, ["circle", "", "circle"])]
)
def test_that_the_spotlight_goes_from_parts_to_a_circle_to_none(has_parts, wanted):
    model = StageModel()
    model.has_parts = has_parts
    seen = []
    for _ in wanted:
        model.turn_spotlight()
        seen.append(model.spotlight)
    assert seen == wanted


def test_that_the_picture_is_uncovered_at_once():
    model = StageModel()
    model.toggle_blank()
    model.toggle_frozen()
    model.toggle_halo()
    model.uncover()
    assert (model.is_blank, model.is_frozen, model.has_halo) == (False, False, True)
    model.clear()
    assert not model.has_halo
