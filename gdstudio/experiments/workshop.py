"""Where an experiment's work is done, and where its finished pieces lie."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar

from gdstudio.arrays import Array, lock
from gdstudio.errors import GdstudioError
from gdstudio.learning.network import Network
from gdstudio.texts import Text

Item = TypeVar("Item")
Piece = Mapping[str, Array]


@dataclass(frozen=True, slots=True, eq=False)
class SoFar:
    """A piece of work under way, for those who show it live.

    Attributes:
        share: The work done, in [0, 1].
        piece: What there is already, in the form of the finished piece; never changed again.
    """

    share: float
    piece: Piece

    def __float__(self) -> float:
        return self.share


# (item, *shared arrays) -> a generator that yields the share done in [0, 1], as a number or with
# what there is `SoFar`, and returns the piece. A function of a module, for it may run in another
# process; items are frozen values.
Work = Callable[..., Generator[float | SoFar, None, Piece]]


class Pieces(Protocol):
    """Finished pieces of work by name; what is there need not be done again."""

    def get(self, name: str) -> Piece | None:
        """Return a piece, arrays read-only, or None if it is not finished."""

    def put(self, name: str, piece: Piece) -> None:
        """Keep a finished piece. Raises FileError if it cannot be kept."""


class KeptInMemory:
    """Pieces that end with the program."""

    def __init__(self) -> None:
        self._pieces: dict[str, Piece] = {}

    def get(self, name: str) -> Piece | None:
        """Return a piece, or None if it is not finished."""
        return self._pieces.get(name)

    def put(self, name: str, piece: Piece) -> None:
        """Keep a finished piece."""
        lock(*piece.values())
        self._pieces[name] = piece

    def all(self) -> Mapping[str, Piece]:
        """Return what there is, by name; a copy."""
        return dict(self._pieces)


@dataclass(frozen=True, slots=True, eq=False)
class Stage(Generic[Item]):
    """How far work has come: one item of it, as workers tell, or all, as `Workshop.finish` does.

    Attributes:
        share: The work done, in [0, 1]; of all items never falling.
        item: What has just been finished or can be seen so far, or None.
        piece: Its piece if it is finished, arrays read-only in what `finish` tells.
        so_far: What there is of it if it is not; workers in other processes need not send it.
    """

    share: float
    item: Item | None = None
    piece: Piece | None = None
    so_far: Piece | None = None


class Workers(Protocol):
    """Who does independent pieces of work."""

    def advances(
        self, work: Work, items: Sequence[Item], shared: Sequence[Array] = ()
    ) -> Iterator[Stage[Item] | None]:
        """Do all items; yield how far they come, each one's piece once, in any order.

        None is yielded now and then where nothing is known, so that the work can be left: closing
        the iterator ends it. `shared` are arrays that every item needs, handed to each worker once.
        """


class ThisProcess:
    """One worker: the caller."""

    def advances(
        self, work: Work, items: Sequence[Item], shared: Sequence[Array] = ()
    ) -> Iterator[Stage[Item] | None]:
        """Do all items, one after the other."""
        for item in items:
            job = work(item, *shared)
            while True:
                try:
                    step = next(job)
                    so_far = step.piece if isinstance(step, SoFar) else None
                    yield Stage(float(step), item, so_far=so_far)
                except StopIteration as end:
                    yield Stage(1.0, item, end.value)
                    break


def _nothing_kept(name: str) -> Network:
    raise GdstudioError(
        Text("network {0}: no kept run can be opened here; train one instead", name)
    )


@dataclass(frozen=True, slots=True)
class Workshop:
    """What an experiment is given besides its settings and data.

    Attributes:
        pieces: Where finished pieces lie.
        workers: Who does the work.
        kept_network: Opens a trained network by its name: of a run that comes with the program, of
            the file of a run, or that of Learn; raises GdstudioError if it cannot. Outside of tests
            `jobs.kept_networks.network_called`.
    """

    pieces: Pieces = field(default_factory=KeptInMemory)
    workers: Workers = field(default_factory=ThisProcess)
    kept_network: Callable[[str], Network] = _nothing_kept

    def finish(
        self,
        work: Work,
        items: Iterable[Item],
        shared: Sequence[Array] = (),
        *,
        name: Callable[[Item], str] = attrgetter("name"),
        effort: Callable[[Item], float] = lambda item: 1.0,
        is_usable: Callable[[Item, Piece], bool] = lambda item, piece: True,
    ) -> Iterator[Stage[Item]]:
        """Finish all items and keep their pieces; yield each item once with its piece.

        Args:
            work: Makes a piece; must give the same one wherever and whenever it runs.
            items: Hashable, all different.
            shared: Arrays that every item needs.
            name: Name of an item's piece, from `piece_name`.
            effort: The work of an item beside that of others, above 0.
            is_usable: Whether a piece from an earlier sitting is what `work` would make.
        """
        todo = list(items)
        total = sum(map(effort, todo)) or 1.0
        shares: dict[Item, float] = {}

        def share_of_all() -> float:
            return min(sum(effort(item) * done for item, done in shares.items()) / total, 1.0)

        for item in tuple(todo):
            piece = self.pieces.get(name(item))
            if piece is not None and is_usable(item, piece):
                todo.remove(item)
                shares[item] = 1.0
                yield Stage(share_of_all(), item, piece)
        for advance in self.workers.advances(work, todo, shared):
            if advance is None or advance.item is None:
                yield Stage(share_of_all())
                continue
            # A piece that a lost worker had begun is begun again; the share shown never falls.
            shares[advance.item] = max(advance.share, shares.get(advance.item, 0.0))
            if advance.piece is not None:
                lock(*advance.piece.values())
                self.pieces.put(name(advance.item), advance.piece)
            is_seen = advance.piece is not None or advance.so_far is not None
            yield replace(advance, share=share_of_all()) if is_seen else Stage(share_of_all())


def piece_name(label: str, **contents: Any) -> str:
    """Return a name that no other piece has: a label for people and a check sum of the contents.

    Args:
        label: Small letters, digits and hyphens.
        contents: Plain values on which the piece depends: settings, the data's identity, a version
            of the way it is made.
    """
    text = json.dumps(contents, sort_keys=True, allow_nan=False)
    return f"{label}-{hashlib.sha256(text.encode()).hexdigest()[:24]}"
