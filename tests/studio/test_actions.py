"""What actions say of themselves."""

import pytest

from gdstudio.studio.actions import DESCENT_WORDS, EXPERIMENT_WORDS, LEARN_WORDS, Actions


@pytest.mark.parametrize("words", [LEARN_WORDS, DESCENT_WORDS, EXPERIMENT_WORDS])
@pytest.mark.parametrize("running", [True, False])
def test_that_run_and_reset_say_what_they_do_in_the_workspace_in_sight(qapp, words, running):
    actions = Actions(qapp)
    actions.set_running(running, words=words)
    said = words.stop if running else words.run
    assert (actions.run.toolTip(), actions.run.statusTip()) == (f"{said} (Space)", said)
    assert (actions.reset.toolTip(), actions.reset.statusTip()) == (
        f"{words.reset} (R)",
        words.reset,
    )


def test_that_no_two_workspaces_of_other_kinds_use_the_same_words():
    kinds = (LEARN_WORDS, DESCENT_WORDS, EXPERIMENT_WORDS)
    assert len({text for words in kinds for text in (words.run, words.stop, words.reset)}) == 9
