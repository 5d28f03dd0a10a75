"""What edits do to the answers to the test digits."""

from __future__ import annotations

from typing import Any

from gdstudio.commands.inspect.opened_run import OpenedRun
from gdstudio.jobs.edited_answers import EditedAnswers, ask_edited
from gdstudio.learning.evaluation import Evaluation
from gdstudio.numerals import cost, percent


def tell_edits(opened: OpenedRun) -> tuple[list[str], dict[str, Any]]:
    """Return lines and plain values of cost and accuracy before and after."""
    *_, found = ask_edited(opened.subject_before, opened.edits, opened.data.test)
    assert isinstance(found, EditedAnswers)
    lines = [str(edit.title) for edit in opened.edits]
    for one in found.revivals:
        lines.append(f"{one.switched_off.thing} counts again: {one.by.title}")
    for name, reached in (("before", found.was), ("after", found.now)):
        lines.append(
            f"{name}: test accuracy {percent(reached.accuracy)}, cost {cost(reached.cost)}"
        )
    values = {
        "edits": [str(edit.title) for edit in opened.edits],
        "revived": [
            {"what": str(one.switched_off.thing), "by": str(one.by.title)} for one in found.revivals
        ],
        "before": _values(found.was),
        "after": _values(found.now),
    }
    return lines, values


def _values(reached: Evaluation) -> dict[str, float]:
    return {"test_accuracy": reached.accuracy, "test_cost": reached.cost}
