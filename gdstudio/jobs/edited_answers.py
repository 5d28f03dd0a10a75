"""What edits do to a network: cost and accuracy on the digits, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gdstudio.data.digits import Digits
from gdstudio.inside.cut_off import Revival, revivals
from gdstudio.inside.edits import Edit, apply
from gdstudio.jobs.subject import Subject
from gdstudio.learning.evaluation import CHUNK, Evaluation, evaluation_steps


@dataclass(frozen=True, slots=True, eq=False)
class EditedAnswers:
    """A network before and after its edits.

    Attributes:
        before: The network as it was.
        after: The network with the edits, under the same key.
        was: What it reached on the digits.
        now: What it reaches.
        revivals: Edits after which something counts again that an earlier one has switched off.
    """

    before: Subject
    after: Subject
    was: Evaluation
    now: Evaluation
    revivals: tuple[Revival, ...] = ()


def edited(subject: Subject, edits: Sequence[Edit]) -> Subject:
    """Return a network with some edits; raises InvalidValue if it has not what is edited."""
    parameters = apply(edits, subject.make_network(), subject.parameters)
    return replace(subject, parameters=parameters)


def ask_edited(
    subject: Subject, edits: Sequence[Edit], digits: Digits, was: Evaluation | None = None
) -> Iterator[float | EditedAnswers]:
    """Ask the digits before and after; yield the share done, in [0, 1], and what came out last.

    Args:
        subject: The network as it was.
        edits: In the order in which they are made.
        digits: What is asked.
        was: What the network reached on them before, if that is known.

    Raises:
        InvalidValue: The network has not what is edited.
    """
    after = edited(subject, edits)
    revived = revivals(edits, subject.make_network(), subject.parameters)
    asked, found = [after] if was is not None else [subject, after], []
    for k, one in enumerate(asked):
        steps, done = evaluation_steps(one.make_network(), digits, subject.cost), 0
        while True:
            try:
                next(steps)
            except StopIteration as end:
                found.append(end.value)
                break
            done += CHUNK
            yield (k + min(done / max(len(digits), 1), 1.0)) / len(asked)
    yield EditedAnswers(subject, after, found[0] if was is None else was, found[-1], revived)
