"""What edits do to a network: cost and accuracy on the digits, before and after."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from gdstudio.arrays import Array
from gdstudio.data.digits import Digits
from gdstudio.inside.cut_off import Revival, revivals
from gdstudio.inside.edits import Edit, apply
from gdstudio.jobs.known_network import Asking, KnownNetwork
from gdstudio.jobs.subject import Subject
from gdstudio.learning.evaluation import CHUNK, Evaluation, evaluation_steps


@dataclass(frozen=True, slots=True, eq=False)
class EditedAnswers:
    """A network before and after its edits.

    Attributes:
        before: The network as it was.
        after: The network with the edits, under the same key.
        now: What it reaches.
        known: What the network before was asked, for the next edits of it.
        revivals: Edits after which something counts again that an earlier one has switched off.
    """

    before: Subject
    after: Subject
    now: Evaluation
    known: KnownNetwork
    revivals: tuple[Revival, ...] = ()

    @property
    def was(self) -> Evaluation:
        """What it reached on the digits before."""
        return self.known.evaluation


def edited(subject: Subject, edits: Sequence[Edit]) -> Subject:
    """Return a network with some edits; raises InvalidValue if it has not what is edited."""
    parameters = apply(edits, subject.make_network(), subject.parameters)
    return replace(subject, parameters=parameters)


def ask_edited(
    subject: Subject, edits: Sequence[Edit], digits: Digits, known: KnownNetwork | None = None
) -> Iterator[float | EditedAnswers]:
    """Ask the digits before and after; yield the share done, in [0, 1], and what came out last.

    Args:
        subject: The network as it was.
        edits: In the order in which they are made.
        digits: What is asked.
        known: The network as it was, if it has been asked them before.

    Raises:
        InvalidValue: The network has not what is edited.
    """
    after = edited(subject, edits)
    revived = revivals(edits, subject.make_network(), subject.parameters)
    parts = (known is None) + bool(edits)
    if known is None:
        asking = Asking(subject.make_network(), digits)
        was = yield from _ask(subject, digits, asking.logits, 0, max(parts, 1))
        known = KnownNetwork(subject, digits, was, asking.outputs)
    now = known.evaluation
    if edits:
        logits = known.logits_of(after.make_network())
        now = yield from _ask(after, digits, logits, parts - 1, parts)
    yield EditedAnswers(subject, after, now, known, revived)


def _ask(
    subject: Subject, digits: Digits, logits: Callable[[slice], Array], part: int, parts: int
) -> Generator[float, None, Evaluation]:
    """Ask a network some digits; yield the share done of so many parts, and return the result."""
    steps, done = evaluation_steps(subject.make_network(), digits, subject.cost, CHUNK, logits), 0
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Evaluation = end.value
            return found
        done += CHUNK
        yield (part + min(done / max(len(digits), 1), 1.0)) / parts
